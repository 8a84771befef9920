import { expect, test } from "vitest";
import { parse } from "yaml";
import type { LookedAtFile } from "../../api/schema";
import { asked, fieldName, formatOf, NO_MORE, proposedReturns, refined, stateColumns } from "./refine";

type Column = LookedAtFile["columns"][number];
const column = (name: string, looks: Column["looks"], meaning: Column["meaning"] = null, examples: string[] = []): Column => ({ name, looks, meaning, examples, filled: 1, unique: false });
const file = (name: string, columns: Column[]): LookedAtFile => ({ file: name, columns, sheets: [], rows: [], looked_at: 2, unusable: 0 });
const HEAD = "mapping: kasse\nsource: 10\ncurrency: EUR\ntime_zone: Europe/Berlin\n";
const ORDERS = `${HEAD}orders:\n  file: zeilen.csv\n  with:\n    - { file: kopf.csv, here: nr, there: nr }\n  number: { column: nr, as: integer }\n  customer: { column: kunde, kind: card }\n  article: { column: artikel }\n  value: { total: preis }\n  occurred: { column: zeit }\n  place: online\n`;
const own = (of: string, name: string, meaning: string) => ({ file: of, column: name, meaning });
const refine = (mapping: string, files: LookedAtFile[], meanings: Parameters<typeof asked>[0], more = NO_MORE) => refined({ mapping, files }, meanings, more, "2026-11-26");

test("a proposal of which nobody said more stays letter by letter", () => {
  expect(refine(ORDERS, [], [own("a", "b", "email")]).mapping).toBe(ORDERS);
});

test("own fields make a file that says nothing else one of people, and join what is proposed of it", () => {
  const people = file("leute.csv", [column("haushalt", "whole", "customer_number"), column("Größe des Haushalts", "text")]);
  const said = [own("leute.csv", "Größe des Haushalts", "own_field")];
  const alone = refine(HEAD, [people], said);
  expect(alone.reads).toEqual(["leute.csv"]);
  expect(parse(alone.mapping)).toMatchObject({ source: 10, profiles: [{ file: "leute.csv", customer: { column: "haushalt", as: "integer", kind: "customer_number" }, on: "2026-11-26", fields: { groesse_des_haushalts: "Größe des Haushalts" } }] });
  const joined = refine(`${HEAD}profiles:\n  - file: leute.csv\n    customer: { column: haushalt, kind: card }\n    on: 2020-01-01\n    fields:\n      city: ort\n`, [people], said);
  expect(parse(joined.mapping)).toMatchObject({ profiles: [{ customer: { kind: "card" }, on: "2020-01-01", fields: { city: "ort", groesse_des_haushalts: "Größe des Haushalts" } }] });
});

test("a voucher needs who redeemed it and when; what is missing is said", () => {
  const redeemed = [column("karte", "whole", "card"), column("code", "whole")];
  const said = [own("bons.csv", "code", "voucher_code")];
  const whole = refine(HEAD, [file("bons.csv", [...redeemed, column("am", "day", "order_time", ["31.12.2026"])])], said);
  expect(parse(whole.mapping)).toMatchObject({ vouchers: [{ file: "bons.csv", customer: { column: "karte", kind: "card" }, code: { column: "code", as: "integer" }, occurred: { column: "am", format: "%d.%m.%Y" } }] });
  expect(refine(HEAD, [file("bons.csv", redeemed)], said)).toMatchObject({ reads: [], missing: [{ file: "bons.csv", what: "moment" }] });
  expect(refine(HEAD, [file("bons.csv", redeemed.slice(1))], said)).toMatchObject({ reads: [], missing: [{ file: "bons.csv", what: "person" }] });
});

test("how orders are counted is written where the orders are", () => {
  const more = { cancelled: { column: "status", values: ["canceled", "no"] }, returns: "C", notArticles: ["POST", "GIFT_*"], once: true, paid: true, utc: true };
  const { orders } = parse(refine(ORDERS, [], [], more).mapping) as { orders: object };
  expect(orders).toMatchObject({
    number: { column: "nr", as: "upper" }, cancelled: { column: "status", values: ["canceled", "no"] }, takes_back: { numbers: "C*", cancelled_within: "24h" },
    not_articles: ["POST", "GIFT_*"], exact_duplicates: "drop", free_lines: "skip", occurred: { column: "zeit", time_zone: "UTC" }, place: "online",
  });
  expect(refine(HEAD, [], [], more).mapping).not.toMatch(/orders/);
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

test("the server is not asked about meanings of the app", () => {
  expect(asked([own("a", "b", "own_field"), own("a", "c", "city")])).toEqual([{ file: "a", column: "b", meaning: null }, own("a", "c", "city")]);
});

test("days are read as people write them, and fields are named as the server takes names", () => {
  expect([formatOf("31.12.2026"), formatOf("31.12.2026 08:15"), formatOf("1/2/2026 08:15:30"), formatOf("2026-12-31")]).toEqual(["%d.%m.%Y", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", undefined]);
  for (const name of ["Größe", "2. Wahl", "__", "Kids count"]) expect(fieldName(name)).toMatch(/^[a-z][a-z0-9_]*$/);
});
