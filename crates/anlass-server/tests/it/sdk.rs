//! Unmodified SDKs against a running server. They come from their registries; where those cannot be reached these
//! tests say so and do nothing.

use super::Running;
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{Identifier, IdentifierKind};
use anlass_model::value::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

const NODE: &str = "@segment/analytics-node@3.1.0";
const PYTHON: &str = "segment-analytics-python==2.4.0";

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk")
}

/// A folder with the package, installed once; `None` after saying why not.
fn installed(name: &str, sign: &str, install: &mut Command) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.join(sign).exists() {
        return Some(folder);
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    let output = install.current_dir(&folder).output();
    match output {
        Ok(output) if output.status.success() && folder.join(sign).exists() => Some(folder),
        Ok(output) => skip(name, String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("")),
        Err(error) => skip(name, &error.to_string()),
    }
}

fn skip<T>(name: &str, reason: &str) -> Option<T> {
    writeln!(std::io::stderr(), "skipped: {name} cannot be installed: {reason}").expect("stderr is open");
    None
}

// Installed once for all tests, and given up soon where there is no registry.
static OF_NODE: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let mut install = Command::new("npm");
    install.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--prefix", "."]);
    install.args(["--fetch-retries=0", "--fetch-timeout=20000", NODE]);
    installed("sdk-node", "node_modules/@segment/analytics-node/package.json", &mut install)
});

static OF_PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    install.args(["--retries", "0", "--timeout", "20", "--target", ".", PYTHON]);
    installed("sdk-python", "segment/analytics/__init__.py", &mut install)
});

fn check(output: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
}

/// What both scripts tell: a visitor who signs in, looks, buys and sends something back.
fn check_story(server: &Running) {
    server.memory.with(|kept| {
        assert!(kept.rejected.is_empty(), "{:?}", kept.rejected);
        let has = |wanted: &dyn Fn(&Body) -> bool| kept.arrivals.iter().any(|arrival| wanted(&arrival.event.body));
        assert!(has(&|body| matches!(body, Body::Profile(fields) if fields.iter().any(|(name, _)| name.as_str() == "first_name"))));
        assert!(has(&|body| matches!(body, Body::Viewed(Some(_)))));
        assert!(has(&|body| matches!(body, Body::Viewed(None))));
        assert!(has(&|body| matches!(body, Body::CartAdded(line) if (line.quantity, line.value) == (2, 3_998))));
        assert!(has(&|body| matches!(body, Body::Ordered(order) if order.lines.len() == 2)));
        assert!(has(&|body| matches!(body, Body::Returned { lines, .. } if lines.is_empty())));
        // The key may stand in a web page: the address is a fact of the profile, and leads to nobody.
        let eva = Some(Value::Text("eva@example.org".into()));
        assert!(has(&|body| matches!(body, Body::Profile(fields) if fields.iter().any(|(_, value)| *value == eva))));
        let mut identifiers = kept.arrivals.iter().flat_map(|arrival| &arrival.identifiers);
        assert!(!identifiers.any(|identifier| identifier.kind == IdentifierKind::Email));
        let alias = |arrival: &Arrival| {
            let before = Identifier { kind: IdentifierKind::Cookie, value: "a1".into() };
            matches!(arrival.event.body, Body::Identified(_)) && arrival.identifiers.contains(&before)
        };
        assert!(kept.arrivals.iter().any(alias));
    });
}

fn run_node(server: &Running, folder: &Path) -> Output {
    let mut node = Command::new("node");
    node.arg(scripts().join("node.cjs")).arg(format!("http://{}", server.address)).current_dir(folder);
    node.output().expect("node is there, for npm was")
}

fn run_python(server: &Running, folder: &Path) -> Output {
    let mut python = Command::new("python3");
    python.arg(scripts().join("python.py")).arg(format!("http://{}", server.address));
    python.env("PYTHONPATH", folder).output().expect("python3 is there, for pip was")
}

#[test]
fn the_node_sdk_works_unmodified() {
    let Some(folder) = &*OF_NODE else { return };
    let server = Running::start("");
    check(&run_node(&server, folder));
    check_story(&server);
}

#[test]
fn the_node_sdk_comes_again_when_the_server_is_busy() {
    let Some(folder) = &*OF_NODE else { return };
    let server = Running::start("");
    server.memory.with(|kept| kept.busy = 1);
    check(&run_node(&server, folder));
    assert!(server.memory.with(|kept| kept.busy == 0 && kept.asked >= 2));
    check_story(&server);
}

#[test]
fn the_python_sdk_works_unmodified() {
    let Some(folder) = &*OF_PYTHON else { return };
    let server = Running::start("");
    check(&run_python(&server, folder));
    check_story(&server);
}

#[test]
fn the_python_sdk_comes_again_when_the_server_is_busy() {
    let Some(folder) = &*OF_PYTHON else { return };
    let server = Running::start("");
    server.memory.with(|kept| kept.busy = 1);
    check(&run_python(&server, folder));
    assert!(server.memory.with(|kept| kept.busy == 0 && kept.asked >= 2));
    check_story(&server);
}

/// `None` after saying that node is not there.
fn node(arguments: &[&str]) -> Option<Output> {
    match Command::new("node").args(arguments).current_dir(scripts()).output() {
        Ok(output) => Some(output),
        Err(error) => skip("node", &error.to_string()),
    }
}

#[test]
fn the_tracker_keeps_its_own_promises() {
    let Some(output) = node(&["--test", "../../../../web/tracker"]) else { return };
    check(&output);
}

#[test]
fn the_tracker_is_understood_and_comes_again_when_the_server_is_busy() {
    let server = Running::start("");
    server.memory.with(|kept| kept.busy = 1);
    let Some(output) = node(&["tracker.cjs", &format!("http://{}", server.address)]) else { return };
    check(&output);
    assert!(server.memory.with(|kept| kept.busy == 0 && kept.asked >= 2));
    check_story(&server);
}
