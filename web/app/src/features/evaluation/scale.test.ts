import { expect, test } from "vitest";
import { scaleOf, verdict } from "./scale";

test("only an interval that excludes zero says that a programme works or harms", () => {
  expect(verdict({ low: 0.01, high: 0.05 })).toBe("better");
  expect(verdict({ low: -0.05, high: -0.01 })).toBe("worse");
  expect(verdict({ low: -0.01, high: 0.05 })).toBe("open");
});

test("the scale holds every interval and does not blow up tiny ones", () => {
  expect(scaleOf([{ difference: { low: -0.2, high: 0.1 } }, { difference: null }])).toBeCloseTo(0.21);
  expect(scaleOf([])).toBeCloseTo(0.0105);
});
