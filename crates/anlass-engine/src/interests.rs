//! Interest in nodes of the taxonomy: points for looking, following a link, putting into the cart and buying, fewer for
//! what went back, each halved again and again over a half-life of its own (`definition::Interest`). What was looked at
//! is kept as it was counted, day by day; what was bought stands with the orders: so any order of arrival gives the
//! same points, other half-lives need no history, and points equal those computed from the whole timeline.

use crate::dossier::{Dossier, Interests, LOOKS_MAX, Looks, OrderLine, SEEN_MAX, Seen};
use anlass_model::definition::{Interest, Signal};
use anlass_model::event::Item;
use anlass_model::id::CategoryId;
use anlass_model::time::{DAY, Timestamp};

/// Points are counted in these parts of one.
const PARTS: i64 = 1 << 20;
/// After so many half-lives nothing is left.
const HALVINGS_MAX: i64 = 30;

/// How somebody looked at an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Viewed,
    Followed,
    Carted,
}

fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY.0)
}

/// Takes in one look.
pub(crate) fn looked(dossier: &mut Dossier, look: Look, item: &Item, at: Timestamp) {
    let day = u32::try_from(day_of(at)).unwrap_or(0);
    let mut looks = Looks { day, node: item.category, viewed: 0, followed: 0, carted: 0 };
    match look {
        Look::Viewed => looks.viewed = 1,
        Look::Followed => looks.followed = 1,
        Look::Carted => looks.carted = 1,
    }
    add(&mut dossier.interests, looks);
    see(&mut dossier.interests, Seen { at, product: item.product });
}

/// Takes in that somebody spoke of a node, without naming an article: it counts like a link that was followed.
pub(crate) fn turned_to(dossier: &mut Dossier, node: CategoryId, at: Timestamp) {
    let day = u32::try_from(day_of(at)).unwrap_or(0);
    add(&mut dossier.interests, Looks { day, node, viewed: 0, followed: 1, carted: 0 });
}

/// The newest days stay, whatever arrives first: a day that was pushed out can never be among them again.
fn add(interests: &mut Interests, new: Looks) {
    let looks = &mut interests.looks;
    match looks.binary_search_by_key(&(new.day, new.node), |own| (own.day, own.node)) {
        Ok(found) => {
            if let Some(own) = looks.get_mut(found) {
                own.viewed = own.viewed.saturating_add(new.viewed);
                own.followed = own.followed.saturating_add(new.followed);
                own.carted = own.carted.saturating_add(new.carted);
            }
        }
        Err(at) => {
            crate::dossier::grow(looks);
            looks.insert(at, new);
        }
    }
    let dropped = looks.len().saturating_sub(LOOKS_MAX);
    looks.drain(..dropped);
}

fn see(interests: &mut Interests, new: Seen) {
    let seen = &mut interests.seen;
    if let Some(at) = seen.iter().position(|own| own.product == new.product) {
        if seen.get(at).is_some_and(|own| own.at >= new.at) {
            return;
        }
        seen.remove(at);
    }
    let at = seen.partition_point(|own| *own < new);
    crate::dossier::grow(seen);
    seen.insert(at, new);
    let dropped = seen.len().saturating_sub(SEEN_MAX);
    seen.drain(..dropped);
}

/// Takes over what another dossier of the same person knows.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Interests) {
    for looks in &other.looks {
        add(&mut dossier.interests, *looks);
    }
    for seen in &other.seen {
        see(&mut dossier.interests, *seen);
    }
}

/// Points of everything that somebody showed an interest in, by node and signal, each with its day.
fn signals<'a>(
    interest: &'a Interest,
    dossier: &'a Dossier,
) -> impl Iterator<Item = (CategoryId, &'a Signal, i64, i64)> {
    let looks = dossier.interests.looks.iter().flat_map(|looks| {
        let of = |signal, count: u16| (looks.node, signal, i64::from(looks.day), i64::from(count));
        [
            of(&interest.viewed, looks.viewed),
            of(&interest.followed, looks.followed),
            of(&interest.carted, looks.carted),
        ]
    });
    let orders = dossier.hot.heads.iter().zip(&dossier.orders.lines);
    let bought = orders.flat_map(move |(head, lines)| {
        let day = day_of(head.occurred);
        lines.iter().flat_map(move |line| {
            let (kept, returned) = bought_and_returned(line);
            let node = line.item.category;
            [(node, &interest.bought, day, kept), (node, &interest.returned, day, returned)]
        })
    });
    looks.chain(bought).filter(|(_, _, _, count)| *count != 0)
}

/// A line counts once, however many pieces it has; wholly returned it counts as that.
fn bought_and_returned(line: &OrderLine) -> (i64, i64) {
    let bought = line.quantity > line.cancelled;
    let gone = line.quantity <= line.cancelled.saturating_add(line.returned);
    (i64::from(bought && !gone), i64::from(bought && gone))
}

/// `count` times a signal's points, as many days old as that, in [`PARTS`].
fn worth(signal: &Signal, age: i64, count: i64) -> i64 {
    let half_life = (signal.half_life.0.0 / DAY.0).max(1);
    let halvings = age / half_life;
    if halvings > HALVINGS_MAX {
        return 0;
    }
    let step = usize::try_from((age % half_life).saturating_mul(STEPS as i64) / half_life).unwrap_or(0);
    let left = i128::from(HALVED.get(step).copied().unwrap_or(1)) >> halvings;
    let points = i128::from(signal.points) * i128::from(count);
    // Towards zero: what is left of something that went back is nothing in the end, too.
    i64::try_from((points * left * i128::from(PARTS)) / (1 << 32)).unwrap_or(i64::MAX)
}

const STEPS: usize = 256;
/// 2^(−k/256) in parts of 2^32.
const HALVED: [u64; STEPS] = halved();

const fn halved() -> [u64; STEPS] {
    // 2^(−1/256) in parts of 2^62.
    const STEP: u128 = 4_599_216_278_082_138_665;
    let mut table = [0; STEPS];
    let mut value: u128 = 1 << 62;
    let mut at = 0;
    while at < STEPS {
        table[at] = (value >> 30) as u64;
        value = (value * STEP) >> 62;
        at += 1;
    }
    table
}

/// Points in the nodes that `counts`, as they stand on the day of `now`, with the moment until which they stay so.
pub(crate) fn points(
    interest: &Interest,
    dossier: &Dossier,
    now: Timestamp,
    counts: impl Fn(CategoryId) -> bool,
) -> (i64, Timestamp) {
    let today = day_of(now);
    // What a client's clock put ahead counts from its day on.
    let (facts, ahead): (Vec<(&Signal, i64, i64)>, Vec<_>) = signals(interest, dossier)
        .filter(|(node, ..)| counts(*node))
        .map(|(_, signal, day, count)| (signal, day, count))
        .partition(|(_, day, _)| *day <= today);
    let on = |day: i64| {
        let parts = facts.iter().map(|(signal, occurred, count)| worth(signal, day - occurred, *count));
        parts.fold(0i64, i64::saturating_add) / PARTS
    };
    let value = on(today);
    let starts = |day: i64| Timestamp(day.saturating_mul(DAY.0));
    let coming = ahead.iter().map(|(_, day, _)| *day).min();
    let until = if facts.iter().any(|(signal, ..)| signal.points < 0) {
        // What sinks and what rises again may cross: it is looked at every day, until neither comes to a point.
        (!are_spent(&facts, today)).then_some(today + 1)
    } else if value == 0 {
        None
    } else {
        Some(first_below(value, today, &on))
    };
    let until = until.into_iter().chain(coming).min().map_or(Timestamp::NEVER, starts);
    (value, until)
}

/// Whether neither what counts for nor what counts against comes to a point any more: from then on it is none.
fn are_spent(facts: &[(&Signal, i64, i64)], today: i64) -> bool {
    let worths = facts.iter().map(|(signal, day, count)| worth(signal, today - day, *count));
    let (mut rising, mut sinking) = (0i64, 0i64);
    for own in worths {
        if own > 0 { sinking = sinking.saturating_add(own) } else { rising = rising.saturating_sub(own) }
    }
    rising < PARTS && sinking < PARTS
}

/// The first day on which there are fewer points: they only sink.
fn first_below(value: i64, today: i64, on: &impl Fn(i64) -> i64) -> i64 {
    let mut reach = 1;
    while on(today + reach) >= value && reach < 1 << 20 {
        reach *= 2;
    }
    let (mut same, mut below) = (today + reach / 2, today + reach);
    if reach == 1 {
        return below;
    }
    while below - same > 1 {
        let middle = same + (below - same) / 2;
        if on(middle) >= value { same = middle } else { below = middle }
    }
    below
}

/// Whole points in these nodes together, as they stand on the day of `now`; `nodes` is sorted.
#[must_use]
pub fn under(interest: &Interest, dossier: &Dossier, now: Timestamp, nodes: &[CategoryId]) -> i64 {
    points(interest, dossier, now, |node| nodes.binary_search(&node).is_ok()).0
}

/// Interest by node as it stands on the day of `now`, most first: whole points, those without any left out.
#[must_use]
pub fn by_node(interest: &Interest, dossier: &Dossier, now: Timestamp) -> Vec<(CategoryId, i64)> {
    let today = day_of(now);
    let mut parts: std::collections::BTreeMap<CategoryId, i64> = std::collections::BTreeMap::new();
    for (node, signal, day, count) in signals(interest, dossier).filter(|(_, _, day, _)| *day <= today) {
        let sum = parts.entry(node).or_default();
        *sum = sum.saturating_add(worth(signal, today - day, count));
    }
    let points = parts.into_iter().map(|(node, parts)| (node, parts / PARTS));
    let mut points: Vec<(CategoryId, i64)> = points.filter(|(_, points)| *points > 0).collect();
    points.sort_by_key(|(node, points)| (std::cmp::Reverse(*points), *node));
    points
}

#[cfg(test)]
mod tests;
