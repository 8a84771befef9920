//! What people author, as documents: settings of an organisation and programmes with journeys, mailings
//! and messages. Rules stand in them as text; `anlass-engine` compiles and checks the whole.

mod content;
mod countries;
mod elements;
mod identity;
mod journey;
mod loyalty;
mod message;
mod retention;
mod settings;

pub use content::{
    BadLanguage, Button, Fragment, FragmentBody, Gaps, Image, LanguageTag, Languages, Library, Part, Slot,
    Template, Tone,
};
pub use countries::{
    Basis, ChannelRule, Countries, CustomerRule, Pack, ProofKind, shipped as shipped_countries,
};
pub use elements::{Element, ElementChange, ElementKind, changes as element_changes};
pub use identity::{IdentifierRule, Matching, Strength};
pub use journey::{
    Aim, Arm, Astray, Attribute, Branch, Case, Collect, DataNeed, DateEntry, Entry, EventCase, Exit, Inside,
    Journey, LeapDay, LocalWindow, Mailing, Programme, Reentry, RunKey, Schedule, Step, Wait, Webhook,
};
pub use loyalty::{CountedPlace, Loyalty, PointsPer, Tier, TierChange, Told};
pub use message::{Block, Freshness, Items, Message, NamedArticle, Offers, Otherwise, Recommend, Relation};
pub use retention::{Retention, RetentionRule};
pub use settings::{
    Cap, EntityType, EventType, Form, FormColours, Interest, Nearest, OverCap, Phase, Phases, Policy,
    QuietHours, Rhythm, Settings, Signal, Source,
};

use crate::id::{CategoryId, Name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in the languages of the application. Where authors leave one out, the other stands for both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "LocalisedText")]
pub struct Localised {
    pub de: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LocalisedText {
    de: Option<String>,
    en: Option<String>,
}

impl TryFrom<LocalisedText> for Localised {
    type Error = &'static str;

    fn try_from(text: LocalisedText) -> Result<Localised, Self::Error> {
        match text {
            LocalisedText { de: Some(de), en: Some(en) } => Ok(Localised { de, en }),
            LocalisedText { de: Some(text), en: None } | LocalisedText { de: None, en: Some(text) } => {
                Ok(Localised { de: text.clone(), en: text })
            }
            LocalisedText { de: None, en: None } => Err("a text says nothing: write de, en, or both"),
        }
    }
}

/// Language of texts shown to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    De,
    #[default]
    En,
}

impl Localised {
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// Everything authored for one organisation: the source of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    pub settings: Settings,
    #[serde(default)]
    pub programmes: Vec<Programme>,
    /// Templates, fragments and languages; absent: the shipped ones.
    #[serde(default)]
    pub content: Option<Library>,
    /// What lies under the nodes of the taxonomy that rules name, as the catalogue had it when this was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subtrees: Vec<Subtree>,
}

/// A node of the taxonomy with every node under it, by all names they ever had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subtree {
    pub node: CategoryId,
    /// Sorted.
    pub under: Vec<CategoryId>,
}

impl Definitions {
    /// What people call whatever has only an id: by the settings' names, by the label of an own event
    /// type or entity, or by the first exit of that id that has a name.
    #[must_use]
    pub fn titles(&self) -> BTreeMap<&Name, &Localised> {
        let journeys = self.programmes.iter().flat_map(|programme| &programme.journeys);
        let exits = journeys.flat_map(|journey| &journey.exit).rev();
        let exits = exits.filter_map(|exit| exit.name.as_ref().map(|name| (&exit.id, name)));
        exits.chain(self.settings.labels()).chain(&self.settings.names).collect()
    }

    /// See [`Definitions::titles`]; the id itself where there is none.
    #[must_use]
    pub fn title<'a>(&'a self, id: &'a str, language: Language) -> &'a str {
        let journeys = self.programmes.iter().flat_map(|programme| &programme.journeys);
        let mut exits = journeys.flat_map(|journey| &journey.exit);
        let of_exit = || exits.find_map(|exit| exit.name.as_ref().filter(|_| exit.id.as_str() == id));
        let named = self.settings.names.iter().find(|(name, _)| name.as_str() == id);
        let labelled = || self.settings.labels().find(|(name, _)| name.as_str() == id);
        named
            .or_else(labelled)
            .map(|(_, title)| title)
            .or_else(of_exit)
            .map_or(id, |title| title.text(language))
    }
}

impl Definitions {
    /// Takes over the redirects of what was live before, so that somebody who slept through several edits
    /// follows them all.
    pub fn inherit_redirects(&mut self, before: &Definitions) {
        let old: BTreeMap<&Name, &Journey> = before
            .programmes
            .iter()
            .flat_map(|programme| &programme.journeys)
            .map(|journey| (&journey.id, journey))
            .collect();
        for journey in self.programmes.iter_mut().flat_map(|programme| &mut programme.journeys) {
            if let Some(old) = old.get(&journey.id) {
                journey.inherit(old);
            }
        }
    }
}
