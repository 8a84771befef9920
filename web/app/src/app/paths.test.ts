import { expect, test } from "vitest";
import { paths, readSearch } from "./paths";
import { may } from "./roles";

test("the places of the app stay where bookmarks expect them", () => {
  expect(Object.values(paths)).toEqual([
    "/", "/customers", "/customers/alike", "/customers/$id", "/programmes", "/programmes/$id", "/programmes/$id/mailings/$mailing",
    "/programmes/$id/mailings/$mailing/edit", "/mailings/new",
    "/content", "/content/new", "/content/$programme/$message", "/content/forms", "/content/forms/new", "/content/forms/$id", "/evaluation", "/catalogue", "/catalogue/articles/$number", "/catalogue/outlets/$number", "/catalogue/new-outlet", "/catalogue/items/$item", "/catalogue/new-item", "/data", "/data/connect", "/data/files", "/data/schema", "/data/schema/edit", "/data/databases/$id", "/data/erasures/$id", "/data/readiness", "/data/quality", "/data/refused/$group", "/data/retention", "/data/out", "/data/out/webhook", "/data/out/export", "/data/related", "/settings", "/settings/alike", "/settings/loyalty", "/settings/places", "/settings/retention", "/settings/addresses", "/settings/consent-texts", "/settings/document", "/people", "/intents", "/tour",
  ]);
});

test("only what the app knows of an address's query is taken over", () => {
  expect(readSearch({ query: 4711, tab: "why", evil: "x", step: { a: 1 } })).toEqual({ query: "4711", tab: "why" });
});

test("a viewer may do nothing, support what a customer asks for, and only administrators erase", () => {
  const deeds = ["objection", "copy", "erase", "check", "publish", "redrive", "files", "people", "demo"] as const;
  expect(deeds.filter((deed) => may("viewer", deed))).toEqual([]);
  expect(deeds.filter((deed) => may("support", deed))).toEqual(["objection", "copy"]);
  expect((["admin", "marketer", "support", "editor", "viewer"] as const).filter((role) => may(role, "erase"))).toEqual(["admin"]);
});
