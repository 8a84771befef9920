import { expect, test } from "vitest";
import type { ConnectedDatabase } from "../../api/schema";
import { atOf, captureSql, grantSql, isSamePlace, lacking, NOWHERE, ownName, whereOf, writeSql } from "./at";

const SHOP = { ...NOWHERE, host: " db.example.com ", database: "shop" };

test("what was entered is what the server is told, and what it keeps is shown as it was entered", () => {
  const at = { kind: "postgres" as const, host: "db.example.com", port: null, database: "shop", user: "anlass_reader", tls: "verify" as const, roots: null, file: null };
  expect(atOf(SHOP)).toEqual(at);
  expect(atOf(whereOf(at))).toEqual(at);
  expect(atOf({ ...SHOP, tls: "own", roots: " PEM " })).toEqual({ ...at, roots: "PEM" });
  expect(whereOf({ ...at, roots: "PEM" }).tls).toBe("own");
  expect(atOf({ ...SHOP, kind: "sqlite", file: "erp.db " })).toEqual({ kind: "sqlite", host: null, port: null, database: null, user: null, tls: null, roots: null, file: "erp.db" });
});

test("over a socket nothing is encrypted", () => {
  expect(atOf({ ...SHOP, host: "/run/postgresql", tls: "own", roots: "x" })).toMatchObject({ tls: "off", roots: null });
});

test("what is missing is said before the server is asked", () => {
  expect(lacking(NOWHERE)).toEqual(["host", "database"]);
  expect(lacking({ ...SHOP, port: "70000" })).toEqual(["port"]);
  expect(lacking({ ...SHOP, tls: "own" })).toEqual(["roots"]);
  expect(lacking({ ...NOWHERE, kind: "sqlite" })).toEqual(["file"]);
  for (const file of ["/tmp/out.sqlite", "../out.db", "a/../../b.db", "C:\\x.db"]) expect(lacking({ ...NOWHERE, kind: "sqlite", file }), file).toEqual(["file"]);
  expect(lacking({ ...NOWHERE, kind: "sqlite", file: "bi/out.sqlite" })).toEqual([]);
  expect(lacking(SHOP)).toEqual([]);
});

test("a known password is kept for the very same place only", () => {
  const known = { at: atOf(SHOP) } as ConnectedDatabase;
  expect(isSamePlace(known, whereOf(known.at))).toBe(true);
  expect(isSamePlace(known, { ...SHOP, host: "other" })).toBe(false);
  expect(isSamePlace(known, { ...SHOP, tls: "require" })).toBe(false);
  expect(isSamePlace(null, SHOP)).toBe(false);
});

test("the statements name what was entered, in quotes where that is needed", () => {
  expect(grantSql({ kind: "postgres", database: "Shop 1", user: "lese-r" }, "…")).toContain('GRANT CONNECT ON DATABASE "Shop 1" TO "lese-r";');
  expect(grantSql({ kind: "mysql", database: "shop", user: "" }, "…")).toBe("CREATE USER 'anlass_reader' IDENTIFIED BY '…';\nGRANT SELECT ON shop.* TO 'anlass_reader';");
  expect(captureSql({ user: "u" }, "public", "Orders", ownName("Orders"))).toContain('CREATE PUBLICATION anlass_orders FOR TABLE public."Orders";');
  expect(ownName("Bestell-Köpfe")).toBe("anlass_bestell_k_pfe");
});

test("who fills a table may make it, and no name ends its quotes", () => {
  expect(writeSql({ ...SHOP, user: "" }, "", "x")).toBe("CREATE ROLE anlass_writer LOGIN PASSWORD 'x';\nGRANT CONNECT ON DATABASE shop TO anlass_writer;\nGRANT USAGE, CREATE ON SCHEMA public TO anlass_writer;");
  expect(writeSql({ kind: "mysql", database: "a`b", user: "o'k" }, "", "x")).toBe("CREATE USER 'o''k' IDENTIFIED BY 'x';\nGRANT SELECT, INSERT, CREATE, ALTER, DROP ON `a``b`.* TO 'o''k';");
});
