//! What people do by telephone and in the shop, tied to the message that led to it (K10): by a quoted code for certain, by
//! what a letter or mail of the last 28 days was about probably, and corrected in one click.

use crate::shop::Shop;
use anlass_model::id::VaultId;
use anlass_server::Role;
use serde_json::{Value, json};

const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, email: text, language: text }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: garden
    name: { de: Garten, en: Garden }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: catalogue
        name: { de: Gartenkatalog, en: Garden catalogue }
        class: contract
        purpose: service
        channels: [email]
        about: [Garten]
        voucher: spring
        subject: { de: "Der Katalog", en: "The catalogue" }
        blocks: [{ id: text, text: { de: "Hier ist er.", en: "Here it is." } }]
    journeys:
      - { id: send, name: { de: Senden, en: Send }, entry: { event: catalogue.requested }, steps: [{ id: tell, message: catalogue }] }
"#
);

struct Called {
    shop: Shop,
    cookie: String,
    eva: String,
    /// Nodes of the catalogue by name.
    nodes: Value,
}

impl Called {
    /// Eva asked for a catalogue by telephone, and got it.
    fn open() -> Called {
        let shop = Shop::of(SHOP, "");
        let shop = shop.restarted_after(|runtime| {
            runtime.fill_pool(VaultId(1), "spring", vec!["GARTEN-7".into()]).expect("filled");
        });
        let cookie = shop.cookie(Role::Admin);
        for (number, path) in [("g1", json!(["Garten", "Pflanzen"])), ("w1", json!(["Werkzeug"]))] {
            let told = json!({ "name": number, "path": path });
            let path = format!("/api/catalogue/articles/{number}");
            assert_eq!(shop.ask(&cookie, "PUT", &path, &told).status, 204);
        }
        let known = br#"{"type":"identify","userId":"17","messageId":"i1","timestamp":"2026-11-24T08:59:00Z","traits":{"email":"eva@example.org","language":"de"}}"#;
        assert_eq!(crate::client::post(shop.address, "/v1/identify", known).status, 200);
        shop.pass(&cookie, 1);
        let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
        let nodes = shop.json(&cookie, "/api/catalogue/categories")["nodes"].clone();
        let called = Called { shop, cookie, eva, nodes };
        let asked = called.note(&json!({ "kind": "catalogue_requested", "how": "phone" }));
        assert_eq!(asked["cause"]["certainty"], "none", "{asked}");
        called.shop.pass(&called.cookie, 60);
        let letters = called.shop.json(&called.cookie, "/api/mailbox")["rows"].clone();
        assert_eq!(letters.as_array().map(Vec::len), Some(1), "the journey entered by it: {letters}");
        called
    }

    fn node(&self, name: &str) -> &Value {
        let all = self.nodes.as_array().expect("nodes").iter();
        &all.into_iter().find(|node| node["node"]["name"] == name).expect("it is there")["node"]["id"]
    }

    fn path(&self) -> String {
        format!("/api/customers/{}/actions", self.eva)
    }

    fn note(&self, action: &Value) -> Value {
        let answer = self.shop.ask(&self.cookie, "POST", &self.path(), action);
        assert_eq!(answer.status, 200, "{action}: {answer:?}");
        answer.json()
    }

    fn call(&self, more: &[(&str, &Value)]) -> Value {
        let mut action = json!({ "kind": "called", "how": "phone" });
        for (name, value) in more {
            action[*name] = (*value).clone();
        }
        self.note(&action)
    }
}

#[test]
fn k10_a_call_five_days_after_the_catalogue_is_tied_to_it_and_its_interest_recorded() {
    let called = Called::open();
    called.shop.pass(&called.cookie, 5 * 86_400);
    let told = called.call(&[("category", called.node("Pflanzen")), ("note", &json!("fragt nach Rosen"))]);
    let cause = &told["cause"];
    assert_eq!(
        (&cause["certainty"], &cause["message"]["id"]),
        (&json!("probable"), &json!("catalogue")),
        "{told}"
    );
    assert!(cause["words"]["de"].as_str().is_some_and(|words| words.contains("28 Tagen")), "{cause}");
    let elsewhere = called.call(&[("category", called.node("Werkzeug"))]);
    assert_eq!(
        (&elsewhere["cause"]["certainty"], &elsewhere["cause"]["message"]),
        (&json!("none"), &Value::Null)
    );
    let customer = called.shop.json(&called.cookie, &format!("/api/customers/{}", called.eva));
    assert!(customer["interests"].to_string().contains("Pflanzen"), "{}", customer["interests"]);
    let timeline = called.shop.json(&called.cookie, &format!("/api/customers/{}/timeline", called.eva));
    let entry =
        timeline["entries"].as_array().expect("entries").iter().find(|own| own["event"] == told["event"]);
    let entry = entry.expect("it stands there");
    assert_eq!(entry["cause"]["certainty"], "probable", "{entry}");
    assert!(entry["words"]["de"].as_str().is_some_and(|words| words.contains("Pflanzen")), "{entry}");
    let by_article = called.call(&[("article", &json!("g1"))]);
    assert_eq!(
        by_article["cause"]["certainty"], "probable",
        "its node lies under the catalogue's: {by_article}"
    );
    called.shop.pass(&called.cookie, 24 * 86_400);
    let late = called.call(&[("category", called.node("Garten"))]);
    assert_eq!(late["cause"]["certainty"], "none", "{late}");
    let quoted = called.call(&[("code", &json!("garten 7"))]);
    assert_eq!(
        (&quoted["cause"]["certainty"], &quoted["cause"]["message"]["id"]),
        (&json!("certain"), &json!("catalogue"))
    );
}

#[test]
fn a_cause_is_corrected_in_one_click_and_what_is_nonsense_refused() {
    let called = Called::open();
    let told = called.call(&[("category", called.node("Garten"))]);
    let delivery = told["cause"]["delivery"].clone();
    let correct = |event: &Value, delivery: &Value| {
        let path = format!("{}/{}/cause", called.path(), event.as_str().expect("an id"));
        called
            .shop
            .ask(&called.cookie, "POST", &path, &json!({ "delivery": delivery, "note": "nein" }))
            .status
    };
    assert_eq!(correct(&told["event"], &Value::Null), 204);
    let all = called.shop.json(&called.cookie, &called.path());
    assert_eq!(
        (&all[0]["cause"]["certainty"], &all[0]["cause"]["delivery"]),
        (&json!("said"), &Value::Null),
        "{all}"
    );
    assert_eq!(all[0]["cause"]["corrected"]["by"], "admin@example.org", "{all}");
    assert_eq!(correct(&told["event"], &delivery), 204, "the newest word counts");
    let all = called.shop.json(&called.cookie, &called.path());
    assert_eq!(all[0]["cause"]["message"]["id"], "catalogue", "{all}");
    assert_eq!(correct(&told["event"], &json!("0".repeat(32))), 422, "it never left to her");
    assert_eq!(correct(&json!("ff"), &Value::Null), 404);
    for wrong in [
        json!({ "kind": "rated", "how": "phone" }),
        json!({ "kind": "rated", "how": "phone", "rating": 6 }),
        json!({ "kind": "visited", "how": "in_person", "outlet": "nowhere" }),
        json!({ "kind": "called", "how": "phone", "article": "nothing" }),
        json!({ "kind": "called", "how": "phone", "at": "2027-01-01T00:00:00Z" }),
        json!({ "kind": "called", "how": "phone", "note": "n".repeat(301) }),
    ] {
        assert_eq!(called.shop.ask(&called.cookie, "POST", &called.path(), &wrong).status, 422, "{wrong}");
    }
}

#[test]
fn a_system_of_the_house_tells_the_same_by_its_key() {
    let called = Called::open();
    let call = br#"{"type":"track","userId":"17","messageId":"c1","timestamp":"2026-11-24T09:10:00Z","event":"Support Called","properties":{"category":"Garten","subject":"Rosen"}}"#;
    called.shop.pass(&called.cookie, 3_600);
    assert_eq!(crate::client::post(called.shop.address, "/v1/track", call).status, 200);
    assert_eq!(crate::client::post(called.shop.address, "/v1/track", call).status, 200);
    called.shop.pass(&called.cookie, 1);
    let all = called.shop.json(&called.cookie, &called.path());
    assert_eq!(all.as_array().map(Vec::len), Some(2), "once, beside what she asked for: {all}");
    assert_eq!(
        (&all[0]["cause"]["certainty"], &all[0]["subject"]),
        (&json!("probable"), &json!("Rosen")),
        "{all}"
    );
    let wrong = br#"{"type":"track","userId":"17","messageId":"c2","event":"Rating Given","properties":{"rating":9}}"#;
    let answer = crate::client::post(called.shop.address, "/v1/track", wrong);
    assert!(String::from_utf8_lossy(&answer.body).contains("rating"), "{answer:?}");
}
