//! `anlass bench soldout`: a mailing that offers an article to everybody, of which the last piece is sold while it is sent.
//! What is offered after that, and what the letters offer instead.

use super::filled::Filled;
use super::post::{self, Audience, Ledger, OFFER, Signing};
use super::sink::{Sink, Taken};
use super::{Meter, peak_rss_mb};
use anlass_model::catalogue::{CatalogueChange, Product};
use anlass_model::id::ProductId;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::time::{Duration, Instant};

const LOOK: Duration = Duration::from_millis(20);
/// Number and name of the articles, the better one first. No line of a letter is broken within such a name.
const ARTICLES: [(&str, &str); 2] = [("bench-first", "ERSTWAHL"), ("bench-next", "ZWEITWAHL")];
/// It is sold out when one letter in so many has been taken.
const SOLD_AFTER: u64 = 3;

#[expect(clippy::disallowed_methods, reason = "measuring is what it is for")]
pub(crate) fn run(data: &Path, customers: u64) -> Result<serde_json::Value> {
    let mut filled = Filled::open(data)?;
    filled.check(customers)?;
    let now = crate::clock::now();
    let before = filled.runtime.catalogue.clone();
    let mut catalogue = (*before).clone();
    for (number, name) in ARTICLES {
        let product = Product { number: number.into(), name: name.into(), ..Product::default() };
        catalogue.apply(&CatalogueChange::Loaded(Box::new(product)), now)?;
        let stock = CatalogueChange::Stock { product: ProductId::of(number), at: None, pieces: 100 };
        catalogue.apply(&stock, now)?;
    }
    anlass_runtime::catalogue::store(&*filled.runtime.store, None, &catalogue, &before)?;
    drop(filled);
    let mut filled = Filled::open(data)?;
    filled.check(customers)?;
    let (mailing, letters) = post::publish(&mut filled, OFFER, Audience::Everybody, now)?;
    ensure!(letters > 0, "the mailing reaches nobody");
    post::plan(&mut filled, &mailing, now)?;
    drop(filled);

    let sink = Sink::looking_for(ARTICLES.map(|(_, name)| name))?;
    let config = post::settings(data, sink.address, Signing::Ed25519)?;
    let over_before = post::over(&Ledger::open(data)?.states()?);
    let meter = Meter::start();
    let (house, running) = post::open(data, &config)?;
    while sink.letters() < letters / SOLD_AFTER {
        post::pause(LOOK);
    }
    let asked = Instant::now();
    house.take_changes(&[CatalogueChange::Stock {
        product: ProductId::of(ARTICLES[0].0),
        at: None,
        pieces: 0,
    }])?;
    let sold_out = Instant::now();
    let states = Ledger::open(data)?.wait(over_before + letters, LOOK, &|| sink.letters())?;
    let seconds = meter.seconds();
    running.stop();
    drop(house);

    let taken: Vec<Taken> = sink.taken().into_values().flatten().collect();
    ensure!(taken.len() as u64 == letters, "{} of {letters} letters came: {states:?}", taken.len());
    let of = |which: usize| taken.iter().filter(move |taken| taken.names.get(which) == Some(&true));
    let (first, next) = (of(0).count(), of(1).count());
    ensure!(
        first + next == taken.len(),
        "{first} letters offer the one, {next} the other, of {}",
        taken.len()
    );
    let late = of(0).filter(|taken| taken.at > sold_out);
    let delays: Vec<Duration> = late.map(|taken| taken.at - sold_out).collect();
    let last = delays.iter().max().copied().unwrap_or_default();
    Ok(serde_json::json!({
        "letters": letters, "queued_when_sold_out": letters - letters / SOLD_AFTER, "offer_it": first, "offer_the_next": next,
        "accepted_ms": (sold_out - asked).as_secs_f64() * 1_000.0,
        "taken_after_with_it": delays.len(), "the_last_of_them_ms": last.as_secs_f64() * 1_000.0,
        "seconds": seconds, "cpu_s": meter.cpu_seconds(), "peak_rss_mb": peak_rss_mb().round(),
        "fsync_ms": anlass_store::probe::fsync_ms(data).context("the directory")?,
    }))
}
