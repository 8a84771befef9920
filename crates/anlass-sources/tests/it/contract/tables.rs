//! Samples of tables: what a file can be read for, in each form that a file can have, and what databases hand over.

mod written;

use super::Sample;
use anlass_model::time::Received;
use anlass_sources::report::Role;
pub(super) use written::FORMS;
use written::{Form, imported, pulled};

/// A table that is read for something.
#[derive(Clone, Copy)]
struct Kept {
    role: Role,
    /// `FILE` stands for the file's name.
    mapping: &'static str,
    header: &'static str,
    good: [&'static str; 3],
    bad: &'static str,
    useless: Option<&'static str>,
    has_moments: bool,
    priced: Option<fn(&str) -> String>,
    consent: Option<[&'static str; 2]>,
}

const ORDERS: Kept = Kept {
    role: Role::Orders,
    mapping: "orders: { file: FILE, number: { column: order }, customer: { column: card, kind: card }, \
              article: { column: article }, quantity: pieces, value: { total: total }, occurred: { column: at }, \
              place: online, exact_duplicates: drop }\n",
    header: "order;card;article;pieces;total;at",
    good: [
        "1;17;p1;2;39.98;2026-11-20 09:00:00",
        "2;17;0815;1;5.00;2026-11-20 09:01:00",
        "3;17;p1;1;1.00;2026-11-20 09:02:00",
    ],
    bad: "4;17;p1;1;much;2026-11-20 09:00:30",
    useless: Some("5;;p1;1;1.00;2026-11-20 09:00:30"),
    has_moments: true,
    priced: Some(|amount| format!("9;17;p1;1;{amount};2026-11-20 09:00:00")),
    consent: None,
};

/// What else a file can be read for.
const KEPT: [Kept; 13] = [
    Kept {
        // A table of scores, as a system of business intelligence writes it.
        role: Role::Profiles,
        mapping: "profiles: [{ file: FILE, customer: { column: nr, kind: customer_number }, changed: { column: at }, \
                  fields: { value_class: class, churn: { column: churn, type: int } } }]\n",
        header: "nr;class;churn;at",
        good: ["17;A;7;2026-11-20 09:00:00", "17;B;30;2026-11-20 09:01:00", "17;C;80;2026-11-20 09:02:00"],
        bad: "18;A;soon;2026-11-20 09:00:30",
        useless: Some(";A;1;2026-11-20 09:00:30"),
        has_moments: true,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Consents,
        mapping: "consents: [{ file: FILE, customer: { column: email, kind: email }, channel: email, purpose: newsletter, \
                  granted: { column: { column: status, yes: [ja], no: [nein] } }, occurred: { column: at }, \
                  proof: { double_opt_in: { text: words, asked: { column: asked } } } }]\n",
        header: "email;status;at;asked",
        good: [
            "eva@example.org;ja;2026-11-20 09:00:00;2026-11-20 08:58:00",
            "eva@example.org;nein;2026-11-20 09:01:00;",
            "eva@example.org;ja;2026-11-20 09:02:00;",
        ],
        bad: "eva@example.org;perhaps;2026-11-20 09:00:30;",
        useless: Some(";ja;2026-11-20 09:00:30;"),
        has_moments: true,
        priced: None,
        consent: Some([
            "eva@example.org;ja;2026-11-20 09:00:00;",
            "eva@example.org;nein;2026-11-20 09:01:00;",
        ]),
    },
    Kept {
        role: Role::Objections,
        mapping: "objections: [{ file: FILE, customer: { column: email, kind: email }, occurred: { column: since } }]\n",
        header: "email;since",
        good: [
            "eva@example.org;2026-11-20 09:00:00",
            "eva@example.org;2026-11-20 09:01:00",
            "eva@example.org;2026-11-20 09:02:00",
        ],
        bad: "eva@example.org;soon",
        useless: Some(";2026-11-20 09:00:30"),
        has_moments: true,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Vouchers,
        mapping: "vouchers: [{ file: FILE, customer: { column: nr, kind: customer_number }, code: { column: code }, \
                  occurred: { column: at } }]\n",
        header: "nr;code;at",
        good: ["17;X1;2026-11-20 09:00:00", "17;X2;2026-11-20 09:01:00", "17;X3;2026-11-20 09:02:00"],
        bad: "17;;2026-11-20 09:00:30",
        useless: Some(";X9;2026-11-20 09:00:30"),
        has_moments: true,
        priced: None,
        consent: None,
    },
    Kept {
        // What a former newsletter tool sent …
        role: Role::Contacts,
        mapping: "contacts: [{ file: FILE, customer: { column: email, kind: email }, channel: email, campaign: subject, \
                  contract: { column: { column: kind, yes: [parcel], no: [news] } }, occurred: { column: sent } }]\n",
        header: "email;sent;subject;kind",
        good: [
            "eva@example.org;2026-11-20 09:00:00;Winter;news",
            "eva@example.org;2026-11-20 09:01:00;Paket;parcel",
            "eva@example.org;2026-11-20 09:02:00;Spring;news",
        ],
        bad: "eva@example.org;2026-11-20 09:00:30;Spring;pigeon",
        useless: Some(";2026-11-20 09:00:30;Spring;news"),
        has_moments: true,
        priced: None,
        consent: None,
    },
    Kept {
        // … and what became of it.
        role: Role::Reactions,
        mapping: "reactions: [{ file: FILE, customer: { column: mail, kind: email }, what: { column: { column: event, \
                  values: { hard: bounced, open: opened, click: clicked, optout: unsubscribed } } }, occurred: { column: at } }]\n",
        header: "event;mail;at",
        good: [
            "open;eva@example.org;2026-11-20 09:00:00",
            "click;eva@example.org;2026-11-20 09:01:00",
            "hard;eva@example.org;2026-11-20 09:02:00",
        ],
        bad: "hard;nobody;2026-11-20 09:00:30",
        useless: Some("sent;eva@example.org;2026-11-20 09:00:30"),
        has_moments: true,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Events,
        mapping: "events: [{ file: FILE, event: workshop.visited, customer: { column: nr, kind: customer_number }, \
                  occurred: { column: at }, value: sum, fields: { plate: plate } }]\n",
        header: "nr;at;sum;plate",
        good: [
            "17;2026-11-20 09:00:00;120.50;B-X 1",
            "17;2026-11-20 09:01:00;1.00;B-X 1",
            "17;2026-11-20 09:02:00;;B-X 2",
        ],
        bad: "17;2026-11-20 09:00:30;much;B-X 1",
        useless: Some(";2026-11-20 09:00:30;1.00;B-X 1"),
        has_moments: true,
        priced: Some(|amount| format!("17;2026-11-20 09:00:00;{amount};B-X 1")),
        consent: None,
    },
    Kept {
        role: Role::Entities,
        mapping: "entities: [{ file: FILE, entity: vehicle, key: { column: vin }, customer: { column: nr, kind: customer_number }, \
                  changed: { column: at }, fields: { model: model } }]\n",
        header: "nr;vin;at;model",
        good: [
            "17;W-1;2026-11-20 09:00:00;Golf",
            "17;W-2;2026-11-20 09:01:00;Polo",
            "17;W-1;2026-11-20 09:02:00;Passat",
        ],
        bad: "17;;2026-11-20 09:00:30;Golf",
        useless: Some(";W-3;2026-11-20 09:00:30;Golf"),
        has_moments: true,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Articles,
        mapping: "articles: { file: FILE, number: { column: nr }, name: [name], path: [group] }\n",
        header: "nr;name;group",
        good: ["a;Rose;Garden", "b;Saw;Tools", "c;Nail;Tools"],
        bad: ";Ghost;Tools",
        useless: None,
        has_moments: false,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Outlets,
        mapping: "outlets: [{ file: FILE, number: { column: nr }, name: name, position: { latitude: lat, longitude: lon } }]\n",
        header: "nr;name;lat;lon",
        good: ["1;Mitte;52.52;13.40", "2;Nord;53.55;9.99", "3;West;50.94;6.96"],
        bad: "4;Nowhere;north;6.96",
        useless: None,
        has_moments: false,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Prices,
        mapping: "prices: [{ file: FILE, article: { column: nr }, amount: price, from: { column: from } }]\n",
        header: "nr;price;from",
        good: [
            "p1;19.99;2026-11-20 09:00:00",
            "0815;0.10;2026-11-20 09:01:00",
            "45790-32;5.00;2026-11-20 09:02:00",
        ],
        bad: "p1;-1.00;2026-11-20 09:00:00",
        useless: Some("p1;;2026-11-20 09:00:00"),
        has_moments: false,
        priced: Some(|amount| format!("p1;{amount};2026-11-20 09:00:00")),
        consent: None,
    },
    Kept {
        role: Role::Stock,
        mapping: "stock: [{ file: FILE, article: { column: nr }, pieces: pieces }]\n",
        header: "nr;pieces",
        good: ["p1;5", "0815;0", "45790-32;12"],
        bad: "p1;many",
        useless: None,
        has_moments: false,
        priced: None,
        consent: None,
    },
    Kept {
        role: Role::Beside,
        mapping: "orders: { file: lines.csv, with: [{ file: FILE, here: order, there: id }], number: { column: order }, \
                  customer: { column: card, kind: card }, article: { column: article }, value: { total: total }, \
                  occurred: { column: at }, place: online }\n",
        header: "id;card;at",
        good: ["1;17;2026-11-20 09:00:00", "2;17;2026-11-20 09:01:00", "3;17;2026-11-20 09:02:00"],
        bad: "4",
        useless: None,
        has_moments: true,
        priced: None,
        consent: None,
    },
];

/// Events of a shipped kind.
const RATINGS: Kept = Kept {
    role: Role::Events,
    mapping: "events: [{ file: FILE, event: rating.given, customer: { column: nr, kind: customer_number }, \
              occurred: { column: at }, order: { column: order }, rating: stars }]\n",
    header: "nr;at;order;stars",
    good: ["17;2026-11-20 09:00:00;B1;5", "17;2026-11-20 09:01:00;B2;1", "17;2026-11-20 09:02:00;;3.0"],
    bad: "17;2026-11-20 09:00:30;B3;6",
    useless: Some(";2026-11-20 09:00:30;B3;5"),
    has_moments: true,
    priced: None,
    consent: None,
};

/// Of these the second of two equal rows says that it happened once more.
fn counts_equals(role: Role) -> bool {
    use Role::{Consents, Contacts, Entities, Events, Objections, Profiles, Reactions, Vouchers};
    matches!(role, Profiles | Consents | Objections | Vouchers | Contacts | Events | Entities | Reactions)
}

fn sample(kept: Kept, form: Form, name: String, module: &'static str) -> Sample {
    let owned = |text: &str| text.to_owned();
    let read = move |bytes: &[u8], _: Received| match form {
        Form::Pull => imported(&kept, "table.rows", &pulled(bytes)?),
        _ => imported(&kept, form.file(), bytes),
    };
    Sample {
        name,
        module,
        role: Some(kept.role),
        good: kept.good.map(owned),
        bad: Some(owned(kept.bad)),
        useless: kept.useless.map(owned),
        has_moments: kept.has_moments,
        counts_equals: counts_equals(kept.role),
        priced: kept.priced,
        consent: kept.consent.map(|parts| parts.map(owned)),
        whole: Some(Box::new(move |parts| form.write(kept.header, parts))),
        read: Box::new(read),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let mut samples: Vec<Sample> = KEPT
        .iter()
        .map(|kept| sample(*kept, Form::Csv, format!("a table of {:?}", kept.role), "import"))
        .collect();
    for (form, name) in [
        (Form::Csv, "orders as text"),
        (Form::Ndjson, "orders as lines of JSON"),
        (Form::Parquet, "orders as Parquet"),
        (Form::Xlsx, "orders as a workbook"),
    ] {
        samples.push(sample(ORDERS, form, name.into(), "import"));
    }
    samples.push(sample(RATINGS, Form::Csv, "ratings as text".into(), "import"));
    // Rows of a database have keys: two of them are never the same row.
    let events = KEPT.iter().find(|kept| kept.role == Role::Events).expect("it stands there");
    for (form, name) in
        [(Form::Pull, "events pulled from a database"), (Form::Changes, "events by change capture")]
    {
        samples.push(sample(*events, form, name.into(), "sql"));
    }
    samples.push(visits());
    samples
}

/// An export of analytics as a part of the past: one document a line.
fn visits() -> Sample {
    let event = |number: usize, name: &str| {
        format!(
            r#"{{"event_name":"{name}","event_timestamp":"{}000","user_pseudo_id":"18.9","items":[{{"item_id":"p1"}}]}}"#,
            super::MOMENTS[number].0
        )
    };
    let kept =
        Kept { role: Role::Analytics, mapping: "analytics: [{ file: FILE, format: ga4 }]\n", ..ORDERS };
    Sample {
        name: "an export of analytics as a file".into(),
        module: "import",
        role: Some(Role::Analytics),
        good: [0, 1, 2].map(|number| event(number, "view_item")),
        bad: Some(event(0, "view_item").replace("179", "x")),
        useless: Some(event(0, "scroll")),
        has_moments: true,
        counts_equals: false,
        priced: None,
        consent: None,
        whole: Some(Box::new(|parts| format!("{}\n", parts.join("\n")).into())),
        read: Box::new(move |bytes, _| imported(&kept, "events.ndjson", bytes)),
    }
}
