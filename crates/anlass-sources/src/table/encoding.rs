//! Which encoding a text file is in, and reading it as UTF-8 while it streams. A mark at the beginning decides; without
//! one valid UTF-8 is UTF-8, zeros in every other byte are UTF-16, and among the encodings of one byte a letter the one wins
//! that makes words of its high bytes instead of letters beside frames and signs.

use encoding_rs::{CoderResult, Decoder, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use std::io::{self, Read};

const CHUNK_BYTES: usize = 32 * 1024;

/// The encodings in which shops, tills and spreadsheets write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "windows-1252")]
    Windows1252,
    #[serde(rename = "iso-8859-15")]
    Iso8859_15,
    /// What old tills and accounting programs under DOS wrote.
    #[serde(rename = "cp850")]
    Cp850,
}

/// 0x80 to 0xFF of CP850, as unicode.org's mapping table has it.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

impl Encoding {
    /// What a file that begins like this is in.
    #[must_use]
    pub fn detect(sample: &[u8]) -> Encoding {
        match sample {
            [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8,
            [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
            _ => {}
        }
        if let Some(encoding) = utf_16_without_mark(sample) {
            return encoding;
        }
        // Letters of several bytes hardly ever come about by chance: where most are whole, the others are damaged.
        let (mut whole, mut broken) = (0, 0);
        for chunk in sample.utf8_chunks() {
            whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
            broken += usize::from(!chunk.invalid().is_empty());
        }
        // The sample may end within a letter.
        let ends_within = std::str::from_utf8(sample).is_err_and(|error| error.error_len().is_none());
        if broken <= usize::from(ends_within) || whole > broken {
            Encoding::Utf8
        } else {
            of_one_byte(sample)
        }
    }

    /// What JSON that begins like this is in: it knows no encoding of one byte a letter.
    pub(super) fn detect_of_json(sample: &[u8]) -> Encoding {
        match Encoding::detect(sample) {
            found @ (Encoding::Utf16Le | Encoding::Utf16Be) => found,
            _ => Encoding::Utf8,
        }
    }

    fn decoder(self) -> Option<Decoder> {
        let encoding = match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Iso8859_15 => ISO_8859_15,
            Encoding::Cp850 => return None,
        };
        Some(encoding.new_decoder_with_bom_removal())
    }

    /// What each byte stands for, in an encoding of one byte a letter.
    fn letters(self) -> Vec<char> {
        (0..=255).map(|byte| self.letter(byte)).collect()
    }

    fn letter(self, byte: u8) -> char {
        if self == Encoding::Cp850 {
            return match byte {
                0x80.. => CP850.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
                _ => char::from(byte),
            };
        }
        let encoding = if self == Encoding::Iso8859_15 { ISO_8859_15 } else { WINDOWS_1252 };
        let mut text = String::with_capacity(4);
        let _done = encoding.new_decoder_without_bom_handling().decode_to_string(&[byte], &mut text, true);
        text.chars().next().unwrap_or('\u{fffd}')
    }
}

/// Western text has a zero in every other byte.
fn utf_16_without_mark(sample: &[u8]) -> Option<Encoding> {
    let pairs = sample.len() / 2;
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    match pairs {
        0..2 => None,
        _ if second * 10 > pairs * 7 && first * 10 < pairs => Some(Encoding::Utf16Le),
        _ if first * 10 > pairs * 7 && second * 10 < pairs => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Counts what the high bytes would be: letters of words speak for an encoding, signs within words and controls against it.
fn of_one_byte(sample: &[u8]) -> Encoding {
    let score = |encoding: Encoding| -> i64 {
        let letters = encoding.letters();
        let at = |index: Option<usize>| {
            index.and_then(|index| sample.get(index)).map_or(' ', |byte| letters[usize::from(*byte)])
        };
        let high = sample.iter().enumerate().filter(|(_, byte)| **byte >= 0x80);
        high.map(|(index, byte)| {
            let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
            worth(letters[usize::from(*byte)], before, after)
        })
        .sum()
    };
    // Of two as good the earlier: Windows wrote most of such files.
    let mut best = (Encoding::Windows1252, score(Encoding::Windows1252));
    for encoding in [Encoding::Iso8859_15, Encoding::Cp850] {
        let found = score(encoding);
        if found > best.1 {
            best = (encoding, found);
        }
    }
    best.0
}

fn worth(letter: char, before: char, after: char) -> i64 {
    let in_word = before.is_alphabetic() || after.is_alphabetic();
    match letter {
        'ä' | 'ö' | 'ü' | 'ß' | 'é' | 'è' | 'á' | 'à' | 'ç' | 'ñ' | 'ô' | 'ê' if in_word => 4,
        'Ä' | 'Ö' | 'Ü' if after.is_alphabetic() => 4,
        'É' | 'Ç' | 'Å' | 'Ø' | 'À' if after.is_alphabetic() => 2,
        '€' if !in_word => 4,
        '„' | '“' | '”' | '–' | '’' | '°' | '§' | '£' | '\u{a0}' => 1,
        // A capital after a small letter is none.
        letter if letter.is_alphabetic() && letter.is_uppercase() && before.is_lowercase() => -4,
        letter if letter.is_alphabetic() && in_word => 1,
        letter if letter.is_control() || letter == '\u{fffd}' => -8,
        _ if in_word => -4,
        _ => -1,
    }
}

/// Bytes of a file as UTF-8. What cannot be decoded becomes U+FFFD, which no field may hold: its row is set aside.
/// UTF-8 itself passes unchanged, so that a broken letter spoils its own row only.
pub(crate) struct Decoded<R> {
    inner: R,
    encoding: Encoding,
    /// Absent where the letters are looked up one by one.
    decoder: Option<Decoder>,
    letters: Vec<char>,
    input: Vec<u8>,
    start: usize,
    end: usize,
    is_over: bool,
    /// What did not fit into the caller's buffer.
    rest: Vec<u8>,
    rest_start: usize,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(inner: R, encoding: Encoding) -> Decoded<R> {
        Decoded {
            inner,
            encoding,
            decoder: encoding.decoder(),
            letters: if encoding == Encoding::Cp850 { encoding.letters() } else { Vec::new() },
            input: vec![0; CHUNK_BYTES],
            start: 0,
            end: 0,
            is_over: false,
            rest: Vec::new(),
            rest_start: 0,
        }
    }

    /// Decodes the next chunk into `rest`.
    fn advance(&mut self) -> io::Result<()> {
        if self.start == self.end {
            (self.start, self.end) = (0, self.inner.read(&mut self.input)?);
            self.is_over = self.end == 0;
        }
        let bytes = &self.input[self.start..self.end];
        self.rest_start = 0;
        self.rest.clear();
        let Some(decoder) = &mut self.decoder else {
            let mut letter = [0; 4];
            for byte in bytes {
                let read = self.letters.get(usize::from(*byte)).copied().unwrap_or('\u{fffd}');
                self.rest.extend_from_slice(read.encode_utf8(&mut letter).as_bytes());
            }
            self.start = self.end;
            return Ok(());
        };
        let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(4 * CHUNK_BYTES).max(16);
        self.rest.resize(room, 0);
        let (result, read, written, _) = decoder.decode_to_utf8(bytes, &mut self.rest, self.is_over);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the room was reckoned for all of it");
        self.rest.truncate(written);
        self.start += read;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.encoding == Encoding::Utf8 {
            return self.inner.read(buffer);
        }
        while self.rest_start == self.rest.len() {
            if self.is_over {
                return Ok(0);
            }
            self.advance()?;
        }
        let rest = &self.rest[self.rest_start..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.rest_start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop, proptest};

    const WORDS: &str = "Nr.;Straße;Größe\r\n1;Müllerstraße 5;XL\r\n2;Ärztehaus Öhringen;Übergröße\r\n";

    fn written(text: &str, encoding: Encoding) -> Vec<u8> {
        let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect();
        match encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => utf_16(u16::to_le_bytes),
            Encoding::Utf16Be => utf_16(u16::to_be_bytes),
            _ => {
                let byte = |letter: char| (0..=255).find(|byte| encoding.letter(*byte) == letter);
                text.chars().map(|letter| byte(letter).expect("a letter of this encoding")).collect()
            }
        }
    }

    fn read(bytes: &[u8], encoding: Encoding) -> String {
        let mut text = String::new();
        Decoded::new(bytes, encoding).read_to_string(&mut text).expect("UTF-8");
        text
    }

    #[test]
    fn german_words_are_told_apart_by_their_bytes() {
        for encoding in
            [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252, Encoding::Cp850]
        {
            let bytes = written(WORDS, encoding);
            assert_eq!(Encoding::detect(&bytes), encoding);
            assert_eq!(read(&bytes, encoding), WORDS, "{encoding:?}");
        }
    }

    #[test]
    fn the_euro_sign_tells_the_two_latin_encodings_apart() {
        let prices = "Preis\n19,90 €\n5 €\nMüsli\n";
        for encoding in [Encoding::Windows1252, Encoding::Iso8859_15] {
            let bytes = written(prices, encoding);
            assert_eq!(Encoding::detect(&bytes), encoding);
            assert_eq!(read(&bytes, encoding), prices);
        }
    }

    #[test]
    fn a_sample_that_ends_within_a_letter_is_still_utf_8() {
        let bytes = "Straße".as_bytes();
        for end in 0..=bytes.len() {
            assert_eq!(Encoding::detect(&bytes[..end]), Encoding::Utf8, "{end}");
        }
    }

    #[test]
    fn a_few_broken_letters_do_not_make_utf_8_something_else() {
        let mut bytes = WORDS.as_bytes().to_vec();
        bytes.extend(b"\n3;M\xfcller;L\n");
        assert_eq!(Encoding::detect(&bytes), Encoding::Utf8);
    }

    #[test]
    fn marks_at_the_beginning_decide_and_are_not_part_of_the_text() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(written("äöü", Encoding::Utf16Le));
        assert_eq!(Encoding::detect(&bytes), Encoding::Utf16Le);
        assert_eq!(read(&bytes, Encoding::Utf16Le), "äöü");
    }

    proptest! {
        #[test]
        fn whatever_bytes_come_they_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            for encoding in [Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252, Encoding::Cp850] {
                read(&bytes, encoding);
            }
            let _found = Encoding::detect(&bytes);
        }
    }
}
