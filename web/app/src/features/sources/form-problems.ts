// What the server finds wrong when a source is connected: at which field, and of a form at which line, in the words of
// the app where they are known.
import { isNode, parseDocument } from "yaml";
import { Failure } from "../../api/client";
import type { Key } from "../../i18n/catalogue";

export type Field = "id" | "secret" | "prefix" | "mapping";
export interface Found { place: string; cause: string; cure: string }
export interface Faults { field: Field | null; found: Found[] }
type Translate = (key: Key, values?: Record<string, string>) => string;

/** Which entry is wrong and why; `null`: it is about none of them. */
export function faultsOf(error: unknown): Faults | null {
  if (!(error instanceof Failure) || error.code !== "invalid") return null;
  if (error.problems.length > 0) return { field: "mapping", found: error.problems.map(({ place, cause, cure }) => ({ place, cause, cure })) };
  const [text = "", hint = ""] = error.cause_text.split(/\n\s*help: /);
  const cure = hint || error.help;
  const read = /^mapping mapping, (line \d+, column \d+|whole document|.*?): (.*)$/s.exec(text);
  if (read) return { field: "mapping", found: [{ place: read[1] ?? "", cause: read[2] ?? "", cure }] };
  const field = /^(id|secret|prefix|mapping): (.*)$/s.exec(text);
  return { field: (field?.[1] as Field | undefined) ?? null, found: [{ place: "", cause: field?.[2] ?? text, cure }] };
}

type Name = "both" | "constant_values" | "lines_twice" | "neither" | "no_event" | "nobody" | "not_listed" | "otherwise_alone" | "path" | "price_and_total" | "word";

const KNOWN: [Name, RegExp][] = [
  ["no_event", /^no event "(.*)" is known$/],
  ["nobody", /^nothing says whose the events are$/],
  ["both", /^both a path and a constant are given$/],
  ["neither", /^neither a path nor a constant is given$/],
  ["constant_values", /^a constant needs no table of values$/],
  ["otherwise_alone", /^otherwise has no table of values beside it$/],
  ["not_listed", /^the words at its path are not listed$/],
  ["price_and_total", /^both a price and a total are given$/],
  ["lines_twice", /^lines are given twice$/],
  ["word", /^"(.*)" is not possible here$/],
  ["path", /"(.*)" is not a path such as /],
];

export function formWords(t: Translate, { place, cause, cure }: Found): Found {
  const at = /^line (\d+), column (\d+)$/.exec(place);
  const where = at ? t("edit.line_column", { line: at[1] ?? "", column: at[2] ?? "" }) : place === "whole document" ? t("form_cause.whole") : place;
  return { place: where, ...said(t, cause, cure) };
}

function said(t: Translate, cause: string, cure: string): Pick<Found, "cause" | "cure"> {
  const meant = /^did you mean "(.*)"\?$/.exec(cure)?.[1];
  const names = /^write one of (.*)$/.exec(cure)?.[1];
  const mended = meant !== undefined ? t("file_cure.did_you_mean", { name: meant }) : names !== undefined ? t("file_cure.one_of", { names }) : null;
  const unknown = /unknown key "(.*)"$/.exec(cause)?.[1];
  if (unknown !== undefined) return { cause: t("file_cause.unknown_key", { name: unknown }), cure: mended ?? cure };
  const missing = /the key "(.*)" is missing$/.exec(cause)?.[1];
  if (missing !== undefined) return { cause: t("file_cause.missing_key", { name: missing }), cure: t("file_cure.missing_key", { name: missing }) };
  for (const [name, shape] of KNOWN) {
    const found = shape.exec(cause);
    if (found) return { cause: t(`form_cause.${name}`, { name: found[1] ?? "" }), cure: mended ?? t(`form_cure.${name}`) };
  }
  return { cause, cure: mended ?? (cure === "compare with docs/add-a-source.md" ? t("form_cure.compare") : cure) };
}

/** The line of a form that a place is in, from 1; of a path the innermost part that is there. */
export function lineOf(text: string, place: string): number | null {
  const at = /^line (\d+), column \d+$/.exec(place)?.[1];
  if (at !== undefined) return Number(at);
  const document = parseDocument(text, { logLevel: "silent" });
  for (let keys = place.split("."); keys.length > 0; keys = keys.slice(0, -1)) {
    const node: unknown = document.getIn(keys, true);
    if (isNode(node) && node.range) return text.slice(0, node.range[0]).split("\n").length;
  }
  return null;
}
