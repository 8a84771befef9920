import { expect, test } from "vitest";
import { drawn, steps } from "./price-history";
import type { PriceRow } from "./types";

const DAY = 86_400_000;
const day = (number: number) => new Date(number * DAY).toISOString();
const row = (minor: number, from: number, until: number | null = null, more: Partial<PriceRow> = {}): PriceRow => ({ amount: { minor, currency: "EUR" }, sphere: "everywhere", place: null, group: null, from: day(from), until: until === null ? null : day(until), holds: true, wins: true, ...more });
const said = (rows: PriceRow[]) => steps(rows).map(({ from, minor }) => [from / DAY, minor]);

test("a sale holds while it lasts, and the usual price holds again afterwards", () => {
  expect(said([row(1_000, 0), row(800, 10, 20)])).toEqual([[0, 1_000], [10, 800], [20, 1_000]]);
});

test("of prices that begin together the one that ends first counts, then the lowest", () => {
  expect(said([row(900, 0, 9), row(700, 0, 5), row(600, 0, 5)])).toEqual([[0, 600], [5, 900], [9, null]]);
});

test("what is told for an outlet, a zone or a group is another matter, and what changes nothing is no step", () => {
  expect(said([row(1_000, 0), row(1_000, 4), row(1, 2, null, { sphere: "outlet", place: "7" }), row(2, 3, null, { group: "club" })])).toEqual([[0, 1_000]]);
});

test("a month at least is drawn, and a price that is to come with its beginning", () => {
  const now = drawn(steps([row(1_000, 90)]), 100 * DAY);
  expect(now).toMatchObject({ until: 100 * DAY, low: 1_000, high: 1_000, pieces: [{ from: 90 * DAY, until: 100 * DAY, minor: 1_000, upcoming: false }] });
  expect((now?.until ?? 0) - (now?.from ?? 0)).toBe(35 * DAY);
  const coming = drawn(steps([row(1_000, 90), row(700, 108)]), 100 * DAY);
  expect(coming?.until).toBeGreaterThan(108 * DAY);
  expect(coming?.pieces.map(({ upcoming }) => upcoming)).toEqual([false, true]);
  expect(drawn(steps([row(1_000, 100)]), 100 * DAY)?.pieces).toHaveLength(1);
  expect(drawn(steps([]), 0)).toBeNull();
});

test("a price that has begun just now goes on a little, so that it is seen", () => {
  const now = 100 * DAY;
  const young = drawn(steps([row(1_000, 99.9)]), now);
  expect(young?.until).toBeGreaterThan(now + 2 * DAY);
  expect(young?.pieces).toEqual([{ from: 99.9 * DAY, until: young?.until, minor: 1_000, upcoming: false }]);
});
