//! What `send`, `latency` and `kill` share: a filled store with letters to send, a configuration for a sink, the house
//! over it, and what its ledger says afterwards.

use super::filled::Filled;
use anlass_channels::mail::dkim::generate_ed25519;
use anlass_model::definition::{Localised, Mailing, Programme};
use anlass_model::id::{Name, VaultId};
use anlass_model::time::Timestamp;
use anlass_runtime::broadcast::SLICE_CATCH_UP;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Mode, Runtime};
use anlass_server::{Config, House, Loop, Opening, Pace};
use anlass_sim::fill::identifier;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Store, Waiting};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// A key that everybody knows: for measuring only.
const RSA: &[u8] = include_bytes!("../../../anlass-channels/testdata/dkim-rsa.pem");
pub(crate) const LETTER: &str = "bench-letter";
/// Offers one of two articles, the first that is there.
pub(crate) const OFFER: &str = "bench-offer";
const PROGRAMME: &str = "bench";
const DOMAIN: &str = "bench.example";
/// Nothing may stand still for longer.
const STANDSTILL_S: u64 = 60;

/// With what letters are signed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Signing {
    Rsa,
    Ed25519,
    Both,
    None,
}

impl Signing {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Signing::Rsa => "rsa",
            Signing::Ed25519 => "ed25519",
            Signing::Both => "both",
            Signing::None => "none",
        }
    }
}

/// Whom a mailing goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Everybody,
    /// So many, by a list.
    Some(u64),
}

/// Publishes the measurement's programme, and a mailing of its own; how many people it will reach.
pub(crate) fn publish(
    filled: &mut Filled,
    message: &str,
    audience: Audience,
    now: Timestamp,
) -> Result<(Name, u64)> {
    let mut definitions = filled.runtime.program.definitions.clone();
    // Who got a letter in an earlier run gets one in this one, too.
    definitions.settings.policy.caps.clear();
    let known = definitions.programmes.iter().position(|programme| programme.id.as_str() == PROGRAMME);
    let shipped: Programme = serde_saphyr::from_str(include_str!("mails.yaml"))?;
    let index = match known.and_then(|index| Some((index, definitions.programmes.get_mut(index)?))) {
        Some((index, programme)) => {
            programme.messages = shipped.messages;
            index
        }
        None => {
            definitions.programmes.push(shipped);
            definitions.programmes.len() - 1
        }
    };
    let programme = definitions.programmes.get_mut(index).context("the programme")?;
    let id = Name::new(&format!("bench-mailing-{}", programme.mailings.len()))?;
    let at = now.in_zone(&filled.runtime.program.zone);
    programme.mailings.push(Mailing {
        id: id.clone(),
        name: Localised { de: "Messung".into(), en: "Measurement".into() },
        audience: "orders.count >= 0".into(),
        message: Name::new(message)?,
        at,
        list: match audience {
            Audience::Everybody => None,
            Audience::Some(_) => Some(id.clone()),
        },
        stopped: false,
    });
    filled.publish(definitions)?;
    if let Audience::Some(people) = audience {
        let people = people.min(filled.dossiers);
        let ids = (0..people).map(|number| filled.runtime.derived(VaultId(1), &identifier(number)));
        let ids = ids.collect::<Result<Vec<_>, _>>()?;
        filled.runtime.put_list(VaultId(1), &id, ids)?;
    }
    let expected = filled.runtime.waterfall(filled.scope, id.id(), &Quiet, now)?.recipients;
    Ok((id, expected))
}

/// Lets the mailing pass, so that its letters wait.
pub(crate) fn plan(filled: &mut Filled, mailing: &Name, now: Timestamp) -> Result<()> {
    let mut cursor = filled.runtime.broadcast_cursor(filled.scope, mailing.id())?;
    while !filled.runtime.broadcast(&mut cursor, SLICE_CATCH_UP, Mode::Live, now)?.done {}
    filled.runtime.settle()?;
    Ok(())
}

/// The configuration for letters to `sink`; writes the keys it names.
pub(crate) fn settings(data: &Path, sink: SocketAddr, signing: Signing) -> Result<String> {
    let mut text = format!(
        "listen = \"127.0.0.1:0\"\npublic_url = \"https://{DOMAIN}\"\n[sender]\naddress = \"news@{DOMAIN}\"\n\
         [mail]\ncarrier = \"smtp\"\n[mail.smtp]\nhost = \"{}\"\nport = {}\n",
        sink.ip(),
        sink.port()
    );
    let mut key = |selector: &str, pem: &[u8]| -> Result<()> {
        let file = format!("{selector}.pem");
        write_private(&data.join(&file), pem)?;
        text.push_str(&format!(
            "[[mail.dkim]]\ndomain = \"{DOMAIN}\"\nselector = \"{selector}\"\nalgorithm = \"{selector}\"\nkey_file = \"{file}\"\n"
        ));
        Ok(())
    };
    if matches!(signing, Signing::Rsa | Signing::Both) {
        key("rsa", RSA)?;
    }
    if matches!(signing, Signing::Ed25519 | Signing::Both) {
        key("ed25519", generate_ed25519().context("the system gives no random bytes")?.as_bytes())?;
    }
    Ok(text)
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// The house over a store, at everybody's time.
pub(crate) fn open(data: &Path, config: &str) -> Result<(Arc<House>, Loop)> {
    let config =
        Config::read(config).map_err(|error| anyhow::anyhow!("{error}\n  help: {}", error.hint()))?;
    anlass_server::open(Opening {
        store: Arc::new(SqliteStore::open(&data.join("store.sqlite"))?),
        master: MasterKey::load(&data.join("master.key"))?,
        dir: data.to_owned(),
        config,
        wall: Arc::new(crate::clock::now),
        pace: Pace::Real,
        is_demo: false,
        outside: Arc::new(|_, _| Ok(Box::new(Quiet))),
        tell: Arc::new(crate::say::talk),
    })
}

/// A look at the ledger beside whoever writes it.
pub(crate) struct Ledger {
    runtime: Runtime,
    scope: anlass_model::org::TenantScope,
}

impl Ledger {
    pub(crate) fn open(data: &Path) -> Result<Ledger> {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&data.join("store.sqlite"))?);
        let runtime = Runtime::look(store, &MasterKey::load(&data.join("master.key"))?)?;
        let scope = runtime.custodian.scope(VaultId(1)).context("the measurement's vault")?;
        Ok(Ledger { runtime, scope })
    }

    /// Rows of the measurement's messages by state.
    pub(crate) fn states(&self) -> Result<BTreeMap<String, u64>> {
        let mut states = BTreeMap::new();
        for tally in self.runtime.store.tally(&self.scope)? {
            if tally.programme == PROGRAMME {
                *states.entry(tally.state).or_default() += tally.rows;
            }
        }
        Ok(states)
    }

    /// Every row of the measurement's messages: id and state.
    pub(crate) fn rows(&self) -> Result<BTreeMap<String, String>> {
        let mut rows = BTreeMap::new();
        self.runtime.each_intent(&self.scope, &mut |row| {
            if row.programme == PROGRAMME {
                rows.insert(row.id.to_string(), row.state.clone());
            }
        })?;
        Ok(rows)
    }

    /// Waits until so many letters are over, and nothing is open but what nobody can know; `progress` says whether
    /// anything happens.
    pub(crate) fn wait(
        &self,
        letters: u64,
        every: Duration,
        progress: &dyn Fn() -> u64,
    ) -> Result<BTreeMap<String, u64>> {
        const OPEN: [&str; 5] = ["dwelling", "deferred", "planned", "claimed", "handed"];
        let mut last = (u64::MAX, None);
        let mut still = Duration::ZERO;
        loop {
            let asked = Waiting { states: &OPEN, class: None, upto: Timestamp(i64::MAX) };
            let open = self.runtime.store.outbox(&self.runtime.custodian, &asked, 1)?;
            // To count the whole ledger takes long: not while letters still leave.
            if open.is_empty() {
                let states = self.states()?;
                if over(&states) >= letters {
                    return Ok(states);
                }
            }
            let now = (progress(), open.first().map(|row| row.id));
            still = if now == last { still + every } else { Duration::ZERO };
            if still.as_secs() >= STANDSTILL_S {
                bail!("nothing happened for {STANDSTILL_S} s: {:?}", self.states()?);
            }
            last = now;
            pause(every);
        }
    }
}

/// Letters that left, or may have.
pub(crate) fn over(states: &BTreeMap<String, u64>) -> u64 {
    ["delivered", "unknown"].iter().filter_map(|state| states.get(*state)).sum()
}

/// Waits.
pub(crate) fn pause(time: Duration) {
    let (_kept, never) = channel::<()>();
    let _nothing_comes = never.recv_timeout(time);
}
