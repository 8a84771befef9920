// Counts per day of two versions on one axis without gaps, so that quiet days show as quiet.
export interface DayCount { day: string; count: number }
export interface BothDay { day: string; before: number; after: number }

const DAY_MS = 86_400_000;
const DAYS_MAX = 400;

export function perDay(before: DayCount[], after: DayCount[]): BothDay[] {
  const counts = [before, after].map((days) => new Map(days.map(({ day, count }) => [day, count])));
  const row = (day: string): BothDay => ({ day, before: counts[0]?.get(day) ?? 0, after: counts[1]?.get(day) ?? 0 });
  const known = [...new Set([...before, ...after].map(({ day }) => day))].sort();
  const [first, last] = [known[0], known.at(-1)].map((day) => Date.parse(`${day}T00:00:00Z`));
  if (first === undefined || last === undefined || Number.isNaN(first + last) || (last - first) / DAY_MS > DAYS_MAX) return known.map(row);
  const all: BothDay[] = [];
  for (let time = first; time <= last; time += DAY_MS) all.push(row(new Date(time).toISOString().slice(0, 10)));
  return all;
}
