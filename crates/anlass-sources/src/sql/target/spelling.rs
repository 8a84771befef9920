//! How statements about a table that is filled are spelt. Every name is quoted, whatever it is.

use super::super::connection::Dialect;
use crate::writing::{Cell, Column, Kind};
use anlass_model::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// What every mark begins with.
pub(super) const BEGINNING: &str = "Anlass export ";

/// The names of a table and of those beside it.
pub(super) struct Names {
    pub(super) dialect: Dialect,
    /// Of PostgreSQL.
    pub(super) schema: Option<String>,
    pub(super) table: String,
    /// What is being filled.
    pub(super) new: String,
    /// Of MySQL, between being replaced and being dropped.
    pub(super) former: String,
    /// What only shows that a table can be made.
    pub(super) tried: String,
    /// What stands in each of them.
    pub(super) mark: String,
}

impl Names {
    pub(super) fn new(dialect: Dialect, schema: Option<String>, table: &str, owner: &str) -> Names {
        Names {
            dialect,
            schema,
            table: table.into(),
            new: format!("{table}_new"),
            former: format!("{table}_former"),
            tried: format!("{table}_try"),
            mark: format!("{BEGINNING}{owner}"),
        }
    }

    /// A table's name with that of its schema, as it stands in statements.
    pub(super) fn of(&self, table: &str) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", self.quoted(schema), self.quoted(table)),
            None => self.quoted(table),
        }
    }

    pub(super) fn quoted(&self, name: &str) -> String {
        let (one, two) = if self.dialect == Dialect::Mysql { ("`", "``") } else { ("\"", "\"\"") };
        format!("{one}{}{one}", name.replace(one, two))
    }

    /// One statement, or several that hold together.
    pub(super) fn create(&self, table: &str, columns: &[Column]) -> String {
        let name = self.of(table);
        let columns: Vec<String> = columns
            .iter()
            .map(|column| format!("{} {}", self.quoted(&column.name), self.kind(column.kind)))
            .collect();
        let (columns, mark) = (columns.join(", "), &self.mark);
        match self.dialect {
            Dialect::Postgres => {
                format!("CREATE TABLE {name} ({columns}); COMMENT ON TABLE {name} IS '{mark}'")
            }
            Dialect::Mysql => {
                format!("CREATE TABLE {name} ({columns}) CHARACTER SET utf8mb4 COMMENT = '{mark}'")
            }
            // It keeps the words by which a table was made, and has no other place for one.
            Dialect::Sqlite => format!("CREATE TABLE {name} (/*{mark}*/ {columns})"),
        }
    }

    fn kind(&self, kind: Kind) -> &'static str {
        match (kind, self.dialect) {
            (Kind::Text, Dialect::Mysql) => "longtext",
            (Kind::Text, _) => "text",
            (Kind::Whole, Dialect::Sqlite) => "integer",
            (Kind::Whole, _) => "bigint",
            (Kind::Moment, Dialect::Postgres) => "timestamp(3) with time zone",
            (Kind::Moment, Dialect::Mysql) => "datetime(3)",
            (Kind::Moment, Dialect::Sqlite) => "text",
            (Kind::Truth, Dialect::Sqlite) => "integer",
            (Kind::Truth, _) => "boolean",
        }
    }

    pub(super) fn drop(&self, table: &str) -> String {
        format!("DROP TABLE {}", self.of(table))
    }

    /// With as many places for values as so many rows have.
    pub(super) fn insert(&self, columns: usize, rows: usize) -> String {
        let row = format!("({})", vec!["?"; columns].join(","));
        format!("INSERT INTO {} VALUES {}", self.of(&self.new), vec![row.as_str(); rows].join(","))
    }
}

/// As PostgreSQL reads rows that are copied.
pub(super) fn line(cells: &[Cell], into: &mut String) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            into.push('\t');
        }
        match cell {
            Cell::None => into.push_str("\\N"),
            Cell::Text(text) => into.extend(text.chars().flat_map(escaped)),
            Cell::Whole(number) => into.push_str(&number.to_string()),
            Cell::Moment(at) => into.push_str(&moment(*at).map_or("\\N".into(), |at| shown(at, "+00"))),
            Cell::Truth(truth) => into.push(if *truth { 't' } else { 'f' }),
        }
    }
    into.push('\n');
}

fn escaped(letter: char) -> impl Iterator<Item = char> {
    let (before, letter) = match letter {
        '\\' => (Some('\\'), '\\'),
        '\t' => (Some('\\'), 't'),
        '\n' => (Some('\\'), 'n'),
        '\r' => (Some('\\'), 'r'),
        // It holds none.
        '\0' => (None, char::REPLACEMENT_CHARACTER),
        letter => (None, letter),
    };
    before.into_iter().chain([letter])
}

/// In UTC; none outside of the years that all databases know.
pub(in super::super) fn moment(at: Timestamp) -> Option<DateTime> {
    let at = TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?);
    (1..=9_999).contains(&at.year()).then_some(at)
}

/// All of one length, so that their order as texts is that of time.
pub(in super::super) fn shown(at: DateTime, zone: &str) -> String {
    let (date, time) = (at.date(), at.time());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{date}T{hour:02}:{minute:02}:{second:02}.{:03}{zone}", time.millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_its_quotes() {
        for (dialect, wanted) in [
            (Dialect::Postgres, "\"s\".\"a\"\"b`c; DROP\""),
            (Dialect::Mysql, "`s`.`a\"b``c; DROP`"),
            (Dialect::Sqlite, "\"s\".\"a\"\"b`c; DROP\""),
        ] {
            let names = Names::new(dialect, Some("s".into()), "t", "o");
            assert_eq!(names.of("a\"b`c; DROP"), wanted);
        }
    }

    #[test]
    fn a_copied_line_holds_one_row_whatever_its_texts_are() {
        let mut text = String::new();
        let cells = [
            Cell::Text("a\tb\nc\\N\r\0".into()),
            Cell::None,
            Cell::Text("\\.".into()),
            Cell::Whole(i64::MIN),
            Cell::Moment(Timestamp(1_795_510_800_005)),
            Cell::Moment(Timestamp(i64::MAX)),
            Cell::Truth(true),
        ];
        line(&cells, &mut text);
        assert_eq!(
            text,
            "a\\tb\\nc\\\\N\\r\u{fffd}\t\\N\t\\\\.\t-9223372036854775808\t2026-11-24T09:00:00.005+00\t\\N\tt\n"
        );
    }
}
