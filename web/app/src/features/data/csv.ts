// Rows that an import left out, as a file for a spreadsheet.
import type { LeftOutRow } from "../../api/schema";

/** What a spreadsheet would take for a formula stays a text. */
const cell = (text: string) => `"${(/^[=+@\t\r-]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export const asCsv = (rows: LeftOutRow[]) => ["row,column,value,text", ...rows.map((row) => [String(row.row), cell(row.column ?? ""), cell(row.excerpt), cell(row.text)].join(","))].join("\r\n");
