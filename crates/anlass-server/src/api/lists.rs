//! Frozen lists of customers: pasted by somebody, or those whom a mailing reached and who are to get a correction.

use super::mailings::{change, of_path};
use super::{by_id, name};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::insight::explain::KINDS;
use anlass_model::definition::Mailing;
use anlass_model::id::{EntityId, Identifier, Name, NameId, parts_hash};
use anlass_model::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Lines of one pasted list.
const LINES_MAX: usize = 50_000;
/// People and lines shown; all count.
const SHOWN_MAX: usize = 500;
const LINE_CHARACTERS_MAX: usize = 254;

#[derive(Deserialize, ToSchema)]
pub(crate) struct Pasted {
    /// One customer in a line: a number, a card, an e-mail address or an id.
    text: String,
}

/// Who is on the list now, and which lines name nobody.
#[derive(Serialize, ToSchema)]
pub(crate) struct Kept {
    /// What definitions call it.
    list: String,
    /// The first ones.
    matched: Vec<Matched>,
    /// The first ones.
    unknown: Vec<Unknown>,
    unknown_total: usize,
    size: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Matched {
    id: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Unknown {
    /// From 1.
    line: usize,
    text: String,
}

/// The list of a mailing is called after it.
fn list_name(call: &Call<'_>) -> Result<Name, Fault> {
    let whole = format!("{}.{}", call.part("id"), call.part("mailing"));
    let short = || format!("list-{:016x}", NameId::of(&whole).0);
    Ok(Name::new(&whole).or_else(|_| Name::new(&short()))?)
}

/// Keeps the list of a mailing that is live.
pub(crate) fn paste(call: &Call<'_>) -> Result<Kept, Fault> {
    let view = call.view();
    let (_, mailing) = of_path(call, &view)?;
    let named = Resolved::in_lines(call, &view)?;
    let list = list_name(call)?;
    let kept = named.told(&view, &list);
    keep(call, &view, &list, named.customers)?;
    if mailing.list.as_ref() != Some(&list) {
        change(call, "list_kept", |mailing| Mailing { list: Some(list.clone()), ..mailing })?;
    }
    Ok(kept)
}

/// Keeps a list for a draft to name. It is called after whom it holds, so that no other draft's list is another one
/// tomorrow, and the same people pasted again are the same list.
pub(crate) fn freeze(call: &Call<'_>) -> Result<Kept, Fault> {
    let view = call.view();
    let named = Resolved::in_lines(call, &view)?;
    let ids: Vec<u8> = named.customers.iter().flat_map(|id| id.0.to_le_bytes()).collect();
    let list = Name::new(&format!("list-{:032x}", parts_hash(&[&ids])))?;
    let kept = named.told(&view, &list);
    keep(call, &view, &list, named.customers)?;
    Ok(kept)
}

/// Whom pasted lines name.
struct Resolved {
    customers: Vec<EntityId>,
    unknown: Vec<(usize, String)>,
}

impl Resolved {
    /// Of what was sent; nobody is refused.
    fn in_lines(call: &Call<'_>, view: &View) -> Result<Resolved, Fault> {
        let Pasted { text } = call.json()?;
        let lines: Vec<(usize, &str)> =
            (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()).collect();
        if lines.is_empty() || lines.len() > LINES_MAX {
            return Err(Fault::Unfit { cause: format!("a list has 1 to {LINES_MAX} lines") });
        }
        let (mut customers, unknown) = resolve(view, &lines)?;
        customers.sort_unstable();
        customers.dedup();
        if customers.is_empty() {
            return Err(Fault::Unfit { cause: "no line names anybody who is known here".into() });
        }
        let shown = |(line, text): &(usize, &str)| (*line, text.chars().take(LINE_CHARACTERS_MAX).collect());
        Ok(Resolved { customers, unknown: unknown.iter().map(shown).collect() })
    }

    fn told(&self, view: &View, list: &Name) -> Kept {
        let matched = self.customers.iter().take(SHOWN_MAX).map(|id| Matched {
            id: id.to_string(),
            name: by_id(view, *id).map(|dossier| name(&dossier)).unwrap_or_default(),
        });
        let unknown = self.unknown.iter().take(SHOWN_MAX);
        let unknown = unknown.map(|(line, text)| Unknown { line: *line, text: text.clone() });
        Kept {
            list: list.to_string(),
            matched: matched.collect(),
            unknown: unknown.collect(),
            unknown_total: self.unknown.len(),
            size: self.customers.len(),
        }
    }
}

/// Whom lines name, and the lines that name nobody. Addresses that are no identifiers are looked for in profiles, in
/// one pass for all of them.
#[expect(clippy::type_complexity, reason = "customers, and lines with their numbers")]
fn resolve<'a>(
    view: &View,
    lines: &[(usize, &'a str)],
) -> Result<(Vec<EntityId>, Vec<(usize, &'a str)>), Fault> {
    let vault = view.scope.vault();
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    let mut addresses: BTreeMap<String, (usize, &'a str)> = BTreeMap::new();
    for (number, line) in lines {
        let as_id = if line.len() == 32 { line.parse::<EntityId>().ok() } else { None };
        let mut known = match as_id {
            Some(id) => view.runtime.dossier(vault, id)?.map(|_| id),
            None => None,
        };
        for kind in KINDS {
            if known.is_none() {
                known = view.runtime.find(vault, &Identifier { kind, value: (*line).into() })?;
            }
        }
        match known {
            Some(id) => found.push(id),
            None if line.contains('@') => drop(addresses.insert(line.to_lowercase(), (*number, line))),
            None => unknown.push((*number, *line)),
        }
    }
    if !addresses.is_empty() {
        let email = NameId::of("email");
        view.runtime.each_dossier(&view.scope, &mut |dossier| {
            if let Some(Value::Text(own)) = dossier.profile(email)
                && addresses.remove(&own.to_lowercase()).is_some()
            {
                found.push(dossier.hot.id);
            }
        })?;
        unknown.extend(addresses.into_values());
        unknown.sort_unstable();
    }
    Ok((found, unknown))
}

fn keep(call: &Call<'_>, view: &View, list: &Name, customers: Vec<EntityId>) -> Result<(), Fault> {
    let (vault, own) = (view.scope.vault(), list.clone());
    call.house().between_rounds(Box::new(move |live| {
        live.runtime.put_list(vault, &own, customers)?;
        Ok(())
    }))?;
    let act = Act { what: "list_kept", about: list.to_string(), program: None };
    Ok(call.desk.access.note((call.house().wall)(), call.who(), act)?)
}

/// Takes the list away: the mailing goes to its audience alone, if it has one.
pub(crate) fn take_away(call: &Call<'_>) -> Result<super::drafts::Published, Fault> {
    let view = call.view();
    let (_, mailing) = of_path(call, &view)?;
    let list = mailing.list.clone().ok_or(Fault::NotFound)?;
    let published = change(call, "list_taken_away", |mailing| Mailing { list: None, ..mailing })?;
    let vault = view.scope.vault();
    call.house().between_rounds(Box::new(move |live| Ok(live.runtime.drop_list(vault, &list)?)))?;
    Ok(published)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Corrected {
    /// The message that corrects it.
    message: String,
}

/// A list of exactly those whom a mailing reached.
#[derive(Serialize, ToSchema)]
pub(crate) struct Correction {
    list: String,
    size: usize,
    message: String,
}

/// Freezes whom the mailing reached, for another one to go to.
pub(crate) fn correct(call: &Call<'_>) -> Result<Correction, Fault> {
    let view = call.view();
    let (_, mailing) = of_path(call, &view)?;
    let Corrected { message } = call.json()?;
    let known = view.runtime.program.messages.iter().any(|known| known.name.as_str() == message);
    if !known {
        return Err(Fault::Unfit { cause: "there is no such message".into() });
    }
    let reached = view.runtime.mailing_reached(view.scope, mailing.id.id())?;
    let mut customers: Vec<EntityId> = reached.handed.into_iter().map(|(customer, _, _)| customer).collect();
    customers.dedup();
    if customers.is_empty() {
        return Err(Fault::Unfit { cause: "it has reached nobody yet".into() });
    }
    let whole = format!("reached.{}", call.part("mailing"));
    let list = Name::new(&whole).or_else(|_| Name::new(&format!("list-{:016x}", NameId::of(&whole).0)))?;
    let size = customers.len();
    keep(call, &view, &list, customers)?;
    Ok(Correction { list: list.to_string(), size, message })
}
