//! How the pages look: the organisation's name, one column, quiet type, on any screen and without scripts.

use crate::call::Reply;
use crate::house::View;
use crate::insight::words::pick;
use anlass_model::definition::Language;

const STYLE: &str = include_str!("page.css");

pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// `title` and `body` are HTML.
pub(super) fn page(view: &View, language: Language, title: &str, body: &str) -> Reply {
    let code = pick(language, "de", "en");
    let name = escaped(&view.runtime.program.definitions.settings.name);
    let title = if title.is_empty() { name.clone() } else { format!("{title} · {name}") };
    Reply::page(format!(
        "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><style>{STYLE}</style></head>\
         <body><header><p>{name}</p></header><main>{body}</main></body></html>\n"
    ))
}
