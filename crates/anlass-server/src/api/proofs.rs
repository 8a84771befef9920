//! Files that prove a consent: a scan of what was signed, or a mail. Handed in for one person, kept sealed, shown to those who
//! may speak for customers. And the proof of one consent as a page to print.

use super::consents::{ConsentEntry, ledger};
use super::customer;
use super::shape::{Localised, Moment};
use crate::access::Act;
use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::house::proofs::{Kept, NewProof};
use crate::insight::words::{self, pick};
use crate::public::page::{escaped, page};
use anlass_engine::Dossier;
use anlass_model::definition::Language;
use anlass_model::id::EntityId;
use anlass_model::time::Timestamp;
use anyhow::Result;
use serde::Serialize;
use utoipa::ToSchema;

/// Files of one person.
const FILES_MAX: usize = 50;

/// A file that proves something.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ProofFile {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its type, by what it begins with.
    pub(crate) kind: String,
    pub(crate) bytes: u64,
    pub(crate) by: String,
    pub(crate) at: Moment,
}

impl From<Kept> for ProofFile {
    fn from(kept: Kept) -> ProofFile {
        let Kept { id, name, kind, bytes, by, at, .. } = kept;
        ProofFile { id, name, kind, bytes, by, at: Moment(Timestamp(at)) }
    }
}

/// Files of somebody, also of those who were merged into them.
pub(crate) fn of(call: &Call<'_>, view: &View, dossier: &Dossier) -> Result<Vec<ProofFile>> {
    let ids = view.runtime.ids_of(view.scope.vault(), dossier.hot.id)?;
    let kept = call.house().proofs_of(view.scope.vault(), &ids)?;
    Ok(kept.into_iter().map(ProofFile::from).collect())
}

/// `POST /api/customers/{id}/proofs?name=…` with the file as body.
pub(crate) fn hand_in(call: &Call<'_>) -> Result<ProofFile, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let unfit = |cause: &str| Fault::Unfit { cause: cause.to_owned() };
    let name = call.asked("name").map(|name| name.trim().to_owned()).unwrap_or_default();
    let is_strange = |letter: char| letter.is_control() || matches!(letter, '/' | '\\' | '"');
    if name.is_empty() || name.chars().any(is_strange) {
        return Err(unfit("the file needs a name without slashes and quotation marks"));
    }
    let kind =
        kind_of(call.body).ok_or_else(|| unfit("it is no PDF, PNG, JPEG or mail; hand in one of these"))?;
    if of(call, &view, &dossier)?.len() >= FILES_MAX {
        return Err(unfit("this person has 50 files; nobody needs more proof"));
    }
    let new = NewProof { vault: view.scope.vault(), customer: dossier.hot.id, name, kind, by: call.who() };
    let kept = call.house().keep_proof(new, call.body)?;
    let act = Act { what: "proof_handed_in", about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(kept.into())
}

/// By what it begins with: nothing that a browser would run.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        // Header fields of a mail; shown as plain text.
        _ => {
            let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
            let (name, _) = text.lines().next()?.split_once(':')?;
            let is_field =
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            is_field.then_some("text/plain; charset=utf-8")
        }
    }
}

/// `GET /proofs/{id}/{proof}`: the file itself.
pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let ids = view.runtime.ids_of(view.scope.vault(), dossier.hot.id)?;
    let found = call.house().proof(view.scope.vault(), call.part("proof"))?;
    let theirs = |kept: &Kept| kept.customer.parse().is_ok_and(|id: EntityId| ids.contains(&id));
    let (kept, bytes) = found.filter(|(kept, _)| theirs(kept)).ok_or(Fault::NotFound)?;
    let kinds = ["application/pdf", "image/png", "image/jpeg"];
    let kind = kinds.into_iter().find(|kind| *kind == kept.kind).unwrap_or("text/plain; charset=utf-8");
    Ok(Reply::bytes(kind, bytes))
}

/// `GET /proofs/{id}/consents/{consent}`: what proves a consent, to print.
pub(crate) fn print(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let all = ledger(call, &view, &dossier)?;
    let entry = all.iter().find(|entry| entry.id == call.part("consent")).ok_or(Fault::NotFound)?;
    let language = call.language();
    let title = pick(language, "Nachweis einer Einwilligung", "Proof of a consent");
    let rows: String = rows(&view, &dossier, entry, language)
        .into_iter()
        .map(|(label, value)| format!("<dt>{label}</dt><dd>{}</dd>", escaped(&value)))
        .collect();
    let words = entry.words.as_ref().map_or_else(String::new, |words| {
        let Localised { de, en } = words;
        format!("<blockquote>{}</blockquote>", escaped(pick(language, de, en)))
    });
    let made = words::moment(language, &view.runtime.program, (call.house().wall)());
    let made = format!("{} {made}", pick(language, "Erstellt am", "Made on"));
    Ok(page(
        &view,
        language,
        title,
        &format!("<h1>{title}</h1><dl>{rows}</dl>{words}<p class=\"note\">{made}</p>"),
    ))
}

fn rows(
    view: &View,
    dossier: &Dossier,
    entry: &ConsentEntry,
    language: Language,
) -> Vec<(&'static str, String)> {
    let program = &view.runtime.program;
    let moment = |at: Moment| words::moment(language, program, at.0);
    let title = |name: &String| program.definitions.title(name, language).to_owned();
    let all = || pick(language, "alle", "all").to_owned();
    let mut rows = vec![
        (pick(language, "Person", "Person"), super::name(dossier)),
        (pick(language, "Kennung", "Id"), dossier.hot.id.to_string()),
        (pick(language, "Verantwortlich", "Controller"), entry.controller.clone()),
        (pick(language, "Was", "What"), entry.act.words(language).to_owned()),
        (pick(language, "Stand", "State"), entry.state.words(language).to_owned()),
        (pick(language, "Zweck", "Purpose"), entry.purpose.as_ref().map_or_else(all, title)),
        (
            pick(language, "Kanal", "Channel"),
            entry.channel.as_ref().map_or_else(all, |one| words::channel(language, one.as_str()).to_owned()),
        ),
        (pick(language, "Wann", "When"), moment(entry.occurred)),
        (pick(language, "Eingegangen", "Received"), moment(entry.received)),
        (pick(language, "Nachweis", "Proof"), entry.proof.kind.words(language).to_owned()),
    ];
    let mut more = |de, en, value: Option<String>| {
        rows.extend(value.map(|value| (pick(language, de, en), value)));
    };
    more("Quelle", "Source", entry.source.as_ref().map(title));
    more("Angefragt", "Asked for", entry.proof.asked.map(moment));
    more("E-Mail mit dem Link", "Mail with the link", entry.proof.letter.clone());
    more("Netz des Klicks (verschlüsselt)", "Network of the click (keyed hash)", entry.proof.network.clone());
    more("Früheres System", "Former system", entry.proof.from.clone());
    more(
        "Dokument",
        "Document",
        entry.file.as_ref().map(|file| file.name.clone()).or(entry.proof.document.clone()),
    );
    more("Text", "Text", entry.proof.text.clone());
    rows
}
