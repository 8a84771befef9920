// From everybody to those who get it, as steps on one scale: what is left after each, and what fell away.
import type { Waterfall } from "../../api/schema";

type Lost = Waterfall["lost"][number];
export interface Fall { key: string; kind: "all" | "lost" | "left"; label: string | null; words: Lost["words"] | null; detail: Lost["detail"]; rule: Lost["rule"]; count: number; left: number }

/** The audience first, then each loss, the greatest first, then who is left. Bars of losses begin where the
 * people who are left end, so that the picture falls like stairs. */
export function fallOf(waterfall: Waterfall): Fall[] {
  const steps: Fall[] = [{ key: "audience", kind: "all", label: "audience", words: null, detail: null, rule: null, count: waterfall.audience, left: waterfall.audience }];
  let left = waterfall.audience;
  for (const row of [...waterfall.lost].sort((a, b) => b.count - a.count)) {
    left -= row.count;
    const reason = row.reason || row.state;
    steps.push({ key: `${row.state} ${row.reason} ${row.detail?.en ?? ""}`, kind: "lost", label: reason, words: row.words, detail: row.detail, rule: row.rule, count: row.count, left });
  }
  if (waterfall.open > 0) {
    left -= waterfall.open;
    steps.push({ key: "open", kind: "lost", label: "open", words: null, detail: null, rule: null, count: waterfall.open, left });
  }
  steps.push({ key: "recipients", kind: "left", label: "recipients", words: null, detail: null, rule: null, count: waterfall.recipients, left: waterfall.recipients });
  return steps;
}
