//! Words of a line: split at spaces, quotation marks hold together; moments, numbers and names out of them.

use crate::scenario::Trouble;
use anlass_model::id::Name;
use anlass_model::money::{Currency, Money};
use jiff::civil::DateTime;

/// The line without a trailing comment (` # …`) outside quotation marks.
pub(crate) fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '#' if !quoted && before.is_whitespace() => return line.get(..at).unwrap_or("").trim_end(),
            _ => {}
        }
        before = letter;
    }
    line.trim_end()
}

/// The words left to read of one line.
pub(crate) struct Words {
    pub(crate) line: usize,
    words: std::collections::VecDeque<String>,
}

impl Words {
    pub(crate) fn of(line: usize, text: &str) -> Result<Words, Trouble> {
        let mut words = std::collections::VecDeque::new();
        let mut word = String::new();
        let (mut quoted, mut started) = (false, false);
        for letter in text.chars() {
            match letter {
                '"' => {
                    quoted = !quoted;
                    started = true;
                }
                ' ' | '\t' if !quoted => {
                    if started {
                        words.push_back(std::mem::take(&mut word));
                    }
                    started = false;
                }
                _ => {
                    word.push(letter);
                    started = true;
                }
            }
        }
        if quoted {
            return Err(Trouble::at(line, "a quotation mark is not closed", "close it with another \""));
        }
        if started {
            words.push_back(word);
        }
        Ok(Words { line, words })
    }

    pub(crate) fn peek(&self) -> Option<&str> {
        self.words.front().map(String::as_str)
    }

    pub(crate) fn next(&mut self) -> Option<String> {
        self.words.pop_front()
    }

    /// Takes the next word if it is this one.
    pub(crate) fn skip(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(word);
        if found {
            self.words.pop_front();
        }
        found
    }

    pub(crate) fn trouble(&self, cause: impl Into<String>, cure: impl Into<String>) -> Trouble {
        Trouble::at(self.line, cause, cure)
    }

    pub(crate) fn need(&mut self, what: &str, example: &str) -> Result<String, Trouble> {
        let cause = format!("{what} is missing");
        self.next().ok_or_else(|| Trouble::at(self.line, cause, format!("write for example {example}")))
    }

    pub(crate) fn name(&mut self, what: &str, example: &str) -> Result<Name, Trouble> {
        let word = self.need(what, example)?;
        Name::new(&word).map_err(|bad| self.trouble(bad.to_string(), format!("write for example {example}")))
    }

    /// A day and a time of the organisation's clock.
    pub(crate) fn moment(&mut self) -> Result<DateTime, Trouble> {
        let day = self.need("the day", "2026-03-02 09:00:00")?;
        let time = self.need("the time", "2026-03-02 09:00:00")?;
        let padded = if time.len() == 5 { format!("{time}:00") } else { time.clone() };
        format!("{day}T{padded}").parse().map_err(|_| {
            self.trouble(format!("\"{day} {time}\" is not a moment"), "write for example 2026-03-02 09:00:00")
        })
    }

    pub(crate) fn pieces(&mut self) -> Result<i32, Trouble> {
        let word = self.need("the number of pieces", "2")?;
        word.parse()
            .map_err(|_| self.trouble(format!("\"{word}\" is not a number of pieces"), "write for example 2"))
    }

    pub(crate) fn amount(&mut self) -> Result<i64, Trouble> {
        let word = self.need("the amount", "129.00")?;
        let money = Money::parse(&word, Currency::EUR);
        money
            .map(|money| money.minor)
            .map_err(|bad| self.trouble(bad.to_string(), "write for example 129.00"))
    }

    /// `key=value` pairs up to the end of the line.
    pub(crate) fn pairs(&mut self) -> Result<Vec<(Name, String)>, Trouble> {
        let mut pairs = Vec::new();
        while self.peek() != Some("received")
            && let Some(word) = self.next()
        {
            let Some((key, value)) = word.split_once('=') else {
                let cause = format!("\"{word}\" is not a field with a value");
                return Err(self.trouble(cause, "write for example city=Ulm or city=\"Bad Urach\""));
            };
            let key =
                Name::new(key).map_err(|bad| self.trouble(bad.to_string(), "write for example city=Ulm"))?;
            pairs.push((key, value.to_string()));
        }
        Ok(pairs)
    }

    pub(crate) fn end(&self) -> Result<(), Trouble> {
        match self.peek() {
            None => Ok(()),
            Some(word) => {
                let cause = format!("\"{word}\" stands where the line should be over");
                Err(self.trouble(cause, "take it out, or put a text with spaces into quotation marks"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_hold_words_together_and_hide_the_comment_sign() {
        let line = "profile city=\"Bad # Urach\" first_name=Änne  # a comment";
        let mut words = Words::of(3, without_comment(line)).expect("words");
        assert_eq!(words.next().as_deref(), Some("profile"));
        let pairs = words.pairs().expect("pairs");
        assert_eq!(pairs[0].1, "Bad # Urach");
        assert_eq!(pairs[1].1, "Änne");
        assert!(Words::of(3, "a \"b").is_err());
    }
}
