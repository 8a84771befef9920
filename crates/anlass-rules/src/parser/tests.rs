//! What the parser reads and how it complains.

use super::*;

fn check(text: &str, code: Code, marked: &str, hint: &str) {
    let error = parse(text).expect_err(text);
    assert_eq!(error.code, code, "{text}: {error:?}");
    assert_eq!(text.get(error.place.start..error.place.end), Some(marked), "{text}: {error:?}");
    assert!(error.hint.as_deref().unwrap_or("").contains(hint), "{text}: {error:?}");
}

#[test]
fn errors_say_where_and_what_to_do() {
    check("a < b < c", Code::ChainedComparison, "<", "a < b && b < c");
    check("a == b in [1]", Code::ChainedComparison, "in", "");
    check("city = \"Köln\"", Code::SingleEquals, "=", "==");
    check("(a && b", Code::Unclosed, "(", "add \")\"");
    check("a in [1, 2", Code::Unclosed, "[", "add \"]\"");
    check("a in []", Code::BadList, "[]", "");
    check("a in b", Code::Unexpected, "b", "in [");
    check("a == [1]", Code::Unexpected, "[", "only after in");
    check("a AND b", Code::Unexpected, "AND", "small letters");
    check("value >= 20,00", Code::Unexpected, ",", "20.00");
    check("a ==", Code::Unexpected, "", "");
    check("", Code::Unexpected, "", "");
    check("a == = b", Code::SingleEquals, "=", "");
    check("a == !b", Code::Unexpected, "!", "parentheses");
    check("consent(email)", Code::BadArgument, "email", "\"email\"");
    check("f(within == 3)", Code::BadArgument, "within", "one =");
    check("f(a = 1, 2)", Code::BadArgument, "2", "first");
    check("f(a = 1, a = 2)", Code::BadArgument, "a", "");
    check("since > 3d", Code::BadArgument, "since", "since(orders.last)");
    check("a.3", Code::Unexpected, "3", "");
}

#[test]
fn lines_and_columns_are_counted_in_characters() {
    let error = parse("city == \"Köln\"\n && größe = 3").expect_err("single equals");
    assert_eq!((error.place.line, error.place.column), (2, 11));
}

#[test]
fn bounds_hold_on_hostile_text() {
    let code = |text: &str| parse(text).map(|_| ()).map_err(|error| error.code);
    assert_eq!(code(&"(".repeat(100_000)), Err(Code::TooLong));
    for sign in ["(", "!", "-", "not ", "has(", "a == (", "a + (", "!("] {
        assert_eq!(code(&sign.repeat(TEXT_MAX / sign.len())), Err(Code::TooDeep), "{sign}");
    }
    assert_eq!(code(&format!("1{}", " + 1".repeat(64))), Err(Code::TooDeep));
    assert_eq!(code(&format!("{}a{}", "(".repeat(64), ")".repeat(64))), Ok(()));
    assert_eq!(code(&format!("{}a", "!".repeat(63))), Ok(()));
    assert_eq!(code(&format!("a{}", "||a".repeat(900))), Ok(()));
    assert_eq!(code(&format!("a{}", "||a".repeat(1_000))), Err(Code::TooManyParts));
    assert_eq!(code(&format!("a in [1{}]", ",1".repeat(199))), Ok(()));
    assert_eq!(code(&format!("a in [1{}]", ",1".repeat(200))), Err(Code::BadList));
    assert_eq!(code(&format!("f(1{})", ",1".repeat(1_000))), Err(Code::TooManyParts));
}
