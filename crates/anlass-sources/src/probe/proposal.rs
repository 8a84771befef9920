//! A mapping proposed for files as they look: which of them holds order lines, order heads, articles, people, consents, and
//! how they lead to one another. Written as the document that people then read and change; what could not be told is said.

mod acts;
mod goods;
mod own;
mod own_fields;
mod properties;
mod question;
mod shelved;

pub use question::Question;

use super::looks::Spelling;
use super::readings::Reads;
use super::{Looks, Meaning, Probed, ProbedColumn};
use crate::decimal::Mark;
use anlass_model::definition::Settings;
use anlass_model::time::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::cmp::Ordering;
use std::fmt::Write;

/// What is taken back sooner was never delivered.
const CANCELLED_WITHIN: &str = "24h";

/// What the files do not say about themselves.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    pub name: &'a str,
    pub source: u16,
    pub currency: &'a str,
    pub time_zone: &'a str,
    /// Of the organisation: its own fields, event types and entities; `None`: nobody knows of any.
    pub settings: Option<&'a Settings>,
    /// By the installation's clock: since its day in that zone the people in the files are as they stand there.
    pub now: Timestamp,
}

/// A proposed mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The document.
    pub yaml: String,
    /// Which character parts the decimals in it.
    pub decimal: Mark,
    /// What somebody should decide.
    pub open: Vec<Open>,
}

/// Something that the files do not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Open {
    pub file: String,
    pub question: Question,
}

/// Proposes a mapping of these files.
#[must_use]
pub fn propose(files: &[Probed], frame: &Frame<'_>) -> Proposal {
    let mut maker = Maker { files, frame, yaml: String::new(), open: Vec::new(), read: Vec::new() };
    maker.head();
    maker.articles();
    maker.outlets();
    maker.orders();
    maker.prices();
    maker.stock();
    maker.profiles();
    maker.consents();
    maker.vouchers();
    maker.contacts();
    maker.own();
    maker.analytics();
    for file in files {
        if !maker.read.contains(&file.file.as_str()) {
            let question = file.shelved().unwrap_or(Question::WhatIsIt);
            maker.open.push(Open { file: file.file.clone(), question });
        }
    }
    let decimal = maker.decimal();
    Proposal { yaml: maker.yaml, decimal, open: maker.open }
}

struct Maker<'a> {
    files: &'a [Probed],
    frame: &'a Frame<'a>,
    yaml: String,
    open: Vec<Open>,
    /// Files that are read for something.
    read: Vec<&'a str>,
}

/// A file that stands beside another.
struct Beside<'a> {
    file: &'a Probed,
    here: &'a str,
    there: &'a str,
}

impl ProbedColumn {
    /// Whether an import reads amounts from it.
    fn is_amount(&self) -> bool {
        let is_own = self.meaning == Some(Meaning::OwnField) && matches!(self.looks, Looks::Amount { .. });
        is_own || self.meaning.and_then(Meaning::reads) == Some(Reads::Amount)
    }
}

impl Probed {
    fn column(&self, meaning: Meaning) -> Option<&ProbedColumn> {
        self.columns.iter().find(|column| column.meaning == Some(meaning))
    }

    /// By which column its rows tell whose they are, the strongest first.
    fn person(&self) -> Option<(&ProbedColumn, &'static str)> {
        let kinds = [
            (Meaning::CustomerNumber, "customer_number"),
            (Meaning::Card, "card"),
            (Meaning::Email, "email"),
        ];
        if let Some(column) = self.recurring_customer() {
            return Some((column, "customer_number"));
        }
        kinds.iter().find_map(|(meaning, kind)| self.column(*meaning).map(|column| (column, *kind)))
    }

    /// Where a table has one number for each row and another one that comes again, the second is the person.
    fn recurring_customer(&self) -> Option<&ProbedColumn> {
        let numbers = || self.columns.iter().filter(|own| own.meaning == Some(Meaning::CustomerNumber));
        let has_one_of_rows = numbers().any(|own| own.is_unique);
        let is_whole = |own: &&ProbedColumn| !own.is_unique && own.filled == 1_000;
        numbers().find(is_whole).filter(|_| has_one_of_rows)
    }

    fn are_lines(&self) -> bool {
        self.column(Meaning::ArticleNumber).is_some()
            && self.column(Meaning::OrderNumber).is_some()
            && (self.column(Meaning::Total).is_some() || self.column(Meaning::UnitPrice).is_some())
    }

    /// Rows of orders and articles say of people only what somebody says they do.
    fn is_of_people_alone(&self) -> bool {
        self.column(Meaning::OrderNumber).is_none() && self.column(Meaning::ArticleNumber).is_none()
    }

    fn are_people(&self) -> bool {
        let says = || !self.facts().is_empty() || self.whole_name().is_some();
        let says_own = self.column(Meaning::OwnField).is_some();
        self.person().is_some() && (says_own || (self.is_of_people_alone() && says()))
    }

    /// Columns that say something about a person: the field, its column, and its type where it is no text.
    fn facts(&self) -> Vec<(&'static str, &ProbedColumn, Option<&'static str>)> {
        let fields = [
            (Meaning::Salutation, "salutation", None),
            (Meaning::Title, "title", None),
            (Meaning::GivenName, "first_name", None),
            (Meaning::FamilyName, "last_name", None),
            (Meaning::Gender, "gender", None),
            (Meaning::Birthday, "birth_date", Some("day")),
            (Meaning::Email, "email", None),
            (Meaning::Phone, "phone", None),
            (Meaning::Street, "street", None),
            (Meaning::PostalCode, "postcode", None),
            (Meaning::City, "city", None),
            (Meaning::Region, "region", None),
            (Meaning::Country, "country", None),
            (Meaning::Language, "language", None),
        ];
        let known = fields.into_iter();
        known
            .filter_map(|(meaning, field, kind)| self.column(meaning).map(|column| (field, column, kind)))
            .collect()
    }

    /// A column that holds whole names, where none has their parts.
    fn whole_name(&self) -> Option<&ProbedColumn> {
        let has_parts =
            [Meaning::GivenName, Meaning::FamilyName].iter().any(|part| self.column(*part).is_some());
        self.column(Meaning::FullName).filter(|_| !has_parts)
    }
}

impl<'a> Maker<'a> {
    fn line(&mut self, text: &str) {
        self.yaml.push_str(text);
        self.yaml.push('\n');
    }

    /// A zone that nobody knows is told of when the mapping is read.
    fn today(&self) -> civil::Date {
        let zone = TimeZone::get(self.frame.time_zone).unwrap_or(TimeZone::UTC);
        self.frame.now.in_zone(&zone).date()
    }

    fn head(&mut self) {
        let Frame { name, source, currency, time_zone, .. } = self.frame;
        self.line(&format!(
            "mapping: {name}\nsource: {source}\ncurrency: {currency}\ntime_zone: {time_zone}"
        ));
        if self.decimal() == Mark::Comma {
            self.line("decimal: comma");
        }
    }

    /// What parts the decimals of most amounts that are read; where none of them tells, of any.
    fn decimal(&self) -> Mark {
        let columns = || self.files.iter().flat_map(|file| &file.columns);
        let [commas, points] = columns().filter(|column| column.is_amount()).fold([0, 0], |sum, column| {
            let [comma, point] = column.readings.marks();
            [sum[0] + comma, sum[1] + point]
        });
        let is_comma = match commas.cmp(&points) {
            Ordering::Equal => self.files.iter().any(|file| file.decimal == Some(Mark::Comma)),
            order => order == Ordering::Greater,
        };
        if is_comma { Mark::Comma } else { Mark::Point }
    }

    fn with(&mut self, indent: &str, beside: &[Beside<'a>]) {
        if beside.is_empty() {
            return;
        }
        self.line(&format!("{indent}with:"));
        for Beside { file, here, there } in beside {
            let (name, here, there) = (quoted(&file.file), quoted(here), quoted(there));
            self.line(&format!("{indent}  - {{ file: {name}, here: {here}, there: {there} }}"));
            self.read.push(&file.file);
        }
    }

    fn orders(&mut self) {
        let Some(file) = self.files.iter().find(|file| file.are_lines()) else { return };
        let (Some(number), Some(article)) =
            (file.column(Meaning::OrderNumber), file.column(Meaning::ArticleNumber))
        else {
            return;
        };
        self.read.push(&file.file);
        let mut beside = Vec::new();
        let head = self.files.iter().find(|other| other.file != file.file && is_key(other, &number.name));
        let mut person = file.person();
        let mut time = file.column(Meaning::OrderTime);
        let is_told_of = |head: &&Probed| head.columns.iter().any(|own| !own.cancelling.is_empty());
        if let Some(head) = head.filter(|head| person.is_none() || time.is_none() || is_told_of(head)) {
            beside.push(Beside { file: head, here: &number.name, there: &number.name });
            time = time.or_else(|| head.column(Meaning::OrderTime));
            person = person.or_else(|| head.person());
            if let Some((people, real)) = person.and_then(|(column, _)| self.stands_for(head, column)) {
                beside.push(people);
                person = Some((real, "customer_number"));
            }
        }
        let mut ask = |question| self.open.push(Open { file: file.file.clone(), question });
        let Some((person, kind)) = person else { return ask(Question::WhoseIsIt) };
        let Some(time) = time else { return ask(Question::WhenWasIt) };
        self.line(&format!("orders:\n  file: {}", quoted(&file.file)));
        self.with("  ", &beside);
        self.line(&format!("  number: {}", code(number, "")));
        self.line(&format!("  customer: {}", code(person, &format!(", kind: {kind}"))));
        self.line(&format!("  article: {}", code(article, "")));
        // On an invoice there is room for a name only.
        let name = file.column(Meaning::ArticleName).or_else(|| file.column(Meaning::Description));
        if let Some(name) = name {
            self.line(&format!("  article_name: {}", quoted(&name.name)));
        }
        if let Some(quantity) = file.column(Meaning::Quantity) {
            self.line(&format!("  quantity: {}", quoted(&quantity.name)));
        }
        // Where both stand there, what was paid counts.
        let value = match (
            file.column(Meaning::Total),
            file.column(Meaning::UnitPrice),
            file.column(Meaning::Quantity),
        ) {
            (Some(total), _, _) => format!("total: {}", quoted(&total.name)),
            (None, Some(price), Some(_)) => format!("unit_price: {}", quoted(&price.name)),
            (None, Some(price), None) => format!("total: {}", quoted(&price.name)),
            (None, None, _) => return,
        };
        self.line(&format!("  value: {{ {value} }}"));
        self.line(&format!("  occurred: {}", moment(time)));
        match file.column(Meaning::Outlet) {
            Some(outlet) => self.line(&format!("  place: {{ outlet: {} }}", code(outlet, ""))),
            None => self.line("  place: online"),
        }
        if let Some((name, values)) = cancelled(file, &beside) {
            self.line(&format!("  cancelled: {{ column: {}, values: {} }}", quoted(&name), list(&values)));
        }
        if file.column(Meaning::Quantity).is_some_and(|quantity| quantity.goes_below_zero) {
            match number.mark {
                Some(mark) => self.line(&format!(
                    "  takes_back: {{ numbers: {}, cancelled_within: {CANCELLED_WITHIN} }}",
                    quoted(&format!("{mark}*"))
                )),
                None => self.open.push(Open { file: file.file.clone(), question: Question::WhatTakesBack }),
            }
        }
    }

    /// A number that is new with each order leads to the person it stands for.
    fn stands_for(&self, head: &Probed, column: &'a ProbedColumn) -> Option<(Beside<'a>, &'a ProbedColumn)> {
        let files: &'a [Probed] = self.files;
        let is_beside = |other: &&Probed| other.file != head.file && is_key(other, &column.name);
        let people = files.iter().find(is_beside).filter(|_| column.is_unique)?;
        let is_real =
            |own: &&ProbedColumn| own.meaning == Some(Meaning::CustomerNumber) && own.name != column.name;
        let real = people.columns.iter().find(is_real)?;
        Some((Beside { file: people, here: &column.name, there: &column.name }, real))
    }

    fn profiles(&mut self) {
        let people: Vec<&Probed> = self.files.iter().filter(|file| file.are_people()).collect();
        if people.is_empty() {
            return;
        }
        self.line("profiles:");
        for file in people {
            let Some((person, kind)) = file.person() else { continue };
            self.read.push(&file.file);
            self.line(&format!("  - file: {}", quoted(&file.file)));
            let dated = self.dated_by_order(file).filter(|_| file.column(Meaning::Changed).is_none());
            if let Some((order, _)) = &dated {
                self.with("    ", std::slice::from_ref(order));
            }
            self.line(&format!("    customer: {}", code(person, &format!(", kind: {kind}"))));
            let email = file.column(Meaning::Email).filter(|_| kind != "email");
            if let Some(email) = email {
                self.line(&format!("    also:\n      - {{ column: {}, kind: email }}", quoted(&email.name)));
            }
            match (file.column(Meaning::Changed), dated) {
                (Some(changed), _) | (None, Some((_, changed))) => {
                    self.line(&format!("    changed: {}", moment(changed)));
                }
                (None, None) => self.line(&format!("    on: {}", self.today())),
            }
            self.line("    fields:");
            self.own_fields(file);
            if !file.is_of_people_alone() {
                continue;
            }
            if let Some(column) = file.whole_name() {
                let name = quoted(&column.name);
                self.line(&format!("      first_name: {{ column: {name}, part: given_name }}"));
                self.line(&format!("      last_name: {{ column: {name}, part: family_name }}"));
            }
            for (field, column, kind) in file.facts() {
                let name = quoted(&column.name);
                let text = match (kind, column.format) {
                    (Some(kind), Some(format)) => {
                        format!("{{ column: {name}, type: {kind}, format: {} }}", quoted(format))
                    }
                    (Some(kind), None) => format!("{{ column: {name}, type: {kind} }}"),
                    (None, _) => name,
                };
                self.line(&format!("      {field}: {text}"));
            }
        }
    }

    /// Where each row of a list of people was written with an order, that order says when it was so.
    fn dated_by_order(&self, file: &'a Probed) -> Option<(Beside<'a>, &'a ProbedColumn)> {
        file.recurring_customer()?;
        let files: &'a [Probed] = self.files;
        let numbers = file.columns.iter().filter(|own| {
            own.meaning == Some(Meaning::CustomerNumber) && own.is_unique && own.filled == 1_000
        });
        numbers.into_iter().find_map(|number| {
            let orders = files.iter().find(|other| other.file != file.file && is_key(other, &number.name))?;
            let time = orders.column(Meaning::OrderTime)?;
            Some((Beside { file: orders, here: &number.name, there: &number.name }, time))
        })
    }

    fn consents(&mut self) {
        let mut is_first = true;
        for file in self.files {
            let (Some((person, kind)), Some(state)) = (file.person(), file.column(Meaning::ConsentState))
            else {
                continue;
            };
            let Some(time) = file.column(Meaning::ConsentTime).or_else(|| file.column(Meaning::Changed))
            else {
                self.open.push(Open { file: file.file.clone(), question: Question::WhenAgreed });
                continue;
            };
            if std::mem::take(&mut is_first) {
                self.line("consents:");
            }
            self.read.push(&file.file);
            self.line(&format!("  - file: {}", quoted(&file.file)));
            self.line(&format!("    customer: {}", code(person, &format!(", kind: {kind}"))));
            self.line("    channel: email");
            let (yes, no): (Vec<&str>, Vec<&str>) =
                state.examples.iter().map(String::as_str).partition(|text| is_grant(text));
            self.line(&format!(
                "    granted: {{ column: {{ column: {}, yes: {}, no: {} }} }}",
                quoted(&state.name),
                list(&yes),
                list(&no)
            ));
            self.line(&format!("    occurred: {}", moment(time)));
            self.open.push(Open { file: file.file.clone(), question: Question::WhatProvesIt });
        }
    }
}

/// The column by which orders of these lines came to nothing, as the lines and what stands beside them call it, and its
/// texts that say so.
fn cancelled<'a>(lines: &'a Probed, beside: &[Beside<'a>]) -> Option<(String, Vec<&'a str>)> {
    let files = std::iter::once(lines).chain(beside.iter().map(|beside| beside.file));
    let mut columns = files.flat_map(|file| file.columns.iter().map(move |column| (file, column)));
    let (file, column) = columns.find(|(_, column)| !column.cancelling.is_empty())?;
    // A name that the lines have themselves leads to theirs.
    let is_hidden = file.file != lines.file && lines.columns.iter().any(|own| own.name == column.name);
    let name = if is_hidden { format!("{}/{}", file.file, column.name) } else { column.name.clone() };
    Some((name, column.cancelling.iter().map(String::as_str).collect()))
}

/// Whether a column of this name tells the rows of a file apart.
fn is_key(file: &Probed, name: &str) -> bool {
    file.columns.iter().any(|column| column.name == name && column.is_unique)
}

fn is_grant(text: &str) -> bool {
    let text = text.to_lowercase();
    ["ja", "j", "yes", "y", "1", "true", "wahr", "x", "subscribed", "active", "aktiv", "opt-in", "optin"]
        .contains(&text.as_str())
}

/// A column of codes, in their one spelling.
fn code(column: &ProbedColumn, more: &str) -> String {
    let canonical = match column.spelling {
        Spelling::Integer => ", as: integer",
        Spelling::Upper => ", as: upper",
        Spelling::AsItIs => "",
    };
    format!("{{ column: {}{canonical}{more} }}", quoted(&column.name))
}

fn moment(column: &ProbedColumn) -> String {
    match column.format {
        Some(format) => format!("{{ column: {}, format: {} }}", quoted(&column.name), quoted(format)),
        None => format!("{{ column: {} }}", quoted(&column.name)),
    }
}

fn list(names: &[&str]) -> String {
    format!("[{}]", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "))
}

/// A text as YAML and JSON both read it.
fn quoted(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&&*text.to_lowercase());
    if is_plain {
        return text.into();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            letter if letter.is_control() => {
                // Writing into a text does not fail.
                let _written = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
