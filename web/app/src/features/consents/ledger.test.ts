import { expect, test } from "vitest";
import type { ConsentEntry } from "../../api/schema";
import { groupsOf, spansOf } from "./ledger";

type Entry = Pick<ConsentEntry, "act" | "state" | "channel" | "purpose" | "controller" | "occurred">;

const act = (day: number, more: Partial<Entry>): Entry => ({ act: "granted", state: "holds", channel: "email", purpose: "offers", controller: "House", occurred: `2026-01-${String(day).padStart(2, "0")}T10:00:00Z`, ...more });

test("one group for each channel, purpose and controller, and the newest act first", () => {
  const groups = groupsOf([act(1, { state: "replaced" }), act(3, {}), act(2, { purpose: "service" }), act(2, { controller: "Dealer" })]);
  expect(groups.map(({ purpose, controller, entries }) => [purpose, controller, entries.length])).toEqual([["offers", "House", 2], ["service", "House", 1], ["offers", "Dealer", 1]]);
  expect(groups[0]?.entries[0]?.occurred).toBe("2026-01-03T10:00:00Z");
});

test("a later no about everything ends what was granted for one purpose", () => {
  const [all, one] = groupsOf([act(1, {}), act(2, { act: "withdrawn", purpose: null, channel: null })]);
  expect([all?.standing, one?.standing]).toEqual(["withdrawn", "withdrawn"]);
  // Which one did is told of the group that it ended, and not of its own.
  expect([all?.by, one?.by?.occurred]).toEqual([null, "2026-01-02T10:00:00Z"]);
  expect(groupsOf([act(1, { act: "withdrawn", purpose: null }), act(2, {})]).map(({ by }) => by)).toEqual([null, null]);
});

test("a later yes counts again, and at the same moment the no does", () => {
  expect(groupsOf([act(1, { act: "withdrawn", purpose: null }), act(2, {})])[0]?.standing).toBe("given");
  expect(groupsOf([act(2, { act: "withdrawn", purpose: null }), act(2, {})]).map(({ standing }) => standing)).toEqual(["withdrawn", "withdrawn"]);
});

test("an objection goes before what was granted, and stands first", () => {
  const groups = groupsOf([act(5, {}), act(1, { act: "objected", channel: null, purpose: null })]);
  expect(groups.map(({ standing }) => standing)).toEqual(["objects", "overridden"]);
  expect(groupsOf([act(5, {}), act(1, { act: "objection_lifted" })]).map(({ standing }) => standing)).toEqual(["given", "lifted"]);
});

test("what nobody confirmed, or nothing proves, is no consent", () => {
  const standing = (more: Partial<Entry>) => groupsOf([act(1, more)])[0]?.standing;
  expect(standing({ act: "requested", state: "waiting" })).toBe("waiting");
  expect(standing({ act: "requested", state: "expired" })).toBe("expired");
  expect(standing({ act: "claimed", state: "unproven" })).toBe("unproven");
  expect(groupsOf([act(1, { act: "withdrawn" }), act(2, { act: "requested", state: "waiting" })])[0]?.standing).toBe("waiting");
});

test("each act lasts until the next one, and the last one until now", () => {
  const between = ["2026-01-01T10:00:00Z", "2026-01-21T10:00:00Z"] as const;
  expect(spansOf([act(11, { act: "withdrawn" }), act(1, { state: "replaced" })], ...between)).toEqual([{ from: 0, to: 0.5, tone: "good" }, { from: 0.5, to: 1, tone: "bad" }]);
  expect(spansOf([act(11, { act: "requested", state: "expired" })], ...between)).toEqual([{ from: 0.5, to: 1, tone: "calm" }]);
  expect(spansOf([], ...between)).toEqual([]);
});
