//! What administrators and marketers do at their desks: people and keys, messages before they go, and mailings.

use crate::client::{Answer, Client};
use crate::shop::{PASSWORD, Shop};
use anlass_server::Role;
use serde_json::{Value, json};

fn post(shop: &Shop, cookie: &str, path: &str, body: &Value) -> Answer {
    shop.ask(cookie, "POST", path, body)
}

fn customer(shop: &Shop, cookie: &str, number: &str) -> String {
    let found = shop.json(cookie, &format!("/api/customers?query={number}"));
    found[0]["id"].as_str().unwrap_or_else(|| panic!("{number}: {found}")).to_owned()
}

fn buyers(shop: &Shop, cookie: &str, count: usize) {
    let people = (0..count).map(|number| {
        format!(
            r#"{{"type":"identify","userId":"k{number}","messageId":"i{number}","traits":{{"email":"k{number}@example.org","firstName":"Eva","lastName":"Nummer","language":"de"}}}},
            {{"type":"track","userId":"k{number}","messageId":"o{number}","event":"Order Completed","properties":{{"order_id":"o{number}","products":[{{"product_id":"p1","price":19.99}}]}}}}"#
        )
    });
    let body = format!("{{\"batch\":[{}]}}", people.collect::<Vec<_>>().join(","));
    assert_eq!(crate::client::post(shop.address, "/v1/batch", body.as_bytes()).status, 200);
    shop.pass(cookie, 1);
}

#[test]
fn administrators_let_people_in_and_out_again() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let added = post(&shop, &cookie, "/api/users", &json!({ "email": "Nora@example.org", "role": "viewer" }));
    let password = added.json()["password"].as_str().expect("made up").to_owned();
    let sign_in = |password: &str| {
        let body = json!({ "email": "nora@example.org", "password": password });
        shop.ask("", "POST", "/api/session", &body)
    };
    let signed_in = sign_in(&password);
    assert_eq!((signed_in.status, &signed_in.json()["user"]["role"]), (200, &json!("viewer")));
    let own = signed_in
        .header("set-cookie")
        .and_then(|cookie| cookie.split(';').next())
        .expect("a cookie")
        .to_owned();

    let weak = json!({ "old": password, "new": "short" });
    assert_eq!(post(&shop, &own, "/api/session/password", &weak).status, 422);
    let wrong = json!({ "old": "not this one at all", "new": PASSWORD });
    assert_eq!(post(&shop, &own, "/api/session/password", &wrong).status, 401);
    let changed = post(&shop, &own, "/api/session/password", &json!({ "old": password, "new": PASSWORD }));
    assert_eq!(changed.status, 204);
    assert_eq!(shop.ask(&own, "GET", "/api/session", &Value::Null).status, 401, "other sessions end");
    let fresh = changed.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
    assert_eq!(shop.ask(fresh, "GET", "/api/session", &Value::Null).status, 200);
    assert_eq!(sign_in(PASSWORD).status, 200);

    let users = shop.json(&cookie, "/api/users");
    let id = |email: &str| {
        let mut all = users.as_array().expect("users").iter();
        all.find(|user| user["email"] == email)
            .and_then(|user| user["id"].as_str())
            .expect("known")
            .to_owned()
    };
    let drop_user =
        |email: &str| shop.ask(&cookie, "DELETE", &format!("/api/users/{}", id(email)), &json!({}));
    assert_eq!(drop_user("nora@example.org").status, 204);
    assert_eq!(sign_in(PASSWORD).status, 401);
    assert_eq!(drop_user("admin@example.org").status, 409, "somebody must be able to let others in");
    let demoted = json!({ "email": "admin@example.org", "role": "viewer", "password": PASSWORD });
    assert_eq!(post(&shop, &cookie, "/api/users", &demoted).status, 409);
}

#[test]
fn a_write_key_is_shown_once_and_opens_the_collector_until_it_is_taken_away() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    shop.pass(&cookie, 86_400);
    let wanted = json!({ "name": "app", "source": "shop", "trust": "public" });
    let given = post(&shop, &cookie, "/api/keys", &wanted).json();
    let key = given["key"].as_str().expect("a key").to_owned();
    let send = || {
        let page = br#"{"type":"page","userId":"9"}"#;
        Client::connect(shop.address).request("POST", "/v1/page", &[("x-write-key", &key)], page).status
    };
    assert_eq!(send(), 200);
    let rows = shop.json(&cookie, "/api/keys");
    assert!(!rows.to_string().contains(&key), "only its hash is kept");
    let own: Vec<_> =
        rows.as_array().expect("a list").iter().filter(|row| row["configured"] == false).collect();
    assert_eq!((own.len(), &own[0]["by"]), (1, &json!("admin@example.org")));
    let now = shop.json(&cookie, "/api/session")["clock"]["now"].clone();
    assert_eq!(own[0]["at"], now, "dated by the clock that everybody sees");
    let path = format!("/api/keys/{}", own[0]["id"].as_str().expect("an id"));
    assert_eq!(shop.ask(&cookie, "DELETE", &path, &json!({})).status, 204);
    assert_eq!(send(), 401);
    assert_eq!(shop.ask(&cookie, "DELETE", &path, &json!({})).status, 404);
    let unknown = json!({ "name": "app", "source": "nowhere", "trust": "public" });
    assert_eq!(post(&shop, &cookie, "/api/keys", &unknown).status, 422);
}

#[test]
fn a_message_is_shown_as_anybody_gets_it_and_says_how_individual_it_is() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Viewer);
    buyers(&shop, &shop.cookie(Role::Admin), 8);
    let eva = customer(&shop, &cookie, "k3");
    let path = format!("/api/messages/cart/confirmation/preview?customer={eva}");
    let german = shop.json(&cookie, &path);
    assert_eq!(
        (&german["subject"], &german["customer_name"]),
        (&json!("Ihr Warenkorb"), &json!("Eva Nummer"))
    );
    let english = shop.json(&cookie, &format!("{path}&language=en"));
    assert_eq!(english["subject"], "Your cart");
    assert!(english["html"].as_str().is_some_and(|html| html.contains("kept it")), "{english}");
    assert_eq!(english["blocks"], json!([{ "id": "greeting", "name": null, "kept": true, "reason": null }]));
    // Everybody reads the same but their name.
    assert_eq!((&german["score"]["flagged"], &german["score"]["score"]), (&json!(true), &json!(0.0)));
    let list = shop.json(&cookie, "/api/messages");
    assert_eq!((&list[0]["id"], &list[0]["flagged"]), (&json!("confirmation"), &json!(true)));
    assert_eq!(list[0]["languages"], json!(["de", "en"]));
    let ask = |path: &str| shop.ask(&cookie, "GET", path, &Value::Null).status;
    assert_eq!(ask(&format!("{path}&language=klingonisch")), 400);
    assert_eq!(ask("/api/messages/cart/nothing/preview"), 404);
}

#[test]
fn a_draft_that_says_the_same_to_everybody_is_told_so() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Editor);
    buyers(&shop, &shop.cookie(Role::Admin), 8);
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let checked = post(&shop, &cookie, "/api/programmes/cart/check", &json!({ "yaml": yaml })).json();
    assert_eq!(checked["problems"], json!([]));
    let mut found = checked["findings"].as_array().expect("findings").iter();
    let same = found.find(|one| one["code"] == "same_for_everybody").unwrap_or_else(|| panic!("{checked}"));
    assert_eq!(same["message"], "confirmation");
    // A block that would be empty for people of whom nothing is known is a problem, not a finding.
    let hollow =
        yaml.replace("wir haben ihn aufgehoben", "").replace("{{ salutation }},", "{{ person.first_name }}");
    let refused = post(&shop, &cookie, "/api/programmes/cart/check", &json!({ "yaml": hollow })).json();
    assert_ne!(refused["problems"], json!([]), "{refused}");
}

#[test]
fn a_mailing_is_foretold_tried_scheduled_and_stopped() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    buyers(&shop, &shop.cookie(Role::Admin), 5);
    let own = "/api/programmes/cart/mailings/notes-for-all";
    let fall = post(&shop, &cookie, &format!("{own}/waterfall"), &json!({})).json();
    assert_eq!((&fall["scanned"], &fall["audience"], &fall["recipients"]), (&json!(5), &json!(5), &json!(5)));
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let narrower = yaml.replace("orders.count() > 0", "orders.count() > 1");
    let fall = post(&shop, &cookie, &format!("{own}/waterfall"), &json!({ "yaml": narrower })).json();
    assert_eq!(
        (&fall["audience"], &fall["recipients"]),
        (&json!(0), &json!(0)),
        "the draft, not what is live"
    );

    let eva = customer(&shop, &cookie, "k1");
    let to = |to: &[&str]| json!({ "customer": eva, "to": to });
    let strangers = post(&shop, &cookie, &format!("{own}/test"), &to(&["somebody@example.com"]));
    assert_eq!(strangers.status, 422, "tests go to colleagues only");
    let sent = post(&shop, &cookie, &format!("{own}/test"), &to(&["editor@example.org"]));
    assert_eq!(sent.json(), json!({ "sent": ["editor@example.org"] }));
    let letter = shop.json(&cookie, "/api/mailbox")["rows"].clone();
    assert_eq!(
        (&letter[0]["to"], &letter[0]["subject"]),
        (&json!("editor@example.org"), &json!("[Test] Ihr Warenkorb"))
    );
    assert_eq!(shop.json(&cookie, "/api/today")["by_state"], json!([]), "the ledger knows nothing of it");

    let moved = post(&shop, &cookie, &format!("{own}/schedule"), &json!({ "at": "2029-12-24T17:00" }));
    assert_eq!(moved.json()["changes"][0]["after"], "2029-12-24T17:00:00", "{moved:?}");
    assert_eq!(post(&shop, &cookie, &format!("{own}/schedule"), &json!({ "at": "tomorrow" })).status, 422);
    let stopped = post(&shop, &cookie, &format!("{own}/stop"), &json!({ "stopped": true }));
    assert_eq!(stopped.json()["changes"][0]["path"], "mailings[notes-for-all].stopped", "{stopped:?}");
    let handed = shop.json(&cookie, "/api/mailings/cart/notes-for-all/handed");
    assert_eq!(handed, json!({ "count": 0, "rows": [] }));
}

#[test]
fn a_mailing_goes_to_a_pasted_list_and_its_correction_to_whom_it_reached() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    buyers(&shop, &shop.cookie(Role::Admin), 5);
    let own = "/api/programmes/cart/mailings/notes-for-all";
    let kept = post(
        &shop,
        &cookie,
        &format!("{own}/list"),
        &json!({ "text": "k1\n\n k2@example.org \nnobody\nk1" }),
    );
    let kept = kept.json();
    assert_eq!(
        (&kept["size"], &kept["unknown"]),
        (&json!(2), &json!([{ "line": 4, "text": "nobody" }])),
        "{kept}"
    );
    let listed = shop.json(&cookie, "/api/mailings");
    assert_eq!((&listed[0]["state"], &listed[0]["list"]["size"]), (&json!("planned"), &json!(2)), "{listed}");
    let fall = post(&shop, &cookie, &format!("{own}/waterfall"), &json!({})).json();
    assert_eq!(fall["audience"], 2, "audience and list both: {fall}");
    assert_eq!(post(&shop, &cookie, &format!("{own}/list"), &json!({ "text": "nobody" })).status, 422);
    let correction = json!({ "message": "confirmation" });
    let early = post(&shop, &cookie, "/api/mailings/cart/notes-for-all/correction", &correction);
    assert_eq!(early.status, 422, "it has reached nobody yet");
    let taken = shop.ask(&cookie, "DELETE", &format!("{own}/list"), &json!({}));
    assert_eq!(taken.status, 200, "{taken:?}");
    assert_eq!(shop.json(&cookie, "/api/mailings")[0]["list"], Value::Null);
    assert_eq!(shop.ask(&cookie, "DELETE", &format!("{own}/list"), &json!({})).status, 404);
}

#[test]
fn every_version_of_a_programme_keeps_its_authors_text_and_tells_what_changed_since() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let programme = || shop.json(&cookie, "/api/programmes/cart");
    let yaml = programme()["yaml"].as_str().expect("yaml").to_owned();
    assert!(yaml.contains("1h"), "{yaml}");
    let publish = |yaml: &str| {
        let answer = post(&shop, &cookie, "/api/programmes/cart/publish", &json!({ "yaml": yaml })).json();
        answer["program"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    let longer = format!("# people need their evening\n{}", yaml.replacen("1h", "2h", 1));
    let first = publish(&longer);
    let second = publish(&yaml.replacen("1h", "3h", 1));
    assert_eq!(post(&shop, &cookie, "/api/programmes/cart/stop", &json!({ "stopped": true })).status, 200);

    let versions = programme()["versions"].clone();
    let acts = versions.as_array().expect("versions").iter().map(|one| one["act"].as_str().expect("a code"));
    assert_eq!(acts.collect::<Vec<_>>(), ["stopped", "published", "published"]);
    let version = |id: &str| shop.json(&cookie, &format!("/api/programmes/cart/versions/{id}"));
    let told = version(&first);
    assert_eq!(told["yaml"], json!(longer), "with its comments");
    assert_eq!((&told["by"], &told["act"]), (&json!("marketer@example.org"), &json!("published")));
    assert_eq!(told["definition"]["journeys"][0]["steps"][0]["wait"]["for"], "2h");
    let since: Vec<_> = told["since"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|one| (one["path"].as_str().expect("a path"), &one["before"], &one["after"]))
        .collect();
    let (two, three, no, yes) = (json!("2h"), json!("3h"), json!(false), json!(true));
    assert!(since.contains(&("journeys[remind].steps[hour].wait.for", &two, &three)), "{since:?}");
    assert!(
        since.iter().any(|(path, before, after)| *path == "stopped" && (*before, *after) == (&no, &yes)),
        "{since:?}"
    );
    let numbers: Vec<_> = versions.as_array().expect("versions").iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers, [3, 2, 1]);
    let between = version(&format!("{first}?against={second}"));
    assert_eq!((&between["number"], &between["against"]["number"]), (&json!(1), &json!(2)));
    assert_eq!(
        between["since"].as_array().map(Vec::len),
        Some(1),
        "only the wait, not that it was stopped since"
    );
    let back = version(&format!("{second}?against={first}"));
    assert_eq!((&back["since"][0]["before"], &back["since"][0]["after"]), (&three, &two));
    // Stopping wrote no text of its own, so what it made is told as it would be written.
    assert!(version(&second)["yaml"].as_str().is_some_and(|text| text.contains("3h")));
    assert!(programme()["yaml"].as_str().is_some_and(|text| text.contains("stopped: true")));

    // Steps in another order are another programme.
    let (hour, say) = (
        "- id: hour\n    wait:\n      for: 1h\n      recompute: false\n",
        "- id: say\n    message: confirmation\n",
    );
    let turned = yaml.replace(&format!("{hour}  {say}"), &format!("{say}  {hour}"));
    let checked = post(&shop, &cookie, "/api/programmes/cart/check", &json!({ "yaml": turned })).json();
    let order =
        json!({ "path": "journeys[remind].steps", "before": ["hour", "say"], "after": ["say", "hour"] });
    assert!(checked["diff"].as_array().is_some_and(|diff| diff.contains(&order)), "{checked}");

    // Published once more, an old version is what is edited from then on, comments and all.
    publish(&longer);
    assert_eq!(programme()["yaml"], json!(longer));
    let ask =
        |id: &str| shop.ask(&cookie, "GET", &format!("/api/programmes/cart/versions/{id}"), &Value::Null);
    assert_eq!(ask("00000000000000ff").status, 404);
}
