//! Which language stands in for which: the language itself, without its region, the authored fallbacks, the
//! default. The chain is made once; no text is looked for while a mail is rendered.

use crate::problem::Problem;
use anlass_model::definition::{FragmentBody, LanguageTag, Languages, Localised, Message};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(crate) struct Chains {
    authored: Languages,
}

impl Chains {
    pub(crate) fn new(authored: &Languages) -> Result<Chains, Problem> {
        let cure = Some("list it under offered");
        if !authored.offered.contains(&authored.default) {
            let cause = format!("the default \"{}\" is not offered", authored.default);
            return Err(Problem::new("content › languages", cause, cure));
        }
        Ok(Chains { authored: authored.clone() })
    }

    pub(crate) fn offered(&self) -> &[LanguageTag] {
        &self.authored.offered
    }

    /// In which order texts for this language are looked for.
    pub(crate) fn chain(&self, language: &LanguageTag) -> Vec<LanguageTag> {
        let mut chain = vec![language.clone()];
        chain.extend(language.without_region());
        for known in chain.clone() {
            chain.extend(self.authored.fallbacks.get(&known).into_iter().flatten().cloned());
        }
        chain.push(self.authored.default.clone());
        let mut once: Vec<LanguageTag> = Vec::new();
        for tag in chain {
            if !once.contains(&tag) {
                once.push(tag);
            }
        }
        once
    }

    /// The language in which those who read `language` get the whole of a message that says nothing in theirs;
    /// `None`: it speaks their language, or none that is offered.
    pub(crate) fn stand_in(&self, message: &Message, language: &LanguageTag) -> Option<LanguageTag> {
        if is_spoken(message, language) {
            return None;
        }
        let chain = self.chain(language);
        let offered = |tag: &&LanguageTag| self.authored.offered.contains(tag);
        let mut known = chain.iter().filter(offered).chain(&self.authored.offered);
        known.find(|tag| is_spoken(message, tag)).cloned()
    }

    /// The offered language nearest to what a profile says.
    pub(crate) fn choose(&self, profile: Option<&str>) -> &LanguageTag {
        let wanted = profile.and_then(|text| LanguageTag::new(text.trim()).ok());
        let chain = wanted.map(|wanted| self.chain(&wanted)).unwrap_or_default();
        let offered = |tag: &LanguageTag| self.authored.offered.iter().find(|offered| *offered == tag);
        chain.iter().find_map(offered).unwrap_or(&self.authored.default)
    }
}

/// Whether a message says anything of its own in a language, of whatever region.
fn is_spoken(message: &Message, language: &LanguageTag) -> bool {
    let says = |text: &Localised| match language.language() {
        "de" => !text.de.trim().is_empty(),
        "en" => !text.en.trim().is_empty(),
        _ => false,
    };
    let shows = |body: &BTreeMap<LanguageTag, FragmentBody>| {
        body.keys().any(|own| own.language() == language.language())
    };
    let own = message.blocks.iter().filter(|block| block.fragment.is_none());
    message.subject.as_ref().is_some_and(says)
        || own.into_iter().any(|block| says(&block.text) || shows(&block.body))
}

/// The first text of the chain that says something, and its language.
pub(crate) fn localised<'t>(text: &'t Localised, chain: &[LanguageTag]) -> Option<(&'t str, LanguageTag)> {
    chain.iter().find_map(|tag| {
        let text = match tag.as_str() {
            "de" => &text.de,
            "en" => &text.en,
            _ => return None,
        };
        (!text.trim().is_empty()).then(|| (&**text, tag.clone()))
    })
}

/// The first entry of the chain.
pub(crate) fn first<'t, T>(
    texts: &'t BTreeMap<LanguageTag, T>,
    chain: &[LanguageTag],
) -> Option<(&'t T, LanguageTag)> {
    chain.iter().find_map(|tag| texts.get(tag).map(|text| (text, tag.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::new(text).unwrap()
    }

    #[test]
    fn a_swiss_german_reads_german_before_english() {
        let mut authored = Languages::default();
        let chains = Chains::new(&authored).unwrap();
        assert_eq!(chains.chain(&tag("de-CH")), [tag("de-CH"), tag("de"), tag("en")]);
        assert_eq!(chains.choose(Some("de-CH")), &tag("de"));
        authored.fallbacks.insert(tag("fr"), vec![tag("de")]);
        let chains = Chains::new(&authored).unwrap();
        for (profile, expected) in [
            (Some("fr"), "de"),
            (Some("fr_BE"), "de"),
            (Some("it"), "en"),
            (Some("Deutsch"), "en"),
            (None, "en"),
        ] {
            assert_eq!(chains.choose(profile), &tag(expected), "{profile:?}");
        }
    }
}
