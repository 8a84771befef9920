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
    let features: &[&str] = if command == "demo" && build_app()? { &["--features", "app"] } else { &[] };
    eprintln!("building the release binary (minutes the first time)");
    let binary = build(Profile::Release, features)?;
    let shown: Vec<String> = arguments.iter().map(|argument| format!(" {}", argument.display())).collect();
    eprintln!("running anlass {command}{}", shown.concat());
    become_it(Command::new(&binary).arg(command).args(arguments).current_dir(repository::root()))
        .with_context(|| format!("cannot run {}", binary.display()))
}

/// Runs twenty seeds of the simulator, in the profile of the tests; `cargo xtask sim` runs more seeds, faster.
pub(crate) fn simulate_briefly() -> Result<()> {
    let binary = build(Profile::Dev, &[])?;
    let binary = binary.to_str().context("the path of the binary is not UTF-8")?;
    repository::call(binary, &["sim", "--seeds", "20"])
}

/// Builds the web app, if its sources are there and npm is; whether it can be taken into the binary.
fn build_app() -> Result<bool> {
    let app = repository::root().join("web/app");
    if !app.join("package.json").is_file() {
        return Ok(false);
    }
    for arguments in [&["ci"][..], &["run", "build"]] {
        eprintln!("web app: npm {}", arguments.join(" "));
        match Command::new("npm").args(arguments).current_dir(&app).status() {
            Ok(status) => anyhow::ensure!(status.success(), "npm {} failed ({status})", arguments.join(" ")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                eprintln!("there is no npm here: the demo goes on without the web app");
                return Ok(false);
            }
            Err(error) => return Err(error).context("cannot start npm"),
        }
    }
    Ok(true)
}

fn build(profile: Profile, features: &[&str]) -> Result<PathBuf> {
    let (flags, folder): (&[&str], &str) = match profile {
        Profile::Dev => (&[], "debug"),
        Profile::Release => (&["--release"], "release"),
    };
    repository::call("cargo", &[&["build", "--package", "anlass"], flags, features].concat())?;
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
