//! `[mail]`: where e-mail goes, by which relay, and signed with which keys. Files named here are read at the start.

use super::External;
use crate::error::Error;
use anlass_channels::mail::address::{Address, ascii_domain};
use anlass_channels::mail::smtp::Timeouts;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub carrier: MailCarrier,
    /// Empty: the sender's own domain.
    pub bounce_domain: String,
    /// Empty: nobody.
    pub complaints_to: String,
    pub dkim: Vec<Dkim>,
    pub smtp: Smtp,
    pub external: External,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailCarrier {
    /// The mailbox inside the house: nothing leaves it.
    Mailbox,
    Smtp,
    /// Another system that sends for us, job by job.
    External,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dkim {
    pub domain: String,
    pub selector: String,
    pub algorithm: Algorithm,
    /// Relative to the data directory.
    pub key_file: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    Rsa,
    Ed25519,
}

impl Algorithm {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Rsa => "rsa",
            Algorithm::Ed25519 => "ed25519",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty: no login.
    pub user: String,
    /// Relative to the data directory.
    pub password_file: PathBuf,
    pub hello: String,
    pub connections_max: usize,
    pub per_destination_max: usize,
    pub letters_per_connection_max: usize,
    /// Relative to the data directory; empty: public authorities.
    pub ca_file: PathBuf,
    pub timeouts: SmtpTimeouts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    Plain,
    Starttls,
    Implicit,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpTimeouts {
    pub connect_ms: u64,
    pub greeting_ms: u64,
    pub command_ms: u64,
    pub body_ms: u64,
    pub answer_ms: u64,
}

impl SmtpTimeouts {
    pub(crate) fn durations(&self) -> Timeouts {
        Timeouts {
            connect: Duration::from_millis(self.connect_ms),
            greeting: Duration::from_millis(self.greeting_ms),
            command: Duration::from_millis(self.command_ms),
            body: Duration::from_millis(self.body_ms),
            answer: Duration::from_millis(self.answer_ms),
        }
    }
}

impl Mail {
    /// What is wrong whatever the files say.
    pub(super) fn check(&self, sender: &Address) -> Result<(), Error> {
        let fail = |place: String, cause: &str, cure: &str| {
            Err(Error::Config { place, cause: cause.into(), cure: cure.into() })
        };
        if !self.bounce_domain.is_empty() && ascii_domain(&self.bounce_domain).is_none() {
            let cure = "write it as \"mail.shop.example\"";
            return fail("mail.bounce_domain".into(), "it is not a domain", cure);
        }
        if !self.complaints_to.is_empty()
            && let Err(bad) = Address::parse(&self.complaints_to)
        {
            return fail("mail.complaints_to".into(), bad.cause, "write it as \"abuse@shop.example\"");
        }
        if self.carrier == MailCarrier::Mailbox {
            return Ok(());
        }
        if sender.domain() == "localhost" {
            let cause = "letters that leave the house need a sender of your own domain";
            return fail("sender.address".into(), cause, "write it as \"news@shop.example\"");
        }
        if self.carrier == MailCarrier::External {
            return self.external.check();
        }
        if !self.dkim.is_empty() && !self.dkim.iter().any(|key| signs(key, sender)) {
            let cause = format!("no key is for {}, the domain of sender.address", sender.domain());
            return fail("mail.dkim".into(), &cause, "add a key whose domain is the sender's");
        }
        self.smtp.check()
    }
}

fn signs(key: &Dkim, sender: &Address) -> bool {
    ascii_domain(&key.domain).is_some_and(|domain| domain == sender.domain())
}

impl Smtp {
    fn check(&self) -> Result<(), Error> {
        let fail = |place: &str, cause: &str, cure: &str| {
            Err(Error::Config { place: format!("mail.smtp.{place}"), cause: cause.into(), cure: cure.into() })
        };
        if self.host.trim().is_empty() || self.port == 0 {
            return fail("host", "no relay is named", "name its host and its port");
        }
        for (place, number) in
            [("connections_max", self.connections_max), ("per_destination_max", self.per_destination_max)]
        {
            if number < 2 {
                let cause = "it is less than 2, and one is kept for contract messages";
                return fail(place, cause, "leave the key out to keep its default");
            }
        }
        if self.letters_per_connection_max == 0 {
            let cause = "0 would carry nothing";
            return fail("letters_per_connection_max", cause, "leave the key out to keep its default");
        }
        let SmtpTimeouts { connect_ms, greeting_ms, command_ms, body_ms, answer_ms } = &self.timeouts;
        if [connect_ms, greeting_ms, command_ms, body_ms, answer_ms].contains(&&0) {
            return fail("timeouts", "0 would give up at once", "leave the keys out to keep their defaults");
        }
        match (self.user.is_empty(), self.password_file.as_os_str().is_empty()) {
            (false, true) => fail("password_file", "a login needs a password", "name the file that holds it"),
            (true, false) => fail("user", "a password needs a login", "name the user of the relay"),
            _ => Ok(()),
        }
    }
}
