//! Complete lists: whom the source delivered before and this list leaves out is marked so in the history, as an import into a
//! running installation marks them, and whoever is in it again. What lists held stands where the server keeps it, so that it
//! does not matter which of the two read the last one.

use crate::installation::Installation;
use anlass_model::event::Arrival;
use anlass_model::id::{EntityId, VaultId, parts_hash};
use anlass_runtime::delivered::Delivered;
use anlass_runtime::history::History;
use anlass_sources::{Imported, Mapping};
use anlass_store::Document;
use anyhow::Result;
use std::collections::BTreeSet;

/// What a list comes to beside what it says.
#[derive(Default)]
pub(super) struct List {
    /// To be appended to the history.
    pub(super) arrivals: Vec<Arrival>,
    /// To be stored once they are.
    pub(super) documents: Vec<Document>,
    pub(super) told: Told,
}

#[derive(Default)]
pub(super) struct Told {
    /// People who are marked as no longer delivered, and as delivered again.
    pub(super) gone: usize,
    pub(super) back: usize,
    /// Why nobody is, and what helps.
    doubt: Option<String>,
}

impl Told {
    /// Lines about it; none where the files are no complete list, or nobody left it.
    pub(super) fn words(&self) -> String {
        if let Some(doubt) = &self.doubt {
            return format!("{doubt}\n");
        }
        match (self.gone, self.back) {
            (0, 0) => String::new(),
            (gone, back) => format!("complete list: {gone} no longer delivered, {back} delivered again\n"),
        }
    }
}

/// Compares the list with the last one. They are marked at its newest moment, or that of the history.
///
/// # Errors
/// If the history or what was delivered before cannot be read.
pub(super) fn compare(
    installation: &Installation,
    history: &History,
    vault: VaultId,
    (mapping, imported): (&Mapping, &Imported),
    customers_max: Option<usize>,
) -> Result<List> {
    let Some(newest) = imported.report.last.filter(|_| mapping.is_complete()) else {
        return Ok(List::default());
    };
    let doubt =
        |text: String| List { told: Told { doubt: Some(text), ..Told::default() }, ..List::default() };
    if customers_max.is_some() {
        let told = "complete list: only some customers are taken, so nobody is marked as missing";
        return Ok(doubt(told.to_owned()));
    }
    if !imported.report.tells_who_is_missing() {
        let (rows, unread) = imported.report.rows_of_lists();
        return Ok(doubt(format!(
            "complete list: {unread} of {rows} rows could not be read, so nobody is marked as missing\n  \
             help: correct the rows or the mapping, and import the list again"
        )));
    }
    let keyring = installation.keyring()?;
    let mut delivered = Delivered::new(&*installation.store, &keyring, vault, mapping.source())?;
    delivered.hear(&imported.arrivals);
    let compared = delivered.compared(&*installation.store, &keyring)?;
    if compared.doubted {
        return Ok(doubt(format!(
            "complete list: {} people, half of the list or more, would be missing, so nobody is marked\n  \
             help: import the whole list; if it is whole, remove \"complete\" once",
            compared.gone.len()
        )));
    }
    let wanted: BTreeSet<EntityId> = compared.gone.iter().chain(&compared.back).copied().collect();
    let named = history.named(&keyring, vault, &wanted, |identifier| delivered.id_of(identifier))?;
    let (_, until) = history.known(&keyring, vault)?;
    // The same list, compared with the same one, says the same.
    let mut parts: Vec<Vec<u8>> = vec![mapping.name().as_str().into(), newest.0.to_le_bytes().into()];
    parts.extend(wanted.iter().map(|id| id.0.to_le_bytes().to_vec()));
    let print = parts_hash(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let (arrivals, documents) = delivered.told(&keyring, compared, (print, newest.max(until)), &named)?;
    let is_back = |arrival: &&Arrival| {
        matches!(arrival.event.body, anlass_model::event::Body::Listed { delivered: true })
    };
    let back = arrivals.iter().filter(is_back).count();
    let told = Told { gone: arrivals.len() - back, back, doubt: None };
    Ok(List { arrivals, documents, told })
}
