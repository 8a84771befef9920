//! How people and carriers answer to deliveries, and what is sold out: in virtual time, by keyed draws. Who
//! unsubscribes or complains withdraws consent in the same breath, as a preference centre would record it.

use super::Plan;
use super::clock::Clock;
use super::draws::Draws;
use super::household::simulated;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Body, Event, Reaction, Receipt};
use anlass_model::id::{EntityId, IntentId, ProductId};
use anlass_model::time::{SECOND, Span, Timestamp};

const REJECTED: u64 = 100;
const UNKNOWN: u64 = 50;
/// An article is sold out for a whole such spell or not at all.
const SPELL: Span = Span(2 * 86_400_000);
const SOLD_OUT: u64 = 200;

/// Chances of 10,000.
struct Habits {
    /// Of deliveries. Where opening cannot be seen, the chance that anything at all follows.
    opened: u64,
    is_opening_seen: bool,
    /// Of those opened.
    clicked: u64,
    unsubscribed: u64,
    complained: u64,
}

fn habits(channel: Channel) -> Option<Habits> {
    let [opened, clicked, unsubscribed, complained] = match channel {
        Channel::Email => [3_000, 1_200, 50, 7],
        Channel::Messenger => [7_000, 1_500, 60, 10],
        Channel::Push => [1_000, 3_500, 100, 0],
        Channel::Sms => [800, 8_500, 800, 30],
        Channel::Web | Channel::App => [4_000, 1_000, 0, 0],
        Channel::Letter
        | Channel::Call
        | Channel::Visit
        | Channel::Pos
        | Channel::Social
        | Channel::Signage => return None,
    };
    Some(Habits { opened, is_opening_seen: channel != Channel::Sms, clicked, unsubscribed, complained })
}

pub struct People {
    plan: Plan,
    draws: Draws,
    clock: Clock,
}

impl People {
    #[must_use]
    pub fn new(plan: &Plan) -> People {
        People { plan: *plan, draws: Draws::root(plan), clock: Clock::new() }
    }

    /// What a person does with a message delivered at `at`, in order of time; mostly nothing. Depends on the
    /// seed, the intent and how keen the customer is, which the seed and the customer's id decide.
    #[must_use]
    pub fn reactions(
        &self,
        customer: EntityId,
        intent: IntentId,
        channel: Channel,
        at: Timestamp,
    ) -> Vec<Event> {
        let Some(habits) = habits(channel) else { return Vec::new() };
        let draws = self.draws.of("reaction", &intent.0.to_le_bytes());
        if !draws.chance("opened", habits.opened.saturating_mul(self.keenness(customer)) / 100) {
            return Vec::new();
        }
        let opened = self.clock.when_up(at.plus(delay(draws)), draws);
        let reacted = |reaction| Body::Reacted { delivery: Some(intent), channel, reaction };
        let mut bodies = Vec::new();
        if habits.is_opening_seen {
            bodies.push((Span(0), reacted(Reaction::Opened)));
        }
        if draws.chance("clicked", habits.clicked) {
            let pause = SECOND.times(draws.between("until click", 4, 120));
            bodies.push((pause, reacted(Reaction::Clicked)));
        }
        let leaves = [
            (Reaction::Unsubscribed, "unsubscribed", habits.unsubscribed),
            (Reaction::Complained, "complained", habits.complained),
        ];
        if let Some((reaction, _, _)) = leaves.into_iter().find(|(_, what, share)| draws.chance(what, *share))
        {
            let pause = SECOND.times(draws.between("until leaving", 130, 500));
            bodies.push((pause, reacted(reaction)));
            bodies.push((pause, withdrawal(channel)));
        }
        let events = bodies.into_iter().zip(0u64..);
        events
            .map(|((pause, body), n)| simulated(&self.plan, draws.nth("event", n), opened.plus(pause), body))
            .collect()
    }

    /// What the carrier answers at hand-over.
    #[must_use]
    pub fn carrier(&self, intent: IntentId) -> Receipt {
        match self.draws.of("carrier", &intent.0.to_le_bytes()).basis_points("answer") {
            share if share < REJECTED => Receipt::Rejected,
            share if share < REJECTED + UNKNOWN => Receipt::Unknown,
            _ => Receipt::Accepted,
        }
    }

    /// Those of `products` that are sold out at a moment, in their order.
    #[must_use]
    pub fn sold_out(&self, products: &[ProductId], at: Timestamp) -> Vec<ProductId> {
        let is_sold_out = |product: &&ProductId| {
            let draws = self.draws.nth("stock", product.0);
            // Each article has its own rhythm, lest all shelves change at one midnight.
            let shifted = at.plus(Span(draws.between("shift", 0, SPELL.0 - 1)));
            draws.of("spell", &shifted.0.div_euclid(SPELL.0).to_le_bytes()).chance("sold out", SOLD_OUT)
        };
        products.iter().filter(is_sold_out).copied().collect()
    }

    /// How likely a person is to open something, in percent of the average: a quarter never does.
    fn keenness(&self, customer: EntityId) -> u64 {
        match self.draws.of("person", &customer.0.to_le_bytes()).number("keenness") % 4 {
            0 => 0,
            3 => 200,
            _ => 100,
        }
    }
}

/// Half within an hour, most within half a day, the rest within two days.
fn delay(draws: Draws) -> Span {
    let (low, high) = match draws.basis_points("how soon") {
        share if share < 5_000 => (60, 3_600),
        share if share < 8_500 => (3_600, 12 * 3_600),
        _ => (12 * 3_600, 48 * 3_600),
    };
    SECOND.times(draws.between("delay", low, high))
}

fn withdrawal(channel: Channel) -> Body {
    Body::Consent(ConsentAct { channel: Some(channel), purpose: None, granted: false, proof: Proof::None })
}
