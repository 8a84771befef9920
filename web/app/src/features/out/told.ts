// How a subscription stands, which notices belong together, and what an export is as entries of a form.
import type { ExportWhat, FileExport, NewFileExport, NoticeKind, Webhook } from "../../api/schema";
import { atOf, isSamePlace, lacking, NOWHERE, type Where, whereOf, WRITER } from "../databases/at";

export type Stand = "suspended" | "failing" | "given_up" | "behind" | "told";
export const WEBHOOK_TONES: Record<Stand, string> = { suspended: "bad", failing: "warn", given_up: "warn", behind: "accent", told: "good" };

/** The worst first. */
export function standOf({ suspended, failing, given_up, oldest }: Pick<Webhook, "suspended" | "failing" | "given_up" | "oldest">): Stand {
  if (suspended !== null) return "suspended";
  if (failing !== null) return "failing";
  if (given_up > 0) return "given_up";
  return oldest === null ? "told" : "behind";
}

/** By what they are about; the parts of the keys before the dot say it, but for a few. */
export const KIND_GROUPS: [group: "messages" | "reactions" | "people" | "wishes", kinds: NoticeKind[]][] = [
  ["people", ["customer.created", "customer.identified", "profile.changed", "consent.changed", "objection.changed", "customer.merged", "customer.unmerged", "customer.erased", "segment.entered", "segment.left", "phase.changed"]],
  ["messages", ["message.decided", "message.sent", "message.delivered", "message.bounced", "message.failed", "message.uncertain", "message.suppressed"]],
  ["reactions", ["message.opened", "message.clicked", "message.replied", "message.complained", "message.unsubscribed"]],
  ["wishes", ["stock.back", "stock.low", "price.dropped", "category.new"]],
];

/** Names are lower case letters, digits and hyphens. */
export const isOutName = (text: string) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) && text.length <= 48;
export const isSecretText = (text: string) => /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text);
export const isAddress = (text: string) => /^https?:\/\/[^\s/]+/.test(text);

export type Every = "never" | "minutes" | "day";
/** What is written into a form. */
export interface Entries extends OfFolder, OfTable { id: string; what: ExportWhat; fields: string[]; segment: string; /** Of things; "": all. */ entity: string; days: string; goes: FileExport["to"]["kind"]; every: Every; minutes: string; at: string }
interface OfFolder { format: "csv" | "parquet"; folder: string; filesMax: string }
interface OfTable { where: Where; /** Null: the one that the server knows. */ password: string | null; schema: string; table: string }

export const FRESH: Entries = { id: "", what: "customers", fields: ["id", "identifier.email"], segment: "", entity: "", days: "", goes: "folder", format: "csv", folder: "", filesMax: "10", where: { ...NOWHERE, user: WRITER }, password: null, schema: "", table: "", every: "day", minutes: "60", at: "06:00" };
/** Of these a row has a time, by which the newest can be taken alone. */
export const TIMED: ExportWhat[] = ["consents", "orders", "messages"];

function entriesOfTo(to: FileExport["to"]): Partial<Entries> {
  if (to.kind === "folder") return { goes: "folder", format: to.format, folder: to.folder, filesMax: String(to.files_max) };
  return { goes: "table", where: whereOf(to.at), schema: to.schema ?? "", table: to.table };
}

export function entriesOf({ id, what, fields, segment, entity, days, to, schedule }: FileExport): Entries {
  return {
    ...FRESH,
    ...entriesOfTo(to),
    id, what, fields,
    segment: segment ?? "",
    entity: entity ?? "",
    days: days === null ? "" : String(days),
    every: schedule === null ? "never" : schedule.daily_at === null ? "minutes" : "day",
    minutes: String(schedule?.every_minutes ?? FRESH.minutes),
    at: schedule?.daily_at ?? FRESH.at,
  };
}

/** As it is asked for; what does not belong to what is exported is left out. */
export function exportOf(entries: Entries): NewFileExport {
  const { id, what, fields, segment, entity, days, every, minutes, at } = entries;
  return {
    id, what,
    to: toOf(entries),
    fields: what === "customers" ? fields : [],
    segment: what === "customers" && segment.trim() !== "" ? segment.trim() : null,
    entity: what === "things" && entity !== "" ? entity : null,
    days: TIMED.includes(what) && days.trim() !== "" ? Number(days) : null,
    schedule: every === "never" ? null : every === "minutes" ? { every_minutes: Number(minutes), daily_at: null } : { every_minutes: null, daily_at: at },
  };
}

function toOf({ goes, format, folder, filesMax, where, password, schema, table }: Entries): NewFileExport["to"] {
  if (goes === "folder") return { kind: "folder", format, folder: folder.trim(), files_max: Number(filesMax) };
  const at = atOf(where);
  return { kind: "table", at, password: at.kind === "sqlite" ? null : password, schema: at.kind === "postgres" && schema.trim() !== "" ? schema.trim() : null, table: table.trim() };
}

/** Whether an export that is no longer there, or goes elsewhere now, can be made again without its password. */
export function isOpenAgain(before: NewFileExport["to"], now: NewFileExport["to"] | null): boolean {
  if (before.kind === "folder" || before.at.kind === "sqlite") return true;
  return now?.kind === "table" && isSamePlace({ at: now.at }, whereOf(before.at));
}

export type Entry = "id" | "fields" | "days" | "folder" | "filesMax" | "where" | "table" | "minutes" | "at";
const isWhole = (text: string, least: number, most: number) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

/** What is still wrong; the server looks at all of it again. */
export function wrongIn({ id, what, fields, days, goes, folder, filesMax, where, table, every, minutes, at }: Entries): Entry[] {
  const wrong: [Entry, boolean][] = [
    ["id", !isOutName(id)],
    ["fields", what === "customers" && fields.length === 0],
    ["days", TIMED.includes(what) && days.trim() !== "" && !isWhole(days, 1, 36_500)],
    ["folder", goes === "folder" && (!/^[\p{L}\p{N}._/ -]*$/u.test(folder) || folder.startsWith("/") || folder.split("/").includes(".."))],
    ["filesMax", goes === "folder" && !isWhole(filesMax, 1, 1_000)],
    ["where", goes === "table" && lacking(where).length > 0],
    ["table", goes === "table" && (table.trim() === "" || new TextEncoder().encode(table.trim()).length > 50)],
    ["minutes", every === "minutes" && !isWhole(minutes, 1, 65_535)],
    ["at", every === "day" && !/^\d\d:\d\d$/.test(at)],
  ];
  return wrong.filter(([, is]) => is).map(([entry]) => entry);
}
