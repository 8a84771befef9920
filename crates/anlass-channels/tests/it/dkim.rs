//! Signatures before a verifier of somebody else: dkimpy, where Python can get it.

use crate::dkimpy::{python, verdicts};
use crate::letters::letter;
use anlass_channels::mail::compose::{Composed, LETTER_BYTES_MAX, compose};
use anlass_channels::mail::dkim::{Key, Keyring, generate_ed25519};
use anlass_model::id::IntentId;

const RSA: &[u8] = include_bytes!("../../testdata/dkim-rsa.pem");
const DOMAIN: &str = "mail.example.com";

fn composed() -> Composed {
    compose(&letter("anna@example.org"), IntentId(1), LETTER_BYTES_MAX).unwrap()
}

/// A signed letter, and the DNS for it: name and text.
fn signed() -> (Vec<u8>, Vec<(String, String)>) {
    let ed25519 = generate_ed25519().unwrap();
    let mut keyring = Keyring::default();
    let mut records = Vec::new();
    for (selector, pem) in [("r1", RSA), ("e1", ed25519.as_bytes())] {
        let key = Key::from_pem(DOMAIN, selector, pem).unwrap();
        records.push((key.dns_name(), key.dns_record()));
        keyring.add(key).unwrap();
    }
    let mut letter = composed();
    keyring.sign(&mut letter).unwrap();
    (letter.bytes, records)
}

#[test]
fn both_signatures_hold_before_dkimpy_and_break_with_every_change() {
    let Some(python) = python() else {
        println!("skipped: python3 with dkimpy cannot be had here");
        return;
    };
    let (message, records) = signed();
    assert_eq!(verdicts(&python, &message, &records), "True\nTrue\n");
    let text = String::from_utf8(message).unwrap();
    for (from, to) in [
        ("/u/abc>", "/u/abd>"),
        ("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Clicks"),
        ("Message-ID: <0", "Message-ID: <1"),
        ("MIME-Version: 1.0", "MIME-Version: 1.1"),
        ("Date: ", "Date: x"),
        ("Bis bald", "Bis dann"),
        ("MIME-Version: 1.0", "MIME-Version: 1.0\r\nSubject: another"),
        ("MIME-Version: 1.0", "MIME-Version: 1.0\r\nFrom: another@example.org"),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text, "{from}");
        assert_eq!(verdicts(&python, changed.as_bytes(), &records), "False\nFalse\n", "{from}");
    }
}

#[test]
fn every_header_that_matters_is_signed() {
    let (message, _) = signed();
    let text = String::from_utf8(message).unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    for signature in head.split("DKIM-Signature:").skip(1) {
        let names = signature.split("\r\n h=").nth(1).unwrap().split(';').next().unwrap();
        let names: Vec<&str> = names.split(':').collect();
        for name in [
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "list-unsubscribe",
            "list-unsubscribe-post",
        ] {
            assert!(names.contains(&name), "{name}");
        }
    }
}

#[test]
fn a_domain_without_a_key_sends_nothing_unsigned() {
    let mut letter = composed();
    let error = Keyring::default().sign(&mut letter).unwrap_err();
    assert!(error.to_string().contains(DOMAIN) && error.hint().contains("openssl"), "{error}");
}

#[test]
fn weak_and_broken_keys_are_refused() {
    let weak = include_bytes!("../../testdata/dkim-rsa-1024.pem");
    for (selector, pem) in [("s", &weak[..]), ("s", b"nonsense"), ("a b", RSA), ("", RSA)] {
        let error = Key::from_pem(DOMAIN, selector, pem).unwrap_err();
        assert!(!format!("{error:?}").contains("BEGIN"), "{error}");
    }
    let shown = format!("{:?}", Key::from_pem(DOMAIN, "s", RSA).unwrap());
    assert_eq!(shown, "Key(s._domainkey.mail.example.com, rsa-sha256, …)");
}
