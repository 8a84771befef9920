//! Builds the `anlass` binary and runs it, always from the root of the repository.

use crate::{metadata, repository};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const APP: &str = "web/app";

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
    let binary = build_for_tests()?;
    let binary = binary.to_str().context("the path of the binary is not UTF-8")?;
    repository::call(binary, &["sim", "--seeds", "20"])
}

/// Types, unit tests and build of the web app.
pub(crate) fn test_app() -> Result<()> {
    if build_app()? { repository::call("npm", &["--prefix", APP, "test"]) } else { Ok(()) }
}

/// People's walks through the app and looks at every screen, in a browser on the binary of the tests. Without a
/// browser they say so and pass.
pub(crate) fn browse() -> Result<()> {
    let root = repository::root();
    if !root.join(APP).join("dist/index.html").is_file() {
        eprintln!("skipped: the web app is not built, so that there is nothing to look at");
        return Ok(());
    }
    let binary = build_for_tests()?;
    let status = Command::new("npm")
        .args(["--prefix", APP, "run", "e2e"])
        .env("ANLASS_BINARY", &binary)
        .current_dir(root)
        .status()
        .context("cannot start npm")?;
    anyhow::ensure!(status.success(), "npm run e2e failed ({status})");
    Ok(())
}

/// One binary for all that tests it from outside: with the app, if that is built.
fn build_for_tests() -> Result<PathBuf> {
    let with_app = repository::root().join(APP).join("dist/index.html").is_file();
    build(Profile::Dev, if with_app { &["--features", "app"] } else { &[] })
}

/// Builds the web app, if its sources are there and npm is; whether it can be taken into the binary.
fn build_app() -> Result<bool> {
    let app = repository::root().join(APP);
    if !app.join("package.json").is_file() {
        return Ok(false);
    }
    let install: &[&[&str]] = if is_installed(&app) { &[] } else { &[&["ci"]] };
    for arguments in install.iter().copied().chain([&["run", "build"][..]]) {
        eprintln!("web app: npm {}", arguments.join(" "));
        match Command::new("npm").args(arguments).current_dir(&app).status() {
            Ok(status) => anyhow::ensure!(status.success(), "npm {} failed ({status})", arguments.join(" ")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                eprintln!("skipped: there is no npm here, so that this goes on without the web app");
                return Ok(false);
            }
            Err(error) => return Err(error).context("cannot start npm"),
        }
    }
    Ok(true)
}

/// Whether its packages are those of the lock file, by the times at which both were written.
fn is_installed(app: &Path) -> bool {
    let written = |name: &str| app.join(name).metadata().and_then(|data| data.modified()).ok();
    written("node_modules/.package-lock.json").is_some_and(|done| written("package-lock.json") <= Some(done))
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
