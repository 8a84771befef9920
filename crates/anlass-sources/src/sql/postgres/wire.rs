//! The bytes to and from a PostgreSQL server, message by message, over a socket or TLS.

use super::super::{CONNECT_TIMEOUT, Error, Server, Tls, tls};
use super::message::Message;
use rustls::{ClientConnection, StreamOwned};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

const PORT: u16 = 5432;
/// Longer messages are refused: a row may be as long.
const FRAME_BYTES_MAX: usize = 256 << 20;
const CHUNK_BYTES: usize = 64 * 1024;

pub(in super::super) struct Wire {
    stream: Stream,
    place: String,
    incoming: Vec<u8>,
    /// How many of these were taken.
    taken: usize,
    chunk: Vec<u8>,
    patience: Duration,
}

/// A message of the server.
pub(in super::super) struct Frame {
    pub(in super::super) tag: u8,
    pub(in super::super) body: Vec<u8>,
}

enum Stream {
    Plain(Socket),
    Tls(Box<StreamOwned<ClientConnection, Socket>>),
}

enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Wire {
    pub(super) fn connect(server: &Server, place: &str) -> Result<Wire, Error> {
        let port = server.port.unwrap_or(PORT);
        let failed = |error| Error::unreachable(place, error);
        let socket = if server.is_socket() {
            let path = Path::new(&server.host).join(format!(".s.PGSQL.{port}"));
            Socket::Unix(UnixStream::connect(path).map_err(failed)?)
        } else {
            Socket::Tcp(tcp(&server.host, port).map_err(failed)?)
        };
        socket.set_timeout(CONNECT_TIMEOUT).map_err(failed)?;
        let mut wire = Wire {
            stream: Stream::Plain(socket),
            place: place.into(),
            incoming: Vec::new(),
            taken: 0,
            chunk: vec![0; CHUNK_BYTES],
            patience: CONNECT_TIMEOUT,
        };
        // What goes over a socket stays on this machine.
        if server.is_socket() || server.tls == Tls::Off {
            return Ok(wire);
        }
        wire.secure(server, place)?;
        Ok(wire)
    }

    fn secure(&mut self, server: &Server, place: &str) -> Result<(), Error> {
        const SSL_REQUEST: i32 = 80_877_103;
        let Some(connection) = tls::connection(&server.tls, &server.host, place)? else { return Ok(()) };
        self.send(&[Message::untagged().long(SSL_REQUEST)])?;
        let mut answer = [0];
        let failed = |error| Error::unreachable(place, error);
        let Stream::Plain(socket) = &mut self.stream else { return Ok(()) };
        socket.read_exact(&mut answer).map_err(failed)?;
        if answer != *b"S" {
            return Err(tls::refused(place, "the server offers no encryption"));
        }
        let socket = socket.try_clone().map_err(failed)?;
        let mut stream = StreamOwned::new(connection, socket);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).map_err(|error| match error.kind() {
                ErrorKind::InvalidData => tls::refused(place, error),
                _ => Error::unreachable(place, error),
            })?;
        }
        self.stream = Stream::Tls(Box::new(stream));
        Ok(())
    }

    /// Whether nobody can read what is sent.
    pub(super) fn is_private(&self) -> bool {
        match &self.stream {
            Stream::Tls(_) | Stream::Plain(Socket::Unix(_)) => true,
            Stream::Plain(Socket::Tcp(_)) => false,
        }
    }

    /// How long an answer is waited for.
    pub(super) fn patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    pub(in super::super) fn send(&mut self, messages: &[Message]) -> Result<(), Error> {
        let bytes: Vec<u8> = messages.iter().flat_map(Message::finish).collect();
        let sent = self.stream.write_all(&bytes).and_then(|()| self.stream.flush());
        sent.map_err(|error| Error::unreachable(&self.place, error))
    }

    pub(in super::super) fn receive(&mut self) -> Result<Frame, Error> {
        match self.poll(self.patience)? {
            Some(frame) => Ok(frame),
            None => Err(Error::too_slow(&self.place)),
        }
    }

    /// The next message, if there is one within this time.
    pub(in super::super) fn poll(&mut self, wait: Duration) -> Result<Option<Frame>, Error> {
        if let Some(frame) = self.whole()? {
            return Ok(Some(frame));
        }
        // A timeout of zero would be none.
        self.stream
            .socket()
            .set_timeout(wait.max(Duration::from_millis(1)))
            .map_err(|error| Error::unreachable(&self.place, error))?;
        loop {
            match self.stream.read(&mut self.chunk) {
                Ok(0) => return Err(Error::unreachable(&self.place, "the server ended it")),
                Ok(count) => self.incoming.extend_from_slice(&self.chunk[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return Ok(None);
                }
                Err(error) => return Err(Error::unreachable(&self.place, error)),
            }
            if let Some(frame) = self.whole()? {
                return Ok(Some(frame));
            }
        }
    }

    /// The next message, if all of it is here.
    fn whole(&mut self) -> Result<Option<Frame>, Error> {
        let rest = &self.incoming[self.taken..];
        let Some((tag, length)) =
            rest.split_first().and_then(|(tag, rest)| Some((*tag, rest.first_chunk::<4>()?)))
        else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if !(4..=FRAME_BYTES_MAX).contains(&length) {
            return Err(Error::unreadable(
                &self.place,
                "it does not speak PostgreSQL's protocol, or sends too much at once",
            ));
        }
        let Some(body) = rest.get(5..=length) else { return Ok(None) };
        let body = body.to_vec();
        self.taken += length + 1;
        if self.taken >= self.incoming.len().min(16 * CHUNK_BYTES) {
            self.incoming.drain(..self.taken);
            self.taken = 0;
        }
        Ok(Some(Frame { tag, body }))
    }
}

fn tcp(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::new(ErrorKind::NotFound, "the host has no address");
    for address in (host.trim_matches(['[', ']']), port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
            Ok(stream) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

impl Socket {
    fn set_timeout(&self, timeout: Duration) -> io::Result<()> {
        match self {
            Socket::Tcp(stream) => {
                stream.set_read_timeout(Some(timeout))?;
                stream.set_write_timeout(Some(CONNECT_TIMEOUT))
            }
            Socket::Unix(stream) => {
                stream.set_read_timeout(Some(timeout))?;
                stream.set_write_timeout(Some(CONNECT_TIMEOUT))
            }
        }
    }

    fn try_clone(&self) -> io::Result<Socket> {
        Ok(match self {
            Socket::Tcp(stream) => Socket::Tcp(stream.try_clone()?),
            Socket::Unix(stream) => Socket::Unix(stream.try_clone()?),
        })
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(stream) => stream.read(buffer),
            Socket::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(stream) => stream.write(buffer),
            Socket::Unix(stream) => stream.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream {
    fn socket(&self) -> &Socket {
        match self {
            Stream::Plain(socket) => socket,
            Stream::Tls(stream) => &stream.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.read(buffer),
            Stream::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(socket) => socket.write(buffer),
            Stream::Tls(stream) => stream.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Plain(socket) => socket.flush(),
            Stream::Tls(stream) => stream.flush(),
        }
    }
}
