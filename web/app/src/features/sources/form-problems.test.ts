import { expect, test } from "vitest";
import { Failure } from "../../api/client";
import { translate } from "../../i18n/catalogue";
import { faultsOf, formWords, lineOf } from "./form-problems";
import { EXAMPLE_FORM, freeName, isPrefix, isSecret, newSecret } from "./kinds";

const german = (key: Parameters<typeof translate>[1], values?: Record<string, string>) => translate("de", key, values);
const refused = (cause: string) => new Failure(422, "invalid", cause, "");

test("what is wrong with an entry is said at its field", () => {
  expect(faultsOf(refused("secret: it needs 16 to 500 letters, digits and signs of ASCII"))).toEqual({ field: "secret", found: [{ place: "", cause: "it needs 16 to 500 letters, digits and signs of ASCII", cure: "" }] });
  expect(faultsOf(refused("a source of this name is connected in another way: disconnect it first"))?.field).toBeNull();
  expect(faultsOf(new Failure(403, "forbidden", "", ""))).toBeNull();
});

test("what is wrong with a form names its place, the cause and the cure", () => {
  const faults = faultsOf(refused('mapping mapping, line 2, column 1: unknown key "eech"\n  help: did you mean "each"?'));
  expect(faults).toEqual({ field: "mapping", found: [{ place: "line 2, column 1", cause: 'unknown key "eech"', cure: 'did you mean "each"?' }] });
  expect(faults?.found.map((one) => formWords(german, one))).toEqual([{ place: "Zeile 2, Spalte 1", cause: "„eech“ gibt es an dieser Stelle nicht.", cure: "Meinten Sie „each“?" }]);
  expect(faultsOf(refused("mapping mapping, identifiers: nothing says whose the events are\n  help: name at least one of customer_number, email"))?.found[0]?.place).toBe("identifiers");
});

test("several things that do not fit the settings are told one by one", () => {
  const problem = { place: "event.values.sale", cause: 'no event "Order Complete" is known', cure: 'did you mean "Order Completed"?', code: null, cure_code: null, values: {}, cure_values: {} };
  const faults = faultsOf(new Failure(422, "invalid", "", "", [problem, { ...problem, place: "event" }]));
  expect(faults?.found.map(({ place }) => place)).toEqual(["event.values.sale", "event"]);
  expect(formWords(german, problem)).toEqual({ place: "event.values.sale", cause: "Ein Ereignis „Order Complete“ gibt es nicht.", cure: "Meinten Sie „Order Completed“?" });
});

test("a place leads to its line", () => {
  expect(lineOf(EXAMPLE_FORM, "line 3, column 1")).toBe(3);
  expect(lineOf(EXAMPLE_FORM, "event.values.sale")).toBe(4);
  expect(lineOf(EXAMPLE_FORM, "fields.order_id")).toBe(8);
  expect(lineOf(EXAMPLE_FORM, "lines.price")).toBe(9);
  expect(lineOf(EXAMPLE_FORM, "whole document")).toBeNull();
  expect(lineOf("hook: [", "event")).toBeNull();
});

test("a secret that is made here is one that the server takes", () => {
  expect(isSecret(newSecret())).toBe(true);
  expect(newSecret()).not.toBe(newSecret());
  expect([isSecret("short"), isSecret("fifteen signs !"), isSecret("Schlüssel mit Umlaut")]).toEqual([false, false, false]);
  expect([isPrefix("shop-2"), isPrefix("a b"), isPrefix("")]).toEqual([true, false, false]);
});

test("a name that is taken is counted on", () => {
  expect(freeName("woocommerce", [])).toBe("woocommerce");
  expect(freeName("hook", ["webhook", "webhook-2"])).toBe("webhook-3");
});
