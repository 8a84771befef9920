//! Counters in the text form of Prometheus. Names are an enum and labels are fixed words, so that no sender can
//! make their number grow.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Metric {
    /// By status.
    Requests,
    Bytes,
    /// By fate.
    Events,
    /// By code of the reason.
    Rejected,
    /// By code of the reason.
    LeftOut,
    Connections,
}

impl Metric {
    const ALL: [Metric; 6] = [
        Metric::Requests,
        Metric::Bytes,
        Metric::Events,
        Metric::Rejected,
        Metric::LeftOut,
        Metric::Connections,
    ];

    /// Name, label and help.
    fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Metric::Requests => ("anlass_requests_total", "status", "Answers of the collector by status"),
            Metric::Bytes => ("anlass_collector_bytes_total", "", "Bytes of bodies on the wire"),
            Metric::Events => ("anlass_collector_events_total", "fate", "Events by what became of them"),
            Metric::Rejected => ("anlass_collector_rejected_total", "reason", "Events set aside by reason"),
            Metric::LeftOut => {
                ("anlass_hooks_left_out_total", "reason", "Parts of webhooks that became nothing by reason")
            }
            Metric::Connections => ("anlass_connections_total", "", "Connections accepted"),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Metrics {
    counters: Mutex<BTreeMap<(Metric, &'static str), u64>>,
}

impl Metrics {
    pub(crate) fn count(&self, metric: Metric, label: &'static str, by: usize) {
        let by = u64::try_from(by).unwrap_or(u64::MAX);
        let mut counters = self.locked();
        let counter = counters.entry((metric, label)).or_default();
        *counter = counter.saturating_add(by);
    }

    /// Counters hold no invariant that a panic could have broken.
    fn locked(&self) -> MutexGuard<'_, BTreeMap<(Metric, &'static str), u64>> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn text(&self, backlog: u64, gauges: &[(&'static str, &'static str, u64)]) -> String {
        let counters = self.locked();
        let mut text = String::new();
        for metric in Metric::ALL {
            let (name, label, help) = metric.told();
            line(&mut text, format_args!("# HELP {name} {help}"));
            line(&mut text, format_args!("# TYPE {name} counter"));
            if label.is_empty() {
                let value = counters.get(&(metric, "")).copied().unwrap_or(0);
                line(&mut text, format_args!("{name} {value}"));
                continue;
            }
            for ((_, value), count) in
                counters.range((metric, "")..).take_while(|((own, _), _)| *own == metric)
            {
                line(&mut text, format_args!("{name}{{{label}=\"{value}\"}} {count}"));
            }
        }
        let backlog = ("anlass_inbox_backlog", "Accepted events that are not yet applied", backlog);
        for (name, help, value) in [backlog].iter().chain(gauges) {
            line(&mut text, format_args!("# HELP {name} {help}"));
            line(&mut text, format_args!("# TYPE {name} gauge\n{name} {value}"));
        }
        text
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    writeln!(text, "{content}").expect("a String takes everything");
}
