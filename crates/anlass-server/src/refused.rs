//! Rows of files and databases that an import refused: they wait in quarantine, whole, sealed with their vault's key, until
//! somebody corrects them, lets them in or does not want them. Beside them the mapping by which their file was read last. What
//! was decided of a row is remembered, so that the same row in the next delivery does not ask again.

mod kept;

pub use kept::keep;
pub(crate) use kept::{count, mapping_document, mapping_of, settle, waiting};

use crate::quality::role_name;
use anlass_model::event::SourceId;
use anlass_model::id::{VaultId, parts_hash};
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_sources::report::{Flaw, Role};
use anlass_store::QuarantineRow;
use anlass_store::seal::VaultKey;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Places of rows begin with it.
const PLACE: &str = "row ";
/// Instead of why it waits: nobody wants it, and since when; until [`UNDO`] is over it can be brought back.
const DISCARDED: &str = "row_discarded ";
/// For so long what was discarded can be brought back.
pub(crate) const UNDO: Span = DAY;
/// Rows that wait in a vault at most; what is refused beyond is only counted.
pub(crate) const WAITING_MAX: usize = 10_000;
/// Why a line of an order is not let in: the order was taken in without it, and does not stand with its person, or not with
/// its lines any more.
pub(crate) const ORDER_KNOWN: &str = "order_known";
/// Why a line of an order is not let in: the order holds one that says the same.
pub(crate) const LINE_KNOWN: &str = "line_known";

/// What is sealed of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refused {
    pub(crate) file: String,
    pub(crate) role: Role,
    /// Of several places of a mapping that read the file for this, which.
    pub(crate) place: usize,
    /// As a spreadsheet counts: the header is row 1.
    pub(crate) row: u64,
    pub(crate) columns: Vec<String>,
    pub(crate) cells: Vec<String>,
    /// Of the reason.
    pub(crate) code: String,
    /// The column in which something is wrong, and the beginning of what stands there.
    pub(crate) column: Option<String>,
    pub(crate) excerpt: String,
    /// Somebody changed it since it was refused.
    #[serde(default)]
    pub(crate) is_changed: bool,
}

/// A row that waits.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) own: QuarantineRow,
    pub(crate) refused: Refused,
}

impl Refused {
    /// Rows are read again, shown and let in together that were refused for the same reason in the same column of the same
    /// file.
    pub(crate) fn group(&self, source: SourceId) -> String {
        let role = role_name(self.role);
        let column = self.column.as_deref().unwrap_or_default();
        let (number, place) = (source.0.to_le_bytes(), self.place.to_string());
        let parts: [&[u8]; 6] = [
            &number,
            self.file.as_bytes(),
            role.as_bytes(),
            place.as_bytes(),
            self.code.as_bytes(),
            column.as_bytes(),
        ];
        format!("{:032x}", parts_hash(&parts))
    }

    /// Whether it has a field for each column: only then it can be read again.
    pub(crate) fn is_whole(&self) -> bool {
        self.cells.len() == self.columns.len()
    }

    /// What was wrong was another row that said something else: read alone it would look right.
    pub(crate) fn contradicts_another(&self) -> bool {
        let others =
            ["other_customer", "other_outlet", "repeated_article", "repeated_key", "same_article_id"];
        others.contains(&self.code.as_str())
    }

    /// It was read again and is still refused.
    pub(crate) fn is_now(&mut self, code: &str, flaw: Option<&Flaw>) {
        code.clone_into(&mut self.code);
        self.column = flaw.and_then(|flaw| flaw.column.clone());
        self.excerpt = flaw.map(|flaw| flaw.excerpt.clone()).unwrap_or_default();
    }
}

impl Waiting {
    pub(crate) fn id(&self) -> &str {
        self.own.place.strip_prefix(PLACE).unwrap_or(&self.own.place)
    }

    pub(crate) fn group(&self) -> String {
        self.refused.group(self.own.source)
    }

    /// To be stored in place of what is there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn stored(&self, key: &VaultKey) -> Result<QuarantineRow> {
        let QuarantineRow { vault, source, place, received, .. } = &self.own;
        row(key, (*vault, *source), place, *received, &self.refused)
    }
}

fn row(
    key: &VaultKey,
    (vault, source): (VaultId, SourceId),
    place: &str,
    received: Timestamp,
    refused: &Refused,
) -> Result<QuarantineRow> {
    let plain = serde_json::to_vec(refused)?;
    let sealed = key.seal(&crate::house::set_aside::sealed_at(vault, place, received), &plain);
    let reason = format!("row_{}", refused.code);
    Ok(QuarantineRow { vault, source, place: place.to_owned(), reason, received, sealed })
}

/// Whether what waits is a row of a file.
pub(crate) fn is_row(row: &QuarantineRow) -> bool {
    row.place.starts_with(PLACE)
}

/// Whether nobody wants it.
pub(crate) fn is_discarded(row: &QuarantineRow) -> bool {
    row.reason.starts_with(DISCARDED)
}

/// The same row, which nobody wants since a moment.
pub(crate) fn discarded(row: &QuarantineRow, at: Timestamp) -> QuarantineRow {
    QuarantineRow { reason: format!("{DISCARDED}{}", at.0), ..row.clone() }
}

/// Since when nobody wants it.
pub(crate) fn discarded_at(row: &QuarantineRow) -> Option<Timestamp> {
    row.reason.strip_prefix(DISCARDED)?.parse().ok().map(Timestamp)
}

/// Rows that wait, by why.
pub(crate) fn grouped(rows: Vec<Waiting>) -> BTreeMap<String, Vec<Waiting>> {
    let mut groups: BTreeMap<String, Vec<Waiting>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.group()).or_default().push(row);
    }
    for rows in groups.values_mut() {
        rows.sort_by_key(|own| (own.own.received, own.refused.row));
    }
    groups
}
