//! All settings as one document, as `anlass settings` writes and `anlass publish` reads it: what no screen changes is changed
//! so, too.

use super::publish;
use crate::api::shape::Nothing;
use crate::call::{Call, Fault};
use crate::drafts::{self, Authored, Draft, Others};
use crate::house::View;
use anlass_model::definition::Settings;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct SettingsDocument {
    /// YAML.
    text: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsDocumentWritten {
    /// YAML: all settings. What it leaves out is as if nobody had said it.
    text: String,
    /// Whether fields, events, entities, sources and rules that it leaves out are to go. Otherwise it is refused with their
    /// names.
    drop: bool,
}

fn told(call: &Call<'_>) -> Result<SettingsDocument, Fault> {
    let live = call.view().runtime.program.definitions.settings.clone();
    let settings = drafts::as_written(&*call.house().store, live)?;
    let text = serde_saphyr::to_string(&settings).context("writing the settings as YAML")?;
    Ok(SettingsDocument { text })
}

fn draft(call: &Call<'_>, view: &View) -> Result<Draft, Fault> {
    let written: SettingsDocumentWritten = call.json()?;
    let mut problems = Vec::new();
    let settings: Option<Settings> = drafts::parse("settings", &written.text, &mut problems);
    let Some(settings) = settings else { return Err(Fault::Problems(problems)) };
    let authored = Authored { settings: Some(settings), ..Authored::default() };
    let subtrees = |nodes: &[_]| Ok(view.runtime.catalogue.subtrees(nodes));
    let draft = drafts::draft(Some(&*call.house().store), authored, Others::Stay, subtrees)?;
    let draft = draft.map_err(Fault::Problems)?;
    let gone = if written.drop { Vec::new() } else { draft.gone() };
    if gone.is_empty() { Ok(draft) } else { Err(Fault::Problems(gone)) }
}

/// `GET /api/settings/document`: without what imports learned.
pub(crate) fn show(call: &Call<'_>) -> Result<SettingsDocument, Fault> {
    told(call)
}

/// `POST /api/settings/document/check`: judged as if it were published; nothing is kept.
pub(crate) fn check(call: &Call<'_>) -> Result<Nothing, Fault> {
    draft(call, &call.view())?;
    Ok(Nothing)
}

/// `PUT /api/settings/document`: live when this answers.
pub(crate) fn put(call: &Call<'_>) -> Result<SettingsDocument, Fault> {
    let view = call.view();
    let draft = draft(call, &view)?;
    publish(call, &view, draft, ("settings_changed", "document"))?;
    told(call)
}
