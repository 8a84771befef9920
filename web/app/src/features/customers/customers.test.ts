import { subjectOf, withFacts } from "./chain";
import { isKey, translate } from "../../i18n/catalogue";
import { expect, test } from "vitest";
import type { Link } from "../../api/schema";
import { decisive, withTimes } from "./chain";
import { byDay } from "./days";

const check = (name: string, holds: boolean): Link => ({ at: "2026-11-25T10:00:00Z", what: { de: name, en: name }, holds, rule: null, values: [], would_have: null });

test("the last check that failed is the one that decided", () => {
  const chain = [check("consent", true), check("cap", false), check("exit", false), check("age", true)];
  expect(decisive("suppressed", chain)?.what.en).toBe("exit");
});

test("where everything held, nothing decided against it", () => {
  expect(decisive("suppressed", [check("consent", true)])).toBeNull();
});

test("what was sent has no check that decided against it, although exits did not hold", () => {
  expect(decisive("delivered", [check("entry", true), check("exit bought", false)])).toBeNull();
});

test("times inside of a text are written as people do", () => {
  expect(withTimes("orders.last = 2017-08-18T19:38:30Z, needs 3", () => "18 Aug")).toBe("orders.last = 18 Aug, needs 3");
});


test("a timeline is cut into days without changing its order", () => {
  const entry = (at: string) => ({ at, kind: "order.placed", words: { de: "", en: "" }, simulated: false, source: null });
  const days = byDay([entry("2026-11-25T10"), entry("2026-11-25T09"), entry("2026-11-24T23")], (time) => time.slice(0, 10));
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([["2026-11-25", 2], ["2026-11-24", 1]]);
});

test("a check says what its rule was asked for", () => {
  const check = (en: string) => subjectOf({ at: "", what: { de: "", en }, holds: true, rule: null, values: [], would_have: null });
  expect(check("below-minimum does not hold: cart.value = 27.34, needs < 20.00")).toBe("below-minimum");
  expect(check("needs fresh data holds: x")).toBe("needs fresh data");
  expect(check("open: planned")).toBeNull();
});

test("what the server names by ids is said in words", () => {
  const code = (area: string, id: string) => (isKey(`${area}.${id}`) ? translate("de", `${area}.${id}` as Parameters<typeof translate>[1]) : id);
  const text = "cart-journey: verlassen am 31.12.2017: bought; bought trifft zu: cart.open trifft nicht zu";
  expect(withFacts(text, { code, rule: (text) => `<${text}>` }, () => "Warenkorb")).toBe("Warenkorb: verlassen am 31.12.2017: Hat gekauft; Hat gekauft trifft zu: Warenkorb ist gefüllt trifft nicht zu");
  expect(withFacts('lines.count(category = "X", within = 1h) = 0', { code, rule: (text) => `<${text}>` }, () => "")).toBe('<lines.count(category = "X", within = 1h)> = 0');
});
