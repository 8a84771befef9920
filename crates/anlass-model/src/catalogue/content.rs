//! Fragments of the organisation's content system: guides, articles, events … each shown in its time only.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentItem {
    pub id: Box<str>,
    pub title: Box<str>,
    pub text: Box<str>,
    pub picture: Option<Box<str>>,
    pub link: Option<Box<str>>,
    pub tags: Vec<Arc<str>>,
    pub from: Option<Timestamp>,
    /// No longer shown from this moment on.
    pub until: Option<Timestamp>,
}

impl ContentItem {
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}
