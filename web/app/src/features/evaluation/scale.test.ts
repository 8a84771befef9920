import { expect, test } from "vitest";
import { scaleOf } from "./scale";

test("the scale holds every interval and does not blow up tiny ones", () => {
  expect(scaleOf([{ difference: { low: -0.2, high: 0.1 } }, { difference: null }])).toBeCloseTo(0.21);
  expect(scaleOf([])).toBeCloseTo(0.0105);
});
