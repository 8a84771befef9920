//! How far a pull has come: a small document, and how it goes on from row to row.

use super::super::rows::Cell;
use super::super::watermark::{Value, Watermark};
use super::Ahead;
use super::statement::From;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashSet;

/// So many rows are known by their prints at most, 8 bytes each.
const KNOWN_MAX: usize = 50_000;

/// How far a pull has come; the default is before all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Position {
    /// Of which pull; 0 of any.
    of: u64,
    /// The last row that was handed over, within a sweep.
    cursor: Option<Mark>,
    /// Where the next sweep begins, or this one began.
    floor: Option<Floor>,
    /// What the sweep before this one saw from the floor on.
    known: Vec<Group>,
    /// The same of this one.
    seen: Vec<Group>,
    /// From this watermark on rows may be written where this sweep has been already: it was the last as the sweep began, or,
    /// of texts, came to its rows.
    top: Option<Cell>,
    /// Looking back ends here, as there was more than can be known.
    cut: Option<Floor>,
}

/// The place of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub(super) watermark: Cell,
    #[serde(skip, default = "no_value")]
    pub(super) value: Value,
    pub(super) key: Vec<Cell>,
}

fn no_value() -> Value {
    Value::Text
}

impl Mark {
    pub(super) fn is_same(&self, other: &Mark) -> bool {
        self.watermark == other.watermark && self.key == other.key
    }
}

/// From where is looked again, with all rows of that watermark unless a key says from which of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Floor {
    pub(super) watermark: Cell,
    pub(super) key: Option<Vec<Cell>>,
}

/// Prints of the rows of one watermark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Group {
    watermark: Cell,
    #[serde(serialize_with = "write_prints", deserialize_with = "read_prints")]
    prints: Vec<u64>,
}

/// How far before the last watermark the next sweep will look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookedBack {
    AsFarAsWanted,
    /// No further than this watermark: more rows were changed at about the same time than can be known.
    OnlyTo(String),
}

impl Position {
    pub(super) fn is_of(&self, print: u64) -> bool {
        self.of == 0 || self.of == print
    }

    pub(super) fn from(&self) -> From<'_> {
        match (&self.cursor, &self.floor) {
            (Some(cursor), _) => From::After(cursor),
            (None, Some(floor)) => From::At(floor),
            (None, None) => From::Start,
        }
    }
}

/// A sweep that goes on.
pub(super) struct Sweep<'w> {
    position: Position,
    watermark: &'w Watermark,
    count: usize,
    known: HashSet<u64>,
}

impl<'w> Sweep<'w> {
    pub(super) fn of(position: &Position, print: u64, watermark: &'w Watermark) -> Sweep<'w> {
        let count = position.seen.iter().map(|group| group.prints.len()).sum();
        let known = position.known.iter().flat_map(|group| group.prints.iter().copied()).collect();
        Sweep { position: Position { of: print, ..position.clone() }, watermark, count, known }
    }

    /// Goes on to this row; whether it is new.
    pub(super) fn take(&mut self, mark: Mark, print: u64) -> bool {
        self.make_room(&mark);
        match self.position.seen.last_mut() {
            Some(group) if group.watermark == mark.watermark => group.prints.push(print),
            _ => self.position.seen.push(Group { watermark: mark.watermark.clone(), prints: vec![print] }),
        }
        self.count += 1;
        self.position.cursor = Some(mark);
        !self.known.contains(&print)
    }

    /// Forgets what lies before that which will be looked at again.
    fn make_room(&mut self, mark: &Mark) {
        let is_new = self.position.seen.last().is_none_or(|group| group.watermark != mark.watermark);
        if is_new {
            let dropped = self.position.seen.iter().take_while(|group| !self.is_kept(group, mark)).count();
            let gone = self.position.seen.drain(..dropped);
            self.count -= gone.map(|group| group.prints.len()).sum::<usize>();
            if mark.value == Value::Text && dropped > 0 {
                self.position.cut = None;
            }
        }
        if self.count < KNOWN_MAX {
            return;
        }
        if self.position.seen.len() > 1 {
            let gone = self.position.seen.remove(0);
            self.count -= gone.prints.len();
            let next = &self.position.seen[0].watermark;
            self.position.cut = Some(Floor { watermark: next.clone(), key: None });
        } else {
            self.position.seen.clear();
            self.count = 0;
            self.position.cut =
                Some(Floor { watermark: mark.watermark.clone(), key: Some(mark.key.clone()) });
        }
    }

    /// Whether the next sweep will look at this group again, if this one ends at this row.
    fn is_kept(&self, group: &Group, mark: &Mark) -> bool {
        let top = self.position.top.as_ref();
        if mark.value == Value::Text {
            // Their order is not known here: what comes behind it is kept with it.
            return top == Some(&group.watermark);
        }
        let base = match top {
            Some(top) if self.watermark.value(top) < Ok(mark.value.clone()) => top,
            _ => &mark.watermark,
        };
        self.watermark.value(&group.watermark) >= self.watermark.value(&self.watermark.floor(base))
    }

    /// The last watermark that there is as the sweep begins, if it begins: later ones may be written while it goes on, and
    /// others where it has been already.
    pub(super) fn began_before(&mut self, last: Option<&Cell>) {
        if last.is_some() {
            self.position.top = last.cloned();
        }
    }

    /// The last watermark that there is after this batch, if there is more than the batch holds.
    pub(super) fn has_reached(&mut self, last: Option<&Cell>) {
        let now = self.position.cursor.as_ref().map(|mark| &mark.watermark);
        if self.position.top.is_none() && last.is_some() && last == now {
            self.position.top = last.cloned();
        }
    }

    /// Where to go on.
    pub(super) fn end(self, ahead: Ahead) -> (Position, LookedBack) {
        let Sweep { mut position, watermark, .. } = self;
        let mut looked_back = LookedBack::AsFarAsWanted;
        if ahead == Ahead::More {
            return (position, looked_back);
        }
        // A sweep that saw nothing leaves everything as it was.
        if let Some(last) = position.cursor.take() {
            let top = position.top.take().filter(|top| {
                // Without its rows being known it is no place to begin at.
                last.value != Value::Text || position.seen.iter().any(|group| group.watermark == *top)
            });
            let base = top.unwrap_or(last.watermark);
            let floor = Floor { watermark: watermark.floor(&base), key: None };
            let is_behind = |first: &Floor, second: &Floor| {
                watermark.value(&first.watermark) < watermark.value(&second.watermark)
            };
            let cut = position.cut.take().filter(|cut| !is_behind(cut, &floor));
            if let Some(cut) = &cut {
                looked_back = LookedBack::OnlyTo(cut.watermark.text().to_owned());
            }
            let floor = cut.unwrap_or(floor);
            // Nothing is known of what lies before the former one, though the last row may have gone since.
            position.floor = match position.floor.take() {
                Some(former) if is_behind(&floor, &former) => Some(former),
                Some(former) if former.watermark == floor.watermark && floor.key.is_none() => Some(former),
                _ => Some(floor),
            };
            position.known = std::mem::take(&mut position.seen);
        }
        (position, looked_back)
    }
}

fn write_prints<S: Serializer>(prints: &[u64], into: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = prints.iter().flat_map(|print| print.to_le_bytes()).collect();
    into.serialize_str(&STANDARD.encode(bytes))
}

fn read_prints<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u64>, D::Error> {
    let bytes = STANDARD.decode(String::deserialize(from)?).map_err(serde::de::Error::custom)?;
    let (prints, []) = bytes.as_chunks::<8>() else {
        return Err(serde::de::Error::custom("prints are of 8 bytes each"));
    };
    Ok(prints.iter().map(|print| u64::from_le_bytes(*print)).collect())
}
