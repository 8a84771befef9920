// A form as it is written: from what is live, what is missing in it, and its fields in their order.
import { unslug } from "../../i18n/unslug";
import type { FormShown, FormWritten, Texts } from "./types";

export interface Draft { id: string; text: Texts; purpose: string; fields: { name: string; required: boolean }[]; source: string; title: Texts; button: Texts; redirect: string; colours: { accent: string; paper: string; ink: string } }

const NO_TEXTS: Texts = { de: "", en: "" };

export const emptyDraft = (source: string): Draft => ({ id: "", text: NO_TEXTS, purpose: "", fields: [], source, title: NO_TEXTS, button: NO_TEXTS, redirect: "", colours: { accent: "", paper: "", ink: "" } });

/** Of a form in one language a text that only stands in for the other one was left empty. */
const own = (texts: Texts | null, language: FormShown["language"]): Texts => (texts === null ? NO_TEXTS : language && texts.de === texts.en ? { ...NO_TEXTS, [language]: texts[language] } : texts);

export const draftOf = (form: FormShown): Draft => ({
  id: form.id, text: own(form.text, form.language), purpose: form.purpose, source: form.source,
  fields: form.fields.map((name) => ({ name, required: form.required.includes(name) })),
  title: own(form.title, form.language), button: own(form.button, form.language), redirect: form.redirect ?? "",
  colours: { accent: form.colours?.accent ?? "", paper: form.colours?.paper ?? "", ink: form.colours?.ink ?? "" },
});

const trimmed = ({ de, en }: Texts): Texts => ({ de: de.trim(), en: en.trim() });
/** Where one language is left empty, the other one stands in. */
const both = (texts: Texts): Texts | null => {
  const { de, en } = trimmed(texts);
  return de === "" && en === "" ? null : { de: de || en, en: en || de };
};

/** The language in which alone a text is written; null: it is in both, or in none. Of what people agree to it is the one of the form. */
export function onlyOne(texts: Texts): "de" | "en" | null {
  const { de, en } = trimmed(texts);
  if (de !== "" && en !== "") return null;
  return de !== "" ? "de" : en !== "" ? "en" : null;
}

/** As the server takes it; what is empty is left to the usual. */
export function writtenOf(draft: Draft): FormWritten {
  const { accent, paper, ink } = draft.colours;
  const colour = (text: string) => text.trim().toLowerCase() || null;
  return {
    text: both(draft.text) ?? NO_TEXTS, language: onlyOne(draft.text), purpose: draft.purpose.trim(), source: draft.source,
    fields: draft.fields.map(({ name }) => name), required: draft.fields.filter(({ required }) => required).map(({ name }) => name),
    title: both(draft.title), button: both(draft.button), redirect: draft.redirect.trim() || null,
    colours: accent || paper || ink ? { accent: colour(accent), paper: colour(paper), ink: colour(ink) } : null,
  };
}

export type Missing = "id" | "id_bad" | "id_taken" | "text" | "purpose" | "source" | "redirect" | "colour";

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const NAME_MAX = 48;
const COLOUR = /^(#[0-9a-f]{6})?$/i;

/** The first thing that keeps it from being published. */
export function missingOf(draft: Draft, taken: string[] | null): Missing | null {
  if (taken !== null) {
    if (draft.id === "") return "id";
    if (!NAME.test(draft.id) || draft.id.length > NAME_MAX) return "id_bad";
    if (taken.includes(draft.id)) return "id_taken";
  }
  if (both(draft.text) === null) return "text";
  if (draft.purpose.trim() === "") return "purpose";
  if (draft.source === "") return "source";
  if (draft.redirect.trim() !== "" && !/^https:\/\/\S+\.\S+/.test(draft.redirect.trim())) return "redirect";
  if (!Object.values(draft.colours).every((colour) => COLOUR.test(colour.trim()))) return "colour";
  return null;
}

/** With the one at `from` standing at `to`. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

export const isSame = (one: Draft, other: Draft) => JSON.stringify(writtenOf(one)) === JSON.stringify(writtenOf(other));

/** A form without a headline of its own is called by its short name. */
export const formName = (id: string) => unslug(id).replace(/^\p{L}/u, (letter) => letter.toUpperCase());
