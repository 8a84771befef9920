//! `anlass bench import`: a file of order lines into dossiers beside a live loop, then the very same file again.

use super::{Meter, peak_rss_mb};
use anlass_model::catalogue::Catalogue;
use anlass_model::event::SourceId;
use anlass_model::id::{EntityKind, VaultId, parts_hash};
use anlass_model::time::{DAY, Timestamp};
use anlass_runtime::Runtime;
use anlass_runtime::imported::Import as Bringing;
use anlass_runtime::live::Live;
use anlass_sim::fill::{self, NOW};
use anlass_sources::{Import, Mapping, Report};
use anlass_store::inbox::FileInbox;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Store, inbox_applied};
use anyhow::{Context, Result, ensure};
use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

const PARTS: u8 = 64;
const VAULT: VaultId = VaultId(1);
/// Lines of an order and orders of a customer, on average.
const LINES: u64 = 4;
const ORDERS: u64 = 5;
const ARTICLES: u64 = 20_000;
/// The orders are of these last days.
const DAYS: u64 = 720;
/// Pieces that are ready while one is applied.
const AHEAD: usize = 2;

const MAPPING: &str = "mapping: bench\nsource: 1\ncurrency: EUR\ntime_zone: Europe/Berlin\norders:\n  file: lines.csv\n  \
    number: { column: order }\n  customer: { column: customer, kind: customer_number }\n  article: { column: article }\n  \
    quantity: pieces\n  value: { total: sum }\n  occurred: { column: time }\n  place: online\n";

pub(crate) fn run(data: &Path, lines: u64) -> Result<serde_json::Value> {
    create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    ensure!(!data.join("store.sqlite").exists(), "{} holds a store already", data.display());
    write_lines(&data.join("lines.csv"), lines)?;
    let bytes = std::fs::metadata(data.join("lines.csv"))?.len();
    let master = MasterKey::load_or_create(&data.join("master.key"))?;
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_or_create(&data.join("store.sqlite"), PARTS)?);
    Runtime::publish(&*store, &master, &fill::definitions(), None)?;
    let runtime = Runtime::open(Arc::clone(&store), &master, "bench", NOW)?;
    let inbox = FileInbox::open(&data.join("inbox"), inbox_applied(&*store)?)?;
    let mut live = Live::new(runtime, Arc::new(inbox))?;
    let first = import(&mut live, data, 1)?;
    ensure!(first.report.files[0].rows_read == lines, "{} lines were read", first.report.files[0].rows_read);
    ensure!(first.new == first.report.events && first.known == 0, "not everything was new: {first:?}");
    let peak_rss_mb = peak_rss_mb().round();
    let scope = live.runtime.custodian.scope(VAULT).context("its vault")?;
    let some = store.scan(&scope, EntityKind::Customer, None, 20)?;
    ensure!(some.len() == 20, "there are hardly any dossiers");
    for row in &some {
        live.runtime.verify(VAULT, row.key.id())?;
    }
    let again = import(&mut live, data, 2)?;
    ensure!(again.new == 0 && again.known == first.new, "the same file changed something: {again:?}");
    Ok(serde_json::json!({
        "lines": lines, "bytes": bytes, "events": first.new, "customers": first.report.customers,
        "lines_per_s": (lines as f64 / first.seconds).round(), "read_s": first.read_s, "apply_s": first.seconds - first.read_s,
        "seconds": first.seconds, "cpu_s": first.cpu_s,
        "again_s": again.seconds, "again_share": again.seconds / first.seconds,
        "peak_rss_mb": peak_rss_mb, "fsync_ms": anlass_store::probe::fsync_ms(data)?,
    }))
}

#[derive(Debug)]
struct Imported {
    new: u64,
    known: u64,
    read_s: f64,
    seconds: f64,
    cpu_s: f64,
    report: Report,
}

/// As a server does it: one thread reads, the loop's applies.
fn import(live: &mut Live, data: &Path, print: u128) -> Result<Imported> {
    let meter = Meter::start();
    let now = NOW.plus(DAY);
    let (store, keyring) = (Arc::clone(&live.runtime.store), live.runtime.keyring.clone());
    let (pieces, coming) = sync_channel(AHEAD);
    let read = |meter: &Meter| -> Result<Imported> {
        let mapping = Mapping::read(MAPPING, "bench")?;
        let mut import = Import::read(&mapping, data, VAULT, data, &Catalogue::default(), &mut |_| ())?;
        let read_s = meter.seconds();
        let bringing = Bringing::begin(&*store, VAULT, SourceId(1), print)?;
        let (mut heap, mut new, mut known) = (0, 0, 0);
        while let Some(arrivals) = import.next_heap()? {
            let news = bringing.news(&*store, &keyring, heap, arrivals)?;
            known += news.known;
            for slice in news.slices {
                new += u64::try_from(slice.arrivals.len())?;
                pieces.send(slice).context("the loop ended")?;
            }
            heap += 1;
        }
        // So the loop ends as well.
        drop(pieces);
        bringing.end(&*store)?;
        Ok(Imported { new, known, read_s, seconds: 0.0, cpu_s: 0.0, report: import.report() })
    };
    let mut imported = std::thread::scope(|scope| -> Result<Imported> {
        let reading = scope.spawn(|| read(&meter));
        for slice in coming {
            live.bring(slice, now)?;
        }
        live.settle()?;
        reading.join().map_err(|_| anyhow::anyhow!("reading stopped"))?
    })?;
    (imported.seconds, imported.cpu_s) = (meter.seconds(), meter.cpu_seconds());
    Ok(imported)
}

/// Invented order lines, the oldest first; the same number gives the same file.
fn write_lines(path: &Path, lines: u64) -> Result<()> {
    let mut file = BufWriter::new(File::create(path).with_context(|| format!("writing {}", path.display()))?);
    writeln!(file, "order,customer,article,pieces,sum,time")?;
    let orders = lines.div_ceil(LINES);
    let customers = orders.div_ceil(ORDERS).max(1);
    let draw = |what: &[u8], number: u64, of: u64| {
        u64::try_from(parts_hash(&[what, &number.to_le_bytes()]) % u128::from(of)).unwrap_or(0)
    };
    let day = u64::try_from(DAY.0)?;
    let (first, step) = (NOW.minus(DAY.times(i64::try_from(DAYS)?)), DAYS * day / orders.max(1));
    for line in 0..lines {
        let order = line / LINES;
        let at = Timestamp(first.0 + i64::try_from(order * step)?).to_string();
        let (customer, article) = (draw(b"customer", order, customers), draw(b"article", line, ARTICLES));
        let (pieces, cents) = (1 + line % 3, 99 + draw(b"cents", line, 20_000));
        writeln!(file, "o{order},k{customer},a{article},{pieces},{}.{:02},{at}", cents / 100, cents % 100)?;
    }
    Ok(file.flush()?)
}
