import { expect, test } from "vitest";
import api from "../../../../../crates/anlass-server/openapi.json";
import type { FileExport } from "../../api/schema";
import { entriesOf, exportOf, FRESH, isAddress, isOpenAgain, isOutName, isSecretText, KIND_GROUPS, standOf, wrongIn } from "./told";

test("every notice that the server knows can be chosen, once", () => {
  const all = KIND_GROUPS.flatMap(([, kinds]) => kinds);
  expect([...all].sort()).toEqual([...api.components.schemas.NoticeKind.enum].sort());
});

test("the worst that is true of a subscription is what is said of it", () => {
  const well = { suspended: null, failing: null, given_up: 0, oldest: null };
  const failing = { since: "", last: "", attempts: 3, reason: "" };
  expect([well, { ...well, oldest: "2026-01-01T00:00:00Z" }, { ...well, given_up: 2 }, { ...well, failing, given_up: 2 }, { ...well, failing, suspended: "410" }].map(standOf)).toEqual(["told", "behind", "given_up", "failing", "suspended"]);
});

test("an export that is there comes through the form unchanged", () => {
  const made = { days: null, fields: ["id", "profile.city"], to: { kind: "folder", files_max: 5, folder: "crm", format: "parquet" }, id: "all", next: null, running: false, runs: [], segment: "active", entity: null, what: "customers", schedule: { daily_at: "06:30", every_minutes: null } } satisfies FileExport;
  const { next, running, runs, ...asked } = made;
  expect(exportOf(entriesOf(made))).toEqual(asked);
  expect([next, running, runs]).toEqual([null, false, []]);
  expect(wrongIn(entriesOf(made))).toEqual([]);
});

test("a table comes through the form unchanged, without its password", () => {
  const at = { kind: "postgres" as const, host: "dwh.example", port: null, database: "dwh", user: "w", tls: "verify" as const, roots: null, file: null };
  const made = { days: null, fields: ["id"], to: { kind: "table", at, schema: "bi", table: "people", place: "there" }, id: "all", next: null, running: false, runs: [], segment: null, entity: null, what: "customers", schedule: null } satisfies FileExport;
  const asked = exportOf(entriesOf(made));
  expect(asked.to).toEqual({ kind: "table", at, schema: "bi", table: "people", password: null });
  expect(wrongIn(entriesOf(made))).toEqual([]);
  expect(wrongIn({ ...entriesOf(made), table: "ü".repeat(26), filesMax: "0" })).toEqual(["table"]);
  expect(wrongIn({ ...FRESH, id: "all", goes: "table" })).toEqual(["where", "table"]);
  // What has no schema and no password is asked for without.
  const file = exportOf({ ...entriesOf(made), password: "x", where: { ...FRESH.where, kind: "sqlite", file: "out.db" } }).to;
  expect(file).toMatchObject({ password: null, schema: null });
  expect([isOpenAgain(asked.to, null), isOpenAgain(asked.to, asked.to), isOpenAgain(asked.to, file), isOpenAgain(file, null)]).toEqual([false, true, false, true]);
});

test("what does not belong to what is exported is not asked for", () => {
  const asked = exportOf({ ...FRESH, id: "orders", what: "orders", segment: "active", days: "30", every: "never" });
  expect([asked.fields, asked.segment, asked.days, asked.schedule]).toEqual([[], null, 30, null]);
  expect(exportOf({ ...FRESH, id: "all", days: "30", entity: "vehicle" })).toMatchObject({ days: null, entity: null });
  expect(exportOf({ ...FRESH, id: "all", what: "things", entity: "vehicle" }).entity).toBe("vehicle");
});

test("a folder lies below the folder of exports, and numbers are numbers", () => {
  const wrong = (more: Partial<typeof FRESH>) => wrongIn({ ...FRESH, id: "all", ...more });
  expect(wrong({})).toEqual([]);
  expect(["../out", "/etc", "a:b"].map((folder) => wrong({ folder }))).toEqual([["folder"], ["folder"], ["folder"]]);
  expect(wrong({ id: "Alle Kunden", fields: [], filesMax: "0", every: "minutes", minutes: "x" })).toEqual(["id", "fields", "filesMax", "minutes"]);
});

test("names, addresses and secrets are told by how they look", () => {
  expect([isOutName("crm-2"), isOutName("CRM")]).toEqual([true, false]);
  expect([isAddress("https://crm.example/in"), isAddress("crm.example")]).toEqual([true, false]);
  expect([isSecretText(`whsec_${"A".repeat(43)}=`), isSecretText("whsec_kurz")]).toEqual([true, false]);
});
