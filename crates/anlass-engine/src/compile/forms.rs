//! Sign-up forms: each leads to an address that a click can confirm, and asks for what there is.

use super::Compiler;
use anlass_model::consent::Channel;
use anlass_model::id::Name;
use anlass_model::value::Type;

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
}
