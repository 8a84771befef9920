// Two versions in the order in which they were live, and what changed from the older to the newer one.
import type { Version } from "../../api/schema";
import type { Difference } from "./described";

export type Told = Pick<Version, "number" | "definition" | "yaml">;

/** `whole.since` leads to the other one, whichever is the older. */
export function inOrder(whole: Told & Pick<Version, "since">, other: Told): { before: Told; after: Told; changes: Difference[] } {
  if (whole.number <= other.number) return { before: whole, after: other, changes: whole.since };
  return { before: other, after: whole, changes: whole.since.map(({ path, before, after }) => ({ path, before: after, after: before })) };
}
