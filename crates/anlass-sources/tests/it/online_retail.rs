//! The second, dirty year. The data lie beside the checkout and are not part of it; without them these tests
//! say so and do nothing.

use super::{check_sound, import_quietly, of_customer, root, rows, shipped_mapping};
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{OrderId, ProductId};
use anlass_model::time::{DAY, Timestamp};
use anlass_sources::Imported;
use anlass_sources::report::{Fate, Tally};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::LazyLock;

/// Imported once for all tests.
static IMPORTED: LazyLock<Option<Imported>> = LazyLock::new(|| {
    let folder = root().join("../shared/data/online_retail");
    if !folder.exists() {
        let reason = "skipped: ../shared/data/online_retail is not beside the checkout";
        writeln!(std::io::stderr(), "{reason}").expect("stderr is open");
        return None;
    }
    Some(import_quietly(&shipped_mapping("online-retail.yaml"), &folder).expect("good data"))
});

/// Days on which a customer bought, on the retailer's calendar.
fn days_of_purchase(imported: &Imported, customer: &str) -> Vec<Date> {
    let zone = TimeZone::get("Europe/London").expect("a known zone");
    let mut days = BTreeSet::new();
    for arrival in of_customer(imported, customer) {
        if let Body::Ordered(_) = arrival.event.body {
            days.insert(arrival.event.occurred.0.in_zone(&zone).date());
        }
    }
    days.into_iter().collect()
}

fn gaps(days: &[Date]) -> Vec<i32> {
    days.windows(2).map(|pair| pair[0].until(pair[1]).expect("near days").get_days()).collect()
}

fn silence(days: &[Date], now: Date) -> i32 {
    let last = days.iter().rev().find(|day| **day < now).expect("bought before");
    last.until(now).expect("near days").get_days()
}

#[test]
fn every_row_has_a_fate() {
    let Some(imported) = &*IMPORTED else { return };
    check_sound(imported);
    let [orders] = &imported.report.files[..] else { panic!("one file") };
    assert_eq!(orders.rows_read, 352_010);
    // Agrees with an independent computation of the same rules in Python.
    let expected = [
        (Fate::Accepted, 208_569, 447_191_249),
        (Fate::Cancelled, 426, -19_477_700),
        (Fate::Returned, 3_377, -5_888_473),
        (Fate::NotAssignable, 717, -932_275),
        (Fate::Duplicate, 2_785, 1_307_975),
        (Fate::Guest, 134_006, 150_584_123),
        (Fate::NonArticle, 2_113, -1_878_873),
        (Fate::Bookkeeping, 3, -1_106_206),
        (Fate::Free, 14, 0),
    ];
    let found: Vec<_> = orders.fates.iter().map(|(fate, tally)| (*fate, tally.rows, tally.value)).collect();
    assert_eq!(found, expected);
    let report = &imported.report;
    // 2,239 customers stand in the file; five of them have one credit for "Manual" each.
    assert_eq!((report.customers, report.orders, report.orders_of_several_times), (2_234, 9_393, 16));
    assert_eq!(report.orders_without_lines, 70);
    assert_eq!((report.cancellations, report.returns, report.returns_not_assignable), (154, 2_152, 307));
}

#[test]
fn what_the_events_say_is_what_the_report_counts() {
    let Some(imported) = &*IMPORTED else { return };
    let mut tallies = [Tally::default(); 4];
    for arrival in &imported.arrivals {
        let (index, lines) = match &arrival.event.body {
            Body::Ordered(order) => (0, &order.lines),
            Body::Cancelled { lines, .. } => (1, lines),
            Body::Returned { order: Some(_), lines } => (2, lines),
            Body::Returned { order: None, lines } => (3, lines),
            other => panic!("{} is not in these data", other.event_name()),
        };
        for line in lines {
            assert!(line.quantity > 0 && line.value >= 0);
            tallies[index].rows += 1;
            tallies[index].value += line.value;
        }
    }
    let orders = &imported.report.files[0];
    let fates = [Fate::Accepted, Fate::Cancelled, Fate::Returned, Fate::NotAssignable];
    for (fate, tally) in fates.into_iter().zip(tallies) {
        assert_eq!(rows(orders, fate), tally.rows);
        assert_eq!(orders.tally(fate).value.abs(), tally.value);
    }
}

#[test]
fn customer_17548_bought_once_and_returned_everything() {
    let Some(imported) = &*IMPORTED else { return };
    let events = of_customer(imported, "17548");
    let [before_the_data, bought, returned] = events[..] else { panic!("{events:?}") };
    let Body::Returned { order: None, lines: unassigned } = &before_the_data.event.body else {
        panic!("{before_the_data:?}")
    };
    assert_eq!(unassigned.len(), 7);
    assert_eq!(before_the_data.event.occurred.0.to_string(), "2010-12-01T10:24:00Z");
    let Body::Ordered(order) = &bought.event.body else { panic!("{bought:?}") };
    // 12:01 in London, where it was summer time.
    assert_eq!(bought.event.occurred.0.to_string(), "2011-04-20T11:01:00Z");
    assert_eq!(order.id, OrderId::of("550755"));
    let Body::Returned { order: Some(of), lines } = &returned.event.body else { panic!("{returned:?}") };
    assert_eq!((*of, returned.event.occurred.0.to_string().as_str()), (order.id, "2011-05-06T09:00:00Z"));
    let pieces = |lines: &[anlass_model::event::Line]| -> BTreeSet<_> {
        lines.iter().map(|line| (line.item.product, line.quantity, line.value)).collect()
    };
    assert_eq!(pieces(&order.lines), pieces(lines));
}

#[test]
fn customers_18073_and_15299_have_their_known_rhythm() {
    let Some(imported) = &*IMPORTED else { return };
    let october = date(2011, 10, 1);
    let days = days_of_purchase(imported, "18073");
    assert_eq!((silence(&days, october), gaps(&days).into_iter().max()), (45, Some(14)));
    let days = days_of_purchase(imported, "15299");
    assert_eq!(silence(&days, october), 95);
    assert_eq!(gaps(&days)[..2], [109, 99]);
    assert_eq!(days.last(), Some(&date(2011, 10, 3)));
}

#[test]
fn a_cancellation_comes_within_a_day_of_its_order_and_a_return_later() {
    let Some(imported) = &*IMPORTED else { return };
    let ordered = |id: OrderId, of: &Arrival| -> Timestamp {
        let is_it = |arrival: &&Arrival| match &arrival.event.body {
            Body::Ordered(order) => order.id == id && arrival.identifiers == of.identifiers,
            _ => false,
        };
        imported.arrivals.iter().find(is_it).expect("an order of the same customer").event.occurred.0
    };
    for arrival in &imported.arrivals {
        let at = arrival.event.occurred.0;
        match &arrival.event.body {
            Body::Cancelled { order, .. } => {
                let after = at.since(ordered(*order, arrival));
                assert!(after.0 > 0 && after < DAY, "{arrival:?}");
            }
            Body::Returned { order: Some(order), .. } => {
                assert!(at.since(ordered(*order, arrival)) >= DAY, "{arrival:?}");
            }
            _ => {}
        }
    }
}

#[test]
fn articles_have_their_usual_name() {
    let Some(imported) = &*IMPORTED else { return };
    let product = imported.catalogue.product(ProductId::of("85123A")).expect("known");
    assert_eq!(&*product.name, "WHITE HANGING HEART T-LIGHT HOLDER");
    assert!(imported.catalogue.product(ProductId::of("POST")).is_none());
}
