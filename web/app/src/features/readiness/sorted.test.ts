import { expect, test } from "vitest";
import type { NeededFact, Recipe } from "../../api/schema";
import { bringers, counted, sorted, unlocking } from "./sorted";

const recipe = (id: string, standing: Recipe["standing"], live = false): Recipe => ({ id, name: { de: id, en: id }, aim: "activation", standing, live, facts: [], better_with: [], journeys: [] });
const ALL = [recipe("a", "missing"), recipe("b", "ready", true), recipe("c", "partly"), recipe("d", "ready"), recipe("e", "silent")];

test("what can be made live at once comes first, what is live already last", () => {
  expect(sorted(ALL).map(({ id }) => id)).toEqual(["d", "e", "c", "a", "b"]);
  expect(counted(ALL)).toEqual({ live: 1, ready: 1, missing: 1, lacking: 0 });
  const lacks = { ...recipe("f", "missing", true), facts: [{ kind: "orders" as const, name: null, channel: null, count: 0, brought_by: [] }] };
  expect(counted([...ALL, lacks]).lacking).toBe(1);
});

test("the source that brings most is named first, and nothing for what is live", () => {
  const unlocks = [{ source: "feed" as const, recipes: ["b"] }, { source: "orders" as const, recipes: ["a"] }, { source: "shop" as const, recipes: ["a", "c", "b"] }];
  expect(unlocking({ recipes: ALL, unlocks })).toEqual([{ source: "shop", recipes: ["a", "c"] }, { source: "orders", recipes: ["a"] }]);
});

test("of what is missing each source is named once with all that it brings", () => {
  const fact = (kind: NeededFact["kind"], count: number, by: NeededFact["brought_by"]): NeededFact => ({ kind, name: null, channel: null, count, brought_by: by });
  const facts = [fact("orders", 0, ["orders", "shop"]), fact("stock", 5, ["feed"]), fact("consent", 0, ["customers", "sign_up_form", "shop"])];
  expect(bringers(facts).map(({ sources, facts: own, all }) => [sources.join(" "), own.map(({ kind }) => kind).join(" "), all])).toEqual([
    ["shop", "orders consent", true], ["orders", "orders", false], ["customers sign_up_form", "consent", false],
  ]);
  expect(bringers([fact("stock", 5, ["feed"])])).toEqual([]);
});
