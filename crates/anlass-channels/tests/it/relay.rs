//! What the client promises, whatever the relay does: a letter is never given twice, and the answer says whether it
//! may have arrived.

use crate::letters::parcel;
use crate::server::{Act, EVERYTHING, Moment, Options, Server};
use anlass_channels::mail::smtp::{Client, Config, Security};
use anlass_channels::{Answer, BulkCarrier, Content, Fault, Outcome, Parcel, Retry, Watch};
use anlass_model::id::IntentId;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

const LATER: Outcome = Outcome::NotHanded(Retry::Later);
const AFTER_REPAIR: Outcome = Outcome::NotHanded(Retry::AfterRepair);

pub(crate) fn config(server: &Server) -> Config {
    let mut config = Config::new("127.0.0.1", server.port, Security::Plain);
    config.connections_max = 1;
    config
}

/// What hangs is given up soon.
fn impatient(server: &Server) -> Config {
    let mut config = config(server);
    let short = Duration::from_millis(150);
    config.timeouts.greeting = short;
    config.timeouts.command = short;
    config.timeouts.body = short;
    config.timeouts.answer = short;
    config
}

pub(crate) fn client(config: Config) -> Client {
    Client::new(config, None).unwrap()
}

pub(crate) async fn send(client: &Client, parcels: Vec<Parcel>) -> Vec<Answer> {
    client.hand_over(parcels).await
}

pub(crate) async fn send_one(client: &Client, number: u128) -> Outcome {
    send(client, vec![parcel(number, "anna@example.org")]).await[0].outcome
}

fn say(text: &str) -> Act {
    Act::Say(text.to_owned())
}

fn yes(_: &Moment<'_>) -> Act {
    Act::Yes
}

#[tokio::test]
async fn letters_arrive_as_they_were_written_over_one_connection() {
    let server = Server::start(yes).await;
    let client = client(config(&server));
    let answers = send(&client, (0..5).map(|number| parcel(number, "anna@example.org")).collect()).await;
    assert!(answers.iter().all(|answer| answer.outcome == Outcome::Accepted), "{answers:?}");
    assert_eq!(send_one(&client, 5).await, Outcome::Accepted);
    server.log(|log| {
        assert_eq!((log.connections, log.taken.len()), (1, 6));
        let (to, text) = &log.taken[0];
        assert_eq!(to, "anna@example.org");
        assert!(text.contains("Message-ID: <00000000000000000000000000000000@mail.example.com>"));
        let read = mail_parser::MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!(read.body_text(0).unwrap().trim_end(), "Grüße aus Köln\r\n.\r\n..\r\nBis bald");
        let from = "MAIL FROM:<bounces+00000000000000000000000000000000@mail.example.com> SIZE=";
        assert!(log.commands[1].starts_with(from), "{}", log.commands[1]);
    });
}

#[tokio::test]
async fn a_connection_carries_no_more_letters_than_allowed_and_does_not_get_old() {
    let server = Server::start(yes).await;
    let few = client(Config { letters_per_connection_max: 2, ..config(&server) });
    let answers = send(&few, (0..5).map(|number| parcel(number, "anna@example.org")).collect()).await;
    assert!(answers.iter().all(|answer| answer.outcome == Outcome::Accepted));
    assert_eq!(server.log(|log| log.connections), 3);
    let server = Server::start(yes).await;
    let forgetful = client(Config { idle_max: Duration::ZERO, ..config(&server) });
    for number in 0..3 {
        assert_eq!(send_one(&forgetful, number).await, Outcome::Accepted);
    }
    assert_eq!(server.log(|log| log.connections), 3);
}

/// One letter to a server that does `act` at `verb`; what the client says, and how often it was really taken.
async fn outcome(verb: &'static str, act: Act, capabilities: &'static str) -> (Outcome, usize) {
    let options = Options { capabilities, tls: None, starts_encrypted: false };
    let server =
        Server::with(options, move |moment| if moment.verb == verb { act.clone() } else { Act::Yes }).await;
    let outcome = send_one(&client(impatient(&server)), 1).await;
    (outcome, server.taken())
}

#[tokio::test]
async fn before_the_final_dot_nothing_is_handed_over_whatever_breaks() {
    for verb in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"] {
        for capabilities in [EVERYTHING, "SIZE"] {
            for act in
                [Act::Drop, Act::Hang, say("nonsense"), say("421 4.3.2 closing"), say("451 4.3.0 later")]
            {
                let found = outcome(verb, act.clone(), capabilities).await;
                assert_eq!(found, (LATER, 0), "{act:?} at {verb} with {capabilities}");
            }
        }
    }
}

#[tokio::test]
async fn after_the_final_dot_a_lost_answer_is_unknown() {
    for (act, is_taken) in [
        (Act::Drop, 0),
        (Act::TakeAndDrop, 1),
        (Act::Hang, 0),
        (Act::TakeAndHang, 1),
        (say("nonsense"), 0),
        (say("354 more?"), 0),
    ] {
        let found = outcome("BODY", act.clone(), EVERYTHING).await;
        assert_eq!(found, (Outcome::Unknown, is_taken), "{act:?}");
    }
}

#[tokio::test]
async fn a_refusal_says_whose_fault_it_is() {
    let (address, message) = (Outcome::Rejected(Fault::Address), Outcome::Rejected(Fault::Message));
    for (verb, said, expected) in [
        ("GREETING", "554 go away", AFTER_REPAIR),
        ("MAIL", "550 5.1.8 bad sender", AFTER_REPAIR),
        ("MAIL", "530 5.7.0 log in first", AFTER_REPAIR),
        ("MAIL", "552 5.3.4 too large", message),
        ("RCPT", "550 5.1.1 <anna@example.org> no such user", address),
        ("RCPT", "550 no such user", address),
        ("RCPT", "550-5.7.1 blocked\r\n550 5.7.1 see our page", message),
        ("RCPT", "552 5.2.2 mailbox full", message),
        ("RCPT", "450 4.2.0 greylisted, try again in 300 s", LATER),
        ("DATA", "554 5.7.1 no", message),
        ("BODY", "554 5.7.1 spam", message),
        ("BODY", "550 5.1.1 no such user", address),
        ("BODY", "451 4.7.1 greylisted", LATER),
    ] {
        for capabilities in [EVERYTHING, "SIZE"] {
            let found = outcome(verb, say(said), capabilities).await;
            assert_eq!(found, (expected, 0), "{said} at {verb}");
        }
    }
}

#[tokio::test]
async fn what_the_operator_reads_has_no_address() {
    let server = Server::start(|moment| match moment.verb {
        "RCPT" => say("550 5.1.1 <anna@example.org>: no such user"),
        _ => Act::Yes,
    })
    .await;
    let answers = send(&client(config(&server)), vec![parcel(1, "anna@example.org")]).await;
    assert_eq!(answers[0].reason, "550 5.1.1 … no such user");
}

#[tokio::test]
async fn a_refused_recipient_does_not_spoil_the_next_letter() {
    for capabilities in [EVERYTHING, "SIZE"] {
        let options = Options { capabilities, tls: None, starts_encrypted: false };
        // As servers do: no letter without a recipient.
        let server = Server::with(options, |moment| match (moment.verb, moment.to) {
            ("RCPT", "gone@example.org") => say("550 5.1.1 no such user"),
            ("DATA", "gone@example.org") => say("503 5.5.1 no recipient"),
            _ => Act::Yes,
        })
        .await;
        let parcels = vec![parcel(1, "gone@example.org"), parcel(2, "anna@example.org")];
        let answers = send(&client(config(&server)), parcels).await;
        assert_eq!(answers[0].outcome, Outcome::Rejected(Fault::Address));
        assert_eq!(answers[1].outcome, Outcome::Accepted);
        assert_eq!(server.log(|log| (log.connections, log.taken.len())), (1, 1));
        assert!(server.log(|log| log.commands.iter().any(|command| command == "RSET")));
    }
}

#[tokio::test]
async fn a_server_that_waits_for_a_letter_without_a_recipient_gets_none() {
    let server = Server::start(|moment| match (moment.verb, moment.to) {
        ("RCPT", "gone@example.org") => say("550 5.1.1 no such user"),
        _ => Act::Yes,
    })
    .await;
    let parcels = vec![parcel(1, "gone@example.org"), parcel(2, "anna@example.org")];
    let answers = send(&client(config(&server)), parcels).await;
    assert_eq!(answers[0].outcome, Outcome::Rejected(Fault::Address));
    assert_eq!(answers[1].outcome, Outcome::Accepted);
    server.log(|log| {
        assert_eq!(log.taken.len(), 1);
        assert_eq!(log.taken[0].0, "anna@example.org");
    });
}

#[tokio::test]
async fn a_server_that_answers_twice_never_confirms_a_letter_by_the_wrong_answer() {
    // The second answer to letter 1 would pass for the first one to letter 2, and so on up to its end.
    let server = Server::start(|moment| match (moment.connection, moment.verb) {
        (0, "BODY") => say("250 taken\r\n250 taken"),
        _ => Act::Yes,
    })
    .await;
    let client = client(config(&server));
    for number in 0..3 {
        assert_eq!(send_one(&client, number).await, Outcome::Accepted);
    }
    assert_eq!(server.taken(), 3);
}

#[tokio::test]
async fn a_server_that_swallows_commands_is_spoken_to_slowly() {
    let server = Server::start(|moment| match moment.verb {
        "MAIL" => Act::Swallow,
        _ => Act::Yes,
    })
    .await;
    let client = client(impatient(&server));
    for number in 0..3 {
        assert_eq!(send_one(&client, number).await, Outcome::Accepted);
    }
    assert_eq!(server.log(|log| (log.connections, log.taken.len())), (2, 3));
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    for act in [Act::Drop, say("421 4.4.2 idle for too long")] {
        let closes = act.clone();
        let server = Server::start(move |moment| match (moment.connection, moment.verb, moment.line) {
            (0, "MAIL", line) if line.contains("bounces+00000000000000000000000000000002") => closes.clone(),
            _ => Act::Yes,
        })
        .await;
        let client = client(config(&server));
        for number in 1..4 {
            assert_eq!(send_one(&client, number).await, Outcome::Accepted, "{act:?}");
        }
        assert_eq!(server.log(|log| (log.connections, log.taken.len())), (2, 3));
    }
}

#[tokio::test]
async fn a_server_that_stops_reading_has_not_got_the_letter() {
    let server = Server::start(|moment| match moment.verb {
        "DATA" => Act::StopReading,
        _ => Act::Yes,
    })
    .await;
    // More than sockets hold.
    let mut large = parcel(1, "anna@example.org");
    if let Content::Mail(letter) = &mut large.body {
        letter.html = "a line of text\n".repeat(2_000_000);
    }
    let client = client(Config { letter_bytes_max: 100_000_000, ..impatient(&server) });
    assert_eq!(send(&client, vec![large]).await[0].outcome, LATER);
    assert_eq!(server.taken(), 0);
}

#[tokio::test]
async fn what_a_relay_cannot_take_is_not_tried() {
    let options = Options { capabilities: "SIZE_500", tls: None, starts_encrypted: false };
    let small = Server::with(options, yes).await;
    assert_eq!(send_one(&client(config(&small)), 1).await, Outcome::Rejected(Fault::Message));
    let options = Options { capabilities: "SIZE", tls: None, starts_encrypted: false };
    let old = Server::with(options, yes).await;
    let utf8 = vec![parcel(1, "jörg@example.org")];
    let answers = send(&client(config(&old)), utf8.clone()).await;
    assert_eq!(answers[0].outcome, Outcome::Rejected(Fault::Message));
    assert!(old.log(|log| !log.commands.iter().any(|command| command.starts_with("MAIL"))));
    let new = Server::start(yes).await;
    assert_eq!(send(&client(config(&new)), utf8).await[0].outcome, Outcome::Accepted);
    assert!(new.log(|log| log.commands[1].ends_with(" BODY=8BITMIME SMTPUTF8")));
}

#[tokio::test]
async fn many_letters_are_answered_in_order_and_a_busy_destination_holds_up_nobody() {
    let told = Arc::new(Semaphore::new(0));
    let waits = Arc::clone(&told);
    let server = Server::start(move |moment| match (moment.verb, moment.to.ends_with("@big.example")) {
        ("BODY", true) => Act::Wait(Arc::clone(&waits)),
        ("BODY", false) => {
            // Once those of the small destination are through, the big one lets go.
            waits.add_permits(10);
            Act::Yes
        }
        _ => Act::Yes,
    })
    .await;
    let client = client(Config { connections_max: 6, per_destination_max: 2, ..config(&server) });
    let to = |number: u128| match number < 20 {
        true => format!("p{number}@big.example"),
        false => format!("p{number}@small.example"),
    };
    let answers = send(&client, (0..24).map(|number| parcel(number, &to(number))).collect()).await;
    let intents: Vec<u128> = answers.iter().map(|answer| answer.intent.0).collect();
    assert_eq!(intents, (0..24).collect::<Vec<_>>());
    assert!(answers.iter().all(|answer| answer.outcome == Outcome::Accepted), "{answers:?}");
    server.log(|log| {
        assert_eq!(log.taken.len(), 24);
        assert!(log.most["big.example"] <= 2 && log.connections <= 6);
    });
}

#[tokio::test]
async fn a_relay_that_is_not_there_costs_one_try_per_connection() {
    let server = Server::start(|_| Act::Drop).await;
    let down = client(Config { connections_max: 3, ..config(&server) });
    let answers = send(&down, (0..200).map(|number| parcel(number, "anna@example.org")).collect()).await;
    assert!(answers.iter().all(|answer| answer.outcome == LATER));
    assert!(server.log(|log| log.connections) <= 3);
    client(config(&server)).close().await;
}

#[tokio::test]
async fn a_relay_that_loses_every_answer_does_not_get_them_all() {
    let server = Server::start(|moment| match moment.verb {
        "BODY" => Act::TakeAndDrop,
        _ => Act::Yes,
    })
    .await;
    let answers = send(
        &client(Config { connections_max: 2, ..config(&server) }),
        (0..100).map(|number| parcel(number, "anna@example.org")).collect(),
    )
    .await;
    let unknown = answers.iter().filter(|answer| answer.outcome == Outcome::Unknown).count();
    assert!((3..=6).contains(&unknown), "{unknown}");
    assert_eq!(server.taken(), unknown);
    assert_eq!(answers.iter().filter(|answer| answer.outcome == LATER).count(), 100 - unknown);
}

#[tokio::test]
async fn only_a_letter_goes_by_mail() {
    let server = Server::start(yes).await;
    let text = Parcel { body: Content::Text("hello".into()), ..parcel(1, "anna@example.org") };
    let answers = send(&client(config(&server)), vec![text]).await;
    assert_eq!(answers[0].outcome, Outcome::Rejected(Fault::Message));
    assert_eq!(send(&client(config(&server)), Vec::new()).await, []);
}

/// Writes down what it hears, and may forbid everything.
#[derive(Default)]
struct Watcher {
    forbids: bool,
    /// What it says does not hold any more.
    is_outdated: bool,
    heard: Mutex<Vec<String>>,
}

impl Watch for Watcher {
    fn holds(&self, _: IntentId) -> Result<(), String> {
        if self.is_outdated { Err("it has sold out".to_owned()) } else { Ok(()) }
    }

    fn leaves(&self, intent: IntentId) -> Result<(), String> {
        self.heard.lock().unwrap().push(format!("{} leaves", intent.0));
        if self.forbids { Err("the disk is full".to_owned()) } else { Ok(()) }
    }

    fn answered(&self, answer: Answer) {
        self.heard.lock().unwrap().push(format!("{} {:?}", answer.intent.0, answer.outcome));
    }
}

#[tokio::test]
async fn whoever_watches_hears_of_each_letter_before_it_leaves_and_can_keep_it_back() {
    let server = Server::start(yes).await;
    for (forbids, is_outdated, told) in [
        (false, false, &["1 leaves", "1 Accepted"][..]),
        (true, false, &["1 leaves", "1 NotHanded(AfterRepair)"]),
        (false, true, &["1 NotHanded(Anew)"]),
    ] {
        let watcher = Arc::new(Watcher { forbids, is_outdated, ..Watcher::default() });
        let watch = Arc::clone(&watcher) as Arc<dyn Watch>;
        client(config(&server)).hand_over_watched(vec![Arc::new(parcel(1, "anna@example.org"))], watch).await;
        let heard = watcher.heard.lock().unwrap().clone();
        assert_eq!(heard, told);
        assert_eq!(server.taken(), 1, "one that may not leave does not");
    }
}

#[tokio::test]
async fn one_recipient_that_hangs_does_not_hold_up_what_is_known_of_the_others() {
    let gate = Arc::new(Semaphore::new(0));
    let at_body = Arc::clone(&gate);
    let server = Server::start(move |moment| match (moment.verb, moment.to) {
        ("BODY", "slow@example.org") => Act::Wait(Arc::clone(&at_body)),
        _ => Act::Yes,
    })
    .await;
    let client = client(Config { connections_max: 2, ..config(&server) });
    let watcher = Arc::new(Watcher::default());
    let watch = Arc::clone(&watcher) as Arc<dyn Watch>;
    let parcels = [parcel(1, "slow@example.org"), parcel(2, "anna@example.org")].map(Arc::new).to_vec();
    let handing = tokio::spawn(async move { client.hand_over_watched(parcels, watch).await });
    while !watcher.heard.lock().unwrap().contains(&"2 Accepted".to_owned()) {
        tokio::task::yield_now().await;
    }
    assert!(!handing.is_finished());
    gate.add_permits(1);
    handing.await.unwrap();
    assert_eq!(watcher.heard.lock().unwrap().last().map(String::as_str), Some("1 Accepted"));
}
