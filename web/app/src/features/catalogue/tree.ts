// Nodes of the trees, as they hang on one another.
import type { CategoryNode } from "./types";

export interface Branch { node: CategoryNode; branches: Branch[] }
export interface Tree { /** Null: the shop's own. */ name: string | null; articles: number; branches: Branch[] }

/** The shop's own tree first, then the others by name; a node whose parent is not told stands at the top. */
export function treesOf(nodes: CategoryNode[]): Tree[] {
  const branches = new Map<string, Branch>(nodes.map((node) => [node.node.id, { node, branches: [] }]));
  const trees = new Map<string | null, Tree>();
  for (const node of nodes) {
    const branch = branches.get(node.node.id);
    if (branch === undefined) continue;
    const parent = node.parent === null ? undefined : branches.get(node.parent);
    if (parent !== undefined && parent !== branch) {
      parent.branches.push(branch);
      continue;
    }
    const name = node.node.tree;
    const tree = trees.get(name) ?? { name, articles: 0, branches: [] };
    tree.branches.push(branch);
    tree.articles += node.articles;
    trees.set(name, tree);
  }
  return [...trees.values()].sort((one, other) => (one.name === null ? -1 : other.name === null ? 1 : one.name.localeCompare(other.name)));
}

/** From the top down to this one; empty where nobody knows it. */
export function wayTo(nodes: CategoryNode[], id: string): CategoryNode[] {
  const known = new Map(nodes.map((node) => [node.node.id, node]));
  const way: CategoryNode[] = [];
  for (let at = known.get(id); at !== undefined && !way.includes(at); at = at.parent === null ? undefined : known.get(at.parent)) way.unshift(at);
  return way;
}

/** How each node is said to the server, by how it is shown: in the shop's tree its path, elsewhere its id. */
export function pathsOf(nodes: CategoryNode[]): Map<string, string> {
  const said = new Map<string, string>();
  for (const { node } of nodes) {
    const path = wayTo(nodes, node.id).map((one) => one.node.name);
    if (node.tree === null) said.set(path.join("/"), path.join("/"));
    else said.set(`${node.tree} › ${path.join(" › ")}`, node.id);
  }
  return said;
}
