//! Files that are handed in: what is in them and what their columns probably mean, a trial of a mapping, and the import.

use super::shape::{Localised, LooksCode, MeaningCode, Moment, QuestionCode};
use super::timeline::event_words_by;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::importing::{Order, Phase, State, declared, in_bundle, number_of};
use crate::uploads::{Incoming, Refused, Uploaded, Uploads};
use anlass_model::catalogue::Catalogue;
use anlass_model::event::{Arrival, Body};
use anlass_model::id::Name;
use anlass_model::value::Value;
use anlass_sources::probe::{self, Frame, Meaning, Misfits, Probed, ProbedColumn};
use anlass_sources::report::Role;
use anlass_sources::{Mapping, Mark, Report};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A mapping that is longer is none.
pub(super) const MAPPING_BYTES_MAX: usize = 256 * 1024;

/// Files that are handed in together.
#[derive(Serialize, ToSchema)]
pub(crate) struct Bundle {
    id: String,
    files: Vec<BundledFile>,
    /// The last trial or import of it; null: there was none.
    import: Option<ImportState>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct BundledFile {
    name: String,
    bytes: u64,
}

/// How far a trial or an import has come, and what it came to.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportState {
    phase: ImportPhase,
    /// Only to see what would come of it.
    trial: bool,
    progress: f64,
    /// What is being read.
    file: String,
    /// Rows read of it.
    rows: u64,
    /// Events that are new.
    new: u64,
    /// Events that an earlier import brought.
    known: u64,
    /// What becomes of every row, once all are read.
    files: Vec<super::imports::ImportedFile>,
    totals: Option<ImportTotals>,
    /// The first events of a trial.
    samples: Vec<Sample>,
    error: Option<ImportError>,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportPhase {
    /// Another import is under way.
    Waiting,
    Reading,
    Applying,
    Done,
    Failed,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ImportTotals {
    /// Rows that became something, aside from those of files that only stand beside others.
    rows: u64,
    events: u64,
    customers: u64,
    /// Of a trial: people whom nobody knows yet; null: not counted.
    new_customers: Option<u64>,
    /// Of these, people of whom the files say nothing but what they did.
    nameless_customers: Option<u64>,
    orders: u64,
    cancellations: u64,
    returns: u64,
    articles: u64,
    outlets: u64,
    first: Option<Moment>,
    last: Option<Moment>,
}

/// An event as it would be taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sample {
    identifiers: Vec<SampleValue>,
    at: Moment,
    /// Name of the kind of event.
    kind: String,
    words: Localised,
    /// Of a profile.
    fields: Vec<SampleValue>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SampleValue {
    name: String,
    value: String,
}

/// What stopped it, and what helps.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportError {
    cause: String,
    help: String,
}

/// Which source the files are of.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OfSource {
    /// A declared source, or the name of a new one.
    source: String,
    /// What somebody says that columns mean, instead of what was guessed.
    #[serde(default)]
    meanings: Vec<Meant>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Meant {
    file: String,
    column: String,
    /// Null: nothing that is read.
    meaning: Option<String>,
}

/// What is in the files, and how they could be understood.
#[derive(Serialize, ToSchema)]
pub(crate) struct LookedAt {
    files: Vec<LookedAtFile>,
    /// Files that cannot be read, and why.
    unreadable: Vec<UnreadableFile>,
    /// A proposed mapping, as a document.
    mapping: String,
    /// What somebody should decide.
    open: Vec<OpenQuestion>,
    /// What is still missing in the mapping; null: it can be tried.
    problem: Option<ImportError>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct UnreadableFile {
    file: String,
    error: ImportError,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OpenQuestion {
    file: String,
    question: QuestionCode,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LookedAtFile {
    file: String,
    /// Of a workbook.
    sheets: Vec<String>,
    columns: Vec<LookedAtColumn>,
    /// The first rows, as texts.
    rows: Vec<Vec<String>>,
    looked_at: usize,
    /// Of these, rows that cannot be used.
    unusable: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LookedAtColumn {
    name: String,
    looks: LooksCode,
    /// How most of its texts that are times are written, as `strptime`; null: as ISO 8601 has it, or none is one.
    format: Option<String>,
    /// Null: nobody knows.
    meaning: Option<MeaningCode>,
    /// Share of rows in which it holds something.
    filled: f64,
    /// Each row holds something else.
    unique: bool,
    examples: Vec<String>,
    /// What its meaning cannot be read from; null: all that was looked at can.
    misfits: Option<ColumnMisfits>,
}

/// Texts of a column that its meaning cannot be read from: their rows will be refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct ColumnMisfits {
    /// Of the rows that were looked at.
    rows: usize,
    /// The first of them, each once.
    examples: Vec<String>,
}

/// How the files are to be understood.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Mapped {
    /// A mapping, as a document.
    mapping: String,
    /// Only to see what would come of it.
    #[serde(default)]
    trial: bool,
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Fault {
        match refused {
            Refused::Unknown => Fault::NotFound,
            Refused::Name(cause) | Refused::TooMany(cause) => Fault::Unfit { cause: cause.to_owned() },
        }
    }
}

fn uploads(call: &Call<'_>) -> Uploads {
    Uploads::below(&call.house().dir)
}

/// `POST /api/uploads`
pub(crate) fn begin(call: &Call<'_>) -> Result<Bundle, Fault> {
    let id = uploads(call).begin((call.house().wall)())??;
    Ok(Bundle { id, files: Vec::new(), import: None })
}

/// `GET /api/uploads`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<Bundle>, Fault> {
    let ids = uploads(call).bundles()?;
    // One that goes away meanwhile is left out.
    Ok(ids.iter().filter_map(|id| bundle(call, id).ok()).collect())
}

/// `GET /api/uploads/{id}`
pub(crate) fn show(call: &Call<'_>) -> Result<Bundle, Fault> {
    bundle(call, call.part("id"))
}

fn bundle(call: &Call<'_>, id: &str) -> Result<Bundle, Fault> {
    let state = call.house().importing.state(id);
    let files = match uploads(call).files(id)? {
        Ok(files) => files,
        // What was imported is no longer here, but what came of it is still told.
        Err(Refused::Unknown) if state.is_some() => Vec::new(),
        Err(refused) => return Err(refused.into()),
    };
    let file = |Uploaded { name, bytes }: Uploaded| BundledFile { name, bytes };
    let view = call.view();
    let import = state.map(|state| told(&view, &state));
    Ok(Bundle { id: id.to_owned(), files: files.into_iter().map(file).collect(), import })
}

/// `DELETE /api/uploads/{id}`
pub(crate) fn remove(call: &Call<'_>) -> Result<super::shape::Nothing, Fault> {
    let id = call.part("id");
    if call.house().importing.state(id).is_some_and(|state| !state.has_ended()) {
        return Err(Fault::Unfit { cause: "its import is under way".to_owned() });
    }
    match uploads(call).remove(id)? {
        true => Ok(super::shape::Nothing),
        false => Err(Fault::NotFound),
    }
}

/// Where the file of `POST /api/uploads/{id}/files` goes to.
pub(crate) fn file(call: &Call<'_>) -> Result<Incoming, Fault> {
    let name = call.asked("name").unwrap_or_default();
    Ok(uploads(call).take(call.part("id"), &name)??)
}

/// `POST /api/uploads/{id}/look`
pub(crate) fn look(call: &Call<'_>) -> Result<LookedAt, Fault> {
    let OfSource { source, meanings } = call.json()?;
    let name = Name::new(&source).map_err(|error| Fault::Unfit { cause: format!("source: {error}") })?;
    let view = call.view();
    let settings = &view.runtime.program.definitions.settings;
    let number = number_of(&*call.house().store, settings, &name)?;
    let folder = uploads(call).files_folder(call.part("id")).ok_or(Fault::NotFound)?;
    let (mut probed, mut unreadable) = (Vec::new(), Vec::new());
    for Uploaded { name, .. } in uploads(call).files(call.part("id"))?? {
        match probe::probe(&folder, &name) {
            Ok(file) => probed.push(file),
            Err(error) => {
                let error = ImportError { cause: in_bundle(&error.to_string(), &folder), help: error.hint() };
                unreadable.push(UnreadableFile { file: name, error });
            }
        }
    }
    for meant in &meanings {
        say(&mut probed, meant)?;
    }
    let (currency, time_zone) = (settings.currency.to_string(), settings.time_zone.clone());
    let frame = Frame {
        name: name.as_str(),
        source: number,
        currency: &currency,
        time_zone: &time_zone,
        now: call.house().now(),
        settings: Some(settings),
    };
    let proposal = probe::propose(&probed, &frame);
    let problem = Mapping::read(&proposal.yaml, "mapping").err();
    let question = |open: &probe::Open| OpenQuestion {
        file: open.file.clone(),
        question: QuestionCode::of(open.question.code()),
    };
    Ok(LookedAt {
        open: proposal.open.iter().map(question).collect(),
        mapping: proposal.yaml,
        problem: problem.map(|error| ImportError { cause: error.to_string(), help: error.hint() }),
        files: probed.into_iter().map(|file| looked_at(file, proposal.decimal)).collect(),
        unreadable,
    })
}

/// A column means what somebody says it does.
fn say(probed: &mut [Probed], meant: &Meant) -> Result<(), Fault> {
    let Meant { file, column, meaning } = meant;
    let code = |meaning: &str| Meaning::ALL.into_iter().find(|known| known.code() == meaning);
    let unknown = |meaning: &str| Fault::Unfit { cause: format!("no column can mean \"{meaning}\"") };
    let meaning = meaning.as_deref().map(|text| code(text).ok_or_else(|| unknown(text))).transpose()?;
    let found = probed.iter_mut().filter(|probed| probed.file == *file);
    let found = found.flat_map(|probed| &mut probed.columns).find(|known| known.name == *column);
    match found {
        Some(found) => found.mean(meaning),
        None => return Err(Fault::Unfit { cause: format!("\"{file}\" has no column \"{column}\"") }),
    }
    Ok(())
}

fn looked_at(probed: Probed, decimal: Mark) -> LookedAtFile {
    let Probed { file, sheets, columns, rows, looked_at, unusable, .. } = probed;
    let misfits = |Misfits { rows, examples }: Misfits| ColumnMisfits { rows, examples };
    let column = |column: ProbedColumn| LookedAtColumn {
        misfits: column.misfits(decimal).map(misfits),
        name: column.name,
        looks: LooksCode::of(column.looks.code()),
        format: column.format.map(str::to_owned),
        meaning: column.meaning.map(|meaning| MeaningCode::of(meaning.code())),
        filled: f64::from(column.filled) / 1_000.0,
        unique: column.is_unique,
        examples: column.examples,
    };
    LookedAtFile {
        file,
        sheets,
        columns: columns.into_iter().map(column).collect(),
        rows,
        looked_at,
        unusable,
    }
}

/// `POST /api/uploads/{id}/import`
pub(crate) fn import(call: &Call<'_>) -> Result<Bundle, Fault> {
    let Mapped { mapping: text, trial } = call.json()?;
    let id = call.part("id");
    if text.len() > MAPPING_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let unfit = |cause: String, help: String| Fault::Unfit { cause: format!("{cause}\n  help: {help}") };
    let mapping = Mapping::read(&text, "mapping").map_err(|error| unfit(error.to_string(), error.hint()))?;
    let files = uploads(call).files(id)??;
    let missing = mapping.files().into_iter().find(|wanted| files.iter().all(|file| file.name != *wanted));
    if let Some(wanted) = missing {
        let cause = format!("the mapping reads the file \"{wanted}\", which is not here");
        return Err(unfit(cause, "add the file, or write the name of one that is".to_owned()));
    }
    let view = call.view();
    let definitions = declared(&view.runtime.program.definitions, &mapping)
        .map_err(|error| Fault::Unfit { cause: error.to_string() })?;
    if let (Some(definitions), false) = (definitions, trial) {
        super::sources::publish(call, definitions, "connected", mapping.name().to_string())?;
    }
    let order = Order {
        mapping: text,
        vault: view.scope.vault().0,
        who: call.who().to_owned(),
        is_trial: trial,
        then: None,
    };
    match call.desk.house.import(id, &order)? {
        true => bundle(call, id),
        false => Err(Fault::Unfit { cause: "its import is under way".to_owned() }),
    }
}

fn told(view: &View, state: &State) -> ImportState {
    let progress = f64::from(u32::try_from(state.permille()).unwrap_or(0)) / 1_000.0;
    let report = state.report.as_deref();
    ImportState {
        phase: match state.phase {
            Phase::Waiting => ImportPhase::Waiting,
            Phase::Reading => ImportPhase::Reading,
            Phase::Applying => ImportPhase::Applying,
            Phase::Done => ImportPhase::Done,
            Phase::Failed => ImportPhase::Failed,
        },
        trial: state.is_trial,
        progress,
        file: state.file.clone(),
        rows: state.rows,
        new: state.new,
        known: state.known,
        files: report.map(super::imports::files_of).unwrap_or_default(),
        totals: report.map(|report| ImportTotals {
            rows: rows_taken(report),
            events: report.events,
            customers: report.customers,
            new_customers: state.newcomers.map(|people| people.new),
            nameless_customers: state.newcomers.map(|people| people.nameless),
            orders: report.orders,
            cancellations: report.cancellations,
            returns: report.returns,
            articles: report.articles,
            outlets: report.outlets,
            first: report.first.map(Moment),
            last: report.last.map(Moment),
        }),
        samples: state
            .samples
            .iter()
            .map(|arrival| sample(view, state.catalogue.as_deref(), arrival))
            .collect(),
        error: state.failed.clone().map(|(cause, help)| ImportError { cause, help }),
    }
}

fn rows_taken(report: &Report) -> u64 {
    let files = report.files.iter().filter(|file| file.role != Role::Beside);
    let fates = files.flat_map(|file| &file.fates).filter(|(fate, _)| fate.is_taken());
    fates.map(|(_, tally)| tally.rows).sum()
}

fn sample(view: &View, catalogue: Option<&Catalogue>, arrival: &Arrival) -> Sample {
    let catalogue = catalogue.unwrap_or(&view.runtime.catalogue);
    let fields = match &arrival.event.body {
        Body::Profile(fields) => fields.as_slice(),
        _ => &[],
    };
    let field = |(name, value): &(Name, Option<Value>)| SampleValue {
        name: name.to_string(),
        value: value.as_ref().map(Value::to_string).unwrap_or_default(),
    };
    let identifiers = arrival.identifiers.iter().map(|identifier| SampleValue {
        name: identifier.kind.as_str().to_owned(),
        value: identifier.value.to_string(),
    });
    Sample {
        identifiers: identifiers.collect(),
        at: Moment(arrival.event.occurred.0),
        kind: arrival.event.body.event_name().to_owned(),
        words: Localised::both(|language| event_words_by(view, catalogue, &arrival.event.body, language)),
        fields: fields.iter().map(field).collect(),
    }
}
