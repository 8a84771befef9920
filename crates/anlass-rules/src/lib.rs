//! The rule language for marketers: `orders.count(within = 30d) >= 2 && consent("email", "offers")`.
//! Text is parsed to a tree, checked against the engine's names, evaluated without allocation, explained
//! in German and English. Does not read a clock, know customers or store anything.
//!
//! ```text
//! a || b    a && b    !a            also: or, and, not; each binds tighter than the one before
//! == != < <= > >=                   do not chain; text and yes/no only == and !=
//! x in ["a", "b"]   x not in [1, 2]
//! + -                               numbers, money, durations; moment ± duration; moment − moment
//! *                                 whole number by whole number, money or duration
//! 20   20.00   30d   1h30m   2026-11-22   "text"   true   false
//! since(moment)  until(moment)      durations from and to now; negative on the other side
//! has(reference)                    is the value known?
//! name.of.fact("literal", within = 30d)
//! ```
//!
//! **Missing values.** A comparison or `in` with a missing value is false, also `!=` and `not in`. Arithmetic
//! with a missing value is missing, and so is a result outside 64 bits. A missing yes/no is false by itself
//! and counts as missing when it stands directly in a comparison. `!` of a false comparison is true, so
//! `!(profile.city == "Ulm")` holds for an unknown city and `profile.city != "Ulm"` does not.
//!
//! **Money.** A whole-number literal next to an amount of money is one: `cart.value >= 20` means `20.00`.
//!
//! **Until.** Every verdict says how long it stands if no fact changes; see [`Verdict`].

mod ast;
mod check;
mod error;
mod eval;
mod explain;
mod facts;
mod lexer;
mod parser;
mod print;
mod rule;
mod suggest;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod properties;

pub use ast::{Arithmetic, Comparison, Expression, Function, Item, Node, Reference};
pub use check::{Refused, Schema, Which, check, check_value};
pub use error::{Code, Error, Place};
pub use explain::{Explanation, Form, Language};
pub use facts::{Fact, Facts, SlotId, ValueRef, Verdict};
pub use parser::parse;
pub use rule::{Compiled, Rule};
pub use suggest::nearest;

/// The longest rule text, in bytes.
pub const TEXT_MAX: usize = 4_096;
/// How deep parentheses, operators and calls may nest.
pub const DEPTH_MAX: usize = 64;
/// How many operators, names, arguments and literals a rule may hold.
pub const PARTS_MAX: usize = 1_000;
/// How many values may stand in one `in [..]`.
pub const LIST_MAX: usize = 200;
