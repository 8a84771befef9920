//! Messages of PostgreSQL's protocol: written piece by piece, and read within bounds whatever the bytes are.

const COLUMNS_MAX: usize = 1_664;

/// A message that is being written.
pub(in super::super) struct Message {
    bytes: Vec<u8>,
    /// Where its length stands.
    length_at: usize,
}

impl Message {
    pub(in super::super) fn new(tag: u8) -> Message {
        Message { bytes: vec![tag, 0, 0, 0, 0], length_at: 1 }
    }

    /// The first of a connection has no tag.
    pub(super) fn untagged() -> Message {
        Message { bytes: vec![0; 4], length_at: 0 }
    }

    pub(in super::super) fn byte(self, byte: u8) -> Message {
        self.raw(&[byte])
    }

    pub(super) fn short(self, number: i16) -> Message {
        self.raw(&number.to_be_bytes())
    }

    pub(super) fn count(self, count: usize) -> Message {
        self.short(i16::try_from(count).expect("a statement has few values"))
    }

    pub(super) fn long(self, number: i32) -> Message {
        self.raw(&number.to_be_bytes())
    }

    pub(in super::super) fn longer(self, number: u64) -> Message {
        self.raw(&number.to_be_bytes())
    }

    /// Up to its first zero byte, which would end it.
    pub(in super::super) fn text(self, text: &str) -> Message {
        let end = text.find('\0').unwrap_or(text.len());
        self.raw(&text.as_bytes()[..end]).byte(0)
    }

    pub(super) fn sized(self, bytes: &[u8]) -> Message {
        self.long(i32::try_from(bytes.len()).expect("a value is short")).raw(bytes)
    }

    pub(in super::super) fn raw(mut self, bytes: &[u8]) -> Message {
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub(super) fn finish(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let length = u32::try_from(bytes.len() - self.length_at).expect("a message is short");
        bytes[self.length_at..self.length_at + 4].copy_from_slice(&length.to_be_bytes());
        bytes
    }
}

/// A message ends before what it must hold, or holds what it must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Short;

/// Reads a message from its beginning.
pub(in super::super) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(in super::super) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { rest: bytes }
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(in super::super) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    pub(in super::super) fn take(&mut self, count: usize) -> Result<&'b [u8], Short> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Short)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Short> {
        self.take(N)?.try_into().map_err(|_| Short)
    }

    pub(in super::super) fn byte(&mut self) -> Result<u8, Short> {
        Ok(self.array::<1>()?[0])
    }

    /// A number of things, of which there are not too many.
    pub(in super::super) fn count(&mut self) -> Result<usize, Short> {
        let count = usize::from(u16::from_be_bytes(self.array()?));
        if count > COLUMNS_MAX { Err(Short) } else { Ok(count) }
    }

    pub(in super::super) fn long(&mut self) -> Result<u32, Short> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(in super::super) fn longer(&mut self) -> Result<u64, Short> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    pub(in super::super) fn text(&mut self) -> Result<&'b str, Short> {
        let end = self.rest.iter().position(|byte| *byte == 0).ok_or(Short)?;
        let text = std::str::from_utf8(self.take(end)?).map_err(|_| Short)?;
        self.take(1)?;
        Ok(text)
    }

    /// Bytes behind their length; a negative one is that of nothing.
    pub(in super::super) fn sized(&mut self) -> Result<Option<&'b [u8]>, Short> {
        match i32::from_be_bytes(self.array()?) {
            -1 => Ok(None),
            length => self.take(usize::try_from(length).map_err(|_| Short)?).map(Some),
        }
    }

    /// Name and type of each column of an answer.
    pub(super) fn columns(&mut self) -> Result<Vec<(String, u32)>, Short> {
        let mut columns = Vec::new();
        for _ in 0..self.count()? {
            let name = self.text()?.to_owned();
            self.take(6)?;
            let kind = self.long()?;
            self.take(8)?;
            columns.push((name, kind));
        }
        Ok(columns)
    }

    pub(super) fn row(&mut self) -> Result<Vec<Option<&'b str>>, Short> {
        let mut values = Vec::new();
        for _ in 0..self.count()? {
            let value = self.sized()?;
            values.push(value.map(std::str::from_utf8).transpose().map_err(|_| Short)?);
        }
        Ok(values)
    }
}

/// What an error consists of.
pub(super) struct Fields<'b> {
    fields: Vec<(u8, &'b str)>,
}

impl<'b> Fields<'b> {
    pub(super) fn read(body: &'b [u8]) -> Fields<'b> {
        let mut reader = Reader::new(body);
        let mut fields = Vec::new();
        while let Ok(kind) = reader.byte()
            && kind != 0
            && let Ok(text) = reader.text()
        {
            fields.push((kind, text));
        }
        Fields { fields }
    }

    pub(super) fn of(&self, kind: u8) -> &'b str {
        self.fields.iter().find(|(known, _)| *known == kind).map_or("", |(_, text)| *text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_tells_its_length_without_its_tag() {
        assert_eq!(Message::new(b'Q').text("a\0b").finish(), b"Q\0\0\0\x06a\0");
        assert_eq!(Message::untagged().long(7).finish(), b"\0\0\0\x08\0\0\0\x07");
    }

    proptest! {
        #[test]
        fn no_bytes_of_a_server_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _columns = Reader::new(&bytes).columns();
            let _row = Reader::new(&bytes).row();
            let fields = Fields::read(&bytes);
            prop_assert!(fields.of(b'M').len() <= bytes.len());
        }
    }
}
