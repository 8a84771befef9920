//! Who waits for an article or a node of the taxonomy: index rows that the commit of a dossier keeps. Dossiers that an
//! earlier release wrote are entered once, when their store is opened.

use crate::batch::{CATEGORY_INDEX, PRODUCT_INDEX, Runtime};
use crate::error::Error;
use crate::rows;
use anlass_engine::codec::{Sections, decode_some};
use anlass_engine::{Watch, watched};
use anlass_model::id::{EntityId, EntityKind, ProductId, VaultId};
use anlass_model::org::TenantScope;
use anlass_store::{Commit, IndexChange};

/// Under this position stands that everybody was entered.
const ENTERED: &str = "index.waiting";
/// Dossiers of one commit.
const PAGE: usize = 2_000;

/// What changed of what somebody waits for; both sorted.
pub(crate) fn index_changes(
    (vault, customer): (VaultId, EntityId),
    before: &[Watch],
    after: &[Watch],
) -> impl Iterator<Item = IndexChange> {
    let change = move |watch: &Watch, put: bool| {
        let (name, entry) = match watch {
            Watch::Product(product) => (PRODUCT_INDEX, product.0),
            Watch::Category(node) => (CATEGORY_INDEX, node.0),
        };
        IndexChange { vault, name: name.into(), entry, customer, put }
    };
    let gone = before.iter().filter(|watch| after.binary_search(watch).is_err());
    let new = after.iter().filter(|watch| before.binary_search(watch).is_err());
    gone.map(move |watch| change(watch, false)).chain(new.map(move |watch| change(watch, true)))
}

impl Runtime {
    /// How many people an occasion of this article would be told: they asked to hear of it, or have it in the cart.
    /// Counted up to `most`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn waiting_for(&self, scope: &TenantScope, product: ProductId, most: usize) -> Result<usize, Error> {
        Ok(self.store.index(scope, PRODUCT_INDEX, product.0, None, most)?.len())
    }
}

/// Enters everybody, unless that was done before.
pub(crate) fn index_once(runtime: &Runtime) -> Result<(), Error> {
    if runtime.store.position(ENTERED)?.is_some() {
        return Ok(());
    }
    let wanted = Sections::ORDERS.and(Sections::CART).and(Sections::WISHES);
    let epoch = Some(runtime.epoch);
    for vault in runtime.custodian.vaults() {
        let scope = runtime.custodian.scope(*vault).ok_or(Error::NoKey(*vault))?;
        let Some(key) = runtime.keyring.vault(*vault) else { continue };
        let mut after = None;
        loop {
            let page = runtime.store.scan(&scope, EntityKind::Customer, after, PAGE)?;
            let mut index = Vec::new();
            for row in &page {
                let (dossier, _) = decode_some(&rows::open_row(key, row)?, wanted)?;
                index.extend(index_changes((*vault, row.key.id()), &[], &watched(&dossier)));
            }
            if !index.is_empty() {
                runtime.store.commit(&Commit { epoch, index, ..Commit::default() })?;
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.id()),
                _ => break,
            }
        }
    }
    let positions = vec![(ENTERED.to_string(), "all".to_string())];
    Ok(runtime.store.commit(&Commit { epoch, positions, ..Commit::default() })?)
}
