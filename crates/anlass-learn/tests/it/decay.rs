//! For how long purchases speak: on made-up households whose answer is known, and on the shipped year of a grocer.

use crate::data;
use anlass_learn::Error;
use anlass_learn::decay::{Event, Question, compare, name};
use anlass_learn::evaluate::{Report, Tested, Verdict};

fn event(household: u32, node: u32, day: i32) -> Event {
    Event { household, node, day, weight: 1.0 }
}

fn question(cutoff: usize) -> Question {
    Question { half_lives: vec![Some(7.0), None], origins: vec![100], days: 14, cutoff }
}

fn recall(report: &Report, method: &str) -> f64 {
    report.find(method).expect("a method of this name").mean().recall
}

#[test]
fn a_short_half_life_follows_new_habits_and_none_keeps_old_ones() {
    let old = (0..9).map(|day| event(1, 5, day));
    let new = (95..99).map(|day| event(1, 6, day));
    let events: Vec<Event> = old.chain(new).chain([event(1, 6, 105), event(1, 5, 200)]).collect();
    let report = compare(&events, &question(1)).unwrap();
    assert_eq!(recall(&report, "half-life 7 d"), 1.0);
    assert_eq!(recall(&report, "no decay"), 0.0);
    assert_eq!(recall(&report, "popularity"), 0.0);
}

#[test]
fn the_future_is_not_looked_at() {
    // On the day of the origin and after, 9 is all the rage; nobody knew it before.
    let events: Vec<Event> =
        (0..9).flat_map(|household| [event(household, 1, 99), event(household, 9, 100)]).collect();
    let report = compare(&events, &question(1)).unwrap();
    assert_eq!(report.baseline.users.len(), 9);
    assert!(["popularity", "half-life 7 d", "no decay"].iter().all(|method| recall(&report, method) == 0.0));
}

#[test]
fn the_days_end_and_only_households_with_both_count() {
    let events = [event(1, 1, 0), event(1, 1, 113), event(2, 1, 0), event(2, 1, 114), event(3, 1, 100)];
    let report = compare(&events, &question(1)).unwrap();
    assert_eq!(report.baseline.users.len(), 1);
}

#[test]
fn free_places_are_filled_with_what_is_popular() {
    let events = [event(1, 1, 50), event(1, 2, 100), event(2, 2, 50), event(3, 2, 50)];
    let report = compare(&events, &question(2)).unwrap();
    assert_eq!(recall(&report, "no decay"), 1.0);
}

#[test]
fn wrong_input_is_refused() {
    let half_lives = |days| Question { half_lives: vec![Some(days)], ..question(1) };
    for days in [0.0, -7.0, f64::NAN] {
        assert!(matches!(compare(&[], &half_lives(days)), Err(Error::NotPositive { name: "half-life", .. })));
    }
    let weightless = Event { weight: 0.0, ..event(1, 1, 1) };
    assert!(matches!(compare(&[weightless], &question(1)), Err(Error::Weight { row: 0, .. })));
    let many = Question { origins: vec![0; 101], ..question(1) };
    assert!(matches!(compare(&[], &many), Err(Error::TooManyOrigins { given: 101, max: 100 })));
}

/// Every fourth week from the middle of the year on, so that Christmas does not decide alone.
#[test]
fn purchases_of_the_complete_journey_speak_for_months() {
    let half_lives: Vec<Option<f64>> =
        [7.0, 14.0, 30.0, 60.0, 90.0, 180.0].map(Some).into_iter().chain([None]).collect();
    for column in ["product_category", "product_type"] {
        let question = Question {
            half_lives: half_lives.clone(),
            origins: (182..=350).step_by(28).collect(),
            days: 14,
            cutoff: 20,
        };
        let report = compare(&data::complete_journey(column), &question).unwrap();
        let recall = |tested: &Tested| tested.mean().recall;
        let of = |half_life| report.find(&name(half_life)).expect("compared");
        let best = report.others.iter().max_by(|a, b| recall(a).total_cmp(&recall(b))).unwrap();
        assert!([name(Some(90.0)), name(Some(180.0))].contains(&best.method), "{column}\n{report}");
        assert!(recall(of(Some(7.0))) < recall(of(None)), "{column}\n{report}");
        for half_life in [Some(30.0), Some(60.0), Some(90.0), Some(180.0)] {
            assert_eq!(report.verdict(of(half_life)), Verdict::Better, "{column}\n{report}");
        }
    }
}
