//! Public data for tests and the example: what is shipped, and what lies beside the checkout or not at all.

use anlass_learn::decay::Event;
use anlass_learn::evaluate::{Split, Timed, hold_out_last};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where the data lie that are not shipped.
pub(crate) fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    PathBuf::from(option_env!("ANLASS_SHARED").unwrap_or(beside)).join("data")
}

/// A file as it is or, with the ending `.zst`, packed by zstd; `None` where there is neither.
fn read(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let packed = std::fs::read(folder.join(format!("{name}.zst")));
    match packed {
        Ok(bytes) => Some(zstd::decode_all(&*bytes).expect("zstd")),
        Err(_) => std::fs::read(folder.join(name)).ok(),
    }
}

/// Rows of the named columns.
fn columns(bytes: &[u8], delimiter: u8, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let place = |name: &&str| header.iter().position(|column| column == *name).expect("the column");
    let places: Vec<usize> = names.iter().map(place).collect();
    let rows = reader.records().map(|record| record.expect("a row"));
    rows.map(|record| places.iter().map(|place| record[*place].to_owned()).collect()).collect()
}

pub(crate) struct Ratings {
    pub(crate) users: u32,
    pub(crate) items: u32,
    pub(crate) split: Split,
}

/// MovieLens 100K with its split, and the figures that came with it.
pub(crate) fn movielens_100k(shared: &Path) -> Option<(Ratings, serde_json::Value)> {
    let folder = shared.join("movielens_100k");
    let split_file = read(&folder, "ml100k_split.tsv")?;
    let reference = serde_json::from_slice(&read(&folder, "ml100k_reference.json")?).expect("JSON");
    let mut users = 0;
    let mut items = 0;
    let mut split = Split { train: Vec::new(), held_out: Vec::new() };
    for row in columns(&split_file, b'\t', &["user_id", "item_id", "part"]) {
        // Both count from 1.
        let [user, item] = [&row[0], &row[1]].map(|id| id.parse::<u32>().expect("a number") - 1);
        users = users.max(user + 1);
        items = items.max(item + 1);
        split.held_out.resize(users as usize, Vec::new());
        match &*row[2] {
            "train" => split.train.push((user, item)),
            _ => split.held_out[user as usize].push(item),
        }
    }
    Some((Ratings { users, items, split }, reference))
}

/// MovieLens small in the edition of 671 users: ratings of 4 and more, of films with at least 5 of them, then of
/// people with at least 5 of those; of each the last 20 % held out.
pub(crate) fn movielens_small(shared: &Path) -> Option<Ratings> {
    let file = read(&shared.join("movielens_small"), "ratings.csv")?;
    let mut liked: Vec<(u64, u64, i64)> = columns(&file, b',', &["userId", "movieId", "rating", "timestamp"])
        .into_iter()
        .filter(|row| row[2].parse::<f64>().expect("a rating") >= 4.0)
        .map(|row| {
            let id = |column: usize| row[column].parse().expect("a number");
            (id(0), id(1), row[3].parse().expect("a moment"))
        })
        .collect();
    for of in [|row: &(u64, u64, i64)| row.1, |row: &(u64, u64, i64)| row.0] {
        let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
        for row in &liked {
            *counts.entry(of(row)).or_insert(0) += 1;
        }
        liked.retain(|row| counts[&of(row)] >= 5);
    }
    let users = numbered(liked.iter().map(|row| row.0));
    let items = numbered(liked.iter().map(|row| row.1));
    let timed: Vec<Timed> = liked
        .iter()
        .map(|(user, item, at)| Timed { user: users[user], item: items[item], at: *at })
        .collect();
    let split = hold_out_last(&timed, users.len() as u32, 20);
    Some(Ratings { users: users.len() as u32, items: items.len() as u32, split })
}

/// Indices in ascending order of what is numbered.
fn numbered<T: Ord>(ids: impl Iterator<Item = T>) -> BTreeMap<T, u32> {
    ids.collect::<BTreeSet<T>>().into_iter().zip(0..).collect()
}

/// One line of a receipt of the Complete Journey, of weight 1, by its category (`product_category`) or type
/// (`product_type`); those without are left out. Days count from the first of January 2017.
pub(crate) fn complete_journey(column: &str) -> Vec<Event> {
    let folder = root().join("data/complete-journey");
    let products = read(&folder, "products.csv").expect("shipped");
    let nodes: BTreeMap<String, String> = columns(&products, b',', &["product_id", column])
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .filter(|(_, node)| !node.is_empty())
        .collect();
    let numbers = numbered(nodes.values().cloned());
    let transactions = read(&folder, "transactions.csv").expect("shipped");
    let lines =
        columns(&transactions, b',', &["household_id", "product_id", "transaction_timestamp"]).into_iter();
    lines
        .filter_map(|row| {
            let node = numbers[nodes.get(&row[1])?];
            let household = row[0].parse().expect("a number");
            Some(Event { household, node, day: day(&row[2]), weight: 1.0 })
        })
        .collect()
}

/// `2017-03-01 11:53:26` is day 59, the first of January 2018 is day 365.
fn day(moment: &str) -> i32 {
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let part = |range: std::ops::Range<usize>| moment[range].parse::<i32>().expect("a date");
    let month = usize::try_from(part(5..7)).expect("a month");
    (part(0..4) - 2017) * 365 + BEFORE[month - 1] + part(8..10) - 1
}
