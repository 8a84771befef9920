//! Tables of properties, as shop systems export them: what articles name by number, and what it is called.

use crate::probe::{Meaning, Probed, ProbedColumn};

/// A table of what articles have, beside which their list names it by number.
pub(super) struct Properties<'a> {
    pub(super) file: &'a Probed,
    pub(super) id: &'a ProbedColumn,
    pub(super) name: &'a str,
}

impl Probed {
    pub(super) fn named(&self, names: &[&str]) -> Option<&ProbedColumn> {
        let folded = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
        self.columns.iter().find(|own| names.contains(&folded(&own.name).as_str()))
    }

    /// Whether its rows say what numbers of properties are called.
    pub(super) fn properties(&self) -> Option<Properties<'_>> {
        self.named(&["groupname", "groupid", "gruppe"])?;
        if self.column(Meaning::ArticleNumber).is_some() || self.person().is_some() {
            return None;
        }
        let id = self.named(&["id"]).filter(|id| id.is_unique)?;
        let name = self.named(&["name", "bezeichnung"])?;
        Some(Properties { file: self, id, name: &name.name })
    }

    /// The columns in which its articles name properties by number, as long as those of the table.
    pub(super) fn names_of_properties(&self, table: &Properties<'_>) -> Vec<&ProbedColumn> {
        let Some(length) = table.id.examples.first().map(String::len) else { return Vec::new() };
        let is_one = |part: &str| part.len() == length && !part.contains(char::is_whitespace);
        let are_some = |column: &&ProbedColumn| {
            ["propertyids", "properties", "optionids", "options", "eigenschaften"]
                .contains(&column.name.to_lowercase().replace(['_', '-', ' '], "").as_str())
                && column.examples.iter().flat_map(|text| text.split('|')).any(is_one)
        };
        self.columns.iter().filter(are_some).collect()
    }
}
