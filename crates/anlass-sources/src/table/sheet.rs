//! Records of a spreadsheet: XLSX, XLSM, XLSB, XLS, ODS. A workbook is read on a thread of its own, row by row but for
//! XLS, so that little of it is in memory; how large it is unpacked is measured before.

mod ods;
mod xls;

use super::layout::{self, Fit, PREAMBLE_MAX};
use super::{FIELDS_MAX, RECORD_BYTES_MAX, Raw, Record, Records, guarded};
use crate::decimal::Mark;
use crate::error::Error;
use crate::report::Reason;
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsb, Xlsx};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// A workbook that unpacks to more is refused: it is no table of a shop, or a bomb.
const UNPACKED_MAX: u64 = 1 << 30;
/// Texts shared by cells are held in memory; so is a whole workbook of the formats that know no stream.
const HELD_MAX: u64 = 256 << 20;
/// No XLS with as many cells as one may have is larger.
const XLS_MAX: u64 = 128 << 20;
const ENTRIES_MAX: usize = 10_000;
const SHEETS_MAX: usize = 1_000;
/// Rows waiting to be taken.
const WAITING_MAX: usize = 64;
/// Between the beginnings of two cells stands no more.
const CELL_MAX: u64 = 64 << 20;
const ZIP_MAGIC: [u8; 4] = *b"PK\x03\x04";
const OLE_MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

enum Workbook {
    Office(Box<Sheets<BufReader<File>>>),
    Ods(PathBuf),
}

/// A row as its cells' texts; `None` in place of a cell that holds an error.
struct Row {
    number: u64,
    cells: Vec<Option<String>>,
    bytes: usize,
}

impl Row {
    fn new(number: u64) -> Row {
        Row { number, cells: Vec::new(), bytes: 0 }
    }

    /// Puts a cell into its column; one beyond all tables is none. Of a row that is too long for any use nothing is held.
    fn put(&mut self, column: usize, text: Option<String>) {
        if column >= FIELDS_MAX || self.bytes > RECORD_BYTES_MAX {
            return;
        }
        self.bytes += text.as_ref().map_or(0, String::len);
        if self.bytes > RECORD_BYTES_MAX {
            self.cells = vec![Some("-".into())];
            return;
        }
        self.cells.resize(self.cells.len().max(column + 1), Some(String::new()));
        self.cells[column] = text;
    }
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
    sheets(path, &open_workbook(path)?)
}

fn sheets(path: &Path, workbook: &Workbook) -> Result<Vec<String>, Error> {
    let office = match workbook {
        Workbook::Office(office) => office,
        Workbook::Ods(path) => {
            let file = File::open(path).map_err(|source| Error::Open { path: path.clone(), source })?;
            return guarded(|| ods::names(file)).map_err(|cause| unreadable(path, &cause));
        }
    };
    let shown = office.sheets_metadata().iter().filter(|sheet| {
        let is_shown = sheet.visible == SheetVisible::Visible;
        is_shown && sheet.typ == SheetType::WorkSheet
    });
    if office.sheets_metadata().len() > SHEETS_MAX {
        return Err(unfit(path, "it has more sheets than a workbook may", "export the sheet as CSV"));
    }
    Ok(shown.map(|sheet| sheet.name.clone()).collect())
}

impl Sheet {
    /// Opens the sheet of that name, or the first that is shown.
    pub(super) fn open(path: &Path, wanted: Option<&str>, mark: Mark) -> Result<Sheet, Error> {
        let workbook = open_workbook(path)?;
        let names = sheets(path, &workbook)?;
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
            if let Err(cause) = guarded(|| send_rows(workbook, &name, mark, &sender)) {
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
        if row.bytes > RECORD_BYTES_MAX {
            return Ok(Raw::Unusable(Reason::RecordTooLong));
        }
        if row.cells.iter().any(Option::is_none) {
            return Ok(Raw::Unusable(Reason::CellError));
        }
        let mut cells = row.cells;
        // Cells that were once touched are empty ones beyond the table.
        while cells.len() > self.width && cells.last().is_some_and(|cell| cell.as_deref() == Some("")) {
            cells.pop();
        }
        cells.resize(cells.len().max(self.width), Some(String::new()));
        Ok(record.fill(cells.iter().flatten().map(String::as_str)))
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
    let Some(kind) = measure(path, &mut file)? else { return Ok(Workbook::Ods(path.into())) };
    let reader = BufReader::new(File::open(path).map_err(failed)?);
    let opened = guarded(|| match kind {
        Kind::Xls => Xls::new(reader).map(Sheets::Xls).map_err(|error| error.to_string()),
        Kind::Xlsx => Xlsx::new(reader).map(Sheets::Xlsx).map_err(|error| error.to_string()),
        Kind::Xlsb => Xlsb::new(reader).map(Sheets::Xlsb).map_err(|error| error.to_string()),
    });
    opened.map(|office| Workbook::Office(Box::new(office))).map_err(|cause| unreadable(path, &cause))
}

fn unreadable(path: &Path, cause: &str) -> Error {
    let cure = "save it as XLSX or CSV, without a password";
    unfit(path, &format!("it is no workbook that can be read: {cause}"), cure)
}

#[derive(Clone, Copy)]
enum Kind {
    Xls,
    Xlsx,
    Xlsb,
}

/// Tells what it is, nothing for ODS, and unpacks all of it once into nothing: what an archive says about its sizes need not be true.
fn measure(path: &Path, file: &mut File) -> Result<Option<Kind>, Error> {
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
        if size > XLS_MAX {
            return Err(too_large("it is larger,"));
        }
        let mut bytes = Vec::new();
        file.take(XLS_MAX).read_to_end(&mut bytes).map_err(failed)?;
        xls::check(&bytes).map_err(|cause| unreadable(path, &cause))?;
        return Ok(Some(Kind::Xls));
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
            "xl/workbook.xml" => Some(Some(Kind::Xlsx)),
            "xl/workbook.bin" => Some(Some(Kind::Xlsb)),
            "content.xml" => Some(None),
            _ => kind,
        };
        let is_held = name.ends_with("sharedStrings.xml")
            || name.ends_with("sharedStrings.bin")
            || name.ends_with("styles.xml")
            || name == "xl/workbook.xml";
        let most = if is_held { left.min(HELD_MAX) } else { left };
        let mut gaps = Gaps { is_of_cells: name.starts_with("xl/worksheets/"), ..Gaps::default() };
        let size = io::copy(&mut (&mut entry).take(most + 1), &mut gaps)
            .map_err(|error| broken(error.to_string()))?;
        if size > most {
            return Err(too_large("it unpacks to"));
        }
        if name.ends_with(".xml") && gaps.most > CELL_MAX {
            return Err(too_large("a cell of it is larger,"));
        }
        left -= size;
    }
    let cure = "put the file itself into the folder, not an archive of it";
    kind.ok_or_else(|| unfit(path, "it is an archive, and no workbook", cure))
}

/// How far apart cells begin, or tags where there are no cells.
#[derive(Default)]
struct Gaps {
    is_of_cells: bool,
    last: u8,
    present: u64,
    most: u64,
}

impl io::Write for Gaps {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            let begins = self.last == b'<' && (!self.is_of_cells || *byte == b'c');
            self.present = if begins { 0 } else { self.present + 1 };
            self.most = self.most.max(self.present);
            self.last = *byte;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn send_rows(
    workbook: Workbook,
    name: &str,
    mark: Mark,
    to: &SyncSender<io::Result<Row>>,
) -> Result<(), String> {
    let mut workbook = match workbook {
        Workbook::Office(office) => *office,
        Workbook::Ods(path) => {
            let file = File::open(path).map_err(|error| error.to_string())?;
            return ods::each_row(file, name, mark, &mut |row| send(row, to));
        }
    };
    match &mut workbook {
        Sheets::Xlsx(xlsx) => {
            let mut cells = xlsx.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
            let next = || {
                let cell = cells.next_cell().map_err(|error| error.to_string())?;
                Ok(cell.map(|cell| (cell.get_position(), text(cell.get_value(), mark))))
            };
            send_cells(next, to)
        }
        Sheets::Xlsb(xlsb) => {
            let mut cells = xlsb.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
            let next = || {
                let cell = cells.next_cell().map_err(|error| error.to_string())?;
                Ok(cell.map(|cell| (cell.get_position(), text(cell.get_value(), mark))))
            };
            send_cells(next, to)
        }
        Sheets::Xls(_) | Sheets::Ods(_) => {
            let range = workbook.worksheet_range(name).map_err(|error| error.to_string())?;
            let (first_line, first_column) = range.start().unwrap_or((0, 0));
            let before = usize::try_from(first_column).unwrap_or(0);
            for (number, cells) in (u64::from(first_line) + 1..).zip(range.rows()) {
                let mut row = Row::new(number);
                for (column, cell) in cells.iter().enumerate().take(FIELDS_MAX) {
                    row.put(before + column, text(&of_data(cell), mark));
                }
                if !send(row, to) {
                    return Ok(());
                }
            }
            Ok(())
        }
    }
}

/// A cell's line and column, and its text.
type Cell = ((u32, u32), Option<String>);

/// Sends rows as their cells come.
fn send_cells(
    mut next: impl FnMut() -> Result<Option<Cell>, String>,
    to: &SyncSender<io::Result<Row>>,
) -> Result<(), String> {
    let mut row = Row::new(0);
    while let Some(((line, column), text)) = next()? {
        let number = u64::from(line) + 1;
        if number != row.number {
            let full = std::mem::replace(&mut row, Row::new(number));
            if !send(full, to) {
                return Ok(());
            }
        }
        row.put(usize::try_from(column).unwrap_or(usize::MAX), text);
    }
    send(row, to);
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
