import { expect, test } from "vitest";
import { perDay } from "./days";

test("days on which nothing was sent are shown with zero, on both sides", () => {
  expect(perDay([{ day: "2026-02-28", count: 2 }], [{ day: "2026-02-28", count: 3 }, { day: "2026-03-02", count: 1 }])).toEqual([
    { day: "2026-02-28", before: 2, after: 3 },
    { day: "2026-03-01", before: 0, after: 0 },
    { day: "2026-03-02", before: 0, after: 1 },
  ]);
});

test("nothing stays nothing", () => {
  expect(perDay([], [])).toEqual([]);
});
