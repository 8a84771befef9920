// Codes as somebody pastes them: one in a line, of a table its first column without the heading.

/** Lines with nothing in them are none. */
export function codesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/).filter((line) => line.trim() !== "");
  const first = lines.map((line) => (line.split(/[,;\t]/)[0] ?? "").trim().replace(/^"|"$/g, ""));
  return /^codes?$/i.test(first[0] ?? "") ? first.slice(1) : first;
}
