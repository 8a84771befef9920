//! A draft beside what is published: the same past days and people, and of each what would have come of it.

use crate::client::post;
use crate::shop::{NOW, SHOP, Shop};
use anlass_model::event::{Arrival, Body, Event, Item, Line, Order, Place, SourceId};
use anlass_model::id::{
    CategoryId, FamilyId, Identifier, IdentifierKind, MessageId, Name, OrderId, ProductId, VaultId,
};
use anlass_model::time::{DAY, HOUR, MINUTE, Occurred, Received, Timestamp};
use anlass_model::value::Value as Kept;
use anlass_runtime::Runtime;
use anlass_runtime::history::History;
use anlass_server::Role;
use anlass_store::seal::MasterKey;
use serde_json::{Value, json};
use std::sync::Arc;

/// A second programme, which nobody edits.
const THANKS: &str = r#"
  - id: thanks
    name: { de: Danke, en: Thanks }
    aim: retention
    messages:
      - id: thank-you
        name: { de: Dank, en: Thanks }
        class: contract
        purpose: service
        channels: [email]
        subject: { de: "Danke", en: "Thank you" }
        blocks: [{ id: all, text: { de: "{{ salutation }}", en: "{{ salutation }}" } }]
    journeys:
      - id: thank
        name: { de: Danken, en: Thank }
        entry: { event: order.placed }
        steps: [{ id: now, message: thank-you }]
"#;

const BEGUN: Timestamp = NOW.minus(DAY.times(9));

fn arrival(number: u64, row: u64, at: Timestamp, body: Body) -> Arrival {
    let message = MessageId::Row { file: 1, row: number * 100 + row };
    let (occurred, received) = (Occurred(at), Received(at));
    let identifier = Identifier { kind: IdentifierKind::CustomerNumber, value: number.to_string().into() };
    let event = Event { message, source: SourceId(1), occurred, received, simulated: false, body };
    Arrival { vault: VaultId(1), identifiers: vec![identifier], event }
}

fn line() -> Line {
    let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
    Line { item, quantity: 1, value: 1_999 }
}

/// Both fill a cart; the first one buys two hours later. A day after that something else is recorded.
fn record(shop: &Shop) {
    let known = |number: u64| {
        let address = Kept::Text(format!("{number}@example.org").into());
        let email = Name::new("email").expect("a name");
        arrival(number, 0, BEGUN, Body::Profile(vec![(email, Some(address))]))
    };
    let order = Order { id: OrderId(7), place: Place::Online, lines: vec![line()] };
    let filled = BEGUN.plus(HOUR);
    let arrivals = [
        known(1),
        known(2),
        arrival(1, 1, filled, Body::CartAdded(line())),
        arrival(2, 1, filled.plus(MINUTE), Body::CartAdded(line())),
        arrival(1, 2, filled.plus(HOUR.times(2)), Body::Ordered(order)),
        arrival(2, 2, filled.plus(DAY), Body::Viewed(None)),
    ];
    let runtime = Runtime::look(Arc::clone(&shop.store), &MasterKey::from_bytes([1; 32])).expect("opened");
    let history = History::open(&shop.dir().join("history"), &*shop.store).expect("opened");
    history.append(&runtime.keyring, &arrivals).expect("appended");
}

fn rehearsed(shop: &Shop, cookie: &str, body: &Value) -> Value {
    let started = shop.ask(cookie, "POST", "/api/programmes/cart/rehearse", body);
    let job = format!("/api/jobs/{}", started.json()["job"].as_str().expect("a job"));
    loop {
        let told = shop.json(cookie, &job);
        if told["done"] == true {
            assert_eq!(told["error"], Value::Null, "{told}");
            return told["result"].clone();
        }
    }
}

#[test]
fn a_draft_stands_beside_what_is_published_and_other_programmes_stand_apart() {
    let shop = Shop::of(&format!("{SHOP}{}", THANKS.trim_start_matches('\n')), "");
    record(&shop);
    let cookie = shop.cookie(Role::Editor);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("a text").to_owned();
    let found = rehearsed(&shop, &cookie, &json!({ "yaml": yaml.replacen("1h", "5h", 1) }));

    let (published, draft) = (&found["published"], &found["draft"]);
    assert_eq!([&published["entered"], &draft["entered"]], [2, 2], "the same people: {found}");
    assert_eq!([&published["sent_total"], &draft["sent_total"]], [2, 1], "one bought meanwhile: {found}");
    assert_eq!([&found["people_only_published"], &found["people_only_draft"]], [1, 0], "{found}");
    let counted = |of: &Value| {
        ["delivered", "suppressed", "held_out", "lapsed", "open"].map(|state| of["counts"][state].clone())
    };
    assert_eq!(counted(published), [2, 0, 0, 0, 0], "as a programme's figures are counted: {found}");
    assert_eq!(counted(draft), [1, 0, 0, 1, 0], "gone before its message is no refusal: {found}");
    assert_eq!(
        (&draft["reasons"][0]["state"], &draft["reasons"][0]["detail"]),
        (&json!("lapsed"), &json!("bought"))
    );
    assert_eq!(published["sent"], json!([{ "message": "confirmation", "channel": "email", "count": 2 }]));
    assert_eq!(published["per_day"], json!([{ "day": "2026-11-15", "count": 2 }]));
    let others = json!([{ "programme": "thanks", "sent_published": 1, "sent_draft": 1 }]);
    assert_eq!(found["others"], others, "what another programme sends is not the draft's: {found}");

    let again = rehearsed(&shop, &cookie, &json!({ "yaml": yaml }));
    assert_eq!(again["published"], found["published"], "what is published gives the same again");
    assert_eq!(again["draft"], found["published"], "and so does a draft without a change");
}

#[test]
fn where_nothing_is_recorded_a_rehearsal_finds_nothing() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Editor);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].clone();
    let found = rehearsed(&shop, &cookie, &json!({ "yaml": yaml, "since_days": 30 }));
    assert_eq!([&found["published"]["per_day"], &found["draft"]["per_day"]], [&json!([]), &json!([])]);
}

#[test]
fn where_no_history_was_recorded_a_rehearsal_runs_over_what_is_known_of_people() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Editor);
    let admin = shop.cookie(Role::Admin);
    shop.cart("1", "Anna");
    shop.cart("2", "Bert");
    let sent = || shop.json(&admin, "/api/mailbox")["count"].clone();
    shop.pass_until(&admin, 600, || sent() == 2);
    let later = r#"{"batch":[{"type":"page","userId":"2","messageId":"later","timestamp":"2026-11-24T20:00:00Z",
        "properties":{"url":"https://shop.example/"}}]}"#;
    shop.pass(&admin, 86_400);
    assert_eq!(post(shop.address, "/v1/batch", later.as_bytes()).status, 200);
    let about =
        |customer: &str| shop.json(&admin, &format!("/api/customers/{customer}/timeline"))["entries"].clone();
    let bert = shop.json(&admin, "/api/customers?query=Bert")[0]["id"].as_str().expect("known").to_owned();
    shop.pass_until(&admin, 1, || about(&bert).to_string().contains("product.viewed"));

    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("a text").to_owned();
    let found =
        rehearsed(&shop, &cookie, &json!({ "yaml": yaml.replacen("1h", "12h", 1), "since_days": 30 }));
    assert_eq!(found["sample"], json!({ "people": 2, "of": 2 }));
    let (published, draft) = (&found["published"], &found["draft"]);
    assert_eq!([&published["entered"], &draft["entered"]], [2, 2], "{found}");
    assert_eq!(
        [&published["sent_total"], &draft["sent_total"]],
        [2, 0],
        "twelve hours are not over: {found}"
    );
    assert_eq!(draft["counts"]["open"], 0, "the draft had said nothing yet: {found}");
    assert!(!shop.dir().join("rehearsal").exists(), "its files went with it");
    std::fs::create_dir(shop.dir().join("rehearsal")).expect("what a killed one leaves");
    let shop = shop.restarted();
    assert!(!shop.dir().join("rehearsal").exists(), "the next start takes it away");
}
