// A mailing as a form holds it, and the programme's text with that mailing. Pure; whether it is right, the server says.
import { stringify } from "yaml";
import type { Block, Definition, MailingDefinition, Message } from "../../api/schema";
import { addItem, hasItem, type Place, setIn } from "../programmes/text";

const EVERYBODY = "true";
export const isEverybody = (audience: string) => audience.trim() === "" || audience.trim() === EVERYBODY;
export type Spoken = "de" | "en";
export interface Letter { subject: string; preheader: string; text: string }
/** By language; only those that the message speaks. */
export type Letters = Partial<Record<Spoken, Letter>>;

export interface Copied {
  of: Message;
  name: Record<Spoken, string>;
  letters: Letters;
  without: string[];
  /** Whether it says something in a language, as far as somebody chose; see `spokenOf`. */
  speaks: Partial<Record<Spoken, boolean>>;
  /** What was asked of the model by its journey and is not asked of a mailing. */
  dropped: Dropped[];
}

export interface Plan {
  id: string;
  name: Record<Spoken, string>;
  message: string;
  /** A message of its own, made from another one; it is called `message`. Pieces of the other one may be left out. */
  copy: Copied | null;
  who: "everybody" | "rule" | "list";
  rule: string;
  list: { name: string; size: number } | null;
  at: string;
  /** So many in a hundred are left alone, to see what it changes; of a mailing that stands on its own. */
  holdout: number;
}

/** Shares of a control group that are offered; the first one is taken where nobody chooses. */
export const HOLDOUTS = [0, 5, 10, 20, 30, 50];

/** The form as it is begun. */
export const EMPTY: Plan = { id: "", name: { de: "", en: "" }, message: "", copy: null, who: "everybody", rule: "", list: null, at: "", holdout: 0 };

/**
 * The programme of a mailing that stands on its own, still without it: what becomes of it is told apart from all else, and
 * nobody who gets it counts as somebody of another programme. Its goal turns true with each purchase after it.
 */
export const ownProgramme = ({ id, name, holdout = 0 }: Pick<Plan, "id" | "name"> & { holdout?: number }) =>
  stringify({ id, name, aim: "activation", goal: BOUGHT_SINCE, goal_within: "30d", ...(holdout > 0 ? { holdout_percent: holdout } : {}) }, { lineWidth: 0 });
const BOUGHT_SINCE = "orders.count(within = 1d) > 0";

/** The message of a mailing that stands on its own is its own: it has its name, and nothing else sends it. */
export const isOwn = (definition: Definition, mailing: MailingDefinition) => mailing.id === definition.id && mailing.message === definition.id && (definition.journeys ?? []).length === 0;

/** As such a mailing is written: programme, mailing and message have one id and one name. */
export const standingAlone = (plan: Plan, id: string): Plan => ({ ...plan, id, message: plan.copy ? id : "", copy: plan.copy && { ...plan.copy, name: plan.name } });

/** The programme's text with the mailing as it is planned: added if it is new, else changed where it differs. */
export function withMailing(text: string, plan: Plan): string {
  // With a list, a rule is asked beside it.
  const audience = plan.who === "everybody" ? EVERYBODY : plan.rule.trim() || undefined;
  const list = plan.who === "list" ? plan.list?.name : undefined;
  const said = { audience, list, message: plan.message, at: plan.at.length === 16 ? `${plan.at}:00` : plan.at };
  const named = plan.copy && plan.message === plan.id ? withOwn(text, plan) : text;
  const withMessage = plan.copy ? withCopy(named, plan.message, plan.copy) : named;
  if (!hasItem(withMessage, "mailings", plan.id)) {
    const known = Object.entries(said).filter(([, value]) => value !== undefined);
    return addItem(withMessage, "mailings", { id: plan.id, name: plan.name, ...Object.fromEntries(known) });
  }
  const place: Place = ["mailings", { id: plan.id }];
  const entries: [Place, string, unknown][] = [
    ...LANGUAGES.map((language): [Place, string, unknown] => [[...place, "name"], language, plan.name[language]]),
    ...Object.entries(said).map(([key, value]): [Place, string, unknown] => [place, key, value]),
  ];
  return entries.reduce((changed, [where, key, value]) => setIn(changed, where, key, value), withMessage);
}

const LANGUAGES = ["de", "en"] as const;

/** The programme of a mailing that stands on its own is called as that is, and has its control group. */
function withOwn(text: string, { name, holdout }: Plan): string {
  const called = LANGUAGES.reduce((changed, language) => setIn(changed, ["name"], language, name[language]), text);
  return setIn(called, [], "holdout_percent", holdout > 0 || /^holdout_percent:/m.test(text) ? holdout : undefined);
}

/** The copy is written as a whole the first time; later only what was changed in the form. */
export function withCopy(text: string, id: string, copy: Copied): string {
  const { of, name, without } = copy;
  const message = { ...written(copy), blocks: remaining(written(copy), of, without), id, name };
  if (!hasItem(text, "messages", id)) return addItem(text, "messages", message);
  const place: Place = ["messages", { id }];
  const keys = ["name", "subject", "preheader", "blocks"] as const;
  return keys.reduce((changed, key) => (message[key] === undefined ? changed : setIn(changed, place, key, message[key])), text);
}

/** What a form can change of a message: subject, preheader and its first text, in each of its languages. */
export function lettersOf(message: Message): Letters {
  const letters: Letters = {};
  for (const language of LANGUAGES) {
    const subject = message.subject?.[language];
    if (!subject) continue;
    letters[language] = { subject, preheader: message.preheader?.[language] ?? "", text: mainText(message, language) ?? "" };
  }
  return letters;
}

function mainText(message: Message, language: Spoken): string | null {
  for (const block of message.blocks ?? []) {
    const own = block.text?.[language] || firstPart(block, language)?.text;
    if (own) return own;
  }
  return null;
}

/** What a message holds beside the text that the form changes: whole blocks, and further parts of a block with a layout. */
export interface Piece { key: string; block: Block; texts: Partial<Record<Spoken, string>> }

export function piecesOf(message: Message): Piece[] {
  const blocks = message.blocks ?? [];
  const main = blocks.find((block) => LANGUAGES.some((language) => block.text?.[language] || firstPart(block, language)));
  return blocks.flatMap((block): Piece[] => {
    const parts = partsOf(block);
    const texts = Object.fromEntries(LANGUAGES.map((language) => [language, block.text?.[language] ?? ""]));
    if (parts === null) return block === main ? [] : [{ key: block.id, block, texts }];
    return parts.flatMap((of, index) => {
      const isMain = block === main && LANGUAGES.some((language) => of[language] !== undefined && of[language] === firstPart(block, language));
      const said = LANGUAGES.map((language) => [language, of[language]?.heading ?? of[language]?.text ?? of[language]?.button?.text ?? ""]);
      return isMain ? [] : [{ key: `${block.id} ${index}`, block, texts: Object.fromEntries(said) as Piece["texts"] }];
    });
  });
}

/** Part by part in each language; null where it has no layout, or not the same one in all of them: then it is left whole. */
function partsOf(block: Block) {
  const bodies = LANGUAGES.flatMap((language) => (block.body?.[language]?.parts ? [{ language, parts: block.body[language].parts }] : []));
  const count = bodies[0]?.parts.length ?? 0;
  if (count === 0 || bodies.some(({ parts }) => parts.length !== count)) return null;
  return Array.from({ length: count }, (_, index) => Object.fromEntries(bodies.map(({ language, parts }) => [language, parts[index]])) as Partial<Record<Spoken, NonNullable<(typeof bodies)[number]["parts"]>[number]>>);
}

function remaining(message: Message, of: Message, without: string[]): Block[] | undefined {
  const gone = (key: string) => without.includes(key);
  return message.blocks?.flatMap((block) => {
    const before = of.blocks?.find(({ id }) => id === block.id) ?? block;
    const parts = partsOf(before);
    if (parts === null) return gone(block.id) ? [] : [block];
    const kept = parts.map((_, index) => index).filter((index) => !gone(`${block.id} ${index}`));
    if (kept.length === 0) return [];
    for (const language of LANGUAGES) {
      const body = block.body?.[language];
      if (body?.parts) body.parts = body.parts.filter((_, index) => kept.includes(index));
    }
    return [block];
  });
}

/** Fields of one language that stand as they were while those of another language were changed. */
export function leftBehind(of: Message, letters: Letters, language: Spoken): (keyof Letter)[] {
  const was = lettersOf(of);
  const isSame = (spoken: Spoken, field: keyof Letter) => letters[spoken]?.[field] === was[spoken]?.[field];
  const others = LANGUAGES.filter((spoken) => spoken !== language && was[spoken] !== undefined);
  return (["subject", "preheader", "text"] as const).filter((field) => isSame(language, field) && others.some((spoken) => !isSame(spoken, field)));
}

/** The part of a block's layout that holds its text. */
const firstPart = (block: Block, language: Spoken) => block.body?.[language]?.parts?.find(({ text }) => Boolean(text));

function written({ of, letters, speaks }: Copied): Message {
  const copy = structuredClone(of);
  const spoken = spokenOf({ of, letters, speaks });
  for (const language of LANGUAGES) {
    const letter = letters[language];
    if (!letter) continue;
    if (!spoken.includes(language)) {
      silence(copy, language);
      continue;
    }
    if (copy.subject) copy.subject[language] = letter.subject;
    if (copy.preheader) copy.preheader[language] = letter.preheader;
    else if (letter.preheader) copy.preheader = Object.fromEntries(LANGUAGES.map((one) => [one, spoken.includes(one) ? (letters[one]?.preheader ?? "") : ""])) as Message["subject"];
    for (const block of copy.blocks ?? []) {
      const part = firstPart(block, language);
      if (block.text?.[language]) block.text[language] = letter.text;
      else if (part) part.text = letter.text;
      else continue;
      break;
    }
  }
  return copy;
}

/** Nothing is said in a language any more: its readers get the whole letter in the other one. */
function silence(message: Message, language: Spoken): void {
  for (const text of [message.subject, message.preheader, ...(message.blocks ?? []).map((block) => block.text)]) {
    if (text) text[language] = "";
  }
  for (const block of message.blocks ?? []) delete block.body?.[language];
}

/**
 * In which languages it says something. Where nobody chose, one that still says what the model said is left out as soon
 * as another one was written anew: else its readers would get a foreign letter.
 */
export function spokenOf({ of, letters, speaks }: Pick<Copied, "of" | "letters" | "speaks">): Spoken[] {
  const known = LANGUAGES.filter((language) => letters[language] !== undefined);
  const was = lettersOf(of);
  const isAsItWas = (language: Spoken) => (["subject", "preheader", "text"] as const).every((field) => letters[language]?.[field] === was[language]?.[field]);
  const isWritten = (language: Spoken) => speaks[language] !== false && !isAsItWas(language);
  const spoken = known.filter((language) => speaks[language] ?? (isWritten(language) || !known.some((other) => other !== language && isWritten(other))));
  return spoken.length > 0 ? spoken : known.slice(0, 1);
}

/** The same text as in the model, with a choice of its own: it is not left out any more. */
export const speaking = (copy: Copied, language: Spoken, speaks: boolean): Copied => ({ ...copy, speaks: { ...copy.speaks, [language]: speaks } });

/** A condition, source, list of articles or block that belongs to the model's journey. */
export interface Dropped { kind: "relevant" | "needs" | "items" | "block"; rule?: string }

/**
 * A message as a model for a mailing. What its journey asks for is left out: there a message follows from what
 * somebody did, here the audience alone says who gets it. Class, purpose and channels stay, and so does consent.
 */
export function modelOf(message: Message): { of: Message; dropped: Dropped[] } {
  const { relevant, needs, items, max_age: _age, dwell: _dwell, priority: _priority, ...of } = structuredClone(message) as Message & Bound;
  const dropped: Dropped[] = [];
  if (relevant) dropped.push({ kind: "relevant", rule: relevant });
  if (needs?.length) dropped.push({ kind: "needs" });
  if (items && items !== "none") dropped.push({ kind: "items" });
  of.blocks = of.blocks?.filter((block: Block & { when?: string | null }) => {
    const isOfRun = /\brun\./.test(block.when ?? "");
    if (isOfRun) dropped.push({ kind: "block", rule: block.when ?? "" });
    return !isOfRun;
  });
  if (items && items !== "none") withoutArticles(of);
  return { of, dropped };
}

interface Bound { relevant?: string | null; needs?: unknown[]; items?: string; max_age?: string | null; dwell?: string | null; priority?: number | null }

/** Lists of the articles of a cart or an order, and what texts say of each: a mailing has none. */
function withoutArticles(message: Message): void {
  const bare = (text: string) => text.replace(/\{%-?\s*for \w+ in products.*?endfor\s*-?%\}/gs, "").trimEnd();
  const said = [message.subject, message.preheader, ...(message.blocks ?? []).map((block) => block.text)];
  for (const text of said) {
    for (const language of LANGUAGES) if (text?.[language]) text[language] = bare(text[language]);
  }
  for (const body of (message.blocks ?? []).flatMap((block) => Object.values(block.body ?? {}))) {
    body.parts = body.parts?.filter((part) => !("products" in part));
    for (const part of body.parts ?? []) if (part.text) part.text = bare(part.text);
  }
  message.blocks = message.blocks?.filter((block) => Object.values(block.body ?? {}).every(({ parts }) => parts === undefined || parts.length > 0));
}

/** A name for programs, made of one for people, that nothing else has yet. */
export function idOf(name: string, taken: (id: string) => boolean): string {
  const plain = name.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
  const bare = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 48) || "mailing";
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? bare : `${bare}-${number}`;
    if (!taken(id)) return id;
  }
}

/** A mailing that is there already, as the form holds it. */
export function planOf(mailing: MailingDefinition, size: number, own: Message | null = null, holdout = 0): Plan {
  const { id, name, audience = "", list, message, at } = mailing;
  const rule = isEverybody(audience) ? "" : audience.trim();
  // What it says in both languages was written for it: nothing of it is left out for being as it was.
  const copy = own && { of: own, name: own.name, letters: lettersOf(own), without: [], speaks: { de: true, en: true }, dropped: [] };
  return { id, name, message, copy, who: list ? "list" : rule === "" ? "everybody" : "rule", rule, list: list ? { name: list, size } : null, at: at.slice(0, 16), holdout };
}

/** The name in one language; the other one follows as long as it is the same. */
export const renamed = (name: Plan["name"], language: Spoken, text: string): Plan["name"] => (name.de === name.en ? { de: text, en: text } : { ...name, [language]: text });

/** What the form still needs, the first thing first; without a name it can be judged already. */
export function missingOf(plan: Plan): "message" | "copy" | "rule" | "list" | "at" | "name" | null {
  if (plan.message === "") return "message";
  const { copy } = plan;
  if (copy && spokenOf(copy).some((language) => copy.letters[language]?.subject.trim() === "" || copy.letters[language]?.text.trim() === "")) return "copy";
  if (plan.who === "rule" && plan.rule.trim() === "") return "rule";
  if (plan.who === "list" && plan.list === null) return "list";
  if (plan.at === "") return "at";
  if (isNameless(plan.name)) return "name";
  return plan.copy && isNameless(plan.copy.name) ? "copy" : null;
}

const isNameless = (name: Plan["name"]) => name.de.trim() === "" || name.en.trim() === "";

export const messageIn = (definition: Definition, id: string) => definition.messages?.find((one) => one.id === id) ?? null;
