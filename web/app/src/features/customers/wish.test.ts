import { expect, test } from "vitest";
import { fieldValue } from "./value";
import { wishOf } from "./wish";
import { isKey, translate } from "../../i18n/catalogue";
import { formatter } from "../../i18n/format";

test("a long wish is cut into what it asks for, never inside of a fact", () => {
  const all = 'Der Ausstieg „bought“ hätte nicht eintreten dürfen. Nötig gewesen wäre: cart.open = false, verlangt == true; orders.count(within = 30d, place = "a; b") = 1, verlangt >= 2';
  expect(wishOf(all)).toEqual({
    lead: "Der Ausstieg „bought“ hätte nicht eintreten dürfen. Nötig gewesen wäre:",
    parts: ["cart.open = false, verlangt == true", 'orders.count(within = 30d, place = "a; b") = 1, verlangt >= 2'],
    any: false,
  });
  const ways = "Die Bedingung hätte gelten müssen. Zuletzt, am 1.2.2018 10:00: (orders.count = 1, verlangt >= 2; cart.open = false, verlangt == true) oder lines.count = 0, verlangt >= 1";
  expect(wishOf(ways)).toMatchObject({ any: true, parts: ["orders.count = 1, verlangt >= 2; cart.open = false, verlangt == true", "lines.count = 0, verlangt >= 1"] });
});

test("a short wish, and a sentence without facts, stay in one piece", () => {
  expect(wishOf("cart.open = false, verlangt == true; x = 1")).toBeNull();
  expect(wishOf("Der Zusteller hätte sie annehmen müssen. Er ist hier simuliert und nennt keinen Grund, der sich zeigen ließe")).toBeNull();
});

test("what a profile holds is told in the language of the screen", () => {
  const words = (language: "de" | "en") => ({ t: translate.bind(null, language), code: (area: string, name: string) => (isKey(`${area}.${name}`) ? translate(language, `${area}.${name}` as never) : name), format: formatter(language, "Europe/Berlin") });
  expect([fieldValue(words("de"), "salutation", "Mr"), fieldValue(words("en"), "salutation", "Frau")]).toEqual(["Herr", "Ms"]);
  expect(fieldValue(words("de"), "language", "en")).toBe("Englisch");
  expect(fieldValue(words("de"), "birth_date", "1968-04-12")).toBe("12.04.1968");
  expect(fieldValue(words("de"), "contact_frequency", "less")).toBe("seltener");
  expect(fieldValue(words("de"), "salutation", "Familie")).toBe("Familie");
});
