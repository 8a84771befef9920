//! Definitions → program: compiles every rule, resolves every name, and reports all problems at once, each
//! with place, cause and cure. A program that compiles cannot meet an unknown name while it runs.

mod countries;
mod data_needs;
mod formerly;
mod forms;
mod identity;
mod journeys;
mod latest;
mod limits;
mod location;
mod loyalty;
mod restless;
mod retention;
mod schema;
mod standing;
mod warnings;

use crate::contacts::campaign_of;
use crate::countries::CountryTable;
use crate::dossier::CONTACTS_MAX;
use crate::program::{
    BlockDef, CapDef, FreshnessDef, MailingDef, MessageDef, NamedOffer, OffersDef, Program, ProgrammeDef,
    RecommendDef, RhythmTable, StepKind,
};
use crate::slots::{AtHand, LoyaltyFact, Slot, Touch, Vocabulary};
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::{Definitions, Message, Offers, Programme, Recommend, RunKey, Settings};
use anlass_model::event::Body;
use anlass_model::id::{CategoryId, Name, NameId, ProductId, ProgramId, name_hash};
use anlass_model::money::Money;
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_model::value::Type;
use anlass_rules::{Compiled, Rule};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use warnings::{Kind as WarningKind, Warning, warnings};

/// For how long it is known what a former system said, where a journey goes on behind it.
const SERIES_KEPT: Span = DAY.times(90);

/// How long after the first exposure a goal counts as reached, unless the programme says otherwise.
const GOAL_WITHIN: Span = DAY.times(30);

/// Something that keeps definitions from becoming a program.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Path through the documents: `programme cart-abandoned › journey reminder › step wait`.
    pub place: String,
    pub cause: String,
    pub cure: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.cause)?;
        match &self.cure {
            Some(cure) => write!(f, "\n  help: {cure}"),
            None => Ok(()),
        }
    }
}

/// Compiles everything authored for one organisation.
///
/// # Errors
/// All problems found, in document order.
pub fn compile(definitions: Definitions) -> Result<Program, Vec<Problem>> {
    let settings = definitions.settings.clone();
    let mut compiler = Compiler::new(&settings);
    let program = compiler.program(definitions);
    if compiler.problems.is_empty() { Ok(program) } else { Err(compiler.problems) }
}

/// A rule's problems, all of them, at a place.
pub(crate) fn rule_problems(place: &str, text: &str, errors: &[anlass_rules::Error]) -> Vec<Problem> {
    let problem = |error: &anlass_rules::Error| Problem {
        place: place.into(),
        cause: format!("{error}\n{}", error.render(text)),
        cure: error.hint.clone(),
    };
    errors.iter().map(problem).collect()
}

/// The id of definitions: hash of their canonical JSON.
#[must_use]
pub fn program_id(definitions: &Definitions) -> ProgramId {
    ProgramId(name_hash(&serde_json::to_string(definitions).unwrap_or_default()))
}

struct Compiler<'a> {
    settings: &'a Settings,
    vocabulary: Vocabulary<'a>,
    problems: Vec<Problem>,
    names: BTreeMap<NameId, Name>,
}

impl<'a> Compiler<'a> {
    fn new(settings: &'a Settings) -> Compiler<'a> {
        Compiler {
            settings,
            vocabulary: Vocabulary::new(settings),
            problems: Vec::new(),
            names: BTreeMap::new(),
        }
    }

    fn problem(&mut self, place: &str, cause: impl Into<String>, cure: Option<String>) {
        self.problems.push(Problem { place: place.into(), cause: cause.into(), cure });
    }

    fn know(&mut self, name: &Name) -> NameId {
        self.names.insert(name.id(), name.clone());
        name.id()
    }

    fn know_text(&mut self, text: &str) -> NameId {
        if let Ok(name) = Name::new(text) {
            self.names.insert(name.id(), name);
        }
        NameId::of(text)
    }

    /// A rule that is always false stands in for one with an error, which was reported.
    fn rule(&mut self, place: &str, text: &str) -> Option<Rule> {
        let errors = match anlass_rules::parse(text) {
            Ok(expression) => match anlass_rules::check(&expression, &mut self.vocabulary) {
                Ok(rule) => return Some(rule),
                Err(errors) => errors,
            },
            Err(error) => vec![error],
        };
        self.problems.extend(rule_problems(place, text, &errors));
        None
    }

    fn optional_rule(&mut self, place: &str, text: Option<&String>) -> Option<Rule> {
        text.and_then(|text| self.rule(place, text))
    }

    fn value(&mut self, place: &str, text: &str) -> Option<Compiled> {
        let errors = match anlass_rules::parse(text) {
            Ok(expression) => match anlass_rules::check_value(&expression, &mut self.vocabulary) {
                Ok(compiled) => return Some(compiled),
                Err(errors) => errors,
            },
            Err(error) => vec![error],
        };
        self.problems.extend(rule_problems(place, text, &errors));
        None
    }

    fn event(&mut self, place: &str, name: &str) -> NameId {
        let known = Body::NAMES.contains(&name) || self.settings.events.contains_key(name);
        if !known {
            let mut all: Vec<&str> = Body::NAMES.to_vec();
            all.extend(self.settings.events.keys().map(Name::as_str));
            let cure = format!("use one of {}, or declare it under events", all.join(", "));
            self.problem(place, format!("there is no event type \"{name}\""), Some(cure));
        }
        self.know_text(name)
    }

    fn program(&mut self, definitions: Definitions) -> Program {
        let id = program_id(&definitions);
        for name in Body::NAMES {
            self.know_text(name);
        }
        for source in &self.settings.sources {
            self.know(&source.id);
        }
        let zone = self.zone();
        self.limits(&definitions);
        let messages = definitions.programmes.iter().flat_map(|programme| &programme.messages);
        self.vocabulary.purposes = messages.map(|message| message.purpose.clone()).collect();
        let traits = self.traits(&definitions);
        let segments = self.segments(&definitions);
        let phases = self.phases();
        let order = self.standing(&traits, &segments, &phases);
        let mut programmes = Vec::new();
        let mut messages = Vec::new();
        for (index, programme) in definitions.programmes.iter().enumerate() {
            programmes.push(self.programme(programme));
            for message in &programme.messages {
                messages.push(self.message(index, programme, message));
            }
        }
        let message_index = self.index("message", messages.iter().map(|message| (&message.name, message.id)));
        let mut journeys = Vec::new();
        let mut mailings = Vec::new();
        for (index, programme) in definitions.programmes.iter().enumerate() {
            for journey in &programme.journeys {
                journeys.push(self.journey(index, programme, journey, &message_index));
            }
            for mailing in &programme.mailings {
                mailings.extend(self.mailing(index, programme, mailing, &message_index, &zone));
            }
        }
        for journey in &mut journeys {
            journey.says_until = latest::says_until(journey, &messages);
            journey.carries_contract = journey.steps.iter().any(|step| match step.kind {
                StepKind::Message(index) => {
                    messages.get(index).is_some_and(|message| message.class == Class::Contract)
                }
                _ => false,
            });
        }
        let journey_index = self.index("journey", journeys.iter().map(|journey| (&journey.name, journey.id)));
        let entries = journeys::entries(&journeys);
        let caps = self.caps();
        let standing =
            segments.iter().map(|segment| &segment.rule).chain(phases.iter().map(|phase| &phase.rule));
        let tiers = if self.settings.loyalty.is_some() {
            Slot::Loyalty(LoyaltyFact::Tier).touch()
        } else {
            Touch::NONE
        };
        let standing_touch = standing.fold(tiers, |touch, rule| touch.and(self.touch_of(rule)));
        let formerly = self.formerly(&journeys, &messages);
        let series_keep = if formerly.is_empty() { Span(0) } else { SERIES_KEPT };
        let contacts_keep = caps.iter().map(|cap| cap.within).max().unwrap_or(Span(0)).max(series_keep);
        let rhythm = &self.settings.rhythm;
        let category_gaps = rhythm.category_gaps.iter();
        Program {
            id,
            zone,
            traits,
            segments,
            phases,
            standing: order,
            standing_touch,
            streams: self.vocabulary.streams.clone(),
            programmes,
            journeys,
            journey_index,
            messages,
            message_index,
            mailings,
            entries,
            formerly,
            caps,
            quiet_hours: self.settings.policy.quiet_hours.clone(),
            rhythm: RhythmTable {
                inactive_percent: rhythm.inactive_percent,
                at_risk_percent: rhythm.at_risk_percent,
                floor: rhythm.floor.0,
                fallback_gap: rhythm.fallback_gap.0,
                category_gaps: category_gaps.map(|(path, gap)| (CategoryId::of(path), gap.0)).collect(),
            },
            addresses: self.addresses(),
            survivorship: self.survivorship(),
            zone_field: NameId::of("time_zone"),
            names: std::mem::take(&mut self.names),
            contacts_keep: contacts_keep.max(self.vocabulary.contacts_keep).max(DAY.times(30)),
            countries: self.settings.countries.clone().map(CountryTable::new),
            asks_interest: self.vocabulary.slots.iter().any(|slot| matches!(slot, Slot::Interest(_))),
            slots: std::mem::take(&mut self.vocabulary.slots),
            definitions,
        }
    }

    fn zone(&mut self) -> TimeZone {
        let name = &self.settings.time_zone;
        match TimeZone::get(name) {
            Ok(zone) => zone,
            Err(_) => {
                let cure = "use an IANA name such as Europe/Berlin".to_string();
                self.problem("settings › time_zone", format!("there is no time zone \"{name}\""), Some(cure));
                TimeZone::UTC
            }
        }
    }

    fn addresses(&mut self) -> BTreeMap<Channel, NameId> {
        for field in self.settings.addresses.values() {
            self.know(field);
            if !self.settings.fields.contains_key(field) {
                let cure = Some(format!("declare \"{field}\" under fields"));
                self.problem("settings › addresses", format!("there is no profile field \"{field}\""), cure);
            }
        }
        self.settings.addresses.iter().map(|(channel, field)| (*channel, field.id())).collect()
    }

    fn traits(&mut self, definitions: &Definitions) -> Vec<(Name, Compiled)> {
        let own = definitions.settings.traits.iter();
        let all = own.chain(definitions.programmes.iter().flat_map(|programme| &programme.traits));
        let mut compiled = Vec::new();
        for (name, text) in all {
            if let Some(value) = self.value(&format!("trait {name}"), text) {
                self.vocabulary.traits.push((name.clone(), value.kind()));
                compiled.push((name.clone(), value));
            }
        }
        compiled
    }

    fn caps(&mut self) -> Vec<CapDef> {
        let mut caps = Vec::new();
        for cap in &self.settings.policy.caps {
            if cap.within.0.0 <= 0 {
                let cure = Some("write for example within: 7d".to_string());
                self.problem(&format!("settings › cap {}", cap.id), "its window has no length", cure);
            }
            if let Some(less) = cap.less.filter(|less| *less == 0 || *less > cap.max.max(1)) {
                let cure = Some(format!("use 1 to {}; who wants nothing at all objects", cap.max.max(1)));
                self.problem(&format!("settings › cap {}", cap.id), format!("its less is {less}"), cure);
            }
            if usize::try_from(cap.max).is_ok_and(|max| max >= CONTACTS_MAX) {
                let cure = Some(format!("use 0 to {}: no more contacts are remembered", CONTACTS_MAX - 1));
                self.problem(&format!("settings › cap {}", cap.id), format!("its max is {}", cap.max), cure);
            }
            caps.push(CapDef {
                name: cap.id.clone(),
                max: usize::try_from(cap.max).unwrap_or(usize::MAX),
                max_less: usize::try_from(cap.max_less()).unwrap_or(usize::MAX),
                within: cap.within.0,
                channels: cap.channels.clone(),
            });
        }
        caps
    }

    fn programme(&mut self, programme: &Programme) -> ProgrammeDef {
        let place = format!("programme {}", programme.id);
        if programme.holdout_percent > 50 {
            self.problem(&place, "its holdout is larger than 50 %", Some("use 0 to 50".into()));
        }
        if programme.priority > 100 {
            self.problem(&place, "its priority is above 100", Some("use 0 to 100".into()));
        }
        let goal = self.optional_rule(&format!("{place} › goal"), programme.goal.as_ref());
        ProgrammeDef {
            id: self.know(&programme.id),
            name: programme.id.clone(),
            title: programme.name.clone(),
            priority: programme.priority,
            holdout_percent: programme.holdout_percent,
            stopped: programme.stopped,
            goal_touch: goal.as_ref().map_or(Touch::NONE, |goal| self.touch_of(goal)),
            goal_within: programme.goal_within.map_or(GOAL_WITHIN, |within| within.0),
            goal,
        }
    }

    fn message(&mut self, index: usize, programme: &Programme, message: &Message) -> MessageDef {
        let place = format!("programme {} › message {}", programme.id, message.id);
        // A message may be one of a run for each order; for others the facts of an order are unknown.
        self.vocabulary.at_hand.run = Some(RunKey::Order);
        self.vocabulary.at_hand.any_run = true;
        if message.at_outlet && self.settings.nearest.is_none() {
            let cure = Some("say under nearest in the settings how it is found".to_string());
            self.problem(&place, "nobody's own outlet is known", cure);
        }
        if message.channels.is_empty() {
            self.problem(&place, "it has no channel", Some("write for example channels: [email]".into()));
        }
        let policy = &self.settings.policy;
        let dwell = match (message.dwell, message.class) {
            (Some(dwell), _) => dwell.0,
            (None, Class::Contract) => Span(0),
            (None, Class::Advertising) => policy.dwell.0,
        };
        let max_age = message.max_age.unwrap_or(policy.max_age).0;
        let needs = message.needs.iter().map(|need| {
            let source = self.settings.sources.iter().find(|source| source.id == need.source);
            if source.is_none() {
                let cure = Some("declare it under sources in the settings".to_string());
                let cause = format!("there is no source \"{}\"", need.source);
                self.problems.push(Problem { place: format!("{place} › needs"), cause, cure });
            }
            FreshnessDef {
                source: need.source.clone(),
                max_lag: need.max_lag.0,
                delayed: source.is_some_and(|source| source.delayed),
                when: self.optional_rule(&format!("{place} › needs {}", need.source), need.when.as_ref()),
            }
        });
        let needs = needs.collect();
        let mut blocks = Vec::new();
        for block in &message.blocks {
            if message.class == Class::Advertising && block.class == Some(Class::Contract) {
                let cure =
                    Some("make it a message of its own: a contract block must never be held back".into());
                self.problem(
                    &format!("{place} › block {}", block.id),
                    "a contract block in an advertising message",
                    cure,
                );
            }
            self.know(&block.id);
            blocks.push(BlockDef {
                name: block.id.clone(),
                class: block.class.unwrap_or(message.class),
                when: self.optional_rule(&format!("{place} › block {}", block.id), block.when.as_ref()),
            });
        }
        self.know(&message.purpose);
        let relevant = self.optional_rule(&format!("{place} › relevant"), message.relevant.as_ref());
        self.vocabulary.at_hand = AtHand::default();
        MessageDef {
            id: self.know(&message.id),
            name: message.id.clone(),
            title: message.name.clone(),
            programme: index,
            class: message.class,
            purpose: message.purpose.clone(),
            channels: message.channels.clone(),
            priority: message.priority.unwrap_or(programme.priority).min(100),
            max_age,
            dwell,
            relevant,
            items: message.items,
            to_customers: message.to_customers,
            at_outlet: message.at_outlet,
            offers: self.offers(&place, message.offers.as_ref()),
            formerly: message.formerly.iter().map(|campaign| campaign_of(campaign)).collect(),
            needs,
            voucher: message.voucher.clone(),
            about: message.about.iter().map(|path| CategoryId::of(path)).collect(),
            blocks,
        }
    }

    fn offers(&mut self, place: &str, offers: Option<&Offers>) -> Option<OffersDef> {
        let Offers { articles, recommend, show, reduced, otherwise } = offers?;
        let place = format!("{place} › offers");
        if (articles.is_empty() && recommend.is_none()) || *show == 0 {
            let cure =
                Some("name at least one article, or recommend some, and show at least one".to_string());
            self.problem(&place, "it offers nothing", cure);
        }
        let currency = self.settings.currency;
        let mut named = Vec::new();
        for article in articles {
            let was = article.was.as_ref().map(|was| Money::parse(was, currency));
            if let Some(Err(error)) = &was {
                let cure = Some("write the price as in 199.00".to_string());
                self.problem(
                    &place,
                    format!("the price of \"{}\" that is struck through: {error}", article.article),
                    cure,
                );
            }
            let was = was.and_then(Result::ok).map(|was| was.minor);
            named.push(NamedOffer { product: ProductId::of(&article.article), was });
        }
        let recommend = recommend.as_ref().map(|recommend| self.recommend(&place, recommend));
        Some(OffersDef {
            articles: named,
            recommend,
            show: usize::from(*show),
            reduced: *reduced,
            otherwise: *otherwise,
        })
    }

    fn recommend(&mut self, place: &str, recommend: &Recommend) -> RecommendDef {
        let Recommend { by, category, again_after, not_seen_within, field, field_fresh, popular } = recommend;
        let place = format!("{place} › recommend");
        if let Some(field) = field
            && self.settings.fields.get(field) != Some(&Type::Text)
        {
            let cause = format!("\"{field}\" is no text field of the profile");
            let cure = "declare it under fields in the settings, as a text with numbers of articles";
            self.problem(&place, cause, Some(cure.to_string()));
        }
        if field.is_none() && field_fresh.is_some() {
            let cure = Some("name the field, or take field_fresh out".to_string());
            self.problem(&place, "it says how fresh a field has to be, but names none", cure);
        }
        let spans = [
            ("again_after", again_after),
            ("not_seen_within", not_seen_within),
            ("field_fresh", field_fresh),
        ];
        for (what, span) in spans {
            if span.is_some_and(|span| span.0.0 <= 0) {
                let cure = Some("write a time as in 90d".to_string());
                self.problem(&place, format!("{what} is no time"), cure);
            }
        }
        RecommendDef {
            by: *by,
            category: category.as_deref().map(CategoryId::of),
            again_after: again_after.map(|span| span.0),
            not_seen_within: not_seen_within.map(|span| span.0),
            field: field.as_ref().map(Name::id),
            field_fresh: field_fresh.map(|span| span.0),
            popular: *popular,
        }
    }

    fn mailing(
        &mut self,
        index: usize,
        programme: &Programme,
        mailing: &anlass_model::definition::Mailing,
        messages: &BTreeMap<NameId, usize>,
        zone: &TimeZone,
    ) -> Option<MailingDef> {
        let place = format!("programme {} › mailing {}", programme.id, mailing.id);
        // A list alone says who.
        let audience = match (mailing.audience.trim(), &mailing.list) {
            ("", Some(_)) => "true",
            ("", None) => {
                let cure = Some("write audience: true for everybody, or name a list".to_string());
                self.problem(&place, "it says neither an audience nor a list", cure);
                return None;
            }
            (rule, _) => rule,
        };
        let audience = self.rule(&format!("{place} › audience"), audience);
        let message = messages.get(&mailing.message.id()).copied();
        if message.is_none() {
            let cure = Some("define it under messages of a programme".to_string());
            self.problem(&place, format!("there is no message \"{}\"", mailing.message), cure);
        }
        Some(MailingDef {
            id: self.know(&mailing.id),
            name: mailing.id.clone(),
            programme: index,
            audience: audience?,
            message: message?,
            at: Timestamp::from_zone(mailing.at, zone),
            list: mailing.list.clone(),
            stopped: mailing.stopped,
        })
    }

    /// Name → position, refusing a name that is used twice.
    fn index<'n>(
        &mut self,
        what: &str,
        names: impl Iterator<Item = (&'n Name, NameId)>,
    ) -> BTreeMap<NameId, usize> {
        let mut index = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for (position, (name, id)) in names.enumerate() {
            if index.insert(id, position).is_some() {
                twice.insert(name.clone());
            }
        }
        for name in twice {
            let cure = Some("give each one a name of its own: runs and reports go by it".to_string());
            self.problem(&format!("{what} {name}"), format!("two {what}s have the name \"{name}\""), cure);
        }
        index
    }

    fn touch_of(&self, rule: &Rule) -> Touch {
        touch_of(&self.vocabulary.slots, rule)
    }
}

/// What can change a rule's answer, besides time.
pub(crate) fn touch_of(slots: &[Slot], rule: &Rule) -> Touch {
    let read = rule.slots().iter().filter_map(|slot| slots.get(usize::try_from(slot.0).ok()?));
    read.fold(Touch::NONE, |touch, slot| touch.and(slot.touch()))
}

#[cfg(test)]
mod tests;
