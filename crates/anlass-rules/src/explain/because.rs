//! The decisive reason of an explanation as a sentence. Works on the tree alone, so that a stored
//! explanation can be told again in the other language.

use super::{Explanation, Form, Language};
use crate::ast::Comparison;

impl Explanation {
    /// The shortest reason: what is missing for the rule to hold, or what made it hold.
    /// `orders.count(within = 30d) = 1, needs >= 2`
    #[must_use]
    pub fn because(&self, language: Language) -> String {
        join(reasons(self, false, words(language)), "; ").text
    }

    /// What would have had to be otherwise for the answer to be the other one, always as a wish, with the value that was:
    /// of a rule that holds, what would have kept it from holding.
    /// `orders.count(within = 30d) = 1, needs >= 2`
    #[must_use]
    pub fn instead(&self, language: Language) -> String {
        join(reasons(self, self.holds, wishes(language)), "; ").text
    }
}

struct Words {
    /// Parts are told as what they would have to be, not as what they are.
    wishes: bool,
    needs: &'static str,
    meets: &'static str,
    unknown: &'static str,
    known: &'static str,
    holds: &'static str,
    does_not_hold: &'static str,
    or: &'static str,
    not_in: &'static str,
    is_in: &'static str,
}

const GERMAN: Words = Words {
    wishes: false,
    needs: "verlangt",
    meets: "erfüllt",
    unknown: "ist unbekannt",
    known: "ist bekannt",
    holds: "trifft zu",
    does_not_hold: "trifft nicht zu",
    or: " oder ",
    not_in: "nicht in",
    is_in: "in",
};

const ENGLISH: Words = Words {
    wishes: false,
    needs: "needs",
    meets: "meets",
    unknown: "is unknown",
    known: "is known",
    holds: "holds",
    does_not_hold: "does not hold",
    or: " or ",
    not_in: "not in",
    is_in: "in",
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::De => &GERMAN,
        Language::En => &ENGLISH,
    }
}

const GERMAN_WISHES: Words =
    Words { wishes: true, unknown: "müsste bekannt sein", known: "dürfte nicht bekannt sein", ..GERMAN };

const ENGLISH_WISHES: Words =
    Words { wishes: true, unknown: "would have to be known", known: "would have to be unknown", ..ENGLISH };

fn wishes(language: Language) -> &'static Words {
    match language {
        Language::De => &GERMAN_WISHES,
        Language::En => &ENGLISH_WISHES,
    }
}

struct Reason {
    text: String,
    /// Made of several; needs parentheses among others.
    compound: bool,
}

impl Reason {
    fn simple(text: String) -> Reason {
        Reason { text, compound: false }
    }
}

/// The reasons that hold together. Under an odd number of `!` (`negated`) a part is wanted the other way
/// round.
fn reasons(part: &Explanation, negated: bool, words: &Words) -> Vec<Reason> {
    match &part.form {
        Form::All | Form::Any => connected(part, negated, words),
        Form::Not => part.children.iter().flat_map(|child| reasons(child, !negated, words)).collect(),
        Form::Comparison { operator } => compared(part, *operator, negated, words),
        Form::In { negated: outside, list } => {
            let unknown = unknown(part, words);
            if !unknown.is_empty() {
                return unknown;
            }
            let operand = part.children.first().map_or(String::new(), equation);
            let relation = if *outside != negated { words.not_in } else { words.is_in };
            vec![Reason::simple(format!("{operand}, {} {relation} {list}", verb(part, negated, words)))]
        }
        Form::Has => {
            let what = part.children.first().map_or(part.text.as_str(), |child| child.text.as_str());
            vec![Reason::simple(format!("{what} {}", if part.holds { words.known } else { words.unknown }))]
        }
        Form::Reference => {
            if let (true, Some(value)) = (words.wishes, &part.value) {
                let wanted = !part.holds;
                return vec![Reason::simple(format!("{} = {value}, {} == {wanted}", part.text, words.needs))];
            }
            let state = match (&part.value, part.holds) {
                (None, _) => words.unknown,
                (Some(_), true) => words.holds,
                (Some(_), false) => words.does_not_hold,
            };
            vec![Reason::simple(format!("{} {state}", part.text))]
        }
        Form::Literal | Form::Computed => vec![Reason::simple(part.text.clone())],
    }
}

/// Where single parts decide (`&&` that fails, `||` that holds), only those: one of them if it is welcome,
/// all of them if they stand in the way. Otherwise it took all parts.
fn connected(part: &Explanation, negated: bool, words: &Words) -> Vec<Reason> {
    let met = part.holds != negated;
    let single = part.holds == (part.form == Form::Any);
    let deciding: Vec<&Explanation> = if single {
        let needed = if met { 1 } else { part.children.len() };
        part.children.iter().filter(|child| child.holds == part.holds).take(needed).collect()
    } else {
        part.children.iter().collect()
    };
    // One of these would do: `||` that fails, or `!(a && b)` that fails.
    let alternatives = !met && (part.form == Form::Any) != negated;
    if !alternatives {
        return deciding.into_iter().flat_map(|child| reasons(child, negated, words)).collect();
    }
    let each = deciding.into_iter().map(|child| join(reasons(child, negated, words), "; ")).collect();
    vec![join(each, words.or)]
}

fn join(reasons: Vec<Reason>, between: &str) -> Reason {
    let mut distinct: Vec<Reason> = Vec::new();
    for reason in reasons {
        if !distinct.iter().any(|known| known.text == reason.text) {
            distinct.push(reason);
        }
    }
    if distinct.len() == 1
        && let Some(only) = distinct.pop()
    {
        return only;
    }
    let texts: Vec<String> = distinct
        .into_iter()
        .map(|reason| if reason.compound { format!("({})", reason.text) } else { reason.text })
        .collect();
    Reason { text: texts.join(between), compound: true }
}

fn compared(part: &Explanation, operator: Comparison, negated: bool, words: &Words) -> Vec<Reason> {
    let unknown = unknown(part, words);
    if !unknown.is_empty() {
        return unknown;
    }
    let [left, right] = part.children.as_slice() else {
        return vec![Reason::simple(part.text.clone())];
    };
    let operator = if negated { operator.opposite() } else { operator };
    let verb = verb(part, negated, words);
    // `2 < orders.count` reads better from the side that can change.
    let swapped = left.form == Form::Literal && right.form != Form::Literal;
    let (subject, operator, wanted) =
        if swapped { (right, operator.mirrored(), left) } else { (left, operator, right) };
    let text = format!("{}, {verb} {} {}", equation(subject), operator.symbol(), equation(wanted));
    vec![Reason::simple(text)]
}

fn verb(part: &Explanation, negated: bool, words: &Words) -> &'static str {
    if part.holds != negated { words.meets } else { words.needs }
}

/// `orders.count = 1`; a literal stands for itself.
fn equation(operand: &Explanation) -> String {
    match (&operand.form, &operand.value) {
        (Form::Literal, _) | (_, None) => operand.text.clone(),
        (_, Some(value)) => format!("{} = {value}", operand.text),
    }
}

/// The operands without a value, by the references that lack one, or by their own text if the result does
/// not fit into a number.
fn unknown(part: &Explanation, words: &Words) -> Vec<Reason> {
    let mut found: Vec<Reason> = Vec::new();
    for operand in part.children.iter().filter(|operand| operand.value.is_none()) {
        let missing: Vec<&Explanation> =
            operand.children.iter().filter(|leaf| leaf.value.is_none()).collect();
        let named = if missing.is_empty() { vec![operand] } else { missing };
        for leaf in named {
            found.push(Reason::simple(format!("{} {}", leaf.text, words.unknown)));
        }
    }
    found
}
