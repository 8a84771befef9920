//! The shipped event types in words: what each one says. The documentation is made from this table.

/// A shipped event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canonical {
    pub name: &'static str,
    /// Its fields with their types, as far as it has any.
    pub fields: &'static [(&'static str, &'static str)],
    pub about: &'static str,
}

const fn event(
    name: &'static str,
    fields: &'static [(&'static str, &'static str)],
    about: &'static str,
) -> Canonical {
    Canonical { name, fields, about }
}

const ARTICLE: (&str, &str) = ("item", "article with its family and node");
const LINES: (&str, &str) = ("lines", "article, pieces, amount of each; none: the whole order");
const REACTION: &[(&str, &str)] = &[("delivery", "id, if it is known"), ("channel", "channel")];
const ACTION: &[(&str, &str)] = &[
    ("item", "article with its node"),
    ("outlet", "number"),
    ("code", "text"),
    ("subject", "text"),
    ("said", "how, by whom; none: a system told it"),
];
const ACTION_RATED: &[(&str, &str)] = &[
    ("item", "article with its node"),
    ("rating", "1 to 5"),
    ("receipt", "number of the order it is about"),
    ("said", "how, by whom; none: a system told it"),
];
const ACTION_RECEIPT: &[(&str, &str)] =
    &[("receipt", "number"), ("outlet", "number"), ("said", "how, by whom; none: a system told it")];

const FENCE: (&str, &str) = ("fence", "id of a fence");

/// In the order of [`super::Body::NAMES`].
pub const CANONICAL: [Canonical; 40] = [
    event(
        "profile.changed",
        &[("fields", "name and value; none clears")],
        "a source told fields of the profile",
    ),
    event("identified", &[("identifiers", "kind and value")], "further identifiers of the same person"),
    event(
        "consent.changed",
        &[
            ("channel", "channel; none: all"),
            ("purpose", "text; none: all"),
            ("granted", "bool"),
            ("proof", "what proves it"),
        ],
        "a consent was given or withdrawn",
    ),
    event(
        "consent.requested",
        &[("channel", "channel"), ("purpose", "text"), ("text", "name of the words agreed to")],
        "a consent was asked for and waits for its confirmation",
    ),
    event(
        "objection",
        &[("lifted", "bool"), ("said", "how, by whom")],
        "advertising was objected to, or not any more",
    ),
    event("product.viewed", &[ARTICLE], "a page was looked at; of an article, if it is known"),
    event("cart.added", &[ARTICLE, ("quantity", "int"), ("value", "money")], "put into the cart"),
    event("cart.removed", &[ARTICLE, ("quantity", "int"), ("value", "money")], "taken out of the cart"),
    event("cart.cleared", &[], "the cart is empty"),
    event(
        "order.placed",
        &[("order", "number"), ("place", "online or an outlet"), LINES],
        "something was bought",
    ),
    event("order.cancelled", &[("order", "number"), LINES], "lines of an order are not delivered"),
    event("order.returned", &[("order", "number; none: not assignable"), LINES], "lines came back"),
    event(
        "order.extended",
        &[("order", "number"), ("place", "online or an outlet"), LINES],
        "lines of an order that was told without them, as they had been refused",
    ),
    event(
        "delivery.receipt",
        &[("delivery", "id"), ("receipt", "what the carrier said")],
        "a carrier answered",
    ),
    event("message.opened", REACTION, "a message was opened"),
    event("message.clicked", REACTION, "a link of a message was followed"),
    event("message.replied", REACTION, "somebody replied"),
    event(
        "message.complained",
        REACTION,
        "a message was reported as spam; withdraws consent for its channel",
    ),
    event("message.unsubscribed", REACTION, "somebody unsubscribed; withdraws consent for its channel"),
    event("voucher.redeemed", &[("code", "text")], "a voucher was redeemed"),
    event(
        "phase.changed",
        &[("phase", "id of the new phase")],
        "the person is in another phase; told by the engine",
    ),
    event(
        "contact.elsewhere",
        &[("channel", "channel"), ("class", "contract or advertising"), ("campaign", "text")],
        "another system wrote to the person; it counts in caps",
    ),
    event(
        "address.bounced",
        &[("channel", "channel"), ("address", "text"), ("for_good", "bool")],
        "mail of another sender to this address came back; for good: it counts as none until the profile names another",
    ),
    event("list.left", &[], "the complete list of a source holds the person no longer"),
    event("list.returned", &[], "the complete list of a source holds the person again"),
    event(
        "restriction",
        &[("case", "name"), ("ground", "why"), ("said", "how, by whom")],
        "processing is restricted, or not any more",
    ),
    event(
        "profile.corrected",
        &[
            ("field", "name"),
            ("value", "of the field's type; none"),
            ("wrong", "what it was"),
            ("said", "how, by whom"),
        ],
        "a field of the profile was wrong",
    ),
    event("support.called", ACTION, "somebody called the support"),
    event("catalogue.requested", ACTION, "somebody asked for a catalogue"),
    event("outlet.visited", ACTION, "somebody came into an outlet"),
    event("rating.given", ACTION_RATED, "somebody rated"),
    event("receipt.told", ACTION_RECEIPT, "somebody told the number of a receipt"),
    event(
        "cause.corrected",
        &[
            ("action", "id of the action's event"),
            ("cause", "id of a delivery; none: nothing that was sent"),
            ("said", "how, by whom"),
        ],
        "somebody of the house said what led to such an action",
    ),
    event(
        "entity.changed",
        &[("entity", "name"), ("key", "text"), ("fields", "name and value; none clears")],
        "the person has this thing, and these of its fields are so",
    ),
    event("entity.gone", &[("entity", "name"), ("key", "text")], "the person has this thing no more"),
    event("location.entered", &[FENCE], "they came into a fence"),
    event("location.exited", &[FENCE], "they left a fence, and stayed away"),
    event("location.dwelt", &[FENCE], "they stayed in a fence"),
    event(
        "loyalty.tier_reached",
        &[("tier", "id of the tier")],
        "points, or what the till tells, reached a higher tier; told by the engine",
    ),
    event("loyalty.tier_lost", &[("tier", "id of the tier")], "the tier is held no more; told by the engine"),
];

#[cfg(test)]
mod tests {
    use super::CANONICAL;
    use crate::event::Body;

    #[test]
    fn every_shipped_event_type_is_told_of() {
        assert_eq!(CANONICAL.map(|event| event.name), Body::NAMES);
    }
}
