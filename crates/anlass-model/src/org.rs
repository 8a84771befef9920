//! The organisation tree (headquarters → country → region → dealer) and scopes. A scope is the proof of
//! authority in every store call: it names one vault, and only this module can make one. Headquarters'
//! scope never reaches a dealer's vault.

use crate::id::{EntityId, EntityKind, Key, Name, VaultId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Headquarters,
    Country,
    Region,
    Dealer,
}

/// One node; a node with a vault is the legal controller of the customers in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    pub id: Name,
    pub level: Level,
    #[serde(default)]
    pub parent: Option<Name>,
    #[serde(default)]
    pub vault: Option<VaultId>,
}

/// The tree of one operator's client (Mandant).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Node>", into = "Vec<Node>")]
pub struct Organisation {
    nodes: Vec<Node>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    #[error("organisation \"{0}\" is listed twice")]
    Twice(Name),
    #[error("organisation \"{node}\" names the parent \"{parent}\", which is not listed before it")]
    Parent { node: Name, parent: Name },
    #[error("vault {0} belongs to two organisations: every vault has one controller")]
    SharedVault(u32),
    #[error("an organisation needs exactly one node without a parent (its headquarters)")]
    Root,
}

impl TryFrom<Vec<Node>> for Organisation {
    type Error = Error;
    fn try_from(nodes: Vec<Node>) -> Result<Organisation, Error> {
        for (index, node) in nodes.iter().enumerate() {
            let before = &nodes[..index];
            if before.iter().any(|other| other.id == node.id) {
                return Err(Error::Twice(node.id.clone()));
            }
            if let Some(parent) = &node.parent
                && !before.iter().any(|other| other.id == *parent)
            {
                return Err(Error::Parent { node: node.id.clone(), parent: parent.clone() });
            }
            if let Some(vault) = node.vault
                && before.iter().any(|other| other.vault == Some(vault))
            {
                return Err(Error::SharedVault(vault.0));
            }
        }
        if nodes.iter().filter(|node| node.parent.is_none()).count() != 1 {
            return Err(Error::Root);
        }
        Ok(Organisation { nodes })
    }
}

impl From<Organisation> for Vec<Node> {
    fn from(organisation: Organisation) -> Vec<Node> {
        organisation.nodes
    }
}

impl Organisation {
    /// A shop without dealers: one node, one vault.
    ///
    /// # Panics
    /// Never: the name is fixed.
    #[must_use]
    pub fn single(vault: VaultId) -> Organisation {
        let id = Name::new("headquarters").expect("a fixed, valid name");
        Organisation {
            nodes: vec![Node { id, level: Level::Headquarters, parent: None, vault: Some(vault) }],
        }
    }

    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The scope of a node over its own vault; `None` if the node has none. There is deliberately no way
    /// from a parent to the vault of a child.
    #[must_use]
    pub fn scope(&self, node: &str) -> Option<TenantScope> {
        let node = self.nodes.iter().find(|candidate| candidate.id.as_str() == node)?;
        node.vault.map(|vault| TenantScope { vault })
    }

    /// The authority of the process that keeps all vaults (the trust centre): it runs the loop over every
    /// vault, and answers nobody's questions with it.
    #[must_use]
    pub fn custodian(&self) -> Custodian {
        Custodian { vaults: self.nodes.iter().filter_map(|node| node.vault).collect() }
    }
}

/// Proof of authority over one vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantScope {
    vault: VaultId,
}

impl TenantScope {
    #[must_use]
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// The key of an entity in this scope's vault.
    #[must_use]
    pub fn key(&self, kind: EntityKind, id: EntityId) -> Key {
        Key::new(self.vault, kind, id)
    }
}

/// Authority of the loop itself over all vaults of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custodian {
    vaults: Vec<VaultId>,
}

impl Custodian {
    #[must_use]
    pub fn vaults(&self) -> &[VaultId] {
        &self.vaults
    }

    #[must_use]
    pub fn scope(&self, vault: VaultId) -> Option<TenantScope> {
        self.vaults.contains(&vault).then_some(TenantScope { vault })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, parent: Option<&str>, vault: Option<u32>) -> Node {
        Node {
            id: Name::new(id).expect("name"),
            level: if parent.is_some() { Level::Dealer } else { Level::Headquarters },
            parent: parent.map(|name| Name::new(name).expect("name")),
            vault: vault.map(VaultId),
        }
    }

    #[test]
    fn headquarters_reaches_only_its_own_vault() {
        let tree = Organisation::try_from(vec![
            node("hq", None, Some(1)),
            node("a", Some("hq"), Some(2)),
            node("b", Some("hq"), Some(3)),
        ])
        .expect("tree");
        assert_eq!(tree.scope("hq").map(|scope| scope.vault()), Some(VaultId(1)));
        assert_eq!(tree.scope("a").map(|scope| scope.vault()), Some(VaultId(2)));
        assert_eq!(tree.scope("nobody"), None);
    }

    #[test]
    fn trees_that_share_a_vault_or_float_are_refused() {
        let shared = vec![node("hq", None, Some(1)), node("a", Some("hq"), Some(1))];
        assert_eq!(Organisation::try_from(shared), Err(Error::SharedVault(1)));
        let floating = vec![node("hq", None, Some(1)), node("a", Some("x"), Some(2))];
        assert!(matches!(Organisation::try_from(floating), Err(Error::Parent { .. })));
        assert_eq!(
            Organisation::try_from(vec![node("a", None, None), node("b", None, None)]),
            Err(Error::Root)
        );
    }
}
