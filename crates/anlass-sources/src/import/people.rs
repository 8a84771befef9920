//! Files about people: profiles, consents, objections, vouchers, contacts by other systems. Each row that says something becomes one event.

use super::columns::{Clock, CodeColumn, FieldReader, FlagReader, PersonColumns, ProofReader};
use super::events::{self, Collected, Draft, Item};
use super::{Outcome, Progress, Source, TEXT_CHARS_MAX};
use crate::error::Error;
use crate::mapping::{Consents, Contacts, Objections, Profiles, Vouchers};
use crate::report::{Fate, FileReport, Role};
use anlass_model::consent::{Class, ConsentAct, ObjectionAct, Proof};
use anlass_model::event::Body;
use anlass_model::time::Timestamp;
use jiff::civil;

/// Names of campaigns are kept up to this length.
const CAMPAIGN_CHARACTERS_MAX: usize = 200;

pub(super) fn read_profiles(
    source: &Source<'_>,
    profiles: &Profiles,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&profiles.file, &profiles.beside)?;
    let person = PersonColumns::new(&mut table, &profiles.customer, &profiles.also)?;
    let mut readers = Vec::with_capacity(profiles.fields.len());
    for (name, field) in &profiles.fields {
        readers.push(FieldReader::new(&mut table, name, field, source.mapping)?);
    }
    let mut changed = match &profiles.changed {
        Some(moment) => Some(Clock::new(&mut table, moment, source.mapping)?),
        None => None,
    };
    let midnight = |day: civil::Date| {
        Timestamp::from_zone(day.to_datetime(civil::Time::midnight()), &source.mapping.time_zone.0)
    };
    let since = profiles.on.map_or(Timestamp(0), midnight);
    let report = FileReport::new(&profiles.file.0, Role::Profiles);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let mut facts = Vec::with_capacity(readers.len());
        for reader in &readers {
            if let Some(value) = reader.read(fields)? {
                facts.push((reader.name.clone(), Some(value)));
            }
        }
        let at = match &mut changed {
            Some(clock) => clock.read(fields)?,
            None => since,
        };
        // In a complete list also who is only named is still there.
        if facts.is_empty() && identifiers.len() < 2 && !source.mapping.complete {
            return Ok(Outcome::Fate(Fate::WithoutContent, 0));
        }
        let body = match facts.is_empty() {
            true => Body::Identified(identifiers.clone()),
            false => Body::Profile(facts),
        };
        let key = events::key("profile", first, &[&at.0.to_le_bytes(), &events::print(&identifiers, &body)]);
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}

pub(super) fn read_consents(
    source: &Source<'_>,
    consents: &Consents,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&consents.file, &consents.beside)?;
    let person = PersonColumns::new(&mut table, &consents.customer, &consents.also)?;
    let granted = FlagReader::new(&mut table, &consents.granted)?;
    let mut clock = Clock::new(&mut table, &consents.occurred, source.mapping)?;
    let mut proof = ProofReader::new(&mut table, &consents.proof, source.mapping)?;
    let report = FileReport::new(&consents.file.0, Role::Consents);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let nothing = Ok(Outcome::Fate(Fate::WithoutContent, 0));
        let Some(granted) = granted.said(fields)? else { return nothing };
        // Who never agreed has no day of it. What was withdrawn without a day cannot be told from that.
        let at = match granted {
            true => clock.read(fields)?,
            false => match clock.optional(fields)? {
                Some(at) => at,
                None => return nothing,
            },
        };
        // A withdrawal needs none: it always counts.
        let proof = if granted { proof.read(fields)? } else { Proof::None };
        let body = Body::Consent(ConsentAct {
            channel: consents.channel,
            purpose: consents.purpose.clone(),
            granted,
            proof,
        });
        // A list that is delivered again says how it is, and not that somebody said so again.
        let day = if source.mapping.complete { [0; 8] } else { at.0.to_le_bytes() };
        let key = events::key("consent", first, &[&day, &events::print(&identifiers, &body)]);
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}

pub(super) fn read_objections(
    source: &Source<'_>,
    objections: &Objections,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&objections.file, &objections.beside)?;
    let person = PersonColumns::new(&mut table, &objections.customer, &objections.also)?;
    let mut clock = Clock::new(&mut table, &objections.occurred, source.mapping)?;
    let report = FileReport::new(&objections.file.0, Role::Objections);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let at = clock.read(fields)?;
        let key = events::key("objection", first, &[&at.0.to_le_bytes()]);
        let body = Body::Objection(ObjectionAct::stated(false));
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}

pub(super) fn read_vouchers(
    source: &Source<'_>,
    vouchers: &Vouchers,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&vouchers.file, &vouchers.beside)?;
    let person = PersonColumns::new(&mut table, &vouchers.customer, &[])?;
    let code = CodeColumn::new(&mut table, &vouchers.code)?;
    let mut clock = Clock::new(&mut table, &vouchers.occurred, source.mapping)?;
    let report = FileReport::new(&vouchers.file.0, Role::Vouchers);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let code = code.needed(fields)?;
        let at = clock.read(fields)?;
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let key = events::key("voucher", first, &[code.as_bytes(), &at.0.to_le_bytes()]);
        let body = Body::Voucher { code: code.into() };
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}

pub(super) fn read_contacts(
    source: &Source<'_>,
    contacts: &Contacts,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&contacts.file, &contacts.beside)?;
    let person = PersonColumns::new(&mut table, &contacts.customer, &contacts.also)?;
    let contract = FlagReader::new(&mut table, &contacts.contract)?;
    let mut clock = Clock::new(&mut table, &contacts.occurred, source.mapping)?;
    let campaign = match &contacts.campaign {
        Some(column) => Some(table.column(column)?),
        None => None,
    };
    let channel = contacts.channel;
    let report = FileReport::new(&contacts.file.0, Role::Contacts);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let at = clock.read(fields)?;
        let class = if contract.read(fields)? { Class::Contract } else { Class::Advertising };
        let campaign = campaign.as_ref().map(|column| column.optional(fields, TEXT_CHARS_MAX)).transpose()?;
        let campaign: String =
            campaign.flatten().unwrap_or_default().chars().take(CAMPAIGN_CHARACTERS_MAX).collect();
        let parts = [channel.as_str().as_bytes(), campaign.as_bytes(), &at.0.to_le_bytes()];
        let key = events::key("contact", first, &parts);
        let body = Body::Contacted { channel, class, campaign: campaign.into() };
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}
