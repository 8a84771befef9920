//! `anlass user`: who may use the app.

use crate::clock;
use crate::installation::Installation;
use crate::say::Answer;
use anlass_server::{Access, Role};
use anlass_store::Store;
use anlass_store::seal::random_key;
use anyhow::{Context, Result};
use std::path::Path;
use std::sync::Arc;

/// Letters and digits that nobody mistakes for one another, 32 of them: five bits each.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const LETTERS: usize = 20;

pub(crate) fn add(data: &Path, email: &str, role: Role, is_from_stdin: bool) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let store: Arc<dyn Store> = Arc::clone(&installation.store) as Arc<dyn Store>;
    let access = Access::open(store, &installation.master)?;
    let password = match is_from_stdin {
        true => {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).context("reading the password from stdin")?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
        false => made_up()?,
    };
    access.put_user(email, role, &password, clock::now())?;
    let role = role.as_str();
    let mut text = format!("{email} may sign in as {role}");
    let mut json = serde_json::json!({ "email": email, "role": role });
    if !is_from_stdin {
        text.push_str(&format!("\n  password, shown only now: {password}"));
        json["password"] = password.into();
    }
    Ok(Answer::good(text, json))
}

/// A password of a hundred random bits, in groups that can be typed.
pub(crate) fn made_up() -> Result<String> {
    let random = random_key()?;
    let letters = random.iter().take(LETTERS).map(|byte| {
        let letter = ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
        char::from(letter)
    });
    let letters: Vec<char> = letters.collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}
