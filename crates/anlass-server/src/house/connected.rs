//! What connected sources send by themselves: who sent it is proven first, then it is understood, then everything that
//! came of it is made durable: events in the inbox, changes of articles behind them, what people ask for under data
//! protection law, and what somebody can mend. Only then its sender hears so.

mod goods;

use super::{House, View, privacy, set_aside};
use crate::connected::{self, Articles, Kept, Kind};
use crate::intake::{Busy, Delivery, Heard, Unheard};
use anlass_model::event::SourceId;
use anlass_model::id::VaultId;
use anlass_model::time::{Received, Timestamp};
use anlass_sources::collector::Trust;
use anlass_sources::hook::{self, Hook};
use anlass_sources::understood::{Knowledge, LeftOut, Refused, Understood, Why};
use anlass_sources::{cloudevents, shops};
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result, bail};
use goods::Goods;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// A connected source at work.
pub(crate) struct Source {
    pub(crate) vault: VaultId,
    pub(crate) kept: Kept,
    /// Of a [`Kind::Hook`].
    form: Option<Hook>,
    known: Arc<Known>,
}

/// What a source taught us; it stays when its secret or form changes.
#[derive(Default)]
struct Known {
    articles: RwLock<Articles>,
    /// Held while changes of articles are taken in, so that of two deliveries the later word counts.
    goods: Mutex<Goods>,
    counts: Mutex<Counts>,
}

/// What came from a source since the process began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) accepted: u64,
    /// By code of the reason, with what was left out last.
    pub(crate) left_out: BTreeMap<&'static str, (u64, LeftOut)>,
    /// Deliveries that did not prove who sent them.
    pub(crate) unproven: u64,
    /// Deliveries that could not be read, and why the last one could not.
    pub(crate) refused: u64,
    pub(crate) last_refused: Option<Refused>,
    pub(crate) last: Option<Timestamp>,
}

impl Source {
    fn of(vault: VaultId, kept: Kept, known: Arc<Known>) -> Result<Source> {
        let form = match (kept.kind, &kept.mapping) {
            (Kind::Hook, Some(text)) => Some(Hook::read(text, "form")?),
            (Kind::Hook, None) => bail!("\"{}\" is a hook without a form", kept.name),
            _ => None,
        };
        Ok(Source { vault, kept, form, known })
    }

    pub(crate) fn id(&self) -> SourceId {
        SourceId(self.kept.number)
    }

    pub(crate) fn articles(&self) -> usize {
        self.known.articles.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counting().clone()
    }

    fn counting(&self) -> MutexGuard<'_, Counts> {
        self.known.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_greeting(&self, delivery: &Delivery<'_>) -> bool {
        let vendor = self.kept.kind.vendor();
        vendor.is_some_and(|vendor| shops::is_greeting(vendor, delivery.headers, delivery.body))
    }

    fn verify(&self, delivery: &Delivery<'_>) -> Result<(), Refused> {
        let secret = self.kept.secret.as_bytes();
        match self.kept.kind.vendor() {
            Some(vendor) => shops::verify(vendor, secret, delivery.headers, delivery.body),
            None => hook::verify(secret, delivery.headers, delivery.body),
        }
    }

    /// What a delivery means that was proven to be this source's.
    pub(super) fn understand(
        &self,
        view: &View,
        headers: &[(&str, &str)],
        body: &[u8],
        received: Received,
    ) -> Result<Understood, Refused> {
        let articles = self.known.articles.read().unwrap_or_else(PoisonError::into_inner);
        let known = Knowledge {
            vault: self.vault,
            source: self.id(),
            trust: Trust::Server,
            settings: &view.knowledge.settings,
            catalogue: &view.knowledge.catalogue,
            received,
            prefix: self.kept.prefix.as_deref(),
            articles: &articles,
        };
        match (self.kept.kind.vendor(), &self.form) {
            (Some(vendor), _) => shops::decode(vendor, headers, body, &known),
            (None, Some(form)) => form.decode(body, &known),
            (None, None) => cloudevents::decode(headers, body, &known),
        }
    }

    /// Whether what is wrong is the form rather than what was sent: somebody can mend that.
    fn is_of_its_form(&self, refused: &Refused) -> bool {
        self.form.is_some() && matches!(refused, Refused::Malformed { .. })
    }
}

/// All connected sources by their names.
#[derive(Default)]
pub(crate) struct Connected {
    all: RwLock<BTreeMap<String, Arc<Source>>>,
}

impl Connected {
    /// One that cannot be read keeps nothing else from starting.
    pub(crate) fn open(store: &dyn Store, keys: &Keyring, tell: &dyn Fn(&str)) -> Result<Connected> {
        let connected = Connected::default();
        for (vault, kept) in connected::list(store, keys)? {
            let read = kept.and_then(|kept| {
                let articles = connected::articles(store, keys, vault, &kept.name)?;
                let known = Known { articles: RwLock::new(articles), ..Known::default() };
                Source::of(vault, kept, Arc::new(known))
            });
            match read {
                Ok(source) => connected.put(source),
                Err(error) => tell(&format!("a connected source cannot be read: {error:#}")),
            }
        }
        Ok(connected)
    }

    pub(crate) fn find(&self, name: &str) -> Option<Arc<Source>> {
        self.all.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Those of a vault.
    pub(crate) fn list(&self, vault: VaultId) -> Vec<Arc<Source>> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.values().filter(|source| source.vault == vault).cloned().collect()
    }

    fn put(&self, source: Source) {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(source.kept.name.clone(), Arc::new(source));
    }

    fn remove(&self, name: &str) {
        self.all.write().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

impl House {
    /// From now on this source may send, or is understood in this way.
    ///
    /// # Errors
    /// If its form cannot be read, or it could not be written down.
    pub(crate) fn connect(&self, vault: VaultId, kept: Kept) -> Result<()> {
        let known = self.connected.find(&kept.name).map(|source| Arc::clone(&source.known));
        let source = Source::of(vault, kept, known.unwrap_or_default())?;
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        self.put_documents(vec![connected::document(key, vault, &source.kept)?])?;
        self.connected.put(source);
        Ok(())
    }

    /// From now on nothing comes from it any more. `false`: there was none.
    ///
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn disconnect(&self, vault: VaultId, name: &str) -> Result<bool> {
        let Some(source) = self.connected.find(name).filter(|source| source.vault == vault) else {
            return Ok(false);
        };
        // What it taught us meanwhile goes as well.
        let _nothing_comes_in = source.known.goods.lock().unwrap_or_else(PoisonError::into_inner);
        self.put_documents(connected::without(&*self.store, vault, name)?)?;
        self.connected.remove(name);
        Ok(true)
    }

    pub(crate) fn put_documents(&self, documents: Vec<Document>) -> Result<()> {
        Ok(self.store.commit(&Commit { documents, ..Commit::default() })?)
    }

    /// Takes in what a connected source sent.
    pub(super) fn hear_source(&self, name: &str, delivery: &Delivery<'_>) -> Result<Heard, Unheard> {
        let source = self.connected.find(name).ok_or(Unheard::Unknown)?;
        let view = self.view();
        if view.runtime.custodian.scope(source.vault).is_none() {
            return Err(Unheard::NotOpen);
        }
        if source.is_greeting(delivery) {
            return Ok(Heard::Greeting);
        }
        if let Err(refused) = source.verify(delivery) {
            source.counting().unproven += 1;
            return Err(refused.into());
        }
        let heard = match source.understand(&view, delivery.headers, delivery.body, delivery.received) {
            Ok(understood) => self.keep(&source, &view, delivery, understood),
            Err(refused) if source.is_of_its_form(&refused) => {
                self.keep_unread(&source, &view, delivery, &refused)
            }
            Err(refused) => {
                let mut counts = source.counting();
                counts.refused += 1;
                counts.last_refused = Some(refused.clone());
                return Err(refused.into());
            }
        };
        let (accepted, left_out) = heard.map_err(|error| {
            (self.tell)(&format!(
                "what \"{name}\" sent could not be kept, and is asked for again: {error:#}"
            ));
            Unheard::Busy(Busy::default())
        })?;
        let mut counts = source.counting();
        counts.accepted += u64::try_from(accepted).unwrap_or(0);
        counts.last = counts.last.max(Some(delivery.received.0));
        for omitted in &left_out {
            if let Why::Unfit(reason) = &omitted.why {
                let place = (source.vault, source.kept.number);
                self.quality.hear_unfit(place, &omitted.about, delivery.received.0, reason);
            }
            let (count, last) =
                counts.left_out.entry(omitted.why.code()).or_insert_with(|| (0, omitted.clone()));
            *count += 1;
            last.clone_from(omitted);
        }
        drop(counts);
        Ok(Heard::Taken { accepted, left_out })
    }

    /// Events first: if the rest may not be durable, the delivery comes again, and they are recognised by their ids.
    fn keep(
        &self,
        source: &Source,
        view: &View,
        delivery: &Delivery<'_>,
        understood: Understood,
    ) -> Result<(usize, Vec<LeftOut>)> {
        let Understood { arrivals, mentions, products, stock, privacy, mut left_out } = understood;
        if !arrivals.is_empty() {
            self.take(&arrivals)?;
        }
        self.take_mentions(mentions)?;
        let mut accepted = arrivals.len() + privacy.len();
        if !products.is_empty() || !stock.is_empty() {
            let told = goods::Told { products: &products, stock: &stock, received: delivery.received };
            let taken = self.take_goods(source, view, &told)?;
            accepted += taken.accepted;
            left_out.extend(taken.left_out);
        }
        let mut commit = Commit::default();
        if !privacy.is_empty() {
            commit.documents = privacy::documents(self, view, source, &privacy, delivery.received)?;
        }
        let mendable = left_out.iter().find(|omitted| can_be_mended(&omitted.why));
        if let Some(LeftOut { why, .. }) = mendable {
            let reason = format!("{}: {why}", why.code());
            let waiting = set_aside::Waiting { source, delivery, reason, taken: &arrivals };
            commit.quarantine.push(waiting.row(view)?);
        }
        if commit != Commit::default() {
            self.store.commit(&commit)?;
        }
        Ok((accepted, left_out))
    }

    /// A delivery that the form does not fit waits as a whole until the form does.
    fn keep_unread(
        &self,
        source: &Source,
        view: &View,
        delivery: &Delivery<'_>,
        refused: &Refused,
    ) -> Result<(usize, Vec<LeftOut>)> {
        let reason = format!("{}: {refused}", refused.code());
        let waiting = set_aside::Waiting { source, delivery, reason, taken: &[] };
        self.store.commit(&Commit { quarantine: vec![waiting.row(view)?], ..Commit::default() })?;
        let cause = "the form does not fit it";
        let cure = "correct the form of this source, then take in again what waits in quarantine";
        Ok((
            0,
            vec![LeftOut { about: source.kept.name.as_str().into(), why: Why::WithoutUse { cause, cure } }],
        ))
    }
}

/// Whether it can be taken in later, once something is declared or corrected here. The rest is told and counted: it
/// would wait for ever.
pub(super) fn can_be_mended(why: &Why) -> bool {
    matches!(why, Why::Unfit(_) | Why::NotDeclared { .. })
}
