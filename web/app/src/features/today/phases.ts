// Phases in the order of a life as a customer, not in that in which rules are asked.
const LIFE = ["prospect", "first_time", "second_time", "regular", "top", "reactivated", "at_risk", "inactive", "full_returner"];

/** Phases of a retailer's own come last, in their own order. */
export function inLife<Phase extends { id: string }>(phases: Phase[]): Phase[] {
  const place = ({ id }: Phase) => (LIFE.includes(id) ? LIFE.indexOf(id) : LIFE.length);
  return [...phases].sort((a, b) => place(a) - place(b));
}
