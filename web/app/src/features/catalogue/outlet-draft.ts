// An outlet as somebody writes it: its place in degrees, its hours as times of day, and what is wrong with them.
import { degreesOf, placeOf } from "../settings/coordinates";
import type { OutletShown, OutletTold } from "./types";

/** Times of day on 24 hours, "9", "9:00" or "09:00"; until 24:00, or 0:00, is until midnight. `key`: of the row on screen. */
export interface SpanDraft { key: string; from: string; until: string }
export interface OutletDraft { number: string; name: string; zone: string; place: string; /** Monday first. */ week: SpanDraft[][] }
export type OutletWhy = "number" | "number_long" | "taken" | "place" | "span" | "order" | "overlap" | "many";

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const MILLION = 1_000_000;
const DAY_MINUTES = 1_440;
const NUMBER_MAX = 500;
/** Spans of one outlet that the server takes, over the whole week. */
const SPANS_MAX = 50;

export const EMPTY_OUTLET: OutletDraft = { number: "", name: "", zone: "", place: "", week: WEEKDAYS.map(() => []) };

export const clockOf = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Minutes of the day; null: it is no time. */
export function minuteOf(clock: string): number | null {
  const found = /^([01]?\d|2[0-4])(?:[:.]?([0-5]\d))?$/.exec(clock.trim());
  const minute = found === null ? null : Number(found[1]) * 60 + Number(found[2] ?? 0);
  return minute !== null && minute > DAY_MINUTES ? null : minute;
}

/** As it is shown once somebody has written it; what is no time stays as it is. */
export function tidyClock(clock: string): string {
  const minute = minuteOf(clock);
  return minute === null ? clock : clockOf(minute);
}

const untilOf = (clock: string) => minuteOf(clock) || (minuteOf(clock) === 0 ? DAY_MINUTES : null);

export function outletDraftOf(outlet: OutletShown): OutletDraft {
  const { number, name, zone, position, hours } = outlet;
  const day = (weekday: number) => hours.filter((one) => one.weekday === weekday).sort((one, other) => one.from_minute - other.from_minute);
  return {
    number,
    // One without a name is called by its number.
    name: name === number ? "" : name,
    zone: zone ?? "",
    place: position ? `${position.latitude / MILLION}, ${position.longitude / MILLION}` : "",
    week: WEEKDAYS.map((weekday) => day(weekday).map(({ from_minute, until_minute }, index) => ({ key: `${weekday} ${index}`, from: clockOf(from_minute), until: clockOf(until_minute) }))),
  };
}

/** What the server is told; what is left out there stays as it was. */
/** All of it: what is empty is known no more. */
export function outletToldOf({ name, number, zone, place, week }: OutletDraft): OutletTold {
  const at = degreesOf(place);
  const hours = week.flatMap((spans, index) => spans.flatMap(({ from, until }) => {
    const [from_minute, until_minute] = [minuteOf(from), untilOf(until)];
    return from_minute === null || until_minute === null ? [] : [{ weekday: index + 1, from_minute, until_minute }];
  }));
  return {
    name: name.trim() || number.trim(),
    zone: zone.trim() || null,
    position: at === null ? null : { latitude: Math.round(at.north * MILLION), longitude: Math.round(at.east * MILLION) },
    hours: hours.sort((one, other) => one.weekday - other.weekday || one.from_minute - other.from_minute),
  };
}

function wrongSpan(span: SpanDraft, others: SpanDraft[]): OutletWhy | null {
  const [from, until] = [minuteOf(span.from), untilOf(span.until)];
  if (from === null || until === null) return "span";
  if (from >= until) return "order";
  const meets = others.some((other) => {
    const [first, last] = [minuteOf(other.from), untilOf(other.until)];
    return first !== null && last !== null && first < until && from < last;
  });
  return meets ? "overlap" : null;
}

/** `at`: the name of a field, or the key of a span. */
export function outletTroubles(draft: OutletDraft, taken: string[] | null): { at: string; why: OutletWhy }[] {
  const all: { at: string; why: OutletWhy }[] = [];
  const number = draft.number.trim();
  if (number === "") all.push({ at: "number", why: "number" });
  else if (number.length > NUMBER_MAX) all.push({ at: "number", why: "number_long" });
  else if (taken?.includes(number)) all.push({ at: "number", why: "taken" });
  if (draft.place.trim() !== "" && placeOf(draft.place) === null) all.push({ at: "place", why: "place" });
  for (const spans of draft.week) {
    spans.forEach((span, index) => {
      // Of two that meet, the later one is told.
      const why = wrongSpan(span, spans.slice(0, index));
      if (why !== null) all.push({ at: span.key, why });
    });
  }
  if (draft.week.flat().length > SPANS_MAX) all.push({ at: "hours", why: "many" });
  return all;
}

/** The days from Tuesday to Friday, or to Sunday, open as Monday is. */
export function asMonday(week: SpanDraft[][], until: number): SpanDraft[][] {
  const [monday = []] = week;
  return week.map((spans, index) => (index === 0 || index >= until ? spans : monday.map((span, at) => ({ ...span, key: `${index + 1} as ${at} ${span.key}` }))));
}

export const isSameOutlet = (one: OutletDraft, other: OutletDraft) => JSON.stringify(outletToldOf(one)) === JSON.stringify(outletToldOf(other)) && JSON.stringify(one.week.map((spans) => spans.length)) === JSON.stringify(other.week.map((spans) => spans.length)) && one.place.trim() === other.place.trim();
