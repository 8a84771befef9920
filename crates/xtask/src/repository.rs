//! The repository on disk: its root, and its files as git sees them.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Larger files are not read as text.
const TEXT_BYTES_MAX: u64 = 1 << 20;

#[derive(Clone, Debug)]
pub(crate) struct File {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) bytes: u64,
    /// `None` for what is not UTF-8 or too large.
    pub(crate) text: Option<String>,
}

impl File {
    pub(crate) fn has_ending(&self, ending: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, own)| own == ending)
    }
}

pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).expect("xtask lies two folders below the root")
}

/// Tracked files, and untracked ones that are not ignored: what a commit of everything would hold.
pub(crate) fn files() -> Result<Vec<File>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!("cannot list the files with git: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let listing = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut paths: Vec<&str> = listing.split_terminator('\0').collect();
    paths.sort_unstable();
    paths.dedup();
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        files.extend(read(path)?);
    }
    Ok(files)
}

/// `None` if it is deleted but not yet committed, or not a regular file.
fn read(path: &str) -> Result<Option<File>> {
    let full = root().join(path);
    let Ok(data) = full.symlink_metadata() else { return Ok(None) };
    if !data.is_file() {
        return Ok(None);
    }
    let text = if data.len() > TEXT_BYTES_MAX {
        None
    } else {
        let bytes = std::fs::read(&full).with_context(|| format!("cannot read {path}"))?;
        String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
    };
    Ok(Some(File { path: path.to_owned(), bytes: data.len(), text }))
}

/// Runs a program in the root with its output on the terminal; fails if it fails.
pub(crate) fn call(program: &str, arguments: &[&str]) -> Result<()> {
    let line = format!("{program} {}", arguments.join(" "));
    eprintln!("$ {line}");
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .status()
        .with_context(|| format!("cannot run \"{line}\""))?;
    if !status.success() {
        bail!("\"{line}\" failed ({status})");
    }
    Ok(())
}
