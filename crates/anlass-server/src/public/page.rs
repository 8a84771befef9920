//! How the pages look: the organisation's name, one column, quiet type, on any screen, and good without scripts.

use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::insight::words::pick;
use anlass_model::definition::Language;

const STYLE: &str = include_str!("page.css");

pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Why there is nothing to see, or nothing was done, for people who followed a link or sent a form.
pub(crate) fn fault(call: &Call<'_>, fault: &Fault) -> Reply {
    let (view, language) = (call.view(), call.language());
    let [title, text] = match fault {
        Fault::NotFound => [
            pick(language, "Dieser Link gilt nicht.", "This link does not hold."),
            pick(
                language,
                "Vielleicht ist er unvollständig oder nicht mehr gültig. Öffnen Sie ihn noch einmal aus der Nachricht.",
                "It may be cut off, or hold no longer. Open it once more from the message.",
            ),
        ],
        Fault::Failed(_) => [
            pick(language, "Das geht gerade nicht.", "This does not work just now."),
            pick(
                language,
                "Bitte versuchen Sie es in ein paar Minuten noch einmal.",
                "Please try again in some minutes.",
            ),
        ],
        _ => [
            pick(language, "Das hat nicht geklappt.", "That did not work."),
            pick(
                language,
                "Es wurde nichts geändert. Bitte öffnen Sie den Link noch einmal aus der Nachricht.",
                "Nothing was changed. Please open the link once more from the message.",
            ),
        ],
    };
    page(&view, language, title, &format!("<h1>{title}</h1><p>{text}</p>")).with_status(fault.status())
}

/// `title` and `body` are HTML.
pub(crate) fn page(view: &View, language: Language, title: &str, body: &str) -> Reply {
    Reply::page(document(view, language, title, &Dress::default(), body))
}

/// What a page has beyond the others. Made of checked values only.
#[derive(Default)]
pub(crate) struct Dress {
    /// Colours instead of the usual ones.
    pub(crate) style: String,
    /// Where people are led after some seconds.
    pub(crate) onward: Option<String>,
}

/// The page as a document.
pub(crate) fn document(view: &View, language: Language, title: &str, dress: &Dress, body: &str) -> String {
    let code = pick(language, "de", "en");
    let name = escaped(&view.runtime.program.definitions.settings.name);
    let title = if title.is_empty() { name.clone() } else { format!("{title} · {name}") };
    let Dress { style, onward } = dress;
    let onward = onward.as_deref().map_or(String::new(), |to| {
        format!("<meta http-equiv=\"refresh\" content=\"5;url={}\">", escaped(to))
    });
    format!(
        "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\">{onward}<style>{STYLE}{style}</style></head>\
         <body><header><p>{name}</p></header><main>{body}</main></body></html>\n"
    )
}
