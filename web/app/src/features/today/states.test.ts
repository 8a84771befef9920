import { expect, test } from "vitest";
import { groupStates } from "./states";

test("reasons of a state add up and the greatest comes first", () => {
  const groups = groupStates([
    { state: "suppressed", reason: "cap", detail: null, count: 2 },
    { state: "delivered", reason: null, detail: null, count: 5 },
    { state: "suppressed", reason: "exit", detail: "bought", count: 7 },
  ]);
  expect(groups).toEqual([
    { state: "suppressed", count: 9, reasons: [{ reason: "exit", detail: "bought", count: 7 }, { reason: "cap", detail: null, count: 2 }] },
    { state: "delivered", count: 5, reasons: [] },
  ]);
});
