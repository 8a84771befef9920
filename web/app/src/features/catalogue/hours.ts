// Outlets of which each word stands in the name, the number or the zone; and opening hours, days with the same ones together: "Mon–Fri 8:00–20:00".
import type { OutletShown } from "./types";

type Hours = OutletShown["hours"];
export interface Span { first: number; last: number; /** Minutes of the day. */ times: [from: number, until: number][] }

export function spans(hours: Hours): Span[] {
  const all: Span[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const times = hours.filter((one) => one.weekday === weekday).map(({ from_minute, until_minute }): [number, number] => [from_minute, until_minute]).sort(([one], [other]) => one - other);
    if (times.length === 0) continue;
    const before = all[all.length - 1];
    if (before !== undefined && before.last === weekday - 1 && JSON.stringify(before.times) === JSON.stringify(times)) before.last = weekday;
    else all.push({ first: weekday, last: weekday, times });
  }
  return all;
}

export function foundIn<T extends Pick<OutletShown, "name" | "number" | "zone">>(outlets: T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return outlets.filter(({ name, number, zone }) => words.every((word) => `${name}\n${number}\n${zone ?? ""}`.toLowerCase().includes(word)));
}
