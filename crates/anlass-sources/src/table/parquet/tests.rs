//! Records of Parquet files written here: types, packings, and what damage does.

use super::*;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::data_type::ByteArray;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::io::Write;

const SCHEMA: &str = "message orders {
    required int64 no;
    optional binary name (UTF8);
    required int32 price (DECIMAL(9,2));
    optional int32 day (DATE);
    required int64 at (TIMESTAMP(MILLIS,true));
    required int64 local (TIMESTAMP(MICROS,false));
    required boolean paid;
    optional group by { optional binary mail (UTF8); optional double score; }
    required fixed_len_byte_array(3) sum (DECIMAL(6,1));
    required int32 pieces (UINT_8);
}";

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
) {
    let mut column = group.next_column().expect("writes").expect("a column");
    column.typed::<T>().write_batch(values, levels, None).expect("writes");
    column.close().expect("writes");
}

/// Two row groups of two rows.
fn orders(compression: Compression, version: WriterVersion) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let properties = WriterProperties::builder().set_compression(compression).set_writer_version(version);
    // Texts that are written as differences from one another are refused.
    let properties = properties.set_encoding(parquet::basic::Encoding::PLAIN).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a writer");
    for first in [1, 3] {
        let mut group = writer.next_row_group().expect("writes");
        let text = |text: &str| ByteArray::from(text.as_bytes().to_vec());
        column::<Int64Type>(&mut group, &[first, first + 1], None);
        column::<ByteArrayType>(&mut group, &[text("Müller, \"Söhne\"")], Some(&[1, 0]));
        column::<Int32Type>(&mut group, &[1_999, -5], None);
        column::<Int32Type>(&mut group, &[19_844], Some(&[0, 1]));
        column::<Int64Type>(&mut group, &[1_714_557_600_000, 0], None);
        column::<Int64Type>(&mut group, &[1_714_557_600_000_000, 1], None);
        column::<BoolType>(&mut group, &[true, false], None);
        column::<ByteArrayType>(&mut group, &[text("x@example.org")], Some(&[2, 1]));
        column::<DoubleType>(&mut group, &[0.5], Some(&[2, 0]));
        let sum = |bytes: [u8; 3]| FixedLenByteArray::from(ByteArray::from(bytes.to_vec()));
        column::<FixedLenByteArrayType>(&mut group, &[sum([0, 0, 15]), sum([0xff, 0xff, 0xff])], None);
        column::<Int32Type>(&mut group, &[7, 255], None);
        group.close().expect("writes");
    }
    writer.into_inner().expect("writes")
}

fn open(bytes: &[u8], mark: Mark) -> Result<Groups, Error> {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("writes");
    Groups::open(Path::new("orders.parquet"), file, mark)
}

/// The names of the columns and the rows, or what stopped reading.
fn rows(bytes: &[u8], mark: Mark) -> Result<Vec<Vec<String>>, String> {
    let mut groups = open(bytes, mark).map_err(|error| error.to_string())?;
    let mut record = Record::new();
    let mut rows = Vec::new();
    loop {
        match groups.next(&mut record).map_err(|error| error.to_string())? {
            Raw::End => return Ok(rows),
            Raw::Unusable(reason) => rows.push(vec![reason.code().to_owned()]),
            Raw::Record { bytes, fields } => {
                let fields = super::super::Fields::new(&record.bytes[..bytes], &record.ends[..fields]);
                let fields = fields.expect("UTF-8");
                rows.push((0..fields.ends.len()).map(|index| fields.get(index).to_owned()).collect());
            }
        }
    }
}

#[test]
fn types_are_read_as_a_text_file_would_have_them() {
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    for compression in packings {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            let rows = rows(&orders(compression, version), Mark::Point).expect("readable");
            let names =
                ["no", "name", "price", "day", "at", "local", "paid", "by.mail", "by.score", "sum", "pieces"];
            assert_eq!(rows[0], names);
            assert_eq!(rows.len(), 5, "{compression} {version:?}");
            assert_eq!(
                rows[1],
                [
                    "1",
                    "Müller, \"Söhne\"",
                    "19.99",
                    "",
                    "2024-05-01T10:00:00Z",
                    "2024-05-01 10:00:00",
                    "true",
                    "x@example.org",
                    "0.5",
                    "1.5",
                    "7"
                ]
            );
            assert_eq!(
                rows[4],
                [
                    "4",
                    "",
                    "-0.05",
                    "2024-05-01",
                    "1970-01-01T00:00:00Z",
                    "1970-01-01 00:00:00.000001",
                    "false",
                    "",
                    "",
                    "-0.1",
                    "255"
                ]
            );
        }
    }
    let rows = rows(&orders(Compression::SNAPPY, WriterVersion::PARQUET_1_0), Mark::Comma).expect("readable");
    assert_eq!([&rows[1][2], &rows[1][8], &rows[1][9]], ["19,99", "0,5", "1,5"]);
}

#[test]
fn what_cannot_be_read_says_why() {
    let write = |schema: &str| {
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).expect("a writer");
        writer.into_inner().expect("writes")
    };
    let refused = |bytes: &[u8]| open(bytes, Mark::Point).err().expect("unusable");
    let lists = refused(&write("message m { repeated int64 tags; }"));
    assert_eq!(lists.to_string(), "orders.parquet: its column \"tags\" holds lists");
    let wide: String = (0..1_025).map(|at| format!("required int64 c{at};")).collect();
    let wide = refused(&write(&format!("message m {{ {wide} }}")));
    assert!(wide.to_string().contains("1025 columns"), "{wide}");
    let deep =
        format!("message m {{ {} required int64 a; {} }}", "required group g {".repeat(40), "}".repeat(40));
    assert_eq!(refused(&write(&deep)).code(), "import_file_unfit");
    let whole = orders(Compression::SNAPPY, WriterVersion::PARQUET_1_0);
    let cut = refused(&whole[..whole.len() - 20]);
    assert!(cut.to_string().contains("cut off"), "{cut}");
    assert_eq!(rows(&write("message m { required int64 a; }"), Mark::Point), Ok(vec![vec!["a".to_owned()]]));
}

#[test]
fn wherever_a_file_is_damaged_it_is_told_or_read() {
    let whole = orders(Compression::UNCOMPRESSED, WriterVersion::PARQUET_1_0);
    for at in 4..whole.len() {
        for bits in [0x01, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= bits;
            let _answer = rows(&damaged, Mark::Point);
        }
    }
}
