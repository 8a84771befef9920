// What the server says of files and mappings, in the words of the app where they are known; else as the server wrote it,
// without the folder in which the files lie there.
import type { ImportError } from "../../api/schema";
import { isKey, type Key } from "../../i18n/catalogue";

export interface Told { cause: string; cure: string; /** The server's own words. */ own: boolean }
type Translate = (key: Key, values?: Record<string, string>) => string;

type Name = "maps_nothing" | "same_column" | "no_workbook" | "packed" | "no_column" | "not_here" | "currency" | "unreadable" | "no_header" | "under_way" | "unknown_key" | "missing_key";

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
];

/** Names of files stay; where they lie on the server says nothing to anybody. */
const withoutFolder = (text: string) => text.replace(/\S*\/uploads\/[0-9a-f]{32}\/(files\/)?/g, "");

/** Where in the mapping it is, for whoever writes it by hand. */
function placed(t: Translate, text: string): [place: string, rest: string] {
  const found = /^mapping mapping, (?:line (\d+), column (\d+)|[^:]*): (.*)$/s.exec(text);
  if (found === null) return ["", text];
  return [found[1] ? `${t("edit.line_column", { line: found[1], column: found[2] ?? "" })}: ` : "", found[3] ?? ""];
}

function cureOf(t: Translate, cure: string): string {
  const meant = /^did you mean "(.*)"\?$/.exec(cure)?.[1];
  if (meant !== undefined) return t("file_cure.did_you_mean", { name: meant });
  const names = /^write one of (.*)$/.exec(cure)?.[1];
  return names === undefined ? cure : t("file_cure.one_of", { names });
}

/** `file` is named already beside it. */
export function told(t: Translate, { cause, help }: ImportError, file = ""): Told {
  const [whole = "", hint = ""] = withoutFolder(cause).split(/\n\s*help: /);
  const said = cureOf(t, withoutFolder(hint || help));
  const [place, rest] = placed(t, whole);
  const plain = file !== "" && rest.startsWith(`${file}: `) ? rest.slice(file.length + 2) : rest;
  for (const [name, shape, names] of KNOWN) {
    const found = shape.exec(plain);
    if (found === null) continue;
    const values = Object.fromEntries(names.map((key, index) => [key, found[index + 1] ?? ""]));
    const cure = `file_cure.${name}`;
    return { cause: place + t(`file_cause.${name}`, values), cure: isKey(cure) ? t(cure, values) : said, own: false };
  }
  return { cause: place + plain, cure: said, own: true };
}
