//! Exports: whole files at their time, in a form that others can read without harm, and nowhere but where they may lie.

mod table;

use crate::client::post;
use crate::shop::{SHOP, Setup, Shop};
use anlass_server::Role;
use serde_json::{Value, json};
use std::path::PathBuf;

const CONFIG: &str = "[exports]\nfolder = \"out\"\n";

fn shop() -> (Shop, String) {
    let shop = Shop::with(&Setup { definitions: SHOP, config: CONFIG, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    let people = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"i1","traits":{"email":"eva@example.org","firstName":"=HYPERLINK(\"http://x\")","lastName":"Roth, die"}},
        {"type":"track","userId":"17","messageId":"t1","event":"Order Completed","properties":{"order_id":"o1","products":[{"product_id":"p1","price":19.99,"quantity":2}]}},
        {"type":"track","userId":"17","messageId":"t2","event":"Newsletter Subscribed","properties":{"proof":{"kind":"double_opt_in","text":"n1"}}},
        {"type":"identify","userId":"18","messageId":"i2","traits":{"email":"ben@example.org","firstName":"Ben"}}]}"#;
    assert_eq!(post(shop.address, "/v1/batch", people).status, 200);
    shop.cart("19", "ida");
    shop.pass(&cookie, 7_200);
    (shop, cookie)
}

fn customers(more: Value) -> Value {
    let mut export = json!({
        "id": "all", "what": "customers", "to": folder(json!({})),
        "fields": ["identifier.customer_number", "profile.first_name", "profile.last_name", "orders",
            "revenue_minor", "objects"],
        "segment": null, "days": null, "schedule": null,
    });
    export.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    export
}

fn folder(more: Value) -> Value {
    let mut to = json!({ "kind": "folder", "format": "csv", "folder": "crm", "files_max": null });
    to.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    to
}

fn put(shop: &Shop, cookie: &str, export: &Value) -> (u16, Value) {
    let answer = shop.ask(cookie, "POST", "/api/exports", export);
    (answer.status, answer.json())
}

fn runs(shop: &Shop, cookie: &str) -> Vec<Value> {
    shop.json(cookie, "/api/exports")[0]["runs"].as_array().expect("a list").clone()
}

/// Runs it, and waits until it has run: what was written, and how many rows are told.
fn run(shop: &Shop, cookie: &str, id: &str) -> (PathBuf, u64) {
    let before = runs(shop, cookie).len();
    assert_eq!(shop.ask(cookie, "POST", &format!("/api/exports/{id}/run"), &Value::Null).status, 204);
    shop.pass_until(cookie, 1, || runs(shop, cookie).len() > before);
    let run = runs(shop, cookie)[0].clone();
    let file = run["file"].as_str().unwrap_or_else(|| panic!("{run}"));
    (shop.dir().join("out").join(file), run["rows"].as_u64().expect("a number"))
}

#[test]
fn a_file_of_customers_is_whole_and_holds_no_formula() {
    let (shop, cookie) = shop();
    assert_eq!(put(&shop, &cookie, &customers(json!({}))).0, 200);
    let (file, rows) = run(&shop, &cookie, "all");
    let text = std::fs::read_to_string(&file).expect("readable");
    let mut lines: Vec<&str> = text.split_terminator("\r\n").collect();
    let header =
        "identifier.customer_number,profile.first_name,profile.last_name,orders,revenue_minor,objects";
    assert_eq!((lines.remove(0), rows), (header, 3));
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "17,\"'=HYPERLINK(\"\"http://x\"\")\",\"Roth, die\",1,3998,false",
            "18,Ben,,0,0,false",
            "19,ida,Maier,0,0,false",
        ]
    );
    let folder: Vec<_> = std::fs::read_dir(file.parent().expect("a folder")).expect("listed").collect();
    assert_eq!(folder.len(), 1, "nothing unfinished stays");
}

#[test]
fn what_customers_have_is_told_on_their_page_and_is_a_row_for_each_thing() {
    let vehicle =
        "entities: { vehicle: { key: text, fields: { model: text, km: int, due: day } } }\n  fields:";
    let definitions = SHOP.replacen("fields:", vehicle, 1);
    let shop = Shop::with(&Setup { definitions: &definitions, config: CONFIG, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    let told = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"i1","traits":{"email":"eva@example.org"}},
        {"type":"track","userId":"17","messageId":"v1","event":"Entity Changed","properties":{"entity":"vehicle","key":"B-X 1","model":"=Golf","km":61000,"due":"2027-01-31"}},
        {"type":"track","userId":"17","messageId":"v2","event":"Entity Changed","properties":{"entity":"vehicle","key":"B-X 2"}},
        {"type":"track","userId":"17","messageId":"v3","timestamp":"2026-11-24T08:59:00Z","event":"Entity Changed","properties":{"entity":"vehicle","key":"B-X 3"}},
        {"type":"track","userId":"17","messageId":"v4","event":"Entity Gone","properties":{"entity":"vehicle","key":"B-X 3"}}]}"#;
    assert_eq!(post(shop.address, "/v1/batch", told).status, 200);
    shop.pass(&cookie, 10);
    let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
    let things = shop.json(&cookie, &format!("/api/customers/{eva}"))["things"].clone();
    assert_eq!(
        (&things[0]["key"], &things[1]["key"], &things[2]),
        (&json!("B-X 1"), &json!("B-X 2"), &Value::Null)
    );
    let fields = things[0]["fields"].as_array().expect("fields");
    assert!(fields.contains(&json!({ "field": "km", "value": 61000 })), "{things}");
    let wish = customers(json!({ "what": "things", "fields": [] }));
    assert_eq!(put(&shop, &cookie, &wish).0, 200);
    let (file, rows) = run(&shop, &cookie, "all");
    let text = std::fs::read_to_string(&file).expect("readable");
    let since = things[0]["since"].as_str().expect("a moment");
    let of = |key: &str, rest: &str| format!("{eva},17,vehicle,{key},{since},{rest}");
    let lines: Vec<&str> = text.split_terminator("\r\n").skip(1).collect();
    assert_eq!((rows, lines.len()), (2, 2), "{text}");
    assert!(
        text.starts_with("customer,customer_number,entity,key,since,vehicle.due,vehicle.km,vehicle.model"),
        "{text}"
    );
    assert_eq!(lines[0], of("B-X 1", "2027-01-31,61000,'=Golf"));
}

#[test]
fn what_nobody_declared_cannot_be_exported() {
    let (shop, cookie) = shop();
    let (status, told) = put(&shop, &cookie, &customers(json!({ "what": "things", "fields": [] })));
    assert_eq!(status, 422, "{told}");
    assert!(told.to_string().contains("the settings declare no entities"), "{told}");
}

#[test]
fn everything_can_be_exported_and_the_counts_are_right() {
    let (shop, cookie) = shop();
    for (what, rows, wanted) in [
        ("consents", 1, "true,"),
        ("orders", 1, ",o"),
        ("messages", 1, "confirmation"),
        ("opt_outs", 0, "opted_out"),
    ] {
        let wish = customers(json!({ "what": what, "fields": [] }));
        let (status, told) = put(&shop, &cookie, &wish);
        assert_eq!(status, 200, "{what}: {told}");
        let (file, found) = run(&shop, &cookie, "all");
        let text = std::fs::read_to_string(&file).expect("readable");
        assert_eq!(
            (found, text.lines().count()),
            (rows, usize::try_from(rows).expect("small") + 1),
            "{what}: {text}"
        );
        assert!(what == "orders" || text.contains(wanted), "{what}: {text}");
        // File names tell seconds apart.
        shop.pass(&cookie, 2);
    }
    let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
    let objection = json!({ "lifted": false, "how": "phone" });
    assert_eq!(shop.ask(&cookie, "POST", &format!("/api/customers/{eva}/objection"), &objection).status, 204);
    shop.pass(&cookie, 2);
    let (file, rows) = run(&shop, &cookie, "all");
    let text = std::fs::read_to_string(&file).expect("readable");
    assert!(rows == 1 && text.contains("17,eva@example.org,objection,"), "{text}");
}

#[test]
fn parquet_says_the_same_as_csv() {
    let (shop, cookie) = shop();
    let fields = json!(["identifier.customer_number", "orders", "objects", "last_order"]);
    for format in ["csv", "parquet"] {
        let (status, told) = put(
            &shop,
            &cookie,
            &customers(json!({ "fields": fields, "to": folder(json!({ "format": format })) })),
        );
        assert_eq!(status, 200, "{told}");
        let (file, rows) = run(&shop, &cookie, "all");
        assert_eq!((rows, file.extension().and_then(|ending| ending.to_str())), (3, Some(format)));
        let bytes = std::fs::read(&file).expect("readable");
        assert!(format == "csv" || bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        shop.pass(&cookie, 2);
    }
}

#[test]
fn it_runs_at_its_time_once_also_after_a_restart_and_the_newest_files_stay() {
    let (shop, cookie) = shop();
    let daily = json!({ "every_minutes": null, "daily_at": "06:30" });
    let (status, told) = put(
        &shop,
        &cookie,
        &customers(json!({ "schedule": daily, "to": folder(json!({ "files_max": 2 })) })),
    );
    assert_eq!((status, &told["next"]), (200, &json!("2026-11-25T05:30:00Z")), "{told}");
    let wait_for = |shop: &Shop, count: usize| {
        shop.pass(&cookie, 86_400);
        shop.pass_until(&cookie, 1, || runs(shop, &cookie).len() >= count);
    };
    wait_for(&shop, 1);
    let shop = shop.restarted();
    shop.pass(&cookie, 1);
    assert_eq!(runs(&shop, &cookie).len(), 1, "what ran does not run again");
    wait_for(&shop, 2);
    wait_for(&shop, 3);
    let files: Vec<_> = std::fs::read_dir(shop.dir().join("out/crm")).expect("listed").collect();
    assert_eq!(files.len(), 2);
    // However the clock runs, no 06:30 has two: one that was missed is made up for once, maybe just before the next.
    shop.pass(&cookie, 5 * 86_400);
    shop.pass_until(&cookie, 1, || runs(&shop, &cookie).len() >= 4);
    shop.pass(&cookie, 1);
    let half_past_six = jiff::SignedDuration::from_mins(5 * 60 + 30);
    let days: Vec<jiff::civil::Date> = runs(&shop, &cookie)
        .iter()
        .map(|run| run["at"].as_str().expect("a moment").parse::<jiff::Timestamp>().expect("a moment"))
        .map(|at| (at - half_past_six).to_zoned(jiff::tz::TimeZone::UTC).date())
        .collect();
    let different: std::collections::BTreeSet<_> = days.iter().collect();
    assert_eq!(different.len(), days.len(), "{days:?}");
}

#[test]
fn what_cannot_be_exported_is_refused_with_its_cause() {
    let (shop, cookie) = shop();
    for (change, wanted) in [
        (json!({ "to": folder(json!({ "folder": "../elsewhere" })) }), "folder"),
        (json!({ "to": folder(json!({ "folder": "/etc" })) }), "folder"),
        (json!({ "fields": [] }), "at least one"),
        (json!({ "fields": ["profile.shoe_size"] }), "shoe_size"),
        (json!({ "fields": ["password"] }), "password"),
        (json!({ "fields": ["id", "id"] }), "twice"),
        (json!({ "segment": "nobody" }), "no segment"),
        (json!({ "what": "orders" }), "only an export of customers"),
        (json!({ "schedule": { "every_minutes": 0, "daily_at": null } }), "schedule"),
        (json!({ "schedule": { "every_minutes": null, "daily_at": "25:00" } }), "06:30"),
        (json!({ "to": folder(json!({ "files_max": 0 })) }), "files_max"),
        (json!({ "id": "a/b" }), "id"),
    ] {
        let (status, told) = put(&shop, &cookie, &customers(change.clone()));
        assert_eq!(status, 422, "{change}: {told}");
        assert!(told["cause"].as_str().is_some_and(|cause| cause.contains(wanted)), "{change}: {told}");
    }
    assert_eq!(put(&shop, &cookie, &customers(json!({}))).0, 200);
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/exports/all", &Value::Null).status, 204);
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/exports/all", &Value::Null).status, 404);
    let bare = Shop::open();
    let cookie = bare.cookie(Role::Admin);
    let (status, told) = put(&bare, &cookie, &customers(json!({})));
    assert_eq!(status, 422);
    assert!(told["cause"].as_str().is_some_and(|cause| cause.contains("no folder is configured")), "{told}");
}
