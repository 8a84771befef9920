//! Users: an address, a role, and the Argon2 hash of a password.

use super::sealed::Sealed;
use anlass_model::time::Timestamp;
use anlass_store::seal::random_key;
use anyhow::{Result, anyhow, bail};
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) const KIND: &str = "user";
const PASSWORD_CHARACTERS_MIN: usize = 12;
/// Longer ones would only cost time.
const PASSWORD_BYTES_MAX: usize = 1_000;
const EMAIL_BYTES_MAX: usize = 254;
const SALT_BYTES: usize = 16;
/// Groups of four hexadecimal digits.
const MADE_UP_GROUPS: usize = 8;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Marketer,
    Editor,
    Viewer,
    Support,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Admin, Role::Marketer, Role::Editor, Role::Viewer, Role::Support];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Marketer => "marketer",
            Role::Editor => "editor",
            Role::Viewer => "viewer",
            Role::Support => "support",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub email: String,
    pub role: Role,
    pub language: String,
}

#[derive(Serialize, Deserialize)]
struct Record {
    email: String,
    role: Role,
    language: String,
    /// In the PHC form, with its salt and its cost.
    password: String,
    changed: i64,
}

/// One person's address, however they type it.
pub(super) fn normalised(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Names of documents lie open: an address does not.
pub(super) fn name(email: &str) -> String {
    blake3::hash(normalised(email).as_bytes()).to_hex().to_string()
}

pub(super) fn put(sealed: &Sealed, email: &str, role: Role, password: &str, now: Timestamp) -> Result<()> {
    let email = normalised(email);
    let is_address =
        email.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    if !is_address || email.len() > EMAIL_BYTES_MAX || email.chars().any(char::is_whitespace) {
        bail!("this is not an e-mail address\n  help: write it as name@example.org");
    }
    if password.chars().count() < PASSWORD_CHARACTERS_MIN || password.len() > PASSWORD_BYTES_MAX {
        bail!(
            "the password is too short or too long\n  help: take {PASSWORD_CHARACTERS_MIN} to {PASSWORD_BYTES_MAX} characters; a sentence is easy to keep in mind"
        );
    }
    let before: Option<Record> = sealed.get(KIND, &name(&email))?;
    let language = before.map_or_else(|| "de".into(), |before| before.language);
    let record = Record { role, language, password: hashed(password)?, changed: now.0, email };
    sealed.put(KIND, &name(&record.email), &record)
}

pub(super) fn all(sealed: &Sealed) -> Result<Vec<(String, User, Timestamp)>> {
    let mut all = Vec::new();
    for id in sealed.names(KIND)? {
        let Some(record) = sealed.get::<Record>(KIND, &id)? else { continue };
        let Record { email, role, language, changed, .. } = record;
        all.push((id, User { email, role, language }, Timestamp(changed)));
    }
    all.sort_by(|one, other| one.1.email.cmp(&other.1.email));
    Ok(all)
}

pub(super) fn remove(sealed: &Sealed, email: &str) -> Result<()> {
    sealed.remove(KIND, &[name(email)])
}

/// 128 random bits, in groups that can be read out.
pub(super) fn made_up_password() -> Result<String> {
    let hex = blake3::Hash::from_bytes(random_key()?).to_hex();
    let groups: Vec<&str> =
        (0..MADE_UP_GROUPS).filter_map(|group| hex.get(group * 4..group * 4 + 4)).collect();
    Ok(groups.join("-"))
}

fn hashed(password: &str) -> Result<String> {
    let random = random_key()?;
    let bad = |error: argon2::password_hash::Error| anyhow!("hashing a password: {error}");
    let salt = SaltString::encode_b64(&random[..SALT_BYTES]).map_err(bad)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt).map_err(bad)?.to_string())
}

pub(super) fn find(sealed: &Sealed, email: &str) -> Result<Option<User>> {
    let record: Option<Record> = sealed.get(KIND, &name(email))?;
    Ok(record.map(|Record { email, role, language, .. }| User { email, role, language }))
}

/// The user if the password is theirs. For an unknown address as much is computed as for a known one.
pub(super) fn verify(sealed: &Sealed, email: &str, password: &str) -> Result<Option<User>> {
    if password.len() > PASSWORD_BYTES_MAX || email.len() > EMAIL_BYTES_MAX {
        return Ok(None);
    }
    let record: Option<Record> = sealed.get(KIND, &name(email))?;
    let Some(record) = record else {
        let _same_effort = hashed(password)?;
        return Ok(None);
    };
    let Ok(hash) = PasswordHash::new(&record.password) else { return Ok(None) };
    let is_right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    let Record { email, role, language, .. } = record;
    Ok(is_right.then_some(User { email, role, language }))
}
