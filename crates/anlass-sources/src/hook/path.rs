//! Places in a JSON document: `order.items[0].sku`. Nothing more: whoever needs to compute sends a script's answer.

use crate::json::Json;
use serde::Deserialize;
use std::fmt;

const STEPS_MAX: usize = 16;

/// A checked path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Path {
    written: Box<str>,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(Box<str>),
    Element(usize),
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a path such as order.items[0].sku")]
pub(crate) struct BadPath(String);

impl TryFrom<String> for Path {
    type Error = BadPath;
    fn try_from(written: String) -> Result<Path, BadPath> {
        let bad = || BadPath(written.chars().take(80).collect());
        let mut steps = Vec::new();
        for part in written.split('.') {
            let (name, mut rest) = match part.find('[') {
                Some(at) => part.split_at(at),
                None => (part, ""),
            };
            if name.trim().is_empty() || name.contains(']') {
                return Err(bad());
            }
            steps.push(Step::Member(name.into()));
            while let Some(inside) = rest.strip_prefix('[') {
                let (index, after) = inside.split_once(']').ok_or_else(bad)?;
                steps.push(Step::Element(index.parse().map_err(|_| bad())?));
                rest = after;
            }
            if !rest.is_empty() {
                return Err(bad());
            }
        }
        if steps.len() > STEPS_MAX {
            return Err(bad());
        }
        Ok(Path { written: written.into(), steps })
    }
}

impl Path {
    pub(super) fn find<'v, 'j>(&self, json: &'v Json<'j>) -> Option<&'v Json<'j>> {
        self.steps.iter().try_fold(json, |json, step| match step {
            Step::Member(name) => json.get(name),
            Step::Element(index) => json.list()?.get(*index),
        })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_checked_when_they_are_written() {
        for good in ["a", "a.b", "a[0]", "a.b[2][1].c", "order-id", "größe"] {
            assert_eq!(Path::try_from(good.to_owned()).expect(good).to_string(), good);
        }
        let long = vec!["a"; 17].join(".");
        for bad in ["", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a[0]b", "a]", "a[-1]", &long] {
            assert!(Path::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
