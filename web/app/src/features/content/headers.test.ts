import { expect, test } from "vitest";
import { headerPairs, widthOf } from "./headers";

test("headers are pairs of name and value", () => {
  expect(headerPairs([["From", "a@example.org"], ["Subject", "x: y"]])).toEqual([["From", "a@example.org"], ["Subject", "x: y"]]);
});

test("an unknown width in the address shows the desktop", () => {
  expect(widthOf("watch")).toBe("desktop");
  expect(widthOf("phone")).toBe("phone");
});
