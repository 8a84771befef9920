//! `anlass rehearse`: a draft over the recorded history, beside what is live; changes nothing.

use crate::documents::{self, Unnamed};
use crate::installation::{self, Installation};
use crate::outside::Recorded;
use crate::say::{self, Answer};
use anlass_model::definition::Definitions;
use anlass_model::time::DAY;
use anlass_runtime::Runtime;
use anlass_runtime::rehearse::{Rehearsal, rehearse};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) struct Options<'a> {
    pub(crate) files: &'a [PathBuf],
    pub(crate) unnamed: Unnamed,
    pub(crate) vault: Option<u32>,
    pub(crate) since_days: Option<u32>,
}

pub(crate) fn run(data: &Path, options: &Options<'_>) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let draft = match documents::draft(Some(&installation), options.files, options.unnamed)? {
        Ok(draft) => draft,
        Err(problems) => {
            let json = serde_json::json!({ "problems": problems });
            return Ok(Answer { text: documents::list(&problems), json, good: false });
        }
    };
    let live =
        draft.live.context("nothing is published yet\n  help: publish settings and programmes first")?;
    let runtime = installation.look()?;
    let draft = one(&installation, &runtime, draft.definitions, options)?;
    let live = one(&installation, &runtime, live, options)?;
    let json = serde_json::json!({ "draft": draft, "live": live });
    Ok(Answer::good(table(&draft, &live), json))
}

fn one(
    installation: &Installation,
    runtime: &Runtime,
    definitions: Definitions,
    options: &Options<'_>,
) -> Result<Rehearsal> {
    let scope = installation::scope(runtime, options.vault)?;
    let history = installation.history()?;
    let outside = Recorded::new(&definitions.settings, scope.vault(), installation.simulated()?)?;
    let bar = say::bar("rehearsing", history.last()?);
    let since = options.since_days.map(|days| DAY.times(i64::from(days)));
    let rehearsal = rehearse(runtime, &scope, definitions, &history, &outside, since, &mut |position| {
        bar.set_position(position.entry);
    })?;
    bar.finish_and_clear();
    Ok(rehearsal)
}

fn table(draft: &Rehearsal, live: &Rehearsal) -> String {
    let mut text = format!(
        "rehearsed over {} events; counted from {} to {}; nothing was changed\n",
        say::grouped(draft.events, ','),
        draft.from,
        draft.until
    );
    let mut section = |title: &str, draft: &BTreeMap<String, u64>, live: &BTreeMap<String, u64>| {
        let _ = writeln!(text, "\n{title:<52} {:>10} {:>10} {:>10}", "draft", "live", "change");
        let names: BTreeSet<&String> = draft.keys().chain(live.keys()).collect();
        for name in names {
            let (new, old) = (draft.get(name).copied().unwrap_or(0), live.get(name).copied().unwrap_or(0));
            let change = i128::from(new) - i128::from(old);
            let change = if change == 0 { String::new() } else { format!("{change:+}") };
            let _ = writeln!(
                text,
                "  {name:<50} {:>10} {:>10} {change:>10}",
                say::grouped(new, ','),
                say::grouped(old, ',')
            );
        }
    };
    section("entered", &draft.entered, &live.entered);
    section("sent", &draft.sent, &live.sent);
    section("sent, by channel", &draft.sent_by_channel, &live.sent_by_channel);
    section("still open at the end", &draft.still_open, &live.still_open);
    section("not sent", &draft.not_sent, &live.not_sent);
    section("gone before a message, by exit", &draft.lapsed_by_exit, &live.lapsed_by_exit);
    section("collisions and busiest day", &figures(draft), &figures(live));
    for (name, one) in [("draft", draft), ("live", live)] {
        if let Some(day) = one.busiest_day {
            let _ = writeln!(text, "busiest day, {name}: {day}");
        }
    }
    text
}

fn figures(rehearsal: &Rehearsal) -> BTreeMap<String, u64> {
    BTreeMap::from([
        ("people wanted by 2 or more messages in one day".to_string(), rehearsal.collisions),
        ("sent on the busiest day".to_string(), rehearsal.busiest_day_sent),
    ])
}
