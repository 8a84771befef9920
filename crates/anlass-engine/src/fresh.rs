//! A rule that belongs to no program yet, as an author has just typed it, asked in the words of the current
//! one. It may ask for what the program does not keep so far; that is told, not hidden.

use crate::codec::Sections;
use crate::compile::{Problem, rule_problems};
use crate::facts::View;
use crate::program::Program;
use crate::slots::{Slot, Vocabulary, sections_read};
use anlass_model::id::NameId;
use anlass_model::time::Span;
use anlass_rules::{Fact, Facts, Rule, SlotId, Verdict};

/// A checked rule and the slots that the program lacks for it.
pub struct FreshRule {
    rule: Rule,
    /// The program's, then the rule's own.
    slots: Vec<Slot>,
    /// Parts of a dossier beside the hot one that it reads.
    pub sections: Sections,
    /// Whether it asks for phase or segments, which a timer or a new program may have overtaken.
    pub asks_standing: bool,
    /// Names of what it asks for and dossiers do not hold yet, or not for as long: its answer is then too low.
    pub unkept: Vec<String>,
}

/// Compiles a rule against a program's vocabulary.
///
/// # Errors
/// All problems of the text.
pub fn fresh_rule(program: &Program, text: &str) -> Result<FreshRule, Vec<Problem>> {
    let mut vocabulary = Vocabulary::of(program);
    let checked = match anlass_rules::parse(text) {
        Ok(expression) => anlass_rules::check(&expression, &mut vocabulary),
        Err(error) => Err(vec![error]),
    };
    let rule = checked.map_err(|errors| rule_problems("rule", text, &errors))?;
    let slots = std::mem::take(&mut vocabulary.slots);
    let sections = sections_read(rule.slots(), &program.traits, &slots);
    let missing = vocabulary.streams.iter().filter(|(event, span)| !keeps(program, **event, **span));
    let mut unkept: Vec<String> = missing.map(|(event, _)| program.name(*event)).collect();
    if vocabulary.contacts_keep > program.contacts_keep {
        unkept.push("contacts".into());
    }
    let asks_standing = asks_standing(rule.slots(), program, &slots);
    Ok(FreshRule { rule, slots, sections, asks_standing, unkept })
}

impl FreshRule {
    /// Asks it; the view's program must be the one it was compiled against.
    #[must_use]
    pub fn ask(&self, view: &View<'_>) -> Verdict {
        self.rule.eval(&Widened { view, slots: &self.slots }, view.now)
    }
}

/// A view that answers more slots than its program has.
struct Widened<'a> {
    view: &'a View<'a>,
    slots: &'a [Slot],
}

impl Facts for Widened<'_> {
    fn fact(&self, slot: SlotId) -> Fact<'_> {
        match usize::try_from(slot.0).ok().and_then(|index| self.slots.get(index)) {
            Some(slot) => self.view.answer(slot),
            None => Fact::steady(None),
        }
    }
}

fn asks_standing(read: &[SlotId], program: &Program, slots: &[Slot]) -> bool {
    let read = read.iter().filter_map(|slot| slots.get(usize::try_from(slot.0).ok()?));
    read.into_iter().any(|slot| match slot {
        Slot::Phase | Slot::PhaseSince | Slot::Segment(_) => true,
        Slot::Trait(index) => {
            let of = program.traits.get(*index).map(|(_, value)| value.slots());
            of.is_some_and(|read| asks_standing(read, program, slots))
        }
        _ => false,
    })
}

/// A rule of a draft that asks for what dossiers do not hold yet, or not for as long.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FromTodayOn {
    /// Path through the documents: `segment viewers`.
    pub place: String,
    /// Names of the events, or `contacts`.
    pub asks_for: Vec<String>,
}

/// The rules of a draft that would count from its publication on only, because the program that is live does
/// not keep what they ask for.
#[must_use]
pub fn counts_from_today_on(live: &Program, draft: &Program) -> Vec<FromTodayOn> {
    let mut found = Vec::new();
    for (place, read) in draft.rules() {
        let read = read.iter().filter_map(|slot| draft.slots.get(usize::try_from(slot.0).ok()?));
        let mut asks_for: Vec<String> = read.filter_map(|slot| unkept(live, draft, slot)).collect();
        asks_for.sort();
        asks_for.dedup();
        if !asks_for.is_empty() {
            found.push(FromTodayOn { place, asks_for });
        }
    }
    found
}

/// The name of what a slot of the draft asks for, if the live program does not keep it for that long.
fn unkept(live: &Program, draft: &Program, slot: &Slot) -> Option<String> {
    match slot {
        Slot::Stream { event, fact, within } => {
            (!keeps(live, *event, fact.reach(*within))).then(|| draft.name(*event))
        }
        Slot::Contacts { within: Some(within), .. } => {
            (*within > live.contacts_keep).then(|| "contacts".into())
        }
        _ => None,
    }
}

fn keeps(program: &Program, event: NameId, span: Span) -> bool {
    program.streams.get(&event).is_some_and(|kept| *kept >= span)
}

/// Parts of a dossier beside the hot one that a rule of the program reads.
#[must_use]
pub fn sections_of_rule(program: &Program, rule: &Rule) -> Sections {
    sections_read(rule.slots(), &program.traits, &program.slots)
}

/// Parts of a dossier beside the hot one that decide phases, segments and tiers.
#[must_use]
pub fn standing_sections(program: &Program) -> Sections {
    let rules = program.phases.iter().map(|phase| &phase.rule);
    let rules = rules.chain(program.segments.iter().map(|segment| &segment.rule));
    // Balances take off what came back without its order.
    let tiers = match &program.definitions.settings.loyalty {
        Some(_) => Sections::ORDERS.and(Sections::TIER),
        None => Sections::NONE,
    };
    rules.fold(tiers, |sections, rule| sections.and(sections_of_rule(program, rule)))
}
