// A difference between two texts of a programme in the words of the app: where it is, what it is about, and what
// stood and stands there. What has no words keeps its own name; nothing is judged.
import { stringify } from "yaml";
import type { Check, Definition, Journey, Localised, Message, Step } from "../../api/schema";
import type { useWords } from "../../i18n/context";
import { unslug } from "../../ui/marks";
import { withPlaceholders } from "../content/placeholders";
import { blockName, journeyName } from "../names";
import { whereIs, type Where } from "./changes";
import { clock, exitWords, spanWords, stepWords } from "./words";

type Words = ReturnType<typeof useWords>;
export type Difference = Check["diff"][number];

export interface Described { place: string; what: string; kind: "added" | "removed" | "changed"; before: string; after: string }

const SPANS = /(^|\.)(for|timeout|max_age|within|goal_within|after|dwell|max_lag)$/;
const RULES = /(^|\.)(when|goal|audience|relevant|rule)$/;
const TEMPLATES = /(^|\.)(subject|preheader|text|heading|link)$/;
const STEPS = /(^|\.)(next|otherwise)$/;
/** Names that have words of their own, by the last part of their path. */
const CODES: Record<string, string> = {
  aim: "aim", class: "class", purpose: "purpose", channels: "channel", weekdays: "day", event: "event", on: "event", extend_on: "event", field: "field", inside: "reentry", key: "run_key", items: "items",
};

export function describe(words: Words, { path, before, after }: Difference, old: Definition, now: Definition): Described {
  const where = whereIs(path, now, old);
  const key = where.rest.replace(/\.(de|en)$/, "");
  const language = key === where.rest ? "" : ` (${words.format.language(where.rest.endsWith(".de") ? "de" : "en")})`;
  const exact = (raw: unknown) => valueWords(words, where, key, raw, now, old);
  // Tags of a template are said as people say them, unless they are all that differs.
  const spoken = (raw: unknown) => (TEMPLATES.test(key) && typeof raw === "string" ? withPlaceholders(words, raw) || "–" : exact(raw));
  const said = spoken(before) === spoken(after) ? exact : spoken;
  return {
    place: placeOf(words, where, key, path, now, messageNames(words, [now, old])),
    what: labelOf(words, key, path) + language,
    kind: before === null && isThing(after) ? "added" : after === null && isThing(before) ? "removed" : "changed",
    before: said(before),
    after: said(after),
  };
}

const isThing = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function placeOf(words: Words, where: Where, key: string, path: string, definition: Definition, messages: Map<string, string>): string {
  // What a step says of itself is what changed; it would only say it twice.
  const tellsItself = key === "" || ["message", "goal", "exit", "wait.for"].includes(key);
  const names = [
    where.journey && path !== `journeys[${where.journey.id}]` ? journeyName(words, definition, where.journey) : null,
    where.step && !tellsItself ? stepName(words, where.step, messages) : null,
    where.message && path !== `messages[${where.message.id}]` ? words.say(where.message.name) : null,
    where.item && !path.endsWith("]") && where.item !== where.message?.id ? itemName(words, where, key) : null,
  ];
  return names.filter(Boolean).join(" › ");
}

function itemName(words: Words, { message, item }: Where, key: string): string {
  if (key.startsWith("exit")) return exitWords(words, item ?? "");
  const block = message?.blocks?.find(({ id }) => id === item);
  // Cases of a branch have numbers instead of names.
  if (/^\d+$/.test(item ?? "")) return `${Number(item) + 1}.`;
  return block ? blockName(words, block) : unslug(item ?? "");
}

/** By the whole path, by its end, or by its beginning with the name that follows. */
function labelOf({ code }: Words, key: string, path: string): string {
  const known = (name: string) => (code("change", name) === name ? null : code("change", name));
  if (key === "") return known(path.endsWith("]") && path.includes(".steps[") ? "step" : "journey") ?? path;
  const parts = key.split(".");
  const ends = parts.map((_, at) => parts.slice(at).join("."));
  for (const name of ends) {
    const words = known(name);
    if (words !== null) return words;
  }
  for (let upto = parts.length - 1; upto > 0; upto -= 1) {
    const words = known(parts.slice(0, upto).join("."));
    if (words !== null) return `${words}: ${parts.slice(upto).map(unslug).join(" › ")}`;
  }
  return parts.map(unslug).join(" › ");
}

function valueWords(words: Words, where: Where, key: string, raw: unknown, ...definitions: Definition[]): string {
  const { t, code, rule, format } = words;
  if (raw === null || raw === undefined || raw === "") return "–";
  if (typeof raw === "boolean") return t(raw ? "value.yes" : "value.no");
  if (typeof raw === "number") return format.number(raw);
  if (Array.isArray(raw)) return raw.length === 0 ? "–" : raw.map((one) => valueWords(words, where, key, one, ...definitions)).join(", ");
  const names = messageNames(words, definitions);
  if (typeof raw === "object") return thingWords(words, key, raw as Record<string, unknown>, names);
  const text = String(raw);
  if (SPANS.test(key)) return spanWords(words, text);
  if (RULES.test(key)) return rule(text);
  if (STEPS.test(key) || key === "steps") return namedStep(words, where, text, names, definitions);
  if (/(^|\.)message$/.test(key)) return names.get(text) ?? unslug(text);
  if (/^\d\d:\d\d:\d\d$/.test(text)) return clock(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return format.local(text);
  const area = CODES[key.split(".").at(-1) ?? ""];
  const known = area === undefined ? text : code(area, text);
  return known === text && area !== undefined ? unslug(text) : known;
}

function namedStep(words: Words, where: Where, id: string, names: Map<string, string>, definitions: Definition[]): string {
  const steps = definitions.flatMap((all) => all.journeys?.find((one) => one.id === where.journey?.id)?.steps ?? []);
  const found = steps.find((one) => one.id === id);
  return found ? stepName(words, found, names) : unslug(id);
}

function stepName(words: Words, step: Step, names: Map<string, string>): string {
  const said = stepWords(words, step, names);
  // A span alone says nothing of its being a wait.
  return said === "" ? unslug(step.id) : step.wait ? `${words.code("step", "wait")} ${said}` : said;
}

const messageNames = ({ say }: Words, definitions: Definition[]) => new Map(definitions.toReversed().flatMap((all) => (all.messages ?? []).map((one) => [one.id, say(one.name)] as const)));

/** A whole thing that came or went. */
function thingWords(words: Words, key: string, thing: Record<string, unknown>, names: Map<string, string>): string {
  const { say, rule } = words;
  if (key === "" && Array.isArray(thing["steps"])) return say((thing as unknown as Journey).name);
  if (key === "") return stepName(words, thing as unknown as Step, names);
  if (key === "messages" || key === "mailings") return say((thing as unknown as Message).name);
  if (key === "exit") return `${exitWords(words, String(thing["id"]))}: ${rule(String(thing["when"]))}`;
  if (key.endsWith("blocks")) return blockName(words, thing as unknown as NonNullable<Message["blocks"]>[number]);
  if (typeof thing["when"] === "string" && typeof thing["next"] === "string") return `${rule(thing["when"])} → ${unslug(thing["next"])}`;
  if (typeof thing["de"] === "string" && typeof thing["en"] === "string") return say(thing as unknown as Localised);
  return stringify(thing).trim();
}
