//! Properties over random texts, trees and facts.

use crate::ast::{Arithmetic, Comparison, Expression, Function, Item, Node, Reference};
use crate::naive::{self, NAMES, Named, Names, Story};
use crate::{Place, check, check_value, parse};
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::{Day, Type, Value};
use proptest::prelude::*;
use proptest::sample::select;

fn bare(node: Node) -> Expression {
    Expression { node, place: Place::default() }
}

fn joined(parts: Vec<Expression>, all: bool) -> Expression {
    let mut flat = Vec::new();
    for part in parts {
        match part.node {
            Node::All(inner) if all => flat.extend(inner),
            Node::Any(inner) if !all => flat.extend(inner),
            node => flat.push(bare(node)),
        }
    }
    bare(if all { Node::All(flat) } else { Node::Any(flat) })
}

fn not(inner: Expression) -> Expression {
    bare(Node::Not(Box::new(inner)))
}

fn negate(inner: Expression) -> Expression {
    match inner.node {
        // The parser reads a minus before a number as part of it.
        Node::Literal(Value::Int(_) | Value::Money(_) | Value::Span(_)) => inner,
        _ => bare(Node::Negate(Box::new(inner))),
    }
}

fn call(function: Function, argument: Expression) -> Expression {
    bare(Node::Call { function, argument: Box::new(argument) })
}

fn compare(operator: Comparison, left: Expression, right: Expression) -> Expression {
    bare(Node::Compare { operator, left: Box::new(left), right: Box::new(right) })
}

fn arithmetic(operator: Arithmetic, left: Expression, right: Expression) -> Expression {
    bare(Node::Arithmetic { operator, left: Box::new(left), right: Box::new(right) })
}

fn within(subject: Expression, negated: bool, values: Vec<Value>) -> Expression {
    let list = values.into_iter().map(|value| Item { value, place: Place::default() }).collect();
    bare(Node::In { subject: Box::new(subject), negated, list })
}

fn name(path: &str) -> Expression {
    bare(Node::Reference { reference: Reference::new(path, Vec::new(), Vec::new()), arguments: Vec::new() })
}

fn operator() -> impl Strategy<Value = Comparison> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    select(vec![Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual])
}

fn any_arithmetic() -> impl Strategy<Value = Arithmetic> {
    select(vec![Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply])
}

fn any_literal() -> impl Strategy<Value = Value> {
    let number = prop_oneof![-9..9i64, -i64::MAX..=i64::MAX];
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        number.clone().prop_map(Value::Int),
        number.clone().prop_map(Value::Money),
        number.prop_map(|length| Value::Span(Span(length))),
        (-700_000..2_000_000i32).prop_map(|day| Value::Day(Day(day))),
        "[a-zäöüß \"\\\\\n\t&(]{0,8}".prop_map(|text| Value::Text(text.into())),
    ]
}

fn any_reference() -> impl Strategy<Value = Expression> {
    let path = "[a-zä_][a-z0-9_]{0,4}(\\.[a-zö_][a-z0-9_]{0,4}){0,2}";
    let signs = ["and", "or", "not", "in", "true", "false"];
    let functions = ["since", "until", "has"];
    let named = proptest::collection::btree_map("[b-h][a-z]{0,3}", any_literal(), 0..3);
    let word = path.prop_filter("not reserved", move |path: &String| {
        let first = path.split('.').next().unwrap_or("");
        !signs.contains(&first) && !functions.contains(&path.as_str())
    });
    (word, proptest::collection::vec(any_literal(), 0..3), named).prop_map(|(path, positional, named)| {
        let named: Vec<(Box<str>, Value)> =
            named.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let arguments = vec![Place::default(); positional.len() + named.len()];
        bare(Node::Reference { reference: Reference::new(path, positional, named), arguments })
    })
}

/// Trees as the parser makes them, whether they make sense or not.
fn any_expression() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![any_literal().prop_map(|value| bare(Node::Literal(value))), any_reference()];
    leaf.prop_recursive(5, 24, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            (several, any::<bool>()).prop_map(|(parts, all)| joined(parts, all)),
            inner.clone().prop_map(not),
            inner.clone().prop_map(negate),
            (select(Function::ALL.to_vec()), inner.clone())
                .prop_map(|(function, inner)| call(function, inner)),
            (operator(), inner.clone(), inner.clone()).prop_map(|(o, left, right)| compare(o, left, right)),
            (any_arithmetic(), inner.clone(), inner.clone())
                .prop_map(|(o, left, right)| arithmetic(o, left, right)),
            (inner, any::<bool>(), proptest::collection::vec(any_literal(), 1..4))
                .prop_map(|(subject, negated, list)| within(subject, negated, list)),
        ]
    })
}

/// Names and literals of a type; the literals are of the same size as the facts.
fn leaf(kind: Type, size: i64) -> BoxedStrategy<Expression> {
    let names: Vec<&str> = NAMES.iter().filter(|(_, own)| *own == kind).map(|(name, _)| *name).collect();
    let name = select(names).prop_map(|path| match path {
        "consent" => {
            let reference = Reference::new(path, vec![Value::Text("email".into())], Vec::new());
            bare(Node::Reference { reference, arguments: vec![Place::default()] })
        }
        path => name(path),
    });
    if kind == Type::Time {
        return name.boxed();
    }
    prop_oneof![2 => name, 1 => value_of(kind, size).prop_map(|value| bare(Node::Literal(value)))].boxed()
}

fn value_of(kind: Type, size: i64) -> BoxedStrategy<Value> {
    let number = -size..=size;
    match kind {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Int => number.prop_map(Value::Int).boxed(),
        Type::Money => number.prop_map(Value::Money).boxed(),
        Type::Span => number.prop_map(|length| Value::Span(Span(length))).boxed(),
        Type::Time => number.prop_map(|moment| Value::Time(Timestamp(moment))).boxed(),
        Type::Day => (0..4i32).prop_map(|day| Value::Day(Day(day))).boxed(),
        Type::Text => select(vec!["a", "b", "c"]).prop_map(|text| Value::Text(text.into())).boxed(),
    }
}

/// Well-typed numbers; `depth` limits how much they are computed.
fn number(kind: Type, depth: u32, size: i64) -> BoxedStrategy<Expression> {
    if depth == 0 || kind == Type::Day {
        return leaf(kind, size);
    }
    let plain = leaf(kind, size);
    let of = |kind| number(kind, depth - 1, size);
    let sum = select(vec![Arithmetic::Add, Arithmetic::Subtract]);
    let multiplied = (of(Type::Int), of(kind), any::<bool>()).prop_map(|(count, other, first)| {
        let (left, right) = if first { (count, other) } else { (other, count) };
        arithmetic(Arithmetic::Multiply, left, right)
    });
    match kind {
        Type::Span => {
            let function = select(vec![Function::Since, Function::Until]);
            prop_oneof![
                plain,
                (function, of(Type::Time)).prop_map(|(function, time)| call(function, time)),
                (sum, of(Type::Span), of(Type::Span)).prop_map(|(o, left, right)| arithmetic(o, left, right)),
                (of(Type::Time), of(Type::Time)).prop_map(|(a, b)| arithmetic(Arithmetic::Subtract, a, b)),
                of(Type::Span).prop_map(negate),
                multiplied,
            ]
            .boxed()
        }
        Type::Time => prop_oneof![
            plain,
            (sum, of(Type::Time), of(Type::Span)).prop_map(|(o, left, right)| arithmetic(o, left, right)),
            (of(Type::Span), of(Type::Time)).prop_map(|(a, b)| arithmetic(Arithmetic::Add, a, b)),
        ]
        .boxed(),
        kind => prop_oneof![
            plain,
            (sum, of(kind), of(kind)).prop_map(|(o, left, right)| arithmetic(o, left, right)),
            of(kind).prop_map(negate),
            multiplied,
        ]
        .boxed(),
    }
}

fn comparison(size: i64) -> BoxedStrategy<Expression> {
    let pair = |kind: Type| {
        (operator(), number(kind, 2, size), number(kind, 2, size))
            .prop_map(|(o, left, right)| compare(o, left, right))
    };
    let equality = || select(vec![Comparison::Equal, Comparison::NotEqual]);
    let texts =
        (equality(), leaf(Type::Text, size), leaf(Type::Text, size)).prop_map(|(o, a, b)| compare(o, a, b));
    let flags =
        (equality(), leaf(Type::Bool, size), leaf(Type::Bool, size)).prop_map(|(o, a, b)| compare(o, a, b));
    let whole_money = (operator(), number(Type::Money, 1, size), -3..3i64)
        .prop_map(|(o, left, whole)| compare(o, left, bare(Node::Literal(Value::Int(whole)))));
    let inside = |kind: Type| {
        let list = proptest::collection::vec(value_of(kind, size.min(20)), 1..4);
        (number(kind, 1, size), any::<bool>(), list)
            .prop_map(|(subject, negated, list)| within(subject, negated, list))
    };
    prop_oneof![
        4 => pair(Type::Span),
        1 => pair(Type::Time),
        1 => pair(Type::Int),
        1 => pair(Type::Money),
        1 => pair(Type::Day),
        1 => texts,
        1 => flags,
        1 => whole_money,
        2 => inside(Type::Span),
        1 => (leaf(Type::Text, size), any::<bool>()).prop_map(|(subject, negated)| {
            within(subject, negated, vec![Value::Text("b".into()), Value::Text("a".into())])
        }),
    ]
    .boxed()
}

fn rule(size: i64) -> BoxedStrategy<Expression> {
    let known = select(NAMES.map(|(name, _)| name).to_vec())
        .prop_filter("needs an argument", |path| *path != "consent")
        .prop_map(|path| call(Function::Has, name(path)));
    let leaf = prop_oneof![5 => comparison(size), 1 => leaf(Type::Bool, size), 1 => known];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            3 => (several, any::<bool>()).prop_map(|(parts, all)| joined(parts, all)),
            1 => inner.prop_map(not),
        ]
    })
    .boxed()
}

fn story(size: i64, changing: bool) -> impl Strategy<Value = Story> {
    let change =
        if changing { (0..40i64).prop_map(Timestamp).boxed() } else { Just(Timestamp::NEVER).boxed() };
    let facts: Vec<_> = NAMES
        .iter()
        .map(|(_, kind)| {
            let value = || proptest::option::weighted(0.85, value_of(*kind, size));
            (value(), change.clone(), value())
        })
        .collect();
    facts.prop_map(Story)
}

/// The expression with `words` in the place of the name `pause`.
fn written_out(expression: &Expression, words: &Expression) -> Expression {
    let inner = |inner: &Expression| Box::new(written_out(inner, words));
    let all = |parts: &[Expression]| parts.iter().map(|part| written_out(part, words)).collect();
    bare(match &expression.node {
        Node::Reference { reference, .. } if &*reference.path == "pause" => words.node.clone(),
        Node::Call { function, argument } => Node::Call { function: *function, argument: inner(argument) },
        Node::Not(part) => Node::Not(inner(part)),
        Node::Negate(part) => Node::Negate(inner(part)),
        Node::All(parts) => Node::All(all(parts)),
        Node::Any(parts) => Node::Any(all(parts)),
        Node::Compare { operator, left, right } => {
            Node::Compare { operator: *operator, left: inner(left), right: inner(right) }
        }
        Node::In { subject, negated, list } => {
            Node::In { subject: inner(subject), negated: *negated, list: list.clone() }
        }
        Node::Arithmetic { operator, left, right } => {
            Node::Arithmetic { operator: *operator, left: inner(left), right: inner(right) }
        }
        node => node.clone(),
    })
}

fn holds(expression: &Expression, story: &Story, now: Timestamp) -> bool {
    naive::value(expression, &story.at(now)) == Some(Value::Bool(true))
}

/// Steps beyond which the small stories do not change any more are not looked at.
const LAST: i64 = 60;
const SMALL: i64 = 20;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_as_the_same_tree(expression in any_expression()) {
        let text = expression.to_string();
        let read = parse(&text);
        prop_assert!(read.is_ok(), "{text}: {read:?}");
        prop_assert_eq!(read.expect("reads").without_places(), expression, "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,300}") {
        survives(&text)?;
    }

    #[test]
    fn no_salad_of_tokens_makes_it_panic(tokens in proptest::collection::vec(select(SALAD.to_vec()), 0..60)) {
        survives(&tokens.concat())?;
        survives(&tokens.join(" "))?;
    }

    #[test]
    fn evaluation_agrees_with_the_obvious_one(
        expression in rule(SMALL), story in story(SMALL, true), now in -5..45i64,
    ) {
        let now = Timestamp(now);
        let rule = check(&expression, &mut Names { asked: 0 }).expect("well typed");
        let verdict = rule.eval(&story.at(now), now);
        prop_assert_eq!(verdict.value, holds(&expression, &story, now), "{}", expression);
        let explanation = rule.explain(&story.at(now), now);
        prop_assert_eq!(explanation.holds, verdict.value);
        prop_assert!(!explanation.because(crate::Language::De).is_empty());
    }

    #[test]
    fn values_agree_with_the_obvious_ones(
        expression in number(Type::Span, 3, i64::MAX), story in story(i64::MAX, false), now in any::<i64>(),
    ) {
        let now = Timestamp(now);
        let compiled = check_value(&expression, &mut Names { asked: 0 }).expect("well typed");
        let value = compiled.eval(&story.at(now), now).value.map(|value| value.to_value());
        prop_assert_eq!(value, naive::value(&expression, &story.at(now)), "{}", expression);
    }

    #[test]
    fn a_verdict_stands_until_it_says(expression in rule(SMALL), story in story(SMALL, true)) {
        let rule = check(&expression, &mut Names { asked: 0 }).expect("well typed");
        let truths: Vec<bool> = (0..=LAST).map(|now| holds(&expression, &story, Timestamp(now))).collect();
        for (now, truth) in (0..=LAST).zip(&truths) {
            let verdict = rule.eval(&story.at(Timestamp(now)), Timestamp(now));
            prop_assert_eq!(verdict.value, *truth);
            prop_assert!(verdict.until > Timestamp(now), "{} at {}", expression, now);
            for (later, then) in (0..=LAST).zip(&truths) {
                if later > now && Timestamp(later) < verdict.until {
                    prop_assert_eq!(*then, *truth, "{} at {} said until {:?}, differs at {}", expression, now, verdict.until, later);
                }
            }
        }
    }

    #[test]
    fn one_comparison_flips_exactly_when_it_says(
        operator in operator(), left in number(Type::Span, 2, SMALL), right in number(Type::Span, 2, SMALL),
        story in story(SMALL, false), now in 0..LAST,
    ) {
        let expression = compare(operator, left, right);
        let rule = check(&expression, &mut Names { asked: 0 }).expect("well typed");
        let verdict = rule.eval(&story.at(Timestamp(now)), Timestamp(now));
        for later in now..LAST.min(verdict.until.0) {
            prop_assert_eq!(holds(&expression, &story, Timestamp(later)), verdict.value, "{}", expression);
        }
        // Far away only an overflow ends it; there a true comparison ends and a false one may stay.
        if verdict.until.0 < i64::MAX / 1_000_000 {
            prop_assert_ne!(holds(&expression, &story, verdict.until), verdict.value, "{}", expression);
        }
    }

    #[test]
    fn a_named_value_stands_as_exactly_as_its_own_words(
        expression in rule(SMALL), words in number(Type::Span, 2, SMALL), story in story(SMALL, true), now in -5..45i64,
    ) {
        let now = Timestamp(now);
        let pause = check_value(&words, &mut Names { asked: 0 }).expect("well typed");
        let named = check(&expression, &mut Names { asked: 0 }).expect("well typed");
        // `has` asks about names only.
        let Ok(inline) = check(&written_out(&expression, &words), &mut Names { asked: 0 }) else { return Ok(()) };
        let facts = Named { moment: story.at(now), pause: &pause };
        prop_assert_eq!(named.eval(&facts, now), inline.eval(&story.at(now), now), "{} with {}", expression, words);
    }

    #[test]
    fn until_is_sound_at_the_ends_of_the_number_range(
        expression in comparison(i64::MAX), story in story(i64::MAX, false), now in any::<i64>(), step in any::<i64>(),
    ) {
        let rule = check(&expression, &mut Names { asked: 0 });
        // A whole number this large does not become an amount of money.
        let Ok(rule) = rule else { return Ok(()) };
        let now = Timestamp(now);
        let verdict = rule.eval(&story.at(now), now);
        prop_assert_eq!(verdict.value, holds(&expression, &story, now), "{}", expression);
        let last = verdict.until.0.saturating_sub(1);
        for later in [now.0.saturating_add(1), last, step, now.0 / 2 + last / 2] {
            if later > now.0 && later <= last {
                prop_assert_eq!(holds(&expression, &story, Timestamp(later)), verdict.value, "{}", expression);
            }
        }
    }
}

const SALAD: [&str; 44] = [
    "a",
    "vip",
    "orders.count",
    "orders.last",
    "cart.value",
    "phase",
    "since(",
    "until(",
    "has(",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "&&",
    "||",
    "!",
    "not",
    "and",
    "or",
    "in",
    "+",
    "-",
    "*",
    "1",
    "20.00",
    "30d",
    "2026-11-22",
    "\"x\"",
    "\"",
    "\\",
    "true",
    "within",
    "consent(\"email\"",
    "ö",
    "&",
];

fn survives(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Err(error) => prop_assert!(!error.render(text).is_empty()),
        Ok(expression) => {
            let printed = expression.to_string();
            let again = parse(&printed).expect("what is printed reads");
            prop_assert_eq!(&again.without_places(), &expression.clone().without_places(), "{}", printed);
            if let Err(errors) = check(&expression, &mut Names { asked: 0 }) {
                prop_assert!(errors.iter().all(|error| !error.render(text).is_empty()));
            }
        }
    }
    Ok(())
}
