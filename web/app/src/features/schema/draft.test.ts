import { expect, test } from "vitest";
import type { PartTold, SchemaPart } from "../../api/schema";
import { draftOf, type FieldDraft, fieldId, newField, newKind, ownOf, proposed, renamed, type SchemaDraft } from "./draft";
import { changesOf, isNothing, type SchemaOwn } from "./own";
import { askersOf, rowOf, troublesOf } from "./troubles";

const LIVE: SchemaOwn = {
  fields: { city: "text", birth_date: "day", store: "text" },
  events: { "workshop.visited": { label: { de: "Werkstatt", en: "workshop" }, fields: { model: "text" } }, "order.shipped": { label: null, fields: {} } },
  entities: { vehicle: { label: { de: "Fahrzeug", en: "vehicle" }, fields: { model: "text" } } },
  names: { model: { de: "Modell", en: "model" }, "order.shipped": { de: "Versandt", en: "shipped" } },
  nearest: { chosen: "store", position: null, by: ["city"], places: { Bonn: "50.73,7.1" }, group: null },
};
const named = (de: string, more: Partial<FieldDraft> = {}): FieldDraft => ({ ...newField(`n-${de}`), name: { de, en: "" }, ...more });
const change = (next: (draft: SchemaDraft) => Partial<SchemaDraft>): SchemaDraft => { const draft = draftOf(LIVE); return { ...draft, ...next(draft) }; };

test("what is live is written back as it was", () => {
  expect(ownOf(draftOf(LIVE), LIVE)).toEqual(LIVE);
  expect(isNothing(changesOf(LIVE, ownOf(draftOf(LIVE), LIVE)))).toBe(true);
  expect(troublesOf(draftOf(LIVE), [])).toEqual([]);
});

test("an id is proposed from the name, with umlauts written out", () => {
  expect([proposed({ de: "Nächste Prüfung (Straße)", en: "" }, "_"), proposed({ de: "Werkstatt besucht", en: "" }, "."), proposed({ de: " ", en: "Café visit" }, "_"), proposed({ de: "2. Fahrer", en: "" }, "_"), proposed({ de: "Größe!", en: "" }, ".")]).toEqual(["naechste_pruefung_strasse", "werkstatt.besucht", "cafe_visit", "fahrer", "groesse"]);
  expect(fieldId(named("Größe", { id: "size" }))).toBe("size");
});

test("an entity and a field come with their names, one language standing in for the other", () => {
  const draft = change(({ entities }) => ({ entities: [...entities, { ...newKind("n"), name: { de: "Haustier", en: "pet" }, fields: [named("Rasse"), named("Geboren am", { type: "day" })] }] }));
  const own = ownOf(draft, LIVE);
  expect(own.entities["haustier"]).toEqual({ label: { de: "Haustier", en: "pet" }, fields: { rasse: "text", geboren_am: "day" } });
  expect(own.names["rasse"]).toEqual({ de: "Rasse", en: "Rasse" });
  expect(troublesOf(draft, [])).toEqual([]);
});

test("a name is changed where it stands, and everywhere", () => {
  const called = change(({ events }) => ({ events: events.map((kind) => ({ ...kind, name: { de: "Neu", en: "new" } })) }));
  const own = ownOf(called, LIVE);
  expect([own.events["workshop.visited"]?.label?.de, own.names["workshop.visited"], own.events["order.shipped"]?.label, own.names["order.shipped"]?.de]).toEqual(["Neu", undefined, null, "Neu"]);
  const everywhere = renamed(draftOf(LIVE), "model", { de: "Baureihe", en: "model" });
  expect([everywhere.events[0]?.fields[0]?.name.de, everywhere.entities[0]?.fields[0]?.name.de]).toEqual(["Baureihe", "Baureihe"]);
  expect(troublesOf(everywhere, [])).toEqual([]);
});

test("what is taken away leaves nothing behind, nor its name", () => {
  const own = ownOf(change(({ entities, events, fields }) => ({ entities: entities.map((kind) => ({ ...kind, gone: true })), events: events.map((kind) => ({ ...kind, fields: kind.fields.map((field) => ({ ...field, gone: true })) })), fields: fields.map((field) => ({ ...field, gone: field.id === "store" })) })), LIVE);
  expect([own.entities, own.events["workshop.visited"]?.fields, own.names["model"], own.nearest?.chosen]).toEqual([{}, {}, undefined, null]);
});

test("what is missing is told at its row", () => {
  const draft = change(({ fields, events, nearest }) => ({
    fields: [...fields, newField("a"), named("Ort", { key: "b", id: "city" }), named("Ort 2", { key: "c", id: "Ort-2" }), named("Baureihe", { key: "d", id: "model" }), named("!", { key: "e" })],
    events: [...events, { ...newKind("f"), name: { de: "Bestellung", en: "" }, id: "order.placed" }],
    nearest: { ...nearest, places: "Bonn" },
  }));
  expect(troublesOf(draft, ["order.placed"]).map(({ at, why }) => `${at} ${why}`)).toEqual([
    "fields/a name", "fields/b id_taken", "fields/c id_bad", "fields/e id", "events/f id_shipped", "fields/d named_twice", "nearest places",
  ]);
});

test("a problem of the compiler finds its row", () => {
  const draft = draftOf(LIVE);
  expect(["settings › entity vehicle", "settings › event workshop.visited", "settings › nearest", "settings › entity gone", "programme a › journey b"].map((place) => rowOf({ place }, draft))).toEqual(["entities/vehicle", "events/workshop.visited", "nearest", null, null]);
});

test("who asks for a field asks for what it belongs to", () => {
  const part = (kind: SchemaPart, id: string, more: Partial<PartTold> = {}): PartTold => ({ part: kind, id, is: "", name: { de: "", en: "" }, sources: [], programmes: [], settings: false, since: 1, ...more });
  const parts = [part("event", "order"), part("event", "order.shipped"), part("event_field", "order.shipped.carrier", { programmes: ["notices"], sources: ["shop"] }), part("field", "city", { settings: true })];
  expect(askersOf(parts, "event", "order.shipped")).toEqual({ programmes: ["notices"], settings: false, sources: ["shop"] });
  expect(askersOf(parts, "event", "order").programmes).toEqual([]);
  expect(askersOf(parts, "field", "city").settings).toBe(true);
});

test("a second field of the same name is refused at the field, whatever its id", () => {
  const called = (name: { de: string; en: string }, _: string, id: string) => name.de || name.en || ({ city: "Ort" }[id] ?? id);
  const draft = change(({ fields }) => ({ fields: [...fields, named("ort ", { key: "a", id: "city_2" }), named("Land", { key: "b" }), named("Land", { key: "c", id: "country" })] }));
  expect(troublesOf(draft, [], called).map(({ at, why }) => `${at} ${why}`)).toEqual(["fields/a name_taken", "fields/b name_taken", "fields/c name_taken"]);
  const goes = change(({ fields }) => ({ fields: [...fields.map((field) => ({ ...field, gone: field.id === "city" })), named("Ort", { key: "a", id: "city_2" })] }));
  expect(troublesOf(goes, [], called)).toEqual([]);
});

test("what is new with the id of something live renames nothing", () => {
  const own = ownOf(change(({ fields }) => ({ fields: [...fields, named("Ort", { id: "city" })] })), LIVE);
  expect(changesOf(LIVE, own)).toEqual({ parts: [], names: [], nearest: false });
});
