import { expect, test } from "vitest";
import { amountOf, canBeNamed, EMPTY_PRICE, minorOf, newRow, priceToldOf, priceTroubles, signsOf, wayBack } from "./price-draft";
import type { PriceRow } from "./types";

const de = signsOf("de-DE", "EUR");
const en = signsOf("en-GB", "EUR");
const at = (day: number) => new Date(day * 86_400_000).toISOString();
const row = (minor: number, from: number, until: number | null = null, more: Partial<PriceRow> = {}): PriceRow => ({ amount: { minor, currency: "EUR" }, sphere: "everywhere", place: null, group: null, from: at(from), until: until === null ? null : at(until), holds: true, wins: true, ...more });

test("an amount is read with the signs of the language, and the other one's where they can mean nothing else", () => {
  for (const [text, signs, minor] of [
    ["12,50", de, 1_250], ["12", de, 1_200], ["12,5", de, 1_250], ["1.234,50", de, 123_450], ["1.234", de, 123_400], ["12.50", de, 1_250], ["12,50 €", de, 1_250], ["€12.50", en, 1_250], ["1,234.50", en, 123_450], ["1,234", en, 123_400], ["12,5", en, 1_250], ["1 234,50", de, 123_450], ["0", de, 0],
    ["1234", signsOf("de-DE", "JPY"), 1_234],
  ] as const) expect(minorOf(text, signs), text).toEqual({ minor });
});

test("what is no amount says why", () => {
  for (const [text, why] of [["", "amount"], ["zwölf", "amount"], ["-5", "amount"], ["12,50,00", "amount"], ["12.34.56", "amount"], ["12,345", "digits"], ["1.23,5", "amount"], ["99999999999999", "large"]] as const) expect(minorOf(text, de), text).toEqual({ why });
  expect(minorOf("1,5", signsOf("de-DE", "JPY"))).toEqual({ why: "digits" });
  expect(amountOf(123_450, "de-DE", 2)).toBe("1234,50");
});

test("what is left out is left out, and moments are those of the organisation's clock", () => {
  const draft = { ...EMPTY_PRICE, amount: "9,90", sphere: "outlet" as const, place: "7", group: " club ", from: "2026-12-01T00:00", until: "2026-12-24T18:00" };
  expect(priceToldOf(draft, de, "Europe/Berlin", null)).toEqual({ minor: 990, outlet: "7", group: "club", from: "2026-11-30T23:00:00Z", until: "2026-12-24T17:00:00Z" });
  expect(priceToldOf({ ...EMPTY_PRICE, amount: "9" }, de, "Europe/Berlin", null)).toEqual({ minor: 900 });
  const corrects = row(1, 0);
  expect(priceToldOf({ ...EMPTY_PRICE, amount: "9" }, de, "Europe/Berlin", corrects)).toEqual({ minor: 900, from: corrects.from });
});

test("what is wrong is said at its field", () => {
  const now = "2026-11-27T12:00:00Z";
  const said = (more: Partial<typeof EMPTY_PRICE>) => priceTroubles({ ...EMPTY_PRICE, amount: "1", ...more }, de, "Europe/Berlin", now, null);
  expect(said({})).toEqual([]);
  expect(said({ amount: "" })).toEqual([{ at: "amount", why: "amount" }]);
  expect(said({ sphere: "zone" })).toEqual([{ at: "place", why: "place" }]);
  expect(said({ until: "2026-11-27T13:00" })).toEqual([{ at: "until", why: "ended" }]);
  expect(said({ until: "2026-11-27T13:01" })).toEqual([]);
  expect(said({ from: "2026-12-02T10:00", until: "2026-12-01T10:00" })).toEqual([{ at: "until", why: "order" }]);
});

test("a price is taken back as if it had never held, and one that replaced another by that", () => {
  const before = [row(1_000, 0), row(900, 5, 8), row(700, 0, null, { sphere: "outlet", place: "7" })];
  expect(wayBack(before, row(500, 10))).toEqual({ how: "gone", told: { minor: 500, from: at(10) } });
  expect(wayBack(before, row(500, 5))).toEqual({ how: "was", told: { minor: 900, from: at(5), until: at(8) } });
  const first = row(500, 5, null, { sphere: "outlet", place: "7", group: "club" });
  expect(wayBack(before, first)).toEqual({ how: "gone", told: { minor: 500, outlet: "7", group: "club", from: at(5) } });
});

test("the row that came of a word is found, and none where nothing changed", () => {
  const before = [row(1_000, 0)];
  expect(newRow(before, [...before, row(900, 3)], { minor: 900 })).toEqual(row(900, 3));
  expect(newRow(before, before, { minor: 1_000 })).toBeNull();
  expect(newRow(before, [...before, row(900, 3, null, { group: "club" })], { minor: 900 })).toBeNull();
});

test("a group that nothing else names is found and taken back by its hash", () => {
  const hashed = { group: "#00112233aabbccdd" };
  const [old, now] = [row(900, 1, null, hashed), row(700, 3, null, hashed)];
  expect(newRow([old], [old, now], { minor: 700, group: "club" })).toEqual(now);
  expect(newRow([old], [old, now], { minor: 700 })).toBeNull();
  expect(wayBack([old], now)).toEqual({ how: "gone", told: { minor: 700, ...hashed, from: at(3) } });
});

test("a place that is known by its hash only cannot be told again", () => {
  expect(canBeNamed(row(1, 0))).toBe(true);
  expect(canBeNamed(row(1, 0, null, { group: "#00112233aabbccdd" }))).toBe(true);
  expect(canBeNamed(row(1, 0, null, { sphere: "zone", place: "00112233aabbccdd" }))).toBe(false);
});
