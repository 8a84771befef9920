import { expect, test } from "vitest";
import { groupStates } from "./states";

test("reasons of a state add up and the greatest comes first", () => {
  const groups = groupStates([
    { state: "suppressed", reason: "cap", count: 2 },
    { state: "delivered", reason: null, count: 5 },
    { state: "suppressed", reason: "no_consent", count: 7 },
  ]);
  expect(groups).toEqual([
    { state: "suppressed", count: 9, reasons: [{ reason: "no_consent", count: 7 }, { reason: "cap", count: 2 }] },
    { state: "delivered", count: 5, reasons: [] },
  ]);
});
