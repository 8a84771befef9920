//! The world outside of a scenario: stock, prices and new articles as changes of the catalogue, how far sources reach,
//! carriers' answers, voucher pools.
//! Said below `world`; where nothing is said everything is available, up to date and accepted.

use crate::scenario::Trouble;
use crate::scenario::document::Document;
use crate::scenario::event_line::receipt;
use crate::scenario::programs::Programs;
use crate::scenario::words::Words;
use anlass_engine::dossier::Intent;
use anlass_engine::{Dossier, Offer, Program, Ticket, Watch, watched};
use anlass_model::catalogue::{
    Asked, Catalogue, CatalogueChange, Occasion, OccasionKind, Outlet, Position, PriceRow, Product, Sphere,
};
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{IntentId, NameId, OutletId, ProductId};
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
    /// The catalogue from a moment on, in order.
    snapshots: Vec<(Timestamp, Catalogue)>,
    /// What people may be waiting for, in order.
    pub(crate) occasions: Vec<Occasion>,
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
        let mut changes = Vec::new();
        for (line, text) in &document.world {
            world.add(Words::of(*line, text)?, document, programs, &mut changes)?;
        }
        world.turn(document, changes);
        Ok(world)
    }

    /// The catalogue as it changes.
    fn turn(&mut self, document: &Document, mut changes: Vec<(Timestamp, CatalogueChange)>) {
        changes.sort_by_key(|(at, _)| *at);
        let mut catalogue = document.catalogue.clone();
        for (_, change) in &changes {
            if let CatalogueChange::Product(product) = change {
                let gone = CatalogueChange::ProductRemoved(product.id());
                catalogue.apply(&gone, Timestamp(i64::MIN)).expect("removing is never refused");
            }
        }
        self.snapshots.push((Timestamp(i64::MIN), catalogue.clone()));
        for (at, change) in changes {
            self.occasions.extend(catalogue.turned(at));
            self.occasions.extend(catalogue.apply(&change, at).expect("checked when it was read"));
            if let CatalogueChange::Product(product) = &change {
                let there = CatalogueChange::Stock { product: product.id(), at: None, pieces: 1 };
                catalogue.apply(&there, at).expect("stock is never refused");
            }
            self.snapshots.push((at, catalogue.clone()));
        }
        self.occasions.extend(catalogue.turned(Timestamp::NEVER));
    }

    /// An occasion as it is for somebody who waits for it, if it concerns them.
    pub(crate) fn heard(
        &self,
        program: &Program,
        dossier: &Dossier,
        occasion: &Occasion,
    ) -> Option<Occasion> {
        let catalogue = self.snapshot(occasion.at).filter(|_| awaits(dossier, occasion))?;
        anlass_runtime::nearest::felt(program, dossier, occasion, catalogue)
    }

    fn snapshot(&self, now: Timestamp) -> Option<&Catalogue> {
        let until = self.snapshots.partition_point(|(from, _)| *from <= now);
        self.snapshots.get(until.checked_sub(1)?).map(|(_, catalogue)| catalogue)
    }

    fn add(
        &mut self,
        mut words: Words,
        document: &Document,
        programs: &Programs,
        changes: &mut Vec<(Timestamp, CatalogueChange)>,
    ) -> Result<(), Trouble> {
        let kind = words.need("what is said about the world", "stock drill-a 0 from 2026-03-02 10:30")?;
        match kind.as_str() {
            "stock" => {
                let product = article(&mut words, document, "stock drill-a 0 from 2026-03-02 10:30")?.id();
                let pieces = i64::from(words.pieces()?);
                let at = outlet_at(&mut words)?;
                let from = since(&mut words, programs)?;
                changes.push((from, CatalogueChange::Stock { product, at, pieces }));
            }
            "price" => {
                let product =
                    article(&mut words, document, "price drill-a 129.00 from 2026-03-02 10:30")?.id();
                let amount = words.amount()?;
                let sphere = match outlet_at(&mut words)? {
                    Some(outlet) => Sphere::Outlet(outlet),
                    None => zone_in(&mut words)?
                        .map_or(Sphere::Everywhere, |zone| Sphere::Zone(NameId::of(&zone))),
                };
                let group = match words.skip("group") {
                    true => Some(words.name("the price group", "price drill-a 99.00 group club")?.id()),
                    false => None,
                };
                let from = since(&mut words, programs)?;
                let until = words.skip("until").then(|| words.moment()).transpose()?;
                let until = until.map(|until| programs.moment(until));
                let row = PriceRow { sphere, group, from, until, amount };
                changes.push((from, CatalogueChange::Price { product, row }));
            }
            "outlet" => {
                let example = "outlet 7 \"Markt am Ring\" \"50.94, 6.96\"";
                let number = words.need("its number", example)?;
                let name = words.need("its name", example)?;
                let place = words.need("its position", example)?;
                let position = Position::read(&place);
                if position.is_none() {
                    return Err(words.trouble(format!("\"{place}\" is no position"), example));
                }
                let zone = zone_in(&mut words)?.map(Into::into);
                let outlet =
                    Outlet { number: number.into(), name: name.into(), position, zone, ..Outlet::default() };
                changes.push((Timestamp(i64::MIN), CatalogueChange::Outlet(Box::new(outlet))));
            }
            "new" => {
                let product = article(&mut words, document, "new drill-a from 2026-03-02 10:30")?.clone();
                let from = since(&mut words, programs)?;
                changes.push((from, CatalogueChange::Product(Box::new(product))));
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
                return Err(
                    words.trouble(cause, "use outlet, stock, price, new, source, carrier or vouchers")
                );
            }
        }
        words.end()
    }
}

/// Whether the index would find this person for an occasion.
fn awaits(dossier: &Dossier, occasion: &Occasion) -> bool {
    watched(dossier).iter().any(|watch| match (occasion.kind, watch) {
        (OccasionKind::NewInCategory, Watch::Category(node)) => occasion.categories.contains(node),
        (OccasionKind::NewInCategory, _) | (_, Watch::Category(_)) => false,
        (_, Watch::Product(product)) => *product == occasion.item.product,
    })
}

/// `at 7`: at which outlet.
fn outlet_at(words: &mut Words) -> Result<Option<OutletId>, Trouble> {
    match words.skip("at") {
        true => words.need("the outlet's number", "at 7").map(|number| Some(OutletId::of(&number))),
        false => Ok(None),
    }
}

/// `zone north`: of which outlets.
fn zone_in(words: &mut Words) -> Result<Option<String>, Trouble> {
    match words.skip("zone") {
        true => words.need("the zone", "zone north").map(Some),
        false => Ok(None),
    }
}

/// An article of the document's catalogue.
fn article<'d>(words: &mut Words, document: &'d Document, example: &str) -> Result<&'d Product, Trouble> {
    let number = words.need("the article", example)?;
    let missing = || words.trouble(format!("there is no article \"{number}\""), "add it below catalogue");
    document.catalogue.product(ProductId::of(&number)).ok_or_else(missing)
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
    /// The catalogue of the moment tells.
    fn sold_out(&self, _: &[ProductId], _: Timestamp) -> Vec<ProductId> {
        Vec::new()
    }

    fn offers(&self, products: &[ProductId], asked: Asked, now: Timestamp) -> Vec<Offer> {
        let Some(catalogue) = self.snapshot(now) else { return Vec::new() };
        anlass_runtime::catalogue::offers(catalogue, products, asked, now)
    }

    fn catalogue(&self, now: Timestamp) -> Option<&Catalogue> {
        self.snapshot(now)
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
