import { expect, test } from "vitest";
import type { Suggestion } from "../../api/schema";
import { isSame, speaks, sumOf } from "./signs";

test("what speaks for one person stands apart from what speaks for two, the weightiest first", () => {
  const signs: Suggestion["signs"] = [{ code: "same_given_name", points: 15 }, { code: "other_birthday", points: -100 }, { code: "same_address", points: 40 }, { code: "other_given_name", points: -30 }];
  const { one, two } = speaks(signs);
  expect(one.map(({ code }) => code)).toEqual(["same_address", "same_given_name"]);
  expect(two.map(({ code }) => code)).toEqual(["other_birthday", "other_given_name"]);
  expect(sumOf(signs)).toBe(-75);
});

test("values that nobody knows are not the same", () => {
  expect(isSame("Ulm", "ulm ")).toBe(true);
  expect(isSame(null, null)).toBe(false);
  expect(isSame("Ulm", null)).toBe(false);
});
