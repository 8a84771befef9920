//! Webhooks of shops, one module per vendor, one contract: [`verify`] says whether the shop itself sent a body,
//! [`decode`] what it means. Pure: headers and bytes in, no HTTP. A topic that means nothing here is left out with its
//! reason and never an error, for the shop would send it again and again.

mod line;
mod shopify;
mod shopware;
mod woocommerce;

use crate::understood::{Knowledge, Refused, Understood, Why};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;

/// A signature is a SHA-256 in base64 or hexadecimal digits; longer texts are none.
const SIGNATURE_CHARACTERS_MAX: usize = 200;
const TOPIC_CHARACTERS_MAX: usize = 200;

/// Headers of a request in any letter case; of several with one name the first counts.
pub type Headers<'a> = &'a [(&'a str, &'a str)];

/// Whose webhooks are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vendor {
    Shopware,
    Shopify,
    Woocommerce,
}

impl Vendor {
    pub const ALL: [Vendor; 3] = [Vendor::Shopware, Vendor::Shopify, Vendor::Woocommerce];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Vendor::Shopware => "shopware",
            Vendor::Shopify => "shopify",
            Vendor::Woocommerce => "woocommerce",
        }
    }

    #[must_use]
    pub fn of(word: &str) -> Option<Vendor> {
        Vendor::ALL.into_iter().find(|vendor| vendor.as_str() == word)
    }

    /// The header with the signature, and how it is written.
    fn signature(self) -> (&'static str, Writing) {
        match self {
            Vendor::Shopware => ("shopware-shop-signature", Writing::Hexadecimal),
            Vendor::Shopify => ("X-Shopify-Hmac-Sha256", Writing::Base64),
            Vendor::Woocommerce => ("X-WC-Webhook-Signature", Writing::Base64),
        }
    }

    /// The topics that mean something here.
    #[must_use]
    pub fn topics(self) -> &'static [&'static str] {
        match self {
            Vendor::Shopware => shopware::TOPICS,
            Vendor::Shopify => shopify::TOPICS,
            Vendor::Woocommerce => woocommerce::TOPICS,
        }
    }
}

/// How a vendor writes its signature.
#[derive(Clone, Copy)]
enum Writing {
    Base64,
    Hexadecimal,
}

/// Whether the body was sent by somebody who has the secret, in a time that tells nothing about how much of the
/// signature was right. All three vendors sign the body alone with HMAC-SHA256: headers are not signed.
///
/// # Errors
/// If it was not, or cannot be told.
pub fn verify(vendor: Vendor, secret: &[u8], headers: Headers<'_>, body: &[u8]) -> Result<(), Refused> {
    if secret.is_empty() {
        return Err(Refused::SecretMissing);
    }
    let (header, writing) = vendor.signature();
    let written = self::header(headers, header).ok_or(Refused::SignatureMissing { header })?;
    let (signature, form) = match writing {
        Writing::Base64 => (BASE64_STANDARD.decode(written).ok(), "base64"),
        Writing::Hexadecimal => (hexadecimal(written), "hexadecimal digits"),
    };
    let is_short = written.len() <= SIGNATURE_CHARACTERS_MAX;
    let signature = signature.filter(|_| is_short).ok_or(Refused::SignatureUnreadable { header, form })?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    hmac::verify(&key, body, &signature).map_err(|_| Refused::SignatureWrong { header })
}

/// What a delivery means. Asked only after [`verify`] said that the shop sent it.
///
/// # Errors
/// If the body as a whole cannot be read; sending it again would not help.
pub fn decode(
    vendor: Vendor,
    headers: Headers<'_>,
    body: &[u8],
    known: &Knowledge<'_>,
) -> Result<Understood, Refused> {
    match vendor {
        Vendor::Shopware => shopware::decode(body, known),
        Vendor::Shopify => shopify::decode(headers, body, known),
        Vendor::Woocommerce => woocommerce::decode(headers, body, known),
    }
}

/// Whether a request only asks if somebody is there, as WooCommerce does, unsigned, when a webhook is set up. It is to
/// be answered with success, and says nothing.
#[must_use]
pub fn is_greeting(vendor: Vendor, headers: Headers<'_>, body: &[u8]) -> bool {
    let number = body.strip_prefix(b"webhook_id=").unwrap_or_default();
    vendor == Vendor::Woocommerce
        && header(headers, woocommerce::TOPIC).is_none()
        && !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
}

pub(crate) fn header<'a>(headers: Headers<'a>, name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// What a delivery is about, by a header.
fn topic<'a>(headers: Headers<'a>, place: &'static str) -> Result<&'a str, Refused> {
    header(headers, place)
        .filter(|topic| topic.len() <= TOPIC_CHARACTERS_MAX)
        .ok_or(Refused::TopicMissing { place })
}

fn unknown_topic(topic: &str, topics: &'static [&'static str]) -> Why {
    let topic: String = topic.chars().filter(|c| !c.is_control()).take(TOPIC_CHARACTERS_MAX).collect();
    let nearest = crate::suggest::nearest(&topic, topics.iter().copied());
    Why::UnknownTopic { nearest, topic }
}

pub(crate) fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .bytes()
        .map(|byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| (pair[0] << 4) | pair[1]).collect())
}
