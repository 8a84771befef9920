//! Filters of templates: amounts, numbers, days and plurals of the language, and the few that people know
//! from Liquid. None makes a text much longer than it was; none switches escaping off.

use crate::format::{DateStyle, Locale};
use crate::tags;
use anlass_model::money::Currency;
use jiff::civil::Date;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use std::sync::atomic::{AtomicUsize, Ordering};

/// All there are.
pub(crate) const NAMES: [&str; 17] = [
    "money",
    "number",
    "date",
    "plural",
    "upcase",
    "downcase",
    "upper",
    "lower",
    "capitalize",
    "truncate",
    "default",
    "d",
    "escape",
    "e",
    "strip",
    "trim",
    "size",
];

/// Steps a template may take.
const FUEL: u64 = 200_000;
/// A whole mail, text and HTML, may print at most this much.
pub(crate) const MAIL_BYTES_MAX: usize = 1 << 20;
pub(crate) const METER: &str = "meter";

/// Counts what a mail has printed.
#[derive(Debug, Default)]
pub(crate) struct Meter(AtomicUsize);

impl minijinja::value::Object for Meter {}

/// An environment in which texts of one language are rendered.
pub(crate) fn environment(locale: Locale, currency: Currency) -> Environment<'static> {
    let mut environment = Environment::empty();
    // Missing values compare as unequal; printing one is an error all the same.
    environment.set_undefined_behavior(UndefinedBehavior::Lenient);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment.set_formatter(print);
    environment.add_filter("money", move |amount: Value| match amount.as_i64() {
        Some(minor) => Ok(locale.money(minor, currency)),
        None => Err(unfit("money", "an amount")),
    });
    environment.add_filter("number", move |number: Value| match number.as_i64() {
        Some(number) => Ok(locale.number(number)),
        None => Err(unfit("number", "a whole number")),
    });
    environment
        .add_filter("date", move |day: Value, style: Option<String>| date(locale, &day, style.as_deref()));
    environment.add_filter("plural", |number: Value, one: String, many: String| match number.as_i64() {
        Some(1 | -1) => Ok(one),
        Some(_) => Ok(many),
        None => Err(unfit("plural", "a whole number")),
    });
    for name in ["upcase", "upper"] {
        environment.add_filter(name, |text: String| text.to_uppercase());
    }
    for name in ["downcase", "lower"] {
        environment.add_filter(name, |text: String| text.to_lowercase());
    }
    environment.add_filter("capitalize", |text: String| {
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    environment.add_filter("truncate", truncate);
    for name in ["default", "d"] {
        environment.add_filter(name, |value: Value, other: Value| {
            let is_empty = value.is_undefined()
                || value.is_none()
                || value.as_str().is_some_and(|text| text.trim().is_empty());
            if is_empty { other } else { value }
        });
    }
    // Everything is escaped when it is printed; these are here because people write them.
    for name in ["escape", "e"] {
        environment.add_filter(name, |value: Value| value);
    }
    for name in ["strip", "trim"] {
        environment.add_filter(name, |text: String| text.trim().to_owned());
    }
    environment.add_filter("size", |value: Value| match value.len() {
        Some(length) => Ok(Value::from(length)),
        None => Err(unfit("size", "a text or a list")),
    });
    environment.add_test("defined", |value: Value| !value.is_undefined());
    environment.add_test("undefined", |value: Value| value.is_undefined());
    environment.add_test("none", |value: Value| value.is_none() || value.is_undefined());
    environment
}

fn unfit(filter: &str, wanted: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("the filter \"{filter}\" takes {wanted}"))
}

fn date(locale: Locale, day: &Value, style: Option<&str>) -> Result<String, Error> {
    let date: Date = day.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| unfit("date", "a day"))?;
    let style = match style.unwrap_or("medium") {
        "short" => DateStyle::Short,
        "medium" => DateStyle::Medium,
        "long" => DateStyle::Long,
        "full" => DateStyle::Full,
        _ => return Err(unfit("date", "one of \"short\", \"medium\", \"long\", \"full\"")),
    };
    Ok(locale.date(date, style))
}

/// Cuts at a space if there is one in the last third.
fn truncate(text: String, length: usize) -> String {
    if text.chars().count() <= length {
        return text;
    }
    let cut: String = text.chars().take(length.saturating_sub(1)).collect();
    let kept = match cut.rfind(' ') {
        Some(space) if space * 3 >= cut.len() * 2 => cut.get(..space).unwrap_or(&cut),
        _ => &cut,
    };
    format!("{}…", kept.trim_end())
}

/// Prints what is for people, escaped in HTML, and counts it.
fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    let rendered;
    let text = match value.as_str() {
        Some(text) => text,
        None if value.as_object().is_some() => {
            return Err(Error::new(ErrorKind::InvalidOperation, "this is no text"));
        }
        None => {
            rendered = value.to_string();
            &*rendered
        }
    };
    if let Some(meter) = state.lookup(METER)
        && let Some(Meter(printed)) = meter.downcast_object_ref::<Meter>()
        && printed.fetch_add(text.len(), Ordering::Relaxed) > MAIL_BYTES_MAX
    {
        return Err(Error::new(ErrorKind::WriteFailure, "the mail grows too large"));
    }
    let written = match state.auto_escape() {
        AutoEscape::Html if text.contains(['&', '<', '>', '"', '\'']) => out.write_str(&tags::escaped(text)),
        _ => out.write_str(text),
    };
    written.map_err(Error::from)
}
