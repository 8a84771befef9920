//! Where each object of a stream of JSON begins and ends, found without reading it: so a broken or giant object takes only
//! itself along. Objects stand one a line, one after the other, or in a list.

use super::super::{CHUNK_BYTES, RECORD_BYTES_MAX};
use crate::report::Reason;
use std::io::{self, Read};

/// Of what is open in an object so much is remembered; what is deeper is only counted, for it is refused anyway.
const OPEN_MAX: usize = 1_024;
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What was cut out of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::table) enum Frame {
    /// Its bytes are the caller's buffer.
    Object,
    Unusable(Reason),
    End,
}

pub(in crate::table) struct Frames {
    input: Box<dyn Read>,
    chunk: Vec<u8>,
    at: usize,
    end: usize,
    is_by_line: bool,
    /// Within the list of objects.
    is_list_open: bool,
    /// Of the last object: its line, or which of all objects it is.
    number: u64,
    /// How far into its line the next byte stands, and whether only blanks stand before it.
    column: usize,
    is_line_blank: bool,
}

/// Whether text that begins so is JSON, and no table whose first name begins with a bracket.
pub(in crate::table) fn is_json(sample: &[u8]) -> bool {
    let sample = sample.strip_prefix(MARK).unwrap_or(sample);
    let mut bytes = sample.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (bytes.next(), bytes.next()) {
        (Some(b'{'), next) => matches!(next, Some(b'"' | b'}') | None),
        (Some(b'['), next) => matches!(next, Some(b'{' | b'[' | b']') | None),
        _ => false,
    }
}

/// Whether the first line is a whole object.
fn is_by_line(sample: &[u8]) -> bool {
    let mut inner = Frames::new(Box::new(io::empty()), &[]);
    let line = sample.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    let Some(line) = line.map(<[u8]>::trim_ascii).filter(|line| line.first() == Some(&b'{')) else {
        return false;
    };
    inner.chunk = line.to_vec();
    inner.end = line.len();
    matches!(inner.object(&mut Vec::new()), Ok(Frame::Object)) && inner.at == inner.end
}

impl Frames {
    /// Reads UTF-8, which begins with `sample`.
    pub(in crate::table) fn new(input: Box<dyn Read>, sample: &[u8]) -> Frames {
        let sample = sample.strip_prefix(MARK).unwrap_or(sample);
        Frames {
            input,
            chunk: Vec::new(),
            at: 0,
            end: 0,
            is_by_line: !sample.is_empty() && is_by_line(sample),
            is_list_open: false,
            number: 0,
            column: 0,
            is_line_blank: true,
        }
    }

    pub(in crate::table) fn number(&self) -> u64 {
        self.number
    }

    /// Cuts out the next object.
    pub(in crate::table) fn next(&mut self, object: &mut Vec<u8>) -> io::Result<Frame> {
        if self.is_by_line { self.line(object) } else { self.between(object) }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.at == self.end {
            if self.chunk.len() < CHUNK_BYTES {
                self.chunk.resize(CHUNK_BYTES, 0);
            }
            match self.input.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => {
                    (self.at, self.end) = (0, read?);
                    if self.end == 0 {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(self.chunk[self.at]))
    }

    fn take(&mut self, byte: u8) {
        self.at += 1;
        if byte == b'\n' {
            (self.column, self.is_line_blank) = (0, true);
        } else {
            self.column += 1;
            self.is_line_blank &= byte.is_ascii_whitespace();
        }
    }

    fn line(&mut self, object: &mut Vec<u8>) -> io::Result<Frame> {
        loop {
            object.clear();
            let mut is_too_long = false;
            let mut is_over = false;
            while !is_over && self.peek()?.is_some() {
                let rest = &self.chunk[self.at..self.end];
                let length = rest.iter().position(|byte| *byte == b'\n');
                let part = &rest[..length.unwrap_or(rest.len())];
                is_over = length.is_some();
                is_too_long |= object.len() + part.len() > RECORD_BYTES_MAX;
                if !is_too_long {
                    object.extend_from_slice(part);
                }
                self.at += part.len() + usize::from(is_over);
            }
            if !is_over && object.is_empty() && !is_too_long {
                return Ok(Frame::End);
            }
            self.number += 1;
            let line = object.trim_ascii();
            if is_too_long {
                return Ok(Frame::Unusable(Reason::RecordTooLong));
            }
            if self.number == 1 && line.starts_with(MARK) {
                let at = object.len() - object.trim_ascii_start().len();
                object.drain(at..at + MARK.len());
                return Ok(Frame::Object);
            }
            if !line.is_empty() {
                return Ok(Frame::Object);
            }
        }
    }

    /// Passes over what stands between objects.
    fn between(&mut self, object: &mut Vec<u8>) -> io::Result<Frame> {
        loop {
            let Some(byte) = self.peek()? else {
                return if self.is_list_open { Err(cut_off()) } else { Ok(Frame::End) };
            };
            match byte {
                b'{' => return self.object(object),
                b'[' if !self.is_list_open => self.is_list_open = true,
                b']' if self.is_list_open => self.is_list_open = false,
                b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                0xEF if self.number == 0 && self.chunk[self.at..self.end].starts_with(MARK) => {
                    self.at += MARK.len();
                    continue;
                }
                _ => return self.junk(object),
            }
            self.take(byte);
        }
    }

    /// Something that is no object.
    fn junk(&mut self, object: &mut Vec<u8>) -> io::Result<Frame> {
        self.number += 1;
        object.clear();
        let mut is_first = true;
        while let Some(byte) = self.peek()? {
            if !is_first && matches!(byte, b'{' | b'[' | b']' | b',' | b'\n') {
                break;
            }
            is_first = false;
            self.take(byte);
            if object.len() < RECORD_BYTES_MAX {
                object.push(byte);
            }
        }
        Ok(Frame::Unusable(Reason::NotJson))
    }

    /// Cuts out the object that begins here.
    fn object(&mut self, object: &mut Vec<u8>) -> io::Result<Frame> {
        self.number += 1;
        object.clear();
        let indent = self.is_line_blank.then_some(self.column);
        let mut shape = Shape::default();
        loop {
            let Some(byte) = self.peek()? else {
                return if self.is_list_open { Err(cut_off()) } else { Ok(Frame::Unusable(Reason::NotJson)) };
            };
            let begins_line = self.is_line_blank && indent.is_some_and(|indent| self.column <= indent);
            if shape.is_stopped_by(byte, begins_line && !object.is_empty()) {
                return Ok(Frame::Unusable(Reason::NotJson));
            }
            self.take(byte);
            if object.len() < RECORD_BYTES_MAX {
                object.push(byte);
            } else {
                shape.is_too_long = true;
            }
            if shape.is_closed_by(byte) {
                return Ok(match shape {
                    Shape { is_too_long: true, .. } => Frame::Unusable(Reason::RecordTooLong),
                    Shape { is_broken: true, .. } => Frame::Unusable(Reason::NotJson),
                    _ => Frame::Object,
                });
            }
        }
    }
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the list of objects does not end: the file was cut off")
}

/// What is open in the object so far.
#[derive(Default)]
struct Shape {
    open: Vec<u8>,
    deeper: u64,
    in_text: bool,
    is_escaped: bool,
    /// The last byte that is not blank.
    last: u8,
    is_broken: bool,
    is_too_long: bool,
}

impl Shape {
    /// Whether the object must have ended before `byte`: another one begins here, or the list around it ends.
    fn is_stopped_by(&mut self, byte: u8, begins_line: bool) -> bool {
        if self.in_text && byte == b'\n' {
            // No text goes over the end of a line: a quote did not close.
            (self.is_broken, self.in_text) = (true, false);
        }
        if self.in_text {
            return false;
        }
        match byte {
            b'{' if self.is_broken && begins_line => true,
            // No name stands before it.
            b'{' => self.open.last() == Some(&b'{') && self.last == b',' && self.deeper == 0,
            b']' => !self.open.is_empty() && !self.open.contains(&b'[') && self.deeper == 0,
            _ => false,
        }
    }

    /// Takes the byte in; whether the object ends with it.
    fn is_closed_by(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return false;
        }
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        match byte {
            b'"' => (self.in_text, self.is_escaped) = (true, false),
            b'{' | b'[' if self.open.len() < OPEN_MAX => self.open.push(byte),
            b'{' | b'[' => self.deeper += 1,
            b'}' | b']' if self.deeper > 0 => self.deeper -= 1,
            b'}' | b']' => {
                let opening = if byte == b'}' { b'{' } else { b'[' };
                self.is_broken |= self.open.last() != Some(&opening);
                if let Some(at) = self.open.iter().rposition(|open| *open == opening) {
                    self.open.truncate(at);
                }
                return self.open.is_empty();
            }
            _ => {}
        }
        false
    }
}
