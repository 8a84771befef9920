//! Records of text files: quotes, encodings, packings, lengths.

use super::*;
use std::io::Cursor;

fn open(bytes: impl AsRef<[u8]> + 'static) -> Result<Table, Error> {
    let layout = Stated { encoding: Some(Encoding::Utf8), ..Stated::default() };
    let ways = Ways { layout, ..Ways::default() };
    Table::of_text("test.csv".into(), Cursor::new(bytes), &ways, BytesRead::default())
}

/// Each row as its fields, or the reason against it.
fn rows(bytes: &'static [u8]) -> Vec<Result<Vec<String>, Reason>> {
    let mut table = open(bytes).expect("a header");
    let width = table.header.len();
    let mut rows = Vec::new();
    while let Some((_, row)) = table.next().expect("memory is readable") {
        match row {
            Found::Row(fields) => rows.push(Ok((0..width).map(|i| fields.get(i).to_owned()).collect())),
            Found::Unusable(flaw, _) => rows.push(Err(flaw.reason)),
            Found::Footer(_) => {}
        }
    }
    rows
}

#[test]
fn quotes_line_ends_and_marks_of_all_kinds() {
    let good = |a: &str, b: &str| Ok(vec![a.to_owned(), b.to_owned()]);
    let text = "\u{feff}a,b\r\n1,\"x\"\"\ny\"\r\n\r\n 2 ,z".as_bytes();
    assert_eq!(rows(text), [good("1", "x\"\ny"), good("2", "z")]);
    assert_eq!(rows(b"a,b\r1,2\r3,4\r"), [good("1", "2"), good("3", "4")]);
    assert_eq!(rows(b"a,b"), []);
}

#[test]
fn bad_records_are_told_apart_and_do_not_stop_the_good_ones() {
    let found = rows(b"a,b\n1\n1,2,3\n\xff,1\n\xc3,\xa4\n5,6\n");
    let reasons: Vec<_> = found.into_iter().map(Result::err).collect();
    let expected =
        [Some(Reason::FieldCount), Some(Reason::FieldCount), Some(Reason::NotUtf8), Some(Reason::NotUtf8)];
    assert_eq!(reasons, [&expected[..], &[None]].concat());
}

#[test]
fn a_giant_field_is_skipped_in_bounded_memory() {
    let head = Cursor::new("a,b\n1,");
    let giant = io::repeat(b'x').take(100 << 20);
    let wide = Cursor::new(format!("\n{}\n3,4\n", ",".repeat(5_000)));
    let input = head.chain(giant).chain(wide);
    let mut table =
        Table::of_text("giant.csv".into(), input, &Ways::default(), BytesRead::default()).expect("a header");
    let mut reasons = Vec::new();
    while let Some((row, fields)) = table.next().expect("memory is readable") {
        reasons.push((row, if let Found::Unusable(flaw, _) = fields { Err(flaw.reason) } else { Ok(()) }));
    }
    let too_long = Err(Reason::RecordTooLong);
    assert_eq!(reasons, [(2, too_long), (3, too_long), (4, Ok(()))]);
    assert!(table.record.bytes.len() <= RECORD_BYTES_MAX);
}

#[test]
fn headers_that_cannot_be_used_say_why() {
    for (bytes, cause) in [(&b""[..], "empty"), (b"\n\n", "empty"), (b"a,\xff\n", "UTF-8")] {
        let error = open(bytes).err().expect("no header").to_string();
        assert!(error.contains(cause), "{error}");
    }
    let mut table = open(b"Id,Price,Price\n").expect("a header");
    assert!(table.column("Price").expect_err("twice").to_string().contains("two columns"));
    let missing = table.column("ID").expect_err("other case");
    assert!(missing.to_string().contains("its columns are Id, Price, Price"), "{missing}");
    assert_eq!(missing.hint(), "did you mean \"Id\"?");
    assert_eq!(table.columns_unused(), ["Id", "Price", "Price"]);
}

#[test]
fn a_file_reads_the_same_packed_and_a_cut_one_is_told() {
    let plain = b"a,b\n1,2\n";
    let packed = zstd::encode_all(&plain[..], 3).expect("compresses");
    let mut rows = [0, 0];
    for (bytes, rows) in [plain.to_vec(), packed.clone()].into_iter().zip(&mut rows) {
        let mut table = open(bytes).expect("a header");
        while table.next().expect("readable").is_some() {
            *rows += 1;
        }
    }
    assert_eq!(rows, [1, 1]);
    let cut = packed[..packed.len() - 3].to_vec();
    let error = match open(cut) {
        Err(error) => error,
        Ok(mut table) => loop {
            match table.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("a cut file must not look complete"),
                Err(error) => break error,
            }
        },
    };
    assert_eq!(error.code(), "import_file_unreadable");
}

/// A table of so many rows, written while it is read.
struct Written {
    rows: u64,
    at: u64,
    line: Vec<u8>,
}

impl Read for Written {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.line.len() < buffer.len() && self.at < self.rows {
            self.at += 1;
            let at = self.at;
            let line = format!(
                "{at};K{};\"Müller; Söhne {at}\";{}.99;2024-05-01 10:00:00;Größe L\r\n",
                at % 977,
                at % 500
            );
            self.line.extend_from_slice(line.as_bytes());
        }
        let count = self.line.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.line[..count]);
        self.line.drain(..count);
        Ok(count)
    }
}

/// `ANLASS_TABLE_MIB` says how long the table is; what it took is printed.
#[test]
fn a_table_of_any_length_is_read_in_little_memory() {
    #[expect(clippy::disallowed_methods, reason = "a test is told by its environment how long it may take")]
    let mib = std::env::var("ANLASS_TABLE_MIB").ok().and_then(|text| text.parse().ok()).unwrap_or(32_u64);
    let rows = (mib << 20) / 80;
    let input = Written { rows, at: 0, line: b"nr;customer;name;price;time;size\r\n".to_vec() };
    let bytes = BytesRead::default();
    let mut table =
        Table::of_text("long.csv".into(), input, &Ways::default(), Rc::clone(&bytes)).expect("a header");
    let mut read = 0;
    while let Some((_, found)) = table.next().expect("readable") {
        assert!(matches!(found, Found::Row(_)));
        read += 1;
    }
    assert_eq!(read, rows);
    assert!(table.record.bytes.len() <= RECORD_BYTES_MAX);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    println!("{} MiB, {rows} rows; {peak}", bytes.get() >> 20);
}
