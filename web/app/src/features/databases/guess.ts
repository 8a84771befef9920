// What can be guessed of how a database is read, from the first rows: by which column what is new is found, and which
// columns tell its rows apart. People say the last word.
import type { HowRead, LookedAtFile } from "../../api/schema";

type Column = LookedAtFile["columns"][number];
export type Watermark = "timestamp" | "integer" | "text";
export interface Guessed { watermark: string; kind: Watermark; key: string[] }

/** Names under which systems keep when a row was changed last, the likeliest first. */
const CHANGED = [/^(updated|changed|modified|geaendert|geändert|aktualisiert)[_ ]?(at|on|am|um)?$/i, /(updat|chang|modif|ge(ä|ae)ndert|aktualisiert|last_?write)/i, /(row_?version|version|revision)$/i];
const CREATED = /(creat|insert|angelegt|erstellt|date|datum|time|zeit)/i;

export const kindOfColumn = (looks: Column["looks"] | undefined): Watermark => (looks === "moment" || looks === "day" ? "timestamp" : looks === "whole" ? "integer" : "text");

/** By its meaning, its name, and as the last resort a number that grows with each new row; empty: nobody can tell. */
export function guessWatermark(columns: Column[]): string {
  const times = columns.filter(({ looks }) => looks === "moment" || looks === "day");
  const growing = [...times, ...columns.filter(({ looks }) => looks === "whole")];
  const named = CHANGED.map((shape) => growing.find(({ name }) => shape.test(name))).find((found) => found !== undefined);
  const meant = columns.find(({ meaning }) => meaning === "changed");
  const created = times.find(({ name, filled }) => filled === 1 && CREATED.test(name));
  const number = columns.find(({ name, looks, unique }) => looks === "whole" && unique && isKeyName(name));
  return (meant ?? named ?? created ?? number)?.name ?? "";
}

const isKeyName = (name: string) => /(^|_)(id|nr|no|number|nummer|key|code)$/i.test(name) || /Id$/.test(name);

/** One column whose values all differ, by its name if there are several; else none. */
export function guessKey(columns: Column[], watermark: string): string[] {
  const unique = columns.filter(({ name, unique, filled, looks }) => unique && filled === 1 && name !== watermark && looks !== "amount");
  const found = unique.find(({ name }) => /^id$/i.test(name)) ?? unique.find(({ name }) => isKeyName(name)) ?? unique.find(({ looks }) => looks === "whole") ?? unique[0];
  // A number that grows may be both.
  const own = columns.find(({ name, unique: alone }) => name === watermark && alone);
  return found ? [found.name] : own ? [own.name] : [];
}

export function guessed(columns: Column[]): Guessed {
  const watermark = guessWatermark(columns);
  return { watermark, kind: kindOfColumn(columns.find(({ name }) => name === watermark)?.looks), key: guessKey(columns, watermark) };
}

/** How it is read, as it is entered. */
export interface How {
  by: "pull" | "capture";
  watermark: string;
  kind: Watermark;
  key: string[];
  every: "minutes" | "day";
  minutes: string;
  at: string;
  again: string;
  rows: string;
  seconds: string;
  publication: string;
  slot: string;
}

export const HOW: How = { by: "pull", watermark: "", kind: "timestamp", key: [], every: "minutes", minutes: "15", at: "04:00", again: "", rows: "", seconds: "", publication: "", slot: "" };

export function howOf(read: HowRead): How {
  if (read.by === "capture") return { ...HOW, by: "capture", publication: read.publication ?? "", slot: read.slot ?? "" };
  const text = (value: number | null) => (value === null ? "" : String(value));
  return {
    ...HOW,
    watermark: read.watermark,
    kind: read.watermark_kind,
    key: read.key,
    every: read.daily_at === null ? "minutes" : "day",
    minutes: read.every_minutes === null ? HOW.minutes : String(read.every_minutes),
    at: read.daily_at ?? HOW.at,
    again: text(read.again),
    rows: text(read.batch_rows),
    seconds: text(read.timeout_seconds),
  };
}

/** What is read: a table as it is, or what a query gives. */
export interface What { schema: string | null; table: string | null; query: string }

export function readOf(how: How, { schema, table, query }: What): HowRead {
  if (how.by === "capture" && table !== null) return { by: "capture", schema, table, publication: how.publication.trim() || null, slot: how.slot.trim() || null };
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  return {
    by: "pull",
    query: query.trim(),
    watermark: how.watermark,
    watermark_kind: how.kind,
    key: how.key.filter((name) => name !== ""),
    every_minutes: how.every === "minutes" ? Number(how.minutes) : null,
    daily_at: how.every === "day" ? how.at : null,
    again: number(how.again),
    batch_rows: number(how.rows),
    timeout_seconds: number(how.seconds),
  };
}

const KEYS_MAX = 16;
export type HowEntry = "watermark" | "key" | "minutes" | "at" | "again" | "rows" | "seconds";
const isWhole = (text: string, from: number, until: number) => /^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= until;

/** What is missing or cannot be; the bounds are those of the server. */
export function unfit(how: How): HowEntry[] {
  if (how.by === "capture") return [];
  const wrong: [HowEntry, boolean][] = [
    ["watermark", how.watermark === ""],
    ["key", how.key.filter((name) => name !== "").length === 0 || how.key.length > KEYS_MAX],
    ["minutes", how.every === "minutes" && !isWhole(how.minutes, 1, 65_535)],
    ["at", how.every === "day" && !/^([01]\d|2[0-3]):[0-5]\d$/.test(how.at)],
    ["again", how.kind !== "text" && how.again.trim() !== "" && !isWhole(how.again, 0, 1e12)],
    ["rows", how.rows.trim() !== "" && !isWhole(how.rows, 1, 100_000)],
    ["seconds", how.seconds.trim() !== "" && !isWhole(how.seconds, 1, 3_600)],
  ];
  return wrong.flatMap(([entry, is]) => (is ? [entry] : []));
}

/** The file that a mapping reads. */
export const fileOf = (mapping: string) => /^\s*file:\s*["']?([^\s"'#]+)/m.exec(mapping)?.[1] ?? null;
