//! What a former newsletter tool sent: row by row from its history, so that the first days here do not write to people who
//! have just been written to. A row becomes [`SentBefore`], and an event where the organisation declares one; what counts
//! toward caps is the engine's, which does not take contacts of others yet.

use crate::collector::{Reason, fold, moment};
use crate::identifier::{email, phone};
use crate::suggest::nearest;
use crate::understood::Knowledge;
use crate::understood::words::{object, text, time_text};
use anlass_model::consent::{Channel, Class};
use anlass_model::event::Arrival;
use anlass_model::id::{Identifier, IdentifierKind, MessageId};
use anlass_model::time::{Occurred, Timestamp};
use jiff::civil;
use jiff::tz::TimeZone;

/// The event type in which rules can ask for it, if the organisation declares it.
pub const EVENT: &str = "sent_before";
/// Names of campaigns are kept up to this length.
const CAMPAIGN_CHARACTERS_MAX: usize = 200;

/// What a column holds, by the names that tools and people give it, in letters and digits alone.
const COLUMNS: [(Part, &[&str]); 5] = [
    (
        Part::Address,
        &[
            "email",
            "emailaddress",
            "mail",
            "address",
            "adresse",
            "recipient",
            "empfanger",
            "empfänger",
            "emailadresse",
            "phone",
            "telefon",
            "mobile",
        ],
    ),
    (
        Part::Time,
        &[
            "sentat",
            "sent",
            "sentdate",
            "senttime",
            "senddate",
            "sendtime",
            "date",
            "time",
            "timestamp",
            "datum",
            "zeit",
            "zeitpunkt",
            "versandzeit",
            "versanddatum",
            "versendetam",
            "gesendetam",
        ],
    ),
    (
        Part::Campaign,
        &[
            "campaign",
            "campaignname",
            "kampagne",
            "subject",
            "betreff",
            "newsletter",
            "mailing",
            "message",
            "nachricht",
        ],
    ),
    (Part::Channel, &["channel", "kanal", "medium"]),
    (Part::Class, &["class", "klasse", "kind", "art", "messagetype", "type", "typ"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Address,
    Time,
    Campaign,
    Channel,
    Class,
}

impl Part {
    fn as_str(self) -> &'static str {
        match self {
            Part::Address => "address",
            Part::Time => "time",
            Part::Campaign => "campaign",
            Part::Channel => "channel",
            Part::Class => "class",
        }
    }
}

/// Which column of a history holds what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    address: usize,
    time: usize,
    campaign: Option<usize>,
    channel: Option<usize>,
    class: Option<usize>,
}

/// A history that cannot be read for want of a column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no column holds the {part} of what was sent; the columns are {}", found.join(", "))]
pub struct ColumnMissing {
    pub part: &'static str,
    pub found: Vec<String>,
    pub nearest: Option<String>,
}

impl ColumnMissing {
    #[must_use]
    pub fn hint(&self) -> String {
        match &self.nearest {
            Some(column) => format!("rename \"{column}\" to \"{}\" if that is it", self.part),
            None => format!("name the column \"{}\"", self.part),
        }
    }
}

/// A message that somebody else sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBefore {
    pub message: MessageId,
    pub identifier: Identifier,
    pub at: Occurred,
    pub channel: Channel,
    /// What is not said to be part of a contract counts as advertising.
    pub class: Class,
    pub campaign: Box<str>,
}

impl Columns {
    /// By the names of the columns; of several that fit the first.
    ///
    /// # Errors
    /// If none holds the address, or none the moment.
    pub fn of(header: &[&str]) -> Result<Columns, ColumnMissing> {
        let position = |wanted: Part| {
            let names = COLUMNS.iter().find(|(part, _)| *part == wanted).map_or(&[][..], |(_, names)| names);
            // The likeliest name first, wherever its column stands.
            names.iter().find_map(|name| header.iter().position(|column| fold(column) == *name))
        };
        let needed = |part: Part| {
            position(part).ok_or_else(|| ColumnMissing {
                part: part.as_str(),
                found: header.iter().map(|column| (*column).to_owned()).collect(),
                nearest: nearest(part.as_str(), header.iter().copied()).map(str::to_owned),
            })
        };
        Ok(Columns {
            address: needed(Part::Address)?,
            time: needed(Part::Time)?,
            campaign: position(Part::Campaign),
            channel: position(Part::Channel),
            class: position(Part::Class),
        })
    }

    /// Reads a row; times without a zone are the organisation's.
    ///
    /// # Errors
    /// With the reason for which it cannot be taken.
    pub fn row(&self, cells: &[&str], known: &Knowledge<'_>) -> Result<SentBefore, Reason> {
        let cell = |at: Option<usize>| {
            at.and_then(|at| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let unreadable = |part: Part, wanted| Reason::Unreadable { place: part.as_str().into(), wanted };
        let address = cell(Some(self.address)).ok_or(Reason::Nobody)?;
        let identifier = email(address)
            .map(|value| Identifier { kind: IdentifierKind::Email, value })
            .or_else(|| phone(address).map(|value| Identifier { kind: IdentifierKind::Phone, value }))
            .ok_or_else(|| {
                unreadable(Part::Address, "an e-mail address, or a telephone number with its country")
            })?;
        let time = cell(Some(self.time)).ok_or(Reason::Missing { place: "time" })?;
        let wanted = "a moment such as 2026-11-21T20:19:54Z or 21.11.2026 20:19";
        let at =
            local_moment(time, &known.settings.time_zone).ok_or_else(|| unreadable(Part::Time, wanted))?;
        if at > known.received.0 {
            return Err(Reason::TooNew);
        }
        let channel = match cell(self.channel) {
            None if identifier.kind == IdentifierKind::Phone => Channel::Sms,
            None => Channel::Email,
            Some(word) => {
                channel(word).ok_or_else(|| unreadable(Part::Channel, "a channel such as email or sms"))?
            }
        };
        let class = match cell(self.class).map(fold) {
            Some(word) if CONTRACT.contains(&&*word) => Class::Contract,
            _ => Class::Advertising,
        };
        let campaign: String =
            cell(self.campaign).unwrap_or_default().chars().take(CAMPAIGN_CHARACTERS_MAX).collect();
        let message = known.message(&[
            "sent before",
            &identifier.value,
            channel.as_str(),
            &campaign,
            &at.0.to_string(),
        ]);
        Ok(SentBefore { message, identifier, at: Occurred(at), channel, class, campaign: campaign.into() })
    }
}

/// Words for messages that belong to a contract.
const CONTRACT: [&str; 8] = [
    "contract",
    "vertrag",
    "transactional",
    "transaction",
    "transaktional",
    "transaktion",
    "service",
    "system",
];

fn channel(word: &str) -> Option<Channel> {
    let folded = fold(word);
    let known = Channel::ALL.into_iter().find(|channel| channel.as_str() == folded);
    known.or(match &*folded {
        "mail" | "newsletter" | "emailing" => Some(Channel::Email),
        "brief" | "post" | "postal" | "print" => Some(Channel::Letter),
        "whatsapp" => Some(Channel::Messenger),
        "webpush" | "apppush" | "pushnotification" => Some(Channel::Push),
        "anruf" | "telefon" | "phone" => Some(Channel::Call),
        _ => None,
    })
}

/// Moments as such tools write them: with a zone, in seconds since 1970, or in the clock of the house. Days and months in
/// figures are read in the German order, with points; with slashes nobody can tell which is which.
fn local_moment(text: &str, zone: &str) -> Option<Timestamp> {
    let has_zone = text.parse::<jiff::Timestamp>().is_ok();
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if has_zone || is_number {
        return moment(text);
    }
    let zone = TimeZone::get(zone).ok()?;
    let local = text.parse::<civil::DateTime>().ok().or_else(|| {
        let forms = ["%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%Y-%m-%d %H:%M"];
        let with_time = forms.iter().find_map(|form| civil::DateTime::strptime(form, text).ok());
        with_time.or_else(|| {
            let day =
                text.parse::<civil::Date>().ok().or_else(|| civil::Date::strptime("%d.%m.%Y", text).ok())?;
            Some(day.to_datetime(civil::Time::midnight()))
        })
    })?;
    Some(Timestamp::from_zone(local, &zone))
}

impl SentBefore {
    /// As an event of the organisation, where its settings declare [`EVENT`]: rules can ask for it then.
    #[must_use]
    pub fn arrival(&self, known: &Knowledge<'_>) -> Option<Arrival> {
        let is_declared = known.settings.events.keys().any(|name| name.as_str() == EVENT);
        let (email, phone) = match self.identifier.kind {
            IdentifierKind::Phone => ("", &*self.identifier.value),
            _ => (&*self.identifier.value, ""),
        };
        let event = object(vec![
            ("type", text("track")),
            ("event", text(EVENT)),
            (
                "context",
                object(vec![("traits", object(vec![("email", text(email)), ("phone", text(phone))]))]),
            ),
            ("timestamp", time_text(Some(self.at.0))),
            (
                "properties",
                object(vec![
                    ("campaign", text(&*self.campaign)),
                    ("channel", text(self.channel.as_str())),
                    ("class", text(self.class.as_str())),
                ]),
            ),
        ]);
        let arrivals = crate::collector::understand(&event, self.message, known.received, &known.target());
        arrivals.ok().filter(|_| is_declared)?.pop()
    }
}
