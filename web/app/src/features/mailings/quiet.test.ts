import { expect, test } from "vitest";
import { quietAt } from "./quiet";

const night = [{ from: "21:00", to: "08:00" }];

test("quiet hours reach over midnight", () => {
  expect(quietAt("2026-12-01T22:15", night)).toEqual({ from: "21:00", to: "08:00" });
  expect(quietAt("2026-12-01T07:59", night)).not.toBeNull();
  expect(quietAt("2026-12-01T08:00", night)).toBeNull();
  expect(quietAt("", night)).toBeNull();
});
