import { expect, test } from "vitest";
import { linesOf, placesOf } from "./places";

test("a line is a place and where it is", () => {
  expect(placesOf("50667 = 50.938, 6.957\n\n Bad Homburg=50.2;8.6 \nKap Hoorn = -55.98, -67.27")).toEqual({ places: { "50667": "50.938, 6.957", "Bad Homburg": "50.2;8.6", "Kap Hoorn": "-55.98, -67.27" }, bad: [] });
  expect(placesOf(linesOf({ Bonn: "50.73, 7.10", "50": "50.9, 7.0" })).places, "as somebody wrote them").toEqual({ "50": "50.9, 7.0", Bonn: "50.73, 7.10" });
});

test("what cannot be read is told by its line", () => {
  expect(placesOf("50667 50.938, 6.957\nBonn = 50,73, 7,10\n\nBonn = 50.73, 7.10\nBonn = 50.7, 7.1\nPol = 91, 0\n = 1, 2").bad).toEqual([
    { line: 1, why: "no_equals" }, { line: 2, why: "no_position" }, { line: 5, why: "twice" }, { line: 6, why: "no_position" }, { line: 7, why: "no_equals" },
  ]);
});
