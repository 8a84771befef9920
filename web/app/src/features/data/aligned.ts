// The fields of a row, one for each column.
import type { RefusedRow } from "../../api/schema";

/** Of a row with more fields than columns the ones too many stand with the last; with fewer, the rest is empty. */
export function aligned({ columns, cells }: Pick<RefusedRow, "columns" | "cells">): string[] {
  const last = columns.length - 1;
  return columns.map((_, at) => (at === last ? cells.slice(last).join(" ").trim() : (cells[at] ?? "")));
}

/** What a tool wrote as JSON, in lines to be read and changed: each text and number stays to the letter. What is none stays as
 * it is. */
export function inLines(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gu) ?? [];
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return tokens.map((token, at) => {
    switch (token) {
      case "{":
      case "[":
        depth += 1;
        return tokens[at + 1] === "}" || tokens[at + 1] === "]" ? token : token + line();
      case "}":
      case "]":
        depth -= 1;
        return tokens[at - 1] === "{" || tokens[at - 1] === "[" ? token : line() + token;
      case ",":
        return token + line();
      case ":":
        return ": ";
      default:
        return token;
    }
  }).join("");
}
