import { expect, test } from "vitest";
import { EMPTY_ITEM, feedOf, isSameItem, isUnsafe, itemDraftOf, itemId, itemShownOf, itemToldAsIs, itemToldOf, itemTroubles, nodesOffered } from "./item-draft";
import type { CategoryNode, ContentShown } from "./types";

const ZONE = "Europe/Berlin";
const node = (id: string, name: string, parent: string | null = null, more: Partial<CategoryNode["node"]> = {}): CategoryNode => ({ node: { id, name, names: {}, tree: null, means: null, ...more }, parent, articles: 1, also: [] });
const NODES = [node("1", "Garten"), node("2", "Pflanzen", "1"), node("3", "Alt", null, { means: { id: "1", name: "Garten" } }), node("4", "17", null, { tree: "erp" })];
const ITEM: ContentShown = { id: "rosen", title: "Rosen pflegen", text: "Jetzt schneiden.", picture: null, link: "https://blog.example/rosen", tags: ["pflege"], from: "2026-11-27T09:00:30Z", until: null, nodes: [{ id: "2", name: "Pflanzen" }, { id: "4", name: null }], holds: true };
const draft = itemDraftOf(ITEM, NODES, ZONE);

test("an item that is opened to be changed and left as it is is told as it was", () => {
  expect(itemToldAsIs(ITEM, NODES)).toEqual({ title: "Rosen pflegen", text: "Jetzt schneiden.", picture: null, link: "https://blog.example/rosen", tags: ["pflege"], from: "2026-11-27T09:00:30Z", until: null, nodes: ["Garten/Pflanzen", "4"] });
  expect(draft).toMatchObject({ picture: "", from: "2026-11-27T10:00", until: "", nodes: ["Garten/Pflanzen", "4"] });
  expect(itemToldOf(draft, ZONE)).toMatchObject({ from: "2026-11-27T09:00:00Z", until: null, picture: null });
  expect(isSameItem(draft, { ...draft, title: "Rosen pflegen " }, ZONE)).toBe(true);
  expect(isSameItem(draft, { ...draft, tags: [] }, ZONE)).toBe(false);
});

test("what a feed holds follows the feed, also while nobody knows which feeds there are", () => {
  expect(feedOf("blog/17", ["blog"])).toBe("blog");
  expect(feedOf("blog/17", null)).toBe("blog");
  expect(feedOf("cms/17", ["blog"])).toBeNull();
  expect(feedOf("rosen", ["rosen"])).toBeNull();
});

test("what is wrong is said where it stands", () => {
  const whys = (next: Partial<typeof draft>) => itemTroubles({ ...draft, ...next }, ZONE).map(({ at, why }) => `${at}: ${why}`);
  expect(whys({})).toEqual([]);
  expect(whys({ title: " ", picture: "rosen.jpg", link: "mailto:a" })).toEqual(["title: title", "picture: picture", "link: link"]);
  expect(whys({ until: "2026-11-27T10:00" })).toEqual(["until: order"]);
  expect(whys({ from: "bald" })).toEqual(["from: moment"]);
  expect([isUnsafe("http://a.example/b.jpg"), isUnsafe("https://a.example/b.jpg"), isUnsafe("")]).toEqual([true, false, false]);
});

test("it hangs on nodes of the shop's own tree, and what means another one is not offered", () => {
  expect(nodesOffered(NODES)).toEqual(["Garten", "Garten/Pflanzen"]);
});

test("its id comes from its title and is free", () => {
  expect(itemId("Rosen im Frühling!", [])).toBe("rosen-im-fruehling");
  expect(itemId("Rosen", ["rosen", "rosen-2"])).toBe("rosen-3");
  expect(itemId("薔薇", [])).toBe("item");
});

test("before it is saved it is looked at as it would stand there", () => {
  const shown = itemShownOf({ ...EMPTY_ITEM, title: "A", until: "2026-11-27T10:00", nodes: ["Garten/Pflanzen"] }, ZONE, "2026-11-27T09:00:00Z");
  expect(shown).toMatchObject({ title: "A", holds: false, nodes: [{ name: "Pflanzen" }], until: "2026-11-27T09:00:00Z" });
  expect(itemShownOf({ ...EMPTY_ITEM, title: "A" }, ZONE, "2026-11-27T09:00:00Z").holds).toBe(true);
});
