//! The key of a web page is in everybody's hands: it may say that somebody is somebody only with a server's signature.

use super::{NOW, id, only, request, target};
use anlass_model::event::Arrival;
use anlass_model::id::{Identifier, IdentifierKind};
use anlass_model::time::{Received, Timestamp};
use anlass_sources::collector::{Decoded, IdentitySecret, Kind, Target, Trust, decode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::hmac;

const SECRET: &[u8] = b"shop secret";
/// Made with Python's hmac: HS256 over {"sub":"17","exp":1795292460}, a minute from now on.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsImV4cCI6MTc5NTI5MjQ2MH0.\
    qyQSpBVmMEAkSwqEj_6KT45TL3jiBNG0pQDyDP2F09M";

fn signed(header: &str, claims: &str, secret: &[u8]) -> String {
    let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let plain = format!("{}.{}", part(header), part(claims));
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), plain.as_bytes());
    format!("{plain}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

/// A page view of customer 17 at a page that knows the visitor as `a1`.
fn visit(token: &str) -> String {
    format!(
        r#"{{"type":"page","userId":"17","anonymousId":"a1","messageId":"m","context":{{"identity_token":"{token}"}}}}"#
    )
}

fn collected(event: &str, kind: Kind, at: Received) -> Decoded {
    let secret = IdentitySecret::new(SECRET);
    let target = Target { identity: Some(&secret), ..target(Trust::Public) };
    decode(&request(kind, event.as_bytes()), at, &target).expect("readable")
}

fn by(arrival: &Arrival) -> &[Identifier] {
    &arrival.identifiers
}

fn cookie() -> [Identifier; 1] {
    [id(IdentifierKind::Cookie, "a1")]
}

#[test]
fn a_page_speaks_for_whom_the_shops_server_signed_and_for_nobody_else() {
    let proven = [id(IdentifierKind::CustomerNumber, "17"), id(IdentifierKind::Cookie, "a1")];
    let signed_in = collected(&visit(TOKEN), Kind::Page, NOW);
    assert_eq!((signed_in.accepted[0].identifiers.as_slice(), signed_in.unproven), (&proven[..], 0));

    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let good = r#"{"sub":"17","exp":1795292460}"#;
    assert_eq!(signed(header, good, SECRET), TOKEN);
    let late = Received(Timestamp(NOW.0.0 + 60_000));
    let changed = TOKEN.replacen("MTc5", "MTk5", 1);
    for (what, token, at) in [
        ("no token", String::new(), NOW),
        ("somebody else's", signed(header, r#"{"sub":"18","exp":1795292460}"#, SECRET), NOW),
        ("another secret", signed(header, good, b"guessed"), NOW),
        ("changed", changed, NOW),
        ("expired", TOKEN.to_owned(), late),
        ("without an end", signed(header, r#"{"sub":"17"}"#, SECRET), NOW),
        ("not yet", signed(header, r#"{"sub":"17","exp":1795292460,"nbf":1795292450}"#, SECRET), NOW),
        ("another algorithm", signed(r#"{"alg":"none"}"#, good, SECRET), NOW),
        ("unsigned", TOKEN.rsplit_once('.').expect("parts").0.to_owned() + ".", NOW),
        ("no token at all", "x".repeat(9_000), NOW),
        ("not even JSON", signed("{", "}", SECRET), NOW),
    ] {
        let decoded = collected(&visit(&token), Kind::Page, at);
        assert_eq!((by(&decoded.accepted[0]), decoded.unproven), (&cookie()[..], 1), "{what}");
    }
}

#[test]
fn a_library_may_write_the_moment_with_a_fraction_and_the_number_as_a_number() {
    let token = signed(r#"{"alg":"HS256"}"#, r#"{"sub":17,"exp":1795292460.5,"nbf":1795292400.0}"#, SECRET);
    assert_eq!(collected(&visit(&token), Kind::Page, NOW).unproven, 0);
}

#[test]
fn an_address_that_was_signed_is_an_address() {
    let token = signed(r#"{"alg":"HS256"}"#, r#"{"sub":"Eva@Example.org","exp":1795292460}"#, SECRET);
    let event = format!(r#"{{"userId":"Eva@Example.org","context":{{"identity_token":"{token}"}}}}"#);
    let arrival = only(Ok(collected(&event, Kind::Page, NOW)));
    assert_eq!(by(&arrival), [id(IdentifierKind::Email, "eva@example.org")]);
}

#[test]
fn without_a_secret_no_token_is_believed() {
    let arrival = only(super::collect(Kind::Page, visit(TOKEN).as_bytes()));
    assert_eq!(by(&arrival), cookie());
}

#[test]
fn a_claim_joins_no_visitor_with_another() {
    // A page that sends no cookie: its events are kept, apart from everybody who is known.
    let alone = only(super::collect(Kind::Page, br#"{"userId":"17"}"#));
    assert_eq!(by(&alone), [id(IdentifierKind::Cookie, "userId 17")]);
    // Two visitors who both say that they are 17 have nothing in common.
    for visitor in ["a1", "a2"] {
        let event = format!(r#"{{"userId":"17","anonymousId":"{visitor}"}}"#);
        let arrival = only(super::collect(Kind::Identify, event.as_bytes()));
        assert_eq!(by(&arrival), [id(IdentifierKind::Cookie, visitor)]);
    }
    let alias = only(super::collect(Kind::Alias, br#"{"previousId":"a1","userId":"17"}"#));
    assert_eq!(by(&alias), cookie(), "the alias of a page joins by cookie only");
}

#[test]
fn what_was_proven_when_it_came_stays_so_while_it_waits() {
    let event = visit(TOKEN).replacen("\"page\"", "\"track\",\"event\":\"Weather\"", 1);
    let decoded = collected(&event, Kind::Track, NOW);
    let kept = &decoded.rejected[0].kept;
    let mut settings = super::SETTINGS_OF_TEST.clone();
    let name = anlass_model::id::Name::new("weather").expect("a name");
    settings.events.insert(name, Default::default());
    let mended = Target { settings: &settings, ..target(Trust::Public) };
    let again = kept.again(&mended).expect("declared now");
    assert_eq!(
        by(&again.arrivals[0])[0],
        id(IdentifierKind::CustomerNumber, "17"),
        "the secret is asked once only"
    );
}
