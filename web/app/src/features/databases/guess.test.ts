import { expect, test } from "vitest";
import type { LookedAtFile } from "../../api/schema";
import { fileOf, guessed, HOW, howOf, readOf, unfit } from "./guess";

type Column = LookedAtFile["columns"][number];
const column = (name: string, looks: Column["looks"], more: Partial<Column> = {}): Column => ({ name, looks, meaning: null, filled: 1, format: null, unique: false, examples: [], misfits: null, ...more });

test("what is new is found by the time of the last change, and rows are told apart by their number", () => {
  const columns = [column("id", "whole", { unique: true }), column("email", "email", { unique: true }), column("created_at", "moment"), column("updated_at", "moment")];
  expect(guessed(columns)).toEqual({ watermark: "updated_at", kind: "timestamp", key: ["id"] });
});

test("a column of German systems is found by its name, and one that means the change before any name", () => {
  expect(guessed([column("KundenNr", "whole", { unique: true }), column("geaendert_am", "moment")])).toEqual({ watermark: "geaendert_am", kind: "timestamp", key: ["KundenNr"] });
  expect(guessed([column("updated_at", "moment"), column("stand", "day", { meaning: "changed" })]).watermark).toBe("stand");
});

test("without a time, a number that grows with each row is both; without anything nothing is guessed", () => {
  expect(guessed([column("order_id", "whole", { unique: true }), column("total", "amount", { unique: true })])).toEqual({ watermark: "order_id", kind: "integer", key: ["order_id"] });
  expect(guessed([column("name", "text"), column("city", "text")])).toEqual({ watermark: "", kind: "text", key: [] });
});

test("a column with gaps tells no rows apart", () => {
  expect(guessed([column("id", "whole", { unique: true, filled: 0.9 }), column("nr", "text", { unique: true }), column("changed", "moment")]).key).toEqual(["nr"]);
});

test("what was entered is what is asked for, and what is kept is shown as it was entered", () => {
  const how = { ...HOW, watermark: "updated_at", key: ["id"], every: "day" as const, at: "06:30", again: "900" };
  const read = readOf(how, { schema: null, table: null, query: "SELECT 1 " });
  expect(read).toEqual({ by: "pull", query: "SELECT 1", watermark: "updated_at", watermark_kind: "timestamp", key: ["id"], every_minutes: null, daily_at: "06:30", again: 900, batch_rows: null, timeout_seconds: null });
  expect(readOf(howOf(read), { schema: null, table: null, query: "SELECT 1" })).toEqual(read);
  const heard = readOf({ ...HOW, by: "capture", slot: " s " }, { schema: "shop", table: "orders", query: "SELECT 2" });
  expect(heard).toEqual({ by: "capture", schema: "shop", table: "orders", publication: null, slot: "s" });
  expect(readOf({ ...HOW, by: "capture", watermark: "w", key: ["k"] }, { schema: null, table: null, query: "SELECT 3" }).by).toBe("pull");
});

test("what cannot be is found before it is sent", () => {
  const good = { ...HOW, watermark: "w", key: ["k"] };
  expect(unfit(good)).toEqual([]);
  expect(unfit(HOW)).toEqual(["watermark", "key"]);
  expect(unfit({ ...good, minutes: "0" })).toEqual(["minutes"]);
  expect(unfit({ ...good, every: "day", at: "24:10" })).toEqual(["at"]);
  expect(unfit({ ...good, rows: "200000", seconds: "1.5", again: "x" })).toEqual(["again", "rows", "seconds"]);
  expect(unfit({ ...HOW, by: "capture" })).toEqual([]);
});

test("the file that a mapping reads is read again under its name", () => {
  expect(fileOf("mapping: erp\nprofiles:\n  file: people.rows # or so\n")).toBe("people.rows");
  expect(fileOf("mapping: erp\n")).toBe(null);
});
