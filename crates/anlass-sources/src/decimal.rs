//! Numbers as files write them: ids that a float column spoiled (`17850.0`), amounts with float tails and
//! exponents (`1.776357e-15`). Text in, exact integers out; no floating point in between.

use crate::report::Reason;
use anlass_model::money::{self, Currency, Money};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Which character parts the decimals in amounts; the other one may group thousands only under `comma`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    #[default]
    Point,
    Comma,
}

/// Exponents and digits beyond these are no amounts of money.
const EXPONENT_MAX: i32 = 40;
const DIGITS_MAX: usize = 60;
/// Of a group of thousands.
const GROUP_DIGITS: usize = 3;
const RATING_MAX: u8 = 5;

/// The canonical decimal text of a whole number: `0017850.0` → `17850`.
pub(crate) fn integer(text: &str) -> Result<Cow<'_, str>, Reason> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_whole = !whole.is_empty()
        && whole.bytes().all(|byte| byte.is_ascii_digit())
        && fraction.bytes().all(|byte| byte == b'0');
    if !is_whole {
        return Err(Reason::NotWholeNumber);
    }
    if whole.len() > DIGITS_MAX {
        return Err(Reason::TooLarge);
    }
    let digits = match whole.trim_start_matches('0') {
        "" => return Ok(Cow::Borrowed("0")),
        digits => digits,
    };
    Ok(if sign.is_empty() { Cow::Borrowed(digits) } else { Cow::Owned(format!("-{digits}")) })
}

/// A number of pieces.
pub(crate) fn pieces(text: &str) -> Result<i32, Reason> {
    integer(text)?.parse().map_err(|_| Reason::TooLarge)
}

/// A whole number, with the mark of decimals that the file has.
pub(crate) fn whole(text: &str, mark: Mark) -> Result<i64, Reason> {
    let plain = plain(text, mark).map_err(|_| Reason::NotWholeNumber)?;
    integer(&plain)?.parse().map_err(|_| Reason::TooLarge)
}

/// Signs that some currencies have for themselves.
const SIGNS: [(&str, Currency); 3] = [("€", Currency::EUR), ("£", Currency::GBP), ("$", Currency::USD)];

/// The text without the currency that it names before or behind the number.
///
/// # Errors
/// If that is another one.
pub(crate) fn without_currency(text: &str, currency: Currency) -> Result<&str, Reason> {
    let is_code = |code: &&str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    let behind = text.len().checked_sub(3).and_then(|at| text.split_at_checked(at));
    let before = text.split_at_checked(3);
    let code = behind.filter(|(_, code)| is_code(code)).map(|(number, code)| (code, number));
    let code = code.or_else(|| before.filter(|(code, _)| is_code(code)));
    if let Some((code, number)) = code.filter(|(_, number)| number.contains(|c: char| c.is_ascii_digit())) {
        return if code == currency.code() { Ok(number.trim()) } else { Err(Reason::OtherCurrency) };
    }
    for (sign, own) in SIGNS {
        if let Some(number) = text.strip_suffix(sign).or_else(|| text.strip_prefix(sign)) {
            return if own == currency { Ok(number.trim()) } else { Err(Reason::OtherCurrency) };
        }
    }
    Ok(text)
}

/// How somebody liked something: from 1, the worst, to 5.
pub(crate) fn rating(text: &str) -> Result<u8, Reason> {
    let number = integer(text).ok().and_then(|number| number.parse().ok());
    number.filter(|rating| (1..=RATING_MAX).contains(rating)).ok_or(Reason::NotRating)
}

/// Minor units of a currency, which the text may name.
pub(crate) fn amount(text: &str, mark: Mark, currency: Currency) -> Result<i64, Reason> {
    let text = without_currency(text, currency)?;
    minor(text, mark, currency).map_err(|reason| match reason {
        Reason::NotAmount => of_other_mark(text, mark, currency).unwrap_or(reason),
        other => other,
    })
}

fn minor(text: &str, mark: Mark, currency: Currency) -> Result<i64, Reason> {
    match Money::parse(&plain(text, mark)?, currency) {
        Ok(money) => Ok(money.minor),
        Err(money::Error::Overflow) => Err(Reason::TooLarge),
        Err(_) => Err(Reason::NotAmount),
    }
}

/// Why a text is no amount that is one with the other mark. Three digits behind the mark may be a group of thousands: that
/// says nothing.
fn of_other_mark(text: &str, mark: Mark, currency: Currency) -> Option<Reason> {
    let (sign, other, reason) = match mark {
        Mark::Point => (',', Mark::Comma, Reason::DecimalComma),
        Mark::Comma => ('.', Mark::Point, Reason::DecimalPoint),
    };
    let (_, fraction) = text.rsplit_once(sign)?;
    (fraction.len() != GROUP_DIGITS && minor(text, other, currency).is_ok()).then_some(reason)
}

/// Minor units of so many pieces at this price: multiplied exactly, then rounded once.
pub(crate) fn times(price: &str, pieces: i32, currency: Currency) -> Result<i64, Reason> {
    let plain = plain(price, Mark::Point)?;
    let (sign, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", &*plain),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
        return Err(Reason::NotAmount);
    }
    // Zeros at the ends say nothing, and an exponent leaves many of them.
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{}{fraction}", whole.trim_start_matches('0'));
    let number: i128 = match &*digits {
        "" => 0,
        digits => digits.parse().map_err(|_| Reason::TooLarge)?,
    };
    let product = number.checked_mul(i128::from(pieces)).ok_or(Reason::TooLarge)?;
    let product = format!("{product:0width$}", width = fraction.len() + 1);
    let (before, after) =
        product.split_at_checked(product.len() - fraction.len()).ok_or(Reason::NotAmount)?;
    amount(&format!("{sign}{before}.{after}"), Mark::Point, currency)
}

/// The text with a decimal point, without grouping and without exponent.
fn plain(text: &str, mark: Mark) -> Result<Cow<'_, str>, Reason> {
    let text = match mark {
        Mark::Point if text.contains(',') => return Err(Reason::NotAmount),
        Mark::Point => Cow::Borrowed(text),
        Mark::Comma => Cow::Owned(ungroup(text)?),
    };
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Ok(text) };
    let exponent: i32 = exponent.parse().map_err(|_| Reason::NotAmount)?;
    if exponent.abs() > EXPONENT_MAX || mantissa.len() > DIGITS_MAX {
        return Err(Reason::TooLarge);
    }
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(Reason::NotAmount);
    }
    // Pad with zeros on both sides, then put the point where the exponent moved it.
    let padding = "0".repeat(usize::try_from(exponent.unsigned_abs()).map_err(|_| Reason::TooLarge)?);
    let digits = format!("{padding}{whole}{fraction}{padding}");
    let point = match exponent {
        0.. => padding.len() + whole.len() + padding.len(),
        _ => whole.len(),
    };
    let (before, after) = digits.split_at_checked(point).ok_or(Reason::NotAmount)?;
    Ok(Cow::Owned(format!("{sign}{before}.{after}")))
}

/// `1.234,50` → `1234.50`. A point that does not group three digits is refused rather than guessed at.
fn ungroup(text: &str) -> Result<String, Reason> {
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or("");
    let mut digits = String::from(first);
    for group in groups {
        if group.len() != 3 || first.trim_start_matches('-').is_empty() || first.len() > 4 {
            return Err(Reason::NotAmount);
        }
        digits.push_str(group);
    }
    if fraction.contains(['.', ',']) {
        return Err(Reason::NotAmount);
    }
    Ok(format!("{digits}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn whole_numbers_have_one_spelling() {
        for (text, canonical) in
            [("17850.0", "17850"), ("007", "7"), ("0.00", "0"), ("-12", "-12"), ("5.", "5")]
        {
            assert_eq!(integer(text).as_deref(), Ok(canonical), "{text}");
        }
        for bad in ["", "-", "1.5", "1e3", "x", "1 2", ".0"] {
            assert_eq!(integer(bad), Err(Reason::NotWholeNumber), "{bad}");
        }
        assert_eq!(whole("1.250,00", Mark::Comma), Ok(1_250));
        assert_eq!((whole("-3", Mark::Point), whole("5.00", Mark::Point)), (Ok(-3), Ok(5)));
        for bad in ["viele", "1,5", "", "1.5"] {
            assert_eq!(whole(bad, Mark::Comma), Err(Reason::NotWholeNumber), "{bad}");
        }
        assert_eq!(pieces("2147483648"), Err(Reason::TooLarge));
        assert_eq!(integer(&"9".repeat(100)), Err(Reason::TooLarge));
    }

    #[test]
    fn amounts_are_exact_whatever_their_spelling() {
        let euro = |text, mark| amount(text, mark, Currency::EUR);
        for (text, minor) in [
            ("0.5", 50),
            ("1.776357e-15", 0),
            ("1.2e2", 12_000),
            ("-2.55e0", -255),
            ("5e-3", 1),
            ("7E+1", 7_000),
        ] {
            assert_eq!(euro(text, Mark::Point), Ok(minor), "{text}");
        }
        for (text, minor) in [("1.234,50", 123_450), ("0,99", 99), ("-12.000", -1_200_000), ("7", 700)] {
            assert_eq!(euro(text, Mark::Comma), Ok(minor), "{text}");
        }
        for bad in ["", "1,234", "e5", "1e", "NaN", "1e5.5", "--1"] {
            assert_eq!(euro(bad, Mark::Point), Err(Reason::NotAmount), "{bad}");
        }
        for bad in ["1.23,4", "1,2,3", ".123"] {
            assert_eq!(euro(bad, Mark::Comma), Err(Reason::NotAmount), "{bad}");
        }
        for of_comma in ["1,5", "99,90", "1.234,50", "99,90 €"] {
            assert_eq!(euro(of_comma, Mark::Point), Err(Reason::DecimalComma), "{of_comma}");
        }
        for of_point in ["1.5", "99.90", "0.9999"] {
            assert_eq!(euro(of_point, Mark::Comma), Err(Reason::DecimalPoint), "{of_point}");
        }
        for text in ["19.99 EUR", "EUR19.99", "19.99 €", "€ 19.99"] {
            assert_eq!(euro(text, Mark::Point), Ok(1_999), "{text}");
        }
        for text in ["19.99 USD", "$19.99"] {
            assert_eq!(euro(text, Mark::Point), Err(Reason::OtherCurrency), "{text}");
        }
        assert_eq!(
            (euro("EUR", Mark::Point), euro("€", Mark::Point)),
            (Err(Reason::NotAmount), Err(Reason::NotAmount))
        );
        assert_eq!(euro("1e99", Mark::Point), Err(Reason::TooLarge));
        assert_eq!(euro("99999999999999999999", Mark::Point), Err(Reason::TooLarge));
    }

    proptest! {
        #[test]
        fn cents_survive_every_exponent(minor in -1_000_000i64..1_000_000, exponent in -6i32..7) {
            let sign = if minor < 0 { "-" } else { "" };
            let size = minor.unsigned_abs();
            let text = format!("{sign}{size}e{}", -2);
            prop_assert_eq!(amount(&text, Mark::Point, Currency::EUR), Ok(minor));
            let shifted = format!("{sign}{size}e{exponent}");
            let factor = 10i64.pow(u32::try_from((exponent + 2).max(0)).expect("not negative"));
            if exponent >= -2 {
                prop_assert_eq!(amount(&shifted, Mark::Point, Currency::EUR), Ok(minor * factor));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _answer = (integer(&text), pieces(&text), amount(&text, Mark::Point, Currency::EUR));
            let _answer = amount(&text, Mark::Comma, Currency::EUR);
        }
    }
}
