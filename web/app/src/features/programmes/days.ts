// A count per day without gaps, so that quiet days show as quiet.
export interface DayCount { day: string; count: number }

const DAY_MS = 86_400_000;
const DAYS_MAX = 400;

export function withoutGaps(days: DayCount[]): DayCount[] {
  const counts = new Map(days.map(({ day, count }) => [day, count]));
  const times = days.map(({ day }) => Date.parse(`${day}T00:00:00Z`)).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || Number.isNaN(first + last) || (last - first) / DAY_MS > DAYS_MAX) return days;
  const all: DayCount[] = [];
  for (let time = first; time <= last; time += DAY_MS) {
    const day = new Date(time).toISOString().slice(0, 10);
    all.push({ day, count: counts.get(day) ?? 0 });
  }
  return all;
}
