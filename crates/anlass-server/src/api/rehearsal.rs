//! What a rehearsal found, as the app is told it: of the programme that is edited all of it, today's published version
//! beside the draft over the same days and people; of the others what changes for them.

use super::programmes::{self, Counts};
use super::shape::{Channel, Moment, WhyNot};
use anlass_model::id::EntityId;
use anlass_model::value::Day;
use anlass_runtime::history::Sample;
use anlass_runtime::rehearse::{OfProgramme, Rehearsal};
use anlass_store::Tally;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What a draft would have done over the recorded history, beside what is published.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Rehearsed {
    /// The stretch that is counted.
    from: Moment,
    until: Moment,
    /// Where no history was recorded it ran over what stands on timelines, of so many people.
    sample: Option<SampleTold>,
    /// Of the programme that is edited alone.
    published: Outcome,
    draft: Outcome,
    /// Who gets something from one of the two only.
    people_only_published: u64,
    people_only_draft: u64,
    others: Vec<OtherProgramme>,
    /// Person-days on which more than one message was wanted, by whichever programme.
    collisions_published: u64,
    collisions_draft: u64,
}

/// People over whose timelines a rehearsal ran, drawn by chance, the same ones each time.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct SampleTold {
    people: u64,
    of: u64,
}

/// What came of one version of the programme.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Outcome {
    entered: u64,
    sent: Vec<SentCount>,
    sent_total: u64,
    /// Who got something.
    people: u64,
    /// What became of messages, counted as a programme's are everywhere; open is what is neither sent nor not when the
    /// history ends.
    counts: Counts,
    /// Adds up to the counts of what did not go out, state by state.
    reasons: Vec<WhyNot>,
    busiest_day: Option<DayCount>,
    per_day: Vec<DayCount>,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct SentCount {
    message: String,
    channel: Channel,
    count: u64,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct DayCount {
    #[schema(format = Date)]
    day: String,
    count: u64,
}

/// What another programme sends while the one that is edited is as it is, and as it is drafted.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct OtherProgramme {
    programme: String,
    sent_published: u64,
    sent_draft: u64,
}

pub(super) fn told(
    programme: &str,
    published: &Rehearsal,
    draft: &Rehearsal,
    sample: Option<Sample>,
) -> Rehearsed {
    let nothing = OfProgramme::default();
    let before = published.programmes.get(programme).unwrap_or(&nothing);
    let after = draft.programmes.get(programme).unwrap_or(&nothing);
    let only = |one: &BTreeSet<EntityId>, other: &BTreeSet<EntityId>| count(one.difference(other).count());
    Rehearsed {
        from: Moment(draft.from),
        until: Moment(draft.until),
        sample: sample.map(|Sample { people, of }| SampleTold { people, of }),
        published: outcome(programme, before),
        draft: outcome(programme, after),
        people_only_published: only(&before.people, &after.people),
        people_only_draft: only(&after.people, &before.people),
        others: others(programme, &published.programmes, &draft.programmes),
        collisions_published: published.collisions,
        collisions_draft: draft.collisions,
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn others(
    own: &str,
    published: &BTreeMap<String, OfProgramme>,
    draft: &BTreeMap<String, OfProgramme>,
) -> Vec<OtherProgramme> {
    let names: BTreeSet<&String> = published.keys().chain(draft.keys()).filter(|name| *name != own).collect();
    let sent =
        |of: &BTreeMap<String, OfProgramme>, name: &str| of.get(name).map_or(0, OfProgramme::sent_in_all);
    let other = |name: &String| OtherProgramme {
        programme: name.clone(),
        sent_published: sent(published, name),
        sent_draft: sent(draft, name),
    };
    names.into_iter().map(other).collect()
}

/// As the store would tell what it holds of a programme.
fn tallies(programme: &str, found: &OfProgramme) -> Vec<Tally> {
    let tally = |((state, reason, detail), rows): (&(String, String, String), &u64)| Tally {
        programme: programme.to_owned(),
        message: String::new(),
        channel: String::new(),
        state: state.clone(),
        reason: reason.clone(),
        detail: detail.clone(),
        rows: *rows,
    };
    found.outcomes.iter().map(tally).collect()
}

fn outcome(programme: &str, found: &OfProgramme) -> Outcome {
    let tallies = tallies(programme, found);
    let sent = found.sent.iter().map(|((message, channel), count)| SentCount {
        message: message.clone(),
        channel: Channel::of(channel.clone()),
        count: *count,
    });
    let day = |(day, count): (&Day, &u64)| DayCount { day: day.to_string(), count: *count };
    // Of equally busy days the first.
    let busiest = found.sent_by_day.iter().max_by_key(|(day, count)| (**count, std::cmp::Reverse(**day)));
    Outcome {
        entered: found.entered,
        sent: sent.collect(),
        sent_total: found.sent_in_all(),
        people: count(found.people.len()),
        counts: programmes::counts(&tallies, programme),
        reasons: programmes::reasons(&tallies, programme),
        busiest_day: busiest.map(day),
        per_day: found.sent_by_day.iter().map(day).collect(),
    }
}
