//! Money: whole minor units with a currency. No floating point, no silent mixing of currencies.

use serde::{Deserialize, Serialize};
use std::fmt;

/// ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    #[error("\"{0}\" is not a currency: use three capital letters such as EUR")]
    Currency(String),
    #[error("\"{0}\" is not an amount")]
    Amount(String),
    #[error("amounts in {0} and {1} cannot be added")]
    Mixed(Currency, Currency),
    #[error("the amount is too large")]
    Overflow,
}

impl Currency {
    pub const EUR: Currency = Currency(*b"EUR");
    pub const USD: Currency = Currency(*b"USD");
    pub const GBP: Currency = Currency(*b"GBP");

    /// Its three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("capital letters only")
    }

    /// Digits after the decimal point (ISO 4217; those that differ from 2).
    #[must_use]
    pub fn digits(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"CLP" | b"ISK" | b"VND" | b"PYG" | b"UGX" | b"XAF" | b"XOF" => 0,
            b"BHD" | b"KWD" | b"OMR" | b"TND" | b"JOD" | b"IQD" | b"LYD" => 3,
            _ => 2,
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = Error;
    fn try_from(text: String) -> Result<Currency, Error> {
        match text.as_bytes() {
            [a, b, c] if text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Currency([*a, *b, *c])),
            _ => Err(Error::Currency(text.chars().take(20).collect())),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.to_string()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{}", char::from(byte))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An exact amount. Inside a dossier only the minor units stand: a vault has one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    /// # Errors
    /// [`Error::Mixed`] for two currencies, [`Error::Overflow`] beyond 64 bits.
    pub fn checked_add(self, other: Money) -> Result<Money, Error> {
        if self.currency != other.currency {
            return Err(Error::Mixed(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(Error::Overflow)?;
        Ok(Money { minor, ..self })
    }

    /// Reads a decimal text such as `12.5`, `-0,99` or `1e2`-free exports; more decimals than the currency
    /// has are rounded half away from zero (exports of floats carry tails such as `2.5500000000000003`).
    ///
    /// # Errors
    /// [`Error::Amount`] if the text is no decimal number, [`Error::Overflow`] beyond 64 bits.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, Error> {
        let bad = || Error::Amount(text.chars().take(40).collect());
        let (negative, digits) = match text.trim().strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.trim()),
        };
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(bad());
        }
        let mut minor: i64 = 0;
        let wanted = usize::try_from(currency.digits()).map_err(|_| bad())?;
        let padded = fraction.bytes().chain(std::iter::repeat(b'0')).take(wanted);
        for digit in whole.bytes().chain(padded) {
            minor = minor
                .checked_mul(10)
                .and_then(|sum| sum.checked_add(i64::from(digit - b'0')))
                .ok_or(Error::Overflow)?;
        }
        if fraction.as_bytes().get(wanted).is_some_and(|digit| *digit >= b'5') {
            minor = minor.checked_add(1).ok_or(Error::Overflow)?;
        }
        Ok(Money { minor: if negative { -minor } else { minor }, currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.digits();
        let unit = 10u64.pow(digits);
        let sign = if self.minor < 0 { "-" } else { "" };
        let whole = self.minor.unsigned_abs() / unit;
        let rest = self.minor.unsigned_abs() % unit;
        match usize::try_from(digits) {
            Ok(width @ 1..) => write!(f, "{sign}{whole}.{rest:0width$} {}", self.currency),
            _ => write!(f, "{sign}{whole} {}", self.currency),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, minor) in [
            ("0.5", 50),
            ("1.99", 199),
            ("-3,4", -340),
            ("7", 700),
            ("2.5500000000000003", 255),
            ("0.995", 100),
        ] {
            assert_eq!(Money::parse(text, Currency::EUR).expect(text).minor, minor, "{text}");
        }
        for bad in ["", "-", ".", "1.2.3", "abc", "NaN", "1e5"] {
            assert!(Money::parse(bad, Currency::EUR).is_err(), "{bad}");
        }
        assert_eq!(Money::parse("99999999999999999999", Currency::EUR), Err(Error::Overflow));
    }

    #[test]
    fn currencies_never_mix() {
        let euro = Money { minor: 1, currency: Currency::EUR };
        let pound = Money { minor: 1, currency: Currency::GBP };
        assert!(euro.checked_add(pound).is_err());
        assert_eq!(Money { minor: -5, currency: Currency::EUR }.to_string(), "-0.05 EUR");
    }
}
