// What somebody says beyond the meanings that a proposal knows: voucher codes, and how orders are to be counted.
// It is written into the proposed mapping, so that nobody has to write a line of it.
import { type Document, isMap, isSeq, parseDocument } from "yaml";
import type { LookedAt, LookedAtFile, Meant } from "../../api/schema";
import { readsOf } from "./roles";

/** Meanings of the app; the server proposes a mapping without these columns. */
export const OWN_MEANINGS = ["voucher_code"] as const;
export type OwnMeaning = (typeof OWN_MEANINGS)[number];
export const isOwn = (meaning: string | null): meaning is OwnMeaning => OWN_MEANINGS.some((own) => own === meaning);

/** Of orders, what columns alone do not say. */
export interface More {
  /** Orders of these states came to nothing; null: as it is proposed, without values: none did. */
  cancelled: { column: string; values: string[] } | null;
  /** What the numbers of those begin with that take something back; null: as it is proposed. */
  returns: string | null;
  /** Codes that are no articles; a star at the end: all that begin so. */
  notArticles: string[];
  /** A row that is equal to an earlier one counts once. */
  once: boolean;
  /** What cost nothing was no purchase. */
  paid: boolean;
  /** The times were written in UTC, whatever the company's own clock says. */
  utc: boolean;
  /** By which clock the times of all files are read; null: the company's. */
  zone: string | null;
}

export const NO_MORE: More = { cancelled: null, returns: null, notArticles: [], once: false, paid: false, utc: false, zone: null };
export const saysMore = (more: More) => JSON.stringify(more) !== JSON.stringify(NO_MORE);

/** What the server is asked: own meanings are none of its. */
export const asked = (meanings: Meant[]): Meant[] => meanings.map((one) => (isOwn(one.meaning ?? null) ? { ...one, meaning: null } : one));

type Column = LookedAtFile["columns"][number];
const CANCELLED_WITHIN = "24h";

/** Whose a row is, the strongest column first. */
function person({ columns }: LookedAtFile): object | undefined {
  for (const [meaning, kind] of [["customer_number", "customer_number"], ["card", "card"], ["email", "email"]] as const) {
    const column = columns.find((one) => one.meaning === meaning);
    if (column) return { ...code(column), kind };
  }
  return undefined;
}

const code = ({ name, looks }: Column) => ({ column: name, ...(looks === "whole" ? { as: "integer" } : {}) });

function moment({ columns }: LookedAtFile): object | undefined {
  const isTime = ({ looks }: Column) => looks === "day" || looks === "moment";
  const column = columns.find((one) => isTime(one) && one.meaning !== null && one.meaning !== "birthday") ?? columns.find((one) => isTime(one) && one.meaning === null);
  return column ? { column: column.name, ...(column.format === null ? {} : { format: column.format }) } : undefined;
}

export interface Refined { mapping: string; /** Files that are read now for what somebody said of them. */ reads: string[]; /** Files of which something is missing for it. */ missing: { file: string; what: "person" | "moment" }[] }

/** The proposed mapping with all of it. */
export function refined({ mapping, files }: Pick<LookedAt, "mapping" | "files">, meanings: Meant[], more: More): Refined {
  const own = meanings.filter(({ meaning }) => meaning === "own_field" || isOwn(meaning ?? null));
  const result: Refined = { mapping, reads: [], missing: [] };
  if (own.length === 0 && !saysMore(more)) return result;
  const document = parseDocument(mapping);
  for (const file of files) {
    const said = own.filter((one) => one.file === file.file);
    if (said.length === 0) continue;
    const whose = person(file);
    if (whose === undefined) {
      result.missing.push({ file: file.file, what: "person" });
      continue;
    }
    for (const { column: name } of said.filter(({ meaning }) => meaning === "voucher_code")) {
      const [column, occurred] = [file.columns.find((one) => one.name === name), moment(file)];
      if (occurred === undefined) result.missing.push({ file: file.file, what: "moment" });
      if (occurred === undefined || column === undefined) continue;
      add(document, "vouchers", { file: file.file, customer: whose, code: code(column), occurred });
      result.reads.push(file.file);
    }
  }
  const saysOfOrders = isMap(document.get("orders")) && saysMore(more);
  if (!saysOfOrders && more.zone === null && result.reads.length === 0) return result;
  if (saysOfOrders) sayOfOrders(document, more);
  if (more.zone !== null) document.set("time_zone", more.zone);
  return { ...result, mapping: document.toString({ lineWidth: 0, flowCollectionPadding: true }) };
}

/** What somebody should still decide of a file; who writes the mapping by hand is asked nothing. */
export function stillOpen(file: string, looked: Pick<LookedAt, "open">, all: Refined, { text, more }: { text: string | null; more: More }): LookedAt["open"] {
  if (text !== null) return [];
  return looked.open.filter(({ file: name, question }) => name === file && !all.reads.includes(name) && !(more.returns && String(question) === "what_takes_back"));
}

/** What a file may stay that nothing is read of: nobody has to answer it. */
const RESTS = ["what_is_it", "beside_articles", "goes_together", "codes", "discounts"];
export const rests = (open: LookedAt["open"]) => open.every(({ question }) => RESTS.includes(question));

/** Of these nothing is read, and nothing has to be done about it. */
export function unreadFiles(looked: Pick<LookedAt, "open" | "files">, all: Refined, work: { text: string | null; more: More }): string[] {
  const read = readsOf(work.text ?? all.mapping).map(({ file }) => file);
  return looked.files.map(({ file }) => file).filter((file) => !read.includes(file) && !all.missing.some((one) => one.file === file) && rests(stillOpen(file, looked, all, work)));
}

/** Whether somebody should still decide something of any of the files. */
export function asksSomething(looked: Pick<LookedAt, "open" | "files">, all: Refined, work: { text: string | null; more: More }): boolean {
  return work.text === null && (all.missing.length > 0 || looked.files.some(({ file }) => !rests(stillOpen(file, looked, all, work))));
}

function add(document: Document, list: string, item: object) {
  if (isSeq(document.get(list))) document.addIn([list], document.createNode(item));
  else document.set(list, document.createNode([item]));
}

function sayOfOrders(document: Document, { cancelled, returns, notArticles, once, paid, utc }: More) {
  const set = (key: string, value: unknown) => document.setIn(["orders", key], document.createNode(value, { flow: true }));
  if (cancelled !== null && cancelled.values.length > 0) set("cancelled", cancelled);
  else if (cancelled !== null) document.deleteIn(["orders", "cancelled"]);
  if (notArticles.length > 0) set("not_articles", notArticles);
  if (once) set("exact_duplicates", "drop");
  if (paid) set("free_lines", "skip");
  if (utc) document.setIn(["orders", "occurred", "time_zone"], "UTC");
  if (returns === null) return;
  if (returns === "") return void document.deleteIn(["orders", "takes_back"]);
  set("takes_back", { numbers: `${returns}*`, cancelled_within: CANCELLED_WITHIN });
  // A number that begins with a letter is none in digits alone.
  if (/\D/.test(returns)) document.setIn(["orders", "number", "as"], "upper");
}

/** What the numbers of those begin with that take something back, as it is proposed. */
export function proposedReturns({ mapping }: Pick<LookedAt, "mapping">): string {
  const numbers: unknown = parseDocument(mapping).getIn(["orders", "takes_back", "numbers"]);
  return typeof numbers === "string" ? numbers.replace(/\*$/, "") : "";
}

/** By which column, and which of its texts, orders came to nothing, as it is proposed or written. */
export function cancelledBy(mapping: string): { column: string; values: string[] } | null {
  const document = parseDocument(mapping);
  const said: unknown = document.errors.length > 0 ? undefined : (document.toJS() as { orders?: { cancelled?: unknown } } | null)?.orders?.cancelled;
  const { column, values } = (said ?? {}) as { column?: unknown; values?: unknown };
  return typeof column === "string" && Array.isArray(values) ? { column, values: values.map(String) } : null;
}

/** Columns that may say of a whole order what became of it: the proposed one, and texts of which nobody knows the meaning,
 * where orders are read. */
export function stateColumns({ mapping, files }: Pick<LookedAt, "mapping" | "files">): Column[] {
  const orders: unknown = parseDocument(mapping).toJS() as unknown;
  const read = (orders as { orders?: { file?: string; with?: { file: string }[] } } | null)?.orders;
  if (read === undefined) return [];
  const proposed = cancelledBy(mapping)?.column;
  const names = [read.file, ...(read.with ?? []).map(({ file }) => file)];
  return files.filter(({ file }) => names.includes(file)).flatMap(({ columns }) => columns.filter(({ name, looks, meaning, unique }) => name === proposed || (looks === "text" && meaning === null && !unique)));
}

export const readsOrders = ({ mapping }: Pick<LookedAt, "mapping">) => /^orders:/m.test(mapping);
