import { expect, test } from "vitest";
import { isKey, translate } from "../../i18n/catalogue";
import { problemWords } from "./problem-words";

const words = {
  t: (key: never, params?: never) => translate("de", key, params),
  code: (area: string, name: string, params?: Record<string, string | number>) => (isKey(`${area}.${name}`) ? translate("de", `${area}.${name}` as never, params) : name),
};

test("a problem of a rule is said in the language of the app, with its place", () => {
  const cause = 'nothing is called "cart.valu"\nline 1, column 1: nothing is called "cart.valu"\n  cart.valu >= 20.00\n  ^^^^^^^^^\n  hint: did you mean "cart.value"?';
  expect(problemWords(words, { place: "", cause, cure: 'did you mean "cart.value"?', code: "rule_unknown_name", values: { name: "cart.valu" }, cure_code: "did_you_mean", cure_values: { name: "cart.value" } })).toEqual({
    cause: "„cart.valu“ gibt es in Regeln nicht.",
    cure: "Meinten Sie „cart.value“?",
    exact: "Zeile 1, Spalte 1\n  cart.valu >= 20.00\n  ^^^^^^^^^",
  });
});

test("what has no code, or one that is not known here, keeps the server's sentence", () => {
  const bare = { place: "", cause: "something new", cure: "mend it", values: {}, cure_values: {} };
  expect(problemWords(words, { ...bare, code: null, cure_code: null })).toEqual({ cause: "something new", cure: "mend it", exact: "" });
  expect(problemWords(words, { ...bare, code: "brand_new" as never, cure_code: "also_new" as never })).toMatchObject({ cause: "something new", cure: "mend it" });
});
