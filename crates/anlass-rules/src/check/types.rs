//! Which types go together under which operator, and what to say when they do not.

use crate::ast::{Arithmetic, Comparison, Expression, Item, Node};
use crate::error::{Code, Error, Place};
use crate::eval::{Number, Truth};
use crate::facts::ValueRef;
use crate::rule::Term;
use anlass_model::value::{Type, Value};

type Side<'a> = (&'a Expression, Term);

pub(super) fn compared(
    operator: Comparison,
    left: Side<'_>,
    right: Side<'_>,
    place: Place,
) -> Result<Truth, Error> {
    let (left, right) = coerced(left, right)?;
    let kind = left.1.kind();
    if kind != right.1.kind() {
        return Err(mismatch("cannot compare", &left, &right, place));
    }
    if matches!(kind, Type::Text | Type::Bool) && !operator.is_equality() {
        let message = format!("\"{}\" has no meaning for {}", operator.symbol(), plural(kind));
        return Err(Error::at(Code::TypeMismatch, place, message)
            .with_hint("they can only be compared with == and !="));
    }
    match (left.1, right.1) {
        (Term::Number { number: left, .. }, Term::Number { number: right, .. }) => {
            Ok(Truth::Numbers { operator, kind, left, right })
        }
        (Term::Text(left), Term::Text(right)) => Ok(Truth::Texts { operator, left, right }),
        (Term::Truth(left), Term::Truth(right)) => {
            Ok(Truth::Truths { operator, sides: Box::new([left, right]) })
        }
        // Equal kinds have the same form; kept as an answer instead of a crash.
        _ => Err(Error::at(Code::TypeMismatch, place, "these cannot be compared")),
    }
}

pub(super) fn contained(
    subject: &Expression,
    term: Term,
    negated: bool,
    list: &[Item],
) -> Result<Truth, Vec<Error>> {
    let kind = term.kind();
    let mut errors = Vec::new();
    let mut numbers: Vec<i64> = Vec::new();
    let mut texts: Vec<Box<str>> = Vec::new();
    for item in list {
        match (&item.value, kind) {
            (Value::Text(text), Type::Text) => texts.push(text.clone()),
            (Value::Int(number), Type::Money) => match number.checked_mul(100) {
                Some(minor) => numbers.push(minor),
                None => errors.push(too_large(item.place)),
            },
            (Value::Int(number), Type::Int) | (Value::Money(number), Type::Money) => numbers.push(*number),
            (Value::Span(span), Type::Span) => numbers.push(span.0),
            (Value::Time(time), Type::Time) => numbers.push(time.0),
            (Value::Day(day), Type::Day) => numbers.push(i64::from(day.0)),
            (value, _) => {
                let what = described(subject, kind);
                let shown = shortened(&ValueRef::from(value).to_string());
                let message = format!("{shown} ({}) stands in the list, but {what}", value.kind());
                let error = Error::at(Code::TypeMismatch, item.place, message);
                errors.push(match literal_hint(value, kind) {
                    Some(hint) => error.with_hint(hint),
                    None => error,
                });
            }
        }
    }
    if kind == Type::Bool {
        let error = Error::at(Code::TypeMismatch, subject.place, "\"in\" has no meaning for yes/no");
        return Err(vec![error.with_hint(format!("write {subject} or !{subject}"))]);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    numbers.sort_unstable();
    numbers.dedup();
    texts.sort_unstable();
    texts.dedup();
    match term {
        Term::Number { number, kind } => {
            Ok(Truth::NumberIn { negated, kind, subject: number, list: numbers.into() })
        }
        Term::Text(subject) => Ok(Truth::TextIn { negated, subject, list: texts.into() }),
        Term::Truth(_) => Err(errors),
    }
}

pub(super) fn computed(
    operator: Arithmetic,
    left: Side<'_>,
    right: Side<'_>,
    place: Place,
) -> Result<Term, Error> {
    let adding = operator != Arithmetic::Multiply;
    let (left, right) = if adding { coerced(left, right)? } else { (left, right) };
    let kind = match (operator, left.1.kind(), right.1.kind()) {
        (Arithmetic::Add | Arithmetic::Subtract, Type::Int, Type::Int) => Type::Int,
        (Arithmetic::Add | Arithmetic::Subtract, Type::Money, Type::Money) => Type::Money,
        (Arithmetic::Add | Arithmetic::Subtract, Type::Span, Type::Span) => Type::Span,
        (Arithmetic::Add | Arithmetic::Subtract, Type::Time, Type::Span) => Type::Time,
        (Arithmetic::Add, Type::Span, Type::Time) => Type::Time,
        (Arithmetic::Subtract, Type::Time, Type::Time) => Type::Span,
        (Arithmetic::Multiply, Type::Int, other @ (Type::Int | Type::Money | Type::Span)) => other,
        (Arithmetic::Multiply, other @ (Type::Money | Type::Span), Type::Int) => other,
        _ => {
            let attempted = match operator {
                Arithmetic::Add => "cannot add",
                Arithmetic::Subtract => "cannot subtract",
                Arithmetic::Multiply => "cannot multiply",
            };
            return Err(mismatch(attempted, &left, &right, place));
        }
    };
    let (Term::Number { number: left, .. }, Term::Number { number: right, .. }) = (left.1, right.1) else {
        return Err(Error::at(Code::TypeMismatch, place, "this cannot be computed"));
    };
    let both = Box::new([left, right]);
    let number = match operator {
        Arithmetic::Add => Number::Add(both),
        Arithmetic::Subtract => Number::Subtract(both),
        Arithmetic::Multiply => Number::Multiply(both),
    };
    Ok(Term::Number { number, kind })
}

/// A whole-number literal beside an amount of money is one.
fn coerced<'a>(left: Side<'a>, right: Side<'a>) -> Result<(Side<'a>, Side<'a>), Error> {
    match (left.1.kind(), right.1.kind()) {
        (Type::Int, Type::Money) => Ok((as_money(left)?, right)),
        (Type::Money, Type::Int) => Ok((left, as_money(right)?)),
        _ => Ok((left, right)),
    }
}

fn as_money((expression, term): Side<'_>) -> Result<Side<'_>, Error> {
    let Node::Literal(Value::Int(number)) = &expression.node else {
        return Ok((expression, term));
    };
    match number.checked_mul(100) {
        Some(minor) => Ok((expression, Term::Number { number: Number::Constant(minor), kind: Type::Money })),
        None => Err(too_large(expression.place)),
    }
}

fn too_large(place: Place) -> Error {
    Error::at(Code::BadNumber, place, "the amount is too large")
}

pub(super) fn not_yes_no(expression: &Expression, kind: Type) -> Error {
    let text = shortened(&expression.to_string());
    let error = Error::at(
        Code::NotYesNo,
        expression.place,
        format!("{} where yes or no is needed", described(expression, kind)),
    );
    match (&expression.node, kind) {
        (Node::Literal(_), _) => error.with_hint("compare something with it"),
        (_, Type::Text) => error.with_hint(format!("compare it: {text} == \"…\", or ask has(…)")),
        (_, Type::Time) => error.with_hint(format!("compare it: since({text}) > 30d, or ask has(…)")),
        (_, Type::Span) => error.with_hint(format!("compare it: {text} > 30d")),
        (_, Type::Money) => error.with_hint(format!("compare it: {text} >= 20.00")),
        (_, Type::Day) => error.with_hint(format!("compare it: {text} >= 2026-11-22")),
        (_, Type::Int | Type::Bool) => error.with_hint(format!("compare it: {text} >= 1")),
    }
}

pub(super) fn not_negatable(inner: &Expression, kind: Type, place: Place) -> Error {
    let error =
        Error::at(Code::TypeMismatch, place, format!("\"-\" needs a number, {}", described(inner, kind)));
    if kind == Type::Bool { error.with_hint("write ! to turn yes and no around") } else { error }
}

/// `"orders.last" is a moment`
pub(super) fn described(expression: &Expression, kind: Type) -> String {
    format!("{} is {}", quoted(expression), with_article(kind))
}

fn quoted(expression: &Expression) -> String {
    match &expression.node {
        Node::Literal(Value::Text(_)) => shortened(&expression.to_string()),
        _ => format!("\"{}\"", shortened(&expression.to_string())),
    }
}

fn shortened(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    if text.chars().count() <= SHOWN_MAX {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN_MAX).collect();
    format!("{head}…")
}

fn with_article(kind: Type) -> String {
    match kind {
        Type::Bool | Type::Text => kind.to_string(),
        Type::Int | Type::Span | Type::Time | Type::Day => format!("a {kind}"),
        Type::Money => format!("an {kind}"),
    }
}

fn plural(kind: Type) -> &'static str {
    if kind == Type::Bool { "yes/no" } else { "texts" }
}

fn mismatch(attempted: &str, left: &Side<'_>, right: &Side<'_>, place: Place) -> Error {
    let (left_kind, right_kind) = (left.1.kind(), right.1.kind());
    let message =
        format!("{attempted} {} ({left_kind}) and {} ({right_kind})", quoted(left.0), quoted(right.0));
    let error = Error::at(Code::TypeMismatch, place, message);
    let literal = match (&left.0.node, &right.0.node) {
        (_, Node::Literal(value)) => literal_hint(value, left_kind),
        (Node::Literal(value), _) => literal_hint(value, right_kind),
        _ => None,
    };
    let hint = literal.or_else(|| match (left_kind, right_kind) {
        (Type::Time, Type::Span) => Some(format!("since({}) is the time passed since then", left.0)),
        (Type::Span, Type::Time) => Some(format!("since({}) is the time passed since then", right.0)),
        (Type::Time, Type::Day) | (Type::Day, Type::Time) => {
            Some("a day has no hour; ask for the time passed instead, such as since(…) < 7d".to_owned())
        }
        (Type::Int, Type::Money) | (Type::Money, Type::Int) => {
            Some("only a number written out becomes an amount, such as 20 or 20.00".to_owned())
        }
        _ => None,
    });
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

/// How to write a literal so that it fits beside something of type `wanted`.
fn literal_hint(value: &Value, wanted: Type) -> Option<String> {
    match (value, wanted) {
        (Value::Int(number), Type::Span) => Some(format!("write the duration as {number}d")),
        (Value::Money(_), Type::Span) => Some("write the duration as 30d".to_owned()),
        (Value::Int(number), Type::Text) => Some(format!("write the text as \"{number}\"")),
        (Value::Money(minor), Type::Int) => Some(format!("write a whole number, such as {}", minor / 100)),
        (Value::Text(text), Type::Int | Type::Money | Type::Span | Type::Day | Type::Bool) => {
            Some(format!("leave the quotes out: {}", shortened(text)))
        }
        (Value::Int(0 | 1), Type::Bool) => Some("write true or false".to_owned()),
        (Value::Day(_), Type::Text) => Some("put texts in quotes".to_owned()),
        _ => None,
    }
}
