//! Databases as sources, asked on real servers: each test has a database of its own on a server in a temporary folder. Where
//! a server is not installed, its tests say that they are skipped.

mod changes;
mod filling;
mod mariadb;
mod mysql;
mod postgres;
mod servers;
mod sqlite;
mod strangers;

use anlass_sources::sql::{
    Ahead, Cell, Database, LookedBack, Position, Pull, Puller, Rows, Tls, Watermark, WatermarkKind,
};

pub(crate) fn pull(query: &str, watermark: &str, kind: WatermarkKind, key: &[&str]) -> Pull {
    Pull {
        query: query.into(),
        watermark: Watermark { column: watermark.into(), kind, again: None },
        key: key.iter().map(|name| (*name).to_owned()).collect(),
        batch_rows: 1_000,
        timeout_seconds: 20,
    }
}

#[test]
fn what_the_documentation_shows_can_be_read() {
    let text = std::fs::read_to_string(super::root().join("docs/sql.md")).expect("the page");
    let shown: Vec<&str> =
        text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [database, pull] = shown.as_slice() else { panic!("{shown:?}") };
    let database: Database = serde_saphyr::from_str(database).expect("a database");
    assert_eq!(database.place(), "PostgreSQL database \"shop\" on db.example.com:5432");
    let pull: Pull = serde_saphyr::from_str(pull).expect("a pull");
    assert_eq!(pull.check().map_err(|error| error.to_string()), Ok(()));
    let tls: Tls = serde_saphyr::from_str("verify_by: { roots: PEM }").expect("a way");
    assert_eq!(tls, Tls::VerifyBy { roots: "PEM".into() });
}

/// All that is new after `position`, which goes on; each batch over a connection of its own, as after a restart.
pub(crate) fn sweep(database: &Database, pull: &Pull, position: &mut Position) -> Rows {
    let mut all = Rows::default();
    for _ in 0..1_000 {
        let batch = Puller::open(database, pull).expect("opened").next(position).expect("answered");
        assert_eq!(batch.looked_back, LookedBack::AsFarAsWanted);
        all.names = batch.rows.names;
        all.rows.extend(batch.rows.rows);
        let stored = serde_json::to_string(&batch.position).expect("written");
        *position = serde_json::from_str(&stored).expect("read");
        if batch.ahead == Ahead::Nothing {
            return all;
        }
    }
    panic!("a sweep that does not end");
}

/// One column of rows.
pub(crate) fn column<'r>(rows: &'r Rows, name: &str) -> Vec<&'r str> {
    let at = rows.names.iter().position(|known| known == name).expect("a column");
    rows.rows.iter().map(|row| row[at].text()).collect()
}

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

pub(crate) fn number(digits: &str) -> Cell {
    Cell::Number(digits.into())
}
