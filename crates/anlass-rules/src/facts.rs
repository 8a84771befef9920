//! What the engine gives an evaluation and what it gets back. Borrowed and copied, never allocated.

use anlass_model::time::{Span, Timestamp};
use anlass_model::value::{Day, Type, Value};
use serde::{Deserialize, Serialize};

/// A place in the engine's table of facts, given by [`crate::Schema::resolve`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SlotId(pub u32);

/// The facts about one customer at one moment.
pub trait Facts {
    fn fact(&self, slot: SlotId) -> Fact<'_>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<'a> {
    /// `None` is missing. A value of another type than the schema promised is a bug of the engine and counts
    /// as missing.
    pub value: Option<ValueRef<'a>>,
    /// How a counted value moves with time, per millisecond; 0 if it stays. A named `since(orders.last)` has
    /// 1: rules that ask for it flip as exactly as if they said it themselves.
    pub slope: i64,
    /// The value stays as it is, or on its line, until this moment (exclusive), which lies after `now`;
    /// `Timestamp::NEVER` if nothing but an event changes that.
    pub until: Timestamp,
}

impl<'a> Fact<'a> {
    /// A fact that only an event changes.
    #[must_use]
    pub const fn steady(value: Option<ValueRef<'a>>) -> Fact<'a> {
        Fact::until(value, Timestamp::NEVER)
    }

    /// A fact that stays as it is until a moment.
    #[must_use]
    pub const fn until(value: Option<ValueRef<'a>>, until: Timestamp) -> Fact<'a> {
        Fact { value, slope: 0, until }
    }
}

/// A borrowed value. `Display` is the literal as it stands in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueRef<'a> {
    Bool(bool),
    Int(i64),
    /// Minor units of the vault's currency.
    Money(i64),
    Span(Span),
    Time(Timestamp),
    Day(Day),
    Text(&'a str),
}

impl ValueRef<'_> {
    #[must_use]
    pub fn kind(self) -> Type {
        match self {
            ValueRef::Bool(_) => Type::Bool,
            ValueRef::Int(_) => Type::Int,
            ValueRef::Money(_) => Type::Money,
            ValueRef::Span(_) => Type::Span,
            ValueRef::Time(_) => Type::Time,
            ValueRef::Day(_) => Type::Day,
            ValueRef::Text(_) => Type::Text,
        }
    }

    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            ValueRef::Bool(flag) => Value::Bool(flag),
            ValueRef::Int(number) => Value::Int(number),
            ValueRef::Money(minor) => Value::Money(minor),
            ValueRef::Span(span) => Value::Span(span),
            ValueRef::Time(time) => Value::Time(time),
            ValueRef::Day(day) => Value::Day(day),
            ValueRef::Text(text) => Value::Text(text.into()),
        }
    }
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> ValueRef<'a> {
        match value {
            Value::Bool(flag) => ValueRef::Bool(*flag),
            Value::Int(number) => ValueRef::Int(*number),
            Value::Money(minor) => ValueRef::Money(*minor),
            Value::Span(span) => ValueRef::Span(*span),
            Value::Time(time) => ValueRef::Time(*time),
            Value::Day(day) => ValueRef::Day(*day),
            Value::Text(text) => ValueRef::Text(text),
        }
    }
}

/// The answer of a rule. While no fact changes, it stays `value` until `until` (exclusive): for one
/// comparison that is exactly when it flips; for `&&` and `||` it is that of the part that decided, or the
/// earliest of all parts if none decided alone, and so may be earlier than the flip, never later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub value: bool,
    pub until: Timestamp,
}
