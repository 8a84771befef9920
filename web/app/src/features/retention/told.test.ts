import { expect, test } from "vitest";
import { before, totals, yearsOf } from "./told";

test("a span of nearly whole years is said in years", () => {
  expect([365, 366, 1096, 3653].map(yearsOf)).toEqual([1, 1, 3, 10]);
  expect([30, 90, 400, 1100].map(yearsOf)).toEqual([null, null, null, null]);
});

test("what is due now and who stays is summed over the rules", () => {
  const rule = { id: "a", kind: "silent" as const, days: 1, people: 2, entries: 9, letters: 0, samples: [], held: [{ why: "orders" as const, people: 3 }, { why: "restricted" as const, people: 1 }] };
  expect(totals({ rules: [rule, { ...rule, id: "b", people: 0, letters: 5, held: [] }] })).toEqual({ people: 2, letters: 5, held: 4 });
});

test("the day before which it has to have been", () => {
  expect(before(30, "2026-11-26T10:00:00Z")).toBe("2026-10-27T10:00:00.000Z");
});
