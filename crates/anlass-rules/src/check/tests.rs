//! What the checker accepts, refuses and suggests.

use crate::naive::{Names, Story};
use crate::{Code, Error, Rule, SlotId, check, check_value, parse};
use anlass_model::time::{DAY, Timestamp};
use anlass_model::value::{Type, Value};

fn checked(text: &str) -> Result<Rule, Vec<Error>> {
    let expression = parse(text).unwrap_or_else(|error| panic!("{}", error.render(text)));
    check(&expression, &mut Names { asked: 0 })
}

fn accepted(text: &str) -> Rule {
    checked(text).unwrap_or_else(|errors| {
        let shown: Vec<String> = errors.iter().map(|error| error.render(text)).collect();
        panic!("{}", shown.join("\n"))
    })
}

/// One error: its code, what it marks, and a piece of its hint.
fn refused(text: &str, code: Code, marked: &str, hint: &str) {
    let errors = checked(text).expect_err(text);
    assert_eq!(errors.len(), 1, "{text}: {errors:?}");
    let error = &errors[0];
    assert_eq!(error.code, code, "{text}: {error:?}");
    assert_eq!(text.get(error.place.start..error.place.end), Some(marked), "{text}: {error:?}");
    assert!(error.hint.as_deref().unwrap_or("").contains(hint), "{text}: {error:?}");
}

#[test]
fn rules_that_make_sense_pass() {
    for text in [
        "orders.count(within = 30d) >= 2 && consent(\"email\", \"offers\")",
        "cart.value >= 20.00 && !(phase in [\"inactive\", \"at_risk\"])",
        "cart.value >= 20 and 20 <= cart.value and cart.value in [20, 30.00]",
        "cart.value - 5 > revenue * 2",
        "since(orders.last) > 45d",
        "profile.city == \"Köln\"",
        "since(orders.last) > 2 * rhythm.gap",
        "since(orders.last) > rhythm.gap + 14d",
        "until(orders.last + 3d) < 1d",
        "orders.last - orders.first > 30d",
        "has(profile.city)",
        "cart.open",
        "vip == cart.open",
        "profile.birthday >= 2000-01-01",
        "true",
    ] {
        accepted(text);
    }
}

#[test]
fn slots_are_sorted_and_distinct_and_each_reference_is_asked_once() {
    let mut names = Names { asked: 0 };
    let expression = parse("vip && opens > 2 && opens < 9 && since(orders.last) > 1d && vip").expect("reads");
    let rule = check(&expression, &mut names).expect("makes sense");
    assert_eq!(rule.slots(), [SlotId(1), SlotId(6), SlotId(11)]);
    assert_eq!(names.asked, 3);
    assert!(rule.is_time_dependent());
    assert!(!accepted("vip").is_time_dependent());
}

#[test]
fn errors_name_the_place_and_the_way_out() {
    refused("order.count > 1", Code::UnknownName, "order.count", "did you mean \"orders.count\"?");
    refused(
        "profile.weather == \"x\"",
        Code::UnknownName,
        "profile.weather",
        "profile.birthday, profile.city",
    );
    refused("phase == inactive", Code::UnknownName, "inactive", "put texts in quotes: \"inactive\"");
    refused(
        "since(orders.last) > 45",
        Code::TypeMismatch,
        "since(orders.last) > 45",
        "write the duration as 45d",
    );
    refused("orders.last > 45d", Code::TypeMismatch, "orders.last > 45d", "since(orders.last)");
    refused("phase > \"a\"", Code::TypeMismatch, "phase > \"a\"", "== and !=");
    refused("phase == 3", Code::TypeMismatch, "phase == 3", "\"3\"");
    refused("opens == \"3\"", Code::TypeMismatch, "opens == \"3\"", "leave the quotes out: 3");
    refused("orders.count", Code::NotYesNo, "orders.count", "orders.count >= 1");
    refused("vip && cart.value", Code::NotYesNo, "cart.value", "cart.value >= 20.00");
    refused("opens in [1, \"a\"]", Code::TypeMismatch, "\"a\"", "leave the quotes out");
    refused("vip in [true]", Code::TypeMismatch, "vip", "write vip or !vip");
    refused("has(1 + 2)", Code::TypeMismatch, "1 + 2", "has(profile.email)");
    refused("since(phase) > 3d", Code::TypeMismatch, "phase", "since(orders.last)");
    refused("-phase == \"a\"", Code::TypeMismatch, "-phase", "");
    refused("cart.value * cart.value > 3", Code::TypeMismatch, "cart.value * cart.value", "");
    refused("cart.value > opens", Code::TypeMismatch, "cart.value > opens", "written out");
    refused("cart.value > 999999999999999999", Code::BadNumber, "999999999999999999", "");
    refused(
        "profile.birthday == orders.last",
        Code::TypeMismatch,
        "profile.birthday == orders.last",
        "no hour",
    );
    refused("orders.count(withn = 3d) > 1", Code::ArgumentUnknown, "withn = 3d", "\"within\"");
    refused("orders.count(within = 3) > 1", Code::ArgumentRefused, "within = 3", "");
    refused("consent", Code::ArgumentMissing, "consent", "consent(\"email\", \"offers\")");
    refused("consent(1, 2, 3)", Code::ArgumentRefused, "3", "");
}

#[test]
fn all_errors_come_in_reading_order() {
    let errors =
        checked("nothing && opens > \"a\" && !phase && (city == 1 || vip)").expect_err("four errors");
    let codes: Vec<Code> = errors.iter().map(|error| error.code).collect();
    assert_eq!(codes, [Code::UnknownName, Code::TypeMismatch, Code::NotYesNo, Code::UnknownName]);
}

#[test]
fn until_is_the_exact_moment_of_the_flip() {
    let day = |days: i64| Timestamp(DAY.times(days).0);
    let story = Story::steady(&[("orders.last", Value::Time(day(100)))]);
    let verdict = |text: &str, now: Timestamp| {
        let verdict = accepted(text).eval(&story.at(now), now);
        (verdict.value, verdict.until)
    };
    let after = |time: Timestamp| Timestamp(time.0 + 1);
    assert_eq!(verdict("since(orders.last) > 45d", day(120)), (false, after(day(145))));
    assert_eq!(verdict("since(orders.last) >= 45d", day(120)), (false, day(145)));
    assert_eq!(verdict("since(orders.last) < 45d", day(120)), (true, day(145)));
    assert_eq!(verdict("since(orders.last) <= 45d", day(120)), (true, after(day(145))));
    assert_eq!(verdict("since(orders.last) == 45d", day(120)), (false, day(145)));
    assert_eq!(verdict("since(orders.last) == 45d", day(145)), (true, after(day(145))));
    assert_eq!(verdict("since(orders.last) == 45d", day(146)), (false, Timestamp::NEVER));
    assert_eq!(verdict("since(orders.last) > 45d", day(150)), (true, Timestamp::NEVER));
    assert_eq!(verdict("until(orders.last) < 10d", day(80)), (false, after(day(90))));
    assert_eq!(verdict("2 * since(orders.last) >= 10d", day(100)), (false, day(105)));
    assert_eq!(verdict("since(orders.last) in [5d, 9d]", day(106)), (false, day(109)));
    assert_eq!(verdict("since(orders.last) > until(orders.last)", day(90)), (false, after(day(100))));
    assert_eq!(verdict("since(orders.first) > 1d", day(90)), (false, Timestamp::NEVER));
    // What decides alone keeps the time of the others out.
    assert_eq!(verdict("false && since(orders.last) > 45d", day(120)), (false, Timestamp::NEVER));
    assert_eq!(verdict("since(orders.last) > 45d || true", day(120)), (true, Timestamp::NEVER));
    assert_eq!(verdict("since(orders.last) >= 1d && since(orders.last) < 45d", day(120)), (true, day(145)));
}

#[test]
fn values_of_any_type_can_be_asked_for() {
    let expression = parse("since(orders.last) + 2d").expect("reads");
    let compiled = check_value(&expression, &mut Names { asked: 0 }).expect("makes sense");
    assert_eq!(compiled.kind(), Type::Span);
    let story = Story::steady(&[("orders.last", Value::Time(Timestamp(1_000)))]);
    let moment = story.at(Timestamp(1_500));
    let fact = compiled.eval(&moment, Timestamp(1_500));
    assert_eq!(fact.value.map(|value| value.to_string()).as_deref(), Some("2d500ms"));
    assert_eq!(
        (fact.slope, fact.until > Timestamp(1_000_000)),
        (1, true),
        "a line, not a value of a millisecond"
    );
}
