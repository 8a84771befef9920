//! An order that is told in parts, with lines let in later, is the same order.

use super::{START, event, events, facts, shipped, told};
use anlass_model::event::{Body, Event, Order};
use anlass_model::time::{DAY, HOUR};
use proptest::prelude::{prop_assert_eq, proptest};

proptest! {
    #[test]
    fn an_order_told_in_parts_is_the_order_told_whole(events in events(), cut in 0..4usize) {
        let program = shipped();
        let (mut parts, mut late): (Vec<Event>, Vec<Event>) = (Vec::new(), Vec::new());
        for (number, whole) in events.iter().enumerate() {
            let mut part = whole.clone();
            if let Body::Ordered(order) = &mut part.body
                && order.lines.len() > cut.max(1)
            {
                let lines = order.lines.split_off(cut.max(1));
                let body = Body::Extended(Order { lines, ..order.clone() });
                late.push(event(1_000 + number, whole.occurred.0, START.plus(DAY.times(5)).plus(HOUR), body));
            }
            parts.push(part);
        }
        parts.extend(late);
        let (whole, parted) = (told(&program, &events), told(&program, &parts));
        prop_assert_eq!(&whole.hot.heads, &parted.hot.heads);
        prop_assert_eq!(&whole.orders, &parted.orders);
        prop_assert_eq!(facts(&whole), facts(&parted));
    }
}
