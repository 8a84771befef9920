//! The loyalty programme of the settings: tiers that can be reached one above the other, and fields that are declared.

use super::Compiler;
use anlass_model::definition::{Loyalty, Tier};
use anlass_model::time::{Span, SpanText};
use anlass_model::value::Type;

/// Each change of an order asks for all of them.
const TIERS_MAX: usize = 20;

impl Compiler<'_> {
    pub(super) fn loyalty(&mut self) {
        let Some(loyalty) = &self.settings.loyalty else { return };
        let place = "settings › loyalty";
        let Loyalty { points_per, counts: _, expire_after, tiers, told } = loyalty;
        if points_per.amount == 0 || points_per.points == 0 {
            let cure = "write for example points_per: { amount: 1, points: 1 }";
            self.problem(place, "nothing would ever give points", Some(cure.into()));
        }
        self.has_length(place, "expire_after", *expire_after);
        self.twice("tier", tiers.iter().map(|tier| &tier.id));
        if tiers.len() > TIERS_MAX {
            let cure = Some(format!("use at most {TIERS_MAX}"));
            self.problem(place, format!("it has {} tiers", tiers.len()), cure);
        }
        let mut below: Option<&Tier> = None;
        for tier in tiers {
            let place = format!("{place} › tier {}", tier.id);
            self.know(&tier.id);
            self.has_length(&place, "within", tier.within);
            if tier.from <= below.map_or(0, |below| below.from) {
                let cause = match below {
                    Some(below) => format!("it is reached no later than \"{}\" below it", below.id),
                    None => "everybody has it from the beginning".to_string(),
                };
                let cure = "write the lowest tier first, each with a larger from than the one before";
                self.problem(&place, cause, Some(cure.into()));
            }
            below = Some(tier);
        }
        for (field, kind, word) in [(&told.points, Type::Int, "int"), (&told.tier, Type::Text, "text")] {
            let Some(field) = field else { continue };
            if self.settings.fields.get(field) != Some(&kind) {
                let cause = format!("\"{field}\" is not a profile field of type {word}");
                let cure = Some(format!("declare \"{field}\" under fields with type {word}"));
                self.problem(&format!("{place} › told"), cause, cure);
            }
        }
    }

    fn has_length(&mut self, place: &str, what: &str, span: Option<SpanText>) {
        if span.is_some_and(|span| span.0 <= Span(0)) {
            let cure = Some(format!("write for example {what}: 365d"));
            self.problem(place, format!("its {what} has no length"), cure);
        }
    }
}
