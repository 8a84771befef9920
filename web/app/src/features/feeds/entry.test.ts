import { expect, test } from "vitest";
import { askedOf, EMPTY, entryOf, isHours, isMinutes, shownUntil, suggestedId, tagsOf } from "./entry";

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

test("how long what it held is shown stays as it was, and is taken away only by somebody", () => {
  expect(askedOf(entryOf(FEED)).holds_hours).toBe(0);
  expect(askedOf(entryOf({ ...FEED, holds_hours: 48 })).holds_hours).toBe(48);
  expect(askedOf({ ...EMPTY, holds: "12" }).holds_hours).toBe(12);
  expect(["1", "48", "8760"].every(isHours)).toBe(true);
  expect(["0", "", "1.5", "8761"].some(isHours)).toBe(false);
  expect(shownUntil({ ...FEED, good: "2026-11-27T10:00:00Z", holds_hours: 48 })).toBe("2026-11-29T10:00:00.000Z");
  expect(shownUntil({ ...FEED, failure: { cause: "it answered 503", passing: true, since: "2026-11-27T10:00:00Z", tries: 2 }, holds_hours: 1 })).toBe("2026-11-27T11:00:00.000Z");
  expect([shownUntil({ ...FEED, holds_hours: 48 }), shownUntil({ ...FEED, good: "2026-11-27T10:00:00Z" })]).toEqual([null, null]);
});
