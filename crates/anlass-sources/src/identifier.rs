//! Addresses and telephone numbers in the one form in which they are compared, wherever they come from.

const EMAIL_BYTES_MAX: usize = 254;
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// An address in the one form in which addresses are compared.
pub(crate) fn email(text: &str) -> Option<Box<str>> {
    let (local, domain) = text.split_once('@')?;
    let is_bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | ',' | ';' | '<' | '>');
    let has_dot = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    if local.is_empty()
        || text.len() > EMAIL_BYTES_MAX
        || !has_dot
        || text.replacen('@', "", 1).contains(is_bad)
    {
        return None;
    }
    Some(text.to_lowercase().into())
}

/// A telephone number with its country: `+` and digits.
pub(crate) fn phone(text: &str) -> Option<Box<str>> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '/' | '.' | '(' | ')')).collect();
    let digits = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00"))?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    (is_number && PHONE_DIGITS.contains(&digits.len())).then(|| format!("+{digits}").into())
}

/// SHA-256 of an address in the form in which addresses are compared: 64 hexadecimal digits.
pub(crate) fn hashed_email(text: &str) -> Option<Box<str>> {
    let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| text.to_lowercase().into())
}
