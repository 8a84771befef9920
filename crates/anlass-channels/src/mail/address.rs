//! Addresses, normalised once at the border: domains in lower case and ASCII (IDN), local parts as written.
//! Quoted local parts and address literals are refused; no customer has one.

use anlass_model::id::IntentId;
use std::fmt;

/// RFC 5321, 4.5.3.1.
const LOCAL_BYTES_MAX: usize = 64;
const ADDRESS_BYTES_MAX: usize = 254;
const NAME_CHARACTERS_MAX: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address: {cause}")]
pub struct BadAddress {
    /// Without the address itself: it is personal.
    pub cause: &'static str,
}

/// An address that can stand in an envelope and a header.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    local: String,
    domain: String,
}

impl Address {
    pub fn parse(text: &str) -> Result<Address, BadAddress> {
        let bad = |cause| Err(BadAddress { cause });
        let Some((local, domain)) = text.trim().rsplit_once('@') else { return bad("it has no @") };
        let Some(domain) = ascii_domain(domain) else { return bad("its domain is not one") };
        if local.is_empty() || local.len() > LOCAL_BYTES_MAX {
            return bad("the part before the @ is empty or too long");
        }
        if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return bad("the part before the @ has a dot where none may be");
        }
        if !local.chars().all(is_atom) {
            return bad("the part before the @ has a character that may not be there");
        }
        if local.len() + 1 + domain.len() > ADDRESS_BYTES_MAX {
            return bad("it is too long");
        }
        Ok(Address { local: local.to_owned(), domain })
    }

    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// In lower case and ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Whether a relay has to speak SMTPUTF8 to take it.
    #[must_use]
    pub fn needs_utf8(&self) -> bool {
        !self.local.is_ascii()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// For logs and panics: the domain alone, which is not personal.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "…@{}", self.domain)
    }
}

/// A domain in lower case and ASCII, if it is one.
#[must_use]
pub fn ascii_domain(text: &str) -> Option<String> {
    let domain = idna::domain_to_ascii_strict(text).ok()?;
    // A single label is a machine of the own house: good for tests and relays, not forbidden.
    let is_domain = !domain.is_empty() && domain.split('.').all(|label| !label.is_empty());
    is_domain.then_some(domain)
}

fn is_atom(character: char) -> bool {
    match character.is_ascii() {
        true => character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(character),
        // Above ASCII: letters and signs, never controls, spaces or what turns the writing direction.
        false => !character.is_control() && !character.is_whitespace() && !is_invisible(character),
    }
}

/// Zero-width characters and direction marks, with which one address can look like another.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// An address with the name that mail programs show.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub name: String,
    pub address: Address,
}

impl Mailbox {
    /// The name loses line ends and other control characters, so it cannot start a header of its own.
    pub fn new(name: &str, address: &str) -> Result<Mailbox, BadAddress> {
        let name = one_line(name).chars().take(NAME_CHARACTERS_MAX).collect();
        Ok(Mailbox { name, address: Address::parse(address)? })
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)
    }
}

/// Text for a header: control characters and runs of space become one space.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Proof that a delivery's name was given out by whoever sent it: nobody else can make up a mail that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seal(pub [u8; SEAL_BYTES]);

/// As long as fits into the local part of an address beside the intent.
pub const SEAL_BYTES: usize = 8;

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Which delivery a returned mail is about, and the proof it carries, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub intent: IntentId,
    pub seal: Option<Seal>,
}

fn named(intent: IntentId, seal: Option<Seal>, domain: &str) -> String {
    match seal {
        Some(seal) => format!("{intent}.{seal}@{domain}"),
        None => format!("{intent}@{domain}"),
    }
}

/// The Message-ID of an intent: the same over all attempts, so that a mailbox recognises a second copy.
#[must_use]
pub fn message_id(intent: IntentId, seal: Option<Seal>, domain: &str) -> String {
    named(intent, seal, domain)
}

/// Before the intent in the address to which bounces return.
const RETURN_PREFIX: &str = "bounces+";

/// The envelope's sender: an address of its own per intent, so that a bounce says itself what it is about.
#[must_use]
pub fn return_path(intent: IntentId, seal: Option<Seal>, domain: &str) -> String {
    format!("{RETURN_PREFIX}{}", named(intent, seal, domain))
}

/// The delivery of a [`return_path`], anywhere in `text`.
#[must_use]
pub fn origin_of_return_path(text: &str) -> Option<Origin> {
    let lower = text.to_ascii_lowercase();
    let mut found = lower.match_indices(RETURN_PREFIX);
    found.find_map(|(start, prefix)| origin_before_at(lower.get(start + prefix.len()..)?))
}

/// The delivery of a [`message_id`], anywhere in `text`.
#[must_use]
pub fn origin_of_message_id(text: &str) -> Option<Origin> {
    let mut found = text.match_indices('<');
    found.find_map(|(start, bracket)| origin_before_at(text.get(start + bracket.len()..)?))
}

/// 32 hexadecimal digits, a seal if there is one, and an @.
fn origin_before_at(text: &str) -> Option<Origin> {
    let (digits, _) = text.split_once('@')?;
    let (digits, seal) = match digits.split_once('.') {
        Some((digits, seal)) => (digits, Some(seal_of(seal)?)),
        None => (digits, None),
    };
    let is_id = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let intent = is_id.then(|| digits.parse().ok())??;
    Some(Origin { intent, seal })
}

fn seal_of(digits: &str) -> Option<Seal> {
    let is_seal = digits.len() == 2 * SEAL_BYTES && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u64::from_str_radix(digits, 16).ok().filter(|_| is_seal)?;
    Some(Seal(number.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn domains_are_written_in_ascii_and_lower_case() {
        let address = Address::parse(" Anna.Weiß@Bücher.Example ").unwrap();
        assert_eq!(address.to_string(), "Anna.Weiß@xn--bcher-kva.example");
        assert!(address.needs_utf8());
        assert!(!Address::parse("anna@bücher.example").unwrap().needs_utf8());
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        for text in [
            "",
            "anna",
            "@example.org",
            "anna@",
            "anna@exa mple.org",
            "an na@example.org",
            "anna@example.org\r\nBcc: all@example.org",
            "anna\r\n@example.org",
            "a<b@example.org",
            "\"a b\"@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a\u{202e}b@example.org",
            "anna@[127.0.0.1]",
            "anna@example..org",
        ] {
            let error = Address::parse(text).expect_err(text);
            assert!(!error.to_string().contains("example.org"), "{error}");
        }
        assert!(Address::parse(&format!("{}@example.org", "a".repeat(65))).is_err());
    }

    #[test]
    fn an_address_in_a_debug_print_shows_its_domain_only() {
        let mailbox = Mailbox::new("Anna", "anna@example.org").unwrap();
        assert_eq!(format!("{mailbox:?}"), "…@example.org");
    }

    #[test]
    fn a_delivery_is_found_in_what_comes_back_with_its_proof() {
        let intent = IntentId(0x1234_5678_9abc_def0_0fed_cba9_8765_4321);
        for seal in [None, Some(Seal([0, 1, 2, 0xfd, 4, 5, 6, 7]))] {
            let path = return_path(intent, seal, "mail.example.org");
            let found = origin_of_return_path(&format!("Final-Recipient: <{}>", path.to_uppercase()));
            assert_eq!(found, Some(Origin { intent, seal }));
            let id = message_id(intent, seal, "example.org");
            let found = origin_of_message_id(&format!("References: <a@b> <{id}>"));
            assert_eq!(found, Some(Origin { intent, seal }));
            let (local, _) = path.split_once('@').expect("an address");
            assert!(local.len() <= LOCAL_BYTES_MAX, "{local}");
        }
        assert_eq!(origin_of_message_id("<1234@example.org>"), None);
        assert_eq!(origin_of_message_id(&format!("<{intent}.00112233@example.org>")), None);
        assert_eq!(origin_of_return_path("bounces+nonsense@example.org"), None);
    }

    proptest! {
        #[test]
        fn an_accepted_address_never_breaks_out_of_a_header(text in "\\PC{0,20}@[a-zäöü.-]{0,20}") {
            if let Ok(address) = Address::parse(&text) {
                let shown = address.to_string();
                let is_broken = |character: char| character.is_control() || "<>,;\" ".contains(character);
                prop_assert!(!shown.contains(is_broken), "{shown}");
                prop_assert_eq!(Address::parse(&shown).unwrap(), address);
            }
        }
    }
}
