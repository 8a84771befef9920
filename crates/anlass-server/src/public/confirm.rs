//! Double opt-in: the link in a letter asks, its button confirms, for scanners of mail follow links and press nothing.
//! The proof holds the text, when it was asked for and when confirmed. The click also proves the address: from then on
//! it leads to this person, and to whoever was known by it before.

use super::language;
use super::page::{escaped, page};
use crate::call::{Call, Fault, Reply};
use crate::house::House;
use crate::house::View;
use crate::house::acts::{Act, act_id, person};
use crate::house::letters::address;
use crate::house::signed::{Claim, Use};
use crate::insight::words::pick;
use anlass_engine::dossier::Requested;
use anlass_engine::{Dossier, requested};
use anlass_model::consent::{Channel, Click, ConsentAct, Proof};
use anlass_model::definition::Language;
use anlass_model::event::Body;
use anlass_model::id::{Identifier, IdentifierKind};
use anlass_model::time::Timestamp;
use anlass_store::seal::VaultKey;

const HASH_BYTES: usize = 8;
const NETWORK_BYTES: usize = 8;

/// The link for a letter, if its person has something to confirm at this address.
pub(crate) fn link(
    house: &House,
    view: &View,
    dossier: &Dossier,
    claim: Claim,
    key: &VaultKey,
    at: Timestamp,
) -> Option<String> {
    if waiting(view, dossier, at, at).is_empty() {
        return None;
    }
    let email = address(&view.runtime, dossier, Channel::Email)?;
    let mut more = at.0.to_be_bytes().to_vec();
    more.extend(hash(&email));
    Some(format!("{}/k/{}", house.config.public_url(), claim.token(Use::Confirm, &more, key)))
}

/// What stands for a network in a proof: without the vault's key nobody finds it by trying all there are.
pub(crate) fn network_hash(key: &VaultKey, network: &str) -> Box<str> {
    let hash = key.sign(&[b"network of a click ", network.as_bytes()].concat());
    hash.iter().take(NETWORK_BYTES).map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

fn hash(email: &str) -> [u8; HASH_BYTES] {
    let whole = blake3::hash(email.trim().to_lowercase().as_bytes());
    *whole.as_bytes().first_chunk().expect("a hash has 32 bytes")
}

/// What was asked for up to a letter and can still be confirmed by it.
fn waiting(view: &View, dossier: &Dossier, now: Timestamp, upto: Timestamp) -> Vec<Requested> {
    let all = requested(dossier, now, &view.runtime.program);
    let by_mail = |asked: &Requested| asked.channel.is_none_or(|channel| channel == Channel::Email);
    all.into_iter().filter(|asked| asked.occurred <= upto && by_mail(asked)).collect()
}

/// Somebody with the link of a letter that asks for confirmation.
struct Asked {
    view: std::sync::Arc<View>,
    claim: Claim,
    dossier: Dossier,
    language: Language,
    email: String,
    waiting: Vec<Requested>,
    /// Somebody asked once more since this letter.
    is_overtaken: bool,
}

impl Asked {
    fn of(call: &Call<'_>) -> Result<Asked, Fault> {
        let view = call.view();
        let read = Claim::read(call.part("token"), Use::Confirm, &view.runtime.keyring);
        let (claim, more) = read.ok_or(Fault::NotFound)?;
        let (at, hashed) = more.split_first_chunk::<8>().ok_or(Fault::NotFound)?;
        let upto = Timestamp(i64::from_be_bytes(*at));
        let dossier = person(&view, claim.vault, claim.customer)?.ok_or(Fault::NotFound)?;
        let language = language(call, Some(&dossier));
        let email = address(&view.runtime, &dossier, Channel::Email).unwrap_or_default();
        // A click proves the address that the letter went to, and no later one.
        let waiting = match hashed == hash(&email) {
            true => waiting(&view, &dossier, call.house().now(), upto),
            false => Vec::new(),
        };
        let is_overtaken = !requested(&dossier, call.house().now(), &view.runtime.program).is_empty();
        Ok(Asked { view, claim, dossier, language, email, waiting, is_overtaken })
    }

    /// Nothing waits: it was confirmed before, or it is too late.
    fn over(&self) -> Reply {
        let language = self.language;
        let is_confirmed = self
            .dossier
            .hot
            .consents
            .iter()
            .any(|recorded| recorded.act.granted && recorded.act.proof.asked().is_some());
        if is_confirmed {
            return self.done();
        }
        if self.is_overtaken {
            let title = pick(language, "Es gibt einen neueren Link.", "There is a newer link.");
            let told = pick(
                language,
                "Wir haben Ihnen inzwischen eine weitere E-Mail geschickt. Bitte nehmen Sie den Link darin.",
                "We have sent you another e-mail since. Please use the link in it.",
            );
            return page(&self.view, language, title, &format!("<h1>{title}</h1><p>{told}</p>"));
        }
        let title = pick(language, "Dieser Link gilt nicht mehr.", "This link is no longer valid.");
        let told = pick(
            language,
            "Die Anmeldung wurde nicht rechtzeitig bestätigt. Es ist nichts geschehen, und Sie erhalten keine Werbung.",
            "The sign-up was not confirmed in time. Nothing has happened, and you get no advertising.",
        );
        let again = pick(language, "Noch einmal anmelden", "Sign up again");
        let forms = &self.view.runtime.program.definitions.settings.forms;
        let own = |text: &anlass_model::id::Name| forms.iter().find(|form| form.text_name() == *text);
        let form = self.dossier.requested.iter().rev().find_map(|asked| own(&asked.text)).or(forms.first());
        let way = match form {
            Some(form) => format!("<p><a href=\"/f/{}\">{again}</a></p>", escaped(form.id.as_str())),
            None => format!(
                "<p>{}</p>",
                pick(
                    language,
                    "Melden Sie sich dort noch einmal an, wo Sie es getan haben.",
                    "Please sign up again where you did.",
                )
            ),
        };
        page(&self.view, language, title, &format!("<h1>{title}</h1><p>{told}</p>{way}"))
    }

    fn done(&self) -> Reply {
        let title = pick(
            self.language,
            "Danke, Ihre Anmeldung ist bestätigt.",
            "Thank you, your sign-up is confirmed.",
        );
        let told = pick(
            self.language,
            "Sie können sie jederzeit widerrufen, mit dem Link in jeder unserer Nachrichten.",
            "You can withdraw it at any time, by the link in each of our messages.",
        );
        page(&self.view, self.language, title, &format!("<h1>{title}</h1><p>{told}</p>"))
    }
}

pub(crate) fn ask(call: &Call<'_>) -> Result<Reply, Fault> {
    let asked = Asked::of(call)?;
    if asked.waiting.is_empty() {
        return Ok(asked.over());
    }
    let language = asked.language;
    let forms = &asked.view.runtime.program.definitions.settings.forms;
    let words = |one: &Requested| forms.iter().find(|form| form.text_name() == one.text);
    let texts = asked.waiting.iter().filter_map(words).map(|form| escaped(form.text.text(language)));
    let texts: String = texts.map(|text| format!("<p class=\"now\">{text}</p>")).collect();
    let title = pick(language, "Anmeldung bestätigen?", "Confirm the sign-up?");
    let button = pick(language, "Ja, bestätigen", "Yes, confirm");
    let body = format!(
        "<h1>{title}</h1><p>{}</p>{texts}<form method=\"post\"><p><button type=\"submit\">{button}</button></p></form>\
         <p class=\"note\">{}</p>",
        escaped(&asked.email),
        pick(
            language,
            "Waren Sie das nicht? Dann schließen Sie diese Seite einfach; es geschieht nichts.",
            "Was it not you? Then simply close this page; nothing happens.",
        ),
    );
    Ok(page(&asked.view, language, title, &body))
}

pub(crate) fn confirm(call: &Call<'_>) -> Result<Reply, Fault> {
    let asked = Asked::of(call)?;
    if asked.waiting.is_empty() {
        return Ok(asked.over());
    }
    let now = call.house().now();
    let email = Identifier { kind: IdentifierKind::Email, value: asked.email.trim().to_lowercase().into() };
    let key = asked.view.runtime.keyring.vault(asked.claim.vault).ok_or(Fault::NotFound)?;
    let network = call.network().map(|network| network_hash(key, &network));
    let acts = asked.waiting.iter().map(|one| {
        let text = one.text.clone();
        let act = ConsentAct {
            channel: one.channel.or(Some(Channel::Email)),
            purpose: one.purpose.clone(),
            granted: true,
            proof: Proof::Clicked(Box::new(Click {
                text,
                asked: one.occurred,
                letter: asked.claim.intent.to_string().into(),
                network: network.clone(),
            })),
        };
        let purpose = one.purpose.as_ref().map_or("", |purpose| purpose.as_str());
        let parts = [
            b"confirmed",
            purpose.as_bytes(),
            &one.occurred.0.to_le_bytes(),
            &asked.claim.customer.0.to_le_bytes(),
        ];
        Act {
            vault: asked.claim.vault,
            customer: asked.claim.customer,
            id: act_id(&parts),
            at: now,
            body: Body::Consent(act),
            proven: Some(email.clone()),
        }
    });
    match call.house().take_acts(acts.collect())? {
        0 => Err(Fault::NoIdentifier),
        _ => Ok(asked.done()),
    }
}
