//! Which facts a programme needs, beside which facts an installation has. Both are data; nothing is read here.
//!
//! A fact is needed if an entry, an exit, the goal or what a message is sent by names it. What only chooses a block of a message,
//! or how long a run waits, is not: without it the programme says less, and is still right.

use anlass_model::consent::{Channel, Class};
use anlass_model::definition::{Items, Journey, Message, Programme};
use anlass_model::id::{CategoryId, NameId};
use anlass_model::value::Value;
use anlass_rules::{Node, Reference};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fact {
    Orders,
    Returns,
    Carts,
    /// What people looked at.
    Views,
    /// A profile field.
    Field(String),
    /// Somebody who agreed to advertising on a channel, for a purpose.
    Consent(Channel, String),
    /// Somebody who signs up and has still to confirm it.
    SignUps,
    /// A node of the catalogue.
    Category(String),
    Articles,
    Stock,
    Prices,
    /// An event of another kind.
    Event(String),
}

/// Where data of a kind come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bringer {
    Customers,
    Orders,
    Articles,
    /// What the shop or its pages send as it happens.
    Shop,
    SignUpForm,
    /// A feed of stock and prices.
    Feed,
    /// Who ships and hands out.
    Fulfilment,
}

impl Fact {
    /// Where it comes from; the first is what most have.
    pub(crate) fn brought_by(&self) -> &'static [Bringer] {
        match self {
            Fact::Orders | Fact::Returns => &[Bringer::Orders, Bringer::Shop],
            Fact::Carts | Fact::Views => &[Bringer::Shop],
            Fact::Field(_) | Fact::Consent(..) => &[Bringer::Customers, Bringer::SignUpForm, Bringer::Shop],
            Fact::SignUps => &[Bringer::SignUpForm, Bringer::Shop],
            Fact::Category(_) | Fact::Articles => &[Bringer::Articles, Bringer::Feed],
            Fact::Stock | Fact::Prices => &[Bringer::Feed],
            Fact::Event(name) if name.starts_with("order.") || name.starts_with("pickup.") => {
                &[Bringer::Fulfilment, Bringer::Shop]
            }
            Fact::Event(_) => &[Bringer::Shop],
        }
    }

    /// Whether it only decides to whom a message may be sent.
    fn is_permission(&self) -> bool {
        matches!(self, Fact::Consent(..))
    }
}

/// What an installation has, counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inventory {
    pub(crate) buyers: u64,
    pub(crate) returners: u64,
    /// People with a value, by field.
    pub(crate) fields: BTreeMap<NameId, u64>,
    /// By channel and purpose; without one: for all purposes.
    pub(crate) consents: BTreeMap<(Channel, Option<NameId>), u64>,
    /// Events that came by themselves, by kind.
    pub(crate) events: BTreeMap<String, u64>,
    pub(crate) articles: u64,
    pub(crate) stocks: u64,
    pub(crate) prices: u64,
    /// Nodes of the catalogue among those that are asked for.
    pub(crate) categories: BTreeSet<CategoryId>,
    /// A form at which people sign up is set up.
    pub(crate) forms: u64,
}

impl Inventory {
    /// How much of a kind of data there is; people, where it is about people.
    pub(crate) fn count(&self, fact: &Fact) -> u64 {
        let event = |name: &str| self.events.get(name).copied().unwrap_or(0);
        match fact {
            Fact::Orders => self.buyers,
            Fact::Returns => self.returners,
            Fact::Carts => event("cart.added"),
            Fact::Views => event("product.viewed"),
            Fact::Field(name) => self.fields.get(&NameId::of(name)).copied().unwrap_or(0),
            Fact::Consent(channel, purpose) => {
                let given = |purpose| self.consents.get(&(*channel, purpose)).copied().unwrap_or(0);
                given(Some(NameId::of(purpose))).max(given(None))
            }
            Fact::SignUps => event("consent.requested") + self.forms,
            Fact::Category(path) => u64::from(self.categories.contains(&CategoryId::of(path))),
            Fact::Articles => self.articles,
            Fact::Stock => self.stocks,
            Fact::Prices => self.prices,
            Fact::Event(name) => event(name),
        }
    }
}

/// How far a programme's data are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Ready,
    /// All its data are there, but nobody has agreed to what it would send.
    Silent,
    /// Some of its journeys have their data.
    Partly,
    Missing,
}

/// What a programme needs: in all its journeys, and by journey.
pub(crate) struct Needed {
    pub(crate) journeys: Vec<(String, BTreeSet<Fact>)>,
}

impl Needed {
    /// What a programme needs; `address` tells in which profile field the address of a channel lies.
    pub(crate) fn of(
        programme: &Programme,
        declared: &[Fact],
        address: &dyn Fn(Channel) -> Option<String>,
    ) -> Needed {
        let mut shared: BTreeSet<Fact> = declared.iter().cloned().collect();
        read(programme.goal.as_deref(), &mut shared);
        let journeys = programme.journeys.iter().map(|journey| {
            let mut facts = shared.clone();
            of_journey(programme, journey, &mut facts);
            let said = journey.steps.iter().filter_map(|step| step.message.as_ref());
            for message in said.filter_map(|id| programme.messages.iter().find(|one| one.id == *id)) {
                of_message(message, address, &mut facts);
            }
            (journey.id.to_string(), facts)
        });
        Needed { journeys: journeys.collect() }
    }

    pub(crate) fn facts(&self) -> BTreeSet<&Fact> {
        self.journeys.iter().flat_map(|(_, facts)| facts).collect()
    }

    /// How far `has` says it is there.
    pub(crate) fn standing(&self, has: &dyn Fn(&Fact) -> bool) -> Standing {
        let is_ready = |facts: &BTreeSet<Fact>| facts.iter().all(|fact| fact.is_permission() || has(fact));
        let ready: Vec<_> = self.journeys.iter().filter(|(_, facts)| is_ready(facts)).collect();
        let may = |facts: &BTreeSet<Fact>| {
            let mut asked = facts.iter().filter(|fact| fact.is_permission());
            asked.all(has)
        };
        match ready.len() {
            0 => Standing::Missing,
            some if some < self.journeys.len() => Standing::Partly,
            _ if ready.iter().any(|(_, facts)| may(facts)) => Standing::Ready,
            _ => Standing::Silent,
        }
    }
}

fn of_journey(programme: &Programme, journey: &Journey, facts: &mut BTreeSet<Fact>) {
    if let Some(event) = &journey.entry.event {
        facts.extend(of_event(event));
    }
    if let Some(date) = &journey.entry.date {
        facts.insert(Fact::Field(date.field.to_string()));
    }
    let segment = journey.entry.segment.as_ref().and_then(|name| programme.segments.get(name));
    read(segment.map(String::as_str), facts);
    read(journey.entry.when.as_deref(), facts);
    for exit in &journey.exit {
        read(Some(&exit.when), facts);
    }
}

fn of_event(name: &str) -> Vec<Fact> {
    match name {
        "order.placed"
        | "phase.changed"
        | "order.cancelled"
        | "order.extended"
        | "loyalty.tier_reached"
        | "loyalty.tier_lost" => {
            vec![Fact::Orders]
        }
        "order.returned" => vec![Fact::Returns],
        "product.viewed" => vec![Fact::Views],
        "consent.requested" => vec![Fact::SignUps],
        // Occasions of the catalogue reach those who wait for them.
        "stock.back" | "stock.low" => {
            vec![Fact::Articles, Fact::Stock, Fact::Event("stock.wanted".to_owned())]
        }
        "price.dropped" => vec![Fact::Articles, Fact::Prices, Fact::Event("price.watched".to_owned())],
        "category.new" => vec![Fact::Articles, Fact::Event("category.watched".to_owned())],
        cart if cart.starts_with("cart.") => vec![Fact::Carts],
        other => vec![Fact::Event(other.to_owned())],
    }
}

fn of_message(message: &Message, address: &dyn Fn(Channel) -> Option<String>, facts: &mut BTreeSet<Fact>) {
    // By one of its channels it can go: the first is what its author prefers.
    if let Some(channel) = message.channels.first() {
        facts.extend(address(*channel).map(Fact::Field));
        if message.class == Class::Advertising && channel.needs_consent() {
            facts.insert(Fact::Consent(*channel, message.purpose.to_string()));
        }
    }
    match message.items {
        Items::None => {}
        Items::Cart => drop(facts.insert(Fact::Carts)),
        Items::OrderKept => drop(facts.insert(Fact::Orders)),
        Items::Occasion => drop(facts.insert(Fact::Articles)),
    }
}

/// What a rule asks for; what nobody can read is told elsewhere.
fn read(rule: Option<&str>, facts: &mut BTreeSet<Fact>) {
    if let Some(expression) = rule.and_then(|text| anlass_rules::parse(text).ok()) {
        walk(&expression.node, facts);
    }
}

fn walk(node: &Node, facts: &mut BTreeSet<Fact>) {
    match node {
        Node::Literal(_) => {}
        Node::Reference { reference, .. } => of_reference(reference, facts),
        Node::Call { argument, .. } => walk(&argument.node, facts),
        Node::Not(inner) | Node::Negate(inner) => walk(&inner.node, facts),
        Node::All(all) | Node::Any(all) => all.iter().for_each(|one| walk(&one.node, facts)),
        Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => {
            walk(&left.node, facts);
            walk(&right.node, facts);
        }
        Node::In { subject, .. } => walk(&subject.node, facts),
    }
}

fn of_reference(reference: &Reference, facts: &mut BTreeSet<Fact>) {
    let first = reference.positional.first().and_then(text);
    let path: &str = &reference.path;
    match path.split_once('.').unwrap_or((path, "")) {
        ("orders" | "lines" | "rhythm" | "phase" | "loyalty", _) => drop(facts.insert(Fact::Orders)),
        ("run", rest) if rest.starts_with("order.") => drop(facts.insert(Fact::Orders)),
        ("event", "phase") => drop(facts.insert(Fact::Orders)),
        ("cart", _) => drop(facts.insert(Fact::Carts)),
        ("interest", _) => drop(facts.insert(Fact::Views)),
        ("profile", field) => drop(facts.insert(Fact::Field(field.to_owned()))),
        ("age", _) => facts.extend(first.map(|field| Fact::Field(field.to_owned()))),
        _ => {}
    }
    if let Some(path) = reference.argument("category").and_then(text) {
        facts.insert(Fact::Category(path.to_owned()));
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipes::RECIPES;

    fn needed(id: &str) -> Needed {
        let recipe = crate::recipes::find(id).expect("shipped");
        let programme: Programme = serde_saphyr::from_str(recipe.yaml).expect("it is read");
        let address = |channel| (channel == Channel::Email).then(|| "email".to_owned());
        Needed::of(&programme, recipe.declared, &address)
    }

    #[test]
    fn every_shipped_recipe_is_read_and_says_under_its_own_name_what_it_needs() {
        for recipe in &RECIPES {
            let programme: Programme = serde_saphyr::from_str(recipe.yaml).expect("it is read");
            assert_eq!(programme.id.as_str(), recipe.id);
            let facts = needed(recipe.id);
            assert!(facts.facts().contains(&Fact::Field("email".to_owned())), "{}", recipe.id);
            assert!(facts.journeys.iter().all(|(_, facts)| facts.len() > 1), "{}", recipe.id);
        }
    }

    #[test]
    fn a_recipe_is_ready_once_the_last_fact_it_decides_on_is_there() {
        let birthday = needed("birthday");
        let all: Vec<Fact> = birthday.facts().into_iter().cloned().collect();
        let offers = Fact::Consent(Channel::Email, "offers".to_owned());
        let expected =
            [Fact::Orders, Fact::Field("birth_date".to_owned()), Fact::Field("email".to_owned()), offers];
        assert_eq!(all, expected);
        let without = |missing: &Fact| birthday.standing(&|fact| fact != missing);
        assert_eq!(birthday.standing(&|_| true), Standing::Ready);
        assert_eq!(without(&Fact::Field("birth_date".to_owned())), Standing::Missing);
        assert_eq!(without(&Fact::Consent(Channel::Email, "offers".to_owned())), Standing::Silent);
    }

    #[test]
    fn one_that_has_some_of_its_journeys_data_is_ready_in_part() {
        let notices = needed("order-notices");
        let has = |fact: &Fact| !matches!(fact, Fact::Event(_));
        assert_eq!(notices.standing(&has), Standing::Partly);
        assert!(notices.facts().contains(&Fact::Event("order.shipped".to_owned())));
        assert_eq!(needed("cart-abandoned").standing(&|fact| *fact != Fact::Carts), Standing::Missing);
    }
}
