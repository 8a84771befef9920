//! Ways into Anlass. Files come in by a declarative [`Mapping`]: every row ends in exactly one counted
//! [`Fate`](report::Fate), nothing is dropped silently. [`trigger`] reads the lines of the trigger benchmark;
//! [`collector`] reads what web shops and apps send while it happens; [`sql`] asks the company's own databases.
//! Deliberately not here: who a customer is (the engine decides), and any clock: the
//! collector is told when it received something, and a history import takes `received` to be `occurred`.
//!
//! Every kind of source keeps one contract, which one test holds all of them to (`tests/it/contract.rs`):
//! the same input twice gives the same message ids; what is told comes out in its order, however it is cut; a part that cannot be
//! taken is refused with place, cause and cure, and stops nothing else; taken, refused and ignored parts add up to those that were
//! read; moments and amounts are exact; a claim without proof proves no consent; hostile input ends in a message.

pub mod analytics;
pub mod cloudevents;
pub mod collector;
pub mod content;
mod decimal;
pub mod error;
pub mod hook;
mod identifier;
mod import;
mod json;
mod mapping;
mod mend;
pub mod probe;
pub mod quality;
pub mod report;
pub mod shops;
pub mod sql;
mod suggest;
mod table;
pub mod trigger;
pub mod understood;
pub mod writing;

pub use decimal::Mark;
pub use error::Error;
pub use import::{Bought, HEAPS, Import, Imported, Known, Progress, import, import_onto};
pub use mapping::Mapping;
pub use mend::candidates;
pub use report::Report;
pub use suggest::nearest;
pub use table::{Delimiter, Encoding, Layout, Quote, Rows, Stated};
