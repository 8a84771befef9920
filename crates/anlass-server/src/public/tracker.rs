//! The tracker for web shops, as it is written: a page needs no other place to load it from.

use crate::call::{Call, Fault, Reply};

const SCRIPT: &str = include_str!("../../../../web/tracker/anlass.js");

/// `GET /anlass.js`
pub(crate) fn script(_: &Call<'_>) -> Result<Reply, Fault> {
    Ok(Reply::bytes("text/javascript; charset=utf-8", SCRIPT.into()))
}
