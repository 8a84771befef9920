//! Letters and parcels for the tests.

use anlass_channels::mail::address::Mailbox;
use anlass_channels::mail::compose::{Letter, Unsubscribe};
use anlass_channels::{Content, Parcel};
use anlass_model::consent::Channel;
use anlass_model::id::{EntityId, IntentId, NameId, VaultId};
use anlass_model::time::Timestamp;

pub(crate) fn letter(to: &str) -> Letter {
    Letter {
        from: Mailbox::new("Möbel Müller", "post@mail.example.com").unwrap(),
        to: Mailbox::new("Anna Weiß", to).unwrap(),
        reply_to: Some(Mailbox::new("Service", "service@example.com").unwrap()),
        subject: "Ihr Warenkorb wartet – noch heute".into(),
        html: "<p>Grüße aus Köln</p>\n.\n..\n<p>Bis bald</p>".into(),
        text: "Grüße aus Köln\n.\n..\nBis bald".into(),
        date: Timestamp(1_795_599_000_000),
        seal: None,
        bounce_domain: None,
        unsubscribe: Some(Unsubscribe {
            https: "https://example.com/u/abc".into(),
            mailto: "unsubscribe@example.com".into(),
        }),
        complaints_to: Some("csa-complaints@eco.de".into()),
        feedback: vec!["cart".into(), "mueller".into()],
        headers: Vec::new(),
    }
}

pub(crate) fn parcel(number: u128, to: &str) -> Parcel {
    Parcel {
        intent: IntentId(number),
        vault: VaultId(1),
        customer: EntityId(7),
        message: NameId::of("hello"),
        channel: Channel::Email,
        body: Content::Mail(Box::new(letter(to))),
    }
}
