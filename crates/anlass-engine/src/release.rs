//! The release step: asked immediately before hand-over, it runs exit rules, consent, freshness, caps, stock
//! and block classes against everything accepted before that moment, and either writes a Ticket or says why
//! not. Hand-over and receipts follow.

use crate::arbiter::{choose_channel, contacts_allowed, permission, room};
use crate::cart::open_lines;
use crate::countries::{Lawful, lawful, rule_for};
use crate::dossier::{Arm, Dossier, Intent};
use crate::exposure::held_out;
use crate::facts::View;
use crate::io::{Decision, Effect, HandOver, Offer, Release, Suggested, Ticket};
use crate::orders::pieces_kept;
use crate::program::{MessageDef, OffersDef, Program};
use crate::step::{Stepper, self_about};
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::{Items, Otherwise};
use anlass_model::event::Receipt;
use anlass_model::id::{IntentId, NameId, ProductId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{MINUTE, SECOND, Timestamp};

/// A Ticket older than this is checked again before hand-over.
pub const TICKET_FRESH: anlass_model::time::Span = SECOND;

/// Nothing is handed over again sooner, whatever the carrier says.
const AGAIN_SOONEST: anlass_model::time::Span = SECOND;

/// The articles a delivery speaks about: what the release question must know the stock of.
#[must_use]
pub fn products_of(program: &Program, dossier: &Dossier, intent: &Intent) -> Vec<ProductId> {
    let items = program.message(intent.message).map_or(Items::None, |message| message.items);
    let mut products: Vec<ProductId> = match items {
        Items::None => Vec::new(),
        Items::Cart => open_lines(dossier).iter().map(|line| line.item.product).collect(),
        Items::Occasion => {
            let Intent { journey, id, created, .. } = *intent;
            crate::wishes::of_occasion(program, dossier, journey, id, created)
        }
        Items::OrderKept => {
            let heads = dossier.hot.heads.iter().zip(&dossier.orders.lines);
            let own = heads.filter(|(head, _)| Some(head.id) == intent.order).flat_map(|(_, lines)| lines);
            own.filter(|line| pieces_kept(line) > 0).map(|line| line.item.product).collect()
        }
    };
    let named = program.message(intent.message).and_then(|message| message.offers.as_ref());
    products.extend(named.into_iter().flat_map(|offers| &offers.articles).map(|named| named.product));
    products.sort_unstable();
    products.dedup();
    products
}

/// Facts of the outside that a release is asked with.
#[derive(Clone, Copy)]
pub(crate) struct Outside<'a> {
    pub(crate) release: &'a Release,
    pub(crate) offers: &'a [Offer],
    /// For this person, the best first.
    pub(crate) suggested: &'a [Suggested],
}

/// Why a release did not become a Ticket.
enum Refusal {
    End(State),
    Later(Reason, Timestamp),
    /// The run left, and took the intent with it.
    Gone,
}

impl Stepper<'_> {
    fn intent_index(&self, id: IntentId) -> Option<usize> {
        self.dossier.intents.iter().position(|intent| intent.id == id)
    }

    /// May this delivery leave now?
    pub(crate) fn release(&mut self, outside: Outside<'_>, now: Timestamp) {
        let Outside { release, .. } = outside;
        let Some(index) = self.intent_index(release.intent) else { return };
        let Some(intent) = self.dossier.intents.get(index).cloned() else { return };
        if !matches!(intent.state, State::Planned | State::Claimed) {
            return;
        }
        let Some(message) = self.program.message(intent.message) else {
            self.end_intent(index, State::Suppressed(Reason::Stopped), now);
            return;
        };
        match self.check_release(&intent, message, outside, now) {
            Ok(ticket) => {
                self.note(now, true, || "released".into(), || self_about(self.program, &intent));
                self.claim(release, ticket, now);
            }
            Err(Refusal::Gone) => {}
            Err(Refusal::End(state)) => {
                if let Some(index) = self.intent_index(release.intent) {
                    self.end_intent(index, state, now);
                }
            }
            Err(Refusal::Later(reason, look_at)) => {
                if let Some(index) = self.intent_index(release.intent) {
                    self.defer(index, reason, look_at, now);
                }
            }
        }
    }

    fn claim(&mut self, release: &Release, ticket: Ticket, now: Timestamp) {
        let Some(index) = self.intent_index(release.intent) else { return };
        if let Some(intent) = self.dossier.intents.get_mut(index) {
            intent.planned = now;
            intent.channel = Some(ticket.channel);
        }
        crate::wishes::told(self.dossier, release.intent, &ticket.items);
        self.out.effects.push(Effect::Ticket(Box::new(ticket)));
        self.set_state(index, State::Claimed);
        match release.hand_over {
            HandOver::Later => {}
            HandOver::Now => self.handed(release.intent),
            HandOver::Answered(receipt) => {
                self.handed(release.intent);
                self.receipt(release.intent, receipt, now);
            }
        }
    }

    fn check_release(
        &mut self,
        intent: &Intent,
        message: &MessageDef,
        outside: Outside<'_>,
        now: Timestamp,
    ) -> Result<Ticket, Refusal> {
        let Outside { release, offers, .. } = outside;
        if now > intent.expires {
            return Err(Refusal::End(State::Expired(Reason::TooOld)));
        }
        let position = intent.journey.and_then(|journey| self.position(journey, intent.run));
        if let Some(position) = position
            && self.exits(position, now)
        {
            return Err(Refusal::Gone);
        }
        let end = |reason: Reason| Refusal::End(State::Suppressed(reason));
        if let Some(rule) = &message.relevant {
            let view = view_of(self.program, self.dossier, position, now);
            let holds = self
                .out
                .ask(self.tracing, rule, &view, "relevant", || self_about(self.program, intent))
                .value;
            if !holds {
                return Err(end(Reason::NotRelevant));
            }
        }
        // Consent may have moved to another channel since the plan was made.
        let planned = intent
            .channel
            .filter(|channel| permission(self.program, self.dossier, message, *channel, now).is_ok());
        let channel = match planned {
            Some(channel) => channel,
            None => match choose_channel(self.program, self.dossier, message, now) {
                Ok(channel) => channel,
                Err(reason) => {
                    self.note_unreachable(intent, message, now);
                    return Err(end(reason));
                }
            },
        };
        if held_out(self.program, self.dossier, message).is_some() {
            // Since it was planned the person turned out to be one who is left alone.
            self.expose(message, Arm::HeldOut, now);
            return Err(Refusal::End(State::HeldOut));
        }
        if message.class == Class::Advertising {
            self.check_moment(intent, message, channel, release, now)?;
        }
        let items = self.items(message, intent, outside, now).map_err(end)?;
        let (blocks, dropped) = self.blocks(intent, message, position, channel, now).map_err(end)?;
        if let (Some(pool), None) = (&message.voucher, &release.voucher) {
            return Err(end(Reason::PoolEmpty(pool.clone())));
        }
        Ok(Ticket {
            intent: intent.id,
            customer: self.dossier.hot.id,
            message: message.id,
            channel,
            class: message.class,
            at: now,
            order: intent.order,
            blocks,
            dropped,
            voucher: release.voucher.clone(),
            collected: position
                .and_then(|position| self.dossier.runs.get(position))
                .map_or_else(Vec::new, |run| run.collected.iter().map(|(_, value)| *value).collect()),
            decision: self.decision(intent, message, channel, now),
            offers: offers_of(&items, offers),
            items,
        })
    }

    /// Freshness, quiet hours and caps of this very moment.
    fn check_moment(
        &mut self,
        intent: &Intent,
        message: &MessageDef,
        channel: Channel,
        release: &Release,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let position = intent.journey.and_then(|journey| self.position(journey, intent.run));
        for need in &message.needs {
            let concerned = match &need.when {
                None => true,
                Some(rule) => {
                    let view = view_of(self.program, self.dossier, position, now);
                    self.out
                        .ask(self.tracing, rule, &view, "needs", || self_about(self.program, intent))
                        .value
                }
            };
            let reaches =
                release.sources.iter().find(|(source, _)| *source == need.source.id()).map(|(_, at)| *at);
            // A source that is not declared as delayed reaches up to now.
            let fresh = !need.delayed || reaches.is_some_and(|reaches| reaches >= now.minus(need.max_lag));
            if concerned && !fresh {
                return Err(later_or_expired(
                    Reason::WaitsFor(need.source.clone()),
                    now.plus(MINUTE.times(5)),
                    intent,
                ));
            }
        }
        let open_at = self.after_quiet(channel, now);
        if open_at > now {
            return Err(later_or_expired(Reason::QuietHours, open_at, intent));
        }
        let (free, cap) = room(self.program, self.dossier, channel, intent.id, now);
        match cap {
            None => Ok(()),
            Some(cap) if self.program.defers_over_cap() && free <= intent.expires => {
                Err(Refusal::Later(Reason::Cap(cap), free))
            }
            Some(cap) => Err(Refusal::End(State::Suppressed(Reason::Cap(cap)))),
        }
    }

    /// The articles the message speaks about, without sold-out ones.
    fn items(
        &self,
        message: &MessageDef,
        intent: &Intent,
        outside: Outside<'_>,
        now: Timestamp,
    ) -> Result<Vec<ProductId>, Reason> {
        let named = message.offers.as_ref();
        let is_named = |product: &ProductId| {
            named.is_some_and(|named| named.articles.iter().any(|article| article.product == *product))
        };
        let mut products = Vec::new();
        if message.items != Items::None {
            products = products_of(self.program, self.dossier, intent);
            products.retain(|product| !is_named(product));
            if products.is_empty() {
                return Err(Reason::NotRelevant);
            }
            // What a customer already has needs no stock.
            if message.items != Items::OrderKept {
                products.retain(|product| !outside.release.sold_out.contains(product));
            }
            if products.is_empty() {
                return Err(Reason::OutOfStock);
            }
        }
        if let Some(named) = named {
            let wanted = crate::recommend::wanted_by(named, self.dossier, now);
            let excluded = wanted.map(|wanted| wanted.excluded).unwrap_or_default();
            let free = |product: &ProductId| !products.contains(product) && !excluded.contains(product);
            let chosen = offered(named, outside, &free)?;
            products.extend(chosen);
        }
        Ok(products)
    }

    /// Blocks that stay and blocks that are taken out: by their own rule, or because advertising is not
    /// allowed inside a contract message to this person.
    #[expect(clippy::type_complexity, reason = "kept and dropped blocks, named right here")]
    fn blocks(
        &mut self,
        intent: &Intent,
        message: &MessageDef,
        position: Option<usize>,
        channel: Channel,
        now: Timestamp,
    ) -> Result<(Vec<NameId>, Vec<(NameId, String)>), Reason> {
        let mut kept = Vec::new();
        let mut dropped = Vec::new();
        for block in &message.blocks {
            let as_advertising = block.class == Class::Advertising && message.class == Class::Contract;
            if as_advertising {
                let reason = if self.dossier.is_restricted() {
                    Some(Reason::Restricted)
                } else if self.dossier.is_objecting() {
                    Some(Reason::Objection)
                } else if lawful(self.program, self.dossier, channel, message.purpose.id(), false, now)
                    .is_err()
                {
                    Some(Reason::NoConsent)
                } else {
                    None
                };
                if let Some(reason) = reason {
                    self.note(
                        now,
                        false,
                        || format!("block {} taken out: {reason}", block.name),
                        || self_about(self.program, intent),
                    );
                    dropped.push((block.name.id(), reason.code().to_string()));
                    continue;
                }
            }
            if let Some(rule) = &block.when {
                let view = view_of(self.program, self.dossier, position, now);
                let about = || self_about(self.program, intent);
                if !self.out.ask(self.tracing, rule, &view, block.name.as_str(), about).value {
                    dropped.push((block.name.id(), Reason::NotRelevant.code().to_string()));
                    continue;
                }
            }
            kept.push(block.name.id());
        }
        if kept.is_empty() && !message.blocks.is_empty() {
            return Err(Reason::NothingLeft);
        }
        Ok((kept, dropped))
    }

    fn decision(&self, intent: &Intent, message: &MessageDef, channel: Channel, now: Timestamp) -> Decision {
        let recipient = match message.class {
            Class::Contract => "contract: no consent needed".to_string(),
            Class::Advertising => self.recipient(message, channel, now),
        };
        let frequency = match message.class {
            Class::Contract => "contract: not counted".to_string(),
            Class::Advertising => {
                let counts = self.program.caps.iter().filter(|cap| cap.covers(channel)).map(|cap| {
                    let from = now.minus(cap.within);
                    let sent = self.dossier.contacts.iter().filter(|contact| {
                        contact.class == Class::Advertising
                            && cap.covers(contact.channel)
                            && contact.at > from
                    });
                    let max = contacts_allowed(self.dossier, cap);
                    format!("{}: {} of {max} in {} before this one", cap.name, sent.count(), cap.within)
                });
                let counts: Vec<String> = counts.collect();
                if counts.is_empty() { "no cap".to_string() } else { counts.join("; ") }
            }
        };
        let lateness = now.since(intent.created);
        Decision {
            message: format!(
                "{} at priority {} before {} others",
                message.name, intent.priority, intent.beaten
            ),
            moment: format!("wanted at {}, {} later now", intent.created, lateness),
            frequency,
            recipient,
        }
    }

    /// What lets it go to this person, and where the law says so.
    fn recipient(&self, message: &MessageDef, channel: Channel, now: Timestamp) -> String {
        let purpose = message.purpose.id();
        let found = lawful(self.program, self.dossier, channel, purpose, message.to_customers, now);
        let rule = rule_for(self.program, self.dossier, channel);
        let (by, source) = match found {
            Ok(Lawful::Consent(act, _)) => (
                format!("consent for {} on {} since {}", message.purpose, channel.as_str(), act.occurred.0),
                rule.map(|(_, rule)| rule.source.as_str()),
            ),
            Ok(Lawful::Customer(bought, _)) => (
                format!("customer since the purchase of {bought}, told with it, no objection"),
                rule.and_then(|(_, rule)| rule.customers.as_ref()).map(|customers| customers.source.as_str()),
            ),
            Ok(Lawful::NoObjection) | Err(_) => (
                format!("{} needs no consent, no objection", channel.as_str()),
                rule.map(|(_, rule)| rule.source.as_str()),
            ),
        };
        match (rule, source) {
            (Some(("", _)), Some(source)) => format!("{by} (another country: {source})"),
            (Some((code, _)), Some(source)) => format!("{by} ({code}: {source})"),
            _ => by,
        }
    }

    /// The carrier gets it in this moment. A withdrawn or unclaimed one is not handed over.
    pub(crate) fn handed(&mut self, id: IntentId) {
        let Some(index) = self.intent_index(id) else { return };
        if self.dossier.intents.get(index).is_some_and(|intent| intent.state == State::Claimed) {
            self.set_state(index, State::Handed);
        }
    }

    /// No carrier ever had it, so it may leave as soon as it was asked anew; its contact stays reserved.
    pub(crate) fn kept_back(&mut self, id: IntentId, now: Timestamp) {
        let Some(index) = self.intent_index(id) else { return };
        if self.dossier.intents.get(index).is_some_and(|intent| intent.state == State::Handed) {
            self.plan_again(index, now, now);
        }
    }

    /// What the carrier said. A second report of the same changes nothing.
    pub(crate) fn receipt(&mut self, id: IntentId, receipt: Receipt, now: Timestamp) {
        let Some(index) = self.intent_index(id) else { return self.bounced_late(id, receipt, now) };
        let Some(intent) = self.dossier.intents.get(index).cloned() else { return };
        if !matches!(intent.state, State::Handed | State::Unknown) {
            return;
        }
        match receipt {
            Receipt::Accepted | Receipt::Delivered => {
                self.remember_contact(&intent);
                self.set_state(index, State::Delivered);
                self.after_message(&intent, true, now);
            }
            Receipt::Rejected => self.end_intent(index, State::Failed(Reason::Rejected), now),
            Receipt::Bounced | Receipt::BouncedSoft => self.bounced(index, receipt, now),
            Receipt::Unrendered => self.end_intent(index, State::Failed(Reason::Render), now),
            Receipt::Unknown if intent.state == State::Handed => {
                self.set_unknown(index, now);
                self.after_message(&intent, true, now);
            }
            Receipt::NotTaken { again } if intent.state == State::Handed => {
                self.not_taken(index, again, now);
            }
            // Once nobody knew whether it arrived, nobody can be sure any more that it did not.
            Receipt::Unknown | Receipt::NotTaken { .. } => {}
        }
    }

    /// The carrier surely did not take it: it is planned once more, and its contact stays reserved.
    fn not_taken(&mut self, index: usize, again: Timestamp, now: Timestamp) {
        self.plan_again(index, again.max(now.plus(AGAIN_SOONEST)), now);
    }

    /// Unless it was withdrawn while it was out.
    fn plan_again(&mut self, index: usize, at: Timestamp, now: Timestamp) {
        let Some(intent) = self.dossier.intents.get_mut(index) else { return };
        if let Some(reason) = intent.withdrawn.take() {
            return self.end_intent(index, State::Suppressed(reason), now);
        }
        intent.planned = at;
        self.set_state(index, State::Planned);
    }
}

/// What is known of these articles, in their order.
fn offers_of(items: &[ProductId], offers: &[Offer]) -> Vec<Offer> {
    let offer = |item: &ProductId| offers.iter().find(|offer| offer.product == *item).cloned();
    items.iter().filter_map(offer).collect()
}

/// As many of the named articles as there are slots, the best first: what is sold out, or would be called reduced
/// falsely, makes room for the next one. What they leave open is filled with what suits the person, if it is `free` to be.
fn offered(
    named: &OffersDef,
    outside: Outside<'_>,
    free: &dyn Fn(&ProductId) -> bool,
) -> Result<Vec<ProductId>, Reason> {
    let mut chosen = Vec::new();
    let mut empty = Reason::OutOfStock;
    for article in &named.articles {
        if chosen.len() >= named.show {
            break;
        }
        if outside.release.sold_out.contains(&article.product) {
            continue;
        }
        let known = outside.offers.iter().find(|offer| offer.product == article.product);
        let lowest_before = known.and_then(|offer| offer.lowest_before);
        let is_false = match article.was {
            Some(was) => lowest_before != Some(was),
            None => named.reduced && lowest_before.is_none(),
        };
        if is_false {
            empty = Reason::FalseReduction;
            continue;
        }
        chosen.push(article.product);
    }
    for Suggested { product, .. } in outside.suggested {
        if chosen.len() >= named.show {
            break;
        }
        let is_sold_out = outside.release.sold_out.contains(product);
        let known = outside.offers.iter().find(|offer| offer.product == *product);
        let is_false = named.reduced && known.and_then(|offer| offer.lowest_before).is_none();
        if !is_sold_out && !is_false && free(product) && !chosen.contains(product) {
            chosen.push(*product);
        }
    }
    match named.otherwise {
        Otherwise::Hold if chosen.is_empty() => Err(empty),
        _ => Ok(chosen),
    }
}

/// What a rule of the message sees: the person, and the run it belongs to.
fn view_of<'a>(
    program: &'a Program,
    dossier: &'a Dossier,
    position: Option<usize>,
    now: Timestamp,
) -> View<'a> {
    let view = View::new(program, dossier, now);
    match position.and_then(|position| dossier.runs.get(position)) {
        Some(run) => view.with_run(run),
        None => view,
    }
}

fn later_or_expired(reason: Reason, look_at: Timestamp, intent: &Intent) -> Refusal {
    if look_at > intent.expires {
        Refusal::End(State::Expired(reason))
    } else {
        Refusal::Later(reason, look_at)
    }
}
