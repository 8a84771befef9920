//! Programmes with their numbers, and one of them whole.

use super::quality::DataStanding;
use super::shape::{Localised, Moment, Reason, State, WhyNot};
use super::versions::{self, Version};
use super::{glance, reason_words};
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::definition::{self, Aim};
use anlass_model::time::Timestamp;
use anlass_runtime::goals::GoalCount;
use anlass_store::Tally;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One line of the list of programmes.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgrammeRow {
    id: String,
    name: Localised,
    #[schema(value_type = ProgrammeAim)]
    aim: Aim,
    stopped: bool,
    holdout_percent: u8,
    priority: u8,
    /// The rule that says it reached its aim with somebody.
    goal: Option<String>,
    journeys: Vec<JourneyRow>,
    mailings: Vec<MailingRow>,
    counts: Counts,
    goals: Goals,
}

/// What a programme is for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "it only lends its schema to the model's own list")]
pub(crate) enum ProgrammeAim {
    Activation,
    Retention,
    EmotionalBond,
    Development,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyRow {
    id: String,
    name: Localised,
    inside: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct MailingRow {
    id: String,
    name: Localised,
    at: Moment,
}

/// Messages of a programme by what became of them.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub(crate) struct Counts {
    pub(crate) delivered: u64,
    /// Handed over, and nobody knows whether it arrived.
    pub(crate) unknown: u64,
    pub(crate) suppressed: u64,
    /// Handed over, and refused or come back; or not to be written.
    pub(crate) failed: u64,
    /// Their moment went by.
    pub(crate) expired: u64,
    pub(crate) held_out: u64,
    /// Their journey was left before they were wanted.
    pub(crate) lapsed: u64,
    pub(crate) open: u64,
}

/// People treated and left alone, and with how many of both the goal was reached.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub(crate) struct Goals {
    pub(crate) treated: u64,
    pub(crate) treated_reached: u64,
    pub(crate) held_out: u64,
    pub(crate) held_out_reached: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Programme {
    /// The programme's document.
    #[schema(value_type = Object)]
    definition: definition::Programme,
    /// The same as its author would write it.
    yaml: String,
    journeys: Vec<JourneySteps>,
    counts: Counts,
    /// Adds up to the counts of what did not go out, state by state.
    reasons: Vec<WhyNot>,
    /// What its data have to be like, and how they are.
    data: Vec<DataStanding>,
    /// What was made live, the newest first.
    versions: Vec<Version>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JourneySteps {
    id: String,
    /// People inside, as in the list of programmes.
    inside: u64,
    steps: Vec<StepCount>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StepCount {
    id: String,
    inside: u64,
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ProgrammeRow>, Fault> {
    let view = call.view();
    let glance = glance::take(call)?;
    let goals = view.runtime.goals(&view.scope)?;
    let row = |programme: &definition::Programme| {
        let journeys = programme.journeys.iter().map(|journey| JourneyRow {
            id: journey.id.to_string(),
            name: (&journey.name).into(),
            inside: glance.inside(journey.id.as_str(), None),
        });
        let mailings = programme.mailings.iter().map(|mailing| MailingRow {
            id: mailing.id.to_string(),
            name: (&mailing.name).into(),
            at: Moment(Timestamp::from_zone(mailing.at, &view.runtime.program.zone)),
        });
        ProgrammeRow {
            id: programme.id.to_string(),
            name: (&programme.name).into(),
            aim: programme.aim,
            stopped: programme.stopped,
            holdout_percent: programme.holdout_percent,
            priority: programme.priority,
            goal: programme.goal.clone(),
            journeys: journeys.collect(),
            mailings: mailings.collect(),
            counts: counts(&glance.tallies, programme.id.as_str()),
            goals: goal(&goals, programme.id.as_str()),
        }
    };
    Ok(view.runtime.program.definitions.programmes.iter().map(row).collect())
}

/// The programme of the path.
pub(crate) fn of_path<'a>(call: &Call<'_>, view: &'a View) -> Result<&'a definition::Programme, Fault> {
    let id = call.part("id");
    let mut all = view.runtime.program.definitions.programmes.iter();
    all.find(|programme| programme.id.as_str() == id).ok_or(Fault::NotFound)
}

pub(crate) fn show(call: &Call<'_>) -> Result<Programme, Fault> {
    let view = call.view();
    let programme = of_path(call, &view)?;
    let glance = glance::take(call)?;
    let journeys = programme.journeys.iter().map(|journey| {
        let steps = journey.steps.iter().map(|step| StepCount {
            id: step.id.to_string(),
            inside: glance.inside(journey.id.as_str(), Some(step.id.as_str())),
        });
        let inside = glance.inside(journey.id.as_str(), None);
        JourneySteps { id: journey.id.to_string(), inside, steps: steps.collect() }
    });
    let versions = versions::list(call, programme.id.as_str())?;
    let data = call.house().data_of(&view.runtime.program.definitions.settings, programme)?;
    Ok(Programme {
        definition: programme.clone(),
        yaml: versions::live_text(&*call.house().store, &versions, programme)?,
        journeys: journeys.collect(),
        counts: counts(&glance.tallies, programme.id.as_str()),
        reasons: reasons(&glance.tallies, programme.id.as_str()),
        data: data.into_iter().map(DataStanding::from).collect(),
        versions,
    })
}

/// Why messages of a programme did not go out, the most frequent first: of what is over, so that the rows of one state add up
/// to its figure.
pub(crate) fn reasons(tallies: &[Tally], programme: &str) -> Vec<WhyNot> {
    let mut reasons: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for tally in tallies.iter().filter(|tally| tally.programme == programme && is_over_unsent(&tally.state)) {
        *reasons.entry((&tally.state, &tally.reason, exit_of(&tally.reason, &tally.detail))).or_default() +=
            tally.rows;
    }
    why_not(reasons)
}

/// By state, reason and exit; the most frequent first.
pub(super) fn why_not(reasons: BTreeMap<(&str, &str, &str), u64>) -> Vec<WhyNot> {
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(what, count)| (std::cmp::Reverse(*count), *what));
    let row = |((state, reason, detail), count): ((&str, &str, &str), u64)| WhyNot {
        state: State::of(state.to_owned()),
        reason: (!reason.is_empty()).then(|| Reason::of(reason.to_owned())),
        detail: (!detail.is_empty()).then(|| detail.to_owned()),
        words: reason_words(if reason.is_empty() { state } else { reason }),
        count,
    };
    reasons.into_iter().map(row).collect()
}

pub(super) fn is_over_unsent(state: &str) -> bool {
    matches!(state, "suppressed" | "failed" | "expired" | "held_out" | "lapsed")
}

/// Exits are told apart by their names; of other reasons there are few.
pub(crate) fn exit_of<'a>(reason: &str, detail: &'a str) -> &'a str {
    if reason == "exit" { detail } else { "" }
}

pub(crate) fn counts(tallies: &[Tally], programme: &str) -> Counts {
    let mut counts = Counts::default();
    for tally in tallies.iter().filter(|tally| tally.programme == programme) {
        counts.add(&tally.state, tally.rows);
    }
    counts
}

impl Counts {
    pub(crate) fn add(&mut self, state: &str, count: u64) {
        match state {
            "delivered" => self.delivered += count,
            "unknown" => self.unknown += count,
            "suppressed" => self.suppressed += count,
            "failed" => self.failed += count,
            "expired" => self.expired += count,
            "held_out" => self.held_out += count,
            "lapsed" => self.lapsed += count,
            _ => self.open += count,
        }
    }
}

pub(crate) fn goal(goals: &[GoalCount], programme: &str) -> Goals {
    let Some(known) = goals.iter().find(|goal| goal.programme == programme) else { return Goals::default() };
    Goals {
        treated: known.treated.exposed,
        treated_reached: known.treated.reached,
        held_out: known.held_out.exposed,
        held_out_reached: known.held_out.reached,
    }
}
