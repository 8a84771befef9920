//! The loop: takes a batch of input, loads dossiers once, calls the engine, commits once, lends out what is
//! due. Stepped from outside by `now`; it reads no clock and sends nothing by itself.

pub mod alike;
pub mod batch;
pub mod broadcast;
pub mod cache;
pub mod catalogue;
pub mod census;
pub mod compaction;
pub mod delivered;
pub mod erase;
pub mod error;
pub mod fold;
pub mod forms;
pub mod goals;
pub mod history;
pub mod identify;
pub mod imported;
pub mod lists;
pub mod live;
pub mod mailings;
pub mod migration;
pub mod nearest;
pub mod notices;
pub mod origin;
pub mod pools;
pub mod preview;
pub mod programs;
pub mod rehearse;
pub mod relations;
pub mod retention;
pub mod rows;
mod scan;
pub mod summary;
pub mod sweep;
pub mod unmerge;
pub mod virtual_time;
mod waiting;
pub mod waterfall;

pub use batch::{Extra, Merge, Mode, Round, Runtime, Stepped, Work};
pub use error::Error;
