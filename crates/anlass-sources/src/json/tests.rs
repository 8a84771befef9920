//! Both passes against a parser that others wrote.

use super::*;
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

const BOUNDS: Bounds = Bounds { depth_max: 16, values_max: 5_000, text_bytes_max: 16 << 10 };

fn owned(json: &Json<'_>) -> serde_json::Value {
    match json {
        Json::Null => serde_json::Value::Null,
        Json::Bool(flag) => (*flag).into(),
        Json::Number(digits) => serde_json::from_str(digits).expect("a number"),
        Json::Text(text) => text.as_ref().into(),
        Json::List(values) => values.iter().map(owned).collect(),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.to_string(), owned(value)));
            serde_json::Value::Object(members.collect())
        }
    }
}

fn walk_over(bytes: &[u8]) -> Result<(), Broken> {
    let mut walk = Walk::new(bytes);
    walk.skip_value()?;
    walk.end()
}

#[test]
fn what_is_no_json_is_refused() {
    let refused = [
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{,}",
        "[,1]",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "nul",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\u{1}\"",
        "[1 2]",
        "{\"a\" 1}",
        "1 1",
    ];
    for text in refused {
        assert!(read(text.as_bytes(), &BOUNDS).is_err(), "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
    }
    assert_eq!(read(b"\"\xff\"", &BOUNDS), Err(Unfit::NotUtf8));
    assert_eq!(walk_over(b"{\"a\":\"\xff\"}"), Ok(()), "the outline is sound");
}

#[test]
fn each_bound_has_its_own_name() {
    let limits = Bounds { depth_max: 3, values_max: 6, text_bytes_max: 4 };
    assert!(read(b"[[[1]]]", &limits).is_ok());
    assert_eq!(read(b"[[[[1]]]]", &limits), Err(Unfit::TooDeep));
    assert!(read(b"[1,2,3,4,5]", &limits).is_ok());
    assert_eq!(read(b"[1,2,3,4,5,6]", &limits), Err(Unfit::TooManyValues));
    assert_eq!(read(b"\"12345\"", &limits), Err(Unfit::TextTooLong));
    assert_eq!(read(b"\"\\n2345\"", &limits), Err(Unfit::TextTooLong));
    assert_eq!(read(b"12345", &limits), Err(Unfit::TextTooLong));
}

#[test]
fn a_million_brackets_are_walked_over_without_a_stack() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert_eq!(walk_over(deep.as_bytes()), Ok(()));
    assert_eq!(read(deep.as_bytes(), &BOUNDS), Err(Unfit::TooDeep));
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        prop::strategy::Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        ".{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn good_json_reads_as_others_read_it(value in value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).expect("writable")] {
            prop_assert_eq!(walk_over(text.as_bytes()), Ok(()));
            let read = read(text.as_bytes(), &BOUNDS).expect("good JSON");
            prop_assert_eq!(owned(&read), value.clone());
        }
    }

    #[test]
    fn bad_json_is_refused_as_others_refuse_it(text in "[\\[\\]{}:,\"a\\\\u0-9eE.+ntrf -]{0,14}") {
        let ours = read(text.as_bytes(), &BOUNDS);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // Numbers beyond 64 bits are theirs to refuse.
        let is_number = theirs.as_ref().err().is_some_and(|error| error.to_string().contains("out of range"));
        prop_assert!(ours.is_ok() == theirs.is_ok() || is_number, "{text}: {ours:?}");
        if ours.is_ok() {
            prop_assert_eq!(walk_over(text.as_bytes()), Ok(()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if read(&bytes, &BOUNDS).is_ok() {
            prop_assert_eq!(walk_over(&bytes), Ok(()));
        }
    }
}
