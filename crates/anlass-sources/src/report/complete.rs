//! What a report says of complete lists of people: whether too much of one could not be read to tell who is missing.

use super::{Report, Role};

/// Of a complete list at most one row in so many may be unreadable, if it is to tell who is missing.
const UNREAD_SHARE: u64 = 100;

impl Report {
    /// Rows of lists of people, and those of them that could not be read.
    #[must_use]
    pub fn rows_of_lists(&self) -> (u64, u64) {
        let lists = self.files.iter().filter(|file| matches!(file.role, Role::Profiles | Role::Consents));
        lists.fold((0, 0), |(rows, unread), file| {
            let own: u64 = file.quarantined_by_reason.values().sum();
            (rows + file.rows_read, unread + own)
        })
    }

    /// Whether somebody who is not in its lists is missing, rather than in a row that could not be read.
    #[must_use]
    pub fn tells_who_is_missing(&self) -> bool {
        let (rows, unread) = self.rows_of_lists();
        unread * UNREAD_SHARE <= rows
    }
}
