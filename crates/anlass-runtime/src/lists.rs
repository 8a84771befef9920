//! Frozen lists of customers: who was on a pasted list, or got a mailing that is to be corrected. A list belongs to
//! one vault and is sealed with its key.

use crate::batch::{Extra, Mode, Runtime};
use crate::error::Error;
use crate::forms;
use anlass_model::id::{EntityId, Name, VaultId, parts_hash};
use anlass_store::Document;
use anlass_store::seal::{Associated, Purpose};

/// Kind of the documents that hold them.
const KIND: &str = "lists";
/// Customers on one list.
pub const LIST_MAX: usize = 1_000_000;

fn document_name(vault: VaultId, list: &Name) -> String {
    format!("{}/{list}", vault.0)
}

fn place(vault: VaultId, list: &Name) -> Associated {
    Associated { vault, purpose: Purpose::List, id: parts_hash(&[list.as_str().as_bytes()]), seq: 0 }
}

impl Runtime {
    /// Who is on a list, sorted; `None`: the vault has no such list.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn list(&self, vault: VaultId, list: &Name) -> Result<Option<Vec<EntityId>>, Error> {
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        match self.store.document(KIND, &document_name(vault, list))? {
            Some(document) if !document.body.is_empty() => {
                let plain = key.open(&place(vault, list), &document.body)?;
                Ok(Some(forms::LIST.decode(&plain)?))
            }
            // Documents are not deleted: an empty one is none.
            _ => Ok(None),
        }
    }

    /// Keeps a list, in the place of one of the same name. A mailing that passes already goes on with the list as it
    /// was. Returns how many customers are on it.
    ///
    /// # Errors
    /// [`Error::ListTooLong`]; if nothing was written.
    pub fn put_list(
        &mut self,
        vault: VaultId,
        list: &Name,
        mut customers: Vec<EntityId>,
    ) -> Result<usize, Error> {
        customers.sort_unstable();
        customers.dedup();
        if customers.len() > LIST_MAX {
            return Err(Error::ListTooLong { found: customers.len(), max: LIST_MAX });
        }
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let body = key.seal(&place(vault, list), &forms::LIST.encode(&customers));
        self.keep(vault, list, body)?;
        Ok(customers.len())
    }

    /// Takes a list away: mailings that name it go to nobody of the vault.
    ///
    /// # Errors
    /// If nothing was written.
    pub fn drop_list(&mut self, vault: VaultId, list: &Name) -> Result<(), Error> {
        self.keep(vault, list, Vec::new())
    }

    fn keep(&mut self, vault: VaultId, list: &Name, body: Vec<u8>) -> Result<(), Error> {
        let document = Document { kind: KIND.into(), name: document_name(vault, list), body };
        let extra = Extra { documents: vec![document], ..Extra::default() };
        self.run_works(Vec::new(), Mode::Live, extra)?;
        Ok(())
    }
}
