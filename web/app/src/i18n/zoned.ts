// Moments as somebody enters them on the organisation's clock, and as the server takes them.

/** On the clock of a time zone, "2026-11-27T10:00"; what is no moment is empty. */
export function localOf(moment: string | null | undefined, timeZone: string): string {
  const at = new Date(moment ?? "");
  return Number.isNaN(at.getTime()) ? "" : clock(timeZone).format(at).replace(" ", "T");
}

/** The moment at which that clock shows it, "2026-11-27T09:00:00Z"; null: it is none. Of an hour that comes twice the first, of one that is left out as much later. */
export function momentOf(local: string, timeZone: string): string | null {
  const wanted = Date.parse(`${local.trim()}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local.trim()) || Number.isNaN(wanted)) return null;
  const ahead = (at: number) => Date.parse(`${localOf(new Date(at).toISOString(), timeZone)}:00Z`) - at;
  // The clock is as far ahead as a day before or a day after, whichever is right.
  const tried = [ahead(wanted - DAY_MS), ahead(wanted + DAY_MS)].map((by) => wanted - by);
  const right = tried.filter((at) => at + ahead(at) === wanted);
  return `${new Date(right.length > 0 ? Math.min(...right) : Math.max(...tried)).toISOString().slice(0, 19)}Z`;
}

const DAY_MS = 86_400_000;

// Swedish writes moments the way documents do.
const clock = (timeZone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
