//! `docs/schema.md` as it follows from the code. Set ANLASS_GOLDEN=write when building the tests to take over a change.

use super::names::{NAMES, STREAMS};
use super::things::FACTS;
use anlass_model::definition::{Settings, Strength};
use anlass_model::event::CANONICAL;
use anlass_model::id::IdentifierKind;
use std::collections::BTreeMap;

const HEAD: &str = "# Schema

Made from the code by a test: `ANLASS_GOLDEN=write cargo test -p anlass-engine documented`. What one organisation has beside it,
`GET /api/schema` says: every part with its type, its names, who brings it, which programmes ask for it, since which version, and what
each version changed.

## What an organisation declares itself

In the app (Data › What you record › Change), by `PUT /api/schema`, or as settings that are published:

```yaml
fields: { city: text, birth_date: day }            # of the profile
events:                                            # event types of its own
  workshop.visited: { label: { de: Werkstatt, en: workshop }, fields: { plate: text, mileage: int } }
entities:                                          # what customers have any number of, each with a key
  vehicle: { key: text, label: { de: Fahrzeug, en: vehicle }, fields: { model: text, inspection: day } }
names: { mileage: { de: Kilometerstand, en: mileage } }   # what people read instead of an id
```

Types: `text`, `int`, `money` (minor units), `bool`, `day`, `time`, `span`.

- An own event begins journeys (`entry: { event: workshop.visited, when: event.mileage >= 60000 }`), is counted
  (`events.count(\"workshop.visited\", within = 365d)`, `.last`, `.sum`, `.distinct` …), and comes by every way in: [collector](collector.md),
  [webhooks and CloudEvents](add-a-source.md), [files](files.md), [databases](sql.md).
- A thing comes by the collector's `Entity Changed` (`entity`, `key`, fields) and `Entity Gone`, by webhooks in the same words, and by
  `entities` of a mapping. Of each field the newest word counts, and of whether it is there. A person has at most 30.
- Rules count things: `vehicle.count`, `vehicle.count(model = \"Golf\")`, `vehicle.count(\"inspection\", ahead = 30d)`,
  `vehicle.min(\"inspection\")`, `.max`, `.sum`. `ahead` and `within` look forward and back from now, by the customer's own day.
- `entry: { date: { field: vehicle.inspection, offset_days: -14 } }` lets a person in for each thing by itself, every year or once; rules of
  that journey ask `run.entity.model`, `run.entity.key`, and so do those of journeys with `key: entity` that `entity.changed` begins.
- Texts say `{{ entity.model | default(\"\") }}` of the thing that a message is about, and loop:
  `{% for car in entities.vehicle %}{{ car.key }}{% endfor %}`.
";

fn generated() -> String {
    let mut text = String::from(HEAD);
    text.push_str("\n## Event types\n\n| event | says | when |\n|---|---|---|\n");
    for event in CANONICAL {
        let fields: Vec<String> =
            event.fields.iter().map(|(name, kind)| format!("`{name}` ({kind})")).collect();
        let says = if fields.is_empty() { "–".to_owned() } else { fields.join(", ") };
        text.push_str(&format!("| `{}` | {says} | {} |\n", event.name, event.about));
    }
    text.push_str("\n## Identifiers\n\n| kind | usually |\n|---|---|\n");
    let usual: Settings = serde_saphyr::from_str(
        "{ name: a, organisation: [{ id: hq, level: headquarters, vault: 1 }], currency: EUR, time_zone: UTC }",
    )
    .expect("settings");
    for kind in IdentifierKind::ALL {
        let strength = match usual.strength(kind) {
            Strength::Joins => "joins: whoever it leads to is the person",
            Strength::Leads => "leads to whom it was first seen with",
            Strength::Never => "is noted and leads to nobody, unless it is declared",
        };
        text.push_str(&format!("| `{}` | {strength} |\n", kind.as_str()));
    }
    text.push_str("\n## Facts of rules\n\n");
    let mut families: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for name in NAMES {
        let family = name.split('.').next().unwrap_or(name);
        families.entry(family).or_default().push(format!("`{name}`"));
    }
    for facts in families.values() {
        text.push_str(&format!("- {}\n", facts.join(", ")));
    }
    let things: Vec<String> = FACTS.iter().map(|fact| format!("`ENTITY.{fact}`")).collect();
    text.push_str(&format!("- {}, `run.entity.FIELD`, `run.entity.key`\n", things.join(", ")));
    text.push_str("- `profile.FIELD`, `event.FIELD`, `run.VALUE`, `traits.NAME`\n");
    let streams: Vec<String> =
        STREAMS.iter().map(|(name, event)| format!("`{name}` stands for `{event}`")).collect();
    text.push_str(&format!("- {}; each takes `.count`, `.last` and the like\n", streams.join(", ")));
    text
}

#[test]
fn d23_the_documented_schema_is_what_the_code_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema.md");
    let text = generated();
    if option_env!("ANLASS_GOLDEN") == Some("write") {
        std::fs::write(&path, &text).expect("written");
    }
    let known = std::fs::read_to_string(&path).expect("readable");
    assert!(known == text, "docs/schema.md differs: build this test with ANLASS_GOLDEN=write");
}
