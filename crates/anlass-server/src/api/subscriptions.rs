//! Other systems that hear of what happens: which, of what, how far each was told, and what keeps it. Their secrets go in
//! and never come out, but one that was made here, once.

use super::shape::{Moment, Nothing, NoticeKind};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::subscriptions::Status;
use crate::subscribed::{Failing, GivenUp, Kept};
use anlass_channels::webhook::Secret;
use anlass_model::id::Name;
use anlass_runtime::notices::Kind;
use anlass_store::seal::random_key;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

const SUBSCRIPTIONS_MAX: usize = 20;
/// Shown of what was given up.
const GIVEN_UP_SHOWN: usize = 50;

/// A subscription, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct Subscription {
    id: String,
    /// Where it is told.
    url: String,
    kinds: Vec<NoticeKind>,
    /// Notices that were taken.
    told: u64,
    last_told: Option<Moment>,
    /// When the oldest notice happened that was not taken yet; null: everything was.
    oldest: Option<Moment>,
    /// Notices that wait; where `behind` is above 0 there are more in as many batches. Null: nobody looked yet.
    waiting: usize,
    behind: Option<usize>,
    failing: Option<FailingSince>,
    /// Nothing is told until somebody drives it again, and why; null: it is told.
    suspended: Option<String>,
    given_up: usize,
    /// The newest of those.
    given_up_rows: Vec<GivenUpNotice>,
    /// Notices that were too old to be told any more.
    dropped: u64,
}

/// The other side does not take what it is told.
#[derive(Serialize, ToSchema)]
pub(crate) struct FailingSince {
    since: Moment,
    last: Moment,
    /// Attempts one after the other.
    attempts: u32,
    reason: String,
}

/// A notice that is not told unless it is driven again.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenUpNotice {
    kind: NoticeKind,
    customer: String,
    at: Moment,
    attempts: u32,
    reason: String,
}

/// Who wants to hear of what.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewSubscription {
    /// A name of its own.
    id: String,
    url: String,
    #[schema(value_type = Vec<NoticeKind>)]
    kinds: Vec<String>,
    /// `whsec_` and the base64 of 24 to 64 bytes, with which every call is signed. Null: the one that is known, or a new one
    /// that is made here.
    secret: Option<String>,
}

/// A subscription that was made or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct SubscriptionShown {
    subscription: Subscription,
    /// One that was made here, shown only now; null: nothing was made.
    secret: Option<String>,
}

fn row(status: Status) -> Subscription {
    let kind = |kind: Kind| NoticeKind::of(kind.as_str());
    let given_up = |GivenUp { kind: of, customer, at, attempts, reason, .. }: GivenUp| GivenUpNotice {
        kind: kind(of),
        customer: customer.to_string(),
        at: Moment(at),
        attempts,
        reason,
    };
    let failing = |Failing { since, last, times, reason }: Failing| FailingSince {
        since: Moment(since),
        last: Moment(last),
        attempts: times,
        reason,
    };
    Subscription {
        id: status.name,
        url: status.url,
        kinds: status.kinds.into_iter().map(kind).collect(),
        told: status.told,
        last_told: status.last_told.map(Moment),
        oldest: status.oldest.map(Moment),
        waiting: status.waiting,
        behind: status.behind,
        failing: status.failing.map(failing),
        suspended: status.suspended,
        given_up: status.given_up.len(),
        given_up_rows: status.given_up.into_iter().take(GIVEN_UP_SHOWN).map(given_up).collect(),
        dropped: status.dropped,
    }
}

/// `GET /api/subscriptions`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<Subscription>, Fault> {
    let all = call.house().subscriptions.list(call.view().scope.vault());
    Ok(all.into_iter().map(row).collect())
}

/// `POST /api/subscriptions`
pub(crate) fn put(call: &Call<'_>) -> Result<SubscriptionShown, Fault> {
    let NewSubscription { id, url, kinds, secret } = call.json()?;
    let unfit = |cause: String| Fault::Unfit { cause };
    let name = Name::new(&id).map_err(|error| unfit(format!("id: {error}")))?;
    let (house, vault) = (&call.desk.house, call.view().scope.vault());
    if house.is_demo {
        return Err(unfit("a demo's people are played, and nobody outside hears of them".into()));
    }
    house.admits_call(&url).map_err(|cause| unfit(format!("url: {cause}")))?;
    let kinds = kinds.iter().map(|text| {
        Kind::parse(text).ok_or_else(|| {
            let all = Kind::ALL.map(Kind::as_str).join(", ");
            unfit(format!("kinds: \"{text}\" is none of {all}"))
        })
    });
    let kinds = kinds.collect::<Result<BTreeSet<Kind>, Fault>>()?;
    if kinds.is_empty() {
        return Err(unfit("kinds: it asks for nothing".into()));
    }
    let known = house.subscriptions.find(vault, name.as_str());
    if known.is_none() && house.subscriptions.list(vault).len() >= SUBSCRIPTIONS_MAX {
        return Err(unfit(format!("there are {SUBSCRIPTIONS_MAX} already; take one away first")));
    }
    let made = (secret.is_none() && known.is_none()).then(random_key).transpose()?;
    let made = made.map(|key| Secret::text_of(&key));
    let what = if known.is_some() { "subscription_changed" } else { "subscribed" };
    let secret = secret.or(known.map(|known| known.secret)).or(made.clone()).unwrap_or_default();
    if Secret::parse(&secret).is_none() {
        return Err(unfit("secret: it is not \"whsec_\" and the base64 of 24 to 64 bytes".into()));
    }
    house.subscribe(vault, Kept { name: id.clone(), url, secret, kinds })?;
    call.desk.access.note((house.wall)(), call.who(), Act { what, about: id.clone(), program: None })?;
    let status = house.subscriptions.list(vault).into_iter().find(|status| status.name == id);
    Ok(SubscriptionShown { subscription: row(status.ok_or(Fault::NotFound)?), secret: made })
}

/// `DELETE /api/subscriptions/{id}`: what it was not told yet is told to it no more.
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (&call.desk.house, call.part("id"));
    if !house.unsubscribe(call.view().scope.vault(), id)? {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "unsubscribed", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// `POST /api/subscriptions/{id}/redrive`
pub(crate) fn redrive(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (&call.desk.house, call.part("id"));
    if !house.redrive(call.view().scope.vault(), id) {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "subscription_redriven", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}
