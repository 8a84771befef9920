//! How a form looks: what the settings say of its words and colours, also of one that is only being written.

use super::super::page::{Dress, document, escaped};
use super::human::Challenge;
use super::{HONEYPOT, Written, fields, spoken};
use crate::house::View;
use crate::insight::words::pick;
use anlass_model::definition::{Form, FormColours, Language};

/// From so light on black is read better on a colour than white.
const LIGHT: u32 = 150_000;

/// The form as it would be shown. Nothing can be sent from it: it has no challenge.
pub(crate) fn preview(view: &View, form: &Form, language: Language) -> String {
    page_of(view, form, &Written::default(), spoken(form, language), None)
}

/// Its colours in place of the usual ones. Only what is a colour stands in it.
pub(super) fn style(form: &Form) -> String {
    let Some(FormColours { accent, paper, ink }) = &form.colours else { return String::new() };
    let own = |names: &[&str], colour: &Option<String>| {
        let parts = colour.as_deref().and_then(FormColours::parts)?;
        let [red, green, blue] = parts;
        let told = names.iter().map(|name| format!("{name}:#{red:02x}{green:02x}{blue:02x};"));
        Some((told.collect::<String>(), parts))
    };
    let mut told = String::new();
    if let Some((text, parts)) = own(&["--own", "--ring"], accent) {
        let on_it = if FormColours::light(parts) >= LIGHT { "#000" } else { "#fff" };
        told.push_str(&format!("{text}--on-own:{on_it};"));
    }
    if let Some((text, _)) = own(&["--paper", "--panel"], paper) {
        told.push_str(&text);
    }
    if let Some((text, _)) = own(&["--ink", "--faint"], ink) {
        told.push_str(&text);
    }
    if told.is_empty() { told } else { format!(":root:root{{color-scheme:only light;{told}}}") }
}

pub(super) fn page_of(
    view: &View,
    form: &Form,
    written: &Written,
    language: Language,
    challenge: Option<&Challenge>,
) -> String {
    let settings = &view.runtime.program.definitions.settings;
    let name = escaped(&settings.name);
    let title = match (&form.title, language) {
        (Some(title), _) => escaped(title.text(language)),
        (None, Language::De) => format!("Nachrichten von {name}"),
        (None, Language::En) => format!("Messages from {name}"),
    };
    let field = |name| {
        let kind = *settings.fields.get(name)?;
        let is_required = form.required.contains(name);
        Some(fields::input(name, kind, is_required, &written.value(name.as_str()), language))
    };
    let more: String = form.fields.iter().filter_map(field).collect();
    let wrong =
        written.wrong.map_or(String::new(), |wrong| format!("<p class=\"wrong\" id=\"wrong\">{wrong}</p>"));
    let marked =
        if written.wrong.is_some() { " aria-invalid=\"true\" aria-describedby=\"wrong\"" } else { "" };
    let note = written
        .note
        .as_ref()
        .map_or(String::new(), |note| format!("<p class=\"now\" role=\"status\">{note}</p>"));
    let button = form.button.as_ref().map(|button| button.text(language));
    let (stamp, bits) = challenge.map_or(("", 0), |challenge| (&*challenge.token, challenge.bits));
    let (work, script) = match bits {
        0 => (String::new(), String::new()),
        bits => {
            let wait = pick(language, "Einen Moment …", "One moment …");
            let slowly = pick(
                language,
                "Ohne Skripte dauert es etwas länger: Lassen Sie sich nach dem Öffnen der Seite eine halbe Minute Zeit.",
                "Without scripts it takes a little longer: allow half a minute after opening the page.",
            );
            let script = format!(
                "<noscript><p class=\"note\">{slowly}</p></noscript><script src=\"/f/{}/human.js\" defer></script>",
                escaped(form.id.as_str())
            );
            (format!(" data-work=\"{bits}\" data-wait=\"{wait}\""), script)
        }
    };
    let body = format!(
        "<h1>{title}</h1>{note}<form method=\"post\" action=\"/f/{}\"{work}>\
         <label for=\"email\">{}</label>{wrong}<input id=\"email\" name=\"email\" type=\"email\" required \
         maxlength=\"254\" autocomplete=\"email\" value=\"{}\"{marked}>{more}\
         <div class=\"away\" aria-hidden=\"true\"><label for=\"{HONEYPOT}\">{}</label>\
         <input id=\"{HONEYPOT}\" name=\"{HONEYPOT}\" tabindex=\"-1\" autocomplete=\"off\"></div>\
         <input type=\"hidden\" name=\"shown\" value=\"{stamp}\"><input type=\"hidden\" name=\"proof\" value=\"\"><p>{}</p>\
         <p><button type=\"submit\">{}</button></p></form>{script}<p class=\"note\">{}</p>",
        escaped(form.id.as_str()),
        pick(language, "E-Mail-Adresse", "E-mail address"),
        escaped(&written.value("email")),
        pick(language, "Bitte leer lassen", "Please leave this empty"),
        escaped(form.text.text(language)),
        escaped(button.unwrap_or_else(|| pick(language, "Anmelden", "Sign up"))),
        pick(
            language,
            "Sie erhalten eine E-Mail mit einem Link, mit dem Sie die Anmeldung bestätigen.",
            "You will get an e-mail with a link by which you confirm the sign-up.",
        ),
    );
    let dress = Dress { style: style(form), onward: None };
    document(view, language, &title, &dress, &body)
}
