//! `anlass bench ingest`: the collector's whole way. Connections post batches of shop events to a server of its own, as
//! web shops do, and what counts is what was not only accepted but applied when the last second is over.

use crate::installation::Installation;
use anlass_model::definition::Definitions;
use anlass_runtime::Runtime;
use anlass_server::hash_of_key;
use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::Meter;

const KEY: &str = "bench";
const BACKLOG: &str = "anlass_inbox_backlog ";
/// How often a sender that was asked to wait tries again, and the backlog is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// What was accepted and is not applied after this says that the rate cannot be kept.
const DRAINED_S: f64 = 1.0;
/// Longer it is not waited for.
const DRAINED_MAX_S: f64 = 60.0;

pub(crate) struct Options<'a> {
    pub(crate) data: &'a Path,
    pub(crate) connections: u64,
    pub(crate) batch: u64,
    pub(crate) seconds: u64,
    /// People whose events they are.
    pub(crate) customers: u64,
    /// 0: no limit.
    pub(crate) events_per_s: u64,
}

/// The server as a process of its own; it is ended with this.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub(crate) fn run(options: &Options<'_>) -> Result<serde_json::Value> {
    set_up(options.data)?;
    let server = start(options.data)?;
    let (stop, accepted, asked_to_wait) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let meter = Meter::start();
    std::thread::scope(|scope| -> Result<()> {
        let senders: Vec<_> = (0..options.connections)
            .map(|connection| {
                let (stop, accepted, waits) = (&stop, &accepted, &asked_to_wait);
                scope.spawn(move || send(options, server.address, connection, (stop, accepted, waits)))
            })
            .collect();
        pause(Duration::from_secs(options.seconds));
        stop.store(true, Ordering::Relaxed);
        for sender in senders {
            sender.join().map_err(|_| anyhow::anyhow!("a sender stopped"))??;
        }
        Ok(())
    })?;
    let seconds = meter.seconds();
    let behind = drained(server.address)?;
    let accepted = accepted.load(Ordering::Relaxed);
    ensure!(accepted > 0, "the server took nothing");
    let process = server.child.id();
    let waits = asked_to_wait.load(Ordering::Relaxed);
    Ok(serde_json::json!({
        "events_per_s": (accepted as f64 / (seconds + behind)).round(), "events": accepted, "seconds": seconds,
        "backlog_s": (behind * 1_000.0).round() / 1_000.0, "sustained": behind < DRAINED_S,
        "asked_to_wait": waits, "connections": options.connections, "batch": options.batch,
        "customers": options.customers, "offered_per_s": options.events_per_s, "cpu_s": meter.cpu_seconds() + cpu_seconds_of(process),
        "server_cpu_s": cpu_seconds_of(process), "peak_rss_mb": peak_rss_mb_of(process).round(),
        "fsync_ms": anlass_store::probe::fsync_ms(options.data)?,
    }))
}

/// Definitions with a journey that carts enter, and a key to write with.
fn set_up(data: &Path) -> Result<()> {
    let installation = Installation::open_or_create(data)?;
    let definitions: Definitions = serde_saphyr::from_str(include_str!("trigger.yaml"))
        .context("reading the benchmark's definitions")?;
    Runtime::publish(&*installation.store, &installation.master, &definitions, None)?;
    let settings = format!(
        "[[write_keys]]\nname = \"bench\"\nhash = \"{}\"\nvault = 1\nsource = 1\ntrust = \"server\"\n",
        hash_of_key(KEY)
    );
    std::fs::write(data.join("server.toml"), settings).context("writing the server's configuration")
}

fn start(data: &Path) -> Result<Server> {
    let program = std::env::current_exe().context("finding this program")?;
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting the server")?;
    let said = child.stderr.take().context("what the server says")?;
    let mut lines = BufReader::new(said).lines();
    while let Some(line) = lines.next() {
        let line = line?;
        let address = line.split_once("http://").map(|(_, rest)| rest.split(' ').next().unwrap_or_default());
        if let Some(Ok(address)) = address.map(str::parse) {
            // A server that nobody listens to any more would end with its first word.
            std::thread::spawn(move || lines.for_each(drop));
            return Ok(Server { child, address });
        }
    }
    bail!("the server ended before it listened\n  help: start `anlass serve` with the same --data to see why")
}

/// Sends until it is told to stop; every batch is answered before the next one goes.
fn send(
    options: &Options<'_>,
    address: SocketAddr,
    connection: u64,
    (stop, accepted, waits): (&AtomicBool, &AtomicU64, &AtomicU64),
) -> Result<()> {
    let connect = || -> Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(address).context("connecting to the server")?;
        stream.set_nodelay(true)?;
        Ok(BufReader::new(stream))
    };
    let mut stream = connect()?;
    let run = crate::clock::now().0;
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let share = (number * 1_000 * options.connections).checked_div(options.events_per_s);
        let early = share.map_or(0, |due| due.saturating_sub((crate::clock::now().0 - run).unsigned_abs()));
        pause(Duration::from_millis(early));
        let body = batch(options, run, connection, number);
        number += options.batch;
        loop {
            // A server that puts off closes the connection before it has read everything, as SDKs find out too: they
            // send again, and what comes twice is told by its message id.
            match request(&mut stream, &body) {
                Ok(200) => break,
                Ok(_) => {}
                Err(error) if error.is::<std::io::Error>() => stream = connect()?,
                Err(error) => return Err(error),
            }
            waits.fetch_add(1, Ordering::Relaxed);
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            pause(LOOK);
        }
        accepted.fetch_add(options.batch, Ordering::Relaxed);
    }
    Ok(())
}

/// What a shop sends: mostly looks, some carts, few orders.
fn batch(options: &Options<'_>, run: i64, connection: u64, from: u64) -> String {
    let mut body = String::from("{\"batch\":[");
    for number in from..from + options.batch {
        let draw = anlass_model::id::parts_hash(&[&connection.to_le_bytes(), &number.to_le_bytes()]);
        let person = draw % u128::from(options.customers.max(1));
        let (event, price) = match draw >> 64 & 0xff {
            0..16 => ("Product Added", "\"price\":29.9,\"quantity\":1,"),
            16..24 => ("Product Removed", ""),
            _ => ("Product Viewed", ""),
        };
        let comma = if number == from { "" } else { "," };
        let product = (draw >> 80) % 5_000;
        body.push_str(&format!(
            "{comma}{{\"type\":\"track\",\"event\":\"{event}\",\"userId\":\"k{person}\",\"messageId\":\"{run}-{connection}-{number}\",\
             \"properties\":{{{price}\"product_id\":\"p{product}\",\"name\":\"Artikel {product}\",\"url\":\"https://shop.example/p{product}\"}},\
             \"context\":{{\"locale\":\"de-DE\",\"page\":{{\"path\":\"/p{product}\",\"title\":\"Artikel {product}\"}}}}}}"
        ));
    }
    body.push_str("]}");
    body
}

/// The status of one post; whatever is neither taken nor put off ends the measurement.
fn request(stream: &mut BufReader<TcpStream>, body: &str) -> Result<u16> {
    let head = format!(
        "POST /v1/batch HTTP/1.1\r\nhost: bench\r\nx-write-key: {KEY}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.get_mut().write_all(head.as_bytes())?;
    stream.get_mut().write_all(body.as_bytes())?;
    let (status, answer) = answer(stream)?;
    ensure!(status == 200 || status == 429, "the server answered {status}: {answer}");
    ensure!(status == 429 || answer.contains("\"rejected_total\":0"), "events were set aside: {answer}");
    Ok(status)
}

fn answer(stream: &mut BufReader<TcpStream>) -> Result<(u16, String)> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("a status line")?;
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().context("a length")?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

/// Seconds until everything accepted is applied.
fn drained(address: SocketAddr) -> Result<f64> {
    let meter = Meter::start();
    loop {
        let mut stream = BufReader::new(TcpStream::connect(address)?);
        stream.get_mut().write_all(b"GET /metrics HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n")?;
        let (_, text) = answer(&mut stream)?;
        let backlog = text.lines().find_map(|line| line.strip_prefix(BACKLOG)?.parse::<u64>().ok());
        if backlog.context("the server's backlog")? == 0 {
            return Ok(meter.seconds());
        }
        ensure!(meter.seconds() < DRAINED_MAX_S, "the backlog was not applied after {DRAINED_MAX_S} s");
        pause(LOOK);
    }
}

fn pause(time: Duration) {
    let (_open, never) = channel::<()>();
    // It ends with the time, for nobody sends anything.
    let _over = never.recv_timeout(time);
}

fn cpu_seconds_of(process: u32) -> f64 {
    super::cpu_seconds_in(&format!("/proc/{process}/stat"))
}

fn peak_rss_mb_of(process: u32) -> f64 {
    super::peak_rss_mb_in(&format!("/proc/{process}/status"))
}
