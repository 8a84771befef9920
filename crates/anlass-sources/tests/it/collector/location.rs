//! What an app says of places: fences and nothing else, also where an event could not be taken.

use super::{CATALOGUE, LIMITS, NOW, SETTINGS_OF_TEST, decode, request, target};
use anlass_model::catalogue::{Catalogue, Outlet, Position};
use anlass_model::definition::Settings;
use anlass_model::event::Body;
use anlass_model::location::{Crossing, Located};
use anlass_sources::collector::{Decoded, Kind, Reason, Target, Trust, open};

fn located() -> (Settings, Catalogue) {
    let mut settings = SETTINGS_OF_TEST.clone();
    let fences = "{ outlets_m: 150, fences: [{ id: dom, name: { de: Dom, en: Cathedral }, place: '50.9413, 6.9583', radius_m: 300 }] }";
    settings.location = Some(serde_saphyr::from_str(fences).expect("fences"));
    let mut catalogue = CATALOGUE.clone();
    let position = Some(Position { latitude: 50_937_500, longitude: 6_960_300 });
    catalogue.put_outlet(Outlet { number: "7".into(), name: "Köln".into(), position, ..Outlet::default() });
    (settings, catalogue)
}

fn sent(event: &str, properties: &str) -> Decoded {
    let (settings, catalogue) = located();
    let body = format!(
        r#"{{"type":"track","anonymousId":"phone-1","messageId":"m1","event":"{event}","properties":{{{properties}}}}}"#
    );
    let target = Target { settings: &settings, catalogue: &catalogue, ..target(Trust::Public) };
    decode(&request(Kind::Track, body.as_bytes()), NOW, &target).expect("a body")
}

fn body(event: &str, properties: &str) -> Body {
    let mut decoded = sent(event, properties);
    assert!(decoded.rejected.is_empty(), "{:?}", decoded.rejected);
    decoded.accepted.remove(0).event.body
}

#[test]
fn a_position_becomes_the_fences_it_is_in_or_near_to() {
    let all = |ids: &[&str]| ids.iter().map(|id| Box::from(*id)).collect::<Vec<Box<str>>>();
    let told = |properties: &str| match body("Location Position", properties) {
        Body::Located(located) => *located,
        other => panic!("{other:?}"),
    };
    let inside = told(r#""latitude":50.9412,"longitude":6.9584,"accuracy":12.5"#);
    assert_eq!(inside, Located { inside: all(&["dom"]), near: all(&[]) });
    let outlet = told(r#""latitude":"50.9375","longitude":"6.9603","accuracy":5"#);
    assert_eq!(outlet, Located { inside: all(&["outlet/7"]), near: all(&[]) });
    let unsure = told(r#""latitude":50.9412,"longitude":6.9584,"accuracy":400"#);
    assert_eq!(unsure, Located { inside: all(&[]), near: all(&["dom", "outlet/7"]) });
    let far = told(r#""latitude":-33.8,"longitude":1e-7,"accuracy":4"#);
    assert_eq!(far, Located::default());
}

#[test]
fn crossings_name_a_fence_that_there_is() {
    for (event, wanted) in [("Location Entered", Crossing::Entered), ("location.exited", Crossing::Exited)] {
        match body(event, r#""fence":"outlet/7""#) {
            Body::Crossed(crossed) => assert_eq!((&*crossed.fence, crossed.crossing), ("outlet/7", wanted)),
            other => panic!("{other:?}"),
        }
    }
    let unknown = sent("Location Entered", r#""fence":"outlet/8""#);
    assert!(
        matches!(&unknown.rejected[0].reason, Reason::Unreadable { place, .. } if place == "properties.fence")
    );
    assert!(matches!(sent("Location Exited", "").rejected[0].reason, Reason::Missing { .. }));
}

#[test]
fn where_somebody_was_is_not_kept_with_what_waits_either() {
    for properties in [
        r#""latitude":50.9412,"longitude":6.9584"#,
        r#""latitude":50.9412,"longitude":186.9584,"accuracy":5"#,
        r#""latitude":50.9412,"accuracy":5"#,
        r#""latitude":50.9412,"longitude":6.9584,"accuracy":"some""#,
    ] {
        let decoded = sent("Location Position", properties);
        let kept = &decoded.rejected[0].kept;
        let raw = String::from_utf8_lossy(&kept.raw);
        assert!(!raw.contains("9412") && raw.contains("Location Position"), "{raw}");
        assert_eq!(decoded.rejected[0].message_id.as_deref(), Some("m1"));
        assert!(kept.again(&target(Trust::Server)).is_err(), "driven again it says nothing");
    }
    // Of nobody, and without fences in the settings.
    let nobody = br#"{"type":"track","event":"Location Position","properties":{"latitude":50.9412,"longitude":6.9,"accuracy":5}}"#;
    let decoded = decode(&request(Kind::Track, nobody), NOW, &target(Trust::Public)).expect("a body");
    assert!(!String::from_utf8_lossy(&decoded.rejected[0].kept.raw).contains("9412"));
    let undeclared = br#"{"type":"track","anonymousId":"a","event":"Location Position","properties":{"latitude":50.9412,"longitude":6.9,"accuracy":5}}"#;
    let decoded = decode(&request(Kind::Track, undeclared), NOW, &target(Trust::Public)).expect("a body");
    assert!(matches!(decoded.rejected[0].reason, Reason::WithoutUse { .. }), "{:?}", decoded.rejected);
}

#[test]
fn a_question_for_fences_says_a_place() {
    let place = |body: &str| {
        let request = request(Kind::Track, body.as_bytes());
        open(&request, &LIMITS).expect("a body").place(&LIMITS).ok()
    };
    let found = Some(Position { latitude: 50_937_500, longitude: -6_960_300 });
    assert_eq!(place(r#"{"writeKey":"k","latitude":50.9375,"longitude":-6.9603}"#), found);
    for bad in
        [r"{}", r#"{"latitude":1}"#, r#"{"latitude":91,"longitude":0}"#, r#"{"latitude":{},"longitude":0}"#]
    {
        assert_eq!(place(bad), None, "{bad}");
    }
}
