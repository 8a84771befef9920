// What rules of retention come to: sums, and how long a span of days is as people say it.
import type { Retention, RetentionRule } from "../../api/schema";

const DAYS_A_YEAR = 365.25;

/** Years where they are nearly whole, as law and people count; else null. */
export function yearsOf(days: number): number | null {
  const years = Math.round(days / DAYS_A_YEAR);
  return years >= 1 && Math.abs(days - years * DAYS_A_YEAR) <= 1 ? years : null;
}

/** The day before which it has to have been. */
export const before = (days: number, now: string) => new Date(Date.parse(now) - days * 86_400_000).toISOString();

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

export const heldOf = ({ held }: Pick<RetentionRule, "held">) => sum(held.map(({ people }) => people));

/** Somebody whom two rules are about counts with each. */
export function totals({ rules }: Pick<Retention, "rules">) {
  return { people: sum(rules.map(({ people }) => people)), letters: sum(rules.map(({ letters }) => letters)), held: sum(rules.map(heldOf)) };
}
