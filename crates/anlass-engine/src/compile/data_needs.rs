//! What a programme says its data have to be like: whether it can be asked, and of whom one would speak where it is not so.

use super::Compiler;
use anlass_model::definition::{DataNeed, Programme};
use anlass_model::id::Name;
use anlass_rules::nearest;

impl Compiler<'_> {
    pub(super) fn data_needs(&mut self, programme: &Programme) {
        let place = format!("programme {}", programme.id);
        let has_owner = programme.owner.as_deref().is_some_and(|owner| !owner.trim().is_empty());
        if !programme.data.is_empty() && !has_owner {
            let cure = Some("write owner: and a name or an address".to_owned());
            self.problem(&place, "it says what its data have to be like, and not who answers for them", cure);
        }
        for (index, need) in programme.data.iter().enumerate() {
            self.data_need(&format!("{place} › data {}", index + 1), need);
        }
    }

    fn data_need(&mut self, place: &str, need: &DataNeed) {
        let DataNeed { field, fact, source, at_least, at_most_old } = need;
        let is_unclear = match (field, fact) {
            (Some(_), Some(_)) => true,
            (None, None) => at_least.is_some() || source.is_none() || at_most_old.is_none(),
            _ => at_least.is_none() || at_most_old.is_some(),
        };
        if is_unclear {
            let cure = "give field or fact with at_least, or source with at_most_old";
            self.problem(place, "it is not clear what the data have to be like", Some(cure.to_owned()));
        }
        if let Some(field) = field.as_ref().filter(|field| !self.settings.fields.contains_key(*field)) {
            let cure = near(field, self.settings.fields.keys());
            let cure = cure.unwrap_or_else(|| format!("declare \"{field}\" under fields"));
            self.problem(place, format!("there is no profile field \"{field}\""), Some(cure));
        }
        if let Some(fact) = fact.as_deref().filter(|fact| !DataNeed::FACTS.contains(fact)) {
            let cure = format!("use one of {}", DataNeed::FACTS.join(", "));
            self.problem(place, format!("there are no files of \"{fact}\""), Some(cure));
        }
        let mut sources = self.settings.sources.iter().map(|source| &source.id);
        if let Some(source) = source.as_ref().filter(|source| !sources.any(|known| known == *source)) {
            let cure = near(source, self.settings.sources.iter().map(|source| &source.id));
            let cure = cure.unwrap_or_else(|| "declare it under sources in the settings".to_owned());
            self.problem(place, format!("there is no source \"{source}\""), Some(cure));
        }
        if at_least.is_some_and(|least| !(1..=100).contains(&least)) {
            self.problem(place, "its at_least is no score", Some("use 1 to 100".to_owned()));
        }
        if let Some(old) = at_most_old {
            self.span(place, "at_most_old", *old);
        }
    }
}

fn near<'a>(name: &Name, known: impl Iterator<Item = &'a Name>) -> Option<String> {
    nearest(name.as_str(), known.map(Name::as_str)).map(|near| format!("did you mean \"{near}\"?"))
}
