//! What people look at who want to know what the installation was told and what was done in it: amounts on a timeline, rows
//! that an import left out, and the record of what users did.

use crate::client::post;
use crate::shop::{NOW, SHOP, Shop};
use anlass_model::definition::Definitions;
use anlass_model::id::VaultId;
use anlass_server::{Role, imports, refused};
use anlass_sources::Mapping;
use anlass_store::seal::{Keyring, MasterKey};
use serde_json::{Value, json};

fn anna(shop: &Shop, cookie: &str) -> String {
    let found = shop.json(cookie, "/api/customers?query=anna");
    found[0]["id"].as_str().expect("she is known").to_owned()
}

fn german(shop: &Shop, cookie: &str, kind: &str) -> String {
    let told = shop.json(cookie, &format!("/api/customers/{}/timeline", anna(shop, cookie)));
    let entries = told["entries"].as_array().expect("a list");
    let found = entries.iter().find(|entry| entry["kind"] == kind).unwrap_or_else(|| panic!("{told}"));
    found["words"]["de"].as_str().unwrap_or_default().replace('\u{a0}', " ")
}

#[test]
fn a_timeline_tells_how_many_articles_for_how_much_and_names_each_once() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Viewer);
    shop.cart("7", "anna");
    let ordered = r#"{"type":"track","userId":"7","messageId":"o1","timestamp":"2026-11-24T08:59:40Z","event":"Order Completed",
        "properties":{"order_id":"o1","products":[
            {"product_id":"p1","name":"Schere","price":19.99,"quantity":2},
            {"product_id":"p1","name":"Schere","price":19.99,"quantity":1},
            {"product_id":"p2","name":"Seil","price":5.00,"quantity":1}]}}"#;
    let bought = r#"{"type":"track","userId":"7","messageId":"o2","timestamp":"2026-11-24T08:59:50Z","event":"Order Completed",
        "properties":{"order_id":"o2","outlet_id":"ulm","products":[{"product_id":"p9","price":1.00}]}}"#;
    let batch = format!("{{\"batch\":[{ordered},{bought}]}}");
    assert_eq!(post(shop.address, "/v1/batch", batch.as_bytes()).status, 200);
    shop.pass_until(&shop.cookie(Role::Admin), 1, || {
        let told = shop.json(&cookie, &format!("/api/customers/{}/timeline", anna(&shop, &cookie)));
        told.to_string().contains("Seil") && told.to_string().contains("p9")
    });
    let cart = german(&shop, &cookie, "cart.added");
    assert!(cart.contains(": 2 × ") && cart.ends_with("(39,98 €)"), "{cart}");
    let told = shop.json(&cookie, &format!("/api/customers/{}/timeline", anna(&shop, &cookie)));
    let words = told.to_string().replace('\u{a0}', " ");
    for order in
        ["online gekauft: 4 Artikel, 64,97 €: 3 × Schere, Seil", "gekauft bei Standort ulm: p9 (1,00 €)"]
    {
        assert!(words.contains(order), "as the shop calls them: {words}");
    }
    let customer = shop.json(&cookie, &format!("/api/customers/{}", anna(&shop, &cookie)));
    assert_eq!(customer["since"], "2026-11-24T08:59:00Z", "since the first thing that is known of her");
}

/// Lines of a till of which one is wrong and 120 are of nothing.
pub(crate) fn import(shop: &Shop) {
    let folder = tempfile::tempdir().expect("a directory");
    let nothing = "9,1,a,0,0.50,2026-01-02 10:00:00\n".repeat(120);
    let lines = format!(
        "order,customer,article,pieces,price,time\n1,1,a,2,1.00,2026-01-02 10:00:00\n1,1,b,two,1.00,2026-01-02 10:00:00\n{nothing}"
    );
    std::fs::write(folder.path().join("lines.csv"), lines).expect("written");
    let text = "mapping: tills\nsource: 2\ncurrency: EUR\ntime_zone: Europe/Berlin\norders:\n  file: lines.csv\n  \
                   number: { column: order }\n  customer: { column: customer, kind: customer_number }\n  \
                   article: { column: article }\n  quantity: pieces\n  value: { unit_price: price }\n  \
                   occurred: { column: time }\n  place: online\n";
    let mapping = Mapping::read(text, "tills.yaml").expect("a good mapping");
    let imported =
        anlass_sources::import(&mapping, folder.path(), VaultId(1), &mut |_| ()).expect("readable");
    let keys = Keyring::open(&*shop.store, &MasterKey::from_bytes([1; 32])).expect("its keys");
    imports::keep(&*shop.store, &keys, VaultId(1), NOW, &imported.report).expect("kept");
    let definitions: Definitions = serde_saphyr::from_str(SHOP).expect("good definitions");
    let scope = definitions.settings.organisation.custodian().scope(VaultId(1)).expect("its vault");
    refused::keep(&*shop.store, &keys, &scope, NOW, (&mapping, text), &imported.report).expect("kept");
}

#[test]
fn rows_that_an_import_left_out_are_shown_with_their_reasons() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Viewer);
    assert_eq!(shop.json(&cookie, "/api/imports"), json!([]));
    import(&shop);

    let all = shop.json(&cookie, "/api/imports");
    let file = &all[0]["files"][0];
    assert_eq!((&all[0]["source"], &file["rows"], &file["taken"]), (&json!("till"), &json!(122), &json!(1)));
    let causes = file["left_out"].as_array().expect("a list");
    let told =
        |at: usize| (causes[at]["code"].clone(), causes[at]["rows"].clone(), causes[at]["wrong"].clone());
    assert_eq!(told(0), (json!("without_pieces"), json!(120), json!(false)));
    assert_eq!(told(1), (json!("not_whole_number"), json!(1), json!(true)));
    assert_eq!(causes[0]["examples"].as_array().map(Vec::len), Some(3));
    let wrong = &causes[1]["examples"][0];
    assert_eq!(
        (&wrong["row"], &wrong["column"], &wrong["excerpt"]),
        (&json!(3), &json!("pieces"), &json!("two"))
    );

    let id = all[0]["id"].as_str().expect("an id");
    let page = |after: &str| {
        shop.json(&cookie, &format!("/api/imports/{id}/rows?file=0&code=without_pieces&after={after}"))
    };
    let (first, second) = (page("0"), page("100"));
    let count = |page: &Value| page["rows"].as_array().map(Vec::len);
    assert_eq!((count(&first), count(&second)), (Some(100), Some(20)));
    assert_eq!((&first["next"], &second["next"]), (&json!("100"), &Value::Null));
    assert_eq!(first["rows"][0]["text"], "9 · 1 · a · 0 · 0.50 · 2026-01-02 10:00:00");
}

#[test]
fn an_administrator_sees_who_did_what_and_finds_it_by_person_and_kind() {
    let shop = Shop::open();
    let admin = shop.cookie(Role::Admin);
    let support = shop.cookie(Role::Support);
    shop.cart("7", "anna");
    shop.pass_until(&admin, 1, || {
        !shop.json(&admin, "/api/customers?query=anna").as_array().expect("a list").is_empty()
    });
    let id = anna(&shop, &admin);
    let body = json!({ "lifted": false, "how": "phone", "note": null });
    assert_eq!(shop.ask(&support, "POST", &format!("/api/customers/{id}/objection"), &body).status, 204);
    assert_eq!(
        shop.ask(&admin, "POST", "/api/programmes/cart/stop", &json!({ "stopped": true })).status,
        200
    );

    let all = shop.json(&admin, "/api/audit");
    let newest = &all["entries"][0];
    assert_eq!((&newest["act"], &newest["who"]), (&json!("stopped"), &json!("admin@example.org")));
    assert_eq!(newest["programme"]["name"]["de"], "Warenkorb", "by its name: {SHOP}");
    let objected = shop.json(&admin, "/api/audit?who=support@example.org&act=objected");
    let entries = objected["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), 1, "{objected}");
    assert_eq!(entries[0]["customer"], json!({ "id": id, "name": "anna Maier" }));
    assert_eq!(objected["next"], Value::Null);
    assert_eq!(shop.json(&admin, "/api/audit?act=redriven")["entries"], json!([]));
}

#[test]
fn the_record_of_what_was_done_is_turned_a_page_at_a_time_without_loss() {
    let shop = Shop::open();
    let admin = shop.cookie(Role::Admin);
    for _ in 0..60 {
        shop.cookie(Role::Viewer);
    }
    let first = shop.json(&admin, "/api/audit?act=signed_in");
    let next = first["next"].as_str().expect("there is more");
    let second = shop.json(&admin, &format!("/api/audit?act=signed_in&before={next}"));
    let ids = |page: &Value| -> Vec<String> {
        let entries = page["entries"].as_array().expect("a list");
        entries.iter().map(|entry| entry["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = [ids(&first), ids(&second)].concat();
    assert_eq!((ids(&first).len(), all.len()), (50, 61));
    assert!(all.is_sorted_by(|a, b| a > b), "the newest first, none twice");
}
