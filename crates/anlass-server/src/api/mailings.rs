//! Mailings: where each stands, what one would come to, a look at it for colleagues, when it goes, and whom it reached.

use super::drafts::{self, Published};
use super::messages::printing;
use super::preview::Otherwise;
use super::shape::{Localised, Moment, Reason, State};
use super::{by_id, name, programmes, reason_words};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::drafts::Draft;
use crate::house::View;
use anlass_channels::mail::address::Mailbox as Address;
use anlass_channels::mail::compose::Letter;
use anlass_channels::{Content, Outcome, Parcel};
use anlass_engine::program::{MailingDef, MessageDef};
use anlass_engine::{Program, mailing_intent};
use anlass_model::consent::Channel;
use anlass_model::definition::{self, Mailing};
use anlass_model::id::{IntentId, NameId, parts_hash};
use anlass_runtime::Runtime;
use anlass_runtime::waterfall::Waterfall;
use anlass_store::{IntentFilter, IntentRow};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Recipients shown; the newest first.
const SHOWN_MAX: usize = 200;
/// Ledger rows read at once.
const PAGE: usize = 5_000;
/// Colleagues who get one test.
const COLLEAGUES_MAX: usize = 20;
/// What has left, as far as anybody knows.
const HANDED: [&str; 3] = ["handed", "unknown", "delivered"];

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

fn compiled<'a>(program: &'a Program, id: NameId) -> Result<(&'a MailingDef, &'a MessageDef), Fault> {
    let mailing = program.mailings.iter().find(|mailing| mailing.id == id).ok_or(Fault::NotFound)?;
    Ok((mailing, program.messages.get(mailing.message).ok_or(Fault::NotFound)?))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Foretold {
    /// A draft of the programme; absent: as it is live.
    yaml: Option<String>,
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
    let Foretold { yaml } = call.json()?;
    let house = call.house();
    let id = NameId::of(call.part("mailing"));
    let outside = (house.outside)(&view.runtime.program.definitions.settings, view.scope.vault())?;
    let fall = match yaml {
        None => {
            let (_, mailing) = of_path(call, &view)?;
            view.runtime.waterfall(view.scope, mailing.id.id(), &*outside, house.now())?
        }
        Some(yaml) => {
            let _known = programmes::of_path(call, &view)?;
            let (_, draft) = drafts::read(call, &yaml)?.map_err(Fault::Problems)?;
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
        return Err(Fault::Unreadable { cause });
    }
    let dossier = by_id(&view, customer.parse().map_err(|_| Fault::NotFound)?)?;
    let otherwise = Otherwise { language: None, channel: Some(Channel::Email) };
    let shown = printing(call, &view).preview(message, &dossier, &otherwise);
    let rendered = shown.rendered.map_err(|cause| Fault::Unreadable { cause })?;
    let house = call.house();
    let own = &house.config.sender;
    let now = house.now();
    let mut parcels = Vec::with_capacity(to.len());
    for email in &to {
        let bad =
            |bad: anlass_channels::mail::address::BadAddress| Fault::Unreadable { cause: bad.cause.into() };
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
        Some(answer) => Err(Fault::Unreadable { cause: answer.reason }),
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
    let at =
        at.parse().map_err(|_| Fault::Unreadable { cause: "\"at\" is no local date and time".into() })?;
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
    state: State,
}

pub(crate) fn handed(call: &Call<'_>) -> Result<Handed, Fault> {
    let view = call.view();
    let (_, mailing) = of_path(call, &view)?;
    let mut reached = reached(&view, mailing)?;
    let count = reached.len();
    reached.sort_by_key(|row| std::cmp::Reverse(row.changed));
    let mut rows = Vec::with_capacity(SHOWN_MAX);
    for row in reached.into_iter().take(SHOWN_MAX) {
        rows.push(HandedRow {
            customer: row.customer.to_string(),
            name: by_id(&view, row.customer).map(|dossier| name(&dossier)).unwrap_or_default(),
            at: Moment(row.changed),
            state: State::of(row.state),
        });
    }
    Ok(Handed { count, rows })
}

/// What the ledger knows of a mailing that has left.
pub(super) fn reached(view: &View, mailing: &Mailing) -> Result<Vec<IntentRow>, Fault> {
    let mut filter =
        IntentFilter { message: Some(mailing.message.to_string()), max: PAGE, ..IntentFilter::default() };
    let mut reached = Vec::new();
    loop {
        let page = view.runtime.store.intents(&view.scope, &filter)?;
        let Some(last) = page.last() else { return Ok(reached) };
        filter.after = Some((last.part, last.id));
        let own = |row: &IntentRow| {
            row.id == mailing_intent(row.customer, mailing.id.id()) && HANDED.contains(&row.state.as_str())
        };
        reached.extend(page.into_iter().filter(own));
    }
}
