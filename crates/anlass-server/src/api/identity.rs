//! Who is one person: people who look alike with what speaks for it, the judgement of somebody about them, and merges that
//! can be undone. Nothing is merged here that nobody decided.

use super::customers::{Scalar, scalar};
use super::shape::{LikenessSign, Moment, Nothing};
use super::{by_id, customer, name};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_engine::likeness::Likeness;
use anlass_engine::{Dossier, Input};
use anlass_model::id::EntityId;
use anlass_runtime::Error;
use anlass_runtime::alike::Pair;
use serde::{Deserialize, Serialize};
use std::sync::mpsc::sync_channel;
use utoipa::ToSchema;

const SUGGESTED_MAX: usize = 50;
/// Accepted entries applied at once before somebody is merged or parted.
const BATCH: usize = 2_000;

/// People who look like one.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestions {
    /// Whether the settings say by which fields people are compared.
    compares: bool,
    /// Whether everybody is compared by these fields already: after they were published that takes a while.
    is_complete: bool,
    /// No judged ones; few or none at once where many people were looked at.
    pairs: Vec<Suggestion>,
    /// Where to go on; null: these were the last.
    next: Option<String>,
}

/// Two people who look like one, with what speaks for it and against it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestion {
    people: Vec<Suggested>,
    points: i32,
    signs: Vec<SignTold>,
    /// The fields by which they are compared, one beside the other.
    fields: Vec<Compared>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Suggested {
    id: String,
    name: String,
    orders: usize,
    /// When the first thing was heard of them.
    since: Moment,
}

/// What speaks for one person; below zero points for two.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignTold {
    code: LikenessSign,
    points: i32,
}

/// A field of both, in the order of the people.
#[derive(Serialize, ToSchema)]
pub(crate) struct Compared {
    field: String,
    values: Vec<Option<Scalar>>,
}

/// Two people by their ids.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Two {
    one: String,
    other: String,
}

/// Who carries on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Merged {
    id: String,
}

/// Whom to part from a person.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Parting {
    from: String,
}

/// How somebody became one person, who looks like them, and with whom they live.
#[derive(Serialize, ToSchema)]
pub(crate) struct IdentityTold {
    /// Whether the settings say by which fields people are compared; otherwise nobody looked.
    compares: bool,
    /// The newest first.
    merges: Vec<MergeTold>,
    /// The most alike first.
    alike: Vec<Suggestion>,
    /// Whoever has the same address.
    household: Vec<Suggested>,
}

/// Somebody who was merged into the person.
#[derive(Serialize, ToSchema)]
pub(crate) struct MergeTold {
    /// By which they are parted again.
    id: String,
    name: String,
    at: Moment,
    /// When they were parted again.
    parted: Option<Moment>,
}

pub(crate) fn suggestions(call: &Call<'_>) -> Result<Suggestions, Fault> {
    let view = call.view();
    let compares = view.runtime.program.definitions.settings.matching.is_some();
    if !compares {
        return Ok(Suggestions { compares, is_complete: true, pairs: Vec::new(), next: None });
    }
    let unreadable = |_| Fault::Unreadable { cause: "after is no place to go on".into() };
    let after =
        call.asked("after").map(|text| u64::from_str_radix(&text, 16)).transpose().map_err(unreadable)?;
    let found = view.runtime.alike(&view.scope, after, SUGGESTED_MAX)?;
    let mut pairs = Vec::with_capacity(found.pairs.len());
    for pair in &found.pairs {
        pairs.extend(told(&view, pair)?);
    }
    let is_complete = view.runtime.is_alike_entered()?;
    Ok(Suggestions { compares, is_complete, pairs, next: found.next.map(|next| format!("{next:016x}")) })
}

fn told(view: &View, pair: &Pair) -> Result<Option<Suggestion>, Fault> {
    let mut people = Vec::with_capacity(2);
    for id in pair.people {
        // Erased in this moment.
        let Some(dossier) = view.runtime.dossier(view.scope.vault(), id)? else { return Ok(None) };
        people.push(dossier);
    }
    let Likeness { points, signs } = &pair.likeness;
    let signs = signs
        .iter()
        .map(|sign| SignTold { code: LikenessSign::of(sign.as_str()), points: sign.points() })
        .collect();
    let mut fields = Vec::new();
    if let Some(matching) = &view.runtime.program.definitions.settings.matching {
        let all = matching.texts().map(|(_, field)| field).chain(&matching.birthday);
        fields.extend(all.map(|field| Compared {
            field: field.to_string(),
            values: people.iter().map(|own| own.profile(field.id()).map(scalar)).collect(),
        }));
    }
    let people = people.iter().map(suggested).collect();
    Ok(Some(Suggestion { people, points: *points, signs, fields }))
}

fn suggested(dossier: &Dossier) -> Suggested {
    Suggested {
        id: dossier.hot.id.to_string(),
        name: name(dossier),
        orders: dossier.hot.heads.iter().filter(|head| !head.cancelled).count(),
        since: Moment(dossier.hot.created),
    }
}

pub(crate) fn show(call: &Call<'_>) -> Result<IdentityTold, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let vault = view.scope.vault();
    let mut merges: Vec<MergeTold> = Vec::new();
    for entry in view.runtime.timeline(vault, dossier.hot.id)? {
        match &entry.input {
            Input::Absorb(other) => merges.push(MergeTold {
                id: other.hot.id.to_string(),
                name: name(other),
                at: Moment(entry.now),
                parted: None,
            }),
            Input::Parted(parted) => {
                let id = parted.from.to_string();
                if let Some(merge) = merges.iter_mut().rev().find(|merge| merge.id == id) {
                    merge.parted = Some(Moment(entry.now));
                }
            }
            _ => {}
        }
    }
    merges.reverse();
    let mut alike = Vec::new();
    for pair in view.runtime.alike_to(&view.scope, &dossier)? {
        alike.extend(told(&view, &pair)?);
    }
    let mut household = Vec::new();
    for other in view.runtime.household(&view.scope, &dossier)? {
        household.extend(view.runtime.dossier(vault, other)?.as_ref().map(suggested));
    }
    let compares = view.runtime.program.definitions.settings.matching.is_some();
    Ok(IdentityTold { compares, merges, alike, household })
}

pub(crate) fn accept(call: &Call<'_>) -> Result<Merged, Fault> {
    let (vault, two) = two(call)?;
    let survivor = decided(call, move |live, now| live.merge(vault, two, now, BATCH))?;
    note(call, "merged", survivor)?;
    Ok(Merged { id: survivor.to_string() })
}

pub(crate) fn refuse(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (vault, two) = two(call)?;
    decided(call, move |live, now| live.keep_apart(vault, two, now, BATCH))?;
    note(call, "kept_apart", two.0)?;
    Ok(Nothing)
}

pub(crate) fn unmerge(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Parting { from } = call.json()?;
    let view = call.view();
    let (vault, own) = (view.scope.vault(), customer(call, &view)?.hot.id);
    let loser = id(&from)?;
    // Whoever was merged into somebody else is not parted from this person.
    let into = view.runtime.dossier(vault, loser)?.ok_or(Fault::NotFound)?.hot.merged_into;
    if into != Some(own) {
        return Err(Fault::Unfit {
            cause: "they were not merged into this person, or into somebody else since".into(),
        });
    }
    decided(call, move |live, now| live.unmerge(vault, loser, now, BATCH).map(drop))?;
    note(call, "unmerged", own)?;
    Ok(Nothing)
}

fn id(text: &str) -> Result<EntityId, Fault> {
    let is_id = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.parse().ok().filter(|_| is_id).ok_or(Fault::NotFound)
}

/// The two people of the body, both known in the vault.
fn two(call: &Call<'_>) -> Result<(anlass_model::id::VaultId, (EntityId, EntityId)), Fault> {
    let Two { one, other } = call.json()?;
    let view = call.view();
    let (one, other) = (by_id(&view, id(&one)?)?.hot.id, by_id(&view, id(&other)?)?.hot.id);
    Ok((view.scope.vault(), (one, other)))
}

/// Does something between two rounds of the loop, and hears what came of it.
fn decided<T: Send + 'static>(
    call: &Call<'_>,
    act: impl FnOnce(&mut anlass_runtime::live::Live, anlass_model::time::Timestamp) -> Result<T, Error>
    + Send
    + 'static,
) -> Result<T, Fault> {
    let (tell, hear) = sync_channel(1);
    let now = call.house().now();
    call.house().between_rounds(Box::new(move |live| {
        let done = act(live, now);
        let is_refused = done.as_ref().err().is_some_and(is_refusal);
        match done {
            Err(error) if !is_refused => Err(error.into()),
            done => {
                let _gone = tell.send(done);
                Ok(())
            }
        }
    }))?;
    let stopped = |_| Fault::Failed(anyhow::anyhow!("the loop stopped"));
    hear.recv().map_err(stopped)?.map_err(|error| match error {
        Error::Unknown { .. } => Fault::NotFound,
        other => Fault::Unfit { cause: other.to_string() },
    })
}

/// Nothing was changed, and nothing is wrong with the loop.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::Unknown { .. }
            | Error::OnePerson { .. }
            | Error::Apart { .. }
            | Error::NotMerged { .. }
            | Error::MergedOn { .. }
            | Error::CannotPart { .. }
    )
}

fn note(call: &Call<'_>, what: &'static str, about: EntityId) -> Result<(), Fault> {
    let act = Act { what, about: about.to_string(), program: None };
    Ok(call.desk.access.note((call.house().wall)(), call.who(), act)?)
}
