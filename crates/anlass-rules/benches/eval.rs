//! Nanoseconds per evaluation of a typical rule on facts in an array. `cargo bench -p anlass-rules`; without
//! `--bench` (as under `cargo test --benches`) it only runs a few times so that it does not rot.

use anlass_model::time::{DAY, Timestamp};
use anlass_model::value::Type;
use anlass_rules::{Fact, Facts, Reference, Refused, Rule, Schema, SlotId, ValueRef, check, parse};
use std::hint::black_box;
use std::time::Instant;

const NAMES: [(&str, Type); 7] = [
    ("country", Type::Text),
    ("orders_12m", Type::Int),
    ("revenue_12m", Type::Money),
    ("vip", Type::Bool),
    ("last_category", Type::Text),
    ("opens_30d", Type::Int),
    ("last", Type::Time),
];

struct Names;

impl Schema for Names {
    fn resolve(&mut self, reference: &Reference) -> Result<(SlotId, Type), Refused> {
        (0..)
            .zip(NAMES)
            .find(|(_, (name, _))| **name == *reference.path)
            .map_or(Err(Refused::Unknown), |(index, (_, kind))| Ok((SlotId(index), kind)))
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

struct Table([Fact<'static>; 7]);

impl Facts for Table {
    fn fact(&self, slot: SlotId) -> Fact<'_> {
        usize::try_from(slot.0)
            .ok()
            .and_then(|index| self.0.get(index))
            .copied()
            .unwrap_or(Fact::steady(None))
    }
}

fn rule(text: &str) -> Rule {
    let expression = parse(text).expect("the rule reads");
    check(&expression, &mut Names).expect("the rule makes sense")
}

#[expect(clippy::print_stdout, reason = "printing the measurement is what it is for")]
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn measure(name: &str, rule: &Rule, facts: &Table, rounds: u32) {
    let start = Instant::now();
    for round in 0..rounds {
        let now = Timestamp(DAY.times(100).0 + i64::from(round));
        black_box(black_box(rule).eval(black_box(facts), now));
    }
    let elapsed_ns = start.elapsed().as_nanos();
    println!("{name}: {} ns per evaluation ({rounds} rounds)", elapsed_ns / u128::from(rounds));
}

fn main() {
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 5_000_000 } else { 1_000 };
    let facts = Table([
        Fact::steady(Some(ValueRef::Text("DE"))),
        Fact::steady(Some(ValueRef::Int(4))),
        Fact::steady(Some(ValueRef::Money(30_000))),
        Fact::steady(Some(ValueRef::Bool(true))),
        Fact::steady(Some(ValueRef::Text("garden"))),
        Fact::steady(Some(ValueRef::Int(3))),
        Fact::steady(Some(ValueRef::Time(Timestamp(DAY.times(80).0)))),
    ]);
    let typical = rule(
        "country == \"DE\" && orders_12m >= 3 && revenue_12m > 250.00 && vip && (last_category == \"tools\" || opens_30d > 2)",
    );
    assert!(typical.eval(&facts, Timestamp(0)).value, "every part has to be looked at");
    measure("six conditions", &typical, &facts, rounds);
    measure("since(last) > 45d", &rule("since(last) > 45d"), &facts, rounds);
}
