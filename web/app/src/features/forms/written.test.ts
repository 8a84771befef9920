import { expect, test } from "vitest";
import { type Draft, draftOf, emptyDraft, isSame, missingOf, moved, onlyOne, writtenOf } from "./written";

const whole: Draft = { ...emptyDraft("shop"), id: "newsletter", text: { de: "Ja, gern.", en: "" }, purpose: "offers", fields: [{ name: "first_name", required: true }, { name: "city", required: false }] };

test("what is left empty stays as usual, and one language stands in for the other", () => {
  expect(writtenOf(whole)).toEqual({ text: { de: "Ja, gern.", en: "Ja, gern." }, language: "de", purpose: "offers", source: "shop", fields: ["first_name", "city"], required: ["first_name"], title: null, button: null, redirect: null, colours: null });
  expect(writtenOf({ ...whole, colours: { accent: "#0C5C63", paper: "", ink: "" } }).colours).toEqual({ accent: "#0c5c63", paper: null, ink: null });
});

test("a text that is written in one language alone is known by it", () => {
  expect([{ de: "Ja", en: " " }, { de: "", en: "Yes" }, { de: "Ja", en: "Yes" }, { de: "", en: "" }].map(onlyOne)).toEqual(["de", "en", null, null]);
});

test("a form that is live is written back as it was", () => {
  const live = { ...writtenOf({ ...whole, title: { de: "A", en: "B" }, redirect: "https://shop.example/danke" }), id: "newsletter", url: "", embed: "" };
  expect({ ...writtenOf(draftOf(live)), id: "newsletter", url: "", embed: "" }).toEqual(live);
  const both = { ...live, language: null, text: { de: "Ja.", en: "Yes." } };
  expect({ ...writtenOf(draftOf(both)), id: "newsletter", url: "", embed: "" }).toEqual(both);
  expect(isSame(draftOf(live), { ...draftOf(live), redirect: " https://shop.example/danke " })).toBe(true);
  expect(isSame(draftOf(live), { ...draftOf(live), redirect: "" })).toBe(false);
});

test("what is missing is said one after the other", () => {
  expect(missingOf(whole, [])).toBeNull();
  expect(missingOf({ ...whole, id: "" }, [])).toBe("id");
  expect(missingOf({ ...whole, id: "Neu hier" }, [])).toBe("id_bad");
  expect(missingOf(whole, ["newsletter"])).toBe("id_taken");
  expect(missingOf(whole, null)).toBeNull();
  expect(missingOf({ ...whole, text: { de: " ", en: "" } }, null)).toBe("text");
  expect(missingOf({ ...whole, purpose: " " }, null)).toBe("purpose");
  expect(missingOf({ ...whole, redirect: "http://shop.example" }, null)).toBe("redirect");
  expect(missingOf({ ...whole, colours: { accent: "rot", paper: "", ink: "" } }, null)).toBe("colour");
});

test("a field moves, and never out of the list", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});
