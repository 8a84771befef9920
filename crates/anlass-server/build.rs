//! With the feature `app`, takes the built web app into the program: a table of its files. Without it, nothing.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script by its environment")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const BUILT: &str = "../../web/app/dist";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_APP").is_none() {
        return;
    }
    println!("cargo:rerun-if-changed={BUILT}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(BUILT);
    let mut files = Vec::new();
    gather(&root, &mut files);
    assert!(
        files.iter().any(|file| file.ends_with("index.html")),
        "the web app is not built\n  help: run `npm ci && npm run build` in web/app, or leave out the feature \"app\""
    );
    files.sort();
    let mut table = String::from("pub(crate) static FILES: &[(&str, &[u8])] = &[\n");
    for file in files {
        let path = file.strip_prefix(&root).map(Path::to_path_buf).unwrap_or_default();
        let path = path.to_string_lossy().replace('\\', "/");
        writeln!(table, "    (\"/{path}\", include_bytes!({file:?})),").expect("a String takes everything");
    }
    table.push_str("];\n");
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).expect("cargo sets it");
    fs::write(out.join("files.rs"), table).expect("the build's own folder can be written");
}

fn gather(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true => gather(&path, files),
            false => files.push(path),
        }
    }
}
