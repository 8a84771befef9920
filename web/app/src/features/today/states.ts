// Counts per state with its reasons, the greatest first.
import type { Today } from "../../api/schema";

export interface StateGroup { state: string; count: number; reasons: { reason: string; detail: string | null; count: number }[] }

export function groupStates(rows: Today["by_state"]): StateGroup[] {
  const groups = new Map<string, StateGroup>();
  for (const { state, reason, detail, count } of rows) {
    const group = groups.get(state) ?? { state, count: 0, reasons: [] };
    group.count += count;
    if (reason !== null) group.reasons.push({ reason, detail, count });
    groups.set(state, group);
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
  for (const group of sorted) group.reasons.sort((a, b) => b.count - a.count);
  return sorted;
}
