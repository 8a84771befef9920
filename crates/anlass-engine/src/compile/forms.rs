//! Sign-up forms: each leads to an address that a click can confirm, and asks for what there is.

use super::Compiler;
use anlass_model::consent::Channel;
use anlass_model::definition::{Form, FormColours};
use anlass_model::id::Name;
use anlass_model::value::Type;

/// Text and paper differ at least so much in how light they are (W3C, techniques for accessibility: 125 of 255).
const CONTRAST_MIN: u32 = 125_000;

impl Compiler<'_> {
    pub(super) fn forms(&mut self) {
        let settings = self.settings;
        self.twice("form", settings.forms.iter().map(|form| &form.id));
        for form in &settings.forms {
            let place = format!("settings › form {}", form.id);
            if form.channel != Channel::Email {
                let cure = Some("use email: only an address can be confirmed by a click".to_string());
                self.problem(&place, format!("its channel is {}", form.channel.as_str()), cure);
            } else if !settings.addresses.contains_key(&form.channel) {
                let cure = Some("name the field of e-mail addresses under addresses".to_string());
                self.problem(&place, "no field holds the address", cure);
            }
            if form.text.de.trim().is_empty() || form.text.en.trim().is_empty() {
                let cure = Some("write what people agree to, in both languages".to_string());
                self.problem(&place, "it does not say what people agree to", cure);
            }
            if !settings.sources.iter().any(|source| source.id == form.source) {
                let known: Vec<&str> = settings.sources.iter().map(|source| source.id.as_str()).collect();
                let cure = Some(format!("use one of {}", known.join(", ")));
                self.problem(&place, format!("there is no source \"{}\"", form.source), cure);
            }
            self.looks_of_form(&place, form);
            for field in &form.fields {
                if !matches!(settings.fields.get(field), Some(Type::Text | Type::Day)) {
                    let known =
                        settings.fields.iter().filter(|(_, kind)| matches!(kind, Type::Text | Type::Day));
                    let known: Vec<&str> = known.map(|(name, _): (&Name, _)| name.as_str()).collect();
                    let cure = Some(format!("use one of {}", known.join(", ")));
                    self.problem(&place, format!("\"{field}\" is no field of texts or days"), cure);
                }
            }
        }
    }

    fn looks_of_form(&mut self, place: &str, form: &Form) {
        for field in form.required.iter().filter(|field| !form.fields.contains(field)) {
            let cure = Some("name it among the fields as well".to_string());
            self.problem(place, format!("\"{field}\" is required, and not asked for"), cure);
        }
        for (what, text) in [("title", &form.title), ("button", &form.button)] {
            let is_empty = |text: &str| text.trim().is_empty();
            if text.as_ref().is_some_and(|text| is_empty(&text.de) || is_empty(&text.en)) {
                let cure = Some("write it in both languages, or leave it out".to_string());
                self.problem(place, format!("its {what} is empty in a language"), cure);
            }
        }
        let is_address = |text: &str| {
            text.strip_prefix("https://").is_some_and(|rest| {
                !rest.is_empty() && !rest.starts_with('/') && rest.bytes().all(|byte| byte.is_ascii_graphic())
            })
        };
        if form.redirect.as_deref().is_some_and(|text| !is_address(text)) {
            let cure = Some("write it as https://shop.example/thanks".to_string());
            self.problem(place, "its redirect is no address by https", cure);
        }
        let colours = form.colours.clone().unwrap_or_default();
        let FormColours { accent, paper, ink } = &colours;
        for colour in [accent, paper, ink].into_iter().flatten() {
            if FormColours::parts(colour).is_none() {
                let cure = Some("write it as #0c5c63".to_string());
                self.problem(place, format!("\"{colour}\" is no colour"), cure);
            }
        }
        let parts = |colour: &Option<String>| colour.as_deref().and_then(FormColours::parts);
        if let (Some(paper), Some(ink)) = (parts(paper), parts(ink))
            && FormColours::light(paper).abs_diff(FormColours::light(ink)) < CONTRAST_MIN
        {
            let cure = Some("make one of them much lighter or darker".to_string());
            self.problem(place, "its text can hardly be read on its paper", cure);
        }
    }
}
