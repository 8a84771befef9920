//! People stay people, and what is none is recognised.

use super::*;
use anlass_model::time::{HOUR, MINUTE};
use proptest::prelude::*;

const BROWSER: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Chrome/129.0.0.0 Safari/537.36";

fn click(user_agent: &str) -> Seen<'_> {
    Seen {
        kind: Kind::Click,
        user_agent,
        since_delivery: HOUR,
        links_in_burst: 1,
        links: 6,
        trap: Trap::Untouched,
    }
}

fn verdict(seen: Seen<'_>) -> Verdict {
    judge(&seen, &Limits::default())
}

#[test]
fn browsers_and_mail_programs_are_people() {
    for agent in [
        BROWSER,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.3.1",
        "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.14326; Pro)",
        "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 \
         Chrome/121.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
        "Mozilla/5.0 (Linux; Android 9; Panasonic Eluga) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
    ] {
        assert_eq!(verdict(click(agent)), Verdict::Person, "{agent}");
    }
}

#[test]
fn machines_that_say_so_are_machines() {
    for agent in [
        "",
        "Mozilla/5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "python-requests/2.31",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    ] {
        assert_eq!(verdict(click(agent)), Verdict::Machine(Reason::UserAgent), "{agent}");
    }
}

#[test]
fn a_proxy_is_neither() {
    let open = |agent, since_delivery| verdict(Seen { kind: Kind::Open, since_delivery, ..click(agent) });
    let gmail = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
    assert_eq!(open("Mozilla/5.0", Span(0)), Verdict::Proxy(Proxy::Apple));
    assert_eq!(open(gmail, MINUTE), Verdict::Proxy(Proxy::Gmail));
    assert_eq!(open(gmail, Span(200)), Verdict::Machine(Reason::TooFast));
    assert!(!Proxy::Apple.shows_a_reader() && Proxy::Gmail.shows_a_reader());
}

#[test]
fn haste_all_links_and_the_hidden_one_give_a_scanner_away() {
    let person = click(BROWSER);
    assert_eq!(verdict(Seen { since_delivery: SECOND, ..person }), Verdict::Machine(Reason::TooFast));
    assert_eq!(verdict(Seen { links_in_burst: 6, ..person }), Verdict::Machine(Reason::AllLinks));
    assert_eq!(verdict(Seen { trap: Trap::Followed, ..person }), Verdict::Machine(Reason::Trap));
    assert_eq!(verdict(Seen { links_in_burst: 2, links: 2, ..person }), Verdict::Person);
}

#[test]
fn the_crawlers_collected_elsewhere_are_recognised() {
    let Some(bytes) = crate::shared::data("bots/crawler-user-agents.json.zst") else { return };
    let list: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let agents = list.as_array().unwrap().iter().flat_map(|entry| entry["instances"].as_array().unwrap());
    let agents: Vec<&str> = agents.map(|agent| agent.as_str().unwrap()).collect();
    let known = agents.iter().filter(|agent| is_crawler(agent)).count();
    assert!(agents.len() > 1_000 && known * 1_000 >= agents.len() * 995, "{known} of {}", agents.len());
}

proptest! {
    #[test]
    fn any_user_agent_gets_a_verdict(agent in "\\PC{0,1200}") {
        let _verdict = verdict(click(&agent));
    }
}
