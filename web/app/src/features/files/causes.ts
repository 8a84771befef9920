// What the server says of files and mappings, in the words of the app where they are known; else as the server wrote it,
// without the folder in which the files lie there.
import type { ImportError } from "../../api/schema";
import { isKey, type Key } from "../../i18n/catalogue";

export interface Told { cause: string; cure: string; /** The server's own words. */ own: boolean; /** Beside words of the app: what the server said exactly; "": nothing more. */ exact: string }
type Translate = (key: Key, values?: Record<string, string>) => string;

type Name = "maps_nothing" | "same_column" | "no_workbook" | "packed" | "no_column" | "not_here" | "currency" | "unreadable" | "no_header" | "under_way" | "unknown_key" | "missing_key" | "not_possible" | "wants_keys" | "wants_list" | "wants_text" | "twice" | "no_name" | "no_file_name" | "no_zone" | "no_currency" | "no_date" | "no_span" | "star" | "wrong_value" | "ends" | "profile_since" | "too_long";

/** With the names of what each shows. */
const KNOWN: [Name, RegExp, string[]][] = [
  ["maps_nothing", /^it maps no file$/, []],
  ["same_column", /two columns are called "(.*)"$/, ["name"]],
  ["no_workbook", /it is no workbook that can be read|invalid Zip archive|it is an archive, and no workbook$/, []],
  ["packed", /it is packed, and what is in it is no text$/, []],
  ["no_column", /^(.*) has no column "(.*?)"/, ["file", "name"]],
  ["not_here", /the mapping reads the file "(.*)", which is not here/, ["name"]],
  ["currency", /the files are in (\w+), the organisation counts in (\w+)/, ["files", "own"]],
  ["unreadable", /^cannot read .* beyond row (\d+)/, ["row"]],
  ["no_header", /the file is empty: it has no header line$/, []],
  ["unknown_key", /unknown key "(.*)"$/, ["name"]],
  ["missing_key", /the key "(.*)" is missing$/, ["name"]],
  ["under_way", /its import is under way/, []],
  ["not_possible", /^"(.*)" is not possible here$/, ["name"]],
  ["no_file_name", /^"(.*)" is not the name of a file in the import folder/, ["name"]],
  ["no_name", /^"(.*)" is not a name: /, ["name"]],
  ["no_zone", /^"(.*)" is not a time zone/, ["name"]],
  ["no_currency", /^"(.*)" is not a currency/, ["name"]],
  ["no_date", /^"(.*)" does not hold a whole date/, ["name"]],
  ["no_span", /^"(.*)" is not a (?:span|duration|length of time)/, ["name"]],
  ["star", /^"(.*)": a star may only stand at the end/, ["name"]],
  ["twice", /^duplicate mapping key: (.*?)(?:, set |$)/, ["name"]],
  ["wants_keys", /^expected map(?:ping)?\b|, expected (?:a map|struct|internally tagged)|enum expected scalar or mapping/, []],
  ["wants_list", /^expected seq(?:uence)?\b|, expected a sequence/, []],
  ["wants_text", /^expected (?:string|scalar|an? )|, expected a string/, []],
  ["wrong_value", /^invalid (?:type|value|length|boolean|char|u?int|integer|float|[iu]\d+)\b/, []],
  ["ends", /^unexpected end of (?:input|file|stream)/, []],
  ["profile_since", /^it must be known since when a profile is so/, []],
  ["too_long", /^it is longer than (.*)$/, ["size"]],
];
/** What is said of a text that is no mapping, where nothing better is known. */
const COMPARE = "compare with mappings/*.yaml";

/** Names of files stay; where they lie on the server says nothing to anybody. */
const withoutFolder = (text: string) => text.replace(/\S*\/uploads\/[0-9a-f]{32}\/(files\/)?/g, "");

/** Where in the mapping it is, for whoever writes it by hand. */
function placed(t: Translate, text: string): [place: string, rest: string] {
  const found = /^mapping mapping, (?:line (\d+), column (\d+)|[^:]*): (.*)$/s.exec(text);
  if (found === null) return ["", text];
  // The place stands there once more.
  found[3] = (found[3] ?? "").replace(/(?: \((?:used|defined) at line \d+, column \d+\))+$|(?: at line \d+, column \d+)+$/, "");
  return [found[1] ? `${t("edit.line_column", { line: found[1], column: found[2] ?? "" })}: ` : "", found[3] ?? ""];
}

function cureOf(t: Translate, cure: string): string {
  const meant = /^did you mean "(.*)"\?$/.exec(cure)?.[1];
  if (meant !== undefined) return t("file_cure.did_you_mean", { name: meant });
  const names = /^write one of (.*)$/.exec(cure)?.[1];
  return names === undefined ? cure : t("file_cure.one_of", { names });
}

/** What comes behind it is parted from it. */
export const stopped = (text: string) => (text === "" || /[.!?…:]["“”»)]?$/.test(text) ? text : `${text}.`);

/** `file` is named already beside it. */
export function told(t: Translate, { cause, help }: ImportError, file = ""): Told {
  const [whole = "", hint = ""] = withoutFolder(cause).split(/\n\s*help: /);
  const server = withoutFolder(hint || help);
  const said = cureOf(t, server);
  const [place, rest] = placed(t, whole);
  const plain = file !== "" && rest.startsWith(`${file}: `) ? rest.slice(file.length + 2) : rest;
  for (const [name, shape, names] of KNOWN) {
    const found = shape.exec(plain);
    if (found === null) continue;
    const values = Object.fromEntries(names.map((key, index) => [key, found[index + 1] ?? ""]));
    const cure = `file_cure.${name}`;
    return { cause: place + t(`file_cause.${name}`, values), cure: isKey(cure) ? t(cure, values) : said, own: false, exact: "" };
  }
  if (server === COMPARE) return { cause: place + t("file_cause.no_mapping"), cure: t("file_cure.no_mapping"), own: false, exact: plain };
  return { cause: stopped(place + plain), cure: said, own: true, exact: "" };
}
