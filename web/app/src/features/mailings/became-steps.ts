// What became of a mailing, as steps from its audience to those who got it. They add up: the audience less every loss is
// what was sent.
import type { Counts, WhyNot } from "../../api/schema";

export interface Became { key: string; kind: "all" | "lost" | "left"; state: string; reason: string | null; detail: string | null; words: WhyNot["words"] | null; count: number; left: number; isListed: boolean }

const bare = { reason: null, detail: null, words: null };

export function becameOf(counts: Counts, reasons: WhyNot[]): Became[] {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  let left = all;
  const steps: Became[] = [{ ...bare, key: "all", kind: "all", state: "", count: all, left: all, isListed: true }];
  for (const { state, reason, detail, words, count } of reasons) {
    left -= count;
    steps.push({ key: `${state} ${reason ?? ""} ${detail ?? ""}`, kind: "lost", state, reason, detail, words, count, left, isListed: true });
  }
  // Open is not one state but several: it has no list of its own.
  if (counts.open > 0) {
    left -= counts.open;
    steps.push({ ...bare, key: "open", kind: "lost", state: "open", count: counts.open, left, isListed: false });
  }
  for (const state of ["delivered", "unknown"] as const) {
    if (state === "delivered" || counts[state] > 0) steps.push({ ...bare, key: state, kind: "left", state, count: counts[state], left: counts[state], isListed: counts[state] > 0 });
  }
  return steps;
}
