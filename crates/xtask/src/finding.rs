//! What a check found: where, why it is wrong, and what to do about it.

use anyhow::{Result, bail};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// To be looked at; does not fail the check.
    Warning,
    Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) weight: Weight,
    pub(crate) place: String,
    pub(crate) cause: String,
    pub(crate) cure: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Warning => "warning",
            Weight::Fault => "fault",
        };
        write!(f, "{weight}: {}: {}\n    {}", self.place, self.cause, self.cure)
    }
}

/// Prints all findings, faults last, and fails if there is a fault.
pub(crate) fn report(check: &str, mut findings: Vec<Finding>) -> Result<()> {
    findings.sort_by(|a, b| (a.weight, &a.place).cmp(&(b.weight, &b.place)));
    for finding in &findings {
        println!("{finding}");
    }
    let faults = findings.iter().filter(|finding| finding.weight == Weight::Fault).count();
    let warnings = findings.len() - faults;
    if faults > 0 {
        bail!("{check} found {} and {}", counted(faults, "fault"), counted(warnings, "warning"));
    }
    eprintln!("{check} found no faults and {}", counted(warnings, "warning"));
    Ok(())
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(weight: Weight) -> Finding {
        Finding { weight, place: "a.rs:1".into(), cause: "too long".into(), cure: "split it".into() }
    }

    #[test]
    fn only_faults_fail() {
        assert!(report("tidy", vec![finding(Weight::Warning)]).is_ok());
        let error = report("tidy", vec![finding(Weight::Fault), finding(Weight::Warning)]).unwrap_err();
        assert_eq!(error.to_string(), "tidy found 1 fault and 1 warning");
    }

    #[test]
    fn a_finding_says_place_cause_and_cure() {
        assert_eq!(finding(Weight::Fault).to_string(), "fault: a.rs:1: too long\n    split it");
    }
}
