//! Who opened or clicked: a person, a machine that checks mail, or a proxy that fetches pictures in somebody's name.
//! Pure. What is no person's stays out of journeys and profiles; that is done elsewhere.

use anlass_model::time::{SECOND, Span};

/// Longer user agents are cut: nobody's browser has one.
const USER_AGENT_BYTES_MAX: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Open,
    Click,
}

/// Whether the link no person can see was followed, in this delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    Untouched,
    Followed,
}

/// An open or click as the tracking saw it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub kind: Kind,
    pub user_agent: &'a str,
    /// From the carrier's acceptance on.
    pub since_delivery: Span,
    /// Different links of this delivery that were followed within [`Limits::burst`], this one counted.
    pub links_in_burst: u32,
    /// Different links in the letter, without the trap.
    pub links: u32,
    pub trap: Trap,
}

/// Where a person ends and a machine begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nobody has read and decided sooner.
    pub click_after_min: Span,
    pub open_after_min: Span,
    /// How close together clicks are "at once". The caller counts by it.
    pub burst: Span,
    /// Letters with fewer links cannot show a burst.
    pub burst_links_min: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            click_after_min: SECOND.times(3),
            open_after_min: SECOND,
            burst: SECOND.times(5),
            burst_links_min: 3,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It followed the link that no person sees.
    Trap,
    /// It says so itself, or says nothing at all.
    UserAgent,
    /// Sooner after delivery than anybody reads.
    TooFast,
    /// All links within seconds.
    AllLinks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// Apple Mail Privacy Protection: fetches everything, read or not.
    Apple,
    /// Fetches when the letter is shown, and hides the rest.
    Gmail,
    Yahoo,
    /// Fetches on behalf of a reader as well: DuckDuckGo, Proton, Fastmail …
    Other,
}

impl Proxy {
    /// Whether an open through it says that a person looked.
    #[must_use]
    pub fn shows_a_reader(self) -> bool {
        self != Proxy::Apple
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Person,
    Machine(Reason),
    Proxy(Proxy),
}

/// Judges one open or click. A burst shows itself only with its last link: ask again for its earlier ones, once
/// [`Limits::burst`] is over, with [`judge_later`].
#[must_use]
pub fn judge(seen: &Seen<'_>, limits: &Limits) -> Verdict {
    if seen.trap == Trap::Followed {
        return Verdict::Machine(Reason::Trap);
    }
    judge_later(judge_at_once(seen, limits), seen, limits)
}

/// What the reaction itself gives away, before anything else of its delivery is known.
fn judge_at_once(seen: &Seen<'_>, limits: &Limits) -> Verdict {
    let agent = lower(seen.user_agent);
    let after_min = match seen.kind {
        Kind::Open => limits.open_after_min,
        Kind::Click => limits.click_after_min,
    };
    let proxy = proxy(&agent).filter(|_| seen.kind == Kind::Open);
    match proxy {
        // It fetches at once, for everybody: its haste says nothing beyond that.
        Some(Proxy::Apple) => return Verdict::Proxy(Proxy::Apple),
        _ if seen.since_delivery < after_min => return Verdict::Machine(Reason::TooFast),
        Some(proxy) => return Verdict::Proxy(proxy),
        None => {}
    }
    if is_nobodys_browser(&agent) || is_crawler(seen.user_agent) {
        return Verdict::Machine(Reason::UserAgent);
    }
    Verdict::Person
}

/// A verdict once more, with what else happened in the delivery. Who needs the user agent for the first one alone
/// has not to keep it: it is not asked again.
#[must_use]
pub fn judge_later(first: Verdict, seen: &Seen<'_>, limits: &Limits) -> Verdict {
    if seen.trap == Trap::Followed {
        return Verdict::Machine(Reason::Trap);
    }
    let is_burst = seen.links >= limits.burst_links_min && seen.links_in_burst >= seen.links;
    match first {
        Verdict::Person if seen.kind == Kind::Click && is_burst => Verdict::Machine(Reason::AllLinks),
        first => first,
    }
}

fn lower(user_agent: &str) -> String {
    let cut = user_agent.trim().char_indices().take_while(|(start, _)| *start < USER_AGENT_BYTES_MAX);
    cut.map(|(_, character)| character.to_ascii_lowercase()).collect()
}

fn proxy(agent: &str) -> Option<Proxy> {
    const OTHERS: [&str; 4] = ["duckduckgo-email", "protonmail", "fastmail", "imageproxy"];
    // Nothing else, and nobody else says only this.
    if agent == "mozilla/5.0" {
        Some(Proxy::Apple)
    } else if agent.contains("googleimageproxy") {
        Some(Proxy::Gmail)
    } else if agent.contains("yahoomailproxy") || agent.contains("yahoomobilemail") {
        Some(Proxy::Yahoo)
    } else {
        OTHERS.iter().any(|mark| agent.contains(mark)).then_some(Proxy::Other)
    }
}

/// No user agent, the bare start of one, or what programs call themselves.
fn is_nobodys_browser(agent: &str) -> bool {
    const PROGRAMS: [&str; 12] = [
        "python-requests",
        "python-urllib",
        "aiohttp",
        "go-http-client",
        "okhttp",
        "java/",
        "libwww",
        "node-fetch",
        "axios/",
        "headlesschrome",
        "phantomjs",
        "wget/",
    ];
    agent.is_empty() || agent == "mozilla/5.0" || PROGRAMS.iter().any(|program| agent.contains(program))
}

/// Whether a user agent calls itself a crawler, by the shipped table.
fn is_crawler(agent: &str) -> bool {
    let agent = agent.get(..agent.floor_char_boundary(USER_AGENT_BYTES_MAX)).unwrap_or_default().trim();
    let marks = include_str!("machine/crawlers.txt").lines().filter(|line| !line.starts_with('#'));
    marks.into_iter().any(|mark| matches_mark(mark, agent))
}

/// `^` at the start, `$` at the end, `*` in between; everything else is itself.
fn matches_mark(mark: &str, agent: &str) -> bool {
    let (mark, at_start) = mark.strip_prefix('^').map_or((mark, false), |rest| (rest, true));
    let (mark, at_end) = mark.strip_suffix('$').map_or((mark, false), |rest| (rest, true));
    if mark.is_empty() {
        return false;
    }
    let mut rest = agent;
    for (index, piece) in mark.split('*').enumerate() {
        let found = match index == 0 && at_start {
            true => rest.strip_prefix(piece),
            false => rest.split_once(piece).map(|(_, after)| after),
        };
        let Some(after) = found else { return false };
        rest = after;
    }
    !at_end || rest.is_empty()
}

#[cfg(test)]
mod tests;
