//! Records of a spreadsheet: XLSX, XLSM, XLSB, XLS, ODS. A workbook is read on a thread of its own, row by row where its
//! format allows, so that little of it is in memory; how large it is unpacked is measured before.

use super::layout::{self, Fit, PREAMBLE_MAX};
use super::{Raw, Record, Records};
use crate::decimal::Mark;
use crate::error::Error;
use crate::report::Reason;
use calamine::{Data, DataRef, Ods, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsb, Xlsx};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// A workbook that unpacks to more is refused: it is no table of a shop, or a bomb.
const UNPACKED_MAX: u64 = 1 << 30;
/// Texts shared by cells are held in memory; so is a whole workbook of the formats that know no stream.
const HELD_MAX: u64 = 256 << 20;
const ENTRIES_MAX: usize = 10_000;
/// Rows waiting to be taken.
const WAITING_MAX: usize = 256;
const ZIP_MAGIC: [u8; 4] = *b"PK\x03\x04";
const OLE_MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

type Workbook = Sheets<BufReader<File>>;

/// A row as its cells' texts; `None` in place of a cell that holds an error.
struct Row {
    number: u64,
    cells: Vec<Option<String>>,
}

pub(super) struct Sheet {
    rows: Receiver<io::Result<Row>>,
    /// The first rows, looked at to find the names of the columns.
    first: VecDeque<Row>,
    number: u64,
    width: usize,
}

/// Whether a file that begins so is a workbook.
pub(super) fn is_workbook(beginning: &[u8]) -> bool {
    beginning.starts_with(&ZIP_MAGIC) || beginning.starts_with(&OLE_MAGIC)
}

/// The names of the sheets that hold something, as the workbook orders them.
///
/// # Errors
/// If it cannot be read or is too large.
pub(crate) fn names(path: &Path) -> Result<Vec<String>, Error> {
    Ok(sheets(&open_workbook(path)?))
}

fn sheets(workbook: &Workbook) -> Vec<String> {
    let shown = workbook.sheets_metadata().iter();
    shown
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

impl Sheet {
    /// Opens the sheet of that name, or the first that is shown.
    pub(super) fn open(path: &Path, wanted: Option<&str>, mark: Mark) -> Result<Sheet, Error> {
        let workbook = open_workbook(path)?;
        let names = sheets(&workbook);
        let name = match wanted {
            Some(wanted) if names.iter().any(|name| name == wanted) => wanted.to_owned(),
            Some(wanted) => {
                let cause = format!("it has no sheet \"{wanted}\"");
                return Err(unfit(path, &cause, &format!("its sheets are {}", names.join(", "))));
            }
            None => match names.first() {
                Some(first) => first.clone(),
                None => {
                    return Err(unfit(
                        path,
                        "it has no sheet that is shown",
                        "show the sheet and save it again",
                    ));
                }
            },
        };
        let (sender, rows) = sync_channel(WAITING_MAX);
        std::thread::spawn(move || {
            if let Err(cause) = send_rows(workbook, &name, mark, &sender) {
                // Whoever reads may have gone meanwhile.
                let _sent = sender.send(Err(io::Error::other(cause)));
            }
        });
        Ok(Sheet { rows, first: VecDeque::new(), number: 0, width: 0 })
    }

    /// How many rows stand above the names of the columns.
    pub(super) fn preamble(&mut self) -> io::Result<usize> {
        while self.first.len() <= PREAMBLE_MAX
            && let Ok(row) = self.rows.recv()
        {
            self.first.push_back(row?);
        }
        let shapes = self.first.iter().map(|row| {
            let width =
                row.cells.iter().rposition(|cell| cell.as_deref() != Some("")).map_or(0, |last| last + 1);
            let fields =
                row.cells[..width].iter().map(|cell| cell.as_deref().unwrap_or("").as_bytes()).collect();
            layout::shape(fields)
        });
        Ok(Fit::of(&shapes.collect::<Vec<_>>()).map_or(0, |fit| fit.preamble))
    }
}

impl Records for Sheet {
    fn next(&mut self, record: &mut Record) -> io::Result<Raw> {
        let row = match self.first.pop_front() {
            Some(row) => row,
            None => match self.rows.recv() {
                Ok(row) => row?,
                Err(_) => return Ok(Raw::End),
            },
        };
        self.number = row.number;
        if row.cells.iter().any(Option::is_none) {
            return Ok(Raw::Unusable(Reason::CellError));
        }
        let mut cells = row.cells;
        // Cells that were once touched are empty ones beyond the table.
        while cells.len() > self.width && cells.last().is_some_and(|cell| cell.as_deref() == Some("")) {
            cells.pop();
        }
        cells.resize(cells.len().max(self.width), Some(String::new()));
        let (mut bytes, mut fields) = (0, 0);
        for cell in cells.iter().flatten() {
            while record.bytes.len() < bytes + cell.len() {
                if !record.grow() {
                    return Ok(Raw::Unusable(Reason::RecordTooLong));
                }
            }
            if fields == record.ends.len() {
                return Ok(Raw::Unusable(Reason::RecordTooLong));
            }
            record.bytes[bytes..bytes + cell.len()].copy_from_slice(cell.as_bytes());
            bytes += cell.len();
            record.ends[fields] = bytes;
            fields += 1;
        }
        Ok(Raw::Record { bytes, fields })
    }

    fn row(&self) -> Option<u64> {
        Some(self.number)
    }

    fn widen_to(&mut self, width: usize) {
        self.width = width;
    }
}

fn unfit(path: &Path, cause: &str, cure: &str) -> Error {
    Error::Unfit { path: path.into(), cause: cause.into(), cure: cure.into() }
}

fn open_workbook(path: &Path) -> Result<Workbook, Error> {
    let failed = |source| Error::Open { path: PathBuf::from(path), source };
    let mut file = File::open(path).map_err(failed)?;
    let kind = measure(path, &mut file)?;
    let reader = BufReader::new(File::open(path).map_err(failed)?);
    let opened = match kind {
        Kind::Xls => Xls::new(reader).map(Sheets::Xls).map_err(|error| error.to_string()),
        Kind::Xlsx => Xlsx::new(reader).map(Sheets::Xlsx).map_err(|error| error.to_string()),
        Kind::Xlsb => Xlsb::new(reader).map(Sheets::Xlsb).map_err(|error| error.to_string()),
        Kind::Ods => Ods::new(reader).map(Sheets::Ods).map_err(|error| error.to_string()),
    };
    let cure = "save it as XLSX or CSV, without a password";
    opened.map_err(|cause| unfit(path, &format!("it is no workbook that can be read: {cause}"), cure))
}

#[derive(Clone, Copy)]
enum Kind {
    Xls,
    Xlsx,
    Xlsb,
    Ods,
}

/// Tells what it is, and unpacks all of it once into nothing: what an archive says about its sizes need not be true.
fn measure(path: &Path, file: &mut File) -> Result<Kind, Error> {
    let failed = |source| Error::Open { path: PathBuf::from(path), source };
    let mut beginning = [0; 4];
    let count = file.read(&mut beginning).map_err(failed)?;
    file.rewind().map_err(failed)?;
    let too_large = |what: &str| {
        unfit(
            path,
            &format!("{what} more than a workbook may"),
            "export the sheet as CSV, which may have any length",
        )
    };
    if !beginning[..count].starts_with(&ZIP_MAGIC) {
        let size = file.metadata().map_err(failed)?.len();
        return if size > HELD_MAX { Err(too_large("it is larger,")) } else { Ok(Kind::Xls) };
    }
    let broken = |cause: String| {
        unfit(path, &cause, "save the workbook again; a file that ends too early was cut off")
    };
    let mut archive =
        zip::ZipArchive::new(BufReader::new(file)).map_err(|error| broken(error.to_string()))?;
    if archive.len() > ENTRIES_MAX {
        return Err(too_large("it has parts,"));
    }
    let mut left = UNPACKED_MAX;
    let mut kind = None;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| broken(error.to_string()))?;
        let name = entry.name().map_err(|error| broken(error.to_string()))?.into_owned();
        kind = match name.as_str() {
            "xl/workbook.xml" => Some(Kind::Xlsx),
            "xl/workbook.bin" => Some(Kind::Xlsb),
            "content.xml" => Some(Kind::Ods),
            _ => kind,
        };
        let is_held = name.ends_with("sharedStrings.xml") || name == "content.xml";
        let most = if is_held { left.min(HELD_MAX) } else { left };
        let size = io::copy(&mut (&mut entry).take(most + 1), &mut io::sink())
            .map_err(|error| broken(error.to_string()))?;
        if size > most {
            return Err(too_large("it unpacks to"));
        }
        left -= size;
    }
    let cure = "put the file itself into the folder, not an archive of it";
    kind.ok_or_else(|| unfit(path, "it is an archive, and no workbook", cure))
}

fn send_rows(
    mut workbook: Workbook,
    name: &str,
    mark: Mark,
    to: &SyncSender<io::Result<Row>>,
) -> Result<(), String> {
    if let Sheets::Xlsx(xlsx) = &mut workbook {
        let mut cells = xlsx.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
        let mut row = Row { number: 0, cells: Vec::new() };
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            let (line, column) = cell.get_position();
            let number = u64::from(line) + 1;
            if number != row.number {
                let full = std::mem::replace(&mut row, Row { number, cells: Vec::new() });
                if !send(full, to) {
                    return Ok(());
                }
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if column >= super::FIELDS_MAX {
                continue;
            }
            row.cells.resize(row.cells.len().max(column + 1), Some(String::new()));
            row.cells[column] = text(cell.get_value(), mark);
        }
        send(row, to);
        return Ok(());
    }
    let range = workbook.worksheet_range(name).map_err(|error| error.to_string())?;
    let (first_line, first_column) = range.start().unwrap_or((0, 0));
    let before = usize::try_from(first_column).unwrap_or(0);
    for (at, cells) in range.rows().enumerate() {
        let mut row =
            Row { number: u64::from(first_line) + at as u64 + 1, cells: vec![Some(String::new()); before] };
        row.cells.extend(cells.iter().take(super::FIELDS_MAX).map(|cell| text(&of_data(cell), mark)));
        if !send(row, to) {
            return Ok(());
        }
    }
    Ok(())
}

/// Sends a row that holds something; false if nobody takes rows any more.
fn send(row: Row, to: &SyncSender<io::Result<Row>>) -> bool {
    let is_empty = row.cells.iter().all(|cell| cell.as_deref() == Some(""));
    is_empty || to.send(Ok(row)).is_ok()
}

fn of_data(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Empty => DataRef::Empty,
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    }
}

/// As the mapping would read it from a text file.
fn text(cell: &DataRef<'_>, mark: Mark) -> Option<String> {
    Some(match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.trim().into(),
        DataRef::SharedString(text) => text.trim().into(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => match mark {
            Mark::Point => number.to_string(),
            Mark::Comma => number.to_string().replace('.', ","),
        },
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            match (moment.is_duration(), hour, minute, second) {
                (true, ..) => format!("{hour:02}:{minute:02}:{second:02}"),
                (false, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                (false, ..) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => return None,
    })
}
