//! Judging a draft of a programme, making it live, and stopping one.

use super::messages::share;
use super::preview::{self, Printing};
use super::programmes;
use super::shape::Problem as Told;
use super::versions;
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::drafts::{self, Authored, Draft, Others};
use crate::house::View;
use crate::quality::{Figure, Judged};
use anlass_engine::program::MessageDef;
use anlass_engine::{Problem, Program, WarningKind, counts_from_today_on, warnings};
use anlass_model::consent::Channel;
use anlass_model::definition::{Language, Message, Programme, Subtree};
use anlass_model::id::{CategoryId, NameId};
use anlass_model::time::{SECOND, Span};
use anlass_runtime::migration::Fate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Differences told; a draft that differs in more is another programme.
const DIFFERENCES_MAX: usize = 500;

/// A draft as its author wrote it.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Written {
    pub(crate) yaml: String,
    /// A programme that is not live yet; its id must be free.
    #[serde(default)]
    pub(crate) new: bool,
}

/// What a draft would do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Checked {
    problems: Vec<Told>,
    inside: Vec<Fated>,
    /// What counts only from the moment of publishing on.
    from_today_on: Vec<FromTodayOn>,
    diff: Vec<Difference>,
    /// What is allowed and may still not be meant.
    findings: Vec<Finding>,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Finding {
    code: FindingCode,
    /// What it is about: a message, a mailing, or a step of a journey.
    message: Option<String>,
    mailing: Option<String>,
    journey: Option<String>,
    step: Option<String>,
    /// Of a message. 0: the same for everybody.
    score: Option<f64>,
    /// In which language it stands as it was.
    language: Option<String>,
}

impl Finding {
    /// About nothing yet.
    fn of(code: FindingCode) -> Finding {
        Finding { code, message: None, mailing: None, journey: None, step: None, score: None, language: None }
    }
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FindingCode {
    /// Its individuality is so low that nearly everybody reads the same.
    SameForEverybody,
    /// A wait that takes no time.
    WaitsForNothing,
    /// A mailing whose message asks nobody for consent or objection.
    ContractMailing,
    /// A mailing written anew in one language only: who reads the other gets another message's words.
    LanguageLeftBehind,
    /// Its letters would end without what the law wants there: who sends them, where, and in which register.
    NoImprint,
}

/// A rule that asks for what is not kept yet.
#[derive(Serialize, ToSchema)]
pub(crate) struct FromTodayOn {
    place: String,
    /// Names of events, or "contacts".
    asks_for: Vec<String>,
}

/// People on a step, and what becomes of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fated {
    journey: String,
    step: String,
    people: u64,
    /// "stays", "leaves", or "moves:" and the step.
    #[schema(pattern = "^(stays|leaves|moves:.+)$")]
    fate: String,
}

/// What stood at a place of the document, and what stands there after.
#[derive(Serialize, ToSchema)]
pub(crate) struct Difference {
    path: String,
    before: Value,
    after: Value,
}

/// What is live after a change.
#[derive(Serialize, ToSchema)]
pub(crate) struct Published {
    pub(crate) program: String,
    changes: Vec<Difference>,
}

/// Reads a draft of the programme of the path and lays it over what is live.
pub(crate) fn read(
    call: &Call<'_>,
    view: &View,
    written: &Written,
) -> Result<Result<(Programme, Draft), Vec<Problem>>, Fault> {
    let id = call.part("id");
    let mut problems = Vec::new();
    let place = format!("programme {id}");
    match (programmes::of_path(call, view), written.new) {
        // A programme of this name that came meanwhile is not to be written over.
        (Ok(_), true) => {
            let cause = format!("the name \"{id}\" is used twice");
            let cure = Some("give each one a name of its own".into());
            return Ok(Err(vec![Problem { place, cause, cure }]));
        }
        (Err(fault), false) => return Err(fault),
        (Ok(_), false) | (Err(_), true) => {}
    }
    let Some(programme) = drafts::parse::<Programme>(&place, &written.yaml, &mut problems) else {
        return Ok(Err(problems));
    };
    if programme.id.as_str() != id {
        let cause = format!("its id is \"{}\"", programme.id);
        let cure = Some(format!("write id: {id}, or publish it as a programme of its own"));
        return Ok(Err(vec![Problem { place, cause, cure }]));
    }
    let authored = Authored { programmes: vec![programme.clone()], ..Authored::default() };
    let draft = drafts::draft(Some(&*call.house().store), authored, Others::Stay, subtrees(view))?;
    Ok(draft.map(|draft| (programme, draft)))
}

pub(crate) fn check(call: &Call<'_>) -> Result<Checked, Fault> {
    let view = call.view();
    let (programme, draft) = match read(call, &view, &call.json()?)? {
        Ok(read) => read,
        Err(problems) => {
            let problems = problems.iter().map(Told::from).collect();
            return Ok(Checked {
                problems,
                inside: Vec::new(),
                from_today_on: Vec::new(),
                diff: Vec::new(),
                findings: Vec::new(),
            });
        }
    };
    let live = before(call, &view, &programme);
    let own = |journey: &str| {
        live.journeys.iter().chain(&programme.journeys).any(|known| known.id.as_str() == journey)
    };
    let standing = view.runtime.migration(&draft.program)?;
    let inside = standing.into_iter().filter(|one| own(&one.journey)).map(|one| {
        let fate = match &one.fate {
            Fate::Stays => "stays".to_owned(),
            Fate::Moves { to } => format!("moves:{to}"),
            Fate::Leaves => "leaves".to_owned(),
        };
        Fated { journey: one.journey, step: one.step, people: one.runs, fate }
    });
    let from_today_on = counts_from_today_on(&view.runtime.program, &draft.program).into_iter();
    let from_today_on =
        from_today_on.map(|anlass_engine::FromTodayOn { place, asks_for }| FromTodayOn { place, asks_for });
    Ok(Checked {
        problems: bad_data(call, &view, &programme)?.iter().map(Told::from).collect(),
        inside: inside.collect(),
        from_today_on: from_today_on.collect(),
        diff: differences(&live, &programme),
        findings: [
            of_mailings(&draft.program, &programme),
            findings(call, &view, &draft)?,
            idle_waits(&programme),
            unnamed(call, &programme),
        ]
        .concat(),
    })
}

/// What of its data is worse than a programme that is to run says it needs.
fn bad_data(call: &Call<'_>, view: &View, programme: &Programme) -> Result<Vec<Problem>, Fault> {
    if programme.stopped {
        return Ok(Vec::new());
    }
    let settings = &view.runtime.program.definitions.settings;
    let judged = call.house().data_of(settings, programme)?.into_iter().enumerate();
    let owner = programme.owner.as_deref().unwrap_or_default();
    let problem = |(index, one): (usize, Judged)| Problem {
        place: format!("programme {} › data {}", programme.id, index + 1),
        cause: told_of_data(&one),
        cure: Some(format!("let {owner} see to the data, or ask for less of them")),
    };
    Ok(judged.filter(|(_, one)| !one.figure.is_met()).map(problem).collect())
}

fn told_of_data(one: &Judged) -> String {
    let what = &one.what;
    match (one.figure, &one.source) {
        (Figure::Score { now: Some(now), wanted }, Some(source)) => {
            format!("{what} from {source} scores {now}, and {wanted} is needed")
        }
        (Figure::Score { .. }, _) => format!("nothing was delivered that holds {what}"),
        (Figure::Age { seconds: Some(seconds), wanted }, _) => {
            let (age, wanted) = (SECOND.times(seconds), SECOND.times(wanted));
            format!("{what} delivered last {age} ago, and {wanted} is the longest")
        }
        (Figure::Age { seconds: None, .. }, _) => format!("{what} has never delivered"),
    }
}

fn refuse_bad_data(call: &Call<'_>, view: &View, programme: &Programme) -> Result<(), Fault> {
    let problems = bad_data(call, view, programme)?;
    if problems.is_empty() { Ok(()) } else { Err(Fault::Problems(problems)) }
}

/// The programme as it is live; of one that is new its head alone, so that all it holds is told as new.
fn before(call: &Call<'_>, view: &View, programme: &Programme) -> Programme {
    let head = || Programme {
        journeys: Vec::new(),
        mailings: Vec::new(),
        messages: Vec::new(),
        ..programme.clone()
    };
    programmes::of_path(call, view).map_or_else(|_| head(), Clone::clone)
}

fn spoken(language: Language) -> &'static str {
    match language {
        Language::De => "de",
        Language::En => "en",
    }
}

/// What is to be said of the draft's mailings.
fn of_mailings(program: &Program, programme: &Programme) -> Vec<Finding> {
    let own = warnings(program).into_iter().filter(|warning| warning.programme == programme.id);
    let finding = |warning: anlass_engine::Warning| {
        let (code, language) = match warning.kind {
            WarningKind::Unasked => (FindingCode::ContractMailing, None),
            WarningKind::LeftBehind(language) => (FindingCode::LanguageLeftBehind, Some(spoken(language))),
        };
        Finding {
            message: Some(warning.message.to_string()),
            mailing: Some(warning.mailing.to_string()),
            language: language.map(str::to_owned),
            ..Finding::of(code)
        }
    };
    own.map(finding).collect()
}

/// Messages of the draft that say nearly the same to everybody of a sample.
fn findings(call: &Call<'_>, view: &View, draft: &Draft) -> Result<Vec<Finding>, Fault> {
    let Ok(content) = anlass_content::compile(&draft.definitions) else { return Ok(Vec::new()) };
    let printing = Printing { house: call.house(), view, program: &draft.program, content: &content };
    let sample = preview::sample(view)?;
    let own = NameId::of(call.part("id"));
    let of_programme = |message: &&MessageDef| {
        draft.program.programmes.get(message.programme).is_some_and(|programme| programme.id == own)
    };
    let flagged = draft.program.messages.iter().filter(of_programme).filter_map(|message| {
        let score = printing.score(message, &sample).filter(|score| score.flagged)?;
        Some(Finding {
            message: Some(message.name.to_string()),
            score: Some(share(score.permille)),
            ..Finding::of(FindingCode::SameForEverybody)
        })
    });
    Ok(flagged.collect())
}

/// Letters of a sender that does not say who it is; said once, for it is one setting.
fn unnamed(call: &Call<'_>, programme: &Programme) -> Vec<Finding> {
    let is_mail = |message: &Message| message.channels.contains(&Channel::Email);
    let is_unnamed = call.house().config.sender.imprint.trim().is_empty();
    let finding = Finding::of(FindingCode::NoImprint);
    if is_unnamed && programme.messages.iter().any(is_mail) { vec![finding] } else { Vec::new() }
}

/// Steps that are to wait and let everybody pass at once.
fn idle_waits(programme: &Programme) -> Vec<Finding> {
    let mut idle = Vec::new();
    for journey in &programme.journeys {
        for step in &journey.steps {
            let spans = step.wait.iter().flat_map(|wait| [&wait.duration, &wait.timeout]).flatten();
            if spans.into_iter().any(|span| span.0 == Span(0)) {
                idle.push(Finding {
                    journey: Some(journey.id.to_string()),
                    step: Some(step.id.to_string()),
                    ..Finding::of(FindingCode::WaitsForNothing)
                });
            }
        }
    }
    idle
}

/// What a draft changes, place by place.
pub(crate) fn differences(live: &Programme, draft: &Programme) -> Vec<Difference> {
    let mut all = Vec::new();
    differ("", &json!(live), &json!(draft), &mut all);
    all.truncate(DIFFERENCES_MAX);
    all
}

fn differ(path: &str, before: &Value, after: &Value, all: &mut Vec<Difference>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (before, after) {
        (before, after) if before == after => {}
        (Value::Object(old), Value::Object(new)) => {
            for (name, before) in old {
                differ(&below(name), before, new.get(name).unwrap_or(&Value::Null), all);
            }
            for (name, after) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
                differ(&below(name), &Value::Null, after, all);
            }
        }
        (Value::Array(old), Value::Array(new)) => lists(path, old, new, all),
        _ => all.push(Difference { path: path.to_owned(), before: before.clone(), after: after.clone() }),
    }
}

/// Things with an id are compared with their likes, wherever they stand; another order of them is a change of its own.
fn lists(path: &str, old: &[Value], new: &[Value], all: &mut Vec<Difference>) {
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
    let named = old.iter().chain(new).all(|value| id(value).is_some());
    let label = |index: usize, value: &Value| id(value).unwrap_or_else(|| index.to_string());
    let same = |index: usize, value: &Value, others: &[Value]| match named {
        true => others.iter().find(|other| id(other) == id(value)).cloned(),
        false => others.get(index).cloned(),
    };
    if named {
        let order = |own: &[Value], others: &[Value]| -> Vec<Value> {
            let both = own
                .iter()
                .filter_map(&id)
                .filter(|one| others.iter().any(|other| id(other).as_ref() == Some(one)));
            both.map(Value::from).collect()
        };
        let (before, after) = (Value::Array(order(old, new)), Value::Array(order(new, old)));
        if before != after {
            all.push(Difference { path: path.to_owned(), before, after });
        }
    }
    for (index, before) in old.iter().enumerate() {
        let after = same(index, before, new).unwrap_or(Value::Null);
        differ(&format!("{path}[{}]", label(index, before)), before, &after, all);
    }
    for (index, after) in new.iter().enumerate() {
        if same(index, after, old).is_none() {
            differ(&format!("{path}[{}]", label(index, after)), &Value::Null, after, all);
        }
    }
}

pub(crate) fn publish(call: &Call<'_>) -> Result<Published, Fault> {
    publish_written(call, &call.json()?)
}

/// Makes what somebody wrote the programme of the path.
pub(crate) fn publish_written(call: &Call<'_>, written: &Written) -> Result<Published, Fault> {
    let view = call.view();
    let (programme, draft) = read(call, &view, written)?.map_err(Fault::Problems)?;
    refuse_bad_data(call, &view, &programme)?;
    let live = before(call, &view, &programme);
    let changes = differences(&live, &programme);
    let program = format!("{:016x}", draft.program.id.0);
    // Before the program itself: a version without its author's text would be told in other words for ever.
    let text = drafts::text_document(&program, call.part("id"), &written.yaml);
    call.house().put(&text.kind, &text.name, text.body)?;
    let what = if versions::is_back(call, &live, &programme)? { "restored" } else { "published" };
    make_live(call, &view, draft, what, changes)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Stopping {
    pub(crate) stopped: bool,
}

pub(crate) fn stop(call: &Call<'_>) -> Result<Published, Fault> {
    let view = call.view();
    let Stopping { stopped } = call.json()?;
    let live = programmes::of_path(call, &view)?;
    if !stopped {
        refuse_bad_data(call, &view, &Programme { stopped, ..live.clone() })?;
    }
    let what = if stopped { "stopped" } else { "resumed" };
    replace(call, &view, Programme { stopped, ..live.clone() }, what)
}

fn subtrees(view: &View) -> impl FnOnce(&[CategoryId]) -> anyhow::Result<Vec<Subtree>> + '_ {
    |nodes| Ok(view.runtime.catalogue.subtrees(nodes))
}

/// Makes the programme of the path live as it is given.
pub(crate) fn replace(
    call: &Call<'_>,
    view: &View,
    programme: Programme,
    what: &'static str,
) -> Result<Published, Fault> {
    let changes = differences(programmes::of_path(call, view)?, &programme);
    let authored = Authored { programmes: vec![programme], ..Authored::default() };
    let draft = drafts::draft(Some(&*call.house().store), authored, Others::Stay, subtrees(view))?;
    make_live(call, view, draft.map_err(Fault::Problems)?, what, changes)
}

fn make_live(
    call: &Call<'_>,
    view: &View,
    draft: Draft,
    what: &'static str,
    changes: Vec<Difference>,
) -> Result<Published, Fault> {
    let program = format!("{:016x}", draft.program.id.0);
    if draft.program.id != view.runtime.program.id {
        call.house().publish(draft.definitions, draft.filled)?;
    }
    let act = Act { what, about: call.part("id").to_owned(), program: Some(program.clone()) };
    call.desk.access.note_version(call.house().clock.moments(), call.who(), act)?;
    Ok(Published { program, changes })
}
