//! `anlass summary`: what a marketer understands, in German or English.

use crate::installation::{self, Installation};
use crate::say::{self, Answer};
use anlass_model::definition::Language;
use anlass_model::time::Timestamp;
use anlass_runtime::goals::ArmCount;
use anlass_runtime::summary::{Split, Summary, went_out};
use anlass_runtime::{Runtime, history};
use anlass_server::insight::story;
use anlass_server::insight::words::{self, pick};
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn run(data: &Path, vault: Option<u32>, language: Language) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let runtime = installation.look()?;
    let scope = installation::scope(&runtime, vault)?;
    let spinner = say::spinner("counting");
    let summary = runtime.summary(&scope)?;
    spinner.finish_and_clear();
    let seed = installation.simulated()?;
    let until = history::position(&*installation.store)?.until;
    let people = story::three_people(&runtime, &scope, seed.is_some())?;
    let mut text = Text { language, seed, out: String::new() };
    text.head(&runtime, summary.first, until);
    text.base(&summary);
    text.phases(&runtime, &summary);
    text.intents(&runtime, &summary);
    text.goals(&runtime, &summary);
    text.week(&summary);
    for person in &people {
        let _ = write!(text.out, "\n{}\n", story::paragraph(&runtime, person, language));
    }
    let json = serde_json::json!({
        "summary": summary, "until": until.to_string(), "simulated_seed": seed,
        "phases_total": summary.phases.iter().map(|phase| phase.customers).sum::<u64>(),
        "people": people.iter().map(|person| story::json(&runtime, person, language)).collect::<Vec<_>>(),
    });
    Ok(Answer::good(text.out, json))
}

struct Text {
    language: Language,
    seed: Option<u64>,
    out: String,
}

impl Text {
    fn pick<'a>(&self, de: &'a str, en: &'a str) -> &'a str {
        pick(self.language, de, en)
    }

    fn number(&self, number: u64) -> String {
        say::grouped(number, if self.language == Language::De { '.' } else { ',' })
    }

    fn split(&self, split: Split) -> String {
        match (split.real, split.simulated) {
            (real, 0) => self.number(real),
            (0, simulated) => format!("{} {}", self.number(simulated), words::simulated(self.language)),
            (real, simulated) => format!(
                "{} + {} {}",
                self.number(real),
                self.number(simulated),
                words::simulated(self.language)
            ),
        }
    }

    fn line(&mut self, what: &str, value: &str) {
        let pad = 30usize.saturating_sub(what.chars().count());
        let _ = writeln!(self.out, "  {what}{:pad$} {value:>12}", "");
    }

    fn head(&mut self, runtime: &Runtime, first: Option<Timestamp>, until: Timestamp) {
        let name = &runtime.program.definitions.settings.name;
        let day = words::day(self.language, &runtime.program, until);
        let _ = writeln!(self.out, "{name} — {} {day}", self.pick("Stand", "as of"));
        if let Some(seed) = self.seed {
            let note = self.pick(
                "Einkäufe sind aufgezeichnet. Namen, Einwilligungen, Besuche, Warenkörbe, Online-Bestellungen, Zustellung und Reaktionen sind simuliert (Startzahl",
                "Purchases are recorded. Names, consents, visits, carts, online orders, carriers and reactions are simulated (seed",
            );
            let _ = writeln!(self.out, "{note} {seed}).");
        }
        if let Some(first) = first {
            let day = words::day(self.language, &runtime.program, first);
            let note = match self.language {
                Language::De => format!(
                    "Die Aufzeichnung beginnt am {day}: wer vorher schon kaufte, gilt am Anfang als Erstkäufer."
                ),
                Language::En => format!(
                    "The recording begins on {day}: whoever bought before counts as a first-time buyer at first."
                ),
            };
            let _ = writeln!(self.out, "{note}");
        }
    }

    fn base(&mut self, summary: &Summary) {
        let _ = writeln!(self.out, "\n{}", self.pick("Bestand", "Base"));
        self.line(self.pick("Kunden", "customers"), &self.number(summary.customers));
        self.line(self.pick("Einkäufe", "baskets"), &self.split(summary.orders));
        self.line(self.pick("Standorte", "outlets"), &self.number(summary.outlets));
        self.line(self.pick("eingelöste Coupons", "coupons redeemed"), &self.split(summary.vouchers));
        let events = summary.events.values().fold(Split::default(), |sum, one| Split {
            real: sum.real + one.real,
            simulated: sum.simulated + one.simulated,
        });
        self.line(self.pick("Ereignisse", "events"), &self.split(events));
    }

    fn phases(&mut self, runtime: &Runtime, summary: &Summary) {
        let _ = writeln!(self.out, "\n{}", self.pick("Phasen", "Phases"));
        let mut total = 0;
        for phase in &summary.phases {
            let known = runtime.program.phases.iter().find(|known| known.name.as_str() == phase.id);
            let title = known.map_or(self.pick("ohne", "none"), |known| known.title.text(self.language));
            total += phase.customers;
            let mut value = self.number(phase.customers);
            if phase.simulated > 0 {
                let of_them = self.pick("davon durch Einkäufe", "of them by orders");
                let simulated = self.number(phase.simulated);
                let _ = write!(value, ", {of_them} {}: {simulated}", words::simulated(self.language));
            }
            self.line(title, &value);
        }
        self.line(self.pick("= Kunden", "= customers"), &self.number(total));
    }

    fn intents(&mut self, runtime: &Runtime, summary: &Summary) {
        let mark =
            if self.seed.is_some() { format!(" {}", words::simulated(self.language)) } else { String::new() };
        let _ = writeln!(
            self.out,
            "\n{}{mark}: {}",
            self.pick("Kontaktvorschläge", "Intents"),
            self.number(summary.intents)
        );
        if summary.lapsed > 0 {
            let what = self.pick("Vorher beendet, ohne Kontaktvorschlag", "Ended before, without an intent");
            let _ = writeln!(self.out, "{what}{mark}: {}", self.number(summary.lapsed));
        }
        let mut by_outcome: BTreeMap<(bool, String, String, String), u64> = BTreeMap::new();
        for outcome in &summary.outcomes {
            let key = (
                !went_out(&outcome.state),
                outcome.state.clone(),
                outcome.reason.clone(),
                if outcome.reason == "exit" || outcome.reason == "cap" {
                    outcome.detail.clone()
                } else {
                    String::new()
                },
            );
            *by_outcome.entry(key).or_default() += outcome.intents;
        }
        let mut rows: Vec<_> = by_outcome.into_iter().collect();
        rows.sort_by_key(|((late, state, reason, detail), count)| {
            (*late, std::cmp::Reverse(*count), state.clone(), reason.clone(), detail.clone())
        });
        for ((_, state, reason, detail), count) in rows {
            let mut what = words::state(self.language, &state).to_string();
            if !reason.is_empty() {
                let _ = write!(what, ": {}", words::reason(self.language, &reason));
            }
            if !detail.is_empty() {
                let _ = write!(what, " ({})", self.detail(runtime, &reason, &detail));
            }
            let pad = 62usize.saturating_sub(what.chars().count());
            let _ = writeln!(self.out, "  {what}{:pad$} {:>12}", "", self.number(count));
        }
        let _ = writeln!(
            self.out,
            "\n{}{mark}",
            self.pick("Angekommen, nach Nachricht", "Delivered, by message")
        );
        let mut by_message: BTreeMap<(String, String), u64> = BTreeMap::new();
        for outcome in summary.outcomes.iter().filter(|outcome| went_out(&outcome.state)) {
            *by_message.entry((outcome.message.clone(), outcome.channel.clone())).or_default() +=
                outcome.intents;
        }
        for ((message, channel), count) in by_message {
            let known = runtime.program.messages.iter().find(|known| known.name.as_str() == message);
            let title = known.map_or(message.as_str(), |known| known.title.text(self.language));
            let what = format!("{title}, {}", words::channel(self.language, &channel));
            let pad = 62usize.saturating_sub(what.chars().count());
            let _ = writeln!(self.out, "  {what}{:pad$} {:>12}", "", self.number(count));
        }
    }

    /// What a reason names: a cap by what it allows, an exit by what it means.
    fn detail(&self, runtime: &Runtime, reason: &str, name: &str) -> String {
        let cap = runtime.program.caps.iter().find(|cap| reason == "cap" && cap.name.as_str() == name);
        match cap {
            Some(cap) => {
                let within = words::span(self.language, cap.within);
                format!("{} {} in {within}", self.pick("höchstens", "at most"), cap.max)
            }
            None => runtime.program.definitions.title(name, self.language).to_owned(),
        }
    }

    /// What programmes reach, beside what happens without them.
    fn goals(&mut self, runtime: &Runtime, summary: &Summary) {
        if summary.goals.is_empty() {
            return;
        }
        let _ = writeln!(
            self.out,
            "\n{}",
            self.pick(
                "Ziele: erreicht mit, und ohne Werbung",
                "Goals: reached with, and without advertising"
            )
        );
        for goal in &summary.goals {
            let programmes = &runtime.program.programmes;
            let known = programmes.iter().find(|known| known.name.as_str() == goal.programme);
            let title = known.map_or(goal.programme.as_str(), |known| known.title.text(self.language));
            let arm = |count: ArmCount| (self.number(count.reached), self.number(count.exposed));
            let ((reached, treated), (reached_alone, alone)) = (arm(goal.treated), arm(goal.held_out));
            let line = match self.language {
                Language::De => format!(
                    "{title}: angesprochen {treated}, davon erreicht {reached}; Kontrollgruppe {alone}, davon erreicht {reached_alone}"
                ),
                Language::En => format!(
                    "{title}: treated {treated}, of them reached {reached}; held out {alone}, of them reached {reached_alone}"
                ),
            };
            let _ = writeln!(self.out, "  {line}");
        }
    }

    fn week(&mut self, summary: &Summary) {
        let Some(week) = summary.busiest_week else { return };
        let monday = week.monday.date().strftime(self.pick("%d.%m.%Y", "%-d %b %Y")).to_string();
        let mark =
            if self.seed.is_some() { format!(" {}", words::simulated(self.language)) } else { String::new() };
        let text = match self.language {
            Language::De => format!(
                "Höchster Kontaktdruck{mark}: Woche ab {monday}, {} Werbeansprachen an {} Kunden, höchstens {} je Kunde",
                self.number(week.contacts),
                self.number(week.people),
                week.per_person_max
            ),
            Language::En => format!(
                "Highest contact pressure{mark}: week of {monday}, {} advertising deliveries to {} people, at most {} per person",
                self.number(week.contacts),
                self.number(week.people),
                week.per_person_max
            ),
        };
        let _ = writeln!(self.out, "\n{text}");
    }
}
