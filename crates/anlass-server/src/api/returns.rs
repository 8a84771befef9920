//! What a mail server pipes in: one returned mail per request, as it came.

use crate::call::{Call, Fault, Reply};
use serde_json::json;

pub(crate) fn take(call: &Call<'_>) -> Result<Reply, Fault> {
    if call.body.is_empty() {
        return Err(Fault::Unreadable { cause: "there is no mail in the body".into() });
    }
    let house = call.house();
    let fate = house.returns.take(house, call.body, call.asked("to").as_deref())?;
    Ok(Reply::json(json!({ "fate": fate.code() })))
}
