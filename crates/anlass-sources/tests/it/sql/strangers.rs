//! Servers that are not what they are taken for.

use anlass_sources::sql::{Database, Secret, Server, Tls, Trouble};
use proptest::prelude::*;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

const PASSWORD: &str = "pass-w0rd";

/// Says all of this to whoever comes, after it heard something if it is polite, and returns what it heard.
fn stranger(words: Vec<u8>, is_polite: bool) -> (u16, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let talk = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a guest");
        let mut heard = vec![0; 4_096];
        let mut count = if is_polite { stream.read(&mut heard).unwrap_or(0) } else { 0 };
        // The guest may have gone already.
        let _said = stream.write_all(&words);
        let _ended = stream.shutdown(std::net::Shutdown::Write);
        while let Ok(more) = stream.read(&mut heard[count..])
            && more > 0
        {
            count += more;
        }
        heard.truncate(count);
        heard
    });
    (port, talk)
}

fn server(port: u16, tls: Tls) -> Server {
    Server {
        host: "127.0.0.1".into(),
        port: Some(port),
        database: "shop".into(),
        user: "reader".into(),
        secret: Secret::new(PASSWORD),
        tls,
    }
}

fn holds(heard: &[u8], text: &str) -> bool {
    heard.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn a_password_is_told_to_nobody_who_asks_for_it_in_clear() {
    let asks = |words: &[u8]| {
        let (port, talk) = stranger(words.to_vec(), true);
        let error = Database::Postgres(server(port, Tls::Off)).check().expect_err("refused");
        let heard = talk.join().expect("heard");
        assert!(holds(&heard, "reader") && !holds(&heard, PASSWORD));
        error.trouble
    };
    // For the password itself; for nothing, once a proof was begun; for an unknown way.
    assert_eq!(asks(b"R\0\0\0\x08\0\0\0\x03"), Trouble::Refused);
    assert_eq!(
        asks(b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I"),
        Trouble::Refused
    );
    assert_eq!(asks(b"R\0\0\0\x08\0\0\0\x07"), Trouble::Refused);
}

#[test]
fn a_server_without_encryption_is_told_nothing_where_it_is_wanted() {
    let (port, talk) = stranger(b"N".to_vec(), true);
    let error = Database::Postgres(server(port, Tls::Require)).check().expect_err("refused");
    assert_eq!(error.trouble, Trouble::Insecure);
    assert!(!holds(&talk.join().expect("heard"), "reader"));
}

#[test]
fn a_message_longer_than_any_is_refused_before_there_is_room_made_for_it() {
    let (port, talk) = stranger(b"D\xff\xff\xff\xff".to_vec(), true);
    let error = Database::Postgres(server(port, Tls::Off)).check().expect_err("refused");
    assert_eq!(error.trouble, Trouble::Unreadable);
    talk.join().expect("heard");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_stranger_says_is_an_error(
        beginning in prop::sample::select(vec![&b""[..], b"HTTP/1.1 400 Bad Request\r\n", b"R\0\0\0\x08\0\0\0\0", b"E", b"\x0a5.5", b"T\0\0"]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let words = [beginning, &*rest].concat();
        let (port, talk) = stranger(words.clone(), true);
        prop_assert!(Database::Postgres(server(port, Tls::Off)).check().is_err());
        talk.join().expect("heard");
        // MySQL speaks first, in packets with their length.
        let length = u32::try_from(words.len()).expect("short").to_le_bytes();
        let (port, talk) = stranger([&length[..3], &[0], &words].concat(), false);
        prop_assert!(Database::Mysql(server(port, Tls::Off)).check().is_err());
        talk.join().expect("heard");
    }
}
