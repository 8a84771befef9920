//! What can go wrong with a database: place, cause and cure, and whose turn it is.

/// What went wrong with a database.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{place}: {cause}")]
pub struct Error {
    pub trouble: Trouble,
    pub place: String,
    pub cause: String,
    pub cure: String,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no answer, or what was there is gone: try again later.
    Unreachable,
    /// The server lets this user not in, or not near the table.
    Refused,
    /// What goes to and fro cannot be kept from others.
    Insecure,
    /// The statement took too long.
    TooSlow,
    /// The server cannot answer this query.
    Query,
    /// What was asked for, or what came, cannot be read piece by piece without losing or doubling rows.
    Unfit,
    /// The position is of another question.
    Position,
    /// The server is not set up for change capture.
    NotSetUp,
    /// Changes were thrown away that were not read: the table has to be read anew.
    SlotLost,
    /// The table that is to be filled is somebody else's.
    Foreign,
    /// The server says what nobody expects.
    Unreadable,
}

impl Trouble {
    pub const ALL: [Trouble; 11] = [
        Trouble::Unreachable,
        Trouble::Refused,
        Trouble::Insecure,
        Trouble::TooSlow,
        Trouble::Query,
        Trouble::Unfit,
        Trouble::Position,
        Trouble::NotSetUp,
        Trouble::SlotLost,
        Trouble::Foreign,
        Trouble::Unreadable,
    ];

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Trouble::Unreachable => "sql_unreachable",
            Trouble::Refused => "sql_refused",
            Trouble::Insecure => "sql_insecure",
            Trouble::TooSlow => "sql_too_slow",
            Trouble::Query => "sql_query_failed",
            Trouble::Unfit => "sql_pull_unfit",
            Trouble::Position => "sql_position_foreign",
            Trouble::NotSetUp => "sql_not_set_up",
            Trouble::SlotLost => "sql_slot_lost",
            Trouble::Foreign => "sql_table_foreign",
            Trouble::Unreadable => "sql_answer_unreadable",
        }
    }
}

/// Of the words of a database so many are passed on.
const CAUSE_CHARS_MAX: usize = 300;

impl Error {
    pub(super) fn new(
        trouble: Trouble,
        place: impl Into<String>,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Error {
        let cause: String = cause.into();
        let cause = match cause.char_indices().nth(CAUSE_CHARS_MAX) {
            Some((at, _)) => format!("{}…", &cause[..at]),
            None => cause,
        };
        Error { trouble, place: place.into(), cause, cure: cure.into() }
    }

    pub(super) fn unreachable(place: &str, error: impl std::fmt::Display) -> Error {
        let cure = "check host, port and firewall; a running pull goes on once the server answers again";
        Error::new(Trouble::Unreachable, place, format!("the connection fails: {error}"), cure)
    }

    pub(super) fn too_slow(place: &str) -> Error {
        let cure = "put an index on the watermark column, read fewer rows at a time, or allow more time";
        Error::new(Trouble::TooSlow, place, "the query took longer than it may", cure)
    }

    pub(super) fn unreadable(place: &str, cause: impl Into<String>) -> Error {
        let cure = "check that a PostgreSQL, MySQL or MariaDB server answers at this host and port";
        Error::new(Trouble::Unreadable, place, cause, cure)
    }

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.trouble.code()
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        self.cure.clone()
    }

    /// Whether the same may go well later without anybody doing something.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self.trouble, Trouble::Unreachable | Trouble::TooSlow)
    }
}
