//! What every kind of source promises, held by the same tests for all of them. A kind that is added to the crate without a
//! sample here fails [`every_kind_of_source_has_a_sample`].

mod deliveries;
mod outcome;
mod tables;

use crate::collector::NOW;
use crate::root;
use anlass_model::consent::ConsentAct;
use anlass_model::event::Body;
use anlass_model::time::{HOUR, Received, Timestamp};
use anlass_sources::analytics::Tool;
use anlass_sources::report::{Reason, Role};
use anlass_sources::shops::Vendor;
use outcome::{Complaint, Outcome, Told, What};
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::BTreeSet;

/// When the three good things of each sample happened: 2026-11-20, 9:00 to 9:02 UTC.
pub(crate) const MOMENTS: [Timestamp; 3] =
    [Timestamp(1_795_165_200_000), Timestamp(1_795_165_260_000), Timestamp(1_795_165_320_000)];

/// Reads what was sent at a moment. The whole is refused, or each of its parts has its outcome.
type Read = Box<dyn Fn(&[u8], Received) -> Result<Outcome, Complaint>>;
/// Puts parts together into what is sent at once.
type Whole = Box<dyn Fn(&[String]) -> Vec<u8>>;

/// One kind of source, and what its senders write.
pub(crate) struct Sample {
    /// As a failure tells it.
    pub(crate) name: String,
    /// The module of the crate that reads it.
    pub(crate) module: &'static str,
    /// What a file is read for, if it is one.
    pub(crate) role: Option<Role>,
    /// Three things, each told in its own part, one after the other at [`MOMENTS`].
    pub(crate) good: [String; 3],
    /// A part that cannot be taken, if there can be one.
    pub(crate) bad: Option<String>,
    /// A part that means nothing here, if there can be one.
    pub(crate) useless: Option<String>,
    /// Whether the things tell when they happened.
    pub(crate) has_moments: bool,
    /// Two parts of one file that are the same in everything are two things: a coupon redeemed twice on one day.
    pub(crate) counts_equals: bool,
    /// A good part about an amount, and the amount that is found in what came of it.
    pub(crate) priced: Option<fn(&str) -> String>,
    /// A claim of consent without proof, and a withdrawal.
    pub(crate) consent: Option<[String; 2]>,
    /// `None`: each part is sent by itself.
    pub(crate) whole: Option<Whole>,
    pub(crate) read: Read,
}

impl Sample {
    fn sent(&self, parts: &[String]) -> Vec<Vec<u8>> {
        match &self.whole {
            Some(whole) => vec![whole(parts)],
            None => parts.iter().map(|part| part.clone().into_bytes()).collect(),
        }
    }

    fn told(&self, parts: &[String], received: Received) -> Outcome {
        let mut all = Outcome::default();
        for sent in self.sent(parts) {
            let outcome = (self.read)(&sent, received)
                .unwrap_or_else(|complaint| panic!("{}: {complaint:?}", self.name));
            all.append(outcome);
        }
        all
    }

    fn now(&self, parts: &[String]) -> Outcome {
        self.told(parts, NOW)
    }
}

fn samples() -> Vec<Sample> {
    let mut samples = tables::samples();
    samples.extend(deliveries::samples());
    samples
}

fn set(told: &[Told]) -> BTreeSet<&Told> {
    told.iter().collect()
}

#[test]
fn every_kind_of_source_has_a_sample() {
    let samples = samples();
    let names: BTreeSet<&str> = samples.iter().map(|sample| &*sample.name).collect();
    assert_eq!(names.len(), samples.len(), "each sample has a name of its own");
    for role in Role::ALL {
        assert!(samples.iter().any(|sample| sample.role == Some(role)), "a file read for {role:?}");
    }
    for vendor in Vendor::ALL {
        assert!(names.contains(vendor.as_str()), "webhooks of {vendor:?}");
    }
    for tool in Tool::ALL {
        assert!(names.contains(tool.as_str()), "exports of {tool:?}");
    }
    // What the crate shows that is no way in.
    let others = ["error", "probe", "quality", "report", "trigger", "understood", "writing"];
    let library =
        std::fs::read_to_string(root().join("crates/anlass-sources/src/lib.rs")).expect("the crate");
    let shown = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let sampled: BTreeSet<&str> = samples.iter().map(|sample| sample.module).collect();
    for module in shown.filter(|module| !others.contains(module)) {
        assert!(sampled.contains(module), "\"{module}\" reads something: give it a sample");
    }
    // Forms of files: each has a reader of its own.
    let folder = root().join("crates/anlass-sources/src/table");
    let no_forms = ["beside", "documents", "encoding", "given", "layout", "tests"];
    for entry in std::fs::read_dir(folder).expect("the readers") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let Some(form) = name.strip_suffix(".rs").filter(|form| !no_forms.contains(form)) else { continue };
        assert!(tables::FORMS.contains(&form), "files of the form \"{form}\": give them a sample");
    }
}

#[test]
fn the_same_said_twice_has_the_same_ids_whenever_it_comes() {
    for sample in samples() {
        let first = sample.now(&sample.good);
        let later = sample.told(&sample.good, Received(NOW.0.plus(HOUR)));
        assert_eq!(set(&first.told), set(&later.told), "{}", sample.name);
        let ids: BTreeSet<&str> = first.told.iter().map(|told| &*told.id).collect();
        assert_eq!(ids.len(), first.told.len(), "{}: each thing has an id of its own", sample.name);
        assert!(first.told.len() >= sample.good.len(), "{}: {first:?}", sample.name);
        // The same twice in what is sent at once.
        let doubled: Vec<String> = sample.good.iter().flat_map(|part| [part.clone(), part.clone()]).collect();
        let told = sample.now(&doubled);
        let ids_of_doubled: BTreeSet<&str> = told.told.iter().map(|told| &*told.id).collect();
        match sample.counts_equals {
            true => {
                assert!(
                    ids.is_subset(&ids_of_doubled) && ids_of_doubled.len() == doubled.len(),
                    "{}",
                    sample.name
                );
                assert_eq!(set(&told.told), set(&sample.now(&doubled).told), "{}: and again", sample.name);
            }
            false => assert_eq!(ids, ids_of_doubled, "{}", sample.name),
        }
    }
}

#[test]
fn what_is_said_comes_in_its_order_however_it_is_cut() {
    for sample in samples() {
        let whole = sample.now(&sample.good);
        if sample.has_moments {
            let moments: Vec<Timestamp> = whole.told.iter().filter_map(|told| told.at).collect();
            assert_eq!(moments.len(), whole.told.len(), "{}: each has its moment", sample.name);
            assert!(moments.is_sorted(), "{}: {moments:?}", sample.name);
            let each: BTreeSet<Timestamp> = moments.into_iter().collect();
            assert_eq!(each, MOMENTS.into(), "{}: to the millisecond", sample.name);
        }
        for cut in 1..sample.good.len() {
            let mut parted = sample.now(&sample.good[..cut]);
            parted.append(sample.now(&sample.good[cut..]));
            match sample.has_moments {
                true => assert_eq!(parted.told, whole.told, "{} cut at {cut}", sample.name),
                false => assert_eq!(set(&parted.told), set(&whole.told), "{} cut at {cut}", sample.name),
            }
        }
    }
}

fn filled(complaint: &Complaint) -> bool {
    [&complaint.place, &complaint.cause, &complaint.cure].iter().all(|text| !text.trim().is_empty())
}

#[test]
fn a_bad_part_is_refused_with_place_cause_and_cure_and_stops_nothing() {
    for sample in samples() {
        let Some(bad) = &sample.bad else { continue };
        let good = sample.now(&sample.good);
        for at in 0..=sample.good.len() {
            let mut parts = sample.good.to_vec();
            parts.insert(at, bad.clone());
            let told = sample.now(&parts);
            assert_eq!(set(&told.told), set(&good.told), "{}: the others, with {bad} at {at}", sample.name);
            let [complaint] = &told.refused[..] else { panic!("{}: one is refused: {told:?}", sample.name) };
            assert!(filled(complaint), "{}: {complaint:?}", sample.name);
        }
    }
}

/// Which of its parts a sample sends.
#[derive(Clone, Copy, Debug)]
enum Part {
    Good(usize),
    Bad,
    Useless,
}

#[test]
fn nothing_is_dropped_silently() {
    let part = || prop_oneof![4 => (0..3_usize).prop_map(Part::Good), 1 => Just(Part::Bad), 1 => Just(Part::Useless)];
    let parts = prop::collection::vec(part(), 1..12);
    for sample in samples() {
        let good: Vec<Outcome> =
            sample.good.iter().map(|part| sample.now(std::slice::from_ref(part))).collect();
        let mut runner =
            TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
        let result = runner.run(&parts, |chosen| {
            let parts: Vec<String> = chosen
                .iter()
                .filter_map(|part| match part {
                    Part::Good(index) => Some(sample.good[*index].clone()),
                    Part::Bad => sample.bad.clone(),
                    Part::Useless => sample.useless.clone(),
                })
                .collect();
            if parts.is_empty() {
                return Ok(());
            }
            let told = sample.now(&parts);
            let mut expected = BTreeSet::new();
            let (mut bad, mut useless) = (0, 0);
            for part in &chosen {
                match part {
                    Part::Good(index) => expected.extend(set(&good[*index].told)),
                    Part::Bad => bad += u64::from(sample.bad.is_some()),
                    Part::Useless => useless += u64::from(sample.useless.is_some()),
                }
            }
            match sample.counts_equals {
                true => {
                    let count = chosen.iter().filter(|part| matches!(part, Part::Good(_))).count();
                    prop_assert!(
                        expected.is_subset(&set(&told.told)) && told.told.len() == count,
                        "{}",
                        sample.name
                    );
                }
                false => prop_assert_eq!(set(&told.told), expected, "{}", sample.name),
            }
            prop_assert_eq!(told.refused.len() as u64, bad, "{}: {:?}", sample.name, told);
            prop_assert!(told.refused.iter().all(filled), "{}: {:?}", sample.name, told);
            match told.counted {
                // It counts by itself: then its sums hold.
                Some(counted) => {
                    let read = parts.len() as u64;
                    prop_assert_eq!(counted.read, read, "{}: {:?}", sample.name, counted);
                    prop_assert_eq!(counted.read, counted.taken + bad + counted.ignored, "{}", sample.name);
                    prop_assert!(counted.ignored >= useless, "{}: {:?}", sample.name, counted);
                }
                None => prop_assert_eq!(told.ignored, useless, "{}: {:?}", sample.name, told),
            }
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{}: {error}", sample.name));
    }
}

/// As people write them, and as many cents as they are; the last one is no float.
const AMOUNTS: [(&str, i64); 6] = [
    ("0.01", 1),
    ("0.1", 10),
    ("19.99", 1_999),
    ("1234.50", 123_450),
    ("4503599627.37", 450_359_962_737),
    ("90071992547.93", 9_007_199_254_793),
];

#[test]
fn amounts_are_exact_to_the_cent() {
    for sample in samples() {
        let Some(priced) = sample.priced else { continue };
        for (text, minor) in AMOUNTS {
            let told = sample.now(&[priced(text)]);
            let amounts: Vec<i64> = told.told.iter().filter_map(|told| told.what.amount()).collect();
            assert_eq!(amounts, [minor], "{}: {text}: {told:?}", sample.name);
        }
    }
}

#[test]
fn a_claim_proves_no_consent_and_a_withdrawal_counts() {
    let mut tellers = 0;
    for sample in samples() {
        let Some([claim, withdrawal]) = &sample.consent else { continue };
        tellers += 1;
        let acts = |part: &String| -> Vec<ConsentAct> {
            let told = sample.now(std::slice::from_ref(part)).told.into_iter();
            told.filter_map(|told| match told.what {
                What::Event(Body::Consent(act)) => Some(act),
                _ => None,
            })
            .collect()
        };
        let [claimed] = &acts(claim)[..] else { panic!("{}: a claim", sample.name) };
        assert!(claimed.granted && !claimed.proof.is_provable(), "{}: {claimed:?}", sample.name);
        let [withdrawn] = &acts(withdrawal)[..] else { panic!("{}: a withdrawal", sample.name) };
        assert!(!withdrawn.granted, "{}: {withdrawn:?}", sample.name);
        // Whatever is delivered again after it says the same with the same id, and revives nothing.
        let again = sample.told(&[withdrawal.clone(), claim.clone()], Received(NOW.0.plus(HOUR)));
        let first = sample.now(&[claim.clone(), withdrawal.clone()]);
        assert_eq!(set(&again.told), set(&first.told), "{}", sample.name);
    }
    assert!(tellers >= 5, "files, SDKs, forms and shops tell of consents: {tellers}");
}

/// Bytes, changed as transport and other people change them.
fn damaged(bytes: &[u8], at: usize, cut: usize, more: &[u8]) -> Vec<u8> {
    let at = at % (bytes.len() + 1);
    let end = (at + cut).min(bytes.len());
    [&bytes[..at], more, &bytes[end..]].concat()
}

fn check_hostile(sample: &Sample, bytes: &[u8]) -> Result<(), TestCaseError> {
    match (sample.read)(bytes, NOW) {
        Err(complaint) => {
            prop_assert!(filled(&complaint), "{}: {:?}", sample.name, complaint);
        }
        Ok(outcome) => {
            prop_assert!(outcome.refused.iter().all(filled), "{}: {:?}", sample.name, outcome);
            if let Some(counted) = outcome.counted {
                let refused = outcome.refused.len() as u64;
                prop_assert_eq!(counted.read, counted.taken + refused + counted.ignored, "{}", sample.name);
            }
        }
    }
    Ok(())
}

#[test]
fn hostile_input_ends_in_a_message() {
    let noise = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        prop::sample::select(vec![
            "\0",
            "\u{202e}",
            "=cmd|'/c calc'!A1",
            "\"",
            "{",
            "[[[[",
            "]",
            "<!ENTITY a \"&a;\">",
            "1e999999999",
            "-0.000",
            "9223372036854775808",
            "2026-13-45",
            "\\ud800",
            "';DROP TABLE x;--",
            "\r\n\r\n",
            "NaN",
            "true",
            "null",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    let damage = (any::<prop::sample::Index>(), 0..40_usize, noise);
    for sample in samples() {
        let sent = sample.sent(&sample.good).swap_remove(0);
        for bytes in [
            &b""[..],
            b"\xef\xbb\xbf",
            b"{}",
            b"[]",
            b"\0\0\0\0",
            b"PK\x03\x04",
            b"PAR1PAR1",
            &sent[..sent.len() / 2],
        ] {
            check_hostile(&sample, bytes).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
        }
        let mut runner =
            TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        let result = runner.run(&damage, |(at, cut, more)| {
            check_hostile(&sample, &damaged(&sent, at.index(sent.len() + 1), cut, &more))
        });
        result.unwrap_or_else(|error| panic!("{}: {error}", sample.name));
    }
}

#[test]
fn every_reason_of_a_row_says_what_to_do() {
    let cures: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.hint()).collect();
    assert!(cures.iter().all(|cure| cure.len() > 10), "{cures:?}");
    assert!(cures.len() > Reason::ALL.len() - 4, "they are about the reason at hand: {cures:?}");
}

proptest! {
    /// The harness itself: damage reaches every place and never more than asked for.
    #[test]
    fn damage_is_where_it_is_said_to_be(at in 0..20_usize, cut in 0..5_usize) {
        let bytes = b"0123456789";
        let changed = damaged(bytes, at, cut, b"x");
        prop_assert!(changed.contains(&b'x') && changed.len() <= bytes.len() + 1);
    }
}
