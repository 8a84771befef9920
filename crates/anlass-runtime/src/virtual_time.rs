//! Virtual time: one dossier is driven through its inputs as if each moment were now. Its timers fire at
//! their own moments, planned deliveries are asked for release when their moment comes, the outside world
//! answers by value. The result depends on nothing but the dossier's own inputs, so neither batches nor
//! threads can change it.

use anlass_engine::dossier::Intent;
use anlass_engine::{
    Dossier, Effect, Entry, HandOver, Input, Offer, Out, Program, Release, Suggested, Ticket, Tracing,
    Wanted, is_idle_input, step,
};
use anlass_model::catalogue::{Asked, Catalogue};
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{IntentId, NameId, ProductId};
use anlass_model::time::Timestamp;

/// What is outside the house, in virtual time.
pub trait Outside: Sync {
    /// Which of these articles are sold out.
    fn sold_out(&self, products: &[ProductId], now: Timestamp) -> Vec<ProductId>;
    /// What is known of the prices of these articles, where and for whom they are asked.
    fn offers(&self, _: &[ProductId], _: Asked, _: Timestamp) -> Vec<Offer> {
        Vec::new()
    }
    /// The catalogue of a moment, if there is one: by it somebody's own outlet is found, and what is there.
    fn catalogue(&self, _: Timestamp) -> Option<&Catalogue> {
        None
    }
    /// What suits somebody.
    fn suggested(&self, _: &Wanted) -> Vec<Suggested> {
        Vec::new()
    }
    /// How far the data of delayed sources reach.
    fn sources(&self, now: Timestamp) -> Vec<(NameId, Timestamp)>;
    /// What the carrier answers.
    fn carrier(&self, intent: &Intent, now: Timestamp) -> Receipt;
    /// What the person does with a delivery, each at its own (later) moment.
    fn reactions(&self, ticket: &Ticket) -> Vec<Event>;
    /// A code from a pool, the same one for the same intent.
    fn voucher(&self, pool: &str, intent: IntentId) -> Option<Box<str>>;
}

/// Nothing is sold out, every source is up to date, every carrier accepts, nobody reacts.
pub struct Quiet;

impl Outside for Quiet {
    fn sold_out(&self, _: &[ProductId], _: Timestamp) -> Vec<ProductId> {
        Vec::new()
    }
    fn sources(&self, _: Timestamp) -> Vec<(NameId, Timestamp)> {
        Vec::new()
    }
    fn carrier(&self, _: &Intent, _: Timestamp) -> Receipt {
        Receipt::Accepted
    }
    fn reactions(&self, _: &Ticket) -> Vec<Event> {
        Vec::new()
    }
    fn voucher(&self, _: &str, _: IntentId) -> Option<Box<str>> {
        None
    }
}

/// The release question; with prices and with what suits the person, where any are known.
pub(crate) fn release_input(release: Release, offers: Vec<Offer>, suggested: Vec<Suggested>) -> Input {
    match (offers.is_empty(), suggested.is_empty()) {
        (_, false) => Input::Recommended { release, offers, suggested },
        (false, true) => Input::Offered { release, offers },
        (true, true) => Input::Release(release),
    }
}

/// What happened while a dossier was driven.
#[derive(Debug, Default)]
pub struct Driven {
    pub entries: Vec<Entry>,
    pub effects: Vec<(Timestamp, Effect)>,
    pub trace: Vec<anlass_engine::io::Reasoned>,
}

/// A dossier on its way through virtual time.
pub struct Drive<'a> {
    pub program: &'a Program,
    pub outside: &'a dyn Outside,
    pub dossier: &'a mut Dossier,
    /// Reactions that are still to come, by time.
    pub pending: &'a mut Vec<Event>,
    pub tracing: Tracing,
}

impl Drive<'_> {
    /// Everything that happens up to and including `until`, then `input` at `until`.
    pub fn advance(&mut self, until: Timestamp, input: Option<Input>, driven: &mut Driven) {
        while let Some(at) = self.next_moment().filter(|at| *at <= until) {
            self.moment(at, driven);
        }
        // What says nothing that may be known of whereabouts is not kept either.
        let input = input.filter(|input| !is_idle_input(self.program, self.dossier, input));
        if let Some(input) = input {
            self.step(until, input, driven);
            // What became due at this very moment is part of it.
            while let Some(at) = self.next_moment().filter(|at| *at <= until) {
                self.moment(at.max(until), driven);
            }
        }
    }

    /// The next moment at which something happens without new input.
    #[must_use]
    pub fn next_moment(&self) -> Option<Timestamp> {
        let wake = self.dossier.next_wake();
        let release = self.dossier.next_release().map(|(at, _)| at);
        let reaction = self.pending.first().map(|event| event.received.0);
        [wake, release, reaction].into_iter().flatten().min()
    }

    fn moment(&mut self, at: Timestamp, driven: &mut Driven) {
        let at = at.max(self.dossier.hot.stepped);
        if self.dossier.next_wake().is_some_and(|wake| wake <= at) {
            self.step(at, Input::Wake, driven);
            return;
        }
        if let Some((_, intent)) = self.dossier.next_release().filter(|(planned, _)| *planned <= at) {
            self.release(intent, at, driven);
            return;
        }
        if !self.pending.is_empty() {
            let event = self.pending.remove(0);
            self.step(at, Input::Event(event), driven);
        }
    }

    fn release(&mut self, intent: IntentId, at: Timestamp, driven: &mut Driven) {
        let Some(open) = self.dossier.intents.iter().find(|open| open.id == intent) else { return };
        let mut products = anlass_engine::products_of(self.program, self.dossier, open);
        let wanted = anlass_engine::wanted(self.program, self.dossier, open.message, at);
        let suggested = wanted.map(|wanted| self.outside.suggested(&wanted)).unwrap_or_default();
        products.extend(suggested.iter().map(|suggested| suggested.product));
        products.sort_unstable();
        products.dedup();
        let pool = self.program.message(open.message).and_then(|message| message.voucher.as_ref());
        let catalogue = self.outside.catalogue(at);
        let asked = catalogue.map_or(Asked::default(), |catalogue| {
            crate::nearest::asked(self.program, self.dossier, open.message, catalogue)
        });
        let offers = self.outside.offers(&products, asked, at);
        let mut sold_out = self.outside.sold_out(&products, at);
        if let Some(catalogue) = catalogue {
            let is_there = |product: &ProductId| catalogue.is_available_at(*product, asked.outlet);
            sold_out.extend(products.iter().filter(|product| !is_there(product)));
            sold_out.sort_unstable();
            sold_out.dedup();
        }
        let release = Release {
            intent,
            sold_out,
            sources: self.outside.sources(at),
            voucher: pool.and_then(|pool| self.outside.voucher(pool.as_str(), intent)),
            hand_over: HandOver::Answered(self.outside.carrier(open, at)),
        };
        self.step(at, release_input(release, offers, suggested), driven);
    }

    fn step(&mut self, now: Timestamp, input: Input, driven: &mut Driven) {
        let out: Out = step(self.program, self.dossier, &input, now, self.tracing);
        driven.entries.push(Entry { now, program: self.program.id, input });
        driven.trace.extend(out.trace);
        for effect in out.effects {
            if let Effect::Ticket(ticket) = &effect {
                self.pending.extend(self.outside.reactions(ticket));
                self.pending.sort_by_key(|event| (event.received, event.message));
            }
            driven.effects.push((now, effect));
        }
    }
}
