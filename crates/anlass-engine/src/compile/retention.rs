//! Rules of retention: each says one thing, and for how long.

use super::Compiler;
use anlass_model::definition::RetentionRule;
use anlass_model::time::DAY;

/// A shorter time is a slip of the pen, and there is no way back.
const SHORTEST_DAYS: i64 = 1;

impl Compiler<'_> {
    pub(super) fn retention(&mut self) {
        let Some(retention) = &self.settings.retention else { return };
        let place = "settings › retention";
        self.span(place, "keep_orders", retention.keep_orders);
        self.twice("rule of retention", retention.rules.iter().map(|rule| &rule.id));
        for rule in &retention.rules {
            let place = format!("{place} › {}", rule.id);
            let RetentionRule { silent_for, unconfirmed_for, letters_for, .. } = rule;
            let given: Vec<_> = [silent_for, unconfirmed_for, letters_for].into_iter().flatten().collect();
            let [span] = given.as_slice() else {
                let cure = "give exactly one of silent_for, unconfirmed_for, letters_for";
                self.problem(&place, "it is not clear what it is about", Some(cure.into()));
                continue;
            };
            self.span(&place, "its time", **span);
            if span.0 < DAY.times(SHORTEST_DAYS) {
                let cure = Some("use one day at least: what is erased is gone for good".to_string());
                self.problem(&place, format!("its time is {}", span.0), cure);
            }
        }
    }
}
