import { expect, test } from "vitest";
import { asMonday, EMPTY_OUTLET, isSameOutlet, minuteOf, type OutletDraft, outletDraftOf, outletToldOf, outletTroubles, tidyClock } from "./outlet-draft";

const MITTE = { number: "7", name: "Mitte", zone: "nord", position: { latitude: 52_520_008, longitude: 13_404_954 }, hours: [{ weekday: 6, from_minute: 840, until_minute: 1_440 }, { weekday: 1, from_minute: 540, until_minute: 1_110 }, { weekday: 6, from_minute: 540, until_minute: 720 }] };
const whole = outletDraftOf(MITTE);
const week = (...days: [string, string][][]): OutletDraft["week"] => EMPTY_OUTLET.week.map((_, day) => (days[day] ?? []).map(([from, until], index) => ({ key: `${day} ${index}`, from, until })));
const whys = (draft: Partial<OutletDraft>, taken: string[] | null = null) => outletTroubles({ ...EMPTY_OUTLET, number: "1", ...draft }, taken).map(({ at, why }) => `${at}: ${why}`);

test("an outlet that is opened to be changed and left as it is is told as it was", () => {
  expect(whole).toMatchObject({ number: "7", name: "Mitte", zone: "nord", place: "52.520008, 13.404954" });
  expect(whole.week[5]?.map(({ from, until }) => [from, until])).toEqual([["09:00", "12:00"], ["14:00", "24:00"]]);
  const { number: _, hours, ...told } = MITTE;
  expect(outletToldOf(whole)).toEqual({ ...told, hours: [hours[1], hours[2], hours[0]] });
  expect(outletTroubles(whole, null)).toEqual([]);
  expect(isSameOutlet(whole, { ...whole, name: " Mitte " })).toBe(true);
  expect(isSameOutlet(whole, { ...whole, zone: "" })).toBe(false);
});

test("what is left empty is known no more, and one without a name is called by its number", () => {
  expect(outletToldOf({ ...EMPTY_OUTLET, number: "9" })).toEqual({ name: "9", zone: null, position: null, hours: [] });
  expect(outletDraftOf({ number: "9", name: "9", hours: [] }).name).toBe("");
});

test("places are taken as people write them", () => {
  expect(outletToldOf({ ...EMPTY_OUTLET, place: "52,52; 13,40" }).position).toEqual({ latitude: 52_520_000, longitude: 13_400_000 });
  expect(whys({ place: "Berlin" })).toEqual(["place: place"]);
  expect(whys({ place: "95, 13" })).toEqual(["place: place"]);
});

test("hours begin before they end, and do not meet; midnight is the end of a day", () => {
  expect(whys({ week: week([["09:00", "12:00"], ["12:00", "00:00"]]) })).toEqual([]);
  expect(whys({ week: week([["09:00", "12:00"], ["11:59", "18:00"]]) })).toEqual(["0 1: overlap"]);
  expect(whys({ week: week([["22:00", "02:00"]]) })).toEqual(["0 0: order"]);
  expect(whys({ week: week([], [["", "18:00"]]) })).toEqual(["1 0: span"]);
  expect(whys({ week: week([["00:00", "00:00"]]) })).toEqual([]);
});

test("times are taken as people write them, on 24 hours", () => {
  expect(["9", "9:30", "0930", "9.30", "24:00", "0"].map(tidyClock)).toEqual(["09:00", "09:30", "09:30", "09:30", "24:00", "00:00"]);
  expect(["", "25", "24:30", "9:60", "neun"].map(minuteOf)).toEqual([null, null, null, null, null]);
  expect(tidyClock("neun")).toBe("neun");
});

test("a number is needed, and is its own", () => {
  expect(whys({ number: " " })).toEqual(["number: number"]);
  expect(whys({ number: "7" }, ["7"])).toEqual(["number: taken"]);
  expect(whys({ number: "7" }, null)).toEqual([]);
});

test("days are open as Monday is, those behind stay", () => {
  const next = asMonday(week([["08:00", "18:00"]], [["10:00", "11:00"]], [], [], [], [["09:00", "13:00"]]), 5);
  expect(next.map((spans) => spans.map(({ from }) => from))).toEqual([["08:00"], ["08:00"], ["08:00"], ["08:00"], ["08:00"], ["09:00"], []]);
  expect(new Set(next.flat().map(({ key }) => key)).size).toBe(6);
});
