//! Requests whose body is a file: it is written as it comes, so that its size is no matter of memory.

use super::{Asked, in_a_seat, let_in};
use crate::call::{Call, Fault};
use crate::uploads::Incoming;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http_body_util::BodyExt;
use std::io::Write;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Pieces that wait to be written.
const PIECES_MAX: usize = 8;

/// Takes the file in, then asks the handler.
pub(super) async fn answer(
    asked: Asked,
    takes: fn(&Call<'_>) -> Result<Incoming, Fault>,
    body: Body,
    seats: Arc<Semaphore>,
) -> Response {
    let bytes_max = asked.desk.house.config.uploads.file_bytes_max;
    let patience = asked.desk.house.config.request_timeout();
    let asked = Arc::new(asked);
    let begun = {
        let asked = Arc::clone(&asked);
        spawn_blocking(move || {
            let mut call = asked.call(&[]);
            let begun = let_in(asked.route, &mut call).and_then(|()| takes(&call));
            begun.map_err(|fault| Box::new(asked.failed(&call, fault)))
        })
    };
    let incoming = match begun.await {
        Ok(Ok(incoming)) => incoming,
        Ok(Err(refused)) => return *refused,
        Err(_) => return Fault::Failed(anyhow::anyhow!("a handler stopped")).into_response(),
    };
    let (pieces, coming) = mpsc::channel(PIECES_MAX);
    let writing = spawn_blocking(move || write(incoming, coming));
    let sent = send(body, pieces, bytes_max, patience).await;
    let written = writing.await.unwrap_or_else(|_| Err(std::io::Error::other("a handler stopped")));
    match (sent, written) {
        (Err(fault), _) => fault.into_response(),
        (Ok(()), Err(error)) => asked.failed(&asked.call(&[]), Fault::Failed(error.into())),
        (Ok(()), Ok(())) => in_a_seat(seats, move || asked.answer(&[])).await,
    }
}

/// A piece, or that there are no more.
enum Piece {
    Bytes(Bytes),
    Whole,
}

async fn send(
    mut body: Body,
    pieces: mpsc::Sender<Piece>,
    bytes_max: u64,
    patience: std::time::Duration,
) -> Result<(), Fault> {
    let mut total: u64 = 0;
    loop {
        let frame = timeout(patience, body.frame()).await;
        let frame = frame.map_err(|_| Fault::Unreadable { cause: "nothing more came".into() })?;
        let Some(frame) = frame else { break };
        let frame = frame.map_err(|error| Fault::Unreadable { cause: error.to_string() })?;
        let Ok(bytes) = frame.into_data() else { continue };
        total = total.saturating_add(bytes.len() as u64);
        if total > bytes_max {
            return Err(Fault::TooLarge);
        }
        if pieces.send(Piece::Bytes(bytes)).await.is_err() {
            // Whoever writes has stopped, and says why.
            return Ok(());
        }
    }
    let _stopped = pieces.send(Piece::Whole).await;
    Ok(())
}

/// Until the file is whole. If the pieces end before, it was never there.
fn write(mut incoming: Incoming, mut pieces: mpsc::Receiver<Piece>) -> std::io::Result<()> {
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Bytes(bytes) => incoming.file.write_all(&bytes)?,
            Piece::Whole => return incoming.finish(),
        }
    }
    Ok(())
}
