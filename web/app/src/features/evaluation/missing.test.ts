import { expect, test } from "vitest";
import { translate } from "../../i18n/catalogue";
import { formatter } from "../../i18n/format";
import { isHopeless, missingWords } from "./missing";

const words = { t: (key: never, params?: never) => translate("de", key, params), format: formatter("de", "Europe/Berlin") };
const limits = { peopleMax: 20_000_000, weeksMax: 520, weekly: null };
const told = (missing: object, weekly: number | null = null) => missingWords(words as never, { weeks: null, ...missing } as never, { ...limits, weekly });

test("what lacks is told in people and in goals, and with what it would take for the smallest difference worth it", () => {
  expect(told({ treated: 0, held_out: 48, reached: 3, seen: null, smallest: { effect: 0.02, people: 143_712, reached: 78_412, weeks: null } })).toEqual([
    "Bis zur ersten Spanne fehlen noch 48 Menschen in der Kontrollgruppe und 3 Menschen, die das Ziel erreichen.",
    "Um einen Unterschied von +2,0 Prozentpunkten zu zeigen, bräuchte es noch etwa 140.000 Menschen, von denen 78.000 das Ziel erreichen.",
  ]);
});

test("a first span that will be too wide to say anything is told as one, not as a result beside a never", () => {
  const one = (weeks: number) => told({ treated: 0, held_out: 1, reached: 0, weeks, seen: null, smallest: { effect: 0.02, people: 70_000, reached: 8_000, weeks: 3_500 } }, 20);
  expect(one(27)).toEqual([
    "Bis zu einer ersten Spanne fehlt noch 1 Mensch in der Kontrollgruppe. Bei bisher etwa 20 neuen Menschen je Woche: in etwa 27 Wochen. Sie wird aber zu breit sein: Einen Unterschied von +2,0 Prozentpunkten zeigt sie auch in 10 Jahren nicht, dazu bräuchte es noch etwa 70.000 Menschen.",
  ]);
  expect(one(200)[0]).toMatch(/: in etwa 4 Jahren\. Sie wird/);
});

test("where a difference can be shown in time, how long both takes stands beside them", () => {
  expect(told({ treated: 0, held_out: 1, reached: 0, weeks: 1, seen: null, smallest: { effect: 0.02, people: 2_000, reached: 300, weeks: 100 } }, 20)).toEqual([
    "Bis zur ersten Spanne fehlt noch 1 Mensch in der Kontrollgruppe. Bei bisher etwa 20 neuen Menschen je Woche: in etwa 1 Woche.",
    "Um einen Unterschied von +2,0 Prozentpunkten zu zeigen, bräuchte es noch etwa 2.000 Menschen, von denen 300 das Ziel erreichen. Im bisherigen Tempo: in etwa 100 Wochen.",
  ]);
});

test("hopeless is only what neither the difference seen nor the smallest one will show", () => {
  const one = (people: number | null, weeks: number | null) => ({ effect: 0.02, people, reached: null, weeks });
  expect(isHopeless({ seen: one(100, 4), smallest: one(70_000, 3_500) } as never, limits)).toBe(false);
  expect(isHopeless({ seen: one(null, null), smallest: one(70_000, 3_500) } as never, limits)).toBe(true);
  expect(isHopeless({ seen: null, smallest: one(70_000, null) } as never, limits)).toBe(false);
});

test("a difference that was seen comes first; one that nobody can show is said to be so", () => {
  expect(told({ treated: 0, held_out: 0, reached: 0, seen: { effect: -0.05, people: 3_210, reached: 400, weeks: null }, smallest: { effect: 0.02, people: null, reached: null, weeks: null } })).toEqual([
    "Bleibt der Unterschied bei -5,0 Prozentpunkten, ist er nach etwa 3.200 weiteren Menschen gezeigt, von denen 400 das Ziel erreichen.",
    "Ein Unterschied von +2,0 Prozentpunkten ließe sich hier nicht zeigen: Dazu bräuchte es mehr als 20.000.000 Menschen.",
  ]);
});
