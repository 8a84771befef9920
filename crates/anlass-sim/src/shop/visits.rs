//! Visits to the web shop: those after which the article is bought at a till, and those whose cart is left
//! behind.

use super::clock::Clock;
use super::draws::Draws;
use super::household::{Bought, Household, Told, is_bought_within, pieces_of};
use anlass_model::event::{Body, Item, Line};
use anlass_model::time::{DAY, SECOND, Span, Timestamp};

/// Of real baskets with a suitable line: looked up online before.
const LOOKED_UP: u64 = 600;
/// The least value of a line that is worth looking up, in cents.
const LOOKED_UP_VALUE_MIN: i64 = 300;
/// Of visits before a purchase: another article of the same family is bought in the end.
const CHANGED_MIND: u64 = 3_000;
/// From the cart to the till: 20 minutes to 29 hours, so that the whole visit lies within 30 hours.
const LEAD_SECONDS: (i64, i64) = (20 * 60, 29 * 3_600);
/// Of weeks of a household: a cart is left behind.
const LEFT_BEHIND: u64 = 200;
/// Nothing of a cart left behind is bought so soon.
const NOT_BOUGHT_WITHIN: Span = DAY.times(5);
const LEFT_LINES_MAX: i64 = 4;
const TRIES_MAX: u64 = 16;

/// Visits that lead to a purchase at a till.
pub(crate) fn before_purchases(household: &Household<'_>, clock: &Clock, told: &mut Told) {
    for basket in &household.baskets {
        let draws = household.draws.nth("looked up", basket.order.id.0);
        if !draws.chance("happens", LOOKED_UP) {
            continue;
        }
        let worth = |bought: &&Bought| bought.line.value >= LOOKED_UP_VALUE_MIN;
        let lines: Vec<&Bought> = household
            .wares_at(basket.at)
            .iter()
            .filter(worth)
            .filter(|bought| basket.order.lines.contains(&bought.line))
            .collect();
        let Some(bought) = draws.choice("line", &lines) else { continue };
        let siblings = household.siblings(bought.line.item);
        let item = match draws.chance("changed mind", CHANGED_MIND) {
            true => *draws.choice("sibling", &siblings).unwrap_or(&bought.line.item),
            false => bought.line.item,
        };
        let line = pieces_of(&bought.line, item, i64::from(bought.line.quantity.clamp(1, 3)));
        for n in 0..TRIES_MAX {
            let own = draws.nth("try", n);
            let (low, high) = LEAD_SECONDS;
            let at = basket.at.minus(SECOND.times(own.between("lead", low, high)));
            if visit(household, clock, told, own, at, &[line]) {
                break;
            }
        }
    }
}

/// Visits whose cart nobody buys. `ordered` are the simulated orders, by time.
pub(crate) fn left_behind(household: &Household<'_>, ordered: &[Bought], clock: &Clock, told: &mut Told) {
    for week in clock.week(household.first)..=clock.week(household.last) {
        let draws = household.draws.of("left behind", &week.to_le_bytes());
        if !draws.chance("happens", LEFT_BEHIND) {
            continue;
        }
        for n in 0..TRIES_MAX {
            let own = draws.nth("try", n);
            let at = clock.moment_in_week(week, own);
            let lines = unwanted_lines(household, ordered, at, own);
            if at <= household.last && !lines.is_empty() && visit(household, clock, told, own, at, &lines) {
                break;
            }
        }
    }
}

/// Lines like those bought before, of families that will not be bought within days.
fn unwanted_lines(household: &Household<'_>, ordered: &[Bought], at: Timestamp, draws: Draws) -> Vec<Line> {
    let wares = household.wares_before(at);
    let count = draws.between("lines", 1, LEFT_LINES_MAX);
    let mut lines: Vec<Line> = Vec::new();
    for n in 0..TRIES_MAX {
        if i64::try_from(lines.len()).is_ok_and(|length| length >= count) {
            break;
        }
        let own = draws.nth("line", n);
        let Some(bought) = own.choice("like", wares) else { break };
        let family = bought.line.item.family;
        if lines.iter().any(|line| line.item.family == family)
            || household.buys_family(family, at, NOT_BOUGHT_WITHIN)
            || is_bought_within(ordered, family, at, NOT_BOUGHT_WITHIN)
        {
            continue;
        }
        lines.push(pieces_of(&bought.line, bought.line.item, quantity(own)));
    }
    lines
}

/// One to three pieces, mostly one.
pub(crate) fn quantity(draws: Draws) -> i64 {
    draws.between("pieces", 1, 3).min(draws.between("other pieces", 1, 3))
}

/// A visit that ends with the last line put into the cart at `at`; tells whether it took place. It does not if
/// people sleep then or if the household is not yet known.
pub(crate) fn visit(
    household: &Household<'_>,
    clock: &Clock,
    told: &mut Told,
    draws: Draws,
    at: Timestamp,
    lines: &[Line],
) -> bool {
    let Some(first) = lines.first() else { return false };
    let views = draws.between("views", 1, 4);
    let mut bodies: Vec<Body> = (1..views)
        .map(|n| {
            Body::Viewed(Some(glanced_at(
                household,
                first.item,
                lines,
                draws.nth("glance", n.unsigned_abs()),
            )))
        })
        .collect();
    bodies.push(Body::Viewed(Some(first.item)));
    bodies.extend(lines.iter().map(|line| Body::CartAdded(*line)));

    let mut steps = Vec::with_capacity(bodies.len());
    let mut moment = at;
    for (body, n) in bodies.into_iter().rev().zip(0u64..) {
        let own = draws.nth("step", n);
        steps.push((own, moment, body));
        moment = moment.minus(SECOND.times(own.between("pause", 20, 200)));
    }
    if moment <= household.first || !clock.is_up(moment) || !clock.is_up(at) {
        return false;
    }
    for (own, moment, body) in steps.into_iter().rev() {
        told.tell(own, moment, body);
    }
    true
}

/// What is looked at on the way: other articles of the family or of the cart, else the article itself.
fn glanced_at(household: &Household<'_>, item: Item, lines: &[Line], draws: Draws) -> Item {
    let mut items = household.siblings(item);
    items.extend(lines.iter().map(|line| line.item));
    *draws.choice("item", &items).unwrap_or(&item)
}
