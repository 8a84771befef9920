//! As much of Thrift's compact form as it takes to look at a Parquet file before trusting it: heads of pages, and whether the
//! footer is sound. Nothing is allocated for what a file merely claims.

/// Types are nested no deeper in a sound footer; its schema may be.
const DEPTH_MAX: usize = 16;
const SCHEMA_DEPTH_MAX: usize = 32;
const SCHEMA_ELEMENTS_MAX: usize = 20_000;

const STRUCT: u8 = 12;

/// What stands before a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) kind: i64,
    pub(super) unpacked: usize,
    pub(super) packed: usize,
    pub(super) values: u32,
    pub(super) encoding: i64,
    pub(super) definition_encoding: i64,
    pub(super) repetition_encoding: i64,
    pub(super) nulls: u32,
    pub(super) rows: u32,
    pub(super) definition_bytes: u32,
    pub(super) repetition_bytes: u32,
    pub(super) is_plain: bool,
}

/// A position in the bytes; everything answers `None` where they end too early or make no sense.
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Walk<'a> {
        Walk { bytes, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn int(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn pass(&mut self, count: u64) -> Option<()> {
        let count = usize::try_from(count).ok()?;
        self.at = self.at.checked_add(count).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }

    /// Tells each field of a structure by its number and type; `take` must pass over its value.
    fn fields(&mut self, take: &mut dyn FnMut(&mut Walk<'a>, i64, u8) -> Option<()>) -> Option<()> {
        let mut id = 0;
        loop {
            let byte = self.byte()?;
            if byte & 0x0f == 0 {
                return Some(());
            }
            id = if byte >> 4 == 0 { self.int()? } else { id + i64::from(byte >> 4) };
            take(self, id, byte & 0x0f)?;
        }
    }

    /// The type of a list's elements and how many there are; each takes a byte at least.
    fn list(&mut self) -> Option<(u8, usize)> {
        let byte = self.byte()?;
        let count = if byte >> 4 == 15 { self.unsigned()? } else { u64::from(byte >> 4) };
        let count = usize::try_from(count).ok()?;
        (count <= self.bytes.len() - self.at).then_some((byte & 0x0f, count))
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        match kind {
            // Within a field the type is the value.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.unsigned().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            9 | 10 => {
                let (kind, count) = self.list()?;
                for _ in 0..count {
                    match kind {
                        1 | 2 => self.pass(1)?,
                        kind => self.skip(kind, depth + 1)?,
                    }
                }
                Some(())
            }
            STRUCT => self.fields(&mut |walk, _, kind| walk.skip(kind, depth + 1)),
            _ => None,
        }
    }
}

/// The head of a page at the beginning of these bytes.
pub(super) fn head(walk: &mut Walk<'_>) -> Option<Head> {
    let mut head = Head::default();
    let size = |value: i64| usize::try_from(value).ok();
    let count = |value: i64| u32::try_from(value).ok();
    walk.fields(&mut |walk, id, kind| {
        match (id, kind) {
            (1, _) => head.kind = walk.int()?,
            (2, _) => head.unpacked = size(walk.int()?)?,
            (3, _) => head.packed = size(walk.int()?)?,
            (5 | 7, STRUCT) => walk.fields(&mut |walk, id, kind| {
                match (id, kind) {
                    (1, _) => head.values = count(walk.int()?)?,
                    (2, _) => head.encoding = walk.int()?,
                    (3, 5) => head.definition_encoding = walk.int()?,
                    (4, 5) => head.repetition_encoding = walk.int()?,
                    _ => walk.skip(kind, 0)?,
                }
                Some(())
            })?,
            (8, STRUCT) => walk.fields(&mut |walk, id, kind| {
                match id {
                    1 => head.values = count(walk.int()?)?,
                    2 => head.nulls = count(walk.int()?)?,
                    3 => head.rows = count(walk.int()?)?,
                    4 => head.encoding = walk.int()?,
                    5 => head.definition_bytes = count(walk.int()?)?,
                    6 => head.repetition_bytes = count(walk.int()?)?,
                    7 => head.is_plain = kind == 2,
                    _ => walk.skip(kind, 0)?,
                }
                Some(())
            })?,
            _ => walk.skip(kind, 0)?,
        }
        Some(())
    })?;
    Some(head)
}

/// Whether a footer holds what it claims, and its schema is no deeper than anybody needs.
pub(super) fn is_sound(footer: &[u8]) -> bool {
    let mut children = Vec::new();
    let mut walk = Walk::new(footer);
    let walked = walk.fields(&mut |walk, id, kind| {
        if (id, kind) != (2, 9) {
            return walk.skip(kind, 0);
        }
        let (kind, count) = walk.list()?;
        if kind != STRUCT || count > SCHEMA_ELEMENTS_MAX {
            return None;
        }
        for _ in 0..count {
            let mut own = 0;
            walk.fields(&mut |walk, id, kind| {
                if (id, kind) == (5, 5) {
                    own = walk.int()?;
                    return Some(());
                }
                walk.skip(kind, 0)
            })?;
            children.push(own);
        }
        Some(())
    });
    walked.is_some() && is_shallow(&children)
}

/// The elements of a schema stand one after the other, each before its children.
fn is_shallow(children: &[i64]) -> bool {
    let mut open: Vec<i64> = Vec::new();
    for own in children {
        if *own < 0 || usize::try_from(*own).is_ok_and(|own| own > children.len()) {
            return false;
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        if *own > 0 {
            open.push(*own);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > SCHEMA_DEPTH_MAX {
            return false;
        }
    }
    open.is_empty()
}
