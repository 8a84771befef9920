//! Another system, as far as these tests need one: it takes calls, answers as it is told to, and remembers all.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

/// A call as it came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) head: String,
    pub(crate) body: String,
    /// What it was answered with; 0: nothing.
    pub(crate) answered: u16,
}

impl Call {
    pub(crate) fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub(crate) fn is_taken(&self) -> bool {
        (200..300).contains(&self.answered)
    }
}

pub(crate) struct Receiver {
    pub(crate) port: u16,
    code: Arc<AtomicU16>,
    /// It takes the call and hangs up before it has answered.
    swallows: Arc<AtomicBool>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Receiver {
    pub(crate) fn open() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (code, swallows) = (Arc::new(AtomicU16::new(204)), Arc::new(AtomicBool::new(false)));
        let calls: Arc<Mutex<Vec<Call>>> = Arc::default();
        let receiver = Receiver {
            port,
            code: Arc::clone(&code),
            swallows: Arc::clone(&swallows),
            calls: Arc::clone(&calls),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut text = Vec::new();
                let mut piece = [0; 65_536];
                let call = loop {
                    let Ok(length @ 1..) = stream.read(&mut piece) else { break None };
                    text.extend(&piece[..length]);
                    if let Some(call) = whole(&text) {
                        break Some(call);
                    }
                };
                let Some((head, body)) = call else { continue };
                let code = code.load(Ordering::SeqCst);
                let is_swallowed = swallows.load(Ordering::SeqCst);
                let answered = if is_swallowed { 0 } else { code };
                calls.lock().expect("sound").push(Call { head, body, answered });
                if !is_swallowed {
                    let answer = format!("HTTP/1.1 {code} So\r\ncontent-length: 0\r\n\r\n");
                    // Who called may have gone.
                    drop(stream.write_all(answer.as_bytes()));
                }
            }
        });
        receiver
    }

    pub(crate) fn answer(&self, code: u16) {
        self.code.store(code, Ordering::SeqCst);
    }

    pub(crate) fn swallow(&self, is_so: bool) {
        self.swallows.store(is_so, Ordering::SeqCst);
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("sound").clone()
    }

    pub(crate) fn taken(&self) -> Vec<Call> {
        self.calls().into_iter().filter(Call::is_taken).collect()
    }
}

/// Head and body, once all of it has come.
fn whole(bytes: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    (length.parse() == Ok(body.len())).then(|| (head.to_owned(), body.to_owned()))
}
