//! Restriction of processing (GDPR, article 18): somebody's data are kept and used for nothing until the restriction is
//! lifted by an explicit act. Each restriction is a case of its own, and a lifting names the cases it ends: two people who
//! turn out to be one are restricted as long as any case of either stands.

use crate::consent::Said;
use crate::id::Name;
use serde::{Deserialize, Serialize};

/// Why processing is restricted: the four letters of article 18 (1). Kinds may only be added at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// (a) The person says that the data are wrong; until that is found out.
    Contested,
    /// (b) They should not have been processed, and the person wants them kept.
    Unlawful,
    /// (c) The person needs them for a legal claim.
    Claims,
    /// (d) The person objected on grounds of their own; until it is found out whose weigh more.
    Objected,
}

impl Ground {
    pub const ALL: [Ground; 4] = [Ground::Contested, Ground::Unlawful, Ground::Claims, Ground::Objected];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Ground::Contested => "contested",
            Ground::Unlawful => "unlawful",
            Ground::Claims => "claims",
            Ground::Objected => "objected",
        }
    }
}

/// A restriction, or the end of some. Kinds may only be added at the end: timelines hold their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RestrictionAct {
    Restricted { case: Name, ground: Ground, said: Said },
    Lifted { cases: Vec<Name>, said: Said },
}

impl RestrictionAct {
    #[must_use]
    pub fn is_lifting(&self) -> bool {
        matches!(self, RestrictionAct::Lifted { .. })
    }

    /// How it was said, and who wrote it down.
    #[must_use]
    pub fn said(&self) -> &Said {
        match self {
            RestrictionAct::Restricted { said, .. } | RestrictionAct::Lifted { said, .. } => said,
        }
    }
}
