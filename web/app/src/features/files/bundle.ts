// What is known of files that are handed in: their names, their source, what somebody said of them, and how far one is.
import type { Bundle, ImportState, LookedAt, LookedAtFile, Meant } from "../../api/schema";
import type { Format } from "../../i18n/format";
import { type More, NO_MORE } from "./refine";

type Meaning = LookedAtFile["columns"][number]["meaning"];
export type MeaningCode = NonNullable<Meaning>;

const NAME_MAX = 48;

/** As people write them, in the order in which they look for them. */
export const MEANINGS: [group: "person" | "consent" | "order" | "article" | "offer" | "event" | "unread", codes: MeaningCode[]][] = [
  ["person", ["customer_number", "email", "card", "phone", "salutation", "title", "given_name", "family_name", "full_name", "street", "postal_code", "city", "region", "country", "birthday", "gender", "language", "own_field", "changed"]],
  ["consent", ["consent_state", "consent_time"]],
  ["order", ["order_number", "order_time", "quantity", "unit_price", "total"]],
  ["article", ["article_number", "article_name", "category", "description", "brand", "variant_group", "content", "picture", "link", "tags"]],
  ["offer", ["sale_price", "price_from", "price_until", "zone", "customer_group", "pieces_from", "stock", "availability", "outlet", "outlet_name", "latitude", "longitude"]],
  ["event", ["voucher_code", "redeemed_time", "rating", "rated_time", "sent_time", "campaign"]],
  ["unread", ["supplier", "list_price"]],
];

/** Meanings that are known and of no use here. */
export const isUnused = (meaning: string) => MEANINGS.some(([group, codes]) => group === "unread" && codes.some((one) => one === meaning));

export const isSourceName = (name: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= NAME_MAX;

/** "Kassenbons 2026 (neu).csv.gz" may be of a source "kassenbons". What tells one delivery from the next is left away. */
export function suggestedSource(file: string): string {
  const bare = file.replace(/(\.[a-z0-9]{1,8}){1,2}$/i, "").toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
  const words = bare.split(/[^a-z0-9]+/).filter((word) => /[a-z]/.test(word) && !/^(neu|new|export|kopie|copy|final|v\d+|q[1-4])$/.test(word));
  return words.slice(0, 3).join("-").slice(0, NAME_MAX).replace(/-+$/, "");
}

/** The choice of a source that is not declared yet. */
export const NEW_SOURCE = "+";
export interface PickedSource { choice: string; /** Of a new one; offered once somebody wants one. */ name: string }

/** Where the organisation declares sources, somebody says which of them it is: a new one is nobody's guess. `declared`: null
 * as long as it is not known. */
export function proposedSource(said: string, first: string, declared: string[] | null): PickedSource {
  if (declared === null) return { choice: "", name: "" };
  if (said !== "") return declared.includes(said) ? { choice: said, name: "" } : { choice: NEW_SOURCE, name: said };
  const suggested = suggestedSource(first);
  if (declared.includes(suggested)) return { choice: suggested, name: "" };
  return { choice: declared.length === 0 && suggested !== "" ? NEW_SOURCE : "", name: suggested };
}

/** What somebody did with a bundle, so that it can be gone on with later. */
export interface Work {
  source: string;
  meanings: Meant[];
  /** What columns alone do not say. */
  more: More;
  /** The mapping, where somebody wrote it by hand. */
  text: string | null;
  /** The mapping that was tried last. */
  tried: string | null;
  /** When they were handed in; null: in another browser, or nobody knows. */
  at: string | null;
}

export const NO_WORK: Work = { source: "", meanings: [], more: NO_MORE, text: null, tried: null, at: null };
const FORMAT = 1;

export const writtenWork = (work: Work) => JSON.stringify({ format: FORMAT, work });

/** What cannot be read, or was kept by another version of the app, is as good as nothing. */
export function readWork(text: string | null): Work {
  try {
    const { format, work } = JSON.parse(text ?? "{}") as { format?: number; work?: Partial<Work> };
    return format === FORMAT && work ? { ...NO_WORK, ...work, more: { ...NO_MORE, ...work.more } } : NO_WORK;
  } catch {
    return NO_WORK;
  }
}

/** The last word about a column counts. */
export const meant = (meanings: Meant[], next: Meant): Meant[] => [...meanings.filter(({ file, column }) => file !== next.file || column !== next.column), next];

/**
 * Columns for whose meaning another one is read, by name: of each only the first is, but of categories, pictures and own fields all.
 * `people`: columns that the mapping reads as numbers of customers.
 */
export function shadowed({ columns }: Pick<LookedAtFile, "columns">, people: ReadonlySet<string>): Map<string, string> {
  const first = new Map<MeaningCode, string>();
  const found = new Map<string, string>();
  for (const { name, meaning } of columns) {
    if (meaning === null || meaning === "category" || meaning === "picture" || meaning === "own_field") continue;
    const before = first.get(meaning);
    if (before === undefined) first.set(meaning, name);
    else if (meaning === "customer_number" && people.has(name) && !people.has(before)) {
      first.set(meaning, name);
      found.set(before, name);
    } else found.set(name, before);
  }
  return found;
}

export const isUnderWay = (state: ImportState | null | undefined) => state?.phase === "waiting" || state?.phase === "reading" || state?.phase === "applying";

/** Under way or over: there is nothing to choose any more. */
export const isImport = (state: ImportState | null | undefined): state is ImportState => state !== null && state !== undefined && !state.trial && state.phase !== "failed";

export interface Stand { files: number; pending: number; source: string; looked: LookedAt | undefined; text: string | null }
export type Step = "files" | "columns" | "trial";

/** Which step somebody is at. */
export function openStep({ files, pending, source, looked, text }: Stand): Step {
  if (files === 0 || pending > 0 || !isKnownName(source)) return "files";
  if (looked === undefined) return "columns";
  return text !== null || looked.problem === null ? "trial" : "columns";
}

/** Sources that are declared may be called otherwise than new ones. */
const isKnownName = (source: string) => source !== "";

/** Nothing of them is read in for good, or it failed: somebody may go on with them. */
export const isBegun = ({ import: state }: Pick<Bundle, "import">) => !(isImport(state) && (isUnderWay(state) || state.phase === "done"));

/** A file in the list: on the server, to be sent, or both. */
export interface Listed { name: string; bytes: number; state: "ready" | "uploaded"; /** It takes the place of one that is there. */ replaces: boolean; /** It is still at hand and can be sent again. */ atHand: boolean }

export function listed(uploaded: Bundle["files"], chosen: { name: string; bytes: number; sent: boolean }[], dropped: string[]): Listed[] {
  const there = uploaded.filter(({ name }) => !dropped.includes(name));
  const rows = new Map<string, Listed>(there.map(({ name, bytes }) => [name, { name, bytes, state: "uploaded", replaces: false, atHand: false }]));
  for (const { name, bytes, sent } of chosen) {
    const known = rows.has(name);
    rows.set(name, { name, bytes, state: sent ? "uploaded" : "ready", replaces: known && !sent, atHand: true });
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Articles that are not known before an import are told by signs that nobody can read: what was bought is left away. */
export const readable = (words: string) => (/#[0-9a-f]{16}/.test(words) ? words.replace(/:? (\d+ × )?#[0-9a-f]{16}.*$/, "") : words);

/** A value as it is stored: texts stand in quotation marks. */
export const bare = (value: string) => /^"(.*)"$/s.exec(value)?.[1]?.replace(/\\(["\\])/g, "$1") ?? value;

/** The same for who reads: days and amounts, which stand without marks, as people of their language write them. */
export function shownValue(value: string, format: Pick<Format, "plainDay" | "plainNumber" | "dateTime">): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.plainDay(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return format.dateTime(value);
  return /^-?\d+\.\d+$/.test(value) ? format.plainNumber(value) : bare(value);
}

/** What came to nothing and what was read, of all files together. */
export function fates(files: ImportState["files"]): { rows: number; taken: number; left: number; /** Of those left: they wait in quarantine. */ refused: number } {
  const sum = (of: "rows" | "taken") => files.reduce((all, file) => all + file[of], 0);
  return { rows: sum("rows"), taken: sum("taken"), left: sum("rows") - sum("taken"), refused: files.flatMap(({ left_out: causes }) => causes).reduce((all, { rows, wrong }) => all + (wrong ? rows : 0), 0) };
}

/** No row became anything: a list of outlets, prices or stock alone has neither events nor articles, and is read in all the same. */
export const isNothing = (totals: ImportState["totals"]) => totals?.rows === 0;

/** Only the catalogue. */
export const isGoods = (totals: ImportState["totals"]) => totals?.events === 0 && !isNothing(totals);
