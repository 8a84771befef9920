//! A verifier of somebody else: dkimpy, where Python can get it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const VERIFY: &str = r#"
import json, sys, dkim
given = json.load(sys.stdin)
records = {name.encode() + b".": text.encode() for name, text in given["records"]}
message = given["message"].encode()
for index in range(len(given["records"])):
    verifier = dkim.DKIM(message)
    try:
        print(verifier.verify(idx=index, dnsfunc=lambda name, timeout=5: records.get(name)))
    except dkim.DKIMException:
        print(False)
"#;

/// Python with dkimpy, made once per build folder.
pub(crate) fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dkimpy");
    let python = folder.join("bin/python");
    let runs = |command: &mut Command| {
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    };
    let has_it = || runs(Command::new(&python).args(["-c", "import dkim, nacl"]));
    if !has_it() {
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--retries",
            "0",
            "--timeout",
            "10",
            "dkimpy==1.1.8",
            "pynacl",
        ];
        runs(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        runs(Command::new(&python).args(pip));
    }
    has_it().then_some(python)
}

/// What it says of the first signatures, as many as there are records: name and text of the DNS.
pub(crate) fn verdicts(python: &Path, message: &[u8], records: &[(String, String)]) -> String {
    let message = String::from_utf8(message.to_vec()).unwrap();
    let given = serde_json::json!({ "message": message, "records": records });
    let script = Command::new(python)
        .args(["-c", VERIFY])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    serde_json::to_writer(script.stdin.as_ref().unwrap(), &given).unwrap();
    String::from_utf8(script.wait_with_output().unwrap().stdout).unwrap()
}
