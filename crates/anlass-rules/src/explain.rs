//! Why a rule holds or does not: a tree of every part with its value, and the decisive reason in a sentence
//! for German and English readers. May allocate; never runs in a customer's path.

mod because;

use crate::ast::{Comparison, Expression, Node};
use crate::eval::{Number, Reading, Text, Truth};
use crate::facts::{Facts, ValueRef};
use crate::print::write_list;
use crate::rule::{Rule, Source, typed};
use anlass_model::time::{DAY, HOUR, MINUTE, SECOND, Span, Timestamp};
use anlass_model::value::{Type, Value};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    De,
    En,
}

/// A part of a rule at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The part's canonical text.
    pub text: String,
    pub form: Form,
    /// The value to show; `None` is unknown. Durations show their two largest units unless more is needed to
    /// see the difference.
    pub value: Option<String>,
    /// For yes/no parts the verdict, for operands whether the value is known.
    pub holds: bool,
    /// All parts, also those the evaluation did not have to look at. An operand that is computed has the
    /// references it is computed from.
    pub children: Vec<Explanation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `&&`
    All,
    /// `||`
    Any,
    Not,
    /// Its children are the two operands.
    Comparison {
        operator: Comparison,
    },
    /// Its child is the operand.
    In {
        negated: bool,
        list: String,
    },
    /// Its child is the reference.
    Has,
    /// `true` or `false` written out, or a literal operand.
    Literal,
    /// A reference, as an operand or as a yes/no part.
    Reference,
    /// An operand that is computed.
    Computed,
}

impl Rule {
    #[must_use]
    pub fn explain<F: Facts + ?Sized>(&self, facts: &F, now: Timestamp) -> Explanation {
        Walk { facts, now, source: &self.source }.part(&self.source.expression, &self.truth)
    }
}

struct Walk<'a, F: ?Sized> {
    facts: &'a F,
    now: Timestamp,
    source: &'a Source,
}

impl<F: Facts + ?Sized> Walk<'_, F> {
    /// A yes/no part. The typed tree has the shape of the expression, node by node.
    fn part(&self, expression: &Expression, truth: &Truth) -> Explanation {
        let (form, children) = match (&expression.node, truth) {
            (Node::All(parts), Truth::All(truths)) => (Form::All, self.parts(parts, truths)),
            (Node::Any(parts), Truth::Any(truths)) => (Form::Any, self.parts(parts, truths)),
            (Node::Not(inner), Truth::Not(truth)) => (Form::Not, vec![self.part(inner, truth)]),
            (Node::Compare { operator, left, right }, truth) => {
                (Form::Comparison { operator: *operator }, self.operands(left, right, truth))
            }
            (Node::In { subject, negated, list }, truth) => {
                let mut shown = String::new();
                // Writing to a string cannot fail.
                write_list(&mut shown, list.iter().map(|item| &item.value)).unwrap_or(());
                let operand = match truth {
                    Truth::NumberIn { kind, subject: number, .. } => {
                        self.number(subject, number, *kind, false)
                    }
                    Truth::TextIn { subject: text, .. } => self.text(subject, text),
                    _ => self.operand(subject, None),
                };
                (Form::In { negated: *negated, list: shown }, vec![operand])
            }
            (Node::Call { argument, .. }, Truth::Has(slot)) => {
                let value = self.facts.fact(*slot).value.map(|value| shown(value, false));
                (Form::Has, vec![self.operand(argument, value)])
            }
            (_, Truth::Slot(_)) => {
                let (value, _) = truth.read(self.facts, self.now);
                let value = value.map(|value| value.to_string());
                return Explanation {
                    holds: value.as_deref() == Some("true"),
                    ..self.operand(expression, value)
                };
            }
            _ => (Form::Literal, Vec::new()),
        };
        let holds = truth.eval(self.facts, self.now).value;
        Explanation { text: expression.to_string(), form, value: Some(holds.to_string()), holds, children }
    }

    fn parts(&self, parts: &[Expression], truths: &[Truth]) -> Vec<Explanation> {
        parts.iter().zip(truths).map(|(part, truth)| self.part(part, truth)).collect()
    }

    fn operands(&self, left: &Expression, right: &Expression, truth: &Truth) -> Vec<Explanation> {
        match truth {
            Truth::Numbers { kind, left: left_number, right: right_number, .. } => {
                let both = |exact| {
                    let left = self.number(left, left_number, *kind, exact);
                    [left, self.number(right, right_number, *kind, exact)]
                };
                let [short_left, short_right] = both(false);
                // Two different durations that look alike when shortened explain nothing.
                let alike = short_left.value.is_some() && short_left.value == short_right.value;
                if alike { both(true).into() } else { vec![short_left, short_right] }
            }
            Truth::Texts { left: left_text, right: right_text, .. } => {
                vec![self.text(left, left_text), self.text(right, right_text)]
            }
            Truth::Truths { sides, .. } => {
                let [left_truth, right_truth] = sides.as_ref();
                let value = |truth: &Truth| {
                    let (value, _) = truth.read(self.facts, self.now);
                    value.map(|value| value.to_string())
                };
                vec![self.operand(left, value(left_truth)), self.operand(right, value(right_truth))]
            }
            _ => Vec::new(),
        }
    }

    fn number(&self, expression: &Expression, number: &Number, kind: Type, exact: bool) -> Explanation {
        let value = match number.eval(self.facts, self.now) {
            Reading::Known { value, .. } => typed(value, kind).map(|value| shown(value, exact)),
            Reading::Missing(_) => None,
        };
        self.operand(expression, value)
    }

    fn text(&self, expression: &Expression, text: &Text) -> Explanation {
        let (value, _) = text.read(self.facts);
        self.operand(expression, value.map(|text| shown(ValueRef::Text(text), false)))
    }

    fn operand(&self, expression: &Expression, value: Option<String>) -> Explanation {
        let (form, children) = match &expression.node {
            Node::Literal(_) => (Form::Literal, Vec::new()),
            Node::Reference { .. } => (Form::Reference, Vec::new()),
            _ => (Form::Computed, self.leaves(expression)),
        };
        Explanation { text: expression.to_string(), form, holds: value.is_some(), value, children }
    }

    fn leaves(&self, expression: &Expression) -> Vec<Explanation> {
        let mut found = Vec::new();
        expression.references(&mut found);
        let mut leaves: Vec<Explanation> = Vec::new();
        for reference in found {
            let text = reference.to_string();
            if leaves.iter().any(|leaf| leaf.text == text) {
                continue;
            }
            let fact = self.source.slot(reference).and_then(|slot| self.facts.fact(slot).value);
            let value = fact.map(|value| shown(value, false));
            let holds = value.is_some();
            leaves.push(Explanation { text, form: Form::Reference, value, holds, children: Vec::new() });
        }
        leaves
    }
}

fn shown(value: ValueRef<'_>, exact: bool) -> String {
    /// Customers' texts can be long; an explanation is one line.
    const TEXT_SHOWN_MAX: usize = 60;
    match value {
        ValueRef::Span(span) if !exact => two_units(span).to_string(),
        ValueRef::Text(text) if text.chars().count() > TEXT_SHOWN_MAX => {
            let head: String = text.chars().take(TEXT_SHOWN_MAX).chain("…".chars()).collect();
            Value::Text(head.into()).to_string()
        }
        other => other.to_string(),
    }
}

/// Cut after the second largest unit, towards zero: `12d3h4m5s` becomes `12d3h`.
fn two_units(span: Span) -> Span {
    let units = [DAY, HOUR, MINUTE, SECOND, Span(1)];
    let largest = units.iter().position(|unit| span.0.unsigned_abs() >= unit.0.unsigned_abs()).unwrap_or(4);
    let kept = units.get(largest + 1).map_or(1, |unit| unit.0);
    Span(span.0 - span.0 % kept)
}

#[cfg(test)]
mod tests;
