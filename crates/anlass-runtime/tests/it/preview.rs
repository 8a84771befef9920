//! Previews say what asking everybody's whole dossier says.

use crate::{NOW, SHOP, Shop, definitions};
use anlass_engine::{Dossier, Input, Tracing, View, compile, step};
use anlass_model::time::{DAY, Timestamp};
use anlass_runtime::Error;

const RULES: [&str; 8] = [
    "orders.count >= 3",
    "orders.value(within = 200d) > 40.00",
    "lines.count >= 4",
    r#"profile.city == "Ulm" && consent("email", "offers")"#,
    "since(orders.last) > rhythm.at_risk_after",
    "contacts.count(within = 70d) >= 1",
    r#"phase == "inactive""#,
    r#"segment("active") && !objection"#,
];

/// Compiles the rule as part of a program, wakes a copy of the whole dossier and asks.
fn naive(shop: &Shop, dossiers: &[Dossier], text: &str, now: Timestamp) -> u64 {
    let mut asked = definitions(SHOP);
    let programme = asked.programmes.first_mut().unwrap();
    let mailing = programme.mailings.first_mut().unwrap();
    mailing.audience = text.into();
    let asked = compile(asked).map_err(|problems| format!("{problems:?}")).unwrap();
    let rule = &asked.mailings.first().unwrap().audience;
    let matches = |dossier: &&Dossier| {
        let mut dossier = (*dossier).clone();
        step(&shop.runtime.program, &mut dossier, &Input::Wake, now, Tracing::Off);
        View::new(&asked, &dossier, now).ask(rule).value
    };
    u64::try_from(dossiers.iter().filter(matches).count()).unwrap()
}

#[test]
fn a_preview_equals_asking_everybody() {
    let shop = Shop::filled(1_500);
    let dossiers = shop.dossiers();
    // Later, some wakes are due that nobody has run: the answer is as if they had been.
    for now in [NOW, NOW.plus(DAY.times(40))] {
        for rule in RULES {
            let preview = shop.runtime.preview(&shop.scope, rule, now).unwrap();
            assert_eq!(preview.scanned, 1_500);
            assert_eq!(preview.matching, naive(&shop, &dossiers, rule, now), "{rule}");
            assert!(preview.matching > 0 && preview.matching < 1_500, "{rule}: {}", preview.matching);
            assert_eq!(preview.examples.len(), 20.min(usize::try_from(preview.matching).unwrap()));
        }
    }
}

#[test]
fn what_is_not_kept_so_far_is_told() {
    let shop = Shop::filled(50);
    let preview = shop.runtime.preview(&shop.scope, "views.count(within = 7d) >= 1", NOW).unwrap();
    assert_eq!(preview.unkept, ["product.viewed"]);
    assert_eq!(preview.matching, 0);
}

#[test]
fn a_wrong_rule_is_refused_with_its_problems() {
    let shop = Shop::filled(1);
    let answer = shop.runtime.preview(&shop.scope, "orders.cuont >= 1", NOW);
    let Err(Error::Rule(problems)) = answer else { panic!("{answer:?}") };
    assert!(problems[0].cause.contains("orders.cuont"), "{problems:?}");
}
