//! The installed table of first names with counts, by which letters greet somebody whose salutation is not known.
//! Without one nobody's gender is guessed.

use anlass_content::Names;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result};

const KIND: &str = "content";
const NAME: &str = "first-names";

/// Keeps a table in place of the one before; how many names it has. Letters use it from the next start or publishing on.
///
/// # Errors
/// If the table cannot be read, with the cure; if the store failed.
pub fn install(store: &dyn Store, csv: &str) -> Result<usize> {
    let names = Names::parse(csv).map_err(|bad| anyhow::anyhow!("{bad}\n  help: {}", bad.hint()))?;
    let document = Document { kind: KIND.into(), name: NAME.into(), body: names.to_csv().into_bytes() };
    store.commit(&Commit { documents: vec![document], ..Commit::default() })?;
    Ok(names.len())
}

/// The installed table; an empty one if there is none.
pub(crate) fn installed(store: &dyn Store) -> Result<Names> {
    let Some(document) = store.document(KIND, NAME)? else { return Ok(Names::default()) };
    let text = String::from_utf8_lossy(&document.body);
    Names::parse(&text)
        .context("the installed table of first names\n  help: install it anew with `anlass names`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_content::Gender;
    use anlass_store::memory::MemoryStore;

    #[test]
    fn a_table_stays_installed_and_a_bad_one_changes_nothing() {
        let store = MemoryStore::new(4, 1);
        assert!(installed(&store).expect("readable").is_empty());
        assert_eq!(install(&store, "name,female,male\nAnna,3024,4\nPeter,0,800\n").expect("good"), 2);
        assert!(install(&store, "Anna 3024").is_err());
        assert_eq!(installed(&store).expect("readable").gender("Anna"), Some(Gender::Female));
    }
}
