//! What the app does with programmes, and the document that describes all of it.

use crate::shop::{SHOP, Shop};
use anlass_server::{ROUTES, Role};
use serde_json::{Value, json};

#[test]
fn a_wait_is_changed_checked_and_published_and_everybody_sees_it() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let ask = |what: &str, yaml: &str| {
        shop.ask(&cookie, "POST", &format!("/api/programmes/cart/{what}"), &json!({ "yaml": yaml }))
    };
    assert_eq!(ask("check", &yaml).json()["diff"], json!([]), "what is shown is what is live");
    let slower = yaml.replacen("1h", "2h", 1);
    let checked = ask("check", &slower).json();
    assert_eq!(checked["problems"], json!([]));
    let wait = json!({ "path": "journeys[remind].steps[hour].wait.for", "before": "1h", "after": "2h" });
    assert_eq!(checked["diff"], json!([wait]));

    let misspelt = yaml.replace("cart.open", "cart.opne");
    assert!(
        ask("check", &misspelt).json()["problems"][0]["cure"]
            .as_str()
            .is_some_and(|cure| cure.contains("cart.open"))
    );
    let refused = ask("publish", &misspelt);
    assert_eq!((refused.status, &refused.json()["code"]), (422, &json!("invalid")));
    assert_eq!(ask("publish", &yaml.replace("id: cart\n", "id: another\n")).status, 422);

    let published = ask("publish", &slower);
    assert_eq!(published.status, 200, "{published:?}");
    let shown = shop.json(&cookie, "/api/programmes/cart");
    assert_eq!(shown["definition"]["journeys"][0]["steps"][0]["wait"]["for"], "2h");
    assert_eq!(shown["versions"][0]["by"], "marketer@example.org");
    assert_eq!(shown["versions"][0]["program"], published.json()["program"]);
    let stopped = shop.ask(&cookie, "POST", "/api/programmes/cart/stop", &json!({ "stopped": true }));
    assert_eq!(stopped.status, 200);
    assert_eq!(shop.json(&cookie, "/api/programmes")[0]["stopped"], true);
}

#[test]
fn a_wait_that_takes_no_time_is_pointed_out_at_its_step() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Editor);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let findings = |yaml: &str| {
        let body = json!({ "yaml": yaml });
        let checked = shop.ask(&cookie, "POST", "/api/programmes/cart/check", &body).json();
        assert_eq!(checked["problems"], json!([]), "it may be meant: {checked}");
        let found = checked["findings"].as_array().expect("findings").iter();
        found.filter(|one| one["code"] == "waits_for_nothing").cloned().collect::<Vec<_>>()
    };
    assert_eq!(findings(&yaml), Vec::<Value>::new());
    let found = findings(&yaml.replacen("1h", "0s", 1));
    assert_eq!([&found[0]["journey"], &found[0]["step"]], ["remind", "hour"], "{found:?}");
}

#[test]
fn whoever_publishes_hears_that_letters_would_end_without_an_imprint() {
    let finds = |config: &str| {
        let shop = Shop::of(SHOP, config);
        let cookie = shop.cookie(Role::Editor);
        let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].clone();
        let checked =
            shop.ask(&cookie, "POST", "/api/programmes/cart/check", &json!({ "yaml": yaml })).json();
        let mut found = checked["findings"].as_array().expect("findings").iter();
        found.any(|one| one["code"] == "no_imprint")
    };
    let sender = |imprint: &str| {
        format!("[sender]\nname = \"\"\naddress = \"news@shop.example\"\nimprint = \"{imprint}\"\n")
    };
    assert!(finds(&sender("")));
    assert!(!finds(&sender("Muster GmbH, Musterstraße 1, 12345 Musterstadt, HRB 1")));
}

#[test]
fn a_version_says_when_it_became_live_by_the_clock_that_people_see() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    shop.pass(&cookie, 3_600);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let body = json!({ "yaml": yaml.replacen("1h", "2h", 1) });
    assert_eq!(shop.ask(&cookie, "POST", "/api/programmes/cart/publish", &body).status, 200);
    let newest = shop.json(&cookie, "/api/programmes/cart")["versions"][0].clone();
    let moments = (&newest["at"], &newest["clock"]);
    assert_eq!(moments, (&json!("2026-11-24T09:00:00Z"), &json!("2026-11-24T10:00:00Z")), "{newest}");
    let program = newest["program"].as_str().expect("an id");
    let whole = shop.json(&cookie, &format!("/api/programmes/cart/versions/{program}"));
    assert_eq!(whole["clock"], newest["clock"]);
}

#[test]
fn a_version_that_was_live_before_says_that_it_is_back() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let publish = |yaml: &str| {
        let body = json!({ "yaml": yaml });
        assert_eq!(shop.ask(&cookie, "POST", "/api/programmes/cart/publish", &body).status, 200);
    };
    publish(&yaml);
    publish(&yaml.replacen("1h", "2h", 1));
    publish(&format!("# Doch wieder\n{yaml}"));
    let versions = shop.json(&cookie, "/api/programmes/cart")["versions"].clone();
    let acts: Vec<&Value> = versions.as_array().expect("versions").iter().map(|one| &one["act"]).collect();
    assert_eq!(acts, ["restored", "published", "published"], "whatever is remarked beside it");
}

/// A journey alone in its programme has no other name than that for people.
#[test]
fn whoever_wants_to_write_is_called_by_the_programmes_name() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    shop.cart("17", "Eva");
    shop.pass(&cookie, 1);
    let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
    let run = shop.json(&cookie, &format!("/api/customers/{eva}"))["runs"][0].clone();
    assert_eq!(run["name"], json!({ "de": "Warenkorb", "en": "Cart" }), "{run}");
}

#[test]
fn a_subject_is_shown_as_somebody_reads_it() {
    let greeted = SHOP.replace(
        "\"Ihr Warenkorb\"",
        "\"{% if person.first_name is defined %}{{ person.first_name }}, {% endif %}Ihr Warenkorb\"",
    );
    let shop = Shop::of(&greeted, "");
    let cookie = shop.cookie(Role::Marketer);
    assert_eq!(shop.json(&cookie, "/api/messages")[0]["subject"], Value::Null, "there is nobody yet");
    shop.cart("17", "Eva");
    shop.pass(&cookie, 1);
    let subject = shop.json(&cookie, "/api/messages")[0]["subject"].clone();
    assert_eq!(subject, json!({ "de": "Eva, Ihr Warenkorb", "en": "Your cart" }));
}

#[test]
fn a_block_from_the_library_bears_the_name_that_people_gave_it() {
    let fragment = "content:
  fragments:
    - id: footer-2
      name: { de: Kleingedrucktes, en: Small print }
      languages: { de: { parts: [{ text: Bis bald }] }, en: { parts: [{ text: See you }] } }
";
    let used =
        SHOP.replace("        blocks:\n", "        blocks:\n          - { id: last, fragment: footer-2 }\n");
    let shop = Shop::of(&format!("{used}{fragment}"), "");
    let cookie = shop.cookie(Role::Marketer);
    shop.cart("17", "Eva");
    shop.pass(&cookie, 1);
    let shown = shop.json(&cookie, "/api/messages/cart/confirmation/preview");
    let named = |blocks: &Value| {
        let mut blocks = blocks.as_array().expect("blocks").iter();
        blocks.find(|block| block["id"] == "last").expect("the block")["name"].clone()
    };
    let name = json!({ "de": "Kleingedrucktes", "en": "Small print" });
    assert_eq!((named(&shown["blocks"]), named(&shown["score"]["blocks"])), (name.clone(), name), "{shown}");
}

#[test]
fn what_cannot_be_taken_in_is_shown_in_quarantine() {
    let shop = Shop::open();
    let event = br#"{"batch":[{"type":"track","userId":"1","event":"Product Added","messageId":"m9"}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", event).status, 200);
    let cookie = shop.cookie(Role::Viewer);
    let rows = shop.json(&cookie, "/api/quarantine");
    assert_eq!(rows[0]["source"], "shop", "{rows}");
    assert_eq!((&rows[0]["person"], &rows[0]["sent"]), (&json!("1"), &json!([])), "{rows}");
    assert_eq!(shop.json(&cookie, "/api/data")["quarantine_count"], 1);
    assert_eq!(shop.json(&cookie, "/api/data")["needs"], json!(["quarantine"]), "marked here and told there");
    assert_eq!(shop.json(&cookie, "/api/today")["needs_me"][0]["code"], "quarantine");
}

#[test]
fn what_waits_says_whose_it_is_what_was_sent_and_what_was_meant_and_can_be_discarded() {
    let shop = Shop::open();
    let event = br#"{"batch":[{"type":"track","userId":"17","event":"Product Aded","messageId":"m1",
        "properties":{"product_id":"p1","quantity":2}}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", event).json()["rejected_total"], 1);
    let cookie = shop.cookie(Role::Marketer);
    let row = shop.json(&cookie, "/api/quarantine")[0].clone();
    assert_eq!(row["person"], "17", "{row}");
    let sent = json!([{ "name": "product_id", "value": "p1" }, { "name": "quantity", "value": "2" }]);
    assert_eq!(row["sent"], sent);
    assert_eq!(row["meant"], "Product Added", "{row}");
    let discard = |id: &Value| shop.ask(&cookie, "POST", "/api/quarantine/discard", &json!({ "id": id }));
    assert_eq!(discard(&json!("0")).status, 404);
    assert_eq!(discard(&row["id"]).status, 204);
    assert_eq!(shop.json(&cookie, "/api/quarantine"), json!([]));
    assert_eq!(discard(&row["id"]).status, 404, "it is gone");
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit").to_string();
    assert!(acts.contains("\"quarantine_discarded\""), "{acts}");
}

/// Publishes settings in which another event is declared, as `anlass publish` would beside the running server.
fn declare(shop: &Shop, cookie: &str, from: &str, to: &str) {
    shop.publish(|definitions| definitions.replace(from, to));
    // Whoever publishes through the app before the loop has noticed is told, and it has noticed then.
    let yaml = shop.json(cookie, "/api/programmes/cart")["yaml"].clone();
    let publish = || shop.ask(cookie, "POST", "/api/programmes/cart/publish", &json!({ "yaml": yaml }));
    let first = publish();
    assert!([200, 409].contains(&first.status), "{first:?}");
    assert_eq!(publish().status, 200);
}

#[test]
fn what_waited_is_taken_in_once_after_it_was_mended() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let events = br#"{"batch":[
        {"type":"track","userId":"1","event":"Fitting Booked","messageId":"m1","timestamp":"2026-11-24T08:00:00Z"},
        {"type":"track","userId":"1","event":"Fitting Booked","messageId":"m2","timestamp":"2026-11-24T08:30:00Z",
         "properties":{"room":"Kabine 2","value":20}},
        {"type":"track","userId":"1","event":"Weather","messageId":"m3"}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", events).json()["rejected_total"], 3);
    let rows = shop.json(&cookie, "/api/quarantine");
    let ids: std::collections::BTreeSet<&str> =
        rows.as_array().expect("rows").iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), 3, "{rows}");
    let redrive = |body| shop.ask(&cookie, "POST", "/api/quarantine/redrive", &body).json();
    assert_eq!(redrive(json!({})), json!({ "driven": 0, "left": 3 }), "nothing was mended yet");

    let declared =
        "  events: { fitting_booked: { label: { de: Anprobe, en: Fitting }, fields: { room: text } } }
  names: { room: { de: Raum, en: room } }
  sources:";
    declare(&shop, &cookie, "  sources:", declared);
    assert_eq!(redrive(json!({ "source": "till" })), json!({ "driven": 0, "left": 0 }));
    assert_eq!(redrive(json!({ "source": "shop" })), json!({ "driven": 2, "left": 1 }));
    let left = shop.json(&cookie, "/api/quarantine");
    assert_eq!(left.as_array().map(Vec::len), Some(1), "{left}");
    let customer = shop.json(&cookie, "/api/customers?query=1")[0]["id"].as_str().expect("known").to_owned();
    let booked = || {
        let timeline = shop.json(&cookie, &format!("/api/customers/{customer}/timeline"));
        let all = timeline["entries"].as_array().expect("entries").clone();
        let booked = all.iter().filter(|entry| entry["kind"] == "fitting_booked");
        booked.map(|entry| entry["at"].as_str().expect("a moment").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(booked(), ["2026-11-24T08:30:00Z", "2026-11-24T08:00:00Z"], "as they were received then");

    let timeline = shop.json(&cookie, &format!("/api/customers/{customer}/timeline"));
    let told =
        timeline["entries"].as_array().expect("entries").iter().find(|own| own["kind"] == "fitting_booked");
    let words = &told.expect("told")["words"];
    for (language, title, said) in
        [("de", "„Anprobe“: 20,00", "Raum Kabine 2"), ("en", "“Fitting”: ", "room Kabine 2")]
    {
        let told = words[language].as_str().expect("words");
        assert!(told.starts_with(title) && told.ends_with(said), "{told}");
    }

    let schema = shop.json(&cookie, "/api/schema");
    let parts = schema["parts"].as_array().expect("parts");
    let part =
        |kind: &str, id: &str| parts.iter().find(|own| own["part"] == kind && own["id"] == id).cloned();
    let room = part("event_field", "fitting_booked.room").expect("declared");
    assert_eq!((&room["is"], &room["name"]["de"]), (&json!("text"), &json!("Raum")));
    assert_eq!(room["since"], schema["version"], "the last publication brought it");
    let email = part("identifier", "email").expect("always there");
    assert_eq!((&email["is"], &email["since"]), (&json!("joins"), &json!(1)));
    let newest = &schema["versions"][0]["changes"];
    let told: Vec<&str> =
        newest.as_array().expect("changes").iter().filter_map(|own| own["id"].as_str()).collect();
    assert_eq!(told, ["fitting_booked", "fitting_booked.room"], "{schema}");
    assert_eq!((&newest[1]["before"], &newest[1]["after"]), (&Value::Null, &json!("text")));

    // The sender did not hear its answer and sends everything again: nothing counts twice.
    assert_eq!(crate::client::post(shop.address, "/v1/batch", events).json()["accepted"], 2);
    assert_eq!(redrive(json!({})), json!({ "driven": 0, "left": 1 }));
    assert_eq!(booked().len(), 2);
    assert_eq!(shop.ask(&cookie, "POST", "/api/quarantine/redrive", &json!({ "source": "x" })).status, 404);
}

/// A client is generated from it: a change here is a change for the app. Set `ANLASS_GOLDEN=write` to take it over.
#[test]
fn the_document_of_the_api_has_every_route_and_changes_only_on_purpose() {
    let document = anlass_server::openapi();
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/")) {
        let operation = &document["paths"][route.path][route.verb.as_str().to_lowercase()];
        assert_eq!(operation["summary"], route.about);
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    if option_env!("ANLASS_GOLDEN") == Some("write") {
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        std::fs::write(&path, format!("{text}\n")).expect("written");
    }
    let known: Value = serde_json::from_slice(&std::fs::read(&path).expect("readable")).expect("JSON");
    assert_eq!(document, known);
}
