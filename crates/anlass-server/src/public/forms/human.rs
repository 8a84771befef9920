//! Whether a person sends a form, without asking anybody else. A form that is shown carries a challenge, signed, for this form
//! alone, for two hours, good for once; the script of the form finds the answer while somebody writes (proof of work as in
//! hashcash: a number behind the challenge whose SHA-256 begins with zero bits). Where no script runs, somebody waits instead,
//! and few get through so.

use super::{FILLED_IN_MIN, Written};
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::human::LIFE;
use crate::house::signed::{Claim, Use};
use crate::insight::words::pick;
use anlass_model::definition::{Form, Language};
use anlass_model::id::{EntityId, IntentId, parts_hash};
use anlass_model::time::{HOUR, SECOND, Timestamp};
use anlass_store::seal::random_key;
use ring::digest::{SHA256, digest};

pub(super) const SCRIPT: &str = include_str!("human.js");
/// What tells two challenges of one moment apart.
const SALT_BYTES: usize = 8;
/// Challenges of a calmer time count until the work has grown by more than this.
const BITS_BEHIND_MAX: u8 = 2;
/// No answer is longer.
const ANSWER_MAX: usize = 20;

/// As it was shown.
pub(super) struct Challenge {
    at: Timestamp,
    pub(super) bits: u8,
    pub(super) token: String,
}

fn number_of(form: &Form) -> u128 {
    parts_hash(&[form.id.as_str().as_bytes()])
}

/// That nobody can say a form was shown which was not.
fn claim(view: &View, form: &Form) -> Claim {
    Claim { vault: view.scope.vault(), customer: EntityId(0), intent: IntentId(number_of(form)) }
}

/// Counted apart for each vault.
fn key_of(view: &View, form: &Form) -> u128 {
    parts_hash(&[&view.scope.vault().0.to_le_bytes(), &number_of(form).to_le_bytes()])
}

impl Challenge {
    pub(super) fn new(call: &Call<'_>, view: &View, form: &Form) -> Result<Challenge, Fault> {
        let house = call.house();
        let at = (house.wall)();
        let bits = house.human.bits(key_of(view, form), &house.config.forms, at);
        let salt = random_key()?;
        let more = [&at.0.to_be_bytes()[..], &[bits], &salt[..SALT_BYTES]].concat();
        let key = view.runtime.keyring.vault(view.scope.vault()).ok_or(Fault::NotFound)?;
        Ok(Challenge { at, bits, token: claim(view, form).token(Use::Form, &more, key) })
    }

    fn read(view: &View, form: &Form, token: &str) -> Option<Challenge> {
        let (own, more) = Claim::read(token, Use::Form, &view.runtime.keyring)?;
        let (at, rest) = more.split_first_chunk::<8>().filter(|_| own == claim(view, form))?;
        let [bits, salt @ ..] = rest else { return None };
        let at = Timestamp(i64::from_be_bytes(*at));
        (salt.len() == SALT_BYTES).then(|| Challenge { at, bits: *bits, token: token.to_owned() })
    }

    fn is_answered_by(&self, answer: &str) -> bool {
        let is_number = answer.len() <= ANSWER_MAX && answer.bytes().all(|byte| byte.is_ascii_digit());
        let hash = digest(&SHA256, format!("{}.{answer}", self.token).as_bytes());
        let zeros =
            hash.as_ref().iter().position(|byte| *byte != 0).map_or(256, |at| {
                8 * u32::try_from(at).unwrap_or(u32::MAX) + hash.as_ref()[at].leading_zeros()
            });
        is_number && zeros >= u32::from(self.bits)
    }
}

/// Nothing if a person has sent the form, and then its challenge is used up; else what is to be said, in its language.
pub(super) fn doubt(
    call: &Call<'_>,
    view: &View,
    form: &Form,
    written: &Written,
    language: Language,
) -> Option<String> {
    let told = |de: &str, en: &str| Some(pick(language, de, en).to_owned());
    let Some(challenge) = Challenge::read(view, form, &written.value("shown")) else {
        return told(
            "Das Formular hat sich inzwischen geändert. Bitte senden Sie es noch einmal ab.",
            "The form has changed in the meantime. Please send it once more.",
        );
    };
    let (house, config) = (call.house(), &call.house().config.forms);
    let now = (house.wall)();
    let age = now.since(challenge.at);
    if age < FILLED_IN_MIN {
        return told(
            "Das ging so schnell, wie es sonst nur Programme können. Bitte senden Sie es noch einmal ab.",
            "That was as fast as otherwise only programs are. Please send it once more.",
        );
    }
    if age > LIFE {
        return told(
            "Die Seite war zu lange offen. Bitte senden Sie es noch einmal ab.",
            "The page was open for too long. Please send it once more.",
        );
    }
    if house.human.has_forgotten(challenge.at) {
        return told(
            "Während die Seite offen war, wurde hier neu gestartet. Bitte senden Sie es noch einmal ab.",
            "This was started anew while the page was open. Please send it once more.",
        );
    }
    let key = key_of(view, form);
    let answer = written.value("proof");
    if challenge.bits > 0 && !answer.is_empty() {
        if !challenge.is_answered_by(&answer) {
            return told(
                "Die Prüfung, ob ein Mensch schreibt, ist nicht aufgegangen. Bitte senden Sie es noch einmal ab.",
                "The check that a person is writing did not work out. Please send it once more.",
            );
        }
        if house.human.bits(key, config, now) > challenge.bits.saturating_add(BITS_BEHIND_MAX) {
            return told(
                "Gerade melden sich sehr viele an, deshalb wird genauer geprüft. Bitte senden Sie es noch einmal ab.",
                "Very many are signing up just now, so it is checked more closely. Please send it once more.",
            );
        }
    } else if challenge.bits > 0 {
        let wait = config.unproven_wait_s;
        if age < SECOND.times(i64::from(wait)) {
            return Some(match language {
                Language::De => format!(
                    "Ihr Browser führt keine Skripte aus. Bitte warten Sie {wait} Sekunden und senden Sie es dann noch einmal ab."
                ),
                Language::En => format!(
                    "Your browser runs no scripts. Please wait for {wait} seconds, and then send it once more."
                ),
            });
        }
        let max = usize::try_from(config.unproven_per_hour).unwrap_or(usize::MAX);
        if !house.brake.lets(&[b"unproven", &key.to_le_bytes()], max, HOUR, now) {
            return told(
                "Ohne Skripte geht es gerade nicht, weil sich sehr viele so anmelden. Bitte versuchen Sie es in einer Stunde \
                 noch einmal, oder lassen Sie Skripte zu.",
                "Without scripts it does not work just now, as very many sign up so. Please try again in an hour, or allow \
                 scripts.",
            );
        }
    }
    let print = parts_hash(&[challenge.token.as_bytes()]);
    if !house.human.takes(key, (challenge.at, print), now) {
        return told(
            "Dieses Formular wurde schon abgesendet. Soll es noch eine Anmeldung sein, senden Sie es bitte noch einmal ab.",
            "This form was sent already. If it shall be one more sign-up, please send it once more.",
        );
    }
    None
}
