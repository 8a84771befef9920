import { expect, test } from "vitest";
import { byFile, mappingOf, readsOf } from "./roles";

const MAPPING = `mapping: shop
articles: { file: products.csv, number: { column: id }, tree: { file: categories.csv, id: id } }
orders:
  file: items.csv
  with:
    - { file: customers.csv, here: a, there: b }
    - { file: orders.csv, here: a, there: b }
stock: [{ file: products.csv }]
prices: [{ file: products.csv }, { file: groups.csv }]
profiles:
  - { file: customers.csv, with: [{ file: orders.csv, here: a, there: b }] }
`;
const fate = (file: string, rows: number, taken = rows) => ({ file, role: null, rows, taken, left_out: [] });

test("a file is read for what the mapping names it for, in the order of an import; what stands beside comes last and once", () => {
  expect(readsOf(MAPPING).map(({ file, role }) => `${file} ${role}`)).toEqual([
    "products.csv articles", "items.csv orders", "products.csv prices", "groups.csv prices", "products.csv stock", "customers.csv profiles",
    "categories.csv beside", "customers.csv beside", "orders.csv beside",
  ]);
  expect(readsOf("a: [")).toEqual([]);
  expect(mappingOf("[1]")).toEqual({});
});

test("fates of one file stand together and say as what it was read", () => {
  const files = [fate("products.csv", 60), fate("items.csv", 9), fate("products.csv", 60), fate("products.csv", 60, 58), fate("customers.csv", 9, 4), fate("customers.csv", 9), fate("customers.csv", 9)];
  const groups = byFile(files, MAPPING);
  expect(groups.map(({ file, reads }) => [file, ...reads.map(({ role, at }) => `${role} ${at}`)])).toEqual([
    ["products.csv", "articles 0", "prices 2", "stock 3"], ["items.csv", "orders 1"], ["customers.csv", "profiles 4", "beside 5", "beside 6"],
  ]);
  expect(groups[0]?.reads[2]?.fate.taken).toBe(58);
});

test("what the server says counts before the mapping", () => {
  expect(byFile([{ ...fate("a.csv", 1), role: "stock" }, { ...fate("a.csv", 1), role: null }], null)[0]?.reads.map(({ role }) => role)).toEqual(["stock", null]);
});

test("without the mapping they stand together all the same", () => {
  expect(byFile([fate("a.csv", 1), fate("b.csv", 1), fate("a.csv", 2)], null).map(({ file, reads }) => [file, reads.length, reads[0]?.role])).toEqual([["a.csv", 2, null], ["b.csv", 1, null]]);
});
