//! A checked rule: its typed tree, the slots it reads, and its source for explanations.

use crate::ast::{Expression, Reference};
use crate::eval::{Number, Reading, Text, Truth};
use crate::facts::{Fact, Facts, SlotId, ValueRef, Verdict};
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::{Day, Type};

/// What a checked expression keeps beside its typed tree.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) expression: Expression,
    /// Sorted, distinct.
    pub(crate) references: Box<[(Reference, SlotId)]>,
    /// Sorted, distinct; several references may share a slot.
    pub(crate) slots: Box<[SlotId]>,
    pub(crate) time_dependent: bool,
}

impl Source {
    pub(crate) fn slot(&self, reference: &Reference) -> Option<SlotId> {
        let index = self.references.binary_search_by(|(known, _)| known.cmp(reference)).ok()?;
        self.references.get(index).map(|(_, slot)| *slot)
    }
}

/// A checked yes/no expression.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(crate) truth: Truth,
    pub(crate) source: Source,
}

impl Rule {
    #[must_use]
    pub fn eval<F: Facts + ?Sized>(&self, facts: &F, now: Timestamp) -> Verdict {
        self.truth.eval(facts, now)
    }

    /// Every slot it may read, sorted and distinct.
    #[must_use]
    pub fn slots(&self) -> &[SlotId] {
        &self.source.slots
    }

    /// Every distinct reference with its slot, sorted by reference.
    #[must_use]
    pub fn references(&self) -> &[(Reference, SlotId)] {
        &self.source.references
    }

    /// Whether it asks `since` or `until`. A rule that does not may still depend on time by its facts.
    #[must_use]
    pub fn is_time_dependent(&self) -> bool {
        self.source.time_dependent
    }

    /// Its `Display` is the canonical text.
    #[must_use]
    pub fn expression(&self) -> &Expression {
        &self.source.expression
    }
}

/// A checked expression of any type, for values in templates, scores and waiting times.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub(crate) term: Term,
    pub(crate) source: Source,
}

#[derive(Clone, Debug)]
pub(crate) enum Term {
    Truth(Truth),
    Number { number: Number, kind: Type },
    Text(Text),
}

impl Term {
    pub(crate) fn kind(&self) -> Type {
        match self {
            Term::Truth(_) => Type::Bool,
            Term::Number { kind, .. } => *kind,
            Term::Text(_) => Type::Text,
        }
    }
}

impl Compiled {
    #[must_use]
    pub fn kind(&self) -> Type {
        self.term.kind()
    }

    /// The value, how it moves and until when it does so. A yes/no reference keeps being missing here.
    #[must_use]
    pub fn eval<'a, F: Facts + ?Sized>(&'a self, facts: &'a F, now: Timestamp) -> Fact<'a> {
        match &self.term {
            Term::Truth(truth) => {
                let (value, until) = truth.read(facts, now);
                Fact::until(value.map(ValueRef::Bool), until)
            }
            Term::Text(text) => {
                let (value, until) = text.read(facts);
                Fact::until(value.map(ValueRef::Text), until)
            }
            Term::Number { number, kind } => match number.eval(facts, now) {
                Reading::Missing(until) => Fact::until(None, until),
                Reading::Known { value, slope, until } => Fact { value: typed(value, *kind), slope, until },
            },
        }
    }

    /// Every slot it may read, sorted and distinct.
    #[must_use]
    pub fn slots(&self) -> &[SlotId] {
        &self.source.slots
    }

    /// Every distinct reference with its slot, sorted by reference.
    #[must_use]
    pub fn references(&self) -> &[(Reference, SlotId)] {
        &self.source.references
    }

    /// Whether it asks `since` or `until`.
    #[must_use]
    pub fn is_time_dependent(&self) -> bool {
        self.source.time_dependent
    }

    /// Its `Display` is the canonical text.
    #[must_use]
    pub fn expression(&self) -> &Expression {
        &self.source.expression
    }
}

/// A counted value in its own type.
pub(crate) fn typed(value: i64, kind: Type) -> Option<ValueRef<'static>> {
    Some(match kind {
        Type::Int => ValueRef::Int(value),
        Type::Money => ValueRef::Money(value),
        Type::Span => ValueRef::Span(Span(value)),
        Type::Time => ValueRef::Time(Timestamp(value)),
        Type::Day => ValueRef::Day(Day(i32::try_from(value).ok()?)),
        Type::Bool | Type::Text => return None,
    })
}
