//! What events named and no list has, on its way to the loop: told to it once, however many events name it before it is known.

use super::House;
use anlass_model::catalogue::{Catalogue, CatalogueChange, Mention};
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of more it is forgotten which are under way; telling one again does no harm.
const UNDER_WAY_MAX: usize = 100_000;

#[derive(Default)]
pub(crate) struct Mentions {
    /// Accepted, and maybe not in the catalogue yet.
    under_way: Mutex<HashSet<Mention>>,
}

impl Mentions {
    fn under_way(&self) -> MutexGuard<'_, HashSet<Mention>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those that say something new beside what is known and what is under way.
    fn news(&self, mentions: Vec<Mention>, known: &Catalogue) -> Vec<Mention> {
        let mut news = mentions;
        news.retain(|mention| known.is_news(mention));
        if !news.is_empty() {
            let under_way = self.under_way();
            news.retain(|mention| !under_way.contains(mention));
        }
        news
    }

    fn accepted(&self, news: Vec<Mention>) {
        let mut under_way = self.under_way();
        if under_way.len() + news.len() > UNDER_WAY_MAX {
            under_way.clear();
        }
        under_way.extend(news);
    }

    /// The loop has a new catalogue.
    pub(super) fn arrived(&self, known: &Catalogue) {
        self.under_way().retain(|mention| known.is_news(mention));
    }
}

impl House {
    /// What events named and no list has, durable when it returns.
    pub(crate) fn take_mentions(&self, mentions: Vec<Mention>) -> Result<(), anlass_runtime::Error> {
        let news = self.mentions.news(mentions, &self.catalogue());
        if news.is_empty() {
            return Ok(());
        }
        let changes: Vec<CatalogueChange> = news.iter().cloned().map(CatalogueChange::Mentioned).collect();
        self.take_changes(&changes)?;
        self.mentions.accepted(news);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::catalogue::Named;

    fn named(number: &str, name: Option<&str>) -> Mention {
        Mention::Article(Named { number: number.into(), name: name.map(Into::into) })
    }

    #[test]
    fn what_many_events_name_is_told_once_until_more_is_said_of_it() {
        let (mentions, mut known) = (Mentions::default(), Catalogue::default());
        let told = |mention: &Mention, known: &Catalogue| {
            let news = mentions.news(vec![mention.clone()], known);
            let is_told = !news.is_empty();
            mentions.accepted(news);
            is_told
        };
        let (plain, with_name) = (named("17", None), named("17", Some("Bohrer")));
        assert!(told(&plain, &known) && !told(&plain, &known), "it is under way");
        assert!(told(&with_name, &known) && !told(&with_name, &known));
        for mention in [&plain, &with_name] {
            known.mention(mention);
            mentions.arrived(&known);
        }
        assert_eq!(mentions.under_way().len(), 0);
        assert!(!told(&plain, &known) && !told(&with_name, &known) && told(&named("18", None), &known));
    }
}
