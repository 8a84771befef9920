//! The waterfall: what a mailing would come to if it passed now. Copies of the dossiers are driven through the very
//! steps that would decide, so what it says is what is then handed over. What carriers and people answer is nobody's to
//! foretell: to whom a message would be handed counts as a recipient. Nothing is written.

use crate::batch::Runtime;
use crate::broadcast::Cursor;
use crate::error::Error;
use crate::rows;
use crate::virtual_time::{Drive, Driven, Outside};
use anlass_engine::dossier::Intent;
use anlass_engine::peek::Look;
use anlass_engine::program::{MailingDef, MessageDef};
use anlass_engine::{
    Dossier, Effect, Input, Offer, Suggested, Ticket, Tracing, View, Wanted, codec, fresh, is_left_out,
    lawful, mailing_intent, was_in_mailing,
};
use anlass_model::catalogue::{Asked, Catalogue};
use anlass_model::definition::LanguageTag;
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{IntentId, NameId, ProductId};
use anlass_model::org::TenantScope;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_store::EntityRow;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Moments through which a copy is driven before its outcome counts as open.
const MOMENTS_MAX: usize = 1_000;

/// From the audience to the recipients: `audience` is the sum of `recipients`, `open` and all `lost`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waterfall {
    pub scanned: u64,
    /// Got this mailing before; not in the audience again.
    pub before: u64,
    pub audience: u64,
    /// Of the audience: who consented to the message's purpose on one of its channels and does not object.
    pub agreed: u64,
    /// By state and reason, with the ledger's codes: no_consent, unreachable, objection, cap, held_out …, and what
    /// the reason names: which cap, which source.
    pub lost: BTreeMap<(&'static str, &'static str, String), u64>,
    /// Not decided until the message is too old: nothing in a program should lead here.
    pub open: u64,
    pub recipients: u64,
    /// Recipients by the language of their profile, as far as it is one; empty: it says none.
    pub languages: BTreeMap<String, u64>,
}

impl Waterfall {
    /// Lost for one reason, whatever the state; held-out people have the state as their reason.
    #[must_use]
    pub fn lost_by(&self, code: &str) -> u64 {
        let named = self.lost.iter().filter(|((state, reason, _), _)| *reason == code || *state == code);
        named.map(|(_, count)| count).sum()
    }

    fn count(&mut self, state: Option<&State>, language: String) {
        match state {
            Some(State::Delivered | State::Unknown) => {
                self.recipients += 1;
                *self.languages.entry(language).or_default() += 1;
            }
            Some(state) if !state.is_open() => {
                let reason = state.reason();
                let code = reason.map_or("", Reason::code);
                let named = reason.and_then(Reason::detail).map(ToString::to_string).unwrap_or_default();
                *self.lost.entry((state.code(), code, named)).or_default() += 1;
            }
            _ => self.open += 1,
        }
    }

    fn add(&mut self, more: Waterfall) {
        self.scanned += more.scanned;
        self.before += more.before;
        self.audience += more.audience;
        self.agreed += more.agreed;
        self.open += more.open;
        self.recipients += more.recipients;
        for (key, count) in more.lost {
            *self.lost.entry(key).or_default() += count;
        }
        for (language, count) in more.languages {
            *self.languages.entry(language).or_default() += count;
        }
    }
}

/// What is asked about each customer.
struct Question<'a> {
    runtime: &'a Runtime,
    cursor: Cursor,
    definition: &'a MailingDef,
    look: Look<'a>,
    outside: &'a dyn Outside,
    now: Timestamp,
}

impl Runtime {
    /// What a mailing would come to if it passed now and nothing else happened until its messages are too old.
    /// Programme or mailing stopped: everybody is lost for that reason.
    ///
    /// # Errors
    /// [`Error::NoMailing`]; if a dossier cannot be read.
    pub fn waterfall(
        &self,
        scope: TenantScope,
        mailing: NameId,
        outside: &dyn Outside,
        now: Timestamp,
    ) -> Result<Waterfall, Error> {
        let definition = self.mailing(mailing)?;
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let wanted = fresh::sections_of_rule(&self.program, &definition.audience);
        let look = Look::new(&self.program, wanted, now);
        let cursor = self.broadcast_cursor(scope, mailing)?;
        let question = Question { runtime: self, cursor, definition, look, outside, now };
        let each =
            |sum: &mut Waterfall, row: &mut EntityRow| question.ask(sum, rows::open_row_in_place(key, row)?);
        let sums = match &question.cursor.listed {
            Some(listed) => self.scan_these(&scope, listed, each)?,
            None => self.scan_all(&scope, each)?,
        };
        let mut waterfall = Waterfall::default();
        sums.into_iter().for_each(|sum| waterfall.add(sum));
        Ok(waterfall)
    }
}

impl Question<'_> {
    fn ask(&self, sum: &mut Waterfall, bytes: &[u8]) -> Result<(), Error> {
        let (mut bytes, mut seen) = (Cow::Borrowed(bytes), self.look.at(bytes)?);
        if seen.is_none()
            && let Some(survivor) = self.runtime.listed_survivor(&self.cursor, &bytes)?
        {
            bytes = Cow::Owned(codec::encode(&survivor));
            seen = self.look.at(&bytes)?;
        }
        let Some(seen) = seen else { return Ok(()) };
        sum.scanned += 1;
        if was_in_mailing(&seen.dossier, self.definition.id) {
            sum.before += 1;
            return Ok(());
        }
        let message = self.runtime.program.messages.get(self.definition.message);
        if message.is_some_and(|message| is_left_out(&seen.dossier, message)) {
            return Ok(());
        }
        let view = View::new(&self.runtime.program, &seen.dossier, self.now);
        if view.ask(&self.definition.audience).value {
            sum.audience += 1;
            let dossier = codec::decode(&bytes)?;
            let language = language(&dossier);
            sum.agreed += u64::from(self.is_agreed(&dossier));
            let state = match self.runtime.program.sends(self.definition) {
                true => self.outcome(dossier),
                false => Some(State::Suppressed(Reason::Stopped)),
            };
            sum.count(state.as_ref(), language);
        }
        Ok(())
    }

    fn is_agreed(&self, dossier: &Dossier) -> bool {
        let message = self.runtime.program.messages.get(self.definition.message);
        !dossier.is_objecting()
            && message.is_some_and(|message| {
                let MessageDef { purpose, to_customers, channels, .. } = message;
                let program = &self.runtime.program;
                channels.iter().any(|channel| {
                    lawful(program, dossier, *channel, purpose.id(), *to_customers, self.now).is_ok()
                })
            })
    }

    /// The last state of the mailing's intent on a copy of a dossier.
    fn outcome(&self, mut dossier: Dossier) -> Option<State> {
        let mailing = self.definition.id;
        let intent = mailing_intent(dossier.hot.id, mailing);
        let mut pending = Vec::new();
        let mut drive = Drive {
            program: &self.runtime.program,
            outside: &HandedOver { outside: self.outside, catalogue: &self.runtime.catalogue },
            dossier: &mut dossier,
            pending: &mut pending,
            tracing: Tracing::Off,
        };
        let mut state = None;
        let mut driven = Driven::default();
        drive.advance(self.now, Some(Input::Mailing(mailing)), &mut driven);
        for _ in 0..MOMENTS_MAX {
            for (_, effect) in driven.effects.drain(..) {
                match effect {
                    Effect::Intent(changed) if changed.id == intent => state = Some(changed.state),
                    _ => {}
                }
            }
            let next = drive.next_moment();
            let (Some(next), true) = (next, state.as_ref().is_some_and(State::is_open)) else { break };
            driven.entries.clear();
            drive.advance(next, None, &mut driven);
        }
        state
    }
}

/// As the profile says it; whatever is no language is as good as nothing, so that there are only so many.
fn language(dossier: &Dossier) -> String {
    let Some(Value::Text(text)) = dossier.profile(NameId::of("language")) else { return String::new() };
    LanguageTag::new(text.trim()).map(String::from).unwrap_or_default()
}

/// Outside, up to the hand-over: every carrier takes what it is given, and nobody answers.
struct HandedOver<'a> {
    outside: &'a dyn Outside,
    /// As it is now.
    catalogue: &'a Catalogue,
}

impl Outside for HandedOver<'_> {
    fn sold_out(&self, products: &[ProductId], now: Timestamp) -> Vec<ProductId> {
        self.outside.sold_out(products, now)
    }

    fn offers(&self, products: &[ProductId], asked: Asked, now: Timestamp) -> Vec<Offer> {
        crate::catalogue::offers(self.catalogue, products, asked, now)
    }

    fn catalogue(&self, _: Timestamp) -> Option<&Catalogue> {
        Some(self.catalogue)
    }

    fn suggested(&self, wanted: &Wanted) -> Vec<Suggested> {
        self.outside.suggested(wanted)
    }

    fn sources(&self, now: Timestamp) -> Vec<(NameId, Timestamp)> {
        self.outside.sources(now)
    }

    fn carrier(&self, _: &Intent, _: Timestamp) -> Receipt {
        Receipt::Accepted
    }

    fn reactions(&self, _: &Ticket) -> Vec<Event> {
        Vec::new()
    }

    fn voucher(&self, pool: &str, intent: IntentId) -> Option<Box<str>> {
        self.outside.voucher(pool, intent)
    }
}
