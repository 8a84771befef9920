//! A sweep leaves everybody at rest as if everybody had been stepped, and writes only those it concerns.

use crate::{NOW, SHOP, Shop, customer, definitions, event, ordered};
use anlass_engine::{Dossier, Input};
use anlass_model::definition::Definitions;
use anlass_model::id::NameId;
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_runtime::sweep::SweepCursor;
use anlass_runtime::{Extra, Mode, Work};
use anlass_store::Store;

/// A segment more, a journey into which it leads, another exit, and a schedule.
fn changed() -> Definitions {
    let text = SHOP.replace(
        "    active: ",
        "    ulm: \"profile.city == \\\"Ulm\\\" && orders.days(within = 200d) >= 2\"\n    active: ",
    );
    let text = text.replace("orders.count >= 4", "orders.count >= 3");
    let mut definitions = definitions(&text);
    let more = definitions_of_journey();
    definitions.programmes.push(more);
    definitions
}

fn definitions_of_journey() -> anlass_model::definition::Programme {
    let text = r#"
id: ulm
name: { de: Ulm, en: Ulm }
aim: activation
journeys:
  - id: ulm-regulars
    name: { de: Ulmer, en: People of Ulm }
    entry: { segment: ulm }
    steps: [{ id: pause, wait: { for: 5d } }]
"#;
    serde_saphyr::from_str(text).unwrap()
}

/// What makes somebody who they are, apart from which program saw them when.
fn at_rest(dossier: &Dossier) -> String {
    let hot = &dossier.hot;
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?}",
        hot.id, hot.phase, hot.segments, hot.appointments, hot.entered, dossier.runs, dossier.intents
    )
}

fn sweep(shop: &mut Shop, slice: usize, now: Timestamp) -> u64 {
    let cursor = shop.runtime.sweep_cursor().unwrap();
    sweep_from(shop, cursor, slice, now)
}

fn sweep_from(shop: &mut Shop, mut cursor: SweepCursor, slice: usize, now: Timestamp) -> u64 {
    let mut stepped = 0;
    loop {
        let step = shop.runtime.sweep(&mut cursor, slice, now).unwrap();
        stepped += step.concerned;
        if step.done {
            return stepped;
        }
    }
}

#[test]
fn a_sweep_equals_stepping_everybody() {
    let now = NOW.plus(HOUR);
    let mut swept = Shop::filled(1_200);
    swept.publish(changed());
    let foretold = swept.runtime.preview(&swept.scope, "segment(\"ulm\")", now).unwrap().matching;
    let stepped = sweep(&mut swept, 100, now);
    let mut all = Shop::filled(1_200);
    all.publish(changed());
    let works = all.dossiers().iter().map(|dossier| wake(dossier, now)).collect();
    all.runtime.run_works(works, Mode::Live, Extra::default()).unwrap();

    let (swept_dossiers, all_dossiers) = (swept.dossiers(), all.dossiers());
    for (swept, all) in swept_dossiers.iter().zip(&all_dossiers) {
        assert_eq!(at_rest(swept), at_rest(all));
        // Who was left alone wakes early enough to become what the program makes of them by time.
        assert!(swept.next_wake().unwrap_or(Timestamp::NEVER) <= all.next_wake().unwrap_or(Timestamp::NEVER));
    }
    assert!(stepped > 50 && stepped < 1_000, "{stepped} of 1200 stepped");
    let ulm = NameId::of("ulm");
    let members = swept_dossiers.iter().filter(|dossier| dossier.in_segment(ulm)).count();
    assert!(members > 20);
    assert_eq!(foretold, u64::try_from(members).unwrap(), "a preview sees the program before the sweep does");
    for shop in [&swept, &all] {
        assert_eq!(shop.runtime.members(&shop.scope, ulm).unwrap(), u64::try_from(members).unwrap());
        shop.folds();
    }
    assert_eq!(swept.steps() - Shop::filled(1_200).steps(), stepped, "one entry for each who was stepped");
    // A second pass finds nobody.
    assert!(swept.runtime.sweep_cursor().unwrap().is_done());
    let anew = swept.runtime.sweep_anew();
    assert_eq!(sweep_from(&mut swept, anew, 100, now), 0);
}

#[test]
fn a_killed_sweep_goes_on_where_it_was() {
    let now = NOW.plus(HOUR);
    let mut whole = Shop::filled(800);
    whole.publish(changed());
    let all = sweep(&mut whole, 50, now);
    let mut shop = Shop::filled(800);
    shop.publish(changed());
    let mut cursor = shop.runtime.sweep_cursor().unwrap();
    let mut stepped = 0;
    for _ in 0..5 {
        stepped += shop.runtime.sweep(&mut cursor, 50, now).unwrap().concerned;
    }
    let mut shop = shop.reopened();
    stepped += sweep(&mut shop, 50, now);
    assert_eq!(stepped, all);
    for (one, other) in whole.dossiers().iter().zip(&shop.dossiers()) {
        assert_eq!(at_rest(one), at_rest(other));
    }
    shop.folds();
}

/// Some may have been stepped under what was live in between.
#[test]
fn going_back_to_old_definitions_passes_over_everybody_again() {
    let mut shop = Shop::filled(200);
    sweep(&mut shop, 50, NOW.plus(HOUR));
    assert!(shop.runtime.sweep_cursor().unwrap().is_done());
    shop.publish(changed());
    shop.publish(crate::definitions(crate::SHOP));
    assert!(!shop.runtime.sweep_cursor().unwrap().is_done());
}

#[test]
fn members_are_counted_as_people_come_and_go() {
    let mut shop = Shop::filled(300);
    let active = NameId::of("active");
    let count = |shop: &Shop| {
        let dossiers = shop.dossiers();
        let members = dossiers.iter().filter(|dossier| dossier.in_segment(active)).count();
        assert_eq!(shop.runtime.members(&shop.scope, active).unwrap(), u64::try_from(members).unwrap());
        members
    };
    let before = count(&shop);
    // Orders leave the window by time alone.
    shop.runtime.run_due(NOW.plus(DAY.times(60)), Mode::Live, 1_000).unwrap();
    let later = count(&shop);
    assert!(later < before, "{later} of {before}");
    let now = NOW.plus(DAY.times(61));
    let works = (0..300).map(|number| Work {
        vault: crate::VAULT,
        customer: customer(&shop, number),
        now,
        input: Input::Event(event(number, 50, now, ordered(number, 50))),
    });
    let works = works.collect();
    shop.runtime.run_works(works, Mode::Live, Extra::default()).unwrap();
    assert_eq!(count(&shop), 300);
    // The index is a range read in id order.
    let first = shop.store.index(&shop.scope, "segment", active.0, None, 10).unwrap();
    let next = shop.store.index(&shop.scope, "segment", active.0, first.last().copied(), 10).unwrap();
    assert!(first.windows(2).all(|pair| pair[0] < pair[1]) && first.last() < next.first());
    shop.folds();
}

fn wake(dossier: &Dossier, now: Timestamp) -> Work {
    Work { vault: crate::VAULT, customer: dossier.hot.id, now, input: Input::Wake }
}
