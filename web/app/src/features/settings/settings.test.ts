import { expect, test } from "vitest";
import { placeOf } from "./coordinates";
import { ruleChanges } from "./parts";
import { spanParts } from "./span";

test("places are read with points and with commas, and nothing else is one", () => {
  expect(["50.9413, 6.9583", "50,9413; 6,9583", "50.9413 6.9583", "50,9413, 6,9583", " -33.9;18.4 "].map(placeOf)).toEqual(["50.9413, 6.9583", "50.9413, 6.9583", "50.9413, 6.9583", "50.9413, 6.9583", "-33.9, 18.4"]);
  expect(["", "Ulm", "50.9413", "91, 0", "50, 181", "50; 6; 7"].map(placeOf)).toEqual([null, null, null, null, null, null]);
});

test("a span is told in the largest unit that it is a whole number of", () => {
  expect(spanParts("730d", ["d"])).toEqual({ amount: 730, unit: "d" });
  expect(spanParts("90m", ["h", "m"])).toEqual({ amount: 90, unit: "m" });
  expect(spanParts("120m", ["h", "m"])).toEqual({ amount: 2, unit: "h" });
  expect(spanParts("0h", ["h", "m"])).toEqual({ amount: 0, unit: "h" });
});

const market = { id: "market", name: { de: "Markt", en: "market" }, place: "50.9, 6.9", outlet: null, radius_m: 200 };
const places = { outlets_m: null, dwell: "10m", away: "5m", fences: [market] };

test("changes are told part by part, and a part that is set up or taken away is all new or all gone", () => {
  expect(ruleChanges("location", places, { ...places, fences: [{ ...market, radius_m: 300 }] })).toEqual([{ part: "fence", id: "fence market", before: "50.9, 6.9; 200 m", after: "50.9, 6.9; 300 m" }]);
  expect(ruleChanges("location", null, places).map(({ id, before }) => [id, before])).toEqual([["dwell", null], ["away", null], ["fence market", null]]);
  expect(ruleChanges("location", places, null).every(({ after }) => after === null)).toBe(true);
  expect(ruleChanges("location", places, places)).toEqual([]);
});
