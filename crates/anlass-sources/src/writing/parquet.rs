//! Rows of Parquet: held until a row group is full, then written column by column.

use super::{Cell, Column, Kind};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::fs::File;
use std::io;
use std::sync::Arc;

/// Rows held at a time.
const GROUP_ROWS: usize = 5_000;

pub(super) struct Rows {
    file: File,
    writer: SerializedFileWriter<File>,
    kinds: Vec<Kind>,
    held: Vec<Vec<Cell>>,
}

fn told(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

impl Rows {
    pub(super) fn begin(file: File, columns: &[Column]) -> io::Result<Rows> {
        let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>, ParquetError>>();
        let schema = Type::group_type_builder("table").with_fields(fields.map_err(told)?).build();
        let properties = Arc::new(WriterProperties::builder().build());
        let own = file.try_clone()?;
        let writer = SerializedFileWriter::new(own, Arc::new(schema.map_err(told)?), properties);
        let kinds = columns.iter().map(|column| column.kind).collect();
        Ok(Rows { file, writer: writer.map_err(told)?, kinds, held: Vec::new() })
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        if cells.len() != self.kinds.len() {
            return Err(io::Error::other("a row has another number of cells than the table has columns"));
        }
        self.held.push(cells);
        if self.held.len() >= GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.held);
        let mut group = self.writer.next_row_group().map_err(told)?;
        let mut place = 0;
        while let Some(mut column) = group.next_column().map_err(told)? {
            let cells = rows.iter().filter_map(|row| row.get(place));
            write(&mut column, self.kinds[place], cells)?;
            column.close().map_err(told)?;
            place += 1;
        }
        group.close().map_err(told)?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        if !self.held.is_empty() {
            self.flush()?;
        }
        self.writer.close().map_err(told)?;
        self.file.sync_all()
    }
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Moment => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    let built = Type::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(built))
}

fn write<'a>(
    column: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell>,
) -> io::Result<()> {
    let mut levels: Vec<i16> = Vec::new();
    let (mut texts, mut numbers, mut truths) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(*cell != Cell::None));
        match (kind, cell) {
            (_, Cell::None) => {}
            (Kind::Text, Cell::Text(text)) => texts.push(ByteArray::from(text.as_str())),
            (Kind::Whole, Cell::Whole(number)) => numbers.push(*number),
            (Kind::Moment, Cell::Moment(moment)) => numbers.push(moment.0),
            (Kind::Truth, Cell::Truth(truth)) => truths.push(*truth),
            _ => return Err(io::Error::other("a cell is not of its column's kind")),
        }
    }
    let levels = Some(levels.as_slice());
    let written = match kind {
        Kind::Text => column.typed::<ByteArrayType>().write_batch(&texts, levels, None),
        Kind::Whole | Kind::Moment => column.typed::<Int64Type>().write_batch(&numbers, levels, None),
        Kind::Truth => column.typed::<BoolType>().write_batch(&truths, levels, None),
    };
    written.map(drop).map_err(told)
}
