import { expect, test } from "vitest";
import { parse } from "yaml";
import type { LookedAtFile } from "../../api/schema";
import { askedColumns, documentColumns, missingOf, NOTHING_SAID, type Proof, proofColumns, proofIn, purposeOf, withoutPurpose } from "./proof";
import { asksSomething, NO_MORE, refined, stillOpen } from "./refine";

const mapping = `mapping: list
source: newsletter
currency: EUR
time_zone: Europe/Berlin
consents:
  - file: liste.csv
    customer: { column: EMail, kind: email }
    channel: email
    granted: { column: { column: Newsletter, yes: ["ja"], no: ["nein"] } }
    occurred: { column: "Newsletter seit", format: "%d.%m.%Y" }
`;
type Column = LookedAtFile["columns"][number];
const column = (name: string, rest: Partial<Column> = {}): Column => ({ name, looks: "text", format: null, meaning: null, filled: 1, unique: false, examples: [], misfits: null, ...rest });
const file: LookedAtFile = {
  file: "liste.csv", sheets: [], rows: [], looked_at: 3, unusable: 0,
  columns: [
    column("EMail", { looks: "email", meaning: "email" }), column("Newsletter", { meaning: "consent_state" }), column("Newsletter seit", { looks: "day", meaning: "consent_time", format: "%d.%m.%Y" }),
    column("Angefragt am", { looks: "moment", format: "%d.%m.%Y %H:%M" }), column("Scan"),
  ],
};
const looked = { mapping, files: [file], open: [{ file: "liste.csv", question: "what_proves_it" as const }] };
const proof = (by: Proof["by"], rest: Partial<Proof> = {}): Proof => ({ by, ...NOTHING_SAID, ...rest });
const said = (one: Proof) => ({ ...NO_MORE, proofs: { "liste.csv": one } });
const written = (one: Proof): unknown => (parse(refined(looked, [], said(one)).mapping) as { consents: { proof?: unknown }[] }).consents[0]?.proof;

test("each way to prove consents is written as a mapping takes it, a moment in the format of its column", () => {
  expect(written(proof("double_opt_in", { text: "newsletter" }))).toEqual({ double_opt_in: { text: "newsletter" } });
  expect(written(proof("double_opt_in", { text: "newsletter", asked: "Angefragt am", column: "Scan" }))).toEqual({ double_opt_in: { text: "newsletter", asked: { column: "Angefragt am", format: "%d.%m.%Y %H:%M" } } });
  expect(written(proof("document", { text: "karte-2026", column: "Scan" }))).toEqual({ document: { text: "karte-2026", column: "Scan" } });
  expect(written(proof("imported", { text: "newsletter", from: "mailchimp" }))).toEqual({ imported: { text: "newsletter", from: "mailchimp" } });
});

test("what is not whole is not written, and stays open; that nothing proves them is an answer", () => {
  const half = proof("document", { text: "karte" });
  expect(missingOf(half)).toEqual(["column"]);
  expect(missingOf(proof("imported", { text: "Zwei Worte" }))).toEqual(["text", "from"]);
  expect(refined(looked, [], said(half)).mapping).toBe(mapping);
  expect(stillOpen("liste.csv", looked, { text: null, more: said(half) })).toHaveLength(1);
  expect(stillOpen("liste.csv", looked, { text: null, more: NO_MORE })).toHaveLength(1);
  expect(stillOpen("liste.csv", looked, { text: null, more: said(proof("none")) })).toEqual([]);
  expect(written(proof("none"))).toBeUndefined();
});

test("what a mapping says is read as it was chosen, and of another file nothing", () => {
  for (const one of [proof("double_opt_in", { text: "newsletter", asked: "Angefragt am" }), proof("document", { text: "karte", column: "Scan" }), proof("imported", { text: "newsletter", from: "crm" })]) {
    const text = refined(looked, [], said(one)).mapping;
    expect(proofIn(text, "liste.csv")).toEqual(one);
    expect(proofIn(text, "andere.csv")).toBeUndefined();
  }
  expect(proofIn(mapping, "liste.csv")).toBeUndefined();
  expect(proofIn(`${mapping}    proof: none\n`, "liste.csv")).toEqual(proof("none"));
  // Nothing is said where what is written is taken back.
  expect(proofIn(refined({ ...looked, mapping: `${mapping}    proof: { imported: { text: a, from: b } }\n` }, [], said(proof("none"))).mapping, "liste.csv")).toBeUndefined();
});

test("columns that only prove are told, and none is offered that says something else of the consent", () => {
  expect(proofColumns(refined(looked, [], said(proof("document", { text: "karte", column: "Scan" }))).mapping, "liste.csv")).toEqual(["Scan"]);
  expect(askedColumns(file.columns).map(({ name }) => name)).toEqual(["Angefragt am"]);
  expect(documentColumns(file.columns).map(({ name }) => name)).toEqual(["Angefragt am", "Scan"]);
});

test("of files that give no consents nothing is written", () => {
  const orders = { ...looked, mapping: "mapping: shop\norders:\n  file: liste.csv\n" };
  expect(refined(orders, [], said(proof("imported", { text: "newsletter", from: "crm" }))).mapping).toBe(orders.mapping);
});

test("what consents are for is asked of each file that gives them, and written; for all is an answer too", () => {
  const purposes = (purpose: string) => ({ ...NO_MORE, purposes: { "liste.csv": purpose } });
  const of = (more: typeof NO_MORE) => refined(looked, [], more).mapping;
  expect(withoutPurpose(mapping, NO_MORE)).toEqual(["liste.csv"]);
  expect(parse(of(purposes("news")))).toMatchObject({ consents: [{ purpose: "news" }] });
  expect(purposeOf(of(purposes("news")), "liste.csv", NO_MORE)).toBe("news");
  expect(of(purposes("Zwei Worte"))).toBe(mapping);
  expect(withoutPurpose(of(purposes("Zwei Worte")), purposes("Zwei Worte"))).toEqual(["liste.csv"]);
  expect(withoutPurpose(of(purposes("")), purposes(""))).toEqual([]);
  expect(purposeOf(of(purposes("")), "liste.csv", NO_MORE)).toBeUndefined();
  const all = (more: typeof NO_MORE) => asksSomething(looked, { mapping: of(more), missing: [] }, { text: null, more });
  expect(all({ ...purposes("news"), proofs: { "liste.csv": proof("none") } })).toBe(false);
  expect(all({ ...NO_MORE, proofs: { "liste.csv": proof("none") } })).toBe(true);
});
