import { expect, test } from "vitest";
import type { ImportState, LookedAt, LookedAtFile } from "../../api/schema";
import api from "../../../../../crates/anlass-server/openapi.json";
import { formatter } from "../../i18n/format";
import { bare, fates, isBegun, isGoods, isImport, isNothing, isSourceName, isUnused, listed, meant, MEANINGS, NEW_SOURCE, NO_WORK, openStep, proposedSource, readable, readWork, shadowed, shownValue, suggestedSource, writtenWork } from "./bundle";
import { peopleOf } from "./own-reads";

test("the name of a file suggests its source, and the next delivery suggests the same", () => {
  expect(suggestedSource("Kunden 2026.csv")).toBe("kunden");
  expect(suggestedSource("kunden_2027-01-31 (neu).csv.gz")).toBe("kunden");
  expect(suggestedSource("Bestellungen Köln.xlsx")).toBe("bestellungen-koeln");
  expect(suggestedSource("Export Straßenverkauf.parquet")).toBe("strassenverkauf");
  expect(suggestedSource("2026.csv")).toBe("");
  expect(suggestedSource("")).toBe("");
});

test("which source files are of is asked where some are declared, and a new one takes its name from a file where none is", () => {
  expect(proposedSource("", "kunden.csv", ["shop", "till"])).toEqual({ choice: "", name: "kunden" });
  expect(proposedSource("", "shop.csv", ["shop", "till"])).toEqual({ choice: "shop", name: "" });
  expect(proposedSource("", "kunden.csv", [])).toEqual({ choice: NEW_SOURCE, name: "kunden" });
  expect(proposedSource("", "2026.csv", [])).toEqual({ choice: "", name: "" });
  expect(proposedSource("", "kunden.csv", null)).toEqual({ choice: "", name: "" });
  // What was said once stands.
  expect(proposedSource("till", "kunden.csv", ["shop", "till"])).toEqual({ choice: "till", name: "" });
  expect(proposedSource("kartei", "kunden.csv", ["shop", "till"])).toEqual({ choice: NEW_SOURCE, name: "kartei" });
});

test("what is suggested may always be a name", () => {
  for (const file of ["Ärzte & Söhne.csv", "a--b.csv", `${"lang-".repeat(30)}.csv`, "Крым.csv", "x.json.zst"]) {
    const name = suggestedSource(file);
    expect(name === "" || isSourceName(name), `${file}: ${name}`).toBe(true);
  }
});

test("a source is named in lower-case letters, digits and hyphens", () => {
  expect(["kasse", "kasse-2026", "7"].filter(isSourceName)).toHaveLength(3);
  expect(["", "Kasse", "kasse 2", "-kasse", "kasse-", "kässe", "a--b", "a".repeat(49)].filter(isSourceName)).toEqual([]);
});

test("every meaning stands in one group", () => {
  const listedHere = MEANINGS.flatMap(([, codes]) => codes);
  expect([...listedHere].sort()).toEqual([...api.components.schemas.MeaningCode.enum].sort());
  expect([isUnused("supplier"), isUnused("brand"), isUnused("")]).toEqual([true, false, false]);
  expect(new Set(listedHere).size).toBe(listedHere.length);
});

test("of two columns of one meaning the second says that the first is read; categories are all read", () => {
  const column = (name: string, meaning: LookedAtFile["columns"][number]["meaning"]) => ({ name, meaning, looks: "text" as const, format: null, filled: 1, unique: false, examples: [], misfits: null });
  const columns = [column("Mail", "email"), column("Gruppe", "category"), column("E-Mail privat", "email"), column("Obergruppe", "category"), column("x", null), column("y", null)];
  expect([...shadowed({ columns }, new Set())]).toEqual([["E-Mail privat", "Mail"]]);
  const numbers = [column("customer_id", "customer_number"), column("customer_unique_id", "customer_number")];
  const people = peopleOf("orders: { customer: { column: customer_unique_id, kind: customer_number } }");
  expect([...shadowed({ columns: numbers }, people)]).toEqual([["customer_id", "customer_unique_id"]]);
  expect([...shadowed({ columns: numbers }, peopleOf("orders: ["))]).toEqual([["customer_unique_id", "customer_id"]]);
});

const looked = (problem: LookedAt["problem"]): LookedAt => ({ files: [], unreadable: [], mapping: "mapping: kunden", open: [], problem });

test("the steps open one after the other", () => {
  const stand = { files: 1, pending: 0, source: "kunden", looked: looked(null), text: null };
  expect(openStep({ ...stand, files: 0 })).toBe("files");
  expect(openStep({ ...stand, pending: 1 })).toBe("files");
  expect(openStep({ ...stand, source: "" })).toBe("files");
  expect(openStep({ ...stand, looked: undefined })).toBe("columns");
  expect(openStep({ ...stand, looked: looked({ cause: "it maps no file", help: "" }) })).toBe("columns");
  expect(openStep(stand)).toBe("trial");
});

test("whoever writes the mapping by hand may try it, whatever was proposed", () => {
  expect(openStep({ files: 1, pending: 0, source: "kunden", looked: looked({ cause: "it maps no file", help: "" }), text: "mapping: kunden" })).toBe("trial");
});

test("the last word about a column counts", () => {
  const first = meant([], { file: "a.csv", column: "x", meaning: "email" });
  const both = meant(first, { file: "b.csv", column: "x", meaning: "city" });
  expect(meant(both, { file: "a.csv", column: "x", meaning: null })).toEqual([{ file: "b.csv", column: "x", meaning: "city" }, { file: "a.csv", column: "x", meaning: null }]);
});

test("what somebody began is there again, and what cannot be read is as good as nothing", () => {
  const work = { ...NO_WORK, source: "kunden", meanings: [{ file: "a.csv", column: "x", meaning: null }], tried: "mapping: kunden" };
  expect(readWork(writtenWork(work))).toEqual(work);
  expect([null, "", "{", '{"format":0,"work":{"source":"x"}}'].map(readWork)).toEqual([NO_WORK, NO_WORK, NO_WORK, NO_WORK]);
});

test("a file of the same name takes the place of the one on the server", () => {
  const there = [{ name: "a.csv", bytes: 1 }, { name: "b.csv", bytes: 2 }];
  expect(listed(there, [{ name: "b.csv", bytes: 5, sent: false }, { name: "c.csv", bytes: 3, sent: false }], ["a.csv"])).toEqual([
    { name: "b.csv", bytes: 5, state: "ready", replaces: true, atHand: true },
    { name: "c.csv", bytes: 3, state: "ready", replaces: false, atHand: true },
  ]);
  expect(listed(there, [{ name: "a.csv", bytes: 1, sent: true }], []).map(({ state, atHand }) => [state, atHand])).toEqual([["uploaded", true], ["uploaded", false]]);
});

test("a trial and what failed leave everything to choose; an import does not", () => {
  const state = (trial: boolean, phase: ImportState["phase"]) => ({ trial, phase }) as ImportState;
  expect([state(true, "done"), state(true, "reading"), state(false, "failed"), null].map(isImport)).toEqual([false, false, false, false]);
  expect([state(false, "waiting"), state(false, "reading"), state(false, "applying"), state(false, "done")].every(isImport)).toBe(true);
  expect([null, state(true, "reading"), state(true, "done"), state(false, "failed")].every((one) => isBegun({ import: one }))).toBe(true);
  expect([state(false, "reading"), state(false, "done")].some((one) => isBegun({ import: one }))).toBe(false);
});

test("what becomes of the rows of all files is counted together", () => {
  const cause = { code: "empty", examples: [], kept: 1, rows: 1, wrong: true } as const;
  expect(fates([{ file: "a", role: null, rows: 5, taken: 3, left_out: [{ ...cause, examples: [] }, { ...cause, code: "guest", examples: [], wrong: false }] }, { file: "b", role: null, rows: 2, taken: 2, left_out: [] }])).toEqual({ rows: 7, taken: 5, left: 2, refused: 1 });
});

test("signs of articles that nobody can read are left away", () => {
  expect(readable("am Standort gekauft: 3 Artikel, 116,80 €: 2 × #1ca94127736134bd, #74648b93b6fcfac6")).toBe("am Standort gekauft: 3 Artikel, 116,80 €");
  expect(readable("am Standort gekauft: 1 Artikel: Vase #3")).toBe("am Standort gekauft: 1 Artikel: Vase #3");
});

test("a text is shown without the marks that it is stored in", () => {
  expect(['"Ulm"', '"a \\"b\\""', "1954-07-27", '"', ""].map(bare)).toEqual(["Ulm", 'a "b"', "1954-07-27", '"', ""]);
});

test("a list of articles, outlets, prices or stock alone comes to something, though nothing happened", () => {
  const totals = { rows: 0, events: 0, customers: 0, new_customers: null, nameless_customers: null, orders: 0, cancellations: 0, returns: 0, articles: 0, outlets: 0, first: null, last: null };
  const both = (of: Parameters<typeof isNothing>[0]) => [isNothing(of), isGoods(of)];
  expect(both(totals)).toEqual([true, false]);
  expect(both({ ...totals, rows: 2 })).toEqual([false, true]);
  expect(both({ ...totals, rows: 2, events: 1 })).toEqual([false, false]);
  expect(both(null)).toEqual([false, false]);
});

test("days and amounts are shown as people of a language write them, and texts as they are", () => {
  const [de, en] = (["de", "en"] as const).map((language) => formatter(language, "Europe/Berlin", "EUR"));
  const shown = (value: string) => [de, en].map((format) => format && shownValue(value, format));
  expect(shown("1964-05-30")).toEqual(["30.05.1964", "30/05/1964"]);
  expect(shown('"1964-05-30"')).toEqual(["1964-05-30", "1964-05-30"]);
  expect(shown("1037.01")[0]).toMatch(/^1\.037,01\s€$/);
  expect(shown('"Ulm"')).toEqual(["Ulm", "Ulm"]);
});
