//! A table that sets every method beside the baseline.

use super::{Figures, Tested, mean};
use std::fmt;

/// Methods tested on the same users, the baseline first. `Display` is a small table in plain text.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub cutoff: usize,
    pub baseline: Tested,
    pub others: Vec<Tested>,
}

/// Whether a method is better than the baseline by recall, user by user: its mean difference beside 1.96 standard
/// errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Better,
    Worse,
    Open,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Open => "open",
        })
    }
}

impl Report {
    pub fn new(cutoff: usize, baseline: Tested) -> Self {
        Self { cutoff, baseline, others: Vec::new() }
    }

    /// The tested method of this name.
    pub fn find(&self, method: &str) -> Option<&Tested> {
        std::iter::once(&self.baseline).chain(&self.others).find(|tested| tested.method == method)
    }

    /// Mean difference of recall to the baseline over users, and 1.96 standard errors of it.
    pub fn difference(&self, tested: &Tested) -> (f64, f64) {
        let pairs = tested.users.iter().zip(&self.baseline.users);
        let differences: Vec<f64> = pairs.map(|(own, base)| own.recall - base.recall).collect();
        let count = differences.len() as f64;
        let middle = mean(&differences);
        let squares: f64 = differences.iter().map(|value| (value - middle).powi(2)).sum();
        let error = if count > 1.0 { (squares / (count - 1.0) / count).sqrt() } else { f64::INFINITY };
        (middle, 1.96 * error)
    }

    pub fn verdict(&self, tested: &Tested) -> Verdict {
        match self.difference(tested) {
            (difference, error) if difference > error => Verdict::Better,
            (difference, error) if difference < -error => Verdict::Worse,
            _ => Verdict::Open,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tested = || std::iter::once(&self.baseline).chain(&self.others);
        let width = tested().map(|tested| tested.method.chars().count()).max().unwrap_or(0).max(6);
        let recall = format!("recall@{}", self.cutoff);
        let ndcg = format!("ndcg@{}", self.cutoff);
        writeln!(
            f,
            "{:width$}  {recall:>10}  {:>10}  {ndcg:>8}  {:>6}  recall beside {}",
            "method", "(capped)", "hit", self.baseline.method,
        )?;
        for tested in tested() {
            let Figures { recall, capped_recall, ndcg, hit } = tested.mean();
            write!(
                f,
                "{:width$}  {recall:10.4}  {capped_recall:10.4}  {ndcg:8.4}  {hit:6.3}  ",
                tested.method
            )?;
            if std::ptr::eq(tested, &self.baseline) {
                writeln!(f, "{} users", tested.users.len())?;
            } else {
                let (difference, error) = self.difference(tested);
                writeln!(f, "{difference:+.4} ± {error:.4}, {}", self.verdict(tested))?;
            }
        }
        Ok(())
    }
}
