//! The world outside of a scenario: stock, how far sources reach, carriers' answers, voucher pools.
//! Said below `world`; where nothing is said everything is available, up to date and accepted.

use crate::scenario::Trouble;
use crate::scenario::document::Document;
use crate::scenario::event_line::receipt;
use crate::scenario::programs::Programs;
use crate::scenario::words::Words;
use anlass_engine::Ticket;
use anlass_engine::dossier::Intent;
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{IntentId, NameId, ProductId};
use anlass_model::time::{Span, Timestamp};
use anlass_runtime::virtual_time::Outside;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// What holds from a moment on; later lines win.
struct From<T> {
    from: Timestamp,
    what: T,
}

enum Reach {
    To(Timestamp),
    Lag(Span),
}

enum Answer {
    Says(Receipt),
    /// It surely does not take it, and may be asked again after so long.
    PutsOff(Span),
}

#[derive(Default)]
pub(crate) struct World {
    stock: Vec<From<(ProductId, i64)>>,
    sources: Vec<From<(NameId, Reach)>>,
    /// By message or channel name.
    carriers: Vec<From<(String, Answer)>>,
    /// Delayed sources of the settings.
    delayed: Vec<NameId>,
    pools: BTreeMap<String, u32>,
    given: Mutex<BTreeMap<String, Vec<IntentId>>>,
    names: BTreeMap<NameId, String>,
}

impl World {
    pub(crate) fn new(document: &Document, programs: &Programs) -> Result<World, Trouble> {
        let mut world = World { delayed: programs.delayed(), names: programs.names(), ..World::default() };
        for (line, text) in &document.world {
            world.add(Words::of(*line, text)?, document, programs)?;
        }
        Ok(world)
    }

    fn add(&mut self, mut words: Words, document: &Document, programs: &Programs) -> Result<(), Trouble> {
        let kind = words.need("what is said about the world", "stock drill-a 0 from 2026-03-02 10:30")?;
        match kind.as_str() {
            "stock" => {
                let number = words.need("the article", "stock drill-a 0 from 2026-03-02 10:30")?;
                let product = ProductId::of(&number);
                if document.catalogue.product(product).is_none() {
                    return Err(
                        words.trouble(format!("there is no article \"{number}\""), "add it below catalogue")
                    );
                }
                let pieces = i64::from(words.pieces()?);
                let from = since(&mut words, programs)?;
                self.stock.push(From { from, what: (product, pieces) });
            }
            "source" => {
                let name = words.name("the source", "source till lags 6h")?;
                if !self.delayed.contains(&name.id()) {
                    let cure = "declare it in the settings under sources with delayed: true";
                    return Err(words.trouble(format!("there is no delayed source \"{name}\""), cure));
                }
                let reach = match words.next().as_deref() {
                    Some("lags") => {
                        let word = words.need("how long", "lags 6h")?;
                        let span = word.parse::<Span>();
                        Reach::Lag(span.map_err(|bad| words.trouble(bad.to_string(), "write lags 6h"))?)
                    }
                    Some("reaches") => Reach::To(programs.moment(words.moment()?)),
                    _ => {
                        return Err(
                            words.trouble("it is not clear how far it reaches", "use lags or reaches")
                        );
                    }
                };
                let from = since(&mut words, programs)?;
                self.sources.push(From { from, what: (name.id(), reach) });
            }
            "carrier" => {
                let name = words.need("the channel or message", "carrier email bounces")?;
                let answer = match words.skip("puts-off") {
                    true => {
                        let word = words.need("for how long", "carrier email puts-off 15m")?;
                        let span = word.parse::<Span>();
                        Answer::PutsOff(
                            span.map_err(|bad| words.trouble(bad.to_string(), "write puts-off 15m"))?,
                        )
                    }
                    false => Answer::Says(receipt(&mut words)?),
                };
                let from = since(&mut words, programs)?;
                self.carriers.push(From { from, what: (name, answer) });
            }
            "vouchers" => {
                let pool = words.need("the pool", "vouchers welcome 2")?;
                let codes = words.pieces()?;
                self.pools.insert(pool, u32::try_from(codes).unwrap_or(0));
            }
            other => {
                let cause = format!("\"{other}\" is nothing of the world outside");
                return Err(words.trouble(cause, "use stock, source, carrier or vouchers"));
            }
        }
        words.end()
    }
}

fn since(words: &mut Words, programs: &Programs) -> Result<Timestamp, Trouble> {
    if words.skip("from") { Ok(programs.moment(words.moment()?)) } else { Ok(Timestamp(i64::MIN)) }
}

/// The last word of those that hold at a moment.
fn holding<T>(said: &[From<T>], now: Timestamp, about: impl Fn(&T) -> bool) -> Option<&T> {
    said.iter()
        .filter(|line| line.from <= now && about(&line.what))
        .max_by_key(|line| line.from)
        .map(|line| &line.what)
}

impl Outside for World {
    fn sold_out(&self, products: &[ProductId], now: Timestamp) -> Vec<ProductId> {
        let gone = |product: &&ProductId| {
            holding(&self.stock, now, |(own, _)| own == *product).is_some_and(|(_, pieces)| *pieces <= 0)
        };
        products.iter().filter(gone).copied().collect()
    }

    fn sources(&self, now: Timestamp) -> Vec<(NameId, Timestamp)> {
        let reach = |source: &NameId| match holding(&self.sources, now, |(own, _)| own == source) {
            None => now,
            Some((_, Reach::To(moment))) => *moment,
            Some((_, Reach::Lag(span))) => now.minus(*span),
        };
        self.delayed.iter().map(|source| (*source, reach(source))).collect()
    }

    fn carrier(&self, intent: &Intent, now: Timestamp) -> Receipt {
        let message = self.names.get(&intent.message).map_or("", String::as_str);
        let channel = intent.channel.map_or("", |channel| channel.as_str());
        let answer = holding(&self.carriers, now, |(name, _)| name == message || name == channel);
        match answer {
            None => Receipt::Accepted,
            Some((_, Answer::Says(receipt))) => *receipt,
            Some((_, Answer::PutsOff(span))) => Receipt::NotTaken { again: now.plus(*span) },
        }
    }

    fn reactions(&self, _: &Ticket) -> Vec<Event> {
        Vec::new()
    }

    fn voucher(&self, pool: &str, intent: IntentId) -> Option<Box<str>> {
        let mut given = self.given.lock().ok()?;
        let given = given.entry(pool.to_string()).or_default();
        let index = match given.iter().position(|known| *known == intent) {
            Some(index) => index,
            None if u32::try_from(given.len()).ok()? < *self.pools.get(pool)? => {
                given.push(intent);
                given.len() - 1
            }
            None => return None,
        };
        Some(format!("{pool}-{}", index + 1).into())
    }
}
