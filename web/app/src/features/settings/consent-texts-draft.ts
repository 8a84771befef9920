// Words that people agree to on paper, by name, as they stand among the settings; and one of them as somebody writes it.
import { isMap, parseDocument } from "yaml";
import type { Localised } from "../../api/schema";
import { both, proposed } from "../schema/draft";

const PLACE = "consent_texts";
const NAME_MAX = 64;
/** Words of a sheet of paper, not of a book. */
export const WORDS_MAX = 10_000;

/** `id`: of what is live, or as somebody wrote it; "": proposed from the words. */
export interface TextDraft { id: string; words: Localised }
export type TextWhy = "name" | "name_bad" | "name_taken" | "words";

export type Texts = Record<string, Localised>;

/** What the settings hold; both languages, for one alone stands for both. */
export function textsOf(document: string): Texts {
  const held: unknown = (parseDocument(document).toJS() as Record<string, unknown> | null)?.[PLACE];
  if (typeof held !== "object" || held === null) return {};
  const read = Object.entries(held as Record<string, Partial<Localised> | null>);
  return Object.fromEntries(read.flatMap(([id, words]) => { const said = both({ de: words?.de ?? "", en: words?.en ?? "" }); return said === null ? [] : [[id, said] as const]; }));
}

/** The settings with one text put there, or null: taken away; all else stays as it was written. */
export function withText(document: string, id: string, words: Localised | null): string {
  const settings = parseDocument(document);
  if (words === null) settings.deleteIn([PLACE, id]);
  else {
    // An empty map may be written as nothing at all.
    if (!isMap(settings.get(PLACE))) settings.set(PLACE, settings.createNode({}));
    settings.setIn([PLACE, id], settings.createNode(words));
  }
  const left = settings.get(PLACE);
  if (isMap(left) && left.items.length === 0) settings.delete(PLACE);
  return settings.toString({ lineWidth: 0 });
}

/** "card-2026" is followed by "card-2026-2", and that by "card-2026-3". */
export function nextVersion(id: string, taken: string[]): string {
  const base = taken.includes(id.replace(/-\d{1,2}$/, "")) ? id.replace(/-\d{1,2}$/, "") : id;
  for (let number = 2; ; number += 1) {
    const next = `${base.slice(0, NAME_MAX - 4)}-${number}`;
    if (!taken.includes(next)) return next;
  }
}

/** From how the words begin. */
export const proposedId = (words: Localised) => proposed({ de: beginning(words.de), en: beginning(words.en) }, "_").replaceAll("_", "-");
const beginning = (text: string) => text.trim().split(/\s+/).slice(0, 4).join(" ");

export const idOf = ({ id, words }: TextDraft) => id.trim() || proposedId(words);

/** `taken`: the names that there are; of a text that is live the name stays. */
export function textTroubles(draft: TextDraft, taken: string[]): { at: "id" | "words"; why: TextWhy }[] {
  const all: { at: "id" | "words"; why: TextWhy }[] = [];
  const id = idOf(draft);
  if (both(draft.words) === null) all.push({ at: "words", why: "words" });
  else if (id === "") all.push({ at: "id", why: "name" });
  if (id !== "" && (!/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(id) || id.length > NAME_MAX)) all.push({ at: "id", why: "name_bad" });
  else if (taken.includes(id)) all.push({ at: "id", why: "name_taken" });
  return all;
}
