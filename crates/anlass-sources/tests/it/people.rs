//! Files about people: values of many forms, several identifiers of one person, consents with their proof, block lists, and
//! tables that lead to one another.

use super::{check_sound, import_quietly, root, rows, shipped_mapping};
use anlass_model::consent::{Channel, Class, Proof};
use anlass_model::event::{Arrival, Body, Reaction};
use anlass_model::id::{IdentifierKind, MessageId};
use anlass_model::value::Value;
use anlass_sources::report::{Fate, Flaw, Reason, Role};
use anlass_sources::{Imported, Mapping};
use std::collections::BTreeSet;

const HEAD: &str = "mapping: crm\nsource: 5\ncurrency: EUR\ntime_zone: Europe/Berlin\ndecimal: comma\n";

fn import(mapping: &str, files: &[(&str, &str)]) -> Imported {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let mapping = Mapping::read(&format!("{HEAD}{mapping}"), "crm.yaml").expect("a good mapping");
    let imported = import_quietly(&mapping, folder.path()).expect("readable");
    for file in &imported.report.files {
        assert_eq!(file.rows_read, file.rows_with_a_fate(), "{}", file.file);
    }
    imported
}

fn facts(arrival: &Arrival) -> Vec<(String, String)> {
    let Body::Profile(facts) = &arrival.event.body else { panic!("{:?}", arrival.event.body) };
    let text = |value: &Option<Value>| match value {
        Some(Value::Text(text)) => text.to_string(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    facts.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

const CRM: &str = "\
profiles:
  - file: crm.csv
    customer: { column: Nr, as: integer, kind: customer_number }
    also:
      - { column: Mail, kind: email }
      - { column: Tel, kind: phone }
    changed: { column: Stand, format: \"%d.%m.%Y %H:%M\" }
    fields:
      given_name: { column: Name, part: given_name }
      family_name: { column: Name, part: family_name }
      street: { column: Anschrift, part: street }
      house_number: { column: Anschrift, part: house_number }
      salutation: { column: Anrede, values: { H: Herr, F: Frau }, otherwise: quarantine }
      birthday: { column: Geburtstag, type: day, format: \"%d.%m.%Y\" }
      turnover: { column: Umsatz, type: money }
      member: { column: Karte, type: bool }
      country: { constant: DE }
";
const CRM_HEADER: &str = "Nr;Name;Anschrift;Anrede;Mail;Tel;Geburtstag;Umsatz;Karte;Stand\n";

#[test]
fn values_are_read_in_the_form_they_are_written_in() {
    let row = "007;Muster, Anna Maria;Am Ring 12a;F;Anna@Example.org;+49 30 123456;31.12.1980;1.234,50;ja;01.02.2024 10:30\n";
    let imported = import(CRM, &[("crm.csv", &format!("{CRM_HEADER}{row}"))]);
    let [arrival] = &imported.arrivals[..] else { panic!("one") };
    let identifiers: Vec<_> = arrival.identifiers.iter().map(|known| (known.kind, &*known.value)).collect();
    assert_eq!(
        identifiers,
        [
            (IdentifierKind::CustomerNumber, "7"),
            (IdentifierKind::Email, "anna@example.org"),
            (IdentifierKind::Phone, "+4930123456"),
        ]
    );
    assert_eq!(arrival.event.occurred.0.to_string(), "2024-02-01T09:30:00Z");
    let facts = facts(arrival);
    let of = |name: &str| facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!((of("given_name"), of("family_name")), (Some("Anna"), Some("Muster")));
    assert_eq!((of("street"), of("house_number")), (Some("Am Ring"), Some("12a")));
    assert_eq!((of("salutation"), of("country"), of("member")), (Some("Frau"), Some("DE"), Some("true")));
    assert_eq!(of("birthday"), Some("1980-12-31"));
    let Body::Profile(values) = &arrival.event.body else { panic!("a profile") };
    assert!(values.iter().any(|(_, value)| *value == Some(Value::Money(123_450))), "{values:?}");
}

#[test]
fn what_a_field_cannot_be_sets_its_row_aside_with_column_and_reason() {
    let bad = [
        ("1;A B;;X;;;;;;01.02.2024 10:30", "Anrede", Reason::NotListed),
        ("2;A B;;F;nobody;;;;;01.02.2024 10:30", "Mail", Reason::NotEmail),
        ("3;A B;;F;;;1980-12-31;;;01.02.2024 10:30", "Geburtstag", Reason::NotTime),
        ("4;A B;;F;;;;12.34,5;;01.02.2024 10:30", "Umsatz", Reason::NotAmount),
        ("5;A B;;F;;;;;vielleicht;01.02.2024 10:30", "Karte", Reason::NotYesOrNo),
        ("6;A B;;F;;;;;;", "Stand", Reason::Empty),
    ];
    let text: String = bad.iter().map(|(row, _, _)| format!("{row}\n")).collect();
    let imported = import(CRM, &[("crm.csv", &format!("{CRM_HEADER}{text}"))]);
    let found: Vec<_> = imported.report.files[0]
        .quarantined
        .iter()
        .map(|row| (row.flaw.column.as_deref().unwrap_or(""), row.flaw.reason))
        .collect();
    assert_eq!(found, bad.map(|(_, column, reason)| (column, reason)));
    assert!(imported.arrivals.is_empty());
}

const NEWSLETTER: &str = "\
consents:
  - file: list.csv
    customer: { column: email, kind: email }
    channel: email
    purpose: newsletter
    granted: { column: { column: status, yes: [subscribed], no: [unsubscribed, cleaned] } }
    occurred: { column: changed }
    proof: { double_opt_in: { text: newsletter-2016, asked: { column: asked } } }
objections:
  - file: blocked.csv
    customer: { column: email, kind: email }
    occurred: { column: since }
";

#[test]
fn a_former_newsletter_tools_consents_come_with_their_proof_or_without_effect() {
    let list = "email,status,changed,asked\n\
                a@example.org,subscribed,2020-05-01T10:00:00Z,2020-05-01T09:58:00Z\n\
                b@example.org,subscribed,2020-05-01T10:00:00Z,\n\
                c@example.org,unsubscribed,2021-05-01T10:00:00Z,\n\
                d@example.org,perhaps,2021-05-01T10:00:00Z,\n\
                e@example.org,unsubscribed,,\nf@example.org,,,\ng@example.org,subscribed,,\n";
    let blocked = "email;since\nc@example.org;2021-06-01\n";
    let imported = import(NEWSLETTER, &[("list.csv", list), ("blocked.csv", blocked)]);
    let of = |email: &str| -> Vec<&Body> {
        let is_theirs = |arrival: &&Arrival| &*arrival.identifiers[0].value == email;
        imported.arrivals.iter().filter(is_theirs).map(|arrival| &arrival.event.body).collect()
    };
    let [Body::Consent(proven)] = &of("a@example.org")[..] else { panic!("a consent") };
    assert_eq!((proven.channel, proven.granted), (Some(Channel::Email), true));
    assert!(
        matches!(&proven.proof, Proof::DoubleOptIn { asked: Some(_), text } if text.as_str() == "newsletter-2016")
    );
    let [Body::Consent(claimed)] = &of("b@example.org")[..] else { panic!("a consent") };
    assert!(claimed.granted && !claimed.proof.is_provable());
    let [Body::Consent(withdrawn), Body::Objection(objection)] = &of("c@example.org")[..] else {
        panic!("a withdrawal and an objection: {:?}", of("c@example.org"))
    };
    assert!(!withdrawn.granted && !objection.lifted);
    let file = &imported.report.files[0];
    let reasons = [(Reason::Empty, 1), (Reason::NotYesOrNo, 1)];
    assert_eq!(file.quarantined_by_reason, reasons.into_iter().collect(), "who agreed has a day of it");
    assert_eq!(rows(file, Fate::WithoutContent), 2, "who never agreed has none, and is nobody's trouble");
}

#[test]
fn columns_of_other_files_stand_beside_and_their_rows_are_counted_too() {
    let mapping = "\
orders:
  file: lines.csv
  with:
    - { file: heads.csv, here: order, there: id }
    - { file: states.csv, here: state, there: code }
  number: { column: order }
  customer: { column: card, kind: card }
  article: { column: article }
  value: { total: price }
  occurred: { column: at }
  place: online
  cancelled: { column: meaning, values: [cancelled] }
";
    let files = [
        ("lines.csv", "order;article;price\n1;a;1,00\n1;b;2,00\n2;a;1,00\n3;a;1,00\n"),
        (
            "heads.csv",
            "id;card;at;state\n1;77;2024-01-01 10:00;A\n2;78;2024-01-02 10:00;B\n2;79;2024-01-02 10:00;B\n",
        ),
        ("states.csv", "code;meaning\nA;paid\nB;cancelled\nB;cancelled\n"),
    ];
    let imported = import(mapping, &files);
    let of = |name: &str| imported.report.files.iter().find(|file| file.file == name).expect(name);
    assert_eq!((rows(of("lines.csv"), Fate::Accepted), rows(of("lines.csv"), Fate::Cancelled)), (2, 1));
    // Its head is not there, so nobody knows when it was: told by what would lead there.
    let Flaw { reason, column, excerpt } = &of("lines.csv").quarantined[0].flaw;
    assert_eq!((*reason, column.as_deref(), &**excerpt), (Reason::NothingBeside, Some("order"), "3"));
    assert_eq!((of("heads.csv").role, rows(of("heads.csv"), Fate::Accepted)), (Role::Beside, 2));
    assert_eq!(of("heads.csv").quarantined[0].flaw.reason, Reason::RepeatedKey);
    assert_eq!(rows(of("states.csv"), Fate::Duplicate), 1);
    let bodies: Vec<_> = imported.arrivals.iter().map(|arrival| arrival.event.body.event_name()).collect();
    assert_eq!(bodies.iter().filter(|name| **name == "order.placed").count(), 2);
    assert_eq!(bodies.iter().filter(|name| **name == "order.cancelled").count(), 1);
}

#[test]
fn a_marketplace_of_five_tables_is_mapped_without_code() {
    let folder = root().join("../shared/data/olist");
    if !folder.exists() {
        println!("skipped: the shared tables are not on this machine");
        return;
    }
    let imported = import_quietly(&shipped_mapping("olist.yaml"), &folder).expect("readable");
    check_sound(&imported);
    let report = &imported.report;
    let lines = report.files.iter().find(|file| file.file == "order_items.csv").expect("lines");
    println!("{report}");
    assert_eq!(rows(lines, Fate::Quarantined), 0);
    assert_eq!(report.articles, 32_951);
    assert_eq!(report.articles_unknown, 0);
}

const SENT: &str = "\
contacts:
  - file: sent.csv
    customer: { column: email, kind: email }
    channel: email
    campaign: subject
    contract: { column: { column: kind, yes: [transactional], no: [newsletter] } }
    occurred: { column: sent }
";

#[test]
fn what_a_former_tool_sent_becomes_contacts_each_once() {
    let sent = "email,sent,subject,kind\n\
                a@example.org,2026-11-20T09:00:00Z,Winter,newsletter\n\
                a@example.org,2026-11-20T09:00:00Z,Spring,newsletter\n\
                b@example.org,2026-11-20T09:00:00Z,Parcel,transactional\n\
                c@example.org,yesterday,Winter,newsletter\n\
                d@example.org,2026-11-20T09:00:00Z,Winter,pigeon\n";
    let imported = import(SENT, &[("sent.csv", sent)]);
    let contact = |arrival: &Arrival| match &arrival.event.body {
        Body::Contacted { channel: Channel::Email, class, campaign } => {
            (arrival.identifiers[0].value.to_string(), *class, campaign.to_string())
        }
        other => panic!("no contact: {other:?}"),
    };
    let mut contacts: Vec<_> = imported.arrivals.iter().map(contact).collect();
    contacts.sort();
    let expected = [
        ("a@example.org", Class::Advertising, "Spring"),
        ("a@example.org", Class::Advertising, "Winter"),
        ("b@example.org", Class::Contract, "Parcel"),
    ];
    assert_eq!(contacts, expected.map(|(email, class, name)| (email.to_owned(), class, name.to_owned())));
    assert_eq!(rows(&imported.report.files[0], Fate::Quarantined), 2);
    let again = import(SENT, &[("sent.csv", sent)]);
    let ids = |imported: &Imported| -> BTreeSet<MessageId> {
        imported.arrivals.iter().map(|arrival| arrival.event.message).collect()
    };
    assert_eq!((ids(&imported).len(), ids(&imported)), (3, ids(&again)));
}

const REACTIONS: &str = "\
reactions:
  - file: tool.csv
    customer: { column: Mail, kind: email }
    what:
      column:
        column: Event
        values: { hard: bounced, soft: bounced_soft, open: opened, click: clicked, spam: complained, optout: unsubscribed }
    occurred: { column: When }
";

#[test]
fn what_became_of_a_former_tools_mail_is_told_as_of_our_own_without_a_delivery() {
    let table = "Event;Mail;When\n\
        hard;Anna@Example.org;2024-02-01 10:00:00\nsoft;bert@example.org;2024-02-01 10:00:00\n\
        open;anna@example.org;2024-01-01 10:00:00\nclick;anna@example.org;2024-01-01 10:01:00\n\
        spam;cleo@example.org;2024-01-02 10:00:00\noptout;dora@example.org;2024-01-02 10:00:00\n\
        sent;anna@example.org;2024-01-01 09:00:00\nhard;nobody;2024-01-01 09:00:00\nhard;;2024-01-01 09:00:00\n";
    let imported = import(REACTIONS, &[("tool.csv", table)]);
    let of = |address: &str| -> Vec<&Body> {
        let own = |arrival: &&Arrival| &*arrival.identifiers[0].value == address;
        imported.arrivals.iter().filter(own).map(|arrival| &arrival.event.body).collect()
    };
    let channel = Channel::Email;
    let reacted = |reaction| Body::Reacted { delivery: None, channel, reaction };
    let bounced = |address: &str, for_good| Body::Bounced { channel, address: address.into(), for_good };
    let annas = [&reacted(Reaction::Opened), &reacted(Reaction::Clicked), &bounced("anna@example.org", true)];
    assert_eq!(of("anna@example.org"), annas);
    assert_eq!(of("bert@example.org"), [&bounced("bert@example.org", false)]);
    assert_eq!(of("cleo@example.org"), [&reacted(Reaction::Complained)]);
    let doras = of("dora@example.org");
    assert!(doras.contains(&&reacted(Reaction::Unsubscribed)), "{doras:?}");
    let withdraws =
        |body: &&&Body| matches!(body, Body::Consent(act) if !act.granted && act.channel == Some(channel));
    assert_eq!((doras.len(), doras.iter().filter(withdraws).count()), (2, 1), "{doras:?}");
    let file = &imported.report.files[0];
    assert_eq!([Fate::Accepted, Fate::WithoutUse, Fate::Guest].map(|fate| rows(file, fate)), [6, 1, 1]);
    assert_eq!(file.quarantined_by_reason[&Reason::NotEmail], 1);
    let again = import(REACTIONS, &[("tool.csv", table)]);
    assert_eq!(again.arrivals, imported.arrivals, "the same ids");
}

#[test]
fn mail_that_came_back_needs_an_address_and_may_have_a_column_of_its_own() {
    let by_number = "reactions: [{ file: b.csv, customer: { column: Nr, kind: customer_number }, what: { always: bounced }, occurred: { column: When } }]\n";
    let refused = Mapping::read(&format!("{HEAD}{by_number}"), "crm.yaml").expect_err("no address");
    assert!(refused.to_string().contains("reactions[0]") && refused.hint().contains("address"), "{refused}");
    let named = by_number.replace("what:", "address: Mail, what:");
    let imported = import(&named, &[("b.csv", "Nr;Mail;When\n7;Old@example.org;2024-02-01 10:00:00\n")]);
    let bodies: Vec<&Body> = imported.arrivals.iter().map(|arrival| &arrival.event.body).collect();
    let gone = Body::Bounced { channel: Channel::Email, address: "old@example.org".into(), for_good: true };
    assert_eq!(bodies, [&gone]);
    assert_eq!(imported.arrivals[0].identifiers[0].kind, IdentifierKind::CustomerNumber);
}
