// What is missing until a comparison says something, in sentences. Pure; the numbers are the server's.
import type { Evaluation } from "../../api/schema";
import type { useWords } from "../../i18n/context";

type Words = Pick<ReturnType<typeof useWords>, "t" | "format">;
type Missing = NonNullable<Evaluation["programmes"][number]["missing"]>;

const WEEKS_OF_YEAR = 52;

export interface Limits { peopleMax: number; weeksMax: number; weekly: number | null }

export function missingWords(words: Words, missing: Missing, limits: Limits): string[] {
  const { t, format } = words;
  const counts = [missing.treated, missing.held_out, missing.reached].filter((count) => count > 0);
  const lacking = [
    missing.treated > 0 ? t("evaluation.lack_treated", { count: missing.treated }) : null,
    missing.held_out > 0 ? t("evaluation.lack_held_out", { count: missing.held_out }) : null,
    missing.reached > 0 ? t("evaluation.lack_reached", { count: missing.reached }) : null,
  ].filter((one) => one !== null);
  const needed = (key: "evaluation.need_seen" | "evaluation.need_smallest", one: NonNullable<Missing["smallest"]>) => {
    const effect = format.points(one.effect);
    if (one.people === null) return t("evaluation.need_too_many", { effect, people: limits.peopleMax });
    return `${t(key, { effect, people: format.about(one.people), reached: format.about(one.reached ?? 0) })} ${within(words, one.weeks, limits)}`.trim();
  };
  // A first span beside "never" would read as a result: told as one, for it is too wide to say anything.
  const { smallest } = missing;
  if (lacking.length > 0 && smallest && isHopeless(missing, limits)) {
    const params = { what: format.list(lacking), effect: format.points(smallest.effect), years: Math.round(limits.weeksMax / WEEKS_OF_YEAR) };
    const pace = within(words, missing.weeks, limits, true);
    const first = `${t("evaluation.lack_span", { ...params, count: counts.length === 1 ? (counts[0] ?? 2) : 2 })} ${pace}`.trim();
    return [`${first} ${smallest.people === null ? t("evaluation.too_wide_ever", { ...params, people: limits.peopleMax }) : t("evaluation.too_wide", { ...params, people: format.about(smallest.people) })}`];
  }
  return [
    ...(lacking.length > 0 ? [`${t("evaluation.lack", { count: counts.length === 1 ? (counts[0] ?? 2) : 2, what: format.list(lacking) })} ${within(words, missing.weeks, limits, true)}`.trim()] : []),
    // A difference that nobody will ever tell from none is only said once.
    ...(missing.seen && missing.seen.people !== null ? [needed("evaluation.need_seen", missing.seen)] : []),
    ...(missing.smallest ? [needed("evaluation.need_smallest", missing.smallest)] : []),
  ];
}

/** Whether what matters will not be shown in the time of anybody who asks. */
export function isHopeless({ seen, smallest }: Missing, { weeksMax }: Pick<Limits, "weeksMax">): boolean {
  const isOut = (one: Missing["smallest"]) => one !== null && one !== undefined && (one.people === null || (one.weeks ?? 0) > weeksMax);
  const isIn = (one: Missing["smallest"]) => one !== null && one !== undefined && !isOut(one);
  return !isIn(seen) && isOut(smallest);
}

/** The rate stands in the first sentence only; weeks become years where nobody counts in weeks any more. */
function within({ t, format }: Words, weeks: number | null | undefined, { weeksMax, weekly }: Limits, isFirst = false): string {
  if (weeks === null || weeks === undefined || weekly === null) return "";
  const span = weeks > weeksMax ? t("evaluation.never", { years: Math.round(weeksMax / WEEKS_OF_YEAR) }) : weeks > 2 * WEEKS_OF_YEAR ? t("evaluation.in_years", { count: Math.round(weeks / WEEKS_OF_YEAR) }) : t("evaluation.in_weeks", { count: weeks });
  return t(isFirst ? "evaluation.pace_rate" : "evaluation.pace", { span, rate: format.about(weekly) });
}
