import { expect, test } from "vitest";
import type { Definition } from "../../api/schema";
import { isKey, translate } from "../../i18n/catalogue";
import { formatter } from "../../i18n/format";
import { describe } from "./described";

const code = (area: string, name: string) => (isKey(`${area}.${name}`) ? translate("de", `${area}.${name}` as never) : name);
const words = {
  language: "de" as const,
  setLanguage: () => undefined,
  t: (key: never, params?: never) => translate("de", key, params),
  code,
  say: (text: { de: string } | string | null | undefined) => (typeof text === "string" ? text : (text?.de ?? "")),
  rule: (text: string) => `Regel ${text}`,
  format: formatter("de", "Europe/Berlin"),
};
const hour = { id: "hour", wait: { for: "1h" } };
const say = { id: "say", message: "hello", next: "hour" };
const both = (name: string) => ({ de: name, en: name });
const old: Definition = {
  id: "p", name: both("P"), aim: "activation",
  journeys: [{ id: "cart", name: both("Warenkorb"), entry: { event: "cart.added" }, steps: [hour, say] }],
  messages: [{ id: "hello", name: both("Gruß"), class: "advertising", purpose: "offers", channels: ["email"], blocks: [{ id: "top", text: both("{{ salutation }},\n\nschön, dass Sie da sind.") }] }],
};
const now: Definition = { ...old, journeys: [{ ...old.journeys![0]!, steps: [say] }] };
const told = (path: string, before: unknown, after: unknown) => describe(words as never, { path, before, after } as never, old, now);

test("a step that went is called by what it did", () => {
  expect(told("journeys[cart].steps[hour]", hour, null)).toEqual({ place: "P", what: "Schritt", kind: "removed", before: "Warten 1 Stunde", after: "–" });
});

test("values are said as the forms say them", () => {
  expect(told("journeys[cart].steps[hour].wait.for", "1h", "2h30m")).toMatchObject({ place: "P", what: "Wartezeit", before: "1 Stunde", after: "2 Stunden 30 Minuten" });
  expect(told("journeys[cart].steps[say].next", "hour", null)).toMatchObject({ place: "P › Gruß", what: "Weiter zu", before: "Warten 1 Stunde", after: "–", kind: "changed" });
  expect(told("journeys[cart].steps", ["hour", "say"], ["say", "hour"])).toMatchObject({ what: "Reihenfolge der Schritte", before: "Warten 1 Stunde, Gruß", after: "Gruß, Warten 1 Stunde" });
  expect(told("stopped", false, true)).toMatchObject({ place: "", what: "Angehalten", before: "nein", after: "ja" });
  expect(told("goal", "a > 0", "a > 1")).toMatchObject({ what: "Ziel", before: "Regel a > 0" });
  expect(told("journeys[cart].entry.event", "cart.added", "order.placed")).toMatchObject({ what: "Einstieg durch", before: "Artikel in den Warenkorb gelegt", after: "Kauf" });
});

test("a journey has its own name only where its programme has several", () => {
  const two = { ...now, journeys: [...now.journeys!, { ...now.journeys![0]!, id: "later", name: both("Später") }] };
  expect(describe(words as never, { path: "journeys[cart].entry.event", before: "cart.added", after: "order.placed" } as never, old, two).place).toBe("Warenkorb");
});

test("tags of a template are said as people say them, unless they alone differ", () => {
  const loop = "{% for product in products[:1] %}{{ product.name }}{% endfor %}";
  expect(told("messages[hello].subject.de", "Hallo", `Wieder da: ${loop}`)).toMatchObject({ before: "Hallo", after: "Wieder da: ‹Artikel›" });
  expect(told("messages[hello].subject.de", loop, loop.replace(":1", ":2"))).toMatchObject({ before: loop });
});

test("what is written is named by its message, its block and its language", () => {
  expect(told("messages[hello].subject.de", "Hallo", "Guten Tag")).toMatchObject({ place: "Gruß", what: "Betreff (Deutsch)", before: "Hallo" });
  expect(told("messages[hello].blocks[top].text.en", "a", "b")).toMatchObject({ place: "Gruß › schön, dass Sie da sind", what: "Text (Englisch)" });
});
