//! The text of a question, as each kind of database spells it.

use super::super::connection::Dialect;
use super::super::rows::Cell;
use super::Pull;
use super::position::{Floor, Mark};
use std::fmt::Write;

/// From where rows are asked for.
pub(super) enum From<'p> {
    Start,
    /// This one too.
    At(&'p Floor),
    /// Not this one.
    After(&'p Mark),
}

/// The question for the next `limit` rows, and its values.
pub(super) fn write(pull: &Pull, dialect: Dialect, from: &From<'_>, limit: usize) -> (String, Vec<Cell>) {
    let watermark = quoted(&pull.watermark.column, dialect);
    let keys: Vec<String> = pull.key.iter().map(|name| quoted(name, dialect)).collect();
    let mut sql = whole(pull, &watermark);
    let mut values = Values { dialect, cells: Vec::new() };
    let (last, key, end) = match from {
        From::Start => (None, None, ""),
        From::At(floor) => (Some(&floor.watermark), floor.key.as_deref(), ">="),
        From::After(mark) => (Some(&mark.watermark), Some(&*mark.key), ">"),
    };
    if let Some(last) = last {
        put(&mut sql, format_args!(" AND {watermark} >= {}", values.hold(last)));
        if let Some(key) = key {
            let higher = format!("{watermark} > {}", values.hold(last));
            let same = format!("{watermark} = {}", values.hold(last));
            let beyond = beyond(&keys, key, end, &mut values);
            put(&mut sql, format_args!(" AND ({higher} OR ({same} AND {beyond}))"));
        }
    }
    put(&mut sql, format_args!(" ORDER BY {watermark}"));
    for key in keys {
        put(&mut sql, format_args!(", {key}"));
    }
    put(&mut sql, format_args!(" LIMIT {limit}"));
    (sql, values.cells)
}

/// The question for the last watermark that there is.
pub(super) fn last(pull: &Pull, dialect: Dialect) -> String {
    let watermark = quoted(&pull.watermark.column, dialect);
    format!("{} ORDER BY {watermark} DESC LIMIT 1", whole(pull, &watermark))
}

fn whole(pull: &Pull, watermark: &str) -> String {
    let query = pull.query.trim_end_matches(|letter: char| letter == ';' || letter.is_whitespace());
    // The line breaks end comments.
    format!("SELECT * FROM (\n{query}\n) AS anlass_rows WHERE {watermark} IS NOT NULL")
}

/// `(a > 1 OR (a = 1 AND b > 2))`: rows are compared so because indexes are used for it everywhere.
fn beyond(keys: &[String], last: &[Cell], end: &str, values: &mut Values) -> String {
    let (Some(key), Some(cell)) = (keys.first(), last.first()) else { return "1 = 1".into() };
    if keys.len() == 1 {
        return format!("{key} {end} {}", values.hold(cell));
    }
    let higher = format!("{key} > {}", values.hold(cell));
    let same = format!("{key} = {}", values.hold(cell));
    format!("({higher} OR ({same} AND {}))", beyond(&keys[1..], &last[1..], end, values))
}

struct Values {
    dialect: Dialect,
    cells: Vec<Cell>,
}

impl Values {
    /// The place of a value, which does not stand in the text itself.
    fn hold(&mut self, cell: &Cell) -> String {
        self.cells.push(cell.clone());
        match self.dialect {
            Dialect::Postgres => format!("${}", self.cells.len()),
            Dialect::Mysql | Dialect::Sqlite => "?".into(),
        }
    }
}

fn quoted(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Mysql => format!("`{}`", name.replace('`', "``")),
        Dialect::Postgres | Dialect::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

fn put(sql: &mut String, text: std::fmt::Arguments<'_>) {
    // A text takes everything.
    let _written = sql.write_fmt(text);
}

/// The first word behind comments, in small letters.
pub(super) fn first_word(query: &str) -> String {
    let mut rest = query.trim_start();
    loop {
        let end = if rest.starts_with("--") {
            "\n"
        } else if rest.starts_with("/*") {
            "*/"
        } else {
            break;
        };
        rest = rest.split_once(end).map_or("", |(_, behind)| behind).trim_start();
    }
    rest.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .take(20)
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::super::watermark::{Kind, Value, Watermark};
    use super::*;

    fn pull(query: &str) -> Pull {
        Pull {
            query: query.into(),
            watermark: Watermark { column: "changed".into(), kind: Kind::Integer, again: None },
            key: vec!["shop".into(), "no\"".into()],
            batch_rows: 10,
            timeout_seconds: 10,
        }
    }

    #[test]
    fn values_never_stand_in_the_text_of_a_question() {
        let number = |digits: &str| Cell::Number(digits.into());
        let mark = Mark {
            watermark: number("7"),
            value: Value::Integer(7),
            key: vec![number("1"), Cell::Text("'; DROP".into())],
        };
        let (sql, values) =
            write(&pull("SELECT * FROM orders -- all;\n ; "), Dialect::Postgres, &From::After(&mark), 11);
        assert_eq!(
            sql,
            "SELECT * FROM (\nSELECT * FROM orders -- all\n) AS anlass_rows WHERE \"changed\" IS NOT NULL AND \"changed\" \
             >= $1 AND (\"changed\" > $2 OR (\"changed\" = $3 AND (\"shop\" > $4 OR (\"shop\" = $5 AND \"no\"\"\" > $6)))) \
             ORDER BY \"changed\", \"shop\", \"no\"\"\" LIMIT 11"
        );
        assert_eq!(values.len(), 6);
        assert_eq!(values[5].text(), "'; DROP");
    }

    #[test]
    fn only_a_select_is_asked() {
        for query in ["SELECT 1", "-- a\n/* b */ with x as (select 1) select * from x", "select(1)"] {
            assert!(pull(query).check().is_ok(), "{query}");
        }
        for query in ["DELETE FROM a", "", "--", "/* select", "(select 1)", "EXPLAIN SELECT 1", "select_1"] {
            assert!(pull(query).check().is_err(), "{query}");
        }
    }
}
