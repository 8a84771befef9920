//! The rhythm of one-time buyers (requirement I07): people whose first purchase had category X came back for
//! the second time after so many days, in the median of those who did, if they are at least 20. It is learned
//! from the whole recorded history, so that every import adds evidence and none takes any away.

use crate::say;
use anlass_engine::Program;
use anlass_model::catalogue::Catalogue;
use anlass_model::definition::Language;
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{CategoryId, Identifier, ProductId, VaultId};
use anlass_model::time::Timestamp;
use anlass_model::value::Day;
use anlass_runtime::history::History;
use anlass_server::insight::words::pick;
use anlass_store::seal::Keyring;
use anyhow::Result;
use std::collections::BTreeMap;

/// People with one first category from whom a gap is learned.
const PEOPLE_MIN: usize = 20;
/// Entries read at once.
const READ_MAX: usize = 50_000;

/// The first two days on which somebody bought, and what came first.
struct Beginning {
    at: Timestamp,
    category: CategoryId,
    product: ProductId,
    day: Day,
    second: Option<Day>,
}

#[derive(Default)]
pub(super) struct Gaps {
    people: BTreeMap<(VaultId, Identifier), Beginning>,
}

/// Expected days from the first to the second purchase day, by the category of the first line ever bought.
pub(super) fn gaps(
    history: &History,
    keyring: &Keyring,
    catalogue: &Catalogue,
    program: &Program,
    language: Language,
) -> Result<BTreeMap<String, u32>> {
    let mut gaps = Gaps::default();
    let bar = say::bar(pick(language, "lernt", "learning"), history.last()?);
    let mut after = 0;
    loop {
        let some = history.read(keyring, after, READ_MAX)?;
        let Some((last, _)) = some.last() else { break };
        after = *last;
        some.iter().for_each(|(_, arrival)| gaps.see(arrival, program));
        bar.set_position(after);
    }
    bar.finish_and_clear();
    Ok(gaps.learned(catalogue))
}

impl Gaps {
    /// Takes an arrival in; they may come in any order.
    fn see(&mut self, arrival: &Arrival, program: &Program) {
        let Body::Ordered(order) = &arrival.event.body else { return };
        let (Some(person), Some(line)) = (super::person(arrival), order.lines.first()) else { return };
        if arrival.event.simulated {
            return;
        }
        let at = arrival.event.occurred.0;
        let day = Day::from_date(at.in_zone(&program.zone).date());
        let this =
            Beginning { at, category: line.item.category, product: line.item.product, day, second: None };
        let Some(known) = self.people.get_mut(&(arrival.vault, person.clone())) else {
            self.people.insert((arrival.vault, person.clone()), this);
            return;
        };
        let days = [Some(known.day), known.second, Some(day)];
        let first = known.day.min(day);
        let second = days.into_iter().flatten().filter(|day| *day > first).min();
        if at < known.at {
            *known = this;
        }
        known.second = second;
    }

    fn learned(self, catalogue: &Catalogue) -> BTreeMap<String, u32> {
        let mut by_category: BTreeMap<CategoryId, (ProductId, Vec<i32>)> = BTreeMap::new();
        for person in self.people.values() {
            if let Some(second) = person.second {
                let (_, gaps) = by_category.entry(person.category).or_insert((person.product, Vec::new()));
                gaps.push(second.0 - person.day.0);
            }
        }
        let mut learned = BTreeMap::new();
        for (product, mut gaps) in by_category.into_values() {
            let path = catalogue.product(product).map(|product| product.path.join("/")).unwrap_or_default();
            if gaps.len() < PEOPLE_MIN || path.is_empty() {
                continue;
            }
            gaps.sort_unstable();
            if let Some(median) = gaps.get(gaps.len() / 2) {
                learned.insert(path, u32::try_from(*median).unwrap_or(0));
            }
        }
        learned
    }
}
