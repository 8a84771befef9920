//! How a form tells people from programs: each challenge counts once, with its answer, and without scripts there is a slower way.

use super::{
    FORM, WORK, answer, challenge, passes, people, send, send_with, shop, sign_up, stamp, thanks, zeros,
};
use crate::client::Answer;
use crate::shop::{Setup, Shop};
use crate::talk::visit;
use anlass_server::Role;
use serde_json::json;

/// Whether an answer is the form once more, with these words, what was written, and a challenge of its own.
fn asks_again(answer: &Answer, words: &str, before: &str) -> bool {
    let page = String::from_utf8_lossy(&answer.body).into_owned();
    let is_new = page.contains("name=\"shown\"") && challenge(&page).0 != before;
    answer.status == 200 && page.contains(words) && page.contains("value=\"eva@example.org\"") && is_new
}

const EVA: &str = "email=eva%40example.org&first_name=Eva";

#[test]
fn a_form_counts_once_with_the_answer_to_its_own_challenge() {
    let (shop, cookie) = shop();
    let shown = stamp(&shop);
    passes(&shop, 20);
    let first = answer(&shown, 9);
    let wrong = (first + 1..).find(|answer| zeros(&shown, *answer) < 9).expect("most are").to_string();
    for wrong in [wrong.as_str(), "0x1", "-1", "9999999999999999999999999", "%C3%BC"] {
        let refused = send_with(&shop, &shown, wrong, &[], EVA);
        assert!(asks_again(&refused, "ist nicht aufgegangen", &shown), "{wrong}: {refused:?}");
    }
    assert_eq!(people(&shop, &cookie), 0);
    let (shop, cookie) = self::shop();
    let shown = stamp(&shop);
    passes(&shop, 20);
    let right = answer(&shown, 9).to_string();
    assert!(thanks(&send_with(&shop, &shown, &right, &[], EVA)));
    let other = "email=ben%40example.org&first_name=Ben";
    for fields in [EVA, other] {
        let again = send_with(&shop, &shown, &right, &[], fields);
        let told = String::from_utf8_lossy(&again.body).into_owned();
        assert!(told.contains("wurde schon abgesendet") && challenge(&told).0 != shown, "{told}");
    }
    assert_eq!(people(&shop, &cookie), 1);
    let late = stamp(&shop);
    passes(&shop, 2 * 3_600 + 1);
    assert!(asks_again(&send(&shop, &late, &[], EVA), "war zu lange offen", &late));
    let told = send(&shop, &late, &[("accept-language", "en")], EVA);
    assert!(asks_again(&told, "The page was open for too long.", &late), "in the form's language: {told:?}");
}

#[test]
fn a_challenge_of_another_form_is_none() {
    let two = FORM.replace(
        "  forms:\n",
        "  forms:\n    - { id: other, text: { de: Ja, en: Yes }, channel: email, purpose: news, source: shop }\n",
    );
    let mut shop = Shop::with(&Setup { definitions: &two, config: WORK, is_demo: true });
    shop.is_quiet = true;
    let page = String::from_utf8(visit(&shop, "/f/other").body).expect("text");
    let (foreign, _) = challenge(&page);
    passes(&shop, 20);
    let refused = send(&shop, &foreign, &[], EVA);
    assert!(asks_again(&refused, "Das Formular hat sich inzwischen geändert.", &foreign), "{refused:?}");
    let cookie = shop.cookie(Role::Marketer);
    assert_eq!(people(&shop, &cookie), 0);
}

#[test]
fn without_scripts_people_wait_and_few_get_through() {
    let (shop, cookie) = shop();
    let plain = |fields: &str, seconds: i64| {
        let shown = stamp(&shop);
        passes(&shop, seconds);
        (send_with(&shop, &shown, "", &[], fields), shown)
    };
    let (early, shown) = plain(EVA, 10);
    assert!(asks_again(&early, "Bitte warten Sie 20 Sekunden", &shown), "{early:?}");
    for number in 0..2 {
        assert!(thanks(&plain(&format!("email=p{number}%40example.org"), 25).0), "{number}");
    }
    let (third, shown) = plain(EVA, 25);
    assert!(asks_again(&third, "lassen Sie Skripte zu", &shown), "{third:?}");
    assert_eq!(people(&shop, &cookie), 2);
    assert!(thanks(&sign_up(&shop, "eva@example.org")), "with scripts it goes on");
    passes(&shop, 3_600);
    assert!(thanks(&plain("email=later%40example.org", 25).0));
}

#[test]
fn many_sign_ups_at_once_cost_more_work_and_stored_challenges_hold_no_longer() {
    let (shop, _) = shop();
    let asked =
        |shop: &Shop| challenge(&String::from_utf8(visit(shop, "/f/newsletter").body).expect("text")).1;
    assert_eq!(asked(&shop), 9);
    // Fetched while it is calm, all at once.
    let stored: Vec<String> = (0..170).map(|_| stamp(&shop)).collect();
    passes(&shop, 20);
    let mut refused = None;
    for (number, shown) in stored.iter().enumerate() {
        let network = format!("198.51.{}.{}", number / 20, number % 20);
        let fields = format!("email=p{number}%40example.org");
        let told = send(&shop, shown, &[("x-forwarded-for", &network)], &fields);
        if !thanks(&told) {
            refused = refused.or(Some((number, String::from_utf8_lossy(&told.body).into_owned())));
        }
    }
    let (number, told) = refused.expect("some are refused");
    assert!(number == 160 && told.contains("deshalb wird genauer geprüft"), "{number}: {told}");
    assert_eq!(asked(&shop), 12);
    passes(&shop, 600);
    assert_eq!(asked(&shop), 9, "calm again");
}

/// The script is run as browsers run it where Node is there, and what it finds is what the server counts.
#[test]
fn the_script_finds_what_the_server_takes() {
    let (shop, _) = shop();
    let shown = stamp(&shop);
    let script = visit(&shop, "/f/newsletter/human.js").body;
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("human.cjs"), script).expect("written");
    let challenges =
        [shown.clone(), String::new(), "a".repeat(54), "b".repeat(55), "c".repeat(118), "d".repeat(300)];
    let run = "const { search } = require('./human.cjs');
        console.log(JSON.stringify(JSON.parse(process.argv[1]).map((one) => { const next = search(one, 11); let found = null; while (found === null) found = next(100); return found; })));";
    let told = std::process::Command::new("node")
        .args(["-e", run, &json!(challenges).to_string()])
        .current_dir(dir.path())
        .output();
    let Ok(told) = told else {
        println!("skipped: Node is not installed");
        return;
    };
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let found: Vec<String> = serde_json::from_slice(&told.stdout).expect("a list");
    for (challenge, found) in challenges.iter().zip(&found) {
        let number: u64 = found.parse().expect("a number");
        assert_eq!(answer(challenge, 11), number, "the first one, behind {} letters", challenge.len());
    }
    passes(&shop, 20);
    assert!(thanks(&send_with(&shop, &shown, &found[0], &[], EVA)));
}
