import { expect, test } from "vitest";
import { fileName, sourceOf } from "./copied";

const facts = [
  { occurred: "2026-11-01T10:00:00Z", source: "shop", values: { Profile: [["city", { Text: "Ulm" }], ["email", { Text: "a@example.org" }]] } },
  { occurred: "2026-11-02T10:00:00Z", source: "till", values: { Profile: [["city", { Text: "Bonn" }]] } },
  { occurred: "2026-11-02T10:00:00Z", source: "import", values: { Ordered: { id: "o1" } } },
  { occurred: "2026-11-03T10:00:00Z", source: null, values: "CartCleared" },
];

test("a detail comes from the source of the fact that set it as it stands", () => {
  expect(sourceOf({ field: "city", occurred: "2026-11-02T10:00:00Z" }, facts)).toBe("till");
  expect(sourceOf({ field: "email", occurred: "2026-11-01T10:00:00Z" }, facts)).toBe("shop");
});

test("where no fact tells, nothing is made up", () => {
  expect(sourceOf({ field: "phone", occurred: "2026-11-02T10:00:00Z" }, facts)).toBeNull();
  expect(sourceOf({ field: "city", occurred: "2026-11-03T10:00:00Z" }, facts)).toBeNull();
});

test("the file is named after whom it is about", () => {
  expect(fileName({ customer: { id: "abc" } } as Parameters<typeof fileName>[0])).toBe("auskunft-abc.json");
});
