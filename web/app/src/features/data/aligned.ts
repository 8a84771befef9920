// The fields of a row, one for each column.
import type { RefusedRow } from "../../api/schema";

/** Of a row with more fields than columns the ones too many stand with the last; with fewer, the rest is empty. */
export function aligned({ columns, cells }: Pick<RefusedRow, "columns" | "cells">): string[] {
  const last = columns.length - 1;
  return columns.map((_, at) => (at === last ? cells.slice(last).join(" ").trim() : (cells[at] ?? "")));
}

/** The texts, numbers and signs of a JSON document, each to the letter; null: it is none. */
function tokensOf(text: string): string[] | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gu);
}

/** What was changed in lines, as short as a tool writes it: blanks between are not counted to its size. */
export const inOneLine = (text: string): string => tokensOf(text)?.join("") ?? text;

/** What a tool wrote as JSON, in lines to be read and changed; what is none stays as it is. */
export function inLines(text: string): string {
  const tokens = tokensOf(text);
  if (tokens === null) return text;
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
