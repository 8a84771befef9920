//! Exports of web analytics: Matomo's visits and GA4's events. A file of any of them is one list, or one document a line;
//! a broken document is left out and takes no other along. An import of files reads them document by document ([`told`]). People are known by the cookie of the tool, and by its user
//! id only where the export may say who somebody is ([`Knowledge::trust`]).

mod ga4;
mod matomo;

use crate::collector::Reason;
use crate::json::{self, Json, Unfit, Walk};
use crate::understood::words::text;
use crate::understood::{BOUNDS, Knowledge, LeftOut, Refused, Story, Understood, Why};
use anlass_model::catalogue::Mention;
use anlass_model::event::Arrival;
use anlass_model::id::MessageId;
use anlass_model::time::{Received, Timestamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Whoever has more gives it in pieces, cut between lines.
const FILE_BYTES_MAX: usize = 256 << 20;
const DOCUMENTS_MAX: usize = 1_000_000;
/// Reasons of single documents; beyond them their number is told.
const REASONS_MAX: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// `Live.getLastVisitsDetails` as JSON.
    Matomo,
    /// Rows of the export to BigQuery as JSON.
    Ga4,
}

impl Tool {
    pub const ALL: [Tool; 2] = [Tool::Matomo, Tool::Ga4];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Tool::Matomo => "matomo",
            Tool::Ga4 => "ga4",
        }
    }

    /// Whose export an object is of, by the names that only this tool writes.
    pub(crate) fn of_bytes(object: &[u8]) -> Option<Tool> {
        let object = json::read(object, &BOUNDS).ok()?;
        let has = |names: &[&str]| names.iter().all(|name| object.get(name).is_some());
        if has(&["idVisit", "visitorId", "actionDetails"]) {
            return Some(Tool::Matomo);
        }
        has(&["event_name", "event_timestamp", "user_pseudo_id"]).then_some(Tool::Ga4)
    }
}

/// What one thing that a tool tells came to: an event of GA4, an action of a visit.
#[derive(Debug)]
pub(crate) struct Telling {
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) left_out: Vec<LeftOut>,
    /// It is of a kind that means nothing here.
    pub(crate) unused: Option<String>,
}

/// Reads one document of an export as a part of the past: each thing it tells was received when it happened. A visit
/// that did nothing, and a document that is none, are one thing of which nothing comes.
pub(crate) fn told(tool: Tool, raw: &[u8], known: &Knowledge<'_>) -> Vec<Telling> {
    let mut export = Export::new(known, When::Past);
    match json::read(raw, &BOUNDS) {
        Ok(json) => document(&mut export, tool, "", raw, &json),
        Err(unfit) => export.story.leave_out("", Why::Unfit(reason_of(unfit))),
    }
    export.end_telling();
    export.tellings
}

fn document(export: &mut Export<'_, '_>, tool: Tool, place: &str, raw: &[u8], json: &Json<'_>) {
    match tool {
        _ if !matches!(json, Json::Object(_)) => {
            export.story.leave_out(place, Why::Unfit(Reason::NotAnObject));
        }
        Tool::Matomo => matomo::visit(export, place, json),
        Tool::Ga4 => ga4::event(export, place, raw, json),
    }
}

/// Reads an export, or a piece of one.
///
/// # Errors
/// If it is no list of JSON documents at all.
pub fn decode(tool: Tool, bytes: &[u8], known: &Knowledge<'_>) -> Result<Understood, Refused> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refused::TooLarge { max: FILE_BYTES_MAX });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut export = Export::new(known, When::Now);
    for (index, range) in documents(bytes)?.into_iter().enumerate() {
        let raw = bytes.get(range).unwrap_or_default();
        let place = format!("[{index}]");
        match json::read(raw, &BOUNDS) {
            Ok(json) => document(&mut export, tool, &place, raw, &json),
            Err(unfit) => export.story.leave_out(&place, Why::Unfit(reason_of(unfit))),
        }
    }
    Ok(export.told())
}

fn reason_of(unfit: Unfit) -> Reason {
    match unfit {
        Unfit::NotUtf8 => Reason::NotUtf8,
        Unfit::NotJson => Reason::NotJson,
        Unfit::TooDeep => Reason::TooDeep { max: BOUNDS.depth_max },
        Unfit::TooManyValues => Reason::TooManyValues { max: BOUNDS.values_max },
        Unfit::TextTooLong => Reason::TextTooLong { max: BOUNDS.text_bytes_max },
    }
}

/// Where each document stands: the elements of one list, or the lines.
fn documents(bytes: &[u8]) -> Result<Vec<Range<usize>>, Refused> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    let mut found = Vec::new();
    if bytes.get(start) == Some(&b'[') {
        let mut is_full = false;
        let walked = Walk::elements(bytes, start, &mut |range| {
            is_full = found.len() == DOCUMENTS_MAX;
            if is_full {
                return Err(json::Broken { at: range.start });
            }
            found.push(range);
            Ok(())
        });
        return match walked {
            Err(_) if is_full => Err(Refused::TooManyValues { max: DOCUMENTS_MAX }),
            Err(_) => Err(Refused::NotJson),
            Ok(()) => Ok(found),
        };
    }
    let mut from = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        if line.iter().any(|byte| !byte.is_ascii_whitespace()) {
            found.push(from..from + line.len());
        }
        from += line.len() + 1;
    }
    match found.len() {
        // Neither a list nor a single document.
        0 => Err(Refused::NotJson),
        1..=DOCUMENTS_MAX => Ok(found),
        _ => Err(Refused::TooManyValues { max: DOCUMENTS_MAX }),
    }
}

/// When what an export tells was received.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Now,
    /// When it happened.
    Past,
}

/// An export while it is read.
struct Export<'k, 'a> {
    story: Story<'k, 'a>,
    when: When,
    /// Kinds of events that mean nothing here, and how many there were: one reason for each kind.
    unused: BTreeMap<String, u64>,
    /// Of the past, thing by thing.
    tellings: Vec<Telling>,
}

impl<'k, 'a> Export<'k, 'a> {
    fn new(known: &'k Knowledge<'a>, when: When) -> Export<'k, 'a> {
        Export { story: Story::new(known), when, unused: BTreeMap::new(), tellings: Vec::new() }
    }

    /// Says an event that has its moment in it.
    fn say(&mut self, place: &str, message: MessageId, at: Option<Timestamp>, event: &Json<'_>) {
        let received = match (self.when, at) {
            (When::Past, Some(at)) => Received(at),
            _ => self.story.known.received,
        };
        self.story.say_at(place, message, event, received);
    }

    /// What follows is another thing that the tool tells.
    fn end_telling(&mut self) {
        if self.when == When::Now {
            return;
        }
        let Understood { arrivals, mentions, left_out, .. } = std::mem::take(&mut self.story.understood);
        let unused = std::mem::take(&mut self.unused).into_keys().next();
        self.tellings.push(Telling { arrivals, mentions, left_out, unused });
    }

    fn unused(&mut self, kind: &str) {
        let kind: String = kind.chars().filter(|c| !c.is_control()).take(60).collect();
        *self.unused.entry(kind).or_default() += 1;
    }

    fn told(mut self) -> Understood {
        let left_out = &mut self.story.understood.left_out;
        let more = left_out.len().saturating_sub(REASONS_MAX);
        left_out.truncate(REASONS_MAX);
        if more > 0 {
            let cure = "mend the first ones, and read the export again: what was taken is not taken twice";
            let why = Why::WithoutUse { cause: "further documents could not be taken either", cure };
            self.story.leave_out(&format!("{more} more"), why);
        }
        for (kind, count) in std::mem::take(&mut self.unused) {
            let cause = "events of this kind mean nothing here";
            let cure = "declare an event type of this name in the settings, if rules shall ask for it";
            self.story.leave_out(&format!("{kind}, {count} times"), Why::WithoutUse { cause, cure });
        }
        if self.story.understood.is_nothing() {
            self.story.leave_out("export", Why::WithoutUse { cause: "the export is empty", cure: "nothing" });
        }
        self.story.understood
    }
}

/// An event of somebody known by the tool's own ids.
fn said<'j>(
    event: &str,
    who: (Option<&str>, Option<&str>),
    time: Json<'j>,
    properties: Vec<(&'static str, Json<'j>)>,
) -> Json<'j> {
    let own = |word: Option<&str>| word.map_or(Json::Null, |word| text(word.to_owned()));
    let (user, cookie) = who;
    let kind = if event == "page" { "page" } else { "track" };
    let properties: Vec<(&'static str, Json<'j>)> = properties;
    Json::Object(vec![
        (Cow::Borrowed("type"), text(kind)),
        (Cow::Borrowed("event"), text(event.to_owned())),
        (Cow::Borrowed("userId"), own(user)),
        (Cow::Borrowed("anonymousId"), own(cookie)),
        (Cow::Borrowed("timestamp"), time),
        (Cow::Borrowed("properties"), crate::understood::words::object(properties)),
    ])
}
