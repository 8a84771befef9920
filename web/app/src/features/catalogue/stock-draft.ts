// Pieces of an article as somebody tells them, in all or at an outlet, and what makes them be as they were.
import type { ArticleStock, StockTold } from "./types";

export const PIECES_MAX = 1_000_000_000_000;
export type StockWhy = "pieces" | "large" | "outlet";

/** `outlet`: null: in all; "": not chosen yet. */
export interface StockDraft { pieces: string; outlet: string | null }

/** Null: it is no number of pieces. Groups of digits may be parted as the languages part them. */
export function piecesOf(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "");
  const known = /^\d+$/.test(plain) || /^\d{1,3}(\.\d{3})+$/.test(plain) || /^\d{1,3}(,\d{3})+$/.test(plain);
  return known ? Number(plain.replace(/[.,]/g, "")) : null;
}

export function stockTroubles({ pieces, outlet }: StockDraft): { at: keyof StockDraft; why: StockWhy }[] {
  const read = piecesOf(pieces);
  return [
    ...(read === null ? [{ at: "pieces" as const, why: "pieces" as const }] : read > PIECES_MAX ? [{ at: "pieces" as const, why: "large" as const }] : []),
    ...(outlet === "" ? [{ at: "outlet" as const, why: "outlet" as const }] : []),
  ];
}

/** What leads from nothing counted to what was known; outlets with most first, so that the sum never rises from nothing. */
function anew(before: ArticleStock): StockTold[] {
  const known = [...before.outlets].sort((one, other) => other.pieces - one.pieces);
  const sum = known.reduce((all, { pieces }) => all + pieces, 0);
  return [
    ...known.flatMap(({ outlet, pieces }) => (outlet === null ? [] : [{ outlet, pieces }])),
    ...(before.pieces === null || (known.length > 0 && sum === before.pieces) ? [] : [{ pieces: before.pieces }]),
  ];
}

/**
 * What takes `told` back, one after the other; null: nothing does. Of several outlets the pieces cannot be told together, and
 * told one by one those of the second would look as if they had just come.
 */
export function stockBack(before: ArticleStock, told: StockTold): StockTold[] | null {
  if (told.uncounted) return before.outlets.length > 1 || before.outlets.some(({ outlet }) => outlet === null) ? null : anew(before);
  const known = before.outlets.find(({ outlet }) => outlet === told.outlet);
  if (told.outlet && (known !== undefined || before.outlets.length > 0)) {
    // An outlet that told none beside others that did has none.
    const sum = before.outlets.reduce((all, { pieces }) => all + pieces, 0);
    return [{ outlet: told.outlet, pieces: known?.pieces ?? 0 }, ...(before.pieces === null || before.pieces === sum ? [] : [{ pieces: before.pieces }])];
  }
  if (told.outlet) return [{ uncounted: true }, ...anew(before)];
  return before.pieces === null ? [{ uncounted: true }, ...anew(before)] : [{ pieces: before.pieces }];
}

/** Whether an article that was out of stock is there again by it. */
export function comesBack(before: ArticleStock, told: StockTold): boolean {
  if (before.pieces === null || before.pieces > 0 || !told.pieces) return false;
  return true;
}
