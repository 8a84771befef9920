//! Users: who there is, adding and taking away, and a password of one's own.

use super::shape::{Moment, Nothing};
use crate::access::{Act, Role, SignIn, User};
use crate::call::{Call, Fault};
use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct UserRow {
    id: String,
    email: String,
    role: Role,
    language: String,
    /// When role or password were last set.
    changed: Moment,
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<UserRow>, Fault> {
    let all = call.desk.access.users()?;
    let row = |(id, user, changed): (String, User, Timestamp)| UserRow {
        id,
        email: user.email,
        role: user.role,
        language: user.language,
        changed: Moment(changed),
    };
    Ok(all.into_iter().map(row).collect())
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewUser {
    email: String,
    role: Role,
    /// Absent: one is made up and shown once.
    password: Option<String>,
}

/// Somebody who may sign in now.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewUserShown {
    email: String,
    role: Role,
    /// Shown only now, where it was made up.
    password: Option<String>,
}

/// Adds somebody, or gives a known one another role and password; their sessions end.
pub(crate) fn put(call: &Call<'_>) -> Result<NewUserShown, Fault> {
    let NewUser { email, role, password } = call.json()?;
    let (access, wall) = (&call.desk.access, (call.house().wall)());
    if role != Role::Admin && is_last_admin(call, &email)? {
        return Err(Fault::LastAdmin);
    }
    let made_up = match password {
        Some(_) => None,
        None => Some(access.made_up_password()?),
    };
    let password = password.as_deref().or(made_up.as_deref()).unwrap_or_default();
    let put = access.put_user(&email, role, password, wall);
    put.map_err(|error| Fault::Unfit { cause: error.to_string() })?;
    access.note(wall, call.who(), Act { what: "user_put", about: access.id_of(&email), program: None })?;
    Ok(NewUserShown { email, role, password: made_up })
}

/// Somebody must be able to let others in.
fn is_last_admin(call: &Call<'_>, email: &str) -> Result<bool, Fault> {
    let all = call.desk.access.users()?;
    let id = call.desk.access.id_of(email);
    let is_admin = |(_, user, _): &&(String, User, Timestamp)| user.role == Role::Admin;
    let admins: Vec<_> = all.iter().filter(is_admin).collect();
    Ok(admins.len() == 1 && admins.iter().all(|(own, _, _)| *own == id))
}

pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let id = call.part("id");
    let access = &call.desk.access;
    let all = access.users()?;
    let (_, user, _) = all.iter().find(|(own, _, _)| own == id).ok_or(Fault::NotFound)?;
    if is_last_admin(call, &user.email)? {
        return Err(Fault::LastAdmin);
    }
    access.remove_user(&user.email)?;
    let act = Act { what: "user_removed", about: id.to_owned(), program: None };
    access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Passwords {
    old: String,
    new: String,
}

/// Gives oneself another password. All other sessions end; this one goes on with another cookie.
pub(crate) fn change_password(call: &Call<'_>) -> Result<String, Fault> {
    let Passwords { old, new } = call.json()?;
    let (access, wall) = (&call.desk.access, (call.house().wall)());
    let own = call.user.clone().ok_or(Fault::SignedOut)?;
    match access.sign_in(&own.email, &old, wall)? {
        SignIn::Wrong => return Err(Fault::WrongPassword),
        SignIn::Wait { seconds } => return Err(Fault::TooManyTries { seconds }),
        SignIn::Done { .. } => {}
    }
    let put = access.put_user(&own.email, own.role, &new, wall);
    put.map_err(|error| Fault::Unfit { cause: error.to_string() })?;
    access.note(wall, call.who(), Act { what: "password_changed", about: String::new(), program: None })?;
    match access.sign_in(&own.email, &new, wall)? {
        SignIn::Done { token, .. } => Ok(super::session::cookie_of(call, &token)),
        SignIn::Wrong | SignIn::Wait { .. } => Err(Fault::SignedOut),
    }
}
