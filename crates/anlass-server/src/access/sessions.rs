//! Sessions: a random token in the person's cookie, its hash in the store, and an end.

use super::sealed::Sealed;
use super::users;
use anlass_model::time::{HOUR, Span, Timestamp};
use anlass_store::seal::random_key;
use anyhow::Result;
use serde::{Deserialize, Serialize};

const KIND: &str = "session";
/// A working day.
pub(crate) const LASTS: Span = HOUR.times(12);
/// Sessions at once; the first to end make room.
const SESSIONS_MAX: usize = 1_000;

#[derive(Serialize, Deserialize)]
struct Session {
    email: String,
    until: i64,
}

fn name(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

pub(super) fn begin(sealed: &Sealed, email: &str, now: Timestamp) -> Result<String> {
    let mut alive = Vec::new();
    let mut over = Vec::new();
    for name in sealed.names(KIND)? {
        match sealed.get::<Session>(KIND, &name)? {
            Some(session) if session.until > now.0 => alive.push((session.until, name)),
            _ => over.push(name),
        }
    }
    alive.sort();
    let too_many = (alive.len() + 1).saturating_sub(SESSIONS_MAX);
    over.extend(alive.into_iter().take(too_many).map(|(_, name)| name));
    sealed.remove(KIND, &over)?;
    let token = blake3::Hash::from_bytes(random_key()?).to_hex().to_string();
    let session = Session { email: users::normalised(email), until: now.plus(LASTS).0 };
    sealed.put(KIND, &name(&token), &session)?;
    Ok(token)
}

pub(super) fn find(sealed: &Sealed, token: &str, now: Timestamp) -> Result<Option<String>> {
    let session: Option<Session> = sealed.get(KIND, &name(token))?;
    Ok(session.filter(|session| session.until > now.0).map(|session| session.email))
}

pub(super) fn end(sealed: &Sealed, token: &str) -> Result<()> {
    sealed.remove(KIND, &[name(token)])
}

pub(super) fn end_all(sealed: &Sealed, email: &str) -> Result<()> {
    let email = users::normalised(email);
    let mut own = Vec::new();
    for name in sealed.names(KIND)? {
        if sealed.get::<Session>(KIND, &name)?.is_some_and(|session| session.email == email) {
            own.push(name);
        }
    }
    sealed.remove(KIND, &own)
}
