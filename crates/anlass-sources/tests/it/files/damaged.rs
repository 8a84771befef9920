//! Files that were cut, mixed up, blown up or forged: each ends in an error with a code and a cure, or in rows of which each
//! has a fate; none stops the program or fills the memory. How many are tried is told by `ANLASS_DAMAGED_FILES`.

use super::workbooks::{archive, ods, xls, xlsx};
use crate::{check_sound, import_quietly};
use anlass_sources::Mapping;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tried where nothing else is said.
const FILES: u64 = 600;
/// The most memory that reading one of them may take.
const MEMORY_MAX_MIB: u64 = 400;
const FILES_VARIABLE: &str = "ANLASS_DAMAGED_FILES";
const CHILD_VARIABLE: &str = "ANLASS_DAMAGED_FILES_CHILD";

const MAPPING: &str = "\
mapping: damaged
source: 4
currency: EUR
time_zone: Europe/Berlin
profiles:
  - file: list
    customer: { column: nr, kind: customer_number }
    on: 2024-01-01
    fields:
      name: name
      price: price
";

#[expect(clippy::disallowed_methods, reason = "a test is told by its environment how long it may take")]
fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Numbers that look random and come again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next()).expect("64 bits") % end.max(1)
    }
}

#[test]
fn damaged_files_end_in_a_clear_message_or_in_rows_with_a_fate() {
    if variable(CHILD_VARIABLE).is_some() {
        return try_all(variable(FILES_VARIABLE).unwrap_or(FILES));
    }
    // In a process of its own, whose memory is its own.
    let program = std::env::current_exe().expect("this program");
    let name = "files::damaged::damaged_files_end_in_a_clear_message_or_in_rows_with_a_fate";
    let answer = Command::new(program)
        .args([name, "--exact", "--nocapture"])
        .env(CHILD_VARIABLE, "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&answer.stdout);
    println!("{said}");
    assert!(answer.status.success(), "{said}\n{}", String::from_utf8_lossy(&answer.stderr));
}

#[expect(clippy::print_stdout, reason = "what the files took is told to whoever runs them")]
fn try_all(files: u64) {
    static STOPPED: AtomicU64 = AtomicU64::new(0);
    let first = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |about| {
        let place = about.location().map(|place| place.file().to_owned()).unwrap_or_default();
        // A reader of a foreign format that stops is caught; a failed assertion is not.
        if place.contains("anlass") || place.contains("tests/it") {
            first(about);
        }
        STOPPED.fetch_add(1, Ordering::Relaxed);
    }));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mapping = Mapping::read(MAPPING, "damaged.yaml").expect("a good mapping");
    let good = good_files();
    for (name, bytes) in &good {
        std::fs::write(folder.path().join("list"), bytes).expect("written");
        let imported =
            import_quietly(&mapping, folder.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(imported.report.files[0].rows_read, ROWS, "{name}");
        assert_eq!(imported.report.customers, ROWS, "{name}");
    }
    let mut most = (0, String::new());
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    let forged = forged();
    let whole = u64::try_from(forged.len()).expect("few");
    for case in 0..files.max(whole) {
        let (name, bytes) = match usize::try_from(case).ok().and_then(|case| forged.get(case)) {
            Some((name, make)) => ((*name).to_owned(), make()),
            None => {
                let mut dice = Dice(case.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
                let (name, bytes) = &good[dice.below(good.len())];
                let (how, bytes) = damage(bytes, &good, &mut dice);
                (format!("case {case}: {name}, {how}"), bytes)
            }
        };
        std::fs::write(folder.path().join("list"), &bytes).expect("written");
        drop(bytes);
        forget_peak();
        let before = peak_mib();
        let end = check(&mapping, folder.path(), &name);
        most = most.max((peak_mib().saturating_sub(before), name));
        *ends.entry(end).or_default() += 1;
    }
    let (mib, name) = most;
    let stopped = STOPPED.load(Ordering::Relaxed);
    println!("{files} files: {ends:?}; readers stopped {stopped} times; at most {mib} MiB, for {name}");
    assert!(mib < MEMORY_MAX_MIB, "{mib} MiB for {name}");
}

/// From now on the peak is that of what follows.
fn forget_peak() {
    // Where this is not allowed, memory is measured too high.
    let _written = std::fs::write("/proc/self/clear_refs", "5");
}

/// How it ended: a code, or rows.
fn check(mapping: &Mapping, folder: &Path, name: &str) -> String {
    match import_quietly(mapping, folder) {
        Ok(imported) => {
            check_sound(&imported);
            match imported.report.files[0].quarantined.is_empty() {
                true => "all rows taken".into(),
                false => "some rows quarantined".into(),
            }
        }
        Err(error) => {
            assert!(!error.hint().is_empty() && error.to_string().contains("list"), "{name}: {error}");
            error.code().to_owned()
        }
    }
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

const ROWS: u64 = 40;

fn rows() -> Vec<[String; 3]> {
    (0..ROWS).map(|at| [format!("K{at}"), format!("Müller, \"{at}\" Straße"), format!("{at}.5")]).collect()
}

/// One good file of each kind that is read.
fn good_files() -> Vec<(&'static str, Vec<u8>)> {
    let csv: String = rows()
        .iter()
        .map(|[nr, name, price]| format!("{nr};\"{}\";{price}\n", name.replace('"', "\"\"")))
        .collect();
    let csv = format!("nr;name;price\n{csv}");
    let object = |[nr, name, price]: &[String; 3]| {
        format!(
            "{{\"nr\":\"{nr}\",\"name\":{},\"price\":{price},\"at\":{{\"tags\":[1,\"x\"]}}}}",
            serde_json::json!(name)
        )
    };
    let objects: Vec<String> = rows().iter().map(object).collect();
    let utf_16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(csv.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cell = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let ods_row = |cells: &[String; 3]| {
        let cells: String = cells
            .iter()
            .map(|text| {
                format!(
                    "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                    cell(text)
                )
            })
            .collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let head = ["nr", "name", "price"].map(str::to_owned);
    let ods_rows: String = std::iter::once(&head).chain(&rows()).map(ods_row).collect();
    let packed = |bytes: &[u8]| zstd::encode_all(bytes, 3).expect("packs");
    vec![
        ("csv", csv.clone().into_bytes()),
        ("utf-16 csv", utf_16),
        ("packed csv", packed(csv.as_bytes())),
        ("json lines", objects.join("\n").into_bytes()),
        ("json list", format!("[{}]", objects.join(",\n")).into_bytes()),
        ("xlsx", workbook()),
        ("xls", xls()),
        ("ods", ods(&[("Liste", "ta1", &ods_rows)])),
        ("parquet", table(Compression::UNCOMPRESSED)),
        ("parquet snappy", table(Compression::SNAPPY)),
        ("parquet gzip", table(Compression::GZIP(GzipLevel::default()))),
        ("parquet zstd", table(Compression::ZSTD(ZstdLevel::default()))),
    ]
}

fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["nr", "name", "price"]) {
        sheet.write(0, column, name).expect("written");
    }
    for (line, [nr, name, price]) in (1..).zip(rows()) {
        sheet.write(line, 0, nr).expect("written").write(line, 1, name).expect("written");
        sheet.write(line, 2, price.parse::<f64>().expect("a number")).expect("written");
    }
    workbook.save_to_buffer().expect("written")
}

fn table(compression: Compression) -> Vec<u8> {
    let schema = "message list { required binary nr (UTF8); optional binary name (UTF8); required double price; optional int64 at; }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).expect("a writer");
    for rows in rows().chunks(25) {
        let mut group = writer.next_row_group().expect("written");
        let levels = vec![1; rows.len()];
        let text = |at: usize| {
            rows.iter().map(|row| ByteArray::from(row[at].as_bytes().to_vec())).collect::<Vec<_>>()
        };
        let prices: Vec<f64> = rows.iter().map(|row| row[2].parse().expect("a number")).collect();
        let mut column = group.next_column().expect("written").expect("a column");
        column.typed::<ByteArrayType>().write_batch(&text(0), None, None).expect("written");
        column.close().expect("written");
        let mut column = group.next_column().expect("written").expect("a column");
        column.typed::<ByteArrayType>().write_batch(&text(1), Some(&levels), None).expect("written");
        column.close().expect("written");
        let mut column = group.next_column().expect("written").expect("a column");
        column.typed::<DoubleType>().write_batch(&prices, None, None).expect("written");
        column.close().expect("written");
        let mut column = group.next_column().expect("written").expect("a column");
        column.typed::<Int64Type>().write_batch(&[], Some(&vec![0; rows.len()]), None).expect("written");
        column.close().expect("written");
        group.close().expect("written");
    }
    writer.into_inner().expect("written")
}

/// Damages a file in one of many ways.
fn damage(good: &[u8], others: &[(&'static str, Vec<u8>)], dice: &mut Dice) -> (&'static str, Vec<u8>) {
    let mut bytes = good.to_vec();
    let at = dice.below(bytes.len());
    match dice.below(11) {
        0 => {
            bytes.truncate(at);
            ("cut", bytes)
        }
        1 => {
            for _ in 0..=dice.below(20) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            ("bits flipped", bytes)
        }
        2 => {
            let end = (at + dice.below(200)).min(bytes.len());
            bytes[at..end].fill(u8::try_from(dice.below(256)).expect("a byte"));
            ("bytes overwritten", bytes)
        }
        3 => {
            bytes.splice(at..at, "Größe\u{fffd}".encode_utf16().flat_map(u16::to_le_bytes));
            bytes.splice(..0, *b"M\xfcller\x84\xe4\n");
            ("encodings mixed", bytes)
        }
        4 => {
            bytes.insert(at, b'"');
            ("a quote unclosed", bytes)
        }
        5 => {
            bytes.splice(at..at, std::iter::repeat_n(0, 1 + dice.below(5_000)));
            ("zeros put in", bytes)
        }
        6 => {
            let end = (at + dice.below(500)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece.iter().copied().cycle().take(piece.len() * 20));
            ("a piece repeated", bytes)
        }
        7 => {
            let end = (at + dice.below(300)).min(bytes.len());
            bytes.drain(at..end);
            ("a piece missing", bytes)
        }
        8 => {
            let other = &others[dice.below(others.len())].1;
            bytes.truncate(at);
            bytes.extend_from_slice(&other[dice.below(other.len())..]);
            ("the rest is another file's", bytes)
        }
        9 => {
            // In an archive only what is packed is damaged otherwise; here it is its text.
            ("its parts damaged", repack(&bytes, dice).unwrap_or(bytes))
        }
        _ => {
            for _ in 0..8 {
                let at = dice.below(bytes.len());
                let end = (at + 4).min(bytes.len());
                let number = [0, 1, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000, 65_536][dice.below(6)];
                bytes[at..end].copy_from_slice(&u32::to_le_bytes(number)[..end - at]);
            }
            ("numbers forged", bytes)
        }
    }
}

/// Damages the texts of an archive and packs them again, so that the checks of the archive itself do not find it.
fn repack(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut read = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let damaged = dice.below(read.len());
    let mut parts = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..read.len() {
        let mut entry = read.by_index(index).ok()?;
        let mut text = Vec::new();
        std::io::copy(&mut entry, &mut text).ok()?;
        let name = entry.name().ok()?.into_owned();
        if index == damaged || name.contains("sheet1") || name.contains("content") {
            let words: [&[u8]; 9] = [
                b"<",
                b">",
                b"\"",
                b"&x;",
                b"&#x110000;",
                b"1048577",
                b"-1",
                b"99999999999999999999",
                b"</c></row>",
            ];
            for _ in 0..=dice.below(4) {
                let at = dice.below(text.len());
                text.splice(at..at, words[dice.below(words.len())].iter().copied());
            }
        }
        parts.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        parts.write_all(&text).ok()?;
    }
    Some(parts.finish().ok()?.into_inner())
}

type Forged = (&'static str, fn() -> Vec<u8>);

/// Files that somebody made on purpose.
fn forged() -> Vec<Forged> {
    vec![
        ("csv of a million columns", || {
            ["nr", "name", "price"]
                .join(",")
                .into_bytes()
                .into_iter()
                .chain(b",x".repeat(1_000_000))
                .collect()
        }),
        ("csv with a giant field", || [b"nr,name,price\n1,".as_slice(), &b"x".repeat(40 << 20)].concat()),
        ("csv with formulas", || b"nr,name,price\n=1+1,@SUM(A1),-2+3\n+49,\t=cmd|' /C calc'!A0,1\n".to_vec()),
        ("csv of zeros", || vec![0; 3_000_000]),
        ("csv that unpacks to gigabytes", || {
            let head: &[u8] = b"nr,name,price\n";
            zstd::encode_all(head.chain(std::io::repeat(b'1').take(2 << 30)), 1).expect("packs")
        }),
        ("json of a million names", || {
            let names: String = (0..1_000_000).map(|at| format!(",\"f{at}\":1")).collect();
            format!("{{\"nr\":1{names}}}").into_bytes()
        }),
        ("json a million deep", || [b"[".repeat(1_000_000), b"]".repeat(1_000_000)].concat()),
        ("json objects a million deep", || b"{\"a\":".repeat(1_000_000)),
        ("json of many different names", || {
            (0..20_000).map(|at| format!("{{\"nr\":1,\"f{at}\":1}}\n")).collect::<String>().into_bytes()
        }),
        ("json with a giant text", || {
            [b"{\"nr\":\"".as_slice(), &b"x".repeat(30 << 20), b"\",\"name\":1,\"price\":2}\n"].concat()
        }),
        ("json with many elements a row", || {
            let lines = "{\"p\":1},".repeat(100_000);
            format!("{{\"nr\":1,\"name\":\"{}\",\"price\":2,\"lines\":[{lines}{{}}]}}", "n".repeat(100_000))
                .into_bytes()
        }),
        ("workbook that unpacks to gigabytes", || archive_of_blanks("xl/worksheets/sheet1.xml", 1_200)),
        ("workbook with giant shared texts", || archive_of_blanks("xl/sharedStrings.xml", 400)),
        ("workbook with a giant cell", || {
            let text = "x".repeat(100 << 20);
            xlsx("", &format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"))
        }),
        ("workbook with a giant cell in pieces", || {
            let text = "<r><t>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</t></r>".repeat(2 << 20);
            xlsx("", &format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>{text}</is></c></row>"))
        }),
        ("workbook of absurd dimensions", || {
            let row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>nr</t></is></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
            xlsx("", row)
        }),
        ("workbook whose entities laugh", || {
            let laughs: String = (1..30)
                .map(|at| format!("<!ENTITY l{at} \"{}\">", format!("&l{};", at - 1).repeat(10)))
                .collect();
            archive(&[(
                "content.xml",
                &format!(
                    "<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]><office:spreadsheet><table:table table:name=\"a\"><table:table-row>\
                <table:table-cell><text:p>&l29;</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
                ),
            )])
        }),
        ("workbook in an archive in an archive", || {
            let inner = String::from_utf8_lossy(&archive(&[("content.xml", "<a/>")])).into_owned();
            archive(&[("inner.zip", &inner), ("../../../../tmp/escaped", "x"), ("/etc/escaped", "x")])
        }),
        ("workbook with many parts", || {
            let names: Vec<String> = (0..20_000).map(|at| format!("xl/part{at}.xml")).collect();
            archive(&names.iter().map(|name| (&**name, "")).collect::<Vec<_>>())
        }),
        ("ods that repeats cells without end", || {
            let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" \
                       office:value-type=\"string\"><text:p>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</text:p></table:table-cell></table:table-row>";
            ods(&[("Liste", "ta1", row)])
        }),
        ("ods of many wide rows", || {
            let row = "<table:table-row><table:table-cell table:number-columns-repeated=\"4294967295\" office:value-type=\"float\" office:value=\"1\"/>\
                       </table:table-row>";
            ods(&[("Liste", "ta1", &row.repeat(20_000))])
        }),
        ("ods with blanks without end", || {
            let cell =
                "<table:table-cell><text:p><text:s text:c=\"4294967295\"/>a</text:p></table:table-cell>";
            ods(&[("Liste", "ta1", &format!("<table:table-row>{}</table:table-row>", cell.repeat(3)))])
        }),
        ("ods with a giant cell", || {
            let words = "<text:p>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</text:p>".repeat(2 << 20);
            ods(&[(
                "Liste",
                "ta1",
                &format!("<table:table-row><table:table-cell>{words}</table:table-cell></table:table-row>"),
            )])
        }),
        ("parquet whose page unpacks to gigabytes", || page_that_grows(false)),
        ("parquet whose page lies about what it unpacks to", || page_that_grows(true)),
    ]
}

/// A workbook one part of which unpacks to so many MiB of blanks.
fn archive_of_blanks(name: &str, mib: usize) -> Vec<u8> {
    let mut parts = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    parts.start_file("xl/workbook.xml", options).expect("a part");
    parts.start_file(name, options).expect("a part");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..mib {
        parts.write_all(&blanks).expect("written");
    }
    parts.finish().expect("an archive").into_inner()
}

/// A table of one giant text, packed; if it lies, the page claims to unpack to little.
fn page_that_grows(lies: bool) -> Vec<u8> {
    let schema =
        Arc::new(parse_message_type("message list { required binary nr (UTF8); }").expect("a schema"));
    let gzip = Compression::GZIP(GzipLevel::default());
    let properties =
        Arc::new(WriterProperties::builder().set_compression(gzip).set_dictionary_enabled(false).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).expect("a writer");
    let mut group = writer.next_row_group().expect("written");
    let mut column = group.next_column().expect("written").expect("a column");
    let giant = ByteArray::from(vec![b'x'; 80 << 20]);
    column.typed::<ByteArrayType>().write_batch(&[giant], None, None).expect("written");
    column.close().expect("written");
    group.close().expect("written");
    let mut bytes = writer.into_inner().expect("written");
    if lies {
        // Behind the mark stand the page's kind and its size, the latter in five bytes of seven bits each.
        let at = bytes.windows(2).position(|pair| pair == [0x15, 0x00]).expect("the head of a page") + 3;
        bytes[at..at + 5].copy_from_slice(&[0x80 | 20, 0x80, 0x80, 0x80, 0]);
    }
    bytes
}
