//! `anlass import`: files by a mapping into catalogue and history. What was imported before adds nothing.
//! The catalogue is laid over the stored one. What it learns (see `learn`) is kept beside the history; the next
//! `publish` fills it in where the settings say nothing. In a replay of the same history it knows what only later
//! days taught; a live installation learns from the past.

mod complete;
mod learn;

use crate::clock;
use crate::installation::Installation;
use crate::outside;
use crate::say::{self, Answer};
use anlass_model::definition::Language;
use anlass_model::event::Arrival;
use anlass_model::id::{Identifier, ProductId, VaultId};
use anlass_runtime::history::History;
use anlass_runtime::programs;
use anlass_server::insight::words::pick;
use anlass_sources::{Known, Mapping, Report};
use anlass_store::{Commit, Store};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(crate) struct Options<'a> {
    pub(crate) mapping: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) vault: Option<u32>,
    pub(crate) simulate: Option<u64>,
    /// Only this many customers, chosen by the hash of their identifier.
    pub(crate) customers_max: Option<usize>,
    /// Of what is said while it works.
    pub(crate) language: Language,
}

pub(crate) fn run(data: &Path, options: &Options<'_>) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let definitions = programs::current(&*installation.store)?.context(
        "nothing is published yet\n  help: publish settings and programmes first: they say whose vault it is",
    )?;
    let program = anlass_engine::compile(definitions.clone())
        .map_err(|problems| anyhow::anyhow!(crate::documents::list(&problems)))?;
    let custodian = definitions.settings.organisation.custodian();
    let vault = options.vault.map(VaultId).or_else(|| custodian.vaults().first().copied());
    let vault = vault.filter(|vault| custodian.vaults().contains(vault)).with_context(|| {
        let known = custodian.vaults().iter().map(|vault| vault.0.to_string()).collect::<Vec<_>>();
        format!("there is no such vault\n  help: the organisation has the vaults {}", known.join(", "))
    })?;

    // Before any work: what is imported has to be appended to all that was.
    let history = installation.history()?;
    let file = options.mapping.display().to_string();
    let text =
        std::fs::read_to_string(options.mapping).with_context(|| format!("reading the mapping {file}"))?;
    let mapping = Mapping::read(&text, &file)?;
    let bar = say::bar(pick(options.language, "liest Dateien", "reading files"), 1);
    let known = anlass_runtime::catalogue::read(&*installation.store)?;
    let onto = (Known { catalogue: &known, settings: Some(&definitions.settings) }, clock::now());
    let mut imported = anlass_sources::import_onto(&mapping, options.folder, vault, onto, &mut |progress| {
        bar.set_length(progress.bytes_total);
        bar.set_position(progress.bytes);
    })?;
    bar.finish_and_clear();
    ensure!(
        imported.report.currency == definitions.settings.currency,
        "the files are in {}, the settings in {}\n  help: publish settings with the currency of the files",
        imported.report.currency,
        definitions.settings.currency
    );
    if let Some(max) = options.customers_max {
        keep_customers(&mut imported.arrivals, max);
    }
    // Before what it says is in the history: it is compared with what was there.
    let list =
        complete::compare(&installation, &history, vault, (&mapping, &imported), options.customers_max)?;
    imported.arrivals.extend(list.arrivals);
    let mut simulated = Vec::new();
    if let Some(seed) = options.simulate {
        installation.note_simulated(seed)?;
        let plan = outside::plan(&definitions.settings, vault, seed)?;
        let spinner = say::spinner(pick(options.language, "simuliert", "simulating"));
        simulated = anlass_sim::shop::around(&plan, &imported.catalogue, &imported.arrivals);
        spinner.finish_and_clear();
    }
    let catalogue = imported.catalogue;
    let added = append(&installation, &history, (vault, options.language), imported.arrivals, simulated)?;
    let gaps = learn::gaps(&history, &installation.keyring()?, &catalogue, &program, options.language)?;
    if !list.documents.is_empty() {
        installation.store.commit(&Commit { documents: list.documents, ..Commit::default() })?;
    }
    anlass_runtime::catalogue::store(&*installation.store, None, &catalogue, &known)?;
    installation.put_learned_gaps(&gaps)?;
    let keyring = installation.keyring()?;
    let now = clock::now();
    anlass_server::imports::keep(&*installation.store, &keyring, vault, now, &imported.report)?;
    let scope = custodian.scope(vault).context("the vault is not open here")?;
    let by = (&mapping, text.as_str());
    anlass_server::refused::keep(&*installation.store, &keyring, &scope, now, by, &imported.report)?;
    Ok(answer(&imported.report, &added, &gaps, &list.told))
}

/// What an import did to the history.
struct Added {
    real: usize,
    simulated: usize,
    known: usize,
    /// Older than what the history held: they reach people late.
    late: usize,
}

fn append(
    installation: &Installation,
    history: &History,
    (vault, language): (VaultId, Language),
    real: Vec<Arrival>,
    simulated: Vec<Arrival>,
) -> Result<Added> {
    let keyring = installation.keyring()?;
    let (known, newest) = history.known(&keyring, vault)?;
    let mut arrivals = real;
    arrivals.extend(simulated);
    let all = arrivals.len();
    arrivals.retain(|arrival| !known.contains(&arrival.event.message));
    arrivals.sort_by_key(|arrival| (arrival.event.received, arrival.event.message));
    let simulated = arrivals.iter().filter(|arrival| arrival.event.simulated).count();
    let added = Added {
        real: arrivals.len() - simulated,
        simulated,
        known: all - arrivals.len(),
        late: arrivals.iter().filter(|arrival| arrival.event.received.0 < newest).count(),
    };
    let bar =
        say::bar(pick(language, "schreibt den Verlauf", "writing history"), u64::try_from(arrivals.len())?);
    for some in arrivals.chunks(50_000) {
        history.append(&keyring, some)?;
        bar.inc(u64::try_from(some.len())?);
    }
    history.note_end(&*installation.store)?;
    bar.finish_and_clear();
    Ok(added)
}

fn person(arrival: &Arrival) -> Option<&Identifier> {
    arrival.identifiers.iter().min()
}

/// A stable choice of so many customers.
fn keep_customers(arrivals: &mut Vec<Arrival>, max: usize) {
    let hash = |identifier: &Identifier| (ProductId::of(&identifier.value).0, identifier.value.clone());
    let people: BTreeSet<(u64, Box<str>)> =
        arrivals.iter().filter_map(|arrival| person(arrival).map(hash)).collect();
    let kept: BTreeSet<(u64, Box<str>)> = people.into_iter().take(max).collect();
    arrivals.retain(|arrival| person(arrival).is_some_and(|person| kept.contains(&hash(person))));
}

fn answer(report: &Report, added: &Added, gaps: &BTreeMap<String, u32>, list: &complete::Told) -> Answer {
    let mut text = report.to_string();
    text.push_str(&list.words());
    text.push_str(&format!(
        "history: {} events added, {} simulated ones added, {} known before\n",
        say::grouped(u64::try_from(added.real).unwrap_or(0), ','),
        say::grouped(u64::try_from(added.simulated).unwrap_or(0), ','),
        say::grouped(u64::try_from(added.known).unwrap_or(0), ','),
    ));
    if added.late > 0 {
        text.push_str(&format!(
            "{} of them are older than what the history held: they reach people late, as a delayed file would\n",
            added.late
        ));
    }
    if !gaps.is_empty() {
        text.push_str(&format!(
            "learned for {} first categories how soon people buy again; publish again to use it\n",
            gaps.len()
        ));
    }
    let json = serde_json::json!({
        "report": report, "added": added.real, "added_simulated": added.simulated,
        "known_before": added.known, "late": added.late, "learned_gaps": gaps,
        "no_longer_delivered": list.gone, "delivered_again": list.back,
    });
    Answer::good(text, json)
}
