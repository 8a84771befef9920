//! Rows of an ODS workbook while its XML streams by. Read here rather than by `calamine`, which writes out what a workbook says
//! is repeated before anybody can count it: a few bytes may stand for any number of cells.

use super::{FIELDS_MAX, Mark, RECORD_BYTES_MAX, Row};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// No sheet has more lines; what claims to repeat further is cut.
const LINES_MAX: u64 = 1 << 24;
/// Blanks that one element may stand for.
const BLANKS_MAX: usize = 1_000;

type Reader<'a> = quick_xml::Reader<&'a mut dyn BufRead>;

/// Opens the part of the workbook that holds its tables.
fn with_content<T>(file: File, work: impl FnOnce(&mut Reader<'_>) -> Result<T, String>) -> Result<T, String> {
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string())?;
    let entry = archive.by_name("content.xml").map_err(|error| error.to_string())?;
    let mut entry = BufReader::new(entry);
    work(&mut quick_xml::Reader::from_reader(&mut entry))
}

fn next<'b>(reader: &mut Reader<'_>, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, String> {
    buffer.clear();
    reader.read_event_into(buffer).map_err(|error| error.to_string())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let attribute = element.try_get_attribute(name).map_err(|error| error.to_string())?;
    let Some(attribute) = attribute else { return Ok(None) };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
    Ok(Some(value.into_owned()))
}

/// How often something stands there; what is no number counts once.
fn repeated(element: &BytesStart<'_>, name: &str) -> Result<u64, String> {
    let count = attribute(element, name)?.and_then(|text| text.parse().ok());
    Ok(count.unwrap_or(1))
}

/// The names of the sheets that are shown.
pub(super) fn names(file: File) -> Result<Vec<String>, String> {
    with_content(file, |reader| {
        let (mut names, mut hidden) = (Vec::new(), BTreeSet::new());
        let (mut style, mut buffer) = (None, Vec::new());
        loop {
            match next(reader, &mut buffer)? {
                Event::Start(element) | Event::Empty(element) => match element.name().0 {
                    "style:style" => style = attribute(&element, "style:name")?,
                    "style:table-properties"
                        if attribute(&element, "table:display")?.as_deref() == Some("false") =>
                    {
                        hidden.extend(style.clone());
                    }
                    "table:table" => {
                        let own = attribute(&element, "table:style-name")?;
                        if own.is_none_or(|own| !hidden.contains(&own)) {
                            names.extend(attribute(&element, "table:name")?);
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(names),
                _ => {}
            }
        }
    })
}

/// Tells each row of a sheet that holds something, until `take` wants no more.
pub(super) fn each_row(
    file: File,
    name: &str,
    mark: Mark,
    take: &mut dyn FnMut(Row) -> bool,
) -> Result<(), String> {
    with_content(file, |reader| {
        let mut buffer = Vec::new();
        loop {
            match next(reader, &mut buffer)? {
                Event::Start(element)
                    if element.name().0 == "table:table"
                        && attribute(&element, "table:name")?.as_deref() == Some(name) =>
                {
                    break;
                }
                Event::Eof => return Err(format!("it has no sheet \"{name}\"")),
                _ => {}
            }
        }
        let mut line = 1;
        loop {
            match next(reader, &mut buffer)? {
                Event::Empty(element) if element.name().0 == "table:table-row" => {
                    line += repeated(&element, "table:number-rows-repeated")?.min(LINES_MAX);
                }
                Event::Start(element) if element.name().0 == "table:table-row" => {
                    let count = repeated(&element, "table:number-rows-repeated")?.min(LINES_MAX);
                    let row = read_row(reader, mark)?;
                    if row.cells.iter().any(|cell| cell.as_deref() != Some("")) {
                        for number in (line..line + count).take_while(|number| *number <= LINES_MAX) {
                            if !take(Row { number, cells: row.cells.clone(), bytes: row.bytes }) {
                                return Ok(());
                            }
                        }
                    }
                    line += count;
                }
                Event::End(element) if element.name().0 == "table:table" => return Ok(()),
                Event::Eof => return Err("the sheet does not end".into()),
                _ => {}
            }
            if line > LINES_MAX {
                return Ok(());
            }
        }
    })
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

fn read_row(reader: &mut Reader<'_>, mark: Mark) -> Result<Row, String> {
    let (mut row, mut column, mut buffer) = (Row::new(0), 0, Vec::new());
    loop {
        let (cell, is_open) = match next(reader, &mut buffer)? {
            Event::Start(element) if is_cell(element.name().0) => (Cell::of(&element)?, true),
            Event::Empty(element) if is_cell(element.name().0) => (Cell::of(&element)?, false),
            Event::End(element) if element.name().0 == "table:table-row" => return Ok(row),
            Event::Eof => return Err("a row does not end".into()),
            _ => continue,
        };
        let words = if is_open { read_text(reader)? } else { String::new() };
        let repeats = usize::try_from(cell.repeats).unwrap_or(usize::MAX).min(FIELDS_MAX);
        let text = cell.text(words, mark);
        if text.as_deref() != Some("") {
            for column in (column..column + repeats).take_while(|column| *column < FIELDS_MAX) {
                row.put(column, text.clone());
            }
        }
        column = (column + repeats).min(FIELDS_MAX);
    }
}

/// What a cell says of itself.
struct Cell {
    repeats: u64,
    kind: String,
    value: Option<String>,
}

impl Cell {
    fn of(element: &BytesStart<'_>) -> Result<Cell, String> {
        let repeats = repeated(element, "table:number-columns-repeated")?;
        let is_error = attribute(element, "calcext:value-type")?.as_deref() == Some("error");
        let kind = if is_error {
            "error".into()
        } else {
            attribute(element, "office:value-type")?.unwrap_or_default()
        };
        let holder = match &*kind {
            "float" | "percentage" | "currency" => "office:value",
            "date" => "office:date-value",
            "time" => "office:time-value",
            "boolean" => "office:boolean-value",
            _ => "office:string-value",
        };
        let value = attribute(element, holder)?;
        Ok(Cell { repeats, kind, value })
    }

    /// As the mapping would read it from a text file; nothing for an error.
    fn text(self, words: String, mark: Mark) -> Option<String> {
        let Some(value) = self.value.filter(|_| self.kind != "error") else {
            return (self.kind != "error").then(|| words.trim().to_owned());
        };
        Some(match (&*self.kind, mark) {
            ("float" | "percentage" | "currency", Mark::Comma) => value.replace('.', ","),
            ("date", _) => value.trim_end_matches("T00:00:00").replacen('T', " ", 1),
            ("time", _) => clock(&value).unwrap_or(value),
            _ => value,
        })
    }
}

/// `PT10H30M00S` as `10:30:00`.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let number = |text: &str| text.parse::<u32>().ok();
    Some(format!("{:02}:{:02}:{:02}", number(hours)?, number(minutes)?, number(seconds)?))
}

/// The words of a cell up to its end, without remarks stuck to it.
fn read_text(reader: &mut Reader<'_>) -> Result<String, String> {
    let (mut text, mut buffer) = (String::new(), Vec::new());
    let (mut paragraphs, mut remarks) = (0, 0);
    loop {
        let event = next(reader, &mut buffer)?;
        let is_wanted = remarks == 0 && text.len() <= RECORD_BYTES_MAX;
        match &event {
            Event::Start(element) | Event::Empty(element) => match element.name().0 {
                "office:annotation" if matches!(event, Event::Start(_)) => remarks += 1,
                "text:p" if is_wanted => {
                    text.push_str(if paragraphs > 0 { "\n" } else { "" });
                    paragraphs += 1;
                }
                "text:s" if is_wanted => {
                    let count = usize::try_from(repeated(element, "text:c")?).unwrap_or(usize::MAX);
                    text.push_str(&" ".repeat(count.min(BLANKS_MAX)));
                }
                "text:tab" if is_wanted => text.push('\t'),
                "text:line-break" if is_wanted => text.push('\n'),
                _ => {}
            },
            Event::Text(words) if is_wanted => text.push_str(&words.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(words) if is_wanted => text.push_str(&words.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(name) if is_wanted => {
                let letter = name.resolve_char_ref().map_err(|error| error.to_string())?;
                text.push(match (letter, &**name) {
                    (Some(letter), _) => letter,
                    (None, "amp") => '&',
                    (None, "lt") => '<',
                    (None, "gt") => '>',
                    (None, "quot") => '"',
                    (None, "apos") => '\'',
                    (None, other) => {
                        return Err(format!("it uses the entity \"{other}\", which is not known"));
                    }
                });
            }
            Event::End(element) => match element.name().0 {
                "office:annotation" if remarks > 0 => remarks -= 1,
                name if is_cell(name) => return Ok(text),
                _ => {}
            },
            Event::Eof => return Err("a cell does not end".into()),
            _ => {}
        }
    }
}
