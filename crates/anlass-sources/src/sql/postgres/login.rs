//! Who logs in to PostgreSQL, and the proof of it.

use super::super::{Error, Server, Trouble};
use super::message::{Message, Reader, Short};
use super::wire::Wire;
use super::{Said, Session, explain};
use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{ChannelBinding, SCRAM_SHA_256, ScramSha256};

const VERSION: i32 = 3 << 16;

pub(super) fn login(wire: &mut Wire, server: &Server, place: &str, session: Session) -> Result<(), Error> {
    let mut start = Message::untagged().long(VERSION);
    let mut settings = vec![
        ("user", server.user.as_str()),
        ("database", server.database.as_str()),
        ("application_name", "anlass"),
    ];
    if session == Session::Replication {
        settings.push(("replication", "database"));
    }
    for (name, value) in settings {
        start = start.text(name).text(value);
    }
    wire.send(&[start.byte(0)])?;
    let mut scram = None;
    loop {
        let frame = wire.receive()?;
        match frame.tag {
            b'R' => prove(wire, server, place, &frame.body, &mut scram)?,
            b'E' => return Err(explain(place, &Said::read(&frame.body))),
            b'Z' => return Ok(()),
            // Settings, the key for breaking off, notices.
            b'S' | b'K' | b'N' | b'v' => {}
            _ => return Err(Error::unreadable(place, "its greeting is none of PostgreSQL")),
        }
    }
}

fn prove(
    wire: &mut Wire,
    server: &Server,
    place: &str,
    body: &[u8],
    scram: &mut Option<ScramSha256>,
) -> Result<(), Error> {
    let damaged = |_: Short| Error::unreadable(place, "its greeting is damaged");
    let refused = |cause: &str| {
        let cure = "let this user in by scram-sha-256 in pg_hba.conf, or encrypt the connection";
        Error::new(Trouble::Refused, place, cause, cure)
    };
    let wrong = |_: std::io::Error| refused("the server cannot prove that it knows the password");
    let secret = server.secret.reveal().as_bytes();
    let mut reader = Reader::new(body);
    match (reader.long().map_err(damaged)?, scram.as_mut()) {
        (0, None) => Ok(()),
        // Who asked for a proof has to give one, too: otherwise anybody could let everybody in.
        (0, Some(_)) => Err(refused("the server let us in without any proof of its own")),
        (3, _) if wire.is_private() => wire.send(&[Message::new(b'p').text(server.secret.reveal())]),
        (3, _) => Err(refused("the server wants the password where others may read it")),
        (5, _) => {
            let salt = reader.take(4).map_err(damaged)?;
            let salt = salt.try_into().map_err(|_| damaged(Short))?;
            wire.send(&[Message::new(b'p').text(&md5_hash(server.user.as_bytes(), secret, salt))])
        }
        (10, _) => {
            let mut is_known = false;
            while !reader.is_empty() {
                is_known |= reader.text().map_err(damaged)? == SCRAM_SHA_256;
            }
            if !is_known {
                return Err(refused("the server knows no way to log in by a password that is safe"));
            }
            let proof = ScramSha256::new(secret, ChannelBinding::unsupported());
            wire.send(&[Message::new(b'p').text(SCRAM_SHA_256).sized(proof.message())])?;
            *scram = Some(proof);
            Ok(())
        }
        (11, Some(proof)) => {
            proof.update(reader.rest()).map_err(wrong)?;
            wire.send(&[Message::new(b'p').raw(proof.message())])
        }
        (12, Some(proof)) => {
            proof.finish(reader.rest()).map_err(wrong)?;
            *scram = None;
            Ok(())
        }
        _ => Err(refused("the server wants a way to log in that is not known here")),
    }
}
