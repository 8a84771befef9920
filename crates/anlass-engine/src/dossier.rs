//! The dossier: all state about one customer that decisions need. The hot part is read by previews and
//! scans without decoding the rest; everything derived can be recomputed from what stands here, so the
//! order in which facts arrived leaves no trace.

use crate::location::Whereabouts;
use crate::profile::Lineage;
use anlass_model::consent::{Channel, Class, Recorded};
use anlass_model::event::{Item, Place, SourceId};
use anlass_model::id::{
    EntityId, Identifier, IntentId, MessageId, Name, NameId, OrderId, ProductId, ProgramId,
};
use anlass_model::outcome::{Reason, State};
use anlass_model::restriction::Ground;
use anlass_model::time::Timestamp;
use anlass_model::value::{Day, Value};
use serde::{Deserialize, Serialize};

/// Open intents of one person; the weakest beyond this is displaced, with its reason.
pub const INTENTS_MAX: usize = 32;
/// Order lines kept with their articles; older orders keep their totals only.
pub const LINES_MAX: usize = 2_000;
/// Exact entries of one event stream; older ones become hourly buckets.
pub const STREAM_EXACT_MAX: usize = 1_000;
/// Deliveries of which nobody knows whether they arrived; the oldest beyond this are settled early.
pub const UNKNOWN_MAX: usize = 32;
/// Orders remembered for the re-entry of runs per order; the oldest are forgotten.
pub const ORDERS_ENTERED_MAX: usize = 200;
/// Remembered contacts, those of advertising rather than others; no cap may allow as many.
pub const CONTACTS_MAX: usize = 500;
/// Cart changes remembered for late arrivals.
pub const CART_MAX: usize = 200;
/// In `Hot::entered`: numbers were given to runs that turned out to be another person's.
pub const NEVER_ENTERED: Timestamp = Timestamp(i64::MIN);
/// Articles, and nodes, that one person waits for.
pub const WISHES_MAX: usize = 100;
/// Remembered occasions; the oldest are forgotten.
pub const NEWS_MAX: usize = 50;
/// Days and nodes of which it is known how often somebody looked; the oldest are forgotten.
pub const LOOKS_MAX: usize = 200;
/// Articles remembered as seen, the newest.
pub const SEEN_MAX: usize = 30;
/// Things that one person has or had; the oldest of those gone are forgotten first.
pub const THINGS_MAX: usize = 30;
/// Longer texts of a thing are cut.
pub const THING_TEXT_MAX: usize = 200;
/// Journey runs of one person at a time.
pub const RUNS_MAX: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    pub hot: Hot,
    pub orders: Orders,
    pub cart: Cart,
    pub streams: Vec<Stream>,
    pub runs: Vec<Run>,
    pub intents: Vec<Intent>,
    pub contacts: Vec<Contact>,
    /// Once taken for the same person, and parted again: never joined by a machine any more. Sorted.
    pub apart: Vec<EntityId>,
    /// Programmes that ever reached for the person, by programme.
    pub exposures: Vec<Exposure>,
    /// Journeys with runs per order and a re-entry policy: the orders they were entered for, oldest first.
    pub orders_entered: Vec<OrderEntered>,
    /// Mail that came back, oldest first.
    pub returned: Vec<Returned>,
    /// Consents that were asked for and are not yet confirmed: of each channel and purpose the newest.
    pub requested: Vec<Requested>,
    /// What the person waits for, and which occasions reached them.
    pub wishes: Wishes,
    /// What the person looked at; what they bought stands with the orders.
    pub interests: Interests,
    /// Who told the values of the profile, what other sources say, and what was corrected.
    pub lineage: Lineage,
    /// Sources whose complete lists once left the person out, by source.
    pub listed: Vec<Listed>,
    /// Cases in which processing is or was restricted, by name.
    pub restrictions: Vec<Restriction>,
    /// What the person has or had, by entity and key.
    pub things: Vec<Thing>,
    /// In which fences they are.
    pub whereabouts: Whereabouts,
    /// The tier of the loyalty programme as it was told last; which they hold is counted from the orders.
    pub tier: Option<TierHeld>,
}

/// A tier that somebody holds, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierHeld {
    pub tier: NameId,
    pub since: Timestamp,
}

/// Something that the person has, or had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    pub entity: NameId,
    pub key: Box<str>,
    /// Whether it is there, by the newest word of it.
    pub there: Dated<bool>,
    /// Of each field the newest word, sorted by field.
    pub fields: Vec<(NameId, Dated<Value>)>,
}

/// Whether the complete list of a source holds a person, by its newest word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub source: SourceId,
    pub delivered: bool,
    /// Since when.
    pub at: Timestamp,
    pub message: MessageId,
}

/// Readable without decoding the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hot {
    pub id: EntityId,
    /// Oldest id of the person: holdouts and splits are drawn by it, also after a merge.
    pub draw_id: EntityId,
    pub program: ProgramId,
    pub created: Timestamp,
    /// `now` of the last step; time never runs backwards for an entity.
    pub stepped: Timestamp,
    pub merged_into: Option<EntityId>,
    pub profile: Vec<(NameId, Dated<Value>)>,
    pub identifiers: Vec<Identifier>,
    pub consents: Vec<Recorded>,
    pub objection: Option<Objection>,
    pub phase: Option<NameId>,
    pub phase_since: Timestamp,
    /// Standing segments the person is in, sorted.
    pub segments: Vec<NameId>,
    /// Until when phase and segments hold if nothing happens.
    pub standing_until: Timestamp,
    pub heads: Vec<OrderHead>,
    /// Journeys entered and mailings made lately: name, when last, the highest number given to a run (0 for a
    /// mailing). The moment is [`NEVER_ENTERED`] where only numbers are used up.
    pub entered: Vec<(NameId, Timestamp, u32)>,
    /// Date and schedule entries: journey → next moment.
    pub appointments: Vec<(NameId, Timestamp)>,
}

/// A value with the fact that set it; the later fact wins, ties by message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    pub value: Option<T>,
    pub occurred: Timestamp,
    pub message: MessageId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    pub lifted: bool,
    pub occurred: Timestamp,
    pub message: MessageId,
}

/// What rules ask of an order most; derived from the lines, the returns and the cancellations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHead {
    pub id: OrderId,
    pub occurred: Timestamp,
    pub message: MessageId,
    /// Local day of the organisation; orders of one day count once in the rhythm.
    pub day: Day,
    pub place: Place,
    /// Minor units of what was neither cancelled nor returned.
    pub kept_value: i64,
    /// Lines with something neither cancelled nor returned.
    pub kept_lines: u32,
    pub lines: u32,
    /// Every piece was cancelled: it does not count as an order.
    pub cancelled: bool,
    /// Every piece not cancelled came back and was not rebooked: from this moment on (last return + 24 h)
    /// a full return.
    pub full_return_at: Option<Timestamp>,
    /// First line's category.
    pub category: anlass_model::id::CategoryId,
}

/// Raw facts about orders; heads are derived from them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// Same order as `Hot::heads`; empty where an order is older than the kept lines.
    pub lines: Vec<Vec<OrderLine>>,
    pub backs: Vec<Back>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub item: Item,
    pub quantity: i32,
    pub value: i64,
    /// Pieces that came back.
    pub returned: i32,
    pub cancelled: i32,
}

/// A return or cancellation as reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    pub message: MessageId,
    pub occurred: Timestamp,
    /// `None`: could not be assigned to an order.
    pub order: Option<OrderId>,
    pub cancelled: bool,
    /// Empty: the whole order.
    pub lines: Vec<(Item, i32, i64)>,
}

/// What somebody waits for, and the occasions that reached them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// By article.
    pub wished: Vec<Wish>,
    /// Nodes of the taxonomy that are watched, sorted.
    pub categories: Vec<anlass_model::id::CategoryId>,
    /// By time.
    pub news: Vec<News>,
}

/// An article somebody asked to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub product: ProductId,
    pub since: Timestamp,
}

/// An occasion of the catalogue that reached the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub product: ProductId,
    pub event: NameId,
    pub at: Timestamp,
    pub message: MessageId,
    /// The message that spoke of it.
    pub told: Option<IntentId>,
}

/// What somebody looked at, kept as it was counted: points and half-lives are the program's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interests {
    /// By day and node.
    pub looks: Vec<Looks>,
    /// Articles seen, each once, by the moment it was last seen.
    pub seen: Vec<Seen>,
}

/// How often articles of a node were looked at on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// Days since 1970, in UTC.
    pub day: u32,
    pub node: anlass_model::id::CategoryId,
    pub viewed: u16,
    /// By a link in a letter.
    pub followed: u16,
    pub carted: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seen {
    pub at: Timestamp,
    pub product: ProductId,
}

/// Cart changes; the open lines are derived from them and from the orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    pub changes: Vec<CartChange>,
    /// Changes before this moment no longer matter (the cart was cleared, or they are too old).
    pub floor: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartChange {
    pub occurred: Timestamp,
    pub message: MessageId,
    pub item: Item,
    pub quantity: i32,
    pub value: i64,
    pub added: bool,
}

/// Occurrences of one kind of event, as far as any trait of the program asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    pub event: NameId,
    /// Sorted by time.
    pub exact: Vec<Tick>,
    /// Hour → (count, sum): what was pushed out of `exact`.
    pub buckets: Vec<(Timestamp, u32, i64)>,
    pub count: u64,
    pub sum: i64,
    pub first: Timestamp,
    pub last: Timestamp,
    pub min: i64,
    pub max: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tick {
    pub at: Timestamp,
    pub message: MessageId,
    pub value: i64,
    /// What `distinct` counts: the article, or a hash of the event's first text field.
    pub what: u64,
}

/// One customer (or one order of theirs) in a journey, standing on a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub journey: NameId,
    /// Which run of this journey, from 1.
    pub number: u32,
    /// The order it is about, or the thing: see [`anlass_model::thing::thing_id`].
    pub order: Option<OrderId>,
    pub step: NameId,
    /// How many steps it has taken; part of the ids it mints.
    pub visit: u32,
    pub entered: Timestamp,
    pub since: Timestamp,
    /// When the wait it stands in ends.
    pub due: Option<Timestamp>,
    /// Earliest moment at which an exit rule or waited-for rule can change by time alone.
    pub check: Timestamp,
    /// Values collected from events, by name, in the order of the journey's `collect`.
    pub collected: Vec<(NameId, i64)>,
    /// The newest event that was collected from, by occurrence.
    pub newest: Option<(Timestamp, MessageId)>,
    /// The last intent it made, and whether that one was delivered.
    pub intent: Option<IntentId>,
    pub delivered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    pub id: IntentId,
    /// Whose it was when it was made: its row in the ledger stays theirs, whoever they are merged into.
    pub customer: EntityId,
    pub message: NameId,
    /// Absent for a mailing.
    pub journey: Option<NameId>,
    pub run: u32,
    pub order: Option<OrderId>,
    pub class: Class,
    pub created: Timestamp,
    pub state: State,
    /// Dwelling or deferred: looked at again then. Unknown: settled then.
    pub look_at: Timestamp,
    pub planned: Timestamp,
    pub channel: Option<Channel>,
    pub priority: u8,
    pub expires: Timestamp,
    /// What it beat, for the decision record.
    pub beaten: u16,
    /// Unknown for good: it counts as a contact, and no answer is waited for any more.
    pub closed: bool,
    /// Why it would have been withdrawn while its carrier had it: should it come back untaken, it ends so.
    pub withdrawn: Option<Reason>,
}

impl Intent {
    /// Whether something may still become of it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open() && !self.closed
    }
}

/// Which arm of a programme's comparison somebody belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Arm {
    HeldOut,
    Treated,
}

impl Arm {
    /// Stable code for counters and reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Arm::HeldOut => "held_out",
            Arm::Treated => "treated",
        }
    }
}

/// How a programme first reached for the person, and whether its goal was reached since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    pub programme: NameId,
    pub arm: Arm,
    /// When its first intent was let through or held out.
    pub at: Timestamp,
    /// Two people in different arms turned out to be one: they leave the analysis.
    pub mixed: bool,
    /// The goal was true already.
    pub goal_before: bool,
    /// The goal as it was last answered; `None`: it begins with its next answer.
    pub holds: Option<bool>,
    /// When the goal first turned from false to true.
    pub reached: Option<Timestamp>,
    /// Earliest moment at which the goal may turn by time alone, within the programme's `goal_within`.
    pub check: Timestamp,
}

/// A journey entered for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrderEntered {
    pub at: Timestamp,
    pub journey: NameId,
    pub order: OrderId,
}

/// Something the person got (or may have got) from us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub intent: IntentId,
    pub message: NameId,
    pub at: Timestamp,
    pub channel: Channel,
    pub class: Class,
    /// Stands for the address it went to; 0: not known, or the channel needs none.
    pub address: u32,
}

/// Something came back from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Returned {
    pub at: Timestamp,
    pub channel: Channel,
    /// Stands for the address, which is nowhere else remembered.
    pub address: u32,
    /// Nobody is there; otherwise the address may be sound.
    pub for_good: bool,
}

/// A consent that somebody asked for and has to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// `None`: all channels.
    pub channel: Option<Channel>,
    /// `None`: all purposes.
    pub purpose: Option<Name>,
    /// The text that was agreed to.
    pub text: Name,
    pub occurred: Timestamp,
    pub message: MessageId,
}

/// A case in which processing is or was restricted: the newest that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    pub case: Name,
    pub lifted: bool,
    pub occurred: Timestamp,
    pub message: MessageId,
    /// Why and since when it was restricted, once that is known.
    pub ground: Option<Ground>,
    pub since: Option<Timestamp>,
}

/// Room for one more, and little beyond: hundreds of thousands of dossiers lie in memory, and doubling would leave
/// a third of it empty.
pub(crate) fn grow<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(1 + list.len() / 4);
    }
}

impl Dossier {
    #[must_use]
    pub fn new(id: EntityId, program: ProgramId, now: Timestamp) -> Dossier {
        Dossier {
            hot: Hot {
                id,
                draw_id: id,
                program,
                created: now,
                stepped: now,
                merged_into: None,
                profile: Vec::new(),
                identifiers: Vec::new(),
                consents: Vec::new(),
                objection: None,
                phase: None,
                phase_since: now,
                segments: Vec::new(),
                standing_until: Timestamp(i64::MIN),
                heads: Vec::new(),
                entered: Vec::new(),
                appointments: Vec::new(),
            },
            orders: Orders::default(),
            cart: Cart::default(),
            streams: Vec::new(),
            runs: Vec::new(),
            intents: Vec::new(),
            contacts: Vec::new(),
            apart: Vec::new(),
            exposures: Vec::new(),
            orders_entered: Vec::new(),
            returned: Vec::new(),
            requested: Vec::new(),
            wishes: Wishes::default(),
            interests: Interests::default(),
            lineage: Lineage::default(),
            listed: Vec::new(),
            restrictions: Vec::new(),
            things: Vec::new(),
            whereabouts: Whereabouts::default(),
            tier: None,
        }
    }

    /// When the dossier wants to be stepped next; `None`: only when something happens.
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        if self.hot.merged_into.is_some() {
            return None;
        }
        let mut next = self.hot.standing_until.min(self.whereabouts.due());
        for run in &self.runs {
            next = next.min(run.due.unwrap_or(Timestamp::NEVER)).min(run.check);
        }
        for intent in &self.intents {
            if matches!(intent.state, State::Dwelling | State::Deferred(_) | State::Unknown) {
                next = next.min(intent.look_at);
            }
        }
        for (_, at) in &self.hot.appointments {
            next = next.min(*at);
        }
        // Nothing is evaluated of somebody whose data are only kept.
        let watched = if self.is_restricted() { &[] } else { self.exposures.as_slice() };
        for exposure in watched {
            next = next.min(exposure.check);
        }
        (next != Timestamp::NEVER).then_some(next)
    }

    /// The earliest planned delivery that waits for its release question.
    #[must_use]
    pub fn next_release(&self) -> Option<(Timestamp, IntentId)> {
        let planned = self.intents.iter().filter(|intent| intent.state == State::Planned);
        planned.map(|intent| (intent.planned, intent.id)).min()
    }

    #[must_use]
    pub fn profile(&self, field: NameId) -> Option<&Value> {
        let index = self.hot.profile.binary_search_by_key(&field, |(name, _)| *name).ok()?;
        self.hot.profile.get(index).and_then(|(_, recorded)| recorded.value.as_ref())
    }

    #[must_use]
    pub fn in_segment(&self, segment: NameId) -> bool {
        self.hot.segments.binary_search(&segment).is_ok()
    }

    #[must_use]
    pub fn stream(&self, event: NameId) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.event == event)
    }

    #[must_use]
    pub fn exposure(&self, programme: NameId) -> Option<&Exposure> {
        let index = self.exposures.binary_search_by_key(&programme, |exposure| exposure.programme).ok()?;
        self.exposures.get(index)
    }

    /// Whether their data are only kept.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.restrictions.iter().any(|own| !own.lifted)
    }

    #[must_use]
    pub fn is_objecting(&self) -> bool {
        self.hot.objection.as_ref().is_some_and(|objection| !objection.lifted)
    }
}
