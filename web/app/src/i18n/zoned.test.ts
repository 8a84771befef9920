import { expect, test } from "vitest";
import { localOf, momentOf } from "./zoned";

test("a moment is entered on the organisation's clock, in summer and in winter", () => {
  expect(momentOf("2026-11-27T10:00", "Europe/Berlin")).toBe("2026-11-27T09:00:00Z");
  expect(momentOf("2026-07-01T10:00", "Europe/Berlin")).toBe("2026-07-01T08:00:00Z");
  expect(momentOf("2026-07-01T10:00", "America/Sao_Paulo")).toBe("2026-07-01T13:00:00Z");
  expect(localOf("2026-11-27T09:00:30Z", "Europe/Berlin")).toBe("2026-11-27T10:00");
});

test("an hour that comes twice is the first, one that is left out is as much later", () => {
  expect(momentOf("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00Z");
  expect(localOf(momentOf("2026-03-29T02:30", "Europe/Berlin"), "Europe/Berlin")).toBe("2026-03-29T03:30");
});

test("what is no moment is none", () => {
  expect(momentOf("", "Europe/Berlin")).toBeNull();
  expect(momentOf("2026-13-40T10:00", "Europe/Berlin")).toBeNull();
  expect(localOf(null, "Europe/Berlin")).toBe("");
});
