// How a subscription stands, which notices belong together, and what an export is as entries of a form.
import type { ExportWhat, FileExport, NewFileExport, NoticeKind, Webhook } from "../../api/schema";

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
export interface Entries { id: string; what: ExportWhat; fields: string[]; segment: string; days: string; format: FileExport["format"]; folder: string; filesMax: string; every: Every; minutes: string; at: string }

export const FRESH: Entries = { id: "", what: "customers", fields: ["id", "identifier.email"], segment: "", days: "", format: "csv", folder: "", filesMax: "10", every: "day", minutes: "60", at: "06:00" };
/** Of these a row has a time, by which the newest can be taken alone. */
export const TIMED: ExportWhat[] = ["consents", "orders", "messages"];

export function entriesOf({ id, what, fields, segment, days, format, folder, files_max, schedule }: FileExport): Entries {
  return {
    id, what, fields, format, folder,
    segment: segment ?? "",
    days: days === null ? "" : String(days),
    filesMax: String(files_max),
    every: schedule === null ? "never" : schedule.daily_at === null ? "minutes" : "day",
    minutes: String(schedule?.every_minutes ?? FRESH.minutes),
    at: schedule?.daily_at ?? FRESH.at,
  };
}

/** As it is asked for; what does not belong to what is exported is left out. */
export function exportOf({ id, what, fields, segment, days, format, folder, filesMax, every, minutes, at }: Entries): NewFileExport {
  return {
    id, what, format,
    folder: folder.trim(),
    fields: what === "customers" ? fields : [],
    segment: what === "customers" && segment.trim() !== "" ? segment.trim() : null,
    days: TIMED.includes(what) && days.trim() !== "" ? Number(days) : null,
    files_max: Number(filesMax),
    schedule: every === "never" ? null : every === "minutes" ? { every_minutes: Number(minutes), daily_at: null } : { every_minutes: null, daily_at: at },
  };
}

export type Entry = "id" | "fields" | "days" | "folder" | "filesMax" | "minutes" | "at";
const isWhole = (text: string, least: number, most: number) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

/** What is still wrong; the server looks at all of it again. */
export function wrongIn({ id, what, fields, days, folder, filesMax, every, minutes, at }: Entries): Entry[] {
  const wrong: [Entry, boolean][] = [
    ["id", !isOutName(id)],
    ["fields", what === "customers" && fields.length === 0],
    ["days", TIMED.includes(what) && days.trim() !== "" && !isWhole(days, 1, 36_500)],
    ["folder", !/^[\p{L}\p{N}._/ -]*$/u.test(folder) || folder.startsWith("/") || folder.split("/").includes("..")],
    ["filesMax", !isWhole(filesMax, 1, 1_000)],
    ["minutes", every === "minutes" && !isWhole(minutes, 1, 65_535)],
    ["at", every === "day" && !/^\d\d:\d\d$/.test(at)],
  ];
  return wrong.filter(([, is]) => is).map(([entry]) => entry);
}
