import { expect, test } from "vitest";
import type { Import } from "../../api/schema";
import { importsOf } from "./of-files";

test("of a source that files bring its own imports are told, the newest first", () => {
  const one = (source: string, at: string) => ({ source, at }) as Import;
  const all = [one("shop", "2026-11-01T10:00:00Z"), one("kartei", "2026-11-02T10:00:00Z"), one("shop", "2026-11-03T10:00:00Z")];
  expect(importsOf("shop", all).map(({ at }) => at)).toEqual(["2026-11-03T10:00:00Z", "2026-11-01T10:00:00Z"]);
  expect(importsOf("till", all)).toEqual([]);
});
