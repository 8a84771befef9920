//! What rules and names cannot say: names used twice, durations that run backwards, days and windows that do
//! not exist. A program must not meet any of them while it runs.

use super::Compiler;
use anlass_model::calendar::REGIONS;
use anlass_model::definition::{Definitions, Entry, Journey, LocalWindow, Message, Programme, Wait};
use anlass_model::event::SourceId;
use anlass_model::id::Name;
use anlass_model::time::{DAY, Span, SpanText};
use anlass_rules::nearest;
use std::collections::BTreeSet;

/// No wait, window or age is longer.
const SPAN_MAX: Span = DAY.times(3_660);
/// Days before or after a day in the profile.
const OFFSET_DAYS_MAX: i32 = 366;
/// A step may not have this name: it stands for the end of a journey.
const END: &str = "end";

impl Compiler<'_> {
    pub(super) fn limits(&mut self, definitions: &Definitions) {
        let settings = &definitions.settings;
        let programmes = &definitions.programmes;
        self.twice("programme", programmes.iter().map(|programme| &programme.id));
        self.twice(
            "mailing",
            programmes.iter().flat_map(|programme| &programme.mailings).map(|mailing| &mailing.id),
        );
        self.twice("cap", settings.policy.caps.iter().map(|cap| &cap.id));
        self.twice("phase", settings.phases.0.iter().map(|phase| &phase.id));
        self.twice("source", settings.sources.iter().map(|source| &source.id));
        self.forms();
        self.own_schema();
        self.identity();
        self.retention();
        self.location();
        self.loyalty();
        self.countries(programmes);
        let own = settings.segments.keys();
        self.twice("segment", own.chain(programmes.iter().flat_map(|programme| programme.segments.keys())));
        let own = settings.traits.keys();
        self.twice("trait", own.chain(programmes.iter().flat_map(|programme| programme.traits.keys())));
        let mut numbers = BTreeSet::new();
        for source in &settings.sources {
            if source.number >= SourceId::CORRECTION.0 {
                let cause = format!("the number {} is taken by Anlass itself", source.number);
                let cure = Some(format!("use 0 to {}", SourceId::CORRECTION.0 - 1));
                self.problem(&format!("source {}", source.id), cause, cure);
            }
            if !numbers.insert(source.number) {
                let cause = format!("number {} is given to two sources", source.number);
                let cure = Some("give each one a number of its own: events carry it".into());
                self.problem(&format!("source {}", source.id), cause, cure);
            }
        }
        let interest = &settings.interest;
        let signals = [
            ("viewed", interest.viewed),
            ("followed", interest.followed),
            ("carted", interest.carted),
            ("bought", interest.bought),
            ("returned", interest.returned),
        ];
        for (name, signal) in signals {
            self.span(&format!("settings › interest › {name}"), "half_life", signal.half_life);
        }
        let policy = "settings › policy";
        self.span(policy, "dwell", settings.policy.dwell);
        self.span(policy, "max_age", settings.policy.max_age);
        self.span(policy, "opt_in_within", settings.policy.opt_in_within);
        for cap in &settings.policy.caps {
            self.span(&format!("settings › cap {}", cap.id), "within", cap.within);
        }
        if settings.policy.holdout_percent > 50 {
            self.problem(policy, "the holdout is larger than 50 %", Some("use 0 to 50".into()));
        }
        let rhythm = &settings.rhythm;
        self.span("settings › rhythm", "floor", rhythm.floor);
        self.span("settings › rhythm", "fallback_gap", rhythm.fallback_gap);
        for (category, gap) in &rhythm.category_gaps {
            self.span(&format!("settings › rhythm › {category}"), "gap", *gap);
        }
        self.region();
        for programme in programmes {
            self.programme_limits(programme);
        }
    }

    /// Without a region that is known, no day would be a holiday, and nobody would notice.
    fn region(&mut self) {
        if let Some(region) = &self.settings.region
            && !REGIONS.contains(&region.as_str())
        {
            let cure = match nearest(region, REGIONS.into_iter()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("use one of {}", REGIONS.join(", ")),
            };
            let cause = format!("the holidays of \"{region}\" are not known");
            self.problem("settings › region", cause, Some(cure));
        }
        if self.settings.policy.quiet_hours.iter().any(|quiet| quiet.sundays_and_holidays) {
            self.needs_region("settings › policy › quiet_hours", "sundays_and_holidays");
        }
    }

    fn needs_region(&mut self, place: &str, what: &str) {
        if self.settings.region.is_none() {
            let cure = Some("write for example region: DE-BY in the settings, or region: none if no day counts as a holiday".to_string());
            self.problem(place, format!("{what} needs a region, whose holidays they are"), cure);
        }
    }

    fn programme_limits(&mut self, programme: &Programme) {
        if let Some(within) = programme.goal_within {
            self.span(&format!("programme {}", programme.id), "goal_within", within);
        }
        self.data_needs(programme);
        for journey in &programme.journeys {
            let place = format!("programme {} › journey {}", programme.id, journey.id);
            self.journey_limits(&place, journey);
        }
        for message in &programme.messages {
            self.message_limits(&format!("programme {} › message {}", programme.id, message.id), message);
        }
    }

    fn journey_limits(&mut self, place: &str, journey: &Journey) {
        self.entry_limits(&format!("{place} › entry"), &journey.entry);
        if let Some(after) = journey.reentry.after {
            self.span(&format!("{place} › reentry"), "after", after);
        }
        self.twice(&format!("{place} › exit"), journey.exit.iter().map(|exit| &exit.id));
        for step in &journey.steps {
            let place = format!("{place} › step {}", step.id);
            if step.id.as_str() == END {
                let cure = Some("call it something else; next: end leads to the end without it".into());
                self.problem(&place, "\"end\" stands for the end of the journey", cure);
            }
            if let Some(wait) = &step.wait {
                self.wait_limits(&place, wait);
            }
        }
    }

    fn entry_limits(&mut self, place: &str, entry: &Entry) {
        if let Some(date) = &entry.date
            && date.offset_days.unsigned_abs() > OFFSET_DAYS_MAX.unsigned_abs()
        {
            let cure = Some(format!("use -{OFFSET_DAYS_MAX} to {OFFSET_DAYS_MAX}"));
            self.problem(place, format!("{} days is too far from the day", date.offset_days), cure);
        }
        if let Some(day) = entry.schedule.as_ref().and_then(|schedule| schedule.day_of_month)
            && !(1..=31).contains(&day)
        {
            let cure = Some("use 1 to 31; the last day of a shorter month stands for it".into());
            self.problem(place, format!("no month has a day {day}"), cure);
        }
    }

    fn wait_limits(&mut self, place: &str, wait: &Wait) {
        for (what, span) in [("for", wait.duration), ("timeout", wait.timeout)] {
            if let Some(span) = span {
                self.span(place, what, span);
            }
        }
        if wait.until.as_ref().is_some_and(|window| window.not_on_holidays) {
            self.needs_region(place, "not_on_holidays");
        }
        if let Some(LocalWindow { from, to: Some(to), .. }) = &wait.until
            && to < from
        {
            let cure = Some("leave the night out, or use two steps: windows do not span midnight".into());
            self.problem(place, format!("the window closes at {to}, before it opens at {from}"), cure);
        }
    }

    fn message_limits(&mut self, place: &str, message: &Message) {
        for (what, span) in [("max_age", message.max_age), ("dwell", message.dwell)] {
            if let Some(span) = span {
                self.span(place, what, span);
            }
        }
        for need in &message.needs {
            self.span(&format!("{place} › needs {}", need.source), "max_lag", need.max_lag);
        }
        self.twice(&format!("{place} › block"), message.blocks.iter().map(|block| &block.id));
    }

    pub(super) fn span(&mut self, place: &str, what: &str, span: SpanText) {
        if span.0.0 < 0 || span.0 > SPAN_MAX {
            let cure = Some(format!("use 0s to {SPAN_MAX}"));
            self.problem(place, format!("{what} is {}", span.0), cure);
        }
    }

    pub(super) fn twice<'n>(&mut self, what: &str, names: impl Iterator<Item = &'n Name>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                let cure = Some("give each one a name of its own".to_string());
                self.problem(&format!("{what} {name}"), format!("the name \"{name}\" is used twice"), cure);
            }
        }
    }
}
