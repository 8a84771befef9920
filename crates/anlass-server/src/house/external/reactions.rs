//! What the other system says of jobs it took: `POST /v1/reactions`, signed as its jobs are. Saying something twice changes
//! nothing. It is believed only about deliveries that were handed over; a declared foreign sender, which signs with a
//! secret of its own, about addresses (`house/foreign.rs`).

use crate::house::House;
use crate::house::acts::{Act, act_id, person};
use crate::house::tracking::agrees_to_pixel;
use crate::intake::{Busy, Delivery, Heard, Unheard};
use anlass_channels::webhook::{Secret, Unproven};
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Body, Reaction, Receipt};
use anlass_model::id::{IntentId, MessageId, VaultId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{SECOND, Timestamp};
use anlass_sources::understood::{LeftOut, Refused, Why};
use anlass_store::IntentRow;
use anyhow::Result;
use serde::Deserialize;

/// Of one delivery.
const REACTIONS_MAX: usize = 1_000;
const SIGNATURE: &str = "webhook-signature";

/// One, or many at once.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sent {
    Many { reactions: Vec<Told> },
    One(Told),
}

#[derive(Deserialize)]
pub(in crate::house) struct Told {
    #[serde(rename = "type")]
    pub(in crate::house) kind: String,
    /// As the job had it; only of jobs of ours.
    #[serde(default)]
    job: String,
    /// Whose letter it was, of a foreign sender.
    pub(in crate::house) address: Option<String>,
    /// The foreign sender's own name of that letter.
    pub(in crate::house) message: Option<String>,
    /// When it happened, RFC 3339; absent: now.
    pub(in crate::house) at: Option<String>,
    /// What tells two clicks of one job apart.
    pub(in crate::house) id: Option<String>,
    /// What the mailbox provider said.
    reason: Option<String>,
}

/// Cause and cure of what is left out.
pub(in crate::house) type Wrong = (&'static str, &'static str);

impl Told {
    /// When it happened, no later than now.
    pub(in crate::house) fn moment(&self, now: Timestamp) -> Result<Timestamp, Wrong> {
        match self.at.as_deref().map(str::parse::<jiff::Timestamp>) {
            None => Ok(now),
            Some(Ok(at)) => Ok(Timestamp(at.as_millisecond()).min(now)),
            Some(Err(_)) => Err(("\"at\" is no moment", "write it as RFC 3339, or leave it out")),
        }
    }
}

/// Who says it, and so of what it is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaker {
    /// The system that our jobs are handed to.
    External,
    /// A sender of its own letters.
    Foreign,
}

fn left_out(index: usize, cause: &'static str, cure: &'static str) -> LeftOut {
    LeftOut { about: format!("reactions[{index}]").into(), why: Why::WithoutUse { cause, cure } }
}

impl House {
    /// Takes in what is said of jobs; durable when it returns.
    pub(in crate::house) fn hear_reactions(&self, delivery: &Delivery<'_>) -> Result<Heard, Unheard> {
        let speaker = self.speaker(delivery)?;
        let unread = || Refused::Malformed { place: "the body".into(), wanted: "reactions in JSON" };
        let sent: Sent = serde_json::from_slice(delivery.body).map_err(|_| unread())?;
        let all = match sent {
            Sent::Many { reactions } => reactions,
            Sent::One(told) => vec![told],
        };
        if all.len() > REACTIONS_MAX {
            return Err(Refused::TooManyValues { max: REACTIONS_MAX }.into());
        }
        let taken = self.take_reactions(&all, speaker);
        taken.map_err(|error| {
            (self.tell)(&format!("reactions could not be kept, and are asked for again: {error:#}"));
            Unheard::Busy(Busy::default())
        })
    }

    /// By whose secret it is signed.
    fn speaker(&self, delivery: &Delivery<'_>) -> Result<Speaker, Unheard> {
        let wall = (self.wall)();
        let external = self.external.as_ref().map(|external| (&external.caller.secret, Speaker::External));
        let foreign = self.foreign.as_ref().map(|secret| (secret, Speaker::Foreign));
        let mut refused = Unheard::Unknown;
        for (secret, speaker) in external.into_iter().chain(foreign) {
            match prove(secret, delivery, wall) {
                Ok(()) => return Ok(speaker),
                Err(cause) => refused = cause.into(),
            }
        }
        Err(refused)
    }

    fn take_reactions(&self, all: &[Told], speaker: Speaker) -> Result<Heard> {
        let (mut acts, mut omitted) = (Vec::new(), Vec::new());
        let mut accepted = 0;
        for (index, told) in all.iter().enumerate() {
            let understood = match speaker {
                Speaker::External => self.understood(told)?,
                Speaker::Foreign => self.said_of_address(told)?,
            };
            match understood {
                Ok(own) => {
                    accepted += 1;
                    acts.extend(own);
                }
                Err((cause, cure)) => omitted.push(left_out(index, cause, cure)),
            }
        }
        self.take_acts(acts)?;
        Ok(Heard::Taken { accepted, left_out: omitted })
    }

    /// What follows from one; or why nothing does, and what helps.
    fn understood(&self, told: &Told) -> Result<std::result::Result<Vec<Act>, Wrong>> {
        let wrong = |cause, cure| Ok(Err((cause, cure)));
        let intent = u128::from_str_radix(&told.job, 16).ok().filter(|_| told.job.len() == 32);
        let Some(intent) = intent.map(IntentId) else {
            return wrong("its job is not one", "send the \"job\" of what was handed over");
        };
        let Some((vault, row)) = self.handed(intent)? else {
            return wrong("no such job was handed over", "send the \"job\" of what was handed over");
        };
        let at = match told.moment(self.now()) {
            Ok(at) => at,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let act =
            |id: MessageId, body: Body| Act { vault, customer: row.customer, id, at, body, proven: None };
        let once = |what: &str| act_id(&[what.as_bytes(), &intent.0.to_le_bytes()]);
        let of = |what: &str| {
            let own = told.id.as_deref().unwrap_or_default();
            act_id(&[what.as_bytes(), own.as_bytes(), &intent.0.to_le_bytes()])
        };
        let receipt = |id: MessageId, receipt| act(id, Body::Receipt { delivery: intent, receipt });
        let reacted = |id: MessageId, reaction| {
            act(id, Body::Reacted { delivery: Some(intent), channel: Channel::Email, reaction })
        };
        let acts = match told.kind.as_str() {
            "message.delivered" => vec![receipt(once("external delivered"), Receipt::Delivered)],
            "message.bounced" => vec![receipt(once("came back hard"), Receipt::Bounced)],
            "message.bounced_soft" => vec![receipt(once("came back soft"), Receipt::BouncedSoft)],
            "message.rejected" => vec![receipt(once("external rejected"), Receipt::Rejected)],
            "message.opened" => {
                let dossier = person(&self.view(), vault, row.customer)?;
                let agrees = dossier.is_some_and(|dossier| agrees_to_pixel(&dossier));
                if !agrees || !self.config.tracking.opens {
                    return wrong(
                        "this person did not agree that openings are looked at",
                        "do not track openings of people without that consent",
                    );
                }
                vec![reacted(once("external opened"), Reaction::Opened)]
            }
            "message.clicked" => vec![reacted(of("external clicked"), Reaction::Clicked)],
            "message.replied" => vec![reacted(of("external replied"), Reaction::Replied)],
            "message.complained" => vec![reacted(once("complained"), Reaction::Complained)],
            "message.unsubscribed" => {
                let channel = Some(Channel::Email);
                let withdrawn = ConsentAct { channel, purpose: None, granted: false, proof: Proof::None };
                vec![
                    act(of("external withdrawn"), Body::Consent(withdrawn)),
                    reacted(of("external unsubscribed"), Reaction::Unsubscribed),
                ]
            }
            _ => {
                return wrong(
                    "its type is not known",
                    "send message.delivered, .bounced, .bounced_soft, .rejected, .opened, .clicked, .replied, .complained or .unsubscribed",
                );
            }
        };
        if let Some(reason) = &told.reason {
            self.said.note(vault, intent, reason);
        }
        Ok(Ok(acts))
    }

    /// A delivery that was handed over, or may have been.
    fn handed(&self, intent: IntentId) -> Result<Option<(VaultId, IntentRow)>> {
        let view = self.view();
        for vault in view.runtime.custodian.vaults() {
            let Some(row) = self.ledger_row(*vault, intent, None)? else { continue };
            let failed = State::Failed(Reason::Bounced);
            let gone_out = [State::Handed, State::Unknown, State::Delivered, failed];
            let has_left = gone_out.iter().any(|state| state.code() == row.state);
            return Ok(has_left.then_some((*vault, row)));
        }
        Ok(None)
    }
}

/// Whoever sent it has the secret, and sent it now.
fn prove(secret: &Secret, delivery: &Delivery<'_>, wall: Timestamp) -> Result<(), Refused> {
    let header = |wanted: &str| {
        delivery.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
    };
    let missing = |header| Refused::SignatureMissing { header };
    let id = header("webhook-id").ok_or(missing("webhook-id"))?;
    let seconds = header("webhook-timestamp").ok_or(missing("webhook-timestamp"))?;
    let signature = header(SIGNATURE).ok_or(missing(SIGNATURE))?;
    let now = wall.0.div_euclid(SECOND.0);
    secret.verify((id, seconds, signature), delivery.body, now).map_err(|unproven| match unproven {
        Unproven::Signature => Refused::SignatureWrong { header: SIGNATURE },
        Unproven::Moment => Refused::SignatureUnreadable {
            header: "webhook-timestamp",
            form: "seconds since 1970 at most five minutes from now",
        },
    })
}
