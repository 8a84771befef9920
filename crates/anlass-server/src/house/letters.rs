//! From a loan to a parcel: the ticket's choice, what is known of its person at this moment, and the links of this
//! delivery become a letter or a text. Nothing is chosen here.

use super::returns;
use super::signed::{Claim, Use};
use super::tracking;
use super::{House, View};
use crate::config::MailCarrier;
use crate::public::confirm;
use anlass_channels::mail::address::Mailbox as Address;
use anlass_channels::mail::compose::{Letter, Unsubscribe};
use anlass_channels::{Content, Parcel};
use anlass_content::{Links, Loyalty, Outlet, PerUnit, Product, Reduced, Sender, Thing, Ticketed, render};
use anlass_engine::{Dossier, Ticket, had, open_lines};
use anlass_model::catalogue;
use anlass_model::consent::{Channel, Class};
use anlass_model::id::{NameId, OrderId, VaultId};
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::live::Loan;
use std::collections::BTreeMap;

/// Where people get from a letter.
pub(crate) struct Ways {
    pub(crate) unsubscribe: String,
    pub(crate) preferences: String,
    pub(crate) browser: String,
    pub(crate) pixel: Option<String>,
    pub(crate) confirm: Option<String>,
}

impl Ways {
    pub(crate) fn of(public_url: &str, token: &str) -> Ways {
        Ways {
            unsubscribe: format!("{public_url}/u/{token}"),
            preferences: format!("{public_url}/p/{token}"),
            browser: format!("{public_url}/b/{token}"),
            pixel: None,
            confirm: None,
        }
    }
}

/// Writes one.
///
/// # Errors
/// Why it cannot be written, without anything personal.
pub(crate) fn write(
    house: &House,
    view: &View,
    dossier: Option<&Dossier>,
    loan: &Loan,
) -> Result<Parcel, String> {
    let Loan { vault, ticket, .. } = loan;
    let runtime = &view.runtime;
    let dossier = dossier.ok_or("nobody is known by its id any more")?;
    let key = runtime.keyring.vault(*vault).ok_or("its vault has no key")?;
    let claim = Claim { vault: *vault, customer: ticket.customer, intent: ticket.intent };
    let ways = Ways {
        pixel: tracking::pixel(house, dossier, claim, key),
        confirm: confirm::link(house, view, dossier, claim, key, ticket.at),
        ..Ways::of(&house.config.public_url(), &claim.token(Use::Letter, b"", key))
    };
    let ticketed = ticketed(house, runtime, ticket, dossier, &ways);
    let rendered = render(&view.content, &ticketed).map_err(|error| error.to_string())?;
    let body = match ticket.channel {
        Channel::Email => {
            let own = &house.config.sender;
            let from = Address::new(&ticketed.sender.name, &own.address);
            let from = from.map_err(|bad| format!("the sender's address: {}", bad.cause))?;
            let to = address(runtime, dossier, ticket.channel).ok_or("no address is known")?;
            let name = [text(dossier, "first_name"), text(dossier, "last_name")];
            let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let to = Address::new(&name, &to).map_err(|bad| format!("the address: {}", bad.cause))?;
            let parts = (rendered.html.unwrap_or_default(), rendered.text);
            let (html, text) = tracking::tracked(house, dossier, claim, key, parts);
            let reply_to = match house.config.returns.inbox.as_str() {
                "" => None,
                inbox => Some(
                    Address::new(&ticketed.sender.name, inbox)
                        .map_err(|bad| format!("the inbox: {}", bad.cause))?,
                ),
            };
            let is_kept = house.config.mail.carrier == MailCarrier::Mailbox;
            let unsubscribe = way_out(ticket.class, ways.unsubscribe, &own.address, is_kept);
            Content::Mail(Box::new(Letter {
                from,
                to,
                reply_to,
                subject: rendered.subject,
                html,
                text,
                date: ticket.at,
                seal: Some(returns::seal(key, ticket.intent)),
                bounce_domain: some(&house.config.mail.bounce_domain),
                unsubscribe,
                complaints_to: some(&house.config.mail.complaints_to),
                feedback: feedback(runtime, ticket, &own.address),
                headers: Vec::new(),
            }))
        }
        _ => Content::Text(rendered.text),
    };
    Ok(parcel(*vault, ticket, body))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What Gmail's feedback loop counts by, ending with a name of the sender that stays the same.
fn feedback(runtime: &Runtime, ticket: &Ticket, sender: &str) -> Vec<String> {
    const SENDER_CHARACTERS_MAX: usize = 15;
    let program = &runtime.program;
    let programme =
        program.message(ticket.message).and_then(|message| program.programmes.get(message.programme));
    let domain = sender.rsplit('@').next().unwrap_or_default();
    let sender = domain.chars().filter(char::is_ascii_alphanumeric).take(SENDER_CHARACTERS_MAX).collect();
    let mut parts = vec![program.name(ticket.message)];
    parts.extend(programme.map(|programme| programme.name.to_string()));
    parts.extend([ticket.class.as_str().to_owned(), sender]);
    parts
}

/// The header by which mail programs unsubscribe. It must lead to https (RFC 8058); where this server is only tried
/// out without, the link in the letter's text is left, and a mailbox that lets nothing out shows the header as it
/// would be.
fn way_out(class: Class, link: String, address: &str, is_kept: bool) -> Option<Unsubscribe> {
    let is_own =
        is_kept && ["http://127.0.0.1:", "http://localhost:"].iter().any(|own| link.starts_with(own));
    let is_offered = class == Class::Advertising && (link.starts_with("https://") || is_own);
    is_offered.then(|| Unsubscribe { https: link, mailto: address.to_owned() })
}

fn parcel(vault: VaultId, ticket: &Ticket, body: Content) -> Parcel {
    Parcel {
        intent: ticket.intent,
        vault,
        customer: ticket.customer,
        message: ticket.message,
        channel: ticket.channel,
        body,
    }
}

pub(crate) fn ticketed(
    house: &House,
    runtime: &Runtime,
    ticket: &Ticket,
    dossier: &Dossier,
    ways: &Ways,
) -> Ticketed {
    let program = &runtime.program;
    let own = &house.config.sender;
    let or_name = |text: &str| match text {
        "" => program.definitions.settings.name.clone(),
        text => text.to_owned(),
    };
    let person: BTreeMap<NameId, Value> = dossier
        .hot
        .profile
        .iter()
        .filter_map(|(field, dated)| dated.value.clone().map(|value| (*field, value)))
        .collect();
    let things: Vec<(OrderId, Thing)> = had(program, dossier)
        .into_iter()
        .map(|own| {
            let fields = own.fields.into_iter().map(|(name, value)| (name.id(), value.clone()));
            (own.id, Thing { entity: own.entity.id(), key: own.key.to_owned(), fields: fields.collect() })
        })
        .collect();
    Ticketed {
        message: ticket.message,
        channel: ticket.channel,
        blocks: ticket.blocks.clone(),
        language: text(dossier, "language"),
        today: ticket.at.in_zone(&program.zone).date(),
        person,
        products: products(runtime, ticket, dossier),
        content: house.suited.of(runtime, dossier, ticket.at, &house.feeds.silent((house.wall)())),
        about: things.iter().position(|(id, _)| Some(*id) == ticket.order),
        things: things.into_iter().map(|(_, thing)| thing).collect(),
        outlet: anlass_runtime::nearest::outlet(program, dossier, &runtime.catalogue)
            .map(|own| outlet(own, ticket.at.in_zone(&program.zone).date())),
        loyalty: anlass_engine::loyalty(program, dossier, ticket.at).map(|own| Loyalty {
            points: own.points,
            tier: own.tier.map(|tier| tier.name.clone()),
            points_to_next: own.to_next,
        }),
        voucher: ticket.voucher.clone(),
        links: Links {
            unsubscribe: Some(ways.unsubscribe.clone()),
            preferences: Some(ways.preferences.clone()),
            browser: Some(ways.browser.clone()),
            confirm: ways.confirm.clone(),
            pixel: ways.pixel.clone(),
            shop: own.shop.clone(),
        },
        sender: Sender { name: or_name(&own.name), imprint: or_name(&own.imprint) },
    }
}

/// Somebody's own outlet, as it is open on a day.
fn outlet(own: &catalogue::Outlet, today: jiff::civil::Date) -> Outlet {
    let weekday = u8::try_from(today.weekday().to_monday_one_offset()).unwrap_or_default();
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let mut hours: Vec<_> = own.hours.iter().filter(|hours| hours.weekday == weekday).collect();
    hours.sort();
    let open: Vec<String> = hours
        .iter()
        .map(|hours| format!("{}–{}", time(hours.from_minute), time(hours.until_minute)))
        .collect();
    Outlet {
        number: own.number.to_string(),
        name: own.name.to_string(),
        open_today: (!open.is_empty()).then(|| open.join(", ")),
    }
}

fn told_per(measure: catalogue::Measure, language: &str) -> &'static str {
    match measure.symbol() {
        "" if language.starts_with("de") => "Stück",
        "" => "piece",
        symbol => symbol,
    }
}

/// Letters link by https only.
fn linked(address: &str) -> Option<String> {
    address.starts_with("https://").then(|| address.to_owned())
}

/// Articles with price and quantity as they lie in the cart, where they do.
fn products(runtime: &Runtime, ticket: &Ticket, dossier: &Dossier) -> Vec<Product> {
    let lines = open_lines(dossier);
    let own = text(dossier, "language");
    let content = runtime.program.definitions.content.as_ref();
    let usual = content.map(|content| content.languages.default.as_str());
    let language = own.as_deref().or(usual).unwrap_or("en");
    let product = |id: &anlass_model::id::ProductId| {
        let known = runtime.catalogue.product(*id)?;
        let line = lines.iter().find(|line| line.item.product == *id && line.quantity > 0);
        let offer = ticket.offers.iter().find(|offer| offer.product == *id);
        let price_minor =
            offer.map(|offer| offer.price).or_else(|| line.map(|line| line.value / i64::from(line.quantity)));
        let quantity = line.map(|line| i64::from(line.quantity));
        let details = known.details.as_deref();
        Some(Product {
            name: known.name_in(language).to_owned(),
            price_minor,
            quantity,
            reduced: offer
                .and_then(|offer| Some(Reduced { was_minor: offer.lowest_before?, percent: offer.percent })),
            per_unit: offer.and_then(|offer| {
                Some(PerUnit {
                    price_minor: offer.unit_price?,
                    unit: told_per(known.unit?.measure, language),
                })
            }),
            image: details.and_then(|details| details.pictures.iter().find_map(|picture| linked(picture))),
            link: details.and_then(|details| linked(details.link.as_deref()?)),
        })
    };
    ticket.items.iter().filter_map(product).collect()
}

/// The address of a channel in the profile.
pub(crate) fn address(runtime: &Runtime, dossier: &Dossier, channel: Channel) -> Option<String> {
    match dossier.profile(*runtime.program.addresses.get(&channel)?)? {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// A text of the profile.
pub(crate) fn text(dossier: &Dossier, field: &str) -> Option<String> {
    match dossier.profile(NameId::of(field))? {
        Value::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_told_with_the_hours_of_that_day() {
        let hours =
            |weekday, from_minute, until_minute| catalogue::Hours { weekday, from_minute, until_minute };
        let own = catalogue::Outlet {
            number: "7".into(),
            name: "Markt".into(),
            hours: vec![hours(1, 840, 1_080), hours(1, 540, 720), hours(2, 600, 601)],
            ..catalogue::Outlet::default()
        };
        let open = |day| outlet(&own, jiff::civil::date(2026, 11, day)).open_today;
        assert_eq!(open(23).as_deref(), Some("09:00–12:00, 14:00–18:00"), "a Monday");
        assert_eq!(open(24).as_deref(), Some("10:00–10:01"));
        assert_eq!(open(25), None);
    }

    /// Such a header would make composing refuse the whole letter.
    #[test]
    fn advertising_has_the_header_of_one_click_only_over_https() {
        let kept = |class, link: &str, is_kept| {
            way_out(class, link.to_owned(), "news@example.org", is_kept).is_some()
        };
        let offered = |class, link: &str| kept(class, link, false);
        assert!(offered(Class::Advertising, "https://mail.example.org/u/t"));
        assert!(!offered(Class::Advertising, "http://127.0.0.1:8080/u/t"));
        assert!(!offered(Class::Contract, "https://mail.example.org/u/t"));
        assert!(kept(Class::Advertising, "http://127.0.0.1:8080/u/t", true), "what never leaves shows it");
        assert!(!kept(Class::Advertising, "http://shop.example/u/t", true));
    }
}
