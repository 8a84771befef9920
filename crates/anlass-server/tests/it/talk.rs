//! A shop that writes letters with links, and what its people say and do with them.

use crate::client::{Answer, Client};
use crate::shop::{Setup, Shop};
use anlass_server::Role;
use serde_json::{Value, json};

/// A letter of advertising after a visit, with three links; whoever clicks gets a second one.
const TALK: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, last_name: text, email: text, language: text, contact_frequency: text }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: news
    name: { de: Neues, en: News }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: letter
        name: { de: Brief, en: Letter }
        class: advertising
        purpose: news
        channels: [email]
        subject: { de: "Neues", en: "News" }
        blocks:
          - id: greeting
            text: { de: "{{ salutation }}", en: "{{ salutation }}" }
          - id: ways
            text: { de: Wege, en: Ways }
            body:
              de: &ways
                parts:
                  - button: { text: Eins, link: "https://shop.example/eins" }
                  - button: { text: Zwei, link: "https://shop.example/zwei" }
                  - button: { text: Neu, link: "https://shop.example/neu?a=1&b=2" }
              en: *ways
      - id: again
        name: { de: Nachfassen, en: Again }
        class: advertising
        purpose: offers
        channels: [email]
        subject: { de: "Nochmal", en: "Again" }
        blocks: [{ id: greeting, text: { de: "{{ salutation }}", en: "{{ salutation }}" } }]
    journeys:
      - id: write
        name: { de: Schreiben, en: Write }
        entry: { event: product.viewed }
        steps: [{ id: say, message: letter }]
      - id: follow
        name: { de: Folgen, en: Follow }
        entry: { event: message.clicked }
        steps: [{ id: say, message: again }]
"#
);

/// Somebody's browser.
pub(crate) const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

/// Eva, who agreed, and the letter she got.
pub(crate) struct Talk {
    pub(crate) shop: Shop,
    pub(crate) cookie: String,
    pub(crate) eva: String,
    pub(crate) letter: Value,
}

impl Talk {
    pub(crate) fn begin() -> Talk {
        Talk::with("email", "")
    }

    /// Eva agrees to these purposes by double opt-in, each for e-mail; `own` is configuration.
    pub(crate) fn with(purposes: &str, own: &str) -> Talk {
        let mut shop = Shop::with(&Setup { definitions: TALK, config: own, is_demo: true });
        shop.is_quiet = true;
        let cookie = shop.cookie(Role::Marketer);
        let mut events = vec![json!({
            "type": "identify", "userId": "17", "messageId": "m1", "timestamp": "2026-11-24T08:50:00Z",
            "traits": { "email": "eva@example.org", "firstName": "Eva", "lastName": "Maier" },
        })];
        for purpose in purposes.split(' ') {
            let mut properties =
                json!({ "channel": "email", "proof": { "kind": "double_opt_in", "text": "t1" } });
            if purpose != "email" {
                properties["purpose"] = json!(purpose);
            }
            events.push(json!({
                "type": "track", "userId": "17", "messageId": format!("c-{purpose}"),
                "timestamp": "2026-11-24T08:51:00Z", "event": "Consent Granted", "properties": properties,
            }));
        }
        events.push(json!({
            "type": "page", "userId": "17", "messageId": "m3", "timestamp": "2026-11-24T08:59:30Z",
        }));
        let body = json!({ "batch": events }).to_string();
        let answer =
            shop.client().request("POST", "/v1/batch", &[("x-write-key", "WRITEKEY")], body.as_bytes());
        assert_eq!((answer.status, &answer.json()["rejected_total"]), (200, &json!(0)), "{answer:?}");
        shop.pass(&cookie, 60);
        let found = shop.json(&cookie, "/api/customers?query=eva%40example.org");
        let eva = found[0]["id"].as_str().expect("an id").to_owned();
        let letters = shop.json(&cookie, &format!("/api/mailbox?customer={eva}"))["rows"].clone();
        let name = letters[0]["id"].as_str().unwrap_or_else(|| panic!("a letter, not {letters}"));
        let letter = shop.json(&cookie, &format!("/api/mailbox/{name}"));
        Talk { shop, cookie, eva, letter }
    }

    pub(crate) fn html(&self) -> &str {
        self.letter["html"].as_str().expect("HTML")
    }

    /// Paths of one kind of link in the letter, each once, in order.
    pub(crate) fn paths(&self, kind: &str) -> Vec<String> {
        paths(self.html(), kind)
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.shop.pass(&self.cookie, seconds);
    }

    pub(crate) fn restart(self) -> Talk {
        let Talk { shop, cookie, eva, letter } = self;
        Talk { shop: shop.restarted(), cookie, eva, letter }
    }

    pub(crate) fn profile(&self) -> Value {
        self.shop.json(&self.cookie, &format!("/api/customers/{}", self.eva))
    }

    /// How often something of this kind stands on her timeline.
    pub(crate) fn happened(&self, what: &str) -> usize {
        let timeline = self.shop.json(&self.cookie, &format!("/api/customers/{}/timeline", self.eva));
        timeline.to_string().matches(what).count()
    }

    pub(crate) fn letters(&self) -> usize {
        let letters =
            self.shop.json(&self.cookie, &format!("/api/mailbox?customer={}", self.eva))["rows"].clone();
        letters.as_array().map_or(0, Vec::len)
    }
}

pub(crate) fn paths(text: &str, kind: &str) -> Vec<String> {
    let start = format!("http://letters.example/{kind}/");
    let mut found = Vec::new();
    for (at, _) in text.match_indices(&start) {
        let path = text[at..].trim_start_matches("http://letters.example");
        let path: String = path
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || "/-_".contains(*letter))
            .collect();
        if !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

/// As a browser asks for a page.
pub(crate) fn visit(shop: &Shop, path: &str) -> Answer {
    ask(&mut shop.client(), "GET", path, &[])
}

pub(crate) fn ask(client: &mut Client, method: &str, path: &str, more: &[(&str, &str)]) -> Answer {
    client.request(method, path, &[&[("user-agent", BROWSER)], more].concat(), b"")
}
