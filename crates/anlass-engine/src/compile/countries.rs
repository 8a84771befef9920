//! Law by country: codes, fields and times that can be meant, and messages that may go to customers at all.

use super::Compiler;
use anlass_model::calendar::REGIONS;
use anlass_model::consent::Class;
use anlass_model::definition::Programme;
use anlass_model::value::Type;

impl Compiler<'_> {
    pub(super) fn countries(&mut self, programmes: &[Programme]) {
        let settings = self.settings;
        let to_customers = programmes.iter().flat_map(|programme| {
            programme.messages.iter().filter(|own| own.to_customers).map(move |own| (programme, own))
        });
        for (programme, message) in to_customers {
            let place = format!("programme {} › message {}", programme.id, message.id);
            if message.class == Class::Contract {
                let cure = Some("leave to_customers out: a contract message needs no consent".to_string());
                self.problem(&place, "it is of the class contract and goes to customers", cure);
            }
            if settings.countries.is_none() {
                let cure = Some("name countries in the settings, or leave to_customers out".to_string());
                self.problem(&place, "no country's law lets it go to customers without consent", cure);
            }
        }
        let Some(countries) = &settings.countries else { return };
        let place = "settings › countries";
        if !countries.packs.contains_key(&countries.home) {
            let known: Vec<&str> = countries.packs.keys().map(String::as_str).collect();
            let cure = Some(format!("use one of {}", known.join(", ")));
            self.problem(place, format!("there is no pack for home \"{}\"", countries.home), cure);
        }
        let fields =
            [("field", &countries.field, Type::Text), ("told_at_sale", &countries.told_at_sale, Type::Bool)];
        for (what, field, kind) in fields {
            if let Some(field) = field
                && settings.fields.get(field) != Some(&kind)
            {
                let cure =
                    Some(format!("declare \"{field}\" under fields with the type {kind:?}").to_lowercase());
                self.problem(place, format!("its {what} \"{field}\" is no profile field of that type"), cure);
            }
        }
        for (code, pack) in &countries.packs {
            let place = format!("{place} › {code}");
            let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            if !is_code {
                let cure = Some("use two capital letters, such as DE".to_string());
                self.problem(&place, format!("\"{code}\" is no code of a country"), cure);
            }
            if let Some(region) = pack.region.as_deref().filter(|region| !REGIONS.contains(region)) {
                let cure = Some(format!("use one of {}", REGIONS.join(", ")));
                self.problem(&place, format!("there is no region \"{region}\""), cure);
            }
            for (channel, rule) in &pack.channels {
                let place = format!("{place} › {}", channel.as_str());
                let within = rule.customers.as_ref().and_then(|customers| customers.within);
                for span in rule.valid_for.into_iter().chain(within) {
                    self.span(&place, "its time", span);
                }
            }
        }
    }
}
