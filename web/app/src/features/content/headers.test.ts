import { expect, test } from "vitest";
import { headerPairs, widthOf } from "./headers";

test("headers are pairs, however they arrive", () => {
  const pair = [["Subject", "Hallo: du"]];
  expect(headerPairs([["Subject", "Hallo: du"]])).toEqual(pair);
  expect(headerPairs([{ name: "Subject", value: "Hallo: du" }])).toEqual(pair);
  expect(headerPairs(["Subject: Hallo: du"])).toEqual(pair);
});

test("an unknown width in the address shows the desktop", () => {
  expect(widthOf("watch")).toBe("desktop");
  expect(widthOf("phone")).toBe("phone");
});
