//! Event streams behind traits such as `views.count(within = 7d)`: exact times up to 1,000, then hourly
//! buckets. Only events that some rule of the program asks for are kept.

use crate::dossier::{Dossier, STREAM_EXACT_MAX, Stream, Tick, grow};
use anlass_model::id::NameId;
use anlass_model::time::{HOUR, Span, Timestamp};
use std::collections::BTreeMap;

/// Takes in one occurrence, whenever it arrives.
pub(crate) fn record(dossier: &mut Dossier, event: NameId, tick: Tick, keep: Span) {
    let index = match dossier.streams.iter().position(|stream| stream.event == event) {
        Some(index) => index,
        None => {
            let at = dossier.streams.partition_point(|stream| stream.event < event);
            dossier.streams.insert(at, empty(event));
            at
        }
    };
    let Some(stream) = dossier.streams.get_mut(index) else { return };
    stream.count = stream.count.saturating_add(1);
    stream.sum = stream.sum.saturating_add(tick.value);
    stream.first = stream.first.min(tick.at);
    stream.last = stream.last.max(tick.at);
    stream.min = stream.min.min(tick.value);
    stream.max = stream.max.max(tick.value);
    if keep.0 > 0 {
        let at = stream.exact.partition_point(|other| other < &tick);
        grow(&mut stream.exact);
        stream.exact.insert(at, tick);
        forget(stream, keep);
        if stream.exact.len() > STREAM_EXACT_MAX {
            let oldest = stream.exact.remove(0);
            add_to_bucket(stream, &oldest);
        }
    }
}

/// Takes over the streams of another dossier of the same person.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Dossier, keep: &BTreeMap<NameId, Span>) {
    for theirs in &other.streams {
        let Some(keep) = keep.get(&theirs.event) else { continue };
        let before = dossier.stream(theirs.event).map_or((0, 0), |own| (own.count, own.sum));
        for tick in &theirs.exact {
            record(dossier, theirs.event, *tick, *keep);
        }
        if theirs.exact.is_empty() {
            let at = dossier.streams.partition_point(|stream| stream.event < theirs.event);
            if dossier.stream(theirs.event).is_none() {
                dossier.streams.insert(at, empty(theirs.event));
            }
        }
        let Some(own) = dossier.streams.iter_mut().find(|own| own.event == theirs.event) else { continue };
        own.count = before.0.saturating_add(theirs.count);
        own.sum = before.1.saturating_add(theirs.sum);
        own.first = own.first.min(theirs.first);
        own.last = own.last.max(theirs.last);
        own.min = own.min.min(theirs.min);
        own.max = own.max.max(theirs.max);
        for (hour, count, sum) in &theirs.buckets {
            match own.buckets.binary_search_by_key(hour, |(at, _, _)| *at) {
                Ok(index) => {
                    if let Some((_, own_count, own_sum)) = own.buckets.get_mut(index) {
                        *own_count = own_count.saturating_add(*count);
                        *own_sum = own_sum.saturating_add(*sum);
                    }
                }
                Err(index) => own.buckets.insert(index, (*hour, *count, *sum)),
            }
        }
    }
}

fn empty(event: NameId) -> Stream {
    Stream {
        event,
        exact: Vec::new(),
        buckets: Vec::new(),
        count: 0,
        sum: 0,
        first: Timestamp::NEVER,
        last: Timestamp(i64::MIN),
        min: i64::MAX,
        max: i64::MIN,
    }
}

/// Drops what no window reaches any more, measured from the newest occurrence.
fn forget(stream: &mut Stream, keep: Span) {
    let floor = stream.last.minus(keep);
    let gone = stream.exact.partition_point(|tick| tick.at <= floor);
    stream.exact.drain(..gone);
    let gone = stream.buckets.partition_point(|(hour, _, _)| hour.plus(HOUR) <= floor);
    stream.buckets.drain(..gone);
}

fn add_to_bucket(stream: &mut Stream, tick: &Tick) {
    let hour = Timestamp(tick.at.0.div_euclid(HOUR.0).saturating_mul(HOUR.0));
    match stream.buckets.binary_search_by_key(&hour, |(at, _, _)| *at) {
        Ok(index) => {
            if let Some((_, count, sum)) = stream.buckets.get_mut(index) {
                *count = count.saturating_add(1);
                *sum = sum.saturating_add(tick.value);
            }
        }
        Err(index) => stream.buckets.insert(index, (hour, 1, tick.value)),
    }
}

/// Occurrences in (now − within, now], with the moment at which the oldest of them leaves.
pub(crate) struct Window<'a> {
    pub ticks: &'a [Tick],
    /// Count and sum of whole buckets inside the window.
    pub bucketed: (u64, i64),
    pub until: Timestamp,
}

/// The window of a stream as of `now`; ticks in the future of `now` are not in it yet.
pub(crate) fn window(stream: &Stream, within: Span, now: Timestamp) -> Window<'_> {
    let floor = now.minus(within);
    let from = stream.exact.partition_point(|tick| tick.at <= floor);
    let to = stream.exact.partition_point(|tick| tick.at <= now);
    let ticks = stream.exact.get(from..to).unwrap_or(&[]);
    let mut until = ticks.first().map_or(Timestamp::NEVER, |tick| tick.at.plus(within));
    if let Some(next) = stream.exact.get(to) {
        until = until.min(next.at);
    }
    let inside = stream.buckets.iter().filter(|(hour, _, _)| *hour > floor);
    let mut bucketed = (0u64, 0i64);
    for (hour, count, sum) in inside {
        bucketed = (bucketed.0 + u64::from(*count), bucketed.1.saturating_add(*sum));
        until = until.min(hour.plus(within));
    }
    Window { ticks, bucketed, until }
}
