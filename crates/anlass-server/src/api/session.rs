//! Signing in and out, and what the app has to know about where it is.

use crate::access::{SESSION_LASTS, SignIn, User};
use crate::call::{Call, Fault, Reply};
use crate::desk::COOKIE;
use anlass_model::time::SECOND;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

pub(crate) fn sign_in(call: &Call<'_>) -> Result<Reply, Fault> {
    let Credentials { email, password } = call.json()?;
    match call.desk.access.sign_in(&email, &password, (call.house().wall)())? {
        SignIn::Wrong => Err(Fault::WrongPassword),
        SignIn::Wait { seconds } => Err(Fault::TooManyTries { seconds }),
        SignIn::Done { user, token } => {
            let age = SESSION_LASTS.0 / SECOND.0;
            let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}");
            Ok(Reply::json(about(call, &user)).with_cookie(secured(call, cookie)))
        }
    }
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let user = call.user.as_ref().ok_or(Fault::SignedOut)?;
    Ok(Reply::json(about(call, user)))
}

pub(crate) fn sign_out(call: &Call<'_>) -> Result<Reply, Fault> {
    if let Some(token) = &call.token {
        call.desk.access.sign_out(token)?;
    }
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok(Reply::nothing().with_cookie(secured(call, cookie)))
}

/// Browsers send it over TLS only, unless everything stays on this machine.
fn secured(call: &Call<'_>, cookie: String) -> String {
    if call.house().config.listen.ip().is_loopback() { cookie } else { format!("{cookie}; Secure") }
}

fn about(call: &Call<'_>, user: &User) -> Value {
    let (house, view) = (call.house(), call.view());
    let settings = &view.runtime.program.definitions.settings;
    json!({
        "user": { "email": user.email, "role": user.role, "language": user.language },
        "organisation": {
            "name": settings.name, "currency": settings.currency.to_string(), "time_zone": settings.time_zone,
        },
        "version": env!("CARGO_PKG_VERSION"),
        "clock": { "now": house.now().to_string(), "manual": house.clock.is_manual() },
        "demo": house.is_demo,
    })
}
