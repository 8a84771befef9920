//! An event type of the organisation, and a thing of one of its entities, mean the same by every way in: collector, form of a
//! webhook, CloudEvents, file.

use super::import_quietly;
use crate::collector::{CATALOGUE, NOW};
use anlass_model::definition::Settings;
use anlass_model::event::{Arrival, Body, SourceId};
use anlass_model::id::{IdentifierKind, Name, VaultId};
use anlass_model::thing::{ThingAct, ThingSaid};
use anlass_model::time::Timestamp;
use anlass_model::value::{Day, Value};
use anlass_sources::collector::{Decoded, Kind, Limits, Request, Target, Trust, decode};
use anlass_sources::hook::Hook;
use anlass_sources::report::{Fate, Reason, Role};
use anlass_sources::understood::Knowledge;
use anlass_sources::{Imported, Mapping, cloudevents};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Settings with an own event type and an entity.
pub(crate) static GARAGE: LazyLock<Settings> = LazyLock::new(|| {
    let text = "\
name: Garage
organisation: [{ id: hq, level: headquarters, vault: 7 }]
currency: EUR
time_zone: Europe/Berlin
events:
  workshop.visited: { label: { de: Werkstatt, en: workshop }, fields: { plate: text, due: day, mileage: int } }
entities:
  vehicle: { label: { de: Fahrzeug, en: vehicle }, fields: { model: text, due: day } }
";
    serde_saphyr::from_str(text).expect("good settings")
});

fn visited() -> Body {
    let name = |name| Name::new(name).expect("a name");
    Body::Custom {
        name: name("workshop.visited"),
        value: 12_050,
        fields: vec![
            (name("due"), Value::Day("2028-11-20".parse::<Day>().expect("a day"))),
            (name("mileage"), Value::Int(61_000)),
            (name("plate"), Value::Text("B-X 1".into())),
        ],
    }
}

fn check(arrivals: &[Arrival]) {
    let [arrival] = arrivals else { panic!("one: {arrivals:?}") };
    assert_eq!(arrival.event.body, visited());
    assert_eq!(arrival.event.occurred.0, Timestamp(1_795_165_200_000));
    assert_eq!(arrival.identifiers[0].kind, IdentifierKind::CustomerNumber);
}

fn known(articles: &BTreeMap<Box<str>, Box<str>>) -> Knowledge<'_> {
    Knowledge {
        vault: VaultId(7),
        source: SourceId(3),
        trust: Trust::Server,
        settings: &GARAGE,
        catalogue: &CATALOGUE,
        received: NOW,
        prefix: None,
        articles,
    }
}

fn collected(body: &str) -> Decoded {
    let target = Target {
        vault: VaultId(7),
        source: SourceId(3),
        trust: Trust::Server,
        identity: None,
        settings: &GARAGE,
        catalogue: &CATALOGUE,
        limits: &Limits::default(),
    };
    let request = Request {
        kind: Kind::Track,
        query: None,
        authorization: None,
        write_key: None,
        content_encoding: None,
        body: body.as_bytes(),
    };
    decode(&request, NOW, &target).expect("readable")
}

const PROPERTIES: &str = r#""plate":"B-X 1","due":"2028-11-20","mileage":61000,"value":120.5"#;

#[test]
fn every_way_in_tells_the_same_event() {
    let body = format!(
        r#"{{"event":"Workshop Visited","userId":"17","timestamp":"2026-11-20T09:00:00Z","properties":{{{PROPERTIES}}}}}"#
    );
    check(&collected(&body).accepted);

    let event = format!(
        r#"{{"specversion":"1.0","id":"e1","source":"/garage","type":"de.garage.workshop.visited",
        "time":"2026-11-20T09:00:00Z","data":{{"userId":"17",{PROPERTIES}}}}}"#
    );
    let articles = BTreeMap::new();
    let headers = [("content-type", "application/cloudevents+json")];
    check(&cloudevents::decode(&headers, event.as_bytes(), &known(&articles)).expect("readable").arrivals);

    let form = "\
hook: garage
event: workshop.visited
occurred: at
identifiers: { customer_number: who }
fields: { plate: car.plate, due: car.tuev, mileage: car.km, value: sum }
";
    let form = Hook::read(form, "garage.yaml").expect("a good form");
    assert_eq!(form.check(&GARAGE), []);
    let body = br#"{"who":17,"at":"2026-11-20T09:00:00Z","sum":120.5,
        "car":{"plate":"B-X 1","tuev":"2028-11-20","km":61000}}"#;
    check(&form.decode(body, &known(&articles)).expect("readable").arrivals);

    check(&import(&["17;20.11.2026 10:00;W;B-X 1;20.11.2028;61000;120,50"]).arrivals);
}

const MAPPING: &str = "\
mapping: garage
source: 5
currency: EUR
time_zone: Europe/Berlin
decimal: comma
events:
  - file: visits.csv
    event: workshop.visited
    only: { column: Art, values: [W] }
    customer: { column: Kunde, kind: customer_number }
    occurred: { column: Am, format: \"%d.%m.%Y %H:%M\" }
    value: Summe
    fields:
      plate: Kennzeichen
      due: { column: TÜV, type: day, format: \"%d.%m.%Y\" }
      mileage: { column: km, type: int }
";

fn import(rows: &[&str]) -> Imported {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let head = "Kunde;Am;Art;Kennzeichen;TÜV;km;Summe";
    let text: String = [head].iter().chain(rows).map(|row| format!("{row}\n")).collect();
    std::fs::write(folder.path().join("visits.csv"), text).expect("written");
    let mapping = Mapping::read(MAPPING, "garage.yaml").expect("a good mapping");
    assert_eq!(mapping.events()[0].1.len(), 3, "what it declares");
    let imported = import_quietly(&mapping, folder.path()).expect("readable");
    super::check_sound(&imported);
    imported
}

#[test]
fn each_row_of_a_file_has_one_fate() {
    let imported = import(&[
        "17;20.11.2026 10:00;W;B-X 1;;;120,50",
        "17;20.11.2026 10:00;W;B-X 1;;;120,50",
        "17;21.11.2026 10:00;P;B-X 1;;;5,00",
        ";21.11.2026 10:00;W;B-X 1;;;5,00",
        "18;21.11.2026 10:00;W;B-X 2;soon;;",
        "19;21.11.2026 10:00;W;B-X 3;;;",
    ]);
    let [report] = &imported.report.files[..] else { panic!("one file") };
    assert_eq!(report.role, Role::Events);
    let rows = |fate| report.tally(fate).rows;
    assert_eq!((rows(Fate::Accepted), rows(Fate::WithoutContent), rows(Fate::Guest)), (3, 1, 1));
    assert_eq!(report.quarantined_by_reason, BTreeMap::from([(Reason::NotTime, 1)]));
    assert_eq!(report.tally(Fate::Accepted).value, 24_100, "to be reconciled with the till");
    let values: Vec<_> = imported.arrivals.iter().map(|arrival| &arrival.event.body).collect();
    assert!(values.iter().all(|body| matches!(body, Body::Custom { .. })), "{values:?}");
}

fn thing(said: ThingSaid) -> Body {
    let entity = Name::new("vehicle").expect("a name");
    Body::Thing(Box::new(ThingAct { entity, key: "WVW-1".into(), said }))
}

fn golf() -> ThingSaid {
    let name = |name| Name::new(name).expect("a name");
    ThingSaid::Is(vec![
        (name("due"), Some(Value::Day("2028-11-20".parse::<Day>().expect("a day")))),
        (name("model"), Some(Value::Text("Golf".into()))),
    ])
}

#[test]
fn a_thing_that_somebody_has_is_told_by_every_way_in() {
    let track = |event: &str, properties: &str| {
        collected(&format!(
            r#"{{"event":"{event}","userId":"17","timestamp":"2026-11-20T09:00:00Z","properties":{{"entity":"vehicle",{properties}}}}}"#
        ))
    };
    let body = |decoded: &Decoded| {
        let [arrival] = &decoded.accepted[..] else { panic!("one: {decoded:?}") };
        arrival.event.body.clone()
    };
    let told = track("Entity Changed", r#""key":"WVW-1","model":"Golf","due":"2028-11-20","other":1"#);
    assert_eq!(body(&told), thing(golf()));
    let within = track("Entity Changed", r#""key":"WVW-1","fields":{"model":"Golf","due":"2028-11-20"}"#);
    assert_eq!(body(&within), thing(golf()));
    assert_eq!(body(&track("Entity Gone", r#""key":"WVW-1""#)), thing(ThingSaid::Gone));
    for (properties, code) in [
        (r#""model":"Golf""#, "event_value_missing"),
        (r#""key":"WVW-1","due":"soon""#, "event_value_unreadable"),
        (r#""key":"WVW-1","entity":"boat""#, "event_value_unreadable"),
    ] {
        let decoded = collected(&format!(
            r#"{{"event":"Entity Changed","userId":"17","properties":{{{properties}{}}}}}"#,
            if properties.contains("entity") { "" } else { r#","entity":"vehicle""# }
        ));
        assert_eq!(decoded.rejected[0].reason.code(), code, "{properties}");
    }

    let form = "\
hook: garage
event: { from: kind, values: { car: Entity Changed, sold: Entity Gone } }
occurred: at
identifiers: { customer_number: who }
fields: { entity: { constant: vehicle }, key: car.vin, model: car.model, due: car.tuev }
";
    let form = Hook::read(form, "garage.yaml").expect("a good form");
    assert_eq!(form.check(&GARAGE), []);
    let articles = BTreeMap::new();
    let sent = br#"{"kind":"car","who":17,"at":"2026-11-20T09:00:00Z",
        "car":{"vin":"WVW-1","model":"Golf","tuev":"2028-11-20"}}"#;
    let told = form.decode(sent, &known(&articles)).expect("readable");
    assert_eq!(told.arrivals[0].event.body, thing(golf()));

    let mapping = "\
mapping: garage
source: 5
currency: EUR
time_zone: Europe/Berlin
entities:
  - file: cars.csv
    entity: vehicle
    key: { column: VIN }
    customer: { column: Kunde, kind: customer_number }
    changed: { column: Am }
    gone: { column: { column: Stand, yes: [verkauft], no: [''] } }
    fields: { model: Modell, due: { column: TÜV, type: day } }
";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows = "Kunde;VIN;Am;Stand;Modell;TÜV
17;WVW-1;2026-11-20 10:00:00;;Golf;2028-11-20
17;WVW-1;2026-11-21 10:00:00;verkauft;;
17;;2026-11-21 10:00:00;;Polo;
;WVW-2;2026-11-21 10:00:00;;Polo;
17;WVW-3;2026-11-21 10:00:00;geliehen;Polo;
";
    std::fs::write(folder.path().join("cars.csv"), rows).expect("written");
    let mapping = Mapping::read(mapping, "garage.yaml").expect("a good mapping");
    let imported = import_quietly(&mapping, folder.path()).expect("readable");
    super::check_sound(&imported);
    let bodies: Vec<Body> = imported.arrivals.iter().map(|arrival| arrival.event.body.clone()).collect();
    assert_eq!(bodies, [thing(golf()), thing(ThingSaid::Gone)]);
    let [report] = &imported.report.files[..] else { panic!("one file") };
    assert_eq!((report.role, report.tally(Fate::Guest).rows), (Role::Entities, 1));
    let reasons = BTreeMap::from([(Reason::Empty, 1), (Reason::NotYesOrNo, 1)]);
    assert_eq!(report.quarantined_by_reason, reasons);
}
