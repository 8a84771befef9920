import { expect, test } from "vitest";
import { asEntered, entered } from "./corrected";

test("a corrected value has the type of the one that it replaces", () => {
  expect(entered("Ulm", " Neu-Ulm ")).toEqual({ text: "Neu-Ulm" });
  expect(entered(12, "13")).toEqual({ number: 13 });
  expect(entered(12, "13,5")).toBe(null);
  expect(entered(true, "false")).toEqual({ truth: false });
  expect(entered(true, "vielleicht")).toBe(null);
});

test("nothing takes the value away, and what stood there can be entered again", () => {
  expect(entered("Ulm", "  ")).toEqual({});
  expect([asEntered("Ulm"), asEntered(7), asEntered(false)]).toEqual([{ text: "Ulm" }, { number: 7 }, { truth: false }]);
});
