//! The arguments of a reference in a rule, taken one by one; what nobody asked for is refused.

use anlass_model::consent::Channel;
use anlass_model::time::Span;
use anlass_model::value::Value;
use anlass_rules::{Reference, Refused, Which};

/// The arguments of a reference, each to be asked for once; what nobody asked for is refused.
pub(super) struct Arguments<'a> {
    reference: &'a Reference,
    positional_used: usize,
    named_used: Vec<&'static str>,
    /// Whoever asked takes any other name as well.
    takes_others: bool,
}

pub(super) fn at_first(message: String) -> Refused {
    bad_position(0, message)
}

pub(super) fn bad_position(index: usize, message: String) -> Refused {
    Refused::Argument { which: Which::Position(index), message }
}

pub(super) fn bad_named(name: &str, message: String) -> Refused {
    Refused::Argument { which: Which::Named(name.into()), message }
}

impl<'a> Arguments<'a> {
    pub(super) fn of(reference: &'a Reference) -> Arguments<'a> {
        Arguments { reference, positional_used: 0, named_used: Vec::new(), takes_others: false }
    }

    fn named(&mut self, name: &'static str) -> Option<&'a Value> {
        self.named_used.push(name);
        self.reference.argument(name)
    }

    pub(super) fn span(&mut self, name: &'static str) -> Result<Option<Span>, Refused> {
        match self.named(name) {
            None => Ok(None),
            Some(Value::Span(span)) if span.0 > 0 => Ok(Some(*span)),
            Some(other) => Err(bad_named(name, format!("{other} is not a duration: write for example 30d"))),
        }
    }

    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, Refused> {
        match self.named(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(bad_named(name, format!("{other} is not a text: put it in quotation marks"))),
        }
    }

    pub(super) fn text_at(&mut self, index: usize, argument: &'static str) -> Result<&'a str, Refused> {
        self.positional_used = self.positional_used.max(index + 1);
        match self.reference.positional.get(index) {
            Some(Value::Text(text)) => Ok(text),
            Some(other) => Err(Refused::Argument {
                which: Which::Position(index),
                message: format!("{other} is not a text: put it in quotation marks"),
            }),
            None => Err(Refused::Missing { argument, example: None }),
        }
    }

    pub(super) fn has_first(&self) -> bool {
        !self.reference.positional.is_empty()
    }

    /// Every named argument that nobody asked for by its name.
    pub(super) fn others(&mut self) -> Vec<(&'a str, &'a Value)> {
        self.takes_others = true;
        let others = self.reference.named.iter().filter(|(name, _)| !self.named_used.contains(&&**name));
        others.map(|(name, value)| (&**name, value)).collect()
    }

    pub(super) fn channel_at(&mut self, index: usize) -> Result<Channel, Refused> {
        let text = self.text_at(index, "channel")?;
        channel(text).map_err(|message| Refused::Argument { which: Which::Position(index), message })
    }

    pub(super) fn channel_named(&mut self) -> Result<Option<Channel>, Refused> {
        match self.text("channel")? {
            None => Ok(None),
            Some(text) => channel(text).map(Some).map_err(|message| bad_named("channel", message)),
        }
    }

    pub(super) fn finish(&self) -> Result<(), Refused> {
        if self.reference.positional.len() > self.positional_used {
            return Err(Refused::TooManyArguments { most: self.positional_used });
        }
        match self.reference.named.iter().find(|(name, _)| !self.named_used.contains(&&**name)) {
            Some((name, _)) if !self.takes_others => {
                Err(Refused::UnknownArgument { name: name.clone(), known: self.named_used.clone() })
            }
            _ => Ok(()),
        }
    }
}

fn channel(text: &str) -> Result<Channel, String> {
    Channel::ALL.into_iter().find(|channel| channel.as_str() == text).ok_or_else(|| {
        let known: Vec<&str> = Channel::ALL.iter().map(|channel| channel.as_str()).collect();
        format!("there is no channel \"{text}\": use one of {}", known.join(", "))
    })
}
