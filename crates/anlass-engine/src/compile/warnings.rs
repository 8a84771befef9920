//! What compiles and may still not be meant. Nothing here keeps definitions from becoming a program: there are
//! recalls, and everybody must get them.

use super::Problem;
use crate::program::{MailingDef, Program};
use anlass_model::consent::Class;
use anlass_model::definition::{FragmentBody, Language, LanguageTag, Message, Part};
use anlass_model::id::Name;

/// A mailing that may go to other people, or say something else, than its author thinks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub kind: Kind,
    pub programme: Name,
    pub mailing: Name,
    pub message: Name,
    /// In sentences, as a problem would say it.
    pub said: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Its message is of the class contract: nobody is asked about consent or objection for it.
    Unasked,
    /// In this language its message still says what another one says, while it says something else in the other.
    LeftBehind(Language),
}

/// What is to be said of mailings.
#[must_use]
pub fn warnings(program: &Program) -> Vec<Warning> {
    let both = |mailing| unasked(program, mailing).into_iter().chain(left_behind(program, mailing));
    program.mailings.iter().flat_map(both).collect()
}

/// Whoever copies a message and writes it anew in one language only sends the others a foreign letter.
fn left_behind(program: &Program, mailing: &MailingDef) -> Option<Warning> {
    let programme = program.programmes.get(mailing.programme)?;
    let name = &program.messages.get(mailing.message)?.name;
    let all = || program.definitions.programmes.iter().flat_map(|programme| &programme.messages);
    let own = all().find(|message| message.id == *name)?;
    let others: Vec<&Message> = all().filter(|message| message.id != *name).collect();
    let is_left = |language| others.iter().any(|other| is_left_behind(own, other, language));
    let language = [Language::De, Language::En].into_iter().find(|language| is_left(*language))?;
    let (left, written) = match language {
        Language::De => ("German", "English"),
        Language::En => ("English", "German"),
    };
    let said = Problem {
        place: format!("programme {} › mailing {}", programme.name, mailing.name),
        cause: format!(
            "its {left} text is that of another message, while its {written} text is its own: who reads {left} gets \
             another letter"
        ),
        cure: Some(format!("write the {left} text, or leave it out: then everybody gets the {written} one")),
    };
    Some(Warning {
        kind: Kind::LeftBehind(language),
        programme: programme.name.clone(),
        mailing: mailing.name.clone(),
        message: name.clone(),
        said,
    })
}

/// Whether a text in `language` is word for word one of the other message, and its counterpart is not.
fn is_left_behind(own: &Message, other: &Message, language: Language) -> bool {
    let written = match language {
        Language::De => Language::En,
        Language::En => Language::De,
    };
    let (left, said) = (texts(own, language), texts(own, written));
    let (known, before) = (texts(other, language), texts(other, written));
    // With unlike parts nothing tells what belongs to what.
    left.len() == said.len()
        && left.iter().zip(&said).any(|(left, said)| {
            let is_said = !left.is_empty() && !said.is_empty();
            is_said && known.contains(left) && !before.contains(said)
        })
}

/// Subject and paragraphs, as far as somebody wrote them for this message.
fn texts(message: &Message, language: Language) -> Vec<&str> {
    let tag = match language {
        Language::De => LanguageTag::german(),
        Language::En => LanguageTag::english(),
    };
    let mut texts: Vec<&str> = message.subject.iter().map(|subject| subject.text(language)).collect();
    for block in &message.blocks {
        texts.push(block.text.text(language));
        if let Some(FragmentBody::Parts(parts)) = block.body.get(&tag) {
            texts.extend(parts.iter().filter_map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                _ => None,
            }));
        }
    }
    texts
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
        kind: Kind::Unasked,
        programme: programme.name.clone(),
        mailing: mailing.name.clone(),
        message: message.name.clone(),
        said,
    })
}
