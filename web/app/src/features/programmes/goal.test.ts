import { expect, test } from "vitest";
import { parse } from "yaml";
import { translate } from "../../i18n/catalogue";
import { ownProgramme } from "../mailings/plan";
import { goalWords } from "./goal";

const words = { t: (key: never, params?: never) => translate("de", key, params), rule: (text: string) => `[${text}]` } as never;

test("the goal of a mailing is the same sentence in its form and on its programme's page, from the same definition", () => {
  const own = parse(ownProgramme({ id: "a", name: { de: "a", en: "a" } }));
  expect(goalWords(words, own)).toBe("ein Kauf in den 30 Tagen danach");
  expect(goalWords(words, { ...own, goal_within: "1d" })).toBe("ein Kauf am Tag danach");
});

test("any other goal is its rule, with the time in which it counts", () => {
  expect(goalWords(words, { goal: "orders.days >= 2" })).toBe("[orders.days >= 2], in den 30 Tagen danach");
  expect(goalWords(words, { goal: "orders.days >= 2", goal_within: "36h" })).toBe("[orders.days >= 2]");
  expect(goalWords(words, { goal: null })).toBe("");
});
