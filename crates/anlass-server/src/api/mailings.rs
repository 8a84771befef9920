//! Mailings: where each stands, what one would come to, a look at it for colleagues, when it goes, and whom it reached.

use super::drafts::{self, Published, Written};
use super::messages::printing;
use super::preview::Otherwise;
use super::programmes::Counts;
use super::shape::{Localised, Moment, Named, Reason, State, WhyNot};
use super::{by_id, message as named, name, programmes, reason_words};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::drafts::Draft;
use crate::house::View;
use crate::house::relating::recommending;
use crate::insight::story;
use anlass_channels::mail::address::Mailbox as Address;
use anlass_channels::mail::compose::Letter;
use anlass_channels::{Content as Carried, Outcome, Parcel};
use anlass_content::Content;
use anlass_engine::Program;
use anlass_engine::program::{MailingDef, MessageDef};
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::{self, Mailing};
use anlass_model::id::{EntityId, IntentId, Name, NameId, parts_hash};
use anlass_model::outcome;
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
use anlass_runtime::mailings::Reached;
use anlass_runtime::waterfall::Waterfall;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Recipients shown; the newest first.
const SHOWN_MAX: usize = 200;
/// Colleagues who get one test.
const COLLEAGUES_MAX: usize = 20;

/// The mailing of the path, with its programme.
pub(super) fn of_path<'a>(
    call: &Call<'_>,
    view: &'a View,
) -> Result<(&'a definition::Programme, &'a Mailing), Fault> {
    let programme = programmes::of_path(call, view)?;
    let wanted = call.part("mailing");
    let mailing = programme.mailings.iter().find(|mailing| mailing.id.as_str() == wanted);
    Ok((programme, mailing.ok_or(Fault::NotFound)?))
}

fn compiled(program: &Program, id: NameId) -> Result<(&MailingDef, &MessageDef), Fault> {
    let mailing = program.mailings.iter().find(|mailing| mailing.id == id).ok_or(Fault::NotFound)?;
    Ok((mailing, program.messages.get(mailing.message).ok_or(Fault::NotFound)?))
}

/// A mailing, and where it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailingState {
    programme: String,
    id: String,
    name: Localised,
    message: Named,
    at: Moment,
    state: Stage,
    /// The rule that says to whom; empty where a list alone does.
    audience: String,
    list: Option<ListState>,
    passed: u64,
    total: u64,
    counts: Counts,
    /// Why it did not go to somebody, the most frequent first: adds up to the counts of what did not go out.
    reasons: Vec<WhyNot>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    Planned,
    Running,
    Done,
    Stopped,
    /// Its day went by without it.
    Late,
}

/// A frozen list of customers.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListState {
    name: String,
    size: usize,
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<MailingState>, Fault> {
    let view = call.view();
    let mut rows = Vec::new();
    for programme in &view.runtime.program.definitions.programmes {
        for mailing in &programme.mailings {
            rows.push(standing(call, &view, programme, mailing)?);
        }
    }
    Ok(rows)
}

fn standing(
    call: &Call<'_>,
    view: &View,
    programme: &definition::Programme,
    mailing: &Mailing,
) -> Result<MailingState, Fault> {
    let runtime = &view.runtime;
    let (compiled, message) = compiled(&runtime.program, mailing.id.id())?;
    let progress = runtime.mailing_progress(view.scope, compiled.id)?;
    let now = call.house().now();
    let list = match &mailing.list {
        None => None,
        Some(list) => {
            let size = runtime.list(view.scope.vault(), list)?.map_or(0, |customers| customers.len());
            Some(ListState { name: list.to_string(), size })
        }
    };
    let reached = match progress.started {
        None => Reached::default(),
        Some(_) => runtime.mailing_reached(view.scope, compiled.id)?,
    };
    let (counts, reasons) = (counted(&reached.counts), unsent(&reached));
    let state = match (progress.done, progress.started) {
        // Everybody was looked at; but it is over only when nothing waits for its moment any more.
        (true, _) if counts.open == 0 => Stage::Done,
        _ if mailing.stopped || programme.stopped => Stage::Stopped,
        (false, _) if now > compiled.at.plus(message.max_age) => Stage::Late,
        (_, Some(_)) | (true, None) => Stage::Running,
        (false, None) => Stage::Planned,
    };
    Ok(MailingState {
        programme: programme.id.to_string(),
        id: mailing.id.to_string(),
        name: (&mailing.name).into(),
        message: named(view, mailing.message.as_str()),
        at: Moment(compiled.at),
        state,
        audience: mailing.audience.clone(),
        list,
        passed: progress.passed,
        total: progress.total,
        counts,
        reasons,
    })
}

fn unsent(reached: &Reached) -> Vec<WhyNot> {
    let mut reasons: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for ((state, reason, detail), count) in &reached.reasons {
        if programmes::is_over_unsent(state) {
            *reasons.entry((state, reason, programmes::exit_of(reason, detail))).or_default() += count;
        }
    }
    programmes::why_not(reasons)
}

fn counted(states: &BTreeMap<String, u64>) -> Counts {
    let mut counts = Counts::default();
    for (state, count) in states {
        counts.add(state, *count);
    }
    counts
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Foretold {
    /// A draft of the programme; absent: as it is live.
    yaml: Option<String>,
    /// The draft is of a programme that is not live yet.
    #[serde(default)]
    new: bool,
}

/// From everybody to the recipients, if it went now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fall {
    scanned: u64,
    /// Got it before.
    before: u64,
    audience: u64,
    lost: Vec<Lost>,
    /// Not decided until the message would be too old.
    open: u64,
    recipients: u64,
    /// In which languages the recipients read it.
    languages: Vec<Readers>,
    /// For what consent is asked; null: nobody is asked, for it is a notice of a contract.
    purpose: Option<Named>,
    /// Of the audience: who consented to it and does not object.
    agreed: u64,
}

/// Recipients who read it in one language.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readers {
    language: String,
    count: u64,
    /// How many of them read another one, in which it says nothing.
    otherwise: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Lost {
    state: State,
    reason: Option<Reason>,
    words: Localised,
    /// What the reason speaks of: the purpose that was not consented to, the cap, the other message, the source.
    detail: Option<Localised>,
    /// The message's own condition, which did not hold.
    rule: Option<String>,
    count: u64,
}

pub(crate) fn waterfall(call: &Call<'_>) -> Result<Fall, Fault> {
    let view = call.view();
    let Foretold { yaml, new } = call.json()?;
    let house = call.house();
    let id = NameId::of(call.part("mailing"));
    let outside = (house.outside)(&view.runtime.program.definitions.settings, view.scope.vault())?;
    match yaml {
        None => {
            let (_, mailing) = of_path(call, &view)?;
            let outside = recommending(house, &view.runtime, &*outside, view.scope.vault());
            let fall = view.runtime.waterfall(view.scope, mailing.id.id(), &outside, house.now())?;
            told(&fall, &view.runtime, &view.content, mailing.id.id())
        }
        Some(yaml) => {
            let (_, draft) = drafts::read(call, &view, &Written { yaml, new })?.map_err(Fault::Problems)?;
            let content = anlass_content::compile(&draft.definitions).map_err(|_| Fault::NotFound)?;
            let Draft { program, .. } = draft;
            let (mailing, _) = compiled(&program, id)?;
            let mailing = mailing.id;
            let mut runtime = Runtime::look(Arc::clone(&house.store), &house.master)?;
            runtime.program = Arc::new(program);
            let outside = recommending(house, &runtime, &*outside, view.scope.vault());
            let fall = runtime.waterfall(view.scope, mailing, &outside, house.now())?;
            told(&fall, &runtime, &content, mailing)
        }
    }
}

fn told(fall: &Waterfall, runtime: &Runtime, content: &Content, mailing: NameId) -> Result<Fall, Fault> {
    let (_, message) = compiled(&runtime.program, mailing)?;
    let purpose = (message.class == Class::Advertising)
        .then(|| Named { id: message.purpose.to_string(), name: purpose_named(runtime, &message.purpose) });
    let lost = fall.lost.iter().map(|((state, reason, named), count)| Lost {
        state: State::of(*state),
        reason: (!reason.is_empty()).then(|| Reason::of(*reason)),
        words: reason_words(if reason.is_empty() { state } else { reason }),
        detail: detail(runtime, message, reason, named),
        rule: condition(runtime, message).filter(|_| *reason == outcome::Reason::NotRelevant.code()),
        count: *count,
    });
    let Waterfall { scanned, before, audience, agreed, open, recipients, .. } = *fall;
    let languages = readers(fall, content, message.id);
    Ok(Fall { scanned, before, audience, lost: lost.collect(), open, recipients, languages, purpose, agreed })
}

fn purpose_named(runtime: &Runtime, purpose: &Name) -> Localised {
    Localised::both(|language| runtime.program.definitions.title(purpose.as_str(), language).to_owned())
}

/// What a reason of losing somebody speaks of: the purpose, the cap, the other message, the source.
fn detail(runtime: &Runtime, message: &MessageDef, reason: &str, named: &str) -> Option<Localised> {
    if reason == outcome::Reason::NoConsent.code() {
        return Some(purpose_named(runtime, &message.purpose));
    }
    let words = |language| story::detail_named(runtime, reason, named, language);
    (!named.is_empty()).then(|| Localised::both(words))
}

/// The message's own condition, as it is written.
fn condition(runtime: &Runtime, message: &MessageDef) -> Option<String> {
    let programmes = runtime.program.definitions.programmes.iter();
    let mut all = programmes.flat_map(|programme| &programme.messages);
    all.find(|one| one.id == message.name)?.relevant.clone()
}

fn readers(fall: &Waterfall, content: &Content, message: NameId) -> Vec<Readers> {
    let mut readers: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (profile, count) in &fall.languages {
        let profile = Some(profile.as_str());
        let own = content.language_of(profile);
        let read = content.read_in(message, profile).unwrap_or(own);
        let (all, otherwise) = readers.entry(read.to_string()).or_default();
        *all += count;
        *otherwise += if read == own { 0 } else { *count };
    }
    let row = |(language, (count, otherwise))| Readers { language, count, otherwise };
    readers.into_iter().map(row).collect()
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Tested {
    /// As whom it is written.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    customer: String,
    /// Addresses of users of this installation, and nobody else's.
    #[schema(max_items = 20)]
    to: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TestSent {
    sent: Vec<String>,
}

/// Colleagues look at it as somebody would get it. The ledger knows nothing of it; the record of what users did does.
pub(crate) fn test(call: &Call<'_>) -> Result<TestSent, Fault> {
    let view = call.view();
    let (_, mailing) = of_path(call, &view)?;
    let (_, message) = compiled(&view.runtime.program, mailing.id.id())?;
    let Tested { customer, to } = call.json()?;
    let colleagues = call.desk.access.users()?;
    let is_colleague = |email: &String| colleagues.iter().any(|(_, user, _)| user.email == *email);
    let to: Vec<String> = to.iter().map(|email| email.trim().to_lowercase()).collect();
    if to.is_empty() || to.len() > COLLEAGUES_MAX || !to.iter().all(is_colleague) {
        let cause = format!("a test goes to one to {COLLEAGUES_MAX} users of this installation");
        return Err(Fault::Unfit { cause });
    }
    let dossier = by_id(&view, customer.parse().map_err(|_| Fault::NotFound)?)?;
    let otherwise = Otherwise { language: None, channel: Some(Channel::Email) };
    let shown = printing(call, &view).preview(message, &dossier, &otherwise);
    let rendered = shown.rendered.map_err(|cause| Fault::Unfit { cause })?;
    let house = call.house();
    let own = &house.config.sender;
    let now = house.now();
    let mut parcels = Vec::with_capacity(to.len());
    for email in &to {
        let bad = |bad: anlass_channels::mail::address::BadAddress| Fault::Unfit { cause: bad.cause.into() };
        let letter = Letter {
            from: Address::new(&own.name, &own.address).map_err(bad)?,
            to: Address::new("", email).map_err(bad)?,
            reply_to: None,
            subject: format!("[Test] {}", rendered.subject),
            html: rendered.html.clone().unwrap_or_default(),
            text: rendered.text.clone(),
            date: now,
            bounce_domain: None,
            unsubscribe: None,
            complaints_to: None,
            feedback: Vec::new(),
            headers: Vec::new(),
            seal: None,
        };
        let parts = [b"test".as_slice(), email.as_bytes(), &now.0.to_le_bytes(), &message.id.0.to_le_bytes()];
        parcels.push(Parcel {
            intent: IntentId(parts_hash(&parts)),
            vault: view.scope.vault(),
            customer: dossier.hot.id,
            message: message.id,
            channel: Channel::Email,
            body: Carried::Mail(Box::new(letter)),
        });
    }
    hand_over(call, parcels)?;
    let act = Act { what: "test_sent", about: mailing.id.to_string(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(TestSent { sent: to })
}

fn hand_over(call: &Call<'_>, parcels: Vec<Parcel>) -> Result<(), Fault> {
    let answers = call.desk.house.send_test(parcels)?;
    match answers.into_iter().find(|answer| answer.outcome != Outcome::Accepted) {
        None => Ok(()),
        Some(answer) => Err(Fault::Unfit { cause: answer.reason }),
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Scheduled {
    /// On the organisation's clock, such as 2026-12-01T09:30.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$")]
    at: String,
}

/// Says when it goes.
pub(crate) fn schedule(call: &Call<'_>) -> Result<Published, Fault> {
    let Scheduled { at } = call.json()?;
    let at = at.parse().map_err(|_| Fault::Unfit { cause: "\"at\" is no local date and time".into() })?;
    change(call, "scheduled", |mailing| Mailing { at, ..mailing })
}

/// Stops it, or lets it go on: nothing more of it leaves meanwhile.
pub(crate) fn stop(call: &Call<'_>) -> Result<Published, Fault> {
    let drafts::Stopping { stopped } = call.json()?;
    let what = if stopped { "mailing_stopped" } else { "mailing_resumed" };
    change(call, what, |mailing| Mailing { stopped, ..mailing })
}

/// Publishes the programme with the mailing of the path changed.
pub(super) fn change(
    call: &Call<'_>,
    what: &'static str,
    change: impl Fn(Mailing) -> Mailing,
) -> Result<Published, Fault> {
    let view = call.view();
    let (programme, mailing) = of_path(call, &view)?;
    let own = |one: &Mailing| if one.id == mailing.id { change(one.clone()) } else { one.clone() };
    let mailings = programme.mailings.iter().map(own).collect();
    drafts::replace(call, &view, definition::Programme { mailings, ..programme.clone() }, what)
}

/// Whom a mailing has reached already.
#[derive(Serialize, ToSchema)]
pub(crate) struct Handed {
    count: usize,
    /// The newest first.
    rows: Vec<HandedRow>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct HandedRow {
    customer: String,
    name: String,
    at: Moment,
}

pub(crate) fn handed(call: &Call<'_>) -> Result<Handed, Fault> {
    let view = call.view();
    let (_, mailing) = of_path(call, &view)?;
    let mut reached = view.runtime.mailing_reached(view.scope, mailing.id.id())?.handed;
    let count = reached.len();
    reached.sort_by_key(|(_, _, at)| std::cmp::Reverse(*at));
    let row = |(customer, _, at): (EntityId, IntentId, Timestamp)| HandedRow {
        customer: customer.to_string(),
        name: by_id(&view, customer).map(|dossier| name(&dossier)).unwrap_or_default(),
        at: Moment(at),
    };
    Ok(Handed { count, rows: reached.into_iter().take(SHOWN_MAX).map(row).collect() })
}
