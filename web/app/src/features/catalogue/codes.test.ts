import { expect, test } from "vitest";
import { codesOf, standOf } from "./codes";

test("codes stand one in a line, of a table in the column that is called so, else in its first", () => {
  expect(codesOf("")).toEqual([]);
  expect(codesOf("A-1\r\n\r\n B-2 \n")).toEqual(["A-1", "B-2"]);
  expect(codesOf("\ufeffCode;Wert\n\"A-1\";10\nB-2;10")).toEqual(["A-1", "B-2"]);
  expect(codesOf("A-1;10\nB-2;10")).toEqual(["A-1", "B-2"]);
  expect(codesOf("id;promotion_id;Gutschein-Code\n1;p;A-1\n;;B-2")).toEqual(["A-1", "B-2"]);
});

test("a pool that nobody filled is another than one whose codes are given out", () => {
  expect([[0, 0], [0, 9], [2, 0], [100, 900], [101, 899]].map(([left = 0, given = 0]) => standOf({ left, given }))).toEqual(["unfilled", "empty", "few", "few", "enough"]);
});
