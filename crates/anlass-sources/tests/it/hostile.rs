//! Files that nobody meant to send: each row still has one fate, and errors name place, cause and cure.

use super::{check_sound, import_quietly, rows};
use anlass_model::event::Body;
use anlass_model::id::OutletId;
use anlass_sources::report::{Fate, Reason};
use anlass_sources::{Error, Imported, Mapping};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use std::path::Path;

const MAPPING: &str = "\
mapping: shop
source: 2
currency: EUR
time_zone: Europe/Berlin
days: { from: 2020-01-01, to: 2029-12-31 }
orders:
  file: lines.csv
  number: { column: order }
  customer: { column: customer, as: integer, kind: customer_number }
  article: { column: article, as: upper }
  article_name: name
  quantity: pieces
  value: { unit_price: price }
  occurred: { column: time }
  place: { outlet: { column: outlet, name_prefix: \"Markt \" } }
  exact_duplicates: drop
  free_lines: skip
  not_articles: [POST, \"FEE*\"]
  bookkeeping: [\"A*\"]
  takes_back: { numbers: \"C*\", cancelled_within: 24h }
";
/// Among random bytes anything may look like a layout.
const LAYOUT: &str = "layout: { encoding: utf-8, delimiter: comma, quote: double, preamble: 0 }";
const HEADER: &str = "order,customer,article,name,pieces,price,time,outlet\n";

fn import_bytes(mapping: &str, bytes: &[u8]) -> Result<Imported, Error> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("lines.csv"), bytes).expect("written");
    let mapping = Mapping::read(mapping, "shop.yaml").expect("a good mapping");
    import_quietly(&mapping, folder.path())
}

/// Imports rows under the usual header.
fn shop(lines: &str) -> Imported {
    let imported = import_bytes(MAPPING, format!("{HEADER}{lines}").as_bytes()).expect("a readable file");
    check_sound(&imported);
    imported
}

fn fates(imported: &Imported) -> Vec<(Fate, u64, i64)> {
    let file = &imported.report.files[0];
    file.fates.iter().map(|(fate, tally)| (*fate, tally.rows, tally.value)).collect()
}

#[test]
fn an_outlet_is_called_by_its_number_behind_what_the_mapping_puts_before_it() {
    let imported = shop("1,7.0,a,Apple,5,1.25,2024-05-01 10:00:00,S1\n");
    let outlet = imported.catalogue.outlet(OutletId::of("S1")).expect("known");
    assert_eq!((&*outlet.number, &*outlet.name), ("S1", "Markt S1"));
}

#[test]
fn what_became_nothing_can_be_looked_at_row_by_row() {
    let imported = shop(
        "1,7.0,a,Apple,0,1.25,2024-05-01 10:00:00,S1\n\
         2,7.0,a,Apple,five,1.25,2024-05-01 10:00:00,S1\n\
         3,7.0,a,Apple,5,1.25,2024-05-01 10:00:00,S1\n",
    );
    let left_out = &imported.report.files[0].left_out;
    assert_eq!(left_out.keys().copied().collect::<Vec<_>>(), ["not_whole_number", "without_pieces"]);
    let nothing = &left_out["without_pieces"][0];
    assert_eq!((nothing.row, &nothing.flaw), (2, &None));
    assert_eq!(nothing.text, "1 · 7.0 · a · Apple · 0 · 1.25 · 2024-05-01 10:00:00 · S1");
    let flaw = left_out["not_whole_number"][0].flaw.as_ref().expect("it is wrong");
    assert_eq!((flaw.column.as_deref(), &*flaw.excerpt), (Some("pieces"), "five"));
}

#[test]
fn one_row_of_every_fate() {
    let imported = shop(
        "1,7.0,a,Apple,5,1.25,2024-05-01 10:00:00,S1\n\
         1,7.0,a,Apple,5,1.25,2024-05-01 10:00:00,S1\n\
         1,7.0,post,Postage,1,4.90,2024-05-01 10:00:00,S1\n\
         2,,a,Apple,1,1.25,2024-05-01 11:00:00,S1\n\
         A3,7,a,Adjust,1,-99,2024-05-01 11:00:00,S1\n\
         4,7,b,Pear,0,1,2024-05-01 11:00:00,S1\n\
         5,7,b,Pear,1,0,2024-05-01 11:00:00,S1\n\
         C6,7,A,Apple,-2,1.25,2024-05-01 12:00:00,S1\n\
         C7,7,A,Apple,-3,1.25,2024-05-03 12:00:00,S1\n\
         C8,7,A,Apple,-1,1.25,2024-05-04 12:00:00,S1\n\
         9,7,a,Apple,-1,1.25,2024-05-04 12:00:00,S1\n",
    );
    assert_eq!(
        fates(&imported),
        [
            (Fate::Accepted, 1, 625),
            (Fate::Cancelled, 1, -250),
            (Fate::Returned, 1, -375),
            (Fate::NotAssignable, 1, -125),
            (Fate::Duplicate, 1, 625),
            (Fate::Guest, 1, 125),
            (Fate::NonArticle, 1, 490),
            (Fate::Bookkeeping, 1, -9_900),
            (Fate::WithoutPieces, 1, 0),
            (Fate::Free, 1, 0),
            (Fate::Quarantined, 1, 0),
        ]
    );
    let names: Vec<_> = imported.arrivals.iter().map(|arrival| arrival.event.body.event_name()).collect();
    assert_eq!(names, ["order.placed", "order.cancelled", "order.returned", "order.returned"]);
    let printed = imported.report.to_string();
    assert!(printed.contains("not assignable") && printed.contains("-1.25 EUR"), "{printed}");
    assert!(printed.contains("row 12, pieces: a negative quantity"), "{printed}");
    let json = serde_json::to_value(&imported.report).expect("serialises");
    assert_eq!(json["files"][0]["fates"]["not_assignable"]["rows"], 1);
}

#[test]
fn one_row_of_every_reason() {
    let imported = shop(
        "1,7,a,Apple,1,1,2024-05-01 10:00:00,S1\n\
         1,8,a,Apple,1,1,2024-05-01 10:00:00,S1\n\
         1,7,b,Pear,1,1,2024-05-01 10:00:00,S2\n\
         ,7,a,Apple,1,1,2024-05-01 10:00:00,S1\n\
         2,7,a,Apple,1.5,1,2024-05-01 10:00:00,S1\n\
         2,x,a,Apple,1,1,2024-05-01 10:00:00,S1\n\
         2,7,a,Apple,1,NaN,2024-05-01 10:00:00,S1\n\
         2,7,a,Apple,1,1,0000-00-00 00:00:00,S1\n\
         2,7,a,Apple,1,1,1900-01-01 00:00:00,S1\n\
         2,7,a,Apple,1,1,9999-12-31 23:59:59,S1\n\
         2,7,a,Apple,2147483647,92233720368547758.07,2024-05-01 10:00:00,S1\n\
         2,7,a,Apple,99999999999,1,2024-05-01 10:00:00,S1\n\
         2,7,a,Apple,1,-1,2024-05-01 10:00:00,S1\n\
         2,7,a,Apple,1\n\
         C1,7,a,Apple,1,1,2024-05-01 10:00:00,S1\n\
         C1,7,a,Apple,-2147483648,1,2024-05-01 10:00:00,S1\n",
    );
    let file = &imported.report.files[0];
    assert_eq!((rows(file, Fate::Accepted), rows(file, Fate::Quarantined)), (1, 15));
    let reasons: Vec<_> = file.quarantined.iter().map(|one| (one.row, one.flaw.reason)).collect();
    let expected = [
        (3, Reason::OtherCustomer),
        (4, Reason::OtherOutlet),
        (5, Reason::Empty),
        (6, Reason::NotWholeNumber),
        (7, Reason::NotWholeNumber),
        (8, Reason::NotAmount),
        (9, Reason::NotTime),
        (10, Reason::TimeOutside),
        (11, Reason::TimeOutside),
        (12, Reason::TooLarge),
        (13, Reason::TooLarge),
        (14, Reason::NegativeValue),
        (15, Reason::FieldCount),
        (16, Reason::TakesNothingBack),
        (17, Reason::TooLarge),
    ];
    assert_eq!(reasons, expected);
    assert_eq!(file.quarantined[5].flaw.excerpt, "NaN");
    assert_eq!(file.quarantined[5].flaw.column.as_deref(), Some("price"));
}

#[test]
fn an_order_is_one_event_wherever_its_rows_stand() {
    let imported = shop(
        "1,7,a,Apple,1,1,2024-05-01 10:01:00,S1\n\
         2,7,a,Apple,1,1,2024-05-01 12:00:00,S1\n\
         1,7,b,Pear,2,1,2024-05-01 10:00:00,S1\n",
    );
    let lines: Vec<_> = imported
        .arrivals
        .iter()
        .map(|arrival| match &arrival.event.body {
            Body::Ordered(order) => (arrival.event.occurred.0.to_string(), order.lines.len()),
            other => panic!("{}", other.event_name()),
        })
        .collect();
    // The earliest of its times, two hours ahead of UTC.
    let expected = [("2024-05-01T08:00:00Z".to_owned(), 2), ("2024-05-01T10:00:00Z".to_owned(), 1)];
    assert_eq!(lines, expected);
    assert_eq!(imported.report.orders_of_several_times, 1);
}

#[test]
fn charged_postage_alone_is_an_order_without_lines() {
    let imported = shop(
        "1,7,POST,Postage,1,5,2024-05-01 10:00:00,S1\n\
         2,,POST,Postage,1,5,2024-05-01 10:00:00,S1\n\
         3,7,POST,Postage,1,0,2024-05-01 10:00:00,S1\n\
         C4,7,POST,Postage,-1,5,2024-05-01 10:00:00,S1\n",
    );
    assert_eq!((imported.report.orders, imported.report.orders_without_lines), (1, 1));
    assert_eq!((imported.report.events, rows(&imported.report.files[0], Fate::NonArticle)), (1, 4));
}

#[test]
fn one_taking_back_document_may_be_several_events() {
    let imported = shop(
        "1,7,a,Apple,2,1,2024-05-01 10:00:00,S1\n\
         2,7,b,Pear,2,1,2024-05-09 10:00:00,S1\n\
         C3,7,a,Apple,-1,1,2024-05-09 12:00:00,S1\n\
         C3,7,b,Pear,-1,1,2024-05-09 12:00:00,S1\n\
         C3,7,b,Pear,-1,1.00,2024-05-09 12:00:00,S1\n\
         C3,7,x,Plum,-1,1,2024-05-09 12:00:00,S1\n\
         C3,8,a,Apple,-1,1,2024-05-09 12:00:00,S1\n",
    );
    let report = &imported.report;
    assert_eq!((report.cancellations, report.returns, report.returns_not_assignable), (1, 3, 2));
    assert_eq!(rows(&report.files[0], Fate::Cancelled), 2);
}

#[test]
fn files_that_cannot_be_used_say_why_and_what_to_do() {
    let refused = |bytes: &[u8]| import_bytes(MAPPING, bytes).expect_err("not usable");
    assert!(refused(b"").to_string().contains("the file is empty"));
    let missing = refused(b"order,Customer,article,name,pieces,price,time,outlet\n");
    assert!(missing.to_string().contains("has no column \"customer\"; its columns are order, Customer"));
    assert!(missing.to_string().contains("lines.csv"));
    assert_eq!(missing.hint(), "did you mean \"Customer\"?");
    let mapping = Mapping::read(MAPPING, "shop.yaml").expect("good");
    let absent = import_quietly(&mapping, Path::new("/nonexistent")).expect_err("no folder");
    assert_eq!(absent.code(), "import_file_missing");
    let only_header = shop("");
    assert_eq!((only_header.report.events, only_header.report.files[0].rows_read), (0, 0));
}

#[test]
fn the_same_rows_have_the_same_ids_under_any_name_and_compression() {
    let lines = format!("{HEADER}1,7,a,Apple,1,1,2024-05-01 10:01:00,S1\n");
    let plain = import_bytes(MAPPING, lines.as_bytes()).expect("good").arrivals;
    let packed = zstd::encode_all(lines.as_bytes(), 1).expect("compresses");
    assert_eq!(import_bytes(MAPPING, &packed).expect("good").arrivals, plain);
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("may.csv.zst"), &packed).expect("written");
    let renamed = Mapping::read(&MAPPING.replace("lines.csv", "may.csv"), "shop.yaml").expect("good");
    assert_eq!(import_quietly(&renamed, folder.path()).expect("good").arrivals, plain);
    let longer = format!("{lines}2,7,a,Apple,1,1,2024-05-02 10:01:00,S1\n");
    let longer = import_bytes(MAPPING, longer.as_bytes()).expect("good").arrivals;
    assert_eq!(longer[0], plain[0], "also when the file has grown since");
}

/// A shop writes one file that grows, or one file a month: both must end in the same events.
#[test]
fn a_file_that_has_grown_adds_only_what_is_new() {
    let january = "1,7,a,Apple,3,1,2024-01-03 10:00:00,S1\n\
         C2,7,a,Apple,-1,1,2024-01-05 10:00:00,S1\n\
         C3,7,x,Plum,-1,1,2024-01-06 10:00:00,S1\n";
    // Rows before it move those of January, and a row is inserted.
    let both = format!(
        "0,8,b,Pear,1,1,2024-02-01 10:00:00,S1\n{january}C4,7,a,Apple,-1,1,2024-02-02 10:00:00,S1\n\
         5,7,a,Apple,3,1,2024-02-03 10:00:00,S1\n"
    );
    let (january, both) = (shop(january).arrivals, shop(&both).arrivals);
    assert_eq!(january.len(), 3);
    assert!(january.iter().all(|arrival| both.contains(arrival)), "{january:#?}\n{both:#?}");
    assert_eq!(both.len(), 6);
}

/// Twice the same coupon on one day is twice, in one file and in the one that has grown.
#[test]
fn vouchers_redeemed_are_counted_once_each() {
    let mapping = "\
mapping: coupons
source: 2
currency: EUR
time_zone: Europe/Berlin
vouchers:
  - file: lines.csv
    customer: { column: customer, kind: card }
    code: { column: code }
    occurred: { column: day }
";
    let header = "customer,code,day\n";
    let january = "7,A,2024-01-03\n7,A,2024-01-03\n8,A,2024-01-03\n";
    let read =
        |lines: &str| import_bytes(mapping, format!("{header}{lines}").as_bytes()).expect("good").arrivals;
    let (before, after) = (read(january), read(&format!("9,B,2024-02-01\n{january}7,A,2024-02-03\n")));
    assert_eq!((before.len(), after.len()), (3, 5));
    assert!(before.iter().all(|arrival| after.contains(arrival)));
    let distinct: std::collections::BTreeSet<_> = after.iter().map(|arrival| arrival.event.message).collect();
    assert_eq!(distinct.len(), 5);
}

#[test]
fn other_dialects_are_declared() {
    let mapping = MAPPING
        .replace("source: 2", "source: 2\nlayout: { delimiter: semicolon }\ndecimal: comma")
        .replace("column: time }", "column: time, format: \"%d.%m.%Y\" }");
    let text = format!("{}1;7;a;Apfel;2;1.234,50;31.12.2024;S1\n", HEADER.replace(',', ";"));
    let imported = import_bytes(&mapping, text.as_bytes()).expect("good");
    assert_eq!(fates(&imported), [(Fate::Accepted, 1, 246_900)]);
    assert_eq!(imported.arrivals[0].event.occurred.0.to_string(), "2024-12-30T23:00:00Z");
}

#[test]
fn an_unclosed_quote_swallows_the_rest_but_is_counted() {
    let mut text = format!("{HEADER}1,7,a,Apple,1,1,2024-05-01 10:01:00,S1\n2,7,a,\"Apple,1,1");
    text.push_str(&"3,7,a,Apple,1,1,2024-05-01 10:01:00,S1\n".repeat(50_000));
    let mapping = MAPPING.replace("source: 2", "source: 2\nlayout: { quote: double }");
    let imported = import_bytes(&mapping, text.as_bytes()).expect("readable");
    check_sound(&imported);
    let file = &imported.report.files[0];
    assert_eq!((file.rows_read, rows(file, Fate::Quarantined)), (2, 1));
    assert_eq!(file.quarantined[0].flaw.reason, Reason::RecordTooLong);
    // Where the mapping says nothing of quotes, one that never closes is none.
    let imported = import_bytes(MAPPING, text.as_bytes()).expect("readable");
    let file = &imported.report.files[0];
    assert_eq!((file.rows_read, rows(file, Fate::Quarantined)), (50_001, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes_are_accounted_for(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let stated = MAPPING.replace("source: 2", &format!("source: 2\n{LAYOUT}"));
        let imported = import_bytes(&stated, &[HEADER.as_bytes(), &bytes].concat()).expect("a header");
        check_sound(&imported);
        let _answer = import_bytes(MAPPING, &[HEADER.as_bytes(), &bytes].concat()).map(|imported| check_sound(&imported));
        // Without a header of ours the file is mostly refused; it must not panic either.
        let _answer = import_bytes(MAPPING, &bytes).map(|imported| check_sound(&imported));
    }

    #[test]
    fn nearly_good_rows_are_accounted_for(
        lines in prop::collection::vec(
            (
                "C?[1-3]|A1|", "[78](\\.0)?|", "[ab]|post|FEE1", "-?[0-9]{1,2}|99999999999|x",
                "-?[0-9]{1,3}(\\.[0-9]{1,4})?|1e-9|92233720368547758.07",
                "2024-0[1-3]-0[1-9] 1[0-9]:00:00|31.1.24", "S[12]|\u{fc}|\"",
            ),
            0..40,
        )
    ) {
        let mut text = HEADER.to_owned();
        for (order, customer, article, pieces, price, time, outlet) in &lines {
            text.push_str(&format!("{order},{customer},{article},N,{pieces},{price},{time},{outlet}\n"));
        }
        check_sound(&import_bytes(MAPPING, text.as_bytes()).expect("a header"));
    }
}
