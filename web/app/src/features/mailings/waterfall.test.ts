import { expect, test } from "vitest";
import { fallOf } from "./waterfall";

const lost = (reason: "cap" | "no_consent", count: number) => ({ state: "suppressed" as const, reason, words: { de: reason, en: reason }, detail: null, rule: null, count });

test("every step says how many are left, and the last one is the recipients", () => {
  const steps = fallOf({ scanned: 900, before: 0, audience: 100, lost: [lost("cap", 10), lost("no_consent", 50)], open: 0, recipients: 40, languages: [], purpose: null, agreed: 40 });
  expect(steps.map(({ label, count, left }) => [label, count, left])).toEqual([
    ["audience", 100, 100],
    ["no_consent", 50, 50],
    ["cap", 10, 40],
    ["recipients", 40, 40],
  ]);
});

test("nobody in the audience is still a picture", () => {
  expect(fallOf({ scanned: 5, before: 0, audience: 0, lost: [], open: 0, recipients: 0, languages: [], purpose: null, agreed: 0 }).map(({ left }) => left)).toEqual([0, 0]);
});
