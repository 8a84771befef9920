//! Deliveries of which nobody knows whether they arrived: somebody settles them, and takes that back; nothing is sent again.

use crate::shop::{SHOP, Setup, Shop};
use anlass_server::Role;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

/// A relay that takes a letter and goes away without an answer.
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
                    match &*line {
                        "." if is_data => return Ok(()),
                        _ if is_data => continue,
                        "DATA" => {
                            is_data = true;
                            out.write_all(b"354 go on\r\n")?;
                        }
                        _ => out.write_all(b"250 fine\r\n")?,
                    }
                }
                Ok(())
            });
        }
    });
    port
}

fn need(today: &Value) -> Option<u64> {
    let needs = today["needs_me"].as_array().expect("needs").iter();
    needs
        .filter(|need| need["code"] == "unknown_deliveries")
        .find_map(|need| need["params"]["count"].as_u64())
}

#[test]
fn an_uncertain_delivery_is_settled_by_somebody_and_the_alarm_counts_the_others() {
    let config = format!(
        "[sender]\naddress = \"news@shop.example\"\n[mail]\ncarrier = \"smtp\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {}\n",
        relay()
    );
    let shop = Shop::with(&Setup { definitions: SHOP, config: &config, is_demo: false });
    let cookie = shop.cookie(Role::Marketer);
    shop.cart("17", "eva");
    shop.cart("18", "ida");
    let list = |settled: &str| shop.json(&cookie, &format!("/api/intents?state=unknown{settled}"));
    shop.pass_until(&cookie, 600, || list("")["rows"].as_array().is_some_and(|rows| rows.len() == 2));
    shop.pass(&cookie, 120);
    shop.wall.fetch_add(600_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(need(&shop.json(&cookie, "/api/today")), Some(2));
    let all = list("");
    let id = all["rows"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(all["rows"][0]["settled"], Value::Null);
    let path = format!("/api/intents/{id}/settlement");
    let viewer = shop.cookie(Role::Support);
    let arrived = json!({ "arrival": "arrived" });
    assert_eq!(shop.ask(&viewer, "POST", &path, &arrived).status, 403);
    assert_eq!(shop.ask(&cookie, "POST", &path, &arrived).status, 204);
    assert_eq!(need(&shop.json(&cookie, "/api/today")), Some(1), "the alarm counts what is not settled");
    let settled = list("&settled=yes");
    assert_eq!((&settled["count"], &settled["rows"][0]["id"]), (&json!(1), &json!(id)));
    let word = &settled["rows"][0]["settled"];
    assert_eq!((&word["arrival"], &word["by"]), (&json!("arrived"), &json!("marketer@example.org")));
    let open = list("&settled=no");
    assert_eq!((&open["count"], open["rows"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    assert_eq!(list("")["count"], 2, "the ledger stays as it is");
    let told = json!({ "open": 1, "settled": 1 });
    for answer in [list(""), list("&settled=no"), list("&settled=yes"), shop.json(&cookie, "/api/today")] {
        assert_eq!(answer["uncertain"], told, "open and settled are the same figures everywhere: {answer}");
    }
    let again = json!({ "arrival": null });
    assert_eq!(shop.ask(&cookie, "POST", &path, &again).status, 204);
    assert_eq!(need(&shop.json(&cookie, "/api/today")), Some(2), "it is open again");
    let not = json!({ "arrival": "not_arrived" });
    for id in all["rows"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_str()) {
        assert_eq!(shop.ask(&cookie, "POST", &format!("/api/intents/{id}/settlement"), &not).status, 204);
    }
    assert_eq!(need(&shop.json(&cookie, "/api/today")), None, "nothing needs anybody");
    let nobody = format!("/api/intents/{:032x}/settlement", 7);
    assert_eq!(shop.ask(&cookie, "POST", &nobody, &not).status, 404);
}
