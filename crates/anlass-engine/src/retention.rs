//! Whom a rule of retention would erase, and whom it must not though their time has come. Asked of the dossier alone; whether
//! the timeline has heard of them since, the shell asks besides ([`is_word`]).

use crate::dossier::Dossier;
use crate::program::Program;
use anlass_model::consent::Class;
use anlass_model::definition::{Retention, RetentionRule};
use anlass_model::event::{Body, Reaction};
use anlass_model::id::IdentifierKind;
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;

/// Why somebody stays though a rule's time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// They ordered within the time for which orders are kept.
    Orders,
    /// Something of a contract is under way.
    Contract,
    /// Processing is restricted: the data are to be kept.
    Restricted,
    /// A carrier has a delivery of theirs.
    UnderWay,
}

/// What a rule says of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    NotYet,
    /// Their time has come, unless the timeline heard of them since this moment.
    Due(Timestamp),
    Held(Held),
}

/// Asks a rule about people; rules about letters are about nobody.
#[must_use]
pub fn verdict(
    program: &Program,
    retention: &Retention,
    rule: &RetentionRule,
    dossier: &Dossier,
    now: Timestamp,
) -> Verdict {
    let since = match (rule.silent_for, rule.unconfirmed_for) {
        (Some(silent), _) => {
            let since = now.minus(silent.0);
            if last_word(dossier) > since {
                return Verdict::NotYet;
            }
            since
        }
        (None, Some(unconfirmed)) => {
            let within = program.definitions.settings.policy.opt_in_within.0;
            let is_over = |at: Timestamp| at.plus(within).plus(unconfirmed.0) <= now;
            if !is_unconfirmed(dossier) || !dossier.requested.iter().all(|own| is_over(own.occurred)) {
                return Verdict::NotYet;
            }
            // Whatever they did besides asking makes nobody known.
            now
        }
        (None, None) => return Verdict::NotYet,
    };
    match held(program, retention, dossier, now) {
        Some(held) => Verdict::Held(held),
        None => Verdict::Due(since),
    }
}

fn held(program: &Program, retention: &Retention, dossier: &Dossier, now: Timestamp) -> Option<Held> {
    let kept = now.minus(retention.keep_orders.0);
    let carries = |journey| program.journey(journey).is_some_and(|journey| journey.carries_contract);
    let of_contract = dossier.intents.iter().any(|own| own.class == Class::Contract && own.is_open())
        || dossier.runs.iter().any(|run| carries(run.journey));
    let with_carrier = dossier.intents.iter().any(|own| matches!(own.state, State::Claimed | State::Handed));
    if dossier.is_restricted() {
        Some(Held::Restricted)
    } else if with_carrier {
        Some(Held::UnderWay)
    } else if of_contract {
        Some(Held::Contract)
    } else if dossier.hot.heads.iter().any(|head| !head.cancelled && head.occurred > kept) {
        Some(Held::Orders)
    } else {
        None
    }
}

/// Known by what they wrote into a form and never confirmed.
fn is_unconfirmed(dossier: &Dossier) -> bool {
    !dossier.requested.is_empty()
        && dossier.hot.heads.is_empty()
        && dossier.hot.consents.is_empty()
        && dossier.hot.objection.is_none()
        && dossier.hot.identifiers.iter().all(|own| own.kind == IdentifierKind::Cookie)
}

/// The newest word of the person that the dossier remembers; else when they became known.
fn last_word(dossier: &Dossier) -> Timestamp {
    let hot = &dossier.hot;
    let heads = hot.heads.iter().map(|head| head.occurred);
    let backs = dossier.orders.backs.iter().map(|back| back.occurred);
    let cart = dossier.cart.changes.iter().map(|change| change.occurred);
    let seen = dossier.interests.seen.iter().map(|seen| seen.at);
    let consents = hot.consents.iter().map(|own| own.occurred.0);
    let requested = dossier.requested.iter().map(|own| own.occurred);
    let objection = hot.objection.iter().map(|own| own.occurred);
    let words = heads.chain(backs).chain(cart).chain(seen).chain(consents).chain(requested).chain(objection);
    words.max().unwrap_or(hot.created)
}

/// Whether an event is something that the person did or said, and not what somebody else wrote down, or a machine did.
#[must_use]
pub fn is_word(body: &Body) -> bool {
    !matches!(
        body,
        Body::Profile(_)
            | Body::Identified(_)
            | Body::Receipt { .. }
            | Body::Contacted { .. }
            | Body::Corrected(_)
            | Body::CauseSaid(_)
            | Body::Listed { .. }
            | Body::Thing(_)
            | Body::Restriction(_)
            | Body::Located(_)
            | Body::Crossed(_)
            | Body::Bounced { .. }
            | Body::Reacted { reaction: Reaction::Opened, .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::{Input, Tracing};
    use crate::{compile, step};
    use anlass_model::consent::{Channel, ConsentAct, Proof};
    use anlass_model::definition::{Definitions, Settings};
    use anlass_model::event::{Event, Item, Line, Order, Place, SourceId};
    use anlass_model::id::{CategoryId, EntityId, FamilyId, Identifier, MessageId, Name, OrderId, ProductId};
    use anlass_model::time::{DAY, Occurred, Received};

    fn program() -> Program {
        let text = include_str!("../../../recipes/settings.yaml");
        let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
        let rules = "{ rules: [{ id: sign-ups, unconfirmed_for: 30d }, { id: silent, silent_for: 300d }] }";
        settings.retention = Some(serde_saphyr::from_str(rules).expect("rules"));
        let definitions = Definitions { settings, programmes: vec![], content: None, subtrees: vec![] };
        compile(definitions).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    fn told(program: &Program, bodies: Vec<Body>) -> Dossier {
        let at = Timestamp(0);
        let mut dossier = Dossier::new(EntityId::from_hash(7, 64), program.id, at);
        for (number, body) in (0u128..).zip(bodies) {
            let event = Event {
                message: MessageId::Hash(number),
                source: SourceId(1),
                occurred: Occurred(at),
                received: Received(at),
                simulated: true,
                body,
            };
            step(program, &mut dossier, &Input::Event(event), at, Tracing::Off);
        }
        dossier
    }

    fn asks() -> Body {
        let name = |text| Name::new(text).expect("a name");
        Body::Consent(ConsentAct {
            channel: Some(Channel::Email),
            purpose: Some(name("offers")),
            granted: true,
            proof: Proof::Requested { text: name("form") },
        })
    }

    fn known_by(kind: IdentifierKind) -> Body {
        Body::Identified(vec![Identifier { kind, value: "x".into() }])
    }

    fn of(program: &Program, dossier: &Dossier, days: i64) -> Vec<Verdict> {
        let retention = program.definitions.settings.retention.as_ref().expect("rules");
        let now = Timestamp(0).plus(DAY.times(days));
        retention.rules.iter().map(|rule| verdict(program, retention, rule, dossier, now)).collect()
    }

    #[test]
    fn a_sign_up_that_nobody_confirmed_goes_and_a_customer_is_no_sign_up() {
        let program = program();
        let asked = told(&program, vec![known_by(IdentifierKind::Cookie), asks()]);
        // Seven days to confirm it, and thirty more.
        assert_eq!(of(&program, &asked, 36)[0], Verdict::NotYet);
        assert!(matches!(of(&program, &asked, 37)[0], Verdict::Due(_)));
        let known = told(&program, vec![known_by(IdentifierKind::Email), asks()]);
        assert_eq!(of(&program, &known, 200)[0], Verdict::NotYet, "they are known by more than the form");
    }

    #[test]
    fn whoever_ordered_within_the_time_for_orders_stays_and_goes_after_it() {
        let program = program();
        let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
        let line = Line { item, quantity: 1, value: 100 };
        let order = Order { id: OrderId(1), place: Place::Online, lines: vec![line] };
        let buyer = told(&program, vec![Body::Ordered(order)]);
        assert_eq!(of(&program, &buyer, 299)[1], Verdict::NotYet);
        assert_eq!(of(&program, &buyer, 301)[1], Verdict::Held(Held::Orders));
        assert_eq!(
            of(&program, &buyer, 3_652)[1],
            Verdict::Held(Held::Orders),
            "ten years, as it is shipped"
        );
        assert!(matches!(of(&program, &buyer, 3_654)[1], Verdict::Due(_)));
    }
}
