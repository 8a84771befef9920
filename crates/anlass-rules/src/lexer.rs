//! Text to tokens. Knows the shapes of words, literals and signs, nothing of their order.

use crate::error::{Code, Error, Place};
use anlass_model::time::Span;
use anlass_model::value::{Day, Value};
use std::str::Chars;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word(Box<str>),
    Literal(Value),
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,
    /// A single `=`, between an argument's name and value.
    Assign,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    In,
    Plus,
    Minus,
    Star,
    End,
}

/// The tokens of a text, the last one being `End`.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, Error> {
    let mut lexer = Lexer { text, chars: text.chars(), line: 1, column: 1 };
    let mut found: Vec<Token> = Vec::new();
    loop {
        lexer.take_while(char::is_whitespace);
        let start = lexer.here();
        let after_dot = found.last().is_some_and(|token| token.kind == Kind::Dot);
        let kind = lexer.token(start, after_dot)?;
        let ended = kind == Kind::End;
        found.push(Token { kind, place: lexer.from(start) });
        if ended {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    chars: Chars<'a>,
    line: usize,
    column: usize,
}

fn starts_word(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

fn continues_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

impl<'a> Lexer<'a> {
    fn here(&self) -> Place {
        let start = self.text.len() - self.chars.as_str().len();
        Place { start, end: start, line: self.line, column: self.column }
    }

    fn from(&self, start: Place) -> Place {
        start.to(self.here())
    }

    fn peek(&self) -> Option<char> {
        self.chars.clone().next()
    }

    fn bump(&mut self) -> Option<char> {
        let character = self.chars.next()?;
        if character == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(character)
    }

    fn bump_if(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.bump();
        }
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.chars.as_str();
        let end = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        let (taken, _) = rest.split_at(end);
        for _ in taken.chars() {
            self.bump();
        }
        taken
    }

    fn token(&mut self, start: Place, after_dot: bool) -> Result<Kind, Error> {
        let Some(first) = self.peek() else {
            return Ok(Kind::End);
        };
        if starts_word(first) {
            return Ok(self.word(after_dot));
        }
        if first.is_ascii_digit() {
            return self.number(start).map(Kind::Literal);
        }
        self.bump();
        Ok(match first {
            '"' => Kind::Literal(self.text_literal(start)?),
            '(' => Kind::OpenParenthesis,
            ')' => Kind::CloseParenthesis,
            '[' => Kind::OpenBracket,
            ']' => Kind::CloseBracket,
            ',' => Kind::Comma,
            '.' => Kind::Dot,
            '+' => Kind::Plus,
            '-' => Kind::Minus,
            '*' => Kind::Star,
            '=' if self.bump_if('=') => Kind::Equal,
            '=' => Kind::Assign,
            '!' if self.bump_if('=') => Kind::NotEqual,
            '!' => Kind::Not,
            '<' if self.bump_if('=') => Kind::LessOrEqual,
            '<' => Kind::Less,
            '>' if self.bump_if('=') => Kind::GreaterOrEqual,
            '>' => Kind::Greater,
            '&' if self.bump_if('&') => Kind::And,
            '|' if self.bump_if('|') => Kind::Or,
            other => return Err(bad_character(other, self.from(start))),
        })
    }

    /// After a dot `in`, `and` and the like are parts of a name.
    fn word(&mut self, after_dot: bool) -> Kind {
        let word = self.take_while(continues_word);
        match word {
            "and" if !after_dot => Kind::And,
            "or" if !after_dot => Kind::Or,
            "not" if !after_dot => Kind::Not,
            "in" if !after_dot => Kind::In,
            "true" if !after_dot => Kind::Literal(Value::Bool(true)),
            "false" if !after_dot => Kind::Literal(Value::Bool(false)),
            _ => Kind::Word(word.into()),
        }
    }

    /// `20`, `20.00`, `1h30m` or `2026-11-22`.
    fn number(&mut self, start: Place) -> Result<Value, Error> {
        if looks_like_day(self.chars.as_str()) {
            let text = self.take_while(|character| character.is_ascii_digit() || character == '-');
            return text.parse::<Day>().map(Value::Day).map_err(|_| {
                Error::at(Code::BadDay, self.from(start), format!("\"{text}\" is not a day of the calendar"))
                    .with_hint("write a day as year-month-day, such as 2026-11-22")
            });
        }
        let digits = self.take_while(|character| character.is_ascii_digit());
        if self.peek().is_some_and(starts_word) {
            let rest = self.take_while(continues_word);
            let text = format!("{digits}{rest}");
            return text.parse::<Span>().map(Value::Span).map_err(|_| {
                Error::at(Code::BadDuration, self.from(start), format!("\"{text}\" is not a duration"))
                    .with_hint("write a duration such as 90s, 45m, 1h30m, 10d or 2w; years and months have no fixed length")
            });
        }
        let mut ahead = self.chars.clone();
        let decimal = ahead.next() == Some('.') && ahead.next().is_some_and(|next| next.is_ascii_digit());
        if decimal {
            self.bump();
            return self.money(start, digits);
        }
        digits.parse().map(Value::Int).map_err(|_| too_large(digits, self.from(start)))
    }

    fn money(&mut self, start: Place, whole: &str) -> Result<Value, Error> {
        let cents = self.take_while(|character| character.is_ascii_digit());
        let unit = self.take_while(continues_word);
        let text = format!("{whole}.{cents}{unit}");
        let place = self.from(start);
        if !unit.is_empty() {
            let error = Error::at(Code::BadDuration, place, format!("\"{text}\" is not a duration"));
            return Err(error.with_hint("durations have whole parts: write 1h30m, not 1.5h"));
        }
        if cents.len() != 2 {
            let shown: String = cents.chars().chain("00".chars()).take(2).collect();
            return Err(Error::at(Code::BadNumber, place, format!("\"{text}\" is not an amount of money"))
                .with_hint(format!("write an amount with two digits after the point: {whole}.{shown}")));
        }
        let whole: Option<i64> = whole.parse().ok();
        let cents: Option<i64> = cents.parse().ok();
        whole
            .zip(cents)
            .and_then(|(whole, cents)| whole.checked_mul(100)?.checked_add(cents))
            .map(Value::Money)
            .ok_or_else(|| too_large(&text, place))
    }

    /// The rest of a text after its opening quote.
    fn text_literal(&mut self, start: Place) -> Result<Value, Error> {
        let mut text = String::new();
        loop {
            let at = self.here();
            match self.peek() {
                None | Some('\n') => {
                    return Err(Error::at(Code::UnclosedText, self.from(start), "the text is not closed")
                        .with_hint("end it with \" on the same line"));
                }
                Some('"') => {
                    self.bump();
                    return Ok(Value::Text(text.into()));
                }
                Some('\\') => {
                    self.bump();
                    match self.peek() {
                        Some(escaped @ ('"' | '\\')) => text.push(escaped),
                        Some('n') => text.push('\n'),
                        _ => {
                            return Err(Error::at(
                                Code::BadEscape,
                                self.from(at),
                                "\"\\\" stands alone in a text",
                            )
                            .with_hint("write \\\\ for a backslash and \\\" for a quote"));
                        }
                    }
                    self.bump();
                }
                Some(other) => {
                    self.bump();
                    text.push(other);
                }
            }
        }
    }
}

fn looks_like_day(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let shape = b"0000-00-00";
    let fits = bytes.len() >= shape.len()
        && bytes.iter().zip(shape).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        });
    fits && !bytes.get(shape.len()).is_some_and(u8::is_ascii_digit)
}

fn too_large(text: &str, place: Place) -> Error {
    let shown: String = text.chars().take(40).collect();
    Error::at(Code::BadNumber, place, format!("the number \"{shown}\" is too large"))
}

fn bad_character(character: char, place: Place) -> Error {
    let error = Error::at(Code::BadCharacter, place, format!("\"{character}\" has no meaning here"));
    match character {
        '&' => error.with_hint("write && or and"),
        '|' => error.with_hint("write || or or"),
        '\'' | '“' | '”' | '„' | '‚' | '‘' | '’' | '«' | '»' | '`' => {
            error.with_hint("put texts in straight double quotes: \"text\"")
        }
        '≥' => error.with_hint("write >="),
        '≤' => error.with_hint("write <="),
        '≠' => error.with_hint("write !="),
        '–' | '−' => error.with_hint("write -"),
        '×' => error.with_hint("write *"),
        '/' | '%' => error.with_hint("there is no division; multiply the other side"),
        '€' | '$' => error.with_hint("leave the currency out: 20.00"),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Value {
        match tokens(text).expect(text).first().map(|token| token.kind.clone()) {
            Some(Kind::Literal(value)) => value,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn literals() {
        assert_eq!(literal("20"), Value::Int(20));
        assert_eq!(literal("20.05"), Value::Money(2005));
        assert_eq!(literal("1h30m"), Value::Span(Span(5_400_000)));
        assert_eq!(literal("2026-11-22").to_string(), "2026-11-22");
        assert_eq!(literal("2026-11"), Value::Int(2026));
        assert_eq!(literal(r#""a \"b\" \\""#), Value::Text(r#"a "b" \"#.into()));
    }

    #[test]
    fn bad_literals_are_placed_and_hinted() {
        let check = |text: &str, code: Code, start: usize, hint: &str| {
            let error = tokens(text).expect_err(text);
            assert_eq!((error.code, error.place.start), (code, start), "{text}");
            assert!(error.hint.as_deref().unwrap_or("").contains(hint), "{text}: {error:?}");
        };
        check("a >= 0.5", Code::BadNumber, 5, "0.50");
        check("a >= 1.999", Code::BadNumber, 5, "1.99");
        check("a > 1.5h", Code::BadDuration, 4, "1h30m");
        check("a > 30x", Code::BadDuration, 4, "10d");
        check("a > 2026-13-01", Code::BadDay, 4, "2026-11-22");
        check("a == \"Köln", Code::UnclosedText, 5, "end it");
        check("a == \"K\\öln\"", Code::BadEscape, 7, "backslash");
        check("a == 'b'", Code::BadCharacter, 5, "straight");
        check("a & b", Code::BadCharacter, 2, "&&");
        check("a > 99999999999999999999", Code::BadNumber, 4, "");
        check("a > 99999999999999999999.00", Code::BadNumber, 4, "");
    }
}
