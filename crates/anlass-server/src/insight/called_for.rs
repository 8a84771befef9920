//! What called for a message that went out: the rule of its journey, the phase that began, or the mailing that it is of.

use crate::insight::life::{IntentLife, Life, PhaseLife};
use crate::insight::story::{rule_language, rule_line};
use anlass_engine::io::Reasoned;
use anlass_engine::program::MailingDef;
use anlass_engine::{Program, mailing_intent};
use anlass_model::definition::Language;
use anlass_rules::Form;
use anlass_runtime::Runtime;

/// What called for a message: the rule of its journey or the phase that began, or the mailing it is of and why somebody is
/// in its audience. `None`: nothing of it is known any more.
pub(crate) fn because(
    runtime: &Runtime,
    life: &Life,
    one: &IntentLife,
    language: Language,
) -> Option<String> {
    let program = &runtime.program;
    if one.intent.journey.is_none() {
        return of_mailing(program, one, language);
    }
    let entry = one.entry.as_ref()?;
    let phase =
        entered_by_phase(runtime, life, entry).and_then(|began| phase_words(runtime, began, language));
    Some(phase.unwrap_or_else(|| rule_line(program, entry, language)))
}

fn of_mailing(program: &Program, one: &IntentLife, language: Language) -> Option<String> {
    let id = one.intent.id;
    let is_of = |mailing: &&MailingDef| mailing_intent(one.intent.customer, mailing.id) == id;
    let mailing = program.mailings.iter().find(is_of)?;
    let all = program.definitions.programmes.iter().flat_map(|programme| &programme.mailings);
    let own = all.into_iter().find(|own| own.id.id() == mailing.id);
    let name = own.map_or_else(|| mailing.name.to_string(), |own| own.name.text(language).to_string());
    // A rule without a condition is there for everybody, or for the list alone.
    let has_rule = |entry: &&Reasoned| entry.rule.as_ref().is_some_and(|rule| rule.form != Form::Literal);
    let rule = one.entry.as_ref().filter(has_rule).map(|entry| rule_line(program, entry, language));
    let to = match (&mailing.list, &rule, language) {
        (Some(list), _, Language::De) => format!(" an die Liste „{list}“"),
        (Some(list), _, Language::En) => format!(" to the list “{list}”"),
        (None, None, Language::De) => " an alle".to_owned(),
        (None, None, Language::En) => " to everybody".to_owned(),
        (None, Some(_), _) => String::new(),
    };
    let rule = rule.map(|rule| format!("; {rule}")).unwrap_or_default();
    Some(match language {
        Language::De => format!("Mailing „{name}“{to}{rule}"),
        Language::En => format!("Mailing “{name}”{to}{rule}"),
    })
}

/// Of somebody who entered by a phase: the phase that began.
pub(crate) fn entered_by_phase<'a>(
    runtime: &Runtime,
    life: &'a Life,
    entry: &Reasoned,
) -> Option<&'a PhaseLife> {
    let text = &entry.rule.as_ref()?.text;
    let wanted = |phase| text.contains(&format!("\"{}\"", runtime.program.name(phase)));
    let mut began = life.phases.iter().filter(|_| text.contains("event.phase"));
    began.find(|own| own.at >= entry.at && wanted(own.phase))
}

/// Why a phase began.
pub(crate) fn phase_words(runtime: &Runtime, began: &PhaseLife, language: Language) -> Option<String> {
    let known = runtime.program.phases.iter().find(|known| known.id == began.phase)?;
    let because = began.rule.as_ref()?.because(rule_language(language));
    Some(match language {
        Language::De => format!("Phase „{}“: {because}", known.title.de),
        Language::En => format!("phase “{}”: {because}", known.title.en),
    })
}
