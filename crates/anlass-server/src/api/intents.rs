//! Who is behind a number: the messages of one outcome, reason or programme, the newest first over everything, a page at
//! a time. Every figure that counts messages leads here. The ledger is kept by key, so that a page is one pass over what
//! matches, which keeps no more rows than it shows.

use super::settlement::{self, Settlement, Uncertain};
use super::shape::{Channel, Localised, Moment, Named, Reason, State};
use super::{glance, message, name, reason_words};
use crate::access::Settled;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::insight::{differ, story, words};
use anlass_engine::mailing_intent;
use anlass_model::id::{IntentId, NameId};
use anlass_model::outcome;
use anlass_model::time::Timestamp;
use anlass_model::value::Day;
use anlass_store::{IntentFilter, IntentRow, Tally};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

const PAGE: usize = 50;
/// Ledger rows read at once.
const READ: usize = 5_000;
const TIME_DIGITS: usize = 16;

#[derive(Serialize, ToSchema)]
pub(crate) struct Intents {
    /// Of all that match, as they were counted last.
    count: u64,
    /// Of all that match, what is uncertain: with what was settled and without.
    uncertain: Uncertain,
    /// Those of one page, the newest first; the next page holds older ones.
    rows: Vec<IntentShown>,
    /// Where the next page begins; null: there is none.
    next: Option<String>,
}

/// One message that was wanted for somebody, and what became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct IntentShown {
    id: String,
    customer: String,
    customer_name: String,
    programme: String,
    message: Named,
    channel: Option<Channel>,
    state: State,
    reason: Option<Reason>,
    reason_words: Option<Localised>,
    /// When it was wanted first; of what ended before it was wanted, when it ended.
    begun: Moment,
    /// When this became of it.
    at: Moment,
    /// Of what is uncertain or was refused by a carrier: how that came about.
    said: Option<Localised>,
    simulated: bool,
    /// Of what is uncertain: what somebody found out.
    settled: Option<Settlement>,
}

type AllSettled = BTreeMap<IntentId, (Settled, IntentRow)>;

/// What was asked for; what is absent may be anything.
struct Wanted {
    programme: Option<String>,
    message: Option<String>,
    state: Option<String>,
    reason: Option<String>,
    /// What the reason names: which exit, which cap.
    detail: Option<String>,
    /// `yes` or `no`: of uncertain ones those that somebody settled, or the others.
    settled: Option<bool>,
    /// Only those of this mailing, whatever else sends its message.
    mailing: Option<NameId>,
    /// Only what became so before this moment.
    until: Option<Timestamp>,
}

impl Wanted {
    fn of(call: &Call<'_>) -> Wanted {
        let asked = |name: &str| call.asked(name);
        Wanted {
            programme: asked("programme"),
            message: asked("message"),
            state: asked("state"),
            reason: asked("reason"),
            detail: asked("detail"),
            settled: asked("settled").map(|settled| settled == "yes"),
            mailing: asked("mailing").map(|mailing| NameId::of(&mailing)),
            until: asked("until").and_then(|day| {
                let Day(day) = day.parse().ok()?;
                let next = Day(day.saturating_add(1)).date().at(0, 0, 0, 0);
                Some(Timestamp::from_zone(next, &call.view().runtime.program.zone))
            }),
        }
    }

    /// What no tally knows is counted while the rows are read.
    fn is_counted_by_row(&self) -> bool {
        self.mailing.is_some() || self.until.is_some()
    }

    fn fits(&self, [programme, message, state, reason, detail]: [&str; 5]) -> bool {
        let is = |wanted: &Option<String>, own: &str| wanted.as_deref().is_none_or(|wanted| wanted == own);
        is(&self.programme, programme)
            && is(&self.message, message)
            && is(&self.state, state)
            && is(&self.reason, reason)
            && is(&self.detail, detail)
    }

    fn counts(&self, tally: &Tally) -> bool {
        self.fits([&tally.programme, &tally.message, &tally.state, &tally.reason, &tally.detail])
    }

    /// Of what matches, how much is uncertain, whatever was asked of settlements.
    fn uncertain(&self, tallies: &[Tally], settled: &AllSettled) -> Uncertain {
        let all = tallies
            .iter()
            .filter(|tally| tally.state == outcome::State::Unknown.code() && self.counts(tally));
        let own = settled.values().filter(|(_, row)| self.holds(row)).count();
        Uncertain::of(all.map(|tally| tally.rows).sum(), own)
    }

    /// How many match.
    fn count(&self, tallies: &[Tally], uncertain: Uncertain) -> u64 {
        let all: u64 = tallies.iter().filter(|tally| self.counts(tally)).map(|tally| tally.rows).sum();
        match self.settled {
            None => all,
            Some(true) => uncertain.settled,
            Some(false) => all - uncertain.settled,
        }
    }

    fn holds(&self, row: &IntentRow) -> bool {
        self.fits([&row.programme, &row.message, &row.state, &row.reason, &row.detail])
            && self.mailing.is_none_or(|mailing| row.id == mailing_intent(row.customer, mailing))
            && self.until.is_none_or(|until| row.changed < until)
    }
}

pub(crate) fn list(call: &Call<'_>) -> Result<Intents, Fault> {
    let view = call.view();
    let wanted = Wanted::of(call);
    let settled = settlement::settled(call, &view)?;
    let after = match call.asked("after") {
        None => None,
        Some(text) => {
            let cause = || Fault::Unreadable { cause: "after is no place in the list".into() };
            Some(cursor(&text).ok_or_else(cause)?)
        }
    };
    let Page { rows, count, next } = page(&view, &wanted, &settled, after)?;
    let glance = glance::take(call)?;
    let uncertain = wanted.uncertain(&glance.tallies, &settled);
    let count = if wanted.is_counted_by_row() { count } else { wanted.count(&glance.tallies, uncertain) };
    let rows = rows.into_iter().map(|row| shown(call, &view, row, &settled)).collect::<Result<_, Fault>>()?;
    let next = next.map(|(time, IntentId(id))| format!("{time:016x}{id:032x}"));
    Ok(Intents { count, uncertain, rows, next })
}

/// A place in the list: how new, the newest having the smallest number, and which of those.
type Place = (u64, IntentId);

fn place(row: &IntentRow) -> Place {
    (u64::MAX - u64::try_from(row.changed.0).unwrap_or(0), row.id)
}

struct Page {
    rows: Vec<IntentRow>,
    /// How many match, on whatever page.
    count: u64,
    next: Option<Place>,
}

/// The newest rows behind a place: one pass, of which one page and one row more are kept.
fn page(view: &View, wanted: &Wanted, settled: &AllSettled, after: Option<Place>) -> Result<Page, Fault> {
    let (message, state) = (wanted.message.clone(), wanted.state.clone());
    let mut filter = IntentFilter { customer: None, message, state, after: None, max: READ };
    let mut newest: BTreeMap<Place, IntentRow> = BTreeMap::new();
    let mut count = 0;
    loop {
        let rows = view.runtime.store.intents(&view.scope, &filter)?;
        let is_over = rows.len() < READ;
        filter.after = rows.last().map(|row| (row.part, row.id));
        for row in rows {
            let is_settled = wanted.settled.is_none_or(|wanted| settled.contains_key(&row.id) == wanted);
            if !is_settled || !wanted.holds(&row) {
                continue;
            }
            count += 1;
            let place = place(&row);
            if after.is_none_or(|after| place > after) {
                newest.insert(place, row);
            }
            if newest.len() > PAGE + 1 {
                newest.pop_last();
            }
        }
        if is_over {
            break;
        }
    }
    let is_more = newest.len() > PAGE;
    if is_more {
        newest.pop_last();
    }
    let next = newest.last_key_value().map(|(place, _)| *place).filter(|_| is_more);
    Ok(Page { rows: newest.into_values().collect(), count, next })
}

/// A place, as it is in `next`.
fn cursor(text: &str) -> Option<Place> {
    let (time, id) = text.split_at_checked(TIME_DIGITS)?;
    Some((u64::from_str_radix(time, 16).ok()?, IntentId(u128::from_str_radix(id, 16).ok()?)))
}

fn shown(call: &Call<'_>, view: &View, row: IntentRow, settled: &AllSettled) -> Result<IntentShown, Fault> {
    let dossier = view.runtime.dossier(view.scope.vault(), row.customer)?;
    let house = call.house();
    let words = (!row.reason.is_empty()).then(|| match row.detail.is_empty() {
        true => reason_words(&row.reason),
        false => Localised::both(|language| {
            let detail = story::detail_named(&view.runtime, &row.reason, &row.detail, language);
            format!("{} ({detail})", words::reason(language, &row.reason))
        }),
    });
    let is_carriers = row.state == outcome::State::Unknown.code()
        || [outcome::Reason::Rejected, outcome::Reason::Bounced].iter().any(|own| own.code() == row.reason);
    let said = is_carriers.then(|| {
        let said = house.said.of(view.scope.vault(), row.id);
        Localised::both(|language| {
            differ::told_by_carrier(&row.state, said.as_deref(), house.is_simulated, language)
        })
    });
    Ok(IntentShown {
        settled: settled.get(&row.id).map(|(settled, _)| settled.into()),
        id: row.id.to_string(),
        customer: row.customer.to_string(),
        customer_name: dossier.map(|dossier| name(&dossier)).unwrap_or_default(),
        message: message(view, &row.message),
        programme: row.programme,
        channel: (!row.channel.is_empty()).then(|| Channel::of(row.channel)),
        state: State::of(row.state),
        reason: (!row.reason.is_empty()).then(|| Reason::of(row.reason)),
        reason_words: words,
        begun: Moment(row.created),
        at: Moment(row.changed),
        said,
        simulated: house.is_simulated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_where_the_one_before_ended() {
        assert_eq!(cursor(&format!("{:016x}{:032x}", 63, 7)), Some((63, IntentId(7))));
        for bad in ["", "3", "zz00", "0000000000000003"] {
            assert_eq!(cursor(bad), None, "{bad}");
        }
    }
}
