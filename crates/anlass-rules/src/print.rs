//! The canonical text of a tree: one line, the fewest parentheses that keep the meaning, except that `!`
//! always puts them around what it turns over, because `!a == b` misleads.

use crate::ast::{Arithmetic, Expression, Node, Reference};
use crate::facts::ValueRef;
use anlass_model::value::Value;
use std::fmt::{self, Display, Formatter, Write};

/// How tightly a node binds; the parser climbs the same levels.
pub(crate) mod level {
    pub(crate) const ANY: u8 = 1;
    pub(crate) const ALL: u8 = 2;
    pub(crate) const NOT: u8 = 3;
    pub(crate) const COMPARE: u8 = 4;
    pub(crate) const ADD: u8 = 5;
    pub(crate) const MULTIPLY: u8 = 6;
    pub(crate) const NEGATE: u8 = 7;
    pub(crate) const ATOM: u8 = 8;
}

fn level_of(node: &Node) -> u8 {
    match node {
        Node::Any(_) => level::ANY,
        Node::All(_) => level::ALL,
        Node::Not(_) => level::NOT,
        Node::Compare { .. } | Node::In { .. } => level::COMPARE,
        Node::Arithmetic { operator: Arithmetic::Add | Arithmetic::Subtract, .. } => level::ADD,
        Node::Arithmetic { operator: Arithmetic::Multiply, .. } => level::MULTIPLY,
        Node::Negate(_) => level::NEGATE,
        Node::Literal(_) | Node::Reference { .. } | Node::Call { .. } => level::ATOM,
    }
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Literal(value) => ValueRef::from(value).fmt(f),
            Node::Reference { reference, .. } => reference.fmt(f),
            Node::Call { function, argument } => write!(f, "{}({argument})", function.name()),
            Node::Not(inner) => {
                let bare = matches!(inner.node, Node::Not(_));
                f.write_str("!")?;
                write_inside(f, inner, if bare { level::NOT } else { level::NEGATE })
            }
            Node::Negate(inner) => {
                f.write_str("-")?;
                write_inside(f, inner, level::NEGATE)
            }
            Node::All(parts) => write_joined(f, parts, " && ", level::NOT),
            Node::Any(parts) => write_joined(f, parts, " || ", level::ALL),
            Node::Compare { operator, left, right } => {
                write_inside(f, left, level::ADD)?;
                write!(f, " {} ", operator.symbol())?;
                write_inside(f, right, level::ADD)
            }
            Node::In { subject, negated, list } => {
                write_inside(f, subject, level::ADD)?;
                f.write_str(if *negated { " not in " } else { " in " })?;
                write_list(f, list.iter().map(|item| &item.value))
            }
            Node::Arithmetic { operator, left, right } => {
                let own = level_of(&self.node);
                write_inside(f, left, own)?;
                write!(f, " {} ", operator.symbol())?;
                write_inside(f, right, own + 1)
            }
        }
    }
}

fn write_inside(f: &mut Formatter<'_>, inner: &Expression, at_least: u8) -> fmt::Result {
    if level_of(&inner.node) < at_least { write!(f, "({inner})") } else { write!(f, "{inner}") }
}

fn write_joined(f: &mut Formatter<'_>, parts: &[Expression], between: &str, at_least: u8) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write_inside(f, part, at_least)?;
    }
    Ok(())
}

pub(crate) fn write_list<'a>(out: &mut impl Write, values: impl Iterator<Item = &'a Value>) -> fmt::Result {
    out.write_str("[")?;
    for (index, value) in values.enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(out, "{comma}{}", ValueRef::from(value))?;
    }
    out.write_str("]")
}

impl Display for Reference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.positional.is_empty() && self.named.is_empty() {
            return Ok(());
        }
        f.write_str("(")?;
        let mut comma = "";
        for value in &self.positional {
            write!(f, "{comma}{}", ValueRef::from(value))?;
            comma = ", ";
        }
        for (name, value) in &self.named {
            write!(f, "{comma}{name} = {}", ValueRef::from(value))?;
            comma = ", ";
        }
        f.write_str(")")
    }
}

impl Display for ValueRef<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ValueRef::Text(text) = self else {
            return self.to_value().fmt(f);
        };
        f.write_str("\"")?;
        for character in text.chars() {
            match character {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                other => f.write_char(other)?,
            }
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        let printed = parse(text).unwrap_or_else(|error| panic!("{}", error.render(text))).to_string();
        assert_eq!(printed, expected);
        assert_eq!(parse(&printed).expect("reads again").to_string(), expected);
    }

    #[test]
    fn canonical_text() {
        check("a and b or not c", "a && b || !c");
        check("((a && (b && c)))", "a && b && c");
        check("a && (b || c)", "a && (b || c)");
        check("!phase in [\"x\"]", "!(phase in [\"x\"])");
        check("!!a", "!!a");
        check("x not in [1,2]", "x not in [1, 2]");
        check("a-(b-c)>1-2-3", "a - (b - c) > 1 - 2 - 3");
        check("(a+b)*2==-(c)*-3", "(a + b) * 2 == -c * -3");
        check("a == (!b)", "a == (!b)");
        check(
            "orders.count( within=30d , place = \"outlet\" )>=2",
            "orders.count(place = \"outlet\", within = 30d) >= 2",
        );
        check("orders.count() > 0", "orders.count > 0");
        check("since(orders.last) > 2w", "since(orders.last) > 14d");
        check(r#"x == "a\"b\\c\nd""#, r#"x == "a\"b\\c\nd""#);
        check("cart.value >= -0.05", "cart.value >= -0.05");
        check("d < 2026-11-22", "d < 2026-11-22");
    }
}
