//! Where an export goes, as people say it and as it is kept. Passwords go in and never come out.

use crate::api::databases::DatabaseAt;
use crate::call::{Call, Fault};
use crate::exported::{Destination, IntoFolder, IntoTable, Kept};
use crate::house::exports::is_folder;
use anlass_sources::writing::Format;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const FILES_DEFAULT: u32 = 10;
const FILES_MAX: u32 = 1_000;

#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExportFormat {
    /// RFC 4180 in UTF-8. What a spreadsheet would take for a formula begins with an apostrophe.
    Csv,
    Parquet,
}

/// Where it goes.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ExportTo {
    /// A file of each run.
    Folder(ExportFolder),
    /// A table that is replaced as a whole by each run.
    Table(ExportTable),
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ExportFolder {
    format: ExportFormat,
    folder: String,
    files_max: u32,
}

/// A table, without what opens its database.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExportTable {
    at: DatabaseAt,
    schema: Option<String>,
    table: String,
    /// How it is called in messages.
    place: String,
}

/// Where it is to go.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum NewExportTo {
    Folder(NewExportFolder),
    Table(NewExportTable),
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewExportFolder {
    format: ExportFormat,
    /// Below the folder of exports; empty: there.
    #[serde(default)]
    folder: String,
    /// So many files of it are left there; null: 10.
    files_max: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewExportTable {
    /// Of SQLite a file in the folder of databases, which is made where there is none.
    at: DatabaseAt,
    /// Null: the one that is known, if the database is the same.
    password: Option<String>,
    /// Of PostgreSQL; null: the one in which the user's tables are made.
    schema: Option<String>,
    /// There is none of this name yet, or it was made by this export. At most 50 bytes.
    table: String,
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

impl ExportTo {
    pub(super) fn of(vault: anlass_model::id::VaultId, kept: &Kept) -> ExportTo {
        match &kept.to {
            Destination::Folder(IntoFolder { format, folder, files_max }) => {
                let format = match format {
                    Format::Csv => ExportFormat::Csv,
                    Format::Parquet => ExportFormat::Parquet,
                };
                ExportTo::Folder(ExportFolder { format, folder: folder.clone(), files_max: *files_max })
            }
            Destination::Table(into) => ExportTo::Table(ExportTable {
                at: DatabaseAt::of(&into.database),
                schema: into.schema.clone(),
                table: into.table.clone(),
                place: into.target(vault, &kept.name).place(&into.database),
            }),
        }
    }
}

impl NewExportTo {
    /// `known` is where the export of this name went before.
    pub(super) fn read(self, call: &Call<'_>, known: Option<&Destination>) -> Result<Destination, Fault> {
        match self {
            NewExportTo::Folder(new) => new.read(call).map(Destination::Folder),
            NewExportTo::Table(new) => Ok(Destination::Table(Box::new(new.read(known)?))),
        }
    }
}

impl NewExportFolder {
    fn read(self, call: &Call<'_>) -> Result<IntoFolder, Fault> {
        call.house().export_folder().map_err(|error| unfit(format!("{error:#}")))?;
        if !is_folder(&self.folder) {
            return Err(unfit("folder: it does not lie below the folder of exports"));
        }
        let files_max = self.files_max.unwrap_or(FILES_DEFAULT);
        if !(1..=FILES_MAX).contains(&files_max) {
            return Err(unfit(format!("files_max: allowed is 1 to {FILES_MAX}")));
        }
        let format = match self.format {
            ExportFormat::Csv => Format::Csv,
            ExportFormat::Parquet => Format::Parquet,
        };
        Ok(IntoFolder { format, folder: self.folder, files_max })
    }
}

impl NewExportTable {
    /// A known password is only sent to where it was meant for.
    fn read(self, known: Option<&Destination>) -> Result<IntoTable, Fault> {
        let database = self.at.database().map_err(unfit)?;
        let password = match (self.password, known) {
            (Some(password), _) => password,
            (None, Some(Destination::Table(known))) if known.database == database => known.password.clone(),
            (None, Some(Destination::Table(_))) => {
                return Err(unfit("password: it is asked for again, as the database is another one"));
            }
            (None, _) => String::new(),
        };
        let schema = self.schema.filter(|schema| !schema.is_empty());
        Ok(IntoTable { database, password, schema, table: self.table })
    }
}
