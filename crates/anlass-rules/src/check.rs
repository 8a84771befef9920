//! Finds out whether a tree makes sense: resolves its references against the engine's schema, gives every
//! part a type and builds the typed tree. Collects all errors.

mod types;

use crate::ast::{Arithmetic, Expression, Function, Item, Node, Reference};
use crate::error::{Code, Error, Place};
use crate::eval::{Number, Text, Truth};
use crate::facts::SlotId;
use crate::rule::{Compiled, Rule, Source, Term};
use crate::suggest::nearest;
use crate::{DEPTH_MAX, PARTS_MAX};
use anlass_model::value::{Type, Value};
use std::collections::BTreeMap;

/// The names a rule may use. The engine answers one reference after the other and hands out slots. A path
/// cannot start with `and`, `or`, `not`, `in`, `true` or `false`, nor be `since`, `until` or `has` alone.
pub trait Schema {
    /// Asked once for every distinct reference of a rule that it accepts. Equal meaning, equal slot.
    fn resolve(&mut self, reference: &Reference) -> Result<(SlotId, Type), Refused>;
    /// All paths, for suggestions; asked only after an unknown one.
    fn names(&self) -> Vec<String>;
    /// All texts that this slot can be, such as the names of phases; `None` if it can be any.
    fn texts(&self, _slot: SlotId) -> Option<Vec<String>> {
        None
    }
}

/// Why a schema does not know what to do with a reference. Messages follow the house style: lower case, no
/// full stop, names quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No such path.
    Unknown,
    /// The path exists, but not where this rule is used, such as `event.value` outside a trigger.
    NotAvailable { message: String, cure: String },
    /// An argument is there, but its value will not do.
    Argument { which: Which, message: String },
    /// An argument has to be given; `example` is the reference written well.
    Missing { argument: &'static str, example: Option<String> },
    /// No argument has this name; `known` are the names there are.
    UnknownArgument { name: Box<str>, known: Vec<&'static str> },
    /// More positional arguments than there is use for.
    TooManyArguments { most: usize },
}

/// An argument of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// From 0.
    Position(usize),
    Named(Box<str>),
}

/// Checks a rule: an expression that is yes or no.
pub fn check(expression: &Expression, schema: &mut dyn Schema) -> Result<Rule, Vec<Error>> {
    let mut checker = Checker::new(schema);
    let truth = checker.truth(expression, 1);
    checker.finish(expression, truth).map(|(truth, source)| Rule { truth, source })
}

/// Checks an expression of any type.
pub fn check_value(expression: &Expression, schema: &mut dyn Schema) -> Result<Compiled, Vec<Error>> {
    let mut checker = Checker::new(schema);
    let term = checker.term(expression, 1);
    checker.finish(expression, term).map(|(term, source)| Compiled { term, source })
}

struct Checker<'a> {
    schema: &'a mut dyn Schema,
    resolved: BTreeMap<Reference, (SlotId, Type)>,
    /// Asked for at the first unknown name.
    names: Option<Vec<String>>,
    errors: Vec<Error>,
    parts: usize,
    time_dependent: bool,
}

impl<'a> Checker<'a> {
    fn new(schema: &'a mut dyn Schema) -> Checker<'a> {
        Checker {
            schema,
            resolved: BTreeMap::new(),
            names: None,
            errors: Vec::new(),
            parts: 0,
            time_dependent: false,
        }
    }

    fn finish<T>(mut self, expression: &Expression, result: Option<T>) -> Result<(T, Source), Vec<Error>> {
        let Some(result) = result else {
            self.errors.sort_by_key(|error| (error.place.start, error.place.end));
            return Err(self.errors);
        };
        let references: Box<[(Reference, SlotId)]> =
            self.resolved.into_iter().map(|(reference, (slot, _))| (reference, slot)).collect();
        let mut slots: Vec<SlotId> = references.iter().map(|(_, slot)| *slot).collect();
        slots.sort_unstable();
        slots.dedup();
        let source = Source {
            expression: expression.clone(),
            references,
            slots: slots.into(),
            time_dependent: self.time_dependent,
        };
        Ok((result, source))
    }

    /// Always `None`, so that a failing branch reads as one line.
    fn refuse<T>(&mut self, error: Error) -> Option<T> {
        self.errors.push(error);
        None
    }

    /// The typed form, or `None` after noting at least one error.
    fn term(&mut self, expression: &Expression, depth: usize) -> Option<Term> {
        let place = expression.place;
        self.parts += 1;
        // The parser keeps these bounds; a tree built by hand may not.
        if depth > DEPTH_MAX {
            return self.refuse(Error::at(Code::TooDeep, place, "the rule nests too deeply"));
        }
        if self.parts > PARTS_MAX {
            return self.refuse(Error::at(Code::TooManyParts, place, "the rule has too many parts"));
        }
        match &expression.node {
            Node::Literal(value) => Some(constant(value)),
            Node::Reference { reference, arguments } => {
                let (slot, kind) = self.resolve(reference, place, arguments)?;
                Some(match kind {
                    Type::Bool => Term::Truth(Truth::Slot(slot)),
                    Type::Text => Term::Text(Text::Slot(slot)),
                    kind => Term::Number { number: Number::Slot(slot), kind },
                })
            }
            Node::Call { function, argument } => self.call(*function, argument, depth),
            Node::Not(inner) => {
                let inner = self.truth(inner, depth + 1)?;
                Some(Term::Truth(Truth::Not(Box::new(inner))))
            }
            Node::Negate(inner) => match self.term(inner, depth + 1)? {
                Term::Number { number, kind: kind @ (Type::Int | Type::Money | Type::Span) } => {
                    Some(Term::Number { number: Number::Negate(Box::new(number)), kind })
                }
                other => self.refuse(types::not_negatable(inner, other.kind(), place)),
            },
            Node::All(parts) => self.truths(parts, depth).map(|parts| Term::Truth(Truth::All(parts))),
            Node::Any(parts) => self.truths(parts, depth).map(|parts| Term::Truth(Truth::Any(parts))),
            Node::Compare { operator, left, right } => {
                let (left_term, right_term) = self.pair(left, right, depth)?;
                match types::compared(*operator, (left, left_term), (right, right_term), place) {
                    Ok(truth) => self.spelled(&truth, left, right).then_some(Term::Truth(truth)),
                    Err(error) => self.refuse(error),
                }
            }
            Node::In { subject, negated, list } => {
                self.parts += list.len();
                let term = self.term(subject, depth + 1)?;
                match types::contained(subject, term, *negated, list) {
                    Ok(truth) => self.all_spelled(&truth, list).then_some(Term::Truth(truth)),
                    Err(errors) => {
                        self.errors.extend(errors);
                        None
                    }
                }
            }
            Node::Arithmetic { operator, left, right } => {
                self.arithmetic(*operator, left, right, place, depth)
            }
        }
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        left: &Expression,
        right: &Expression,
        place: Place,
        depth: usize,
    ) -> Option<Term> {
        let (left_term, right_term) = self.pair(left, right, depth)?;
        match types::computed(operator, (left, left_term), (right, right_term), place) {
            Ok(term) => Some(term),
            Err(error) => self.refuse(error),
        }
    }

    /// Whether a text that is compared with one of a few is one of them; notes an error if not.
    fn spelled(&mut self, truth: &Truth, left: &Expression, right: &Expression) -> bool {
        match truth {
            Truth::Texts { left: Text::Slot(slot), right: Text::Constant(text), .. } => {
                self.is_text_of(*slot, text, right.place)
            }
            Truth::Texts { left: Text::Constant(text), right: Text::Slot(slot), .. } => {
                self.is_text_of(*slot, text, left.place)
            }
            _ => true,
        }
    }

    fn all_spelled(&mut self, truth: &Truth, list: &[Item]) -> bool {
        let Truth::TextIn { subject: Text::Slot(slot), .. } = truth else { return true };
        let wrong = list.iter().filter(|item| match &item.value {
            Value::Text(text) => !self.is_text_of(*slot, text, item.place),
            _ => false,
        });
        wrong.count() == 0
    }

    fn is_text_of(&mut self, slot: SlotId, text: &str, place: Place) -> bool {
        let Some(known) = self.schema.texts(slot) else { return true };
        if known.iter().any(|one| one == text) {
            return true;
        }
        let error = Error::at(Code::UnknownText, place, format!("it is never \"{text}\""));
        self.errors.push(match nearest(text, known.iter().map(String::as_str)) {
            Some(near) => error.with_hint(format!("did you mean \"{near}\"?")),
            None => error.with_hint(format!("there are: {}", known.join(", "))),
        });
        false
    }

    /// Both sides, the second also after an error in the first.
    fn pair(&mut self, left: &Expression, right: &Expression, depth: usize) -> Option<(Term, Term)> {
        let left = self.term(left, depth + 1);
        let right = self.term(right, depth + 1);
        left.zip(right)
    }

    fn truths(&mut self, parts: &[Expression], depth: usize) -> Option<Box<[Truth]>> {
        let checked: Vec<Option<Truth>> = parts.iter().map(|part| self.truth(part, depth + 1)).collect();
        checked.into_iter().collect()
    }

    fn truth(&mut self, expression: &Expression, depth: usize) -> Option<Truth> {
        match self.term(expression, depth)? {
            Term::Truth(truth) => Some(truth),
            other => self.refuse(types::not_yes_no(expression, other.kind())),
        }
    }

    fn call(&mut self, function: Function, argument: &Expression, depth: usize) -> Option<Term> {
        let name = function.name();
        if function == Function::Has {
            let Node::Reference { reference, arguments } = &argument.node else {
                let error = Error::at(
                    Code::TypeMismatch,
                    argument.place,
                    "\"has\" asks about something other than a name",
                );
                return self.refuse(error.with_hint("write has(profile.email), for example"));
            };
            self.parts += 1;
            let (slot, _) = self.resolve(reference, argument.place, arguments)?;
            return Some(Term::Truth(Truth::Has(slot)));
        }
        self.time_dependent = true;
        match self.term(argument, depth + 1)? {
            Term::Number { number, kind: Type::Time } => {
                let number = Box::new(number);
                let number =
                    if function == Function::Since { Number::Since(number) } else { Number::Until(number) };
                Some(Term::Number { number, kind: Type::Span })
            }
            other => {
                let what = types::described(argument, other.kind());
                let error = Error::at(
                    Code::TypeMismatch,
                    argument.place,
                    format!("\"{name}\" needs a moment, {what}"),
                );
                self.refuse(error.with_hint(format!("write {name}(orders.last), for example")))
            }
        }
    }

    fn resolve(
        &mut self,
        reference: &Reference,
        place: Place,
        arguments: &[Place],
    ) -> Option<(SlotId, Type)> {
        self.parts += reference.positional.len() + reference.named.len();
        if let Some(known) = self.resolved.get(reference) {
            return Some(*known);
        }
        match self.schema.resolve(reference) {
            Ok(found) => {
                self.resolved.insert(reference.clone(), found);
                Some(found)
            }
            Err(refused) => {
                let error = self.refusal(refused, reference, place, arguments);
                self.refuse(error)
            }
        }
    }

    fn refusal(
        &mut self,
        refused: Refused,
        reference: &Reference,
        place: Place,
        arguments: &[Place],
    ) -> Error {
        let path = &reference.path;
        let place_at =
            |index: Option<usize>| index.and_then(|index| arguments.get(index).copied()).unwrap_or(place);
        let named_at = |name: &str| {
            let index = reference.named.iter().position(|(own, _)| **own == *name);
            place_at(index.map(|index| reference.positional.len() + index))
        };
        match refused {
            Refused::Unknown => self.unknown(reference, place),
            Refused::NotAvailable { message, cure } => {
                Error::at(Code::NotAvailable, place, message).with_hint(cure)
            }
            Refused::Argument { which, message } => {
                let at = match which {
                    Which::Position(index) => place_at(Some(index)),
                    Which::Named(name) => named_at(&name),
                };
                Error::at(Code::ArgumentRefused, at, message)
            }
            Refused::Missing { argument, example } => {
                let message = format!("\"{path}\" needs the argument \"{argument}\"");
                let error = Error::at(Code::ArgumentMissing, place, message);
                match example {
                    Some(example) => error.with_hint(format!("write {example}, for example")),
                    None => error,
                }
            }
            Refused::UnknownArgument { name, known } => {
                let message = format!("\"{path}\" has no argument \"{name}\"");
                let error = Error::at(Code::ArgumentUnknown, named_at(&name), message);
                if let Some(near) = nearest(&name, known.iter().copied()) {
                    error.with_hint(format!("did you mean \"{near}\"?"))
                } else if known.is_empty() {
                    error.with_hint("it takes no named arguments")
                } else {
                    error.with_hint(format!("there are: {}", known.join(", ")))
                }
            }
            Refused::TooManyArguments { most } => {
                let given = reference.positional.len();
                let message = format!(
                    "\"{path}\" is given {given} arguments without a name, at most {most} have a meaning"
                );
                Error::at(Code::ArgumentRefused, place_at(Some(most)), message)
            }
        }
    }

    fn unknown(&mut self, reference: &Reference, place: Place) -> Error {
        let path = &*reference.path;
        let error = Error::at(Code::UnknownName, place, format!("nothing is called \"{path}\""));
        let names = self.names.get_or_insert_with(|| self.schema.names());
        if let Some(near) = nearest(path, names.iter().map(String::as_str)) {
            return error.with_hint(format!("did you mean \"{near}\"?"));
        }
        let Some((family, _)) = path.split_once('.') else {
            let text = ["put texts in quotes: \"", path, "\""].concat();
            return error.with_hint(text);
        };
        let prefix = format!("{family}.");
        let mut relatives: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| name.starts_with(&prefix)).collect();
        relatives.sort_unstable();
        relatives.truncate(8);
        if relatives.is_empty() {
            error
        } else {
            error.with_hint(format!("there are: {}", relatives.join(", ")))
        }
    }
}

fn constant(value: &Value) -> Term {
    let number = |number: i64| Term::Number { number: Number::Constant(number), kind: value.kind() };
    match value {
        Value::Bool(flag) => Term::Truth(Truth::Constant(*flag)),
        Value::Text(text) => Term::Text(Text::Constant(text.clone())),
        Value::Int(count) | Value::Money(count) => number(*count),
        Value::Span(span) => number(span.0),
        Value::Time(time) => number(time.0),
        Value::Day(day) => number(i64::from(day.0)),
    }
}

#[cfg(test)]
mod tests;
