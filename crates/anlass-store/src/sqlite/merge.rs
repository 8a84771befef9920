//! Merges sorted streams (one per part) that are read page by page, so that asking for the earliest few
//! of all parts does not read that many from each.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

const PAGE_MIN: usize = 8;
const PAGE_MAX: usize = 4096;

pub(super) trait Sorted {
    type Place: Ord + Clone;
    /// Distinct over all streams.
    fn place(&self) -> Self::Place;
}

/// One page of a stream.
pub(super) struct Page<T: Sorted> {
    /// Those that belong to the answer.
    pub(super) rows: Vec<T>,
    /// How many were read, with those that do not.
    pub(super) read: usize,
    pub(super) last: Option<T::Place>,
}

impl<T: Sorted> Page<T> {
    pub(super) fn push(&mut self, row: T, belongs: bool) {
        self.read += 1;
        self.last = Some(row.place());
        if belongs {
            self.rows.push(row);
        }
    }
}

struct Stream<T: Sorted> {
    rows: std::vec::IntoIter<T>,
    head: Option<T>,
    last: Option<T::Place>,
    ended: bool,
}

/// The first `max` rows of all streams by place. `page(stream, after, max)` reads on in one of them.
pub(super) fn merge<T: Sorted>(
    streams: usize,
    max: usize,
    mut page: impl FnMut(usize, Option<&T::Place>, usize) -> rusqlite::Result<Page<T>>,
) -> rusqlite::Result<Vec<T>> {
    if max == 0 || streams == 0 {
        return Ok(Vec::new());
    }
    let size = (max / streams).saturating_mul(2).clamp(PAGE_MIN, PAGE_MAX);
    let mut advance = |number: usize, stream: &mut Stream<T>| -> rusqlite::Result<Option<T::Place>> {
        loop {
            stream.head = stream.rows.next();
            if let Some(head) = &stream.head {
                return Ok(Some(head.place()));
            }
            if stream.ended {
                return Ok(None);
            }
            let next = page(number, stream.last.as_ref(), size)?;
            stream.ended = next.read < size;
            stream.last = next.last.or(stream.last.take());
            stream.rows = next.rows.into_iter();
        }
    };
    let mut open = Vec::with_capacity(streams);
    let mut heads = BinaryHeap::with_capacity(streams);
    for number in 0..streams {
        let mut stream = Stream { rows: Vec::new().into_iter(), head: None, last: None, ended: false };
        if let Some(place) = advance(number, &mut stream)? {
            heads.push(Reverse((place, number)));
        }
        open.push(stream);
    }
    let mut merged = Vec::new();
    while merged.len() < max {
        let Some(Reverse((_, number))) = heads.pop() else { break };
        let stream = &mut open[number];
        merged.extend(stream.head.take());
        if let Some(place) = advance(number, stream)? {
            heads.push(Reverse((place, number)));
        }
    }
    Ok(merged)
}
