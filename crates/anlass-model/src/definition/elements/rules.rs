//! The rules among the settings, part by part: who looks alike, points and tiers, fences, what is erased by itself.

use super::ElementKind;
use crate::definition::{CountedPlace, Loyalty, Matching, Retention, RetentionRule, Settings};
use crate::location::{Location, OwnFence};

/// Hands each part to `put`: its kind, its name, and what it is. A tier, a fence and a rule have a word before their ids, which
/// no id can hold.
pub(super) fn put(settings: &Settings, mut put: impl FnMut(ElementKind, String, String)) {
    if let Some(own) = &settings.matching {
        matching(own, |name, what| put(ElementKind::Matching, name, what));
    }
    if let Some(own) = &settings.loyalty {
        loyalty(own, |name, what| put(ElementKind::Loyalty, name, what));
    }
    if let Some(own) = &settings.location {
        location(own, |name, what| put(ElementKind::Fence, name, what));
    }
    if let Some(own) = &settings.retention {
        retention(own, |name, what| put(ElementKind::Retention, name, what));
    }
}

fn matching(matching: &Matching, mut put: impl FnMut(String, String)) {
    let birthday = matching.birthday.iter().map(|field| ("birthday", field));
    for (key, field) in matching.texts().chain(birthday) {
        put(key.to_owned(), field.to_string());
    }
}

fn loyalty(loyalty: &Loyalty, mut put: impl FnMut(String, String)) {
    let Loyalty { points_per, counts, expire_after, tiers, told } = loyalty;
    put("points_per".to_owned(), format!("{} per {}", points_per.points, points_per.amount));
    let places = counts.iter().map(|place| match place {
        CountedPlace::Online => "online",
        CountedPlace::Outlet => "outlet",
    });
    let places: Vec<&str> = places.collect();
    if !places.is_empty() {
        put("counts".to_owned(), places.join(", "));
    }
    if let Some(span) = expire_after {
        put("expire_after".to_owned(), span.0.to_string());
    }
    for tier in tiers {
        let within = tier.within.map_or_else(String::new, |within| format!(", within {}", within.0));
        put(format!("tier {}", tier.id), format!("from {}{within}", tier.from));
    }
    for (name, field) in [("told_points", &told.points), ("told_tier", &told.tier)] {
        if let Some(field) = field {
            put(name.to_owned(), field.to_string());
        }
    }
}

fn location(location: &Location, mut put: impl FnMut(String, String)) {
    let Location { outlets_m, fences, dwell, away } = location;
    if let Some(radius) = outlets_m {
        put("outlets_m".to_owned(), format!("{radius} m"));
    }
    put("dwell".to_owned(), dwell.0.to_string());
    put("away".to_owned(), away.0.to_string());
    for OwnFence { id, place, outlet, radius_m, .. } in fences {
        let around = match (place, outlet) {
            (Some(place), _) => String::from(*place),
            (None, outlet) => format!("outlet {}", outlet.as_deref().unwrap_or_default()),
        };
        put(format!("fence {id}"), format!("{around}; {radius_m} m"));
    }
}

fn retention(retention: &Retention, mut put: impl FnMut(String, String)) {
    let Retention { daily, keep_orders, rules } = retention;
    put("daily".to_owned(), if *daily { "yes" } else { "no" }.to_owned());
    put("keep_orders".to_owned(), keep_orders.0.to_string());
    for RetentionRule { id, silent_for, unconfirmed_for, letters_for } in rules {
        let all = [("silent", silent_for), ("unconfirmed", unconfirmed_for), ("letters", letters_for)];
        let said: Vec<String> =
            all.iter().filter_map(|(what, span)| Some(format!("{what} {}", (*span).as_ref()?.0))).collect();
        put(format!("rule {id}"), said.join(", "));
    }
}
