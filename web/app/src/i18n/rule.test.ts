import { expect, test } from "vitest";
import { isKey, localeOf, translate } from "./catalogue";
import { formatter, plainDay, plainNumber, spanText } from "./format";
import { ruleWords } from "./rule";
import { spanSeconds } from "./span";

const said = (rule: string, language: "de" | "en" = "de") =>
  ruleWords(rule, { has: isKey, t: (key, params) => translate(language, key, params), span: (text) => spanText(localeOf(language), spanSeconds(text) ?? 0, 4), number: (text) => plainNumber(localeOf(language), text), day: (text) => plainDay(localeOf(language), text) });

test("the rules of the shipped recipes read as sentences", () => {
  expect(said("cart.value >= 20.00")).toBe("Wert des Warenkorbs: mindestens 20,00");
  expect(said("!cart.open && orders.last >= run.entered")).toBe("Warenkorb ist leer und Letzter Kauf nicht vor Einstieg");
  expect(said("orders.count(within = 7d) > 0")).toBe("Bestellungen (letzte 7 Tage): mindestens eine");
  expect(said('orders.count(place = "outlet") > 0')).toBe("Bestellungen (Standort): mindestens eine");
  expect(said('event.phase == "inactive"', "en")).toBe("New phase is inactive");
  expect(said('age("birth_date") >= 18')).toBe("Alter: mindestens 18");
  expect(said('since(lines.last(category = "COFFEE")) >= lines.gap(category = "COFFEE") - 3d')).toBe("Zeit seit (Letzter Kauf von Artikeln (Sortiment „COFFEE“)): mindestens Abstand der Käufe von Artikeln (Sortiment „COFFEE“) - 3 Tage");
  expect(said("since(orders.last) > 30d")).toBe("Zeit seit (Letzter Kauf): mehr als 30 Tage");
  expect(said('interest.points(category = "GARTEN/PFLANZEN") >= 20')).toBe("Interesse in Punkten (Sortiment „Garten › Pflanzen“): mindestens 20");
  expect(said('interest.points(category = "GARDEN") > 0', "en")).toBe("Interest in points (category “GARDEN”): at least one");
  expect(said("run.order.kept_lines == 0")).toBe("Behaltene Artikel der Bestellung: keine");
});

test("numbers, amounts and days are written as the language does", () => {
  expect(said("cart.value >= 1250.50")).toBe("Wert des Warenkorbs: mindestens 1.250,50");
  expect(said("cart.value >= 1250.50", "en")).toBe("Value of the cart: at least 1,250.50");
  expect(said("profile.birth_date == 1968-04-12")).toBe("Geburtstag: genau 12.04.1968");
  expect(said("profile.birth_date == 1968-04-12", "en")).toMatch(/12\/04\/1968$/);
  expect(said("since(orders.last) > 28d3h5m20s")).toBe("Zeit seit (Letzter Kauf): mehr als 28 Tage 3 Stunden 5 Minuten 20 Sekunden");
});

test("amounts in rules have their currency, and places of the catalogue read as people write them", () => {
  const told = (rule: string) => ruleWords(rule, { has: isKey, t: (key, params) => translate("de", key, params), span: (text) => text, number: formatter("de", "Europe/Berlin", "USD").plainNumber, day: (text) => text }).replaceAll("\u00a0", " ");
  expect(told("cart.value >= 20.00")).toBe("Wert des Warenkorbs: mindestens 20,00 $");
  expect(told("orders.count >= 2")).toBe("Bestellungen: mindestens 2");
  expect(told('lines.count(category = "GROCERY/COFFEE/GROUND COFFEE") >= 2')).toBe("Behaltene Artikel (Sortiment „Coffee › Ground coffee“): mindestens 2");
});

test("what has no words keeps its own spelling", () => {
  expect(said('profile.shoe_size in ["1", "2"]')).toBe("Shoe_size eines von „1“, „2“");
  expect(said("traits.loyal")).toBe("Loyal");
  expect(said("what § is this")).toBe("what § is this");
});
