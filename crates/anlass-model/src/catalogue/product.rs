//! An article and what is said about it. What decisions need stands in the article itself; what only
//! letters and pages need stands apart, for most of a large catalogue is text.

use crate::event::Item;
use crate::id::{CategoryId, FamilyId, ProductId, name_hash};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Nodes of a taxonomy from the top down: department, category, type … Shared by all articles of a node.
pub type NodePath = Arc<[Box<str>]>;

/// An article. `group` holds variants together, `substitutes` names a declared substitute group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub number: Box<str>,
    pub name: Box<str>,
    /// Its place in the shop's own tree.
    pub path: NodePath,
    pub group: Option<Box<str>>,
    pub substitutes: Option<Box<str>>,
    pub brand: Option<Arc<str>>,
    /// What one piece holds, where a price per unit is due.
    pub unit: Option<Unit>,
    pub details: Option<Box<Details>>,
}

/// What letters and pages show of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub texts: Vec<Text>,
    /// Addresses, the best picture first.
    pub pictures: Vec<Box<str>>,
    pub link: Option<Box<str>>,
    /// How the shop's addresses name it, where they do not hold its number.
    pub slug: Option<Box<str>>,
    /// Nodes of other trees that it hangs on: of the till, of the content system …
    pub nodes: Vec<CategoryId>,
    pub tags: Vec<Arc<str>>,
}

/// Name and description in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// As in `de`.
    pub language: Arc<str>,
    pub name: Box<str>,
    pub description: Box<str>,
}

/// The content of a piece: `content` of the measure's small unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub content: u32,
    pub measure: Measure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Grams, told per kilogram.
    Weight,
    /// Millilitres, told per litre.
    Volume,
    /// Millimetres, told per metre.
    Length,
    /// Square centimetres, told per square metre.
    Area,
    /// Pieces of a pack, told per piece.
    Pieces,
}

impl Measure {
    /// Small units in the one that prices are told per.
    #[must_use]
    pub fn base(self) -> u32 {
        match self {
            Measure::Weight | Measure::Volume | Measure::Length => 1_000,
            Measure::Area => 10_000,
            Measure::Pieces => 1,
        }
    }
}

impl Measure {
    /// Of the unit that prices are told per; nothing for a piece.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Measure::Weight => "kg",
            Measure::Volume => "l",
            Measure::Length => "m",
            Measure::Area => "m²",
            Measure::Pieces => "",
        }
    }
}

impl Unit {
    /// The price per kilogram, litre … of something at `amount`, half a minor unit rounded up. `None` if a piece
    /// holds nothing, or no number is large enough.
    #[must_use]
    pub fn price(self, amount: i64) -> Option<i64> {
        let content = i128::from(self.content);
        if content == 0 {
            return None;
        }
        let twice = i128::from(amount) * i128::from(self.measure.base()) * 2 + content;
        i64::try_from(twice.div_euclid(content * 2)).ok()
    }
}

impl Product {
    #[must_use]
    pub fn id(&self) -> ProductId {
        ProductId::of(&self.number)
    }

    /// As a source tells it, laid over what is known: what it does not say stays. Without a name anywhere it is called by
    /// its number.
    #[must_use]
    pub fn over(self, known: Option<&Product>) -> Product {
        let nothing = Product::default();
        let known = known.unwrap_or(&nothing);
        let name = [self.name, known.name.clone()].into_iter().find(|name| !name.is_empty());
        let details = match (self.details, &known.details) {
            (Some(told), Some(known)) => Some(Box::new(told.over(known))),
            (told, known) => told.or_else(|| known.clone()),
        };
        Product {
            name: name.unwrap_or_else(|| self.number.clone()),
            number: self.number,
            path: if self.path.is_empty() { Arc::clone(&known.path) } else { self.path },
            group: self.group.or_else(|| known.group.clone()),
            substitutes: self.substitutes.or_else(|| known.substitutes.clone()),
            brand: self.brand.or_else(|| known.brand.clone()),
            unit: self.unit.or(known.unit),
            details,
        }
    }

    /// Declared substitutes first, else the variant group, else the article alone.
    #[must_use]
    pub fn family(&self) -> FamilyId {
        match (&self.substitutes, &self.group) {
            (Some(name), _) => FamilyId(name_hash(&format!("substitutes/{name}"))),
            (None, Some(name)) => FamilyId(name_hash(&format!("group/{name}"))),
            (None, None) => alone(&self.number),
        }
    }

    /// The deepest node of its path.
    #[must_use]
    pub fn category(&self) -> CategoryId {
        category_of(&self.path)
    }

    #[must_use]
    pub fn item(&self) -> Item {
        Item { product: self.id(), family: self.family(), category: self.category() }
    }

    /// Its name in a language, else its name.
    #[must_use]
    pub fn name_in(&self, language: &str) -> &str {
        let texts = self.details.as_ref().map_or(&[][..], |details| &details.texts);
        let text = texts.iter().find(|text| &*text.language == language && !text.name.is_empty());
        text.map_or(&self.name, |text| &text.name)
    }

    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        self.details.as_ref()?.slug.as_deref()
    }
}

impl Details {
    /// Languages that are told replace only themselves, lists as a whole.
    fn over(self, known: &Details) -> Details {
        fn told<T: Clone>(list: Vec<T>, known: &[T]) -> Vec<T> {
            if list.is_empty() { known.to_vec() } else { list }
        }
        let mut texts = known.texts.clone();
        for text in self.texts {
            let Some(own) = texts.iter_mut().find(|own| own.language == text.language) else {
                texts.push(text);
                continue;
            };
            for (own, new) in [(&mut own.name, text.name), (&mut own.description, text.description)] {
                if !new.is_empty() {
                    *own = new;
                }
            }
        }
        Details {
            texts,
            pictures: told(self.pictures, &known.pictures),
            link: self.link.or_else(|| known.link.clone()),
            slug: self.slug.or_else(|| known.slug.clone()),
            nodes: told(self.nodes, &known.nodes),
            tags: told(self.tags, &known.tags),
        }
    }
}

/// The family of an article that has neither variants nor substitutes.
pub(super) fn alone(number: &str) -> FamilyId {
    FamilyId(name_hash(&format!("article/{number}")))
}

/// The id of a taxonomy node, from the top down.
#[must_use]
pub fn category_of(path: &[Box<str>]) -> CategoryId {
    CategoryId::of(&path.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_does_not_say_of_an_article_stays() {
        let text = |language: &str, name: &str, description: &str| Text {
            language: language.into(),
            name: name.into(),
            description: description.into(),
        };
        let details = |texts, pictures: &[&str], slug: Option<&str>| {
            let pictures = pictures.iter().map(|picture| Box::from(*picture)).collect();
            Some(Box::new(Details { texts, pictures, slug: slug.map(Box::from), ..Details::default() }))
        };
        let known = Product {
            number: "1".into(),
            name: "Säge".into(),
            path: [Box::from("Werkzeug")].into(),
            details: details(
                vec![text("de", "Säge", "alt"), text("en", "Saw", "")],
                &["a", "b"],
                Some("saege"),
            ),
            ..Product::default()
        };
        let bare = Product { number: "1".into(), ..Product::default() };
        assert_eq!(bare.clone().over(Some(&known)), known, "it said nothing");
        assert_eq!(&*bare.clone().over(None).name, "1");
        let told = Product { details: details(vec![text("de", "", "neu")], &["c"], None), ..bare };
        let expected = details(vec![text("de", "Säge", "neu"), text("en", "Saw", "")], &["c"], Some("saege"));
        assert_eq!(told.over(Some(&known)).details, expected);
    }

    #[test]
    fn a_price_per_unit_is_told_per_kilogram_litre_metre_and_piece() {
        let unit = |content, measure| Unit { content, measure };
        assert_eq!(unit(500, Measure::Weight).price(249), Some(498));
        assert_eq!(unit(750, Measure::Volume).price(999), Some(1_332));
        assert_eq!(unit(3, Measure::Pieces).price(100), Some(33));
        assert_eq!(unit(8, Measure::Pieces).price(100), Some(13), "half a cent counts as one");
        assert_eq!(unit(25_000, Measure::Area).price(5_000), Some(2_000));
        assert_eq!(unit(0, Measure::Weight).price(249), None);
        assert_eq!(unit(1, Measure::Area).price(i64::MAX), None);
    }
}
