import { expect, test } from "vitest";
import { isKey } from "../../i18n/catalogue";
import { changeOf, found, isOf, wholes } from "./parts";
import type { PartTold, SchemaPart } from "../../api/schema";

const part = (kind: SchemaPart, id: string, is = ""): PartTold => ({ part: kind, id, is, name: { de: `DE ${id}`, en: `EN ${id}` }, sources: [], programmes: [], settings: false, since: 1 });
const ALL = [part("field", "city", "text"), part("event", "order"), part("event", "order.shipped"), part("event_field", "order.shipped.carrier", "text"), part("entity", "vehicle", "key: text"), part("entity_field", "vehicle.model", "text"), part("segment", "vip", "orders.count > 3")];

test("fields stand below the event or entity whose they are", () => {
  expect(wholes(ALL, "events").map(({ whole, parts }) => [whole.id, parts.map(({ id }) => id)])).toEqual([["order", []], ["order.shipped", ["order.shipped.carrier"]]]);
  expect(wholes(ALL, "entities").map(({ whole, parts }) => [whole.id, parts.length])).toEqual([["vehicle", 1]]);
  expect(wholes(ALL, "fields")).toHaveLength(1);
});

test("a part is found by its id, its name, and what belongs to it", () => {
  const ids = (query: string) => found(wholes(ALL, "events"), query, ({ name }) => name.de).map(({ whole }) => whole.id);
  expect(ids("CARRIER")).toEqual(["order.shipped"]);
  expect(ids(" de order")).toEqual(["order", "order.shipped"]);
  expect(ids("nothing")).toEqual([]);
});

test("what a part is, is told apart from how it is written down", () => {
  expect(isOf(part("identifier", "email", "joins, one"))).toEqual({ kind: "strength", strength: "joins", one: true });
  expect(isOf(part("interest", "returned", "-5 points, half in 120d"))).toEqual({ kind: "points", points: -5, half: "120d" });
  expect(isOf(part("entity", "vehicle", "key: text"))).toEqual({ kind: "type", type: "text" });
  expect(isOf(part("field", "consents", "bool"))).toEqual({ kind: "type", type: "bool" });
  expect(isOf(part("segment", "vip", "orders.count > 3"))).toEqual({ kind: "rule", rule: "orders.count > 3" });
  expect(isOf(part("source", "shop", "number 1"))).toEqual({ kind: "text", text: "number 1" });
  // Every type that settings can name has words.
  for (const type of ["text", "int", "money", "bool", "day", "time", "span"]) expect(isKey(`schema_type.${type}`), type).toBe(true);
  expect([changeOf({ before: null, after: "a" }), changeOf({ before: "a", after: null }), changeOf({ before: "a", after: "b" })]).toEqual(["new", "gone", "changed"]);
});
