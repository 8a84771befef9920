import { expect, test } from "vitest";
import { lagTone } from "./lag";

test("a till that is hours behind warns, one of days alarms, an old import does neither", () => {
  expect(lagTone(60, true)).toBe("good");
  expect(lagTone(3 * 3_600, true)).toBe("warn");
  expect(lagTone(50 * 3_600, true)).toBe("bad");
  expect(lagTone(50 * 3_600, false)).toBe("");
});
