import { expect, test } from "vitest";
import { paths, readSearch } from "./paths";
import { may } from "./roles";

test("the places of the app stay where bookmarks expect them", () => {
  expect(Object.values(paths)).toEqual([
    "/", "/customers", "/customers/$id", "/programmes", "/programmes/$id", "/programmes/$id/mailings/$mailing",
    "/programmes/$id/mailings/$mailing/edit", "/mailings/new",
    "/content", "/content/new", "/content/$programme/$message", "/evaluation", "/data", "/data/connect", "/data/files", "/people", "/intents", "/tour",
  ]);
});

test("only what the app knows of an address's query is taken over", () => {
  expect(readSearch({ query: 4711, tab: "why", evil: "x", step: { a: 1 } })).toEqual({ query: "4711", tab: "why" });
});

test("a viewer may do nothing, support only objections", () => {
  expect((["objection", "check", "publish", "redrive", "files", "demo"] as const).filter((deed) => may("viewer", deed))).toEqual([]);
  expect((["objection", "check", "publish", "redrive", "files", "demo"] as const).filter((deed) => may("support", deed))).toEqual(["objection"]);
});
