// What speaks for one person and what for two.
import type { Suggestion } from "../../api/schema";

type Signs = Suggestion["signs"];
type Value = Suggestion["fields"][number]["values"][number] | undefined;

/** Each the weightiest first. */
export function speaks(signs: Signs): { one: Signs; two: Signs } {
  const sorted = [...signs].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return { one: sorted.filter(({ points }) => points >= 0), two: sorted.filter(({ points }) => points < 0) };
}

/** By which two people are suggested. */
export const sumOf = (signs: Signs) => signs.reduce((sum, { points }) => sum + points, 0);

/** As it is written; what the server takes for the same beyond that, its signs say. */
export const isSame = (left: Value, right: Value) => left !== null && left !== undefined && right !== null && right !== undefined && String(left).trim().toLowerCase() === String(right).trim().toLowerCase();
