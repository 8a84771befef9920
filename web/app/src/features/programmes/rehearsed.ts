// What a rehearsal found, before and after: rows to compare, and the difference in sentences. Pure; the numbers are the server's.
import type { Rehearsal } from "../../api/schema";
import type { Key, Params } from "../../i18n/catalogue";

export interface Compared { key: string; before: number; after: number }
export interface Sentence { key: Key; params: Params; why?: WhyNot }

type Outcome = Rehearsal["published"];
export type WhyNot = Outcome["reasons"][number];

/** Reasons told in words; the table has them all. */
const REASONS_MAX = 3;

/** The same things side by side, the most frequent first; what one side lacks is zero there. */
export function sideBySide<T>(before: T[], after: T[], keyOf: (row: T) => string, countOf: (row: T) => number): Compared[] {
  const rows = new Map<string, Compared>();
  const row = (one: T) => {
    const key = keyOf(one);
    const known = rows.get(key) ?? { key, before: 0, after: 0 };
    rows.set(key, known);
    return known;
  };
  for (const one of before) row(one).before += countOf(one);
  for (const one of after) row(one).after += countOf(one);
  return [...rows.values()].sort((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after));
}

export const sentRows = (before: Outcome, after: Outcome) => sideBySide(before.sent, after.sent, ({ message, channel }) => `${message} ${channel}`, ({ count }) => count);

/** What did not go out, by state, reason and exit; each row with one of those it counts. */
export function reasonRows(before: Outcome, after: Outcome): (Compared & { why: WhyNot })[] {
  const keyOf = ({ state, reason, detail }: WhyNot) => `${state} ${reason ?? ""} ${detail ?? ""}`;
  const known = new Map([...before.reasons, ...after.reasons].map((why) => [keyOf(why), why]));
  return sideBySide(before.reasons, after.reasons, keyOf, ({ count }) => count).flatMap((row) => {
    const why = known.get(row.key);
    return why ? [{ ...row, why }] : [];
  });
}

/** The states of what did not go out, as every screen counts them. */
export const UNSENT = ["suppressed", "failed", "expired", "held_out", "lapsed"] as const;

export function isSame({ published, draft, others, people_only_draft, people_only_published }: Rehearsal): boolean {
  return JSON.stringify(published) === JSON.stringify(draft) && people_only_draft + people_only_published === 0 && others.every((one) => one.sent_published === one.sent_draft);
}

/** The difference as somebody would tell it, the most important first. */
export function difference(found: Rehearsal): Sentence[] {
  const { published, draft, others } = found;
  if (isSame(found)) return [{ key: "rehearsal.same", params: {} }];
  const told: Sentence[] = [];
  const sent = draft.sent_total - published.sent_total;
  const numbers = { count: Math.abs(sent), before: published.sent_total, after: draft.sent_total };
  told.push({ key: sent === 0 ? "rehearsal.sent_same" : sent > 0 ? "rehearsal.sent_more" : "rehearsal.sent_fewer", params: sent === 0 ? { count: draft.sent_total } : numbers });
  if (found.people_only_published > 0) told.push({ key: "rehearsal.people_lost", params: { count: found.people_only_published } });
  if (found.people_only_draft > 0) told.push({ key: "rehearsal.people_won", params: { count: found.people_only_draft } });
  const entered = draft.entered - published.entered;
  if (entered !== 0) told.push({ key: entered > 0 ? "rehearsal.entered_more" : "rehearsal.entered_fewer", params: { count: Math.abs(entered) } });
  // Who is gone before the message is neither sent to nor refused: the other half of what is sent less.
  const moved = reasonRows(published, draft).filter((row) => row.after !== row.before).sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  for (const row of moved.slice(0, REASONS_MAX)) {
    const change = row.after - row.before;
    told.push({ key: change > 0 ? "rehearsal.reason_more" : "rehearsal.reason_fewer", params: { count: Math.abs(change) }, why: row.why });
  }
  const elsewhere = others.reduce((sum, one) => sum + one.sent_draft - one.sent_published, 0);
  const moves = others.some((one) => one.sent_draft !== one.sent_published);
  if (elsewhere !== 0) told.push({ key: elsewhere > 0 ? "rehearsal.others_more" : "rehearsal.others_fewer", params: { count: Math.abs(elsewhere) } });
  else told.push({ key: moves ? "rehearsal.others_moved" : "rehearsal.others_same", params: {} });
  return told;
}
