//! A message as one person would get it now, and how individual it is over a sample of people. What is shown is made
//! by the very code that writes letters; nothing is sent and nothing is kept.

use super::shape::Localised;
use crate::house::letters::{self, Ways};
use crate::house::{House, View};
use anlass_content::{Content, Individuality, Rendered, Ticketed, individuality, render};
use anlass_engine::io::Decision;
use anlass_engine::program::MessageDef;
use anlass_engine::{Dossier, Program, Ticket, lawful, open_lines, wanted_by};
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::Items;
use anlass_model::id::{EntityKind, IntentId, NameId, ProductId};
use anlass_model::time::Timestamp;
use anlass_runtime::rows;
use anyhow::{Context, Result};
use std::sync::{Mutex, PoisonError};

/// People of a sample. Ids are hashes, so the first ones are as good as any.
const SAMPLE: usize = 120;
/// Articles shown where the cart or order a message speaks of is empty.
const STAND_INS_MAX: usize = 3;
/// What stands for a code that only a delivery gets.
const VOUCHER: &str = "MUSTER-1234";
/// Links of a preview lead nowhere.
const TOKEN: &str = "preview";

/// A block, and why it was left out.
pub(crate) struct Chosen {
    pub(crate) id: NameId,
    pub(crate) reason: Option<&'static str>,
}

pub(crate) struct Preview {
    pub(crate) channel: Channel,
    pub(crate) blocks: Vec<Chosen>,
    /// The articles are not those of a cart or an order: there is none.
    pub(crate) stands_in: bool,
    /// Why it cannot be shown to this person.
    pub(crate) rendered: Result<Rendered, String>,
}

/// Definitions with their content: those that are live, or a draft's.
pub(crate) struct Printing<'a> {
    pub(crate) house: &'a House,
    pub(crate) view: &'a View,
    pub(crate) program: &'a Program,
    pub(crate) content: &'a Content,
}

/// What is wanted otherwise than the person would get it.
#[derive(Clone, Default)]
pub(crate) struct Otherwise {
    pub(crate) language: Option<String>,
    pub(crate) channel: Option<Channel>,
}

impl Printing<'_> {
    pub(crate) fn preview(&self, message: &MessageDef, dossier: &Dossier, otherwise: &Otherwise) -> Preview {
        let now = self.house.now();
        let own = message.channels.first().copied().unwrap_or(Channel::Email);
        let channel = otherwise.channel.filter(|channel| message.channels.contains(channel)).unwrap_or(own);
        let blocks = chosen(self.program, message, dossier, channel, now);
        let (mut items, stands_in) = articles(message, dossier);
        items.extend(self.offered(message, dossier, &items, now));
        let kept = blocks.iter().filter(|block| block.reason.is_none()).map(|block| block.id).collect();
        let ticket = Ticket { channel, items, blocks: kept, ..ticket(message, dossier, now) };
        let ways = Ways::of(&self.house.config.public_url(), TOKEN);
        let mut ticketed: Ticketed =
            letters::ticketed(self.house, &self.view.runtime, &ticket, dossier, &ways);
        if otherwise.language.is_some() {
            ticketed.language.clone_from(&otherwise.language);
        }
        let rendered = match ticketed.blocks.is_empty() && !message.blocks.is_empty() {
            true => Err("no block is left for this person".to_owned()),
            false => render(self.content, &ticketed).map_err(|error| error.to_string()),
        };
        Preview { channel, blocks, stands_in, rendered }
    }

    /// Articles that it would offer: those it names, as far as they are there, and those that suit the person.
    fn offered(
        &self,
        message: &MessageDef,
        dossier: &Dossier,
        spoken_of: &[ProductId],
        now: Timestamp,
    ) -> Vec<ProductId> {
        let Some(offers) = &message.offers else { return Vec::new() };
        let catalogue = &self.view.runtime.catalogue;
        let named = offers.articles.iter().map(|named| named.product);
        let program = &self.view.runtime.program;
        let outlet = anlass_runtime::nearest::asked(program, dossier, message.id, catalogue).outlet;
        let mut offered: Vec<ProductId> =
            named.filter(|product| catalogue.is_available_at(*product, outlet)).collect();
        if let Some(wanted) = wanted_by(offers, dossier, now) {
            let relating = &self.house.relating;
            let found = relating.suggested(self.view.scope.vault(), &wanted, catalogue).unwrap_or_default();
            offered.extend(found.iter().map(|suggested| suggested.product));
        }
        offered.retain(|product| !spoken_of.contains(product));
        offered.truncate(offers.show);
        offered
    }

    /// The subject as one person would read it in German and in English; `None` if it cannot be shown or has none.
    pub(crate) fn subject(&self, message: &MessageDef, reader: &Dossier) -> Option<Localised> {
        let read = |language: &str| {
            let otherwise = Otherwise { language: Some(language.to_owned()), channel: None };
            let shown = self.preview(message, reader, &otherwise).rendered.ok()?;
            (!shown.subject.is_empty()).then_some(shown.subject)
        };
        Some(Localised { de: read("de")?, en: read("en")? })
    }

    /// How individual a message is over a sample; `None` where nobody could be shown it.
    pub(crate) fn score(&self, message: &MessageDef, sample: &[Dossier]) -> Option<Individuality> {
        let shown = sample.iter().map(|dossier| self.preview(message, dossier, &Otherwise::default()));
        let rendered: Vec<Rendered> = shown.filter_map(|preview| preview.rendered.ok()).collect();
        (!rendered.is_empty()).then(|| individuality(&rendered))
    }
}

fn ticket(message: &MessageDef, dossier: &Dossier, now: Timestamp) -> Ticket {
    let nothing = || String::new();
    Ticket {
        intent: IntentId(0),
        customer: dossier.hot.id,
        message: message.id,
        channel: Channel::Email,
        class: message.class,
        at: now,
        order: None,
        items: Vec::new(),
        blocks: Vec::new(),
        dropped: Vec::new(),
        voucher: message.voucher.as_ref().map(|_| VOUCHER.into()),
        collected: Vec::new(),
        decision: Decision {
            message: nothing(),
            moment: nothing(),
            frequency: nothing(),
            recipient: nothing(),
        },
        offers: Vec::new(),
    }
}

/// Blocks as a release would choose them outside of any run.
fn chosen(
    program: &Program,
    message: &MessageDef,
    dossier: &Dossier,
    channel: Channel,
    now: Timestamp,
) -> Vec<Chosen> {
    let reason = |block: &anlass_engine::program::BlockDef| {
        if block.class == Class::Advertising && message.class == Class::Contract {
            if dossier.is_restricted() {
                return Some("restricted");
            }
            if dossier.is_objecting() {
                return Some("objection");
            }
            if lawful(program, dossier, channel, message.purpose.id(), false, now).is_err() {
                return Some("no_consent");
            }
        }
        let view = anlass_engine::View::new(program, dossier, now);
        let holds = block.when.as_ref().is_none_or(|rule| view.ask(rule).value);
        (!holds).then_some("not_relevant")
    };
    message.blocks.iter().map(|block| Chosen { id: block.name.id(), reason: reason(block) }).collect()
}

/// What it would speak about: the cart, what was kept of the last order, or what was bought last in place of both.
fn articles(message: &MessageDef, dossier: &Dossier) -> (Vec<ProductId>, bool) {
    let bought = || {
        let lines = dossier.orders.lines.iter().rev().flatten();
        lines.filter(|line| line.returned + line.cancelled < line.quantity).map(|line| line.item.product)
    };
    let mut articles: Vec<ProductId> = match message.items {
        Items::None => return (Vec::new(), false),
        Items::Cart | Items::Occasion => open_lines(dossier).iter().map(|line| line.item.product).collect(),
        Items::OrderKept => bought().take(STAND_INS_MAX).collect(),
    };
    let stands_in = articles.is_empty();
    if stands_in {
        articles = bought().take(STAND_INS_MAX).collect();
    }
    articles.dedup();
    (articles, stands_in)
}

/// Who stands for everybody whom a message is for: of these people somebody to whom it has something to say, where it
/// speaks of a cart the one with most in it; else the first.
pub(crate) fn fitting<'d>(message: &MessageDef, people: &'d [Dossier]) -> Option<&'d Dossier> {
    let worth = |dossier: &Dossier| match message.items {
        Items::Cart => open_lines(dossier).iter().map(|line| line.value).sum(),
        Items::None | Items::OrderKept | Items::Occasion => 0,
    };
    let has_something = |dossier: &&Dossier| !articles(message, dossier).1;
    // Of equals the first one: they come with the newest first.
    let most = people.iter().filter(has_something).rev().max_by_key(|dossier| worth(dossier));
    most.or_else(|| people.first())
}

/// Some people of the vault.
pub(crate) fn sample(view: &View) -> Result<Vec<Dossier>> {
    let vault = view.scope.vault();
    let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
    let page = view.runtime.store.scan(&view.scope, EntityKind::Customer, None, SAMPLE)?;
    let mut people = Vec::with_capacity(page.len());
    for row in &page {
        let dossier = rows::open_dossier(key, row)?;
        if dossier.hot.merged_into.is_none() && !dossier.is_restricted() {
            people.push(dossier);
        }
    }
    Ok(people)
}

/// Scores of the live messages, each with its message.
pub(crate) type All = Vec<(NameId, Option<Individuality>)>;

/// The scores of what is live, taken once for each program.
#[derive(Default)]
pub(crate) struct Scores {
    last: Mutex<Option<(u64, std::sync::Arc<All>)>>,
}

impl Scores {
    pub(crate) fn of(&self, house: &House, view: &View) -> Result<std::sync::Arc<All>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let program = &view.runtime.program;
        if let Some((known, scores)) = last.as_ref()
            && *known == program.id.0
        {
            return Ok(std::sync::Arc::clone(scores));
        }
        let sample = sample(view)?;
        let printing = Printing { house, view, program, content: &view.content };
        let all = program.messages.iter();
        let all: All = all.map(|message| (message.id, printing.score(message, &sample))).collect();
        let all = std::sync::Arc::new(all);
        // Without anybody nothing is known, and soon somebody will be there.
        if !sample.is_empty() {
            *last = Some((program.id.0, std::sync::Arc::clone(&all)));
        }
        Ok(all)
    }
}
