//! The outlet of a person: the one they chose, else the nearest to where they are or live; and where and for whom their
//! prices hold. Nothing of it is kept: it follows from the profile and the catalogue of the moment.

use anlass_engine::program::StepKind;
use anlass_engine::{Dossier, Program};
use anlass_model::catalogue::{Asked, Catalogue, Occasion, OccasionKind, Outlet, Position};
use anlass_model::definition::Nearest;
use anlass_model::id::{Name, NameId, OutletId};
use anlass_model::value::Value;

fn text<'d>(dossier: &'d Dossier, field: &Name) -> Option<&'d str> {
    match dossier.profile(field.id())? {
        Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Why an outlet is somebody's own, each with the profile field that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why<'p> {
    /// They chose it.
    Chosen(&'p Name),
    /// It is the nearest to where they are.
    Position(&'p Name, Position),
    /// It is the nearest to the place that the field names.
    Place(&'p Name, Position),
}

impl<'p> Why<'p> {
    #[must_use]
    pub fn field(&self) -> &'p Name {
        match self {
            Why::Chosen(field) | Why::Position(field, _) | Why::Place(field, _) => field,
        }
    }
}

/// Somebody's own outlet, if one is known.
#[must_use]
pub fn outlet<'c>(program: &Program, dossier: &Dossier, catalogue: &'c Catalogue) -> Option<&'c Outlet> {
    found(program, dossier, catalogue).map(|(outlet, _)| outlet)
}

/// The same with why it is that one.
#[must_use]
pub fn found<'p, 'c>(
    program: &'p Program,
    dossier: &Dossier,
    catalogue: &'c Catalogue,
) -> Option<(&'c Outlet, Why<'p>)> {
    let nearest = program.definitions.settings.nearest.as_ref()?;
    let chosen = nearest.chosen.as_ref().and_then(|field| {
        let outlet = catalogue.outlet(OutletId::of(text(dossier, field)?))?;
        Some((outlet, Why::Chosen(field)))
    });
    chosen.or_else(|| {
        let why = place(nearest, dossier)?;
        let (Why::Position(_, at) | Why::Place(_, at)) = why else { return None };
        Some((catalogue.nearest_outlet(at)?, why))
    })
}

/// Where somebody is, or lives.
fn place<'p>(nearest: &'p Nearest, dossier: &Dossier) -> Option<Why<'p>> {
    let told = nearest.position.as_ref().and_then(|field| {
        let at = Position::read(text(dossier, field)?)?;
        Some(Why::Position(field, at))
    });
    told.or_else(|| {
        nearest.by.iter().find_map(|field| {
            let at = Position::read(named(nearest, text(dossier, field)?)?)?;
            Some(Why::Place(field, at))
        })
    })
}

/// The position of a place by its name; of a code that is not named, by its longest beginning that is.
fn named<'n>(nearest: &'n Nearest, name: &str) -> Option<&'n str> {
    let places = &nearest.places;
    if let Some(position) = places.get(name) {
        return Some(position);
    }
    if !name.starts_with(|first: char| first.is_ascii_digit()) {
        let mut known = places.iter();
        return known.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, position)| &**position);
    }
    let beginnings = name.char_indices().map(|(end, _)| end).rev();
    beginnings.filter(|end| *end > 0).find_map(|end| places.get(name.get(..end)?)).map(String::as_str)
}

/// Where and for whom a message's stock and prices are asked: at the person's own outlet, if the message is about it.
#[must_use]
pub fn asked(program: &Program, dossier: &Dossier, message: NameId, catalogue: &Catalogue) -> Asked {
    asked_at(program, dossier, program.message(message).is_some_and(|message| message.at_outlet), catalogue)
}

/// An occasion as it is for somebody; `None` if it does not concern them, for it came about elsewhere or for others. It is
/// asked where the messages ask that it leads to.
#[must_use]
pub fn felt(
    program: &Program,
    dossier: &Dossier,
    occasion: &Occasion,
    catalogue: &Catalogue,
) -> Option<Occasion> {
    let is_at_outlet = leads_to_outlets(program, occasion.kind);
    catalogue.felt(occasion, asked_at(program, dossier, is_at_outlet, catalogue))
}

/// Whether an occasion may be another one for one person than for another: for their outlet, or their group.
#[must_use]
pub(crate) fn is_personal(program: &Program, occasion: &Occasion) -> bool {
    let Some(nearest) = &program.definitions.settings.nearest else { return false };
    let is_of_groups = occasion.kind == OccasionKind::PriceDropped && nearest.group.is_some();
    occasion.turn.is_some() && (is_of_groups || leads_to_outlets(program, occasion.kind))
}

/// Whether an occasion may be one for anybody, as it is asked.
#[must_use]
pub(crate) fn may_concern(program: &Program, occasion: &Occasion) -> bool {
    !occasion.is_at_outlets_only() || is_personal(program, occasion)
}

/// Whether a message of a journey that begins with such an occasion is about people's own outlets. Where no message follows,
/// prices are asked there as well, so that nothing is said that holds elsewhere; pieces are those in all.
fn leads_to_outlets(program: &Program, kind: OccasionKind) -> bool {
    let journeys = program.entries.get(&NameId::of(kind.event_name())).into_iter().flatten();
    let steps =
        journeys.filter_map(|journey| program.journeys.get(*journey)).flat_map(|journey| &journey.steps);
    let mut messages = steps.filter_map(|step| match step.kind {
        StepKind::Message(message) => program.messages.get(message),
        _ => None,
    });
    let Some(first) = messages.next() else { return kind == OccasionKind::PriceDropped };
    first.at_outlet || messages.any(|message| message.at_outlet)
}

fn asked_at(program: &Program, dossier: &Dossier, is_at_outlet: bool, catalogue: &Catalogue) -> Asked {
    let nearest = program.definitions.settings.nearest.as_ref();
    let group = nearest.and_then(|nearest| nearest.group.as_ref()).and_then(|field| text(dossier, field));
    let own = if is_at_outlet { outlet(program, dossier, catalogue) } else { None };
    catalogue.asked(own.map(Outlet::id), group.map(NameId::of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_its_longest_beginning_and_a_city_by_its_name() {
        let places = [("50667", "50.94, 6.96"), ("50", "50.9, 7.0"), ("Bonn", "50.73, 7.1")];
        let places = places.map(|(name, position)| (name.to_owned(), position.to_owned())).into();
        let nearest = Nearest { places, ..Nearest::default() };
        assert_eq!(named(&nearest, "50667"), Some("50.94, 6.96"));
        assert_eq!(named(&nearest, "50668"), Some("50.9, 7.0"));
        assert_eq!(named(&nearest, "bonn"), Some("50.73, 7.1"));
        assert_eq!(named(&nearest, "Bo"), None);
        assert_eq!(named(&nearest, "40213"), None);
    }
}
