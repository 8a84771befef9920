// What the server says of files and mappings, in the words of the app where they are known; else as the server wrote it,
// without the folder in which the files lie there.
import type { ImportError } from "../../api/schema";
import { type Key } from "../../i18n/catalogue";

export interface Told { cause: string; cure: string; /** The server's own words. */ own: boolean }

type Name = "maps_nothing" | "same_column" | "no_workbook" | "packed" | "no_column" | "not_here" | "currency" | "unreadable" | "no_header" | "under_way";

/** With the names of what each shows. */
const KNOWN: [Name, RegExp, string[]][] = [
  ["maps_nothing", /: it maps no file$/, []],
  ["same_column", /two columns are called "(.*)"$/, ["name"]],
  ["no_workbook", /it is no workbook that can be read|invalid Zip archive|it is an archive, and no workbook$/, []],
  ["packed", /it is packed, and what is in it is no text$/, []],
  ["no_column", /^(.*) has no column "(.*?)"/, ["file", "name"]],
  ["not_here", /the mapping reads the file "(.*)", which is not here/, ["name"]],
  ["currency", /the files are in (\w+), the organisation counts in (\w+)/, ["files", "own"]],
  ["unreadable", /^cannot read .* beyond row (\d+)/, ["row"]],
  ["no_header", /the file is empty: it has no header line$/, []],
  ["under_way", /its import is under way/, []],
];

/** Names of files stay; where they lie on the server says nothing to anybody. */
const withoutFolder = (text: string) => text.replace(/\S*\/uploads\/[0-9a-f]{32}\/(files\/)?/g, "");

/** `file` is named already beside it. */
export function told(t: (key: Key, values?: Record<string, string>) => string, { cause, help }: ImportError, file = ""): Told {
  const [whole = "", hint = ""] = withoutFolder(cause).split(/\n\s*help: /);
  const plain = file !== "" && whole.startsWith(`${file}: `) ? whole.slice(file.length + 2) : whole;
  for (const [name, shape, names] of KNOWN) {
    const found = shape.exec(plain);
    if (found === null) continue;
    const values = Object.fromEntries(names.map((key, index) => [key, found[index + 1] ?? ""]));
    return { cause: t(`file_cause.${name}`, values), cure: t(`file_cure.${name}`, values), own: false };
  }
  return { cause: plain, cure: withoutFolder(hint || help), own: true };
}
