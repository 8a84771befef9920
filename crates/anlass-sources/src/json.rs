//! JSON as strangers send it, in two passes. The first walks over the bytes without recursion and finds where
//! each event begins and ends, so that what is wrong inside an event cannot break its batch. The second reads
//! one event within bounds. Numbers stay the digits that were sent: an amount never passes through floating
//! point.

use std::borrow::Cow;
use std::ops::Range;

/// A value of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    /// As it was written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// A member; of several with the same name the last one.
    pub(crate) fn get(&self, name: &str) -> Option<&Json<'a>> {
        let Json::Object(members) = self else { return None };
        members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    pub(crate) fn members(&self) -> &[(Cow<'a, str>, Json<'a>)] {
        match self {
            Json::Object(members) => members,
            _ => &[],
        }
    }

    pub(crate) fn list(&self) -> Option<&[Json<'a>]> {
        match self {
            Json::List(values) => Some(values),
            _ => None,
        }
    }

    /// Texts, and numbers as they were written; anything else is no text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            Json::Number(digits) => Some(digits),
            _ => None,
        }
    }
}

/// The bytes are not JSON; nothing can be said about single events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) at: usize,
}

/// Why one event cannot be read although its outline is sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    NotUtf8,
    NotJson,
    TooDeep,
    TooManyValues,
    TextTooLong,
}

/// First pass: a position in the bytes.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Walk<'a> {
        Walk { bytes, at: 0 }
    }

    fn broken<T>(&self) -> Result<T, Broken> {
        Err(Broken { at: self.at })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Nothing but blanks may follow.
    pub(crate) fn end(&mut self) -> Result<(), Broken> {
        self.blank();
        if self.at == self.bytes.len() { Ok(()) } else { self.broken() }
    }

    /// Walks over an object, telling the bytes of each name (without quotes) and of each value.
    pub(crate) fn members(
        &mut self,
        take: &mut dyn FnMut(&'a [u8], Range<usize>) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.blank();
        if !self.eat(b'{') {
            return self.broken();
        }
        self.blank();
        if self.eat(b'}') {
            return Ok(());
        }
        loop {
            self.blank();
            let name = self.skip_text()?;
            self.colon()?;
            let value = self.skip_value()?;
            take(self.bytes.get(name).unwrap_or_default(), value)?;
            self.blank();
            if self.eat(b'}') {
                return Ok(());
            }
            if !self.eat(b',') {
                return self.broken();
            }
        }
    }

    /// Walks over a list that starts at `from`, telling the bytes of each element.
    pub(crate) fn elements(
        bytes: &'a [u8],
        from: usize,
        take: &mut dyn FnMut(Range<usize>) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let mut walk = Walk { bytes, at: from };
        if !walk.eat(b'[') {
            return walk.broken();
        }
        walk.blank();
        if walk.eat(b']') {
            return Ok(());
        }
        loop {
            let value = walk.skip_value()?;
            take(value)?;
            walk.blank();
            if walk.eat(b']') {
                return Ok(());
            }
            if !walk.eat(b',') {
                return walk.broken();
            }
        }
    }

    fn colon(&mut self) -> Result<(), Broken> {
        self.blank();
        if self.eat(b':') { Ok(()) } else { self.broken() }
    }

    /// The bytes between the quotes. What they hold is looked at in the second pass only.
    fn skip_text(&mut self) -> Result<Range<usize>, Broken> {
        if !self.eat(b'"') {
            return self.broken();
        }
        let start = self.at;
        loop {
            match self.peek() {
                None => return self.broken(),
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        Ok(start..self.at - 1)
    }

    fn skip_word(&mut self) -> Result<(), Broken> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'a'..=b'z' | b'E' | b'-' | b'+' | b'.')) {
            self.at += 1;
        }
        if self.at == start { self.broken() } else { Ok(()) }
    }

    /// One value, however deep it is: what is open lies in a list, not on the stack.
    fn skip_value(&mut self) -> Result<Range<usize>, Broken> {
        self.blank();
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.blank();
                    if !self.eat(b'}') {
                        self.skip_text()?;
                        self.colon()?;
                        open.push(b'}');
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.blank();
                    if !self.eat(b']') {
                        open.push(b']');
                        continue;
                    }
                }
                Some(b'"') => {
                    self.skip_text()?;
                }
                _ => self.skip_word()?,
            }
            // A value is complete; so may be what it stands in.
            loop {
                let Some(closing) = open.last().copied() else { return Ok(start..self.at) };
                self.blank();
                if self.eat(closing) {
                    open.pop();
                    continue;
                }
                if !self.eat(b',') {
                    return self.broken();
                }
                if closing == b'}' {
                    self.blank();
                    self.skip_text()?;
                    self.colon()?;
                }
                break;
            }
        }
    }
}

/// What one value may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) depth_max: usize,
    pub(crate) values_max: usize,
    pub(crate) text_bytes_max: usize,
}

/// Second pass: one event.
pub(crate) fn read<'a>(bytes: &'a [u8], bounds: &Bounds) -> Result<Json<'a>, Unfit> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unfit::NotUtf8)?;
    let mut reader = Reader { text, at: 0, values: 0, bounds };
    let value = reader.value(0)?;
    reader.blank();
    if reader.at == text.len() { Ok(value) } else { Err(Unfit::NotJson) }
}

struct Reader<'a, 'l> {
    text: &'a str,
    at: usize,
    values: usize,
    bounds: &'l Bounds,
}

impl<'a> Reader<'a, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn need(&mut self, byte: u8) -> Result<(), Unfit> {
        if self.peek() != Some(byte) {
            return Err(Unfit::NotJson);
        }
        self.at += 1;
        Ok(())
    }

    /// Whether another element follows, or the object or list ends here.
    fn more(&mut self, closing: u8, is_first: &mut bool) -> Result<bool, Unfit> {
        self.blank();
        if self.peek() == Some(closing) {
            self.at += 1;
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            self.need(b',')?;
            self.blank();
        }
        Ok(true)
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, Unfit> {
        self.values += 1;
        if self.values > self.bounds.values_max {
            return Err(Unfit::TooManyValues);
        }
        self.blank();
        match self.peek() {
            Some(b'{' | b'[') if depth >= self.bounds.depth_max => Err(Unfit::TooDeep),
            Some(b'{') => {
                self.at += 1;
                let mut members = Vec::new();
                let mut is_first = true;
                while self.more(b'}', &mut is_first)? {
                    let name = self.string()?;
                    self.blank();
                    self.need(b':')?;
                    members.push((name, self.value(depth + 1)?));
                }
                Ok(Json::Object(members))
            }
            Some(b'[') => {
                self.at += 1;
                let mut values = Vec::new();
                let mut is_first = true;
                while self.more(b']', &mut is_first)? {
                    values.push(self.value(depth + 1)?);
                }
                Ok(Json::List(values))
            }
            Some(b'"') => self.string().map(Json::Text),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Json<'a>, Unfit> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_word = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'E' | b'-' | b'+' | b'.');
        let length = rest.bytes().take_while(|byte| is_word(byte)).count();
        let word = rest.get(..length).unwrap_or_default();
        self.at += length;
        match word {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            _ if length > self.bounds.text_bytes_max => Err(Unfit::TextTooLong),
            _ if is_number(word) => Ok(Json::Number(word)),
            _ => Err(Unfit::NotJson),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Unfit> {
        self.need(b'"')?;
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let plain = rest.bytes().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count();
        self.at += plain;
        if plain > self.bounds.text_bytes_max {
            return Err(Unfit::TextTooLong);
        }
        let plain = rest.get(..plain).unwrap_or_default();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            let character = self.text.get(self.at..).and_then(|rest| rest.chars().next());
            match character {
                Some('"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some('\\') => text.push(self.escape()?),
                Some(character) if u32::from(character) >= 0x20 => {
                    self.at += character.len_utf8();
                    text.push(character);
                }
                _ => return Err(Unfit::NotJson),
            }
            if text.len() > self.bounds.text_bytes_max {
                return Err(Unfit::TextTooLong);
            }
        }
    }

    fn escape(&mut self) -> Result<char, Unfit> {
        let kind = self.text.as_bytes().get(self.at + 1).copied();
        self.at += 2;
        Ok(match kind {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.hex()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high).ok_or(Unfit::NotUtf8);
                }
                self.need(b'\\')?;
                self.need(b'u')?;
                let low = self.hex()?;
                let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Unfit::NotUtf8)?;
                return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low).ok_or(Unfit::NotUtf8);
            }
            _ => return Err(Unfit::NotJson),
        })
    }

    fn hex(&mut self) -> Result<u32, Unfit> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unfit::NotJson)?;
        self.at += 4;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Unfit::NotJson);
        }
        u32::from_str_radix(digits, 16).map_err(|_| Unfit::NotJson)
    }
}

fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|part| digits(part.strip_prefix(['-', '+']).unwrap_or(part)))
}

#[cfg(test)]
mod tests;
