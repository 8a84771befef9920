import { expect, test } from "vitest";
import { linksOfText } from "./text-links";

test("addresses of a text stand by the words before them, each once", () => {
  expect(linksOfText("Guten Tag\nBestätigen: https://a.example/k/1?x=1.\nAbmelden\n(https://a.example/u/2)\nhttps://a.example/k/1?x=1\n")).toEqual([
    { href: "https://a.example/k/1?x=1", label: "Bestätigen" },
    { href: "https://a.example/u/2", label: "Abmelden" },
  ]);
  expect(linksOfText("https://a.example")).toEqual([{ href: "https://a.example", label: "https://a.example" }]);
  expect(linksOfText("nichts")).toEqual([]);
});
