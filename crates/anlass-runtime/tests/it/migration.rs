//! J05: a journey is edited while 50,000 are inside. None is lost, none is told twice, and the preview foretells
//! what then happens.

use super::{NOW, PARTS, VAULT, event, identifier, name};
use anlass_engine::Input;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::definition::Definitions;
use anlass_model::event::Body;
use anlass_model::time::{DAY, HOUR};
use anlass_model::value::Value;
use anlass_runtime::live::Live;
use anlass_runtime::migration::{Fate, Standing};
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Extra, Mode, Runtime, Work};
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use std::collections::BTreeSet;
use std::sync::Arc;

const PEOPLE: u64 = 50_000;

const BEFORE: &str = r#"
settings:
  name: Edited
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { email: text }
  addresses: { email: email }
  sources: [{ id: shop, number: 1 }]
  policy: { dwell: 0s }
programmes:
  - id: care
    name: { de: Pflege, en: Care }
    aim: retention
    messages:
      - { id: hello, name: { de: Hallo, en: Hello }, class: advertising, purpose: offers, channels: [email] }
    journeys:
      - id: viewed
        name: { de: Angesehen, en: Viewed }
        entry: { event: product.viewed }
        steps:
          - { id: arms, split: [{ percent: 50, next: first }, { percent: 50, next: second }] }
          - { id: first, wait: { for: 1d }, next: tell }
          - { id: second, wait: { for: 2d } }
          - { id: tell, message: hello }
"#;

/// The second wait is gone, its people are sent on; another wait is new.
fn after() -> Definitions {
    let text = BEFORE
        .replace(
            "          - { id: second, wait: { for: 2d } }\n",
            "          - { id: pause, wait: { for: 3d } }\n",
        )
        .replace("next: second", "next: pause")
        .replace("        steps:\n", "        redirects: { second: tell }\n        steps:\n");
    serde_saphyr::from_str(&text).unwrap()
}

fn enter(runtime: &mut Runtime) {
    let mut works = Vec::new();
    for number in 0..PEOPLE {
        let customer = runtime.derived(VAULT, &identifier(number)).unwrap();
        let (channel, purpose) = (Some(Channel::Email), Some(name("offers")));
        let proof = Proof::DoubleOptIn { text: name("v1"), asked: None };
        let address = Some(Value::Text(format!("{number}@example.org").into()));
        let said = [
            Body::Profile(vec![(name("email"), address)]),
            Body::Consent(ConsentAct { channel, purpose, granted: true, proof }),
            Body::Viewed(None),
        ];
        for (n, body) in (0..).zip(said) {
            let input = Input::Event(event(number, n, NOW, body));
            works.push(Work { vault: VAULT, customer, now: NOW, input });
        }
    }
    runtime.run_works(works, Mode::Live, Extra::default()).unwrap();
}

#[test]
fn j05_an_edit_with_fifty_thousand_inside_loses_and_doubles_nobody() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let master = MasterKey::from_bytes([1; 32]);
    let before: Definitions = serde_saphyr::from_str(BEFORE).unwrap();
    Runtime::publish(&*store, &master, &before, Some([2; 32])).unwrap();
    let mut runtime = Runtime::open(Arc::clone(&store), &master, "test", NOW).unwrap();
    enter(&mut runtime);

    let program = anlass_engine::compile(after()).unwrap();
    let foretold = runtime.migration(&program).unwrap();
    let [first, second] = foretold.as_slice() else { panic!("{foretold:?}") };
    assert_eq!((first.step.as_str(), &first.fate), ("first", &Fate::Stays));
    assert_eq!((second.step.as_str(), &second.fate), ("second", &Fate::Moves { to: "tell".into() }));
    assert_eq!(first.runs + second.runs, PEOPLE);
    let stopped = {
        let mut definitions = after();
        definitions.programmes[0].stopped = true;
        runtime.migration(&anlass_engine::compile(definitions).unwrap()).unwrap()
    };
    assert!(stopped.iter().all(|Standing { fate, .. }| *fate == Fate::Leaves), "{stopped:?}");

    Runtime::publish(&*store, &master, &after(), None).unwrap();
    runtime.switch(after()).unwrap();
    let mut cursor = runtime.sweep_cursor().unwrap();
    let mut concerned = 0;
    while !cursor.is_done() {
        concerned += runtime.sweep(&mut cursor, 10_000, NOW.plus(HOUR)).unwrap().concerned;
    }
    assert_eq!(concerned, second.runs, "only those whose step is gone are stepped");
    let mut live = Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap();
    let mut told = BTreeSet::new();
    let mut early = 0;
    for now in [NOW.plus(HOUR), NOW.plus(DAY), NOW.plus(DAY.times(5))] {
        loop {
            let loans = live.lend(&|| now, &Quiet, 100_000).unwrap();
            if loans.is_empty() {
                break;
            }
            for loan in loans {
                assert!(told.insert(loan.ticket.customer), "{} is told twice", loan.ticket.customer);
            }
        }
        early = if now == NOW.plus(HOUR) { told.len() as u64 } else { early };
    }
    assert_eq!(early, second.runs, "those sent on are told at once, the others when their wait is over");
    assert_eq!(told.len() as u64, PEOPLE);
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let all = store.intents(&scope, &IntentFilter { max: usize::MAX, ..IntentFilter::default() }).unwrap();
    assert_eq!(all.len() as u64, PEOPLE);
    assert!(all.iter().all(|row| row.state == "handed"));
}
