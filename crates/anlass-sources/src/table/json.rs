//! Records of JSON: one object a line, objects one after the other, or a list of them. What is nested becomes columns by
//! dotted paths, a list of plain values one text parted by `|`. An object's list of objects, where it has one or one is
//! named, makes a row of each of its elements with the fields around it repeated.

mod frames;

use super::{FIELDS_MAX, RECORD_BYTES_MAX, Raw, Record, Records};
use crate::decimal::Mark;
use crate::error::Error;
use crate::json::{self, Bounds, Json, Unfit};
use crate::report::Reason;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::io::{self, Read};
use std::path::Path;

pub(super) use frames::{Frame, Frames, is_json};

const BOUNDS: Bounds = Bounds { depth_max: 32, values_max: 100_000, text_bytes_max: RECORD_BYTES_MAX };
/// So many objects at the beginning say which columns there are.
const SAMPLE_OBJECTS: usize = 10_000;
/// Of these no more than so many bytes are held.
const SAMPLE_BYTES: usize = 32 << 20;
/// No name of a field is longer.
const PATH_BYTES_MAX: usize = 1_000;

/// One object as it was cut out, with its number.
type Cut = (u64, Result<Vec<u8>, Reason>);

pub(super) struct Objects {
    frames: Frames,
    /// Those that told the columns.
    first: VecDeque<Cut>,
    names: Vec<String>,
    columns: HashMap<String, usize>,
    /// Where the list stands whose elements are the rows.
    rows: Option<String>,
    mark: Mark,
    /// The names of the columns were not taken yet.
    is_new: bool,
    number: u64,
    /// Rows of the last object.
    waiting: VecDeque<Vec<(usize, String)>>,
    around: Vec<(usize, String)>,
}

impl Objects {
    /// Reads UTF-8, which begins with `sample`.
    pub(super) fn open(
        path: &Path,
        input: Box<dyn Read>,
        sample: &[u8],
        rows: Option<&str>,
        mark: Mark,
    ) -> Result<Objects, Error> {
        let mut frames = Frames::new(input, sample);
        let mut first = VecDeque::new();
        let mut found = Found::default();
        let mut bytes = 0;
        while first.len() < SAMPLE_OBJECTS && bytes < SAMPLE_BYTES {
            let cut = cut(&mut frames).map_err(|source| Error::Read {
                path: path.into(),
                row: frames.number(),
                source,
            })?;
            let Some((number, object)) = cut else { break };
            if let Ok(object) = &object {
                bytes += object.len();
                if let Ok(json) = read(object) {
                    found.note(&json);
                }
            }
            first.push_back((number, object));
        }
        let (names, rows) = found.settle(rows).map_err(|(cause, cure)| {
            let cause = if first.is_empty() { "the file is empty: it holds no object".into() } else { cause };
            Error::Header { path: path.into(), cause, cure }
        })?;
        let columns = names.iter().enumerate().map(|(index, name)| (name.clone(), index)).collect();
        Ok(Objects {
            frames,
            first,
            names,
            columns,
            rows,
            mark,
            is_new: true,
            number: 0,
            waiting: VecDeque::new(),
            around: Vec::new(),
        })
    }

    /// Makes the rows of an object.
    fn part(&mut self, object: &[u8]) -> Result<(), Reason> {
        let json = read(object)?;
        let mut count = 0;
        let mut fits = true;
        let mut fields = Vec::new();
        let (columns, mark) = (&self.columns, self.mark);
        let mut put = |path: &str, text: Option<Cow<'_, str>>| {
            count += 1;
            fits &= path.len() <= PATH_BYTES_MAX;
            if let Some(text) = text
                && let Some(index) = columns.get(path)
            {
                fields.push((*index, text.into_owned()));
            }
        };
        let flat = Flat { rows: self.rows.as_deref(), mark };
        flat.members(&json, "", &mut put);
        if !fits || count > FIELDS_MAX {
            return Err(Reason::RecordTooLong);
        }
        self.around = fields;
        let elements = self.rows.as_deref().and_then(|path| at(&json, path)).and_then(Json::list);
        for element in elements.unwrap_or_default() {
            let mut fields = Vec::new();
            let inner = Flat { rows: None, mark };
            inner.value(element, self.rows.as_deref().unwrap_or_default(), &mut |path, text| {
                if let Some(text) = text
                    && let Some(index) = columns.get(path)
                {
                    fields.push((*index, text.into_owned()));
                }
            });
            self.waiting.push_back(fields);
        }
        if self.waiting.is_empty() {
            // An object without elements still says what it says itself.
            self.waiting.push_back(Vec::new());
        }
        Ok(())
    }
}

impl Records for Objects {
    fn next(&mut self, record: &mut Record) -> io::Result<Raw> {
        if std::mem::take(&mut self.is_new) {
            return Ok(record.fill(self.names.iter().map(String::as_str)));
        }
        while self.waiting.is_empty() {
            let next = match self.first.pop_front() {
                Some(cut) => Some(cut),
                None => cut(&mut self.frames)?,
            };
            let Some((number, object)) = next else { return Ok(Raw::End) };
            self.number = number;
            if let Err(reason) = object.and_then(|object| self.part(&object)) {
                return Ok(Raw::Unusable(reason));
            }
        }
        let inner = self.waiting.pop_front().unwrap_or_default();
        let mut cells = vec![""; self.names.len()];
        for (index, text) in self.around.iter().chain(&inner) {
            cells[*index] = text;
        }
        Ok(record.fill(cells.into_iter()))
    }

    fn row(&self) -> Option<u64> {
        Some(self.number)
    }
}

fn cut(frames: &mut Frames) -> io::Result<Option<Cut>> {
    let mut object = Vec::new();
    Ok(match frames.next(&mut object)? {
        Frame::Object => Some((frames.number(), Ok(object))),
        Frame::Unusable(reason) => Some((frames.number(), Err(reason))),
        Frame::End => None,
    })
}

/// An object whose names are all different.
fn read(object: &[u8]) -> Result<Json<'_>, Reason> {
    let json = json::read(object, &BOUNDS).map_err(|unfit| match unfit {
        Unfit::NotUtf8 => Reason::NotUtf8,
        Unfit::NotJson => Reason::NotJson,
        Unfit::TooDeep => Reason::TooDeep,
        Unfit::TooManyValues | Unfit::TextTooLong => Reason::RecordTooLong,
    })?;
    if !matches!(json, Json::Object(_)) {
        return Err(Reason::NotJson);
    }
    if has_name_twice(&json) { Err(Reason::RepeatedName) } else { Ok(json) }
}

fn has_name_twice(json: &Json<'_>) -> bool {
    match json {
        Json::Object(members) => {
            let names: BTreeSet<&str> = members.iter().map(|(name, _)| &**name).collect();
            names.len() < members.len() || members.iter().any(|(_, value)| has_name_twice(value))
        }
        Json::List(values) => values.iter().any(has_name_twice),
        _ => false,
    }
}

/// What stands at a dotted path.
fn at<'j>(json: &'j Json<'j>, path: &str) -> Option<&'j Json<'j>> {
    if let Some(value) = json.get(path) {
        return Some(value);
    }
    // A name may itself hold a dot.
    json.members().iter().find_map(|(name, value)| {
        let rest = path.strip_prefix(&**name)?.strip_prefix('.')?;
        at(value, rest)
    })
}

/// How an object lies flat in columns.
struct Flat<'a> {
    /// This list is no field: its elements are rows.
    rows: Option<&'a str>,
    mark: Mark,
}

impl Flat<'_> {
    fn members<'j>(&self, json: &'j Json<'j>, path: &str, put: &mut dyn FnMut(&str, Option<Cow<'j, str>>)) {
        for (name, value) in json.members() {
            let path = if path.is_empty() { name.clone().into_owned() } else { format!("{path}.{name}") };
            self.value(value, &path, put);
        }
    }

    /// Tells each field; an empty one without text.
    fn value<'j>(&self, value: &'j Json<'j>, path: &str, put: &mut dyn FnMut(&str, Option<Cow<'j, str>>)) {
        match value {
            Json::Object(_) => self.members(value, path, put),
            Json::List(_) if self.rows == Some(path) => {}
            Json::List(values) if values.iter().any(is_nested) => {
                let mut text = String::new();
                write(value, &mut text);
                put(path, Some(Cow::Owned(text)));
            }
            Json::List(values) => {
                let texts: Vec<_> = values.iter().map(|value| self.text(value).unwrap_or_default()).collect();
                put(path, Some(Cow::Owned(texts.join("|"))));
            }
            _ => put(path, self.text(value)),
        }
    }

    fn text<'j>(&self, value: &'j Json<'j>) -> Option<Cow<'j, str>> {
        match value {
            Json::Text(text) => Some(Cow::Borrowed(text)),
            Json::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Json::Number(digits) => Some(match self.mark {
                Mark::Point => Cow::Borrowed(digits),
                Mark::Comma => Cow::Owned(digits.replace('.', ",")),
            }),
            Json::Null | Json::List(_) | Json::Object(_) => None,
        }
    }
}

fn is_nested(json: &Json<'_>) -> bool {
    matches!(json, Json::List(_) | Json::Object(_))
}

/// Writes it as JSON again.
fn write(json: &Json<'_>, text: &mut String) {
    match json {
        Json::Null => text.push_str("null"),
        Json::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Json::Number(digits) => text.push_str(digits),
        Json::Text(words) => write_text(words, text),
        Json::List(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(value, text);
            }
            text.push(']');
        }
        Json::Object(members) => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write_text(name, text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
    }
}

fn write_text(words: &str, text: &mut String) {
    text.push('"');
    for letter in words.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            letter if letter < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => text.push(letter),
        }
    }
    text.push('"');
}

/// The columns and lists of objects met so far.
#[derive(Default)]
struct Found {
    has_object: bool,
    /// Each field's path with whether it ever held something, in the order in which they came.
    fields: Vec<(String, bool)>,
    places: HashMap<String, usize>,
    /// Fields of the elements of each list of objects.
    lists: BTreeMap<String, Vec<String>>,
    is_too_wide: bool,
}

impl Found {
    fn note(&mut self, json: &Json<'_>) {
        let mut fields = Vec::new();
        let flat = Flat { rows: None, mark: Mark::Point };
        flat.members(json, "", &mut |path, text| fields.push((path.to_owned(), text.is_some())));
        if fields.len() > FIELDS_MAX || fields.iter().any(|(path, _)| path.len() > PATH_BYTES_MAX) {
            return;
        }
        self.has_object = true;
        for (path, is_filled) in fields {
            self.put(path, is_filled);
        }
        self.note_lists(json, "");
    }

    fn put(&mut self, path: String, is_filled: bool) {
        match self.places.get(&path) {
            Some(index) => self.fields[*index].1 |= is_filled,
            None if self.fields.len() == 4 * FIELDS_MAX => self.is_too_wide = true,
            None => {
                self.places.insert(path.clone(), self.fields.len());
                self.fields.push((path, is_filled));
            }
        }
    }

    fn note_lists(&mut self, json: &Json<'_>, path: &str) {
        for (name, value) in json.members() {
            let path = if path.is_empty() { name.clone().into_owned() } else { format!("{path}.{name}") };
            match value {
                Json::Object(_) => self.note_lists(value, &path),
                Json::List(values) if values.iter().any(|value| matches!(value, Json::Object(_))) => {
                    if self.lists.len() == FIELDS_MAX {
                        return;
                    }
                    let known = self.lists.entry(path.clone()).or_default();
                    let mut new = BTreeSet::new();
                    for value in values {
                        let flat = Flat { rows: None, mark: Mark::Point };
                        flat.value(value, &path, &mut |path, _| {
                            if !new.contains(path) && path.len() <= PATH_BYTES_MAX && new.len() <= FIELDS_MAX
                            {
                                new.insert(path.to_owned());
                                if known.len() <= FIELDS_MAX && !known.iter().any(|known| known == path) {
                                    known.push(path.to_owned());
                                }
                            }
                        });
                    }
                }
                _ => {}
            }
        }
    }

    /// The names of the columns, and where the rows are; or cause and cure.
    fn settle(mut self, wanted: Option<&str>) -> Result<(Vec<String>, Option<String>), (String, String)> {
        if !self.has_object {
            return Err((
                "no object of its beginning can be read".into(),
                "write one JSON object a line, or one list of objects, each of at most 1 MiB and 1,024 fields"
                    .into(),
            ));
        }
        let lists: Vec<&String> = self.lists.keys().collect();
        let rows = match wanted {
            // Each object is one row, whatever it holds.
            Some("") => None,
            Some(wanted) if self.lists.contains_key(wanted) => Some(wanted.to_owned()),
            Some(wanted) => {
                let names = lists.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
                let cure = if names.is_empty() {
                    "leave \"rows\" out".into()
                } else {
                    format!("name one of {names}")
                };
                return Err((format!("its objects hold no list of objects \"{wanted}\""), cure));
            }
            None if lists.len() == 1 => lists.first().map(|only| (*only).clone()),
            None => None,
        };
        if let Some(rows) = &rows {
            let elements = self.lists.remove(rows).unwrap_or_default();
            self.fields.retain(|(path, _)| path != rows);
            self.places = self.fields.iter().enumerate().map(|(at, (path, _))| (path.clone(), at)).collect();
            for path in elements {
                self.put(path, true);
            }
        }
        let paths: BTreeSet<&str> = self.fields.iter().map(|(path, _)| path.as_str()).collect();
        // Where an address is missing, `address` is empty beside `address.town` of the others.
        let has_inner = |path: &str| {
            let within = format!("{path}.");
            paths.range(within.as_str()..).next().is_some_and(|next| next.starts_with(&within))
        };
        let names: Vec<String> = (self.fields.iter())
            .filter(|(path, is_filled)| *is_filled || !has_inner(path))
            .map(|(path, _)| path.clone())
            .collect();
        if names.len() > FIELDS_MAX || self.is_too_wide {
            return Err((
                "its objects have more than 1,024 different fields".into(),
                "export fewer fields, by the same names in all objects".into(),
            ));
        }
        Ok((names, rows))
    }
}

#[cfg(test)]
mod tests;
