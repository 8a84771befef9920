// What the consents of a file are for and what proves them, as somebody says it beside its columns; it is written into the
// mapping.
import { type Document, isMap, isSeq } from "yaml";
import type { LookedAtFile } from "../../api/schema";
import { isName } from "../consents/known";
import { mappingOf } from "./roles";

export const PROOFS = ["none", "double_opt_in", "document", "imported"] as const;
export type ProofKind = (typeof PROOFS)[number];
/** What one of the others asks for stays while somebody compares them. */
export interface Proof { by: ProofKind; /** Name of the words that were agreed to. */ text: string; /** The column with the moment of asking; "": none. */ asked: string; /** The column that names the document. */ column: string; /** The former system. */ from: string }
export type ProofPart = "text" | "column" | "from";
/** By file; a purpose of "": for all of them. */
export interface OfConsents { proofs: Record<string, Proof>; purposes: Record<string, string> }

export const NOTHING_SAID: Omit<Proof, "by"> = { text: "", asked: "", column: "", from: "" };

type Column = LookedAtFile["columns"][number];
type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" ? value : "");

/** What it lacks to be one. */
export function missingOf({ by, text: words, column, from }: Proof): ProofPart[] {
  if (by === "none") return [];
  const parts: [ProofPart, boolean][] = [["text", isName(words)], ["column", by !== "document" || column !== ""], ["from", by !== "imported" || isName(from)]];
  return parts.flatMap(([part, isThere]) => (isThere ? [] : [part]));
}

/** It can be written down, be it that nothing proves them. */
export const isSaid = (proof: Proof | undefined): proof is Proof => proof !== undefined && missingOf(proof).length === 0;

/** Of the purpose nobody has to know more than that it is a name. */
const isPurpose = (purpose: string | undefined): purpose is string => purpose === "" || (purpose !== undefined && isName(purpose));

/** Writes what is said of each file into a mapping; of a file that gives no consents nothing. Tells whether it did. */
export function sayConsents(document: Document, files: LookedAtFile[], { proofs, purposes }: OfConsents): boolean {
  const consents = document.get("consents");
  const parts = isSeq(consents) ? consents.items : [consents];
  let said = false;
  for (const part of parts) {
    const file = isMap(part) ? part.get("file") : undefined;
    if (!isMap(part) || typeof file !== "string") continue;
    const proof = proofs[file];
    const purpose = purposes[file];
    if (isPurpose(purpose)) {
      said = true;
      if (purpose === "") part.delete("purpose");
      else part.set("purpose", purpose);
    }
    if (isSaid(proof)) {
      said = true;
      if (proof.by === "none") part.delete("proof");
      else part.set("proof", document.createNode(written(proof, files.find((one) => one.file === file)?.columns ?? []), { flow: true }));
    }
  }
  return said;
}

function written({ by, text: words, asked, column, from }: Proof, columns: Column[]): Node {
  if (by === "document") return { document: { text: words, column } };
  if (by === "imported") return { imported: { text: words, from } };
  const format = columns.find(({ name }) => name === asked)?.format;
  return { double_opt_in: { text: words, ...(asked === "" ? {} : { asked: { column: asked, ...(format ? { format } : {}) } }) } };
}

function consentsOf(mapping: string, file: string): Node[] {
  const { consents } = mappingOf(mapping);
  return (Array.isArray(consents) ? consents : [consents]).filter(isNode).filter((one) => one.file === file);
}

/** For what they are, by what was said or the mapping says; undefined: nothing was said, and so they are for all purposes. */
export function purposeOf(mapping: string, file: string, { purposes }: Pick<OfConsents, "purposes">): string | undefined {
  const written = consentsOf(mapping, file).map(({ purpose }) => purpose).find((one) => typeof one === "string");
  return purposes[file] ?? (typeof written === "string" ? written : undefined);
}

/** Files with consents of which nobody has said what they are for. */
export function withoutPurpose(mapping: string, said: Pick<OfConsents, "purposes">): string[] {
  const { consents } = mappingOf(mapping);
  const files = (Array.isArray(consents) ? consents : [consents]).filter(isNode).flatMap(({ file }) => (typeof file === "string" ? [file] : []));
  return [...new Set(files)].filter((file) => !isPurpose(purposeOf(mapping, file, said)));
}

/** What a mapping says of the proof; undefined: nothing. */
export function proofIn(mapping: string, file: string): Proof | undefined {
  const proof = consentsOf(mapping, file).map((one) => one.proof).find((one) => one !== undefined);
  if (proof === "none") return { by: "none", ...NOTHING_SAID };
  if (!isNode(proof)) return undefined;
  const by = PROOFS.find((one) => isNode(proof[one]));
  const of = by === undefined ? undefined : proof[by];
  if (by === undefined || !isNode(of)) return undefined;
  return { by, text: text(of.text), asked: isNode(of.asked) ? text(of.asked.column) : "", column: text(of.column), from: text(of.from) };
}

/** A column that only says what proves a consent has no meaning of its own. */
export function proofColumns(mapping: string, file: string): string[] {
  const { asked, column } = proofIn(mapping, file) ?? NOTHING_SAID;
  return [asked, column].filter((name) => name !== "");
}

const TAKEN: readonly (string | null)[] = ["consent_state", "consent_time", "email"];

/** Times but the one since when somebody agreed. */
export const askedColumns = (columns: Column[]) => columns.filter(({ looks, meaning }) => (looks === "moment" || looks === "day") && !TAKEN.includes(meaning));
export const documentColumns = (columns: Column[]) => columns.filter(({ meaning }) => !TAKEN.includes(meaning));
