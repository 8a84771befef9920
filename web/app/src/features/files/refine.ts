// What somebody says beyond what columns mean: how orders are to be counted, what consents are for and what proves them. It is
// written into the
// proposed mapping, so that nobody has to write a line of it.
import { type Document, isMap, parseDocument } from "yaml";
import type { LookedAt, LookedAtFile, Meant } from "../../api/schema";
import { isSaid, type OfConsents, sayConsents, withoutPurpose } from "./proof";
import { readsOf } from "./roles";

/** Meanings that say something only of somebody whom the file names. */
const OF_PEOPLE: readonly string[] = ["own_field", "voucher_code"];

/** What columns alone do not say, most of it of orders. */
export interface More extends OfConsents {
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

export const NO_MORE: More = { cancelled: null, returns: null, notArticles: [], once: false, paid: false, utc: false, zone: null, proofs: {}, purposes: {} };
export const saysMore = (more: More) => JSON.stringify(more) !== JSON.stringify(NO_MORE);
export const saysOfOrders = (more: More) => saysMore({ ...more, zone: null, proofs: {}, purposes: {} });

type Column = LookedAtFile["columns"][number];
const CANCELLED_WITHIN = "24h";

/** Whether a row says whose it is. */
const namesSomebody = ({ columns }: LookedAtFile) => columns.some(({ meaning }) => meaning === "customer_number" || meaning === "card" || meaning === "email");

export interface Refined { mapping: string; /** Files of which something is missing for what somebody said of them. */ missing: { file: string; what: "person" }[] }

/** The proposed mapping with all of it. */
export function refined({ mapping, files }: Pick<LookedAt, "mapping" | "files">, meanings: Meant[], more: More): Refined {
  const ofPeople = meanings.filter(({ meaning }) => OF_PEOPLE.includes(meaning ?? ""));
  const lacking = files.filter((file) => ofPeople.some((one) => one.file === file.file) && !namesSomebody(file));
  const result: Refined = { mapping, missing: lacking.map(({ file }) => ({ file, what: "person" })) };
  if (!saysMore(more)) return result;
  const document = parseDocument(mapping);
  const hasOrders = isMap(document.get("orders")) && saysOfOrders(more);
  if (hasOrders) sayOfOrders(document, more);
  const hasConsents = sayConsents(document, files, more);
  if (!hasOrders && !hasConsents && more.zone === null) return result;
  if (more.zone !== null) document.set("time_zone", more.zone);
  return { ...result, mapping: document.toString({ lineWidth: 0, flowCollectionPadding: true }) };
}

/** What somebody should still decide of a file; who writes the mapping by hand is asked nothing. */
export function stillOpen(file: string, looked: Pick<LookedAt, "open">, { text, more }: { text: string | null; more: More }): LookedAt["open"] {
  if (text !== null) return [];
  return looked.open.filter(({ file: name, question }) => name === file && !(more.returns && String(question) === "what_takes_back") && !(question === "what_proves_it" && isSaid(more.proofs[file])));
}

/** What a file may stay that nothing is read of: nobody has to answer it. */
const RESTS = ["what_is_it", "beside_articles", "goes_together", "codes", "discounts", "who_rated"];
export const rests = (open: LookedAt["open"]) => open.every(({ question }) => RESTS.includes(question));

/** Of these nothing is read, and nothing has to be done about it. */
export function unreadFiles(looked: Pick<LookedAt, "open" | "files">, all: Refined, work: { text: string | null; more: More }): string[] {
  const read = readsOf(work.text ?? all.mapping).map(({ file }) => file);
  return looked.files.map(({ file }) => file).filter((file) => !read.includes(file) && !all.missing.some((one) => one.file === file) && rests(stillOpen(file, looked, work)));
}

/** Whether somebody should still decide something of any of the files. */
export function asksSomething(looked: Pick<LookedAt, "open" | "files">, all: Refined, work: { text: string | null; more: More }): boolean {
  return work.text === null && (all.missing.length > 0 || withoutPurpose(all.mapping, work.more).length > 0 || looked.files.some(({ file }) => !rests(stillOpen(file, looked, work))));
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
