//! What somebody has beside a profile: a vehicle, a pet, a contract, each of an entity that the settings declare, and told
//! apart by its key.

use crate::id::{Name, NameId, OrderId, parts_hash};
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What is said of one thing that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThingAct {
    /// What kind of thing, by the settings.
    pub entity: Name,
    /// Its number among the things of this kind that one person has.
    pub key: Box<str>,
    pub said: ThingSaid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThingSaid {
    /// It is there, and these of its fields are so; `None` clears one.
    Is(Vec<(Name, Option<Value>)>),
    /// It was sold, ended, died: the person has it no more.
    Gone,
}

/// By which runs and messages know the thing that they are about, where others are about an order.
#[must_use]
pub fn thing_id(entity: NameId, key: &str) -> OrderId {
    let hash = parts_hash(&[b"thing", &entity.0.to_le_bytes(), key.as_bytes()]).to_le_bytes();
    let [a, b, c, d, e, f, g, h, ..] = hash;
    OrderId(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
}
