//! What is heard of letters: clicks that lead where the letter said and nowhere else, and whose they were.

use crate::talk::{BROWSER, Talk, ask, paths, visit};
use std::collections::BTreeSet;

/// Clicks of people that reached the profile.
fn clicks(talk: &Talk) -> usize {
    talk.happened("\"message.clicked\"")
}

fn metrics(talk: &Talk, line: &str) -> bool {
    let answer = visit(&talk.shop, "/metrics");
    String::from_utf8_lossy(&answer.body).lines().any(|own| own == line)
}

#[test]
fn links_lead_through_here_to_where_they_led_and_the_own_pages_stay() {
    let talk = Talk::begin();
    let tracked = talk.paths("t");
    assert_eq!(tracked.len(), 3, "{}", talk.html());
    let text = talk.letter["text"].as_str().expect("a text");
    assert_eq!(paths(text, "t").into_iter().collect::<BTreeSet<_>>(), tracked.iter().cloned().collect());
    assert!(!talk.html().contains("https://shop.example/") && !text.contains("https://shop.example/"));
    assert_eq!((talk.paths("u").len(), talk.paths("p").len(), talk.paths("b").len()), (1, 1, 1));
    let led: BTreeSet<String> = tracked
        .iter()
        .map(|path| {
            let answer = visit(&talk.shop, path);
            assert_eq!(answer.status, 302, "{answer:?}");
            answer.header("location").expect("a place").to_owned()
        })
        .collect();
    let wanted =
        ["https://shop.example/neu?a=1&b=2", "https://shop.example/eins", "https://shop.example/zwei"];
    assert_eq!(led, wanted.map(str::to_owned).into());
}

#[test]
fn a_link_that_we_did_not_write_leads_nowhere() {
    let talk = Talk::begin();
    let path = &talk.paths("t")[0];
    let letter = &talk.paths("u")[0];
    for forged in [
        format!("{path}A"),
        path.replacen("/t/A", "/t/B", 1),
        letter.replacen("/u/", "/t/", 1),
        path.replacen("/t/", "/u/", 1),
        path.replacen("/t/", "/o/", 1),
        "/t/https://evil.example".into(),
        "/t/aHR0cHM6Ly9ldmlsLmV4YW1wbGU".into(),
    ] {
        let answer = visit(&talk.shop, &forged);
        assert_eq!((answer.status, answer.header("location")), (404, None), "{forged}");
    }
}

#[test]
fn a_persons_click_counts_once_and_moves_journeys_after_a_short_wait() {
    let talk = Talk::begin();
    talk.pass(600);
    let path = talk.paths("t")[1].clone();
    for _ in 0..3 {
        visit(&talk.shop, &path);
    }
    talk.pass(1);
    assert_eq!(clicks(&talk), 0, "it is not known yet what else happens in this delivery");
    talk.pass(10);
    assert_eq!((clicks(&talk), talk.letters()), (1, 2));
    visit(&talk.shop, &path);
    talk.pass(10);
    assert_eq!(clicks(&talk), 1);
    assert!(metrics(&talk, "anlass_reactions_total{reaction=\"clicked\",by=\"person\",reason=\"person\"} 4"));
}

#[test]
fn what_machines_do_is_counted_and_never_in_a_profile() {
    for (wanted, react) in machines() {
        let talk = Talk::begin();
        talk.pass(if wanted == "too_fast" { 1 } else { 600 });
        react(&talk);
        talk.pass(30);
        assert_eq!((clicks(&talk), talk.letters()), (0, 1), "{wanted}");
        let text = visit(&talk.shop, "/metrics").body;
        let text = String::from_utf8_lossy(&text);
        let line =
            format!("anlass_reactions_total{{reaction=\"clicked\",by=\"machine\",reason=\"{wanted}\"}}");
        assert!(text.contains(&line), "{wanted}: {text}");
    }
}

type React = fn(&Talk);

fn machines() -> [(&'static str, React); 6] {
    [
        ("peeked", |talk| {
            let answer = ask(&mut talk.shop.client(), "HEAD", &talk.paths("t")[0], &[]);
            assert_eq!(answer.status, 302);
        }),
        ("peeked", |talk| {
            let prefetch = [("sec-purpose", "prefetch;prerender")];
            ask(&mut talk.shop.client(), "GET", &talk.paths("t")[0], &prefetch);
        }),
        ("user_agent", |talk| {
            let agent = [("user-agent", "python-requests/2.31")];
            talk.shop.client().request("GET", &talk.paths("t")[0], &agent, b"");
        }),
        // The letter was accepted a second ago.
        ("too_fast", |talk| {
            visit(&talk.shop, &talk.paths("t")[0]);
        }),
        ("all_links", |talk| {
            for path in talk.paths("t") {
                visit(&talk.shop, &path);
            }
        }),
        ("trap", |talk| {
            visit(&talk.shop, &talk.paths("t")[0]);
            assert_eq!(visit(&talk.shop, &talk.paths("x")[0]).status, 200);
        }),
    ]
}

#[test]
fn what_waits_to_be_judged_survives_a_restart() {
    let talk = Talk::begin();
    talk.pass(600);
    visit(&talk.shop, &talk.paths("t")[1]);
    let talk = talk.restart();
    assert_eq!(clicks(&talk), 0);
    talk.pass(10);
    assert_eq!(clicks(&talk), 1);
    let talk = talk.restart();
    talk.pass(10);
    assert_eq!(clicks(&talk), 1);
    let told = "anlass_reactions_total{reaction=\"clicked\",by=\"person\",reason=\"person\"} 1";
    assert!(metrics(&talk, told), "the tally is kept, and nothing is counted twice");
}

#[test]
fn openings_are_seen_only_with_consent_to_tracking() {
    let plain = Talk::begin();
    assert_eq!(plain.paths("o"), [""; 0], "agreeing to e-mail is not agreeing to be watched");
    let off = Talk::with("email tracking", "[tracking]\nopens = false");
    assert_eq!(off.paths("o"), [""; 0]);

    let talk = Talk::with("email tracking", "");
    let pixel = talk.paths("o")[0].clone();
    talk.pass(600);
    let answer = visit(&talk.shop, &pixel);
    assert_eq!(
        (answer.status, answer.header("content-type"), answer.body.len()),
        (200, Some("image/gif"), 43)
    );
    // Apple's proxy fetches everything, read or not.
    talk.shop.client().request("GET", &pixel, &[("user-agent", "Mozilla/5.0")], b"");
    talk.pass(10);
    assert_eq!(talk.happened("\"message.opened\""), 1);
    assert!(metrics(&talk, "anlass_reactions_total{reaction=\"opened\",by=\"proxy\",reason=\"apple\"} 1"));
}

#[test]
fn a_pixel_tells_nothing_once_the_consent_is_withdrawn() {
    let talk = Talk::with("email tracking", "");
    talk.pass(600);
    let withdrawn = br#"{"userId":"17","event":"Consent Withdrawn","properties":{"purpose":"tracking"}}"#;
    let key = [("x-write-key", "WRITEKEY")];
    assert_eq!(talk.shop.client().request("POST", "/v1/track", &key, withdrawn).status, 200);
    talk.pass(1);
    assert_eq!(visit(&talk.shop, &talk.paths("o")[0]).status, 200);
    talk.pass(30);
    assert_eq!(talk.happened("\"message.opened\""), 0);
}

#[test]
fn who_objects_is_not_watched_and_links_can_be_left_plain() {
    let talk = Talk::begin();
    talk.pass(600);
    let path = talk.paths("p")[0].clone();
    let headers = [("user-agent", BROWSER)];
    assert_eq!(talk.shop.client().request("POST", &path, &headers, b"choice=objection").status, 200);
    talk.pass(1);
    assert_eq!(visit(&talk.shop, &talk.paths("t")[0]).status, 302, "the link still leads there");
    talk.pass(30);
    assert_eq!(clicks(&talk), 0);

    let plain = Talk::with("email", "[tracking]\nclicks = false");
    assert!(plain.html().contains("https://shop.example/eins"));
    assert_eq!((plain.paths("t").len(), plain.paths("x").len()), (0, 0));
}
