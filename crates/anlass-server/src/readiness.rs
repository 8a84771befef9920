//! Which facts a programme needs, beside which facts an installation has. Both are data; nothing is read here.
//!
//! A fact is needed if without it nobody is ever reached: if an entry, or what each message is sent by, can only be so with it.
//! What ends a run, is counted as success or chooses a block is not: without it the programme says or knows less, and is still
//! right. It is better with it.

use anlass_model::consent::{Channel, Class};
use anlass_model::definition::{Items, Journey, Message, Programme};
use anlass_model::id::{CategoryId, NameId};
use anlass_model::value::Value;
use anlass_rules::{Comparison, Node, Reference};
use std::collections::{BTreeMap, BTreeSet};

/// Facts that are nought where there is nothing to count.
const COUNTED: [&str; 9] = [
    "orders.count",
    "orders.kept",
    "orders.full_returns",
    "orders.days",
    "orders.value",
    "lines.count",
    "lines.value",
    "cart.lines",
    "cart.value",
];

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

/// What a programme needs, by journey, and what else its rules and messages ask for.
pub(crate) struct Needed {
    pub(crate) journeys: Vec<(String, BTreeSet<Fact>)>,
    asked: BTreeSet<Fact>,
}

impl Needed {
    /// What a programme needs; `address` tells in which profile field the address of a channel lies.
    pub(crate) fn of(
        programme: &Programme,
        declared: &[Fact],
        address: &dyn Fn(Channel) -> Option<String>,
    ) -> Needed {
        let mut asked = BTreeSet::new();
        read(programme.goal.as_deref(), &mut asked);
        let journeys = programme.journeys.iter().map(|journey| {
            let mut facts: BTreeSet<Fact> = declared.iter().cloned().collect();
            of_entry(programme, journey, &mut facts);
            for exit in &journey.exit {
                read(Some(&exit.when), &mut asked);
            }
            let said = journey.steps.iter().filter_map(|step| step.message.as_ref());
            let said = said.filter_map(|id| programme.messages.iter().find(|one| one.id == *id));
            let each: Vec<BTreeSet<Fact>> = said.map(|message| of_message(message, address)).collect();
            // Who gets one of its messages is reached.
            facts.extend(common(each.iter().cloned()));
            asked.extend(each.into_iter().flatten());
            (journey.id.to_string(), facts)
        });
        let journeys = journeys.collect();
        let blocks = programme.messages.iter().flat_map(|message| &message.blocks);
        blocks.for_each(|block| read(block.when.as_deref(), &mut asked));
        Needed { journeys, asked }
    }

    /// Without these it reaches people, and says or knows less.
    pub(crate) fn better(&self) -> BTreeSet<&Fact> {
        let needed = self.facts();
        self.asked.iter().filter(|fact| !needed.contains(fact)).collect()
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

/// What all of these hold.
fn common(mut all: impl Iterator<Item = BTreeSet<Fact>>) -> BTreeSet<Fact> {
    let first = all.next().unwrap_or_default();
    all.fold(first, |common, one| common.into_iter().filter(|fact| one.contains(fact)).collect())
}

fn of_entry(programme: &Programme, journey: &Journey, facts: &mut BTreeSet<Fact>) {
    if let Some(event) = &journey.entry.event {
        facts.extend(of_event(event));
    }
    if let Some(date) = &journey.entry.date {
        facts.insert(Fact::Field(date.field.to_string()));
    }
    let segment = journey.entry.segment.as_ref().and_then(|name| programme.segments.get(name));
    facts.extend(needed_by(segment.map(String::as_str)));
    facts.extend(needed_by(journey.entry.when.as_deref()));
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

fn of_message(message: &Message, address: &dyn Fn(Channel) -> Option<String>) -> BTreeSet<Fact> {
    let mut facts = needed_by(message.relevant.as_deref());
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
    facts
}

/// Without what a rule is never so.
fn needed_by(rule: Option<&str>) -> BTreeSet<Fact> {
    let expression = rule.and_then(|text| anlass_rules::parse(text).ok());
    expression.map(|expression| needed(&expression.node)).unwrap_or_default()
}

fn needed(node: &Node) -> BTreeSet<Fact> {
    match node {
        Node::All(all) => all.iter().flat_map(|one| needed(&one.node)).collect(),
        Node::Any(any) => common(any.iter().map(|one| needed(&one.node))),
        // What is not there is not so.
        Node::Not(_) => BTreeSet::new(),
        Node::Compare { operator, left, right } if holds_of_nothing(*operator, &left.node, &right.node) => {
            BTreeSet::new()
        }
        other => {
            let mut facts = BTreeSet::new();
            walk(other, &mut facts);
            facts
        }
    }
}

/// Whether a comparison is so where nothing was ever counted. Of what is missing none is.
fn holds_of_nothing(operator: Comparison, left: &Node, right: &Node) -> bool {
    let is_counted = |node: &Node| match node {
        Node::Reference { reference, .. } => COUNTED.contains(&&*reference.path),
        _ => false,
    };
    let number = |node: &Node| match node {
        Node::Literal(Value::Int(number) | Value::Money(number)) => Some(*number),
        _ => None,
    };
    let (order, is_known) = match (number(left), number(right)) {
        (None, Some(number)) => (0.cmp(&number), is_counted(left)),
        (Some(number), None) => (number.cmp(&0), is_counted(right)),
        _ => return false,
    };
    let holds = match operator {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    };
    is_known && holds
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

    fn set(facts: &[Fact]) -> BTreeSet<&Fact> {
        facts.iter().collect()
    }

    #[test]
    fn a_recipe_is_ready_once_the_last_fact_it_decides_on_is_there() {
        let birthday = needed("birthday");
        let offers = Fact::Consent(Channel::Email, "offers".to_owned());
        let [day, email] = ["birth_date", "email"].map(|field| Fact::Field(field.to_owned()));
        assert_eq!(birthday.facts(), set(&[day.clone(), email, offers.clone()]));
        assert_eq!(
            birthday.better(),
            set(&[Fact::Orders]),
            "of which its success and a block of thanks speak"
        );
        let without = |missing: &Fact| birthday.standing(&|fact| fact != missing);
        assert_eq!(birthday.standing(&|_| true), Standing::Ready);
        assert_eq!(without(&Fact::Orders), Standing::Ready, "who never bought has a birthday too");
        assert_eq!(without(&day), Standing::Missing);
        assert_eq!(without(&offers), Standing::Silent);
    }

    #[test]
    fn what_ends_a_journey_or_is_its_success_is_no_condition_of_it() {
        let carts = needed("cart-abandoned");
        let offers = Fact::Consent(Channel::Email, "offers".to_owned());
        assert_eq!(carts.facts(), set(&[Fact::Carts, Fact::Field("email".to_owned()), offers]));
        assert_eq!(carts.better(), set(&[Fact::Orders]));
        // Who signs up gives the very consent that its second message needs.
        let welcome = needed("welcome");
        let offers = Fact::Consent(Channel::Email, "offers".to_owned());
        assert_eq!(welcome.facts(), set(&[Fact::Field("email".to_owned()), Fact::SignUps]));
        assert_eq!(welcome.better(), set(&[Fact::Orders, offers]));
        // What begins by a purchase is nothing without one.
        assert!(needed("replenishment").facts().iter().any(|fact| matches!(fact, Fact::Category(_))));
        assert!(needed("milestone").facts().contains(&Fact::Orders));
    }

    #[test]
    fn a_rule_needs_only_what_it_cannot_be_without() {
        let all = [Fact::Carts, Fact::Field("city".to_owned()), Fact::Orders];
        for (rule, wanted) in [
            ("orders.count == 0", &[][..]),
            ("orders.count < 3 && cart.open", &all[..1]),
            ("orders.count >= 1 || cart.open", &[]),
            ("orders.count >= 1 || orders.days > 2", &all[2..]),
            ("0 < orders.value", &all[2..]),
            ("!cart.open", &[]),
            ("profile.city != \"Ulm\"", &all[1..2]),
            ("since(orders.last) < 3d && !(orders.count == 0)", &all[2..]),
        ] {
            assert_eq!(needed_by(Some(rule)).iter().collect::<BTreeSet<_>>(), set(wanted), "{rule}");
        }
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
