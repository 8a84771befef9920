import { expect, test } from "vitest";
import { withoutGaps } from "./days";

test("days on which nothing was sent are shown with zero", () => {
  expect(withoutGaps([{ day: "2026-02-28", count: 2 }, { day: "2026-03-02", count: 1 }])).toEqual([
    { day: "2026-02-28", count: 2 },
    { day: "2026-03-01", count: 0 },
    { day: "2026-03-02", count: 1 },
  ]);
});

test("nothing stays nothing", () => {
  expect(withoutGaps([])).toEqual([]);
});
