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
    if !is_mail(call.body) {
        return Err(Fault::Unfit { cause: "there is no mail in the body".into() });
    }
    let house = call.house();
    let fate = house.returns.take(house, call.body, call.asked("to").as_deref())?;
    Ok(Returned { fate })
}

/// A mail has at least one field in its head: everything else was sent here by mistake.
fn is_mail(body: &[u8]) -> bool {
    let lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let mut head = lines.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    head.any(|line| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let is_named = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !name.is_empty() && name.len() < line.len() && name.iter().all(is_named)
    })
}
