//! What somebody has of an entity, in letters: the thing that a message is about, and all of a kind.

use super::*;
use crate::Thing;
use anlass_model::value::Day;

fn garage(text: &str) -> Definitions {
    let mut definitions = block(text);
    let entities = "{ vehicle: { fields: { model: text, due: day } } }";
    definitions.settings.entities = serde_saphyr::from_str(entities).unwrap();
    definitions
}

fn with_two_vehicles() -> Ticketed {
    let vehicle = |key: &str, model: Option<&str>| Thing {
        entity: NameId::of("vehicle"),
        key: key.to_owned(),
        fields: model
            .map(|model| fact("model", model))
            .into_iter()
            .chain([(NameId::of("due"), Value::Day(Day::from_date(jiff::civil::date(2027, 1, 31))))])
            .collect(),
    };
    Ticketed {
        things: vec![vehicle("B-X 1", Some("Golf")), vehicle("B-X 2", None)],
        about: Some(1),
        ..anna()
    }
}

#[test]
fn a_letter_names_the_thing_it_is_about_and_all_of_a_kind() {
    let text = "{{ entity.key | default(\"\") }} {{ entity.model | default(\"ohne\") }}: \
                {% for car in entities.vehicle %}{{ car.key }} {{ car.model | default(\"?\") }} \
                {% if car.due %}{{ car.due | date }}{% endif %}; {% endfor %}";
    let mail = rendered(&garage(text), &with_two_vehicles());
    assert!(mail.text.contains("B-X 2 ohne: B-X 1 Golf 31.01.2027; B-X 2 ? 31.01.2027;"), "{}", mail.text);
    assert!(mail.blocks[0].individual, "it differs between people");
}

#[test]
fn what_an_entity_does_not_have_is_found_before_anything_is_sent() {
    for (text, cause) in [
        ("{% for car in entities.vehicle %}{{ car.modell }}{% endfor %}", "did you mean \"car.model\"?"),
        ("{% for car in entities.vehicle %}{{ car.model }}{% endfor %}", "car.model may be missing"),
        ("{% for car in entities.boat %}{{ car.key }}{% endfor %}", "loops run over the products only"),
        ("{% for car in entities.vehicle %}{{ car.due | default(\"\") }}{% endfor %}", "a day is printed"),
        ("{{ entity.model }}", "entity.model may be missing"),
        ("{{ entities.vehicle }}", "this is no text"),
    ] {
        let found = problems(&garage(text));
        assert!(found.contains(cause), "{text}: {found}");
    }
}

#[test]
fn a_letter_names_the_own_outlet_and_until_when_it_is_open() {
    let text = "{% if outlet.name %}{{ outlet.name }}{% if outlet.open_today %}, heute {{ outlet.open_today }}{% endif %}\
                {% else %}nirgends{% endif %}";
    let told = |outlet: Option<crate::Outlet>| rendered(&block(text), &Ticketed { outlet, ..anna() }).text;
    let market = |open_today: Option<&str>| crate::Outlet {
        number: "7".to_owned(),
        name: "Markt am Ring".to_owned(),
        open_today: open_today.map(str::to_owned),
    };
    assert!(told(Some(market(Some("09:00–18:00")))).contains("Markt am Ring, heute 09:00–18:00"));
    assert!(!told(Some(market(None))).contains("heute"));
    assert!(told(None).contains("nirgends"));
    let found = problems(&block("{{ outlet.name }}"));
    assert!(found.contains("outlet.name may be missing"), "{found}");
}

#[test]
fn a_letter_says_points_and_the_tier_in_its_own_language() {
    let text = "{{ loyalty.points }}, {{ loyalty.tier | default(\"-\") }}, {{ loyalty.points_to_next | default(0) }}";
    let mut definitions = block(text);
    let club = "{ tiers: [{ id: silver, name: { de: Silber, en: Silver }, from: 100 }] }";
    definitions.settings.loyalty = Some(serde_saphyr::from_str(club).unwrap());
    let silver = anlass_model::definition::Localised { de: "Silber".to_owned(), en: "Silver".to_owned() };
    let own = crate::Loyalty { points: 120, tier: Some(silver), points_to_next: None };
    let told = |language: &str, loyalty| {
        let language = Some(language.to_owned());
        rendered(&definitions, &Ticketed { language, loyalty, ..anna() }).text
    };
    assert!(told("de", Some(own.clone())).contains("120, Silber, 0"));
    assert!(told("en", Some(own)).contains("120, Silver, 0"));
    let none = crate::Loyalty { points: 0, tier: None, points_to_next: Some(100) };
    assert!(told("de", Some(none)).contains("0, -, 100"));
    assert!(problems(&block(text)).contains("loyalty.points"), "without a programme there are no points");
}
