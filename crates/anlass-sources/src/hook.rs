//! A webhook of any system, read by a declared form: which place of the JSON document means what. The form is checked
//! when it is read and again against the settings; every fault names its place, cause and cure.

mod form;
mod path;
mod proof;

use crate::collector::{Reason, names};
use crate::error::Error;
use crate::json::Json;
use crate::suggest::nearest;
use crate::understood::words::{object, print, text};
use crate::understood::{Knowledge, Refused, Story, Understood, Why, read};
use anlass_model::definition::Settings;
pub use form::{Hook, Known, Problem};
use form::{Lines, Said};
use path::Path;
pub use proof::verify;
use std::borrow::Cow;

const DOCUMENT_BYTES_MAX: usize = 64 << 10;
/// Things told by one delivery.
const EVENTS_MAX: usize = 5_000;

impl Hook {
    /// Reads a form; `file_name` is only used in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the place, the cause and the cure.
    pub fn read(text: &str, file_name: &str) -> Result<Hook, Error> {
        let fail = |place: String, cause: String, cure: String| Error::Mapping {
            file: file_name.into(),
            place,
            cause,
            cure,
        };
        if text.len() > DOCUMENT_BYTES_MAX {
            let cure = "check that it is the form of a webhook".to_owned();
            return Err(fail("whole document".into(), "it is longer than 64 KiB".into(), cure));
        }
        let hook: Hook = serde_saphyr::from_str(text).map_err(|error| {
            let (place, cause, cure) = form::explain(&error);
            fail(place, cause, cure)
        })?;
        match hook.faults().into_iter().next() {
            Some(problem) => Err(fail(problem.place, problem.cause, problem.cure)),
            None => Ok(hook),
        }
    }

    /// What does not fit the settings, all of it at once; empty if the form can be used.
    #[must_use]
    pub fn check(&self, settings: &Settings) -> Vec<Problem> {
        let mut problems = self.faults();
        let own: Vec<&str> = settings.events.keys().map(|name| name.as_str()).collect();
        for (place, name) in self.event_names() {
            let folded = crate::collector::fold(name);
            let is_known = |known: &&str| crate::collector::fold(known) == folded;
            if names().iter().any(is_known) || own.iter().any(is_known) {
                continue;
            }
            let known = own.iter().copied().chain(names().iter().copied());
            let cure = match nearest(name, known) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => {
                    "declare the event type under \"events\" in the settings, or name one of the collector's"
                        .into()
                }
            };
            problems.push(Problem { place, cause: format!("no event \"{name}\" is known"), cure });
        }
        problems
    }

    /// Reads a delivery by this form.
    ///
    /// # Errors
    /// If the body as a whole cannot be read.
    pub fn decode(&self, body: &[u8], known: &Knowledge<'_>) -> Result<Understood, Refused> {
        let json = read(body)?;
        let mut story = Story::new(known);
        let documents: Vec<&Json<'_>> = match &self.each {
            None => vec![&json],
            Some(path) => {
                let list = path.find(&json).and_then(Json::list);
                let wanted = "a list of what happened";
                list.ok_or_else(|| Refused::Malformed { place: path.to_string(), wanted })?.iter().collect()
            }
        };
        if documents.len() > EVENTS_MAX {
            return Err(Refused::TooManyValues { max: EVENTS_MAX });
        }
        for (index, document) in documents.into_iter().enumerate() {
            let about = match &self.each {
                Some(path) => format!("{path}[{index}]"),
                None => self.hook.as_str().to_owned(),
            };
            self.one(&mut story, &about, document);
        }
        if story.understood.is_nothing() {
            let cause = "the list of what happened is empty";
            story.leave_out(self.hook.as_str(), Why::WithoutUse { cause, cure: "nothing" });
        }
        Ok(story.understood)
    }

    fn one(&self, story: &mut Story<'_, '_>, about: &str, json: &Json<'_>) {
        let Some(name) = self.event.value(json) else {
            let cause = "it is of a kind that the form does not name";
            let cure = "add its word under \"event.values\" in the form, if it shall count";
            return story.leave_out(about, Why::WithoutUse { cause, cure });
        };
        let time = match &self.occurred {
            None => Json::Null,
            // Where a moment is promised, its absence must not become "now".
            Some(path) => match path.find(json).filter(|value| **value != Json::Null) {
                Some(value) => value.clone(),
                None => return story.leave_out(about, Why::Unfit(Reason::Missing { place: "occurred" })),
            },
        };
        let message = match self.id.as_ref().and_then(|path| path.find(json)).and_then(Json::text) {
            Some(id) => story.known.message(&["hook", self.hook.as_str(), id]),
            None => story.known.message(&["hook", self.hook.as_str(), &print(json)]),
        };
        let said = self.words(story.known, json, &name, time);
        story.say(about, message, &said);
    }

    fn words<'j>(&self, known: &Knowledge<'_>, json: &Json<'j>, name: &str, time: Json<'j>) -> Json<'j> {
        let who = |wanted: Known| {
            let stated = self.identifiers.get(&wanted).and_then(|path| path.find(json)).cloned();
            stated.unwrap_or(Json::Null)
        };
        let number = match who(Known::CustomerNumber) {
            stated if known.prefix.is_none() => stated,
            stated => stated.text().map_or(Json::Null, |number| text(known.number(number.trim()))),
        };
        let person = vec![("email", who(Known::Email)), ("phone", who(Known::Phone))];
        let fields = self.fields.iter().filter_map(|(field, said)| {
            let value = said.json(json)?;
            Some((Cow::Owned(field.as_str().to_owned()), value))
        });
        let mut fields: Vec<(Cow<'j, str>, Json<'j>)> = fields.collect();
        if let Some(lines) = &self.lines {
            fields.push((Cow::Borrowed("products"), lines.words(json)));
        }
        let is_identify = name.eq_ignore_ascii_case("identify");
        let own = match is_identify {
            true => {
                // What is not there must not clear what is known.
                let stated = person.iter().filter(|(_, value)| *value != Json::Null);
                fields.extend(stated.cloned().map(|(name, value)| (Cow::Borrowed(name), value)));
                ("traits", Json::Object(fields))
            }
            false => ("properties", Json::Object(fields)),
        };
        object(vec![
            ("type", text(if is_identify { "identify" } else { "track" })),
            ("event", if is_identify { Json::Null } else { text(name.to_owned()) }),
            ("userId", number),
            ("anonymousId", who(Known::Cookie)),
            ("context", object(vec![("traits", if is_identify { Json::Null } else { object(person) })])),
            ("timestamp", time),
            own,
        ])
    }
}

impl Said {
    /// A word for the value at the path, as the form puts it.
    fn value(&self, json: &Json<'_>) -> Option<String> {
        match self.json(json)? {
            Json::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Json::Number(digits) => Some(digits.to_owned()),
            _ => None,
        }
    }

    fn json<'j>(&self, json: &Json<'j>) -> Option<Json<'j>> {
        if let Some(constant) = &self.constant {
            return Some(text(constant.clone()));
        }
        let found = self.from.as_ref().and_then(|path| path.find(json));
        if self.values.is_empty() {
            return found.cloned();
        }
        let word = match found {
            Some(Json::Bool(flag)) => Some(flag.to_string()),
            Some(value) => value.text().map(|text| text.trim().to_owned()),
            None => None,
        };
        let mapped = word.and_then(|word| self.values.get(&word)).or(self.otherwise.as_ref());
        mapped.map(|mapped| text(mapped.clone()))
    }
}

impl Lines {
    fn words<'j>(&self, json: &Json<'j>) -> Json<'j> {
        let copy = |item: &Json<'j>, path: Option<&Path>| {
            path.and_then(|path| path.find(item)).cloned().unwrap_or(Json::Null)
        };
        let line = |item: &Json<'j>| {
            object(vec![
                ("product_id", copy(item, Some(&self.number))),
                ("quantity", copy(item, self.quantity.as_ref())),
                ("price", copy(item, self.price.as_ref())),
                ("line_total", copy(item, self.total.as_ref())),
                ("currency", copy(item, self.currency.as_ref())),
            ])
        };
        match self.each.find(json) {
            Some(Json::List(items)) => Json::List(items.iter().map(line).collect()),
            // The collector says of anything else that it is no list.
            Some(other) => other.clone(),
            None => Json::Null,
        }
    }
}
