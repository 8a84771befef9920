//! What has to change so that a node is renamed or mapped, and so that this is taken back: of a renamed node all that
//! lies under it by its path goes along, so that events of long ago keep their place below it.

use super::{Catalogue, CatalogueChange, Refused};
use crate::id::CategoryId;
use crate::time::Timestamp;
use std::collections::BTreeSet;
use std::fmt;

/// A node as somebody says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub id: CategoryId,
    /// Names from the top down, with `/` between them; `None`: it hangs in no tree whose paths are known.
    path: Option<Box<str>>,
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => f.write_str(path),
            None => write!(f, "{:016x}", self.id.0),
        }
    }
}

/// Why a node means another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It has another name: what lies under it goes along.
    Renamed,
    /// It is one of another tree: it alone.
    Mapped,
}

impl Catalogue {
    /// The node that is meant by a path, or by the sixteen hexadecimal digits of the id of a known one.
    #[must_use]
    pub fn spoken(&self, text: &str) -> Spoken {
        let text = text.trim().trim_matches('/');
        let id = (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok()).flatten().map(CategoryId);
        match id.filter(|id| self.knows_node(*id)) {
            Some(id) => Spoken { id, path: self.path_text(id).map(Into::into) },
            None => Spoken { id: CategoryId::of(text), path: Some(text.into()) },
        }
    }

    /// Whether a tree holds a node, or a move names it.
    #[must_use]
    pub fn knows_node(&self, id: CategoryId) -> bool {
        let moved = &self.frame.trees.moved;
        self.title_of(id).is_some() || moved.contains_key(&id) || moved.values().any(|to| *to == id)
    }

    /// The changes that make one node mean another, the node itself first.
    ///
    /// # Errors
    /// [`Refused::Circle`] if the other one leads to it.
    pub fn moves(&self, from: &Spoken, to: &Spoken, manner: Manner) -> Result<Vec<CatalogueChange>, Refused> {
        let mut after = self.clone();
        let mut changes = Vec::new();
        let top = CatalogueChange::NodeMoved { from: from.id, to: to.id };
        after.apply(&top, Timestamp(0))?;
        changes.push(top);
        if let (Manner::Renamed, Some(own), Some(new)) = (manner, &from.path, &to.path) {
            for rest in self.rests(own).union(&self.rests(new)) {
                let (from, to) = (below(own, rest), below(new, rest));
                let change = CatalogueChange::NodeMoved { from, to };
                if self.frame.trees.moved.get(&from) != Some(&to)
                    && after.apply(&change, Timestamp(0)).is_ok()
                {
                    changes.push(change);
                }
            }
        }
        Ok(changes)
    }

    /// The changes by which a node stands for itself again, and what went along with it; none: it does already.
    #[must_use]
    pub fn moves_back(&self, node: &Spoken) -> Vec<CatalogueChange> {
        let moved = &self.frame.trees.moved;
        let Some(to) = moved.get(&node.id) else { return Vec::new() };
        let mut changes = vec![CatalogueChange::NodeMoveTakenBack(node.id)];
        if let Some(own) = &node.path {
            let new = self.path_text(*to);
            let mut rests = self.rests(own);
            rests.extend(new.iter().flat_map(|new| self.rests(new)));
            let led = rests.iter().filter(|rest| {
                let to = moved.get(&below(own, rest));
                to.is_some_and(|to| new.as_deref().is_none_or(|new| *to == below(new, rest)))
            });
            changes.extend(led.map(|rest| CatalogueChange::NodeMoveTakenBack(below(own, rest))));
        }
        changes
    }

    /// What is known to lie under a path, as what follows it.
    fn rests(&self, path: &str) -> BTreeSet<Box<str>> {
        let paths = self.derived.paths.iter();
        let texts =
            paths.flat_map(|path| (1..=path.len()).filter_map(|end| Some(path.get(..end)?.join("/"))));
        let rest = |text: String| Some(text.strip_prefix(path)?.strip_prefix('/')?.into());
        texts.filter_map(rest).collect()
    }

    /// A node by every id that leads to it, itself included.
    pub(super) fn names_of(&self, id: CategoryId) -> Vec<CategoryId> {
        let node = self.category(id);
        let moved = self.frame.trees.moved.keys().copied().filter(|old| self.category(*old) == node);
        BTreeSet::from([id, node]).into_iter().chain(moved).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn below(path: &str, rest: &str) -> CategoryId {
    CategoryId::of(&format!("{path}/{rest}"))
}
