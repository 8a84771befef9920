//! Rectification (GDPR, article 16): somebody of the house corrects a field of a profile, or takes it away, and says why.
//! It ranks above every source: the wrong value told again does not come back, a newer one that nobody knew yet does.

use crate::consent::Said;
use crate::id::Name;
use crate::value::Value;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub field: Name,
    /// `None`: taken away.
    pub value: Option<Value>,
    /// What stood there.
    pub wrong: Option<Value>,
    /// How it became known, who corrected it, and why.
    pub said: Said,
}
