//! A mailing from its plan to its correction, as the app shows it, and what Today says meanwhile.

use crate::client::{Answer, post};
use crate::shop::{NOW, Shop};
use anlass_model::id::{NameId, VaultId};
use anlass_runtime::Mode;
use anlass_server::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const OWN: &str = "/api/programmes/cart/mailings/notes-for-all";

/// People who have bought; whoever is called `silent` has no address.
fn buyers(shop: &Shop, cookie: &str, names: &[String]) {
    let mut events = Vec::new();
    for name in names {
        let mut traits = json!({ "firstName": name });
        if !name.starts_with("silent") {
            traits["email"] = json!(format!("{name}@example.org"));
        }
        events.push(json!({ "type": "identify", "userId": name, "messageId": format!("who {name}"), "traits": traits }));
        events.push(json!({
            "type": "track", "userId": name, "messageId": format!("bought {name}"), "event": "Order Completed",
            "properties": { "order_id": name, "products": [{ "product_id": "p1", "price": 19.99 }] },
        }));
    }
    let answer = post(shop.address, "/v1/batch", json!({ "batch": events }).to_string().as_bytes());
    assert_eq!((answer.status, &answer.json()["rejected_total"]), (200, &json!(0)), "{answer:?}");
    shop.pass(cookie, 1);
}

fn named(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number}")).collect()
}

fn schedule(shop: &Shop, cookie: &str, at: &str) {
    let answer = shop.ask(cookie, "POST", &format!("{OWN}/schedule"), &json!({ "at": at }));
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn mailing(shop: &Shop, cookie: &str, id: &str) -> Value {
    let all = shop.json(cookie, "/api/mailings");
    let mut rows = all.as_array().expect("mailings").iter();
    rows.find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id} in {all}")).clone()
}

fn state(shop: &Shop, cookie: &str) -> Value {
    mailing(shop, cookie, "notes-for-all")["state"].clone()
}

/// Whom a mailing has reached.
fn handed(shop: &Shop, cookie: &str, id: &str) -> BTreeSet<String> {
    let handed = shop.json(cookie, &format!("/api/mailings/cart/{id}/handed"));
    let rows = handed["rows"].as_array().expect("rows");
    assert_eq!(handed["count"], rows.len());
    rows.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_mailing_is_planned_or_late_then_runs_and_is_done() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &named("k", 40));
    assert_eq!(state(&shop, &cookie), "planned");
    schedule(&shop, &cookie, "2026-10-01T10:00");
    assert_eq!(state(&shop, &cookie), "late", "its day went by without it");
    // Ten in the morning here is nine elsewhere.
    schedule(&shop, &cookie, "2026-11-24T12:00");
    assert_eq!(state(&shop, &cookie), "planned");
    let stop = |stopped: bool| {
        let answer = shop.ask(&cookie, "POST", &format!("{OWN}/stop"), &json!({ "stopped": stopped }));
        assert_eq!(answer.status, 200, "{answer:?}");
    };
    stop(true);
    assert_eq!(state(&shop, &cookie), "stopped");
    stop(false);

    // Some slices passed before the process ended.
    let shop = shop.restarted_after(|runtime| {
        let scope = runtime.custodian.scope(VaultId(1)).expect("the shop's");
        let mut cursor = runtime.broadcast_cursor(scope, NameId::of("notes-for-all")).expect("readable");
        runtime.broadcast(&mut cursor, 8, Mode::Live, NOW).expect("passed");
        runtime.settle().expect("durable");
    });
    let cookie = shop.cookie(Role::Admin);
    let running = mailing(&shop, &cookie, "notes-for-all");
    assert_eq!((&running["state"], &running["total"]), (&json!("running"), &json!(40)), "{running}");
    let passed = running["passed"].as_u64().expect("a number");
    assert!((1..40).contains(&passed), "{running}");

    shop.pass(&cookie, 3 * 3_600);
    let done = mailing(&shop, &cookie, "notes-for-all");
    assert_eq!((&done["state"], &done["passed"], &done["total"]), (&json!("done"), &json!(40), &json!(40)));
    assert_eq!(done["counts"]["delivered"], 40, "everybody, nobody twice: {done}");
    assert_eq!(handed(&shop, &cookie, "notes-for-all").len(), 40);
}

#[test]
fn why_a_mailing_went_to_somebody_names_it_and_the_audience_with_its_values() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &named("k", 1));
    schedule(&shop, &cookie, "2026-11-24T12:00");
    shop.pass(&cookie, 3 * 3_600);
    let row = shop.json(&cookie, "/api/intents?message=confirmation&state=delivered")["rows"][0].clone();
    let path =
        format!("/api/customers/{}/why?message=confirmation", row["customer"].as_str().expect("an id"));
    let intent = shop.json(&cookie, &path)["messages"][0]["intents"][0].clone();
    let because =
        ["de", "en"].map(|language| intent["because"][language].as_str().unwrap_or_default().to_owned());
    let wanted = [
        "Mailing „Merkzettel für alle“; Zielgruppe trifft zu: orders.count = 1, erfüllt > 0",
        "Mailing “Notes for all”; audience holds: orders.count = 1, meets > 0",
    ];
    assert_eq!(because, wanted, "{intent:#}");
    let first = &intent["chain"][0];
    assert_eq!(
        (&first["subject"]["kind"], &first["holds"]),
        (&json!("audience"), &json!(true)),
        "{intent:#}"
    );
    assert_eq!((&intent["at"], &intent["since"]), (&row["begun"], &row["at"]), "dated as in the list: {row}");
}

#[test]
fn a_correction_reaches_exactly_those_whom_the_mailing_reached() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let names = [named("k", 6), named("silent", 2)].concat();
    buyers(&shop, &cookie, &names);
    schedule(&shop, &cookie, "2026-11-24T12:00");
    shop.pass(&cookie, 3 * 3_600);
    let reached = handed(&shop, &cookie, "notes-for-all");
    assert_eq!(reached.len(), 6, "two have no address: {reached:?}");
    // Whoever comes later has nothing to be corrected.
    buyers(&shop, &cookie, &named("late", 3));

    let correct = |message: &str| -> Answer {
        let body = json!({ "message": message });
        shop.ask(&cookie, "POST", "/api/mailings/cart/notes-for-all/correction", &body)
    };
    assert_eq!(correct("nothing").status, 422);
    let frozen = correct("confirmation").json();
    assert_eq!(frozen, json!({ "list": "reached.notes-for-all", "size": 6, "message": "confirmation" }));
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let sorry = "mailings:\n- id: sorry\n  name: { de: Korrektur, en: Correction }\n  list: reached.notes-for-all\n  \
                 message: confirmation\n  at: 2026-11-24T15:00:00\n";
    let yaml = yaml.replacen("mailings:\n", sorry, 1);
    let published = shop.ask(&cookie, "POST", "/api/programmes/cart/publish", &json!({ "yaml": yaml }));
    assert_eq!(published.status, 200, "{published:?}");
    let planned = mailing(&shop, &cookie, "sorry");
    assert_eq!((&planned["state"], &planned["list"]["size"]), (&json!("planned"), &json!(6)));
    shop.pass(&cookie, 3 * 3_600);
    assert_eq!(handed(&shop, &cookie, "sorry"), reached);
    assert_eq!(mailing(&shop, &cookie, "sorry")["state"], "done");
}

#[test]
fn what_became_of_a_mailing_is_told_by_reason_and_each_number_leads_to_its_people() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &[named("k", 6), named("silent", 2)].concat());
    schedule(&shop, &cookie, "2026-11-24T12:00");
    assert_eq!(mailing(&shop, &cookie, "notes-for-all")["reasons"], json!([]), "before it went");
    shop.pass(&cookie, 3 * 3_600);
    let done = mailing(&shop, &cookie, "notes-for-all");
    assert_eq!(
        (&done["state"], &done["counts"]["delivered"], &done["counts"]["suppressed"]),
        (&json!("done"), &json!(6), &json!(2))
    );
    let reasons = done["reasons"].as_array().expect("reasons");
    assert_eq!(reasons.len(), 1, "{done}");
    assert_eq!((&reasons[0]["reason"], &reasons[0]["count"]), (&json!("unreachable"), &json!(2)), "{done}");
    for (asked, count) in [("state=delivered", 6), ("state=suppressed&reason=unreachable", 2)] {
        let path = format!("/api/intents?programme=cart&mailing=notes-for-all&{asked}");
        let list = shop.json(&cookie, &path);
        assert_eq!(
            (&list["count"], list["rows"].as_array().map(Vec::len)),
            (&json!(count), Some(count)),
            "{list}"
        );
    }
    let other = shop.json(&cookie, "/api/intents?mailing=nothing");
    assert_eq!((&other["count"], &other["rows"]), (&json!(0), &json!([])));
}

#[test]
fn a_list_pasted_for_a_draft_is_counted_before_anything_is_live_and_reached_after() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &[named("k", 6), named("silent", 1)].concat());
    let pasted = json!({ "text": "k1@example.org\n\nK4@example.org\nnobody@example.org\nk1@example.org" });
    let keep = || shop.ask(&cookie, "POST", "/api/lists", &pasted).json();
    let kept = keep();
    assert_eq!(
        (&kept["size"], &kept["unknown_total"], &kept["unknown"][0]["line"]),
        (&json!(2), &json!(1), &json!(4))
    );
    assert_eq!(keep()["list"], kept["list"], "the same people are the same list");

    let live = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let invited = format!(
        "mailings:\n- id: invited\n  name: {{ de: Einladung, en: Invitation }}\n  list: {}\n  message: confirmation\n  \
         at: 2026-11-24T12:00:00\n",
        kept["list"].as_str().expect("a name")
    );
    let yaml = live.replacen("mailings:\n", &invited, 1);
    let foretold = shop.ask(
        &cookie,
        "POST",
        "/api/programmes/cart/mailings/invited/waterfall",
        &json!({ "yaml": yaml }),
    );
    assert_eq!(foretold.json()["recipients"], 2, "{foretold:?}");
    let published = shop.ask(&cookie, "POST", "/api/programmes/cart/publish", &json!({ "yaml": yaml }));
    assert_eq!(published.status, 200, "{published:?}");
    shop.pass(&cookie, 3 * 3_600);
    assert_eq!(handed(&shop, &cookie, "invited"), BTreeSet::from(["k1".to_owned(), "k4".to_owned()]));

    let nobody = json!({ "text": "nobody@example.org" });
    assert_eq!(shop.ask(&cookie, "POST", "/api/lists", &nobody).status, 422);
    let viewer = shop.cookie(Role::Viewer);
    assert_eq!(shop.ask(&viewer, "POST", "/api/lists", &pasted).status, 403);
}

/// A mailing that stands on its own, with a message of its own.
const AUTUMN: &str = r#"
id: autumn
name: { de: Herbst, en: Autumn }
aim: activation
goal: orders.count(within = 1d) > 0
mailings:
  - { id: autumn, name: { de: Herbst, en: Autumn }, audience: "true", message: autumn, at: 2026-11-24T12:00:00 }
messages:
  - id: autumn
    name: { de: Herbst, en: Autumn }
    class: contract
    purpose: service
    channels: [email]
    subject: { de: "Der Herbst ist da", en: "Autumn is here" }
    blocks: [{ id: all, text: { de: "{{ salutation }},\n\nes ist Herbst.", en: "{{ salutation }},\n\nit is autumn." } }]
"#;

#[test]
fn a_mailing_in_a_programme_of_its_own_is_judged_foretold_and_goes_out_before_anything_of_it_was_live() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &named("k", 5));
    let post = |what: &str, new: bool| {
        let body = json!({ "yaml": AUTUMN, "new": new });
        shop.ask(&cookie, "POST", &format!("/api/programmes/autumn/{what}"), &body)
    };
    assert_eq!(post("check", false).status, 404, "a name that was mistyped makes no programme");
    let checked = post("check", true).json();
    assert_eq!((&checked["problems"], &checked["inside"]), (&json!([]), &json!([])), "{checked}");
    let paths: Vec<&Value> =
        checked["diff"].as_array().expect("a list").iter().map(|one| &one["path"]).collect();
    assert_eq!(paths, ["mailings[autumn]", "messages[autumn]"], "{checked}");
    assert_eq!(post("mailings/autumn/waterfall", true).json()["recipients"], 5);
    let rehearsed = post("rehearse", true);
    assert!(rehearsed.json()["job"].is_string(), "{rehearsed:?}");
    assert_eq!(shop.json(&cookie, "/api/programmes").as_array().map(Vec::len), Some(1), "nothing is live");

    let published = post("publish", true);
    assert_eq!(published.status, 200, "{published:?}");
    assert_eq!(shop.json(&cookie, "/api/programmes/autumn")["versions"][0]["act"], "published");
    let again = post("publish", true);
    assert_eq!(
        (again.status, &again.json()["problems"][0]["code"]),
        (422, &json!("name_twice")),
        "{again:?}"
    );
    assert_eq!(post("check", true).json()["problems"][0]["code"], "name_twice");
    shop.pass(&cookie, 3 * 3_600);
    let state = mailing(&shop, &cookie, "autumn");
    assert_eq!((&state["state"], &state["programme"]), (&json!("done"), &json!("autumn")), "{state}");
    // Figures may be some seconds old.
    shop.wall.fetch_add(600_000, std::sync::atomic::Ordering::Relaxed);
    let programmes = shop.json(&cookie, "/api/programmes");
    let delivered = |id: &str| {
        let mut rows = programmes.as_array().expect("programmes").iter();
        rows.find(|row| row["id"] == id).map(|row| row["counts"]["delivered"].clone())
    };
    assert_eq!((delivered("autumn"), delivered("cart")), (Some(json!(5)), Some(json!(0))), "{programmes}");
}

#[test]
fn a_letter_is_seen_while_it_is_written() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Editor);
    buyers(&shop, &shop.cookie(Role::Admin), &named("k", 2));
    let seen = |message: &str, language: &str| {
        let body = json!({ "yaml": AUTUMN, "new": true, "language": language });
        shop.ask(&cookie, "POST", &format!("/api/programmes/autumn/messages/{message}/preview"), &body)
    };
    let german = seen("autumn", "de").json();
    assert_eq!(german["subject"], "Der Herbst ist da", "{german}");
    assert!(german["html"].as_str().is_some_and(|html| html.contains("es ist Herbst")), "{german}");
    assert_eq!(german["blocks"], json!([{ "id": "all", "name": null, "kept": true, "reason": null }]));
    assert_eq!(seen("autumn", "en").json()["subject"], "Autumn is here");
    assert_eq!(seen("confirmation", "de").status, 404, "that is a message of another programme");
    assert_eq!(seen("autumn", "klingonisch").status, 422);
    assert_eq!(shop.json(&cookie, "/api/programmes").as_array().map(Vec::len), Some(1), "nothing is live");
}

#[test]
fn whoever_plans_a_mailing_that_asks_nobody_for_consent_is_told_so() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Editor);
    let warned = |yaml: &str| {
        let body = json!({ "yaml": yaml, "new": true });
        let checked = shop.ask(&cookie, "POST", "/api/programmes/autumn/check", &body).json();
        assert_eq!(checked["problems"], json!([]), "recalls exist: {checked}");
        let found = checked["findings"].as_array().expect("findings").iter();
        found.filter(|one| one["code"] == "contract_mailing").cloned().collect::<Vec<_>>()
    };
    let found = warned(AUTUMN);
    assert_eq!(found.len(), 1, "of its own mailings alone: {found:?}");
    assert_eq!([&found[0]["mailing"], &found[0]["message"]], ["autumn", "autumn"]);
    assert_eq!(warned(&AUTUMN.replace("class: contract", "class: advertising")), Vec::<Value>::new());
}

#[test]
fn whoever_writes_a_mailing_in_one_language_learns_who_reads_it_and_that_the_other_was_left_behind() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &named("k", 5));
    let events = json!({ "batch": [
        { "type": "identify", "userId": "k1", "messageId": "speaks de", "traits": { "language": "de" } },
        { "type": "identify", "userId": "k2", "messageId": "speaks en", "traits": { "language": "en" } },
    ] });
    assert_eq!(post(shop.address, "/v1/batch", events.to_string().as_bytes()).status, 200);
    shop.pass(&cookie, 1);
    let ask = |what: &str, yaml: &str| {
        let body = json!({ "yaml": yaml, "new": true });
        let answer = shop.ask(&cookie, "POST", &format!("/api/programmes/autumn/{what}"), &body);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let languages = |yaml: &str| ask("mailings/autumn/waterfall", yaml)["languages"].clone();
    let row = |language: &str, count: u64, otherwise: u64| json!({ "language": language, "count": count, "otherwise": otherwise });
    assert_eq!(languages(AUTUMN), json!([row("de", 1, 0), row("en", 4, 0)]), "unknown ones read the default");
    let german = AUTUMN.replace("Autumn is here", "").replace("{{ salutation }},\\n\\nit is autumn.", "");
    assert_ne!(german, AUTUMN);
    assert_eq!(languages(&german), json!([row("de", 5, 4)]), "all get the German one");
    let english = shop.ask(
        &cookie,
        "POST",
        "/api/programmes/autumn/messages/autumn/preview",
        &json!({ "yaml": german, "new": true, "language": "en" }),
    );
    assert_eq!(english.json()["subject"], "Der Herbst ist da", "{english:?}");

    // The live message as its model, with another German text alone.
    let live = shop.json(&cookie, "/api/programmes/cart")["definition"]["messages"].clone();
    let model =
        live.as_array().and_then(|all| all.iter().find(|one| one["subject"]["en"].is_string())).expect("one");
    let left = AUTUMN.replace("Autumn is here", model["subject"]["en"].as_str().expect("text"));
    let found = ask("check", &left)["findings"].clone();
    let found: Vec<&Value> = found
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["code"] == "language_left_behind")
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["mailing"], &found[0]["language"]), (&json!("autumn"), &json!("en")));
    let checked = ask("check", &german);
    assert!(!checked["findings"].to_string().contains("left_behind"), "{checked}");
}

#[test]
fn a_mailing_says_for_what_consent_is_asked_and_which_condition_keeps_people_out() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    buyers(&shop, &cookie, &named("k", 5));
    let fall = |yaml: &str| {
        let body = json!({ "yaml": yaml, "new": true });
        let answer = shop.ask(&cookie, "POST", "/api/programmes/autumn/mailings/autumn/waterfall", &body);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let notice = fall(AUTUMN);
    assert_eq!((&notice["purpose"], &notice["recipients"]), (&Value::Null, &json!(5)), "{notice}");
    let asked = fall(
        &AUTUMN
            .replace("class: contract", "class: advertising")
            .replace("purpose: service", "purpose: offers"),
    );
    assert_eq!((&asked["purpose"]["id"], &asked["agreed"]), (&json!("offers"), &json!(0)), "{asked}");
    assert_eq!(asked["lost"][0]["reason"], "no_consent", "{asked}");
    assert_eq!(asked["lost"][0]["detail"], asked["purpose"]["name"], "{asked}");
    let bound =
        fall(&AUTUMN.replace("channels: [email]", "channels: [email]\n    relevant: orders.count == 7"));
    assert_eq!(
        (&bound["lost"][0]["reason"], &bound["lost"][0]["rule"]),
        (&json!("not_relevant"), &json!("orders.count == 7")),
        "{bound}"
    );
}

#[test]
fn today_counts_what_there_is() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let names = [named("k", 45), named("silent", 5)].concat();
    buyers(&shop, &cookie, &names);
    schedule(&shop, &cookie, "2026-11-24T12:00");
    shop.pass(&cookie, 3 * 3_600);
    // Three more are in a journey, on their way to a reminder.
    let added = |who: &str| {
        json!({
            "type": "track", "userId": who, "messageId": format!("cart {who}"), "event": "Product Added",
            "properties": { "product_id": "p1", "price": 5.0 },
        })
    };
    let in_cart = json!({ "batch": [added("w0"), added("w1"), added("w2")] });
    assert_eq!(post(shop.address, "/v1/batch", in_cart.to_string().as_bytes()).status, 200);
    // Figures may be some seconds old.
    shop.pass(&cookie, 60);
    shop.wall.fetch_add(600_000, std::sync::atomic::Ordering::Relaxed);

    let today = shop.json(&cookie, "/api/today");
    assert_eq!((&today["customers"], &today["accepted_total"]), (&json!(53), &json!(103)), "{today}");
    let phases = today["phases"].as_array().expect("phases");
    let in_phases: u64 = phases.iter().filter_map(|phase| phase["customers"].as_u64()).sum();
    assert_eq!(in_phases, 53, "everybody is in one phase: {today}");
    let of = |wanted: &str| -> u64 {
        let states = today["by_state"].as_array().expect("states").iter();
        states.filter(|row| row["state"] == wanted).filter_map(|row| row["count"].as_u64()).sum()
    };
    assert_eq!((of("delivered"), of("suppressed")), (45, 5), "{today}");
    let deliveries = today["deliveries"].as_array().expect("deliveries");
    assert_eq!(deliveries.len(), 30, "the newest");
    let moments: Vec<&str> = deliveries.iter().filter_map(|row| row["at"].as_str()).collect();
    assert!(moments.windows(2).all(|pair| pair[0] >= pair[1]), "{moments:?}");
    assert!(
        deliveries.iter().all(|row| row["customer_name"].as_str().is_some_and(|name| name.starts_with('k')))
    );

    let programmes = shop.json(&cookie, "/api/programmes");
    let cart = &programmes[0];
    let wanted = json!({ "delivered": 45, "unknown": 0, "suppressed": 5, "failed": 0, "expired": 0, "held_out": 0, "lapsed": 0, "open": 0 });
    assert_eq!((&cart["counts"], &cart["journeys"][0]["inside"]), (&wanted, &json!(3)), "{cart}");
    let steps = shop.json(&cookie, "/api/programmes/cart")["journeys"].clone();
    assert_eq!(steps[0]["steps"][0], json!({ "id": "hour", "inside": 3 }), "{steps}");
}
