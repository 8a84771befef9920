//! Why somebody was not written to, and what would have had to differ; and that every figure leads to its people.

use crate::shop::{SHOP, Setup, Shop};
use anlass_server::Role;
use anlass_store::{Commit, Document};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

/// Advertising of the cart, for everybody, or for nobody.
fn world(holdout: u8) -> String {
    format!(
        r#"
  - id: offers
    name: {{ de: Angebote, en: Offers }}
    aim: activation
    holdout_percent: {holdout}
    messages:
      - id: offer
        name: {{ de: Angebot, en: Offer }}
        class: advertising
        purpose: offers
        channels: [email]
        subject: {{ de: "Angebot", en: "Offer" }}
        blocks: [{{ id: all, text: {{ de: "{{{{ salutation }}}}, hier.", en: "{{{{ salutation }}}}, here." }} }}]
    journeys:
      - id: offer-journey
        name: {{ de: Angebot zum Korb, en: Offer for the basket }}
        entry: {{ event: cart.added, when: cart.value >= 20.00 }}
        exit: [{{ id: bought, name: {{ de: Hat gekauft, en: Has bought }}, when: "!cart.open && orders.last >= run.entered" }}]
        steps:
          - {{ id: hour, wait: {{ for: 1h }} }}
          - {{ id: say, message: offer }}
"#
    )
}

fn send(shop: &Shop, events: &str) {
    let answer =
        crate::client::post(shop.address, "/v1/batch", format!("{{\"batch\":[{events}]}}").as_bytes());
    assert_eq!((answer.status, &answer.json()["rejected"]), (200, &json!([])), "{}", answer.json());
}

/// Two hours, after everything that was sent is applied at its own moment.
fn wait(shop: &Shop, cookie: &str) {
    shop.pass(cookie, 1);
    shop.pass(cookie, 7_200);
}

fn who(shop: &Shop, cookie: &str, name: &str) -> String {
    let found = shop.json(cookie, &format!("/api/customers?query={name}%40example.org"));
    found[0]["id"].as_str().expect("an id").to_owned()
}

fn why(shop: &Shop, cookie: &str, name: &str, message: &str) -> Value {
    let id = who(shop, cookie, name);
    shop.json(cookie, &format!("/api/customers/{id}/why?message={message}"))["messages"][0].clone()
}

/// What would have had to differ for the newest intent.
fn would_have(message: &Value) -> [String; 2] {
    let chain = message["intents"][0]["chain"].as_array().expect("a chain");
    let last = &chain.last().expect("a state")["would_have"];
    ["de", "en"].map(|language| last[language].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_missing_consent_names_its_channel_and_what_is_there_instead() {
    let shop = Shop::open_with(&world(0));
    let cookie = shop.cookie(Role::Marketer);
    shop.cart("17", "eva");
    send(
        &shop,
        r#"{"type":"track","userId":"17","messageId":"c1","event":"Consent Granted","properties":{"channel":"push","purpose":"offers","proof":{"kind":"double_opt_in","text":"n1"}}}"#,
    );
    shop.cart("18", "ida");
    wait(&shop, &cookie);
    let [de, en] = would_have(&why(&shop, &cookie, "eva", "offer"));
    assert!(de.contains("Einwilligung für „offers“ per E-Mail fehlte"), "{de}");
    assert!(de.contains("Vorhanden: Push für „offers“"), "{de}");
    assert!(en.contains("by e-mail was missing") && en.contains("What is there: push"), "{en}");
    let [de, _] = would_have(&why(&shop, &cookie, "ida", "offer"));
    assert!(de.contains("fehlte. Es gibt keine andere"), "{de}");
}

#[test]
fn for_the_control_group_nothing_would_have_helped_and_it_says_what_groups_are_for() {
    let shop = Shop::open_with(&world(50));
    let cookie = shop.cookie(Role::Marketer);
    for number in 20..40 {
        shop.cart(&number.to_string(), &format!("p{number}"));
        let consent = r#"{"type":"track","userId":"WHO","messageId":"cWHO","event":"Newsletter Subscribed","properties":{"proof":{"kind":"double_opt_in","text":"n1"}}}"#;
        send(&shop, &consent.replace("WHO", &number.to_string()));
    }
    wait(&shop, &cookie);
    let list = shop.json(&cookie, "/api/intents?programme=offers&state=held_out");
    let one = &list["rows"][0];
    let id = one["customer"].as_str().expect("somebody of the control group");
    let messages = shop.json(&cookie, &format!("/api/customers/{id}/why?message=offer"));
    let [de, en] = would_have(&messages["messages"][0]);
    assert!(de.starts_with("Nichts:") && de.contains("Nur im Vergleich"), "{de}");
    assert!(en.starts_with("Nothing:") && en.contains("Only beside them"), "{en}");
}

#[test]
fn what_was_never_planned_says_what_would_have_had_to_happen() {
    let shop = Shop::open_with(&world(0));
    let cookie = shop.cookie(Role::Marketer);
    let known =
        r#"{"type":"identify","userId":"WHO","messageId":"iWHO","traits":{"email":"WHO@example.org"}}"#;
    send(&shop, &known.replace("WHO", "ada"));
    send(&shop, &known.replace("WHO", "ben"));
    send(
        &shop,
        r#"{"type":"track","userId":"ben","messageId":"t1","event":"Product Added","properties":{"product_id":"p1","price":3.50}}"#,
    );
    wait(&shop, &cookie);
    let ada = why(&shop, &cookie, "ada", "offer");
    assert_eq!((&ada["intents"], &ada["runs"]), (&json!([]), &json!([])));
    let outside = &ada["outside"][0];
    assert_eq!(outside["happened"]["de"], "Ein Ereignis „cart.added“ gab es nie");
    assert_eq!(outside["would_have"]["de"], "Ein Ereignis „cart.added“ hätte kommen müssen");
    let ben = why(&shop, &cookie, "ben", "offer")["outside"][0].clone();
    let would_have = ben["would_have"]["de"].as_str().unwrap_or_default();
    assert!(would_have.contains("cart.value = 3.50, verlangt >= 20.00"), "{ben:#}");
    assert_eq!(ben["values"], json!([{ "name": "cart.value", "value": "3.50" }]));
}

#[test]
fn what_was_planned_and_withdrawn_is_not_told_as_never_planned() {
    let shop = Shop::open_with(&world(0));
    let cookie = shop.cookie(Role::Marketer);
    shop.cart("17", "eva");
    // What was accepted is applied before the clock jumps, or the run would begin where it ends.
    shop.pass(&cookie, 1);
    shop.pass(&cookie, 600);
    let way = why(&shop, &cookie, "eva", "offer");
    assert_eq!((&way["runs"][0]["fate"], way["runs"][0]["due"].is_null()), (&json!("under_way"), false));
    let eva = who(&shop, &cookie, "eva");
    let bought = shop.ask(&cookie, "POST", "/api/demo/till-purchase", &json!({ "customer": eva }));
    assert_eq!(bought.status, 204);
    wait(&shop, &cookie);
    let message = why(&shop, &cookie, "eva", "offer");
    let run = &message["runs"][0];
    assert_eq!(
        (&run["fate"], &run["exit"], &run["id"]),
        (&json!("lapsed"), &json!("bought"), &json!("offer-journey.1"))
    );
    let would_have = run["would_have"]["en"].as_str().unwrap_or_default();
    assert!(
        would_have.contains(
            "exit “Has bought” would have had to stay away. It would have taken: cart.open = false, needs == true or"
        ),
        "{run:#}"
    );
    assert_eq!(message["outside"], json!([]));
    // What a rule was asked for stands by itself, and an exit is called by its name wherever it is told.
    let asked = |kind: &str| {
        let mut chain = run["chain"].as_array().expect("a chain").iter();
        chain.find(|link| link["subject"]["kind"] == kind).cloned().unwrap_or_default()
    };
    assert_eq!(asked("entry")["subject"], json!({ "kind": "entry", "id": null, "name": null }), "{run:#}");
    let exit = asked("exit");
    let name = json!({ "de": "Hat gekauft", "en": "Has bought" });
    assert_eq!(exit["subject"], json!({ "kind": "exit", "id": "bought", "name": name }), "{run:#}");
    assert!(exit["what"]["de"].as_str().is_some_and(|what| what.starts_with("„Hat gekauft“ trifft zu: ")));
    // The list and the answer to why date it by the same moment: its end.
    let list = shop.json(&cookie, "/api/intents?message=offer&state=lapsed");
    assert_eq!(list["rows"][0]["at"], run["until"], "{list:#}");
    assert_ne!(run["at"], run["until"], "it began before");
}

/// A relay that takes everything but one recipient.
fn relay() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || -> std::io::Result<()> {
                let mut out = stream.try_clone()?;
                out.write_all(b"220 relay\r\n")?;
                let mut is_data = false;
                for line in BufReader::new(stream).split(b'\n') {
                    let line = String::from_utf8_lossy(&line?).trim_end().to_ascii_uppercase();
                    let reply: &[u8] = match &*line {
                        "." if is_data => {
                            is_data = false;
                            b"554 5.7.1 not wanted by policy\r\n"
                        }
                        _ if is_data => continue,
                        "DATA" => {
                            is_data = true;
                            b"354 go on\r\n"
                        }
                        _ => b"250 fine\r\n",
                    };
                    out.write_all(reply)?;
                }
                Ok(())
            });
        }
    });
    port
}

#[test]
fn a_refused_letter_says_what_the_carrier_answered_also_after_a_restart() {
    let config = format!(
        "[sender]\naddress = \"news@shop.example\"\n[mail]\ncarrier = \"smtp\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {}\n",
        relay()
    );
    let shop = Shop::with(&Setup { definitions: SHOP, config: &config, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    let refused = |shop: &Shop| {
        let list = shop.json(&cookie, "/api/intents?state=failed&reason=rejected");
        list["rows"].as_array().is_some_and(|rows| !rows.is_empty())
    };
    shop.pass_until(&cookie, 600, || refused(&shop));
    shop.pass(&cookie, 120);
    let shop = shop.restarted();
    let cookie = shop.cookie(Role::Admin);
    let row = shop.json(&cookie, "/api/intents?state=failed&reason=rejected")["rows"][0].clone();
    assert!(row["said"]["de"].as_str().is_some_and(|said| said.contains("not wanted by policy")), "{row}");
    let [de, _] = would_have(&why(&shop, &cookie, "eva", "confirmation"));
    assert!(de.contains("Er antwortete: ") && de.contains("not wanted by policy"), "{de}");
}

#[test]
fn a_figure_leads_to_the_people_behind_it_page_by_page() {
    let shop = Shop::open_with(&world(0));
    let cookie = shop.cookie(Role::Viewer);
    let marketer = shop.cookie(Role::Marketer);
    for number in 100..160 {
        shop.cart(&number.to_string(), &format!("p{number}"));
    }
    wait(&shop, &marketer);
    let path = "/api/intents?programme=offers&state=suppressed&reason=no_consent";
    let first = shop.json(&cookie, path);
    assert_eq!(first["count"], 60, "{first}");
    let next = first["next"].as_str().expect("a second page");
    let second = shop.json(&cookie, &format!("{path}&after={next}"));
    assert_eq!(second["next"], Value::Null);
    let rows = |page: &Value| page["rows"].as_array().expect("rows").clone();
    let mut people: Vec<String> =
        rows(&first).iter().chain(&rows(&second)).map(|row| row["customer"].to_string()).collect();
    people.sort();
    people.dedup();
    assert_eq!((rows(&first).len(), people.len()), (50, 60), "each person once");
    let row = &rows(&second)[0];
    let id = row["customer"].as_str().expect("an id");
    let why = shop.json(&cookie, &format!("/api/customers/{id}/why?message=offer"));
    assert_eq!(why["messages"][0]["intents"][0]["id"], row["id"], "it opens at that very intent");
    let delivered = shop.json(&cookie, "/api/intents?state=delivered");
    let today = shop.json(&cookie, "/api/today");
    let count = today["by_state"]
        .as_array()
        .expect("states")
        .iter()
        .find(|row| row["state"] == "delivered")
        .expect("some")["count"]
        .clone();
    assert_eq!(delivered["count"], count);
    let bad = shop.ask(&cookie, "GET", "/api/intents?after=zz", &Value::Null);
    assert_eq!(bad.status, 400);
}

#[test]
fn a_list_of_messages_is_newest_first_over_all_its_pages_also_of_one_state_and_up_to_a_day() {
    let shop = Shop::open_with(&world(0));
    let cookie = shop.cookie(Role::Viewer);
    let marketer = shop.cookie(Role::Marketer);
    for days in 0..3 {
        for number in 0..40 {
            shop.cart(&format!("{days}{number}"), &format!("d{days}p{number}"));
        }
        wait(&shop, &marketer);
        shop.pass(&marketer, 86_400);
    }
    let read = |path: &str| {
        let (mut rows, mut after, mut count) = (Vec::new(), String::new(), 0);
        loop {
            let page = shop.json(&cookie, &format!("{path}{after}"));
            rows.extend(page["rows"].as_array().expect("rows").clone());
            count = count.max(page["count"].as_u64().expect("a number"));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break (rows, count),
            }
        }
    };
    let is_newest_first =
        |rows: &[Value]| rows.windows(2).all(|pair| pair[0]["at"].as_str() >= pair[1]["at"].as_str());
    for filter in ["", "&state=suppressed&reason=no_consent"] {
        let (rows, count) = read(&format!("/api/intents?programme=offers{filter}"));
        assert!(count >= 120 && rows.len() as u64 == count, "{filter}: {} of {count}", rows.len());
        assert!(is_newest_first(&rows), "{filter}");
        let mut ids: Vec<&Value> = rows.iter().map(|row| &row["id"]).collect();
        ids.sort_by_key(|id| id.to_string());
        ids.dedup();
        assert_eq!(ids.len(), rows.len(), "each once");
        let days: BTreeSet<&str> = rows.iter().filter_map(|row| row["at"].as_str()?.get(..10)).collect();
        assert_eq!(days.len(), 3, "{days:?}");
        let second = days.iter().nth(1).expect("a day");
        let (until, counted) = read(&format!("/api/intents?programme=offers{filter}&until={second}"));
        assert_eq!(until.len() as u64, counted);
        assert!(until.len() < rows.len() && until.len() >= 80, "{}", until.len());
        assert!(until.iter().all(|row| row["at"].as_str().and_then(|at| at.get(..10)) <= Some(*second)));
    }
    assert_eq!(shop.ask(&cookie, "GET", "/api/intents?until=gestern", &Value::Null).status, 400);
}

#[test]
fn a_letter_that_made_room_in_the_mailbox_is_written_again_for_its_customer() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    shop.cart("17", "eva");
    wait(&shop, &cookie);
    let eva = who(&shop, &cookie, "eva");
    let kept = shop.json(&cookie, &format!("/api/mailbox?customer={eva}"))["rows"][0].clone();
    let path = |row: &Value| format!("/api/mailbox/{}", row["id"].as_str().expect("an id"));
    let whole = shop.json(&cookie, &path(&kept));
    assert_eq!(kept["written_again"], false);
    // As if two thousand newer ones had come.
    let shop = shop.restarted_after(|runtime| {
        let names = runtime.store.documents("letter").expect("listed");
        let gone = |name: String| Document { kind: "letter".into(), name, body: Vec::new() };
        let documents = names.into_iter().map(gone).collect();
        runtime.store.commit(&Commit { documents, ..Commit::default() }).expect("removed");
    });
    let cookie = shop.cookie(Role::Marketer);
    assert_eq!(shop.json(&cookie, "/api/mailbox")["rows"], json!([]));
    let again = shop.json(&cookie, &format!("/api/mailbox?customer={eva}"))["rows"][0].clone();
    assert_eq!((&again["written_again"], &again["delivery"]), (&json!(true), &kept["delivery"]), "{again}");
    let letter = shop.json(&cookie, &path(&again));
    assert_eq!(
        (&letter["subject"], &letter["text"], &letter["to"]),
        (&whole["subject"], &whole["text"], &whole["to"])
    );
    let contacts = shop.json(&cookie, &format!("/api/customers/{eva}"))["contacts"].clone();
    assert_eq!(contacts[0]["delivery"], kept["delivery"], "a contact leads to its letter");
}
