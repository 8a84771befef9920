//! Who sent what no vendor signs: systems that may be told a header send the source's secret as a bearer token or as the
//! password of Basic authentication; those that sign, the HMAC-SHA256 of the body, as many webhooks do.

use crate::shops::{Headers, header, hexadecimal};
use crate::understood::Refused;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;

const AUTHORIZATION: &str = "Authorization";
/// Where a signature may stand; the first that is there counts.
const SIGNATURES: [&str; 2] = ["X-Signature-256", "X-Hub-Signature-256"];
/// A signature has 64 digits, and perhaps its method before them.
const SIGNATURE_CHARACTERS_MAX: usize = 200;

/// Whether whoever sent the body has the secret, in a time that tells nothing about how much was right. A signature
/// proves the body as well, so where there is one it alone decides.
///
/// # Errors
/// If they have not, or it cannot be told.
pub fn verify(secret: &[u8], headers: Headers<'_>, body: &[u8]) -> Result<(), Refused> {
    if secret.is_empty() {
        return Err(Refused::SecretMissing);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    for name in SIGNATURES {
        let Some(written) = header(headers, name) else { continue };
        let digits = written.strip_prefix("sha256=").unwrap_or(written);
        let is_short = written.len() <= SIGNATURE_CHARACTERS_MAX;
        let signature = hexadecimal(digits).filter(|_| is_short);
        let form = "hexadecimal digits";
        let signature = signature.ok_or(Refused::SignatureUnreadable { header: name, form })?;
        return hmac::verify(&key, body, &signature).map_err(|_| Refused::SignatureWrong { header: name });
    }
    let told = header(headers, AUTHORIZATION).ok_or(Refused::ProofMissing { header: SIGNATURES[0] })?;
    let told = token(told).ok_or(Refused::SignatureWrong { header: AUTHORIZATION })?;
    // Two secrets sign the same words alike only if they are the same.
    let words = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &told), AUTHORIZATION.as_bytes());
    hmac::verify(&key, AUTHORIZATION.as_bytes(), words.as_ref())
        .map_err(|_| Refused::SignatureWrong { header: AUTHORIZATION })
}

/// The token of a bearer, or the password beside any user name.
fn token(authorization: &str) -> Option<Vec<u8>> {
    let (scheme, rest) = authorization.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.as_bytes().to_vec());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = BASE64_STANDARD.decode(rest).ok()?;
    let colon = pair.iter().position(|byte| *byte == b':')?;
    pair.get(colon + 1..).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a long enough secret";

    #[test]
    fn whoever_has_the_secret_is_let_in_in_each_of_the_usual_ways_and_nobody_else() {
        let signed = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET), b"{}");
        let digits: String = signed.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let basic = |pair: &str| format!("Basic {}", BASE64_STANDARD.encode(pair));
        let good = [
            ("authorization", "Bearer a long enough secret".to_owned()),
            ("Authorization", basic("till:a long enough secret")),
            ("x-signature-256", format!("sha256={digits}")),
            ("X-Hub-Signature-256", digits.clone()),
        ];
        for (name, value) in &good {
            assert_eq!(verify(SECRET, &[(name, value)], b"{}"), Ok(()), "{name}: {value}");
            assert!(verify(b"another secret", &[(name, value)], b"{}").is_err(), "{name}: {value}");
        }
        assert!(verify(SECRET, &[("x-signature-256", &digits)], b"{ }").is_err(), "another body");
        let both = [("authorization", &*good[0].1), ("x-signature-256", "00")];
        assert!(verify(SECRET, &both, b"{}").is_err(), "a wrong signature is not outvoted");
        let missing = Refused::ProofMissing { header: "X-Signature-256" };
        assert_eq!(verify(SECRET, &[], b"{}"), Err(missing));
        assert_eq!(verify(b"", &[], b"{}"), Err(Refused::SecretMissing));
        for bad in ["Bearer", "Bearer ", "Basic x", "Digest a", ""] {
            assert!(verify(SECRET, &[("authorization", bad)], b"{}").is_err(), "{bad}");
        }
        assert!(verify(SECRET, &[("x-signature-256", "sha256=zz")], b"{}").is_err());
    }
}
