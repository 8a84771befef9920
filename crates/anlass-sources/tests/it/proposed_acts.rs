//! What people did, as other systems noted it: ratings and redeemed vouchers find whose they are, and when.

use super::proposed::{import, look, of, proposal, shared};
use super::{import_quietly, of_customer, rows};
use anlass_model::action::{Action, ActionKind};
use anlass_model::event::Body;
use anlass_sources::probe::{Meaning, Probed, Proposal, Question};
use anlass_sources::report::{Fate, FileReport, Reason};
use anlass_sources::{Imported, Mapping};

fn read(texts: &[(&str, &str)]) -> (Vec<Probed>, Proposal, Imported) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in texts {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let names: Vec<&str> = texts.iter().map(|(name, _)| *name).collect();
    let files = look(folder.path(), &names);
    let proposal = proposal(&files, "EUR", "Europe/Berlin");
    let imported = import(folder.path(), &proposal);
    (files, proposal, imported)
}

fn means(files: &[Probed], name: &str) -> Option<Meaning> {
    let mut columns = files.iter().flat_map(|file| &file.columns);
    columns.find(|column| column.name == name).expect("such a column").meaning
}

/// Whose ratings, of what order and how good.
fn ratings(imported: &Imported) -> Vec<(&str, Option<&str>, u8)> {
    let told = imported.arrivals.iter().filter_map(|arrival| match &arrival.event.body {
        Body::Acted(action) => Some((arrival, &**action)),
        _ => None,
    });
    let told = told.map(|(arrival, action)| {
        let Action { kind: ActionKind::Rated, rating: Some(rating), receipt, .. } = action else {
            panic!("a rating: {action:?}")
        };
        (&*arrival.identifiers[0].value, receipt.as_deref(), *rating)
    });
    told.collect()
}

fn refused(report: &FileReport) -> Vec<(Reason, Option<&str>, &str)> {
    let flaws = report.quarantined.iter().map(|one| &one.flaw);
    flaws.map(|flaw| (flaw.reason, flaw.column.as_deref(), &*flaw.excerpt)).collect()
}

#[test]
fn a_marketplaces_reviews_are_ratings_of_those_who_ordered() {
    let Some(folder) = shared("olist") else { return };
    let names = ["order_items.csv", "orders.csv", "customers.csv", "order_reviews.csv"];
    let files = look(&folder, &names);
    assert_eq!(means(&files, "review_comment_title"), None, "what people write is no title of theirs");
    let proposal = proposal(&files, "BRL", "America/Sao_Paulo");
    assert!(proposal.open.iter().all(|open| open.file != "order_reviews.csv"), "{:?}", proposal.open);
    assert!(proposal.yaml.contains("occurred: { column: review_answer_timestamp }"), "{}", proposal.yaml);
    let imported = import(&folder, &proposal);
    let reviews = of(&imported, "order_reviews.csv");
    let given = ratings(&imported);
    assert_eq!(rows(reviews, Fate::Accepted), given.len() as u64, "{}", proposal.yaml);
    assert!(given.len() > 3_900, "{}: {:?}", given.len(), reviews.fates);
    assert_eq!(rows(reviews, Fate::Accepted) + rows(reviews, Fate::Quarantined), reviews.rows_read);
    // Whoever rated ordered it.
    let (number, order, _) = given[0];
    let placed = of_customer(&imported, number);
    assert!(placed.iter().any(|arrival| matches!(&arrival.event.body, Body::Ordered(_))), "{order:?}");
}

#[test]
fn a_rating_of_an_order_that_no_file_knows_is_refused_by_its_number() {
    let heads = "order_id,customer_id,order_date\n1,c1,2024-05-01\n2,c2,2024-05-02\n";
    let people = "customer_id,customer_unique_id,city\nc1,anna,Ulm\nc2,anna,Bonn\nc3,bert,Bonn\n";
    let reviews = "review_id,order_id,review_score,comment,answered_at\n\
                   r1,1,5,good,2024-05-03 10:00:00\nr2,2,1,\"bad, really\",2024-05-04 10:00:00\n\
                   r3,9,4,,2024-05-05 10:00:00\nr4,2,7,,2024-05-05 11:00:00\nr5,2,,,2024-05-05 12:00:00\n";
    let (_, proposal, imported) =
        read(&[("orders.csv", heads), ("customers.csv", people), ("reviews.csv", reviews)]);
    assert_eq!(ratings(&imported), [("anna", Some("1"), 5), ("anna", Some("2"), 1)], "{}", proposal.yaml);
    let report = of(&imported, "reviews.csv");
    let expected =
        [(Reason::NothingBeside, Some("order_id"), "9"), (Reason::NotRating, Some("review_score"), "7")];
    assert_eq!(refused(report), expected, "{}", proposal.yaml);
    assert_eq!(rows(report, Fate::WithoutContent), 1, "a row without a rating says nothing");
    assert!(report.columns_unused.contains(&"comment".to_owned()), "{:?}", report.columns_unused);
}

#[test]
fn ratings_lead_to_people_by_the_lines_of_orders_or_name_them() {
    let lines = "Bestellnummer;Kundennummer;Bestelldatum;Artikelnummer;Summe\n\
                 B1;K1;01.02.2024;A1;4,99\nB1;K1;01.02.2024;A2;5,99\nB2;K2;13.02.2024;A1;4,99\n";
    let rated = "Bestellnummer;Sterne;Bewertet am\nB1;4;03.02.2024\nB2;2;14.02.2024\n";
    let (files, proposal, imported) = read(&[("zeilen.csv", lines), ("sterne.csv", rated)]);
    assert_eq!(means(&files, "Bewertet am"), Some(Meaning::RatedTime));
    assert_eq!(ratings(&imported), [("K1", Some("B1"), 4), ("K2", Some("B2"), 2)], "{}", proposal.yaml);

    let named = "Kundennummer;Bewertung;Datum\nK1;4;03.02.2024\nK2;2;14.02.2024\nK2;5;15.02.2024\n";
    let (files, proposal, imported) = read(&[("bewertungen.csv", named)]);
    assert_eq!(means(&files, "Datum"), Some(Meaning::RatedTime), "no order was placed then");
    assert_eq!(ratings(&imported), [("K1", None, 4), ("K2", None, 2), ("K2", None, 5)], "{}", proposal.yaml);

    // Alone nobody knows who ordered.
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("sterne.csv"), rated).expect("written");
    let alone = super::proposed::proposal(&look(folder.path(), &["sterne.csv"]), "EUR", "Europe/Berlin");
    let asked: Vec<Question> = alone.open.iter().map(|open| open.question).collect();
    assert_eq!(asked, [Question::WhoRated]);
}

#[test]
fn a_rating_is_the_same_however_often_its_file_comes_and_declares_nothing() {
    let rated = "Kundennummer;Bewertung;Datum\nK1;4;03.02.2024\nK2;2;14.02.2024\n";
    let (_, proposal, first) = read(&[("bewertungen.csv", rated)]);
    let grown = format!("{rated}K2;5;15.02.2024\n");
    let (_, _, second) = read(&[("bewertungen.csv", &grown)]);
    let ids = |imported: &Imported| {
        imported.arrivals.iter().map(|arrival| format!("{:?}", arrival.event.message)).collect::<Vec<_>>()
    };
    assert_eq!(ids(&first), ids(&second)[..2]);
    let mapping = Mapping::read(&proposal.yaml, "proposed.yaml").expect("good");
    assert_eq!(mapping.events(), [], "it is no event type of the organisation");
    for (from, to, place, cure) in [
        ("    rating: Bewertung\n", "", "events[0].rating", "write \"rating\""),
        ("rating: Bewertung", "rating: Bewertung\n    value: Bewertung", "events[0].event", "leave them out"),
        ("rating.given", "poll.answered", "events[0].event", "event: rating.given"),
    ] {
        let changed = proposal.yaml.replacen(from, to, 1);
        assert_ne!(changed, proposal.yaml, "{from}");
        let error = Mapping::read(&changed, "changed.yaml").expect_err(to);
        assert!(
            error.to_string().contains(place) && error.hint().contains(cure),
            "{error}: {}",
            error.hint()
        );
    }
}

#[test]
fn redeemed_vouchers_are_proposed_with_their_own_moment() {
    let redeemed = "household_id,coupon_upc,campaign_id,day\n7,511,26,2017-01-01\n8,512,26,2017-01-03\n7,513,26,2017-01-04\n";
    let redeemed = redeemed.replace(",day", ",redemption_date");
    let campaigns = "campaign_id,campaign_type,start_date,end_date\n1,Type B,2017-03-03,2017-04-09\n2,Type C,2017-03-08,2017-04-09\n";
    let (files, proposal, imported) = read(&[("redemptions.csv", &redeemed), ("campaigns.csv", campaigns)]);
    assert_eq!(means(&files, "redemption_date"), Some(Meaning::RedeemedTime));
    assert_eq!(means(&files, "start_date"), None, "no order was placed then");
    let codes = imported.arrivals.iter().filter_map(|arrival| match &arrival.event.body {
        Body::Voucher { code } => Some(&**code),
        _ => None,
    });
    assert_eq!(codes.collect::<Vec<_>>(), ["511", "512", "513"], "{}", proposal.yaml);
    // What a list of people holds is theirs, and nothing that they did.
    let people = "Kundennummer;Nachname;Ort;Gutscheincode;Bewertung;Datum\nK1;Roth;Ulm;A7;4;01.02.2024\nK2;Alt;Bonn;A8;5;13.02.2024\n";
    let (files, proposal, _) = read(&[("kunden.csv", people)]);
    assert_eq!(means(&files, "Bewertung"), None);
    assert!(!proposal.yaml.contains("vouchers:") && !proposal.yaml.contains("events:"), "{}", proposal.yaml);
    // The head of an order keeps its time, and lines tell the same code as often as they are.
    let heads =
        "Bestellnummer;Kundennummer;Bestelldatum;Gutscheincode\nB1;K1;01.02.2024;\nB2;K2;13.02.2024;NEU\n";
    let lines = "Bestellnummer;Artikelnummer;Summe\nB1;A1;4,99\nB1;A2;5,99\nB2;A1;4,99\n";
    let (files, proposal, imported) = read(&[("kopf.csv", heads), ("zeilen.csv", lines)]);
    assert_eq!(means(&files, "Bestelldatum"), Some(Meaning::OrderTime));
    assert!(!proposal.yaml.contains("vouchers:"), "not every order has one: {}", proposal.yaml);
    assert_eq!(imported.report.orders, 2);
}

#[test]
fn whose_an_own_event_is_may_stand_in_another_file() {
    let mapping = "\
mapping: workshop
source: 3
currency: EUR
time_zone: Europe/Berlin
events:
  - file: visits.csv
    with: [{ file: cars.csv, here: plate, there: plate }]
    event: workshop.visited
    customer: { column: owner, kind: customer_number }
    occurred: { column: at }
";
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("cars.csv", "plate,owner\nB-X 1,7\nB-X 2,\n");
    write("visits.csv", "plate,at\nB-X 1,2024-05-01\nB-X 2,2024-05-02\nB-X 3,2024-05-03\n");
    let mapping = Mapping::read(mapping, "workshop.yaml").expect("good");
    let imported = import_quietly(&mapping, folder.path()).expect("read");
    let visits = of(&imported, "visits.csv");
    assert_eq!((rows(visits, Fate::Accepted), rows(visits, Fate::Guest)), (1, 1), "{:?}", visits.fates);
    assert_eq!(refused(visits), [(Reason::NothingBeside, Some("plate"), "B-X 3")]);
}
