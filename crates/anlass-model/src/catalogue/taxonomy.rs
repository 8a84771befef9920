//! Nodes of the organisation's trees. A node's id is the hash of its first path; where it was renamed, or one tree's
//! node was mapped onto another's, the old id leads to the new one, so that history keeps its meaning.

use crate::id::CategoryId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A longer chain of renamings is a circle.
const MOVES_MAX: usize = 64;

/// A node of a named tree, where more is known than its path says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub id: CategoryId,
    pub tree: Arc<str>,
    pub parent: Option<CategoryId>,
    /// By language.
    pub names: Vec<(Arc<str>, Box<str>)>,
}

impl Node {
    #[must_use]
    pub fn name_in(&self, language: &str) -> Option<&str> {
        let own = self.names.iter().find(|(own, _)| &**own == language);
        own.or(self.names.first()).map(|(_, name)| &**name)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trees {
    pub(super) nodes: BTreeMap<CategoryId, Node>,
    /// Old id → new id.
    pub(super) moved: BTreeMap<CategoryId, CategoryId>,
}

impl Trees {
    /// Where a node stands now.
    pub(super) fn resolve(&self, mut id: CategoryId) -> CategoryId {
        for _ in 0..MOVES_MAX {
            match self.moved.get(&id) {
                Some(next) => id = *next,
                None => return id,
            }
        }
        id
    }

    /// Whether a node hangs on another one, over however many.
    pub(super) fn is_under(&self, own: &Node, above: CategoryId) -> bool {
        let mut own = own;
        for _ in 0..MOVES_MAX {
            let Some(parent) = own.parent.map(|parent| self.resolve(parent)) else { return false };
            if parent == above {
                return true;
            }
            let Some(next) = self.nodes.get(&parent) else { return false };
            own = next;
        }
        false
    }

    /// From now on `from` means `to`. False if that would lead in a circle.
    pub(super) fn is_moved(&mut self, from: CategoryId, to: CategoryId) -> bool {
        // Back to an earlier name: what led away from it goes.
        if self.moved.get(&to) == Some(&from) {
            self.moved.remove(&to);
        }
        if self.resolve(to) == from {
            return false;
        }
        self.moved.insert(from, to);
        true
    }
}
