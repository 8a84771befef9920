//! Prints every method beside popularity: `cargo run -p anlass-learn --example relations`, with the folder
//! of the data that are not shipped behind `--`, if it is not the one beside the checkout. What is not there is
//! left out, and said.

#[path = "../tests/it/data.rs"]
mod data;

use anlass_learn::decay::{Question, compare};
use anlass_learn::evaluate::{Report, Tested};
use anlass_learn::relations::{
    Ease, Kept, Known, Lists, Request, most_popular, nearest_by_cosine, nearest_by_llr, serve,
};
use anlass_learn::{Error, Interactions};
use data::Ratings;
use std::io::{self, Write};
use std::path::PathBuf;

const CUTOFF: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map_or_else(data::shared, PathBuf::from);
    let mut out = io::stdout().lock();
    let ratings = [
        ("MovieLens 100K, its fixed split", data::movielens_100k(&folder).map(|(ratings, _)| ratings)),
        ("MovieLens small, the last 20 % of each", data::movielens_small(&folder)),
    ];
    for (title, found) in ratings {
        match found {
            Some(ratings) => writeln!(out, "{title}\n{}", relations(&ratings)?)?,
            None => writeln!(out, "{title}: not in {}\n", folder.display())?,
        }
    }
    for column in ["product_category", "product_type"] {
        writeln!(out, "The Complete Journey, half of its households, {column}\n{}", decay(column)?)?;
    }
    Ok(())
}

fn relations(ratings: &Ratings) -> Result<Report, Error> {
    let train = Interactions::binary(ratings.users, ratings.items, ratings.split.train.iter().copied())?;
    let popular = most_popular(&train, usize::MAX, |_| true);
    let served = |method: String, lists: &Lists| {
        Tested::new(method, &ratings.split.held_out, CUTOFF, |user| {
            let history = train.history(user);
            let known = Known::LeftOut;
            let request = Request { history, lists, known, fallback: &popular, wanted: CUTOFF };
            serve(&request, |_| true).into_iter().map(|offered| offered.item).collect()
        })
    };
    let popularity = served("popularity".to_owned(), &Lists::empty(ratings.items));
    let mut report = Report::new(CUTOFF, popularity);
    for k in [50, 100] {
        let lists = nearest_by_cosine(&train, k);
        report.others.push(served(format!("cosine, k={k}"), &lists.turned()));
        report.others.push(served(format!("cosine, k={k}, not turned"), &lists));
    }
    for k in [50, 100] {
        let lists = nearest_by_llr(&train, k);
        report.others.push(served(format!("LLR, k={k}"), &lists.turned()));
        report.others.push(served(format!("LLR, k={k}, not turned"), &lists));
    }
    for lambda in [100.0, 200.0, 250.0, 500.0] {
        let ease = Ease::fit(&train, lambda)?;
        let held_out = &ratings.split.held_out;
        report.others.push(Tested::new(format!("EASE, λ={lambda}"), held_out, CUTOFF, |user| {
            let ranked = ease.rank(train.history(user), Known::LeftOut);
            ranked.into_iter().map(|scored| scored.item).collect()
        }));
        for k in [100, 200] {
            let lists = ease.lists(k, Kept::Strongest);
            report.others.push(served(format!("EASE, λ={lambda}, lists of {k}"), &lists));
        }
        let lists = ease.lists(200, Kept::Positive);
        report.others.push(served(format!("EASE, λ={lambda}, 200 positive"), &lists));
    }
    Ok(report)
}

fn decay(column: &str) -> Result<Report, Error> {
    let half_lives = [7.0, 14.0, 30.0, 60.0, 90.0, 180.0].map(Some).into_iter().chain([None]).collect();
    let origins = (182..=350).step_by(28).collect();
    compare(&data::complete_journey(column), &Question { half_lives, origins, days: 14, cutoff: CUTOFF })
}
