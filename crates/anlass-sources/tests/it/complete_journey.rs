//! The demo's input: half of the households of The Complete Journey.

use super::{check_sound, import_quietly, of_customer, root, rows, shipped_mapping};
use anlass_model::event::{Body, Place};
use anlass_model::id::{Identifier, IdentifierKind, OrderId, OutletId, ProductId};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_sources::report::Fate;
use anlass_sources::{Imported, import};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Imported once for all tests.
static IMPORTED: LazyLock<Imported> = LazyLock::new(|| {
    let folder = root().join("data/complete-journey");
    import_quietly(&shipped_mapping("complete-journey.yaml"), &folder).expect("the committed data")
});

#[test]
fn every_line_household_and_outlet_is_there() {
    let imported = &*IMPORTED;
    check_sound(imported);
    let report = &imported.report;
    assert_eq!((report.customers, report.orders, report.outlets), (1_232, 78_726, 314));
    assert_eq!((report.articles, report.articles_unknown), (92_331, 2));
    let [articles, orders, profiles, vouchers] = &report.files[..] else { panic!("four files") };
    assert_eq!(rows(articles, Fate::Accepted), 92_331);
    assert_eq!(orders.rows_read, 735_874);
    assert_eq!(rows(orders, Fate::Accepted), 731_367);
    assert_eq!(rows(orders, Fate::WithoutPieces), 4_507);
    assert_eq!(rows(orders, Fate::Quarantined), 0);
    assert_eq!(orders.fates.len(), 2);
    let left_out = &orders.left_out["without_pieces"];
    assert_eq!(left_out.len(), 4_507, "each of them can be looked at");
    assert!(left_out[0].text.contains(" · 0 · "), "{:?}", left_out[0]);
    assert_eq!((rows(profiles, Fate::Accepted), rows(vouchers, Fate::Accepted)), (405, 1_008));
    assert_eq!(report.events, 78_726 + 405 + 1_008);
}

#[test]
fn not_a_cent_is_lost() {
    let imported = &*IMPORTED;
    let orders = &imported.report.files[1];
    let (mut lines, mut value) = (0u64, 0i64);
    for arrival in &imported.arrivals {
        if let Body::Ordered(order) = &arrival.event.body {
            lines += u64::try_from(order.lines.len()).expect("small");
            value += order.lines.iter().map(|line| line.value).sum::<i64>();
        }
    }
    assert_eq!((lines, value), (731_367, orders.tally(Fate::Accepted).value));
    // The sum over the file, computed from it by other means.
    assert_eq!(value + orders.tally(Fate::WithoutPieces).value, 227_939_300);
}

#[test]
fn an_order_knows_time_outlet_and_enriched_lines() {
    let imported = &*IMPORTED;
    let order_of = |number: &str| {
        let id = OrderId::of(number);
        let mut orders = imported.arrivals.iter().filter_map(|arrival| match &arrival.event.body {
            Body::Ordered(order) if order.id == id => Some((arrival, order)),
            _ => None,
        });
        orders.next().expect("a known order")
    };
    let (arrival, order) = order_of("31198570044");
    let card = Identifier { kind: IdentifierKind::Card, value: "900".into() };
    assert_eq!(arrival.identifiers, [card]);
    // 06:53:26 in New York.
    assert_eq!(arrival.event.occurred.0.to_string(), "2017-01-01T11:53:26Z");
    assert_eq!(order.place, Place::Outlet(OutletId::of("330")));
    assert_eq!(&*imported.catalogue.outlet(OutletId::of("330")).expect("known").name, "330");
    let [line] = order.lines[..] else { panic!("one line") };
    assert_eq!((line.quantity, line.value), (1, 50));
    assert_eq!(line.item, imported.catalogue.item("1095275"));

    let ice = imported.catalogue.product(ProductId::of("25671")).expect("known");
    assert_eq!(&*ice.name, "ICE - CRUSHED/CUBED 22 LB");
    assert_eq!(ice.substitutes.as_deref(), Some("GROCERY/FRZN ICE/ICE - CRUSHED/CUBED"));
    let nameless = imported.catalogue.product(ProductId::of("26081")).expect("known");
    assert_eq!((&*nameless.name, &nameless.substitutes), ("MISCELLANEOUS", &None));
}

#[test]
fn households_have_profiles_and_vouchers() {
    let imported = &*IMPORTED;
    let events = of_customer(imported, "13");
    let profile = events.iter().find_map(|arrival| match &arrival.event.body {
        Body::Profile(fields) => Some((arrival.event.occurred.0, fields)),
        _ => None,
    });
    let (at, fields) = profile.expect("household 13 has demographics");
    assert_eq!(at.to_string(), "2017-01-01T05:00:00Z");
    let value = |name: &str| fields.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value);
    assert_eq!(value("age_band"), Some(&Some(Value::Text("25-34".into()))));
    assert_eq!(value("household_size"), Some(&Some(Value::Text("4".into()))));
    assert_eq!(value("marital_status"), None, "empty in the file: nothing is said");

    let vouchers =
        of_customer(imported, "1029").into_iter().filter_map(|arrival| match &arrival.event.body {
            Body::Voucher { code } => Some((arrival.event.occurred.0.to_string(), code.to_string())),
            _ => None,
        });
    let first = vouchers.take(2).collect::<Vec<_>>();
    let day = "2017-01-01T05:00:00Z".to_owned();
    assert_eq!(first, [(day.clone(), "51380041013".to_owned()), (day, "51380041313".to_owned())]);
}

#[test]
fn progress_reaches_the_end_and_a_second_import_yields_the_same() {
    let folder = root().join("data/complete-journey");
    let mapping = shipped_mapping("complete-journey.yaml");
    let mut files = BTreeSet::new();
    let mut last = (0, 0);
    let again = import(&mapping, &folder, anlass_model::id::VaultId(7), &mut |progress| {
        files.insert(progress.file.to_owned());
        assert!(progress.bytes >= last.0 && progress.bytes <= progress.bytes_total);
        last = (progress.bytes, progress.bytes_total);
    })
    .expect("the committed data");
    assert_eq!(files.len(), 4);
    assert_eq!(last.0, last.1);
    assert!(again.arrivals.iter().all(|arrival| arrival.event.occurred.0 > Timestamp(0)));
    let first = &*IMPORTED;
    assert_eq!(first.arrivals, again.arrivals);
    assert_eq!(first.report, again.report);
}
