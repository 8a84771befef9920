//! What interest promises: any order of arrival, the same points as from the whole timeline, and no change before the
//! moment that was told.

use super::*;
use anlass_model::event::{Line, Order, Place};
use anlass_model::id::{EntityId, FamilyId, MessageId, OrderId, ProductId, ProgramId};
use anlass_model::time::{HOUR, Span};
use proptest::prelude::*;

const START: Timestamp = Timestamp(1_704_067_200_000);

fn nobody() -> Dossier {
    Dossier::new(EntityId(1), ProgramId(0), START)
}

fn item(product: u64, node: u64) -> Item {
    Item { product: ProductId(product), family: FamilyId(product), category: CategoryId(node) }
}

fn points_at(dossier: &Dossier, days: i64, node: u64) -> i64 {
    let now = START.plus(DAY.times(days));
    points(&Interest::default(), dossier, now, |own| own == CategoryId(node)).0
}

fn buy(dossier: &mut Dossier, number: u64, at: Timestamp, node: u64) {
    let line = Line { item: item(7, node), quantity: 2, value: 1_000 };
    let order = Order { id: OrderId(number), place: Place::Online, lines: vec![line] };
    let message = MessageId::Hash(u128::from(number));
    crate::orders::placed(dossier, &order, at, message, &jiff::tz::TimeZone::UTC);
}

#[test]
fn points_halve_over_the_half_life_of_their_signal() {
    let mut dossier = nobody();
    for _ in 0..8 {
        looked(&mut dossier, Look::Viewed, &item(1, 5), START);
    }
    buy(&mut dossier, 1, START, 6);
    assert_eq!([0, 14, 28, 42, 56].map(|days| points_at(&dossier, days, 5)), [8, 4, 2, 1, 0]);
    assert_eq!([0, 120, 240].map(|days| points_at(&dossier, days, 6)), [10, 5, 2]);
    assert_eq!(points_at(&dossier, 0, 4), 0);
}

#[test]
fn what_came_back_counts_against_its_node() {
    let mut dossier = nobody();
    buy(&mut dossier, 1, START, 6);
    buy(&mut dossier, 2, START, 6);
    let back = crate::dossier::Back {
        message: MessageId::Hash(9),
        occurred: START.plus(DAY),
        order: Some(OrderId(2)),
        cancelled: false,
        lines: Vec::new(),
    };
    crate::orders::went_back(&mut dossier, back);
    assert_eq!(points_at(&dossier, 0, 6), 5, "10 for what was kept, 5 less for what was not");
    let mut given_back = nobody();
    buy(&mut given_back, 1, START, 6);
    let back = crate::dossier::Back {
        message: MessageId::Hash(9),
        occurred: START.plus(DAY),
        order: Some(OrderId(1)),
        cancelled: false,
        lines: Vec::new(),
    };
    crate::orders::went_back(&mut given_back, back);
    assert_eq!([0, 120, 240, 360].map(|days| points_at(&given_back, days, 6)), [-5, -2, -1, 0]);
    let until = |days| points(&Interest::default(), &given_back, START.plus(DAY.times(days)), |_| true).1;
    assert_eq!(until(0), START.plus(DAY));
    assert_eq!(until(400), Timestamp::NEVER, "nobody is woken for what is spent");
}

#[test]
fn the_halving_is_within_three_thousandths() {
    let signal = Signal { points: 1_000, half_life: anlass_model::time::SpanText(DAY.times(90)) };
    for age in 0..1_000i64 {
        let exact = 1_000.0 * 0.5f64.powf(age as f64 / 90.0);
        let found = worth(&signal, age, 1) as f64 / PARTS as f64;
        assert!((found - exact).abs() <= exact * 0.003 + 1e-4, "{age}: {found} instead of {exact}");
    }
}

fn looks() -> impl Strategy<Value = Vec<(u8, u64, u64, i64)>> {
    prop::collection::vec((0..3u8, 0..4u64, 0..5u64, 0..(24 * 700i64)), 0..300)
}

fn told(looks: &[(u8, u64, u64, i64)]) -> Dossier {
    let mut dossier = nobody();
    for (kind, product, node, hour) in looks {
        let look = [Look::Viewed, Look::Followed, Look::Carted][usize::from(*kind)];
        looked(&mut dossier, look, &item(*product, *node), START.plus(HOUR.times(*hour)));
    }
    dossier
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_and_any_merge_end_in_the_same_interest(
        (looks, shuffled) in looks().prop_flat_map(|looks| (Just(looks.clone()), Just(looks).prop_shuffle())),
        cut in any::<prop::sample::Index>(),
    ) {
        let whole = told(&looks);
        prop_assert_eq!(&whole.interests, &told(&shuffled).interests);
        let (one, other) = shuffled.split_at(cut.index(shuffled.len() + 1));
        let (mut one, other) = (told(one), told(other));
        absorb(&mut one, &other.interests);
        prop_assert_eq!(whole.interests, one.interests);
    }

    #[test]
    fn points_stay_until_they_say(looks in looks(), hour in 0..(24 * 800i64), later in 0..100i64) {
        let dossier = told(&looks);
        let interest = Interest::default();
        let now = START.plus(HOUR.times(hour));
        let (value, until) = points(&interest, &dossier, now, |node| node.0 < 3);
        prop_assert!(until > now);
        let room = until.0.min(now.plus(DAY.times(100)).0) - now.0;
        for at in [now.plus(Span(room * later / 100)), now.plus(Span(room - 1))] {
            prop_assert_eq!(points(&interest, &dossier, at, |node| node.0 < 3).0, value);
        }
        let is_all_past = dossier.interests.looks.iter().all(|looks| i64::from(looks.day) <= day_of(now));
        if until < Timestamp::NEVER && is_all_past {
            let after = points(&interest, &dossier, until, |node| node.0 < 3).0;
            prop_assert_ne!(after, value, "nobody is woken for nothing");
        }
    }

    /// Each fact by itself, as a timeline tells it, without any day's counts.
    #[test]
    fn points_equal_those_of_the_whole_timeline(looks in looks(), days in 0..800i64) {
        let looks: Vec<_> = looks.into_iter().take(LOOKS_MAX).collect();
        let dossier = told(&looks);
        let interest = Interest::default();
        let parts = looks.iter().filter(|(_, _, _, hour)| hour / 24 <= days).map(|(kind, _, _, hour)| {
            let signal = [&interest.viewed, &interest.followed, &interest.carted][usize::from(*kind)];
            i64::from(signal.points) * (worth(signal, days - hour / 24, 1) / i64::from(signal.points))
        });
        let whole: i64 = parts.sum();
        let found = points(&interest, &dossier, START.plus(DAY.times(days)), |_| true).0;
        prop_assert!((found - whole / PARTS).abs() <= 1, "{found} instead of {}", whole / PARTS);
    }
}
