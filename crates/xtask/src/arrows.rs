//! Which crate may use which: the arrows of the architecture as a table, and the check of the manifests
//! against it. What the deciding crates write in their sources is checked in [`crate::purity`].

use crate::finding::{self, Finding, Weight};
use crate::metadata::{self, Kind, Package};
use crate::{purity, repository};
use anyhow::Result;

struct Crate {
    name: &'static str,
    may_use: Uses,
}

enum Uses {
    These(&'static [&'static str]),
    AllBefore(&'static str),
}

use Uses::{AllBefore, These};

/// From left to right: the dev-dependencies of a crate may be any before it.
const CRATES: [Crate; 14] = [
    Crate { name: "anlass-model", may_use: These(&[]) },
    Crate { name: "anlass-rules", may_use: These(&["anlass-model"]) },
    Crate { name: "anlass-learn", may_use: These(&[]) },
    Crate { name: "anlass-engine", may_use: These(&["anlass-model", "anlass-rules", "anlass-learn"]) },
    Crate { name: "anlass-content", may_use: These(&["anlass-model", "anlass-rules"]) },
    Crate { name: "anlass-workflow", may_use: These(&["anlass-model", "anlass-rules"]) },
    Crate { name: "anlass-store", may_use: These(&["anlass-model"]) },
    Crate { name: "anlass-lake", may_use: These(&["anlass-model", "anlass-rules"]) },
    Crate { name: "anlass-sources", may_use: These(&["anlass-model"]) },
    Crate { name: "anlass-channels", may_use: These(&["anlass-model"]) },
    Crate {
        name: "anlass-runtime",
        may_use: These(&[
            "anlass-model",
            "anlass-rules",
            "anlass-learn",
            "anlass-engine",
            "anlass-content",
            "anlass-workflow",
            "anlass-store",
        ]),
    },
    Crate { name: "anlass-server", may_use: AllBefore("anlass-server") },
    Crate { name: "anlass-sim", may_use: AllBefore("anlass-server") },
    Crate { name: "anlass", may_use: AllBefore("anlass") },
];

/// The crates that decide: no I/O, no clock, no async, no logging, no hash order.
const PURE: [&str; 6] =
    ["anlass-model", "anlass-rules", "anlass-learn", "anlass-engine", "anlass-content", "anlass-workflow"];

/// What a deciding crate has no use for, and why.
const IMPURE: [(&str, &[&str]); 5] = [
    ("async", &["tokio", "async-std", "smol", "futures", "futures-util", "async-trait", "async-channel"]),
    ("logging", &["log", "tracing", "tracing-subscriber", "env_logger", "slog", "metrics"]),
    ("randomness", &["rand", "rand_core", "rand_chacha", "fastrand", "getrandom", "uuid", "ulid"]),
    ("hash order", &["hashbrown", "ahash", "dashmap", "rustc-hash", "fxhash"]),
    (
        "I/O",
        &[
            "rusqlite",
            "sqlx",
            "postgres",
            "redb",
            "reqwest",
            "hyper",
            "ureq",
            "axum",
            "mio",
            "socket2",
            "memmap2",
            "tempfile",
            "walkdir",
            "notify",
            "clap",
            "indicatif",
        ],
    ),
];

pub(crate) fn run() -> Result<()> {
    let mut findings = check(&metadata::load()?.packages);
    findings.extend(purity::check(&repository::files()?, &PURE));
    finding::report("arrows", findings)
}

fn check(packages: &[Package]) -> Vec<Finding> {
    let own: Vec<&str> = packages.iter().map(|package| &*package.name).collect();
    let mut findings = Vec::new();
    for package in packages {
        let position = CRATES.iter().position(|known| known.name == package.name);
        if position.is_none() && package.name != "xtask" {
            findings.push(fault(
                format!("crates/{}", package.name),
                "the architecture has no place for this crate".to_owned(),
                "give it one in the arrows of ARCHITECTURE.md and in crates/xtask/src/arrows.rs",
            ));
            continue;
        }
        for dependency in &package.dependencies {
            let place = || format!("crates/{}/Cargo.toml", package.name);
            let used = &*dependency.name;
            if own.contains(&used) && !is_allowed(position, used, dependency.kind) {
                findings.push(fault(
                    place(),
                    format!("\"{}\" may not use \"{used}\"", package.name),
                    "move the code to a crate that may, or change the arrows in ARCHITECTURE.md and \
                     crates/xtask/src/arrows.rs and say why in the commit",
                ));
            }
            if dependency.kind == Kind::Shipped
                && PURE.contains(&&*package.name)
                && let Some((what, _)) = IMPURE.iter().find(|(_, names)| names.contains(&used))
            {
                findings.push(fault(
                    place(),
                    format!("\"{}\" decides and may not use \"{used}\" ({what})", package.name),
                    "take what is needed as an argument and return what is to be done as data",
                ));
            }
        }
    }
    findings
}

/// `position` is that of the using crate in [`CRATES`]; `None` is xtask, which uses no crate of Anlass and is
/// used by none.
fn is_allowed(position: Option<usize>, used: &str, kind: Kind) -> bool {
    let Some(position) = position else { return false };
    let all_before = |end: usize| CRATES.iter().take(end).any(|known| known.name == used);
    match (kind, &CRATES[position].may_use) {
        (Kind::Development, _) => all_before(position),
        (Kind::Shipped, These(names)) => names.contains(&used),
        (Kind::Shipped, AllBefore(end)) => {
            CRATES.iter().position(|known| known.name == *end).is_some_and(all_before)
        }
    }
}

fn fault(place: String, cause: String, cure: &str) -> Finding {
    Finding { weight: Weight::Fault, place, cause, cure: cure.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    /// Causes for a workspace of all crates where `name` depends on `used`.
    fn causes(name: &str, used: &str, kind: Kind) -> Vec<String> {
        let mut packages: Vec<Package> = CRATES
            .iter()
            .map(|known| known.name)
            .chain(["xtask"])
            .map(|known| Package { name: known.to_owned(), dependencies: Vec::new() })
            .collect();
        let user = packages.iter_mut().find(|package| package.name == name).unwrap();
        user.dependencies.push(Dependency { name: used.to_owned(), kind });
        check(&packages).into_iter().map(|finding| finding.cause).collect()
    }

    #[test]
    fn a_forbidden_arrow_is_reported() {
        let found = causes("anlass-model", "anlass-engine", Kind::Shipped);
        assert_eq!(found, ["\"anlass-model\" may not use \"anlass-engine\""]);
        assert_eq!(causes("anlass-sources", "anlass-rules", Kind::Shipped).len(), 1);
        assert_eq!(causes("anlass-learn", "anlass-model", Kind::Shipped).len(), 1);
        assert_eq!(causes("anlass-sim", "anlass-server", Kind::Shipped).len(), 1);
        assert_eq!(causes("anlass-server", "anlass-sim", Kind::Shipped).len(), 1);
        assert_eq!(causes("xtask", "anlass-model", Kind::Shipped).len(), 1);
        assert_eq!(causes("anlass", "xtask", Kind::Development).len(), 1);
    }

    #[test]
    fn the_arrows_of_the_architecture_are_allowed() {
        for (name, used) in [
            ("anlass-engine", "anlass-model"),
            ("anlass-engine", "anlass-learn"),
            ("anlass-runtime", "anlass-store"),
            ("anlass-runtime", "anlass-learn"),
            ("anlass-server", "anlass-channels"),
            ("anlass-sim", "anlass-runtime"),
            ("anlass", "anlass-sim"),
            ("anlass-model", "serde"),
        ] {
            assert_eq!(causes(name, used, Kind::Shipped), [""; 0], "{name} uses {used}");
        }
    }

    #[test]
    fn tests_may_use_what_stands_further_left() {
        assert_eq!(causes("anlass-sources", "anlass-engine", Kind::Development), [""; 0]);
        assert_eq!(causes("anlass-engine", "anlass-sources", Kind::Development).len(), 1);
    }

    #[test]
    fn a_deciding_crate_gets_no_impure_dependency() {
        let found = causes("anlass-engine", "tokio", Kind::Shipped);
        assert_eq!(found, ["\"anlass-engine\" decides and may not use \"tokio\" (async)"]);
        assert_eq!(causes("anlass-engine", "tempfile", Kind::Development), [""; 0]);
        assert_eq!(causes("anlass-store", "rusqlite", Kind::Shipped), [""; 0]);
    }

    #[test]
    fn an_unknown_crate_is_reported() {
        let package = Package { name: "anlass-utils".to_owned(), dependencies: Vec::new() };
        assert_eq!(check(&[package]).len(), 1);
    }
}
