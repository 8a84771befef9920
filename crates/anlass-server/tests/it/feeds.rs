//! Feeds of content (D05, I05, K13): what a blog or a content system holds becomes items of the catalogue, hangs on the
//! shop's nodes by its tags, finds its readers by itself, and leaves when it is gone.

use crate::answers::compare;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, email: text, language: text }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: letter
    name: { de: Brief, en: Letter }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: news
        name: { de: Neues, en: News }
        class: contract
        purpose: service
        channels: [email]
        subject: { de: "Neues", en: "News" }
        blocks:
          - { id: read, text: { de: "Lesen Sie: {{ content.title | default(\"nichts\") }}", en: "Read: {{ content.title | default(\"nothing\") }}" } }
    journeys:
      - { id: send, name: { de: Senden, en: Send }, entry: { event: cart.added }, steps: [{ id: tell, message: news }] }
"#
);

/// Another system that answers what it is told to, over and over, and remembers what was asked.
pub(crate) struct Blog {
    pub(crate) url: String,
    answer: Arc<Mutex<Vec<u8>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Blog {
    pub(crate) fn open() -> Blog {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/feed", listener.local_addr().expect("bound"));
        let answer = Arc::new(Mutex::new(Vec::<u8>::new()));
        let asked = Arc::new(Mutex::new(Vec::<String>::new()));
        let (says, hears) = (Arc::clone(&answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (mut request, mut piece) = (Vec::new(), [0; 1_024]);
                while !request.windows(4).any(|four| four == b"\r\n\r\n") {
                    match stream.read(&mut piece) {
                        Ok(length @ 1..) => request.extend(&piece[..length]),
                        _ => break,
                    }
                }
                hears.lock().expect("sound").push(String::from_utf8_lossy(&request).into_owned());
                let answer = says.lock().expect("sound").clone();
                drop(stream.write_all(&answer));
            }
        });
        Blog { url, answer, asked }
    }

    pub(crate) fn says(&self, headers: &str, body: &[u8]) {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
        *self.answer.lock().expect("sound") = [head.as_bytes(), body].concat();
    }

    pub(crate) fn holds(&self, items: &[(&str, &str, &str)]) {
        let item = |(id, title, tag): &(&str, &str, &str)| {
            format!(
                "<item><guid>{id}</guid><title>{title}</title><link>https://blog.example/{id}</link><category>{tag}</category><description>Kurz &amp; gut</description></item>"
            )
        };
        let items: String = items.iter().map(item).collect();
        self.says(
            "etag: \"1\"\r\n",
            format!("<rss version=\"2.0\"><channel><title>Blog</title>{items}</channel></rss>").as_bytes(),
        );
    }
}

fn open() -> (Shop, String) {
    let shop = Shop::of(SHOP, "[webhooks]\nallow = [\"127.0.0.1\"]\n");
    let cookie = shop.cookie(Role::Admin);
    for (number, path) in [("g1", json!(["Garten", "Rosen"])), ("w1", json!(["Werkzeug"]))] {
        let told = json!({ "name": number, "path": path });
        assert_eq!(shop.ask(&cookie, "PUT", &format!("/api/catalogue/articles/{number}"), &told).status, 204);
    }
    (shop, cookie)
}

fn connect(shop: &Shop, cookie: &str, blog: &Blog) {
    let feed = json!({ "id": "blog", "url": blog.url, "kind": "rss", "nodes": { "Pflege": ["Garten"] } });
    let answer = shop.ask(cookie, "POST", "/api/feeds", &feed);
    assert_eq!(answer.status, 200, "{answer:?}");
    read(shop, cookie);
}

fn read(shop: &Shop, cookie: &str) {
    shop.pass_until(cookie, 1, || {
        let feed = &shop.json(cookie, "/api/feeds")[0];
        feed["running"] == false && feed["tried"].is_string()
    });
    shop.pass(cookie, 1);
}

fn run(shop: &Shop, cookie: &str) {
    assert_eq!(shop.ask(cookie, "POST", "/api/feeds/blog/run", &Value::Null).status, 204);
    read(shop, cookie);
}

fn titles(shop: &Shop, cookie: &str) -> Vec<String> {
    let items = shop.json(cookie, "/api/catalogue/content");
    let items = items.as_array().expect("a list").iter();
    items.map(|item| item["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn i05_a_tagged_item_finds_its_readers_by_itself_and_becomes_a_part_of_their_letter() {
    let (shop, cookie) = open();
    let blog = Blog::open();
    blog.holds(&[
        ("a", "Rosen schneiden", "Pflege"),
        ("b", "Sägen schärfen", "werkzeug"),
        ("c", "Reisen", "Fernweh"),
    ]);
    connect(&shop, &cookie, &blog);
    assert_eq!(titles(&shop, &cookie), ["Rosen schneiden", "Sägen schärfen", "Reisen"]);
    let graded = &shop.json(&cookie, "/api/quality")[0];
    let told = ["id", "feed", "rows"].map(|name| graded[name].clone());
    assert_eq!(told, [json!("blog"), json!(true), json!(3)], "{graded}");
    let fields = graded["fields"].as_array().expect("a list").iter();
    let filled: Vec<(&str, u64)> = fields
        .filter_map(|field| Some((field["column"].as_str()?, field["completeness"].as_u64()?)))
        .collect();
    assert!(filled.contains(&("title", 100)) && filled.contains(&("picture", 0)), "{graded}");
    let feed = &shop.json(&cookie, "/api/feeds")[0];
    assert_eq!((&feed["items"], &feed["unplaced"]), (&json!(3), &json!(["Fernweh"])), "{feed}");
    let events = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"i1","timestamp":"2026-11-24T08:59:00Z","traits":{"email":"eva@example.org","language":"de"}},
        {"type":"track","userId":"17","messageId":"v1","timestamp":"2026-11-24T08:59:10Z","event":"Product Viewed","properties":{"product_id":"g1"}},
        {"type":"identify","userId":"18","messageId":"i2","timestamp":"2026-11-24T08:59:00Z","traits":{"email":"ben@example.org","language":"de"}},
        {"type":"track","userId":"17","messageId":"c1","timestamp":"2026-11-24T08:59:30Z","event":"Product Added","properties":{"product_id":"g1","price":1}}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", events).status, 200);
    shop.pass(&cookie, 60);
    let audience = |item: &str| shop.json(&cookie, &format!("/api/catalogue/content/{item}/audience"));
    let path = "/api/catalogue/content/{item}/audience";
    let answer = shop.ask(&cookie, "GET", &path.replace("{item}", "blog%2Fa"), &Value::Null);
    compare(&anlass_server::openapi(), "GET", path, &answer);
    let document = shop.ask(&cookie, "GET", "/api/feeds", &Value::Null);
    compare(&anlass_server::openapi(), "GET", "/api/feeds", &document);
    let roses = audience("blog%2Fa");
    assert_eq!((&roses["people"], &roses["of"]), (&json!(1), &json!(2)), "{roses}");
    assert_eq!(roses["rule"], "interest.points(category = \"Garten\") >= 1");
    assert_eq!(audience("blog%2Fb")["people"], 0);
    assert_eq!(audience("blog%2Fc")["rule"], Value::Null, "it hangs on nothing");
    let letters = shop.json(&cookie, "/api/mailbox")["rows"].clone();
    let letter = letters[0]["id"].as_str().unwrap_or_else(|| panic!("no letter: {}", shop.told())).to_owned();
    let text = shop.json(&cookie, &format!("/api/mailbox/{letter}")).to_string();
    assert!(text.contains("Rosen schneiden"), "{text}");
}

#[test]
fn what_is_gone_leaves_and_a_feed_that_fails_changes_nothing() {
    let (shop, cookie) = open();
    let blog = Blog::open();
    blog.holds(&[("a", "Eins", "x"), ("b", "Zwei", "x")]);
    connect(&shop, &cookie, &blog);
    blog.holds(&[("b", "Zwei, neu", "x")]);
    run(&shop, &cookie);
    assert_eq!(titles(&shop, &cookie), ["Zwei, neu"]);
    let asked = blog.asked.lock().expect("sound").last().cloned().expect("asked");
    assert!(asked.contains("if-none-match: \"1\"\r\n"), "{asked}");
    let bomb = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let blanks = vec![b' '; 1 << 20];
        (0..40).for_each(|_| encoder.write_all(&blanks).expect("memory"));
        encoder.finish().expect("memory")
    };
    for (headers, body) in [
        ("", &b"<rss><channel><item><title>halb"[..]),
        ("", b"<html><body>404</body></html>"),
        ("", b"<rss version=\"2.0\"><channel></channel></rss>"),
        ("content-encoding: gzip\r\n", b"no gzip"),
        ("content-encoding: gzip\r\n", &bomb),
    ] {
        blog.says(headers, body);
        run(&shop, &cookie);
        let feed = &shop.json(&cookie, "/api/feeds")[0];
        assert!(feed["failure"]["cause"].is_string(), "{feed}");
        assert_eq!(titles(&shop, &cookie), ["Zwei, neu"], "{feed}");
    }
    let needs = shop.json(&cookie, "/api/data")["needs"].to_string();
    assert!(needs.contains("feed_fails"), "{needs}");
    *blog.answer.lock().expect("sound") = b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec();
    run(&shop, &cookie);
    let feed = &shop.json(&cookie, "/api/feeds")[0];
    assert_eq!((&feed["failure"], titles(&shop, &cookie).len()), (&Value::Null, 1), "{feed}");
    let shop = shop.restarted();
    let cookie = shop.cookie(Role::Admin);
    assert_eq!(shop.json(&cookie, "/api/feeds")[0]["items"], 1);
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/feeds/blog", &Value::Null).status, 204);
    shop.pass(&cookie, 1);
    assert_eq!(titles(&shop, &cookie), Vec::<String>::new(), "its items leave with it");
}

#[test]
fn a_feed_is_looked_at_before_it_is_connected_and_nothing_private_is_asked() {
    let (shop, cookie) = open();
    let blog = Blog::open();
    let posts = json!([{ "id": 7, "date_gmt": "2026-11-20T08:00:00", "link": "https://blog.example/7",
        "title": { "rendered": "Rosen &#8211; der Schnitt" }, "excerpt": { "rendered": "<p>Im <b>Herbst</b>.</p>" },
        "_embedded": { "wp:featuredmedia": [{ "source_url": "https://blog.example/7.jpg" }], "wp:term": [[{ "name": "Rosen" }], []] } }]);
    blog.says("", posts.to_string().as_bytes());
    let look = |kind: &str, url: &str| {
        shop.ask(
            &cookie,
            "POST",
            "/api/feeds/look",
            &json!({ "id": "blog", "url": url, "kind": kind, "authorization": "Basic c2VjcmV0" }),
        )
    };
    let looked = look("wordpress", &blog.url).json();
    let first = &looked["first"][0];
    assert_eq!(
        (&first["title"], &first["text"]),
        (&json!("Rosen – der Schnitt"), &json!("Im Herbst.")),
        "{looked}"
    );
    assert_eq!(
        (&first["nodes"], &first["picture"]),
        (&json!(["Garten/Rosen"]), &json!("https://blog.example/7.jpg"))
    );
    assert_eq!(shop.json(&cookie, "/api/feeds"), json!([]), "nothing is kept");
    for url in ["http://10.0.0.1/feed", "https://[::1]/feed", "file:///etc/passwd", "http://localhost/feed"] {
        assert_eq!(look("rss", url).status, 422, "{url}");
        let feed = json!({ "id": "blog", "url": url, "kind": "rss" });
        assert_eq!(shop.ask(&cookie, "POST", "/api/feeds", &feed).status, 422, "{url}");
    }
    let feed =
        json!({ "id": "blog", "url": blog.url, "kind": "wordpress", "authorization": "Basic c2VjcmV0" });
    assert_eq!(shop.ask(&cookie, "POST", "/api/feeds", &feed).status, 200);
    let shown = shop.json(&cookie, "/api/feeds").to_string();
    assert!(shown.contains("\"secret\":true") && !shown.contains("c2VjcmV0"), "{shown}");
    read(&shop, &cookie);
}
