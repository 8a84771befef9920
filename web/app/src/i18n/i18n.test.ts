import fc from "fast-check";
import { expect, test } from "vitest";
import { type Key, translate } from "./catalogue";
import de from "./de.json";
import en from "./en.json";
import { agoText, bytesText, formatter, moneyText, spanText } from "./format";

const keys = Object.keys(de) as Key[];
const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

test("every text is there in both languages, with the same values to fill in", () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    expect(de[key], key).not.toBe("");
    expect(names(en[key]), key).toEqual(names(de[key]));
    expect(en[key].split("|").length, key).toBe(de[key].split("|").length);
  }
});

test("the form follows the count, and the number is written as the language does", () => {
  expect(translate("de", "needs.quarantine", { count: 1 })).toBe("1 Eintrag liegt in Quarantäne");
  expect(translate("de", "needs.quarantine", { count: 1234 })).toBe("1.234 Einträge liegen in Quarantäne");
  expect(translate("en", "needs.quarantine", { count: 1234 })).toBe("1,234 entries are in quarantine");
});

test("the pseudo language marks every text", () => {
  for (const key of keys) expect(translate("pseudo", key)).toMatch(/^⟦.*⟧$/s);
});

test("money follows its currency's own digits", () => {
  expect(moneyText("de-DE", { minor: 199_900, currency: "EUR" })).toBe("1.999,00\u00a0€");
  expect(moneyText("en-GB", { minor: 1999, currency: "JPY" })).toBe("JP¥1,999");
  expect(moneyText("de-DE", { minor: -50, currency: "EUR" })).toBe("-0,50\u00a0€");
});

test("spans and distances in time read as people say them", () => {
  expect(spanText("de-DE", 11_400)).toBe("3 Stunden 10 Minuten");
  expect(spanText("en-GB", 0)).toBe("0 seconds");
  expect(agoText("de", "2026-11-25T10:00:00Z", "2026-11-25T10:03:10Z")).toBe("vor 3 Min.");
  expect(agoText("en", "2026-11-25T10:00:00Z", "2026-11-25T10:00:04Z")).toBe("just now");
});

test("times are those of the organisation, not of the browser", () => {
  const berlin = formatter("de", "Europe/Berlin");
  expect(berlin.dateTime("2026-11-25T23:30:00Z")).toBe("26. Nov. 2026, 00:30");
  expect(berlin.date("not a time")).toBe("not a time");
  expect(berlin.toLocal("2026-11-25T23:30:00Z")).toBe("2026-11-26T00:30:00");
  expect(berlin.local("2026-11-26T00:30:00")).toBe("Do., 26. Nov. 2026, 00:30");
  expect(berlin.day("2026-11-25")).toBe("25. Nov.");
});

test("sizes never come out as nothing", () => {
  fc.assert(fc.property(fc.nat(), (size) => {
      expect(bytesText("de-DE", size)).toMatch(/\d/);
    }), { seed: 7 });
});
