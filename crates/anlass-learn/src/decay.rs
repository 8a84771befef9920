//! For how long a purchase speaks of interest: at moments of the past, what households bought by then is weighed
//! by age, and the nodes that weigh most (categories, types) are compared with what they bought in the days after.

use crate::error::{Error, positive};
use crate::evaluate::{Figures, Report, Tested, figures};
use std::collections::{BTreeMap, BTreeSet};

/// Moments of one evaluation.
pub const ORIGINS_MAX: usize = 100;

/// Something of `node` came to `household` on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    pub household: u32,
    pub node: u32,
    /// Any count of days.
    pub day: i32,
    pub weight: f32,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// In days; `None` forgets nothing.
    pub half_lives: Vec<Option<f64>>,
    /// Days to forecast from: what is before each is known, the day itself is already to be foretold.
    pub origins: Vec<i32>,
    /// How many days are foretold.
    pub days: i32,
    /// How many nodes are named.
    pub cutoff: usize,
}

/// The baseline names the same nodes for everybody: those of most weight before the origin. Each half-life names the
/// nodes of most decayed weight (weight · 2^(−age / half-life)) and fills up with the baseline's, as serving does.
/// A household counts once, with its mean over the origins before which and in the days after which it has events.
/// Ties go to the lower node.
///
/// # Errors
/// [`Error::NotPositive`] for a half-life that is not, [`Error::Weight`] for a weight that is not positive and finite,
/// [`Error::TooManyOrigins`] above [`ORIGINS_MAX`].
pub fn compare(events: &[Event], question: &Question) -> Result<Report, Error> {
    for half_life in question.half_lives.iter().flatten() {
        let _checked = positive("half-life", *half_life)?;
    }
    if question.origins.len() > ORIGINS_MAX {
        return Err(Error::TooManyOrigins { given: question.origins.len(), max: ORIGINS_MAX });
    }
    let bad = events.iter().enumerate().find(|(_, event)| !(event.weight > 0.0 && event.weight.is_finite()));
    if let Some((row, event)) = bad {
        return Err(Error::Weight { row, weight: event.weight });
    }
    let popular: Vec<Vec<u32>> = question.origins.iter().map(|origin| popular(events, *origin)).collect();
    let mut everybody = Vec::new();
    let mut decayed: Vec<Vec<Figures>> = vec![Vec::new(); question.half_lives.len()];
    for own in by_household(events).values() {
        let cases: Vec<Case<'_>> = question
            .origins
            .iter()
            .zip(&popular)
            .filter_map(|(origin, popular)| Case::at(own, *origin, popular, question))
            .collect();
        if cases.is_empty() {
            continue;
        }
        everybody.push(mean(cases.iter().map(|case| case.figures(case.popular, question))));
        for (half_life, so_far) in question.half_lives.iter().zip(&mut decayed) {
            let each = cases.iter().map(|case| case.figures(&case.ranked(*half_life, question), question));
            so_far.push(mean(each));
        }
    }
    let popularity = Tested { method: "popularity".to_owned(), users: everybody };
    let mut report = Report::new(question.cutoff, popularity);
    for (half_life, users) in question.half_lives.iter().zip(decayed) {
        report.others.push(Tested { method: name(*half_life), users });
    }
    Ok(report)
}

/// How a half-life is called in a report.
pub fn name(half_life: Option<f64>) -> String {
    half_life.map_or_else(|| "no decay".to_owned(), |days| format!("half-life {days} d"))
}

/// By node, then day; of equals in order of weight, so that the order of input leaves no trace in a sum.
fn by_household(events: &[Event]) -> BTreeMap<u32, Vec<Event>> {
    let mut households: BTreeMap<u32, Vec<Event>> = BTreeMap::new();
    for event in events {
        households.entry(event.household).or_default().push(*event);
    }
    for own in households.values_mut() {
        own.sort_unstable_by(|a, b| {
            (a.node, a.day).cmp(&(b.node, b.day)).then(a.weight.total_cmp(&b.weight))
        });
    }
    households
}

/// All nodes by weight before `origin`, most first.
fn popular(events: &[Event], origin: i32) -> Vec<u32> {
    let mut before: Vec<&Event> = events.iter().filter(|event| event.day < origin).collect();
    before.sort_unstable_by(|a, b| a.node.cmp(&b.node).then(a.weight.total_cmp(&b.weight)));
    heaviest(before.into_iter().map(|event| (event.node, f64::from(event.weight))))
}

/// A household at one origin: all its events by node, and what it bought in the days from then on.
struct Case<'a> {
    own: &'a [Event],
    origin: i32,
    wanted: Vec<u32>,
    popular: &'a [u32],
}

impl<'a> Case<'a> {
    /// Nothing where there is nothing to forecast from, or nothing to foretell.
    fn at(own: &'a [Event], origin: i32, popular: &'a [u32], question: &Question) -> Option<Self> {
        let days = origin..origin.saturating_add(question.days);
        let foretold = own.iter().filter(|event| days.contains(&event.day));
        let wanted: BTreeSet<u32> = foretold.map(|event| event.node).collect();
        let known = own.iter().any(|event| event.day < origin);
        let case = Self { own, origin, wanted: wanted.into_iter().collect(), popular };
        (known && !case.wanted.is_empty()).then_some(case)
    }

    fn ranked(&self, half_life: Option<f64>, question: &Question) -> Vec<u32> {
        let before = self.own.iter().filter(|event| event.day < self.origin);
        let own = heaviest(before.map(|event| {
            let age = f64::from(self.origin) - f64::from(event.day);
            (event.node, f64::from(event.weight) * half_life.map_or(1.0, |days| (-age / days).exp2()))
        }));
        let mut named: Vec<u32> = own.into_iter().take(question.cutoff).collect();
        for node in self.popular {
            if named.len() >= question.cutoff {
                break;
            }
            if !named.contains(node) {
                named.push(*node);
            }
        }
        named
    }

    fn figures(&self, ranked: &[u32], question: &Question) -> Figures {
        figures(ranked, &self.wanted, question.cutoff)
    }
}

fn mean(each: impl Iterator<Item = Figures>) -> Figures {
    Tested { method: String::new(), users: each.collect() }.mean()
}

/// Nodes by the sum of their weights. What comes in is in order of nodes.
fn heaviest(weights: impl Iterator<Item = (u32, f64)>) -> Vec<u32> {
    let mut sums: Vec<(u32, f64)> = Vec::new();
    for (node, weight) in weights {
        match sums.last_mut() {
            Some((last, sum)) if *last == node => *sum += weight,
            _ => sums.push((node, weight)),
        }
    }
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    sums.into_iter().map(|(node, _)| node).collect()
}
