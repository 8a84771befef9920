//! Files that are handed in: looked at, tried, imported beside everything else, and never half.

use crate::PATIENCE;
use crate::client::Answer;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A hundred people, and one whose address is none.
fn people() -> String {
    let mut text =
        String::from("Kundennummer;E-Mail;Vorname;Geburtstag\n7;anna@example.org;Anna;03.02.1980\n");
    for number in 100..200 {
        text.push_str(&format!(
            "{number};k{number}@example.org;Kim {number};{:02}.04.1990\n",
            number % 28 + 1
        ));
    }
    text + "9;kein;Carla;\n"
}

/// What they bought, and one row with pieces in words.
fn orders() -> String {
    let mut text = String::from("Bestellnummer;Kundennummer;Artikelnummer;Menge;Summe;Bestelldatum\n");
    text.push_str("1;7;p1;2;10,00;02.01.2026 10:00\n1;7;p2;1;5,50;02.01.2026 10:00\n");
    for number in 100..200 {
        text.push_str(&format!(
            "{number};{number};p{};3;4,99;{:02}.03.2026 08:30\n",
            number % 7,
            number % 28 + 1
        ));
    }
    text + "2;8;p1;zwei;5,00;03.01.2026 11:00\n"
}

pub(crate) struct Handed<'a> {
    shop: &'a Shop,
    cookie: String,
    id: String,
}

impl Handed<'_> {
    pub(crate) fn of<'a>(shop: &'a Shop, files: &[(&str, &str)]) -> Handed<'a> {
        let cookie = shop.cookie(Role::Marketer);
        let begun = shop.ask(&cookie, "POST", "/api/uploads", &Value::Null);
        assert_eq!(begun.status, 200, "{begun:?}");
        let id = begun.json()["id"].as_str().expect("an id").to_owned();
        let handed = Handed { shop, cookie, id };
        for (name, text) in files {
            let put = handed.put(name, text.as_bytes());
            assert_eq!(put.status, 200, "{put:?}");
        }
        handed
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/uploads/{}{rest}", self.id)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Answer {
        let headers = [("x-anlass", "1"), ("cookie", self.cookie.as_str())];
        self.shop.client().request("POST", &self.path(&format!("/files?name={name}")), &headers, bytes)
    }

    pub(crate) fn look(&self, source: &str) -> Value {
        let looked = self.shop.ask(&self.cookie, "POST", &self.path("/look"), &json!({ "source": source }));
        assert_eq!(looked.status, 200, "{looked:?}");
        looked.json()
    }

    /// Somebody knows better what a column means.
    fn look_again(&self, column: &str, meaning: &Value) -> Answer {
        let meant = json!([{ "file": "kunden.csv", "column": column, "meaning": meaning }]);
        let body = json!({ "source": "erp", "meanings": meant });
        self.shop.ask(&self.cookie, "POST", &self.path("/look"), &body)
    }

    pub(crate) fn import(&self, mapping: &str, trial: bool) -> Answer {
        let body = json!({ "mapping": mapping, "trial": trial });
        self.shop.ask(&self.cookie, "POST", &self.path("/import"), &body)
    }

    /// What the import came to.
    #[expect(clippy::disallowed_methods, reason = "an import ends by itself, as it does for the app")]
    pub(crate) fn ended(&self) -> Value {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let told = self.shop.json(&self.cookie, &self.path(""))["import"].clone();
            if matches!(told["phase"].as_str(), Some("done" | "failed")) {
                return told;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end: {}", self.shop.told());
    }
}

/// The id of files that were looked at and tried.
pub(crate) fn tried(shop: &Shop) -> String {
    let handed = Handed::of(shop, &[("kunden.csv", &people()), ("kaeufe.csv", &orders())]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    assert_eq!(handed.import(&mapping, true).status, 200);
    assert_eq!(handed.ended()["phase"], "done");
    handed.id
}

fn customers(shop: &Shop, cookie: &str, query: &str) -> usize {
    shop.json(cookie, &format!("/api/customers?query={query}")).as_array().map_or(0, Vec::len)
}

#[test]
fn files_are_looked_at_tried_and_imported_without_a_line_of_code() {
    let shop = Shop::open();
    let handed = Handed::of(&shop, &[("kunden.csv", &people()), ("kaeufe.csv", &orders())]);
    let looked = handed.look("erp");
    let mapping = looked["mapping"].as_str().expect("a document");
    assert_eq!((&looked["problem"], &looked["unreadable"]), (&Value::Null, &json!([])), "{mapping}");
    let column = &looked["files"][1]["columns"][1];
    assert_eq!((&column["name"], &column["meaning"]), (&json!("E-Mail"), &json!("email")), "{looked}");

    let named = handed.look_again("Vorname", &json!("family_name")).json();
    assert!(named["mapping"].as_str().is_some_and(|text| text.contains("last_name: Vorname")), "{named}");
    let unread = handed.look_again("Vorname", &Value::Null).json();
    assert!(unread["mapping"].as_str().is_some_and(|text| !text.contains("Vorname")), "{unread}");
    assert_eq!(handed.look_again("Vorname", &json!("nonsense")).status, 422);
    assert_eq!(handed.look_again("Nachname", &Value::Null).status, 422);

    assert_eq!(handed.import(mapping, true).status, 200);
    let tried = handed.ended();
    assert_eq!((&tried["phase"], &tried["trial"]), (&json!("done"), &json!(true)), "{tried}");
    assert_eq!(
        (&tried["totals"]["customers"], &tried["totals"]["orders"]),
        (&json!(101), &json!(101)),
        "{tried}"
    );
    let newcomers = ["new_customers", "nameless_customers"].map(|name| tried["totals"][name].clone());
    assert_eq!(newcomers, [json!(101), json!(0)], "{tried}");
    let samples = tried["samples"].as_array().expect("a list");
    let bought = samples.iter().find(|sample| sample["kind"] == "order.placed").expect("an order");
    assert!(bought["words"]["de"].as_str().is_some_and(|words| words.contains("4,99")), "{bought}");
    let codes =
        tried["files"].as_array().expect("a list").iter().flat_map(|file| file["left_out"].as_array());
    let codes: Vec<&str> = codes.flatten().filter_map(|cause| cause["code"].as_str()).collect();
    assert_eq!(codes, ["not_whole_number", "not_email"], "{tried}");
    let cookie = handed.cookie.clone();
    assert_eq!(customers(&shop, &cookie, "anna@example.org"), 0, "a trial changes nothing");
    assert_eq!(shop.json(&cookie, "/api/imports"), json!([]));

    assert_eq!(handed.import(mapping, false).status, 200);
    let done = handed.ended();
    assert_eq!((&done["phase"], &done["known"]), (&json!("done"), &json!(0)), "{done}");
    assert_eq!(customers(&shop, &cookie, "anna@example.org"), 1);
    let imported = &shop.json(&cookie, "/api/imports")[0];
    assert_eq!((&imported["mapping"], &imported["source"]), (&json!("erp"), &json!("erp")));
    let sources = &shop.json(&cookie, "/api/data")["sources"];
    let erp = sources.as_array().and_then(|all| all.iter().find(|source| source["id"] == "erp"));
    let erp = erp.expect("it is declared");
    assert_eq!(erp["events"], done["new"], "{sources}");
    assert_eq!(erp["lateness"], "in_time", "old purchases that came just now are no late delivery: {erp}");
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit").to_string();
    assert!(acts.contains("\"connected\"") && acts.contains("\"imported\""), "{acts}");
    assert_eq!(shop.json(&cookie, "/api/uploads"), json!([]), "its files are gone");

    let again = Handed::of(&shop, &[("kunden.csv", &people()), ("kaeufe.csv", &orders())]);
    assert_eq!(again.import(mapping, false).status, 200);
    let done_again = again.ended();
    assert_eq!((&done_again["new"], &done_again["known"]), (&json!(0), &done["new"]), "{done_again}");
}

#[test]
fn a_trial_says_how_many_customers_are_new_and_how_many_of_them_come_without_a_name() {
    let shop = Shop::open();
    let handed = Handed::of(&shop, &[("kunden.csv", &people())]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    assert_eq!(handed.import(&mapping, false).status, 200);
    assert_eq!(handed.ended()["totals"]["new_customers"], Value::Null, "only a trial counts them");
    let bought = orders() + "9000;nobody;p1;1;5,00;03.01.2026 11:00\n";
    let more = format!("{}nobody-else;n@example.org;Nina;05.05.1985\n", people());
    let handed = Handed::of(&shop, &[("kunden.csv", &more), ("kaeufe.csv", &bought)]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    assert_eq!(handed.import(&mapping, true).status, 200);
    let totals = &handed.ended()["totals"];
    let told = ["customers", "new_customers", "nameless_customers"].map(|name| totals[name].clone());
    assert_eq!(told, [json!(103), json!(2), json!(1)], "{totals}");
}

#[test]
fn a_file_of_outlets_alone_comes_to_something_and_is_imported() {
    let shop = Shop::open();
    let text =
        "Filialnummer;Filialname;Breitengrad;Längengrad\n901;Köln Mitte;50,938;6,957\n902;Bonn;50,733;7,1\n";
    let handed = Handed::of(&shop, &[("filialen.csv", text)]);
    let mapping = handed.look("filialen")["mapping"].as_str().expect("a document").to_owned();
    for is_trial in [true, false] {
        assert_eq!(handed.import(&mapping, is_trial).status, 200);
        let ended = handed.ended();
        let told = ["rows", "outlets", "events"].map(|name| ended["totals"][name].clone());
        assert_eq!((&ended["phase"], told), (&json!("done"), [json!(2), json!(2), json!(0)]), "{ended}");
    }
    let outlets = shop.json(&handed.cookie, "/api/catalogue/outlets").to_string();
    assert!(outlets.contains("Köln Mitte") && outlets.contains("Bonn"), "{outlets}");
}

#[test]
fn an_import_that_was_ordered_is_done_by_the_next_process() {
    let shop = Shop::open();
    let handed = Handed::of(&shop, &[("kunden.csv", &people())]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    let order = json!({ "mapping": mapping, "vault": 1, "who": "anna", "is_trial": false });
    let folder = shop.dir().join("uploads").join(&handed.id);
    std::fs::write(folder.join("import.json"), order.to_string()).expect("written");
    let Handed { cookie, id, .. } = handed;
    let shop = shop.restarted();
    let done = Handed { shop: &shop, cookie, id }.ended();
    assert_eq!((&done["phase"], &done["totals"]["customers"]), (&json!("done"), &json!(101)), "{done}");
    assert_eq!(customers(&shop, &shop.cookie(Role::Viewer), "k150@example.org"), 1);
}

#[test]
fn an_order_that_nobody_can_read_keeps_nothing_from_starting() {
    let shop = Shop::with(&crate::shop::Setup { definitions: crate::shop::SHOP, config: "", is_demo: true });
    let handed = Handed::of(&shop, &[("kunden.csv", &people())]);
    let folder = shop.dir().join("uploads").join(&handed.id);
    std::fs::write(folder.join("import.json"), "{").expect("written");
    let shop = shop.restarted();
    assert!(shop.told().contains("what to import cannot be read"), "{}", shop.told());
    assert_eq!(shop.json(&shop.cookie(Role::Viewer), "/api/imports"), json!([]));
}

#[test]
fn what_cannot_be_imported_says_why_and_changes_nothing() {
    let shop = Shop::open();
    let handed = Handed::of(&shop, &[("kunden.csv", &people()), ("bild.png", "\u{1}PNG")]);
    let looked = handed.look("erp");
    let mapping = looked["mapping"].as_str().expect("a document");
    let refused = |mapping: &str| {
        let answer = handed.import(mapping, false);
        assert_eq!(answer.status, 422, "{answer:?}");
        let told = answer.json();
        assert_ne!(told["help"], "", "{told}");
        told["cause"].as_str().unwrap_or_default().to_owned()
    };
    let dollars = refused(&mapping.replace("currency: EUR", "currency: USD"));
    assert!(dollars.contains("USD") && dollars.contains("EUR"), "{dollars}");
    let missing = refused(&mapping.replace("kunden.csv", "clients.csv"));
    assert!(missing.contains("clients.csv") && !missing.contains("help"), "{missing}");
    let typed = refused(&mapping.replace("mapping: erp", "mapping: shop").replace("source: 3", "source: 9"));
    assert!(typed.contains("number"), "{typed}");
    let unknown = refused(&format!("{mapping}\nnonsense: 1\n"));
    assert!(unknown.contains("nonsense"), "{unknown}");
    // It looks right and names a column that is not there: found when it is read.
    let answer = handed.import(&mapping.replace("\"E-Mail\"", "Mail").replace("E-Mail", "Mail"), false);
    assert_eq!(answer.status, 200, "{answer:?}");
    let failed = handed.ended();
    assert_eq!(failed["phase"], "failed", "{failed}");
    let cause = failed["error"]["cause"].as_str().unwrap_or_default();
    assert!(
        cause.starts_with("kunden.csv has no column \"Mail\""),
        "it does not say where on the server: {cause}"
    );
    assert_eq!(customers(&shop, &handed.cookie, "anna@example.org"), 0);
    assert_eq!(shop.json(&handed.cookie, "/api/imports"), json!([]));
}

#[test]
fn a_file_is_taken_whole_or_not_at_all() {
    let shop = Shop::of(crate::shop::SHOP, "[uploads]\nfile_bytes_max = 1000\n");
    let handed = Handed::of(&shop, &[]);
    assert_eq!(handed.put("large.csv", &[b'a'; 1_001]).status, 413);
    assert_eq!(handed.put("..%2Fescaped.csv", b"a").status, 422);
    assert_eq!(handed.put("", b"a").status, 422);
    let mut client = shop.client();
    let head = format!(
        "POST {}?name=half.csv HTTP/1.1\r\nhost: test\r\nx-anlass: 1\r\ncookie: {}\r\ncontent-length: 500\r\n\r\nabc",
        handed.path("/files"),
        handed.cookie
    );
    client.write(head.as_bytes());
    drop(client);
    assert_eq!(handed.put("whole.csv", &[b'a'; 1_000]).status, 200);
    let files = shop.json(&handed.cookie, &handed.path(""))["files"].clone();
    assert_eq!(files, json!([{ "name": "whole.csv", "bytes": 1_000 }]));
    let nobody = shop.client().request("POST", &handed.path("/files?name=a.csv"), &[("x-anlass", "1")], b"a");
    assert_eq!(nobody.status, 401);
    let headers = [("cookie", handed.cookie.as_str())];
    let elsewhere = shop.client().request("POST", &handed.path("/files?name=a.csv"), &headers, b"a");
    assert_eq!(elsewhere.status, 403, "it does not come from the application");
    assert_eq!(shop.ask(&handed.cookie, "DELETE", &handed.path(""), &Value::Null).status, 204);
    assert_eq!(shop.ask(&handed.cookie, "GET", &handed.path(""), &Value::Null).status, 404);
}

/// I02, I03: a rule that names a node means whatever the catalogue hangs under it, also what comes later.
#[test]
fn rules_that_name_a_node_follow_the_catalogue() {
    let segment = "  segments: { garden: 'interest.points(category = \"Garten\") >= 3' }\n  fields:";
    let shop = Shop::of(&crate::shop::SHOP.replace("  fields:", segment), "");
    let cookie = shop.cookie(Role::Admin);
    let segments = |query: &str| {
        let found = shop.json(&cookie, &format!("/api/customers?query={query}"));
        let id = found[0]["id"].as_str().expect("somebody").to_owned();
        let told = shop.json(&cookie, &format!("/api/customers/{id}"));
        (told["segments"].clone(), told["interests"].clone())
    };
    let articles = "Artikelnummer;Bezeichnung;Kategorie;Warengruppe\np1;Rose;Garten;Pflanzen\np2;Bohrer;Werkzeug;Bohrer\n";
    let handed = Handed::of(&shop, &[("artikel.csv", articles)]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    assert_eq!(handed.import(&mapping, false).status, 200);
    assert_eq!(handed.ended()["phase"], "done");
    shop.cart("17", "eva");
    shop.pass(&cookie, 1);
    let (in_segments, interests) = segments("17");
    assert_eq!(in_segments, json!(["garden"]), "by a node under it");
    assert_eq!(interests, json!([{ "node": ["Garten", "Pflanzen"], "points": 3 }]));
}

/// What Matomo's `Live.getLastVisitsDetails` answers, in short.
const VISITS: &str = r#"[{"idSite":"1","idVisit":"7","visitorId":"33c31e01394bdc63","userId":"17","siteCurrency":"EUR",
  "serverTimestamp":1790000000,"actionDetails":[
  {"type":"action","url":"https://shop.example/lampe","timestamp":1790000010,"productViewSku":"p1"},
  {"type":"search","timestamp":1790000020}]},
 {"idSite":"1","idVisit":"6","visitorId":"33c31e01394bdc63","userId":"","siteCurrency":"EUR",
  "serverTimestamp":1789000000,"actionDetails":[
  {"type":"action","url":"https://shop.example/seil","timestamp":1789000010,"productViewSku":"p2"}]}]"#;

/// D04: exports of web analytics are one of the kinds of control data.
#[test]
fn an_export_of_analytics_is_recognised_and_its_visits_reach_people_once() {
    let shop = Shop::open();
    shop.cart("17", "eva");
    let handed = Handed::of(&shop, &[("visits.json", VISITS)]);
    let looked = handed.look("matomo");
    let mapping = looked["mapping"].as_str().expect("a document");
    assert_eq!((&looked["problem"], &looked["unreadable"]), (&Value::Null, &json!([])), "{looked}");
    assert!(mapping.contains("analytics:") && mapping.contains("format: matomo"), "{mapping}");
    assert_eq!(looked["open"], json!([{ "file": "visits.json", "question": "whose_user_ids" }]));

    assert_eq!(handed.import(mapping, false).status, 200);
    let done = handed.ended();
    assert_eq!((&done["phase"], &done["new"]), (&json!("done"), &json!(2)), "{done}");
    assert_eq!(done["files"][0]["left_out"][0]["code"], "without_use", "{done}");
    let cookie = handed.cookie.clone();
    let views = || {
        let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
        let timeline = shop.json(&cookie, &format!("/api/customers/{eva}/timeline")).to_string();
        timeline.matches("\"product.viewed\"").count()
    };
    assert_eq!(views(), 2, "also the visit before she was known, by its cookie");
    let again = Handed::of(&shop, &[("visits.json", VISITS)]);
    assert_eq!(again.import(mapping, false).status, 200);
    let done = again.ended();
    assert_eq!((&done["new"], &done["known"], views()), (&json!(0), &json!(2), 2), "{done}");
}

/// D04: what came back of a former tool's mail, and what was opened and clicked.
#[test]
fn a_former_tools_reactions_stand_in_the_timeline_as_another_systems() {
    let shop = Shop::open();
    shop.cart("17", "eva");
    let rows =
        "event,mail,at\nhard,eva@example.org,2026-01-02 10:00:00\nopen,eva@example.org,2026-01-01 10:00:00\n";
    let handed = Handed::of(&shop, &[("tool.csv", rows)]);
    let mapping = "mapping: tool\nsource: 9\ncurrency: EUR\ntime_zone: Europe/Berlin\nreactions:\n  - file: tool.csv\n    \
        customer: { column: mail, kind: email }\n    \
        what: { column: { column: event, values: { hard: bounced, open: opened } } }\n    occurred: { column: at }\n";
    assert_eq!(handed.import(mapping, false).status, 200);
    let done = handed.ended();
    assert_eq!((&done["phase"], &done["new"]), (&json!("done"), &json!(2)), "{done}");
    let eva = shop.json(&handed.cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
    let timeline = shop.json(&handed.cookie, &format!("/api/customers/{eva}/timeline")).to_string();
    for words in ["address.bounced", "unter der Adresse ist niemand", "opened a message of another system"] {
        assert!(timeline.contains(words), "{words}: {timeline}");
    }
}

/// D04: what a business intelligence tool computes of people is a fact like any other.
#[test]
fn a_table_of_scores_becomes_fields_a_segment_by_them_and_a_journey() {
    let own = crate::shop::SHOP
        .replace("language: text }", "language: text, value_class: text, churn: int }\n  segments: { leaving: profile.churn >= 70 }")
        .replace(
            "    journeys:\n",
            "    journeys:\n      - id: keep\n        name: { de: Halten, en: Keep }\n        entry: { segment: leaving }\n        \
             steps: [{ id: hour, wait: { for: 1h } }, { id: say, message: confirmation }]\n",
        );
    let mut shop = Shop::of(&own, "");
    shop.is_quiet = true;
    let scores = "customer,mail,class,churn,computed\n\
        17,eva@example.org,A,83,2026-11-24 09:30:00\n18,ida@example.org,C,20,2026-11-24 09:30:00\n";
    let handed = Handed::of(&shop, &[("scores.csv", scores)]);
    let mapping = "mapping: scores\nsource: 9\ncurrency: EUR\ntime_zone: Europe/Berlin\nprofiles:\n  - file: scores.csv\n    \
        customer: { column: customer, kind: customer_number }\n    also: [{ column: mail, kind: email }]\n    \
        changed: { column: computed }\n    \
        fields: { email: mail, value_class: class, churn: { column: churn, type: int } }\n";
    assert_eq!(handed.import(mapping, false).status, 200);
    assert_eq!(handed.ended()["phase"], "done");
    let cookie = shop.cookie(Role::Admin);
    shop.pass(&cookie, 60);
    let of = |number: &str| {
        let found = shop.json(&cookie, &format!("/api/customers?query={number}"));
        let id = found[0]["id"].as_str().expect("known").to_owned();
        let timeline = shop.json(&cookie, &format!("/api/customers/{id}/timeline")).to_string();
        (shop.json(&cookie, &format!("/api/customers/{id}")).to_string(), timeline)
    };
    let (eva, ida) = (of("17"), of("18"));
    assert!(eva.0.contains("\"leaving\"") && !ida.0.contains("\"leaving\""), "{} {}", eva.0, ida.0);
    assert!(eva.0.contains("\"scores\""), "the source stands beside the field: {}", eva.0);
    assert!(eva.0.contains("\"keep\"") && !ida.0.contains("\"keep\""), "{} {}", eva.0, ida.0);
}

#[test]
fn what_a_column_is_said_to_mean_is_read_as_its_own_values_are_written() {
    let shop = Shop::with(&crate::shop::Setup { definitions: crate::shop::SHOP, config: "", is_demo: true });
    let rows = "Kundennummer;Bestellnummer;Bestelldatum;Artikelnummer;wie viel\n\
                K1;1;01.02.2026;p1;99,90\nK1;2;13.02.2026;p1;siehe Beleg\nK2;3;14.02.2026;p1;x\nK3;4;14.02.2026;p1;12,50\n";
    let handed = Handed::of(&shop, &[("kunden.csv", rows)]);
    let column = |looked: &Value| {
        let mut columns = looked["files"][0]["columns"].as_array().expect("columns").iter();
        columns.find(|own| own["name"] == "wie viel").expect("it is there").clone()
    };
    let guessed = column(&handed.look("erp"));
    assert_eq!((&guessed["looks"], &guessed["misfits"]), (&json!("text"), &Value::Null), "{guessed}");
    let said = handed.look_again("wie viel", &json!("total")).json();
    let misfits = json!({ "rows": 2, "examples": ["siehe Beleg", "x"] });
    assert_eq!((&column(&said)["looks"], &column(&said)["misfits"]), (&json!("amount"), &misfits), "{said}");
    let mapping = said["mapping"].as_str().expect("a document");
    assert!(mapping.contains("decimal: comma"), "{mapping}");
    assert_eq!(handed.import(mapping, true).status, 200);
    let file = handed.ended()["files"][0].clone();
    let left_out = &file["left_out"][0];
    assert_eq!((&file["taken"], &left_out["code"]), (&json!(2), &json!("not_amount")), "{file}");
}
