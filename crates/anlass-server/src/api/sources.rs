//! Sources that send by themselves: which are connected, what came from them, connecting and disconnecting. Their secrets
//! go in and never come out, but one that was made here, once.

use super::shape::{LeftOutWhy, Moment, Nothing};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::connected::{Kept, Kind};
use crate::drafts;
use crate::house::connected::{Counts, Source};
use crate::house::importing::{declare, number_of};
use anlass_engine::Problem;
use anlass_model::definition::{self, Definitions, Settings};
use anlass_model::event::SourceId;
use anlass_model::id::Name;
use anlass_sources::hook::Hook;
use anlass_sources::understood::{LeftOut, Refused};
use anlass_store::seal::random_key;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whoever guesses one may say anything in the source's name.
const SECRET_CHARACTERS: std::ops::RangeInclusive<usize> = 16..=500;
const PREFIX_CHARACTERS_MAX: usize = 32;

/// A source that sends by itself, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectedSource {
    id: String,
    number: u16,
    kind: Kind,
    /// Where it sends to.
    url: String,
    /// Stands before its customer and order numbers.
    prefix: Option<String>,
    /// Of a hook: the form by which it is understood.
    mapping: Option<String>,
    /// Of a shop: what it may tell of.
    topics: Vec<&'static str>,
    /// Articles of which we know what the sender calls them.
    articles: usize,
    heard: HeardOf,
}

/// What came from it since this process began.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeardOf {
    last: Option<Moment>,
    /// Events, changes and requests that were taken.
    accepted: u64,
    left_out: Vec<LeftOutOf>,
    /// Deliveries that did not prove who sent them.
    unproven: u64,
    /// Deliveries that could not be read.
    refused: u64,
    last_refused: Option<Complaint>,
}

/// Parts of deliveries that became nothing for the same reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOutOf {
    code: LeftOutWhy,
    count: u64,
    /// What the last of them was about, in the sender's words.
    about: String,
    last: Complaint,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Complaint {
    cause: String,
    help: String,
}

/// How a source is to be heard.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewSource {
    /// A declared source, or the name of a new one.
    id: String,
    kind: Kind,
    /// What the sender proves itself with. Null: the one that is known, or a new one that is made here.
    secret: Option<String>,
    prefix: Option<String>,
    /// Of a hook: which place of what is sent means what.
    mapping: Option<String>,
}

/// A source that was connected or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectedShown {
    source: ConnectedSource,
    /// One that was made here, shown only now; null: nothing was made.
    secret: Option<String>,
}

fn row(call: &Call<'_>, source: &Source) -> ConnectedSource {
    let Kept { name, number, kind, prefix, mapping, .. } = source.kept.clone();
    ConnectedSource {
        url: format!("{}/v1/hooks/{name}", call.house().config.public_url()),
        id: name,
        number,
        kind,
        prefix,
        mapping,
        topics: kind.vendor().map(|vendor| vendor.topics().to_vec()).unwrap_or_default(),
        articles: source.articles(),
        heard: heard(source.counts()),
    }
}

fn heard(counts: Counts) -> HeardOf {
    let Counts { accepted, left_out, unproven, refused, last_refused, last } = counts;
    let omitted = |(code, (count, LeftOut { about, why })): (&'static str, (u64, LeftOut))| LeftOutOf {
        code: LeftOutWhy::of(code),
        count,
        about: about.into(),
        last: Complaint { cause: why.to_string(), help: why.hint() },
    };
    let complaint =
        |refused: Refused| Complaint { cause: refused.to_string(), help: refused.hint().to_owned() };
    HeardOf {
        last: last.map(Moment),
        accepted,
        left_out: left_out.into_iter().map(omitted).collect(),
        unproven,
        refused,
        last_refused: last_refused.map(complaint),
    }
}

/// `GET /api/sources`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ConnectedSource>, Fault> {
    let all = call.house().connected.list(call.view().scope.vault());
    Ok(all.iter().map(|source| row(call, source)).collect())
}

/// `POST /api/sources`
pub(crate) fn put(call: &Call<'_>) -> Result<ConnectedShown, Fault> {
    let NewSource { id, kind, secret, prefix, mapping } = call.json()?;
    let name = Name::new(&id).map_err(|error| unfit(format!("id: {error}")))?;
    let (house, view) = (call.house(), call.view());
    let vault = view.scope.vault();
    let known = house.connected.find(name.as_str());
    if known.as_ref().is_some_and(|known| known.vault != vault || known.kept.kind != kind) {
        return Err(unfit("a source of this name is connected in another way: disconnect it first".into()));
    }
    let made = (secret.is_none() && known.is_none()).then(random_key).transpose()?;
    let made = made.map(|key| blake3::Hash::from_bytes(key).to_hex().to_string());
    let kept = known.as_ref().map(|known| known.kept.secret.clone());
    let secret = secret.map(|secret| secret.trim().to_owned()).or(kept).or(made.clone());
    let secret = secret.unwrap_or_default();
    check(&secret, prefix.as_deref())?;
    let definitions = &view.runtime.program.definitions;
    check_form(kind, mapping.as_deref(), &definitions.settings)?;
    let number = number_of(&*call.house().store, &definitions.settings, &name)?;
    if SourceId(number) >= SourceId::CORRECTION {
        return Err(unfit("no number is left for another source".into()));
    }
    let mut declaring = definitions.clone();
    let source = definition::Source { id: name.clone(), number, delayed: false };
    declare(&mut declaring, source).map_err(|error| unfit(error.to_string()))?;
    let what = if known.is_some() { "source_changed" } else { "source_connected" };
    let is_declared = declaring == *definitions;
    if !is_declared {
        publish(call, declaring, what, id.clone())?;
    }
    house.connect(vault, Kept { name: id.clone(), number, kind, secret, prefix, mapping })?;
    if is_declared {
        let act = Act { what, about: id.clone(), program: None };
        call.desk.access.note((house.wall)(), call.who(), act)?;
    }
    let source = house.connected.find(&id).ok_or(Fault::NotFound)?;
    Ok(ConnectedShown { source: row(call, &source), secret: made })
}

fn unfit(cause: String) -> Fault {
    Fault::Unfit { cause }
}

fn check(secret: &str, prefix: Option<&str>) -> Result<(), Fault> {
    let is_plain = secret.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
    if !is_plain || !SECRET_CHARACTERS.contains(&secret.len()) {
        let (min, max) = SECRET_CHARACTERS.into_inner();
        return Err(unfit(format!("secret: it needs {min} to {max} letters, digits and signs of ASCII")));
    }
    let is_name = |prefix: &str| prefix.len() <= PREFIX_CHARACTERS_MAX && Name::new(prefix).is_ok();
    if prefix.is_some_and(|prefix| !is_name(prefix)) {
        return Err(unfit(format!("prefix: it is no name of at most {PREFIX_CHARACTERS_MAX} letters")));
    }
    Ok(())
}

/// Only a hook has a form, and it needs one that fits the settings.
fn check_form(kind: Kind, mapping: Option<&str>, settings: &Settings) -> Result<(), Fault> {
    let text = match (kind, mapping) {
        (Kind::Hook, Some(text)) => text,
        (Kind::Hook, None) => return Err(unfit("mapping: a hook is understood by a form".into())),
        (_, Some(_)) => return Err(unfit("mapping: only a hook has a form".into())),
        (_, None) => return Ok(()),
    };
    let form = Hook::read(text, "mapping");
    let form = form.map_err(|error| unfit(format!("{error}\n  help: {}", error.hint())))?;
    let problems = form.check(settings).into_iter().map(|problem| Problem {
        place: problem.place,
        cause: problem.cause,
        cure: Some(problem.cure),
    });
    let problems: Vec<Problem> = problems.collect();
    if problems.is_empty() { Ok(()) } else { Err(Fault::Problems(problems)) }
}

/// Makes definitions live in which something was declared, and notes by whom.
pub(crate) fn publish(
    call: &Call<'_>,
    definitions: Definitions,
    what: &'static str,
    about: String,
) -> Result<(), Fault> {
    let program = anlass_engine::compile(definitions.clone()).map_err(Fault::Problems)?;
    let house = call.house();
    house.publish(definitions, drafts::filled_gaps(&*house.store)?)?;
    let act = Act { what, about, program: Some(format!("{:016x}", program.id.0)) };
    Ok(call.desk.access.note_version(house.clock.moments(), call.who(), act)?)
}

/// `DELETE /api/sources/{id}`: what came from it stays.
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (call.house(), call.part("id"));
    if !house.disconnect(call.view().scope.vault(), id)? {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "source_disconnected", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}
