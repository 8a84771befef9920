import { expect, test } from "vitest";
import { failureOf, withQuery } from "./client";

test("an error says its code, its cause and what helps", () => {
  const failure = failureOf(409, { code: "conflict", cause: "somebody was faster", help: "reload" });
  expect([failure.code, failure.cause_text, failure.help]).toEqual(["conflict", "somebody was faster", "reload"]);
});

test("an answer that is no JSON still becomes an error one can act on", () => {
  expect(failureOf(503, undefined).code).toBe("unavailable");
  expect(failureOf(401, undefined).code).toBe("unauthenticated");
  expect(failureOf(500, undefined).code).toBe("internal");
});

test("problems arrive as a list or beside the code", () => {
  const problem = { place: "step a", cause: "b", cure: "c" };
  expect(failureOf(422, [problem]).problems).toEqual([problem]);
  expect(failureOf(422, { code: "invalid", problems: [problem] }).problems).toEqual([problem]);
});

test("empty values are left out of a query", () => {
  expect(withQuery("/customers", { query: "Weiß & Co" })).toBe("/customers?query=Wei%C3%9F+%26+Co");
  expect(withQuery("/customers", { query: "" })).toBe("/customers");
});
