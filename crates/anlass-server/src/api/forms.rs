//! Sign-up forms: which there are and how they are put into a page, writing one, and looking at one before it is live. They
//! are part of the settings and published with them.

use super::settings;
use super::shape::{Localised, Nothing};
use crate::call::{Call, Fault};
use crate::drafts::Draft;
use crate::house::View;
use crate::public::forms::{is_answered, preview as rendered};
use anlass_model::consent::Channel;
use anlass_model::definition::{self, Form, FormColours, Language};
use anlass_model::id::Name;
use anlass_model::value::Type;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

const FORMS_MAX: usize = 100;
const TEXT_MAX: usize = 2_000;
const FIELDS_MAX: usize = 20;

/// All forms, and what another one may be made of.
#[derive(Serialize, ToSchema)]
pub(crate) struct Forms {
    forms: Vec<FormShown>,
    /// Whether a programme that runs confirms sign-ups; if not, forms take nobody.
    is_answered: bool,
    /// Profile fields that a form may ask for.
    fields: Vec<String>,
    /// Purposes that messages and other forms speak of; another one may be named.
    purposes: Vec<String>,
    /// Declared sources.
    sources: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FormShown {
    id: String,
    /// The page to link to.
    url: String,
    /// To put into a page of the shop.
    embed: String,
    /// In which it speaks to everybody; null: in the visitor's.
    language: Option<FormLanguage>,
    text: Localised,
    purpose: String,
    fields: Vec<String>,
    required: Vec<String>,
    source: String,
    title: Option<Localised>,
    button: Option<Localised>,
    redirect: Option<String>,
    colours: Option<FormLooks>,
}

/// Each as `#0c5c63`; null: the usual one.
#[derive(Serialize, ToSchema)]
pub(crate) struct FormLooks {
    accent: Option<String>,
    paper: Option<String>,
    ink: Option<String>,
}

/// Each as `#0c5c63`; absent: the usual one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LooksWritten {
    /// Of its button; what stands on it is black or white, whichever is read better.
    accent: Option<String>,
    paper: Option<String>,
    ink: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextWritten {
    de: String,
    en: String,
}

/// Of a form that is written in one language only.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FormLanguage {
    De,
    En,
}

impl From<Language> for FormLanguage {
    fn from(language: Language) -> FormLanguage {
        match language {
            Language::De => FormLanguage::De,
            Language::En => FormLanguage::En,
        }
    }
}

impl From<FormLanguage> for Language {
    fn from(language: FormLanguage) -> Language {
        match language {
            FormLanguage::De => Language::De,
            FormLanguage::En => Language::En,
        }
    }
}

/// A form as somebody writes it. Consent is asked for by e-mail, and has to be confirmed by a click.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormWritten {
    /// What people agree to.
    text: TextWritten,
    /// In which it speaks to everybody, if it is written in one language only.
    language: Option<FormLanguage>,
    purpose: String,
    #[serde(default)]
    fields: Vec<String>,
    /// Those among `fields` without which it is not sent.
    #[serde(default)]
    required: Vec<String>,
    /// Whose events the sign-ups are.
    source: String,
    title: Option<TextWritten>,
    button: Option<TextWritten>,
    /// Where people are led after it was sent; by https.
    redirect: Option<String>,
    colours: Option<LooksWritten>,
}

/// The hosted page as it would be.
#[derive(Serialize, ToSchema)]
pub(crate) struct FormPreview {
    /// HTML of its own; nothing can be sent from it.
    page: Localised,
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

fn shown(call: &Call<'_>, form: &Form) -> FormShown {
    let base = call.house().config.public_url();
    let url = format!("{base}/f/{}", form.id);
    let embed = format!(
        "<iframe src=\"{url}\" title=\"{}\" style=\"width:100%;min-height:36rem;border:0\" loading=\"lazy\"></iframe>",
        form.id
    );
    let names = |names: &[Name]| names.iter().map(ToString::to_string).collect();
    FormShown {
        id: form.id.to_string(),
        url,
        embed,
        language: form.language.map(FormLanguage::from),
        text: (&form.text).into(),
        purpose: form.purpose.to_string(),
        fields: names(&form.fields),
        required: names(&form.required),
        source: form.source.to_string(),
        title: form.title.as_ref().map(Localised::from),
        button: form.button.as_ref().map(Localised::from),
        redirect: form.redirect.clone(),
        colours: form.colours.clone().map(|FormColours { accent, paper, ink }| FormLooks {
            accent,
            paper,
            ink,
        }),
    }
}

/// `GET /api/forms`
pub(crate) fn list(call: &Call<'_>) -> Result<Forms, Fault> {
    let view = call.view();
    let definitions = &view.runtime.program.definitions;
    let settings = &definitions.settings;
    let messages = definitions.programmes.iter().flat_map(|programme| &programme.messages);
    let purposes: BTreeSet<String> = messages
        .map(|message| message.purpose.to_string())
        .chain(settings.forms.iter().map(|form| form.purpose.to_string()))
        .collect();
    let may_be_asked = settings.fields.iter().filter(|(name, kind)| {
        matches!(kind, Type::Text | Type::Day) && settings.addresses.get(&Channel::Email) != Some(*name)
    });
    Ok(Forms {
        forms: settings.forms.iter().map(|form| shown(call, form)).collect(),
        is_answered: is_answered(&view.runtime.program.definitions),
        fields: may_be_asked.map(|(name, _)| name.to_string()).collect(),
        purposes: purposes.into_iter().collect(),
        sources: settings.sources.iter().map(|source| source.id.to_string()).collect(),
    })
}

fn form(call: &Call<'_>) -> Result<Form, Fault> {
    let written: FormWritten = call.json()?;
    let name =
        |place: &str, text: &str| Name::new(text.trim()).map_err(|error| unfit(format!("{place}: {error}")));
    let names = |place: &str, names: &[String]| -> Result<Vec<Name>, Fault> {
        if names.len() > FIELDS_MAX {
            return Err(unfit(format!("{place}: there are more than {FIELDS_MAX}")));
        }
        let mut all: Vec<Name> = Vec::with_capacity(names.len());
        for text in names {
            let one = name(place, text)?;
            if all.contains(&one) {
                return Err(unfit(format!("{place}: \"{one}\" stands there twice")));
            }
            all.push(one);
        }
        Ok(all)
    };
    let text = |place: &str, text: TextWritten| {
        let TextWritten { de, en } = text;
        match de.chars().count().max(en.chars().count()) > TEXT_MAX {
            true => Err(unfit(format!("{place}: it is longer than {TEXT_MAX} characters"))),
            false => Ok(definition::Localised { de, en }),
        }
    };
    let LooksWritten { accent, paper, ink } =
        written.colours.unwrap_or(LooksWritten { accent: None, paper: None, ink: None });
    let colours = FormColours { accent, paper, ink };
    Ok(Form {
        id: name("id", call.part("id"))?,
        text: text("text", written.text)?,
        language: written.language.map(Language::from),
        channel: Channel::Email,
        purpose: name("purpose", &written.purpose)?,
        fields: names("fields", &written.fields)?,
        required: names("required", &written.required)?,
        source: name("source", &written.source)?,
        title: written.title.map(|title| text("title", title)).transpose()?,
        button: written.button.map(|button| text("button", button)).transpose()?,
        redirect: written.redirect,
        colours: (colours != FormColours::default()).then_some(colours),
    })
}

/// The settings with other forms, compiled together with everything else that is live.
fn draft(call: &Call<'_>, view: &View, change: impl FnOnce(&mut Vec<Form>)) -> Result<Draft, Fault> {
    settings::draft(call, view, |settings| {
        change(&mut settings.forms);
        Ok(())
    })
}

fn put_into(forms: &mut Vec<Form>, new: Form) {
    match forms.iter_mut().find(|form| form.id == new.id) {
        Some(known) => *known = new,
        None => forms.push(new),
    }
}

/// `PUT /api/forms/{id}`: live when this answers.
pub(crate) fn put(call: &Call<'_>) -> Result<FormShown, Fault> {
    let view = call.view();
    let form = form(call)?;
    let forms = &view.runtime.program.definitions.settings.forms;
    if forms.len() >= FORMS_MAX && forms.iter().all(|known| known.id != form.id) {
        return Err(unfit(format!("there are {FORMS_MAX} forms already; take one away first")));
    }
    let told = shown(call, &form);
    let draft = draft(call, &view, |forms| put_into(forms, form))?;
    settings::publish(call, &view, draft, ("form_changed", call.part("id")))?;
    Ok(told)
}

/// `DELETE /api/forms/{id}`: who signed up by it stays.
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let view = call.view();
    let is_own = |form: &Form| form.id.as_str() == call.part("id");
    if !view.runtime.program.definitions.settings.forms.iter().any(is_own) {
        return Err(Fault::NotFound);
    }
    let draft = draft(call, &view, |forms| forms.retain(|form| !is_own(form)))?;
    settings::publish(call, &view, draft, ("form_removed", call.part("id")))?;
    Ok(Nothing)
}

/// `POST /api/forms/{id}/preview`: judged as if it were published; nothing is kept.
pub(crate) fn preview(call: &Call<'_>) -> Result<FormPreview, Fault> {
    let view = call.view();
    let form = form(call)?;
    let shown = form.clone();
    let _judged: Draft = draft(call, &view, |forms| put_into(forms, form))?;
    Ok(FormPreview { page: Localised::both(|language: Language| rendered(&view, &shown, language)) })
}
