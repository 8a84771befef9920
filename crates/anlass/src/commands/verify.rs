//! `anlass verify`: every stored dossier is the fold of its timeline, byte for byte, and every message that was
//! not sent has its reason.

use crate::installation::{self, Installation};
use crate::say::{self, Answer};
use anlass_model::definition::Language;
use anlass_model::draw::{Purpose, draw};
use anlass_model::id::{EntityId, EntityKind};
use anlass_model::org::TenantScope;
use anlass_runtime::{Error, Runtime, summary};
use anlass_server::insight::life::{self, Life};
use anlass_server::insight::story;
use anlass_server::insight::words::pick;
use anlass_store::{IntentRow, Store};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

const SCAN: usize = 10_000;

/// How many customers to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    All,
    /// So many, spread evenly over all.
    Sample(usize),
}

pub(crate) struct Options {
    pub(crate) vault: Option<u32>,
    pub(crate) share: Share,
    /// Messages that were not sent and whose reason is looked for.
    pub(crate) reasons: usize,
    /// Of what is said while it works.
    pub(crate) language: Language,
}

pub(crate) fn run(data: &Path, options: &Options) -> Result<Answer> {
    let Options { vault, share, reasons, language } = *options;
    let installation = Installation::open(data)?;
    let runtime = installation.look()?;
    let scope = installation::scope(&runtime, vault)?;
    let mut customers: Vec<EntityId> = Vec::new();
    let mut after = None;
    loop {
        let some = installation.store.scan(&scope, EntityKind::Customer, after, SCAN)?;
        let Some(last) = some.last() else { break };
        after = Some(last.key.id());
        customers.extend(some.iter().map(|row| row.key.id()));
    }
    let all = customers.len();
    if let Share::Sample(count) = share {
        let every = all.div_ceil(count.max(1)).max(1);
        customers = customers.into_iter().step_by(every).collect();
    }
    let bar = say::bar(pick(language, "prüft", "verifying"), u64::try_from(customers.len())?);
    let mut differing: Vec<String> = Vec::new();
    for customer in &customers {
        match runtime.verify(scope.vault(), *customer) {
            Ok(()) => {}
            Err(Error::NotEqual { customer }) => differing.push(customer.to_string()),
            Err(error) => return Err(error.into()),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let unsent = Unsent::explain(&runtime, &scope, reasons, language)?;
    let mut text = match differing.is_empty() {
        true => {
            format!("✓ {} of {all} dossiers are the fold of their timelines, byte for byte", customers.len())
        }
        false => format!(
            "✗ {} of {} dossiers differ from the fold of their timelines:\n  {}\n  help: this is a fault of the program; please report it",
            differing.len(),
            customers.len(),
            differing.join("\n  ")
        ),
    };
    if reasons > 0 {
        text.push_str(&unsent.text());
    }
    let json = serde_json::json!({
        "customers": all, "verified": customers.len(), "differing": differing,
        "unsent": unsent.asked, "explained": unsent.asked - unsent.unexplained.len(),
        "unexplained": unsent.unexplained, "unsent_by_reason": unsent.by_reason,
    });
    Ok(Answer { text, json, good: differing.is_empty() && unsent.unexplained.is_empty() })
}

/// Messages that were wanted and not sent, run again with their reasons.
#[derive(Default)]
struct Unsent {
    asked: usize,
    /// Intents without a cause, or with another outcome than the ledger's.
    unexplained: Vec<String>,
    by_reason: BTreeMap<String, u64>,
}

impl Unsent {
    /// Draws by a hash of the intent, so that every outcome comes up as often as it is.
    fn explain(runtime: &Runtime, scope: &TenantScope, count: usize, language: Language) -> Result<Unsent> {
        let mut unsent = Unsent::default();
        if count == 0 {
            return Ok(unsent);
        }
        let mut drawn: BTreeMap<u64, IntentRow> = BTreeMap::new();
        runtime.each_intent(scope, &mut |row| {
            if !row.open && !summary::went_out(&row.state) {
                drawn.insert(draw(0, row.id.0, Purpose::Explore, "verify reasons", 0), row.clone());
                if drawn.len() > count {
                    drawn.pop_last();
                }
            }
        })?;
        let mut by_customer: BTreeMap<EntityId, Vec<IntentRow>> = BTreeMap::new();
        drawn.into_values().for_each(|row| by_customer.entry(row.customer).or_default().push(row));
        let bar = say::bar(pick(language, "sucht Gründe", "explaining"), u64::try_from(by_customer.len())?);
        for (customer, rows) in by_customer {
            let life = life::of(runtime, scope.vault(), customer)?;
            for row in rows {
                unsent.asked += 1;
                *unsent
                    .by_reason
                    .entry(format!("{} {}", row.state, row.reason).trim().into())
                    .or_default() += 1;
                let told = life.as_ref().is_some_and(|life| is_explained(runtime, life, &row));
                if !told {
                    unsent
                        .unexplained
                        .push(format!("{} of {customer}: {} {}", row.id, row.state, row.reason));
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(unsent)
    }

    fn text(&self) -> String {
        match self.unexplained.is_empty() {
            true => format!("\n✓ {} messages that were not sent have the rule or fact behind it", self.asked),
            false => format!(
                "\n✗ {} of {} messages that were not sent are not explained:\n  {}\n  help: this is a fault of the program; please report it",
                self.unexplained.len(),
                self.asked,
                self.unexplained.join("\n  ")
            ),
        }
    }
}

/// Whether running the timeline again ends where the ledger says, and tells why.
fn is_explained(runtime: &Runtime, life: &Life, row: &IntentRow) -> bool {
    let Some(intent) = life.intents.iter().find(|one| one.intent.id == row.id) else { return false };
    let state = &intent.intent.state;
    let reason = state.reason().map_or("", |reason| reason.code());
    let said =
        |language| story::cause(runtime, life, intent, language).is_some_and(|cause| !cause.is_empty());
    state.code() == row.state && reason == row.reason && said(Language::De) && said(Language::En)
}
