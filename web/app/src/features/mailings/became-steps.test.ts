import { expect, test } from "vitest";
import { becameOf } from "./became-steps";

const words = { de: "", en: "" };

test("what became of a mailing adds up from its audience to who got it, by reason", () => {
  const counts = { delivered: 612, unknown: 1, suppressed: 20, failed: 0, expired: 0, held_out: 64, lapsed: 0, open: 3 };
  const reasons = [
    { state: "held_out" as const, reason: null, detail: null, words, count: 64 },
    { state: "suppressed" as const, reason: "no_consent" as const, detail: null, words, count: 20 },
  ];
  const steps = becameOf(counts, reasons);
  expect(steps.map(({ key, count, left }) => [key.trim(), count, left])).toEqual([["all", 700, 700], ["held_out", 64, 636], ["suppressed no_consent", 20, 616], ["open", 3, 613], ["delivered", 612, 612], ["unknown", 1, 1]]);
  expect(steps.filter(({ isListed }) => !isListed).map(({ key }) => key)).toEqual(["open"]);
});
