//! What a letter promises: read back by a parser of somebody else, it is what was written.

use super::*;
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

const INTENT: IntentId = IntentId(0xabcd);

fn letter() -> Letter {
    Letter {
        from: Mailbox::new("Möbel Müller, Köln", "post@mail.müller.example").unwrap(),
        to: Mailbox::new("Jörg \"Jo\" Weiß", "joerg@example.org").unwrap(),
        reply_to: Some(Mailbox::new("", "service@example.org").unwrap()),
        subject: "Ihr Warenkorb wartet – 20 % auf Öl für Ihre Gartenmöbel aus Eiche und noch vieles mehr"
            .into(),
        html: "<p>Grüße aus Köln</p>\n<p>= 2 Äpfel.</p>".into(),
        text: "Grüße aus Köln\n.\n= 2 Äpfel.".into(),
        date: Timestamp(1_795_599_000_000),
        seal: None,
        bounce_domain: Some("bounce.example.org".into()),
        unsubscribe: Some(Unsubscribe {
            https: "https://example.org/u/abc?d=1".into(),
            mailto: "unsubscribe@example.org?subject=abc".into(),
        }),
        complaints_to: Some("csa-complaints@eco.de".into()),
        feedback: vec!["cart".into(), "reminder".into(), "v1".into(), "mueller".into()],
        headers: vec![("X-Programme".into(), "cart".into())],
    }
}

fn composed(letter: &Letter) -> Composed {
    compose(letter, INTENT, LETTER_BYTES_MAX).unwrap()
}

fn text_of(letter: &Letter) -> String {
    String::from_utf8(composed(letter).bytes).unwrap()
}

#[test]
fn a_letter_is_read_as_it_was_written() {
    let written = letter();
    let composed = composed(&written);
    let read = MessageParser::default().parse(&composed.bytes).unwrap();
    assert_eq!(read.subject(), Some(&*written.subject));
    let from = read.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Möbel Müller, Köln"));
    assert_eq!(from.address(), Some("post@mail.xn--mller-kva.example"));
    assert_eq!(read.to().unwrap().first().unwrap().name(), Some("Jörg \"Jo\" Weiß"));
    assert_eq!(read.date().unwrap().to_timestamp(), 1_795_599_000);
    assert_eq!(read.message_id(), Some("0000000000000000000000000000abcd@mail.xn--mller-kva.example"));
    assert_eq!(read.content_type().unwrap().subtype(), Some("alternative"));
    assert_eq!(read.body_text(0).unwrap().trim_end(), "Grüße aus Köln\r\n.\r\n= 2 Äpfel.");
    assert_eq!(read.body_html(0).unwrap().trim_end(), "<p>Grüße aus Köln</p>\r\n<p>= 2 Äpfel.</p>");
    assert_eq!(composed.return_path, "bounces+0000000000000000000000000000abcd@bounce.example.org");
    assert_eq!(composed.sender_domain, "mail.xn--mller-kva.example");
}

#[test]
fn unsubscribing_by_one_click_is_offered_as_the_standard_asks() {
    let text = text_of(&letter()).replace("\r\n ", " ");
    assert!(text.contains(
        "List-Unsubscribe: <https://example.org/u/abc?d=1>, <mailto:unsubscribe@example.org?subject=abc>\r\n"
    ));
    assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(text.contains("X-CSA-Complaints: csa-complaints@eco.de\r\n"));
    assert!(text.contains("Feedback-ID: cart:reminder:v1:mueller\r\n"));
    let without = text_of(&Letter { unsubscribe: None, ..letter() });
    assert!(!without.contains("List-Unsubscribe"));
}

#[test]
fn another_attempt_is_the_same_letter() {
    assert!(composed(&letter()) == composed(&letter()));
}

#[test]
fn lines_are_short_and_in_seven_bits() {
    let bytes = composed(&letter()).bytes;
    let text = String::from_utf8(bytes).unwrap();
    for line in text.split("\r\n") {
        assert!(line.len() <= 120 && line.is_ascii() && !line.contains(['\r', '\n']), "{line}");
    }
}

#[test]
fn no_header_can_be_smuggled_in() {
    let evil = "x\r\nBcc: all@example.org";
    let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    for refused in [
        Letter { headers: header("X-A", evil), ..letter() },
        Letter { headers: header(evil, "x"), ..letter() },
        Letter { headers: header("Bcc", "all@example.org"), ..letter() },
        Letter { headers: header("Content-Type", "text/html"), ..letter() },
        Letter { complaints_to: Some(evil.into()), ..letter() },
        Letter { feedback: vec![evil.into()], ..letter() },
        Letter { bounce_domain: Some(evil.into()), ..letter() },
        Letter {
            unsubscribe: Some(Unsubscribe { https: format!("https://{evil}"), mailto: "a@b".into() }),
            ..letter()
        },
        Letter {
            unsubscribe: Some(Unsubscribe { https: "http://example.org".into(), mailto: "a@b".into() }),
            ..letter()
        },
    ] {
        let error = compose(&refused, INTENT, LETTER_BYTES_MAX).err().unwrap();
        assert!(matches!(error, Error::Header { .. }), "{error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    let mut named = letter();
    named.to.name = evil.into();
    named.subject = evil.into();
    let text = text_of(&named);
    assert!(!text.to_lowercase().contains("\nbcc"), "{text}");
}

#[test]
fn a_letter_too_large_for_providers_is_refused() {
    let large = Letter { html: "ä".repeat(400_000), ..letter() };
    let error = compose(&large, INTENT, LETTER_BYTES_MAX).err().unwrap();
    assert!(matches!(error, Error::TooLarge { max: LETTER_BYTES_MAX, .. }));
}

proptest! {
    #[test]
    fn whatever_people_write_stays_where_it_belongs(
        name in "(?s).{0,60}", subject in "(?s).{0,300}", text in "(?s).{0,300}",
    ) {
        let mut odd = Letter { subject, html: text.clone(), text, ..letter() };
        odd.to.name = name;
        let bytes = composed(&odd).bytes;
        let whole = String::from_utf8(bytes.clone()).unwrap();
        prop_assert!(!whole.replace("\r\n", "").contains(['\r', '\n']));
        let read = MessageParser::default().parse(&bytes).unwrap();
        let headers: Vec<String> =
            read.headers().iter().map(|header| header.name().to_ascii_lowercase()).collect();
        prop_assert_eq!(headers.len(), 13, "{:?}", headers);
        prop_assert_eq!(read.parts.len(), 3);
    }
}
