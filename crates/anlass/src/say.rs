//! How the command line speaks: data to stdout, talk and progress to stderr; bars only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write as _;

/// What a command answers.
pub(crate) struct Answer {
    /// For people.
    pub(crate) text: String,
    /// For programs (`--json`).
    pub(crate) json: serde_json::Value,
    /// Whether the exit code is 0.
    pub(crate) good: bool,
}

impl Answer {
    pub(crate) fn good(text: impl Into<String>, json: serde_json::Value) -> Answer {
        Answer { text: text.into(), json, good: true }
    }
}

/// Writes to stdout. A reader that went away (`| head`) is no error.
pub(crate) fn out(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _gone = writeln!(stdout, "{}", text.trim_end());
}

/// Talks to the person in front, on stderr.
pub(crate) fn talk(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _gone = writeln!(stderr, "{text}");
}

/// A progress bar; hidden if stderr is no terminal.
pub(crate) fn bar(what: &'static str, length: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template("{msg:22} {bar:32} {percent:>3} %  {elapsed} (noch/left {eta})")
    {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// For work of unknown length; hidden if stderr is no terminal.
pub(crate) fn spinner(what: &'static str) -> ProgressBar {
    const TICK: std::time::Duration = std::time::Duration::from_millis(120);
    let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg:22} {spinner}  {elapsed}") {
        spinner.set_style(style);
    }
    spinner.set_message(what);
    if !spinner.is_hidden() {
        spinner.enable_steady_tick(TICK);
    }
    spinner
}

/// A whole number with separators: `735,874`, in German `735.874`.
pub(crate) fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
