//! What a rule in the answer to why was asked for, told apart so that nobody has to read it out of a sentence.

use crate::api::shape::Localised;
use anlass_engine::Program;
use anlass_engine::io::Reasoned;
use anlass_model::definition::Language;
use anlass_model::id::NameId;
use serde::Serialize;
use utoipa::ToSchema;

/// What a rule was asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Subject {
    kind: SubjectKind,
    /// Of an exit or a block.
    id: Option<String>,
    /// What people call it.
    name: Option<Localised>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubjectKind {
    Audience,
    Entry,
    WaitedFor,
    Branch,
    Goal,
    /// Whether data have to be fresh.
    Needs,
    Relevant,
    Exit,
    Block,
}

pub(super) fn of(program: &Program, reasoned: &Reasoned) -> Subject {
    let what = reasoned.what.as_str();
    let kind = match what {
        "audience" => SubjectKind::Audience,
        "entry" => SubjectKind::Entry,
        "waited for" => SubjectKind::WaitedFor,
        "branch" => SubjectKind::Branch,
        "goal" => SubjectKind::Goal,
        "needs" => SubjectKind::Needs,
        "relevant" => SubjectKind::Relevant,
        _ => {
            let journey = reasoned.about.journey.as_deref().map(NameId::of);
            let journey = journey.and_then(|journey| program.journey(journey));
            match journey.is_some_and(|own| own.exits.iter().any(|(exit, _)| exit.as_str() == what)) {
                true => SubjectKind::Exit,
                false => SubjectKind::Block,
            }
        }
    };
    let has_id = matches!(kind, SubjectKind::Exit | SubjectKind::Block);
    let title = |language| program.definitions.title(what, language).to_owned();
    let is_named = kind == SubjectKind::Exit && title(Language::De) != what;
    Subject { kind, id: has_id.then(|| what.to_owned()), name: is_named.then(|| Localised::both(title)) }
}
