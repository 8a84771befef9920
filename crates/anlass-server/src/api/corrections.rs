//! Rectification (GDPR, article 16): a field of a profile is corrected or taken away by somebody of the house, who says why.
//! A source that tells the wrong value again is not believed; one that says something new is, and that is told.

use super::customers::{Scalar, scalar};
use super::objection::{ActSaid, taken_down};
use super::shape::{Moment, Nothing, SaidBy, maybe_whole};
use super::{customer, events};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_engine::Dossier;
use anlass_engine::profile::{correction as newest, is_overtaken};
use anlass_model::correction::Correction;
use anlass_model::event::Body;
use anlass_model::id::Name;
use anlass_model::time::Span;
use anlass_model::value::{Type, Value};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const TEXT_MAX: usize = 2_000;

/// A correction of a field.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionTold {
    field: String,
    /// Null: it was taken away.
    value: Option<Scalar>,
    /// What stood there before.
    wrong: Option<Scalar>,
    occurred: Moment,
    said: ActSaid,
    /// Of the newest one of its field: a source has said something else since, which holds now. Of older ones: always.
    overtaken: bool,
}

/// Every correction of somebody's profile, the newest first.
pub(crate) fn told(view: &View, dossier: &Dossier) -> Result<Vec<CorrectionTold>> {
    let corrected = events::of(view, dossier.hot.id, |body| matches!(body, Body::Corrected(_)))?;
    let told = corrected.iter().filter_map(|event| {
        let Body::Corrected(correction) = &event.body else { return None };
        let field = correction.field.id();
        let is_newest = newest(dossier, field).is_some_and(|own| own.message == event.message);
        Some(CorrectionTold {
            field: correction.field.to_string(),
            value: correction.value.as_ref().map(scalar),
            wrong: correction.wrong.as_ref().map(scalar),
            occurred: Moment(event.occurred.0),
            said: (&correction.said).into(),
            overtaken: !is_newest || is_overtaken(dossier, field),
        })
    });
    Ok(told.collect())
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Correcting {
    field: String,
    /// As a text, a number in minor units where it is an amount; absent, with neither: it is taken away.
    #[serde(default)]
    #[schema(max_length = 2000)]
    text: Option<String>,
    #[serde(default, deserialize_with = "maybe_whole")]
    number: Option<i64>,
    #[serde(default)]
    truth: Option<bool>,
    /// How it became known that it was wrong.
    how: SaidBy,
    /// Why it is corrected.
    #[schema(max_length = 300)]
    reason: String,
}

/// Known to every decision when this answers. A moment can be taken away, and not be set: nobody writes one by hand.
pub(crate) fn correct(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Correcting { field, text, number, truth, how, reason } = call.json()?;
    let unfit = |cause: String| Fault::Unfit { cause };
    if reason.trim().is_empty() {
        return Err(unfit("a correction needs its reason".into()));
    }
    let said = taken_down(call, how, Some(reason))?;
    let view = call.view();
    let dossier = customer(call, &view)?;
    let name = Name::new(&field).map_err(|_| unfit(format!("there is no field \"{field}\"")))?;
    let wrong = dossier.profile(name.id()).cloned();
    let kind = view.runtime.program.definitions.settings.fields.get(&name).copied();
    let value = match (kind, text, number, truth) {
        (_, None, None, None) => None,
        (Some(kind), text, number, truth) => {
            let value = value(kind, text, number, truth);
            Some(value.ok_or_else(|| unfit(format!("\"{field}\" takes a value of another type: {kind}")))?)
        }
        (None, ..) => return Err(unfit(format!("there is no field \"{field}\""))),
    };
    if value == wrong {
        return Err(unfit(format!("\"{field}\" says that already")));
    }
    let body = Body::Corrected(Box::new(Correction { field: name, value, wrong, said }));
    if !call.house().take_act(view.scope.vault(), dossier.hot.id, "corrected", body)? {
        return Err(Fault::NoIdentifier);
    }
    call.house().catch_up()?;
    let act = Act { what: "corrected", about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}

fn value(kind: Type, text: Option<String>, number: Option<i64>, truth: Option<bool>) -> Option<Value> {
    let text = text.map(|text| text.trim().to_owned());
    match (kind, text, number, truth) {
        (Type::Bool, None, None, Some(truth)) => Some(Value::Bool(truth)),
        (Type::Int, None, Some(number), None) => Some(Value::Int(number)),
        (Type::Money, None, Some(number), None) => Some(Value::Money(number)),
        (Type::Span, None, Some(milliseconds), None) => Some(Value::Span(Span(milliseconds))),
        (Type::Day, Some(text), None, None) => text.parse().ok().map(Value::Day),
        (Type::Text, Some(text), None, None) => {
            let fits = !text.is_empty() && text.chars().count() <= TEXT_MAX;
            fits.then(|| Value::Text(text.into()))
        }
        _ => None,
    }
}
