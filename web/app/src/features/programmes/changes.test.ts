import { expect, test } from "vitest";
import { whereIs } from "./changes";

const step = { id: "one-hour", wait: { for: "1h" } };
const journey = { id: "cart", name: { de: "Warenkorb", en: "Cart" }, entry: {}, steps: [step] };
const definition = { id: "p", name: { de: "P", en: "P" }, aim: "activation", journeys: [journey] };

test("a change of a step names its journey, its step and what of it", () => {
  expect(whereIs("journeys[cart].steps[one-hour].wait.for", definition)).toEqual({ journey, step, message: null, item: null, rest: "wait.for" });
});

test("changes elsewhere keep their path", () => {
  expect(whereIs("holdout_percent", definition)).toEqual({ journey: null, step: null, message: null, item: null, rest: "holdout_percent" });
  expect(whereIs("messages[hello].subject.de", definition)).toEqual({ journey: null, step: null, message: null, item: "hello", rest: "messages.subject.de" });
});

test("a step that is gone is found where it was", () => {
  const now = { ...definition, journeys: [{ ...journey, steps: [] }] };
  expect(whereIs("journeys[cart].steps[one-hour]", now, definition)).toEqual({ journey: now.journeys[0], step, message: null, item: null, rest: "" });
});
