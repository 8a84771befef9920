//! Requests that nobody should send: bounded work, a clear answer, and the good events of a batch survive.

use super::{LIMITS, NOW, collect, gzip, request, target};
use anlass_model::id::MessageId;
use anlass_sources::collector::{Kind, Refusal, Request, Trust, decode, open};

const GOOD: &str = r#"{"type":"page","userId":"1","messageId":"good"}"#;

fn batch(events: &[&[u8]]) -> Vec<u8> {
    [b"{\"batch\":[", &events.join(&b","[..])[..], b"]}"].concat()
}

#[test]
fn a_bad_event_never_takes_its_batch_along() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let wide = format!("{{\"a\":[{}0]}}", "0,".repeat(6_000));
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(20_000));
    let longer = format!("{{\"a\":\"{}\"}}", "x".repeat(300_000));
    let bad: [(&[u8], &str); 10] = [
        (b"{\"type\":\"page\",\"userId\":\"\xff\xfe\"}", "event_not_utf8"),
        (b"{\"type\":\"page\",\"userId\":\"\\ud800\"}", "event_not_json"),
        (b"{\"type\":\"page\",\"userId\":\"\\q\"}", "event_not_json"),
        (deep.as_bytes(), "event_too_deep"),
        (wide.as_bytes(), "event_too_many_values"),
        (long.as_bytes(), "event_text_too_long"),
        (longer.as_bytes(), "event_too_long"),
        (b"17", "event_not_object"),
        (b"{\"type\":\"page\"}", "event_of_nobody"),
        (b"{\"type\":{},\"userId\":\"1\",\"event\":\"x\"}", "event_kind_unknown"),
    ];
    for (event, code) in bad {
        let decoded = collect(Kind::Batch, &batch(&[GOOD.as_bytes(), event, GOOD.as_bytes()])).expect(code);
        assert_eq!(decoded.accepted.len(), 2, "{code}");
        let [rejected] = &decoded.rejected[..] else { panic!("{code}: {decoded:?}") };
        assert_eq!((rejected.index, rejected.reason.code()), (1, code));
        assert_eq!(&*rejected.kept.raw, event, "{code}: kept as it was sent");
    }
}

#[test]
fn only_what_no_retry_mends_is_refused_whole() {
    let unreadable: [&[u8]; 9] = [
        b"",
        b"null",
        b"[]",
        b"{\"batch\":[{}",
        b"{\"batch\":{}}",
        b"{}",
        b"writeKey=x&batch=y",
        b"\x1f\x8b\x08broken",
        b"{\"batch\":[{} {}]}",
    ];
    for body in unreadable {
        let refusal = collect(Kind::Batch, body).expect_err("unreadable");
        assert!(!refusal.is_too_large(), "{refusal}");
        assert!(!refusal.hint().is_empty() && !refusal.code().is_empty());
    }
    let packed = Request { content_encoding: Some("br"), ..request(Kind::Page, GOOD.as_bytes()) };
    assert_eq!(open(&packed, &LIMITS).map(|_| ()), Err(Refusal::Encoding("br".into())));
    let cut = gzip(GOOD.as_bytes());
    assert_eq!(collect(Kind::Page, &cut[..cut.len() - 12]), Err(Refusal::Damaged));
}

#[test]
fn size_is_bounded_before_it_costs_memory() {
    let large = vec![b' '; LIMITS.body_bytes_max + 1];
    assert_eq!(collect(Kind::Batch, &large), Err(Refusal::BodyTooLarge { max: LIMITS.body_bytes_max }));
    let bomb = gzip(&vec![b' '; 100 << 20]);
    assert!(bomb.len() < LIMITS.body_bytes_max);
    assert_eq!(
        collect(Kind::Batch, &bomb),
        Err(Refusal::UnpackedTooLarge { max: LIMITS.unpacked_bytes_max })
    );
    let many = batch(&vec![&b"{}"[..]; LIMITS.events_max + 1]);
    assert_eq!(collect(Kind::Batch, &many), Err(Refusal::TooManyEvents { max: LIMITS.events_max }));
    let just = batch(&vec![&b"{}"[..]; LIMITS.events_max]);
    assert_eq!(collect(Kind::Batch, &just).expect("within bounds").rejected.len(), LIMITS.events_max);
}

#[test]
fn gzip_is_known_by_its_first_bytes() {
    for (encoding, body) in [
        (None, gzip(GOOD.as_bytes())),
        (Some("gzip"), gzip(GOOD.as_bytes())),
        (Some("identity"), gzip(GOOD.as_bytes())),
        // Something on the way unpacked it and left the header.
        (Some("gzip"), GOOD.as_bytes().to_vec()),
        (None, [b"\xef\xbb\xbf", GOOD.as_bytes()].concat()),
        // Packed in two members, as streaming encoders do.
        (Some("GZIP"), [gzip(&GOOD.as_bytes()[..10]), gzip(&GOOD.as_bytes()[10..])].concat()),
    ] {
        let request = Request { content_encoding: encoding, ..request(Kind::Page, &body) };
        let decoded = decode(&request, NOW, &target(Trust::Public)).expect("readable");
        assert_eq!(decoded.accepted[0].event.message, MessageId::of("good"), "{encoding:?}");
    }
}

#[test]
fn the_key_is_found_where_sdks_put_it() {
    let body = br#"{"writeKey":"of-body","type":"page","userId":"1"}"#;
    let plain = request(Kind::Page, body);
    let basic = Some("Basic V1JJVEVLRVk6");
    for (request, key) in [
        (plain, "of-body"),
        (Request { query: Some("a=b&writeKey=of-query"), ..plain }, "of-query"),
        (Request { write_key: Some("of-header"), ..plain }, "of-header"),
        (Request { authorization: basic, write_key: Some("of-header"), ..plain }, "WRITEKEY"),
        (Request { authorization: Some("basic V1JJVEVLRVk6Og=="), ..plain }, "WRITEKEY"),
        (Request { authorization: Some("Bearer x"), ..plain }, "of-body"),
        (Request { authorization: Some("Basic !!!"), ..plain }, "of-body"),
        (Request { authorization: Some("Basic Og=="), ..plain }, "of-body"),
    ] {
        assert_eq!(open(&request, &LIMITS).expect("readable").write_key(), Some(key), "{request:?}");
    }
    assert_eq!(open(&request(Kind::Page, GOOD.as_bytes()), &LIMITS).expect("readable").write_key(), None);
}

#[test]
fn all_paths_are_known_long_and_short() {
    for (long, short) in [
        ("identify", "i"),
        ("track", "t"),
        ("page", "p"),
        ("screen", "s"),
        ("group", "g"),
        ("alias", "a"),
        ("batch", "b"),
    ] {
        assert_eq!(Kind::of_path(long).map(Kind::as_str), Some(long));
        assert_eq!(Kind::of_path(short), Kind::of_path(long));
    }
    for unknown in ["", "x", "ba", "Batch"] {
        assert_eq!(Kind::of_path(unknown), None, "{unknown}");
    }
}
