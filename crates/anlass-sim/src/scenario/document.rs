//! The parts of a scenario file: header, articles, world, definitions, customers with their lines, and what
//! is expected of them. Lines of customers stay text until their customer is played.

use crate::scenario::Trouble;
use crate::scenario::words::{Words, without_comment};
use anlass_model::catalogue::{Catalogue, Product};
use anlass_model::id::Name;
use jiff::civil::DateTime;

/// Customers that one `repeat` may make.
const REPEAT_MAX: u32 = 10_000;

/// A line of the file with its number, from 1.
pub(crate) type Line = (usize, String);

/// A scenario file, taken apart.
#[derive(Debug, Default)]
pub struct Document {
    pub(crate) recipes: Vec<(usize, Name)>,
    pub(crate) settings: Option<(usize, String)>,
    pub(crate) definitions: Vec<Definition>,
    /// Holdouts as authored; otherwise nobody is held out.
    pub(crate) holdouts: bool,
    /// Print the four decisions of every delivery.
    pub(crate) decisions: bool,
    /// Print final outcomes only: no phases, no runs, nothing that was put off.
    pub(crate) brief: bool,
    /// Print to which arm of a programme people belong, and when its goal is reached.
    pub(crate) goals: bool,
    pub(crate) catalogue: Catalogue,
    pub(crate) world: Vec<Line>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) totals: Option<Expect>,
    pub(crate) until: Option<DateTime>,
}

/// Definitions written into the file, or a recipe, from the beginning or from a moment on.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) line: usize,
    pub(crate) at: Option<DateTime>,
    pub(crate) kind: Kind,
    pub(crate) repeat: u32,
    pub(crate) source: Source,
}

#[derive(Debug)]
pub(crate) enum Source {
    Yaml(String),
    Recipe(Name),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Programme,
    /// Merged into the settings, map by map.
    Settings,
}

#[derive(Debug)]
pub(crate) struct Customer {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) repeat: u32,
    pub(crate) lines: Vec<Line>,
    pub(crate) expect: Option<Expect>,
}

/// Lines expected, between two lines of the file.
#[derive(Clone, Debug)]
pub(crate) struct Expect {
    /// Number of the line `expect`.
    pub(crate) line: usize,
    /// Number of the first line after it.
    pub(crate) end: usize,
    pub(crate) lines: Vec<String>,
    /// `why message: text`, with line numbers.
    pub(crate) whys: Vec<Line>,
}

/// Which section indented lines belong to.
enum Section {
    None,
    Catalogue,
    World,
    Customer,
    Expect,
    Totals,
}

/// Takes a scenario file apart.
///
/// # Errors
/// [`Trouble`] with line, cause and cure.
pub fn parse(text: &str) -> Result<Document, Trouble> {
    let mut document = Document::default();
    let mut section = Section::None;
    let all: Vec<&str> = text.lines().collect();
    let mut index = 0;
    while let Some(raw) = all.get(index) {
        let number = index + 1;
        index += 1;
        let line = without_comment(raw);
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            document.indented(&section, number, line)?;
            continue;
        }
        if let Some(head) = line.strip_suffix("<<<") {
            let (yaml, after) = block(&all, index, number)?;
            document.definition(number, head, yaml)?;
            index = after;
            section = Section::None;
            continue;
        }
        section = document.top(number, line)?;
    }
    Ok(document)
}

/// The lines up to `>>>`.
fn block(all: &[&str], from: usize, opened: usize) -> Result<(String, usize), Trouble> {
    let rest = all.get(from..).unwrap_or(&[]);
    let Some(length) = rest.iter().position(|line| line.trim() == ">>>") else {
        return Err(Trouble::at(opened, "the block opened by <<< is not closed", "close it with a line >>>"));
    };
    Ok((rest.iter().take(length).map(|line| format!("{line}\n")).collect(), from + length + 1))
}

impl Document {
    fn top(&mut self, number: usize, line: &str) -> Result<Section, Trouble> {
        if let Some((key, value)) = line.split_once(':')
            && !key.contains(' ')
        {
            self.header(number, key, value.trim())?;
            return Ok(Section::None);
        }
        let mut words = Words::of(number, line)?;
        let section = match words.next().as_deref() {
            Some("catalogue") => Section::Catalogue,
            Some("world") => Section::World,
            Some("customer") => {
                let name = words.need("the customer's name", "customer anna")?;
                let repeat = repeat(&mut words)?;
                self.customers.push(Customer { line: number, name, repeat, lines: Vec::new(), expect: None });
                Section::Customer
            }
            Some("expect") => {
                let Some(customer) = self.customers.last_mut().filter(|customer| customer.expect.is_none())
                else {
                    let cure = "put it once below a customer's events, or write totals for all customers";
                    return Err(Trouble::at(number, "it is not clear of whom this is expected", cure));
                };
                customer.expect =
                    Some(Expect { line: number, end: number + 1, lines: Vec::new(), whys: Vec::new() });
                Section::Expect
            }
            Some("totals") => {
                self.totals =
                    Some(Expect { line: number, end: number + 1, lines: Vec::new(), whys: Vec::new() });
                Section::Totals
            }
            Some("until") => {
                self.until = Some(words.moment()?);
                Section::None
            }
            Some("at") => {
                let at = words.moment()?;
                words.skip("publish");
                let recipe = words.name("what is published", "at 2026-03-03 12:00 publish win-back")?;
                self.definitions.push(Definition {
                    line: number,
                    at: Some(at),
                    kind: Kind::Programme,
                    repeat: 1,
                    source: Source::Recipe(recipe),
                });
                Section::None
            }
            other => {
                let cause = format!("\"{}\" begins no section", other.unwrap_or_default());
                let cure = "use recipes:, settings, programme, catalogue, world, at, customer, expect, totals or until; \
                     lines of a section are indented";
                return Err(Trouble::at(number, cause, cure));
            }
        };
        words.end()?;
        Ok(section)
    }

    fn header(&mut self, number: usize, key: &str, value: &str) -> Result<(), Trouble> {
        let yes_no = |word: &str| match value {
            "on" | "as-authored" => Ok(true),
            "off" => Ok(false),
            _ => Err(Trouble::at(
                number,
                format!("\"{value}\" is neither on nor off"),
                format!("write {word}: on"),
            )),
        };
        match key {
            "recipes" => {
                for part in value.split([',', ' ']).filter(|part| !part.is_empty()) {
                    let name = Name::new(part)
                        .map_err(|bad| Trouble::at(number, bad.to_string(), "write recipes: a, b"))?;
                    self.recipes.push((number, name));
                }
            }
            "settings" => self.settings = Some((number, value.to_string())),
            "holdouts" => self.holdouts = yes_no("holdouts")?,
            "decisions" => self.decisions = yes_no("decisions")?,
            "brief" => self.brief = yes_no("brief")?,
            "goals" => self.goals = yes_no("goals")?,
            _ => {
                let cure = "use recipes, settings, holdouts, decisions, brief or goals";
                return Err(Trouble::at(number, format!("there is no header \"{key}\""), cure));
            }
        }
        Ok(())
    }

    fn definition(&mut self, number: usize, head: &str, yaml: String) -> Result<(), Trouble> {
        let mut words = Words::of(number, head)?;
        let mut at = None;
        if words.skip("at") {
            at = Some(words.moment()?);
            words.skip("publish");
        }
        let kind = match words.next().as_deref() {
            Some("settings") => Kind::Settings,
            Some("programme") => Kind::Programme,
            None if at.is_some() => Kind::Programme,
            other => {
                let cause = format!("\"{}\" cannot be written as a block", other.unwrap_or_default());
                return Err(Trouble::at(number, cause, "write programme <<< or settings <<<"));
            }
        };
        let repeat = repeat(&mut words)?;
        words.end()?;
        self.definitions.push(Definition { line: number, at, kind, repeat, source: Source::Yaml(yaml) });
        Ok(())
    }

    fn indented(&mut self, section: &Section, number: usize, line: &str) -> Result<(), Trouble> {
        let text = line.trim().to_string();
        match section {
            Section::Catalogue => self.article(number, &text)?,
            Section::World => self.world.push((number, text)),
            Section::Customer => {
                if let Some(customer) = self.customers.last_mut() {
                    customer.lines.push((number, text));
                }
            }
            Section::Expect => {
                if let Some(expect) = self.customers.last_mut().and_then(|customer| customer.expect.as_mut())
                {
                    expect.add(number, text);
                }
            }
            Section::Totals => {
                if let Some(expect) = &mut self.totals {
                    expect.add(number, text);
                }
            }
            Section::None => {
                let cure = "put it below catalogue, world, customer, expect or totals, or do not indent it";
                return Err(Trouble::at(number, "this line belongs to no section", cure));
            }
        }
        Ok(())
    }

    /// `number "name" Path/Of/Taxonomy [group: x] [substitutes: y]`
    fn article(&mut self, number: usize, text: &str) -> Result<(), Trouble> {
        let mut words = Words::of(number, text)?;
        let article =
            words.need("the article's number", "drill-a \"Bohrmaschine A\" Werkzeug/Bohrmaschinen")?;
        let name = words.need("the article's name", "drill-a \"Bohrmaschine A\" Werkzeug/Bohrmaschinen")?;
        let path = words.need("the article's path", "drill-a \"Bohrmaschine A\" Werkzeug/Bohrmaschinen")?;
        let mut product = Product {
            number: article.as_str().into(),
            name: name.as_str().into(),
            path: path.split('/').map(Box::from).collect(),
            ..Product::default()
        };
        while let Some(word) = words.next() {
            let value = words.need("the group's name", "group: shirts or substitutes: drills")?;
            match word.as_str() {
                "group:" => product.group = Some(value.as_str().into()),
                "substitutes:" => product.substitutes = Some(value.as_str().into()),
                _ => {
                    return Err(
                        words.trouble(format!("\"{word}\" is unknown here"), "use group: or substitutes:")
                    );
                }
            }
        }
        self.catalogue
            .put(product)
            .map_err(|collision| Trouble::at(number, collision.to_string(), "rename the article"))
    }
}

impl Expect {
    fn add(&mut self, number: usize, text: String) {
        self.end = number + 1;
        if text.starts_with("why ") {
            self.whys.push((number, text));
        } else {
            self.lines.push(text);
        }
    }
}

fn repeat(words: &mut Words) -> Result<u32, Trouble> {
    if !words.skip("repeat") {
        return Ok(1);
    }
    let word = words.need("how often", "repeat 50")?;
    match word.parse() {
        Ok(times) if (1..=REPEAT_MAX).contains(&times) => Ok(times),
        _ => {
            let cure = format!("write a number from 1 to {REPEAT_MAX}");
            Err(words.trouble(format!("\"{word}\" is no number of repetitions"), cure))
        }
    }
}

/// Replaces `{n}` by the number and `{day n of 2000}` by the n-th day of that year.
pub(crate) fn numbered(line: usize, text: &str, number: u32) -> Result<String, Trouble> {
    let mut done = text.replace("{n}", &number.to_string());
    while let Some((before, rest)) = done.split_once("{day n of ") {
        let bad = || Trouble::at(line, "it is not clear which day is meant", "write {day n of 2000}");
        let (year, after) = rest.split_once('}').ok_or_else(bad)?;
        let first = jiff::civil::Date::new(year.parse().map_err(|_| bad())?, 1, 1).map_err(|_| bad())?;
        let day = first.saturating_add(jiff::Span::new().days(i64::from(number) - 1));
        done = format!("{before}{day}{after}");
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn troubles_name_line_cause_and_cure() {
        let cases = [
            ("recipes: a\nfoo", 2, "begins no section"),
            ("\n  lost line", 2, "belongs to no section"),
            ("programme <<<\nid: a\n", 1, "not closed"),
            ("customer anna\nexpect\nexpect", 3, "not clear of whom"),
            ("catalogue\n  drill", 2, "name is missing"),
            ("customer a repeat many", 1, "no number of repetitions"),
            ("colour: red", 1, "no header"),
        ];
        for (text, line, cause) in cases {
            let trouble = parse(text).expect_err(text);
            assert_eq!(trouble.line, line, "{text}");
            assert!(trouble.cause.contains(cause), "{trouble}");
            assert!(!trouble.cure.is_empty());
        }
    }

    #[test]
    fn numbers_and_days_are_put_in() {
        assert_eq!(numbered(1, "p{n} {day n of 2000}", 60).expect("fine"), "p60 2000-02-29");
        assert!(numbered(1, "{day n of soon}", 1).is_err());
    }
}
