//! Exports of web analytics as files: each event of GA4, and each action of Matomo's visits, is a row with a fate of its own.

use super::events::{Collected, Draft, Item, Told};
use super::{Outcome, Progress, ROWS_PER_PROGRESS, Refused, Source, note, refuse};
use crate::analytics::{self, Telling};
use crate::collector::{self, Trust};
use crate::error::Error;
use crate::identifier;
use crate::mapping::Analytics;
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use crate::table::Documents;
use crate::understood::{Knowledge, Why};
use anlass_model::catalogue::Catalogue;
use anlass_model::definition::Settings;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{Identifier, IdentifierKind, MessageId, VaultId};
use anlass_model::time::{Received, Timestamp};
use std::collections::BTreeMap;

/// Of a row that became nothing so much is shown.
const SHOWN_CHARACTERS: usize = 200;
/// The only column of what was refused: a visit or an event, whole, as the tool wrote it.
pub(crate) const DOCUMENT: &str = "document";

/// Where what an export tells belongs.
pub(super) struct Where<'a> {
    pub(super) vault: VaultId,
    pub(super) settings: Option<&'a Settings>,
    /// The articles of the files, and what events name besides.
    pub(super) catalogue: &'a mut Catalogue,
}

/// # Errors
/// If nothing is known of the organisation's settings; if the file is no JSON, or cannot be read to its end.
pub(super) fn read(
    source: &Source<'_>,
    export: &Analytics,
    place: Where<'_>,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let Some(settings) = place.settings else {
        return Err(Error::Mapping {
            file: source.mapping.name().to_string(),
            place: "analytics".into(),
            cause: "what an export of analytics tells is read by the settings of an organisation".into(),
            cure: "publish settings first, and import into that installation".into(),
        });
    };
    let articles = place.catalogue.clone();
    let known = Knowledge {
        vault: place.vault,
        source: SourceId(source.mapping.source),
        // Whose numbers these are, the mapping says; without it nobody does.
        trust: if export.user.is_some() { Trust::Server } else { Trust::Public },
        settings,
        catalogue: if articles.products() == 0 { source.known } else { &articles },
        received: Received(Timestamp(0)),
        prefix: None,
        articles: &BTreeMap::new(),
    };
    let (stated, file) = (&source.mapping.layout, &export.file.0);
    let mut documents = match &source.given {
        Some(rows) => Documents::given(rows),
        None => Documents::open(source.folder, file, stated, source.bytes.clone())?,
    };
    let mut report = FileReport::new(file, Role::Analytics);
    report.refused.columns = vec![DOCUMENT.to_owned()];
    let number = u32::try_from(collected.reports.len()).unwrap_or(u32::MAX);
    let mut raw = Vec::new();
    while let Some((row, found)) = documents.next(&mut raw)? {
        if let Err(reason) = found {
            report.rows_read += 1;
            refuse(&mut report, row, Flaw::of_row(reason), || shown("", &raw), || vec![document(&raw)]);
            continue;
        }
        for mut telling in analytics::told(export.format, &raw, &known) {
            report.rows_read += 1;
            for mention in std::mem::take(&mut telling.mentions) {
                place.catalogue.mention(&mention);
            }
            let about = telling.left_out.first().map(|left| left.about.clone()).unwrap_or_default();
            let about = telling.unused.clone().unwrap_or_else(|| about.into());
            match take(source, export, telling, (number, collected)) {
                Ok(outcome) => {
                    let _is_kept = note(&mut report, row, Ok(outcome), || vec![shown(&about, &raw)]);
                }
                Err(Refused::Flaw(flaw)) => {
                    refuse(&mut report, row, flaw, || shown(&about, &raw), || vec![document(&raw)]);
                }
                Err(Refused::Stop(error)) => return Err(error),
            }
            if report.rows_read.is_multiple_of(ROWS_PER_PROGRESS) {
                source.tell(&report, progress);
            }
        }
    }
    source.tell(&report, progress);
    collected.reports.push(report);
    Ok(())
}

fn document(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).into_owned()
}

fn shown(about: &str, raw: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(raw).chars().take(SHOWN_CHARACTERS).collect();
    if about.is_empty() { text } else { format!("{about} · {text}") }
}

fn take(
    source: &Source<'_>,
    export: &Analytics,
    telling: Telling,
    (report, collected): (u32, &mut Collected),
) -> Result<Outcome, Refused> {
    let Telling { arrivals, left_out, unused, .. } = telling;
    if arrivals.is_empty() {
        return match left_out.into_iter().next() {
            Some(left) => Ok(Outcome::Fate(fate(left.why)?, 0)),
            None if unused.is_some() => Ok(Outcome::Fate(Fate::WithoutUse, 0)),
            None => Ok(Outcome::Fate(Fate::WithoutContent, 0)),
        };
    }
    let mut drafts = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let Arrival { identifiers, event, .. } = arrival;
        let at = event.occurred.0;
        if !source.mapping.days.hold(at, &source.mapping.time_zone) {
            return Err(Flaw::of_field(Reason::TimeOutside, "timestamp", &at.to_string()).into());
        }
        let identifiers = identifiers.into_iter().map(|own| named(own, export)).collect::<Result<_, _>>()?;
        let MessageId::Hash(key) = event.message else { continue };
        drafts.push(Draft { key, at, identifiers, body: event.body });
    }
    for (index, draft) in drafts.into_iter().enumerate() {
        collected.put(&Item::Told(Told { draft, report, is_first: index == 0 }))?;
    }
    Ok(Outcome::accepted())
}

/// The tool's user id is what the mapping says it is.
fn named(own: Identifier, export: &Analytics) -> Result<Identifier, Flaw> {
    let Some(kind) = export.user.filter(|_| own.kind == IdentifierKind::CustomerNumber) else {
        return Ok(own);
    };
    let unfit = |reason| Flaw::of_field(reason, "user", &own.value);
    let value = match kind {
        IdentifierKind::Email => identifier::email(&own.value).ok_or_else(|| unfit(Reason::NotEmail))?,
        IdentifierKind::HashedEmail => {
            identifier::hashed_email(&own.value).ok_or_else(|| unfit(Reason::NotReadable))?
        }
        IdentifierKind::Phone => identifier::phone(&own.value).ok_or_else(|| unfit(Reason::NotReadable))?,
        _ => own.value,
    };
    Ok(Identifier { kind, value })
}

/// Why nothing came of it, in the words of files.
fn fate(why: Why) -> Result<Fate, Flaw> {
    let Why::Unfit(reason) = why else { return Ok(Fate::WithoutUse) };
    Err(match reason {
        collector::Reason::Nobody => return Ok(Fate::Guest),
        collector::Reason::UnknownKind
        | collector::Reason::UnknownEvent { .. }
        | collector::Reason::WithoutUse { .. }
        | collector::Reason::NotTrusted => return Ok(Fate::WithoutUse),
        collector::Reason::NotUtf8 => Flaw::of_row(Reason::NotUtf8),
        collector::Reason::NotJson | collector::Reason::NotAnObject => Flaw::of_row(Reason::NotJson),
        collector::Reason::TooDeep { .. } => Flaw::of_row(Reason::TooDeep),
        collector::Reason::EventTooLong { .. } | collector::Reason::TooManyValues { .. } => {
            Flaw::of_row(Reason::RecordTooLong)
        }
        collector::Reason::TextTooLong { .. } => Flaw::of_row(Reason::FieldTooLong),
        collector::Reason::Missing { place } => Flaw::of_field(Reason::Empty, place, ""),
        collector::Reason::Unreadable { place, .. } => Flaw::of_field(Reason::NotReadable, &place, ""),
        collector::Reason::OtherCurrency { found, .. } => {
            Flaw::of_field(Reason::OtherCurrency, "currency", &found)
        }
        collector::Reason::TooOld | collector::Reason::TooNew => {
            Flaw::of_field(Reason::TimeOutside, "timestamp", "")
        }
    })
}
