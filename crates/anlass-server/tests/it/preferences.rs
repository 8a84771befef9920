//! What people say on the pages behind their letters: looking changes nothing, choices add up, and what was chosen is
//! shown and can be taken back by an act of its own.

use crate::client::Answer;
use crate::talk::{BROWSER, Talk, ask, visit};

fn choose(talk: &Talk, choice: &str) -> Answer {
    let path = talk.paths("p")[0].clone();
    let body = format!("choice={choice}");
    let answer = talk.shop.client().request("POST", &path, &[("user-agent", BROWSER)], body.as_bytes());
    talk.pass(60);
    answer
}

fn page(talk: &Talk, headers: &[(&str, &str)]) -> String {
    let answer = ask(&mut talk.shop.client(), "GET", &talk.paths("p")[0], headers);
    assert_eq!(answer.status, 200);
    String::from_utf8(answer.body).expect("text")
}

/// What is in force, as the page says it.
fn in_force(talk: &Talk) -> String {
    let page = page(talk, &[]);
    let (_, after) = page.split_once("class=\"now\">").expect("the state");
    after.split_once('<').expect("its end").0.to_owned()
}

/// Whether another visit makes another letter.
fn is_written_to(talk: &Talk) -> bool {
    let before = talk.letters();
    let visited = format!("{{\"userId\":\"17\",\"messageId\":\"v{}\"}}", talk.happened("kind"));
    let key = [("x-write-key", "WRITEKEY")];
    assert_eq!(talk.shop.client().request("POST", "/v1/page", &key, visited.as_bytes()).status, 200);
    talk.pass(60);
    talk.letters() > before
}

#[test]
fn only_a_post_unsubscribes_and_the_mail_program_needs_no_more_than_that() {
    let talk = Talk::begin();
    let way_out = talk.paths("u")[0].clone();
    for method in ["GET", "HEAD", "GET"] {
        assert_eq!(ask(&mut talk.shop.client(), method, &way_out, &[]).status, 200, "{method}");
    }
    talk.pass(60);
    assert_eq!(
        (talk.happened("\"consent.changed\""), in_force(&talk)),
        (1, "Es gilt: keine Einschränkung".into())
    );
    // As RFC 8058 has it: no cookie, no referrer, one field in the body, and an answer that leads nowhere else.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = talk.shop.client().request("POST", &way_out, &form, b"List-Unsubscribe=One-Click");
    assert_eq!((answer.status, answer.header("location")), (200, None));
    talk.pass(60);
    assert_eq!(in_force(&talk), "Es gilt: Keine Werbung per E-Mail");
    assert!(!is_written_to(&talk));
}

#[test]
fn looking_at_the_choices_changes_nothing() {
    let talk = Talk::begin();
    let before = talk.profile();
    for method in ["GET", "HEAD"] {
        let path = format!("{}?choice=nothing", talk.paths("p")[0]);
        assert_eq!(ask(&mut talk.shop.client(), method, &path, &[]).status, 200);
    }
    assert_eq!(choose(&talk, "gold").status, 400);
    assert_eq!(talk.profile()["consents"], before["consents"]);
}

#[test]
fn every_choice_is_shown_afterwards_and_as_before_takes_it_back() {
    for (choice, shown) in [
        ("less", "Es gilt: Seltener"),
        ("offers", "Es gilt: Nur Angebote"),
        ("letters", "Es gilt: Nur Briefe"),
        ("nothing", "Es gilt: Nichts mehr"),
        ("objection", "Es gilt: Werbewiderspruch"),
    ] {
        let talk = Talk::begin();
        assert!(!page(&talk, &[]).contains("value=\"normal\""), "there is nothing to take back");
        assert_eq!(choose(&talk, choice).status, 200);
        assert_eq!(in_force(&talk), shown);
        assert_eq!(is_written_to(&talk), choice == "less", "{choice}");
        assert_eq!(choose(&talk, "normal").status, 200);
        assert_eq!(in_force(&talk), "Es gilt: keine Einschränkung", "{choice}");
        assert!(is_written_to(&talk), "{choice}");
    }
}

/// A demonstration's clock may stand still, and then everything is said at one moment.
#[test]
fn the_later_choice_counts_also_while_the_clock_stands_still() {
    let talk = Talk::begin();
    let path = talk.paths("p")[0].clone();
    let chosen = |choice: &str, shown: &str| {
        let body = format!("choice={choice}");
        let headers = [("user-agent", BROWSER)];
        assert_eq!(talk.shop.client().request("POST", &path, &headers, body.as_bytes()).status, 200);
        // It is heard beside the answer, a moment later.
        assert!((0..2_000).any(|_| in_force(&talk) == shown), "{choice}: {}", in_force(&talk));
    };
    for (choice, shown) in [
        ("objection", "Es gilt: Werbewiderspruch"),
        ("nothing", "Es gilt: Nichts mehr"),
        ("less", "Es gilt: Seltener"),
    ] {
        for _ in 0..2 {
            chosen(choice, shown);
            chosen("normal", "Es gilt: keine Einschränkung");
        }
    }
    assert!(is_written_to(&talk));
}

#[test]
fn only_offers_means_none_of_the_purposes_that_come_later() {
    let talk = Talk::with("email tracking", "");
    choose(&talk, "offers");
    let for_purpose = |purpose: &str| {
        let yaml =
            talk.shop.json(&talk.cookie, "/api/programmes/news")["yaml"].as_str().expect("yaml").to_owned();
        let (before, after) = yaml.split_once("purpose: ").expect("the first message's");
        let (_, rest) = after.split_once('\n').expect("its end");
        let body = serde_json::json!({ "yaml": format!("{before}purpose: {purpose}\n{rest}") });
        let published = talk.shop.ask(&talk.cookie, "POST", "/api/programmes/news/publish", &body);
        assert_eq!(published.status, 200, "{published:?}");
        is_written_to(&talk)
    };
    assert!(!for_purpose("club"), "nobody had thought of it when Eva chose");
    assert_eq!(in_force(&talk), "Es gilt: Nur Angebote");
    assert!(for_purpose("offers"));
    let letters =
        talk.shop.json(&talk.cookie, &format!("/api/mailbox?customer={}", talk.eva))["rows"].clone();
    let newest =
        talk.shop.json(&talk.cookie, &format!("/api/mailbox/{}", letters[0]["id"].as_str().expect("an id")));
    assert!(newest["html"].as_str().expect("HTML").contains("/o/"), "she may be watched as before");
}

#[test]
fn a_stricter_choice_is_not_lifted_by_a_milder_one() {
    let talk = Talk::begin();
    choose(&talk, "objection");
    for milder in ["less", "offers", "letters"] {
        choose(&talk, milder);
        assert_eq!(in_force(&talk), "Es gilt: Werbewiderspruch", "{milder}");
    }
    assert!(!is_written_to(&talk));
}

#[test]
fn taking_a_choice_back_does_not_bring_back_being_watched() {
    let talk = Talk::with("email tracking", "");
    let withdrawn = br#"{"userId":"17","event":"Consent Withdrawn","properties":{"purpose":"tracking"}}"#;
    let key = [("x-write-key", "WRITEKEY")];
    assert_eq!(talk.shop.client().request("POST", "/v1/track", &key, withdrawn).status, 200);
    talk.pass(60);
    choose(&talk, "nothing");
    choose(&talk, "normal");
    assert!(is_written_to(&talk));
    let letters =
        talk.shop.json(&talk.cookie, &format!("/api/mailbox?customer={}", talk.eva))["rows"].clone();
    let newest =
        talk.shop.json(&talk.cookie, &format!("/api/mailbox/{}", letters[0]["id"].as_str().expect("an id")));
    assert!(!newest["html"].as_str().expect("HTML").contains("/o/"));
}

#[test]
fn a_page_speaks_the_persons_language_before_the_browsers() {
    let talk = Talk::begin();
    let english = [("accept-language", "en-GB,en;q=0.9")];
    assert!(page(&talk, &english).contains("What would you like to hear?"), "nothing is known of Eva's");
    let told = br#"{"userId":"17","messageId":"l1","traits":{"language":"de-AT"}}"#;
    let key = [("x-write-key", "WRITEKEY")];
    assert_eq!(talk.shop.client().request("POST", "/v1/identify", &key, told).status, 200);
    talk.pass(60);
    let german = page(&talk, &english);
    assert!(german.contains("Was möchten Sie hören?") && german.contains("<html lang=\"de\">"), "{german}");
}

#[test]
fn pages_need_no_scripts_and_allow_none() {
    let talk = Talk::begin();
    for path in [&talk.paths("p")[0], &talk.paths("u")[0], &talk.paths("x")[0]] {
        let answer = visit(&talk.shop, path);
        let policy = answer.header("content-security-policy").expect("a policy").to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
        let page = String::from_utf8(answer.body).expect("text");
        assert!(page.contains("Laden Müller") && page.contains("<main>") && page.contains("<h1>"), "{page}");
        assert!(!page.contains("<script") && !page.contains("javascript:"), "{page}");
    }
}

#[test]
fn a_link_that_leads_nowhere_says_so_in_words() {
    let talk = Talk::begin();
    for (path, wanted) in
        [("/u/nothing", "Dieser Link gilt nicht."), ("/p/nothing", "Dieser Link gilt nicht.")]
    {
        let answer = ask(&mut talk.shop.client(), "GET", path, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/html; charset=utf-8")));
        let page = String::from_utf8(answer.body).expect("text");
        assert!(page.contains(wanted) && page.contains("lang=\"de\""), "{page}");
    }
    let refused = choose(&talk, "gold");
    let page = String::from_utf8(refused.body).expect("text");
    assert!(refused.status == 400 && page.contains("Es wurde nichts geändert."), "{page}");
}
