//! The configuration: one struct, its commented defaults compiled in, unknown keys refused. Reading the file is
//! the caller's.

mod exports;
mod external;
mod forms;
mod guardrails;
mod mail;
mod webhooks;

pub use exports::Exports;
pub use external::External;
pub use forms::Forms;
pub use guardrails::{Guardrails, Thresholds};
pub use mail::{Algorithm, Dkim, Mail, MailCarrier, Security, Smtp, SmtpTimeouts};
pub use webhooks::Webhooks;

use crate::error::Error;
use anlass_sources::collector::{Limits, Trust};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use utoipa::ToSchema;

/// The reference of all keys.
pub const DEFAULTS: &str = include_str!("default.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub listen: SocketAddr,
    pub connections_max: usize,
    pub header_timeout_ms: u64,
    pub request_timeout_ms: u64,
    pub shutdown_timeout_ms: u64,
    /// Without a slash at its end; empty: see [`Config::public_url`].
    pub public_url: String,
    pub sender: Sender,
    pub tracking: Tracking,
    pub returns: Returns,
    pub mail: Mail,
    pub webhooks: Webhooks,
    pub guardrails: Guardrails,
    pub forms: Forms,
    pub collector: Collector,
    pub uploads: Uploads,
    pub databases: Databases,
    pub exports: Exports,
    pub write_keys: Vec<WriteKey>,
}

/// Who speaks in letters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    pub name: String,
    pub address: String,
    pub imprint: String,
    pub shop: String,
}

/// Where mail that comes back is found, and for whom the rest is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    pub maildir: String,
    pub inbox: String,
    pub foreign_maildir: String,
    pub foreign_secret_file: String,
}

/// Files that are handed in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uploads {
    pub file_bytes_max: u64,
}

/// The company's own databases.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Databases {
    pub folder: String,
}

/// What is noticed of how people use letters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tracking {
    pub clicks: bool,
    pub opens: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collector {
    pub body_bytes_max: usize,
    pub unpacked_bytes_max: usize,
    pub bodies_bytes_max: usize,
    pub events_max: usize,
    pub backlog_max: u64,
    pub retry_after_s: u32,
    pub origins: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteKey {
    pub name: String,
    /// BLAKE3 of the key, as 64 hexadecimal digits.
    pub hash: String,
    pub vault: u32,
    pub source: u16,
    pub trust: KeyTrust,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyTrust {
    Public,
    Server,
}

impl From<KeyTrust> for Trust {
    fn from(trust: KeyTrust) -> Trust {
        match trust {
            KeyTrust::Public => Trust::Public,
            KeyTrust::Server => Trust::Server,
        }
    }
}

/// What stands in the configuration for a write key. Keys are long and random, so a plain hash keeps them.
#[must_use]
pub fn hash_of_key(key: &str) -> String {
    blake3::hash(key.as_bytes()).to_hex().to_string()
}

impl Config {
    /// The defaults, overridden by what `text` says.
    ///
    /// # Errors
    /// [`Error::Config`] with the place, the cause and the cure.
    pub fn read(text: &str) -> Result<Config, Error> {
        let fail = |place: &str, cause: String, cure: &str| Error::Config {
            place: place.into(),
            cause,
            cure: cure.into(),
        };
        let cure = "write it as in the defaults; every key there is stands in them";
        let table = |text: &str| text.parse::<toml::Table>();
        let mut merged = table(DEFAULTS).map_err(|error| fail("defaults", error.to_string(), cure))?;
        let own = table(text).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
            fail(&format!("line {line}"), error.message().to_owned(), cure)
        })?;
        merge(&mut merged, own);
        let config: Config = merged.try_into().map_err(|error: toml::de::Error| {
            fail("keys", error.to_string().trim().replace('\n', " "), cure)
        })?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), Error> {
        let fail = |place: String, cause: &str, cure: &str| {
            Err(Error::Config { place, cause: cause.into(), cure: cure.into() })
        };
        let collector = &self.collector;
        for (name, is_zero) in [
            ("connections_max", self.connections_max == 0),
            ("header_timeout_ms", self.header_timeout_ms == 0),
            ("request_timeout_ms", self.request_timeout_ms == 0),
            ("collector.body_bytes_max", collector.body_bytes_max == 0),
            ("collector.unpacked_bytes_max", collector.unpacked_bytes_max == 0),
            ("collector.events_max", collector.events_max == 0),
            ("uploads.file_bytes_max", self.uploads.file_bytes_max == 0),
        ] {
            if is_zero {
                return fail(
                    name.into(),
                    "0 would refuse everything",
                    "leave the key out to keep its default",
                );
            }
        }
        if collector.bodies_bytes_max < collector.body_bytes_max
            || u32::try_from(collector.bodies_bytes_max).is_err()
        {
            let cause = "it must hold at least one body, and be less than 4 GiB";
            return fail("collector.bodies_bytes_max".into(), cause, "set it to 32 times body_bytes_max");
        }
        if !self.public_url.is_empty() && !self.public_url.starts_with("http") {
            let cause = "it does not begin with https:// or http://";
            return fail("public_url".into(), cause, "write it as \"https://mail.shop.example\"");
        }
        let sender = anlass_channels::mail::address::Address::parse(&self.sender.address);
        match sender {
            Ok(sender) => self.mail.check(&sender)?,
            Err(bad) => {
                return fail("sender.address".into(), bad.cause, "write it as \"news@shop.example\"");
            }
        }
        self.webhooks.check()?;
        self.guardrails.check()?;
        self.forms.check()?;
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for key in &self.write_keys {
            let place = || format!("write_keys, \"{}\"", key.name);
            let hash = key.hash.to_ascii_lowercase();
            if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let cause = "the hash is not 64 hexadecimal digits";
                return fail(place(), cause, "write the BLAKE3 hash of the key, never the key itself");
            }
            if names.insert(hash, &key.name).is_some() {
                return fail(place(), "another entry has the same hash", "give each source a key of its own");
            }
        }
        Ok(())
    }

    /// Whether letters that leave the house lead to the shop of nobody.
    pub(crate) fn leads_nowhere(&self) -> bool {
        self.mail.carrier != MailCarrier::Mailbox && self.sender.shop.contains("//shop.example")
    }

    /// What links in letters begin with.
    #[must_use]
    pub fn public_url(&self) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{}", self.listen),
            url => url.to_owned(),
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            body_bytes_max: self.collector.body_bytes_max,
            unpacked_bytes_max: self.collector.unpacked_bytes_max,
            events_max: self.collector.events_max,
            ..Limits::default()
        }
    }

    pub(crate) fn header_timeout(&self) -> Duration {
        Duration::from_millis(self.header_timeout_ms)
    }

    pub(crate) fn request_timeout(&self) -> Duration {
        Duration::from_millis(self.request_timeout_ms)
    }

    pub(crate) fn shutdown_timeout(&self) -> Duration {
        Duration::from_millis(self.shutdown_timeout_ms)
    }
}

/// Tables are merged key by key; everything else is replaced.
fn merge(into: &mut toml::Table, own: toml::Table) {
    for (name, value) in own {
        match (into.get_mut(&name), value) {
            (Some(toml::Value::Table(table)), toml::Value::Table(own)) => merge(table, own),
            (_, value) => {
                into.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_a_configuration() {
        let config = Config::read("").expect("good defaults");
        assert_eq!(config.limits(), Limits::default(), "the server's bounds are the collector's");
        assert!(config.write_keys.is_empty());
        let limits = anlass_channels::guardrail::Limits::default();
        assert_eq!(config.guardrails.limits(), limits, "the server's guardrails are the channels'");
    }

    #[test]
    fn what_differs_is_enough_and_slips_are_refused() {
        let config = Config::read("[collector]\nbacklog_max = 7").expect("good");
        assert_eq!((config.collector.backlog_max, config.collector.retry_after_s), (7, 5));
        let hash = hash_of_key("k");
        let key = format!(
            "[[write_keys]]\nname = \"shop\"\nhash = \"{hash}\"\nvault = 1\nsource = 1\ntrust = \"public\"\n"
        );
        assert_eq!(Config::read(&key).expect("good").write_keys.len(), 1);
        let smtp = "[sender]\naddress = \"news@shop.example\"\n[mail]\ncarrier = \"smtp\"\n";
        let dkim = |domain: &str| {
            format!(
                "[[mail.dkim]]\ndomain = \"{domain}\"\nselector = \"a\"\nalgorithm = \"rsa\"\nkey_file = \"k\"\n"
            )
        };
        let config = Config::read(&format!("{smtp}{}", dkim("Shop.Example"))).expect("good");
        assert_eq!((config.mail.carrier, config.mail.dkim.len()), (MailCarrier::Smtp, 1));
        for (text, wanted) in [
            ("backlog_maxx = 1", "backlog_maxx"),
            ("[collector]\norigin = []", "origin"),
            ("listen = \"here\"", "socket address"),
            ("a = 1\nb = ", "line 2"),
            ("connections_max = 0", "connections_max"),
            ("[collector]\nbodies_bytes_max = 5", "bodies_bytes_max"),
            ("[webhooks]\nattempts_max = 0", "webhooks.attempts_max"),
            ("[webhooks]\nallow = [\"https://crm.example/\"]", "webhooks.allow"),
            ("[guardrails]\nwindow_days = 0", "guardrails.window_days"),
            ("[guardrails.complaints]\nwarn = 500", "guardrails.complaints"),
            ("[mail]\ncarrier = \"pigeon\"", "pigeon"),
            ("[mail]\nbounce_domain = \"no domain\"", "mail.bounce_domain"),
            ("[mail]\ncomplaints_to = \"nobody\"", "mail.complaints_to"),
            ("[mail]\ncarrier = \"smtp\"", "a sender of your own domain"),
            (&format!("{smtp}[mail.smtp]\nhost = \"\""), "mail.smtp.host"),
            (&format!("{smtp}[mail.smtp]\nconnections_max = 1"), "mail.smtp.connections_max"),
            (&format!("{smtp}[mail.smtp]\nuser = \"me\""), "mail.smtp.password_file"),
            (&format!("{smtp}[mail.smtp]\npassword_file = \"p\""), "mail.smtp.user"),
            (&format!("{smtp}[mail.smtp.timeouts]\nanswer_ms = 0"), "mail.smtp.timeouts"),
            ("[sender]\naddress = \"a@shop.example\"\n[mail]\ncarrier = \"external\"", "mail.external.url"),
            (&format!("{smtp}{}", dkim("else.example")), "no key is for shop.example"),
            (&format!("{smtp}{}", dkim("shop.example").replace("rsa", "md5")), "md5"),
            (&format!("{key}{key}"), "same hash"),
            (&key.replace(&hash, "geheim"), "64 hexadecimal digits"),
            (&key.replace("public", "friend"), "friend"),
        ] {
            let error = Config::read(text).expect_err(text);
            assert!(error.to_string().contains(wanted), "{error}");
            assert!(!error.hint().is_empty());
        }
    }
}
