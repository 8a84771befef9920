//! Records of a Parquet file, row group by row group, a few hundred rows of each column at a time. Nested columns have dotted
//! paths; a column that holds lists is refused. What is claimed about sizes is not believed: see [`pages`].

mod pages;
mod thrift;
mod values;

use super::{FIELDS_MAX, RECORD_BYTES_MAX, Raw, Record, Records, guarded};
use crate::decimal::Mark;
use crate::error::Error;
use crate::report::Reason;
use pages::{Held, Pages};
use parquet::basic::Type;
use parquet::column::page::PageReader;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::errors::{ParquetError, Result as Read};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataReader};
use parquet::schema::types::ColumnDescPtr;
use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use values::Meaning;

pub(super) const MAGIC: [u8; 4] = *b"PAR1";
const ENCRYPTED_MAGIC: [u8; 4] = *b"PARE";
/// Length of the footer and the mark, at the end.
const TAIL_BYTES: u64 = 8;
const FOOTER_MAX: u64 = 16 << 20;
/// So many rows are held at a time.
const BATCH_ROWS: usize = 256;

pub(super) struct Groups {
    file: Arc<File>,
    size: u64,
    meta: ParquetMetaData,
    held: Held,
    mark: Mark,
    names: Vec<String>,
    /// The names of the columns were not taken yet.
    is_new: bool,
    /// Which row group is read next, and how many rows of the present one are left.
    next_group: usize,
    rows_left: usize,
    columns: Vec<Column>,
    batch: usize,
    at: usize,
    number: u64,
    is_broken: bool,
}

impl Groups {
    pub(super) fn open(path: &Path, mut file: File, mark: Mark) -> Result<Groups, Error> {
        let unfit =
            |(cause, cure): (String, &str)| Error::Unfit { path: path.into(), cause, cure: cure.into() };
        let (size, footer) = footer(&mut file).map_err(unfit)?;
        let broken = |cause: String| {
            (
                format!("its footer cannot be read: {cause}"),
                "write it again; one that was cut off lacks its end",
            )
        };
        if !thrift::is_sound(&footer) {
            return Err(unfit(broken("it does not hold what it claims".into())));
        }
        let meta =
            guarded(|| ParquetMetaDataReader::decode_metadata(&footer).map_err(|error| error.to_string()))
                .map_err(|cause| unfit(broken(cause)))?;
        let names = names(&meta).map_err(unfit)?;
        Ok(Groups {
            file: Arc::new(file),
            size,
            meta,
            held: Held::default(),
            mark,
            names,
            is_new: true,
            next_group: 0,
            rows_left: 0,
            columns: Vec::new(),
            batch: 0,
            at: 0,
            number: 1,
            is_broken: false,
        })
    }

    /// Makes the next rows ready; false at the end.
    fn advance(&mut self) -> Read<bool> {
        while self.at == self.batch {
            if self.rows_left == 0 {
                if self.next_group == self.meta.num_row_groups() {
                    return Ok(false);
                }
                self.begin_group()?;
                continue;
            }
            let wanted = self.rows_left.min(BATCH_ROWS);
            for column in &mut self.columns {
                column.read(wanted)?;
            }
            self.rows_left -= wanted;
            (self.batch, self.at) = (wanted, 0);
        }
        Ok(true)
    }

    fn begin_group(&mut self) -> Read<()> {
        let group = self.meta.row_group(self.next_group);
        self.next_group += 1;
        self.rows_left = usize::try_from(group.num_rows())?;
        self.columns.clear();
        if group.num_columns() != self.names.len() {
            return Err(ParquetError::General("a row group has other columns than the file".into()));
        }
        for chunk in group.columns() {
            let range = range(chunk, self.size)?;
            let held = Arc::clone(&self.held);
            let pages = Pages::new(Arc::clone(&self.file), chunk.compression_codec(), range, held);
            self.columns.push(Column::new(chunk.column_descr_ptr(), Box::new(pages)));
        }
        Ok(())
    }

    fn fill(&mut self, record: &mut Record) -> Raw {
        let mut texts = Vec::with_capacity(self.columns.len());
        let mut bytes = 0;
        for column in &self.columns {
            match column.text(self.at, self.mark) {
                Ok(text) => {
                    bytes += text.len();
                    texts.push(text);
                }
                Err(reason) => return Raw::Unusable(reason),
            }
            if bytes > RECORD_BYTES_MAX {
                return Raw::Unusable(Reason::RecordTooLong);
            }
        }
        record.fill(texts.iter().map(String::as_str))
    }
}

impl Records for Groups {
    fn next(&mut self, record: &mut Record) -> io::Result<Raw> {
        if std::mem::take(&mut self.is_new) {
            return Ok(record.fill(self.names.iter().map(String::as_str)));
        }
        if self.is_broken {
            return Ok(Raw::End);
        }
        let next = guarded(|| {
            if !self.advance().map_err(|error| error.to_string())? {
                return Ok(Raw::End);
            }
            let raw = self.fill(record);
            self.at += 1;
            self.number += 1;
            Ok(raw)
        });
        next.map_err(|cause| {
            self.is_broken = true;
            io::Error::other(cause)
        })
    }

    fn row(&self) -> Option<u64> {
        Some(self.number)
    }
}

/// The length of the file and the bytes of its footer; or cause and cure.
fn footer(file: &mut File) -> Result<(u64, Vec<u8>), (String, &'static str)> {
    let broken = |cause: &str| (cause.to_owned(), "copy the file again, or write it anew");
    let failed = |error: io::Error| (error.to_string(), "copy the file again");
    let size = file.seek(SeekFrom::End(0)).map_err(failed)?;
    if size < TAIL_BYTES + 4 {
        return Err(broken("it ends before its footer: it was cut off"));
    }
    let mut tail = [0; 8];
    file.seek(SeekFrom::Start(size - TAIL_BYTES)).map_err(failed)?;
    file.read_exact(&mut tail).map_err(failed)?;
    let [a, b, c, d, mark @ ..] = tail;
    if mark == ENCRYPTED_MAGIC {
        return Err(("it is encrypted".into(), "write it without encryption"));
    }
    if mark != MAGIC {
        return Err(broken("it ends before its footer: it was cut off"));
    }
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if length > FOOTER_MAX {
        return Err((
            "its footer is larger than 16 MiB".into(),
            "write it with fewer columns and row groups",
        ));
    }
    if length + TAIL_BYTES + 4 > size {
        return Err(broken("its footer is longer than the file"));
    }
    let mut footer = vec![0; usize::try_from(length).unwrap_or(0)];
    file.seek(SeekFrom::Start(size - TAIL_BYTES - length)).map_err(failed)?;
    file.read_exact(&mut footer).map_err(failed)?;
    Ok((size, footer))
}

/// The names of the columns; or cause and cure where one cannot be read.
fn names(meta: &ParquetMetaData) -> Result<Vec<String>, (String, &'static str)> {
    let columns = meta.file_metadata().schema_descr().columns();
    if columns.len() > FIELDS_MAX {
        let cause = format!("it has {} columns, more than {FIELDS_MAX}", columns.len());
        return Err((cause, "write it with the columns that are needed"));
    }
    for column in columns {
        if column.max_rep_level() > 0 {
            let cause = format!("its column \"{}\" holds lists", column.path().string());
            return Err((cause, "write it without lists, a row for each of their elements, or as NDJSON"));
        }
    }
    for chunk in meta.row_groups().iter().flat_map(|group| group.columns()) {
        if !pages::is_unpacked(chunk.compression_codec()) {
            let cause = format!("it is packed as {}", chunk.compression_codec());
            return Err((cause, "write it with zstd, snappy, gzip or without compression"));
        }
        if chunk.file_path().is_some() {
            return Err(("its columns lie in other files".into(), "write it as one file"));
        }
    }
    Ok(columns.iter().map(|column| column.path().string()).collect())
}

/// Where the pages of a column lie; what is said about it need not be true.
fn range(chunk: &ColumnChunkMetaData, size: u64) -> Read<(u64, u64)> {
    let data = chunk.data_page_offset();
    // Some writers put zero there where no dictionary is.
    let from = chunk.dictionary_page_offset().filter(|from| *from > 0).map_or(data, |from| from.min(data));
    let from = u64::try_from(from)?;
    let to = from.saturating_add(u64::try_from(chunk.compressed_size())?);
    if to > size {
        return Err(ParquetError::General("a column ends behind the file".into()));
    }
    Ok((from, to))
}

/// A column of the present row group, with its values of some rows.
struct Column {
    values: Values,
    meaning: Meaning,
    level_max: i16,
    levels: Vec<i16>,
    /// For each row the place of its value.
    places: Vec<Option<usize>>,
}

struct Typed<T: DataType> {
    reader: ColumnReaderImpl<T>,
    values: Vec<T::T>,
}

enum Values {
    Flags(Typed<BoolType>),
    Short(Typed<Int32Type>),
    Long(Typed<Int64Type>),
    Stamps(Typed<Int96Type>),
    Float(Typed<FloatType>),
    Double(Typed<DoubleType>),
    Bytes(Typed<ByteArrayType>),
    Fixed(Typed<FixedLenByteArrayType>),
}

impl<T: DataType> Typed<T> {
    fn new(column: ColumnDescPtr, pages: Box<dyn PageReader>) -> Typed<T> {
        Typed { reader: ColumnReaderImpl::new(column, pages), values: Vec::new() }
    }

    fn read(&mut self, rows: usize, levels: Option<&mut Vec<i16>>) -> Read<(usize, usize)> {
        self.values.clear();
        let (read, values, _) = self.reader.read_records(rows, levels, None, &mut self.values)?;
        Ok((read, values))
    }
}

impl Column {
    fn new(column: ColumnDescPtr, pages: Box<dyn PageReader>) -> Column {
        let (meaning, level_max) = (Meaning::of(&column), column.max_def_level());
        let values = match column.physical_type() {
            Type::BOOLEAN => Values::Flags(Typed::new(column, pages)),
            Type::INT32 => Values::Short(Typed::new(column, pages)),
            Type::INT64 => Values::Long(Typed::new(column, pages)),
            Type::INT96 => Values::Stamps(Typed::new(column, pages)),
            Type::FLOAT => Values::Float(Typed::new(column, pages)),
            Type::DOUBLE => Values::Double(Typed::new(column, pages)),
            Type::BYTE_ARRAY => Values::Bytes(Typed::new(column, pages)),
            Type::FIXED_LEN_BYTE_ARRAY => Values::Fixed(Typed::new(column, pages)),
        };
        Column { values, meaning, level_max, levels: Vec::new(), places: Vec::new() }
    }

    fn read(&mut self, rows: usize) -> Read<()> {
        self.levels.clear();
        let levels = (self.level_max > 0).then_some(&mut self.levels);
        let (read, values) = match &mut self.values {
            Values::Flags(typed) => typed.read(rows, levels),
            Values::Short(typed) => typed.read(rows, levels),
            Values::Long(typed) => typed.read(rows, levels),
            Values::Stamps(typed) => typed.read(rows, levels),
            Values::Float(typed) => typed.read(rows, levels),
            Values::Double(typed) => typed.read(rows, levels),
            Values::Bytes(typed) => typed.read(rows, levels),
            Values::Fixed(typed) => typed.read(rows, levels),
        }?;
        self.places.clear();
        if self.level_max == 0 {
            self.places.extend((0..values).map(Some));
        } else {
            let mut place = 0;
            for level in &self.levels {
                let is_there = *level == self.level_max;
                self.places.push(is_there.then_some(place));
                place += usize::from(is_there);
            }
        }
        if read != rows || self.places.len() != rows {
            return Err(ParquetError::General(
                "a column has fewer values than its row group has rows".into(),
            ));
        }
        Ok(())
    }

    fn text(&self, row: usize, mark: Mark) -> Result<String, Reason> {
        let Some(place) = self.places[row] else { return Ok(String::new()) };
        let meaning = self.meaning;
        let integer = |value, bits| values::of_integer(value, bits, meaning, mark);
        let short = |bytes: &ByteArray| match bytes.data() {
            bytes if bytes.len() > RECORD_BYTES_MAX && meaning == Meaning::Text => Err(Reason::RecordTooLong),
            bytes => values::of_bytes(bytes, meaning, mark),
        };
        Ok(match &self.values {
            Values::Flags(typed) => at(&typed.values, place)?.to_string(),
            Values::Short(typed) => integer(i64::from(*at(&typed.values, place)?), 32),
            Values::Long(typed) => integer(*at(&typed.values, place)?, 64),
            Values::Stamps(typed) => integer(Int96::to_nanos(at(&typed.values, place)?), 64),
            Values::Float(typed) => values::of_float(at(&typed.values, place)?.to_string(), mark),
            Values::Double(typed) => values::of_float(at(&typed.values, place)?.to_string(), mark),
            Values::Bytes(typed) => short(at(&typed.values, place)?)?,
            Values::Fixed(typed) => {
                let fixed: &FixedLenByteArray = at(&typed.values, place)?;
                short(fixed)?
            }
        })
    }
}

/// A value that the levels promise.
fn at<T>(values: &[T], place: usize) -> Result<&T, Reason> {
    values.get(place).ok_or(Reason::FieldCount)
}

#[cfg(test)]
mod tests;
