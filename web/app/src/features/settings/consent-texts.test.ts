import { expect, test } from "vitest";
import { idOf, nextVersion, textsOf, textTroubles, withText } from "./consent-texts-draft";

const SETTINGS = "name: Haus\nconsent_texts:\n  card-2026:\n    de: Ja, schreiben Sie mir.\n    en: Yes, write to me.\nseed: 1\n";

test("texts of the settings are read, one language standing for both", () => {
  expect(textsOf(SETTINGS)).toEqual({ "card-2026": { de: "Ja, schreiben Sie mir.", en: "Yes, write to me." } });
  expect(textsOf("consent_texts: { a: { de: Ja } }")).toEqual({ a: { de: "Ja", en: "Ja" } });
  expect([textsOf("name: Haus"), textsOf(""), textsOf("consent_texts:")]).toEqual([{}, {}, {}]);
});

test("a text is put there, changed and taken away, and all else stays", () => {
  const more = withText(SETTINGS, "card-2026-2", { de: "Neu: \"so\"\nund so", en: "New" });
  expect(textsOf(more)).toEqual({ ...textsOf(SETTINGS), "card-2026-2": { de: "Neu: \"so\"\nund so", en: "New" } });
  expect(more).toMatch(/^name: Haus\n/);
  expect(more).toMatch(/\nseed: 1\n$/);
  expect(withText(more, "card-2026-2", null)).toBe(SETTINGS);
  expect(withText(SETTINGS, "card-2026", null)).toBe("name: Haus\nseed: 1\n");
  expect(textsOf(withText("name: Haus\n", "a", { de: "Ja", en: "Yes" }))).toEqual({ a: { de: "Ja", en: "Yes" } });
});

test("another wording has a name of its own", () => {
  expect(nextVersion("card", ["card"])).toBe("card-2");
  expect(nextVersion("card-2", ["card", "card-2"])).toBe("card-3");
  expect(nextVersion("card-2026", ["card-2026"])).toBe("card-2026-2");
});

test("a text without a name is called by its first words", () => {
  expect(idOf({ id: "", words: { de: "Ja, schicken Sie mir Angebote per Brief.", en: "" } })).toBe("ja-schicken-sie-mir");
  expect(idOf({ id: " card ", words: { de: "Ja", en: "" } })).toBe("card");
});

test("what is wrong is said at its field", () => {
  const words = { de: "Ja", en: "" };
  expect(textTroubles({ id: "", words: { de: " ", en: "" } }, [])).toEqual([{ at: "words", why: "words" }]);
  expect(textTroubles({ id: "Karte 1", words }, [])).toEqual([{ at: "id", why: "name_bad" }]);
  expect(textTroubles({ id: "card", words }, ["card"])).toEqual([{ at: "id", why: "name_taken" }]);
  expect(textTroubles({ id: "", words: { de: "…", en: "" } }, [])).toEqual([{ at: "id", why: "name" }]);
  expect(textTroubles({ id: "card", words }, ["other"])).toEqual([]);
});
