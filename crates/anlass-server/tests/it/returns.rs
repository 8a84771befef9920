//! What comes back by mail and what becomes of it; nobody can make up a mail about somebody else's letter.

use crate::talk::{Talk, visit};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The letter's name in Message-ID, before the @.
fn name(talk: &Talk) -> String {
    let headers = talk.letter["headers"].as_array().expect("headers");
    let id = headers.iter().find(|header| header[0] == "Message-ID").expect("an id")[1].as_str();
    let (name, _) = id.and_then(|id| id.trim_start_matches('<').split_once('@')).expect("an id");
    assert_eq!(name.len(), 32 + 1 + 16, "with its seal: {name}");
    name.to_owned()
}

/// A status report as a mail server writes it, about the letter of this name.
fn report(name: &str, action: &str, status: &str) -> String {
    let text = format!(
        "From: MAILER-DAEMON@mx.example.org\nTo: bounces+{name}@localhost\nSubject: Returned\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\n\nIt did not arrive.\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; eva@example.org\nAction: {action}\n\
         Status: {status}\nDiagnostic-Code: smtp; {status} said\n\n--b--\n"
    );
    text.replace('\n', "\r\n")
}

fn complaint(name: &str) -> String {
    let text = format!(
        "From: fbl@example.org\nTo: abuse@localhost\nSubject: report\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nA report.\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: news@localhost\nMessage-ID: <{name}@localhost>\n\nHello\n\n--b--\n"
    );
    text.replace('\n', "\r\n")
}

fn reply(name: &str, from: &str, subject: &str, body: &str) -> String {
    let text = format!(
        "From: {from}\nTo: news@localhost\nSubject: {subject}\nIn-Reply-To: <{name}@localhost>\n\
         Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    );
    text.replace('\n', "\r\n")
}

/// Pipes one in, as a mail server does.
fn pipe(talk: &Talk, mail: &str) -> String {
    let headers = [("x-anlass", "1"), ("cookie", &*talk.cookie)];
    let answer = talk.shop.client().request("POST", "/api/returns", &headers, mail.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    talk.pass(60);
    answer.json()["fate"].as_str().expect("a fate").to_owned()
}

fn maildir(talk: &Talk) -> PathBuf {
    let dir = talk.shop.dir().join("returns");
    std::fs::create_dir_all(dir.join("new")).expect("a directory");
    dir
}

fn files(dir: PathBuf) -> usize {
    std::fs::read_dir(dir).map_or(0, Iterator::count)
}

#[test]
fn a_bounce_in_the_maildir_reaches_the_timeline_once_and_is_moved() {
    let talk = Talk::with("email", "[returns]\nmaildir = \"returns\"");
    let dir = maildir(&talk);
    let mail = report(&name(&talk), "failed", "5.1.1");
    for copy in ["1.a.host", "2.b.host"] {
        std::fs::write(dir.join("new").join(copy), &mail).expect("written");
    }
    talk.pass(60);
    talk.pass(60);
    assert_eq!((files(dir.join("new")), files(dir.join("cur"))), (0, 2));
    assert!(dir.join("cur/1.a.host:2,S").exists());
    assert_eq!(talk.happened("\"delivery.receipt\""), 2, "accepted, and once come back");
    let text = visit(&talk.shop, "/metrics").body;
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("anlass_returns_total{fate=\"bounced\"} 2"), "{text}");
}

#[test]
fn each_kind_of_returned_mail_becomes_what_it_is() {
    let talk = Talk::begin();
    let name = name(&talk);
    let before = talk.happened("\"delivery.receipt\"");
    assert_eq!(pipe(&talk, &report(&name, "delayed", "4.4.1")), "informed");
    assert_eq!(pipe(&talk, &report(&name, "delivered", "2.0.0")), "informed");
    let absent = reply(&name, "eva@example.org", "Abwesenheitsnotiz", "Bin weg.");
    assert_eq!(pipe(&talk, &absent), "out_of_office");
    assert_eq!(talk.happened("\"delivery.receipt\""), before, "nothing of this is a bounce");
    assert_eq!(pipe(&talk, &report(&name, "failed", "5.2.2")), "bounced_soft");
    assert_eq!(talk.happened("\"delivery.receipt\""), before + 1);
    assert_eq!(pipe(&talk, &complaint(&name)), "complained");
    assert_eq!(talk.happened("\"message.complained\""), 1);
}

#[test]
fn nobody_can_make_up_a_mail_about_a_letter() {
    let talk = Talk::begin();
    let name = name(&talk);
    let (intent, seal) = name.split_once('.').expect("a seal");
    let before = talk.happened("kind");
    for forged in
        [intent.to_owned(), format!("{intent}.{}", "0".repeat(16)), format!("{}.{seal}", "a".repeat(32))]
    {
        assert_eq!(pipe(&talk, &report(&forged, "failed", "5.1.1")), "unproven", "{forged}");
        assert_eq!(pipe(&talk, &complaint(&forged)), "unproven", "{forged}");
    }
    assert_eq!(talk.happened("kind"), before);
}

#[test]
fn a_reply_lies_in_the_mailbox_for_people_and_counts_as_one() {
    let talk = Talk::with("email", "[returns]\ninbox = \"service@shop.example\"");
    let headers = talk.letter["headers"].to_string();
    assert!(headers.contains("service@shop.example"), "replies go there: {headers}");
    let mail = reply(&name(&talk), "Eva <eva@example.org>", "AW: Neues", "Gibt es die Lampe auch in Blau?");
    assert_eq!((pipe(&talk, &mail), pipe(&talk, &mail)), ("replied".into(), "replied".into()));
    assert_eq!(talk.happened("\"message.replied\""), 1);
    let letters =
        talk.shop.json(&talk.cookie, &format!("/api/mailbox?customer={}", talk.eva))["rows"].clone();
    let of = |direction: &str| -> Vec<Value> {
        letters
            .as_array()
            .into_iter()
            .flatten()
            .filter(|row| row["direction"] == direction)
            .cloned()
            .collect()
    };
    assert_eq!((of("in").len(), of("out").len()), (1, 1), "{letters}");
    let row = &of("in")[0];
    assert_eq!((&row["subject"], &row["to"]), (&json!("AW: Neues"), &json!("service@shop.example")));
    let shown = talk.shop.json(&talk.cookie, &format!("/api/mailbox/{}", row["id"].as_str().expect("an id")));
    assert!(shown["text"].as_str().is_some_and(|text| text.contains("in Blau?")), "{shown}");
    // The letter in the browser is still the letter.
    let page = visit(&talk.shop, &talk.paths("b")[0]);
    assert!(page.status == 200 && !String::from_utf8_lossy(&page.body).contains("in Blau?"));
}

#[test]
fn a_wish_to_be_left_alone_is_heard_from_whoever_writes() {
    let by_letter = Talk::begin();
    let wish = reply(&name(&by_letter), "other@example.org", "Re: News", "Please take me off your list.");
    assert_eq!(pipe(&by_letter, &wish), "unsubscribed");
    let by_address = Talk::begin();
    let wish = reply("a@b", "Eva@Example.org", "Abmeldung", "Danke");
    assert_eq!(pipe(&by_address, &wish), "unsubscribed");
    for talk in [by_letter, by_address] {
        let consents = talk.profile()["consents"].clone();
        let withdrawn = consents.as_array().into_iter().flatten().any(|one| one["granted"] == false);
        assert!(withdrawn, "{consents}");
        assert_eq!(talk.happened("\"message.unsubscribed\""), 1);
    }
    let stranger = Talk::begin();
    let wish = reply("a@b", "nobody@example.org", "Abmeldung", "Danke");
    assert_eq!(pipe(&stranger, &wish), "replied", "a person reads what nobody can be found for");
}

#[test]
fn what_is_no_mail_is_refused_and_kept_nowhere() {
    let talk = Talk::begin();
    let headers = [("x-anlass", "1"), ("cookie", &*talk.cookie)];
    for body in ["", "{}", "{\"a\": 1}", "[]", "null", "\r\n\r\nSubject: after empty lines"] {
        let answer = talk.shop.client().request("POST", "/api/returns", &headers, body.as_bytes());
        let is_refused = answer.status == 422;
        assert_eq!(is_refused, !body.contains("Subject"), "{body}: {answer:?}");
    }
    assert_eq!(pipe(&talk, "From eva Tue Nov 24\r\nSubject: Hallo\r\n\r\nDanke\r\n"), "replied");
}

/// A mail server has no browser: it brings the key that stays on a server.
#[test]
fn a_mail_server_pipes_with_the_key_of_a_server_and_no_other() {
    let talk = Talk::begin();
    let mail = report(&name(&talk), "failed", "5.1.1");
    let pipe = |headers: &[(&str, &str)], path: &str| {
        talk.shop.client().request("POST", path, headers, mail.as_bytes())
    };
    assert_eq!(pipe(&[], "/api/returns").status, 403, "neither a session nor a key");
    assert_eq!(pipe(&[("x-write-key", "NOKEY")], "/api/returns").status, 401);
    assert_eq!(
        pipe(&[("x-write-key", "PAGEKEY")], "/api/returns").status,
        403,
        "everybody can read that one"
    );
    let taken = pipe(&[("x-write-key", "WRITEKEY")], "/api/returns");
    assert_eq!((taken.status, &taken.json()["fate"]), (200, &json!("bounced")));
    let elsewhere = talk.shop.client().request("GET", "/api/today", &[("x-write-key", "WRITEKEY")], b"");
    assert_eq!(elsewhere.status, 401, "it opens nothing else");
}

/// Mails of many mail servers, as they really write them, each about the letter that Eva got.
#[test]
fn what_real_mail_servers_write_back_is_taken_for_what_it_is() {
    let packed = include_bytes!("../../../anlass-channels/testdata/bounces.tar.zst");
    let mails = untar(&zstd::decode_all(&packed[..]).expect("packed with zstd"));
    let talk = Talk::begin();
    let path = format!("/api/returns?to=bounces%2B{}%40localhost", name(&talk));
    let (mut right, mut wrong, mut taken_for_gone) = (0, Vec::new(), Vec::new());
    let expected = include_str!("../../../anlass-channels/testdata/bounces.txt");
    for line in expected.lines().filter(|line| !line.starts_with('#')) {
        let [file, class, _] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let mail = &mails[file];
        let answer = talk.shop.client().request("POST", &path, &[("x-write-key", "WRITEKEY")], mail);
        assert_eq!(answer.status, 200, "{file}: {answer:?}");
        let fate = answer.json()["fate"].as_str().expect("a fate").to_owned();
        let is_right = match class {
            "hard" => fate == "bounced",
            "delayed" => fate == "informed",
            "none" => !matches!(&*fate, "bounced" | "bounced_soft"),
            _ => fate == "bounced_soft",
        };
        match is_right {
            true => right += 1,
            false => wrong.push(format!("{file}: {class}, taken for {fate}")),
        }
        if class != "hard" && fate == "bounced" {
            taken_for_gone.push(file);
        }
    }
    let all = right + wrong.len();
    println!("{right} of {all} are what they are; {}", wrong.join(", "));
    assert!(all > 100 && right * 100 >= all * 95, "{wrong:?}");
    assert!(taken_for_gone.is_empty(), "{taken_for_gone:?}");
    talk.pass(60);
    // However many mails tell of it, the letter came back once for good, and once for the time being.
    assert_eq!(talk.happened("\"delivery.receipt\""), 1 + 2);
}

/// In the mailbox of a declared foreign sender a bounce counts for the address it names; in ours the same mail proves nothing.
#[test]
fn a_foreign_senders_bounce_is_believed_only_in_the_mailbox_that_is_declared_as_its() {
    let own = "[returns]\nmaildir = \"returns\"\nforeign_maildir = \"foreign\"";
    let talk = Talk::with("email", own);
    let (ours, foreign) = (maildir(&talk), talk.shop.dir().join("foreign"));
    std::fs::create_dir_all(foreign.join("new")).expect("a directory");
    let forged = report("some.letter", "failed", "5.1.1");
    let complained =
        complaint("some.letter").replace("Version: 1", "Version: 1\r\nOriginal-Rcpt-To: eva@example.org");
    for (number, mail) in [&forged, &complained].into_iter().enumerate() {
        std::fs::write(ours.join("new").join(format!("{number}.host")), mail).expect("written");
    }
    talk.pass(60);
    assert_eq!((talk.happened("\"address.bounced\""), talk.happened("\"message.complained\"")), (0, 0));
    let packed = include_bytes!("../../../anlass-channels/testdata/bounces.tar.zst");
    let mails = untar(&zstd::decode_all(&packed[..]).expect("packed with zstd"));
    let real = &mails["bounce_02.txt"];
    for (name, mail) in [
        ("0.host", forged.as_bytes()),
        ("1.host", forged.as_bytes()),
        ("2.host", complained.as_bytes()),
        ("3.host", real),
    ] {
        std::fs::write(foreign.join("new").join(name), mail).expect("written");
    }
    talk.pass(60);
    talk.pass(60);
    assert_eq!((talk.happened("\"address.bounced\""), talk.happened("\"message.complained\"")), (1, 1));
    let text = visit(&talk.shop, "/metrics").body;
    let text = String::from_utf8_lossy(&text);
    for line in ["unproven\"} 2", "bounced\"} 2", "complained\"} 1", "unknown_address\"} 1"] {
        assert!(text.contains(&format!("anlass_returns_total{{fate=\"{line}")), "{line}: {text}");
    }
    assert_eq!(files(foreign.join("new")), 0);
}

/// Files of a tar by their names without folders.
fn untar(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut rest = bytes;
    while rest.len() > 512 && rest[0] != 0 {
        let field = |range: std::ops::Range<usize>| {
            String::from_utf8_lossy(&rest[range]).trim_matches(['\0', ' ']).to_owned()
        };
        let size = usize::from_str_radix(&field(124..136), 8).expect("a size");
        let name = field(0..100).rsplit('/').next().unwrap_or_default().to_owned();
        files.insert(name, rest[512..512 + size].to_vec());
        rest = &rest[512 + size.div_ceil(512) * 512..];
    }
    files
}
