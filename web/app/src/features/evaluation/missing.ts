// What is missing until a comparison says something, in sentences. Pure; the numbers are the server's.
import type { Evaluation } from "../../api/schema";
import type { useWords } from "../../i18n/context";

type Words = Pick<ReturnType<typeof useWords>, "t" | "format">;
type Missing = NonNullable<Evaluation["programmes"][number]["missing"]>;

export function missingWords({ t, format }: Words, missing: Missing, peopleMax: number): string[] {
  const lacking = [
    missing.treated > 0 ? t("evaluation.lack_treated", { count: missing.treated }) : null,
    missing.held_out > 0 ? t("evaluation.lack_held_out", { count: missing.held_out }) : null,
    missing.reached > 0 ? t("evaluation.lack_reached", { count: missing.reached }) : null,
  ].filter((one) => one !== null);
  const needed = (key: "evaluation.need_seen" | "evaluation.need_smallest", one: NonNullable<Missing["smallest"]>) => {
    const effect = format.points(one.effect);
    if (one.people === null) return t("evaluation.need_too_many", { effect, people: peopleMax });
    return t(key, { effect, people: format.about(one.people), reached: format.about(one.reached ?? 0) });
  };
  return [
    ...(lacking.length > 0 ? [t("evaluation.lack", { what: format.list(lacking) })] : []),
    // A difference that nobody will ever tell from none is only said once.
    ...(missing.seen && missing.seen.people !== null ? [needed("evaluation.need_seen", missing.seen)] : []),
    ...(missing.smallest ? [needed("evaluation.need_smallest", missing.smallest)] : []),
  ];
}
