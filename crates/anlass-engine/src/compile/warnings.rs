//! What compiles and may still not be meant. Nothing here keeps definitions from becoming a program: there are
//! recalls, and everybody must get them.

use super::Problem;
use crate::program::{MailingDef, Program};
use anlass_model::consent::Class;
use anlass_model::id::Name;

/// A mailing that may go to other people than its author thinks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub programme: Name,
    pub mailing: Name,
    pub message: Name,
    /// In sentences, as a problem would say it.
    pub said: Problem,
}

/// Mailings whose message is of the class contract: nobody is asked about consent or objection for it.
#[must_use]
pub fn warnings(program: &Program) -> Vec<Warning> {
    program.mailings.iter().filter_map(|mailing| unasked(program, mailing)).collect()
}

fn unasked(program: &Program, mailing: &MailingDef) -> Option<Warning> {
    let message = program.messages.get(mailing.message).filter(|message| message.class == Class::Contract)?;
    let programme = program.programmes.get(mailing.programme)?;
    let said = Problem {
        place: format!("programme {} › mailing {}", programme.name, mailing.name),
        cause: "its message is of the class contract: it goes to people who did not agree or objected; only \
                for notices that everybody must get"
            .into(),
        cure: Some("make a message of class advertising".into()),
    };
    Some(Warning {
        programme: programme.name.clone(),
        mailing: mailing.name.clone(),
        message: message.name.clone(),
        said,
    })
}
