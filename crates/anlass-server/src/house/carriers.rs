//! The way out per channel: e-mail by the relay where one is configured, everything else, and e-mail without a relay,
//! into the mailbox inside the house. Keys and passwords are read once, at the start. Decides nothing and retries nothing.

use super::House;
use super::external;
use crate::config::{Config, Dkim, MailCarrier, Security, Smtp};
use anlass_channels::mail::dkim::{Key, Keyring};
use anlass_channels::mail::smtp::{self, Client, Login, Password, Trust};
use anlass_channels::webhook;
use anlass_channels::{Answer, Content, Outcome, Parcel, Retry, Watch};
use anlass_model::consent::Class;
use anlass_store::seal::random_key;
use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinError;

/// Longer files are neither keys, passwords nor certificates.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// One connection in so many is kept for contract messages.
const CONTRACT_SHARE: usize = 4;

/// How a letter left, as the list of letters says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Mailbox,
    Smtp,
    External,
}

impl Way {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Way::Mailbox => "mailbox",
            Way::Smtp => "smtp",
            Way::External => "external",
        }
    }
}

pub(crate) struct Carriers {
    relay: Option<Relay>,
}

/// One relay by two clients with connections of their own: whatever advertising does to its own, contract messages
/// find theirs free.
struct Relay {
    contract: Client,
    advertising: Client,
}

impl Carriers {
    /// # Errors
    /// With place, cause and cure, if a file cannot be used.
    pub(crate) fn open(config: &Config, dir: &Path) -> Result<Carriers> {
        if config.mail.carrier != MailCarrier::Smtp {
            return Ok(Carriers { relay: None });
        }
        let own = &config.mail.smtp;
        let contract = |number: usize| number.div_ceil(CONTRACT_SHARE).min(number.saturating_sub(1)).max(1);
        let client = |share: &dyn Fn(usize) -> usize| -> Result<Client> {
            let mut relay = relay(own, dir)?;
            relay.connections_max = share(own.connections_max);
            relay.per_destination_max = share(own.per_destination_max);
            let keyring = keyring(&config.mail.dkim, dir)?;
            Client::new(relay, keyring).map_err(|error| {
                let hint = error.hint();
                anyhow::anyhow!("mail.smtp: {error}\n  help: {hint}")
            })
        };
        let (contract, advertising) =
            (client(&contract)?, client(&|number| number.saturating_sub(contract(number)).max(1))?);
        Ok(Carriers { relay: Some(Relay { contract, advertising }) })
    }

    fn client(&self, class: Class) -> Option<&Client> {
        let relay = self.relay.as_ref()?;
        Some(match class {
            Class::Contract => &relay.contract,
            Class::Advertising => &relay.advertising,
        })
    }

    /// What the operator should know of the set-up, though it works.
    pub(crate) fn remarks(&self, config: &Config) -> Vec<&'static str> {
        let mut remarks = Vec::new();
        if self.relay.is_some() && config.mail.dkim.is_empty() {
            remarks.push("mail.dkim has no key: letters leave unsigned unless the relay signs them");
        }
        if config.mail.carrier != MailCarrier::Mailbox && !config.public_url().starts_with("https://") {
            remarks.push(
                "public_url is not https: letters have no unsubscribing in one click, which mailbox providers ask for",
            );
        }
        if config.leads_nowhere() {
            remarks
                .push("sender.shop is not set: buttons of letters that name no article lead to shop.example");
        }
        remarks
    }

    pub(crate) async fn close(&self) {
        if let Some(relay) = &self.relay {
            relay.contract.close().await;
            relay.advertising.close().await;
        }
    }
}

/// Gives parcels of one class out and keeps what people may want to see again in the browser.
///
/// # Errors
/// If a thread of ours broke: what was not told of may have left.
pub(crate) async fn hand_over(
    house: &Arc<House>,
    class: Class,
    parcels: Vec<Parcel>,
    watch: Arc<dyn Watch>,
) -> Result<(), JoinError> {
    let client = house.carriers.client(class);
    let leaves = |parcel: &Parcel| {
        (client.is_some() || house.external.is_some()) && matches!(parcel.body, Content::Mail(_))
    };
    let (out, inside): (Vec<Parcel>, Vec<Parcel>) = parcels.into_iter().partition(leaves);
    if !inside.is_empty() {
        let mut noted = Vec::with_capacity(inside.len());
        for parcel in inside {
            let intent = parcel.intent;
            let stays = |retry, reason| {
                watch.answered(Answer { intent, outcome: Outcome::NotHanded(retry), reason });
            };
            match watch.holds(intent) {
                Ok(()) => match watch.leaves(intent) {
                    Ok(()) => noted.push(parcel),
                    Err(reason) => stays(Retry::AfterRepair, reason),
                },
                Err(reason) => stays(Retry::Anew, reason),
            }
        }
        let answers = keep(house, noted).await?;
        answers.into_iter().for_each(|answer| watch.answered(answer));
    }
    if out.is_empty() {
        return Ok(());
    }
    let out: Vec<Arc<Parcel>> = out.into_iter().map(Arc::new).collect();
    match client {
        Some(client) => {
            house.mailbox.copy(&out, Way::Smtp);
            client.hand_over_watched(out, watch).await;
            Ok(())
        }
        None => {
            house.mailbox.copy(&out, Way::External);
            external::hand_over(house, class, out, watch).await
        }
    }
}

/// Puts letters into the mailbox, where that may block.
async fn keep(house: &Arc<House>, parcels: Vec<Parcel>) -> Result<Vec<Answer>, JoinError> {
    let own = Arc::clone(house);
    tokio::task::spawn_blocking(move || own.mailbox.take(&parcels)).await
}

/// Keeps copies of what left by a relay, a few at a time while it is quiet, until the executor ends.
pub(crate) async fn keep_copies(house: Arc<House>) {
    const EVERY: Duration = Duration::from_millis(200);
    const AT_ONCE: usize = 20;
    loop {
        tokio::time::sleep(EVERY).await;
        if house.mailbox.copies_taken() > AT_ONCE {
            continue;
        }
        let own = Arc::clone(&house);
        let kept = tokio::task::spawn_blocking(move || own.mailbox.keep_copies(AT_ONCE)).await;
        if let Ok(Err(error)) = kept {
            (house.tell)(&format!("copies of letters could not be kept: {error:#}"));
        }
    }
}

fn relay(own: &Smtp, dir: &Path) -> Result<smtp::Config> {
    let security = match own.security {
        Security::Plain => smtp::Security::Plain,
        Security::Starttls => smtp::Security::StartTls,
        Security::Implicit => smtp::Security::Implicit,
    };
    let mut relay = smtp::Config::new(&own.host, own.port, security);
    relay.hello.clone_from(&own.hello);
    relay.letters_per_connection_max = own.letters_per_connection_max;
    relay.timeouts = own.timeouts.durations();
    if !own.user.is_empty() {
        let text = secret("mail.smtp.password_file", &dir.join(&own.password_file))?;
        let password = String::from_utf8(text).ok().map(|text| text.trim_end().to_owned());
        let password = password.filter(|text| !text.is_empty());
        let password = password.context(
            "mail.smtp.password_file: it holds no password\n  help: write the password into it, in UTF-8",
        )?;
        relay.login = Some(Login { user: own.user.clone(), password: Password::new(password) });
    }
    if !own.ca_file.as_os_str().is_empty() {
        relay.trust = Trust::PrivateAuthority(bytes("mail.smtp.ca_file", &dir.join(&own.ca_file))?.1);
    }
    Ok(relay)
}

/// `None` without any key: an empty keyring would let nothing out.
fn keyring(keys: &[Dkim], dir: &Path) -> Result<Option<Keyring>> {
    let mut keyring = Keyring::default();
    for own in keys {
        let place = format!("mail.dkim, \"{}\" of {}", own.selector, own.domain);
        let pem = secret(&place, &dir.join(&own.key_file))?;
        let told = |error: anlass_channels::mail::dkim::Error| {
            let hint = error.hint();
            anyhow::anyhow!("{place}: {}\n  help: {hint}", error.cause)
        };
        let key = Key::from_pem(&own.domain, &own.selector, &pem).map_err(told)?;
        if !key.algorithm().starts_with(own.algorithm.as_str()) {
            bail!(
                "{place}: the settings say {}, the key is for {}\n  help: name the file of the other key, or correct its algorithm",
                own.algorithm.as_str(),
                key.algorithm()
            );
        }
        keyring.add(key).map_err(told)?;
    }
    Ok((!keys.is_empty()).then_some(keyring))
}

/// The key in a file with which calls are signed; a random one if there is no file.
pub(super) fn signing_secret(place: &str, path: &Path) -> Result<webhook::Secret> {
    let shown = path.display();
    match secret(place, path) {
        Ok(bytes) => {
            let secret = String::from_utf8(bytes).ok().and_then(|text| webhook::Secret::parse(&text));
            secret.with_context(|| {
                format!(
                    "{place}: \"{shown}\" holds no key\n  help: write \"whsec_\" and the base64 of 24 to 64 random bytes into it"
                )
            })
        }
        Err(_) if is_absent(path) => {
            let text = webhook::Secret::text_of(&random_key()?);
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let write = || options.open(path).and_then(|mut file| writeln!(file, "{text}"));
            write().with_context(|| {
                format!("{place}: writing \"{shown}\"\n  help: make its directory writable")
            })?;
            webhook::Secret::parse(&text).context("a new key is one")
        }
        Err(error) => Err(error),
    }
}

fn is_absent(path: &Path) -> bool {
    matches!(std::fs::metadata(path), Err(error) if error.kind() == ErrorKind::NotFound)
}

/// A file that nobody but its owner may read.
pub(super) fn secret(place: &str, path: &Path) -> Result<Vec<u8>> {
    let (file, bytes) = bytes(place, path)?;
    if !is_private(&file)? {
        let shown = path.display();
        bail!("{place}: others than its owner may read \"{shown}\"\n  help: chmod 600 {shown}");
    }
    Ok(bytes)
}

fn bytes(place: &str, path: &Path) -> Result<(File, Vec<u8>)> {
    let shown = path.display();
    let wrong = |error: std::io::Error| {
        anyhow::anyhow!(
            "{place}: \"{shown}\" cannot be read ({error})\n  help: put the file there, readable by the user that runs this"
        )
    };
    let file = File::open(path).map_err(wrong)?;
    let mut bytes = Vec::new();
    (&file).take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(wrong)?;
    Ok((file, bytes))
}

#[cfg(unix)]
fn is_private(file: &File) -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_private(_file: &File) -> Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smtp(more: &str) -> Config {
        let text = format!(
            "public_url = \"https://m.example\"\n[sender]\naddress = \"news@shop.example\"\nshop = \"https://tools.example/\"\n[mail]\ncarrier = \"smtp\"\n{more}"
        );
        Config::read(&text).expect("a good configuration")
    }

    fn refused(config: &Config, dir: &Path) -> String {
        match Carriers::open(config, dir) {
            Ok(_) => panic!("it was taken"),
            Err(error) => format!("{error:#}"),
        }
    }

    #[cfg(unix)]
    fn write(dir: &Path, name: &str, bytes: &[u8], mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        let path = dir.join(name);
        std::fs::write(&path, bytes).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("changed");
    }

    #[cfg(unix)]
    #[test]
    fn a_set_up_that_cannot_work_is_refused_at_the_start_with_place_cause_and_cure() {
        let dir = tempfile::tempdir().expect("a directory");
        let dir = dir.path();
        let key = anlass_channels::mail::dkim::generate_ed25519().expect("a key");
        write(dir, "open.pem", key.as_bytes(), 0o644);
        write(dir, "good.pem", key.as_bytes(), 0o600);
        write(dir, "bad.pem", b"nonsense", 0o600);
        write(dir, "empty", b"\n", 0o600);
        let dkim = |file: &str, algorithm: &str| {
            smtp(&format!(
                "[[mail.dkim]]\ndomain = \"shop.example\"\nselector = \"a\"\nalgorithm = \"{algorithm}\"\nkey_file = \"{file}\"\n"
            ))
        };
        let login = |more: &str| smtp(&format!("[mail.smtp]\nuser = \"me\"\n{more}"));
        for (config, wanted) in [
            (
                dkim("none.pem", "rsa"),
                ["mail.dkim, \"a\" of shop.example", "cannot be read", "put the file there"],
            ),
            (dkim("open.pem", "ed25519"), ["mail.dkim", "others than its owner may read", "chmod 600"]),
            (dkim("bad.pem", "rsa"), ["mail.dkim", "no private key in PEM", "openssl genpkey"]),
            (dkim("good.pem", "rsa"), ["mail.dkim", "the settings say rsa", "correct its algorithm"]),
            (login("password_file = \"good.pem\""), ["mail.smtp", "unprotected", "STARTTLS"]),
            (
                login("security = \"starttls\"\npassword_file = \"empty\""),
                ["password_file", "no password", "UTF-8"],
            ),
            (smtp("[mail.smtp]\nca_file = \"bad.pem\""), ["mail.smtp", "private authority", "in PEM"]),
        ] {
            let told = refused(&config, dir);
            assert!(wanted.iter().all(|part| told.contains(part)), "{told}");
        }
        let good = dkim("good.pem", "ed25519");
        let carriers = Carriers::open(&good, dir).expect("good");
        assert_eq!(carriers.remarks(&good), Vec::<&str>::new());
        assert!(carriers.client(Class::Contract).is_some());
        let mut nowhere = good;
        nowhere.sender.shop = Config::read("").expect("good defaults").sender.shop;
        let told = carriers.remarks(&nowhere);
        assert!(matches!(told[..], [one] if one.starts_with("sender.shop is not set")), "{told:?}");
    }

    #[test]
    fn without_a_relay_nothing_leaves_the_house() {
        let config = Config::read("").expect("good defaults");
        let carriers = Carriers::open(&config, Path::new(".")).expect("good");
        assert!(carriers.client(Class::Contract).is_none() && carriers.remarks(&config).is_empty());
    }
}
