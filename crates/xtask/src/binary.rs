//! Builds the `anlass` binary and runs it, always from the root of the repository.

use crate::{metadata, repository};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

#[derive(Clone, Copy)]
enum Profile {
    /// That of the tests.
    Dev,
    Release,
}

/// Becomes `anlass <command> <arguments>` of the release profile, so that signals and the exit code are the
/// binary's own.
pub(crate) fn run(command: &str, arguments: &[OsString]) -> Result<()> {
    eprintln!("building the release binary (minutes the first time)");
    let binary = build(Profile::Release)?;
    let shown: Vec<String> = arguments.iter().map(|argument| format!(" {}", argument.display())).collect();
    eprintln!("running anlass {command}{}", shown.concat());
    become_it(Command::new(&binary).arg(command).args(arguments).current_dir(repository::root()))
        .with_context(|| format!("cannot run {}", binary.display()))
}

/// Runs twenty seeds of the simulator, in the profile of the tests; `cargo xtask sim` runs more seeds, faster.
pub(crate) fn simulate_briefly() -> Result<()> {
    let binary = build(Profile::Dev)?;
    let binary = binary.to_str().context("the path of the binary is not UTF-8")?;
    repository::call(binary, &["sim", "--seeds", "20"])
}

fn build(profile: Profile) -> Result<PathBuf> {
    let (flags, folder): (&[&str], &str) = match profile {
        Profile::Dev => (&[], "debug"),
        Profile::Release => (&["--release"], "release"),
    };
    repository::call("cargo", &[&["build", "--package", "anlass"], flags].concat())?;
    let name = format!("anlass{}", std::env::consts::EXE_SUFFIX);
    Ok(metadata::load()?.target.join(folder).join(name))
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    anyhow::ensure!(status.success(), "it failed ({status})");
    Ok(())
}
