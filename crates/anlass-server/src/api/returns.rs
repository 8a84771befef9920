//! What a mail server pipes in: one returned mail per request, as it came.

use crate::call::{Call, Fault};
use crate::house::returns::Fate;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct Returned {
    fate: Fate,
}

pub(crate) fn take(call: &Call<'_>) -> Result<Returned, Fault> {
    if call.body.is_empty() {
        return Err(Fault::Unfit { cause: "there is no mail in the body".into() });
    }
    let house = call.house();
    let fate = house.returns.take(house, call.body, call.asked("to").as_deref())?;
    Ok(Returned { fate })
}
