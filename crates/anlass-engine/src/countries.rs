//! Whether the law of somebody's country lets a message go to them: by a consent and its proof, as a customer, or because
//! nothing but an objection stands against it. Pure: packs come by value with the program.

use crate::consents::deciding_act;
use crate::dossier::Dossier;
use crate::program::Program;
use anlass_model::consent::{Channel, Recorded};
use anlass_model::definition::{Basis, ChannelRule, Countries, Pack};
use anlass_model::id::{Name, NameId};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;

/// Packs, resolved.
pub struct CountryTable {
    pub countries: Countries,
    field: Option<NameId>,
    told_at_sale: Option<NameId>,
    strictest: Pack,
}

impl CountryTable {
    pub(crate) fn new(countries: Countries) -> CountryTable {
        CountryTable {
            field: countries.field.as_ref().map(Name::id),
            told_at_sale: countries.told_at_sale.as_ref().map(Name::id),
            strictest: countries.strictest(),
            countries,
        }
    }
}

/// What lets a message go to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lawful<'a> {
    /// They agreed, and it holds until this moment if nothing is done.
    Consent(&'a Recorded, Timestamp),
    /// They bought at this moment, and the law allows goods like those until the second one.
    Customer(Timestamp, Timestamp),
    /// Nobody has to agree.
    NoObjection,
}

/// Why it may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlawful {
    /// Nobody agreed, or they withdrew.
    NotAgreed,
    /// What proves it is not enough there.
    Proof,
    /// It was given, or used last, too long ago.
    Lapsed,
}

/// The rule that holds for somebody, with the code of its country (empty: of none that is known).
#[must_use]
pub fn rule_for<'p>(
    program: &'p Program,
    dossier: &Dossier,
    channel: Channel,
) -> Option<(&'p str, &'p ChannelRule)> {
    let (code, pack) = pack_for(program, dossier)?;
    Some((code, pack.channels.get(&channel)?))
}

/// The pack of somebody's country.
#[must_use]
pub fn pack_for<'p>(program: &'p Program, dossier: &Dossier) -> Option<(&'p str, &'p Pack)> {
    let table = program.countries.as_ref()?;
    let said = table.field.and_then(|field| match dossier.profile(field) {
        Some(Value::Text(text)) => Some(text.trim().to_ascii_uppercase()),
        _ => None,
    });
    let code = said.filter(|said| !said.is_empty()).unwrap_or_else(|| table.countries.home.clone());
    let known = table.countries.packs.get_key_value(&code);
    Some(known.map_or(("", &table.strictest), |(code, pack)| (code.as_str(), pack)))
}

/// Whether advertising for a purpose may go out on a channel, by the law of the person's country. Objection and restriction
/// were asked before. `to_customers`: the message is one that customers may get without consent.
///
/// # Errors
/// Why not.
pub fn lawful<'d>(
    program: &Program,
    dossier: &'d Dossier,
    channel: Channel,
    purpose: NameId,
    to_customers: bool,
    now: Timestamp,
) -> Result<Lawful<'d>, Unlawful> {
    let act = deciding_act(dossier, channel, purpose);
    let Some((_, rule)) = rule_for(program, dossier, channel) else {
        return match act {
            Some(act) if act.act.granted => Ok(Lawful::Consent(act, Timestamp::NEVER)),
            Some(_) => Err(Unlawful::NotAgreed),
            None if channel.needs_consent() => Err(Unlawful::NotAgreed),
            None => Ok(Lawful::NoObjection),
        };
    };
    let consent = consent(dossier, channel, rule, act, now);
    match (consent, act.is_some_and(|act| !act.act.granted)) {
        (Ok(lawful), _) => Ok(lawful),
        // Whoever withdrew has said what they want.
        (Err(why), true) => Err(why),
        (Err(_), false) if rule.basis == Basis::Objection => Ok(Lawful::NoObjection),
        (Err(why), false) => match to_customers {
            true => customer(program, dossier, rule, now).ok_or(why),
            false => Err(why),
        },
    }
}

fn consent<'d>(
    dossier: &Dossier,
    channel: Channel,
    rule: &ChannelRule,
    act: Option<&'d Recorded>,
    now: Timestamp,
) -> Result<Lawful<'d>, Unlawful> {
    let act = act.filter(|act| act.act.granted).ok_or(Unlawful::NotAgreed)?;
    if !rule.takes(&act.act.proof) {
        return Err(Unlawful::Proof);
    }
    let Some(valid) = rule.valid_for else { return Ok(Lawful::Consent(act, Timestamp::NEVER)) };
    let used = dossier.contacts.iter().filter(|contact| rule.restarts_on_use && contact.channel == channel);
    let used = used.map(|contact| contact.at).max();
    let ends = act.occurred.0.max(used.unwrap_or(act.occurred.0)).plus(valid.0);
    if now < ends { Ok(Lawful::Consent(act, ends)) } else { Err(Unlawful::Lapsed) }
}

fn customer<'d>(
    program: &Program,
    dossier: &Dossier,
    rule: &ChannelRule,
    now: Timestamp,
) -> Option<Lawful<'d>> {
    let customers = rule.customers.as_ref()?;
    let told = program.countries.as_ref()?.told_at_sale?;
    if dossier.profile(told) != Some(&Value::Bool(true)) {
        return None;
    }
    let kept = dossier.hot.heads.iter().filter(|head| !head.cancelled && head.kept_lines > 0);
    let bought = kept.map(|head| head.occurred).filter(|at| *at <= now).max()?;
    let ends = customers.within.map_or(Timestamp::NEVER, |within| bought.plus(within.0));
    (now < ends).then_some(Lawful::Customer(bought, ends))
}
