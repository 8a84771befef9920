//! What a database gives, whichever way it is read: pieces of rows, each with the place behind it.

use crate::databases::{Kept, Position, Reading};
use anlass_sources::sql::replication::{Changes, Lag, lag};
use anlass_sources::sql::{Ahead, Database, Error, LookedBack, Puller, Rows, Trouble};
use std::time::Duration;

/// Changes are waited for so long before the thread looks whether it is wanted elsewhere.
const LISTENED: Duration = Duration::from_secs(2);
/// What has come already is taken along.
const AT_ONCE: Duration = Duration::from_millis(50);

/// Rows, and how far everything up to them is read.
pub(super) struct Piece {
    pub(super) rows: Rows,
    /// Rows that were deleted at the database.
    pub(super) gone: u64,
    pub(super) position: Position,
    pub(super) looked_back: Option<LookedBack>,
    /// Nothing more is there just now.
    pub(super) is_last: bool,
}

pub(super) enum Feed {
    Pull(Box<Puller>),
    Capture { changes: Box<Changes>, waits: bool },
}

impl Feed {
    /// # Errors
    /// If the database cannot be reached, or not be read from this position on.
    pub(super) fn open(kept: &Kept, database: &Database, position: &Position) -> Result<Feed, Error> {
        match (&kept.reading, position) {
            (Reading::Pull { pull, .. }, Position::Beginning | Position::Pull(_)) => {
                Ok(Feed::Pull(Box::new(Puller::open(database, pull)?)))
            }
            (Reading::Capture(capture), Position::Beginning) => {
                let changes = Box::new(Changes::open(database, capture, Default::default())?);
                Ok(Feed::Capture { changes, waits: false })
            }
            (Reading::Capture(capture), Position::Capture(position)) => {
                let changes = Box::new(Changes::open(database, capture, *position)?);
                Ok(Feed::Capture { changes, waits: false })
            }
            _ => Err(Error {
                trouble: Trouble::Position,
                place: database.place(),
                cause: "how far it was read belongs to another way of reading".into(),
                cure: "begin anew: what is known is left out".into(),
            }),
        }
    }

    /// What comes next. `None`: nothing, for now.
    ///
    /// # Errors
    /// If the database cannot answer; the same position can be gone on from with a new feed.
    pub(super) fn next(&mut self, position: &Position) -> Result<Option<Piece>, Error> {
        match self {
            Feed::Pull(puller) => {
                let batch = match position {
                    Position::Pull(from) => puller.next(from)?,
                    _ => puller.next(&Default::default())?,
                };
                Ok(Some(Piece {
                    rows: batch.rows,
                    gone: 0,
                    position: Position::Pull(Box::new(batch.position)),
                    looked_back: Some(batch.looked_back),
                    is_last: batch.ahead == Ahead::Nothing,
                }))
            }
            Feed::Capture { changes, waits } => {
                let batch = changes.next(if *waits { LISTENED } else { AT_ONCE })?;
                *waits = batch.is_none();
                Ok(batch.map(|batch| Piece {
                    gone: u64::try_from(batch.gone().rows.len()).unwrap_or(u64::MAX),
                    rows: batch.rows(),
                    position: Position::Capture(batch.position),
                    looked_back: None,
                    is_last: false,
                }))
            }
        }
    }

    /// Lets the database forget what is stored here.
    ///
    /// # Errors
    /// If the connection breaks.
    pub(super) fn confirm(&mut self, position: &Position) -> Result<(), Error> {
        match (self, position) {
            (Feed::Capture { changes, .. }, Position::Capture(position)) => changes.confirm(*position),
            _ => Ok(()),
        }
    }
}

/// How far behind the changes a slot is; unknown where the database cannot say so just now.
pub(super) fn lag_of(kept: &Kept, database: &Database) -> Option<Lag> {
    match &kept.reading {
        Reading::Capture(capture) => lag(database, capture).ok(),
        Reading::Pull { .. } => None,
    }
}
