//! The trees as they are shown: every node with its names, where it leads if it was renamed or mapped, and how many
//! articles hang under it.

use super::{Catalogue, NodePath, category_of};
use crate::id::CategoryId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More nodes above one another are a circle.
const DEPTH_MAX: usize = 64;

/// A node on the way to an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub id: CategoryId,
    /// `None`: the shop's own tree.
    pub tree: Option<Arc<str>>,
    /// By language; the shop's own tree may say it without any.
    pub names: Vec<(Arc<str>, Box<str>)>,
    pub name: Box<str>,
    /// The node that it means now, where that is another one.
    pub means: Option<CategoryId>,
}

/// A node of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeNode {
    pub placed: Placed,
    pub parent: Option<CategoryId>,
    /// Articles that hang on it, or on a node under it.
    pub articles: u64,
    /// Other ids that lead here: earlier names, nodes of other trees.
    pub also: Vec<CategoryId>,
}

impl Catalogue {
    fn placed(&self, id: CategoryId, name: Option<&str>) -> Placed {
        let node = self.frame.trees.nodes.get(&id);
        let own = node.and_then(|node| node.names.first()).map(|(_, name)| &**name);
        let means = self.category(id);
        Placed {
            id,
            tree: node.map(|node| Arc::clone(&node.tree)),
            names: node.map(|node| node.names.clone()).unwrap_or_default(),
            name: name.or(own).map_or_else(|| format!("#{:016x}", id.0).into(), Box::from),
            means: (means != id).then_some(means),
        }
    }

    /// The nodes of a path of the shop's tree, from the top down.
    #[must_use]
    pub fn places_of(&self, path: &NodePath) -> Vec<Placed> {
        let ends = (1..=path.len()).filter_map(|end| path.get(..end));
        ends.map(|path| self.placed(category_of(path), path.last().map(|name| &**name))).collect()
    }

    /// A node of another tree with those above it, from the top down.
    #[must_use]
    pub fn places_above(&self, node: CategoryId) -> Vec<Placed> {
        let mut places: Vec<Placed> =
            self.line_above(node).into_iter().map(|node| self.placed(node, None)).collect();
        places.reverse();
        places
    }

    /// A node and those it hangs on, by its own tree.
    fn line_above(&self, node: CategoryId) -> Vec<CategoryId> {
        let mut line = vec![node];
        let mut at = node;
        while let Some(parent) = self.frame.trees.nodes.get(&at).and_then(|node| node.parent)
            && line.len() < DEPTH_MAX
        {
            line.push(parent);
            at = parent;
        }
        line
    }

    /// What a node is called: as its tree says, or as a path of the shop does.
    #[must_use]
    pub fn title_of(&self, id: CategoryId) -> Option<Box<str>> {
        let own = |id: CategoryId| Some(self.frame.trees.nodes.get(&id)?.names.first()?.1.clone());
        let of_path = |id: CategoryId| {
            let ends =
                self.derived.paths.iter().flat_map(|path| (1..=path.len()).map_while(|end| path.get(..end)));
            let mut ends = ends.filter(|path| category_of(path) == id);
            ends.next().and_then(|path| path.last().cloned())
        };
        own(id).or_else(|| of_path(id))
    }

    /// How rules write a node of the shop's tree: its first path. `None`: no article stands under it.
    #[must_use]
    pub fn path_text(&self, id: CategoryId) -> Option<String> {
        let ends =
            self.derived.paths.iter().flat_map(|path| (1..=path.len()).map_while(|end| path.get(..end)));
        let mut ends = ends.filter(|path| category_of(path) == id);
        ends.next().map(|path| path.join("/"))
    }

    /// The node that a word names: a path of the shop's tree or the name of one node alone, in any case; else what
    /// the word was said to mean.
    #[must_use]
    pub fn node_named(&self, word: &str) -> Option<CategoryId> {
        let mapped = Some(CategoryId::of(word.trim())).filter(|id| self.frame.trees.moved.contains_key(id));
        let word = word.trim().to_lowercase();
        let ends =
            || self.derived.paths.iter().flat_map(|path| (1..=path.len()).map_while(|end| path.get(..end)));
        let by_path = ends().find(|path| path.join("/").to_lowercase() == word).map(category_of);
        by_path
            .or_else(|| {
                let named = ends().filter(|path| path.last().is_some_and(|name| name.to_lowercase() == word));
                let nodes: BTreeSet<CategoryId> = named.map(category_of).collect();
                nodes.first().copied().filter(|_| nodes.len() == 1)
            })
            .or(mapped.map(|id| self.category(id)))
    }

    /// All nodes of all trees by id. One pass over all articles; what hangs on several nodes counts once for each node
    /// above them.
    #[must_use]
    pub fn trees(&self) -> Vec<TreeNode> {
        let mut nodes: BTreeMap<CategoryId, TreeNode> = BTreeMap::new();
        // Articles of one node share its path: where it lies tells them apart without comparing texts.
        let mut lines: BTreeMap<usize, Vec<CategoryId>> = BTreeMap::new();
        for path in self.derived.paths.iter() {
            let mut line: Vec<CategoryId> = Vec::new();
            for placed in self.places_of(path) {
                let (id, parent) = (placed.id, line.last().copied());
                line.push(id);
                nodes.entry(id).or_insert_with(|| TreeNode { placed, parent, articles: 0, also: Vec::new() });
            }
            lines.insert(Arc::as_ptr(path).addr(), line);
        }
        for node in self.frame.trees.nodes.values() {
            let known = nodes.entry(node.id).or_insert_with(|| {
                let placed = self.placed(node.id, None);
                TreeNode { placed, parent: None, articles: 0, also: Vec::new() }
            });
            known.parent = known.parent.or(node.parent);
        }
        let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
        for (_, product) in self.products.iter() {
            let place = Arc::as_ptr(&product.path).addr();
            let others = product.details.as_ref().map_or(&[][..], |details| &details.nodes);
            if others.is_empty() {
                *counts.entry(place).or_default() += 1;
                continue;
            }
            let own = lines.get(&place).into_iter().flatten().copied();
            let above = others.iter().flat_map(|node| self.line_above(*node));
            for id in own.chain(above).collect::<BTreeSet<CategoryId>>() {
                nodes
                    .entry(id)
                    .or_insert_with(|| {
                        let placed = self.placed(id, None);
                        TreeNode { placed, parent: None, articles: 0, also: Vec::new() }
                    })
                    .articles += 1;
            }
        }
        for (place, count) in counts {
            for id in lines.get(&place).into_iter().flatten() {
                nodes.entry(*id).and_modify(|node| node.articles += count);
            }
        }
        for from in self.frame.trees.moved.keys() {
            let to = self.category(*from);
            nodes.entry(to).and_modify(|node| node.also.push(*from));
        }
        nodes.into_values().collect()
    }
}
