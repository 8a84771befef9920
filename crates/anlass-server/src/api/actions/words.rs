//! What was done, and why a message is taken for what led to it, in words.

use crate::house::View;
use crate::insight::basket;
use crate::insight::words::{self, pick};
use anlass_engine::cause::{self, Because, Cause};
use anlass_model::action::{self, Action};
use anlass_model::definition::Language;

pub(super) fn because(cause: Cause, language: Language) -> String {
    let say = |de: &str, en: &str| pick(language, de, en).to_owned();
    match cause {
        Cause::Certain(_) => say("ihr Code wurde genannt", "its code was quoted"),
        Cause::Probable { because: Because::Article, .. } => {
            say("zeigte diesen Artikel in den 28 Tagen davor", "it showed this article in the 28 days before")
        }
        Cause::Probable { because: Because::Category, .. } => say(
            "handelte von diesem Bereich in den 28 Tagen davor",
            "it was about this category in the 28 days before",
        ),
        Cause::None(cause::Nothing::NothingSent) => say(
            "in den 28 Tagen davor ging weder Brief noch E-Mail hinaus",
            "no letter or e-mail left in the 28 days before",
        ),
        Cause::None(cause::Nothing::AboutNothing) => {
            say("worum es ging, ist nicht festgehalten", "what it was about is not noted")
        }
        Cause::None(cause::Nothing::AboutElse) => say(
            "was in den 28 Tagen davor hinausging, handelte von anderem",
            "what left in the 28 days before was about something else",
        ),
    }
}

/// What was done, for the timeline.
pub(in crate::api) fn action_words(view: &View, action: &Action, language: Language) -> String {
    let say = |de: &str, en: &str| pick(language, de, en).to_owned();
    let catalogue = &view.runtime.catalogue;
    let mut words = match action.kind {
        action::ActionKind::Called => say("beim Kundendienst angerufen", "called the support"),
        action::ActionKind::CatalogueRequested => say("Katalog angefordert", "requested a catalogue"),
        action::ActionKind::Visited => say("im Standort gewesen", "visited an outlet"),
        action::ActionKind::Rated => say("bewertet", "gave a rating"),
        action::ActionKind::ReceiptTold => say("Belegnummer genannt", "told a receipt's number"),
    };
    let outlet = action.outlet.and_then(|outlet| catalogue.outlet(outlet)).map(|own| own.name.to_string());
    let article = action.item.map(|item| basket::names(catalogue, &[item.product], language));
    let node = action.category.and_then(|node| catalogue.title_of(node)).map(|name| name.to_string());
    let rating = action.rating.map(|rating| format!("{rating}/5"));
    let code = action.code.as_deref().map(|code| format!("{} {code}", pick(language, "Code", "code")));
    let receipt = action.receipt.as_deref().map(str::to_owned);
    let subject = action.subject.as_deref().map(str::to_owned);
    let said = action.said.as_ref().map(|said| words::said(language, said));
    let parts = [outlet, article, node, subject, rating, code, receipt, said];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        words.push_str(": ");
        words.push_str(&parts.join(", "));
    }
    words
}
