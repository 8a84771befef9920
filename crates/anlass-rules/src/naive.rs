//! For tests: a schema of a few facts, and a second evaluator that walks the untyped tree the slow, obvious
//! way and knows nothing of `until`.

use crate::ast::{Arithmetic, Expression, Function, Node, Reference};
use crate::{Compiled, Fact, Facts, Refused, Schema, SlotId, ValueRef};
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::{Type, Value};

pub(crate) const NAMES: [(&str, Type); 14] = [
    ("orders.count", Type::Int),
    ("opens", Type::Int),
    ("cart.value", Type::Money),
    ("revenue", Type::Money),
    ("rhythm.gap", Type::Span),
    ("pause", Type::Span),
    ("orders.last", Type::Time),
    ("orders.first", Type::Time),
    ("profile.birthday", Type::Day),
    ("profile.city", Type::Text),
    ("phase", Type::Text),
    ("vip", Type::Bool),
    ("cart.open", Type::Bool),
    ("consent", Type::Bool),
];

/// Knows [`NAMES`]; arguments are taken as they come and do not matter, except `consent`'s.
pub(crate) struct Names {
    pub(crate) asked: usize,
}

impl Schema for Names {
    fn resolve(&mut self, reference: &Reference) -> Result<(SlotId, Type), Refused> {
        self.asked += 1;
        let (index, kind) = find(reference).ok_or(Refused::Unknown)?;
        if let Some((name, _)) = reference.named.iter().find(|(name, _)| **name != *"within") {
            return Err(Refused::UnknownArgument { name: name.clone(), known: vec!["within"] });
        }
        match (reference.argument("within"), &*reference.path) {
            (Some(Value::Span(_)) | None, _) => {}
            (Some(_), _) => {
                let message = "\"within\" needs a duration".to_owned();
                return Err(Refused::Argument { which: crate::Which::Named("within".into()), message });
            }
        }
        if *reference.path == *"consent" && reference.positional.is_empty() {
            let example = Some("consent(\"email\", \"offers\")".to_owned());
            return Err(Refused::Missing { argument: "channel", example });
        }
        if reference.positional.len() > 2 {
            return Err(Refused::TooManyArguments { most: 2 });
        }
        Ok((SlotId(u32::try_from(index).expect("few names")), kind))
    }

    fn names(&self) -> Vec<String> {
        NAMES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

fn find(reference: &Reference) -> Option<(usize, Type)> {
    let index = NAMES.iter().position(|(name, _)| **name == *reference.path)?;
    NAMES.get(index).map(|(_, kind)| (index, *kind))
}

/// The value of each name: one before a moment, another from it on.
#[derive(Clone, Debug)]
pub(crate) struct Story(pub(crate) Vec<(Option<Value>, Timestamp, Option<Value>)>);

impl Story {
    pub(crate) fn steady(values: &[(&str, Value)]) -> Story {
        let value = |name: &str| values.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone());
        Story(NAMES.iter().map(|(name, _)| (value(name), Timestamp::NEVER, None)).collect())
    }

    pub(crate) fn at(&self, now: Timestamp) -> Moment<'_> {
        Moment { story: self, now }
    }
}

pub(crate) struct Moment<'a> {
    story: &'a Story,
    now: Timestamp,
}

impl Facts for Moment<'_> {
    fn fact(&self, slot: SlotId) -> Fact<'_> {
        let index = usize::try_from(slot.0).expect("few slots");
        let (before, change, after) = &self.story.0[index];
        if self.now < *change {
            Fact::until(before.as_ref().map(ValueRef::from), *change)
        } else {
            Fact::steady(after.as_ref().map(ValueRef::from))
        }
    }
}

/// A moment at which `pause` is a named expression, as the traits of an organisation are.
pub(crate) struct Named<'a> {
    pub(crate) moment: Moment<'a>,
    pub(crate) pause: &'a Compiled,
}

impl Facts for Named<'_> {
    fn fact(&self, slot: SlotId) -> Fact<'_> {
        match NAMES.get(usize::try_from(slot.0).expect("few slots")) {
            Some(("pause", _)) => self.pause.eval(&self.moment, self.moment.now),
            _ => self.moment.fact(slot),
        }
    }
}

/// The value of an expression that passed `check_value`.
pub(crate) fn value(expression: &Expression, facts: &Moment<'_>) -> Option<Value> {
    let truth = |expression: &Expression| value(expression, facts) == Some(Value::Bool(true));
    match &expression.node {
        Node::Literal(value) => Some(value.clone()),
        Node::Reference { reference, .. } => {
            let (index, _) = find(reference).expect("known");
            let slot = SlotId(u32::try_from(index).expect("few names"));
            facts.fact(slot).value.map(ValueRef::to_value)
        }
        Node::Call { function, argument } => {
            let argument = value(argument, facts);
            match (function, argument) {
                (Function::Has, argument) => Some(Value::Bool(argument.is_some())),
                (Function::Since, Some(Value::Time(time))) => {
                    facts.now.0.checked_sub(time.0).map(|length| Value::Span(Span(length)))
                }
                (Function::Until, Some(Value::Time(time))) => {
                    time.0.checked_sub(facts.now.0).map(|length| Value::Span(Span(length)))
                }
                _ => None,
            }
        }
        Node::Not(inner) => Some(Value::Bool(!truth(inner))),
        Node::All(parts) => Some(Value::Bool(parts.iter().all(truth))),
        Node::Any(parts) => Some(Value::Bool(parts.iter().any(truth))),
        Node::Negate(inner) => match value(inner, facts)? {
            Value::Int(number) => number.checked_neg().map(Value::Int),
            Value::Money(number) => number.checked_neg().map(Value::Money),
            Value::Span(span) => span.0.checked_neg().map(|length| Value::Span(Span(length))),
            _ => None,
        },
        Node::Compare { operator, left, right } => {
            let holds = value(left, facts).zip(value(right, facts)).is_some_and(|(left, right)| {
                let (left, right) = alike(left, right);
                operator.holds(left.cmp(&right))
            });
            Some(Value::Bool(holds))
        }
        Node::In { subject, negated, list } => {
            let holds = value(subject, facts).is_some_and(|subject| {
                let found = list.iter().any(|item| {
                    let (subject, item) = alike(subject.clone(), item.value.clone());
                    subject == item
                });
                found != *negated
            });
            Some(Value::Bool(holds))
        }
        Node::Arithmetic { operator, left, right } => {
            compute(*operator, value(left, facts)?, value(right, facts)?)
        }
    }
}

fn alike(left: Value, right: Value) -> (Value, Value) {
    match (left, right) {
        (Value::Int(left), right @ Value::Money(_)) => (Value::Money(left * 100), right),
        (left @ Value::Money(_), Value::Int(right)) => (left, Value::Money(right * 100)),
        both => both,
    }
}

fn compute(operator: Arithmetic, left: Value, right: Value) -> Option<Value> {
    if operator == Arithmetic::Multiply {
        return match (left, right) {
            (Value::Int(left), Value::Int(right)) => left.checked_mul(right).map(Value::Int),
            (Value::Int(left), Value::Money(right)) | (Value::Money(left), Value::Int(right)) => {
                left.checked_mul(right).map(Value::Money)
            }
            (Value::Int(left), Value::Span(right)) | (Value::Span(right), Value::Int(left)) => {
                left.checked_mul(right.0).map(|length| Value::Span(Span(length)))
            }
            _ => None,
        };
    }
    let step = |left: i64, right: i64| {
        if operator == Arithmetic::Add { left.checked_add(right) } else { left.checked_sub(right) }
    };
    match alike(left, right) {
        (Value::Int(left), Value::Int(right)) => step(left, right).map(Value::Int),
        (Value::Money(left), Value::Money(right)) => step(left, right).map(Value::Money),
        (Value::Span(left), Value::Span(right)) => {
            step(left.0, right.0).map(|length| Value::Span(Span(length)))
        }
        (Value::Time(left), Value::Time(right)) => {
            step(left.0, right.0).map(|length| Value::Span(Span(length)))
        }
        (Value::Time(left), Value::Span(right)) | (Value::Span(right), Value::Time(left)) => {
            step(left.0, right.0).map(|moment| Value::Time(Timestamp(moment)))
        }
        _ => None,
    }
}
