// Reading a chain of checks: which one decided, and its values as pairs.
import type { Link } from "../../api/schema";

/** The last check that did not hold; a chain that held has none. */
export function decisive(chain: Link[]): Link | null {
  return chain.findLast((check) => !check.holds) ?? null;
}

export function valuesOf(values: Link["values"]): [string, unknown][] {
  if (!values) return [];
  if (Array.isArray(values)) return values.map(({ name, value }) => [name, value]);
  return Object.entries(values);
}
