//! What must hold, computed from nothing but what was accepted and what left the house.

use super::{Mutation, Report, VAULTS};
use anlass_channels::sandbox::Sandbox;
use anlass_engine::{Dossier, Input};
use anlass_model::consent::{Class, ConsentAct};
use anlass_model::event::{Arrival, Body, Item};
use anlass_model::id::{EntityId, EntityKind, IntentId, MessageId, NameId, VaultId};
use anlass_model::time::{DAY, Occurred, Timestamp};
use anlass_runtime::live::{Live, Loan};
use anlass_runtime::{Error, Runtime};
use anlass_store::{IntentFilter, IntentRow};
use std::collections::{BTreeMap, BTreeSet};

/// The cap as the town's policy means it, whatever is published.
const CAP_MAX: usize = 2;
const CAP_WITHIN: anlass_model::time::Span = DAY.times(7);

pub(super) struct Oracle {
    mutation: Mutation,
    accepted: Vec<Arrival>,
    /// Accepted ones without an identifier.
    nobodys: BTreeSet<(VaultId, MessageId)>,
    messages: BTreeSet<(VaultId, MessageId)>,
    left: BTreeMap<IntentId, u32>,
    /// How often the carrier surely did not take it.
    put_off: BTreeMap<IntentId, u32>,
    /// Codes of deliveries that were put off: theirs the next time as well.
    kept_codes: BTreeMap<IntentId, Box<str>>,
    /// Voucher codes that left the house.
    codes: BTreeSet<(VaultId, Box<str>)>,
    /// Advertising that left, and whom for at that time.
    contacts: Vec<(VaultId, EntityId, IntentId, Timestamp)>,
    /// Comes back from the carrier, and when.
    bounced: BTreeMap<IntentId, Timestamp>,
}

/// Everything that could be advertising, by name: whatever class was published for it.
fn is_advertising(message: NameId) -> bool {
    message != NameId::of("order-confirmation")
}

impl Oracle {
    pub(super) fn new(mutation: Mutation) -> Oracle {
        Oracle {
            mutation,
            accepted: Vec::new(),
            nobodys: BTreeSet::new(),
            messages: BTreeSet::new(),
            left: BTreeMap::new(),
            put_off: BTreeMap::new(),
            kept_codes: BTreeMap::new(),
            codes: BTreeSet::new(),
            contacts: Vec::new(),
            bounced: BTreeMap::new(),
        }
    }

    pub(super) fn accepted(&mut self, arrivals: &[Arrival]) {
        for arrival in arrivals {
            if arrival.identifiers.is_empty() {
                self.nobodys.insert((arrival.vault, arrival.event.message));
                continue;
            }
            if self.messages.insert((arrival.vault, arrival.event.message)) {
                let mut arrival = arrival.clone();
                let event = &mut arrival.event;
                (event.occurred, _) = Occurred::corrected(event.occurred.0, None, event.received);
                self.accepted.push(arrival);
            }
        }
    }

    /// Checks a delivery in the moment it is given to the carrier.
    pub(super) fn leaves(&mut self, loan: &Loan, runtime: &Runtime, now: Timestamp) -> Vec<String> {
        let mut violations = Vec::new();
        let ticket = &loan.ticket;
        let times = self.left.entry(ticket.intent).or_insert(0);
        *times += 1;
        if *times > 1 + self.put_off.get(&ticket.intent).copied().unwrap_or(0) {
            violations.push(format!("law 2: {} is handed over again", ticket.intent));
        }
        match row(runtime, loan) {
            Some(row) if row.state == "handed" => {}
            Some(row) => violations
                .push(format!("law 2: {} leaves while the ledger says {}", ticket.intent, row.state)),
            None => violations.push(format!("law 2: {} leaves without a ledger row", ticket.intent)),
        }
        if let Some(code) = &ticket.voucher
            && !self.codes.insert((loan.vault, code.clone()))
        {
            violations.push(format!("voucher {code} leaves twice"));
        }
        if let Some(kept) = self.kept_codes.get(&ticket.intent)
            && ticket.voucher.as_ref() != Some(kept)
        {
            violations.push(format!("{} leaves with another code than before", ticket.intent));
        }
        if ticket.message == NameId::of("thanks") && ticket.voucher.is_none() {
            violations.push(format!("{} promises a voucher and has none", ticket.intent));
        }
        let facts = facts_of(&self.accepted, runtime, loan.vault, ticket.customer);
        if is_advertising(ticket.message) {
            if !is_allowed(&facts) {
                violations.push(format!("law 3: {} goes to somebody without consent", ticket.intent));
            }
            self.contacts.push((loan.vault, ticket.customer, ticket.intent, now));
            let from = now.minus(CAP_WITHIN);
            // Whoever was merged into this person meanwhile: their contacts are this person's.
            let inside = self.contacts.iter().filter(|(vault, customer, intent, at)| {
                *vault == loan.vault
                    && self.bounced.get(intent).is_none_or(|back| *back > now)
                    && *at > from
                    && *at <= now
                    && who_now(runtime, *vault, *customer) == ticket.customer
            });
            let inside = inside.count();
            if inside > CAP_MAX {
                violations.push(format!(
                    "law 4: {} is contact {inside} of at most {CAP_MAX} in 7 days",
                    ticket.intent
                ));
            }
            if ticket.class == Class::Contract && self.mutation == Mutation::None {
                violations.push(format!("{} is advertising released as contract", ticket.intent));
            }
        }
        let reminder = [NameId::of("cart-reminder"), NameId::of("cart-last-call")].contains(&ticket.message);
        if reminder && !has_open_cart(&facts) {
            violations.push(format!("law 3: {} reminds of a cart that was bought or emptied", ticket.intent));
        }
        violations
    }

    /// The carrier refused it: nobody was contacted.
    pub(super) fn refused(&mut self, loan: &Loan) {
        self.contacts.retain(|(_, _, intent, _)| *intent != loan.ticket.intent);
    }

    /// How often it has left.
    pub(super) fn times(&self, intent: IntentId) -> u32 {
        self.left.get(&intent).copied().unwrap_or(0)
    }

    /// The carrier surely did not take it: it may leave once more, with the code it had.
    pub(super) fn put_off(&mut self, loan: &Loan) {
        self.refused(loan);
        *self.put_off.entry(loan.ticket.intent).or_insert(0) += 1;
        if let Some(code) = &loan.ticket.voucher {
            self.codes.remove(&(loan.vault, code.clone()));
            self.kept_codes.insert(loan.ticket.intent, code.clone());
        }
    }

    /// It comes back later: from then on nobody was contacted either.
    pub(super) fn bounces(&mut self, intent: IntentId, at: Timestamp) {
        self.bounced.insert(intent, at);
    }

    /// The laws about the whole, when everything accepted is applied.
    pub(super) fn at_rest(&self, live: &Live, carrier: &Sandbox, report: &mut Report) -> Result<(), Error> {
        let runtime = &live.runtime;
        self.every_event_once(live, report)?;
        let mut intents: BTreeMap<IntentId, IntentRow> = BTreeMap::new();
        for vault in VAULTS {
            let Some(scope) = runtime.custodian.scope(vault) else { continue };
            let filter = IntentFilter { max: usize::MAX, ..IntentFilter::default() };
            for row in runtime.store.intents(&scope, &filter)? {
                if intents.insert(row.id, row).is_some() {
                    report.violations.push("law 1: an intent has two rows".into());
                }
            }
            for row in runtime.store.scan(&scope, EntityKind::Customer, None, usize::MAX)? {
                let customer = row.key.id();
                if runtime.verify(vault, customer).is_err() {
                    report.violations.push(format!("law 5: {customer} is not the fold of its timeline"));
                }
                if let Some(dossier) = runtime.dossier(vault, customer)? {
                    report.merges += u64::from(dossier.hot.merged_into.is_some());
                    check_intents(&dossier, &intents, report);
                }
            }
        }
        report.intents = u64::try_from(intents.len()).unwrap_or(0);
        self.ledger_and_wire(&intents, carrier, report);
        Ok(())
    }

    /// Law 1: every accepted event was processed once or recognised as a duplicate, and stands on one timeline.
    fn every_event_once(&self, live: &Live, report: &mut Report) -> Result<(), Error> {
        let runtime = &live.runtime;
        if live.backlog()? > 0 {
            report.violations.push("law 1: accepted events are still open".into());
        }
        let (mut open, mut counted) = (0, 0);
        for (name, count) in runtime.store.counters()? {
            match name.as_str() {
                "events.processed" | "events.duplicate" => counted += count,
                "events.quarantined" => open += count,
                _ => {}
            }
        }
        report.quarantined = u64::try_from(open).unwrap_or(0);
        if u64::try_from(counted + open) != Ok(report.accepted) {
            report.violations.push(format!(
                "law 1: {} events were accepted, {counted} are processed or duplicates and {open} set aside",
                report.accepted
            ));
        }
        let mut on_timelines: BTreeMap<(VaultId, MessageId), u32> = BTreeMap::new();
        for vault in VAULTS {
            let Some(scope) = runtime.custodian.scope(vault) else { continue };
            for row in runtime.store.scan(&scope, EntityKind::Customer, None, usize::MAX)? {
                for entry in runtime.timeline(vault, row.key.id())? {
                    if let Input::Event(event) | Input::Forwarded { event, .. } = entry.input {
                        *on_timelines.entry((vault, event.message)).or_insert(0) += 1;
                    }
                }
            }
        }
        let mut set_aside = 0;
        for vault in VAULTS {
            let Some(scope) = runtime.custodian.scope(vault) else { continue };
            set_aside += runtime.store.quarantine(&scope, usize::MAX)?.len();
        }
        if set_aside != self.nobodys.len() {
            report.violations.push(format!(
                "law 1: {} events are nobody's, {set_aside} are set aside",
                self.nobodys.len()
            ));
        }
        for message in &self.messages {
            match on_timelines.get(message) {
                Some(1) => {}
                Some(times) => {
                    report.violations.push(format!("law 1: an event stands on timelines {times} times"))
                }
                None => report.violations.push("law 1: an accepted event is on no timeline".into()),
            }
        }
        Ok(())
    }

    /// Law 2: what the carrier has and what the ledger says fit together.
    fn ledger_and_wire(
        &self,
        intents: &BTreeMap<IntentId, IntentRow>,
        carrier: &Sandbox,
        report: &mut Report,
    ) {
        let mut attempts: BTreeMap<IntentId, u32> = BTreeMap::new();
        for parcel in &carrier.attempts {
            *attempts.entry(parcel.intent).or_insert(0) += 1;
        }
        for (intent, times) in &attempts {
            if *times > 1 {
                report.violations.push(format!("law 2: the carrier got {intent} {times} times"));
            }
        }
        let arrived: BTreeSet<IntentId> = carrier.mailbox.iter().map(|parcel| parcel.intent).collect();
        for (id, row) in intents {
            let state = row.state.as_str();
            let counted = matches!(state, "delivered" | "unknown" | "handed")
                || (state == "failed" && self.bounced.contains_key(id));
            if arrived.contains(id) && !counted {
                report.violations.push(format!("law 2: {id} arrived, but the ledger says {state}"));
            }
            if state == "delivered" && !arrived.contains(id) {
                report.violations.push(format!("law 2: the ledger says {id} was delivered, nobody has it"));
            }
            if state == "handed" {
                report.violations.push(format!("law 2: {id} is handed and nobody asks what became of it"));
            }
        }
    }
}

/// What a customer's dossier can know: the accepted events whose strongest identifier leads to it.
fn facts_of<'a>(
    accepted: &'a [Arrival],
    runtime: &Runtime,
    vault: VaultId,
    customer: EntityId,
) -> Vec<&'a Arrival> {
    let mut leads = BTreeMap::new();
    let own = accepted.iter().filter(|arrival| {
        arrival.vault == vault
            && arrival.identifiers.iter().min().is_some_and(|identifier| {
                *leads
                    .entry(identifier.clone())
                    .or_insert_with(|| runtime.find(vault, identifier).ok().flatten() == Some(customer))
            })
    });
    own.collect()
}

/// Who carries somebody on now.
fn who_now(runtime: &Runtime, vault: VaultId, mut customer: EntityId) -> EntityId {
    while let Ok(Some(dossier)) = runtime.dossier(vault, customer)
        && let Some(survivor) = dossier.hot.merged_into
    {
        customer = survivor;
    }
    customer
}

fn row(runtime: &Runtime, loan: &Loan) -> Option<IntentRow> {
    let scope = runtime.custodian.scope(loan.vault)?;
    runtime.store.intent(&scope, loan.ticket.customer.part(), loan.ticket.intent).ok().flatten()
}

/// Law 1: open in the ledger means open in the dossier, in the same state, and the other way round.
fn check_intents(dossier: &Dossier, intents: &BTreeMap<IntentId, IntentRow>, report: &mut Report) {
    for intent in &dossier.intents {
        match intents.get(&intent.id) {
            Some(row) if row.state == intent.state.code() => {}
            Some(row) => report.violations.push(format!(
                "law 1: {} is {} in the dossier and {} in the ledger",
                intent.id, intent.state, row.state
            )),
            None => report.violations.push(format!("law 1: {} is not in the ledger", intent.id)),
        }
    }
    let open = intents.values().filter(|row| row.open && row.customer == dossier.hot.id);
    for row in open {
        let known = dossier.intents.iter().any(|intent| intent.id == row.id);
        if !known && dossier.hot.merged_into.is_none() {
            report
                .violations
                .push(format!("law 1: {} is open in the ledger and gone from the dossier", row.id));
        }
    }
}

/// Consent by the book: objection beats all, the newest provable act wins, a tie denies, nothing is a no.
fn is_allowed(facts: &[&Arrival]) -> bool {
    let newest = |wanted: &dyn Fn(&Body) -> Option<bool>| {
        facts
            .iter()
            .filter_map(|arrival| {
                let yes = wanted(&arrival.event.body)?;
                Some((arrival.event.occurred, !yes, arrival.event.message, yes))
            })
            .max()
            .map(|(_, _, _, yes)| yes)
    };
    let objects = newest(&|body| match body {
        Body::Objection(act) => Some(act.lifted),
        _ => None,
    });
    let consents = newest(&|body| match body {
        Body::Consent(ConsentAct { granted, proof, .. }) if !granted || proof.is_provable() => Some(*granted),
        _ => None,
    });
    objects != Some(false) && consents == Some(true)
}

/// Whether anything lies in the cart, by the book: pieces added and not taken out again after the last
/// clearing, of which nothing of the family was bought since.
fn has_open_cart(facts: &[&Arrival]) -> bool {
    let key = |arrival: &Arrival| (arrival.event.occurred, arrival.event.message);
    let cleared = facts
        .iter()
        .filter(|arrival| matches!(arrival.event.body, Body::CartCleared))
        .map(|a| a.event.occurred)
        .max();
    let cancelled: Vec<_> = facts
        .iter()
        .filter_map(|arrival| match &arrival.event.body {
            Body::Cancelled { order, .. } => Some(*order),
            _ => None,
        })
        .collect();
    let bought_after = |item: &Item, added: (Occurred, MessageId)| {
        facts.iter().any(|arrival| match &arrival.event.body {
            // A cancelled order is no purchase; whether wholly is left to the engine, so it proves nothing here.
            Body::Ordered(order) if !cancelled.contains(&order.id) => {
                key(arrival) > added && order.lines.iter().any(|line| line.item.family == item.family)
            }
            _ => false,
        })
    };
    let mut changes: Vec<_> = facts
        .iter()
        .filter_map(|arrival| match &arrival.event.body {
            Body::CartAdded(line) => Some((key(arrival), line, 1i64)),
            Body::CartRemoved(line) => Some((key(arrival), line, -1)),
            _ => None,
        })
        .filter(|((occurred, _), _, _)| cleared.is_none_or(|cleared| *occurred > cleared))
        .filter(|(at, line, _)| !bought_after(&line.item, *at))
        .collect();
    changes.sort_by_key(|(at, _, _)| *at);
    let mut pieces: BTreeMap<_, i64> = BTreeMap::new();
    for (_, line, sign) in changes {
        let own = pieces.entry(line.item.product).or_insert(0);
        *own = (*own + sign * i64::from(line.quantity.max(1))).max(0);
    }
    pieces.values().any(|pieces| *pieces > 0)
}
