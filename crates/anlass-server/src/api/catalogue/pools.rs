//! Pools of single-use codes: how many are left, and how they are filled. A code is worth money: no answer, note or
//! message of ours repeats one.

use super::telling::unfit;
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::id::Name;
use anyhow::Context;
use axum::http::header;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use utoipa::ToSchema;

/// Characters of a code.
const CODE_MAX: usize = 64;
/// What the column of codes is called, without blanks and signs.
const HEADINGS: [&str; 8] = [
    "code",
    "codes",
    "gutscheincode",
    "gutscheincodes",
    "rabattcode",
    "vouchercode",
    "couponcode",
    "discountcode",
];
/// Places told of what was refused for one reason.
const PLACES_MAX: usize = 10;
/// What is larger comes in several.
pub(crate) const BYTES_MAX: usize = 4 << 20;

/// Codes that letters give out, each to one person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PoolShown {
    id: String,
    left: usize,
    given: usize,
    /// Messages that take codes from it.
    messages: Vec<String>,
}

/// `GET /api/catalogue/pools`: those that a message of a live programme takes codes from.
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<PoolShown>, Fault> {
    let view = call.view();
    let pools = takers(&view).into_iter().map(|(id, messages)| {
        let pool = view.runtime.pool(view.scope.vault(), &id)?;
        Ok(PoolShown { left: pool.free(), given: pool.given(), id, messages })
    });
    pools.collect()
}

/// The messages that take codes from a pool, by pool.
fn takers(view: &View) -> BTreeMap<String, Vec<String>> {
    let mut takers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in &view.runtime.program.messages {
        if let Some(pool) = &message.voucher {
            takers.entry(pool.to_string()).or_default().push(message.name.to_string());
        }
    }
    takers
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodesTold {
    codes: Vec<String>,
}

/// What became of codes. Those that were there already change nothing, so the same list may come again.
#[derive(Serialize, ToSchema)]
pub(crate) struct PoolFilled {
    new: usize,
    /// The pool has them or gave them out, or the list holds them twice.
    known: usize,
    /// By reason; empty: none.
    refused: Vec<CodesRefused>,
    /// Codes that are free now.
    left: usize,
    /// Messages of live programmes that take codes from it; empty: none does yet.
    messages: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CodesRefused {
    why: RefusedWhy,
    count: usize,
    /// Lines of the text, or places in the list, from one; the first ten. Of a full pool none.
    places: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefusedWhy {
    Empty,
    /// Longer than 64 characters.
    TooLong,
    /// It holds a blank or a sign that cannot be read.
    Characters,
    /// The pool holds 1,000,000 codes.
    PoolFull,
}

/// `POST /api/catalogue/pools/{pool}/codes`
pub(crate) fn fill(call: &Call<'_>) -> Result<PoolFilled, Fault> {
    let name = Name::new(call.part("pool")).map_err(|error| unfit(format!("pool: {error}")))?;
    let (fit, mut refused) = judged(told(call)?);
    let view = call.view();
    let (vault, pool) = (view.scope.vault(), name.to_string());
    let (tell, hears) = sync_channel(1);
    call.house().between_rounds(Box::new(move |live| {
        live.settle()?;
        let _gone = tell.send(live.runtime.fill_pool(vault, &pool, fit)?);
        Ok(())
    }))?;
    let (filled, left) = hears.recv().context("the loop stopped")?;
    if filled.beyond > 0 {
        refused.push(CodesRefused { why: RefusedWhy::PoolFull, count: filled.beyond, places: Vec::new() });
    }
    if filled.new > 0 {
        let act = Act { what: "pool_filled", about: name.to_string(), program: None };
        call.desk.access.note((call.house().wall)(), call.who(), act)?;
    }
    let messages = takers(&view).remove(name.as_str()).unwrap_or_default();
    Ok(PoolFilled { new: filled.new, known: filled.known, refused, left, messages })
}

/// The codes of a body with their places: a list, or a text with one in a line.
fn told(call: &Call<'_>) -> Result<Vec<(usize, String)>, Fault> {
    let kind = call.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !kind.starts_with("text/") {
        // What serde says of a wrong place may quote it.
        let told: CodesTold = serde_json::from_slice(call.body).map_err(|error| Fault::Unreadable {
            cause: format!(
                "line {}, column {}: a list {{\"codes\": [\"…\"]}} is wanted, or a text with one code a line",
                error.line(),
                error.column()
            ),
        })?;
        return Ok((1..).zip(told.codes).collect());
    }
    let text = std::str::from_utf8(call.body)
        .map_err(|error| Fault::Unreadable { cause: format!("byte {} is no UTF-8", error.valid_up_to()) })?;
    let text = text.trim_start_matches('\u{feff}');
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    if kind != "text/csv" {
        return Ok(lines.map(|(at, line)| (at, line.to_owned())).collect());
    }
    let mut lines = lines.peekable();
    // An export of a shop has the code beside ids of its own.
    let heading = lines.peek().and_then(|(_, line)| cells(line).position(is_heading));
    if heading.is_some() {
        lines.next();
    }
    let column = heading.unwrap_or(0);
    Ok(lines.map(|(at, line)| (at, cells(line).nth(column).unwrap_or_default().to_owned())).collect())
}

/// The fields of a line; none holds a divider, for no code does.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'))
}

fn is_heading(cell: &str) -> bool {
    let name: String = cell.chars().filter(|letter| letter.is_alphanumeric()).collect();
    HEADINGS.contains(&name.to_lowercase().as_str())
}

/// Those that can be codes, in their order, and why the others cannot.
fn judged(told: Vec<(usize, String)>) -> (Vec<Box<str>>, Vec<CodesRefused>) {
    let mut fit = Vec::with_capacity(told.len());
    let mut refused: BTreeMap<RefusedWhy, Vec<usize>> = BTreeMap::new();
    for (place, code) in told {
        let code = code.trim();
        let why = match code {
            "" => Some(RefusedWhy::Empty),
            code if code.chars().count() > CODE_MAX => Some(RefusedWhy::TooLong),
            code if code.chars().any(|c| c.is_whitespace() || c.is_control()) => Some(RefusedWhy::Characters),
            _ => None,
        };
        match why {
            Some(why) => refused.entry(why).or_default().push(place),
            None => fit.push(code.into()),
        }
    }
    let refused = refused.into_iter().map(|(why, mut places)| {
        let count = places.len();
        places.truncate(PLACES_MAX);
        CodesRefused { why, count, places }
    });
    (fit, refused.collect())
}
