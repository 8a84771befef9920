import { expect, test } from "vitest";
import { applied, changeFrom, changesOf, isNothing, NO_NEAREST, type SchemaOwn } from "./own";

export const LIVE: SchemaOwn = {
  fields: { city: "text", birth_date: "day" },
  events: { "workshop.visited": { label: { de: "Werkstatt", en: "workshop" }, fields: { plate: "text" } } },
  entities: { vehicle: { label: { de: "Fahrzeug", en: "vehicle" }, fields: { model: "text" } } },
  names: { model: { de: "Modell", en: "model" } },
  nearest: null,
};
const NEAREST = { ...NO_NEAREST, by: ["city"], places: { Bonn: "50.73, 7.10" } };
const AFTER: SchemaOwn = {
  ...LIVE,
  fields: { city: "text", store: "text" },
  entities: { vehicle: { label: { de: "Auto", en: "car" }, fields: { model: "text", inspection: "day" } }, pet: { label: null, fields: {} } },
  names: { model: { de: "Baureihe", en: "model" }, inspection: { de: "HU", en: "inspection" } },
  nearest: NEAREST,
};

test("a change names what differs, and the other way round it is the way back", () => {
  const there = changeFrom(LIVE, AFTER);
  expect(there).toEqual({
    fields: { birth_date: null, store: "text" }, events: {}, entities: AFTER.entities,
    names: AFTER.names, nearest: NEAREST,
  });
  expect(applied(LIVE, there)).toEqual(AFTER);
  expect(applied(AFTER, changeFrom(AFTER, LIVE))).toEqual(LIVE);
});

test("what somebody else changed meanwhile stays", () => {
  const meanwhile = { ...LIVE, fields: { ...LIVE.fields, phone: "text" as const } };
  expect(applied(meanwhile, changeFrom(LIVE, AFTER)).fields).toEqual({ city: "text", store: "text", phone: "text" });
});

test("what changes is told as the versions tell it, and names by themselves", () => {
  const { parts, names, nearest } = changesOf(LIVE, AFTER);
  expect(parts.map(({ part, id, before, after }) => [part, id, before, after])).toEqual([
    ["field", "birth_date", "day", null], ["field", "store", null, "text"],
    ["entity", "pet", null, "key: text"], ["entity_field", "vehicle.inspection", null, "day"],
  ]);
  expect(names.map(({ id, before, after }) => [id, before?.de, after?.de])).toEqual([["vehicle", "Fahrzeug", "Auto"], ["model", "Modell", "Baureihe"]]);
  expect(nearest).toBe(true);
  expect(isNothing(changesOf(LIVE, { ...LIVE, fields: { birth_date: "day", city: "text" } }))).toBe(true);
});
