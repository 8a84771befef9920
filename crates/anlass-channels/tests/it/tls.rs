//! Encryption and login: nothing is sent to a server that is not who it should be, and no password in clear.

use crate::letters::parcel;
use crate::relay::{client, config, send, send_one};
use crate::server::{Act, Options, Server};
use anlass_channels::mail::smtp::{Client, Config, Login, Password, Security, SetupError, Trust};
use anlass_channels::{Outcome, Retry};
use rustls_pki_types::PrivateKeyDer;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

const AFTER_REPAIR: Outcome = Outcome::NotHanded(Retry::AfterRepair);

/// A server's side of TLS for 127.0.0.1, and the certificate that vouches for it.
fn house() -> (TlsAcceptor, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem().into_bytes())
}

fn login() -> Option<Login> {
    Some(Login { user: "shop".into(), password: Password::new("geheim".into()) })
}

struct Case {
    server: Server,
    config: Config,
}

async fn case(security: Security, capabilities: &'static str, rule: fn(&str) -> Act) -> Case {
    let (tls, authority) = house();
    let starts_encrypted = security == Security::Implicit;
    let options = Options { capabilities, tls: Some(tls), starts_encrypted };
    let server = Server::with(options, move |moment| rule(moment.verb)).await;
    let trust = Trust::PrivateAuthority(authority);
    let config = Config { security, trust, login: login(), ..config(&server) };
    Case { server, config }
}

#[tokio::test]
async fn letters_go_encrypted_and_logged_in() {
    for security in [Security::Implicit, Security::StartTls] {
        for (offered, said) in [
            ("STARTTLS AUTH_PLAIN PIPELINING", "AUTH PLAIN AHNob3AAZ2VoZWlt"),
            ("STARTTLS AUTH_LOGIN", "AUTH LOGIN"),
        ] {
            let rule: fn(&str) -> Act = match said {
                "AUTH LOGIN" => |verb| match verb {
                    "AUTH" => Act::Say("334 VXNlcm5hbWU6".into()),
                    _ => Act::Yes,
                },
                _ => |_| Act::Yes,
            };
            let case = case(security, offered, rule).await;
            let client = client(case.config);
            for number in 0..3 {
                assert_eq!(send_one(&client, number).await, Outcome::Accepted, "{security:?} {said}");
            }
            case.server.log(|log| {
                assert_eq!((log.connections, log.taken.len()), (1, 3));
                assert!(log.commands.iter().any(|command| command == said), "{:?}", log.commands);
            });
        }
    }
}

#[tokio::test]
async fn a_server_nobody_vouches_for_gets_nothing() {
    for security in [Security::Implicit, Security::StartTls] {
        let case = case(security, "STARTTLS AUTH_PLAIN", |_| Act::Yes).await;
        let (_, somebody_else) = house();
        for trust in [Trust::PublicRoots, Trust::PrivateAuthority(somebody_else)] {
            let client = client(Config { trust, ..case.config.clone() });
            let answers = send(&client, vec![parcel(1, "anna@example.org")]).await;
            assert_eq!(answers[0].outcome, AFTER_REPAIR, "{}", answers[0].reason);
            assert!(answers[0].reason.contains("certificate"), "{}", answers[0].reason);
        }
        let is_secret = |command: &String| command.starts_with("AUTH") || command.starts_with("MAIL");
        assert!(case.server.log(|log| !log.commands.iter().any(is_secret)));
    }
}

#[tokio::test]
async fn encryption_is_not_left_out_because_somebody_hides_the_offer() {
    let case = case(Security::StartTls, "AUTH_PLAIN", |_| Act::Yes).await;
    assert_eq!(send_one(&client(case.config), 1).await, AFTER_REPAIR);
    assert!(case.server.log(|log| log.commands.len() == 1));
}

#[tokio::test]
async fn words_slipped_in_before_encryption_are_noticed() {
    let case = case(Security::StartTls, "STARTTLS AUTH_PLAIN", |verb| match verb {
        "STARTTLS" => Act::Say("220 go on\r\n250 everything is fine".into()),
        _ => Act::Yes,
    })
    .await;
    assert_eq!(send_one(&client(case.config), 1).await, AFTER_REPAIR);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_per_connection() {
    let case = case(Security::Implicit, "AUTH_PLAIN", |verb| match verb {
        "AUTH" => Act::Say("535 5.7.8 wrong".into()),
        _ => Act::Yes,
    })
    .await;
    let client = client(Config { connections_max: 2, ..case.config });
    let answers = send(&client, (0..50).map(|number| parcel(number, "anna@example.org")).collect()).await;
    assert!(answers.iter().all(|answer| answer.outcome == AFTER_REPAIR));
    assert!(answers.iter().all(|answer| !answer.reason.contains("geheim")));
    let tries = case.server.log(|log| log.commands.iter().filter(|c| c.starts_with("AUTH")).count());
    assert!((1..=2).contains(&tries), "{tries}");
}

#[test]
fn a_careless_configuration_is_refused() {
    let plain = Config::new("relay.example.com", 25, Security::Plain);
    let refused = |config: Config| Client::new(config, None).err();
    assert_eq!(refused(Config { login: login(), ..plain.clone() }), Some(SetupError::LoginInClear));
    let trust = Trust::PrivateAuthority(b"nothing".to_vec());
    assert_eq!(refused(Config { trust, ..plain.clone() }), Some(SetupError::Authority));
    let value = refused(Config { connections_max: 0, ..plain.clone() });
    assert!(matches!(value, Some(SetupError::Value { key: "connections_max", .. })));
    assert!(refused(Config { hello: "a\r\nb".into(), ..plain.clone() }).is_some());
    assert_eq!(refused(plain), None);
    assert!(!format!("{:?}", login()).contains("geheim"));
}
