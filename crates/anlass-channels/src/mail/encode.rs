//! Text in the seven bits of mail: quoted-printable and base64 bodies, encoded words and folded headers.

use super::scan::byte;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// Lines of encoded bodies, RFC 2045.
const LINE_MAX: usize = 76;
/// Bytes in one encoded word, so that `Subject: ` and the first one fit into a line.
const WORD_BYTES_MAX: usize = 39;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    QuotedPrintable,
    Base64,
}

impl Encoding {
    /// The shorter of the two.
    pub(crate) fn of(text: &str) -> Encoding {
        // In pieces whose number fits into a byte and without a branch: a processor does many of these at once.
        let in_piece =
            |piece: &[u8]| piece.iter().map(|byte| u8::from(!byte.is_ascii() | (*byte == b'='))).sum::<u8>();
        let escaped: usize = text.as_bytes().chunks(255).map(|piece| usize::from(in_piece(piece))).sum();
        match escaped.saturating_mul(6) > text.len() {
            true => Encoding::Base64,
            false => Encoding::QuotedPrintable,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::QuotedPrintable => "quoted-printable",
            Encoding::Base64 => "base64",
        }
    }

    /// Every line ends in CRLF, also the last one.
    pub(crate) fn write(self, text: &str, out: &mut Vec<u8>) {
        match self {
            Encoding::QuotedPrintable => quoted_printable(text, out),
            Encoding::Base64 => base64(text, out),
        }
    }
}

fn quoted_printable(text: &str, out: &mut Vec<u8>) {
    for line in lines(text) {
        quoted_line(line.as_bytes(), out);
        out.extend(b"\r\n");
    }
}

/// Runs of plain bytes are copied as a whole: nearly all of a letter is plain.
fn quoted_line(line: &[u8], out: &mut Vec<u8>) {
    // Room for the `=` of a soft line end.
    const ROOM: usize = LINE_MAX - 1;
    let mut column = 0;
    let mut rest = line;
    while let Some((&first, after)) = rest.split_first() {
        let window = &rest[..rest.len().min(ROOM - column)];
        let run = match first {
            // Alone on a line it would end the message for a relay that forgets to stuff it.
            b'.' if column == 0 => 0,
            _ => byte(window, |byte| !is_plain(byte)).unwrap_or(window.len()),
        };
        // A space at the end of a line may be cut off by a relay.
        let run = match window.get(..run) {
            Some([.., b' ' | b'\t']) if run == rest.len() => run - 1,
            _ => run,
        };
        if run > 0 {
            let (plain, after) = rest.split_at(run);
            out.extend(plain);
            (column, rest) = (column + run, after);
        } else if column + 3 > ROOM || window.is_empty() {
            out.extend(b"=\r\n");
            column = 0;
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.extend([b'=', HEX[usize::from(first >> 4)], HEX[usize::from(first & 15)]]);
            (column, rest) = (column + 3, after);
        }
    }
}

/// Whether quoted-printable leaves it as it is.
fn is_plain(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') <= b'~' - b' ') & (byte != b'=') | (byte == b'\t')
}

fn base64(text: &str, out: &mut Vec<u8>) {
    let whole = lines(text).collect::<Vec<_>>().join("\r\n");
    for line in BASE64_STANDARD.encode(whole).as_bytes().chunks(LINE_MAX) {
        out.extend(line);
        out.extend(b"\r\n");
    }
}

/// Lines whatever ends them; a lone CR ends one too, so that none reaches the wire.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// Text of a header without structure (Subject): as it is, or in encoded words. `text` is one line.
pub(crate) fn unstructured(text: &str) -> String {
    let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !text.contains("=?");
    if is_plain && text.split(' ').all(|word| word.len() <= LINE_MAX) { text.to_owned() } else { words(text) }
}

/// The name before an address. `text` is one line.
pub(crate) fn phrase(text: &str) -> String {
    if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        || text.contains("=?")
        || text.len() > LINE_MAX - 6
    {
        return words(text);
    }
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Encoded words, cut between characters.
fn words(text: &str) -> String {
    let mut words = Vec::new();
    let mut piece = String::new();
    for character in text.chars() {
        if piece.len() + character.len_utf8() > WORD_BYTES_MAX {
            words.push(std::mem::take(&mut piece));
        }
        piece.push(character);
    }
    words.push(piece);
    let words: Vec<String> =
        words.iter().map(|word| format!("=?UTF-8?B?{}?=", BASE64_STANDARD.encode(word))).collect();
    words.join(" ")
}

/// A whole header, folded at its spaces so that lines stay short where the text lets them.
pub(crate) fn header(name: &str, value: &str, out: &mut Vec<u8>) {
    out.extend(name.bytes());
    out.push(b':');
    let mut column = name.len() + 1;
    for (index, word) in value.split(' ').enumerate() {
        // A fold never leaves a line of nothing but space, and never the first line empty.
        let folds = index > 0 && !word.is_empty() && column + 1 + word.len() > LINE_MAX;
        out.extend(if folds { "\r\n " } else { " " }.bytes());
        column = if folds { 1 } else { column + 1 };
        out.extend(word.bytes());
        column += word.len();
    }
    out.extend(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;
    use proptest::prelude::*;

    fn message(encoding: Encoding, body: &str) -> Vec<u8> {
        let mut out = Vec::new();
        header("Content-Type", "text/plain; charset=utf-8", &mut out);
        header("Content-Transfer-Encoding", encoding.name(), &mut out);
        out.extend(b"\r\n");
        encoding.write(body, &mut out);
        out
    }

    fn is_seven_bit_in_short_lines(bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        text.split("\r\n")
            .all(|line| line.len() <= LINE_MAX && !line.contains(['\r', '\n']) && line.is_ascii())
    }

    proptest! {
        #[test]
        fn a_body_arrives_as_it_was_written(lines in proptest::collection::vec("\\PC{0,100}", 1..6)) {
            let body = lines.join("\r\n");
            for encoding in [Encoding::QuotedPrintable, Encoding::Base64] {
                let bytes = message(encoding, &body);
                prop_assert!(is_seven_bit_in_short_lines(&bytes));
                let parsed = MessageParser::default().parse(&bytes).unwrap();
                let text = parsed.body_text(0).unwrap();
                prop_assert_eq!(text.trim_end_matches("\r\n"), body.trim_end_matches("\r\n"));
            }
        }

        #[test]
        fn a_subject_arrives_as_it_was_written(text in "\\PC{1,200}") {
            let line = crate::mail::address::one_line(&text);
            let mut bytes = Vec::new();
            header("Subject", &unstructured(&line), &mut bytes);
            prop_assert!(is_seven_bit_in_short_lines(&bytes), "{:?}", String::from_utf8_lossy(&bytes));
            bytes.extend(b"\r\nx");
            let parsed = MessageParser::default().parse(&bytes).unwrap();
            prop_assert_eq!(parsed.subject().unwrap_or_default(), line);
        }
    }

    #[test]
    fn a_dot_or_a_space_at_the_edge_of_a_line_is_written_out() {
        let mut out = Vec::new();
        Encoding::QuotedPrintable.write(".\ntwo \n", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "=2E\r\ntwo=20\r\n\r\n");
    }
}
