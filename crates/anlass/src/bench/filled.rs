//! Filled stores: making one (`anlass sim fill`), and opening one for a benchmark, which refuses a store that
//! has not the dossiers it is defined by.

use super::{Meter, peak_rss_mb};
use anlass_engine::codec;
use anlass_model::id::{EntityKind, VaultId};
use anlass_model::org::TenantScope;
use anlass_runtime::{Runtime, rows};
use anlass_sim::fill::{self, MANY_ORDERS, NOW, Plan};
use anlass_store::Store;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::sync::Arc;

const VAULT: VaultId = VaultId(1);
const PARTS: u8 = 64;
/// Dossiers looked at before a benchmark believes the store.
const SAMPLE: usize = 4_000;
/// Encoded bytes of the middle dossier, at least.
const MEDIAN_BYTES: usize = 1_024;

/// Fills a directory with invented customers; `tell` hears how many there are so far.
pub(crate) fn make(
    data: &Path,
    customers: u64,
    seed: u64,
    tell: &mut dyn FnMut(u64),
) -> Result<serde_json::Value> {
    std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    let master = MasterKey::load_or_create(&data.join("master.key"))?;
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_or_create(&data.join("store.sqlite"), PARTS)?);
    if anlass_runtime::programs::current(&*store)?.is_none() {
        Runtime::publish(&*store, &master, &fill::definitions(), None)?;
    }
    let mut runtime = Runtime::open(store, &master, "fill", NOW)?;
    // Nobody is stepped twice.
    runtime.cache_max = 0;
    let vault = *runtime.custodian.vaults().first().context("an organisation with a vault")?;
    let meter = Meter::start();
    let filled = fill::fill(&mut runtime, &Plan { customers, seed, vault }, tell)?;
    let seconds = meter.seconds();
    Ok(serde_json::json!({
        "customers": filled.customers, "median_bytes": filled.median_bytes, "bytes": filled.bytes,
        "many_orders": filled.many_orders, "customers_per_s": (filled.customers as f64 / seconds).round(),
        "seconds": seconds, "cpu_s": meter.cpu_seconds(), "peak_rss_mb": peak_rss_mb().round(),
        "fsync_ms": anlass_store::probe::fsync_ms(data)?,
    }))
}

/// A store that holds what the benchmarks need.
pub(crate) struct Filled {
    pub(crate) runtime: Runtime,
    pub(crate) master: MasterKey,
    pub(crate) scope: TenantScope,
    pub(crate) dossiers: u64,
}

impl Filled {
    /// Opens a store, without looking at what is in it.
    pub(crate) fn open(data: &Path) -> Result<Filled> {
        let master = MasterKey::load(&data.join("master.key"))?;
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&data.join("store.sqlite"))?);
        let runtime = Runtime::open(store, &master, "bench", NOW)?;
        let scope = runtime.custodian.scope(VAULT).context("the benchmark's vault")?;
        Ok(Filled { runtime, master, scope, dossiers: 0 })
    }

    /// Refuses fewer than `customers` dossiers, and ones that are too small.
    pub(crate) fn check(&mut self, customers: u64) -> Result<()> {
        let store = &self.runtime.store;
        self.dossiers = store.count(&self.scope, EntityKind::Customer)?;
        ensure!(
            self.dossiers >= customers,
            "the store holds {} of {customers} dossiers: fill it with `anlass sim fill --customers {customers}`",
            self.dossiers
        );
        let key = self.runtime.keyring.vault(VAULT).context("the vault's key")?;
        let mut sizes = Vec::with_capacity(SAMPLE);
        let mut many = 0;
        for row in store.scan(&self.scope, EntityKind::Customer, None, SAMPLE)? {
            let bytes = rows::open_row(key, &row)?;
            sizes.push(bytes.len());
            many += usize::from(codec::decode_hot(&bytes)?.heads.len() > MANY_ORDERS);
        }
        sizes.sort_unstable();
        let median = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
        ensure!(median >= MEDIAN_BYTES, "the median dossier has {median} bytes, less than {MEDIAN_BYTES}");
        ensure!(
            many * 100 >= sizes.len() * 8,
            "{many} of {} dossiers have many orders: fewer than 8 %",
            sizes.len()
        );
        Ok(())
    }

    /// Publishes changed definitions and goes on with them.
    pub(crate) fn publish(&mut self, definitions: anlass_model::definition::Definitions) -> Result<()> {
        Runtime::publish(&*self.runtime.store, &self.master, &definitions, None)?;
        self.runtime.switch(definitions)?;
        Ok(())
    }
}
