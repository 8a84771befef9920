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

/// A table that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadNames {
    #[error("line {line} of the table of names has no name with its counts")]
    Line { line: usize },
    #[error("the table of names has no heading that tells its columns")]
    Heading,
    #[error("the table of names has more than {LINES_MAX} lines")]
    TooLong,
}

impl BadNames {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            BadNames::Line { .. } => "write a name and whole numbers, separated as in the first line",
            BadNames::Heading => {
                "begin with \"name,gender,count\" (a line per gender, f or m) or \"name,female,male\" (two counts)"
            }
            BadNames::TooLong => "leave out the rarest names",
        }
    }
}

/// Where in a line what stands.
enum Columns {
    /// A line per name and gender.
    ByGender { name: usize, gender: usize, count: usize },
    /// A line per name.
    Both { name: usize, female: usize, male: usize },
}

impl Columns {
    fn of(heading: &[String]) -> Option<Columns> {
        let place = |words: &[&str]| heading.iter().position(|field| words.contains(&field.as_str()));
        let name = place(&["name", "first_name", "vorname"])?;
        let count = place(&["count", "anzahl"]);
        match (place(&["female", "f", "w", "anzahl_w"]), place(&["male", "m", "anzahl_m"])) {
            (Some(female), Some(male)) => Some(Columns::Both { name, female, male }),
            _ => Some(Columns::ByGender {
                name,
                gender: place(&["gender", "sex", "geschlecht"])?,
                count: count?,
            }),
        }
    }

    fn take(&self, fields: &csv::StringRecord, into: &mut Names) -> Option<()> {
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        match *self {
            Columns::Both { name, female, male } => {
                let name = fields.get(name).filter(|name| !name.is_empty())?;
                let (female, male) = (number(female)?, number(male)?);
                into.add(name, Gender::Female, female);
                into.add(name, Gender::Male, male);
            }
            Columns::ByGender { name, gender, count } => {
                let gender = match fields.get(gender)?.to_lowercase().as_str() {
                    "f" | "w" => Gender::Female,
                    "m" => Gender::Male,
                    _ => return None,
                };
                into.add(fields.get(name).filter(|name| !name.is_empty())?, gender, number(count)?);
            }
        }
        Some(())
    }
}

impl Names {
    /// Reads a table whose heading tells its columns: `name,gender,count` with `f` or `m` (`w` is taken for `f`), or
    /// `name,female,male` with two counts; their German names (`vorname`, `anzahl_w`, `anzahl_m` …) are known too.
    /// Separated by commas, semicolons or tabs, whichever the heading has.
    ///
    /// # Errors
    /// [`BadNames`] with the first line that cannot be read.
    pub fn parse(csv: &str) -> Result<Names, BadNames> {
        let text = csv.trim_start_matches('\u{feff}');
        let heading = text.lines().next().unwrap_or_default();
        let separator = [b',', b';', b'\t'].into_iter().find(|one| heading.as_bytes().contains(one));
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator.ok_or(BadNames::Heading)?).trim(csv::Trim::All).flexible(true);
        let mut reader = builder.from_reader(text.as_bytes());
        let heading = reader.headers().map_err(|_| BadNames::Heading)?;
        let heading: Vec<String> = heading.iter().map(str::to_lowercase).collect();
        let columns = Columns::of(&heading).ok_or(BadNames::Heading)?;
        let mut names = Names::default();
        let mut record = csv::StringRecord::new();
        for line in 2.. {
            if !reader.read_record(&mut record).map_err(|_| BadNames::Line { line })? {
                break;
            }
            if line > LINES_MAX {
                return Err(BadNames::TooLong);
            }
            columns.take(&record, &mut names).ok_or(BadNames::Line { line })?;
        }
        Ok(names)
    }

    /// As [`Names::parse`] reads it, each name once, in order.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = "name,female,male\n".to_owned();
        for (name, (female, male)) in &self.0 {
            // Registers hold odd names too: "adelina,".
            let name = name.replace('"', "\"\"");
            text.push_str(&format!("\"{name}\",{female},{male}\n"));
        }
        text
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
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
    fn the_heading_tells_the_columns_and_what_was_read_is_written_as_it_was() {
        let one = Names::parse("name,gender,count\nAnna,f,3024\nAnna,m,4\nPeter,m,800\n").unwrap();
        let other =
            Names::parse("\u{feff}vorname;anzahl_m;anzahl_w\nPeter;800;0\n\"Anna\";4;3024\n").unwrap();
        assert_eq!(one, other);
        assert_eq!(one.to_csv(), "name,female,male\n\"anna\",3024,4\n\"peter\",0,800\n");
        assert_eq!(Names::parse(&one.to_csv()), Ok(one));
    }

    #[test]
    fn a_table_that_cannot_be_read_names_its_line() {
        assert_eq!(Names::parse("name,gender,count\nAnna,f,12\nBert,x,1"), Err(BadNames::Line { line: 3 }));
        assert_eq!(Names::parse("name,gender,count\nAnna,f"), Err(BadNames::Line { line: 2 }));
        assert_eq!(Names::parse("h\nAnna,f"), Err(BadNames::Heading));
        assert_eq!(Names::parse(""), Err(BadNames::Heading));
    }
}
