//! What can stop an import as a whole: place, cause and, apart, the cure. A single bad row never does; it is
//! quarantined (see [`crate::report`]).

use anlass_model::catalogue::TooManyGone;
use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The mapping document cannot be read.
    #[error("mapping {file}, {place}: {cause}")]
    Mapping { file: String, place: String, cause: String, cure: String },
    /// A file named by the mapping is not there or not readable.
    #[error("cannot open {}", path.display())]
    Open { path: PathBuf, source: io::Error },
    /// Reading broke off; nothing of the import is used.
    #[error("cannot read {} beyond row {row}", path.display())]
    Read { path: PathBuf, row: u64, source: io::Error },
    /// What is in it cannot be read, or is too large to be.
    #[error("{}: {cause}", path.display())]
    Unfit { path: PathBuf, cause: String, cure: String },
    /// The header line is missing, too long, not UTF-8 or ambiguous.
    #[error("{}: {cause}", path.display())]
    Header { path: PathBuf, cause: String, cure: String },
    /// The mapping names a column that the file does not have.
    #[error("{} has no column \"{column}\"; its columns are {}", path.display(), found.join(", "))]
    Column { path: PathBuf, column: String, found: Vec<String>, nearest: Option<String> },
    /// More rows than an import may hold.
    #[error("{} has more than {max} rows", path.display())]
    TooManyRows { path: PathBuf, max: u64 },
    /// A list that is said to be whole misses too many articles: nothing of the import is used.
    #[error("{file} misses {} of {} articles, more than the {} % that may go at once", cause.gone, cause.known, cause.percent_max)]
    Cut { file: String, cause: TooManyGone },
    /// What does not fit into memory cannot be put aside.
    #[error("cannot put aside what does not fit into memory, in {}", folder.display())]
    Room { folder: PathBuf, source: io::Error },
    /// A line of a trigger file is not `ts_ms,customer_id,type,value_cents`.
    #[error("{}, line {line}: {cause}", path.display())]
    TriggerLine { path: PathBuf, line: u64, cause: &'static str },
}

impl Error {
    /// Stable code; its page says what happened, why, and what to do.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Mapping { .. } => "mapping_unreadable",
            Error::Open { .. } => "import_file_missing",
            Error::Read { .. } => "import_file_unreadable",
            Error::Unfit { .. } => "import_file_unfit",
            Error::Header { .. } => "import_header_unusable",
            Error::Column { .. } => "import_column_missing",
            Error::TooManyRows { .. } => "import_too_large",
            Error::Cut { .. } => "import_list_cut",
            Error::Room { .. } => "import_without_room",
            Error::TriggerLine { .. } => "trigger_line_bad",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Error::Mapping { cure, .. } | Error::Header { cure, .. } | Error::Unfit { cure, .. } => {
                cure.clone()
            }
            Error::Open { .. } => {
                "put the file into the import folder, as it is or compressed with zstd (.zst appended)".into()
            }
            Error::Read { .. } => {
                "copy the file again; a .zst that ends too early was cut off on its way".into()
            }
            Error::Column { nearest: Some(name), .. } => format!("did you mean \"{name}\"?"),
            Error::Column { nearest: None, .. } => {
                "write the column's name in the mapping as the file's first line has it".into()
            }
            Error::TooManyRows { .. } => {
                "split the file by period and import one part after the other".into()
            }
            Error::Cut { .. } => {
                "hand the whole list in; if they are really gone, raise gone_percent_max under articles, and if it is only a part of the list, leave whole away".into()
            }
            Error::Room { .. } => {
                "make room on that disk, about as much as the files take unpacked, and let this user write there".into()
            }
            Error::TriggerLine { .. } => {
                "write ts_ms,customer_id,type,value_cents with a type of vcosum".into()
            }
        }
    }
}
