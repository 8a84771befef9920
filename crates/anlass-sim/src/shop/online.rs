//! Online orders, and what becomes of them: kept, cancelled, returned or exchanged.

use super::clock::Clock;
use super::draws::Draws;
use super::household::{Bought, Household, Told, pieces_of};
use super::visits::{quantity, visit};
use anlass_model::event::{Body, Line, Order, Place};
use anlass_model::id::OrderId;
use anlass_model::time::{SECOND, Timestamp};

/// Of weeks of a household: something is ordered online.
const ORDERED: u64 = 150;
/// Shares of orders by one draw, so that they exclude each other.
const RETURNED_PARTLY: u64 = 1_800;
const RETURNED_FULLY: u64 = 600;
const EXCHANGED: u64 = 200;
const CANCELLED: u64 = 300;
/// Of cancellations of several lines: only one of them.
const CANCELLED_PARTLY: u64 = 3_000;
const LINES_MAX: i64 = 5;
const RETURNED_AFTER_SECONDS: (i64, i64) = (3 * 86_400, 20 * 86_400);
/// Well within the day in which a return and an order count as an exchange.
const EXCHANGED_AFTER_SECONDS: (i64, i64) = (10 * 60, 23 * 3_600);
const CANCELLED_AFTER_SECONDS: (i64, i64) = (3 * 60, 119 * 60);
const TRIES_MAX: u64 = 16;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    ReturnedPartly,
    ReturnedFully,
    Exchanged,
    Cancelled,
}

fn fate(draws: Draws) -> Fate {
    let mut share = draws.basis_points("fate");
    for (fate, width) in [
        (Fate::ReturnedPartly, RETURNED_PARTLY),
        (Fate::ReturnedFully, RETURNED_FULLY),
        (Fate::Exchanged, EXCHANGED),
        (Fate::Cancelled, CANCELLED),
    ] {
        match share.checked_sub(width) {
            Some(rest) => share = rest,
            None => return fate,
        }
    }
    Fate::Kept
}

/// Tells the orders and what becomes of them; returns all lines ordered, by time.
pub(crate) fn orders(household: &Household<'_>, clock: &Clock, told: &mut Told) -> Vec<Bought> {
    let mut ordered = Vec::new();
    for week in clock.week(household.first)..=clock.week(household.last) {
        let draws = household.draws.of("online order", &week.to_le_bytes());
        if !draws.chance("happens", ORDERED) {
            continue;
        }
        let fate = fate(draws);
        for n in 0..TRIES_MAX {
            let own = draws.nth("try", n);
            let at = clock.moment_in_week(week, own);
            let lines = lines(household, fate, at, own);
            // The last article lies in the cart a little before the order is sent.
            let in_cart = at.minus(SECOND.times(own.between("checkout", 40, 600)));
            if at > household.last || !visit(household, clock, told, own, in_cart, &lines) {
                continue;
            }
            let shop = Shop { household, clock, told, ordered: &mut ordered };
            shop.place(own, fate, at, lines);
            break;
        }
    }
    ordered.sort_by_key(|bought: &Bought| (bought.at, bought.line));
    ordered
}

/// Lines like those bought before, fit for what will become of the order; none if nothing was bought before.
fn lines(household: &Household<'_>, fate: Fate, at: Timestamp, draws: Draws) -> Vec<Line> {
    let wares = household.wares_before(at);
    let count_min = if fate == Fate::ReturnedPartly { 2 } else { 1 };
    let count = draws.between("lines", count_min, LINES_MAX);
    let mut lines: Vec<Line> = Vec::new();
    for n in 0..TRIES_MAX {
        let own = draws.nth("line", n);
        let Some(bought) = own.choice("like", wares) else { break };
        let item = bought.line.item;
        // The first line of an order to be exchanged needs something to be exchanged for.
        let is_fit = fate != Fate::Exchanged || !lines.is_empty() || !household.siblings(item).is_empty();
        if is_fit && !lines.iter().any(|line| line.item.product == item.product) {
            lines.push(pieces_of(&bought.line, item, quantity(own)));
        }
        if i64::try_from(lines.len()).is_ok_and(|length| length >= count) {
            break;
        }
    }
    lines
}

/// The web shop as one household meets it.
struct Shop<'a, 'b> {
    household: &'a Household<'b>,
    clock: &'a Clock,
    told: &'a mut Told,
    ordered: &'a mut Vec<Bought>,
}

impl Shop<'_, '_> {
    fn place(mut self, draws: Draws, fate: Fate, at: Timestamp, lines: Vec<Line>) {
        let id = self.order(draws.nth("order", 0), at, lines.clone());
        match fate {
            Fate::Kept => {}
            Fate::Cancelled => self.cancel(draws, id, at, &lines),
            Fate::ReturnedFully => {
                self.give_back(draws, id, at, lines);
            }
            Fate::ReturnedPartly => {
                self.give_back(draws, id, at, part_of(&lines, draws));
            }
            Fate::Exchanged => self.exchange(draws, id, at, &lines),
        }
    }

    fn order(&mut self, draws: Draws, at: Timestamp, lines: Vec<Line>) -> OrderId {
        let id = OrderId(draws.number("id"));
        self.ordered.extend(lines.iter().map(|line| Bought { at, line: *line }));
        self.told.tell(draws, at, Body::Ordered(Order { id, place: Place::Online, lines }));
        id
    }

    fn cancel(&mut self, draws: Draws, order: OrderId, at: Timestamp, lines: &[Line]) {
        let draws = draws.nth("cancellation", 0);
        let Some(at) = self.after(at, CANCELLED_AFTER_SECONDS, draws) else { return };
        let lines = match lines {
            [_, .., line] if draws.chance("partly", CANCELLED_PARTLY) => vec![*line],
            // Empty: the whole order.
            _ => Vec::new(),
        };
        self.told.tell(draws, at, Body::Cancelled { order, lines });
    }

    fn give_back(
        &mut self,
        draws: Draws,
        order: OrderId,
        at: Timestamp,
        lines: Vec<Line>,
    ) -> Option<Timestamp> {
        let draws = draws.nth("return", 0);
        let at = self.after(at, RETURNED_AFTER_SECONDS, draws).filter(|_| !lines.is_empty())?;
        self.told.tell(draws, at, Body::Returned { order: Some(order), lines });
        Some(at)
    }

    /// The first line comes back, and another article of its family is ordered instead, at the same price.
    fn exchange(&mut self, draws: Draws, order: OrderId, at: Timestamp, lines: &[Line]) {
        let Some(line) = lines.first() else { return };
        let siblings = self.household.siblings(line.item);
        let Some(item) = draws.choice("instead", &siblings) else { return };
        let own = draws.nth("order instead", 0);
        let Some(returned) = self.give_back(draws, order, at, vec![*line]) else { return };
        if let Some(at) = self.after(returned, EXCHANGED_AFTER_SECONDS, own) {
            self.order(own, at, vec![Line { item: *item, ..*line }]);
        }
    }

    /// A moment some time after another at which people are up.
    fn after(&self, at: Timestamp, seconds: (i64, i64), draws: Draws) -> Option<Timestamp> {
        let (low, high) = seconds;
        let delay = |n| SECOND.times(draws.nth("after", n).between("delay", low, high));
        let mut moments = (0..TRIES_MAX).map(|n| at.plus(delay(n)));
        moments.find(|moment| self.clock.is_up(*moment))
    }
}

/// Some but not all of the lines; of a single line, one piece.
fn part_of(lines: &[Line], draws: Draws) -> Vec<Line> {
    if let [line] = lines {
        // A single piece comes back whole or not at all: it stays.
        return if line.quantity > 1 { vec![pieces_of(line, line.item, 1)] } else { Vec::new() };
    }
    let most = i64::try_from(lines.len()).unwrap_or(1).saturating_sub(1);
    let count = usize::try_from(draws.between("lines back", 1, most)).unwrap_or(1);
    lines.iter().take(count).copied().collect()
}
