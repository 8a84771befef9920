import { expect, test } from "vitest";
import { askedOf, EMPTY, entryOf, isMinutes, suggestedId, tagsOf } from "./entry";

const FEED = { id: "blog", url: "https://blog.example/feed", kind: "json" as const, form: { items: "posts", title: "name" }, secret: true, nodes: { pflege: ["Garten"] }, every_minutes: null, daily_at: "06:30", holds_hours: null, running: false, tried: null, good: null, next: null, items: 0, empty: 0, cut: 0, repeated: 0, unplaced: [], failure: null };

test("a feed that is opened to be changed and left as it is asks for what it was", () => {
  const asked = askedOf(entryOf(FEED));
  expect(asked).toMatchObject({ id: "blog", url: "https://blog.example/feed", kind: "json", nodes: { pflege: ["Garten"] }, daily_at: "06:30", every_minutes: null, authorization: null });
  expect(asked.form).toMatchObject({ items: "posts", title: "name", text: "", tags: "" });
});

test("only JSON has a form, and a tag without a node is not sent", () => {
  const asked = askedOf({ ...EMPTY, id: "blog", url: " https://blog.example/feed ", nodes: { a: [], b: ["Garten"] } });
  expect(asked).toMatchObject({ form: null, url: "https://blog.example/feed", nodes: { b: ["Garten"] }, every_minutes: 60 });
});

test("a name comes from the address and is free", () => {
  expect(suggestedId("https://www.blog.shop.example/feed", [])).toBe("blog-shop");
  expect(suggestedId("http://127.0.0.1:4000/feed", ["feed"])).toBe("feed-2");
});

test("minutes are whole ones, from one on", () => {
  expect(["1", "60", "65535"].every(isMinutes)).toBe(true);
  expect(["0", "", "1.5", "65536", "-3"].some(isMinutes)).toBe(false);
});

test("a tag stands once, however it is written", () => {
  expect(tagsOf(["Pflege", "Rosen"], { pflege: ["Garten"] })).toEqual(["pflege", "rosen"]);
});
