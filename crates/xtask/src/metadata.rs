//! What cargo knows about the workspace's own packages.

use crate::repository;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

#[derive(Debug)]
pub(crate) struct Metadata {
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    /// The package's own name, also where the manifest renames it.
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of the crate or its build script.
    Shipped,
    Development,
}

pub(crate) fn load() -> Result<Metadata> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(repository::root())
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    parse(&output.stdout).context("cannot read what cargo metadata says")
}

fn parse(json: &[u8]) -> Result<Metadata> {
    let value: Value = serde_json::from_slice(json)?;
    let target = text(&value, "target_directory")?.into();
    let packages = list(&value, "packages")?.iter().map(package).collect::<Result<Vec<Package>>>()?;
    Ok(Metadata { target, packages })
}

fn package(value: &Value) -> Result<Package> {
    let mut dependencies = Vec::new();
    for dependency in list(value, "dependencies")? {
        let kind = if dependency["kind"].as_str() == Some("dev") { Kind::Development } else { Kind::Shipped };
        dependencies.push(Dependency { name: text(dependency, "name")?.to_owned(), kind });
    }
    Ok(Package { name: text(value, "name")?.to_owned(), dependencies })
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key].as_str().with_context(|| format!("\"{key}\" is not a text"))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value]> {
    let list = value[key].as_array().with_context(|| format!("\"{key}\" is not a list"))?;
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_kinds_are_read() {
        let json = r#"{"target_directory": "out", "packages": [{"name": "a", "dependencies": [
            {"name": "b", "kind": null}, {"name": "c", "kind": "build"}, {"name": "d", "kind": "dev"}]}]}"#;
        let metadata = parse(json.as_bytes()).unwrap();
        assert_eq!(metadata.target, PathBuf::from("out"));
        let [package] = metadata.packages.as_slice() else { panic!("one package") };
        let kinds: Vec<(&str, Kind)> =
            package.dependencies.iter().map(|dependency| (&*dependency.name, dependency.kind)).collect();
        assert_eq!(kinds, [("b", Kind::Shipped), ("c", Kind::Shipped), ("d", Kind::Development)]);
    }

    #[test]
    fn a_strange_answer_is_an_error() {
        assert!(parse(b"{}").is_err());
        assert!(parse(b"no json").is_err());
    }
}
