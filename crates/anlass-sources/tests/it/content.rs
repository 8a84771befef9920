//! Feeds of content as blogs, magazines and content systems send them, and as nobody should.

use anlass_model::time::Timestamp;
use anlass_sources::content::{ITEMS_MAX, Item, JsonForm, from_json, from_xml};

/// As a blog system writes it, with its modules.
const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY shop "Laden">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Gartenblog</title><link>https://blog.example/</link>
<image><url>https://blog.example/logo.png</url><title>Gartenblog</title></image>
<item>
  <title>Rosen schneiden &#8211; so geht&#x2019;s</title>
  <link>https://blog.example/rosen</link>
  <dc:creator><![CDATA[Eva]]></dc:creator>
  <pubDate>Tue, 24 Nov 2026 08:30:00 +0100</pubDate>
  <category><![CDATA[Garten]]></category><category>Rosen &amp; Stauden</category><category>Garten</category>
  <guid isPermaLink="false">https://blog.example/?p=17</guid>
  <description><![CDATA[<p>Im <b>Herbst</b> &amp; Winter.</p><script>alert("x")</script>]]></description>
  <content:encoded><![CDATA[<p><img class="a" src="https://blog.example/rosen.jpg?a=1&amp;b=2"/>Viel mehr.</p>]]></content:encoded>
</item>
<item>
  <title>Nur ein Titel</title><link>https://blog.example/nur</link>
  <media:content url="https://blog.example/nur.jpg" medium="image"/>
</item>
<item><link>https://blog.example/nichts</link></item>
<item><title>Unbekannt</title></item>
<item><title>Zweimal</title><guid>https://blog.example/?p=17</guid></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Magazin</title>
<entry>
  <id>urn:uuid:1</id><title type="text">3 &lt; 4 &amp; mehr</title>
  <link rel="self" href="https://magazin.example/self"/><link href="https://magazin.example/1"/>
  <link rel="enclosure" type="image/jpeg" href="https://magazin.example/1.jpg"/>
  <published>2026-11-20T10:00:00Z</published><updated>2026-11-21T10:00:00Z</updated>
  <category term="tools" label="Werkzeug"/>
  <summary type="html">&lt;p&gt;Kurz&lt;/p&gt;</summary>
  <content type="html">&lt;p&gt;Lang&lt;/p&gt;</content>
</entry>
<entry><id>urn:uuid:2</id><title>Böse</title><link href="javascript:alert(1)"/></entry>
</feed>"#;

fn items(xml: &str) -> Vec<Item> {
    from_xml(xml.as_bytes()).expect("a feed").items
}

#[test]
fn an_item_of_rss_has_plain_texts_its_own_picture_and_its_tags_once() {
    let told = from_xml(RSS.as_bytes()).expect("a feed");
    assert_eq!((told.items.len(), told.empty), (2, 2), "{told:?}");
    let rose = &told.items[0];
    assert_eq!(&*rose.id, "https://blog.example/?p=17");
    assert_eq!(&*rose.title, "Rosen schneiden – so geht’s");
    assert_eq!(&*rose.text, "Im Herbst & Winter.");
    assert_eq!(rose.link.as_deref(), Some("https://blog.example/rosen"));
    assert_eq!(rose.picture.as_deref(), Some("https://blog.example/rosen.jpg?a=1&b=2"));
    assert_eq!(rose.tags, [Box::from("Garten"), Box::from("Rosen & Stauden")]);
    assert_eq!(rose.published, Some(Timestamp(1_795_505_400_000)));
    assert_eq!(told.items[1].picture.as_deref(), Some("https://blog.example/nur.jpg"));
}

#[test]
fn an_entry_of_atom_leads_to_its_page_and_never_to_a_script() {
    let items = items(ATOM);
    assert_eq!((&*items[0].title, &*items[0].text), ("3 < 4 & mehr", "Kurz"));
    assert_eq!(items[0].link.as_deref(), Some("https://magazin.example/1"));
    assert_eq!(items[0].picture.as_deref(), Some("https://magazin.example/1.jpg"));
    assert_eq!(
        (&items[0].tags, items[0].published),
        (&vec![Box::from("Werkzeug")], Some(Timestamp(1_795_168_800_000)))
    );
    assert_eq!(items[1].link, None);
}

#[test]
fn entities_that_a_document_declares_never_grow() {
    let mut declared = String::from("<!ENTITY a0 \"aaaaaaaaaaaaaaaaaaaa\">");
    for level in 1..12 {
        let before = format!("&a{};", level - 1).repeat(20);
        declared.push_str(&format!("<!ENTITY a{level} \"{before}\">"));
    }
    let xml = format!(
        "<!DOCTYPE rss [{declared}<!ENTITY file SYSTEM \"file:///etc/passwd\">]><rss><channel><item><guid>1</guid><title>&a11;&file;x</title></item></channel></rss>"
    );
    let items = items(&xml);
    assert_eq!(&*items[0].title, "&a11;&file;x", "they stand for nothing");
}

#[test]
fn what_is_broken_foreign_or_without_end_is_refused_and_what_is_huge_is_cut() {
    for bad in [
        "",
        "<rss><channel><item><title>halb",
        "<rss><channel><item><title>x</item></title></channel></rss>",
        "<html><body>nothing here</body></html>",
        "{\"items\": []}",
        &"<a>".repeat(100_000),
    ] {
        assert!(from_xml(bad.as_bytes()).is_err(), "{}", bad.get(..40).unwrap_or(bad));
    }
    assert!(from_xml(b"<rss><channel><item><title>\xff\xfe</title></item></channel></rss>").is_err());
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><item><guid>1</guid><title>S\xe4ge \x96 \x80</title></item></channel></rss>";
    assert_eq!(&*from_xml(latin).expect("a feed").items[0].title, "Säge – €");
    let many: String =
        (0..2_000).map(|id| format!("<item><guid>{id}</guid><title>t</title></item>")).collect();
    let told = from_xml(format!("<rss><channel>{many}</channel></rss>").as_bytes()).expect("a feed");
    assert_eq!((told.items.len(), told.cut), (ITEMS_MAX, 2_000 - ITEMS_MAX));
    let long = "wort ".repeat(1_000_000);
    let told = items(&format!(
        "<rss><channel><item><guid>1</guid><title>{long}</title><description>{long}</description></item></channel></rss>"
    ));
    assert!(told[0].title.chars().count() <= 300 && told[0].text.chars().count() <= 2_000);
    assert!(told[0].text.ends_with('…'));
}

#[test]
fn a_content_system_is_read_by_places_that_lead_through_lists() {
    let form = JsonForm {
        items: "data.guides".into(),
        id: "key".into(),
        title: "names.de".into(),
        text: "body".into(),
        tags: "groups.terms.label".into(),
        ..JsonForm::default()
    };
    form.check().expect("good places");
    let json = r#"{"data":{"guides":[
        {"key":7,"names":{"de":"Säge"},"body":"<p>scharf</p>","groups":[{"terms":[{"label":"Werkzeug"},{"label":"Holz"}]},{"terms":[]}]},
        {"key":8,"names":{"de":""}},
        {"names":{"de":"ohne"}}]}}"#;
    let told = from_json(json.as_bytes(), &form).expect("a list");
    assert_eq!((told.items.len(), told.empty), (1, 2));
    assert_eq!((&*told.items[0].id, &*told.items[0].title, &*told.items[0].text), ("7", "Säge", "scharf"));
    assert_eq!(told.items[0].tags, [Box::from("Werkzeug"), Box::from("Holz")]);
    for bad in [
        "",
        "[]",
        "{\"data\":{}}",
        "{\"data\":{\"guides\":{}}}",
        &"[".repeat(100_000),
        "{\"data\":\"\\ud800\"}",
    ] {
        assert!(from_json(bad.as_bytes(), &form).is_err(), "{}", bad.get(..40).unwrap_or(bad));
    }
    for path in ["a..b", "a[0]", ".", "a.b.c.d.e.f.g.h.i.j.k.l.m"] {
        assert!(JsonForm { title: path.into(), ..JsonForm::default() }.check().is_err(), "{path}");
    }
    assert!(JsonForm::default().check().is_err(), "it says nothing");
}
