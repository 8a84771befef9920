import { expect, test } from "vitest";
import { pathsOf, treesOf, wayTo } from "./tree";
import type { CategoryNode } from "./types";

const node = (id: string, parent: string | null, articles = 1, tree: string | null = null): CategoryNode => ({ node: { id, name: id, names: {}, tree, means: null }, parent, articles, also: [] });

test("nodes hang under their parents, the shop's own tree stands first", () => {
  const trees = treesOf([node("google", null, 7, "google"), node("child", "top", 2), node("top", null, 5), node("orphan", "nobody", 3)]);
  expect(trees.map(({ name, articles }) => [name, articles])).toEqual([[null, 8], ["google", 7]]);
  expect(trees[0]?.branches.map(({ node: { node: { id } }, branches }) => [id, branches.length])).toEqual([["top", 1], ["orphan", 0]]);
});

test("the way to a node ends, also where two name one another", () => {
  const nodes = [node("a", null), node("b", "a"), node("c", "b"), node("x", "y"), node("y", "x")];
  expect(wayTo(nodes, "c").map(({ node: { id } }) => id)).toEqual(["a", "b", "c"]);
  expect(wayTo(nodes, "nobody")).toEqual([]);
  expect(wayTo(nodes, "x")).toHaveLength(2);
});

test("a node of the shop's tree is said by its path, one of another tree by its id", () => {
  const said = pathsOf([node("Garten", null), node("Pflanzen", "Garten"), node("17", null, 0, "erp")]);
  expect([...said]).toEqual([["Garten", "Garten"], ["Garten/Pflanzen", "Garten/Pflanzen"], ["erp › 17", "17"]]);
});
