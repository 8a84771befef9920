//! Who somebody is, from a web page. The key of a page is in everybody's hands, so a `userId` that comes with it
//! proves nothing by itself. The retailer's own server, which has seen the password, signs it: a JWT (HS256) with
//! `sub` and `exp`, sent along as `context.identity_token`. Only that form is read, and only that algorithm.

use super::{Limits, Target, Trust};
use crate::json::{self, Json};
use anlass_model::time::{Received, SECOND};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::hmac;

/// Longer ones carry more than anybody needs here.
const TOKEN_CHARACTERS_MAX: usize = 4_096;

/// What a retailer's server signs with, and we check with. Knows no way to be printed.
#[derive(Clone)]
pub struct IdentitySecret(hmac::Key);

impl IdentitySecret {
    #[must_use]
    pub fn new(secret: &[u8]) -> IdentitySecret {
        IdentitySecret(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Whether a token was signed with this and says, at `at`, that it speaks for `user`.
    fn proves(&self, token: &str, user: &str, at: Received, limits: &Limits) -> bool {
        self.read(token, user, at, limits).unwrap_or(false)
    }

    fn read(&self, token: &str, user: &str, at: Received, limits: &Limits) -> Option<bool> {
        if token.len() > TOKEN_CHARACTERS_MAX {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        // In a time that tells nothing of how much of it was right.
        hmac::verify(&self.0, signed.as_bytes(), &signature).ok()?;
        let (header, claims) =
            (BASE64_URL_SAFE_NO_PAD.decode(header).ok()?, BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?);
        let (header, claims) =
            (json::read(&header, &limits.bounds()).ok()?, json::read(&claims, &limits.bounds()).ok()?);
        let moment = |name: &str| claims.get(name).map(|value| value.text().and_then(whole_seconds));
        let expires = moment("exp")??;
        let begins = match moment("nbf") {
            None => i64::MIN,
            Some(begins) => begins?,
        };
        let seconds = at.0.0.div_euclid(SECOND.0);
        let is_ours = header.get("alg").and_then(Json::text) == Some("HS256");
        let speaks_for = claims.get("sub").and_then(Json::text).map(str::trim);
        Some(is_ours && speaks_for == Some(user) && seconds < expires && seconds >= begins)
    }
}

impl std::fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdentitySecret")
    }
}

/// Some libraries write moments with a fraction.
fn whole_seconds(text: &str) -> Option<i64> {
    text.split_once('.').map_or(text, |(whole, _)| whole).parse().ok()
}

/// Whether the `userId` of an event is to be believed.
pub(super) fn is_proven(json: &Json<'_>, user: &str, at: Received, target: &Target<'_>) -> bool {
    let token = || json.get("context").and_then(|context| context.get("identity_token")).and_then(Json::text);
    match (target.trust, target.identity) {
        (Trust::Server, _) => true,
        (Trust::Public, None) => false,
        (Trust::Public, Some(secret)) => {
            token().is_some_and(|token| secret.proves(token.trim(), user, at, target.limits))
        }
    }
}
