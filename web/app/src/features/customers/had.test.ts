import { expect, test } from "vitest";
import { formatter } from "../../i18n/format";
import { translate } from "../../i18n/catalogue";
import { hadOf, typedValue } from "./had";

const thing = (entity: string, key: string) => ({ entity, key, since: "2026-01-02T03:04:05Z", fields: [] });
const PARTS = [{ part: "field", id: "city" }, { part: "entity", id: "pet" }, { part: "entity", id: "vehicle" }, { part: "entity_field", id: "vehicle.model" }] as const;

test("what somebody has stands by entity, also one of which there is nothing", () => {
  const told = hadOf([thing("vehicle", "B-AN 1"), thing("vehicle", "B-AN 2")], [...PARTS]);
  expect(told.map(({ entity, things }) => [entity, things.map(({ key }) => key)])).toEqual([["pet", []], ["vehicle", ["B-AN 1", "B-AN 2"]]]);
  expect(hadOf([thing("boat", "1")], []).map(({ entity }) => entity)).toEqual(["boat"]);
  expect(hadOf([], [])).toEqual([]);
});

test("a value is read by its type", () => {
  const words = { t: (key: "value.yes" | "value.no") => translate("de", key), format: formatter("de", "Europe/Berlin", "EUR") };
  const told = (type: string, value: string | number | boolean) => typedValue(words, type, value, "EUR").replace(/\u00a0/g, " ");
  expect([told("bool", true), told("int", 61_000), told("money", 1_999), told("day", "2026-03-01"), told("text", "Golf")]).toEqual(["ja", "61.000", "19,99 €", "01.03.2026", "Golf"]);
  expect([told("time", "2026-03-01T11:30:00Z"), told("span", "1d12h"), told("span", "-1d"), told("", "2026-03-01")]).toEqual(["1. März 2026, 12:30", "1 Tag 12 Stunden", "-1d", "2026-03-01"]);
});
