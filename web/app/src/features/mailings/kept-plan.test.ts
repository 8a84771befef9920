import { expect, test } from "vitest";
import { readKept, writtenKept } from "./kept-plan";
import { EMPTY } from "./plan";

test("a mailing that was begun is taken up again as it was left", () => {
  const plan = { ...EMPTY, id: "autumn", name: { de: "Herbst", en: "Autumn" }, rule: "orders.count > 0", who: "rule" as const, holdout: 10 };
  expect(readKept(writtenKept(plan))).toEqual({ ...plan, id: "" });
});

test("an empty form is not kept, and what cannot be read is nothing", () => {
  expect(writtenKept({ ...EMPTY, at: "2026-01-01T10:00" })).toBeNull();
  for (const text of [null, "", "{", "{}", '{"format":0,"plan":{}}']) expect(readKept(text)).toBeNull();
});
