import { isKey, localeOf, translate } from "../../i18n/catalogue";
import { expect, test } from "vitest";
import type { Link, WhyIntent, WhyMessage, WhyRun } from "../../api/schema";
import { formatter, plainDay, plainNumber, spanText } from "../../i18n/format";
import { ruleWords } from "../../i18n/rule";
import { spanSeconds } from "../../i18n/span";
import { decisive, subjectWords, withFacts, withTimes } from "./chain";
import { byDay } from "./days";
import { newestFirst, timesOf, withPointed } from "./why-order";

const check = (name: string, holds: boolean): Link => ({ at: "2026-11-25T10:00:00Z", what: { de: name, en: name }, subject: null, holds, rule: null, values: [], would_have: null, counted: [] });

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
  const entry = (at: string) => ({ at, kind: "order.placed", words: { de: "", en: "" }, simulated: false, source: null, origin: null, delivery: null, of: null, event: null, cause: null });
  const days = byDay([entry("2026-11-25T10"), entry("2026-11-25T09"), entry("2026-11-24T23")], (time) => time.slice(0, 10));
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([["2026-11-25", 2], ["2026-11-24", 1]]);
});

test("a check says what its rule was asked for, an exit by the name people gave it", () => {
  const say = (subject: object, holds: boolean) => subjectWords({ ...speech("de"), say: (text: { de: string } | null) => text?.de ?? "" } as never, { id: null, name: null, ...subject } as never, holds, (id) => `Baustein ${id}`);
  expect(say({ kind: "exit", id: "bought", name: { de: "Hat gekauft", en: "Has bought" } }, true)).toBe("Anlass entfallen: Hat gekauft");
  expect(say({ kind: "needs" }, false)).toBe("Braucht frische Daten: trifft nicht zu");
  expect(say({ kind: "block", id: "hint" }, true)).toBe("Baustein hint: trifft zu");
});

const speech = (language: "de" | "en"): Parameters<typeof withFacts>[1] => {
  const t: Parameters<typeof withFacts>[1]["t"] = (key, params) => translate(language, key, params);
  const span = (text: string) => spanText(localeOf(language), spanSeconds(text) ?? 0, 4);
  const number = (text: string) => plainNumber(localeOf(language), text);
  const day = (text: string) => plainDay(localeOf(language), text);
  return {
    t,
    code: (area, id) => (isKey(`${area}.${id}`) ? t(`${area}.${id}` as Parameters<typeof t>[0]) : id),
    rule: (text) => ruleWords(text, { has: isKey, t, span, number, day }),
    format: { ...formatter(language, "Europe/Berlin"), dateTime: (time: string) => time.slice(0, 10) } as Parameters<typeof withFacts>[1]["format"],
  };
};

test("what a rule saw and wanted is said in words", () => {
  const de = (text: string) => withFacts(text, speech("de"));
  expect(de("cart.value = 16.95, verlangt >= 20.00")).toBe("Wert des Warenkorbs: mindestens 20,00 (war 16,95)");
  expect(de("cart.open trifft nicht zu; orders.last = 2017-08-25T16:51:34Z, erfüllt >= run.entered = 2017-08-24T01:09:44Z")).toBe("Warenkorb ist leer; Letzter Kauf nicht vor Einstieg (war 2017-08-25, Einstieg 2017-08-24)");
  expect(de("since(orders.last) = 31d, verlangt > rhythm.inactive_after = 54d")).toBe("Zeit seit (Letzter Kauf): mehr als 54 Tage (war 31 Tage)");
  expect(de('event.place = "outlet", verlangt == "online"')).toBe("Gekauft ist Online (war Standort)");
  expect(de('lines.count(category = "COFFEE", within = 1h) = 0, verlangt > 0')).toBe("Behaltene Artikel (Sortiment „COFFEE“, letzte 1 Stunde): mindestens eine (war 0)");
  expect(withFacts("cart.value = 16.95, needs >= 20.00", speech("en"))).toBe("Value of the cart: at least 20.00 (was 16.95)");
});

test("what would have had to be is told for every comparison, with the value that was", () => {
  const de = (text: string) => withFacts(text, speech("de"));
  expect(de("cart.lines = 1, verlangt == 2")).toBe("Artikel im Warenkorb: genau 2 (war 1)");
  expect(de("cart.lines = 1, verlangt != 1")).toBe("Artikel im Warenkorb: nicht 1 (war 1)");
  expect(de("cart.lines = 2, verlangt < 2")).toBe("Artikel im Warenkorb: weniger als 2 (war 2)");
  expect(de("cart.lines = 2, verlangt <= 1")).toBe("Artikel im Warenkorb: höchstens 1 (war 2)");
  expect(de("cart.lines = 2, verlangt > 2")).toBe("Artikel im Warenkorb: mehr als 2 (war 2)");
  expect(de("cart.lines = 2, verlangt >= 3")).toBe("Artikel im Warenkorb: mindestens 3 (war 2)");
  // Of two lengths that differ by minutes all of it is said, so that nothing contradicts itself.
  expect(de("since(orders.last) = 28d20m, verlangt <= 28d")).toBe("Zeit seit (Letzter Kauf): höchstens 28 Tage (war 28 Tage 20 Minuten)");
  expect(de("since(orders.last) = 28d1ms, erfüllt > 28d")).toBe("Zeit seit (Letzter Kauf): mehr als 28 Tage (war knapp darüber)");
  expect(de("since(orders.last) = 27d23h59m59s999ms, erfüllt < rhythm.at_risk_after = 28d")).toBe("Zeit seit (Letzter Kauf): weniger als 28 Tage (war knapp darunter)");
  expect(de("since(orders.last) = 28d, verlangt > 28d")).toBe("Zeit seit (Letzter Kauf): mehr als 28 Tage (war 28 Tage)");
  expect(de("cart.open = false, verlangt == true")).toBe("Warenkorb ist gefüllt (war nicht so)");
  expect(de("cart.open = true, verlangt == false")).toBe("Warenkorb ist leer (war nicht so)");
  expect(de("profile.birth_date müsste bekannt sein")).toBe("Geburtstag müsste bekannt sein");
  expect(de("profile.birth_date = 1968-04-12, verlangt == 1970-01-01")).toBe("Geburtstag: genau 01.01.1970 (war 12.04.1968)");
  expect(withFacts("cart.open = false, needs == true or cart.value = 25.00, needs < 20.00", speech("en"))).toBe("The cart is filled (was not so) or Value of the cart: less than 20.00 (was 25.00)");
});

test("words that only look like rules are left alone", () => {
  for (const text of ["Der Zusteller hätte sie annehmen müssen. Er antwortete: 550 5.1.1 mx.example.org unknown", "E-Mail: Post kam zurück am 1.2.2018", "Das trifft zu"]) {
    expect(withFacts(text, speech("de"))).toBe(text);
  }
});

test("what somebody came for stands first, and what was never wanted last", () => {
  const intent = (id: string, at: string) => ({ id, at, since: at, state: "delivered", reason: null, reason_words: null, because: null, by: null, waits: [], chain: [] }) as unknown as WhyIntent;
  const run = (id: string, at: string) => ({ id, at, journey: "j", fate: "lapsed", until: null, due: null, intent: null, exit: "bought", by: null, would_have: { de: "", en: "" }, chain: [] }) as WhyRun;
  const message = (id: string, intents: WhyIntent[], runs: WhyRun[]): WhyMessage => ({ id, name: { de: id, en: id }, programme: null, intents, runs, outside: [] });
  const both = message("both", [intent("a", "2026-01-03"), intent("b", "2026-01-01")], [run("j.1", "2026-01-02")]);
  expect(timesOf(both).map(({ id }) => id)).toEqual(["a", "j.1", "b"]);
  const ended = message("ended", [intent("a", "2026-01-03")], [{ ...run("j.1", "2026-01-02"), until: "2026-01-04" }]);
  expect(timesOf(ended).map(({ id }) => id), "what ended counts by its end, as lists do").toEqual(["j.1", "a"]);
  const { first, rest } = withPointed(timesOf(both), "j.1");
  expect([first?.id, ...rest.map(({ id }) => id)]).toEqual(["j.1", "a", "b"]);
  expect(withPointed(timesOf(both), "gone").first).toBeNull();
  const lapsed = message("lapsed", [], [{ ...run("j.2", "2026-01-02"), intent: "f00d" }]);
  expect(withPointed(timesOf(lapsed), "f00d").first?.id, "a list of messages leads to it as well").toBe("j.2");
  const order = newestFirst([message("never", [], []), both, message("newer", [intent("c", "2026-02-01")], [])]);
  expect(order.map(({ id }) => id)).toEqual(["newer", "both", "never"]);
});
