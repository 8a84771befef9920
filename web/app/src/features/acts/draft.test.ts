import { expect, test } from "vitest";
import { asAction, EMPTY, missing, usualWay } from "./draft";

test("each kind says what it needs, the kind itself first", () => {
  expect(missing(EMPTY)).toBe("act.need_kind");
  expect(missing({ ...EMPTY, kind: "visited", how: "in_person" })).toBe("act.need_outlet");
  expect(missing({ ...EMPTY, kind: "rated", how: "phone" })).toBe("act.need_rating");
  expect(missing({ ...EMPTY, kind: "receipt_told", how: "phone", receipt: "  " })).toBe("act.need_receipt");
  expect(missing({ ...EMPTY, kind: "called" })).toBe("act.need_how");
  expect(missing({ ...EMPTY, kind: "called", how: usualWay("called") })).toBeNull();
});

test("what is missing is not sent, nor what belongs to another kind", () => {
  expect(asAction({ ...EMPTY, kind: "visited", how: "in_person" })).toBeNull();
  const called = asAction({ ...EMPTY, kind: "called", how: "phone", outlet: "7", rating: 3, receipt: "12", note: " " });
  expect(called).toMatchObject({ kind: "called", outlet: null, rating: null, receipt: null, note: null });
});

test("an article says more than a category", () => {
  expect(asAction({ ...EMPTY, kind: "called", how: "phone", article: "4711", category: "00ff" })).toMatchObject({ article: "4711", category: null });
  expect(asAction({ ...EMPTY, kind: "called", how: "phone", category: "00ff" })).toMatchObject({ article: null, category: "00ff" });
});
