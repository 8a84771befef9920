//! What people did, as other systems noted it: what they were sent, vouchers that they redeemed, ratings that they gave, visits.

use super::{Beside, Maker, Question, code, is_key, moment, quoted};
use crate::probe::proposal::Open;
use crate::probe::{Looks, Meaning, Probed, ProbedColumn};
use anlass_model::action::ActionKind;

/// A file of ratings: whose they are, by which files beside, and when they were given.
pub(super) struct Ratings<'a> {
    file: &'a Probed,
    beside: Vec<Beside<'a>>,
    person: (&'a ProbedColumn, &'static str),
    rating: &'a ProbedColumn,
    time: &'a ProbedColumn,
}

impl Probed {
    /// The moment of what its rows tell: a column of it, else the only one of times.
    fn moment_of(&self, meaning: Meaning) -> Option<&ProbedColumn> {
        let known = self.column(meaning).or_else(|| self.column(Meaning::OrderTime));
        let is_time = |column: &&ProbedColumn| {
            column.meaning.is_none() && matches!(column.looks, Looks::Day { .. } | Looks::Moment { .. })
        };
        let mut times = self.columns.iter().filter(is_time);
        let only = times.next().filter(|_| times.next().is_none());
        known.or(only)
    }
}

impl<'a> Maker<'a> {
    /// What another system sent.
    pub(super) fn contacts(&mut self) {
        let sent = |file: &'a Probed| Some((file, file.person()?, file.column(Meaning::SentTime)?));
        let files: Vec<_> = self.files.iter().filter_map(sent).collect();
        if files.is_empty() {
            return;
        }
        self.line("contacts:");
        for (file, (person, kind), time) in files {
            self.read.push(&file.file);
            self.line(&format!("  - file: {}", quoted(&file.file)));
            self.line(&format!("    customer: {}", code(person, &format!(", kind: {kind}"))));
            self.line("    channel: email");
            if let Some(campaign) = file.column(Meaning::Campaign) {
                self.line(&format!("    campaign: {}", quoted(&campaign.name)));
            }
            self.line(&format!("    occurred: {}", moment(time)));
        }
    }

    /// Redeemed codes, each row one.
    pub(super) fn vouchers(&mut self) {
        let files: &'a [Probed] = self.files;
        let mut is_first = true;
        for file in files.iter().filter(|file| !file.are_lines()) {
            // Of orders not each one has a code; a list of redemptions without one is wrong there.
            let is_list = file.column(Meaning::OrderNumber).is_none();
            let redeemed = file.column(Meaning::VoucherCode).filter(|codes| is_list || codes.filled == 1_000);
            let (Some(redeemed), Some((person, kind))) = (redeemed, file.person()) else { continue };
            // A code in a list of people is theirs, whether or not they redeemed it.
            if file.are_people() && file.column(Meaning::RedeemedTime).is_none() {
                continue;
            }
            let Some(time) = file.moment_of(Meaning::RedeemedTime) else {
                self.read.push(&file.file);
                self.open.push(Open { file: file.file.clone(), question: Question::WhenDone });
                continue;
            };
            if std::mem::take(&mut is_first) {
                self.line("vouchers:");
            }
            self.read.push(&file.file);
            self.line(&format!("  - file: {}", quoted(&file.file)));
            self.line(&format!("    customer: {}", code(person, &format!(", kind: {kind}"))));
            self.line(&format!("    code: {}", code(redeemed, "")));
            self.line(&format!("    occurred: {}", moment(time)));
        }
    }

    /// Files of ratings. One that names nobody leads to people by the orders it is about.
    pub(super) fn ratings(&mut self) -> Vec<Ratings<'a>> {
        let files: &'a [Probed] = self.files;
        let mut all = Vec::new();
        for file in files.iter().filter(|file| !file.are_lines()) {
            let Some(rating) = file.column(Meaning::Rating) else { continue };
            let found = match file.person() {
                Some(person) => Some((Vec::new(), person)),
                None => file.column(Meaning::OrderNumber).and_then(|number| self.who_ordered(file, number)),
            };
            let time = file.moment_of(Meaning::RatedTime);
            if found.is_none() || time.is_none() {
                self.read.push(&file.file);
            }
            match (found, time) {
                (Some((beside, person)), Some(time)) => {
                    all.push(Ratings { file, beside, person, rating, time });
                }
                (None, _) => self.open.push(Open { file: file.file.clone(), question: Question::WhoRated }),
                (Some(_), None) => {
                    self.open.push(Open { file: file.file.clone(), question: Question::WhenDone });
                }
            }
        }
        all
    }

    /// By which files an order's number leads to the person: its head, else its lines.
    fn who_ordered(
        &self,
        file: &Probed,
        number: &'a ProbedColumn,
    ) -> Option<(Vec<Beside<'a>>, (&'a ProbedColumn, &'static str))> {
        let files: &'a [Probed] = self.files;
        let others = || files.iter().filter(|other| other.file != file.file && other.person().is_some());
        let key = |other: &'a Probed| {
            let same = other.columns.iter().find(|column| column.name == number.name);
            same.or_else(|| other.column(Meaning::OrderNumber))
        };
        let heads = others().filter(|other| key(other).is_some_and(|own| is_key(other, &own.name)));
        let lines = others().filter(|other| other.are_lines() && key(other).is_some());
        let head = heads.chain(lines).next()?;
        let there = key(head)?;
        let person = head.person()?;
        let mut beside = vec![Beside { file: head, here: &number.name, there: &there.name }];
        match self.stands_for(head, person.0) {
            Some((people, real)) => {
                beside.push(people);
                Some((beside, (real, "customer_number")))
            }
            None => Some((beside, person)),
        }
    }

    pub(super) fn write_ratings(&mut self, all: Vec<Ratings<'a>>) {
        for Ratings { file, beside, person: (person, kind), rating, time } in all {
            self.read.push(&file.file);
            self.line(&format!("  - file: {}", quoted(&file.file)));
            self.with("    ", &beside);
            self.line(&format!("    event: {}", ActionKind::Rated.event_name()));
            self.line(&format!("    customer: {}", code(person, &format!(", kind: {kind}"))));
            self.line(&format!("    occurred: {}", moment(time)));
            if let Some(order) = file.column(Meaning::OrderNumber) {
                self.line(&format!("    order: {}", code(order, "")));
            }
            self.line(&format!("    rating: {}", quoted(&rating.name)));
        }
    }

    pub(super) fn analytics(&mut self) {
        let files: &'a [Probed] = self.files;
        let mut is_first = true;
        for (file, own) in files.iter().filter_map(|file| Some((file, file.analytics?))) {
            if std::mem::take(&mut is_first) {
                self.line("analytics:");
            }
            self.read.push(&file.file);
            self.line(&format!("  - file: {}", quoted(&file.file)));
            self.line(&format!("    format: {}", own.tool.as_str()));
            let Some(looks) = own.user else {
                self.open.push(Open { file: file.file.clone(), question: Question::NoUserIds });
                continue;
            };
            let kind = if looks == Looks::Email { "email" } else { "customer_number" };
            self.line(&format!("    user: {kind}"));
            self.open.push(Open { file: file.file.clone(), question: Question::WhoseUserIds });
        }
    }
}
