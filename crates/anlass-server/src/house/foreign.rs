//! Another sender that writes letters of its own to our people: what came back, was complained about, opened or clicked of
//! them. It counts for an address, and only where the configuration declares the sender: by `POST /v1/reactions` signed with
//! its secret, or by mail into a mailbox of its own. Addresses that nobody here has are counted and not stored.

use super::House;
use super::acts::{Act, act_id, person};
use super::external::reactions::{Told, Wrong};
use super::returns::Fate;
use super::tracking::agrees_to_pixel;
use anlass_channels::mail::address::Address;
use anlass_channels::mail::inbound::{Bounce, Severity};
use anlass_channels::webhook::Secret;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Body, Reaction};
use anlass_model::id::{EntityId, Identifier, IdentifierKind, VaultId};
use anyhow::Result;
use std::path::Path;

/// The secret of the declared foreign sender, made at the first start; `None`: none is declared.
///
/// # Errors
/// If the file holds no key.
pub(super) fn open(dir: &Path, file: &str) -> Result<Option<Secret>> {
    if file.is_empty() {
        return Ok(None);
    }
    super::carriers::signing_secret("returns.foreign_secret_file", &dir.join(file)).map(Some)
}

/// An address in the form in which addresses are compared; `None` if it is none.
fn compared(text: &str) -> Option<Box<str>> {
    Address::parse(text).ok().map(|address| address.to_string().to_lowercase().into())
}

fn bounced(address: &str, for_good: bool) -> Body {
    Body::Bounced { channel: Channel::Email, address: address.into(), for_good }
}

impl House {
    /// Everybody who is known by an address, in whichever vault.
    fn people_at(&self, address: &str) -> Result<Vec<(VaultId, EntityId)>> {
        let identifier = Identifier { kind: IdentifierKind::Email, value: address.into() };
        let view = self.view();
        let mut found = Vec::new();
        for vault in view.runtime.custodian.vaults() {
            found.extend(view.runtime.find(*vault, &identifier)?.map(|customer| (*vault, customer)));
        }
        Ok(found)
    }

    /// What a bounce or complaint in the foreign sender's mailbox comes to. Of several the worst is told.
    pub(super) fn foreign_mail(&self, mail: u128, said: &[(Option<&str>, Option<Severity>)]) -> Result<Fate> {
        let mut acts = Vec::new();
        let mut worst = Fate::Unproven;
        for (address, severity) in said {
            let (body, fate): (fn(&str) -> Body, Fate) = match severity {
                Some(Severity::Hard) => (|address| bounced(address, true), Fate::Bounced),
                Some(Severity::Soft | Severity::Unknown) => {
                    (|address| bounced(address, false), Fate::BouncedSoft)
                }
                Some(Severity::Delayed) => {
                    worst = worst.min(Fate::Informed);
                    continue;
                }
                None => (|_| reacted(Reaction::Complained), Fate::Complained),
            };
            let Some(address) = address.and_then(compared) else { continue };
            let people = self.people_at(&address)?;
            if people.is_empty() {
                worst = worst.min(Fate::UnknownAddress);
                continue;
            }
            worst = worst.min(fate);
            for (vault, customer) in people {
                let id = act_id(&[
                    b"foreign mail",
                    fate.code().as_bytes(),
                    &mail.to_le_bytes(),
                    address.as_bytes(),
                ]);
                acts.push(Act { vault, customer, id, at: self.now(), body: body(&address), proven: None });
            }
        }
        self.take_acts(acts)?;
        Ok(worst)
    }

    /// What follows from what the foreign sender says of an address; or why nothing does, and what helps.
    pub(super) fn said_of_address(&self, told: &Told) -> Result<std::result::Result<Vec<Act>, Wrong>> {
        let wrong = |cause, cure| Ok(Err((cause, cure)));
        let Some(address) = told.address.as_deref().and_then(compared) else {
            return wrong("its address is none", "send the \"address\" that the letter went to");
        };
        let at = match told.moment(self.now()) {
            Ok(at) => at,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let people = self.people_at(&address)?;
        if people.is_empty() {
            self.returns.count(Fate::UnknownAddress);
            return wrong("nobody here has this address", "nothing has to be done: it is not stored");
        }
        let mut acts = Vec::new();
        for (vault, customer) in people {
            let part = |what: &str| {
                let own = [&told.message, &told.id, &told.at]
                    .map(|own| own.as_deref().unwrap_or_default().as_bytes());
                act_id(&[b"foreign", what.as_bytes(), address.as_bytes(), own[0], own[1], own[2]])
            };
            let act = |id, body| Act { vault, customer, id, at, body, proven: None };
            let bodies = match told.kind.as_str() {
                "message.bounced" => vec![bounced(&address, true)],
                "message.bounced_soft" => vec![bounced(&address, false)],
                "message.opened" => {
                    let dossier = person(&self.view(), vault, customer)?;
                    if !self.config.tracking.opens
                        || !dossier.is_some_and(|dossier| agrees_to_pixel(&dossier))
                    {
                        continue;
                    }
                    vec![reacted(Reaction::Opened)]
                }
                "message.clicked" => vec![reacted(Reaction::Clicked)],
                "message.replied" => vec![reacted(Reaction::Replied)],
                "message.complained" => vec![reacted(Reaction::Complained)],
                "message.unsubscribed" => {
                    let channel = Some(Channel::Email);
                    let withdrawn = ConsentAct { channel, purpose: None, granted: false, proof: Proof::None };
                    vec![Body::Consent(withdrawn), reacted(Reaction::Unsubscribed)]
                }
                _ => {
                    return wrong(
                        "its type is not known",
                        "send message.bounced, .bounced_soft, .opened, .clicked, .replied, .complained or .unsubscribed",
                    );
                }
            };
            acts.extend(
                bodies
                    .into_iter()
                    .enumerate()
                    .map(|(index, body)| act(part(&format!("{} {index}", told.kind)), body)),
            );
        }
        if acts.is_empty() {
            return wrong(
                "this person did not agree that openings are looked at",
                "do not track openings of people without that consent",
            );
        }
        Ok(Ok(acts))
    }
}

fn reacted(reaction: Reaction) -> Body {
    Body::Reacted { delivery: None, channel: Channel::Email, reaction }
}

/// What each bounce of a mail says of which address.
pub(super) fn of_bounces(bounces: &[Bounce]) -> Vec<(Option<&str>, Option<Severity>)> {
    bounces.iter().map(|bounce| (bounce.address.as_deref(), Some(bounce.severity))).collect()
}
