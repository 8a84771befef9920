//! Rows of files that were refused: shown whole, corrected, let in once, or not wanted.

use crate::shop::Shop;
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

const HEAD: &str = "Kundennummer;E-Mail;Vorname;Geburtstag\n";

/// People who are right, so that it is clear what the columns hold.
fn good() -> String {
    let row = |number: u32| format!("{number};k{number}@example.org;Kim;{:02}.04.1990\n", number % 28 + 1);
    (100..160).map(row).collect()
}

fn orders() -> String {
    let mut text = String::from("Bestellnummer;Kundennummer;Artikelnummer;Menge;Summe;Bestelldatum\n");
    for number in 1_000..1_300 {
        let (customer, day) = (100 + number % 60, number % 28 + 1);
        text.push_str(&format!("{number};{customer};p1;3;4,99;{day:02}.03.2026 08:30\n"));
    }
    text
}

fn import(shop: &Shop, files: &[(&str, &str)]) -> (Value, String) {
    let handed = Handed::of(shop, files);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    let answer = handed.import(&mapping, false);
    assert_eq!(answer.status, 200, "{answer:?}");
    let done = handed.ended();
    assert_eq!(done["phase"], "done", "{done}");
    (done, mapping)
}

fn groups(shop: &Shop) -> Vec<Value> {
    let told = shop.json(&shop.cookie(Role::Viewer), "/api/quarantine/rows");
    told["groups"].as_array().expect("a list").clone()
}

/// The rows of the only group of a reason.
fn rows(shop: &Shop, code: &str) -> (String, Value) {
    let all = groups(shop);
    let group = all.iter().find(|group| group["code"] == code).unwrap_or_else(|| panic!("{code}: {all:?}"));
    let id = group["id"].as_str().expect("an id").to_owned();
    let page = shop.json(&shop.cookie(Role::Viewer), &format!("/api/quarantine/rows/{id}"));
    (id, page)
}

fn ask(shop: &Shop, path: &str, body: &Value) -> Value {
    let answer = shop.ask(&shop.cookie(Role::Marketer), "POST", path, body);
    assert!(matches!(answer.status, 200 | 204), "{path}: {answer:?}");
    if answer.status == 204 { Value::Null } else { answer.json() }
}

fn correct(shop: &Shop, row: &Value, cells: &Value) -> Value {
    ask(shop, "/api/quarantine/corrections", &json!({ "id": row["id"], "cells": cells }))
}

fn customers(shop: &Shop, query: &str) -> usize {
    let found = shop.json(&shop.cookie(Role::Viewer), &format!("/api/customers?query={query}"));
    found.as_array().map_or(0, Vec::len)
}

#[test]
fn a_corrected_row_comes_in_once_and_the_corrected_file_changes_nothing() {
    let shop = Shop::open();
    let wrong = format!("{HEAD}{}9;carla(at)example,org;Carla;01.02.1980\n", good());
    import(&shop, &[("kunden.csv", &wrong)]);
    let (_, page) = rows(&shop, "not_email");
    let row = page["rows"][0].clone();
    assert_eq!((&row["row"], &row["column"]), (&json!(62), &json!("E-Mail")), "{page}");
    assert_eq!(row["columns"], json!(["Kundennummer", "E-Mail", "Vorname", "Geburtstag"]));
    assert_eq!(row["cells"], json!(["9", "carla(at)example,org", "Carla", "01.02.1980"]));
    assert_eq!((&row["meant"], &row["person"]), (&json!("carla@example.org"), &json!("9")), "{row}");
    assert_eq!(shop.json(&shop.cookie(Role::Viewer), "/api/data")["quarantine_count"], 1);

    let still = correct(&shop, &row, &json!(["9", "carla@example.org", "Carla", "31.02.1980"]));
    assert_eq!((&still["let_in"], &still["row"]["code"]), (&json!(false), &json!("not_time")), "{still}");
    assert_eq!(still["row"]["cells"][1], "carla@example.org", "what was corrected stays");
    assert_eq!(customers(&shop, "carla@example.org"), 0);

    let done = correct(&shop, &row, &json!(["9", "carla@example.org", "Carla", "03.02.1980"]));
    assert_eq!(done, json!({ "let_in": true, "row": null }));
    assert_eq!(customers(&shop, "carla@example.org"), 1);
    assert_eq!(groups(&shop), Vec::<Value>::new(), "it waits no more");
    let again = json!({ "id": row["id"], "cells": row["cells"] });
    assert_eq!(
        shop.ask(&shop.cookie(Role::Marketer), "POST", "/api/quarantine/corrections", &again).status,
        404
    );

    let (_, _) = import(&shop, &[("kunden.csv", &wrong)]);
    assert_eq!(groups(&shop), Vec::<Value>::new(), "the same wrong row asks nobody again");
    let mended =
        wrong.replace("carla(at)example,org", "carla@example.org").replace("01.02.1980", "03.02.1980");
    let (done, _) = import(&shop, &[("kunden.csv", &mended)]);
    assert_eq!((&done["new"], &done["known"]), (&json!(0), &json!(61)), "{done}");
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit").to_string();
    assert!(acts.contains("row_corrected") && !acts.contains("carla"), "{acts}");
}

#[test]
fn a_row_of_too_many_fields_is_shown_as_it_is_and_can_be_mended() {
    let shop = Shop::open();
    let wrong = format!("{HEAD}9;carla@example.org;Carla;Maria;03.02.1980\n{}", good());
    import(&shop, &[("kunden.csv", &wrong)]);
    let (group, page) = rows(&shop, "field_count");
    let row = &page["rows"][0];
    assert_eq!(row["cells"], json!(["9", "carla@example.org", "Carla", "Maria", "03.02.1980"]), "{page}");
    let told = ask(&shop, &format!("/api/quarantine/rows/{group}/again"), &json!({ "mapping": null }));
    assert_eq!(told, json!({ "let_in": 0, "left": 1 }), "nobody mended it");
    let five = json!({ "id": row["id"], "cells": row["cells"] });
    assert_eq!(
        shop.ask(&shop.cookie(Role::Marketer), "POST", "/api/quarantine/corrections", &five).status,
        422
    );
    let done = correct(&shop, row, &json!(["9", "carla@example.org", "Carla Maria", "03.02.1980"]));
    assert_eq!(done["let_in"], true, "{done}");
    assert_eq!(customers(&shop, "carla@example.org"), 1);
}

#[test]
fn rows_of_one_reason_come_in_together_once_the_mapping_reads_them() {
    let shop = Shop::open();
    let row = |number: u32| format!("{number};k{number}@example.org;Kim;1990-04-{:02}\n", number - 200);
    let american: String = (201..211).map(row).collect();
    let (_, mapping) = import(&shop, &[("kunden.csv", &format!("{HEAD}{}{american}", good()))]);
    let (group, page) = rows(&shop, "not_time");
    assert_eq!(page["rows"].as_array().map(Vec::len), Some(10), "{page}");
    assert_eq!(page["rows"][0]["meant"], "01.04.1990", "{page}");
    assert_eq!(page["mapping"].as_str(), Some(mapping.as_str()));
    let path = format!("/api/quarantine/rows/{group}/again");
    let as_before = ask(&shop, &path, &json!({ "mapping": null }));
    assert_eq!(as_before, json!({ "let_in": 0, "left": 10 }));
    let of_another = mapping.replace("kunden.csv", "people.csv");
    let refused = shop.ask(&shop.cookie(Role::Marketer), "POST", &path, &json!({ "mapping": of_another }));
    assert!(
        refused.json()["cause"].as_str().is_some_and(|cause| cause.contains("kunden.csv")),
        "{refused:?}"
    );
    assert!(mapping.contains("%d.%m.%Y"), "{mapping}");
    let other = json!({ "mapping": mapping.replace("%d.%m.%Y", "%Y-%m-%d") });
    assert_eq!(ask(&shop, &path, &other), json!({ "let_in": 10, "left": 0 }));
    assert_eq!((groups(&shop), customers(&shop, "k205@example.org")), (Vec::new(), 1));
}

#[test]
fn what_nobody_wants_can_be_brought_back_and_does_not_come_again_otherwise() {
    let shop = Shop::open();
    let wrong = format!("{HEAD}{}8;kein;Ben;\n9;auch keine;Carla;\n", good());
    import(&shop, &[("kunden.csv", &wrong)]);
    let (group, page) = rows(&shop, "not_email");
    let path = format!("/api/quarantine/rows/{group}/discard");
    let one = ask(&shop, &path, &json!({ "ids": [page["rows"][0]["id"]] }));
    assert_eq!((&one["rows"], groups(&shop)[0]["rows"].clone()), (&json!(1), json!(1)));
    let rest = ask(&shop, &path, &json!({ "ids": [] }));
    assert_eq!(groups(&shop), Vec::<Value>::new());
    assert_eq!(shop.json(&shop.cookie(Role::Viewer), "/api/data")["quarantine_count"], 0);
    import(&shop, &[("kunden.csv", &wrong)]);
    assert_eq!(groups(&shop), Vec::<Value>::new(), "somebody decided");
    ask(&shop, "/api/quarantine/restore", &json!({ "undo": rest["undo"] }));
    assert_eq!(rows(&shop, "not_email").1["rows"].as_array().map(Vec::len), Some(1));
    let twice = json!({ "undo": rest["undo"] });
    assert_eq!(shop.ask(&shop.cookie(Role::Marketer), "POST", "/api/quarantine/restore", &twice).status, 404);
}

/// What stands of the orders of somebody: of each its lines and its amount kept, the newest first.
fn orders_of(shop: &Shop, query: &str) -> Vec<(u64, i64)> {
    let found = shop.json(&shop.cookie(Role::Viewer), &format!("/api/customers?query={query}"));
    let id = found[0]["id"].as_str().expect("somebody").to_owned();
    let customer = shop.json(&shop.cookie(Role::Viewer), &format!("/api/customers/{id}"));
    let newest = customer["orders"]["list"].as_array().expect("a list");
    let order = |order: &Value| {
        let lines = order["items"].as_array().map_or(0, Vec::len);
        (u64::try_from(lines).expect("few"), order["kept_value"]["minor"].as_i64().expect("an amount"))
    };
    newest.iter().map(order).collect()
}

fn mended(shop: &Shop, row: &Value, pieces: &str) -> Value {
    let mut cells = row["cells"].clone();
    cells[3] = json!(pieces);
    correct(shop, row, &cells)
}

#[test]
fn a_line_comes_in_with_its_order_or_is_added_to_the_one_that_is_known() {
    let shop = Shop::open();
    let new = "501;101;p1;zwei;5,00;03.01.2026 11:00\n501;101;p2;eins;7,00;03.01.2026 11:00\n";
    let known = "1000;140;p9;drei;5,00;21.03.2026 08:30\n";
    let people = format!("{HEAD}{}", good());
    let text = format!("{}{new}{known}", orders());
    import(&shop, &[("kunden.csv", &people), ("kaeufe.csv", &text)]);
    let (_, page) = rows(&shop, "not_whole_number");
    let lines = page["rows"].as_array().expect("rows").clone();
    assert_eq!(lines.len(), 3, "{page}");
    let before = orders_of(&shop, "k140@example.org");
    for row in &lines {
        assert_eq!(mended(&shop, row, "1")["let_in"], true, "{row}");
    }
    assert_eq!(groups(&shop), Vec::<Value>::new());
    let of_101 = orders_of(&shop, "k101@example.org");
    assert_eq!(of_101.len(), 6, "five of the file, and the one whose lines were corrected: {of_101:?}");
    assert_eq!(of_101[5], (2, 1_200), "one order of two lines");
    let of_140 = orders_of(&shop, "k140@example.org");
    assert_eq!(of_140.len(), before.len(), "no further order");
    let sum = |orders: &[(u64, i64)]| orders.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    assert_eq!(sum(&of_140), (sum(&before).0 + 1, sum(&before).1 + 500), "one line more");

    let right = text.replace("zwei", "1").replace("eins", "1").replace("drei", "1");
    let (done, _) = import(&shop, &[("kunden.csv", &people), ("kaeufe.csv", &right)]);
    assert_eq!(done["new"], 0, "the corrected file changes nothing: {done}");
    assert_eq!(orders_of(&shop, "k101@example.org"), of_101);
    let verified = shop.json(&shop.cookie(Role::Viewer), "/api/customers?query=k140@example.org");
    let path = format!("/api/customers/{}/timeline", verified[0]["id"].as_str().expect("somebody"));
    let told = shop.json(&shop.cookie(Role::Viewer), &path).to_string();
    assert!(told.contains("order.extended"), "{told}");
}

#[test]
fn a_line_that_the_corrected_file_brought_first_is_not_added_once_more() {
    let shop = Shop::open();
    let new = "501;101;p1;zwei;5,00;03.01.2026 11:00\n501;101;p2;eins;7,00;03.01.2026 11:00\n";
    let people = format!("{HEAD}{}", good());
    let text = format!("{}{new}", orders());
    import(&shop, &[("kunden.csv", &people), ("kaeufe.csv", &text)]);
    let right = text.replace("zwei", "1").replace("eins", "1");
    import(&shop, &[("kunden.csv", &people), ("kaeufe.csv", &right)]);
    let (_, page) = rows(&shop, "not_whole_number");
    for row in page["rows"].as_array().expect("rows") {
        let told = mended(&shop, row, "1");
        assert_eq!(told["row"]["code"], "line_known", "{told}");
    }
    let (group, _) = rows(&shop, "line_known");
    let told = ask(&shop, &format!("/api/quarantine/rows/{group}/again"), &json!({ "mapping": null }));
    assert_eq!(told, json!({ "let_in": 0, "left": 2 }));
    assert_eq!(orders_of(&shop, "k101@example.org")[5], (2, 1_200));
}

#[test]
fn what_is_taken_back_finds_what_was_bought_before() {
    let shop = Shop::open();
    let people = format!("{HEAD}{}", good());
    let back = "C7;140;p1;minus zwei;-2,00;02.04.2026 10:00\n";
    let handed =
        Handed::of(&shop, &[("kunden.csv", &people), ("kaeufe.csv", &format!("{}{back}", orders()))]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    let at = mapping.find("\norders:\n").expect("orders") + "\norders:\n".len();
    let rule = "  takes_back: { numbers: \"C*\", cancelled_within: 24h }\n";
    let mapping = format!("{}{rule}{}", &mapping[..at], &mapping[at..]);
    assert_eq!(handed.import(&mapping, false).status, 200, "{mapping}");
    assert_eq!(handed.ended()["phase"], "done");
    let (_, page) = rows(&shop, "not_whole_number");
    let before = orders_of(&shop, "k140@example.org");
    assert_eq!(mended(&shop, &page["rows"][0], "-2")["let_in"], true);
    let after = orders_of(&shop, "k140@example.org");
    assert_eq!(after.len(), before.len());
    // Of the last order before it, two of three pieces for 4.99 came back.
    let changed: Vec<_> = before.iter().zip(&after).filter(|(one, other)| one != other).collect();
    assert_eq!(changed, [(&(1, 499), &(1, 166))], "{before:?} {after:?}");
    assert_eq!(groups(&shop), Vec::<Value>::new());
}

#[test]
fn whoever_is_erased_is_gone_from_the_rows_that_wait() {
    let shop = Shop::open();
    let wrong = format!("{HEAD}{}150;kein;Kim;\n", good());
    import(&shop, &[("kunden.csv", &wrong)]);
    assert_eq!(groups(&shop).len(), 1);
    let admin = shop.cookie(Role::Admin);
    let found = shop.json(&admin, "/api/customers?query=k150@example.org");
    let path = format!("/api/customers/{}/erasure", found[0]["id"].as_str().expect("somebody"));
    let erased = shop.ask(&admin, "POST", &path, &json!({ "reason": "asked", "block": false }));
    assert_eq!(erased.status, 200, "{erased:?}");
    assert_eq!(groups(&shop), Vec::<Value>::new());
}

/// D04: a visit of an export of analytics that cannot be read waits whole, and comes in once it is corrected: known by the
/// same ids as in a corrected export.
#[test]
fn a_visit_that_was_refused_is_corrected_as_the_tool_wrote_it_and_comes_in_once() {
    let shop = Shop::open();
    shop.cart("17", "eva");
    let visit = |number: u32, moment: &str| {
        let action = format!(
            "{{\"type\":\"action\",\"url\":\"https://shop.example/lampe\",{moment}\"productViewSku\":\"p1\"}}"
        );
        format!(
            "{{\"idVisit\":\"{number}\",\"visitorId\":\"33c31e01394bdc63\",\"userId\":\"17\",\"siteCurrency\":\"EUR\",\"actionDetails\":[{action}]}}"
        )
    };
    let good = visit(7, "\"timestamp\":1790000010,");
    let (bad, mended) = (visit(8, ""), visit(8, "\"timestamp\":1789000010,"));
    let (done, mapping) = import(&shop, &[("visits.json", &format!("[{good},\n{bad}]"))]);
    assert_eq!((&done["new"], &done["files"][0]["left_out"][0]["rows"]), (&json!(1), &json!(1)), "{done}");
    let (group, page) = rows(&shop, "empty");
    let row = &page["rows"][0];
    assert_eq!((&row["columns"], &row["cells"]), (&json!(["document"]), &json!([bad])), "{page}");
    assert_eq!(groups(&shop)[0]["role"], "analytics");
    let still = ask(&shop, &format!("/api/quarantine/rows/{group}/again"), &json!({ "mapping": null }));
    assert_eq!(still, json!({ "let_in": 0, "left": 1 }));
    let broken = correct(&shop, row, &json!([mended.replace("actionDetails", "actionDetails\"")]));
    assert_eq!((&broken["let_in"], &broken["row"]["code"]), (&json!(false), &json!("not_json")), "{broken}");
    assert_eq!(correct(&shop, row, &json!([mended])), json!({ "let_in": true, "row": null }));
    assert_eq!(groups(&shop), Vec::<Value>::new());
    let viewed = || {
        let cookie = shop.cookie(Role::Viewer);
        let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
        let timeline = shop.json(&cookie, &format!("/api/customers/{eva}/timeline"));
        let entries = timeline["entries"].as_array().expect("a list");
        assert!(entries.is_sorted_by_key(|entry| std::cmp::Reverse(entry["at"].as_str())), "{timeline}");
        entries.iter().filter(|entry| entry["kind"] == "product.viewed").count()
    };
    assert_eq!(viewed(), 2);
    let again = Handed::of(&shop, &[("visits.json", &format!("[{good},\n{mended}]"))]);
    assert_eq!(again.import(&mapping, false).status, 200);
    let done = again.ended();
    assert_eq!((&done["new"], &done["known"], viewed()), (&json!(0), &json!(2), 2), "{done}");
}
