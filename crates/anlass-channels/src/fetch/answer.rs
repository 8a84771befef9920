//! An answer of HTTP/1.1 as it comes: its head, and a body with its length, in chunks, or up to the end.

use super::{Failed, lasting, passing};
use tokio::io::{AsyncRead, AsyncReadExt};

const HEAD_BYTES_MAX: usize = 64 * 1_024;
const LINE_BYTES_MAX: usize = 1_024;

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The value of a header, whose name is in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}

/// What has come and was not taken yet.
struct Come<'s, S> {
    stream: &'s mut S,
    bytes: Vec<u8>,
}

impl<S: AsyncRead + Unpin> Come<'_, S> {
    /// Whether more came.
    async fn more(&mut self) -> Result<bool, Failed> {
        let mut piece = [0; 8_192];
        let read = self.stream.read(&mut piece).await;
        let length = read.map_err(|error| passing(format!("reading: {}", error.kind())))?;
        self.bytes.extend(piece.get(..length).unwrap_or_default());
        Ok(length > 0)
    }

    /// Everything up to a sign, without it.
    async fn upto(&mut self, sign: &[u8], max: usize) -> Result<Vec<u8>, Failed> {
        let mut looked = 0;
        loop {
            let from = looked.min(self.bytes.len());
            let rest = self.bytes.get(from..).unwrap_or_default();
            if let Some(at) = rest.windows(sign.len()).position(|part| part == sign) {
                let found = self.bytes.get(..from + at).unwrap_or_default().to_vec();
                self.bytes.drain(..from + at + sign.len());
                return Ok(found);
            }
            looked = self.bytes.len().saturating_sub(sign.len() - 1);
            if self.bytes.len() > max {
                return Err(lasting("its answer is not HTTP"));
            }
            if !self.more().await? {
                return Err(passing("it hung up in the middle of its answer"));
            }
        }
    }

    async fn exactly(&mut self, length: usize) -> Result<Vec<u8>, Failed> {
        while self.bytes.len() < length {
            if !self.more().await? {
                return Err(passing("it hung up in the middle of its answer"));
            }
        }
        Ok(self.bytes.drain(..length).collect())
    }
}

pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin), bytes_max: usize) -> Result<Answer, Failed> {
    let mut come = Come { stream, bytes: Vec::new() };
    let too_long = || lasting(format!("its answer is longer than {bytes_max} bytes"));
    loop {
        let head = come.upto(b"\r\n\r\n", HEAD_BYTES_MAX).await?;
        let (status, headers) = head_of(&head).ok_or_else(|| lasting("its answer is not HTTP"))?;
        // Informational ones come before the answer.
        if (100..200).contains(&status) {
            continue;
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        if matches!(status, 204 | 304) {
            return Ok(answer);
        }
        if answer.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            loop {
                let line = come.upto(b"\r\n", LINE_BYTES_MAX).await?;
                let line = String::from_utf8_lossy(&line).into_owned();
                let length = line.split(';').next().unwrap_or_default().trim();
                let length = usize::from_str_radix(length, 16);
                let length = length.map_err(|_| lasting("the chunks of its answer cannot be read"))?;
                if length == 0 {
                    return Ok(answer);
                }
                if length > bytes_max.saturating_sub(answer.body.len()) {
                    return Err(too_long());
                }
                answer.body.extend(come.exactly(length).await?);
                come.exactly(2).await?;
            }
        }
        match answer.header("content-length").map(str::parse::<usize>) {
            Some(Ok(length)) if length > bytes_max => return Err(too_long()),
            Some(Ok(length)) => answer.body = come.exactly(length).await?,
            Some(Err(_)) => return Err(lasting("the length of its answer is none")),
            None => {
                while come.bytes.len() <= bytes_max && come.more().await? {}
                if come.bytes.len() > bytes_max {
                    return Err(too_long());
                }
                answer.body = come.bytes;
            }
        }
        return Ok(answer);
    }
}

fn head_of(bytes: &[u8]) -> Option<(u16, Vec<(String, String)>)> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split("\r\n");
    let mut words = lines.next()?.split(' ');
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    let status = words.next().filter(|text| text.len() == 3)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    Some((status, headers.collect()))
}
