//! What came back from real servers, and what people write.

use super::*;
use crate::mail::address::{Seal, message_id, return_path};
use anlass_model::id::IntentId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const INTENT: IntentId = IntentId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);

const OF_IT: Option<Origin> = Some(Origin { intent: INTENT, seal: None });
const SEAL: Seal = Seal([1, 2, 3, 4, 5, 6, 7, 8]);

fn mail(headers: &str, body: &str) -> Vec<u8> {
    format!("{headers}\n\n{body}").replace('\n', "\r\n").into_bytes()
}

fn note(subject: &str, body: &str) -> Returned {
    let headers = format!(
        "From: Anna <anna@example.org>\nTo: shop@example.com\nSubject: {subject}\n\
         In-Reply-To: <{}>\nContent-Type: text/plain; charset=utf-8",
        message_id(INTENT, None, "example.com")
    );
    read(&mail(&headers, body), None)
}

fn anna() -> About {
    About { address: Some("anna@example.org".into()), origin: OF_IT }
}

fn report(action: &str, status: &str, said: &str) -> Vec<u8> {
    let headers = "From: MAILER-DAEMON@example.org\nTo: x@example.com\nSubject: Returned\nMIME-Version: 1.0\n\
                   Content-Type: multipart/report; report-type=delivery-status; boundary=b";
    let body = format!(
        "--b\n\nSomething happened.\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.org\n\n\
         Final-Recipient: rfc822; anna@example.org\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; {said}\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nSubject: Hello\nMessage-ID:\n <{}>\n\n--b--\n",
        message_id(INTENT, None, "example.com")
    );
    mail(headers, &body)
}

#[test]
fn a_status_report_says_who_why_and_about_what() {
    for (action, status, said, severity) in [
        ("failed", "5.1.1", "550 5.1.1 no such user", Severity::Hard),
        ("failed", "5.0.0", "550 5.2.2 mailbox full", Severity::Soft),
        ("failed", "5.7.1", "554 5.7.1 blocked", Severity::Soft),
        ("failed", "", "550 gone", Severity::Hard),
        ("failed", "", "it did not work", Severity::Unknown),
        ("delayed", "4.4.1", "no answer", Severity::Delayed),
    ] {
        let Returned::Bounces(bounces) = read(&report(action, status, said), None) else { panic!("{said}") };
        let [bounce] = bounces.as_slice() else { panic!("one for {said}") };
        assert_eq!(bounce.address.as_deref(), Some("anna@example.org"));
        assert_eq!((bounce.severity, bounce.origin), (severity, OF_IT), "{said}");
        assert!(bounce.diagnostic.contains(said));
    }
    let delivered = read(&report("delivered", "2.0.0", "250 ok"), None);
    assert!(matches!(delivered, Returned::Delivered(_)), "{delivered:?}");
}

#[test]
fn the_address_it_returns_to_is_enough_to_know_the_intent() {
    let path = return_path(INTENT, Some(SEAL), "bounce.example.com");
    let told = "The following address failed:\n\n  <anna@example.org>: unknown user\n";
    for (to, envelope_to) in [(&*path, None), ("x@example.com", Some(&*path))] {
        let headers =
            format!("From: Mail Delivery System <mailer-daemon@example.org>\nTo: {to}\nSubject: Failure");
        let Returned::Bounces(bounces) = read(&mail(&headers, told), envelope_to) else { panic!("a bounce") };
        assert_eq!(bounces[0].origin, Some(Origin { intent: INTENT, seal: Some(SEAL) }));
        assert_eq!(bounces[0].address.as_deref(), Some("anna@example.org"));
        assert_eq!(bounces[0].severity, Severity::Hard);
    }
}

#[test]
fn a_complaint_of_a_feedback_loop_is_one_and_its_opposite_is_not() {
    for (kind, is_complaint) in [("abuse", true), ("fraud", true), ("not-spam", false)] {
        let headers = "From: fbl@example.org\nTo: x@example.com\nSubject: report\nMIME-Version: 1.0\n\
                       Content-Type: multipart/report; report-type=feedback-report; boundary=b";
        let body = format!(
            "--b\n\nThis is a report.\n\n--b\nContent-Type: message/feedback-report\n\n\
             Feedback-Type: {kind}\nVersion: 1\nOriginal-Rcpt-To: <anna@example.org>\n\n\
             --b\nContent-Type: message/rfc822\n\nFrom: shop@example.com\nMessage-ID: <{}>\n\nHello\n\n--b--\n",
            message_id(INTENT, None, "example.com")
        );
        let expected = if is_complaint { Returned::Complaint(anna()) } else { Returned::Other(anna()) };
        assert_eq!(read(&mail(headers, &body), None), expected, "{kind}");
    }
}

#[test]
fn a_reply_is_readable_for_people() {
    let headers = "From: Anna <anna@example.org>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\
                   Content-Type: text/html; charset=utf-8";
    let reply = readable(&mail(headers, "<p>Passt die Lampe?</p>"));
    assert_eq!((&*reply.from, &*reply.subject), ("anna@example.org", "Grüße"));
    assert_eq!(reply.text.trim(), "Passt die Lampe?");
}

#[test]
fn an_absence_is_no_answer() {
    for subject in [
        "Out of Office: Hello",
        "Automatische Antwort: Ihr Warenkorb",
        "Abwesenheitsnotiz",
        "Ich bin im Urlaub",
    ] {
        assert_eq!(note(subject, "I am away. Please unsubscribe me later."), Returned::OutOfOffice(anna()));
    }
    let headers = "From: anna@example.org\nSubject: Re: Hello\nAuto-Submitted: auto-replied (vacation)";
    assert!(matches!(read(&mail(headers, "Bin weg."), None), Returned::OutOfOffice(_)));
}

#[test]
fn a_bounce_that_calls_itself_an_automatic_reply_is_still_one() {
    let headers = "From: Mail Delivery System <Mailer-Daemon@example.org>\nTo: x@example.com\n\
                   Subject: Mail delivery failed\nAuto-Submitted: auto-replied\nX-Failed-Recipients: anna@example.org";
    let returned = read(&mail(headers, "It could not be delivered: mailbox is full."), None);
    let Returned::Bounces(bounces) = returned else { panic!("{returned:?}") };
    assert_eq!(
        (bounces[0].address.as_deref(), bounces[0].severity),
        (Some("anna@example.org"), Severity::Soft)
    );
}

#[test]
fn a_plain_plea_to_be_left_alone_is_heard() {
    for (subject, body) in [
        ("unsubscribe", ""),
        ("unsubscribe a81f3", ""),
        ("Re: Hello", "Please take me off your list.\n\n> Dear Anna"),
        ("Re: Hello", "STOP"),
        ("AW: Ihr Warenkorb", "Bitte melden Sie mich vom Newsletter ab.\n\nVon meinem iPhone gesendet"),
        (
            "AW: Ihr Warenkorb",
            "Ich möchte keine Werbung mehr von Ihnen.\nAnna\n\nAm 1.11.2026 um 10:00 schrieb Shop:\n> Hallo",
        ),
        ("Abmeldung", "Danke"),
        ("Bitte aus dem Verteiler nehmen", "Danke!"),
    ] {
        assert_eq!(note(subject, body), Returned::Unsubscribe(anna()), "{subject} / {body}");
    }
}

#[test]
fn what_only_sounds_like_it_goes_to_a_person() {
    for (subject, body) in [
        ("Re: Hello", "Where is my order?\n\n> click here to unsubscribe\n> take me off"),
        ("Re: Hello", "Bitte nicht abmelden, ich lese das gern!"),
        ("AW: Hallo", "Wie kann ich meine Adresse im Newsletter ändern?"),
        ("AW: Hallo", "Ich habe mich versehentlich abgemeldet."),
        ("AW: Hallo", "Bitte melden Sie mich zum Kurs an."),
        ("AW: Hallo", "Ich hätte gern den dritten Artikel von der Liste."),
        ("Abmeldung vom Grillkurs am Freitag", "Ich bin krank."),
        ("Re: Hello", "Please stop by the shop when you can."),
        ("Rückgabe", &"Die Lampe ist kaputt. ".repeat(30)),
        ("Re: parcel", "My parcel was returned to sender, it could not be delivered. Please send it again."),
    ] {
        assert_eq!(note(subject, body), Returned::Other(anna()), "{subject} / {body}");
    }
}

/// What is said of each test mail: its class, and whom it did not reach.
fn said_of_test_mails() -> Vec<(&'static str, &'static str, BTreeSet<String>)> {
    let lines = include_str!("../../../testdata/bounces.txt").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let [file, class, addresses] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let addresses = addresses.split(',').filter(|address| *address != "-");
        (file, class, addresses.map(str::to_lowercase).collect())
    };
    lines.map(row).collect()
}

fn bounces(mail: &[u8], envelope_to: Option<&str>) -> Vec<Bounce> {
    match read(mail, envelope_to) {
        Returned::Bounces(bounces) => bounces,
        _ => Vec::new(),
    }
}

#[test]
fn bounces_of_real_servers_name_the_right_address_and_how_final_it_is() {
    let packed = include_bytes!("../../../testdata/bounces.tar.zst");
    let mails = untar(&zstd::decode_all(&packed[..]).unwrap());
    let path = return_path(INTENT, Some(SEAL), "bounce.example.com");
    let (mut right, mut condemned, mut all) = (0, Vec::new(), 0);
    for (file, class, wanted) in said_of_test_mails() {
        // Whom it is about is read without help; the class also where only our own address tells that it is ours.
        let plain = bounces(&mails[file], None);
        let named: BTreeSet<String> =
            plain.iter().filter_map(|bounce| bounce.address.as_deref()).map(str::to_lowercase).collect();
        let found = bounces(&mails[file], Some(&path));
        let classes: BTreeSet<&str> = found
            .iter()
            .map(|bounce| match bounce.severity {
                Severity::Hard => "hard",
                Severity::Soft => "soft",
                Severity::Unknown => "unsaid",
                Severity::Delayed => "delayed",
            })
            .collect();
        let is_right_class = classes.iter().eq(match class {
            "none" => [].iter(),
            ref class => std::slice::from_ref(class).iter(),
        });
        all += 1;
        if named == wanted && is_right_class {
            right += 1;
        } else {
            println!("{file}: {named:?} are {classes:?}, should be {wanted:?} {class}");
        }
        if class != "hard" && classes.contains("hard") {
            condemned.push(file);
        }
    }
    assert!(all == 117 && right * 100 >= all * 97, "{right} of {all}");
    assert!(condemned.is_empty(), "sound addresses are taken for dead: {condemned:?}");
}

#[test]
fn of_several_addresses_each_has_its_own_fate() {
    let headers = "From: MAILER-DAEMON@example.org\nTo: x@example.com\nSubject: failure notice";
    let told = "Unable to deliver message to the following addresses.\n\n\
                <anna@example.org>:\nThis account is over quota.\n\n<eva@example.org>:\nNo such user here.\n\n\
                <tom@example.org>:\n550 5.7.1 blocked\n";
    let found = bounces(&mail(headers, told), None);
    let fates: Vec<_> = found.iter().map(|bounce| (bounce.address.as_deref(), bounce.severity)).collect();
    assert_eq!(
        fates,
        [
            (Some("anna@example.org"), Severity::Soft),
            (Some("eva@example.org"), Severity::Hard),
            (Some("tom@example.org"), Severity::Soft)
        ]
    );
}

#[test]
fn a_report_without_a_usable_address_still_fails_what_it_came_back_for() {
    let report = String::from_utf8(report("failed", "5.1.1", "550 5.1.1 no such user")).unwrap();
    let shortened = report.replace("anna@example.org", "ann...@example.org");
    let found = bounces(shortened.as_bytes(), None);
    let [bounce] = &found[..] else { panic!("{found:?}") };
    assert_eq!((bounce.address.as_deref(), bounce.origin, bounce.severity), (None, OF_IT, Severity::Hard));
}

/// Files of a tar by their names without folders.
fn untar(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut rest = bytes;
    while rest.len() > 512 && rest[0] != 0 {
        let field = |range: std::ops::Range<usize>| {
            String::from_utf8_lossy(&rest[range]).trim_matches(['\0', ' ']).to_owned()
        };
        let size = usize::from_str_radix(&field(124..136), 8).unwrap();
        let name = field(0..100).rsplit('/').next().unwrap_or_default().to_owned();
        files.insert(name, rest[512..512 + size].to_vec());
        rest = &rest[512 + size.div_ceil(512) * 512..];
    }
    files
}

proptest! {
    #[test]
    fn no_bytes_break_it(head in "\\PC{0,200}", body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut bytes = b"From: postmaster@example.org\r\nContent-Type: multipart/report; boundary=b\r\n".to_vec();
        bytes.extend(head.bytes());
        bytes.extend(b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n");
        bytes.extend(body);
        let _returned = read(&bytes, None);
        let _returned = read(&bytes[40..], Some("bounces+"));
    }

    /// People quote, complain and write in the words of mail systems; a letter of a person is no bounce.
    #[test]
    fn a_letter_of_a_person_is_never_taken_for_a_bounce(
        subject in proptest::sample::select(vec![
            "Re: Hello", "AW: Mail delivery failed", "Re: Undeliverable: parcel", "Where is my parcel", "Frage",
        ]),
        words in proptest::collection::vec(proptest::sample::select(vec![
            "could not be delivered", "mailbox full", "550 5.1.1 user unknown", "eva@example.org", "returned to sender",
            "Auto reply", "my parcel", "\n", "<tom@example.org>:", "please", "is a permanent error",
        ]), 0..30),
        to_our_path in any::<bool>(),
    ) {
        let path = return_path(INTENT, Some(SEAL), "bounce.example.com");
        let headers = format!(
            "From: Anna <anna@example.org>\nTo: shop@example.com\nSubject: {subject}\n\
             In-Reply-To: <{}>\nContent-Type: text/plain", message_id(INTENT, None, "example.com")
        );
        let read = read(&mail(&headers, &words.join(" ")), to_our_path.then_some(&*path));
        prop_assert!(!matches!(read, Returned::Bounces(_)), "{read:?}");
    }
}
