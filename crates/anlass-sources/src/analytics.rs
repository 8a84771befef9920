//! Exports of web analytics: Matomo's visits and GA4's events. A file of any of them is one list, or one document a line;
//! a broken document is left out and takes no other along. People are known by the cookie of the tool, and by its user
//! id only where the export may say who somebody is ([`Knowledge::trust`]).

mod ga4;
mod matomo;

use crate::collector::Reason;
use crate::json::{self, Json, Unfit, Walk};
use crate::understood::words::text;
use crate::understood::{BOUNDS, Knowledge, Refused, Story, Understood, Why};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Whoever has more gives it in pieces, cut between lines.
const FILE_BYTES_MAX: usize = 256 << 20;
const DOCUMENTS_MAX: usize = 1_000_000;
/// Reasons of single documents; beyond them their number is told.
const REASONS_MAX: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// `Live.getLastVisitsDetails` as JSON.
    Matomo,
    /// Rows of the export to BigQuery as JSON.
    Ga4,
}

impl Tool {
    pub const ALL: [Tool; 2] = [Tool::Matomo, Tool::Ga4];
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
    let mut export = Export { story: Story::new(known), unused: BTreeMap::new() };
    for (index, range) in documents(bytes)?.into_iter().enumerate() {
        let raw = bytes.get(range).unwrap_or_default();
        let place = format!("[{index}]");
        match json::read(raw, &BOUNDS) {
            Ok(json) if matches!(json, Json::Object(_)) => match tool {
                Tool::Matomo => matomo::visit(&mut export, &place, &json),
                Tool::Ga4 => ga4::event(&mut export, &place, raw, &json),
            },
            Ok(_) => export.story.leave_out(&place, Why::Unfit(Reason::NotAnObject)),
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

/// An export while it is read.
struct Export<'k, 'a> {
    story: Story<'k, 'a>,
    /// Kinds of events that mean nothing here, and how many there were: one reason for each kind.
    unused: BTreeMap<String, u64>,
}

impl Export<'_, '_> {
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
