// Rules of what is erased as somebody writes them.
import type { RetentionRules } from "../../api/schema";
import { isNoSpan } from "./span";

export const ABOUT = ["silent", "unconfirmed", "letters"] as const;
/** `id`: of what is live; "": it is made of what the rule is about. */
export interface ErasedDraft { key: string; id: string; about: (typeof ABOUT)[number]; after: string }
export interface RetentionDraft { daily: boolean; keep_orders: string; rules: ErasedDraft[] }

/** Three years of silence, thirty days without confirmation, copies for four hundred days; who ordered stays ten years. */
const USUAL: Record<ErasedDraft["about"], string> = { silent: "1096d", unconfirmed: "30d", letters: "400d" };

const ruleOf = (key: string, about: ErasedDraft["about"]): ErasedDraft => ({ key, id: "", about, after: USUAL[about] });

export function retentionDraftOf(rules: RetentionRules | null): RetentionDraft {
  if (rules === null) return { daily: false, keep_orders: "3653d", rules: ABOUT.map((about) => ruleOf(about, about)) };
  return { ...rules, rules: rules.rules.map((rule) => ({ key: rule.id, ...rule })) };
}

export const newRule = (key: string, before: ErasedDraft[]): ErasedDraft => ruleOf(key, ABOUT.find((about) => before.every((rule) => rule.about !== about)) ?? "silent");

/** "silent", or "silent_2" where that is there already. */
export function ruleId(rule: ErasedDraft, all: ErasedDraft[]): string {
  if (rule.id !== "") return rule.id;
  const taken = new Set(all.filter(({ id }) => id !== "").map(({ id }) => id));
  for (const one of all) {
    if (one.id !== "") continue;
    let id: string = one.about;
    for (let number = 2; taken.has(id); number += 1) id = `${one.about}_${number}`;
    if (one.key === rule.key) return id;
    taken.add(id);
  }
  return rule.about;
}

export const readRetention = ({ rules, ...more }: RetentionDraft): RetentionRules => ({ ...more, rules: rules.map((rule) => ({ id: ruleId(rule, rules), about: rule.about, after: rule.after })) });

/** `at`: the key of a rule, or the name of a field. */
export function retentionTroubles(draft: RetentionDraft): { at: string; why: "span" }[] {
  const bad = draft.rules.filter(({ after }) => isNoSpan(after)).map(({ key }) => ({ at: key, why: "span" as const }));
  return isNoSpan(draft.keep_orders) ? [{ at: "keep_orders", why: "span" }, ...bad] : bad;
}
