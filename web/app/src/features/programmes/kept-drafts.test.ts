import { expect, test } from "vitest";
import { shelf } from "../../app/kept";
import { drafts } from "./kept-drafts";

/** A browser's storage, full from so many letters on. */
function storage(max = 10_000): Storage {
  const kept = new Map<string, string>();
  return {
    get length() { return kept.size; },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, text) { if (text.length > max) throw new Error("full"); kept.set(key, text); },
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

test("a draft is there again after a reload, for whoever made it and for that programme", () => {
  const browser = storage();
  const mine = () => drafts(shelf("draft", "mo@example.org", browser));
  mine().keep("cart", "id: cart\n", "id: cart # warte länger\n");
  expect(mine().text("cart", "id: cart\n")).toBe("id: cart # warte länger\n");
  expect(mine().text("win-back", "id: win-back\n")).toBe("id: win-back\n");
  expect(mine().ids()).toEqual(["cart"]);
  expect(drafts(shelf("draft", "lena@example.org", browser)).ids()).toEqual([]);
  mine().keep("cart", "id: cart\n", "id: cart\n");
  expect(mine().ids()).toEqual([]);
});

test("a draft of an older version is not taken up by itself, and not lost", () => {
  const mine = drafts(shelf("draft", "mo@example.org", storage()));
  mine.keep("cart", "one", "one, changed");
  expect(mine.text("cart", "two")).toBe("two");
  expect(mine.outdated("cart", "two")).toEqual({ base: "one", yaml: "one, changed" });
  expect(mine.outdated("cart", "one")).toBeNull();
  expect(mine.outdated("cart", "one, changed")).toBeNull();
  mine.drop("cart");
  expect(mine.outdated("cart", "two")).toBeNull();
});

test("where the browser is full a draft stays for this visit, and what cannot be read is nothing", () => {
  const browser = storage(20);
  const mine = drafts(shelf("draft", "mo@example.org", browser));
  mine.keep("cart", "one", "one, changed at length");
  expect(mine.text("cart", "one")).toBe("one, changed at length");
  expect(browser.length).toBe(0);
  expect(mine.ids()).toEqual(["cart"]);
  mine.drop("cart");
  browser.setItem("anlass.draft.mo@example.org.cart", "{");
  expect(mine.ids()).toEqual([]);
});
