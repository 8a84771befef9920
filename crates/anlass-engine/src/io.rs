//! What goes into a step and what comes out: data only, no callbacks, no handles.

use crate::dossier::{Arm, Dossier, Intent};
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::TierChange;
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{EntityId, IntentId, Name, NameId, OrderId, ProductId, ProgramId};
use anlass_model::location::Crossing;
use anlass_model::outcome::Reason;
use anlass_model::time::Timestamp;
use anlass_rules::{Explanation, Rule, Verdict};

use crate::facts::View;
use serde::{Deserialize, Serialize};

/// Everything that can happen to a dossier. Outside facts are in it by value, so a timeline of inputs can be
/// replayed without anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    Event(Event),
    /// An event of somebody who was merged into this person: what an unmerge gives back.
    Forwarded {
        /// Whose it is without the merge, or an identifier that led there.
        from: EntityId,
        event: Event,
    },
    /// A timer of the dossier is due.
    Wake,
    /// May this delivery leave now?
    Release(Release),
    /// The delivery is given to the carrier in this moment, after a release with [`HandOver::Later`].
    Handed(IntentId),
    /// A broadcast passes by: a mailing of the program looks at this person.
    Mailing(NameId),
    /// Another dossier turned out to be the same person; its whole state.
    Absorb(Box<Dossier>),
    /// This person is carried on by another dossier.
    MergedInto(EntityId),
    /// Somebody merged into this person was not the same one after all; what stays here.
    Parted(Box<Parted>),
    /// This tombstone is a person again; its whole state.
    Revived(Box<Revived>),
    /// The dossier as a whole: stands wherever history was cut, imported or rebuilt.
    Checkpoint(Box<Dossier>),
    /// The delivery was not given to the carrier after all: something was heard of the person after its release, or its
    /// Ticket had become old. It is asked anew.
    KeptBack(IntentId),
    /// [`Input::Release`] of a delivery that speaks of articles whose prices are known.
    Offered {
        release: Release,
        offers: Vec<Offer>,
    },
    /// The same of a delivery with slots that are filled for each person.
    Recommended {
        release: Release,
        offers: Vec<Offer>,
        suggested: Vec<Suggested>,
    },
    /// Somebody said that this person and another one are two, however alike they look.
    KeptApart(EntityId),
}

/// What the catalogue says of an article in the moment of release, to whom and where it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub product: ProductId,
    /// Minor units.
    pub price: i64,
    /// The only price that may be struck through beside it, if any may.
    pub lowest_before: Option<i64>,
    /// Whole percent by which it is reduced.
    pub percent: u8,
    /// Per kilogram, litre … where that is due.
    pub unit_price: Option<i64>,
}

/// An article that suits somebody, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    pub product: ProductId,
    pub because: Because,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// Another recommender named it.
    Named,
    /// People who bought this bought it.
    Bought(ProductId),
    /// People who looked at this looked at it.
    Viewed(ProductId),
    /// It sells best.
    Popular,
}

/// What an unmerge leaves with the survivor of the merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parted {
    /// Who was merged into this person.
    pub from: EntityId,
    /// Origins of the forwarded events that went with it.
    pub family: Vec<EntityId>,
    pub kept: Dossier,
}

/// What an unmerge gives back to the one who was merged away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revived {
    pub dossier: Dossier,
    /// The events among it that the survivor took in meanwhile, each with whose it was: should another merge
    /// be undone later, they are told apart again.
    pub meanwhile: Vec<(EntityId, Event)>,
}

/// The release question with the outside facts of this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub intent: IntentId,
    /// Which of the articles the message speaks about are sold out.
    pub sold_out: Vec<ProductId>,
    /// How far the data of delayed sources reach.
    pub sources: Vec<(NameId, Timestamp)>,
    /// The code reserved for it, if the message wants one; `None`: the pool is empty or none is wanted.
    pub voucher: Option<Box<str>>,
    pub hand_over: HandOver,
}

/// What follows if the delivery may leave. Timelines know it by its place here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandOver {
    /// [`Input::Handed`], once the Ticket was taken up.
    Later,
    /// In virtual time the carrier has it at once, and this is its answer.
    Answered(Receipt),
    /// The carrier gets it as soon as that is durable.
    Now,
}

/// One entry of a timeline: running them all again gives the byte-equal dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub now: Timestamp,
    pub program: ProgramId,
    pub input: Input,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The ledger row of an intent changes.
    Intent(Box<Intent>),
    /// A delivery was released; content is rendered from this and nothing else.
    Ticket(Box<Ticket>),
    Webhook(Webhook),
    Phase {
        from: Option<NameId>,
        to: NameId,
    },
    /// The person came into a standing segment, or left it.
    Segment {
        segment: NameId,
        member: bool,
    },
    Run {
        journey: NameId,
        run: u32,
        change: RunChange,
    },
    /// What had counted as a contact came back: its ledger row says so from now on.
    Returned {
        delivery: IntentId,
        customer: EntityId,
        message: NameId,
        reason: Reason,
    },
    /// A programme reached for the person for the first time: let through, or held out.
    Exposed {
        programme: NameId,
        arm: Arm,
    },
    /// A programme's goal turned true with somebody exposed to it.
    Goal {
        programme: NameId,
        arm: Arm,
        at: Timestamp,
    },
    /// They came into a fence, left it, or stayed in it for long enough; when that was.
    Crossed {
        fence: Box<str>,
        crossing: Crossing,
        at: Timestamp,
        simulated: bool,
    },
    /// A tier of the loyalty programme was reached, or is held no more; when that was.
    Tier {
        tier: NameId,
        change: TierChange,
        at: Timestamp,
    },
    /// What was told of an exposure counts no more: two people turned out to be one, or were parted.
    Unexposed {
        programme: NameId,
        arm: Arm,
        reached: bool,
    },
}

/// A call to another system that a journey asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Of the run's visit to the step: the same call always has the same id, for the receiver to tell repeats.
    pub id: u128,
    pub url: String,
    pub customer: EntityId,
    pub journey: NameId,
    pub run: u32,
    pub step: NameId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunChange {
    Entered,
    Finished,
    Reached,
    Left(Name),
}

/// Everything that was chosen for one delivery, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub intent: IntentId,
    pub customer: EntityId,
    pub message: NameId,
    pub channel: Channel,
    pub class: Class,
    pub at: Timestamp,
    pub order: Option<OrderId>,
    pub items: Vec<ProductId>,
    pub blocks: Vec<NameId>,
    /// Blocks taken out, with the reason's code.
    pub dropped: Vec<(NameId, String)>,
    pub voucher: Option<Box<str>>,
    /// What the run collected, in the order of the journey's `collect`.
    pub collected: Vec<i64>,
    pub decision: Decision,
    /// What its articles cost in this moment, as far as the catalogue knows.
    pub offers: Vec<Offer>,
}

/// Right message, right moment, right frequency, right recipient: all four decided and recorded (M14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub message: String,
    pub moment: String,
    pub frequency: String,
    pub recipient: String,
}

/// Whether a step writes down its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracing {
    Off,
    On,
}

/// Why something was (not) done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reasoned {
    pub at: Timestamp,
    pub about: About,
    pub what: String,
    pub holds: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Explanation>,
}

/// What a reason belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journey: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
}

/// What a step gives back.
#[derive(Debug, Default)]
pub struct Out {
    pub effects: Vec<Effect>,
    pub trace: Vec<Reasoned>,
}

impl Out {
    /// Asks a rule and, if wanted, writes down its answer with the values it saw.
    pub(crate) fn ask(
        &mut self,
        tracing: Tracing,
        rule: &Rule,
        view: &View<'_>,
        what: &str,
        about: impl Fn() -> About,
    ) -> Verdict {
        let verdict = view.ask(rule);
        if tracing == Tracing::On {
            self.trace.push(Reasoned {
                at: view.now,
                about: about(),
                what: what.to_string(),
                holds: verdict.value,
                rule: Some(rule.explain(view, view.now)),
            });
        }
        verdict
    }
}
