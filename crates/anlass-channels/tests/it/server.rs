//! A relay that behaves as scripted: it hangs, drops, refuses, swallows, takes and says nothing. It notes what it
//! really took.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What the server does instead of saying yes.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Yes,
    Say(String),
    Hang,
    Drop,
    /// At the end of a letter: it is taken, and the connection breaks before the answer.
    TakeAndDrop,
    /// At the end of a letter: it is taken, but the answer never comes.
    TakeAndHang,
    /// Says yes, and throws away what else has been sent so far.
    Swallow,
    /// Says yes to DATA and reads no more.
    StopReading,
    /// Says yes once told to.
    Wait(Arc<tokio::sync::Semaphore>),
}

/// Where a conversation stands.
pub(crate) struct Moment<'a> {
    /// Counted from 0.
    pub connection: usize,
    /// "GREETING", the command's verb, or "BODY".
    pub verb: &'a str,
    pub line: &'a str,
    /// Recipients so far of this letter.
    pub to: &'a str,
}

type Rule = Box<dyn Fn(&Moment<'_>) -> Act + Send + Sync>;

#[derive(Default)]
pub(crate) struct Log {
    pub connections: usize,
    pub commands: Vec<String>,
    /// Recipient and bytes, dots unstuffed.
    pub taken: Vec<(String, String)>,
    under_way: BTreeMap<String, usize>,
    /// Most letters at once per domain.
    pub most: BTreeMap<String, usize>,
}

pub(crate) struct Server {
    pub port: u16,
    log: Arc<Mutex<Log>>,
}

pub(crate) struct Options {
    pub capabilities: &'static str,
    /// Encrypted from the first byte, or by STARTTLS if `capabilities` offer it.
    pub tls: Option<TlsAcceptor>,
    pub starts_encrypted: bool,
}

pub(crate) const EVERYTHING: &str = "PIPELINING 8BITMIME SMTPUTF8 SIZE";

impl Server {
    pub(crate) async fn start(rule: impl Fn(&Moment<'_>) -> Act + Send + Sync + 'static) -> Server {
        let options = Options { capabilities: EVERYTHING, tls: None, starts_encrypted: false };
        Server::with(options, rule).await
    }

    pub(crate) async fn with(
        options: Options,
        rule: impl Fn(&Moment<'_>) -> Act + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Log>> = Arc::default();
        let shared = (Arc::new(options), Arc::new(Box::new(rule) as Rule), Arc::clone(&log));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (options, rule, log) = shared.clone();
                let number = {
                    let mut log = log.lock().unwrap();
                    log.connections += 1;
                    log.connections - 1
                };
                tokio::spawn(async move { serve(stream, number, &options, &rule, &log).await });
            }
        });
        Server { port, log }
    }

    pub(crate) fn log<R>(&self, look: impl FnOnce(&Log) -> R) -> R {
        look(&self.log.lock().unwrap())
    }

    pub(crate) fn taken(&self) -> usize {
        self.log(|log| log.taken.len())
    }
}

/// Ends when the connection does; `None` breaks it.
async fn serve(
    stream: TcpStream,
    number: usize,
    options: &Options,
    rule: &Rule,
    log: &Mutex<Log>,
) -> Option<()> {
    match (&options.tls, options.starts_encrypted) {
        (Some(tls), true) => {
            let stream = BufReader::new(tls.accept(stream).await.ok()?);
            let mut talk = Talk { stream, number, options, rule, log };
            talk.step("GREETING", "", "", "220 hello").await?;
            talk.commands().await?;
        }
        _ => {
            let mut talk = Talk { stream: BufReader::new(stream), number, options, rule, log };
            talk.step("GREETING", "", "", "220 hello").await?;
            if talk.commands().await? == Ended::StartTls {
                let stream = options.tls.as_ref()?.accept(talk.stream.into_inner()).await.ok()?;
                let stream = BufReader::new(stream);
                Talk { stream, number, options, rule, log }.commands().await?;
            }
        }
    }
    Some(())
}

#[derive(PartialEq, Eq)]
enum Ended {
    Quit,
    StartTls,
}

struct Talk<'a, S> {
    stream: BufReader<S>,
    number: usize,
    options: &'a Options,
    rule: &'a Rule,
    log: &'a Mutex<Log>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<'_, S> {
    async fn say(&mut self, text: &str) -> Option<()> {
        self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
        self.stream.get_mut().flush().await.ok()
    }

    async fn step(&mut self, verb: &str, line: &str, to: &str, yes: &str) -> Option<Act> {
        let moment = Moment { connection: self.number, verb, line, to };
        let act = (self.rule)(&moment);
        match &act {
            Act::Yes => self.say(yes).await?,
            Act::Say(text) => self.say(text).await?,
            Act::Swallow => {
                let buffered = self.stream.buffer().len();
                self.stream.consume(buffered);
                self.say(yes).await?;
            }
            Act::Wait(told) => {
                told.acquire().await.ok()?.forget();
                self.say(yes).await?;
            }
            Act::StopReading => {
                self.say(yes).await?;
                std::future::pending::<()>().await;
            }
            Act::Hang | Act::TakeAndHang => std::future::pending::<()>().await,
            Act::Drop | Act::TakeAndDrop => return None,
        }
        Some(act)
    }

    async fn commands(&mut self) -> Option<Ended> {
        let mut to = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await.ok()? == 0 {
                return Some(Ended::Quit);
            }
            let line = line.trim_end().to_owned();
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            self.log.lock().unwrap().commands.push(line.clone());
            if verb == "RCPT" {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            }
            let yes = match &*verb {
                "EHLO" => self.hello(),
                "DATA" => "354 go on".to_owned(),
                "QUIT" => return Some(Ended::Quit),
                "AUTH" => "235 welcome".to_owned(),
                "STARTTLS" => "220 go on".to_owned(),
                _ => "250 2.0.0 fine".to_owned(),
            };
            let act = self.step(&verb, &line, &to, &yes).await?;
            let said = match &act {
                Act::Say(text) => text.clone(),
                _ => yes,
            };
            match &*verb {
                "STARTTLS" if said.starts_with("220") => return Some(Ended::StartTls),
                "DATA" if said.starts_with("354") => self.body(&to).await?,
                "AUTH" if said.starts_with("334") => self.ask_for_secrets().await?,
                _ => {}
            }
        }
    }

    fn hello(&self) -> String {
        let mut lines = "250-relay.example.com".to_owned();
        for capability in self.options.capabilities.split(' ') {
            lines.push_str(&format!("\r\n250-{}", capability.replace('_', " ")));
        }
        format!("{lines}\r\n250 HELP")
    }

    async fn ask_for_secrets(&mut self) -> Option<()> {
        for answer in ["334 UGFzc3dvcmQ6", "235 welcome"] {
            let mut secret = String::new();
            self.stream.read_line(&mut secret).await.ok()?;
            self.log.lock().unwrap().commands.push(secret.trim_end().to_owned());
            self.say(answer).await?;
        }
        Some(())
    }

    async fn body(&mut self, to: &str) -> Option<()> {
        let domain = to.rsplit('@').next().unwrap_or_default().to_owned();
        {
            let mut log = self.log.lock().unwrap();
            let now = log.under_way.entry(domain.clone()).or_default();
            *now += 1;
            let now = *now;
            let most = log.most.entry(domain.clone()).or_default();
            *most = now.max(*most);
        }
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n.\r\n") {
            let byte = self.stream.read_u8().await.ok()?;
            bytes.push(byte);
        }
        bytes.truncate(bytes.len() - 3);
        let text = String::from_utf8(bytes).unwrap().replace("\r\n..", "\r\n.");
        let moment = Moment { connection: self.number, verb: "BODY", line: &text, to };
        let planned = (self.rule)(&moment);
        let is_refused = matches!(&planned, Act::Say(text) if !text.starts_with("250"));
        let mut is_taken = !is_refused && !matches!(planned, Act::Drop | Act::Hang);
        // Those who wait take it only then.
        if let Act::Wait(told) = &planned {
            told.acquire().await.ok()?.forget();
        }
        {
            let mut log = self.log.lock().unwrap();
            if std::mem::take(&mut is_taken) {
                log.taken.push((to.to_owned(), text));
            }
            *log.under_way.get_mut(&domain).unwrap() -= 1;
        }
        match planned {
            Act::Say(text) => self.say(&text).await,
            Act::Hang | Act::TakeAndHang => std::future::pending().await,
            Act::Drop | Act::TakeAndDrop => None,
            _ => self.say("250 2.0.0 taken").await,
        }
    }
}
