//! What a reading came to, in the fewest words that all kinds of sources share.

use super::MOMENTS;
use anlass_model::catalogue::CatalogueChange;
use anlass_model::event::{Arrival, Body};
use anlass_model::time::Timestamp;
use anlass_sources::content;
use anlass_sources::report::{Fate, FileReport};
use anlass_sources::understood::{Change, Refused, Understood, Why};
use std::fmt::Display;

/// Why something was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) place: String,
    pub(crate) cause: String,
    pub(crate) cure: String,
}

impl Complaint {
    /// Of a whole delivery or file.
    pub(crate) fn of(cause: &dyn Display, cure: &str) -> Complaint {
        Complaint { place: "the whole".into(), cause: cause.to_string(), cure: cure.into() }
    }
}

impl From<Refused> for Complaint {
    fn from(refused: Refused) -> Complaint {
        Complaint::of(&refused, refused.hint())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Event(Body),
    Goods(CatalogueChange),
    /// What else there is: articles of a shop, items of content.
    Other(String, Option<i64>),
}

impl What {
    /// The amount that it is about, in minor units.
    pub(crate) fn amount(&self) -> Option<i64> {
        match self {
            What::Event(Body::Ordered(order)) => order.lines.first().map(|line| line.value),
            What::Event(Body::Custom { value, .. }) => Some(*value),
            What::Goods(CatalogueChange::Price { row, .. }) => Some(row.amount),
            What::Other(_, amount) => *amount,
            _ => None,
        }
    }
}

/// One thing that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The same whenever it is told again.
    pub(crate) id: String,
    pub(crate) at: Option<Timestamp>,
    pub(crate) what: What,
}

impl Told {
    fn key(&self) -> (&str, Option<Timestamp>, String) {
        (&self.id, self.at, format!("{:?}", self.what))
    }
}

impl PartialEq for Told {
    fn eq(&self, other: &Told) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Told {}

impl PartialOrd for Told {
    fn partial_cmp(&self, other: &Told) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Told {
    fn cmp(&self, other: &Told) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// What a source counts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) read: u64,
    pub(crate) taken: u64,
    pub(crate) ignored: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) told: Vec<Told>,
    pub(crate) refused: Vec<Complaint>,
    /// How many parts are named as meaning nothing.
    pub(crate) ignored: u64,
    pub(crate) counted: Option<Counted>,
}

impl Outcome {
    pub(crate) fn append(&mut self, other: Outcome) {
        self.told.extend(other.told);
        self.refused.extend(other.refused);
        self.ignored += other.ignored;
        self.counted = match (self.counted, other.counted) {
            (Some(one), Some(more)) => Some(Counted {
                read: one.read + more.read,
                taken: one.taken + more.taken,
                ignored: one.ignored + more.ignored,
            }),
            (one, more) => one.or(more),
        };
    }

    pub(crate) fn take_arrivals(&mut self, arrivals: &[Arrival]) {
        self.told.extend(arrivals.iter().map(|arrival| Told {
            id: format!("{:?}", arrival.event.message),
            at: Some(arrival.event.occurred.0),
            what: What::Event(arrival.event.body.clone()),
        }));
    }

    pub(crate) fn take_change(&mut self, change: &CatalogueChange) {
        // What holds from now on says nothing of its moment.
        let id = format!("{change:?}");
        self.told.push(Told { id, at: None, what: What::Goods(change.clone()) });
    }

    /// Of the file that a sample is about.
    pub(crate) fn take_report(&mut self, report: &FileReport) {
        let ignored = Fate::LEFT_OUT.iter().map(|fate| report.tally(*fate).rows).sum();
        let taken: u64 =
            report.fates.iter().filter(|(fate, _)| fate.is_taken()).map(|(_, tally)| tally.rows).sum();
        self.counted = Some(Counted { read: report.rows_read, taken, ignored });
        self.ignored = ignored;
        self.refused.extend(report.quarantined.iter().map(|row| Complaint {
            place: format!(
                "{} row {} {}",
                report.file,
                row.row,
                row.flaw.column.as_deref().unwrap_or_default()
            ),
            cause: row.flaw.reason.to_string(),
            cure: row.flaw.reason.hint().into(),
        }));
        assert_eq!(report.tally(Fate::Quarantined).rows, report.quarantined_by_reason.values().sum::<u64>());
    }

    pub(crate) fn understood(understood: &Understood) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.take_arrivals(&understood.arrivals);
        for product in &understood.products {
            let amount = match &product.change {
                Change::Written(written) => written.price,
                _ => None,
            };
            let text = format!("{product:?}");
            outcome.told.push(Told { id: text.clone(), at: product.at, what: What::Other(text, amount) });
        }
        for left in &understood.left_out {
            let complaint = Complaint {
                place: left.about.to_string(),
                cause: left.why.to_string(),
                cure: left.why.hint(),
            };
            match &left.why {
                Why::Unfit(_) => outcome.refused.push(complaint),
                // Of kinds that mean nothing their number is told at once.
                _ => outcome.ignored += times(&left.about),
            }
        }
        outcome
    }

    pub(crate) fn content(told: &content::Told) -> Outcome {
        let mut outcome = Outcome::default();
        for item in &told.items {
            let id = item.id.to_string();
            outcome.told.push(Told { id, at: item.published, what: What::Other(format!("{item:?}"), None) });
        }
        let count = |count: usize| u64::try_from(count).expect("few");
        let (taken, empty) = (count(told.items.len()), count(told.empty));
        let ignored = empty + count(told.cut) + count(told.repeated);
        outcome.ignored = ignored;
        outcome.counted = Some(Counted { read: taken + ignored, taken, ignored });
        outcome
    }
}

fn times(about: &str) -> u64 {
    let number = about.rsplit_once(", ").and_then(|(_, rest)| rest.strip_suffix(" times")?.parse().ok());
    number.unwrap_or(1)
}

/// A moment of the samples as RFC 3339 has it.
pub(crate) fn rfc3339(index: usize) -> String {
    MOMENTS[index].to_string()
}
