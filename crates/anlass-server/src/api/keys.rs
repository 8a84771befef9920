//! Write keys: who sends events with which, and giving out and taking away.

use super::shape::{Moment, Nothing};
use crate::access::{Act, Given, Wanted};
use crate::call::{Call, Fault};
use crate::config::{KeyTrust, WriteKey};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A write key without itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyRow {
    /// Its hash.
    id: String,
    name: String,
    /// The declared source of what comes with it.
    source: Option<String>,
    trust: KeyTrust,
    /// It stands in the configuration, and is taken away there.
    configured: bool,
    by: Option<String>,
    /// On the installation's clock.
    at: Option<Moment>,
}

fn row(call: &Call<'_>, key: &WriteKey, given: Option<&Given>) -> KeyRow {
    let view = call.view();
    let mut sources = view.runtime.program.definitions.settings.sources.iter();
    KeyRow {
        id: key.hash.to_ascii_lowercase(),
        name: key.name.clone(),
        source: sources.find(|source| source.number == key.source).map(|source| source.id.to_string()),
        trust: key.trust,
        configured: given.is_none(),
        by: given.map(|given| given.by.clone()),
        at: given.map(|given| Moment(Timestamp(given.at))),
    }
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<KeyRow>, Fault> {
    let mut rows: Vec<KeyRow> =
        call.house().config.write_keys.iter().map(|key| row(call, key, None)).collect();
    for given in call.desk.access.keys()? {
        rows.push(row(call, &given.as_write_key(), Some(&given)));
    }
    Ok(rows)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewKey {
    /// What sends with it.
    name: String,
    /// Id of a declared source.
    source: String,
    /// A key that stands in a web page is public: what comes with it proves nothing.
    trust: KeyTrust,
}

/// A key that was given out.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewKeyShown {
    row: KeyRow,
    /// Shown only now; it is kept nowhere.
    key: String,
}

pub(crate) fn give(call: &Call<'_>) -> Result<NewKeyShown, Fault> {
    let NewKey { name, source, trust } = call.json()?;
    let view = call.view();
    let mut sources = view.runtime.program.definitions.settings.sources.iter();
    let known = sources.find(|known| known.id.as_str() == source);
    let source = known.ok_or(Fault::Unfit { cause: "there is no such source".into() })?.number;
    let wanted = Wanted { name, vault: view.scope.vault().0, source, trust };
    let given = call.desk.access.give_key(wanted, call.who(), call.house().now());
    let (given, key) = given.map_err(|error| Fault::Unfit { cause: error.to_string() })?;
    call.desk.keys.renew(&call.desk.access.keys()?);
    let act = Act { what: "key_given", about: given.name.clone(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(NewKeyShown { row: row(call, &given.as_write_key(), Some(&given)), key })
}

/// From now on nothing comes with it any more.
pub(crate) fn take_away(call: &Call<'_>) -> Result<Nothing, Fault> {
    let hash = call.part("id");
    let known = call.desk.access.keys()?.into_iter().find(|given| given.as_write_key().hash == hash);
    if !call.desk.access.take_key_away(hash)? {
        return Err(Fault::NotFound);
    }
    call.desk.keys.renew(&call.desk.access.keys()?);
    let act = Act {
        what: "key_taken_away",
        about: known.map_or_else(|| hash.to_owned(), |given| given.name),
        program: None,
    };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// What a server of the retailer signs `userId`s with, for what a web page sends with a key.
#[derive(Serialize, ToSchema)]
pub(crate) struct Identity {
    /// The secret of a JWT (HS256) with `sub` and `exp`, as it is written here.
    secret: String,
}

/// Shows it again whenever an administrator asks; it changes only with the key.
pub(crate) fn identity(call: &Call<'_>) -> Result<Identity, Fault> {
    let hash = call.part("id");
    let given = call.desk.access.keys()?.into_iter().map(|given| given.as_write_key());
    let mut all = call.house().config.write_keys.iter().cloned().chain(given);
    let key = all.find(|key| key.hash.eq_ignore_ascii_case(hash)).ok_or(Fault::NotFound)?;
    if key.trust == KeyTrust::Server {
        return Err(Fault::Unfit {
            cause: "what comes with the key of a server is believed as it is".into(),
        });
    }
    let secret = call.house().identity_secret(VaultId(key.vault), &key.hash);
    let secret = secret.ok_or(Fault::Unfit { cause: "the vault of this key is not open here".into() })?;
    let act = Act { what: "identity_secret_shown", about: key.name, program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Identity { secret })
}
