//! Another system that sends our e-mail: each individual job is handed to it in a signed call, and what it says of it later
//! comes back signed ([`reactions`]). A job is written down before its call. One that was surely not taken is planned again,
//! and decided again, when its moment has come; one whose answer was lost is of unknown fate and is handed over once more
//! under the same id until it is answered ([`unanswered`]): the other side takes every id once.

mod job;
pub(super) mod reactions;
pub(super) mod unanswered;

use super::carriers;
use super::{House, View};
use crate::config::Config;
use crate::vaulted::{gone, sealed};
use anlass_channels::webhook::{Call, Called, Caller, Outcome as Told, Secret};
use anlass_channels::{Answer, Fault, Outcome, Parcel, Retry, Watch};
use anlass_model::consent::Class;
use anlass_model::id::{EntityId, IntentId, VaultId};
use anlass_model::time::{SECOND, Timestamp};
use anlass_runtime::rows;
use anlass_store::seal::Keyring;
use anlass_store::{Document, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

const KIND: &str = "external-job";
/// One call in so many is kept for contract messages.
const CONTRACT_SHARE: usize = 4;

/// A job that was written down and not answered for good.
#[derive(Serialize, Deserialize)]
struct Kept {
    customer: EntityId,
    body: String,
    since: Timestamp,
}

/// What memory holds of it.
#[derive(Clone, Copy, Debug)]
struct Open {
    customer: EntityId,
    since: Timestamp,
    attempts: u32,
    again: Timestamp,
    is_under_way: bool,
}

type Jobs = BTreeMap<(VaultId, IntentId), Open>;

pub(crate) struct External {
    caller: Caller,
    url: String,
    contract: Arc<Semaphore>,
    advertising: Arc<Semaphore>,
    jobs: Mutex<Jobs>,
}

impl External {
    /// `None` unless the configuration says so.
    ///
    /// # Errors
    /// If its secret cannot be used, its URL may not be called, or what was written down cannot be read.
    pub(crate) fn open(
        store: &dyn Store,
        keys: &Keyring,
        config: &Config,
        dir: &Path,
    ) -> Result<Option<External>> {
        if config.mail.carrier != crate::config::MailCarrier::External {
            return Ok(None);
        }
        let own = &config.mail.external;
        let secret: Secret =
            carriers::signing_secret("mail.external.secret_file", &dir.join(&own.secret_file))?;
        let timeout = Duration::from_millis(own.timeout_ms);
        let caller = Caller::new(secret, config.webhooks.allow.clone(), timeout);
        caller.admits(&own.url).map_err(|cause| {
            anyhow::anyhow!(
                "mail.external.url: {cause}\n  help: use https, or list its host in webhooks.allow"
            )
        })?;
        let contract = own.connections_max.div_ceil(CONTRACT_SHARE).min(own.connections_max - 1).max(1);
        Ok(Some(External {
            caller,
            url: own.url.clone(),
            contract: Arc::new(Semaphore::new(contract)),
            advertising: Arc::new(Semaphore::new(own.connections_max - contract)),
            jobs: Mutex::new(unanswered::left(store, keys)?),
        }))
    }

    fn with<T>(&self, look: impl FnOnce(&mut Jobs) -> T) -> T {
        look(&mut self.jobs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn seats(&self, class: Class) -> Arc<Semaphore> {
        match class {
            Class::Contract => Arc::clone(&self.contract),
            Class::Advertising => Arc::clone(&self.advertising),
        }
    }

    /// What takes away the jobs of people who are to be erased.
    pub(super) fn without(&self, vault: VaultId, people: &BTreeSet<EntityId>) -> Vec<Document> {
        self.with(|jobs| {
            let theirs =
                jobs.iter().filter(|((own, _), job)| *own == vault && people.contains(&job.customer));
            theirs.map(|((vault, intent), _)| gone(KIND, name(*vault, *intent))).collect()
        })
    }
}

fn name(vault: VaultId, intent: IntentId) -> String {
    format!("{}/{intent}", vault.0)
}

fn call(url: &str, intent: IntentId, body: String, wall: Timestamp) -> Call {
    Call { id: format!("job_{intent}"), url: url.to_owned(), seconds: wall.0.div_euclid(SECOND.0), body }
}

/// What the ledger is told after a first attempt.
fn outcome(told: Told) -> Outcome {
    match told {
        Told::Done => Outcome::Accepted,
        Told::NotTaken => Outcome::NotHanded(Retry::Later),
        Told::Again => Outcome::Unknown,
        Told::Refused => Outcome::Rejected(Fault::Message),
        Told::Misdirected | Told::Unwanted => Outcome::NotHanded(Retry::AfterRepair),
    }
}

/// Hands over jobs of one class, and says of each what became of it.
///
/// # Errors
/// If a thread of ours broke: what was not told of may have left.
pub(super) async fn hand_over(
    house: &Arc<House>,
    class: Class,
    parcels: Vec<Arc<Parcel>>,
    watch: Arc<dyn Watch>,
) -> Result<(), JoinError> {
    let (own, outlet) = (Arc::clone(house), Arc::clone(&watch));
    let written = tokio::task::spawn_blocking(move || write_down(&own, parcels, &*outlet)).await?;
    let mut under_way = JoinSet::new();
    for (vault, intent, body) in written {
        let (house, watch) = (Arc::clone(house), Arc::clone(&watch));
        under_way.spawn(async move {
            let answered = hand_one(&house, class, (vault, intent), body, &*watch).await;
            (vault, intent, answered)
        });
    }
    let mut settled = Vec::new();
    while let Some(joined) = under_way.join_next().await {
        let (vault, intent, is_settled) = joined?;
        if is_settled {
            settled.push((vault, intent));
        }
    }
    let own = Arc::clone(house);
    tokio::task::spawn_blocking(move || unanswered::settle(&own, &settled)).await
}

/// Whether the answer is known.
async fn hand_one(
    house: &House,
    class: Class,
    (vault, intent): (VaultId, IntentId),
    body: String,
    watch: &dyn Watch,
) -> bool {
    let Some(external) = &house.external else { return true };
    let seats = external.seats(class);
    let seat = seats.acquire().await;
    let answer = |outcome, reason: String| watch.answered(Answer { intent, outcome, reason });
    if let Err(reason) = watch.holds(intent) {
        answer(Outcome::NotHanded(Retry::Anew), reason);
        return true;
    }
    if let Err(reason) = watch.leaves(intent) {
        answer(Outcome::NotHanded(Retry::AfterRepair), reason);
        return true;
    }
    let Called { outcome: told, reason } =
        external.caller.call(&call(&external.url, intent, body, (house.wall)())).await;
    drop(seat);
    let outcome = outcome(told);
    if outcome == Outcome::Unknown {
        let again = house.now().plus(unanswered::AGAIN_FIRST);
        external.with(|jobs| {
            if let Some(job) = jobs.get_mut(&(vault, intent)) {
                (job.again, job.is_under_way) = (again, false);
            }
        });
    }
    answer(outcome, reason);
    outcome != Outcome::Unknown
}

/// Writes jobs down, durable when it returns; what cannot be written down does not leave.
fn write_down(
    house: &House,
    parcels: Vec<Arc<Parcel>>,
    watch: &dyn Watch,
) -> Vec<(VaultId, IntentId, String)> {
    let view = house.view();
    let mut written = Vec::with_capacity(parcels.len());
    let mut documents = Vec::with_capacity(parcels.len());
    let mut failed: Vec<(IntentId, String)> = Vec::new();
    for parcel in &parcels {
        match write(house, &view, parcel) {
            Ok((document, body)) => {
                documents.push(document);
                written.push((parcel.vault, parcel.intent, parcel.customer, body));
            }
            Err(error) => failed.push((parcel.intent, format!("{error:#}"))),
        }
    }
    if let Err(error) = house.put_documents(documents) {
        failed.extend(written.drain(..).map(|(_, intent, ..)| (intent, format!("{error:#}"))));
    }
    for (intent, reason) in failed {
        watch.answered(Answer { intent, outcome: Outcome::NotHanded(Retry::Later), reason });
    }
    let since = house.now();
    if let Some(external) = &house.external {
        external.with(|jobs| {
            for (vault, intent, customer, _) in &written {
                let open = Open { customer: *customer, since, attempts: 0, again: since, is_under_way: true };
                jobs.insert((*vault, *intent), open);
            }
        });
    }
    written.into_iter().map(|(vault, intent, _, body)| (vault, intent, body)).collect()
}

fn write(house: &House, view: &View, parcel: &Parcel) -> Result<(Document, String)> {
    let Parcel { intent, vault, customer, .. } = *parcel;
    let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
    let row = house.ledger_row(vault, intent, Some(customer))?;
    let ticket = match row.filter(|row| !row.ticket.is_empty()) {
        Some(row) => Some(rows::open_ticket(key, &row)?),
        // A test letter: no ledger knows it.
        None => None,
    };
    let body = job::write(&view.runtime, parcel, ticket.as_ref()).context("it is no e-mail")?;
    let kept = Kept { customer, body: body.clone(), since: house.now() };
    Ok((sealed(key, vault, KIND, &name(vault, intent), &kept)?, body))
}
