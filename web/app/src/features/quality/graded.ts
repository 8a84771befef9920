// What a score means, and what of a field became worse than it was.
import type { FieldQuality, SourceQuality } from "../../api/schema";

export type Tone = "good" | "warn" | "bad";

const GOOD = 90;
const FAIR = 70;
/** So many points below the earlier deliveries somebody has to look, as the server counts. */
const FALL = 20;

export const toneOf = (score: number): Tone => (score >= GOOD ? "good" : score >= FAIR ? "warn" : "bad");

export interface Fallen { what: "completeness" | "validity" | "drift"; now: number; before: number | null }

export function fallenOf({ completeness, completeness_before, validity, validity_before, drift }: FieldQuality): Fallen[] {
  const fell = (now: number, before: number | null | undefined) => before !== null && before !== undefined && before - now > FALL;
  return [
    ...(fell(completeness, completeness_before) ? [{ what: "completeness" as const, now: completeness, before: completeness_before ?? null }] : []),
    ...(fell(validity, validity_before) ? [{ what: "validity" as const, now: validity, before: validity_before ?? null }] : []),
    ...(drift > 2 * FALL ? [{ what: "drift" as const, now: drift, before: null }] : []),
  ];
}

/** By how much the next delivery is late, if it is. */
export const overdueOf = ({ overdue_seconds: overdue }: Pick<SourceQuality, "overdue_seconds">) => overdue ?? null;

/** What needs somebody first, then the worst. */
export const inOrder = (sources: SourceQuality[]) => [...sources].sort((one, other) => Number(overdueOf(other) !== null) - Number(overdueOf(one) !== null) || one.score - other.score);

/** The worst first: the rest is as it should be. */
export const worstFirst = (fields: FieldQuality[]) => [...fields].sort((one, other) => one.score - other.score || one.column.localeCompare(other.column));

/** So few are shown all. */
const FEW = 6;

/** What somebody should look at, the worst first, and what is as it should be. */
export function splitOf(fields: FieldQuality[]): { shown: FieldQuality[]; rest: FieldQuality[] } {
  const sorted = worstFirst(fields);
  const isGood = (field: FieldQuality) => toneOf(field.score) === "good" && fallenOf(field).length === 0;
  const rest = sorted.filter(isGood);
  return sorted.length <= FEW || rest.length <= 1 ? { shown: sorted, rest: [] } : { shown: sorted.filter((field) => !isGood(field)), rest };
}
