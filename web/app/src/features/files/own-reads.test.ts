import { expect, test } from "vitest";
import { ownReads } from "./own-reads";

const MAPPING = `
entities:
  - { file: fahrzeuge.csv, entity: vehicle, customer: { column: nr, kind: customer_number }, key: { column: kennzeichen }, fields: { model: { column: Modell, type: text } } }
events:
  - { file: werkstatt.csv, event: workshop.visited, customer: { column: nr }, occurred: { column: wann }, fields: { mileage: { column: km, type: int } } }
`;

test("columns say for what of the organisation's own they are read", () => {
  expect([...ownReads(MAPPING, "fahrzeuge.csv")]).toEqual([["kennzeichen", { kind: "entity", whole: "vehicle", field: null }], ["Modell", { kind: "entity", whole: "vehicle", field: "model" }]]);
  expect([...ownReads(MAPPING, "werkstatt.csv").keys()]).toEqual(["wann", "km"]);
  expect(ownReads(MAPPING, "other.csv").size).toBe(0);
  expect(ownReads("entities: [", "fahrzeuge.csv").size).toBe(0);
});
