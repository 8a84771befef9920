// Parts of rules in words: what each is called, and what it says.
import type { SchemaPart } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import { spanSeconds } from "../../i18n/span";
import { unslug } from "../../i18n/unslug";

type Words = Pick<ReturnType<typeof useWords>, "t" | "code" | "format">;

/** "tier silver" is a tier; null: it is no part of rules. */
export function ruleName({ t, code }: Words, part: SchemaPart, id: string): string | null {
  if (part !== "matching" && part !== "loyalty" && part !== "fence" && part !== "retention") return null;
  const [kind = "", own] = id.split(" ");
  if (own === undefined) return code(`${part}_part`, id);
  return kind === "tier" ? t("rules.tier", { name: unslug(own) }) : kind === "fence" ? t("rules.fence", { name: unslug(own) }) : t("rules.rule", { name: unslug(own) });
}

/** What stands behind the name; null: it is no part of rules. */
export function ruleText({ t, code, format }: Words, part: SchemaPart, id: string, is: string): string | null {
  const span = (text: string) => {
    const seconds = spanSeconds(text);
    return seconds === null ? text : format.exactSpan(seconds);
  };
  if (part === "matching") return code("field", is);
  if (part === "loyalty") {
    const per = /^(\d+) per (\d+)$/.exec(is);
    if (per) return t("rules.points_per", { count: Number(per[1]), amount: format.number(Number(per[2])) });
    const tier = /^from (\d+)(?:, within (\S+))?$/.exec(is);
    if (tier) return tier[2] === undefined ? t("rules.tier_from", { count: Number(tier[1]) }) : t("rules.tier_within", { count: Number(tier[1]), span: span(tier[2]) });
    if (id === "counts") return is.split(", ").map((place) => code("place", place)).join(", ");
    return id === "expire_after" ? span(is) : code("field", is);
  }
  if (part === "fence") {
    const fence = /^(.+); (\d+) m$/.exec(is);
    if (fence === null) return span(is).replace(/^(\d+) m$/, (_, metres: string) => t("rules.metres", { count: Number(metres) }));
    const at = (fence[1] ?? "").replace(/^outlet (.+)$/, (_, number: string) => t("rules.at_outlet", { number }));
    return t("rules.around", { at, metres: format.number(Number(fence[2])) });
  }
  if (part === "retention") {
    if (id === "daily") return t(is === "yes" ? "value.yes" : "value.no");
    const rule = /^(\w+) (\S+)$/.exec(is);
    return rule ? t("rules.erased_after", { what: code("retention_kind", rule[1] ?? ""), span: span(rule[2] ?? "") }) : span(is);
  }
  return null;
}
