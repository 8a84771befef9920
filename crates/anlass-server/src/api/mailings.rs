//! Mailings: where each stands, what one would come to, a look at it for colleagues, when it goes, and whom it reached.

use super::drafts::{self, Published, Written};
use super::messages::printing;
use super::preview::Otherwise;
use super::programmes::Counts;
use super::shape::{Localised, Moment, Named, Reason, State};
use super::{by_id, message as named, name, programmes, reason_words};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::drafts::Draft;
use crate::house::View;
use anlass_channels::mail::address::Mailbox as Address;
use anlass_channels::mail::compose::Letter;
use anlass_channels::{Content, Outcome, Parcel};
use anlass_engine::Program;
use anlass_engine::program::{MailingDef, MessageDef};
use anlass_model::consent::Channel;
use anlass_model::definition::{self, Mailing};
use anlass_model::id::{EntityId, IntentId, NameId, parts_hash};
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
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
    let counts = match progress.started {
        None => Counts::default(),
        Some(_) => counted(&runtime.mailing_reached(view.scope, compiled.id)?.counts),
    };
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
    })
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
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Lost {
    state: State,
    reason: Option<Reason>,
    words: Localised,
    count: u64,
}

pub(crate) fn waterfall(call: &Call<'_>) -> Result<Fall, Fault> {
    let view = call.view();
    let Foretold { yaml, new } = call.json()?;
    let house = call.house();
    let id = NameId::of(call.part("mailing"));
    let outside = (house.outside)(&view.runtime.program.definitions.settings, view.scope.vault())?;
    let fall = match yaml {
        None => {
            let (_, mailing) = of_path(call, &view)?;
            view.runtime.waterfall(view.scope, mailing.id.id(), &*outside, house.now())?
        }
        Some(yaml) => {
            let (_, draft) = drafts::read(call, &view, &Written { yaml, new })?.map_err(Fault::Problems)?;
            let Draft { program, .. } = draft;
            let (mailing, _) = compiled(&program, id)?;
            let mailing = mailing.id;
            let mut runtime = Runtime::look(Arc::clone(&house.store), &house.master)?;
            runtime.program = Arc::new(program);
            runtime.waterfall(view.scope, mailing, &*outside, house.now())?
        }
    };
    Ok(told(&fall))
}

fn told(fall: &Waterfall) -> Fall {
    let lost = fall.lost.iter().map(|((state, reason), count)| Lost {
        state: State::of(*state),
        reason: (!reason.is_empty()).then(|| Reason::of(*reason)),
        words: reason_words(if reason.is_empty() { state } else { reason }),
        count: *count,
    });
    let Waterfall { scanned, before, audience, open, recipients, .. } = *fall;
    Fall { scanned, before, audience, lost: lost.collect(), open, recipients }
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
            body: Content::Mail(Box::new(letter)),
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
