// Codes as somebody pastes them: one in a line; of a table the column that its heading calls so, else its first.

const HEADINGS = ["code", "codes", "gutscheincode", "gutscheincodes", "rabattcode", "vouchercode", "couponcode", "discountcode"];

const cells = (line: string) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ""));

/** Lines with nothing in them are none. */
export function codesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/).filter((line) => line.trim() !== "").map(cells);
  const heading = (lines[0] ?? []).findIndex((cell) => HEADINGS.includes(cell.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")));
  const codes = heading < 0 ? lines : lines.slice(1);
  return codes.map((line) => line[Math.max(heading, 0)] ?? "");
}
