//! Enhanced status codes (RFC 3463): what a refusal says about the address. Used by what is answered at once and
//! by what comes back later, so that both mean the same.

use crate::Fault;

/// `5.1.1` and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Status {
    /// 2, 4 or 5.
    pub class: u8,
    pub subject: u16,
    pub detail: u16,
}

impl Status {
    /// From the start of `text`.
    #[must_use]
    pub fn at_start(text: &str) -> Option<Status> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut parts = text.get(..end)?.trim_end_matches('.').split('.');
        let class = parts.next()?.parse().ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        let number = |part: Option<&str>| part?.parse().ok().filter(|number: &u16| *number < 1_000);
        let status = Status { class, subject: number(parts.next())?, detail: number(parts.next())? };
        parts.next().is_none().then_some(status)
    }

    /// The first one in `text`, as a word of its own.
    #[must_use]
    pub fn find(text: &str) -> Option<Status> {
        Status::all(text).next()
    }

    /// All in `text`, as words of their own.
    pub(crate) fn all(text: &str) -> impl Iterator<Item = Status> {
        text.split(|c: char| c.is_whitespace() || "()[]#:;,<>-".contains(c)).filter_map(Status::at_start)
    }

    /// Whether it says that nobody is reachable at the address, for good.
    #[must_use]
    pub fn is_address_gone(self) -> bool {
        match (self.class, self.subject, self.detail) {
            // Sender's address (7, 8) says nothing about the recipient's.
            (5, 1, detail) => !matches!(detail, 7 | 8),
            // Disabled; a full mailbox (2) and a message too large (3) pass.
            (5, 2, detail) => matches!(detail, 0 | 1),
            // No such host, no route to it.
            (5, 4, detail) => matches!(detail, 0 | 1 | 4),
            (5, 0, _) => true,
            _ => false,
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// What a 5xx answer to the recipient is about.
#[must_use]
pub(crate) fn fault(code: u16, status: Option<Status>) -> Fault {
    let is_gone = match status {
        Some(status) => status.is_address_gone(),
        None => matches!(code, 550 | 551 | 553),
    };
    if is_gone { Fault::Address } else { Fault::Message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_so_condemns_an_address() {
        for (text, is_gone) in [
            ("5.1.1 no such user", true),
            ("5.1.10 null MX", true),
            ("5.2.1 disabled", true),
            ("5.2.2 mailbox full", false),
            ("5.7.1 blocked", false),
            ("5.1.8 bad sender", false),
            ("4.1.1 later", false),
        ] {
            assert_eq!(Status::at_start(text).unwrap().is_address_gone(), is_gone, "{text}");
        }
        assert_eq!(Status::find("host said: 550-5.1.1 gone").unwrap().to_string(), "5.1.1");
        assert_eq!(Status::find("from 10.1.1.1 on 25.11.2026"), None);
        assert_eq!(fault(550, None), Fault::Address);
        assert_eq!(fault(552, None), Fault::Message);
        assert_eq!(fault(550, Status::at_start("5.7.1")), Fault::Message);
    }
}
