import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import cart from "../../../../../recipes/cart-abandoned.yaml?raw";
import winBack from "../../../../../recipes/win-back.yaml?raw";
import { changeWait, partsOf, spanOf } from "./wait";

const changedLines = (before: string, after: string) => {
  const [a, b] = [before.split("\n"), after.split("\n")];
  expect(b.length).toBe(a.length);
  return b.filter((line, index) => line !== a[index]).map((line) => line.trim());
};

test("a changed wait changes one line of the text and nothing else", () => {
  const before = cart;
  const after = changeWait(before, "cart-journey", "one-hour", { for: "2h" });
  expect(changedLines(before, after)).toEqual(["wait: { for: 2h, extend_on: [cart.added, cart.removed, order.placed] }"]);
});

test("windows keep their other parts", () => {
  const before = winBack;
  const after = changeWait(before, "win-back-journey", "late-morning", { from: "09:30", to: "11:00", weekdays: ["mon", "fri"] });
  expect(changedLines(before, after)).toEqual(['wait: { until: { from: "09:30", to: "11:00", weekdays: [mon, fri] } }']);
  expect(changedLines(before, changeWait(before, "win-back-journey", "three-weeks", { timeout: "14d" }))).toEqual(["timeout: 14d"]);
});

test("what is not there yet is added, and an unknown step changes nothing", () => {
  const before = 'journeys:\n  - id: j\n    steps:\n      - id: s\n        wait: { until: { from: "10:00" } }\n';
  expect(parse(changeWait(before, "j", "s", { to: "12:00" })).journeys[0].steps[0].wait.until).toEqual({ from: "10:00", to: "12:00" });
  expect(changeWait(before, "j", "other", { for: "1h" })).toBe(before);
});

test("days, hours and minutes come back as they were set", () => {
  expect(partsOf("1h30m")).toEqual({ days: 0, hours: 1, minutes: 30 });
  expect(partsOf("10s")).toBeNull();
  fc.assert(fc.property(fc.nat(400), fc.nat(23), fc.nat(59), (days, hours, minutes) => {
      expect(partsOf(spanOf({ days, hours, minutes }))).toEqual({ days, hours, minutes });
    }), { seed: 11 });
});
