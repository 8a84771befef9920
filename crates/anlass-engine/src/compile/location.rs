//! Fences of the settings: each around one place, neither too small nor too large, and times that can come true.

use super::Compiler;
use anlass_model::location::{AWAY_MAX, DWELL_MAX, OwnFence, RADIUS_MAX_M, RADIUS_MIN_M};
use anlass_model::time::{Span, SpanText};

impl Compiler<'_> {
    pub(super) fn location(&mut self) {
        let Some(location) = &self.settings.location else { return };
        let place = "settings › location";
        self.twice("fence", location.fences.iter().map(|fence| &fence.id));
        self.radius(place, "outlets_m", location.outlets_m);
        self.within(place, "dwell", location.dwell, DWELL_MAX);
        self.within(place, "away", location.away, AWAY_MAX);
        for OwnFence { id, place: around, outlet, radius_m, .. } in &location.fences {
            let place = format!("{place} › {id}");
            self.radius(&place, "radius_m", Some(*radius_m));
            if around.is_some() == outlet.is_some() {
                let cure = "give either place, such as \"50.9375, 6.9603\", or outlet, the number of one";
                self.problem(&place, "it is not clear where it is", Some(cure.into()));
            }
        }
    }

    fn radius(&mut self, place: &str, what: &str, radius_m: Option<u32>) {
        if let Some(metres) = radius_m.filter(|metres| !(RADIUS_MIN_M..=RADIUS_MAX_M).contains(metres)) {
            let cure = Some(format!("use {RADIUS_MIN_M} to {RADIUS_MAX_M} metres"));
            self.problem(place, format!("its {what} is {metres}"), cure);
        }
    }

    fn within(&mut self, place: &str, what: &str, span: SpanText, most: Span) {
        if span.0 < Span(0) || span.0 > most {
            let cure = Some(format!("use 0s to {most}"));
            self.problem(place, format!("its {what} is {}", span.0), cure);
        }
    }
}
