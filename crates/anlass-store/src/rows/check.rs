//! What every store demands of the rows it is given, so that all stores refuse the same commits.

use crate::error::Error;
use crate::rows::{Block, Commit};
use anlass_model::id::Part;

pub(crate) fn commit(commit: &Commit, parts: u8) -> Result<(), Error> {
    let keys = commit.entities.iter().map(|row| row.key).chain(commit.deleted.iter().copied());
    for key in keys {
        within(key.part(), parts)?;
    }
    for block in &commit.blocks {
        self::block(block, parts)?;
    }
    for row in &commit.intents {
        within(row.part, parts)?;
        if row.customer.part() != row.part {
            return Err(Error::Invalid("an intent lies in another part than its customer"));
        }
    }
    for change in &commit.index {
        within(change.customer.part(), parts)?;
    }
    for seen in &commit.seen {
        within(seen.part, parts)?;
    }
    for row in &commit.webhooks {
        within(row.part, parts)?;
    }
    for (part, ..) in &commit.webhooks_done {
        within(*part, parts)?;
    }
    for (part, _, seq) in &commit.gone.blocks {
        within(*part, parts)?;
        number(*seq)?;
    }
    for (_, customer) in &commit.gone.chunks {
        within(customer.part(), parts)?;
    }
    for (part, ..) in &commit.gone.intents {
        within(*part, parts)?;
    }
    if let Some(applied) = commit.inbox_applied {
        number(applied)?;
    }
    if commit.positions.iter().any(|(source, _)| source == crate::INBOX_POSITION) {
        return Err(Error::Invalid("the inbox position is set by inbox_applied only"));
    }
    Ok(())
}

pub(crate) fn chunks(
    chunks: &[Block],
    remove: &[(Part, anlass_model::id::VaultId, u64)],
    parts: u8,
) -> Result<(), Error> {
    for chunk in chunks {
        block(chunk, parts)?;
        if chunk.customers.len() != 1 {
            return Err(Error::Invalid("a chunk must hold exactly one customer"));
        }
    }
    for (part, _, seq) in remove {
        within(*part, parts)?;
        number(*seq)?;
    }
    Ok(())
}

fn block(block: &Block, parts: u8) -> Result<(), Error> {
    within(block.part, parts)?;
    number(block.seq)?;
    if block.customers.iter().any(|customer| customer.part() != block.part) {
        return Err(Error::Invalid("a block holds a customer of another part"));
    }
    if block.customers.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(Error::Invalid("the customers of a block are not sorted and distinct"));
    }
    Ok(())
}

fn within(part: Part, parts: u8) -> Result<(), Error> {
    if part.0 < parts {
        Ok(())
    } else {
        Err(Error::Invalid("a key lies in a part that the store does not have"))
    }
}

/// Databases count in signed 64 bits.
fn number(seq: u64) -> Result<(), Error> {
    if i64::try_from(seq).is_ok() { Ok(()) } else { Err(Error::Invalid("a sequence number is out of range")) }
}
