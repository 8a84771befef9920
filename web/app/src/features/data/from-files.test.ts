import { expect, test } from "vitest";
import { readOn } from "./from-files";

const imports = [{ source: "haus", at: "2026-11-20T10:00:00Z" }, { source: "haus", at: "2026-11-25T10:00:00Z" }, { source: null, at: "2026-11-26T10:00:00Z" }];

test("a source of files alone was read when its newest file was", () => {
  expect(readOn({ id: "haus", last_received: "2026-11-25T10:02:00Z" }, imports, [])).toBe("2026-11-25T10:00:00Z");
  expect(readOn({ id: "haus", last_received: null }, imports, [])).toBe("2026-11-25T10:00:00Z");
});

test("what sends by itself, was heard of since, or never was a file has a lag", () => {
  expect(readOn({ id: "haus", last_received: "2026-11-25T10:02:00Z" }, imports, ["haus"])).toBeNull();
  expect(readOn({ id: "haus", last_received: "2026-11-26T08:00:00Z" }, imports, [])).toBeNull();
  expect(readOn({ id: "shop", last_received: "2026-11-25T10:02:00Z" }, imports, [])).toBeNull();
});
