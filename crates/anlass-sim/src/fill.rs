//! Fills a store with invented customers through the real commit path: each arrives as a checkpoint, as an
//! import from a former system would, so that a timeline exists and its fold is the dossier. The same seed
//! always gives the same dossiers. They have the sizes that benchmarks are defined by: a median of 1 KiB at
//! least, and one in ten with more than 20 orders.

use anlass_engine::dossier::{Contact, Dated, OrderHead, OrderLine};
use anlass_engine::{Dossier, Input, Program, codec};
use anlass_model::consent::{Channel, Class, ConsentAct, Proof, Recorded};
use anlass_model::definition::Definitions;
use anlass_model::event::{Item, Place};
use anlass_model::id::{
    CategoryId, EntityId, FamilyId, Identifier, IdentifierKind, IntentId, MessageId, Name, NameId, OrderId,
    OutletId, ProductId, VaultId, parts_hash,
};
use anlass_model::time::{DAY, HOUR, MINUTE, Occurred, Span, Timestamp};
use anlass_model::value::{Day, Value};
use anlass_runtime::{Error, Extra, Mode, Runtime, Work};

/// The moment as of which customers are invented: 1 November 2026, noon in UTC.
pub const NOW: Timestamp = Timestamp(1_793_534_400_000);
/// Customers of one commit.
const BATCH: usize = 20_000;
/// How far back orders go.
const YEARS: Span = DAY.times(3 * 365);
/// More orders than this are many.
pub const MANY_ORDERS: usize = 20;
/// Sizes are counted in classes of this many bytes.
const SIZE_CLASS: usize = 16;

const FIRST: [&str; 12] =
    ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hannes", "Ida", "Jonas", "Karla", "Leon"];
const LAST: [&str; 12] = [
    "Adler", "Becker", "Conrad", "Dietrich", "Engel", "Fuchs", "Graf", "Hoffmann", "Jung", "Krause",
    "Lehmann", "Möller",
];
const CITIES: [(&str, &str); 8] = [
    ("Ulm", "89073"),
    ("Köln", "50667"),
    ("Leipzig", "04109"),
    ("Hamburg", "20095"),
    ("München", "80331"),
    ("Graz", "8010"),
    ("Bern", "3011"),
    ("Erfurt", "99084"),
];

/// What to fill.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub customers: u64,
    pub seed: u64,
    pub vault: VaultId,
}

/// What a store was filled with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub customers: u64,
    /// Encoded, before sealing; to the next lower multiple of 16.
    pub median_bytes: usize,
    pub bytes: u64,
    pub many_orders: u64,
}

/// The definitions for a store in which nothing is published.
///
/// # Panics
/// Never: the document is part of the program.
#[must_use]
pub fn definitions() -> Definitions {
    serde_saphyr::from_str(include_str!("fill/shop.yaml")).expect("the shipped document reads")
}

/// By what the `number`-th customer is known.
#[must_use]
pub fn identifier(number: u64) -> Identifier {
    Identifier { kind: IdentifierKind::CustomerNumber, value: number.to_string().into() }
}

/// Writes all customers, batch by batch; `tell` hears how many there are so far. Memory is bounded by a batch
/// and 32 bytes per customer.
///
/// # Errors
/// If something could not be written. Filling again with the same plan ends in the same state.
pub fn fill(runtime: &mut Runtime, plan: &Plan, tell: &mut dyn FnMut(u64)) -> Result<Filled, Error> {
    let mut ids: Vec<(EntityId, u64)> = Vec::new();
    for number in 0..plan.customers {
        ids.push((runtime.derived(plan.vault, &identifier(number))?, number));
    }
    // In the order of the store's tree, so that every page is written once.
    ids.sort_unstable();
    let mut filled = Filled::default();
    let mut sizes: Vec<u64> = vec![0; codec::DOSSIER_MAX / SIZE_CLASS + 1];
    for some in ids.chunks(BATCH) {
        let mut works = Vec::with_capacity(some.len());
        for (id, number) in some {
            let dossier = dossier(&runtime.program, plan, *id, *number);
            let bytes = codec::encode(&dossier).len();
            if let Some(class) = sizes.get_mut(bytes / SIZE_CLASS) {
                *class += 1;
            }
            filled.customers += 1;
            filled.bytes += u64::try_from(bytes).unwrap_or(0);
            filled.many_orders += u64::from(dossier.hot.heads.len() > MANY_ORDERS);
            let input = Input::Checkpoint(Box::new(dossier));
            works.push(Work { vault: plan.vault, customer: *id, now: NOW, input });
        }
        runtime.run_works(works, Mode::Live, Extra::default())?;
        tell(filled.customers);
    }
    filled.median_bytes = median(&sizes, filled.customers);
    Ok(filled)
}

fn median(sizes: &[u64], total: u64) -> usize {
    let mut below = 0;
    for (class, count) in sizes.iter().enumerate() {
        below += count;
        if below * 2 >= total {
            return class * SIZE_CLASS;
        }
    }
    0
}

/// Numbers of one customer, in the order in which they are asked for (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.next() % width).unwrap_or(0)
    }

    fn choice<T: Copy>(&mut self, from: &[T]) -> T {
        let index = usize::try_from(self.next()).unwrap_or(0) % from.len();
        from[index]
    }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a fixed, valid name")
}

/// One customer, as of [`NOW`]. Phase and segments follow when it is stepped.
fn dossier(program: &Program, plan: &Plan, id: EntityId, number: u64) -> Dossier {
    let key = parts_hash(&[b"fill", &plan.seed.to_le_bytes(), &number.to_le_bytes()]);
    let mut dice = Dice(u64::try_from(key >> 64).unwrap_or(0));
    let mut dossier = Dossier::new(id, program.id, NOW);
    dossier.hot.created = NOW.minus(YEARS);
    dossier.hot.identifiers = vec![identifier(number)];
    dossier.hot.profile = profile(&mut dice, number);
    dossier.hot.consents = consents(&mut dice, number);
    orders(&mut dossier, &mut dice, program, number);
    let is_subscriber = dossier.hot.consents.first().is_some_and(|recorded| recorded.act.granted);
    if is_subscriber {
        dossier.contacts = contacts(&mut dice, number);
    }
    dossier
}

fn row(number: u64, n: u64) -> MessageId {
    MessageId::Row { file: 1, row: number * 256 + n }
}

fn profile(dice: &mut Dice, number: u64) -> Vec<(NameId, Dated<Value>)> {
    let occurred = NOW.minus(Span(dice.between(DAY.0, YEARS.0)));
    let (first, last) = (dice.choice(&FIRST), dice.choice(&LAST));
    let (city, postcode) = dice.choice(&CITIES);
    let text = |text: String| Some(Value::Text(text.into()));
    let mut fields = vec![
        ("first_name", text(first.into())),
        ("last_name", text(last.into())),
        ("language", text("de".into())),
        ("city", text(city.into())),
        ("postcode", text(postcode.into())),
        ("time_zone", text("Europe/Berlin".into())),
        ("birth_date", Some(Value::Day(Day(i32::try_from(dice.between(-9_000, 13_000)).unwrap_or(0))))),
    ];
    if dice.between(0, 99) < 92 {
        fields.push(("email", text(format!("{}.{number}@example.org", first.to_lowercase()))));
    }
    if dice.between(0, 99) < 50 {
        fields.push(("phone", text(format!("+49 555 {number:08}"))));
    }
    let dated = |value| Dated { value, occurred, message: row(number, 0) };
    let mut profile: Vec<_> =
        fields.into_iter().map(|(field, value)| (NameId::of(field), dated(value))).collect();
    profile.sort_unstable_by_key(|(field, _)| *field);
    profile
}

/// Two in three get the newsletter, one in twenty of them left it again.
fn consents(dice: &mut Dice, number: u64) -> Vec<Recorded> {
    let mut consents = Vec::new();
    let mut consent = |channel, granted, at| {
        let proof = Proof::DoubleOptIn { text: name("newsletter-2024"), asked: None };
        let act = ConsentAct { channel: Some(channel), purpose: Some(name("offers")), granted, proof };
        consents.push(Recorded { act, occurred: Occurred(at), message: row(number, 1) });
    };
    if dice.between(0, 99) < 66 {
        let at = NOW.minus(Span(dice.between(DAY.0, YEARS.0)));
        consent(Channel::Email, dice.between(0, 99) >= 5, at);
    }
    if dice.between(0, 99) < 20 {
        let at = NOW.minus(Span(dice.between(DAY.0, YEARS.0)));
        consent(Channel::Sms, true, at);
    }
    consents
}

/// One in twenty never bought, one in ten often.
fn order_count(dice: &mut Dice) -> i64 {
    match dice.between(0, 99) {
        0..5 => 0,
        5..20 => 1,
        20..32 => dice.between(2, 4),
        32..60 => dice.between(5, 6),
        60..90 => dice.between(7, 13),
        _ => dice.between(21, 40),
    }
}

/// Heads as the engine derives them from orders of which nothing went back.
fn orders(dossier: &mut Dossier, dice: &mut Dice, program: &Program, number: u64) {
    let mut moments: Vec<Timestamp> = Vec::new();
    for _ in 0..order_count(dice) {
        moments.push(NOW.minus(Span(dice.between(HOUR.0, YEARS.0))));
    }
    moments.sort_unstable();
    for (occurred, n) in moments.into_iter().zip(2u64..) {
        let lines: Vec<OrderLine> = (0..dice.between(1, 3)).map(|_| line(dice)).collect();
        let place = match dice.between(0, 9) {
            0..6 => Place::Online,
            outlet => Place::Outlet(OutletId(outlet.unsigned_abs())),
        };
        let local = occurred.in_zone(&program.zone);
        let count = u32::try_from(lines.len()).unwrap_or(0);
        dossier.hot.heads.push(OrderHead {
            id: OrderId::of(&format!("{number}-{n}")),
            occurred,
            message: row(number, n),
            day: Day::from_date(local.date()),
            place,
            kept_value: lines.iter().map(|line| line.value).sum(),
            kept_lines: count,
            lines: count,
            cancelled: false,
            full_return_at: None,
            category: lines.first().map_or(CategoryId(0), |line| line.item.category),
        });
        dossier.orders.lines.push(lines);
    }
}

fn line(dice: &mut Dice) -> OrderLine {
    let product = dice.between(1, 20_000).unsigned_abs();
    let hash = |what: &[u8], n: u64| u64::try_from(parts_hash(&[what, &n.to_le_bytes()]) >> 64).unwrap_or(0);
    let item = Item {
        product: ProductId(hash(b"product", product)),
        family: FamilyId(hash(b"family", product / 4)),
        category: CategoryId(hash(b"category", product / 100)),
    };
    let quantity = i32::try_from(dice.between(1, 3)).unwrap_or(1);
    OrderLine { item, quantity, value: dice.between(399, 19_999), returned: 0, cancelled: 0 }
}

/// Newsletters of the last two months.
fn contacts(dice: &mut Dice, number: u64) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = Vec::new();
    for n in 0..dice.between(0, 6).unsigned_abs() {
        contacts.push(Contact {
            address: 0,
            intent: IntentId(parts_hash(&[b"fill contact", &number.to_le_bytes(), &n.to_le_bytes()])),
            message: NameId::of("newsletter"),
            at: NOW.minus(Span(dice.between(MINUTE.0, DAY.times(60).0))),
            channel: Channel::Email,
            class: Class::Advertising,
        });
    }
    contacts.sort_unstable_by_key(|contact| (contact.at, contact.intent));
    contacts
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_engine::{Tracing, compile, step};
    use anlass_model::event::{Body, Event, Line, Order, SourceId};
    use anlass_model::time::Received;

    fn program() -> Program {
        compile(definitions())
            .map_err(|problems| format!("{problems:?}"))
            .expect("the shipped document compiles")
    }

    fn sample(program: &Program, count: u64) -> Vec<Dossier> {
        let plan = Plan { customers: count, seed: 7, vault: VaultId(1) };
        (0..count).map(|number| dossier(program, &plan, EntityId(u128::from(number) + 1), number)).collect()
    }

    #[test]
    fn sizes_are_those_that_benchmarks_are_defined_by() {
        let dossiers = sample(&program(), 4_000);
        let mut sizes: Vec<usize> = dossiers.iter().map(|dossier| codec::encode(dossier).len()).collect();
        sizes.sort_unstable();
        assert!(sizes[2_000] >= 1_024, "median {}", sizes[2_000]);
        assert!(sizes[3_999] < codec::DOSSIER_MAX);
        let many = dossiers.iter().filter(|dossier| dossier.hot.heads.len() > MANY_ORDERS).count();
        assert!((320..480).contains(&many), "{many} of 4000 with many orders");
    }

    #[test]
    fn the_same_seed_gives_the_same_dossiers() {
        let program = program();
        assert_eq!(sample(&program, 50), sample(&program, 50));
    }

    #[test]
    fn orders_are_what_the_engine_makes_of_the_events() {
        let program = program();
        for filled in sample(&program, 200) {
            let mut stepped = Dossier::new(filled.hot.id, program.id, filled.hot.created);
            for (head, lines) in filled.hot.heads.iter().zip(&filled.orders.lines) {
                let lines = lines.iter();
                let lines =
                    lines.map(|line| Line { item: line.item, quantity: line.quantity, value: line.value });
                let event = Event {
                    message: head.message,
                    source: SourceId(1),
                    occurred: Occurred(head.occurred),
                    received: Received(head.occurred),
                    simulated: true,
                    body: Body::Ordered(Order { id: head.id, place: head.place, lines: lines.collect() }),
                };
                step(&program, &mut stepped, &Input::Event(event), head.occurred, Tracing::Off);
            }
            assert_eq!(stepped.hot.heads, filled.hot.heads);
            assert_eq!(stepped.orders, filled.orders);
        }
    }
}
