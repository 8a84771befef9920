//! One line of a customer: a moment and what happens then. `2026-03-02 10:00 cart-add drill-a 1 129.00`

use crate::scenario::Trouble;
use crate::scenario::words::Words;
use anlass_model::catalogue::Catalogue;
use anlass_model::consent;
use anlass_model::consent::{Channel, Class, ConsentAct, ObjectionAct, Proof, SaidBy};
use anlass_model::event::{Body, Line, Order, Place, Reaction, Receipt};
use anlass_model::id::{Name, OrderId, OutletId};
use anlass_model::location::{Crossed, Crossing, Located};
use anlass_model::restriction::{Ground, RestrictionAct};
use anlass_model::thing::{ThingAct, ThingSaid};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// All verbs, for the help of an unknown one.
const VERBS: &str = "profile, consent, confirms, withdraws, objects, lifts-objection, restricts, lifts-restriction, enters, leaves, located, views, follows, contacted, came-back, cart-add, cart-remove, cart-clear, \
     buys, cancels, returns, opens, clicks, replies, complains, unsubscribes, receipt, redeems, event, has, has-no-more, mailing, \
     ask, reimport";

/// What a line says.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) line: usize,
    pub(crate) occurred: DateTime,
    pub(crate) received: Option<DateTime>,
    pub(crate) action: Action,
}

#[derive(Debug)]
pub(crate) enum Action {
    Event(Body),
    /// Field and text; typed by the settings, empty clears.
    Profile(Vec<(Name, String)>),
    Custom {
        name: Name,
        pairs: Vec<(Name, String)>,
    },
    /// A thing with some of its fields, typed by the settings; empty clears.
    Has {
        entity: Name,
        key: String,
        pairs: Vec<(Name, String)>,
    },
    /// To the last delivery of this message.
    Reacted {
        message: Name,
        reaction: Reaction,
    },
    Receipt {
        message: Name,
        receipt: Receipt,
    },
    Mailing(Name),
    /// Presses the button of the mail that asks for a confirmation.
    Confirms {
        purpose: Option<Name>,
        channel: Option<Channel>,
    },
    /// Shows the value of an expression at this moment.
    Ask(String),
    /// Everything so far comes in once more; with other message ids where `renumbered`.
    Reimport {
        renumbered: bool,
    },
}

/// What the lines before it have said.
pub(crate) struct Context<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// Lines of the orders so far, for `returns o1` as a whole.
    pub(crate) orders: BTreeMap<String, Vec<Line>>,
}

pub(crate) fn parse(line: usize, text: &str, context: &mut Context<'_>) -> Result<Said, Trouble> {
    let mut words = Words::of(line, text)?;
    let occurred = words.moment()?;
    let verb = words.need("what happens", "2026-03-02 10:00 cart-add drill-a 1 129.00")?;
    if verb == "ask" {
        let expression = text.split_once(" ask ").map_or("", |(_, rest)| rest).trim().to_string();
        return Ok(Said { line, occurred, received: None, action: Action::Ask(expression) });
    }
    let action = action(&verb, &mut words, context)?;
    let received = if words.skip("received") { Some(words.moment()?) } else { None };
    words.end()?;
    if received.is_some_and(|received| received < occurred) {
        return Err(words.trouble("it was received before it occurred", "swap the two moments"));
    }
    Ok(Said { line, occurred, received, action })
}

fn action(verb: &str, words: &mut Words, context: &mut Context<'_>) -> Result<Action, Trouble> {
    let event = |body| Ok(Action::Event(body));
    match verb {
        "profile" => Ok(Action::Profile(words.pairs()?)),
        "event" => {
            let name = words.name("the event's name", "event store.visit value=12.00")?;
            Ok(Action::Custom { name, pairs: words.pairs()? })
        }
        "has" => {
            let entity = words.name("the entity", "has vehicle B-X-1 model=Golf")?;
            let key = words.need("its key", "has vehicle B-X-1 model=Golf")?;
            Ok(Action::Has { entity, key, pairs: words.pairs()? })
        }
        "has-no-more" => {
            let entity = words.name("the entity", "has-no-more vehicle B-X-1")?;
            let key = words.need("its key", "has-no-more vehicle B-X-1")?.into();
            event(Body::Thing(Box::new(ThingAct { entity, key, said: ThingSaid::Gone })))
        }
        "consent" => event(Body::Consent(consent(words)?)),
        "confirms" => {
            let (purpose, channel) = purpose_and_channel(words)?;
            Ok(Action::Confirms { purpose, channel })
        }
        "withdraws" => {
            let (purpose, channel) = purpose_and_channel(words)?;
            event(Body::Consent(ConsentAct { channel, purpose, granted: false, proof: Proof::None }))
        }
        "objects" => event(Body::Objection(ObjectionAct::stated(false))),
        "lifts-objection" => event(Body::Objection(ObjectionAct::stated(true))),
        "restricts" => {
            let case = words.name("the case", "restricts case-1 contested")?;
            let word = words.need("the ground", "restricts case-1 contested")?;
            let ground = Ground::ALL.into_iter().find(|ground| ground.as_str() == word);
            let known = Ground::ALL.map(Ground::as_str).join(", ");
            let ground = ground.ok_or_else(|| {
                words.trouble(
                    format!("\"{word}\" is no ground of a restriction"),
                    format!("use one of {known}"),
                )
            })?;
            event(Body::Restriction(Box::new(RestrictionAct::Restricted { case, ground, said: by_letter() })))
        }
        "lifts-restriction" => {
            let cases = vec![words.name("the case", "lifts-restriction case-1")?];
            event(Body::Restriction(Box::new(RestrictionAct::Lifted { cases, said: by_letter() })))
        }
        "enters" | "leaves" => {
            let fence = words.need("the fence", "enters shop")?.into();
            let crossing = if verb == "enters" { Crossing::Entered } else { Crossing::Exited };
            event(Body::Crossed(Box::new(Crossed { fence, crossing })))
        }
        "located" => event(Body::Located(Box::new(located(words)))),
        "views" => {
            let product = words.need("the article", "views drill-a")?;
            event(Body::Viewed(Some(item(words, context, &product)?)))
        }
        "follows" => {
            let product = words.need("the article", "follows drill-a")?;
            event(Body::Followed { delivery: None, item: item(words, context, &product)? })
        }
        "contacted" => {
            let channel = channel(words)?;
            let class = match words.need("the class", "contacted email advertising")?.as_str() {
                "advertising" => Class::Advertising,
                "contract" => Class::Contract,
                other => {
                    let cause = format!("\"{other}\" is no class of a message");
                    return Err(words.trouble(cause, "use advertising or contract"));
                }
            };
            let campaign = if words.skip("campaign") {
                words.need("what it was called", "contacted email advertising campaign \"Welcome 1\"")?
            } else {
                "newsletter".into()
            };
            event(Body::Contacted { channel, class, campaign: campaign.into() })
        }
        "came-back" => {
            let channel = channel(words)?;
            let address = words.need("the address", "came-back email old@example.org")?.into();
            event(Body::Bounced { channel, address, for_good: !words.skip("for-now") })
        }
        "cart-add" => event(Body::CartAdded(bought(words, context)?)),
        "cart-remove" => event(Body::CartRemoved(bought(words, context)?)),
        "cart-clear" => event(Body::CartCleared),
        "buys" => event(Body::Ordered(order(words, context)?)),
        "cancels" | "returns" => event(back(verb == "cancels", words, context)?),
        "opens" => reacted(words, Reaction::Opened),
        "clicks" => reacted(words, Reaction::Clicked),
        "replies" => reacted(words, Reaction::Replied),
        "complains" => reacted(words, Reaction::Complained),
        "unsubscribes" => reacted(words, Reaction::Unsubscribed),
        "receipt" => {
            let message = words.name("the message", "receipt cart-reminder delivered")?;
            let receipt = receipt(words)?;
            Ok(Action::Receipt { message, receipt })
        }
        "redeems" => {
            let code = words.need("the code", "redeems WELCOME-1")?;
            event(Body::Voucher { code: code.into() })
        }
        "mailing" => Ok(Action::Mailing(words.name("the mailing", "mailing spring-news")?)),
        "reimport" => Ok(Action::Reimport { renumbered: words.skip("renumbered") }),
        _ => {
            Err(words
                .trouble(format!("\"{verb}\" is nothing that can happen"), format!("use one of {VERBS}")))
        }
    }
}

/// `located in shop mall near park`; nothing behind it: far from every fence.
fn located(words: &mut Words) -> Located {
    let (mut inside, mut near): (Vec<Box<str>>, Vec<Box<str>>) = (Vec::new(), Vec::new());
    for (word, into) in [("in", &mut inside), ("near", &mut near)] {
        if words.skip(word) {
            while words.peek().is_some_and(|next| !matches!(next, "near" | "received")) {
                into.extend(words.next().map(Box::from));
            }
            into.sort();
        }
    }
    Located { inside, near }
}

fn by_letter() -> consent::Said {
    consent::Said { how: SaidBy::Letter, by: None, note: None }
}

fn reacted(words: &mut Words, reaction: Reaction) -> Result<Action, Trouble> {
    Ok(Action::Reacted { message: words.name("the message", "clicks cart-reminder")?, reaction })
}

pub(crate) fn receipt(words: &mut Words) -> Result<Receipt, Trouble> {
    let word = words.need("the carrier's answer", "bounces")?;
    Ok(match word.as_str() {
        "accepts" => Receipt::Accepted,
        "rejects" => Receipt::Rejected,
        "loses" => Receipt::Unknown,
        "delivers" => Receipt::Delivered,
        "bounces" => Receipt::Bounced,
        "bounces-soft" => Receipt::BouncedSoft,
        _ => {
            let cure = "use accepts, rejects, loses (no answer), delivers, bounces or bounces-soft";
            return Err(words.trouble(format!("\"{word}\" is no answer of a carrier"), cure));
        }
    })
}

fn purpose_and_channel(words: &mut Words) -> Result<(Option<Name>, Option<Channel>), Trouble> {
    let purpose = match words.peek() {
        Some("*") => words.next().and(None),
        _ => Some(words.name("the purpose", "consent offers email double-opt-in")?),
    };
    if words.skip("*") {
        return Ok((purpose, None));
    }
    Ok((purpose, Some(channel(words)?)))
}

fn channel(words: &mut Words) -> Result<Channel, Trouble> {
    let word = words.need("the channel", "email")?;
    Channel::ALL.into_iter().find(|channel| channel.as_str() == word).ok_or_else(|| {
        let known: Vec<&str> = Channel::ALL.iter().map(|channel| channel.as_str()).collect();
        words.trouble(format!("there is no channel \"{word}\""), format!("use one of {}", known.join(", ")))
    })
}

fn consent(words: &mut Words) -> Result<ConsentAct, Trouble> {
    let (purpose, channel) = purpose_and_channel(words)?;
    let proof = words.need("the proof", "consent offers email double-opt-in")?;
    let text = || Name::new("consent-text").expect("a fixed, valid name");
    let proof = match proof.as_str() {
        "double-opt-in" => Proof::DoubleOptIn { text: text(), asked: None },
        "document" => Proof::Document { text: text(), document: "scan".into() },
        "imported" => {
            Proof::Imported { text: text(), from: Name::new("former-system").expect("a valid name") }
        }
        "claimed" => Proof::None,
        "requested" => Proof::Requested { text: text() },
        other => {
            let cure =
                "use double-opt-in, document, imported, claimed (no proof) or requested (to be confirmed)";
            return Err(words.trouble(format!("\"{other}\" is no proof of a consent"), cure));
        }
    };
    Ok(ConsentAct { channel, purpose, granted: true, proof })
}

fn item(words: &Words, context: &Context<'_>, product: &str) -> Result<anlass_model::event::Item, Trouble> {
    let item = context.catalogue.item(product);
    if context.catalogue.product(item.product).is_none() {
        let cure = "add it below catalogue, for example: drill-a \"Bohrmaschine A\" Werkzeug/Bohrmaschinen";
        return Err(words.trouble(format!("there is no article \"{product}\" in the catalogue"), cure));
    }
    Ok(item)
}

/// `drill-a 1 129.00`: article, pieces, value of the line.
fn bought(words: &mut Words, context: &Context<'_>) -> Result<Line, Trouble> {
    let product = words.need("the article", "drill-a 1 129.00")?;
    let product = product.trim_end_matches(',').to_string();
    let item = item(words, context, &product)?;
    let quantity = words.pieces()?;
    let amount = words.need("the line's value", "129.00")?;
    let amount = amount.trim_end_matches(',');
    let mut one = Words::of(words.line, amount)?;
    Ok(Line { item, quantity, value: one.amount()? })
}

fn lines(words: &mut Words, context: &Context<'_>) -> Result<Vec<Line>, Trouble> {
    let mut lines = Vec::new();
    while words.peek().is_some_and(|word| word != "received") {
        lines.push(bought(words, context)?);
    }
    Ok(lines)
}

/// `buys online o1 drill-a 1 129.00, bulb 4 12.00`
fn order(words: &mut Words, context: &mut Context<'_>) -> Result<Order, Trouble> {
    let place = words.need("where", "buys online o1 drill-a 1 129.00 or buys outlet-7 o1 …")?;
    let place = if place == "online" { Place::Online } else { Place::Outlet(OutletId::of(&place)) };
    let number = words.need("the order's number", "buys online o1 drill-a 1 129.00")?;
    if context.catalogue.product(anlass_model::id::ProductId::of(&number)).is_some() {
        let cure = "write it after the place: buys online o1 drill-a 1 129.00";
        return Err(words.trouble(format!("the order's number is missing before \"{number}\""), cure));
    }
    let lines = lines(words, context)?;
    if lines.is_empty() {
        return Err(words.trouble("the order has no articles", "write buys online o1 drill-a 1 129.00"));
    }
    context.orders.entry(number.clone()).or_insert_with(|| lines.clone());
    Ok(Order { id: OrderId::of(&number), place, lines })
}

/// `returns o1` (everything), `returns o1 drill-a 1 129.00`, `returns unknown drill-a 1 129.00`
fn back(cancelled: bool, words: &mut Words, context: &Context<'_>) -> Result<Body, Trouble> {
    let number = words.need("the order's number", "returns o1 drill-a 1 129.00")?;
    let mut lines = lines(words, context)?;
    if number == "unknown" && !cancelled {
        return Ok(Body::Returned { order: None, lines });
    }
    let order = OrderId::of(&number);
    if cancelled {
        return Ok(Body::Cancelled { order, lines });
    }
    if lines.is_empty() {
        let cure = "name the articles, or put the order before it";
        let all = context.orders.get(&number);
        lines = all
            .cloned()
            .ok_or_else(|| words.trouble(format!("there is no order \"{number}\" so far"), cure))?;
    }
    Ok(Body::Returned { order: Some(order), lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_reported_with_cause_and_cure() {
        let catalogue = Catalogue::default();
        let mut context = Context { catalogue: &catalogue, orders: BTreeMap::new() };
        let cases = [
            ("2026-03-02", "the time is missing"),
            ("2026-13-02 09:00 objects", "is not a moment"),
            ("2026-03-02 09:00", "what happens is missing"),
            ("2026-03-02 09:00 dances", "nothing that can happen"),
            ("2026-03-02 09:00 objects loudly", "the line should be over"),
            ("2026-03-02 09:00 cart-add drill 1 5.00", "no article \"drill\""),
            ("2026-03-02 09:00 consent offers fax double-opt-in", "no channel \"fax\""),
            ("2026-03-02 09:00 consent offers email somehow", "no proof"),
            ("2026-03-02 09:00 profile city", "not a field"),
            ("2026-03-02 09:00 returns o9", "no order \"o9\""),
            ("2026-03-02 09:00 restricts case-1 whim", "no ground"),
            ("2026-03-02 09:00 objects received 2026-03-01 09:00", "received before it occurred"),
        ];
        for (text, cause) in cases {
            let trouble = parse(7, text, &mut context).expect_err(text);
            assert_eq!(trouble.line, 7);
            assert!(trouble.cause.contains(cause), "{text}: {trouble}");
            assert!(!trouble.cure.is_empty(), "{text}");
        }
    }
}
