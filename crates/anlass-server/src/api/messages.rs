//! Messages: the list, one as a person would get it, and how individual each is.

use super::drafts::{self, Written};
use super::preview::{self, Otherwise, Preview as Shown, Printing};
use super::shape::{Channel, Class, Localised, Reason};
use super::{by_id, glance};
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_content::Individuality;
use anlass_engine::Dossier;
use anlass_engine::program::MessageDef;
use anlass_model::consent;
use anlass_model::definition::{Definitions, LanguageTag};
use anlass_model::id::{EntityId, Name, NameId};
use anyhow::anyhow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Not everybody can be shown everything: so many are tried.
const READERS_MAX: usize = 8;

#[derive(Serialize, ToSchema)]
pub(crate) struct MessageRow {
    programme: String,
    id: String,
    name: Localised,
    class: Class,
    channels: Vec<Channel>,
    languages: Vec<String>,
    /// As somebody would read it, who is the same one every time; null: there is nobody, or it has none.
    subject: Option<Localised>,
    /// 0: the same for everybody; null: there is nobody to score it with.
    score: Option<f64>,
    /// It says more or less the same to everybody.
    flagged: bool,
    /// Somebody who got it or is about to, else somebody it could be for; null: there is nobody.
    example: Option<Example>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Example {
    id: String,
    name: String,
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<MessageRow>, Fault> {
    let view = call.view();
    let scores = call.desk.scores.of(call.house(), &view)?;
    let languages = languages(&view);
    let people = preview::sample(&view)?;
    let readers = people.get(..people.len().min(READERS_MAX)).unwrap_or_default();
    let printing = printing(call, &view);
    let glance = glance::take(call)?;
    let spoken_to = |message: &MessageDef| -> Vec<Dossier> {
        let some = glance.spoken_to.get(message.name.as_str()).into_iter().flatten();
        some.filter_map(|(_, id)| by_id(&view, *id).ok()).collect()
    };
    let row = |message: &MessageDef| {
        let own = spoken_to(message);
        let example = preview::fitting(message, if own.is_empty() { &people } else { &own });
        let score = scores.iter().find(|(id, _)| *id == message.id).and_then(|(_, score)| score.as_ref());
        MessageRow {
            programme: programme_of(&view, message),
            id: message.name.to_string(),
            name: (&message.title).into(),
            class: Class::of(message.class.as_str()),
            channels: message.channels.iter().map(|channel| Channel::of(channel.as_str())).collect(),
            languages: languages.clone(),
            subject: readers.iter().find_map(|reader| printing.subject(message, reader)),
            score: score.map(|score| share(score.permille)),
            flagged: score.is_some_and(|score| score.flagged),
            example: example.map(|one| Example { id: one.hot.id.to_string(), name: super::name(one) }),
        }
    };
    Ok(view.runtime.program.messages.iter().map(row).collect())
}

fn programme_of(view: &View, message: &MessageDef) -> String {
    let programme = view.runtime.program.programmes.get(message.programme);
    programme.map(|programme| programme.name.to_string()).unwrap_or_default()
}

fn languages(view: &View) -> Vec<String> {
    let library = view.runtime.program.definitions.content.clone().unwrap_or_default();
    library.languages.offered.iter().map(|language: &LanguageTag| language.as_str().to_owned()).collect()
}

/// Of 1, from thousandths.
pub(crate) fn share(permille: u32) -> f64 {
    f64::from(permille) / 1_000.0
}

/// The message of the path.
pub(crate) fn of_path<'a>(call: &Call<'_>, view: &'a View) -> Result<&'a MessageDef, Fault> {
    let wanted = call.part("message");
    let programme = NameId::of(call.part("programme"));
    let of_programme = |message: &&MessageDef| {
        let own = view.runtime.program.programmes.get(message.programme);
        message.name.as_str() == wanted && own.is_some_and(|own| own.id == programme)
    };
    view.runtime.program.messages.iter().find(of_programme).ok_or(Fault::NotFound)
}

/// How individual a message is, block by block.
#[derive(Serialize, ToSchema)]
pub(crate) struct Score {
    /// 0: the same for everybody; null: there is nobody to score it with.
    score: Option<f64>,
    flagged: bool,
    /// People it was scored with.
    sample: usize,
    blocks: Vec<ScoredBlock>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ScoredBlock {
    id: String,
    /// Of the fragment it is, if people gave it one.
    name: Option<Localised>,
    /// Share of the message's area.
    area: f64,
    individuality: f64,
    /// How many different things people read here.
    variants: usize,
}

pub(crate) fn score(call: &Call<'_>) -> Result<Score, Fault> {
    let view = call.view();
    let message = of_path(call, &view)?;
    scored(&printing(call, &view), message)
}

fn scored(printing: &Printing<'_>, message: &MessageDef) -> Result<Score, Fault> {
    let sample = preview::sample(printing.view)?;
    let definitions = &printing.program.definitions;
    Ok(told(definitions, message, printing.score(message, &sample), sample.len()))
}

/// What people called the fragment behind a block of a message, or behind a place of its template.
fn fragment_name(definitions: &Definitions, message: &MessageDef, block: &str) -> Option<Localised> {
    let messages = definitions.programmes.iter().flat_map(|programme| &programme.messages);
    let own = messages.into_iter().find(|one| one.id == message.name);
    let used = own.and_then(|own| own.blocks.iter().find(|one| one.id.as_str() == block));
    let wanted = used.map_or(Some(block), |used| used.fragment.as_ref().map(Name::as_str))?;
    let fragments = definitions.content.iter().flat_map(|library| &library.fragments);
    let name = &fragments.into_iter().find(|fragment| fragment.id.as_str() == wanted)?.name;
    (!name.de.is_empty() || !name.en.is_empty()).then(|| name.into())
}

fn told(
    definitions: &Definitions,
    message: &MessageDef,
    score: Option<Individuality>,
    sample: usize,
) -> Score {
    let Some(score) = score else { return Score { score: None, flagged: false, sample, blocks: Vec::new() } };
    let blocks = score.blocks.iter().map(|block| ScoredBlock {
        name: fragment_name(definitions, message, block.id.as_str()),
        id: block.id.to_string(),
        area: share(block.area_permille),
        individuality: share(block.permille),
        variants: block.variants,
    });
    Score { score: Some(share(score.permille)), flagged: score.flagged, sample, blocks: blocks.collect() }
}

pub(crate) fn printing<'a>(call: &'a Call<'_>, view: &'a View) -> Printing<'a> {
    Printing { house: call.house(), view, program: &view.runtime.program, content: &view.content }
}

/// A message as somebody would get it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preview {
    customer: String,
    customer_name: String,
    subject: String,
    preheader: String,
    /// Empty for what is text only.
    html: String,
    text: String,
    channel: Channel,
    language: String,
    blocks: Vec<ChosenBlock>,
    /// The articles are examples: there is no cart or order to speak of.
    articles_stand_in: bool,
    /// Why it cannot be shown; then subject and texts are empty.
    problem: Option<String>,
    score: Score,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ChosenBlock {
    id: String,
    /// Of the fragment it is, if people gave it one.
    name: Option<Localised>,
    kept: bool,
    reason: Option<Reason>,
}

pub(crate) fn preview(call: &Call<'_>) -> Result<Preview, Fault> {
    let view = call.view();
    let message = of_path(call, &view)?;
    let dossier = person(&view, call.asked("customer"))?;
    let wanted = call.asked("channel");
    let channel = wanted
        .and_then(|wanted| consent::Channel::ALL.into_iter().find(|channel| channel.as_str() == wanted));
    let otherwise = Otherwise { language: call.asked("language"), channel };
    shown(&printing(call, &view), message, &dossier, &otherwise)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Drafted {
    yaml: String,
    /// A programme that is not live yet.
    #[serde(default)]
    new: bool,
    /// As whom it is written; absent: the first one there is.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    customer: Option<String>,
    /// Absent: the person's own.
    language: Option<String>,
}

/// A message of a draft as somebody would get it.
pub(crate) fn preview_draft(call: &Call<'_>) -> Result<Preview, Fault> {
    let view = call.view();
    let Drafted { yaml, new, customer, language } = call.json()?;
    if language.as_ref().is_some_and(|language| !languages(&view).contains(language)) {
        return Err(Fault::Unfit { cause: "nobody is written to in this language".into() });
    }
    let (programme, draft) = drafts::read(call, &view, &Written { yaml, new })?.map_err(Fault::Problems)?;
    let content = anlass_content::compile(&draft.definitions);
    let content =
        content.map_err(|problems| anyhow!("{} problems with what was compiled", problems.len()))?;
    let printing = Printing { house: call.house(), view: &view, program: &draft.program, content: &content };
    let wanted = call.part("message");
    let own = programme.messages.iter().find(|message| message.id.as_str() == wanted);
    let id = own.ok_or(Fault::NotFound)?.id.id();
    let mut messages = draft.program.messages.iter();
    let message = messages.find(|message| message.id == id).ok_or(Fault::NotFound)?;
    let dossier = person(&view, customer)?;
    shown(&printing, message, &dossier, &Otherwise { language, channel: None })
}

fn shown(
    printing: &Printing<'_>,
    message: &MessageDef,
    dossier: &Dossier,
    otherwise: &Otherwise,
) -> Result<Preview, Fault> {
    let Shown { channel, blocks, stands_in, rendered } = printing.preview(message, dossier, otherwise);
    let blocks = blocks.iter().map(|block| {
        let id = printing.program.name(block.id);
        ChosenBlock {
            name: fragment_name(&printing.program.definitions, message, &id),
            id,
            kept: block.reason.is_none(),
            reason: block.reason.map(Reason::of),
        }
    });
    let mut preview = Preview {
        customer: dossier.hot.id.to_string(),
        customer_name: super::name(dossier),
        subject: String::new(),
        preheader: String::new(),
        html: String::new(),
        text: String::new(),
        channel: Channel::of(channel.as_str()),
        language: String::new(),
        blocks: blocks.collect(),
        articles_stand_in: stands_in,
        problem: None,
        score: scored(printing, message)?,
    };
    match rendered {
        Ok(rendered) => {
            preview.subject = rendered.subject;
            preview.preheader = rendered.preheader;
            preview.html = rendered.html.unwrap_or_default();
            preview.text = rendered.text;
            preview.language = rendered.language.as_str().to_owned();
        }
        Err(problem) => preview.problem = Some(problem),
    }
    Ok(preview)
}

/// Whom to show it as: who was asked for, or the first one there is.
fn person(view: &View, customer: Option<String>) -> Result<Dossier, Fault> {
    match customer {
        Some(customer) => {
            let id: EntityId = customer.parse().map_err(|_| Fault::NotFound)?;
            by_id(view, id)
        }
        None => preview::sample(view)?.into_iter().next().ok_or(Fault::NotFound),
    }
}
