import { expect, test } from "vitest";
import { aligned, inLines, inOneLine } from "./aligned";

test("a row of any number of fields can be written into its columns, and nothing of it is lost", () => {
  const columns = ["no", "name", "day"];
  expect(aligned({ columns, cells: ["7", "Anna", "1.2."] })).toEqual(["7", "Anna", "1.2."]);
  expect(aligned({ columns, cells: ["7", "Anna"] })).toEqual(["7", "Anna", ""]);
  expect(aligned({ columns, cells: ["7", "Anna", "Maria", "1.2."] })).toEqual(["7", "Anna", "Maria 1.2."]);
});

test("a document is shown in lines, each number to the letter, and what is no JSON as it stands there", () => {
  const text = '{"a":[{"b":12345678901234567890,"c":1.0},{}],"d":[],"e":"x: {\\"1, 2\\"}"}';
  expect(inLines(text)).toBe(['{', '  "a": [', '    {', '      "b": 12345678901234567890,', '      "c": 1.0', '    },', '    {}', '  ],', '  "d": [],', '  "e": "x: {\\"1, 2\\"}"', '}'].join("\n"));
  expect(inOneLine(inLines(text))).toBe(text);
  expect([inLines('{"a": '), inOneLine('{"a": ')]).toEqual(['{"a": ', '{"a": ']);
});
