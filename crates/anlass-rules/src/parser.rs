//! Tokens to a tree, by precedence climbing. Safe on hostile text: length, nesting and size are bounded
//! before anything recurses. Stops at the first error, because what follows one is guesswork.

use crate::ast::{Arithmetic, Comparison, Expression, Function, Item, Node, Reference};
use crate::error::{Code, Error, Place};
use crate::lexer::{self, Kind, Token};
use crate::print::level;
use crate::{DEPTH_MAX, LIST_MAX, PARTS_MAX, TEXT_MAX};
use anlass_model::time::Span;
use anlass_model::value::Value;

/// Reads a rule's text.
pub fn parse(text: &str) -> Result<Expression, Error> {
    if text.len() > TEXT_MAX {
        let place = Place { start: 0, end: 0, line: 1, column: 1 };
        let message = format!("the rule has {} bytes, at most {TEXT_MAX} are allowed", text.len());
        return Err(Error::at(Code::TooLong, place, message).with_hint("split it into segments"));
    }
    let mut parser = Parser { tokens: lexer::tokens(text)?, next: 0, nesting: 0, parts: 0, text };
    let parsed = parser.expression(level::ANY)?;
    match parser.peek() {
        Kind::End => Ok(parsed.expression),
        _ => Err(parser.unexpected("the end of the rule or an operator such as &&")),
    }
}

struct Parser<'a> {
    /// Never empty: the lexer ends every text with `End`.
    tokens: Vec<Token>,
    next: usize,
    nesting: usize,
    parts: usize,
    text: &'a str,
}

/// An expression and how many levels its tree has; the walks over it later recurse that deep.
struct Parsed {
    expression: Expression,
    depth: usize,
}

enum Infix {
    Any,
    All,
    Compare(Comparison),
    In { negated: bool },
    Arithmetic(Arithmetic),
}

impl Infix {
    fn level(&self) -> u8 {
        match self {
            Infix::Any => level::ANY,
            Infix::All => level::ALL,
            Infix::Compare(_) | Infix::In { .. } => level::COMPARE,
            Infix::Arithmetic(Arithmetic::Multiply) => level::MULTIPLY,
            Infix::Arithmetic(_) => level::ADD,
        }
    }
}

impl Parser<'_> {
    fn token(&self, ahead: usize) -> &Token {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.next + ahead).min(last)]
    }

    fn peek(&self) -> &Kind {
        &self.token(0).kind
    }

    fn place(&self) -> Place {
        self.token(0).place
    }

    fn advance(&mut self) -> Token {
        let token = self.token(0).clone();
        self.next += 1;
        token
    }

    fn count_part(&mut self, place: Place) -> Result<(), Error> {
        self.parts += 1;
        if self.parts <= PARTS_MAX {
            return Ok(());
        }
        let message = format!("the rule has more than {PARTS_MAX} operators, names and values");
        Err(Error::at(Code::TooManyParts, place, message).with_hint("split it into segments"))
    }

    fn build(&mut self, node: Node, place: Place, depth: usize) -> Result<Parsed, Error> {
        self.count_part(place)?;
        if depth > DEPTH_MAX {
            return Err(too_deep(place));
        }
        Ok(Parsed { expression: Expression { node, place }, depth })
    }

    /// Everything from here that binds at least as tightly as `at_least`.
    fn expression(&mut self, at_least: u8) -> Result<Parsed, Error> {
        let mut left = self.prefix(at_least)?;
        let mut compared = false;
        while let Some(operator) = self.infix() {
            if operator.level() < at_least {
                break;
            }
            left = match operator {
                Infix::Any | Infix::All => self.connected(left, operator.level())?,
                Infix::Compare(_) | Infix::In { .. } if compared => return Err(self.chained()),
                Infix::Compare(comparison) => {
                    compared = true;
                    self.advance();
                    let right = self.expression(level::ADD)?;
                    self.binary(left, right, |left, right| Node::Compare {
                        operator: comparison,
                        left,
                        right,
                    })?
                }
                Infix::In { negated } => {
                    compared = true;
                    self.membership(left, negated)?
                }
                Infix::Arithmetic(arithmetic) => {
                    let own = operator.level();
                    self.advance();
                    let right = self.expression(own + 1)?;
                    self.binary(left, right, |left, right| Node::Arithmetic {
                        operator: arithmetic,
                        left,
                        right,
                    })?
                }
            };
        }
        Ok(left)
    }

    fn infix(&self) -> Option<Infix> {
        Some(match self.peek() {
            Kind::Or => Infix::Any,
            Kind::And => Infix::All,
            Kind::Equal => Infix::Compare(Comparison::Equal),
            Kind::NotEqual => Infix::Compare(Comparison::NotEqual),
            Kind::Less => Infix::Compare(Comparison::Less),
            Kind::LessOrEqual => Infix::Compare(Comparison::LessOrEqual),
            Kind::Greater => Infix::Compare(Comparison::Greater),
            Kind::GreaterOrEqual => Infix::Compare(Comparison::GreaterOrEqual),
            Kind::In => Infix::In { negated: false },
            Kind::Not if self.token(1).kind == Kind::In => Infix::In { negated: true },
            Kind::Plus => Infix::Arithmetic(Arithmetic::Add),
            Kind::Minus => Infix::Arithmetic(Arithmetic::Subtract),
            Kind::Star => Infix::Arithmetic(Arithmetic::Multiply),
            _ => return None,
        })
    }

    fn binary(
        &mut self,
        left: Parsed,
        right: Parsed,
        node: impl FnOnce(Box<Expression>, Box<Expression>) -> Node,
    ) -> Result<Parsed, Error> {
        let place = left.expression.place.to(right.expression.place);
        let depth = left.depth.max(right.depth) + 1;
        self.build(node(Box::new(left.expression), Box::new(right.expression)), place, depth)
    }

    /// `a && b && c` as one node, so that a long list of conditions is flat.
    fn connected(&mut self, first: Parsed, own: u8) -> Result<Parsed, Error> {
        let sign = if own == level::ALL { Kind::And } else { Kind::Or };
        let mut place = first.expression.place;
        let mut depth = first.depth;
        let mut parts = Vec::new();
        flatten(first.expression, own, &mut parts);
        while *self.peek() == sign {
            self.advance();
            let next = self.expression(own + 1)?;
            place = place.to(next.expression.place);
            depth = depth.max(next.depth);
            flatten(next.expression, own, &mut parts);
        }
        let node = if own == level::ALL { Node::All(parts) } else { Node::Any(parts) };
        self.build(node, place, depth + 1)
    }

    fn nested(&mut self, place: Place, at_least: u8) -> Result<Parsed, Error> {
        self.nesting += 1;
        if self.nesting > DEPTH_MAX {
            return Err(too_deep(place));
        }
        let parsed = self.expression(at_least);
        self.nesting -= 1;
        parsed
    }

    fn prefix(&mut self, at_least: u8) -> Result<Parsed, Error> {
        let place = self.place();
        match self.peek().clone() {
            Kind::Literal(value) => {
                self.advance();
                self.build(Node::Literal(value), place, 1)
            }
            Kind::Not if at_least > level::NOT => {
                Err(Error::at(Code::Unexpected, place, "\"!\" stands inside a comparison")
                    .with_hint("put parentheses around it: a == (!b)"))
            }
            Kind::Not => {
                self.advance();
                let inner = self.nested(place, level::NOT)?;
                let whole = place.to(inner.expression.place);
                self.build(Node::Not(Box::new(inner.expression)), whole, inner.depth + 1)
            }
            Kind::Minus => {
                self.advance();
                let inner = self.nested(place, level::NEGATE)?;
                let whole = place.to(inner.expression.place);
                if let Node::Literal(value) = &inner.expression.node
                    && let Some(negative) = negated(value)
                {
                    return self.build(Node::Literal(negative), whole, 1);
                }
                self.build(Node::Negate(Box::new(inner.expression)), whole, inner.depth + 1)
            }
            Kind::OpenParenthesis => {
                self.advance();
                let mut inner = self.nested(place, level::ANY)?;
                inner.expression.place = place.to(self.close(Kind::CloseParenthesis, place)?);
                Ok(inner)
            }
            Kind::Word(word) => self.word(&word),
            _ => Err(self.unexpected("a name or a value")),
        }
    }

    /// The closing sign's place.
    fn close(&mut self, sign: Kind, opened: Place) -> Result<Place, Error> {
        if *self.peek() == sign {
            return Ok(self.advance().place);
        }
        let (open, close) = if sign == Kind::CloseBracket { ("[", "]") } else { ("(", ")") };
        if *self.peek() == Kind::End {
            return Err(Error::at(Code::Unclosed, opened, format!("\"{open}\" is not closed"))
                .with_hint(format!("add \"{close}\"")));
        }
        Err(self.unexpected(&format!("\"{close}\"")))
    }

    fn word(&mut self, first: &str) -> Result<Parsed, Error> {
        let start = self.advance().place;
        let mut path = first.to_owned();
        let mut place = start;
        if let Some(function) = Function::ALL.into_iter().find(|function| function.name() == first)
            && *self.peek() != Kind::Dot
        {
            return self.call(function, start);
        }
        while *self.peek() == Kind::Dot {
            self.advance();
            let Kind::Word(segment) = self.peek().clone() else {
                return Err(self.unexpected(&format!("a name after \"{path}.\"")));
            };
            place = start.to(self.advance().place);
            path.push('.');
            path.push_str(&segment);
        }
        let mut positional = Vec::new();
        let mut named: Vec<(Box<str>, Value, Place)> = Vec::new();
        if *self.peek() == Kind::OpenParenthesis {
            place = start.to(self.arguments(&mut positional, &mut named)?);
        }
        named.sort_by(|left, right| left.0.cmp(&right.0));
        let arguments =
            positional.iter().map(|(_, at)| *at).chain(named.iter().map(|(_, _, at)| *at)).collect();
        let reference = Reference {
            path: path.into(),
            positional: positional.into_iter().map(|(value, _)| value).collect(),
            named: named.into_iter().map(|(name, value, _)| (name, value)).collect(),
        };
        self.build(Node::Reference { reference, arguments }, place, 1)
    }

    fn call(&mut self, function: Function, start: Place) -> Result<Parsed, Error> {
        let opened = self.place();
        let name = function.name();
        if *self.peek() != Kind::OpenParenthesis {
            return Err(Error::at(
                Code::BadArgument,
                start,
                format!("\"{name}\" needs what it is asked about"),
            )
            .with_hint(format!("write {name}(orders.last), for example")));
        }
        self.advance();
        let inner = self.nested(opened, level::ANY)?;
        let place = start.to(self.close(Kind::CloseParenthesis, opened)?);
        let depth = inner.depth + 1;
        self.build(Node::Call { function, argument: Box::new(inner.expression) }, place, depth)
    }

    /// `("a", within = 30d)`; gives the place of the closing parenthesis.
    fn arguments(
        &mut self,
        positional: &mut Vec<(Value, Place)>,
        named: &mut Vec<(Box<str>, Value, Place)>,
    ) -> Result<Place, Error> {
        let opened = self.advance().place;
        if *self.peek() == Kind::CloseParenthesis {
            return Ok(self.advance().place);
        }
        loop {
            let start = self.place();
            self.count_part(start)?;
            if let Kind::Word(name) = self.peek().clone() {
                self.advance();
                if *self.peek() != Kind::Assign {
                    return Err(self.bare_argument(&name, start));
                }
                self.advance();
                let (value, at) = self.literal()?;
                if named.iter().any(|(known, _, _)| *known == name) {
                    let message = format!("the argument \"{name}\" is given twice");
                    return Err(Error::at(Code::BadArgument, start, message));
                }
                named.push((name, value, start.to(at)));
            } else {
                let (value, at) = self.literal()?;
                if !named.is_empty() {
                    let message = "an argument without a name follows one with a name";
                    return Err(Error::at(Code::BadArgument, at, message)
                        .with_hint("put arguments without a name first"));
                }
                positional.push((value, at));
            }
            if *self.peek() != Kind::Comma {
                return self.close(Kind::CloseParenthesis, opened);
            }
            self.advance();
        }
    }

    fn bare_argument(&self, name: &str, place: Place) -> Error {
        let error = Error::at(Code::BadArgument, place, format!("the argument \"{name}\" is not a value"));
        match self.peek() {
            Kind::Equal => error.with_hint(format!("give a named argument with one =: {name} = 30d")),
            _ => error.with_hint(format!("put texts in quotes: \"{name}\"")),
        }
    }

    /// A value as written, with its sign.
    fn literal(&mut self) -> Result<(Value, Place), Error> {
        let start = self.place();
        let minus = *self.peek() == Kind::Minus;
        if minus {
            self.advance();
        }
        let Kind::Literal(value) = self.peek().clone() else {
            return Err(self.unexpected("a value such as 3, 20.00, 30d or \"text\""));
        };
        let place = start.to(self.advance().place);
        if !minus {
            return Ok((value, place));
        }
        let negative = negated(&value);
        negative.map(|negative| (negative, place)).ok_or_else(|| {
            Error::at(Code::BadNumber, place, "a minus stands before something that is no number")
        })
    }

    /// `in [..]` or `not in [..]` after its subject.
    fn membership(&mut self, subject: Parsed, negated: bool) -> Result<Parsed, Error> {
        self.advance();
        if negated {
            self.advance();
        }
        let opened = self.place();
        if *self.peek() != Kind::OpenBracket {
            return Err(self.unexpected("a list after \"in\"").with_hint("write in [\"a\", \"b\"]"));
        }
        self.advance();
        let mut list = Vec::new();
        if *self.peek() == Kind::CloseBracket {
            return Err(Error::at(Code::BadList, opened.to(self.place()), "the list after \"in\" is empty"));
        }
        let closed = loop {
            let (value, place) = self.literal()?;
            self.count_part(place)?;
            list.push(Item { value, place });
            if list.len() > LIST_MAX {
                let message = format!("the list has more than {LIST_MAX} values");
                return Err(Error::at(Code::BadList, place, message).with_hint("make it a segment"));
            }
            if *self.peek() != Kind::Comma {
                break self.close(Kind::CloseBracket, opened)?;
            }
            self.advance();
        };
        let place = subject.expression.place.to(closed);
        let depth = subject.depth + 1;
        self.build(Node::In { subject: Box::new(subject.expression), negated, list }, place, depth)
    }

    fn chained(&self) -> Error {
        Error::at(Code::ChainedComparison, self.place(), "comparisons do not chain")
            .with_hint("write a < b && b < c")
    }

    fn unexpected(&self, wanted: &str) -> Error {
        let place = self.place();
        let found = self.text.get(place.start..place.end).unwrap_or("");
        let found: String = found.chars().take(40).collect();
        let message = match self.peek() {
            Kind::End => format!("the rule ends where {wanted} is expected"),
            _ => format!("expected {wanted}, found \"{found}\""),
        };
        let error = Error::at(Code::Unexpected, place, message);
        match self.peek() {
            Kind::Assign => Error { code: Code::SingleEquals, ..error }.with_hint("write == to compare"),
            Kind::Equal | Kind::Greater | Kind::Less => error.with_hint("write one of == != < <= > >="),
            Kind::OpenBracket => error.with_hint("a list stands only after in"),
            Kind::Comma => error.with_hint("write amounts with a point: 20.00"),
            Kind::Word(word) => match word.to_lowercase().as_str() {
                lower @ ("and" | "or" | "not" | "in") => {
                    error.with_hint(format!("write {lower} in small letters"))
                }
                "is" | "equals" => error.with_hint("write == to compare"),
                _ => error,
            },
            _ => error,
        }
    }
}

fn too_deep(place: Place) -> Error {
    Error::at(Code::TooDeep, place, format!("the rule nests deeper than {DEPTH_MAX} levels"))
        .with_hint("split it into segments")
}

fn flatten(expression: Expression, own: u8, parts: &mut Vec<Expression>) {
    match expression.node {
        Node::All(inner) if own == level::ALL => parts.extend(inner),
        Node::Any(inner) if own == level::ANY => parts.extend(inner),
        node => parts.push(Expression { node, place: expression.place }),
    }
}

fn negated(value: &Value) -> Option<Value> {
    match value {
        Value::Int(number) => number.checked_neg().map(Value::Int),
        Value::Money(minor) => minor.checked_neg().map(Value::Money),
        Value::Span(span) => span.0.checked_neg().map(|length| Value::Span(Span(length))),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
