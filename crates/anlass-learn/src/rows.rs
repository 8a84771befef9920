//! Rows of different lengths in one piece of memory (compressed sparse rows).

use crate::place;

/// `starts` has one more entry than there are rows; row `r` is `entries[starts[r]..starts[r + 1]]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rows<T> {
    starts: Vec<usize>,
    entries: Vec<T>,
}

impl<T> Rows<T> {
    pub(crate) fn new() -> Self {
        Self { starts: vec![0], entries: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.entries.extend(row);
        self.starts.push(self.entries.len());
    }

    pub(crate) fn row(&self, index: u32) -> &[T] {
        &self.entries[self.starts[place(index)]..self.starts[place(index) + 1]]
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn entries(&self) -> &[T] {
        &self.entries
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &[T])> {
        (0..).zip(self.starts.windows(2).map(|ends| &self.entries[ends[0]..ends[1]]))
    }

    /// Rows and columns exchanged: `columns` rows; in each, the old rows ascend. `target` tells the column of an
    /// entry, `entry` makes the new one of the old row and the old entry.
    pub(crate) fn turned<U: Clone>(
        &self,
        columns: u32,
        target: impl Fn(&T) -> u32,
        entry: impl Fn(u32, &T) -> U,
    ) -> Rows<U> {
        let mut starts = vec![0; place(columns) + 1];
        for old in &self.entries {
            starts[place(target(old)) + 1] += 1;
        }
        for column in 1..starts.len() {
            starts[column] += starts[column - 1];
        }
        let mut entries: Vec<Option<U>> = vec![None; self.entries.len()];
        let mut next = starts.clone();
        for (row, olds) in self.iter() {
            for old in olds {
                let slot = &mut next[place(target(old))];
                entries[*slot] = Some(entry(row, old));
                *slot += 1;
            }
        }
        let entries = entries.into_iter().map(|filled| filled.expect("every place was counted")).collect();
        Rows { starts, entries }
    }
}
