import { expect, test } from "vitest";
import { rowsOf } from "./mailings";

const mailing = { id: "m", name: { de: "M", en: "M" }, audience: "", message: "hello", at: "2026-12-01T10:00:00" };
const definition = { id: "p", name: { de: "P", en: "P" }, aim: "activation", mailings: [mailing] };
const state = (changed: object, now: string) => rowsOf({ ...definition, mailings: [{ ...mailing, ...changed }] }, now)[0]?.state;

test("a mailing is planned until its moment on the organisation's clock", () => {
  expect(state({}, "2026-12-01T09:59:00")).toBe("planned");
  expect(state({}, "2026-12-01T10:00:00")).toBe("past");
  expect(state({ stopped: true }, "2026-12-01T09:59:00")).toBe("stopped");
});
