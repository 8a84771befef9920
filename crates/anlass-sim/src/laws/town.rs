//! The people of the town and what they do, tick by tick, from the seed alone.

use super::LATE_MAX;
use anlass_model::consent::{Channel, ConsentAct, ObjectionAct, Proof};
use anlass_model::draw::{Purpose, draw};
use anlass_model::event::{Arrival, Body, Event, Item, Line, Order, Place, Reaction, SourceId};
use anlass_model::id::{
    CategoryId, FamilyId, Identifier, IdentifierKind, MessageId, Name, OrderId, OutletId, ProductId, VaultId,
};
use anlass_model::time::{DAY, HOUR, MINUTE, Occurred, Received, Timestamp};

const PEOPLE: u64 = 9;
/// These people use e-mail and card apart before both appear in one event.
pub(super) const SPLIT_PEOPLE: u64 = 2;
const PRODUCTS: u64 = 7;
/// From this tick on some events name both.
const TOGETHER_FROM: u64 = 30;

pub(super) struct Town {
    seed: u64,
    /// What was sent before: to be sent again, to be returned.
    sent: Vec<Arrival>,
}

/// One tick's draws.
struct Dice {
    seed: u64,
    tick: u64,
    thrown: u64,
}

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.thrown += 1;
        draw(self.seed, u128::from(self.tick), Purpose::Explore, "town", self.thrown) % bound.max(1)
    }

    fn minutes(&mut self, bound: u64) -> anlass_model::time::Span {
        MINUTE.times(i64::try_from(self.below(bound)).unwrap_or(0))
    }
}

/// A few at a time; now and then as many as after an outage.
fn arrivals_of(dice: &mut Dice) -> u64 {
    match dice.below(25) {
        0 => 10 + dice.below(30),
        _ => dice.below(4),
    }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a fixed, valid name")
}

fn item(number: u64) -> Item {
    // Articles 0 and 1, 2 and 3, 4 and 5 stand in for one another.
    Item {
        product: ProductId(number + 1),
        family: FamilyId(number / 2 + 1),
        category: CategoryId(number % 3),
    }
}

impl Town {
    pub(super) fn new(seed: u64) -> Town {
        Town { seed, sent: Vec::new() }
    }

    /// What reaches the house in one tick, in order of reception.
    pub(super) fn arrivals(&mut self, tick: u64, now: Timestamp) -> Vec<Arrival> {
        let mut dice = Dice { seed: self.seed, tick, thrown: 0 };
        let mut arrivals = Vec::new();
        for _ in 0..arrivals_of(&mut dice) {
            let duplicate = !self.sent.is_empty() && dice.below(12) == 0;
            let arrival = if duplicate {
                let index = dice.below(u64::try_from(self.sent.len()).unwrap_or(1));
                let mut again = self.sent[usize::try_from(index).unwrap_or(0)].clone();
                again.event.received = Received(now);
                again
            } else {
                self.arrival(&mut dice, tick, now)
            };
            self.sent.push(arrival.clone());
            arrivals.push(arrival);
        }
        arrivals
    }

    fn arrival(&mut self, dice: &mut Dice, tick: u64, now: Timestamp) -> Arrival {
        let person = dice.below(PEOPLE);
        let vault = VaultId(if dice.below(5) == 0 { 2 } else { 1 });
        let occurred = match dice.below(20) {
            0 => now.minus(dice.minutes(u64::try_from(LATE_MAX.0 / MINUTE.0).unwrap_or(1))),
            1 => now.plus(HOUR.times(3)),
            _ => now.minus(dice.minutes(3)),
        };
        let number = u64::try_from(self.sent.len()).unwrap_or(0);
        let body = self.body(dice, vault, person, occurred);
        // A till that lost the card number: whose it is, nobody can tell.
        let is_nobodys = dice.below(60) == 0;
        let identifiers = if is_nobodys { Vec::new() } else { identifiers(dice, person, &body, tick) };
        Arrival {
            vault,
            identifiers,
            event: Event {
                message: MessageId::of(&format!("{}/{number}", self.seed)),
                source: SourceId(if matches!(&body, Body::Ordered(order) if order.place != Place::Online) {
                    2
                } else {
                    1
                }),
                occurred: Occurred(occurred),
                received: Received(now),
                simulated: true,
                body,
            },
        }
    }

    fn body(&mut self, dice: &mut Dice, vault: VaultId, person: u64, occurred: Timestamp) -> Body {
        let line = |dice: &mut Dice| Line {
            item: item(dice.below(PRODUCTS)),
            quantity: i32::try_from(1 + dice.below(3)).unwrap_or(1),
            value: i64::try_from(100 + dice.below(9_000)).unwrap_or(100),
        };
        match dice.below(24) {
            0..=3 => Body::Consent(ConsentAct {
                channel: Some(Channel::Email),
                purpose: Some(name("offers")),
                granted: dice.below(5) > 0,
                proof: if dice.below(4) == 0 {
                    Proof::None
                } else {
                    Proof::DoubleOptIn { text: name("v1"), asked: None }
                },
            }),
            4 if dice.below(4) == 0 => Body::Objection(ObjectionAct::stated(dice.below(2) == 0)),
            5..=11 => Body::CartAdded(line(dice)),
            12 => Body::CartRemoved(line(dice)),
            13 => Body::CartCleared,
            14..=18 => {
                let number = self.sent.len();
                let place =
                    if dice.below(2) == 0 { Place::Online } else { Place::Outlet(OutletId(dice.below(3))) };
                let lines = (0..=dice.below(3)).map(|_| line(dice)).collect();
                Body::Ordered(Order { id: OrderId::of(&format!("{}/{number}", self.seed)), place, lines })
            }
            19..=20 => self.back(dice, vault, person).unwrap_or(Body::Viewed(None)),
            21 => Body::Profile(vec![(
                name("birthday"),
                Some(anlass_model::value::Value::Day(anlass_model::value::Day(
                    i32::try_from(dice.below(20_000)).unwrap_or(0),
                ))),
            )]),
            22 => Body::Reacted { delivery: None, channel: Channel::Email, reaction: Reaction::Clicked },
            _ => Body::Viewed(Some(item(u64::try_from(occurred.0 / DAY.0).unwrap_or(0) % PRODUCTS))),
        }
    }

    /// A return or cancellation of something this person ordered, sometimes before the order arrived twice.
    fn back(&self, dice: &mut Dice, vault: VaultId, person: u64) -> Option<Body> {
        let own = self.sent.iter().filter(|arrival| {
            arrival.vault == vault
                && arrival.identifiers.iter().any(|known| known.value.ends_with(&format!("{person}")))
        });
        let orders: Vec<&Order> = own
            .filter_map(|arrival| match &arrival.event.body {
                Body::Ordered(order) => Some(order),
                _ => None,
            })
            .collect();
        let count = u64::try_from(orders.len()).ok().filter(|count| *count > 0)?;
        let order = orders.get(usize::try_from(dice.below(count)).ok()?)?;
        let all = dice.below(2) == 0;
        let lines: Vec<Line> =
            order.lines.iter().take(if all { order.lines.len() } else { 1 }).copied().collect();
        Some(match dice.below(4) {
            0 => Body::Cancelled { order: order.id, lines },
            _ => Body::Returned { order: Some(order.id), lines },
        })
    }
}

pub(super) fn email(person: u64) -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: format!("mail{person}").into() }
}

pub(super) fn card(person: u64) -> Identifier {
    Identifier { kind: IdentifierKind::Card, value: format!("card{person}").into() }
}

fn identifiers(dice: &mut Dice, person: u64, body: &Body, tick: u64) -> Vec<Identifier> {
    let (email, card) = (email(person), card(person));
    if person >= SPLIT_PEOPLE {
        return vec![email];
    }
    // What must not be missed by one half of a split person is said about the e-mail address.
    if matches!(body, Body::Consent(_) | Body::Objection(_)) {
        return vec![email];
    }
    match dice.below(3) {
        0 => vec![card],
        1 if tick > TOGETHER_FROM => vec![email, card],
        _ => vec![email],
    }
}
