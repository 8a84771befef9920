//! What somebody is interested in, and what they looked at of late, by nodes of the trees as they stand now.

use crate::api::shape::Localised;
use crate::house::View;
use anlass_engine::{Dossier, interest_by_node};
use anlass_model::catalogue::NodePath;
use anlass_model::id::CategoryId;
use anlass_model::time::{DAY, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

const INTERESTS_MAX: usize = 12;
const VIEWED_MAX: usize = 6;
/// Pages looked at within so many days are told.
const VIEWED_DAYS: u32 = 30;

/// Interest in a node of the taxonomy, from what was looked at, bought and given back, as it stands today.
#[derive(Serialize, ToSchema)]
pub(crate) struct Interest {
    /// From the top down; empty where the catalogue does not know it any more.
    node: Vec<String>,
    points: i64,
}

/// Pages of articles that somebody looked at.
#[derive(Serialize, ToSchema)]
pub(crate) struct ViewedLately {
    /// Within so many days.
    days: u32,
    /// By what kind of article it was, most often first.
    kinds: Vec<Viewed>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Viewed {
    /// The node on which the articles hang.
    name: Localised,
    times: u32,
}

/// By where the nodes stand now; what was renamed or put together counts as one.
pub(super) fn told(view: &View, dossier: &Dossier, now: Timestamp) -> Vec<Interest> {
    let interest = &view.runtime.program.definitions.settings.interest;
    let points = interest_by_node(interest, dossier, now).into_iter();
    let (most, paths) = most(view, points, INTERESTS_MAX);
    let told = |(node, points): (CategoryId, i64)| Interest {
        node: paths.get(&node).map(|path| path.iter().map(ToString::to_string).collect()).unwrap_or_default(),
        points,
    };
    most.into_iter().map(told).collect()
}

/// What nobody has a name for any more is left out.
pub(super) fn viewed(view: &View, dossier: &Dossier, now: Timestamp) -> ViewedLately {
    let today = now.0.div_euclid(DAY.0);
    let is_late = |day: u32| (0..i64::from(VIEWED_DAYS)).contains(&(today - i64::from(day)));
    let looks = dossier.interests.looks.iter().filter(|looks| looks.viewed > 0 && is_late(looks.day));
    let counts = looks.map(|looks| (looks.node, i64::from(looks.viewed)));
    let (most, paths) = most(view, counts, VIEWED_MAX);
    let kind = |(node, times): (CategoryId, i64)| {
        let own = view.knowledge.catalogue.node(node);
        let last = paths.get(&node).and_then(|path| path.last());
        let name = |tag| own.and_then(|own| own.name_in(tag)).or(last.map(|name| &**name)).map(str::to_owned);
        let name = Localised { de: name("de")?, en: name("en")? };
        Some(Viewed { name, times: u32::try_from(times).unwrap_or(u32::MAX) })
    };
    ViewedLately { days: VIEWED_DAYS, kinds: most.into_iter().filter_map(kind).collect() }
}

/// Sums by node, the largest first, with the paths that lead to the nodes.
fn most(
    view: &View,
    counts: impl Iterator<Item = (CategoryId, i64)>,
    max: usize,
) -> (Vec<(CategoryId, i64)>, BTreeMap<CategoryId, NodePath>) {
    let catalogue = &view.knowledge.catalogue;
    let mut sums: BTreeMap<CategoryId, i64> = BTreeMap::new();
    for (node, count) in counts {
        *sums.entry(catalogue.category(node)).or_default() += count;
    }
    // Articles that hang nowhere, and those that nobody knows.
    sums.remove(&CategoryId::of(""));
    let mut most: Vec<(CategoryId, i64)> = sums.into_iter().collect();
    most.sort_by_key(|(node, count)| (std::cmp::Reverse(*count), *node));
    most.truncate(max);
    let paths = catalogue.paths_of(&most.iter().map(|(node, _)| *node).collect());
    (most, paths)
}
