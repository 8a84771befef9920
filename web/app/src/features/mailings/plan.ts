// A mailing as a form holds it, and the programme's text with that mailing. Pure; whether it is right, the server says.
import type { Block, Definition, MailingDefinition, Message } from "../../api/schema";
import { addItem, hasItem, type Place, setIn } from "../programmes/text";

const EVERYBODY = "true";
export const isEverybody = (audience: string) => audience.trim() === "" || audience.trim() === EVERYBODY;
export type Spoken = "de" | "en";
export interface Letter { subject: string; preheader: string; text: string }
/** By language; only those that the message speaks. */
export type Letters = Partial<Record<Spoken, Letter>>;

export interface Plan {
  id: string;
  name: Record<Spoken, string>;
  message: string;
  /** A message of its own, made from another one; it is called `message`. */
  copy: { of: Message; name: string; letters: Letters } | null;
  who: "everybody" | "rule" | "list";
  rule: string;
  list: { name: string; size: number } | null;
  at: string;
}

/** The programme's text with the mailing as it is planned: added if it is new, else changed where it differs. */
export function withMailing(text: string, plan: Plan): string {
  // With a list, a rule is asked beside it.
  const audience = plan.who === "everybody" ? EVERYBODY : plan.rule.trim() || undefined;
  const list = plan.who === "list" ? plan.list?.name : undefined;
  const said = { audience, list, message: plan.message, at: plan.at.length === 16 ? `${plan.at}:00` : plan.at };
  const withMessage = plan.copy ? withCopy(text, plan.message, plan.copy) : text;
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

/** The copy is written as a whole the first time; later only what was changed in the form. */
function withCopy(text: string, id: string, { of, name, letters }: NonNullable<Plan["copy"]>): string {
  const message = { ...written(of, letters), id, name: { de: name, en: name } };
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

/** The part of a block's layout that holds its text. */
const firstPart = (block: Block, language: Spoken) => block.body?.[language]?.parts?.find(({ text }) => Boolean(text));

function written(message: Message, letters: Letters): Message {
  const copy = structuredClone(message);
  for (const language of LANGUAGES) {
    const letter = letters[language];
    if (!letter) continue;
    if (copy.subject) copy.subject[language] = letter.subject;
    if (copy.preheader) copy.preheader[language] = letter.preheader;
    else if (letter.preheader) copy.preheader = Object.fromEntries(LANGUAGES.map((one) => [one, letters[one]?.preheader ?? ""])) as Message["subject"];
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
export function planOf(mailing: MailingDefinition, size: number): Plan {
  const { id, name, audience = "", list, message, at } = mailing;
  const rule = isEverybody(audience) ? "" : audience.trim();
  return { id, name, message, copy: null, who: list ? "list" : rule === "" ? "everybody" : "rule", rule, list: list ? { name: list, size } : null, at: at.slice(0, 16) };
}

/** The name in one language; the other one follows as long as it is the same. */
export const renamed = (name: Plan["name"], language: Spoken, text: string): Plan["name"] => (name.de === name.en ? { de: text, en: text } : { ...name, [language]: text });

/** What the form still needs, the first thing first; without a name it can be judged already. */
export function missingOf(plan: Plan): "message" | "copy" | "rule" | "list" | "at" | "name" | null {
  if (plan.message === "") return "message";
  if (plan.copy && (plan.copy.name.trim() === "" || Object.values(plan.copy.letters).some(({ subject, text }) => subject.trim() === "" || text.trim() === ""))) return "copy";
  if (plan.who === "rule" && plan.rule.trim() === "") return "rule";
  if (plan.who === "list" && plan.list === null) return "list";
  if (plan.at === "") return "at";
  return plan.name.de.trim() === "" || plan.name.en.trim() === "" ? "name" : null;
}

export const messageIn = (definition: Definition, id: string) => definition.messages?.find((one) => one.id === id) ?? null;
