import { expect, test } from "vitest";
import { translate } from "../../i18n/catalogue";
import { formatter } from "../../i18n/format";
import { missingWords } from "./missing";

const words = { t: (key: never, params?: never) => translate("de", key, params), format: formatter("de", "Europe/Berlin") };
const told = (missing: object) => missingWords(words as never, missing as never, 20_000_000);

test("what lacks is told in people and in goals, and with what it would take for the smallest difference worth it", () => {
  expect(told({ treated: 0, held_out: 48, reached: 3, seen: null, smallest: { effect: 0.02, people: 143_712, reached: 78_412 } })).toEqual([
    "Bis zum ersten Ergebnis fehlen noch 48 Menschen in der Kontrollgruppe und 3, die das Ziel erreichen.",
    "Um einen Unterschied von +2,0 Prozentpunkten zu zeigen, bräuchte es noch etwa 140.000 Menschen, von denen 78.000 das Ziel erreichen.",
  ]);
});

test("a difference that was seen comes first; one that nobody can show is said to be so", () => {
  expect(told({ treated: 0, held_out: 0, reached: 0, seen: { effect: -0.05, people: 3_210, reached: 400 }, smallest: { effect: 0.02, people: null, reached: null } })).toEqual([
    "Bleibt der Unterschied bei -5,0 Prozentpunkten, ist er nach etwa 3.200 weiteren Menschen gezeigt, von denen 400 das Ziel erreichen.",
    "Ein Unterschied von +2,0 Prozentpunkten ließe sich hier nicht zeigen: Dazu bräuchte es mehr als 20.000.000 Menschen.",
  ]);
});
