//! One connection to a relay: opening it up to the login, and one letter at a time. The line between "surely not
//! taken" and "may have been taken" is drawn here: it is the moment the final dot has left this process.

use super::reply::{Capabilities, Malformed, REPLY_BYTES_MAX, Reply};
use super::{Config, Login, Security, Timeouts};
use crate::mail::compose::Composed;
use crate::mail::scan::pair;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rustls_pki_types::ServerName;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How far a conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Connect,
    Greeting,
    Hello,
    Tls,
    Login,
    Sender,
    Recipient,
    Data,
    Body,
    /// The final dot has left; its answer has not come.
    Answer,
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Stage::Connect => "connecting",
            Stage::Greeting => "waiting for the greeting",
            Stage::Hello => "saying hello",
            Stage::Tls => "starting encryption",
            Stage::Login => "logging in",
            Stage::Sender => "naming the sender",
            Stage::Recipient => "naming the recipient",
            Stage::Data => "announcing the letter",
            Stage::Body => "sending the letter",
            Stage::Answer => "waiting for the answer",
        }
    }
}

/// Why a conversation ended early.
#[derive(Clone, Debug)]
pub(super) enum Cause {
    /// The server said no.
    Refused(Reply),
    /// The connection broke, hung, or spoke nonsense.
    Lost(String),
    /// Our side has to be repaired first.
    Setup(String),
}

#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub stage: Stage,
    pub cause: Cause,
}

impl Failed {
    fn lost(stage: Stage, cause: impl Into<String>) -> Failed {
        Failed { stage, cause: Cause::Lost(cause.into()) }
    }

    /// One line for the operator.
    pub(super) fn text(&self) -> String {
        let cause = match &self.cause {
            Cause::Refused(reply) => reply.text(),
            Cause::Lost(text) | Cause::Setup(text) => text.clone(),
        };
        format!("{}: {cause}", self.stage.words())
    }
}

/// What a relay answered to a letter.
pub(super) struct Answered {
    pub stage: Stage,
    pub reply: Reply,
    /// Whether the connection can carry another letter.
    pub is_reusable: bool,
}

/// How commands of one letter are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// In one write, where the server offers it.
    Together,
    OneByOne,
}

/// Called before the first byte of the letter itself leaves; if it fails, none does.
pub(super) type Leaves<'a> = &'a (dyn Fn() -> Result<(), String> + Sync);

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

/// A stream with what has been read of the next reply.
struct Wire<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    async fn write(&mut self, bytes: &[u8], limit: Duration, stage: Stage) -> Result<(), Failed> {
        let write = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match timeout(limit, write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Failed::lost(stage, error.kind().to_string())),
            Err(_) => Err(Failed::lost(stage, "the server does not read")),
        }
    }

    async fn read(&mut self, limit: Duration, stage: Stage) -> Result<Reply, Failed> {
        match timeout(limit, self.reply()).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(cause)) => Err(Failed::lost(stage, cause)),
            Err(_) => Err(Failed::lost(stage, "the server does not answer")),
        }
    }

    async fn reply(&mut self) -> Result<Reply, String> {
        loop {
            match Reply::parse(&self.buffer) {
                Ok(Some((reply, length))) => {
                    self.buffer.drain(..length);
                    return Ok(reply);
                }
                Ok(None) => {}
                Err(Malformed) => return Err("the server's answer is not SMTP".to_owned()),
            }
            let mut chunk = [0; 1_024];
            let room = chunk.len().min(REPLY_BYTES_MAX + 1 - self.buffer.len().min(REPLY_BYTES_MAX));
            match self.stream.read(&mut chunk[..room]).await {
                Ok(0) => return Err("the server closed the connection".to_owned()),
                Ok(length) => self.buffer.extend(&chunk[..length]),
                Err(error) => return Err(error.kind().to_string()),
            }
        }
    }

    async fn ask(&mut self, command: &str, limit: Duration, stage: Stage) -> Result<Reply, Failed> {
        self.write(format!("{command}\r\n").as_bytes(), limit, stage).await?;
        self.read(limit, stage).await
    }
}

pub(super) struct Connection {
    wire: Wire<Box<dyn Duplex>>,
    pub capabilities: Capabilities,
    timeouts: Timeouts,
    /// Letters carried.
    pub carried: usize,
    /// A refused letter has left its sender behind.
    needs_reset: bool,
}

impl Connection {
    pub(super) async fn open(config: &Config, tls: &TlsConnector) -> Result<Connection, Failed> {
        let limits = &config.timeouts;
        let connecting = TcpStream::connect((&*config.host, config.port));
        let stream = match timeout(limits.connect, connecting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(Failed::lost(Stage::Connect, error.kind().to_string())),
            Err(_) => return Err(Failed::lost(Stage::Connect, "nobody answers")),
        };
        // Otherwise every letter waits some 40 ms for the acknowledgement of the one before.
        stream.set_nodelay(true).map_err(|error| Failed::lost(Stage::Connect, error.kind().to_string()))?;
        let (mut wire, mut capabilities) = match config.security {
            Security::Implicit => {
                let mut wire = boxed(encrypt(stream, config, tls).await?);
                greet(&mut wire, limits).await?;
                let capabilities = hello(&mut wire, config).await?;
                (wire, capabilities)
            }
            Security::Plain | Security::StartTls => {
                let mut wire = Wire { stream, buffer: Vec::new() };
                greet(&mut wire, limits).await?;
                let capabilities = hello(&mut wire, config).await?;
                match config.security {
                    Security::StartTls => {
                        (start_tls(wire, &capabilities, config, tls).await?, Capabilities::default())
                    }
                    _ => (boxed(wire.stream), capabilities),
                }
            }
        };
        if config.security == Security::StartTls {
            // What was said before encryption began may have been forged.
            capabilities = hello(&mut wire, config).await?;
        }
        if let Some(login) = &config.login {
            log_in(&mut wire, &capabilities, login, limits).await?;
        }
        Ok(Connection { wire, capabilities, timeouts: limits.clone(), carried: 0, needs_reset: false })
    }

    /// Hands over one letter. An error before [`Stage::Answer`] means that it has surely not been taken.
    pub(super) async fn carry(
        &mut self,
        letter: &Composed,
        pace: Pace,
        leaves: Leaves<'_>,
    ) -> Result<Answered, Failed> {
        self.carried += 1;
        if !self.wire.buffer.is_empty() {
            return Err(Failed::lost(Stage::Sender, "the server answers what nobody asked"));
        }
        let commands = self.commands(letter);
        let together = pace == Pace::Together && self.capabilities.pipelining;
        if together {
            let all: String = commands.iter().map(|(_, command)| format!("{command}\r\n")).collect();
            self.wire.write(all.as_bytes(), self.timeouts.command, Stage::Sender).await?;
        }
        let mut refused: Option<(Stage, Reply)> = None;
        // Out of step, or waiting for a letter without a recipient: another letter would be misunderstood.
        let mut is_reusable = true;
        for (stage, command) in commands {
            if !together {
                self.wire.write(format!("{command}\r\n").as_bytes(), self.timeouts.command, stage).await?;
            }
            let reply = self.wire.read(self.timeouts.command, stage).await?;
            let expected = if stage == Stage::Data { reply.code == 354 } else { reply.is_positive() };
            is_reusable &= reply.code != 421 && (expected || reply.is_temporary() || reply.is_permanent());
            if stage == Stage::Data && expected && refused.is_some() {
                is_reusable = false;
            }
            if !expected && refused.is_none() {
                refused = Some((stage, reply));
                if !together {
                    break;
                }
            }
        }
        if let Some((stage, reply)) = refused {
            self.needs_reset = true;
            return Ok(Answered { stage, reply, is_reusable });
        }
        leaves().map_err(|cause| Failed { stage: Stage::Body, cause: Cause::Setup(cause) })?;
        // One write for everything, also the final dot. If it fails, bytes are left over on this side, and the
        // dot is the last of them; so the relay has not seen the end of the letter and may not take it.
        self.wire.write(&stuffed(&letter.bytes), self.timeouts.body, Stage::Body).await?;
        let reply = self.wire.read(self.timeouts.answer, Stage::Answer).await?;
        self.needs_reset = false;
        let is_reusable = reply.code != 421;
        Ok(Answered { stage: Stage::Answer, reply, is_reusable })
    }

    fn commands(&self, letter: &Composed) -> Vec<(Stage, String)> {
        let mut sender = format!("MAIL FROM:<{}>", letter.return_path);
        if self.capabilities.size {
            sender.push_str(&format!(" SIZE={}", letter.bytes.len()));
        }
        if letter.to.needs_utf8() {
            sender.push_str(" BODY=8BITMIME SMTPUTF8");
        }
        let mut commands = Vec::new();
        if self.needs_reset {
            commands.push((Stage::Sender, "RSET".to_owned()));
        }
        commands.push((Stage::Sender, sender));
        commands.push((Stage::Recipient, format!("RCPT TO:<{}>", letter.to)));
        commands.push((Stage::Data, "DATA".to_owned()));
        commands
    }

    /// Says goodbye without waiting for an answer.
    pub(super) async fn quit(mut self) {
        let limit = self.timeouts.command.min(Duration::from_secs(1));
        // Whether it arrives changes nothing.
        let _said = self.wire.write(b"QUIT\r\n", limit, Stage::Hello).await;
    }
}

fn boxed<S: Duplex + 'static>(stream: S) -> Wire<Box<dyn Duplex>> {
    Wire { stream: Box::new(stream), buffer: Vec::new() }
}

async fn greet<S>(wire: &mut Wire<S>, limits: &Timeouts) -> Result<(), Failed>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let reply = wire.read(limits.greeting, Stage::Greeting).await?;
    positive(reply, Stage::Greeting).map(drop)
}

fn positive(reply: Reply, stage: Stage) -> Result<Reply, Failed> {
    if reply.is_positive() { Ok(reply) } else { Err(Failed { stage, cause: Cause::Refused(reply) }) }
}

async fn hello<S>(wire: &mut Wire<S>, config: &Config) -> Result<Capabilities, Failed>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let limit = config.timeouts.command;
    let reply = wire.ask(&format!("EHLO {}", config.hello), limit, Stage::Hello).await?;
    if reply.is_permanent() && config.security == Security::Plain {
        let reply = wire.ask(&format!("HELO {}", config.hello), limit, Stage::Hello).await?;
        return positive(reply, Stage::Hello).map(|_| Capabilities::default());
    }
    positive(reply, Stage::Hello).map(|reply| Capabilities::of(&reply))
}

async fn start_tls(
    mut wire: Wire<TcpStream>,
    capabilities: &Capabilities,
    config: &Config,
    tls: &TlsConnector,
) -> Result<Wire<Box<dyn Duplex>>, Failed> {
    let setup = |cause: &str| Failed { stage: Stage::Tls, cause: Cause::Setup(cause.to_owned()) };
    if !capabilities.start_tls {
        return Err(setup("the server does not offer STARTTLS, and nothing is sent unencrypted"));
    }
    let reply = wire.ask("STARTTLS", config.timeouts.command, Stage::Tls).await?;
    positive(reply, Stage::Tls)?;
    if !wire.buffer.is_empty() {
        return Err(setup("somebody put words between the server's answer and the encryption"));
    }
    Ok(boxed(encrypt(wire.stream, config, tls).await?))
}

async fn encrypt(
    stream: TcpStream,
    config: &Config,
    tls: &TlsConnector,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Failed> {
    let setup = |cause: String| Failed { stage: Stage::Tls, cause: Cause::Setup(cause) };
    let name = ServerName::try_from(config.host.clone())
        .map_err(|_| setup("the server's name can stand in no certificate".to_owned()))?;
    match timeout(config.timeouts.greeting, tls.connect(name, stream)).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(cause)) => {
                Err(setup(format!("the server's certificate is not trusted ({cause})")))
            }
            _ => Err(Failed::lost(Stage::Tls, error.kind().to_string())),
        },
        Err(_) => Err(Failed::lost(Stage::Tls, "the server does not answer")),
    }
}

async fn log_in(
    wire: &mut Wire<Box<dyn Duplex>>,
    capabilities: &Capabilities,
    login: &Login,
    limits: &Timeouts,
) -> Result<(), Failed> {
    let reply = if capabilities.auth_plain {
        let secret = format!("\0{}\0{}", login.user, login.password.reveal());
        let command = format!("AUTH PLAIN {}", BASE64_STANDARD.encode(secret));
        wire.ask(&command, limits.command, Stage::Login).await?
    } else if capabilities.auth_login {
        let mut reply = wire.ask("AUTH LOGIN", limits.command, Stage::Login).await?;
        for secret in [&*login.user, login.password.reveal()] {
            if reply.code != 334 {
                break;
            }
            reply = wire.ask(&BASE64_STANDARD.encode(secret), limits.command, Stage::Login).await?;
        }
        reply
    } else {
        let cause = "the server offers neither AUTH PLAIN nor AUTH LOGIN".to_owned();
        return Err(Failed { stage: Stage::Login, cause: Cause::Setup(cause) });
    };
    positive(reply, Stage::Login).map(drop)
}

/// With dots at line starts doubled, and the final dot.
fn stuffed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 64 + 8);
    if bytes.first() == Some(&b'.') {
        out.push(b'.');
    }
    let mut from = 0;
    while let Some(end) = pair(bytes, from, |byte, next| (byte == b'\n') & (next == b'.')) {
        out.extend_from_slice(&bytes[from..=end]);
        out.push(b'.');
        from = end + 1;
    }
    out.extend_from_slice(&bytes[from..]);
    if !out.ends_with(b"\r\n") {
        out.extend(b"\r\n");
    }
    out.extend(b".\r\n");
    out
}
