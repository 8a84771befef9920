//! A running `anlass serve`: its installation, its log, and the few requests that tests make.

use crate::{json, text};
use anlass_server::hash_of_key;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

const KEY: &str = "WRITEKEY";
const PASSWORD: &str = "a long enough password";
/// Nothing takes longer.
const PATIENCE: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(20);

const SETTINGS: &str = "\
name: Laden Müller
organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
currency: EUR
time_zone: Europe/Berlin
region: none
fields: { first_name: text, last_name: text, salutation: text, email: text, phone: text, language: text }
addresses: { email: email }
sources: [{ id: shop, number: 1 }, { id: till, number: 2 }]
policy: { dwell: 0s, losers: defer }
";

/// One message, as soon as somebody orders.
pub(crate) fn confirmation() -> serde_json::Value {
    let name = serde_json::json!({ "de": "Bestätigung", "en": "Confirmation" });
    serde_json::json!({
        "id": "orders", "name": name, "aim": "retention",
        "messages": [{
            "id": "thanks", "name": name, "class": "contract", "purpose": "service", "channels": ["email"],
            "subject": { "de": "Ihre Bestellung", "en": "Your order" },
            "blocks": [{ "id": "text", "text": { "de": "{{ salutation }},\n\ndanke!", "en": "{{ salutation }},\n\nthanks!" } }],
        }],
        "journeys": [{
            "id": "order", "name": name, "entry": { "event": "order.placed" }, "key": "order",
            "steps": [{ "id": "say", "message": "thanks" }],
        }],
    })
}

/// A data directory with a programme, somebody who may sign in, and a mail server; `config` are lines of keys.
pub(crate) fn installation(programme: &serde_json::Value, port: u16, config: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let settings = write("settings.yaml", SETTINGS);
    let programme = write("programme.yaml", &programme.to_string());
    json(&["publish", "--data", text(dir.path()), text(&settings), text(&programme)]);
    equip(dir.path(), port, config);
    dir
}

/// What a data directory needs to be served: a configuration, and somebody who may sign in.
pub(crate) fn equip(dir: &Path, port: u16, config: &str) {
    let own = format!(
        "public_url = \"https://m.example.com\"\nsender.address = \"news@mail.example.com\"\n\
         mail.carrier = \"smtp\"\nmail.smtp.host = \"127.0.0.1\"\nmail.smtp.port = {port}\n{config}\
         [[write_keys]]\nname = \"shop\"\nhash = \"{}\"\nvault = 1\nsource = 1\ntrust = \"server\"\n",
        hash_of_key(KEY)
    );
    std::fs::write(dir.join("server.toml"), own).expect("written");
    add_user(dir);
}

/// Somebody who may do everything.
pub(crate) fn add_user(data: &Path) {
    let mut user = Command::new(env!("CARGO_BIN_EXE_anlass"))
        .args(["user", "add", "--email", "me@example.org", "--role", "admin", "--password-stdin", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("anlass starts");
    writeln!(user.stdin.take().expect("its input"), "{PASSWORD}").expect("it reads");
    assert!(user.wait().expect("it ends").success());
}

pub(crate) fn write_private(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, bytes).expect("written");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("changed");
}

/// People who put something into their cart and order something else, consenting to these purposes before.
pub(crate) fn people(names: &[&str], purposes: &[&str]) -> serde_json::Value {
    let mut batch = Vec::new();
    for name in names {
        let mut track = |event: &str, properties: serde_json::Value| {
            let id = format!("{name} {event} {properties}");
            batch.push(serde_json::json!({
                "type": "track", "userId": name, "messageId": id, "event": event, "properties": properties,
            }));
        };
        for purpose in purposes {
            let proof = serde_json::json!({ "kind": "double_opt_in", "text": "newsletter" });
            track(
                "Consent Granted",
                serde_json::json!({ "channel": "email", "purpose": purpose, "proof": proof }),
            );
        }
        track("Product Added", serde_json::json!({ "product_id": "p1", "price": 29.99, "quantity": 1 }));
        let products = serde_json::json!([{ "product_id": "p2", "price": 19.99, "quantity": 1 }]);
        track(
            "Order Completed",
            serde_json::json!({ "order_id": format!("order of {name}"), "products": products }),
        );
        batch.insert(
            batch.len() - purposes.len() - 2,
            serde_json::json!({
                "type": "identify", "userId": name, "messageId": format!("who is {name}"),
                "traits": { "email": format!("{name}@example.org"), "firstName": name, "language": "de" },
            }),
        );
    }
    serde_json::json!({ "batch": batch })
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    news: Condvar,
}

pub(crate) struct Serving {
    child: Child,
    address: String,
    log: Arc<Log>,
    /// Ends with what the process has to say.
    reader: Option<JoinHandle<()>>,
}

impl Serving {
    pub(crate) fn start(data: &Path) -> Serving {
        Serving::with(data, &[])
    }

    pub(crate) fn with(data: &Path, more: &[&str]) -> Serving {
        let mut child = Command::new(env!("CARGO_BIN_EXE_anlass"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("anlass starts");
        let log: Arc<Log> = Arc::default();
        let (own, stderr) = (Arc::clone(&log), child.stderr.take().expect("its log"));
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                own.lines.lock().expect("sound").push(line);
                own.news.notify_all();
            }
        });
        let address = {
            let lines = log.lines.lock().expect("sound");
            let listens = |line: &String| line.split_once("http://").map(|(_, rest)| rest.to_owned());
            let waits = |lines: &mut Vec<String>| !lines.iter().any(|line| line.starts_with("listening on"));
            let (lines, _) = log.news.wait_timeout_while(lines, PATIENCE, waits).expect("sound");
            let line = lines.iter().find(|line| line.starts_with("listening on"));
            let address = line.and_then(listens).unwrap_or_else(|| panic!("it does not listen: {lines:?}"));
            address.split(' ').next().expect("an address").to_owned()
        };
        Serving { child, address, log, reader: Some(reader) }
    }

    pub(crate) fn told(&self) -> String {
        self.log.lines.lock().expect("sound").join("\n")
    }

    pub(crate) fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer)
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.request("GET", path, "", "")
    }

    /// What the app of somebody who signed in is told.
    pub(crate) fn told_app(&self, cookie: &str, path: &str) -> serde_json::Value {
        let (status, answer) = self.request("GET", path, &format!("cookie: {cookie}\r\n"), "");
        assert_eq!(status, 200, "{answer}");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str(body).expect("JSON")
    }

    /// Events of the shop.
    pub(crate) fn send(&self, batch: &serde_json::Value) {
        let (status, answer) =
            self.request("POST", "/v1/batch", &format!("x-write-key: {KEY}\r\n"), &batch.to_string());
        assert_eq!(status, 200, "{answer}");
    }

    pub(crate) fn sign_in(&self) -> String {
        let body = serde_json::json!({ "email": "me@example.org", "password": PASSWORD }).to_string();
        let (status, answer) = self.request("POST", "/api/session", "x-anlass: 1\r\n", &body);
        assert_eq!(status, 200, "{answer}");
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
        cookie.split(';').next().expect("a cookie").to_owned()
    }

    /// Moves the clock, in as many stages as it takes.
    pub(crate) fn pass(&self, cookie: &str, seconds: u32) {
        let headers = format!("x-anlass: 1\r\ncookie: {cookie}\r\n");
        let mut left = u64::from(seconds);
        while left > 0 {
            let body = serde_json::json!({ "seconds": left }).to_string();
            let (status, answer) = self.request("POST", "/api/demo/clock", &headers, &body);
            assert_eq!(status, 200, "{answer}");
            let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
            let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
            left = body["left_seconds"].as_u64().expect("told");
        }
    }

    pub(crate) fn wait(&self, what: &str, is_there: impl Fn() -> bool) {
        let mut waited = Duration::ZERO;
        while !is_there() {
            assert!(waited < PATIENCE, "{what} did not come: {}", self.told());
            let lines = self.log.lines.lock().expect("sound");
            drop(self.log.news.wait_timeout(lines, STEP).expect("sound"));
            waited += STEP;
        }
    }

    pub(crate) fn ask_to_stop(&mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill starts").success());
    }

    /// How it ended, and what it had told.
    pub(crate) fn wait_for_end(&mut self) -> (ExitStatus, String) {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                // Its last words may still be on their way.
                let reader = self.reader.take();
                reader.into_iter().for_each(|reader| reader.join().expect("it read"));
                return (status, self.told());
            }
            assert!(waited < PATIENCE, "it does not end: {}", self.told());
            let lines = self.log.lines.lock().expect("sound");
            drop(self.log.news.wait_timeout(lines, STEP).expect("sound"));
            waited += STEP;
        }
    }

    pub(crate) fn stop(mut self) {
        self.ask_to_stop();
        let (status, told) = self.wait_for_end();
        assert!(status.success(), "{told}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Only where a test failed before it stopped it.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
