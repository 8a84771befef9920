import { expect, test } from "vitest";
import { asCsv } from "./csv";

test("rows that were left out open in a spreadsheet, and none of them is a formula there", () => {
  const text = asCsv([{ row: 3, text: 'a "b", c', column: "pieces", excerpt: "=1+1" }]);
  expect(text).toBe('row,column,value,text\r\n3,"pieces","\'=1+1","a ""b"", c"');
});
