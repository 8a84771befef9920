//! Replies of an SMTP server, read with bounds: several lines, an enhanced status, a text without addresses.

use crate::mail::status::Status;

/// Far more than any honest server says.
pub(super) const REPLY_BYTES_MAX: usize = 16 * 1_024;
const TEXT_CHARACTERS_MAX: usize = 160;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub code: u16,
    pub lines: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

impl Reply {
    /// The reply at the start of `bytes` and its length; `None` as long as it is not complete.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<(Reply, usize)>, Malformed> {
        let mut lines = Vec::new();
        let mut code = None;
        let mut start = 0;
        while let Some(length) = bytes.get(start..).and_then(|rest| rest.iter().position(|b| *b == b'\n')) {
            let line = String::from_utf8_lossy(&bytes[start..start + length]).into_owned();
            let line = line.trim_end_matches('\r');
            start += length + 1;
            let (digits, rest) = line.split_at_checked(3).ok_or(Malformed)?;
            let is_code = digits.bytes().all(|byte| byte.is_ascii_digit());
            let number: u16 = digits.parse().map_err(|_| Malformed)?;
            if !is_code || !(200..600).contains(&number) || code.is_some_and(|first| first != number) {
                return Err(Malformed);
            }
            code = Some(number);
            lines.push(rest.get(1..).unwrap_or_default().to_owned());
            match rest.chars().next() {
                Some('-') => {}
                Some(' ') | None => return Ok(Some((Reply { code: number, lines }, start))),
                Some(_) => return Err(Malformed),
            }
        }
        match bytes.len() > REPLY_BYTES_MAX {
            true => Err(Malformed),
            false => Ok(None),
        }
    }

    pub(super) fn is_positive(&self) -> bool {
        (200..300).contains(&self.code)
    }

    pub(super) fn is_temporary(&self) -> bool {
        (400..500).contains(&self.code)
    }

    pub(super) fn is_permanent(&self) -> bool {
        self.code >= 500
    }

    pub(super) fn status(&self) -> Option<Status> {
        self.lines.first().and_then(|line| Status::at_start(line))
    }

    /// One line for the operator. Servers like to repeat the address: what looks like one is left out.
    pub(super) fn text(&self) -> String {
        let joined = self.lines.join(" ");
        let words = joined.split_whitespace().map(|word| if word.contains('@') { "…" } else { word });
        let text = words.collect::<Vec<_>>().join(" ");
        let shown = text.chars().filter(|character| !character.is_control()).take(TEXT_CHARACTERS_MAX);
        format!("{} {}", self.code, shown.collect::<String>()).trim_end().to_owned()
    }
}

/// What a server says it can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Capabilities {
    pub pipelining: bool,
    pub eight_bit: bool,
    pub utf8: bool,
    pub start_tls: bool,
    pub auth_plain: bool,
    pub auth_login: bool,
    pub size: bool,
    /// The largest message it takes, if it says so.
    pub size_max: Option<usize>,
}

impl Capabilities {
    pub(super) fn of(hello: &Reply) -> Capabilities {
        let mut found = Capabilities::default();
        for line in hello.lines.iter().skip(1) {
            let line = line.to_ascii_uppercase();
            // Some old servers write AUTH=PLAIN.
            let mut words = line.split([' ', '=']);
            match words.next().unwrap_or_default() {
                "PIPELINING" => found.pipelining = true,
                "8BITMIME" => found.eight_bit = true,
                "SMTPUTF8" => found.utf8 = true,
                "STARTTLS" => found.start_tls = true,
                "SIZE" => {
                    found.size = true;
                    found.size_max = words.next().and_then(|size| size.parse().ok()).filter(|max| *max > 0);
                }
                "AUTH" => {
                    for mechanism in words {
                        found.auth_plain |= mechanism == "PLAIN";
                        found.auth_login |= mechanism == "LOGIN";
                    }
                }
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reply_of_several_lines_is_one() {
        let bytes =
            b"250-mail.example.org\r\n250-SIZE 1000\r\n250-AUTH LOGIN PLAIN\r\n250 PIPELINING\r\n354 go\r\n";
        let (reply, length) = Reply::parse(bytes).unwrap().unwrap();
        assert_eq!((reply.code, reply.lines.len(), length), (250, 4, bytes.len() - 8));
        let capabilities = Capabilities::of(&reply);
        assert!(capabilities.pipelining && capabilities.auth_plain && capabilities.auth_login);
        assert_eq!(capabilities.size_max, Some(1_000));
        assert_eq!(Reply::parse(&bytes[..30]), Ok(None));
    }

    #[test]
    fn nonsense_is_no_reply() {
        for bytes in
            [&b"hello\r\n"[..], b"2x0 ok\r\n", b"250-a\r\n251 b\r\n", b"999 x\r\n", b"250_x\r\n", b"\r\n"]
        {
            assert_eq!(Reply::parse(bytes), Err(Malformed), "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(Reply::parse(&vec![b'2'; REPLY_BYTES_MAX + 1]), Err(Malformed));
    }

    #[test]
    fn the_text_for_the_operator_has_no_address() {
        let (reply, _) = Reply::parse(b"550 5.1.1 <anna@example.org>: no such user\r\n").unwrap().unwrap();
        assert_eq!(reply.text(), "550 5.1.1 … no such user");
        assert!(reply.status().unwrap().is_address_gone());
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(Some((reply, length))) = Reply::parse(&bytes) {
                prop_assert!(length <= bytes.len() && !reply.lines.is_empty());
            }
        }
    }
}
