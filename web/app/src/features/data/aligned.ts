// The fields of a row, one for each column.
import type { RefusedRow } from "../../api/schema";

/** Of a row with more fields than columns the ones too many stand with the last; with fewer, the rest is empty. */
export function aligned({ columns, cells }: Pick<RefusedRow, "columns" | "cells">): string[] {
  const last = columns.length - 1;
  return columns.map((_, at) => (at === last ? cells.slice(last).join(" ").trim() : (cells[at] ?? "")));
}
