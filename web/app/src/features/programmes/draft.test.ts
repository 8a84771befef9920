import { expect, test } from "vitest";
import { readDraft } from "./draft";
import { definitionToGraph } from "./graph";

test("a text that is no YAML says its line", () => {
  expect(readDraft("id: a\nname: { de: 'x'")).toEqual({ line: 2 });
});

test("half-written text is still drawn", () => {
  const draft = readDraft("id: a\njourneys:\n  - id: j\n    entry:\n    steps:\n      - id: one\n      -\n");
  if (!("definition" in draft)) throw new Error("unreadable");
  const journey = draft.definition.journeys?.[0];
  expect(journey && definitionToGraph(journey).nodes.map(({ id }) => id)).toEqual(["(entry)", "one", "end"]);
});
