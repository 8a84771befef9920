//! The sent history of a former newsletter tool.

use crate::collector::id;
use crate::shops::known;
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::Settings;
use anlass_model::event::Body;
use anlass_model::id::IdentifierKind;
use anlass_model::time::Timestamp;
use anlass_sources::collector::Reason;
use anlass_sources::former::{Columns, EVENT, SentBefore};
use anlass_sources::understood::Knowledge;
use proptest::prelude::{prop, proptest};

fn row(header: &[&str], cells: &[&str]) -> Result<SentBefore, Reason> {
    Columns::of(header).expect("its columns").row(cells, &known())
}

#[test]
fn a_row_says_to_whom_what_when_and_on_which_channel() {
    let header = ["ID", "Empfänger", "Versendet am", "Betreff", "Kanal", "Art"];
    let sent = row(&header, &["1", "Eva@Example.org", "20.11.2026 10:00", "Winter", "E-Mail", "Newsletter"]);
    let sent = sent.expect("a good row");
    assert_eq!(sent.identifier, id(IdentifierKind::Email, "eva@example.org"));
    assert_eq!(sent.at.0, Timestamp(1_795_165_200_000), "the clock of the house");
    assert_eq!((sent.channel, sent.class, &*sent.campaign), (Channel::Email, Class::Advertising, "Winter"));
    let bare = row(&["phone", "date"], &["+49 30 1234567", "2026-11-20T09:00:00Z"]).expect("a good row");
    assert_eq!((bare.channel, bare.class, bare.at), (Channel::Sms, Class::Advertising, sent.at));
    let parcel = row(&["mail", "sent at", "type"], &["a@example.org", "1795165200", "Transactional"]);
    assert_eq!(parcel.expect("a good row").class, Class::Contract);
}

#[test]
fn a_row_read_twice_is_one_message_and_two_campaigns_are_two() {
    let header = ["email", "sent", "campaign"];
    let of = |campaign: &str| {
        row(&header, &["a@example.org", "2026-11-20 10:00", campaign]).expect("good").message
    };
    assert_eq!(of("Winter"), of("Winter"));
    assert_ne!(of("Winter"), of("Spring"));
}

#[test]
fn what_cannot_be_read_says_why() {
    let header = ["email", "sent", "channel"];
    for (cells, code) in [
        (["", "2026-11-20", "email"], "event_of_nobody"),
        (["eva", "2026-11-20", "email"], "event_value_unreadable"),
        (["a@example.org", "", "email"], "event_value_missing"),
        (["a@example.org", "11/20/2026", "email"], "event_value_unreadable"),
        (["a@example.org", "2026-11-20", "pigeon"], "event_value_unreadable"),
        (["a@example.org", "2027-11-20", "email"], "event_too_new"),
    ] {
        assert_eq!(row(&header, &cells).expect_err(code).code(), code, "{cells:?}");
    }
    let missing = Columns::of(&["email", "tim"]).expect_err("no time");
    assert_eq!(missing.to_string(), "no column holds the time of what was sent; the columns are email, tim");
    assert_eq!(missing.hint(), "rename \"tim\" to \"time\" if that is it");
}

#[test]
fn rules_can_ask_for_it_where_an_event_is_declared() {
    let sent = row(&["email", "sent", "campaign"], &["a@example.org", "2026-11-20", "Winter"]).expect("good");
    assert_eq!(sent.arrival(&known()), None);
    let settings = format!(
        "name: x\norganisation: [{{ id: hq, level: headquarters, vault: 7 }}]\ncurrency: EUR\n\
         time_zone: Europe/Berlin\nevents: {{ {EVENT}: {{ fields: {{ campaign: text, channel: text }} }} }}\n"
    );
    let settings: Settings = serde_saphyr::from_str(&settings).expect("good settings");
    let arrival = sent.arrival(&Knowledge { settings: &settings, ..known() }).expect("an event");
    let Body::Custom { name, fields, .. } = &arrival.event.body else { panic!("{arrival:?}") };
    assert_eq!((name.as_str(), fields.len(), arrival.event.message), (EVENT, 2, sent.message));
    assert_eq!(arrival.identifiers, std::slice::from_ref(&sent.identifier));
}

proptest! {
    #[test]
    fn no_row_breaks_it(
        header in prop::collection::vec("(email|sent|date|campaign|channel|\\PC{0,6})", 0..6),
        cells in prop::collection::vec("(a@b.de|20.11.2026|2026-11-20|-?[0-9]{1,19}|\\PC{0,12})", 0..8),
    ) {
        let header: Vec<&str> = header.iter().map(|name| &**name).collect();
        let cells: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
        if let Ok(columns) = Columns::of(&header) {
            let _row = columns.row(&cells, &known());
        }
    }
}
