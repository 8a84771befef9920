// Pools of codes: how each stands, and codes as somebody pastes them: one in a line; of a table the column that its heading calls so, else its first.

const HEADINGS = ["code", "codes", "gutscheincode", "gutscheincodes", "rabattcode", "vouchercode", "couponcode", "discountcode"];

const cells = (line: string) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ""));

/** Lines with nothing in them are none. */
export function codesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/).filter((line) => line.trim() !== "").map(cells);
  const heading = (lines[0] ?? []).findIndex((cell) => HEADINGS.includes(cell.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")));
  const codes = heading < 0 ? lines : lines.slice(1);
  return codes.map((line) => line[Math.max(heading, 0)] ?? "");
}

/** Of a pool's codes, and in all: below either, somebody should bring new ones. */
const FEW_SHARE = 0.1;
const FEW = 20;

export type PoolStand = "unfilled" | "empty" | "few" | "enough";

export function standOf({ left, given }: { left: number; given: number }): PoolStand {
  if (left === 0) return given === 0 ? "unfilled" : "empty";
  return left < FEW || left / (left + given) <= FEW_SHARE ? "few" : "enough";
}
