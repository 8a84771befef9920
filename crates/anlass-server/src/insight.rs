//! What people are told about people: a timeline run again with reasons switched on, the story of an intent, and the
//! words for codes in German and English. The command line and the API say the same because both ask here.

pub(crate) mod basket;
pub(crate) mod called_for;
pub(crate) mod checks;
pub(crate) mod data;
pub(crate) mod differ;
pub mod explain;
pub mod life;
pub(crate) mod problems;
pub mod story;
pub(crate) mod tour;
pub mod words;
