//! A mail server that takes everything and only notes what it took: the far end of `send`, `latency` and `kill`.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Of a delivery's id at the start of a Message-ID.
const ID_DIGITS: usize = 32;

/// A letter that was taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) at: Instant,
    /// Of a contract message, by what its Feedback-ID says.
    pub(crate) is_contract: bool,
    /// The number in the recipient's address, which is the customer's.
    pub(crate) customer: Option<u64>,
    /// Which of the names that are looked for stand in it.
    pub(crate) names: [bool; 2],
}

#[derive(Default)]
struct Log {
    /// By the delivery's id, which stands in the Message-ID: all copies that came.
    taken: BTreeMap<String, Vec<Taken>>,
    letters: u64,
    bytes: u64,
}

pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

/// Names that are looked for in letters.
type Names = [&'static str; 2];

impl Sink {
    pub(crate) fn start() -> Result<Sink> {
        Sink::looking_for([""; 2])
    }

    /// Notes which letters hold which of these names; an empty one stands in none.
    pub(crate) fn looking_for(names: Names) -> Result<Sink> {
        let listener = TcpListener::bind("127.0.0.1:0").context("listening for letters")?;
        let address = listener.local_addr()?;
        let log: Arc<Mutex<Log>> = Arc::default();
        let own = Arc::clone(&log);
        // It ends with the process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&own);
                std::thread::spawn(move || serve(&stream, &log, names));
            }
        });
        Ok(Sink { address, log })
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn letters(&self) -> u64 {
        self.log().letters
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.log().bytes
    }

    /// Everything that was taken, by delivery.
    pub(crate) fn taken(&self) -> BTreeMap<String, Vec<Taken>> {
        self.log().taken.clone()
    }
}

/// Until the connection ends. Only what was read up to its final dot counts as taken.
fn serve(stream: &TcpStream, log: &Mutex<Log>, names: Names) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::with_capacity(64 * 1_024, stream);
    let mut writer = stream;
    let mut said = b"220 sink\r\n".to_vec();
    let mut customer = None;
    loop {
        // Commands that came in one write are answered in one.
        if reader.buffer().is_empty() {
            writer.write_all(&said).ok()?;
            said.clear();
        }
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let verb = line.split([' ', ':', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        match &*verb {
            "EHLO" => said.extend(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE\r\n"),
            "RCPT" => {
                let local = line.split(['<', '@']).nth(1).unwrap_or_default();
                customer = local.rsplit('.').next().and_then(|digits| digits.parse().ok());
                said.extend(b"250 fine\r\n");
            }
            "DATA" => {
                said.extend(b"354 go on\r\n");
                writer.write_all(&said).ok()?;
                said.clear();
                take(&mut reader, customer, log, names)?;
                said.extend(b"250 taken\r\n");
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n").ok()?;
                return Some(());
            }
            _ => said.extend(b"250 fine\r\n"),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring is what it is for")]
fn take(reader: &mut impl BufRead, customer: Option<u64>, log: &Mutex<Log>, names: Names) -> Option<()> {
    let (mut id, mut is_contract, mut bytes) = (String::new(), false, 0);
    let (mut is_head, mut line) = (true, Vec::new());
    let mut found = [false; 2];
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            break;
        }
        bytes += u64::try_from(line.len()).unwrap_or(0);
        is_head &= line != b"\r\n";
        let text = String::from_utf8_lossy(&line);
        for (name, found) in names.iter().zip(&mut found) {
            *found |= !name.is_empty() && text.contains(name);
        }
        if is_head {
            if let Some(value) = text.strip_prefix("Message-ID: <") {
                id = value.chars().take(ID_DIGITS).collect();
            }
            is_contract |= text.starts_with("Feedback-ID:") && text.contains(":contract:");
        }
    }
    let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
    log.letters += 1;
    log.bytes += bytes;
    log.taken.entry(id).or_default().push(Taken { at: Instant::now(), is_contract, customer, names: found });
    Some(())
}
