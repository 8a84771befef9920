// Entries of a timeline under the day they belong to, in the order they came.
import type { TimelineEntry } from "../../api/schema";

export interface Day { day: string; entries: TimelineEntry[] }

export function byDay(entries: TimelineEntry[], dayOf: (time: string) => string): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** What the person did, what we said, and the rest. */
export function kindTone(kind: string): "theirs" | "ours" | "quiet" {
  if (/^(order|cart|consent|message|page|product|customer|return|cancel|support|catalogue|outlet|rating|receipt)/.test(kind)) return "theirs";
  return /^(intent|delivery|run|journey|decision)/.test(kind) ? "ours" : "quiet";
}
