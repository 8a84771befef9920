import { expect, test } from "vitest";
import { afterMending } from "./lines";

test("only lines that were not recognised are left to mend, and none is lost", () => {
  expect(afterMending("anna@example.org\n\nannna\nbert@example.org", [3])).toEqual({ good: "anna@example.org\nbert@example.org", bad: "annna" });
});
