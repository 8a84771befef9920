//! How explanations read, in German and English.

use crate::naive::{Names, Story};
use crate::{Explanation, Language, check, parse};
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_model::value::Value;

fn explained(text: &str) -> Explanation {
    let now = Timestamp(DAY.times(100).0);
    let last = now.minus(DAY.times(12)).minus(HOUR.times(3)).minus(anlass_model::time::SECOND);
    let story = Story::steady(&[
        ("orders.count", Value::Int(1)),
        ("orders.last", Value::Time(last)),
        ("cart.value", Value::Money(1_950)),
        ("phase", Value::Text("inactive".into())),
        ("rhythm.gap", Value::Span(DAY.times(10))),
        ("vip", Value::Bool(false)),
        ("cart.open", Value::Bool(true)),
    ]);
    let rule = check(&parse(text).expect("reads"), &mut Names { asked: 0 }).expect("makes sense");
    let explanation = rule.explain(&story.at(now), now);
    assert_eq!(explanation.holds, rule.eval(&story.at(now), now).value);
    let stored = serde_json::to_string(&explanation).expect("serialises");
    assert_eq!(serde_json::from_str::<Explanation>(&stored).expect("reads back"), explanation);
    explanation
}

fn check_reason(text: &str, english: &str) {
    assert_eq!(explained(text).because(Language::En), english);
}

#[test]
fn what_fails_says_what_it_needs() {
    check_reason("orders.count(within = 30d) >= 2", "orders.count(within = 30d) = 1, needs >= 2");
    check_reason("since(orders.last) > 45d", "since(orders.last) = 12d3h, needs > 45d");
    check_reason("2 <= orders.count", "orders.count = 1, needs >= 2");
    check_reason("cart.value >= 20", "cart.value = 19.50, needs >= 20");
    check_reason(
        "since(orders.last) > 2 * rhythm.gap",
        "since(orders.last) = 12d3h, needs > 2 * rhythm.gap = 20d",
    );
    check_reason("profile.city == \"Köln\"", "profile.city is unknown");
    check_reason("since(orders.first) > 3d", "orders.first is unknown");
    check_reason("since(orders.first) > pause + 3d", "orders.first is unknown; pause is unknown");
    check_reason("vip", "vip does not hold");
    check_reason("has(profile.city)", "profile.city is unknown");
    check_reason("consent(\"email\")", "consent(\"email\") is unknown");
    check_reason("9223372036854775807 + orders.count > 0", "9223372036854775807 + orders.count is unknown");
}

#[test]
fn of_a_list_only_what_decides_is_told() {
    check_reason(
        "orders.count >= 2 && cart.open && profile.city == \"Ulm\"",
        "orders.count = 1, needs >= 2; profile.city is unknown",
    );
    check_reason("cart.open && orders.count < 2", "cart.open holds; orders.count = 1, meets < 2");
    check_reason("vip || cart.open || orders.count < 2", "cart.open holds");
    check_reason("vip || orders.count > 2", "vip does not hold or orders.count = 1, needs > 2");
    check_reason(
        "has(pause) && (vip || orders.count > 2)",
        "pause is unknown; (vip does not hold or orders.count = 1, needs > 2)",
    );
    check_reason("!(cart.open && orders.count < 2)", "cart.open holds or orders.count = 1, needs >= 2");
    check_reason("!(vip || cart.open)", "cart.open holds");
    check_reason("!(cart.open || orders.count < 2)", "cart.open holds; orders.count = 1, needs >= 2");
    check_reason("!(vip && orders.count > 2)", "vip does not hold");
    check_reason("profile.city == \"a\" && profile.city != \"b\"", "profile.city is unknown");
}

#[test]
fn negation_turns_the_wish_around() {
    check_reason(
        "!(phase in [\"inactive\", \"new\"])",
        "phase = \"inactive\", needs not in [\"inactive\", \"new\"]",
    );
    check_reason("phase not in [\"new\"]", "phase = \"inactive\", meets not in [\"new\"]");
    check_reason("!(orders.count < 2)", "orders.count = 1, needs >= 2");
    check_reason("!(profile.city == \"Ulm\")", "profile.city is unknown");
}

fn check_wish(text: &str, english: &str) {
    assert_eq!(explained(text).instead(Language::En), english);
}

#[test]
fn what_would_have_had_to_differ_is_the_opposite_of_what_was_for_every_comparison() {
    // Each operator where it holds, and where it does not: the wish is never what was.
    for (rule, wish) in [
        ("orders.count == 1", "orders.count = 1, needs != 1"),
        ("orders.count == 2", "orders.count = 1, needs == 2"),
        ("orders.count != 2", "orders.count = 1, needs == 2"),
        ("orders.count != 1", "orders.count = 1, needs != 1"),
        ("orders.count < 2", "orders.count = 1, needs >= 2"),
        ("orders.count < 1", "orders.count = 1, needs < 1"),
        ("orders.count <= 1", "orders.count = 1, needs > 1"),
        ("orders.count <= 0", "orders.count = 1, needs <= 0"),
        ("orders.count > 0", "orders.count = 1, needs <= 0"),
        ("orders.count > 1", "orders.count = 1, needs > 1"),
        ("orders.count >= 1", "orders.count = 1, needs < 1"),
        ("orders.count >= 2", "orders.count = 1, needs >= 2"),
        ("2 <= orders.count", "orders.count = 1, needs >= 2"),
        ("1 <= orders.count", "orders.count = 1, needs < 1"),
    ] {
        check_wish(rule, wish);
        check_wish(&format!("!({rule})"), wish);
        check_wish(&format!("!!({rule})"), wish);
    }
}

#[test]
fn what_would_have_had_to_differ_is_a_wish_for_everything_else_too() {
    check_wish("cart.open", "cart.open = true, needs == false");
    check_wish("!cart.open", "cart.open = true, needs == false");
    check_wish("vip", "vip = false, needs == true");
    check_wish("!vip", "vip = false, needs == true");
    check_wish("has(profile.city)", "profile.city would have to be known");
    check_wish("has(phase)", "phase would have to be unknown");
    check_wish("!has(phase)", "phase would have to be unknown");
    check_wish("profile.city == \"Ulm\"", "profile.city would have to be known");
    check_wish("phase in [\"inactive\"]", "phase = \"inactive\", needs not in [\"inactive\"]");
    check_wish("phase not in [\"inactive\"]", "phase = \"inactive\", needs not in [\"inactive\"]");
    check_wish("phase not in [\"new\"]", "phase = \"inactive\", needs in [\"new\"]");
    // Either of two would have kept an exit away; of two ways in, both would have had to be shut.
    check_wish("!vip && orders.count >= 1", "vip = false, needs == true or orders.count = 1, needs < 1");
    check_wish(
        "cart.open || orders.count >= 1",
        "cart.open = true, needs == false; orders.count = 1, needs < 1",
    );
    check_wish("vip || orders.count > 2", "vip = false, needs == true or orders.count = 1, needs > 2");
    check_wish("since(orders.last) > 2d", "since(orders.last) = 12d3h, needs <= 2d");
    let german = explained("has(phase) && vip").instead(Language::De);
    assert_eq!(german, "vip = false, verlangt == true");
    assert_eq!(explained("has(profile.city)").instead(Language::De), "profile.city müsste bekannt sein");
}

#[test]
fn durations_are_exact_where_the_short_form_would_lie() {
    check_reason("since(orders.last) <= 12d3h", "since(orders.last) = 12d3h1s, needs <= 12d3h");
}

#[test]
fn german() {
    let reason = |text: &str| explained(text).because(Language::De);
    assert_eq!(reason("orders.count(within = 30d) >= 2"), "orders.count(within = 30d) = 1, verlangt >= 2");
    assert_eq!(reason("profile.city == \"Köln\""), "profile.city ist unbekannt");
    assert_eq!(reason("vip || orders.count > 2"), "vip trifft nicht zu oder orders.count = 1, verlangt > 2");
    assert_eq!(reason("orders.count < 2"), "orders.count = 1, erfüllt < 2");
}

#[test]
fn the_tree_shows_every_part() {
    let tree = explained("cart.open && since(orders.last) > rhythm.gap");
    let comparison = &tree.children[1];
    assert_eq!(comparison.text, "since(orders.last) > rhythm.gap");
    assert_eq!(comparison.children[0].value.as_deref(), Some("12d3h"));
    assert_eq!(comparison.children[0].children[0].text, "orders.last");
    assert_eq!(comparison.children[1].value.as_deref(), Some("10d"));
}
