import fc from "fast-check";
import { expect, test } from "vitest";
import type { Journey, Step } from "../../api/schema";
import { definitionToGraph, END, ENTRY } from "./graph";
import { parsePlace, problemsByStep, stepKey } from "./problems";
import { spanSeconds } from "../../i18n/span";

const journeyOf = (steps: Step[]): Journey => ({ id: "j", name: { de: "J", en: "J" }, entry: { event: "cart.added" }, steps });
const ways = (steps: Step[]) => definitionToGraph(journeyOf(steps)).edges.map(({ from, to, label }) => [from, to, label.kind]);

test("steps follow one another and the last one leads to the end", () => {
  expect(ways([{ id: "wait", wait: { for: "1h" } }, { id: "say", message: "m" }])).toEqual([
    [ENTRY, "wait", "next"],
    ["wait", "say", "next"],
    ["say", END, "next"],
  ]);
});

test("a wait for events has a way per event and one after its time", () => {
  const steps: Step[] = [
    { id: "reply", wait: { events: [{ on: "message.replied", next: "end" }], timeout: "21d" } },
    { id: "again", message: "m" },
  ];
  expect(ways(steps).slice(1, 3)).toEqual([["reply", END, "event"], ["reply", "again", "timeout"]]);
});

test("branches and splits lead where they say, otherwise on", () => {
  const steps: Step[] = [
    { id: "b", branch: { cases: [{ when: "x", next: "c" }] } },
    { id: "s", split: [{ percent: 50, next: "c" }, { percent: 50, next: "end" }] },
    { id: "c", exit: "done" },
  ];
  expect(ways(steps).slice(1)).toEqual([
    ["b", "c", "case"],
    ["b", "s", "otherwise"],
    ["s", "c", "percent"],
    ["s", END, "percent"],
    ["c", END, "next"],
  ]);
});

const name = fc.constantFrom("a", "b", "c", "d", "e", "end", "nowhere");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ id: name, message: fc.constant("m"), next: fc.option(name, { nil: undefined }) }),
  fc.record({ id: name, wait: fc.record({ events: fc.array(fc.record({ on: fc.constant("x"), next: name })), timeout: fc.constant("1d") }) }),
  fc.record({ id: name, branch: fc.record({ cases: fc.array(fc.record({ when: fc.constant("x"), next: name })), otherwise: fc.option(name) }) }),
  fc.record({ id: name, split: fc.array(fc.record({ percent: fc.constant(50), next: name }), { minLength: 1 }) }),
);

test("whatever somebody types, every way joins two steps that are there, and none stand on each other", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const { nodes, edges } = definitionToGraph(journeyOf(steps));
      const ids = nodes.map(({ id }) => id);
      for (const { from, to } of edges) {
        expect(ids).toContain(from);
        expect(ids).toContain(to);
      }
      for (const { id } of steps) expect(ids).toContain(id);
      expect(new Set(nodes.map(({ rank, lane }) => `${rank}/${lane}`)).size).toBe(nodes.length);
      expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
    }),
    { seed: 20261125 },
  );
});

test("a problem is shown at the step it names", () => {
  const at = (place: string) => ({ place, cause: "", cure: "", code: null, values: {}, cure_code: null, cure_values: {} });
  const problem = at("programme p › journey j › step say");
  const about = at("programme p › message m › needs till");
  const elsewhere = at("settings › policy");
  const definition = { id: "p", name: { de: "", en: "" }, aim: "activation", journeys: [journeyOf([{ id: "say", message: "m" }])] };
  const found = problemsByStep([problem, about, elsewhere], definition);
  expect(found.get(stepKey("j", "say"))).toEqual([problem, about]);
  expect(found.size).toBe(1);
  expect(parsePlace(problem.place)).toEqual({ programme: "p", journey: "j", step: "say" });
});

test("spans read as authors write them", () => {
  expect(spanSeconds("1h30m")).toBe(5400);
  expect(spanSeconds("21d")).toBe(21 * 86_400);
  expect(spanSeconds("soon")).toBeNull();
});
