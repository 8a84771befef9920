//! DKIM (RFC 6376, RFC 8463): signatures by RSA and ed25519 with keys per sender domain, relaxed/relaxed. Keys
//! come as PEM and go nowhere; what stands in the DNS for them is said by [`Key::dns_record`].

use super::compose::Composed;
use super::scan::pair;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::digest::{Context, Digest, SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use std::collections::BTreeMap;

/// Verifiers take no less, and a DNS record holds no more than RSA of this size in comfort.
const RSA_BITS_MIN: usize = 2_048;
const KEYS_PER_DOMAIN_MAX: usize = 4;

/// What is signed if it is there. Those of [`SEALED`] are signed as absent too: none can be added later.
const SIGNED: [&str; 14] = [
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
    "x-csa-complaints",
    "cc",
    "sender",
];
const SEALED: [&str; 8] =
    ["from", "to", "reply-to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"];

#[derive(Debug, thiserror::Error)]
#[error("signing key \"{selector}\" of {domain}: {cause}")]
pub struct Error {
    pub domain: String,
    pub selector: String,
    pub cause: String,
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        format!(
            "make a key with `{RSA_COMMAND}`, put its record into the DNS, and name its file in the settings"
        )
    }
}

/// Makes an RSA key; ring, which signs, makes none.
pub const RSA_COMMAND: &str = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem";

enum Secret {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// A signing key under its name in the DNS.
pub struct Key {
    domain: String,
    selector: String,
    secret: Secret,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({}, {}, …)", self.dns_name(), self.algorithm())
    }
}

impl Key {
    /// Reads a PEM of PKCS#8 (RSA or ed25519) or PKCS#1 (RSA).
    pub fn from_pem(domain: &str, selector: &str, pem: &[u8]) -> Result<Key, Error> {
        let error = |cause: &str| Error {
            domain: domain.chars().take(100).collect(),
            selector: selector.chars().take(100).collect(),
            cause: cause.to_owned(),
        };
        let ascii = super::address::ascii_domain(domain).ok_or_else(|| error("the domain is not one"))?;
        let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_selector);
        if !selector.split('.').all(is_label) {
            return Err(error("a selector has letters, digits and hyphens only"));
        }
        let secret =
            match PrivateKeyDer::from_pem_slice(pem).map_err(|_| error("it is no private key in PEM"))? {
                PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(rsa),
                PrivateKeyDer::Pkcs8(der) => {
                    let der = der.secret_pkcs8_der();
                    RsaKeyPair::from_pkcs8(der)
                        .map(rsa)
                        .or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Secret::Ed25519))
                }
                _ => return Err(error("DKIM knows RSA and ed25519 only")),
            };
        let secret = secret.map_err(|_| error("it is neither RSA of 2,048 to 4,096 bits nor ed25519"))?;
        if let Secret::Rsa(pair) = &secret
            && pair.public().modulus_len() * 8 < RSA_BITS_MIN
        {
            return Err(error("RSA with less than 2,048 bits is refused by mailbox providers"));
        }
        Ok(Key { domain: ascii, selector: selector.to_owned(), secret })
    }

    /// The name of its DNS record.
    #[must_use]
    pub fn dns_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// The text of its DNS record (TXT). Longer than 255 bytes with RSA: a zone file splits it.
    #[must_use]
    pub fn dns_record(&self) -> String {
        let (kind, public) = match &self.secret {
            Secret::Rsa(pair) => ("rsa", subject_public_key_info(pair.public().as_ref())),
            Secret::Ed25519(pair) => ("ed25519", pair.public_key().as_ref().to_vec()),
        };
        format!("v=DKIM1; k={kind}; p={}", BASE64_STANDARD.encode(public))
    }

    /// As it stands in its signatures: `rsa-sha256` or `ed25519-sha256`.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match self.secret {
            Secret::Rsa(_) => "rsa-sha256",
            Secret::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, data: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.secret {
            // RFC 8463: the hash is what ed25519 signs.
            Secret::Ed25519(pair) => Ok(pair.sign(digest(&SHA256, data).as_ref()).as_ref().to_vec()),
            Secret::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                let signed = pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), data, &mut signature);
                signed.map_err(|_| Error {
                    domain: self.domain.clone(),
                    selector: self.selector.clone(),
                    cause: "it did not sign".to_owned(),
                })?;
                Ok(signature)
            }
        }
    }
}

fn rsa(pair: RsaKeyPair) -> Secret {
    Secret::Rsa(Box::new(pair))
}

fn is_selector(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// A new ed25519 key as PEM (PKCS#8), or `None` if the system gives no randomness.
#[must_use]
pub fn generate_ed25519() -> Option<String> {
    let mut seed = [0u8; 32];
    SystemRandom::new().fill(&mut seed).ok()?;
    // Version 1 of PKCS#8, which every tool reads: everything before the seed is fixed.
    let mut der =
        vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04];
    der.push(0x20);
    der.extend(seed);
    Some(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64_STANDARD.encode(der)))
}

/// What the DNS holds of an RSA key: the bare key of PKCS#1 with its algorithm around it.
fn subject_public_key_info(pkcs1: &[u8]) -> Vec<u8> {
    const RSA_ENCRYPTION: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let mut bits = vec![0];
    bits.extend(pkcs1);
    let mut inside = RSA_ENCRYPTION.to_vec();
    inside.extend(der(0x03, &bits));
    der(0x30, &inside)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match significant.as_slice() {
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.push(0x80 | u8::try_from(long.len()).expect("a length has at most 8 bytes"));
            out.extend(long);
        }
    }
    out.extend(content);
    out
}

/// The keys of all sender domains.
#[derive(Debug, Default)]
pub struct Keyring {
    by_domain: BTreeMap<String, Vec<Key>>,
}

impl Keyring {
    /// Several keys of one domain all sign: RSA for those who know nothing else, ed25519 beside it.
    pub fn add(&mut self, key: Key) -> Result<(), Error> {
        let keys = self.by_domain.entry(key.domain.clone()).or_default();
        if keys.len() >= KEYS_PER_DOMAIN_MAX {
            let cause = "the domain has four keys already".to_owned();
            return Err(Error { domain: key.domain, selector: key.selector, cause });
        }
        keys.push(key);
        Ok(())
    }

    /// Whether a signature takes most of a millisecond: too long for a thread that serves connections.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.by_domain.values().flatten().any(|key| matches!(key.secret, Secret::Rsa(_)))
    }

    /// Puts the signatures of the sender's domain before the letter. A domain without a key is an error: an
    /// unsigned mail costs the reputation of all others.
    pub fn sign(&self, letter: &mut Composed) -> Result<(), Error> {
        let keys = self.by_domain.get(&letter.sender_domain).filter(|keys| !keys.is_empty());
        let keys = keys.ok_or_else(|| Error {
            domain: letter.sender_domain.clone(),
            selector: String::new(),
            cause: "there is no key for this sender domain".to_owned(),
        })?;
        let message = Message::of(&letter.bytes);
        let mut signed = Vec::with_capacity(letter.bytes.len() + 1_024 * keys.len());
        for key in keys {
            signed.extend_from_slice(message.signature(key)?.as_bytes());
        }
        signed.extend_from_slice(&letter.bytes);
        letter.bytes = signed;
        Ok(())
    }
}

/// A letter prepared once for all its signatures.
struct Message {
    names: String,
    /// The signed headers in relaxed form, in the order of `names`.
    headers: Vec<u8>,
    body_hash: String,
}

impl Message {
    fn of(bytes: &[u8]) -> Message {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let (head, body) = match end {
            Some(end) => (&bytes[..end + 2], &bytes[end + 4..]),
            None => (bytes, &[][..]),
        };
        let known = headers(&String::from_utf8_lossy(head));
        let mut names: Vec<&str> = Vec::new();
        let mut relaxed = Vec::new();
        for name in SIGNED {
            for (_, value) in known.iter().rev().filter(|(found, _)| found == name) {
                names.push(name);
                relaxed.extend_from_slice(format!("{name}:{value}\r\n").as_bytes());
            }
        }
        names.extend(SEALED);
        let body_hash = BASE64_STANDARD.encode(relaxed_hash(body));
        Message { names: names.join(":"), headers: relaxed, body_hash }
    }

    fn signature(&self, key: &Key) -> Result<String, Error> {
        let tags = format!(
            "v=1; a={}; c=relaxed/relaxed; d={}; s={}; bh={}; h={}; b=",
            key.algorithm(),
            key.domain,
            key.selector,
            self.body_hash,
            self.names,
        );
        let mut data = self.headers.clone();
        data.extend_from_slice(format!("dkim-signature:{tags}").as_bytes());
        let signature = BASE64_STANDARD.encode(key.sign(&data)?);
        // Relaxed form makes one space of a fold, so folding between tags changes nothing. `b` is left out of the
        // hash and may be cut anywhere; `h` would gain spaces and stays whole.
        let mut out = format!("DKIM-Signature: {}", tags.replace("; ", ";\r\n "));
        for piece in signature.as_bytes().chunks(72) {
            out.push_str("\r\n ");
            out.push_str(std::str::from_utf8(piece).expect("base64 is ASCII"));
        }
        out.push_str("\r\n");
        Ok(out)
    }
}

/// Names in lower case with unfolded values, spaces made one.
fn headers(head: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = found.last_mut() {
                value.push_str(line);
            }
        } else if let Some((name, value)) = line.split_once(':') {
            found.push((name.trim_end().to_ascii_lowercase(), value.to_owned()));
        }
    }
    for (_, value) in &mut found {
        let words = value.split([' ', '\t']).filter(|word| !word.is_empty());
        *value = words.collect::<Vec<_>>().join(" ");
    }
    found
}

/// The hash of a body, whose lines end in CRLF, in relaxed form: space at the end of lines goes, runs of it become one,
/// and so do empty lines at the end. Nearly all of a body has that form, so what lies between is hashed where it stands.
fn relaxed_hash(body: &[u8]) -> Digest {
    let mut hash = Context::new(&SHA256);
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let Some(last) = body.iter().rposition(|byte| !is_space(byte) && !matches!(byte, b'\r' | b'\n')) else {
        return hash.finish();
    };
    let body = &body[..=last];
    let mut from = 0;
    while let Some(odd) = pair(body, from, |byte, next| (byte == b'\t') | ((byte == b' ') & (next <= b' '))) {
        hash.update(&body[from..odd]);
        let after = body[odd..].iter().position(|byte| !is_space(byte)).map_or(body.len(), |run| odd + run);
        if body.get(after) != Some(&b'\r') {
            hash.update(b" ");
        }
        from = after;
    }
    hash.update(&body[from..]);
    hash.update(b"\r\n");
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As RFC 6376 says it, word by word and line by line.
    fn relaxed(body: &str) -> String {
        let words = |line: &str| {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            let first = if line.starts_with([' ', '\t']) && !words.is_empty() { " " } else { "" };
            format!("{first}{}\r\n", words.join(" "))
        };
        let lines: String = body.split("\r\n").map(words).collect();
        match lines.trim_end_matches("\r\n") {
            "" => String::new(),
            text => format!("{text}\r\n"),
        }
    }

    proptest! {
        #[test]
        fn a_body_is_hashed_in_relaxed_form(lines in proptest::collection::vec("[ \ta.=]{0,9}|[a-z =]{60,90}", 0..9)) {
            let body = lines.join("\r\n");
            let expected = digest(&SHA256, relaxed(&body).as_bytes());
            let hash = relaxed_hash(body.as_bytes());
            prop_assert_eq!(hash.as_ref(), expected.as_ref(), "{:?}", body);
        }
    }
}
