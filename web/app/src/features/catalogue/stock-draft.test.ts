import { expect, test } from "vitest";
import { comesBack, piecesOf, stockBack, stockTroubles } from "./stock-draft";
import type { ArticleStock } from "./types";

const stock = (pieces: number | null, outlets: [string | null, number][] = []): ArticleStock => ({ available: pieces === null || pieces > 0, pieces, told: null, outlets: outlets.map(([outlet, own]) => ({ outlet, name: null, pieces: own })) });

test("pieces are whole numbers, also with their groups parted", () => {
  expect(["12", " 1.200 ", "1,200", "1 200", "0"].map(piecesOf)).toEqual([12, 1_200, 1_200, 1_200, 0]);
  expect(["", "-1", "1,5", "1.2", "zwei", "12.34"].map(piecesOf)).toEqual([null, null, null, null, null, null]);
});

test("what is missing is said at its field", () => {
  expect(stockTroubles({ pieces: "3", outlet: null })).toEqual([]);
  expect(stockTroubles({ pieces: "", outlet: "" })).toEqual([{ at: "pieces", why: "pieces" }, { at: "outlet", why: "outlet" }]);
  expect(stockTroubles({ pieces: "9999999999999", outlet: null })).toEqual([{ at: "pieces", why: "large" }]);
});

test("pieces in all and of an outlet go back to what they were", () => {
  expect(stockBack(stock(5), { pieces: 9 })).toEqual([{ pieces: 5 }]);
  expect(stockBack(stock(5, [["1", 2], ["2", 3]]), { outlet: "1", pieces: 9 })).toEqual([{ outlet: "1", pieces: 2 }]);
  expect(stockBack(stock(7, [["1", 2], ["2", 3]]), { outlet: "1", pieces: 9 })).toEqual([{ outlet: "1", pieces: 2 }, { pieces: 7 }]);
});

test("an outlet that told none beside others goes back to none; the first of all is forgotten", () => {
  expect(stockBack(stock(3, [["2", 3]]), { outlet: "1", pieces: 9 })).toEqual([{ outlet: "1", pieces: 0 }]);
  expect(stockBack(stock(4), { outlet: "1", pieces: 9 })).toEqual([{ uncounted: true }, { pieces: 4 }]);
  expect(stockBack(stock(null), { outlet: "1", pieces: 9 })).toEqual([{ uncounted: true }]);
  expect(stockBack(stock(null), { pieces: 9 })).toEqual([{ uncounted: true }]);
});

test("that nobody counts can be taken back where one place counted, and not where several did", () => {
  expect(stockBack(stock(5), { uncounted: true })).toEqual([{ pieces: 5 }]);
  expect(stockBack(stock(5, [["1", 5]]), { uncounted: true })).toEqual([{ outlet: "1", pieces: 5 }]);
  expect(stockBack(stock(5, [["1", 2], ["2", 3]]), { uncounted: true })).toBeNull();
  expect(stockBack(stock(5, [[null, 5]]), { uncounted: true })).toBeNull();
});

test("only what was out of stock comes back", () => {
  expect(comesBack(stock(0), { pieces: 1 })).toBe(true);
  expect(comesBack(stock(0), { pieces: 0 })).toBe(false);
  expect(comesBack(stock(2), { pieces: 9 })).toBe(false);
  expect(comesBack(stock(null), { pieces: 9 })).toBe(false);
});
