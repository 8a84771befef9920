//! First names with counts, as an installable table. Whether a name tells a gender is a matter of numbers;
//! a rare or ambiguous one tells nothing.

use super::Gender;
use std::collections::BTreeMap;

/// Fewer bearers tell nothing.
const COUNT_MIN: u64 = 20;
/// A smaller share of one gender tells nothing, in percent.
const SHARE_MIN: u64 = 98;
/// A table has at most this many lines.
const LINES_MAX: usize = 2_000_000;

/// First name (in small letters) → bearers, female and male.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Box<str>, (u64, u64)>);

/// A line of the table that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line} of the table of names is not \"name,f,count\" or \"name,m,count\"")]
pub struct BadNames {
    pub line: usize,
}

impl Names {
    /// Reads lines `name,gender,count` after a heading; the gender is `f` or `m` (`w` is taken for `f`).
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn parse(csv: &str) -> Result<Names, BadNames> {
        let mut names = Names::default();
        for (line, text) in (1..=LINES_MAX).zip(csv.lines()).skip(1) {
            if text.trim().is_empty() {
                continue;
            }
            let mut fields = text.trim().split(',');
            let (Some(name), Some(gender), Some(count), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(BadNames { line });
            };
            let count: u64 = count.trim().parse().map_err(|_| BadNames { line })?;
            let gender = match gender.trim() {
                "f" | "F" | "w" | "W" => Gender::Female,
                "m" | "M" => Gender::Male,
                _ => return Err(BadNames { line }),
            };
            names.add(name.trim(), gender, count);
        }
        Ok(names)
    }

    pub fn add(&mut self, name: &str, gender: Gender, count: u64) {
        let (female, male) = self.0.entry(name.to_lowercase().into()).or_default();
        let counter = if gender == Gender::Female { female } else { male };
        *counter = counter.saturating_add(count);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether anybody bears it as a first name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.0.contains_key(&*name.to_lowercase())
    }

    /// The gender that nearly all bearers have. Of a double name all parts have to agree.
    #[must_use]
    pub fn gender(&self, name: &str) -> Option<Gender> {
        let name = name.trim().to_lowercase();
        if let Some(counts) = self.0.get(&*name) {
            return clear(*counts);
        }
        let mut parts = name.split(['-', ' ']).filter(|part| !part.is_empty()).peekable();
        parts.peek()?;
        let genders: Vec<Option<Gender>> =
            parts.map(|part| self.0.get(part).and_then(|counts| clear(*counts))).collect();
        let first = genders.first().copied().flatten();
        first.filter(|_| genders.iter().all(|gender| *gender == first))
    }
}

fn clear((female, male): (u64, u64)) -> Option<Gender> {
    let all = female.saturating_add(male);
    let is_clear = |part: u64| u128::from(part) * 100 >= u128::from(all) * u128::from(SHARE_MIN);
    match () {
        () if all < COUNT_MIN => None,
        () if is_clear(female) => Some(Gender::Female),
        () if is_clear(male) => Some(Gender::Male),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_frequent_and_unambiguous_names_tell_a_gender() {
        let names = Names::parse(
            "name,gender,count\nAnna,f,3024\nAnna,m,4\nLena,f,500\nKim,f,150\nKim,m,90\nRare,f,19\nPeter,m,800\n",
        )
        .unwrap();
        for (name, expected) in [
            ("Anna", Some(Gender::Female)),
            ("ANNA", Some(Gender::Female)),
            ("Anna-Lena", Some(Gender::Female)),
            ("Peter", Some(Gender::Male)),
            ("Peter Anna", None),
            ("Kim", None),
            ("Rare", None),
            ("Unheard", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(names.gender(name), expected, "{name}");
        }
    }

    #[test]
    fn a_table_that_cannot_be_read_names_its_line() {
        assert_eq!(Names::parse("name,gender,count\nAnna,f,12\nBert,x,1"), Err(BadNames { line: 3 }));
        assert_eq!(Names::parse("h\nAnna,f"), Err(BadNames { line: 2 }));
    }
}
