//! Signing in and out, and what the app has to know about where it is.

use super::shape::Moment;
use crate::access::{Role, SESSION_LASTS, SignIn, User};
use crate::call::{Call, Fault};
use crate::desk::COOKIE;
use anlass_model::consent::Channel;
use anlass_model::time::SECOND;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    user: SignedIn,
    organisation: Organisation,
    version: &'static str,
    clock: ClockState,
    /// Started as a demonstration.
    demo: bool,
    /// A folder for exports is configured.
    export_folder: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SignedIn {
    email: String,
    role: Role,
    language: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Organisation {
    name: String,
    currency: String,
    time_zone: String,
    quiet_hours: Vec<Quiet>,
}

/// No advertising by e-mail between two times of the person's clock; may span midnight.
#[derive(Serialize, ToSchema)]
pub(crate) struct Quiet {
    from: String,
    to: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ClockState {
    now: Moment,
    /// It stands still until somebody moves it.
    manual: bool,
    /// It may be moved.
    movable: bool,
    /// It stands still just now.
    standing: bool,
}

pub(crate) fn sign_in(call: &Call<'_>) -> Result<(Session, String), Fault> {
    let Credentials { email, password } = call.json()?;
    match call.desk.access.sign_in(&email, &password, (call.house().wall)())? {
        SignIn::Wrong => Err(Fault::WrongPassword),
        SignIn::Wait { seconds } => Err(Fault::TooManyTries { seconds }),
        SignIn::Done { user, token } => Ok((about(call, user), cookie_of(call, &token))),
    }
}

pub(crate) fn show(call: &Call<'_>) -> Result<Session, Fault> {
    let user = call.user.clone().ok_or(Fault::SignedOut)?;
    Ok(about(call, user))
}

pub(crate) fn sign_out(call: &Call<'_>) -> Result<String, Fault> {
    if let Some(token) = &call.token {
        call.desk.access.sign_out(token)?;
    }
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok(secured(call, cookie))
}

/// What keeps somebody signed in.
pub(crate) fn cookie_of(call: &Call<'_>, token: &str) -> String {
    let age = SESSION_LASTS.0 / SECOND.0;
    secured(call, format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}"))
}

/// Browsers send it over TLS only, unless everything stays on this machine.
fn secured(call: &Call<'_>, cookie: String) -> String {
    if call.house().config.listen.ip().is_loopback() { cookie } else { format!("{cookie}; Secure") }
}

fn about(call: &Call<'_>, user: User) -> Session {
    let (house, view) = (call.house(), call.view());
    let settings = &view.runtime.program.definitions.settings;
    let User { email, role, language } = user;
    let quiet = settings.policy.quiet_hours.iter();
    let quiet = quiet.filter(|hours| hours.channels.is_empty() || hours.channels.contains(&Channel::Email));
    Session {
        user: SignedIn { email, role, language },
        organisation: Organisation {
            name: settings.name.clone(),
            currency: settings.currency.to_string(),
            time_zone: settings.time_zone.clone(),
            quiet_hours: quiet
                .map(|hours| Quiet { from: hours.from.to_string(), to: hours.to.to_string() })
                .collect(),
        },
        version: env!("CARGO_PKG_VERSION"),
        clock: ClockState {
            now: Moment(house.now()),
            manual: house.clock.is_manual(),
            movable: house.clock.is_movable(),
            standing: house.clock.is_standing(),
        },
        demo: house.is_demo,
        export_folder: house.has_export_folder(),
    }
}
