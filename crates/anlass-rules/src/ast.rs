//! The tree a rule's text is read into. Untyped: `check` finds out whether it makes sense.

use crate::error::Place;
use anlass_model::value::Value;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A fact the engine provides, with its literal arguments: `orders.count(within = 30d)`. `Display` is its
/// canonical text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    pub path: Box<str>,
    pub positional: Vec<Value>,
    /// Sorted by name; [`Reference::new`] sorts.
    pub named: Vec<(Box<str>, Value)>,
}

impl Reference {
    #[must_use]
    pub fn new(
        path: impl Into<Box<str>>,
        positional: Vec<Value>,
        mut named: Vec<(Box<str>, Value)>,
    ) -> Reference {
        named.sort();
        Reference { path: path.into(), positional, named }
    }

    /// The value of a named argument.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&Value> {
        self.named.iter().find(|(own, _)| **own == *name).map(|(_, value)| value)
    }
}

/// A node with its place in the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    pub node: Node,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Literal(Value),
    Reference {
        reference: Reference,
        /// Where each argument stands: positional ones, then named ones in the reference's order.
        arguments: Vec<Place>,
    },
    Call {
        function: Function,
        argument: Box<Expression>,
    },
    Not(Box<Expression>),
    Negate(Box<Expression>),
    /// `a && b && c`; the parser never puts an `All` directly into an `All`.
    All(Vec<Expression>),
    /// `a || b || c`; the parser never puts an `Any` directly into an `Any`.
    Any(Vec<Expression>),
    Compare {
        operator: Comparison,
        left: Box<Expression>,
        right: Box<Expression>,
    },
    In {
        subject: Box<Expression>,
        /// `not in`
        negated: bool,
        list: Vec<Item>,
    },
    Arithmetic {
        operator: Arithmetic,
        left: Box<Expression>,
        right: Box<Expression>,
    },
}

/// A literal in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub value: Value,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Since,
    Until,
    Has,
}

impl Function {
    pub(crate) const ALL: [Function; 3] = [Function::Since, Function::Until, Function::Has];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Function::Since => "since",
            Function::Until => "until",
            Function::Has => "has",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }

    /// True exactly where this is false.
    #[must_use]
    pub fn opposite(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        }
    }

    /// The same statement with the sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::Equal,
            Comparison::NotEqual => Comparison::NotEqual,
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        }
    }

    #[inline]
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }

    /// Whether it asks only for sameness, which every type has.
    pub(crate) fn is_equality(self) -> bool {
        matches!(self, Comparison::Equal | Comparison::NotEqual)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
}

impl Arithmetic {
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
        }
    }
}

impl Expression {
    /// The tree alone, for comparing what two texts mean.
    #[must_use]
    pub fn without_places(mut self) -> Expression {
        self.forget_places();
        self
    }

    fn forget_places(&mut self) {
        self.place = Place::default();
        match &mut self.node {
            Node::Literal(_) => {}
            Node::Reference { arguments, .. } => arguments.fill(Place::default()),
            Node::Call { argument: inner, .. } | Node::Not(inner) | Node::Negate(inner) => {
                inner.forget_places();
            }
            Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(Expression::forget_places),
            Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => {
                left.forget_places();
                right.forget_places();
            }
            Node::In { subject, list, .. } => {
                subject.forget_places();
                list.iter_mut().for_each(|item| item.place = Place::default());
            }
        }
    }

    /// Every reference in reading order, repeated ones repeated.
    pub(crate) fn references<'a>(&'a self, found: &mut Vec<&'a Reference>) {
        match &self.node {
            Node::Literal(_) => {}
            Node::Reference { reference, .. } => found.push(reference),
            Node::Call { argument: inner, .. } | Node::Not(inner) | Node::Negate(inner) => {
                inner.references(found);
            }
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| part.references(found)),
            Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => {
                left.references(found);
                right.references(found);
            }
            Node::In { subject, .. } => subject.references(found),
        }
    }
}
