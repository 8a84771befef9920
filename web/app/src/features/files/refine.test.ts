import { expect, test } from "vitest";
import { parse } from "yaml";
import type { LookedAtFile } from "../../api/schema";
import { asksSomething, cancelledBy, NO_MORE, proposedReturns, refined, stateColumns, stillOpen, unreadFiles } from "./refine";

type Column = LookedAtFile["columns"][number];
const column = (name: string, looks: Column["looks"], meaning: Column["meaning"] = null, format: string | null = null): Column => ({ name, looks, format, meaning, examples: [], filled: 1, unique: false, misfits: null });
const file = (name: string, columns: Column[]): LookedAtFile => ({ file: name, columns, sheets: [], rows: [], looked_at: 2, unusable: 0 });
const HEAD = "mapping: kasse\nsource: 10\ncurrency: EUR\ntime_zone: Europe/Berlin\n";
const ORDERS = `${HEAD}orders:\n  file: zeilen.csv\n  with:\n    - { file: kopf.csv, here: nr, there: nr }\n  number: { column: nr, as: integer }\n  customer: { column: kunde, kind: card }\n  article: { column: artikel }\n  value: { total: preis }\n  occurred: { column: zeit }\n  place: online\n`;
const own = (of: string, name: string, meaning: string) => ({ file: of, column: name, meaning });
const refine = (mapping: string, files: LookedAtFile[], meanings: Parameters<typeof refined>[1], more = NO_MORE) => refined({ mapping, files }, meanings, more);

test("a proposal of which nobody said more stays letter by letter", () => {
  expect(refine(ORDERS, [], [own("a", "b", "email")]).mapping).toBe(ORDERS);
});

test("own fields are the server's to read, if it can be told whose they are", () => {
  const said = [own("leute.csv", "Größe", "own_field")];
  const people = file("leute.csv", [column("haushalt", "whole", "customer_number"), column("Größe", "text", "own_field")]);
  expect(refine(HEAD, [people], said)).toEqual({ mapping: HEAD, missing: [] });
  expect(refine(HEAD, [file("leute.csv", people.columns.slice(1))], said)).toMatchObject({ missing: [{ file: "leute.csv", what: "person" }] });
});

test("a voucher needs who redeemed it", () => {
  const redeemed = [column("karte", "whole", "card"), column("code", "whole", "voucher_code")];
  const said = [own("bons.csv", "code", "voucher_code")];
  expect(refine(HEAD, [file("bons.csv", redeemed)], said)).toEqual({ mapping: HEAD, missing: [] });
  expect(refine(HEAD, [file("bons.csv", redeemed.slice(1))], said)).toEqual({ mapping: HEAD, missing: [{ file: "bons.csv", what: "person" }] });
});

test("how orders are counted is written where the orders are", () => {
  const more = { cancelled: { column: "status", values: ["canceled", "no"] }, returns: "C", notArticles: ["POST", "GIFT_*"], once: true, paid: true, utc: true, zone: "America/New_York", proofs: {}, purposes: {} };
  const { orders } = parse(refine(ORDERS, [], [], more).mapping) as { orders: object };
  expect(orders).toMatchObject({
    number: { column: "nr", as: "upper" }, cancelled: { column: "status", values: ["canceled", "no"] }, takes_back: { numbers: "C*", cancelled_within: "24h" },
    not_articles: ["POST", "GIFT_*"], exact_duplicates: "drop", free_lines: "skip", occurred: { column: "zeit", time_zone: "UTC" }, place: "online",
  });
  expect(refine(HEAD, [], [], more).mapping).not.toMatch(/orders/);
});

test("by which clock times are read is said of all files at once, whatever they tell of", () => {
  expect(parse(refine(HEAD, [], [], { ...NO_MORE, zone: "UTC" }).mapping)).toEqual({ ...(parse(HEAD) as object), time_zone: "UTC" });
  expect(parse(refine(ORDERS, [], [], { ...NO_MORE, zone: "Asia/Tokyo" }).mapping)).toEqual({ ...(parse(ORDERS) as object), time_zone: "Asia/Tokyo" });
});

test("a file of which nothing is read asks for nothing; what lacks something for a choice does", () => {
  const [a, b, c] = [file("a.csv", []), file("b.csv", []), file("c.csv", [])];
  const looked = { files: [a, b, c], open: [{ file: "b.csv", question: "what_is_it" as const }, { file: "c.csv", question: "codes" as const }] };
  const all = { mapping: "profiles: [{ file: a.csv }]", missing: [] };
  const work = { text: null, more: NO_MORE };
  expect(unreadFiles(looked, all, work)).toEqual(["b.csv", "c.csv"]);
  expect(asksSomething(looked, all, work)).toBe(false);
  const lacking = { ...all, missing: [{ file: "b.csv", what: "person" as const }] };
  expect(unreadFiles(looked, lacking, work)).toEqual(["c.csv"]);
  expect(asksSomething(looked, lacking, work)).toBe(true);
  const asks = { ...looked, open: [{ file: "b.csv", question: "whose_is_it" as const }] };
  expect(unreadFiles(asks, all, work)).toEqual(["c.csv"]);
  expect(unreadFiles(looked, all, { ...work, text: "profiles: [{ file: b.csv }]" })).toEqual(["a.csv", "c.csv"]);
});

test("which orders were cancelled stays as it is proposed, until somebody says otherwise", () => {
  const proposed = `${ORDERS}  cancelled: { column: status, values: [storniert] }\n`;
  expect(cancelledBy(proposed)).toEqual({ column: "status", values: ["storniert"] });
  expect([cancelledBy(ORDERS), cancelledBy("orders: ["), cancelledBy("")]).toEqual([null, null, null]);
  const said = (cancelled: typeof NO_MORE.cancelled) => (parse(refine(proposed, [], [], { ...NO_MORE, once: true, cancelled }).mapping) as { orders: object }).orders;
  expect(said(null)).toMatchObject({ cancelled: { column: "status", values: ["storniert"] } });
  expect(said({ column: "status", values: ["weg"] })).toMatchObject({ cancelled: { values: ["weg"] } });
  expect(said({ column: "", values: [] })).not.toHaveProperty("cancelled");
  // The proposed column can be chosen again, whatever it looks like.
  const files = [file("kopf.csv", [{ ...column("status", "flag"), unique: true }])];
  expect(stateColumns({ mapping: proposed, files }).map(({ name }) => name)).toEqual(["status"]);
});

test("as long as something is to be decided the step asks; what was said in between answers it", () => {
  const looked = { files: [file("a.csv", [])], open: [{ file: "a.csv", question: "what_takes_back" as const }] };
  const all = { mapping: "", missing: [] };
  const work = { text: null, more: NO_MORE };
  expect(stillOpen("a.csv", looked, work)).toEqual(looked.open);
  expect(asksSomething(looked, all, work)).toBe(true);
  expect(asksSomething(looked, all, { ...work, more: { ...NO_MORE, returns: "C" } })).toBe(false);
  expect(asksSomething(looked, all, { ...work, text: "mapping: a" })).toBe(false);
  expect(asksSomething({ ...looked, open: [] }, { ...all, missing: [{ file: "a.csv", what: "person" }] }, work)).toBe(true);
});

test("how returns are told stays as it is proposed, until somebody says otherwise", () => {
  const proposed = ORDERS.replace("  place: online", '  place: online\n  takes_back: { numbers: "C*", cancelled_within: 24h }');
  expect(proposedReturns({ mapping: proposed })).toBe("C");
  expect(proposedReturns({ mapping: ORDERS })).toBe("");
  const said = (returns: string | null) => (parse(refine(proposed, [], [], { ...NO_MORE, once: true, returns }).mapping) as { orders: object }).orders;
  expect(said(null)).toMatchObject({ takes_back: { numbers: "C*" } });
  expect(said("R")).toMatchObject({ takes_back: { numbers: "R*" }, number: { as: "upper" } });
  expect(said("")).not.toHaveProperty("takes_back");
});

test("what became of an order stands in a text of its lines or of their head", () => {
  const files = [file("kopf.csv", [column("nr", "whole", "order_number"), column("status", "text")]), file("zeilen.csv", [column("farbe", "text"), { ...column("id", "text"), unique: true }]), file("leute.csv", [column("typ", "text")])];
  expect(stateColumns({ mapping: ORDERS, files }).map(({ name }) => name)).toEqual(["status", "farbe"]);
  expect(stateColumns({ mapping: HEAD, files })).toEqual([]);
});
