//! What messages look like: languages, templates and reusable fragments. Texts in them may hold template tags
//! such as `{{ salutation }}`; `anlass-content` compiles and checks the whole. Which fragment a person gets is
//! decided elsewhere.

use super::Localised;
use crate::consent::Class;
use crate::id::Name;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Everything beside the messages themselves; absent, the shipped template and German and English are used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    #[serde(default)]
    pub languages: Languages,
    /// How people are addressed.
    #[serde(default)]
    pub tone: Tone,
    #[serde(default)]
    pub templates: Vec<Template>,
    #[serde(default)]
    pub fragments: Vec<Fragment>,
}

/// Sie or du.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    #[default]
    Formal,
    Informal,
}

/// Which languages are offered, and what stands in for a text that is missing in one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Languages {
    pub offered: Vec<LanguageTag>,
    /// For people whose language is unknown or not offered.
    pub default: LanguageTag,
    /// Tried in this order after the language itself and the language without its region; the default is last.
    pub fallbacks: BTreeMap<LanguageTag, Vec<LanguageTag>>,
    pub gaps: Gaps,
}

impl Default for Languages {
    fn default() -> Languages {
        Languages {
            offered: vec![LanguageTag::german(), LanguageTag::english()],
            default: LanguageTag::english(),
            fallbacks: BTreeMap::new(),
            gaps: Gaps::Fallback,
        }
    }
}

/// What a text that is missing in an offered language means when definitions are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gaps {
    /// The next language of the chain stands in, and the gap is listed.
    #[default]
    Fallback,
    /// Nothing is published.
    Refuse,
}

/// `de`, `de-AT`, `en-GB` …: language in small letters, region in capitals.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(Box<str>);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("\"{0}\" is not a language: write it as de or de-AT")]
pub struct BadLanguage(String);

impl LanguageTag {
    /// Reads `de`, `DE`, `de_at`, `de-AT`.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn new(text: &str) -> Result<LanguageTag, BadLanguage> {
        let bad = || BadLanguage(text.chars().take(40).collect());
        let (language, region) = match text.split_once(['-', '_']) {
            Some((language, region)) => (language, Some(region)),
            None => (text, None),
        };
        let is_word = |word: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        if !is_word(language, 2..=3) || region.is_some_and(|region| !is_word(region, 2..=2)) {
            return Err(bad());
        }
        let language = language.to_ascii_lowercase();
        Ok(LanguageTag(match region {
            Some(region) => format!("{language}-{}", region.to_ascii_uppercase()).into(),
            None => language.into(),
        }))
    }

    #[must_use]
    pub fn german() -> LanguageTag {
        LanguageTag("de".into())
    }

    #[must_use]
    pub fn english() -> LanguageTag {
        LanguageTag("en".into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `de` of `de-AT`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.0.split_once('-').map_or(&*self.0, |(language, _)| language)
    }

    /// The same without its region; `None` if it has none.
    #[must_use]
    pub fn without_region(&self) -> Option<LanguageTag> {
        self.0.split_once('-').map(|(language, _)| LanguageTag(language.into()))
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = BadLanguage;
    fn try_from(text: String) -> Result<LanguageTag, BadLanguage> {
        LanguageTag::new(&text)
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> String {
        tag.0.into()
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The frame of a mail in MJML: what stands in `mj-head`, and a `mj-body` with `<mj-slot id="content" />` where
/// blocks go. A template called `default` replaces the shipped one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    pub id: Name,
    #[serde(default)]
    pub name: Localised,
    #[serde(default)]
    pub head: String,
    pub body: String,
    /// Texts of the frame by name, per language: `{{ words.unsubscribe }}`.
    #[serde(default)]
    pub words: BTreeMap<Name, BTreeMap<LanguageTag, String>>,
    pub slots: Vec<Slot>,
}

/// A place for blocks; a block that names none goes into the first open one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    pub id: Name,
    /// This fragment always stands here and no message may put anything else there. Absent: open.
    #[serde(default)]
    pub locked: Option<Name>,
    /// Only fragments with one of these tags; empty: every block.
    #[serde(default)]
    pub tags: Vec<Name>,
}

/// A block to be used by several messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fragment {
    pub id: Name,
    #[serde(default)]
    pub name: Localised,
    /// A contract message may use advertising fragments only in blocks of that class.
    #[serde(default)]
    pub class: Option<Class>,
    #[serde(default)]
    pub tags: Vec<Name>,
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// Last day.
    #[serde(default)]
    pub valid_until: Option<Date>,
    pub languages: BTreeMap<LanguageTag, FragmentBody>,
}

/// MJML sections, or parts from which they are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FragmentBody {
    Mjml(String),
    Parts(Vec<Part>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Heading(String),
    /// An empty line starts a paragraph.
    Text(String),
    Image(Image),
    Button(Button),
    /// The products of the message, each with picture, name, price and a link of this text.
    Products {
        link: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    pub src: String,
    /// For those who do not see it; empty only for a mere ornament.
    pub alt: String,
    #[serde(default)]
    pub link: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    pub text: String,
    pub link: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_in_every_usual_spelling() {
        for (text, expected) in [("de", "de"), ("DE", "de"), ("de_at", "de-AT"), ("EN-gb", "en-GB")] {
            assert_eq!(LanguageTag::new(text).expect(text).as_str(), expected);
        }
        for bad in ["", "d", "deutsch", "de-", "de-AT-x", "12", "dé"] {
            assert!(LanguageTag::new(bad).is_err(), "{bad}");
        }
    }
}
