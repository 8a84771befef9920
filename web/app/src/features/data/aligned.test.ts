import { expect, test } from "vitest";
import { aligned } from "./aligned";

test("a row of any number of fields can be written into its columns, and nothing of it is lost", () => {
  const columns = ["no", "name", "day"];
  expect(aligned({ columns, cells: ["7", "Anna", "1.2."] })).toEqual(["7", "Anna", "1.2."]);
  expect(aligned({ columns, cells: ["7", "Anna"] })).toEqual(["7", "Anna", ""]);
  expect(aligned({ columns, cells: ["7", "Anna", "Maria", "1.2."] })).toEqual(["7", "Anna", "Maria 1.2."]);
});
