//! Letters of the past, written again as on their day: by the program that decided them, with what was known of their
//! person then, from the Ticket of that moment. So somebody reads an old letter in the browser, and a demonstration's
//! mailbox is full from the start. Decides, plans and sends nothing.

use super::signed::Claim;
use super::{House, View, letters};
use anlass_channels::Parcel;
use anlass_engine::{Dossier, Effect, Tracing, step};
use anlass_model::id::{EntityId, IntentId, VaultId};
use anlass_model::outcome::Reason;
use anlass_model::time::Timestamp;
use anlass_runtime::live::Loan;
use anlass_runtime::summary::went_out;
use anlass_store::{IntentFilter, IntentRow};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Ledger rows read at once.
const READ: usize = 1_000;
/// The newest letters that are written; the mailbox keeps room for those still to come.
const WRITTEN_MAX: usize = 1_000;

/// Fills an empty mailbox with the newest letters up to where the history ends.
///
/// # Errors
/// If ledger, timelines or programs cannot be read, or the letters cannot be kept.
pub(super) fn fill(house: &House, until: Timestamp) -> Result<()> {
    if until == Timestamp::default() || house.mailbox.has_letters() {
        return Ok(());
    }
    let view = house.view();
    let mut written = Vec::new();
    let mut unwritten = 0;
    for (customer, intents) in newest(&view, until)? {
        for letter in letters_of(house, &view, (view.scope.vault(), customer), &intents)? {
            match letter {
                Ok(letter) => written.push(letter),
                Err(_) => unwritten += 1,
            }
        }
    }
    unwritten += house.mailbox.keep_past(&written)?;
    if unwritten > 0 {
        (house.tell)(&format!(
            "{unwritten} letters of the past cannot be written again and are missing in the mailbox\n  \
             help: look at the content of the programmes that sent them"
        ));
    }
    Ok(())
}

/// The newest deliveries that went out, by whom they went to.
fn newest(view: &View, until: Timestamp) -> Result<BTreeMap<EntityId, BTreeSet<IntentId>>> {
    let mut newest: BinaryHeap<Reverse<(Timestamp, IntentId, EntityId)>> = BinaryHeap::new();
    view.runtime.each_intent(&view.scope, &mut |row| {
        if went_out(&row.state) && row.planned <= until {
            newest.push(Reverse((row.planned, row.id, row.customer)));
            if newest.len() > WRITTEN_MAX {
                newest.pop();
            }
        }
    })?;
    let mut wanted: BTreeMap<EntityId, BTreeSet<IntentId>> = BTreeMap::new();
    for Reverse((_, intent, customer)) in newest {
        wanted.entry(customer).or_default().insert(intent);
    }
    Ok(wanted)
}

/// What was written of one delivery, with its moment; or why it cannot be.
type Letter = Result<(Parcel, Timestamp), String>;

/// Runs somebody's timeline again, and writes the wanted letters where they were decided.
fn letters_of(
    house: &House,
    view: &View,
    (vault, customer): (VaultId, EntityId),
    intents: &BTreeSet<IntentId>,
) -> Result<Vec<Letter>> {
    let entries = view.runtime.timeline_with_programs(vault, customer)?;
    let Some((_, first)) = entries.first() else { return Ok(Vec::new()) };
    let mut dossier = Dossier::new(customer, first.program, first.now);
    let mut letters = Vec::with_capacity(intents.len());
    for (program, entry) in &entries {
        let out = step(program, &mut dossier, &entry.input, entry.now, Tracing::Off);
        for effect in out.effects {
            let Effect::Ticket(ticket) = effect else { continue };
            if intents.contains(&ticket.intent) {
                let at = ticket.at;
                let own = house.earlier.view(house, program)?;
                let loan = Loan { vault, ticket: *ticket, outlet: None };
                let written = letters::write(house, &own, Some(&dossier), &loan);
                letters.push(written.map(|parcel| (parcel, at)));
            }
        }
    }
    Ok(letters)
}

/// Letters that left for somebody, or were refused on the way, and of which none is among those kept: the newest,
/// written again, with their moments.
///
/// # Errors
/// If ledger, timelines or programs cannot be read.
pub(crate) fn letters_to(
    house: &House,
    view: &View,
    customer: EntityId,
    is_wanted: &dyn Fn(IntentId) -> bool,
    max: usize,
) -> Result<Vec<(Parcel, Timestamp)>> {
    let mut filter = IntentFilter { customer: Some(customer), max: READ, ..IntentFilter::default() };
    let mut rows = Vec::new();
    loop {
        let some = house.store.intents(&view.scope, &filter)?;
        let Some(last) = some.last() else { break };
        filter.after = Some((last.part, last.id));
        rows.extend(some.into_iter().filter(|row| has_letter(row) && is_wanted(row.id)));
    }
    rows.sort_by_key(|row| Reverse((row.planned, row.id)));
    let wanted: BTreeSet<IntentId> = rows.iter().take(max).map(|row| row.id).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // Put off by a carrier, a letter was written more than once; the last one left.
    let mut written = BTreeMap::new();
    for (parcel, at) in
        letters_of(house, view, (view.scope.vault(), customer), &wanted)?.into_iter().flatten()
    {
        written.insert(parcel.intent, (parcel, at));
    }
    Ok(written.into_values().collect())
}

/// Whether a letter was written for it, whatever the carrier said then.
fn has_letter(row: &IntentRow) -> bool {
    let refused = [Reason::Rejected, Reason::Bounced];
    went_out(&row.state) || refused.iter().any(|reason| reason.code() == row.reason)
}

/// A letter that left before; `None` if there is none, or it cannot be written any more.
///
/// # Errors
/// If ledger, timelines or programs cannot be read.
pub(crate) fn letter(house: &House, view: &View, claim: Claim) -> Result<Option<Parcel>> {
    let Claim { vault, customer, intent } = claim;
    let Some(scope) = view.runtime.custodian.scope(vault) else { return Ok(None) };
    let row = house.store.intent(&scope, customer.part(), intent)?;
    if !row.is_some_and(|row| went_out(&row.state)) {
        return Ok(None);
    }
    let letters = letters_of(house, view, (vault, customer), &BTreeSet::from([intent]))?;
    // Put off by a carrier, it was written more than once; the last one left.
    Ok(letters.into_iter().filter_map(Result::ok).map(|(parcel, _)| parcel).next_back())
}
