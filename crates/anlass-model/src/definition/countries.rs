//! Law by the recipient's country: which channels need consent and how it must be proven, and where a customer may be written to
//! without. Shipped as data for Germany, Austria and Switzerland; the settings hold them by value, so a program decides by the
//! words it was published with.

use super::Localised;
use crate::consent::{Channel, Proof};
use crate::id::Name;
use crate::time::SpanText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const SHIPPED: [(&str, &str); 3] = [
    ("AT", include_str!("countries/at.yaml")),
    ("CH", include_str!("countries/ch.yaml")),
    ("DE", include_str!("countries/de.yaml")),
];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Countries {
    /// ISO 3166 code: whose law holds where nobody says in which country somebody lives.
    pub home: String,
    /// Profile field with the country of a person, as such a code; absent: everybody is at home.
    #[serde(default)]
    pub field: Option<Name>,
    /// Profile field (yes or no) that says: the address came with a purchase, and they were told then that they may object
    /// at any time. Absent: nobody is written to as a customer without consent.
    #[serde(default)]
    pub told_at_sale: Option<Name>,
    /// By code; absent: the shipped ones.
    #[serde(default = "shipped")]
    pub packs: BTreeMap<String, Pack>,
}

/// The packs that come with the program.
#[must_use]
pub fn shipped() -> BTreeMap<String, Pack> {
    let pack = |(code, text): (&str, &str)| {
        let pack = serde_saphyr::from_str(text).expect("a shipped pack, which a test reads");
        (code.to_owned(), pack)
    };
    SHIPPED.into_iter().map(pack).collect()
}

/// The rules of one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    pub name: Localised,
    /// Whose public holidays count there.
    #[serde(default)]
    pub region: Option<String>,
    /// A channel that is not named needs consent exactly where it would without any pack.
    pub channels: BTreeMap<Channel, ChannelRule>,
}

/// What advertising on a channel needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelRule {
    pub basis: Basis,
    /// Proofs that do; empty: every one that is a proof.
    #[serde(default)]
    pub proofs: Vec<ProofKind>,
    /// How long a consent holds; absent: until it is withdrawn.
    #[serde(default)]
    pub valid_for: Option<SpanText>,
    /// That time begins anew with each use.
    #[serde(default)]
    pub restarts_on_use: bool,
    /// Customers may be written to without consent.
    #[serde(default)]
    pub customers: Option<CustomerRule>,
    /// Where it is written.
    pub source: String,
    /// General knowledge, to be checked by the operator.
    #[serde(default)]
    pub to_check: bool,
}

/// Customers who did not object may be told of goods like those they bought, if they were told so with the purchase and are
/// again in every message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerRule {
    /// How long after a purchase; absent: without end.
    #[serde(default)]
    pub within: Option<SpanText>,
    pub source: String,
    #[serde(default)]
    pub to_check: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Consent,
    /// Allowed until somebody objects.
    Objection,
}

/// Kinds of proof, as packs name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    DoubleOptIn,
    Document,
    Imported,
}

impl ChannelRule {
    /// Whether a proof does.
    #[must_use]
    pub fn takes(&self, proof: &Proof) -> bool {
        let kind = match proof {
            Proof::DoubleOptIn { .. } | Proof::Clicked(_) => ProofKind::DoubleOptIn,
            Proof::Document { .. } => ProofKind::Document,
            Proof::Imported { .. } => ProofKind::Imported,
            Proof::None | Proof::Requested { .. } => return false,
        };
        self.proofs.is_empty() || self.proofs.contains(&kind)
    }
}

impl Countries {
    /// What holds for somebody of whose country there is no pack: on each channel the strictest of all, and nothing
    /// without consent as a customer.
    #[must_use]
    pub fn strictest(&self) -> Pack {
        let mut channels: BTreeMap<Channel, ChannelRule> = BTreeMap::new();
        for (channel, rule) in self.packs.values().flat_map(|pack| &pack.channels) {
            let rule = ChannelRule { customers: None, ..rule.clone() };
            match channels.get_mut(channel) {
                None => drop(channels.insert(*channel, rule)),
                Some(old) => old.tighten(&rule),
            }
        }
        Pack {
            name: Localised { de: "anderes Land".into(), en: "another country".into() },
            region: None,
            channels,
        }
    }
}

impl ChannelRule {
    fn tighten(&mut self, other: &ChannelRule) {
        if other.basis == Basis::Consent {
            self.basis = Basis::Consent;
        }
        self.proofs = match (self.proofs.is_empty(), other.proofs.is_empty()) {
            (true, _) => other.proofs.clone(),
            (false, true) => std::mem::take(&mut self.proofs),
            (false, false) => {
                self.proofs.iter().copied().filter(|kind| other.proofs.contains(kind)).collect()
            }
        };
        let shorter = [self.valid_for, other.valid_for].into_iter().flatten().min_by_key(|span| span.0);
        // Use prolongs only what every pack with an end lets it prolong.
        self.restarts_on_use = match (self.valid_for, other.valid_for) {
            (Some(_), Some(_)) => self.restarts_on_use && other.restarts_on_use,
            (None, Some(_)) => other.restarts_on_use,
            _ => self.restarts_on_use,
        };
        self.valid_for = shorter;
        self.to_check = true;
        if !self.source.contains(&other.source) {
            self.source = format!("{}; {}", self.source, other.source);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_packs_read_and_name_their_source() {
        let packs = shipped();
        assert_eq!(packs.keys().collect::<Vec<_>>(), ["AT", "CH", "DE"]);
        for (code, pack) in &packs {
            for channel in Channel::ALL.into_iter().filter(|channel| channel.needs_consent()) {
                let is_own = matches!(channel, Channel::Web | Channel::App | Channel::Social);
                assert!(is_own || pack.channels.contains_key(&channel), "{code} says nothing of {channel:?}");
            }
            assert!(pack.channels.values().all(|rule| !rule.source.is_empty()), "{code}");
            assert_eq!(pack.channels[&Channel::Letter].basis, Basis::Objection, "{code}");
        }
        let countries = Countries { home: "DE".into(), field: None, told_at_sale: None, packs };
        let email = &countries.strictest().channels[&Channel::Email];
        assert_eq!(email.proofs, [ProofKind::DoubleOptIn, ProofKind::Document]);
        assert!(email.customers.is_none() && email.source.contains("UWG") && email.source.contains("TKG"));
        let call = &countries.strictest().channels[&Channel::Call];
        assert!(call.valid_for.is_some() && call.restarts_on_use);
    }
}
