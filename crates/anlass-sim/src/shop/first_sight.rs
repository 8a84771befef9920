//! What is known of a household when it first appears: its profile, its consents and their later withdrawal,
//! its objection to advertising.

use super::clock::{Clock, ZONE};
use super::draws::Draws;
use super::household::{Household, Told};
use super::names::{FEMALE, LAST, MALE, TOWNS};
use anlass_model::consent::{Channel, ConsentAct, ObjectionAct, Proof};
use anlass_model::event::Body;
use anlass_model::id::{IdentifierKind, Name};
use anlass_model::time::{DAY, SECOND, Timestamp};
use anlass_model::value::{Day, Value};
use jiff::civil::Date;

/// Shares of 10,000 by one draw, so that they exclude each other: proven consent by e-mail …
const EMAIL_PROVEN: u64 = 6_200;
/// … a mere claim of it …
const EMAIL_CLAIMED: u64 = 800;
/// … and no e-mail address at all.
const EMAIL_NONE: u64 = 400;
/// Likewise for the phone: proven consent to text messages, and a number without consent.
const SMS_PROVEN: u64 = 2_000;
const PHONE_ONLY: u64 = 3_000;
const PUSH_PROVEN: u64 = 2_500;
/// Of those with proven e-mail consent: may also be asked what they think.
const FEEDBACK: u64 = 6_000;
/// Of each proven consent: withdrawn during the year.
const WITHDRAWN: u64 = 500;
const OBJECTS: u64 = 150;
/// Whoever objects has done so before in half of the cases, and does it during the year in the other half.
const OBJECTS_AT_ONCE: u64 = 5_000;
/// Who says in which language they read; all others leave it to the shop.
const GERMAN: u64 = 800;
const ENGLISH: u64 = 800;
const SALUTATION_UNKNOWN: u64 = 400;
/// More than the calendar's own 7 in 10,000: birthdays on a leap day must occur in any demo.
const BORN_ON_LEAP_DAY: u64 = 80;
/// Of people of whom nothing is noted.
const AGES: (i64, i64) = (19, 87);
/// Tries to find a moment of the day at which people are up.
const TRIES_MAX: u64 = 16;

pub(crate) fn tell(household: &Household<'_>, clock: &Clock, told: &mut Told) {
    let draws = household.draws.of("first sight", b"");
    told.tell(draws.nth("profile", 0), household.first.minus(SECOND.times(3)), profile(household, clock));
    for (channel, proof) in consents(draws) {
        let own = draws.of("consent", channel.as_str().as_bytes());
        let is_proven = proof.is_provable();
        if channel == Channel::Email && is_proven && own.chance("feedback", FEEDBACK) {
            let may_ask = Body::Consent(ConsentAct {
                channel: Some(channel),
                purpose: Some(name("feedback")),
                granted: true,
                proof: proof.clone(),
            });
            told.tell(own.nth("feedback", 0), household.first.minus(SECOND.times(2)), may_ask);
        }
        told.tell(own, household.first.minus(SECOND.times(2)), consent(channel, true, proof));
        if is_proven
            && own.chance("withdrawn", WITHDRAWN)
            && let Some(at) = later(household, clock, own)
        {
            told.tell(own.nth("withdrawal", 0), at, consent(channel, false, Proof::None));
        }
    }
    if draws.chance("objects", OBJECTS) {
        let own = draws.nth("objection", 0);
        let at_once = household.first.minus(SECOND);
        let at = match own.chance("at once", OBJECTS_AT_ONCE) {
            true => at_once,
            false => later(household, clock, own).unwrap_or(at_once),
        };
        told.tell(own, at, Body::Objection(ObjectionAct::stated(false)));
    }
}

/// A moment of the year in which the household is known, a day after its first event or later.
fn later(household: &Household<'_>, clock: &Clock, draws: Draws) -> Option<Timestamp> {
    let (from, to) = (household.first.plus(DAY), household.last);
    let mut tries = (0..TRIES_MAX).map(|n| Timestamp(draws.nth("later", n).between("at", from.0, to.0)));
    tries.find(|at| clock.is_up(*at) && *at <= to)
}

fn has_email(draws: Draws) -> bool {
    draws.basis_points("email") < 10_000 - EMAIL_NONE
}

fn has_phone(draws: Draws) -> bool {
    draws.basis_points("phone") < SMS_PROVEN + PHONE_ONLY
}

fn consents(draws: Draws) -> Vec<(Channel, Proof)> {
    let proven = || Proof::DoubleOptIn { text: name("newsletter-2016"), asked: None };
    let mut consents = Vec::new();
    match draws.basis_points("email") {
        share if share < EMAIL_PROVEN => consents.push((Channel::Email, proven())),
        share if share < EMAIL_PROVEN + EMAIL_CLAIMED => consents.push((Channel::Email, Proof::None)),
        _ => {}
    }
    if draws.chance("phone", SMS_PROVEN) {
        consents.push((Channel::Sms, proven()));
    }
    if draws.chance("push", PUSH_PROVEN) {
        consents.push((Channel::Push, proven()));
    }
    consents
}

fn consent(channel: Channel, granted: bool, proof: Proof) -> Body {
    Body::Consent(ConsentAct { channel: Some(channel), purpose: Some(name("offers")), granted, proof })
}

fn profile(household: &Household<'_>, clock: &Clock) -> Body {
    let draws = household.draws.of("first sight", b"");
    let is_female = draws.chance("female", 5_500);
    let (salutation, firsts) = if is_female { ("Ms", &FEMALE) } else { ("Mr", &MALE) };
    let first = draws.choice("first name", firsts).copied().unwrap_or("Mary");
    let last = draws.choice("last name", &LAST).copied().unwrap_or("Smith");
    let mut fields = vec![
        text("first_name", first),
        text("last_name", last),
        text("time_zone", ZONE),
        (name("birth_date"), Some(Value::Day(birth_date(household, clock.day(household.first), draws)))),
    ];
    if draws.chance("german", GERMAN) {
        fields.push(text("language", "de"));
    } else if draws.chance("english", ENGLISH) {
        fields.push(text("language", "en"));
    }
    if !draws.chance("salutation unknown", SALUTATION_UNKNOWN) {
        fields.push(text("salutation", salutation));
    }
    if has_email(draws) {
        let local = format!("{first}.{last}.{}", card(household)).to_lowercase();
        fields.push(text("email", &format!("{local}@example.org")));
    }
    if let Some(town) = draws.choice("town", &TOWNS) {
        fields.push(text("city", town.name));
        fields.push(text("postcode", &format!("{}{:02}", town.postcode, draws.between("postcode", 1, 45))));
        if has_phone(draws) {
            // The exchange 555 is given to no subscriber; 0… and 1… are left out for the special numbers.
            let number = draws.between("number", 2_000, 9_999);
            fields.push(text("phone", &format!("+1{}555{number}", town.area_code)));
        }
    }
    Body::Profile(fields)
}

/// What tells this household's address from that of a namesake.
fn card(household: &Household<'_>) -> String {
    let card = household.identifiers.iter().find(|identifier| identifier.kind == IdentifierKind::Card);
    let value = &card.unwrap_or(household.person).value;
    value.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A birthday that fits the noted age band, if there is one.
fn birth_date(household: &Household<'_>, today: Day, draws: Draws) -> Day {
    let (youngest, oldest) = household.age_band.and_then(ages).unwrap_or(AGES);
    // The mean of two: most are in the middle of life.
    let age =
        i64::midpoint(draws.between("age", youngest, oldest), draws.between("other age", youngest, oldest));
    // The quarter counts leap days; a margin of a day on both sides makes up for its rounding.
    let days = age * 365 + age / 4 + draws.between("day of birth", 1, 363);
    let born = Day(today.0.saturating_sub(i32::try_from(days).unwrap_or(0)));
    if !draws.chance("leap day", BORN_ON_LEAP_DAY) {
        return born;
    }
    let fits = |leap_day: &Date| (youngest..=oldest).contains(&age_on(today.date(), *leap_day));
    let near =
        [0, -1, 1, -2, 2, -3, 3].map(|years| Date::new(born.date().year().saturating_add(years), 2, 29));
    near.into_iter().filter_map(Result::ok).find(fits).map_or(born, Day::from_date)
}

fn age_on(today: Date, born: Date) -> i64 {
    let is_before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    i64::from(today.year()) - i64::from(born.year()) - i64::from(is_before_birthday)
}

/// Reads "25-34" and "65+".
fn ages(band: &str) -> Option<(i64, i64)> {
    let age = |text: &str| text.trim().parse::<u8>().map(i64::from).ok();
    match band.split_once('-') {
        Some((low, high)) => Some((age(low)?, age(high)?)),
        None => age(band.strip_suffix('+')?).map(|low| (low, low + 20)),
    }
}

fn text(field: &str, value: &str) -> (Name, Option<Value>) {
    (name(field), Some(Value::Text(value.into())))
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a fixed, valid name")
}
