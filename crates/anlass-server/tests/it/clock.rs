//! The clock of a demonstration.

use crate::shop::Shop;
use anlass_server::Role;
use serde_json::json;
use std::sync::atomic::Ordering;

/// Whoever moves it by a month gets an answer in reasonable time, and the rest by asking again.
#[test]
fn a_long_way_comes_in_stages_and_ends_where_it_was_to() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let month = 31 * 86_400;
    let begun = shop.json(&cookie, "/api/session")["clock"]["now"].clone();
    // The world's time flies meanwhile.
    shop.tick.store(200, Ordering::Relaxed);
    let (mut left, mut stages) = (month, 0);
    while left > 0 {
        let answer = shop.ask(&cookie, "POST", "/api/demo/clock", &json!({ "seconds": left })).json();
        let now_left = answer["left_seconds"].as_i64().expect("told");
        assert!(now_left < left, "each stage gets somewhere: {answer}");
        (left, stages) = (now_left, stages + 1);
    }
    assert!(stages > 10, "{stages}: one of them took all the time in the world");
    let now = shop.json(&cookie, "/api/session")["clock"]["now"].clone();
    assert_eq!((begun, now), (json!("2026-11-24T09:00:00Z"), json!("2026-12-25T09:00:00Z")));
}

#[test]
fn where_nobody_is_left_to_show_it_with_that_is_what_it_says() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let answer = shop.ask(&cookie, "POST", "/api/demo/last-second", &json!({}));
    assert_eq!(answer.status, 422, "it is a demonstration all the same: {answer:?}");
    assert!(answer.json()["cause"].as_str().is_some_and(|cause| cause.contains("nobody is left")));
}
