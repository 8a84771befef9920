//! What comes by itself, event by event: from webhooks, the collector and the API. It is counted in memory as it comes, in the
//! words in which files are counted (a kind of event is a role, its fields are columns), and becomes a delivery of some hours
//! once a minute. A process that is killed loses the counts of that minute, and nothing else.

use super::{COLUMNS_MAX, Counted, Delivery, Quality, Rows, shortened};
use anlass_model::event::{Arrival, Body, Line};
use anlass_model::id::{MessageId, VaultId};
use anlass_model::thing::ThingSaid;
use anlass_model::time::{HOUR, Span, Timestamp};
use anlass_model::value::Value;
use anlass_sources::collector::{Kind, Reason, Rejected};
use anlass_sources::quality::Shape;
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::Result;
use std::collections::{BTreeMap, HashSet};

/// What comes within so long is one delivery.
const ONE_DELIVERY: Span = HOUR.times(4);
/// Kinds of events told apart of one source; further ones are not counted.
const KINDS_MAX: usize = 60;
/// And columns of one kind.
const COLUMNS_OF_KIND_MAX: usize = 60;
/// Ids remembered of each source to tell what came twice; begun anew beyond.
const SEEN_MAX: usize = 50_000;
/// The column that every event holds: whether it could be taken.
const WHOLE: &str = "event";

/// What came since it was kept last, and the ids by which a repeated event is known. Every event passes here: nothing is made
/// anew for one of a kind that is known.
#[derive(Debug, Default)]
pub(super) struct Heard {
    at: Option<Timestamp>,
    last: Timestamp,
    newest: Option<i64>,
    kinds: BTreeMap<String, OfKind>,
    seen: HashSet<MessageId>,
}

/// Events of one kind, with their columns by name.
#[derive(Debug, Default)]
struct OfKind {
    rows: Rows,
    columns: BTreeMap<String, Counted>,
}

/// By vault and the number of the source.
pub(super) type AllHeard = BTreeMap<(VaultId, u16), Heard>;

impl OfKind {
    fn column(&mut self, name: &str) -> Option<&mut Counted> {
        if !self.columns.contains_key(name) {
            if self.columns.len() >= COLUMNS_OF_KIND_MAX {
                return None;
            }
            self.columns.insert(name.to_owned(), Counted::default());
        }
        self.columns.get_mut(name)
    }

    fn usable(&mut self, name: &str, text: &str) {
        if let (false, Some(counted)) = (text.is_empty(), self.column(name)) {
            counted.held.filled += 1;
            counted.held.shapes[Shape::of(text) as usize] += 1;
        }
    }

    fn unusable(&mut self, name: &str) {
        if let Some(counted) = self.column(name) {
            counted.held.filled += 1;
            counted.held.unusable += 1;
        }
    }
}

impl Heard {
    /// Counts an event; `None`: there are too many kinds.
    fn note(&mut self, kind: &str, at: Timestamp, is_repeated: bool) -> Option<&mut OfKind> {
        if !self.kinds.contains_key(kind) {
            if self.kinds.len() >= KINDS_MAX {
                return None;
            }
            self.kinds.insert(kind.to_owned(), OfKind::default());
        }
        self.at = Some(self.at.map_or(at, |first| first.min(at)));
        self.last = self.last.max(at);
        let own = self.kinds.get_mut(kind)?;
        own.rows.read += 1;
        own.rows.duplicates += u64::from(is_repeated);
        Some(own)
    }

    /// What came, as a delivery; nothing has come after that.
    fn delivered(&mut self) -> Option<Delivery> {
        let at = self.at.take()?;
        let mut delivery =
            Delivery { at: at.0, last: self.last.0, newest: self.newest.take(), ..Delivery::default() };
        for (kind, own) in std::mem::take(&mut self.kinds) {
            for (name, counted) in own.columns {
                if delivery.columns.len() < COLUMNS_MAX {
                    delivery
                        .columns
                        .insert(format!("{kind}/{name}"), Counted { role: kind.clone(), ..counted });
                }
            }
            delivery.roles.insert(kind, own.rows);
        }
        Some(delivery)
    }

    fn take(&mut self, arrival: &Arrival) {
        let event = &arrival.event;
        if self.seen.len() >= SEEN_MAX {
            self.seen.clear();
        }
        let is_repeated = !self.seen.insert(event.message);
        self.newest = self.newest.max(Some(event.occurred.0.0));
        let kind = event.body.event_name();
        let Some(own) = self.note(kind, event.received.0, is_repeated) else { return };
        own.usable(WHOLE, kind);
        let said = fields(&event.body);
        for identifier in &arrival.identifiers {
            let name = identifier.kind.as_str();
            if said.iter().all(|(field, _)| *field != name) {
                own.usable(name, &identifier.value);
            }
        }
        for (name, text) in said {
            own.usable(name, &text);
            if let (Body::Profile(_), Some(counted)) = (&event.body, own.columns.get_mut(name)) {
                counted.field.get_or_insert_with(|| name.to_owned());
            }
        }
    }

    fn refuse(&mut self, kind: &str, at: Timestamp, reason: &Reason) {
        let Some(own) = self.note(kind, at, false) else { return };
        match reason {
            Reason::Unreadable { place, .. } => own.unusable(last_part(place)),
            // It is not filled, which the number of events tells.
            Reason::Missing { place } => drop(own.column(last_part(place))),
            _ => {}
        }
        own.unusable(WHOLE);
    }
}

/// The kind of an event that was not taken: as if it had been, as far as its name tells.
fn role_of(event: &Rejected) -> String {
    const UNKNOWN: &str = "unknown";
    match (&event.reason, event.kept.kind) {
        (Reason::UnknownEvent { .. } | Reason::UnknownKind, _) => UNKNOWN.to_owned(),
        (_, Kind::Identify) => "profile.changed".to_owned(),
        (_, Kind::Page | Kind::Screen) => "product.viewed".to_owned(),
        _ => {
            let sent: Option<serde_json::Value> = serde_json::from_slice(&event.kept.raw).ok();
            let name = sent.as_ref().and_then(|sent| sent.get("event")?.as_str());
            name.and_then(kind_of_event).unwrap_or(UNKNOWN).to_owned()
        }
    }
}

/// The kind of event that the collector makes of one of its names; none of a name of the organisation's own.
fn kind_of_event(name: &str) -> Option<&'static str> {
    Some(match name {
        "Product Viewed" => "product.viewed",
        "Product Added" => "cart.added",
        "Product Removed" => "cart.removed",
        "Cart Cleared" => "cart.cleared",
        "Order Completed" => "order.placed",
        "Order Refunded" => "order.returned",
        "Order Cancelled" => "order.cancelled",
        "Voucher Redeemed" => "voucher.redeemed",
        "Newsletter Subscribed"
        | "Newsletter Unsubscribed"
        | "Consent Changed"
        | "Consent Withdrawn"
        | "Unsubscribed" => "consent.changed",
        "Advertising Objected" => "objection",
        "Entity Changed" => "entity.changed",
        "Entity Gone" => "entity.gone",
        _ => return None,
    })
}

/// `properties.products[0].price` → `price`: what holds for one of a list holds for its column.
fn last_part(place: &str) -> &str {
    place.rsplit('.').next().unwrap_or(place)
}

/// What an event says, field by field, as text; of orders and carts the sums.
fn fields(body: &Body) -> Vec<(&str, String)> {
    let lines = |lines: &[Line]| {
        let value = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.value));
        let value = if value == 0 { String::new() } else { value.to_string() };
        let count = if lines.is_empty() { String::new() } else { lines.len().to_string() };
        vec![("products", count), ("value", value)]
    };
    let text = |value: &Option<Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    match body {
        Body::Profile(facts) => facts.iter().map(|(name, value)| (name.as_str(), text(value))).collect(),
        Body::Custom { value, fields, .. } => {
            let own = (*value != 0).then(|| ("value", value.to_string()));
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.to_string()));
            own.into_iter().chain(fields).collect()
        }
        Body::Ordered(order) | Body::Extended(order) => lines(&order.lines),
        Body::Cancelled { lines: some, .. } | Body::Returned { lines: some, .. } => lines(some),
        Body::CartAdded(line) | Body::CartRemoved(line) => lines(&[*line]),
        Body::Viewed(item) => {
            vec![("product", item.map(|item| item.product.0.to_string()).unwrap_or_default())]
        }
        Body::Consent(act) => {
            let channel = act.channel.map_or("", |channel| channel.as_str()).to_owned();
            let proof = if act.proof.is_provable() { "yes" } else { "" };
            vec![("channel", channel), ("proof", proof.to_owned())]
        }
        Body::Voucher { code } => vec![("code", code.to_string())],
        Body::Thing(act) => match &act.said {
            ThingSaid::Gone => Vec::new(),
            ThingSaid::Is(said) => said.iter().map(|(name, value)| (name.as_str(), text(value))).collect(),
        },
        _ => Vec::new(),
    }
}

impl Quality {
    /// Counts events that were accepted. What Anlass says itself is none of a source.
    pub(crate) fn hear(&self, arrivals: &[Arrival]) {
        let mut heard = self.heard();
        for arrival in arrivals.iter().filter(|arrival| arrival.event.source.0 < u16::MAX - 2) {
            heard.entry((arrival.vault, arrival.event.source.0)).or_default().take(arrival);
        }
    }

    /// Counts events that the collector could not take.
    pub(crate) fn hear_rejected(&self, vault: VaultId, source: u16, events: &[Rejected]) {
        let mut heard = self.heard();
        let own = heard.entry((vault, source)).or_default();
        for event in events {
            own.refuse(&role_of(event), event.kept.received.0, &event.reason);
        }
    }

    /// Counts a part of a delivery that could not be taken, by what its sender calls it.
    pub(crate) fn hear_unfit(
        &self,
        (vault, source): (VaultId, u16),
        about: &str,
        at: Timestamp,
        reason: &Reason,
    ) {
        self.heard().entry((vault, source)).or_default().refuse(about, at, reason);
    }

    /// Keeps what came since this was done last.
    ///
    /// # Errors
    /// If it cannot be sealed or stored: then what came is not counted.
    pub(crate) fn keep_heard(&self, store: &dyn Store, keys: &Keyring) -> Result<()> {
        let mut due: Vec<((VaultId, u16), Delivery)> = Vec::new();
        for (place, heard) in self.heard().iter_mut() {
            due.extend(heard.delivered().map(|delivery| (*place, delivery)));
        }
        for (place, delivery) in due {
            let series = Vec::clone(&*self.list(store, keys, place.0, place.1)?);
            self.put(store, keys, (place.0, place.1.into()), shortened(with(series, delivery)))?;
        }
        Ok(())
    }
}

/// The series with what came, as a part of the newest delivery or as the next one.
fn with(mut series: Vec<Delivery>, mut new: Delivery) -> Vec<Delivery> {
    (new.is_heard, new.is_applied) = (true, true);
    for (key, role) in columns_before(&series) {
        // A field that does not come any more is empty, and not unknown.
        if new.roles.contains_key(&role) && new.columns.len() < COLUMNS_MAX {
            new.columns.entry(key).or_insert_with(|| Counted { role, ..Counted::default() });
        }
    }
    let goes_on = |last: &&mut Delivery| last.is_heard && new.at.saturating_sub(last.at) < ONE_DELIVERY.0;
    match series.last_mut().filter(goes_on) {
        Some(last) => last.join(new),
        None => series.push(new),
    }
    if let Some(last) = series.last_mut() {
        let Delivery { roles, columns, .. } = last;
        for counted in columns.values_mut() {
            counted.held.rows = roles.get(&counted.role).map_or(0, |rows| rows.read);
        }
    }
    series
}

/// The columns of each kind of event in the newest delivery that has it.
fn columns_before(series: &[Delivery]) -> BTreeMap<String, String> {
    let mut newest: BTreeMap<&str, &Delivery> = BTreeMap::new();
    for delivery in series.iter().filter(|delivery| delivery.is_heard) {
        newest.extend(delivery.roles.keys().map(|role| (role.as_str(), delivery)));
    }
    let mut all = BTreeMap::new();
    for (role, delivery) in newest {
        let own = delivery.columns.iter().filter(|(_, counted)| counted.role == role);
        all.extend(own.map(|(key, counted)| (key.clone(), counted.role.clone())));
    }
    all
}
