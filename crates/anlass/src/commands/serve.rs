//! `anlass serve`: the loop and the HTTP side over one data directory, until somebody says stop.

use super::user;
use crate::arguments::ClockKind;
use crate::clock;
use crate::installation::Installation;
use crate::outside::Recorded;
use crate::say::{self, Answer};
use anlass_model::definition::{Language, Settings};
use anlass_model::id::VaultId;
use anlass_runtime::virtual_time::Outside;
use anlass_server::insight::words::pick;
use anlass_server::{Access, Config, Opening, OutsideOf, Pace, Role};
use anlass_store::Store;
use anyhow::{Context, Result, anyhow};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};

/// Below the data directory.
const CONFIG_FILE: &str = "server.toml";
const DEMO_USER: &str = "admin@example.org";

pub(crate) struct Options {
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) clock: ClockKind,
    pub(crate) is_demo: bool,
    /// Of what is said to whoever started it.
    pub(crate) language: Language,
}

pub(crate) fn run(data: &Path, options: &Options) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let store: Arc<dyn Store> = Arc::clone(&installation.store) as Arc<dyn Store>;
    let access = Access::open(Arc::clone(&store), &installation.master)?;
    let seed = installation.simulated()?;
    let outside: OutsideOf = Arc::new(move |settings: &Settings, vault: VaultId| {
        Ok(Box::new(Recorded::new(settings, vault, seed)?) as Box<dyn Outside>)
    });
    let pace = match (options.clock, options.is_demo) {
        (ClockKind::Manual, _) => Pace::Manual,
        (ClockKind::Real, true) => Pace::FromHistory,
        (ClockKind::Real, false) => Pace::Real,
    };
    let (house, running) = anlass_server::open(Opening {
        store,
        master: installation.master.clone(),
        dir: data.to_owned(),
        config: config(data, options.listen)?,
        wall: Arc::new(clock::now),
        pace,
        is_demo: options.is_demo,
        outside,
        tell: Arc::new(say::talk),
    })?;
    first_sign_in(&access, options)?;
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = executor.block_on(async {
        let server = anlass_server::bind(Arc::clone(&house), access).await.map_err(with_hint)?;
        let address = server.address();
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        say::talk(&match options.language {
            Language::De => format!("Erreichbar unter http://{address} (Strg-C beendet es)"),
            Language::En => format!("listening on http://{address} (Ctrl-C ends it)"),
        });
        let mut ended = None;
        let stop = async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                why = house.ended() => ended = Some(why),
            }
            say::talk(pick(
                options.language,
                "Wird beendet: Was begonnen ist, wird noch zu Ende gebracht",
                "stopping: what was begun is ended",
            ));
        };
        server.run(stop).await;
        anyhow::Ok((address, ended))
    });
    // Whatever happened: what was accepted is applied, and what was begun ends.
    running.stop();
    let (address, ended) = served?;
    if let Some(why) = ended {
        return Err(anyhow!("{why}"));
    }
    Ok(Answer::good(
        pick(options.language, "beendet", "stopped"),
        serde_json::json!({ "address": address.to_string(), "stopped": true }),
    ))
}

/// A demonstration without anybody gets somebody; elsewhere whoever started it is told what to do.
fn first_sign_in(access: &Access, options: &Options) -> Result<()> {
    if access.has_users()? {
        return Ok(());
    }
    if !options.is_demo {
        say::talk("nobody can sign in yet\n  help: anlass user add --email YOU --role admin");
        return Ok(());
    }
    let password = user::made_up()?;
    access.put_user(DEMO_USER, Role::Admin, &password, clock::now())?;
    say::talk(&match options.language {
        Language::De => {
            format!("Erste Anmeldung, nur jetzt zu sehen:\n  E-Mail    {DEMO_USER}\n  Passwort  {password}")
        }
        Language::En => {
            format!("first sign-in, shown only now:\n  e-mail    {DEMO_USER}\n  password  {password}")
        }
    });
    Ok(())
}

fn with_hint(error: anlass_server::Error) -> anyhow::Error {
    let hint = error.hint();
    anyhow!(error).context(format!("starting the server\n  help: {hint}"))
}

/// The defaults, what the installation's own file says, and the address of the command line.
fn config(data: &Path, listen: Option<SocketAddr>) -> Result<Config> {
    let path = data.join(CONFIG_FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    };
    let mut config = Config::read(&text).map_err(with_hint)?;
    config.listen = listen.unwrap_or(config.listen);
    Ok(config)
}
