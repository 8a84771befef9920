//! Scenarios: plain-text files that a marketer can read. Given articles, definitions and customers; when
//! events at times; then the decisions, with their reasons. Each customer is driven through virtual time by
//! [`anlass_runtime::virtual_time::Drive`]; after every scenario the laws of the engine are checked.
//!
//! The format is described in `scenarios/README.md`; [`run`] runs one file, [`updated`] rewrites what it expects.

mod customer;
mod document;
mod event_line;
mod expected;
mod laws;
mod programs;
mod words;
mod world;

pub use document::{Document, parse};
pub use expected::{Finding, updated};

use crate::scenario::customer::{Outcome, play};
use crate::scenario::expected::{compare, totals};
use crate::scenario::programs::Programs;
use crate::scenario::world::World;
use std::fmt;
use std::path::Path;

/// What is wrong with a scenario file itself: where, why, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// From 1; 0: the file as a whole.
    pub line: usize,
    pub cause: String,
    pub cure: String,
}

impl Trouble {
    pub(crate) fn at(line: usize, cause: impl Into<String>, cure: impl Into<String>) -> Trouble {
        Trouble { line, cause: cause.into(), cure: cure.into() }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}\n  help: {}", self.line, self.cause, self.cure)
    }
}

impl std::error::Error for Trouble {}

/// Runs a scenario; `folder` is where its `recipes` lie. Nothing found: it is as expected.
///
/// # Errors
/// [`Trouble`] if the file cannot be read as a scenario.
pub fn run(document: &Document, folder: &Path) -> Result<Vec<Finding>, Trouble> {
    let programs = Programs::new(document, folder)?;
    let outcomes = outcomes(document, &programs)?;
    let mut findings = Vec::new();
    for outcome in &outcomes {
        findings.extend(laws::check(&programs, outcome));
        if let Some(expect) = outcome.expect {
            findings.extend(compare(expect, &outcome.lines, &outcome.name));
            findings.extend(expected::whys(expect, outcome)?);
        }
    }
    if let Some(expect) = &document.totals {
        findings.extend(compare(expect, &totals(&outcomes), "totals"));
    }
    Ok(findings)
}

/// Plays all customers.
fn outcomes<'d>(document: &'d Document, programs: &Programs) -> Result<Vec<Outcome<'d>>, Trouble> {
    let world = World::new(document, programs)?;
    let mut all = Vec::new();
    for customer in &document.customers {
        for number in 1..=customer.repeat {
            all.push(play(document, programs, &world, customer, number)?);
        }
    }
    Ok(all)
}
