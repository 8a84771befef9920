import { expect, test } from "vitest";
import type { FieldQuality } from "../../api/schema";
import { fallenOf, inOrder, splitOf, toneOf, worstFirst } from "./graded";

const field = (more: Partial<FieldQuality>): FieldQuality => ({ role: "customers", column: "a", field: null, score: 100, completeness: 100, validity: 100, drift: 0, completeness_before: null, validity_before: null, series: [], ...more });

test("a fall of more than twenty points is told, and nothing less", () => {
  expect(fallenOf(field({ completeness: 79, completeness_before: 100 }))).toEqual([{ what: "completeness", now: 79, before: 100 }]);
  expect(fallenOf(field({ completeness: 80, completeness_before: 100, validity: 10 }))).toEqual([]);
  expect(fallenOf(field({ validity: 40, validity_before: 90, drift: 55 })).map(({ what }) => what)).toEqual(["validity", "drift"]);
});

test("what is late comes first, then the worst", () => {
  const source = (id: string, score: number, overdue: number | null) => ({ id, vault: null, feed: false, score, overdue_seconds: overdue, rows: 0, duplicates_percent: 0, at: "", newest: null, rhythm_seconds: null, fields: [], series: [] });
  expect(inOrder([source("a", 90, null), source("b", 95, 60), source("c", 40, null)]).map(({ id }) => id)).toEqual(["b", "c", "a"]);
  expect(worstFirst([field({ column: "b" }), field({ column: "c", score: 20 }), field({})]).map(({ column }) => column)).toEqual(["c", "a", "b"]);
  expect([95, 90, 75, 12].map(toneOf)).toEqual(["good", "good", "warn", "bad"]);
});

test("of many columns those that are as they should be stand back; of few all are shown", () => {
  const good = ["c", "d", "e", "f", "g", "h"].map((column) => field({ column }));
  const fallen = field({ column: "b", score: 92, validity: 70, validity_before: 100 });
  const { shown, rest } = splitOf([...good, fallen, field({ column: "a", score: 40 })]);
  expect([shown, rest].map((part) => part.map(({ column }) => column))).toEqual([["a", "b"], ["c", "d", "e", "f", "g", "h"]]);
  expect(splitOf(good.slice(0, 3)).rest).toEqual([]);
});
