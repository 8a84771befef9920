import { expect, test } from "vitest";
import { NO_MORE } from "./refine";
import { customerColumn, rulesOf } from "./rules";

const ORDERS = `orders:
  file: lines.csv
  customer: { column: CustomerID, kind: customer_number }
  occurred: { column: when }
`;
const said = (mapping: string, more = NO_MORE, byHand = false) => rulesOf(mapping, more, byHand).map(({ name, holds, values, from }) => [name, holds, values.join(" "), from].join("|"));

test("every rule about orders is told, whether it does something or not", () => {
  expect(said(ORDERS)).toEqual(["cancelled|false||usual", "returns|false||usual", "not_articles|false||usual", "once|false||usual", "paid|false||usual"]);
  expect(said("profiles: [{ file: a.csv }]")).toEqual([]);
});

test("what was proposed is told apart from what somebody chose", () => {
  const proposed = `${ORDERS}  takes_back: { numbers: "C*", cancelled_within: 24h }\n  cancelled: { column: status, values: [canceled, 7] }\n`;
  expect(said(proposed)).toEqual(["cancelled|true|canceled 7|proposed", "returns|true|C|proposed", "not_articles|false||usual", "once|false||usual", "paid|false||usual"]);
  const chosen = proposed.replace('  takes_back: { numbers: "C*", cancelled_within: 24h }\n', "").replace("column: when", "column: when, time_zone: UTC") + "  free_lines: skip\n  not_articles: [POST]\n  exact_duplicates: drop\n";
  const more = { ...NO_MORE, returns: "", notArticles: ["POST"], once: true, paid: true, utc: true };
  expect(said(chosen, more)).toEqual(["cancelled|true|canceled 7|proposed", "returns|false||own", "not_articles|true|POST|own", "once|true||own", "paid|true||own", "utc|true||own"]);
  expect(said(ORDERS, NO_MORE, true).every((one) => one.endsWith("usual"))).toBe(true);
});

test("whose an order is stands in a column", () => {
  expect(customerColumn(ORDERS)).toEqual({ file: "lines.csv", column: "CustomerID" });
  expect(customerColumn("orders: {}")).toBeNull();
});
