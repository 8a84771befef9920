//! What became of another system's mail: what came back blocks its address as a return of our own does, what was opened and
//! clicked stands in the timeline without a delivery of ours, and whoever complained or unsubscribed has withdrawn.

use super::columns::{Clock, CodeColumn, PersonColumns};
use super::events::{self, Collected, Draft, Item};
use super::{CODE_CHARS_MAX, Outcome, Progress, Source};
use crate::error::Error;
use crate::identifier;
use crate::mapping::{Happened, Reactions, What};
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Body, Reaction};
use anlass_model::id::{Identifier, IdentifierKind};
use anlass_model::time::Timestamp;

pub(super) fn read(
    source: &Source<'_>,
    reactions: &Reactions,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&reactions.file, &reactions.beside)?;
    let person = PersonColumns::new(&mut table, &reactions.customer, &reactions.also)?;
    let mut clock = Clock::new(&mut table, &reactions.occurred, source.mapping)?;
    let number = reactions.number.as_ref().map(|number| CodeColumn::new(&mut table, number)).transpose()?;
    let address = reactions.address.as_ref().map(|column| table.column(column)).transpose()?;
    let what = match &reactions.what {
        What::Always(what) => Err(*what),
        What::Column(own) => Ok((table.column(&own.column)?, &own.values)),
    };
    let report = FileReport::new(&reactions.file.0, Role::Reactions);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let what = match &what {
            Err(always) => *always,
            Ok((column, values)) => {
                let said = column.optional(fields, CODE_CHARS_MAX)?.unwrap_or("");
                match values.get(said) {
                    Some(what) => *what,
                    None => return Ok(Outcome::Fate(Fate::WithoutUse, 0)),
                }
            }
        };
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let at = clock.read(fields)?;
        let number = number.as_ref().map(|number| number.optional(fields)).transpose()?.flatten();
        let came_from = match what {
            Happened::Bounced | Happened::BouncedSoft => {
                let told = match &address {
                    Some(column) => column.optional(fields, CODE_CHARS_MAX)?,
                    None => None,
                };
                let told = match (told, &address) {
                    (Some(text), Some(column)) => {
                        Some(identifier::email(text).ok_or_else(|| column.flaw(Reason::NotEmail, text))?)
                    }
                    _ => email_of(&identifiers),
                };
                Some(told.ok_or_else(|| Flaw::of_field(Reason::Empty, "address", ""))?)
            }
            _ => None,
        };
        let own = number.as_deref().unwrap_or_default();
        for (part, body) in bodies(what, reactions.channel, came_from).into_iter().enumerate() {
            let part = u64::try_from(part).unwrap_or(u64::MAX).to_le_bytes();
            let moment = if own.is_empty() { at } else { Timestamp(0) }.0.to_le_bytes();
            let key = [what.as_str().as_bytes(), reactions.channel.as_str().as_bytes()];
            let key = events::key("reaction", first, &[key[0], key[1], own.as_bytes(), &moment, &part]);
            collected.put(&Item::Draft(Draft { key, at, identifiers: identifiers.clone(), body }))?;
        }
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}

fn email_of(identifiers: &[Identifier]) -> Option<Box<str>> {
    let own = identifiers.iter().find(|own| own.kind == IdentifierKind::Email);
    own.map(|own| own.value.clone())
}

/// As our own mail's returns and reactions are said, without a delivery.
fn bodies(what: Happened, channel: Channel, address: Option<Box<str>>) -> Vec<Body> {
    let reacted = |reaction| Body::Reacted { delivery: None, channel, reaction };
    let bounced = |for_good| {
        let address = address.clone().unwrap_or_default();
        vec![Body::Bounced { channel, address, for_good }]
    };
    match what {
        Happened::Bounced => bounced(true),
        Happened::BouncedSoft => bounced(false),
        Happened::Opened => vec![reacted(Reaction::Opened)],
        Happened::Clicked => vec![reacted(Reaction::Clicked)],
        Happened::Complained => vec![reacted(Reaction::Complained)],
        Happened::Unsubscribed => {
            let channel = Some(channel);
            let withdrawn = ConsentAct { channel, purpose: None, granted: false, proof: Proof::None };
            vec![Body::Consent(withdrawn), reacted(Reaction::Unsubscribed)]
        }
    }
}
