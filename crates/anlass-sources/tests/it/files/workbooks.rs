//! Workbooks as offices keep them: dates and sums as cells hold them, titles above, gaps between, sheets that are hidden.

use super::{facts, outlets, read};
use crate::root;
use anlass_sources::report::{Fate, Reason};
use anlass_sources::{Imported, Mapping};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::Write;
use std::path::Path;

fn mapping(file: &str, more: &str) -> String {
    format!(
        "mapping: list\nsource: 4\ncurrency: EUR\ntime_zone: Europe/Berlin\n{more}profiles:\n  - file: {file}\n    \
         customer: {{ column: Nr, kind: customer_number }}\n    on: 2024-01-01\n    fields:\n      \
         a_day: Tag\n      b_price: Preis\n      c_note: Notiz\n"
    )
}

fn import(folder: &Path, file: &str, more: &str) -> Imported {
    read(folder, &mapping(file, more))
}

/// Each row that was taken: its number, and its other fields.
fn rows(imported: &Imported) -> Vec<(String, Vec<String>)> {
    facts(imported).into_iter().collect()
}

fn row(number: &str, fields: [&str; 3]) -> (String, Vec<String>) {
    let mut fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    fields.retain(|field| !field.is_empty());
    (number.to_owned(), fields)
}

/// An archive of these parts.
pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A workbook of one sheet with these rows as XML.
pub(crate) fn xlsx(properties: &str, rows: &str) -> Vec<u8> {
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{properties}\
         <sheets><sheet name=\"Liste\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    archive(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        ("xl/workbook.xml", &workbook),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
             </Relationships>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             </Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs><xf numFmtId=\"0\"/>\
             <xf numFmtId=\"14\"/></cellXfs></styleSheet>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Nr</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Tag</t></is></c>\
    <c r=\"C1\" t=\"inlineStr\"><is><t>Preis</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t>Notiz</t></is></c></row>";

/// A workbook of these tables, each with its style and rows as XML.
pub(crate) fn ods(tables: &[(&str, &str, &str)]) -> Vec<u8> {
    let tables: String = tables
        .iter()
        .map(|(name, style, rows)| {
            format!("<table:table table:name=\"{name}\" table:style-name=\"{style}\">{rows}</table:table>")
        })
        .collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" \
         xmlns:style=\"s\" xmlns:calcext=\"c\"><office:automatic-styles><style:style style:name=\"gone\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body>\
         <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

fn text_cells(texts: &[&str]) -> String {
    texts
        .iter()
        .map(|text| match *text {
            "" => "<table:table-cell/>".to_owned(),
            text => format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            ),
        })
        .collect()
}

#[test]
fn dates_sums_and_formulas_of_a_workbook_are_read_as_they_are_shown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut workbook = Workbook::new();
    let mut write = || -> Result<(), rust_xlsxwriter::XlsxError> {
        let hidden = workbook.add_worksheet().set_name("Notizen")?;
        hidden.write(0, 0, "Nr")?.write(1, 0, "99")?;
        hidden.set_hidden(true);
        let sheet = workbook.add_worksheet().set_name("Kunden")?;
        sheet.set_active(true);
        sheet.write(0, 0, "Kundenliste Filiale Köln")?;
        for (column, name) in ["Nr", "Tag", "Preis", "Notiz"].iter().enumerate() {
            sheet.write(2, u16::try_from(column).expect("few"), *name)?;
        }
        let date = Format::new().set_num_format("dd.mm.yyyy");
        let moment = Format::new().set_num_format("dd.mm.yyyy hh:mm");
        sheet.write(3, 0, 1)?.write(3, 2, 19.9)?.write(3, 3, "  Müller & Söhne <b> ")?;
        sheet.write_with_format(3, 1, ExcelDateTime::from_ymd(2024, 5, 1)?, &date)?;
        // Between them a row without anything.
        sheet.write(5, 0, 2)?.write(5, 2, Formula::new("=0.1+0.2").set_result("0.3"))?;
        sheet.write_with_format(5, 1, ExcelDateTime::from_ymd(2024, 5, 1)?.and_hms(10, 30, 0)?, &moment)?;
        sheet.write(5, 3, true)?;
        sheet.write(6, 0, "0003")?.write(6, 3, Formula::new("=A1").set_result("Text"))?;
        // A cell beyond the table that was once touched.
        sheet.write_blank(6, 40, &date)?;
        sheet.write(7, 0, 4)?.write(7, 9, "daneben")?;
        let other = workbook.add_worksheet().set_name("Zweite")?;
        for (column, name) in ["Nr", "Tag", "Preis", "Notiz"].iter().enumerate() {
            other.write(0, u16::try_from(column).expect("few"), *name)?;
        }
        other.write(1, 0, 7)?.write(1, 3, "x")?;
        workbook.save(folder.path().join("list.xlsx"))
    };
    write().expect("a workbook");
    let first = import(folder.path(), "list.xlsx", "");
    assert_eq!(
        rows(&first),
        [
            row("0003", ["", "", "Text"]),
            row("1", ["2024-05-01", "19.9", "Müller & Söhne <b>"]),
            row("2", ["2024-05-01 10:30:00", "0.3", "true"]),
        ]
    );
    let file = &first.report.files[0];
    assert_eq!((file.quarantined[0].row, file.quarantined[0].flaw.reason), (8, Reason::FieldCount));
    let second = import(folder.path(), "list.xlsx", "layout: { sheet: Zweite }\n");
    assert_eq!(rows(&second), [row("7", ["", "", "x"])]);
    for name in ["Notizen", "Dritte"] {
        let mapping = mapping("list.xlsx", &format!("layout: {{ sheet: {name} }}\n"));
        let mapping = Mapping::read(&mapping, "list.yaml").expect("a good mapping");
        let error = crate::import_quietly(&mapping, folder.path()).expect_err("not shown");
        assert_eq!((error.code(), &*error.hint()), ("import_file_unfit", "its sheets are Kunden, Zweite"));
    }
}

#[test]
fn cells_that_hold_an_error_are_told_and_days_count_from_the_workbooks_own_beginning() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lines = format!(
        "{HEAD}<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>0</v></c><c r=\"C2\"><v>1.1000000000000001</v></c></row>\
         <row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"C3\" t=\"e\"><v>#N/A</v></c></row>\
         <row r=\"4\"><c r=\"A4\"><v>3</v></c><c r=\"B4\" s=\"1\"><v>43951.5</v></c></row>"
    );
    std::fs::write(folder.path().join("list.xlsx"), xlsx("<workbookPr date1904=\"1\"/>", &lines))
        .expect("written");
    let imported = import(folder.path(), "list.xlsx", "decimal: comma\n");
    assert_eq!(
        rows(&imported),
        // `facts` shows every decimal mark as a point.
        [row("1", ["1904-01-01", "1.1", ""]), row("3", ["2024-05-01 12:00:00", "", ""])]
    );
    let file = &imported.report.files[0];
    assert_eq!((file.quarantined[0].row, file.quarantined[0].flaw.reason), (3, Reason::CellError));
}

#[test]
fn an_ods_workbook_is_read_alike() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let value = |kind: &str, attribute: &str, value: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{attribute}=\"{value}\"><text:p>shown</text:p></table:table-cell>"
        )
    };
    let lines = [
        text_cells(&["Kundenliste"]),
        "<table:table-cell table:number-columns-repeated=\"16384\"/>".into(),
        text_cells(&["Nr", "Tag", "Preis", "Notiz"]),
        value("float", "value", "1")
            + &value("date", "date-value", "2024-05-01")
            + &value("currency", "value", "19.9")
            + &text_cells(&["M&#252;ller &amp;<text:s text:c=\"2\"/>S&lt;"]),
        value("float", "value", "2")
            + &value("date", "date-value", "2024-05-01T10:30:00")
            + &value("float", "value", "0.3")
            + &value("boolean", "boolean-value", "true")
            + "<table:table-cell table:number-columns-repeated=\"16380\"/>",
        value("float", "value", "3")
            + "<table:table-cell/><table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>",
        value("float", "value", "4")
            + "<table:table-cell/><table:table-cell/><table:table-cell office:value-type=\"string\"><office:annotation><text:p>Vermerk\
               </text:p></office:annotation><text:p>a</text:p><text:p>b</text:p></table:table-cell>",
    ];
    let lines: String =
        lines.iter().map(|cells| format!("<table:table-row>{cells}</table:table-row>")).collect();
    let lines = lines
        + "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell/></table:table-row>";
    let hidden = format!("<table:table-row>{}</table:table-row>", text_cells(&["Nr", "99"]));
    std::fs::write(folder.path().join("list.ods"), ods(&[("Alt", "gone", &hidden), ("Neu", "ta1", &lines)]))
        .expect("written");
    let imported = import(folder.path(), "list.ods", "");
    assert_eq!(
        rows(&imported),
        [
            row("1", ["2024-05-01", "19.9", "Müller &  S<"]),
            row("2", ["2024-05-01 10:30:00", "0.3", "true"]),
            row("4", ["", "", "a\nb"]),
        ]
    );
    let file = &imported.report.files[0];
    assert_eq!(
        (file.rows_read, file.quarantined[0].row, file.quarantined[0].flaw.reason),
        (4, 6, Reason::CellError)
    );
}

/// Two rows as a library for the old format wrote them, packed.
const OLD: &str = "KLUv/WQAFXUUAIazfz/QGqc5MCEEyAm/DslJU0XcCBC1z6D8VJd0Fa8AKLgVKk6zCe2QRuuDTpvCXCsEtVZmzEN3Qz9hoxHJkt1NyhRnAIUAbw\
    B/tfw5Jd3X5u+BJ6L7Ehj8vKok4ZS2Uvir46/Pn3Py54z8zfmb4m/r74A2XyDd5yj8OaELrliR0U8XS5zL3yjake/SUT9DpabJDTUrpZo99dls\
    1jTrX3U3qmrW9LTCJQJIgijhVLESNN23JuurWBGLMUEuHpcsRkTEBNsmxtCR0c/bi6GYDOhthRCIT7Kf37dvI2SKHb0Y6nB7bWhNpO5zJ2ZrrD\
    0eRKoOmTqTTOeC8h9m10xMIVF1KgUFTYDBJnDg4MpJpABtBwMGBzCYgxGvDnkjixXFNjxTSBpth0hoSGbh1r3bQWP2KQF8ENpnvdSAv1v+troX\
    Ex8/XI/riaPruiqqHhjklSVJJ8bShqQFry5IO0s8fEFSkOCFBcJUnr85ui8ODQCAeH63On8J/C3QfW/8bfCXwbV/+jYvjfvaOLv2ENz91Bp/Tb\
    yAUMCugCnCNJX1F6f73lTxDU1Zu7d1CxRblDUa4nduG+DDKHu0aIauR40a/dBUZuaob9d++ru7+r/PvyRbr0L3pt52Ga+Pl56kn9N9bd7v6s14\
    mvttoECcT0qPraN2BXziTqf3nPtx/mqZN+6fDT0g0IiGxJUxBqSwwjkHo1CMDirvcZoU2KLbz1BiRrr2IN6XQpjWih1R2QlE2yHZUDHc40lBBm\
    hHHFi1YqD2U7LgtgXYAYguj9kFTCGAW7BDU+iL9GVnnX+TNQNkA3G3gbvhZ1kEzjY2HuKZpEkKOtgALW07lTRynwRuFqhEkZnkoGVFTzUrUnBa\
    KHrXjw9oTOw=";
/// The rows that are damaged.
const OLD_LIST: &str = "KLUv/WQAJe0nAKpcgA4+wFxnMwBh9yqb9UlEjd3bYAOgX50QLhJxpvUIDmiHsr8ih0YzM7OEgvf9NNvNfd/vnO8///9u///7/e/eUqbXAOcA2g\
    BdN0Tcmqiabga6uGLEiMNhG5WGPy4WL7pqHOOSoWLGsK4ZfxdxETAX43DdsPFiw9jLfP4U0vt5KXZ7DPuM3Ha+6d2y/Lf5tnOTSZ1Dz8RQ0cU1\
    g8vCO5n0gS3FUPGiC8JY770iPHbfkiju3zH/PCq9X6B/mz4SvZ9FoMOWlyW8M20b/Evk3wf/PCz/PCj/Cv3L4l/bv0eBfpX0fl4DT8UIN64ZND\
    qs8cTT/KsFFuUXzXV+p8vPlTGdaTKe3Wnvdrs50/5r9/6vk2c356uDR4MkZcmZmpcvAd8vl97Zt+Ow3levt/a7t9b71/6snEHev/v6tE/20b9l\
    /rX1tqwcQeIZ8AwE0uv1tsiz6ZItMU+GcqCx8KTsgC01QpaqgFgjZEpqK4yubNS/QXq/QCok+hD1N3boX6R/k3q/P/4t8C+Bv/6AD/T18X593B\
    32Qd37sj3+RbH1YQUHMGyaxClL+7fW+w3a4ten95P2mZZWVhYW1tWVlVVVlU6Xy+FwVDoqnZZWVhYW1tWVlVVVlU6Xy+FwVDmqnJZWVhYW1tWV\
    lVVVlU6Xy+FwVEJUuJeWVlYWFtbVlZVVVZVOl8vhcGZUBFJkIr2K1CpSpFEaHq16VPfo0acrjeYaxTVq1KlAAKkCmCCAADIlWRTBogcWLXrrSd\
    RAogUSJbqk41AChw44dKjSmkKnCpUqVGiSibZRbaHa2h5xWfu01mltrdGCtE1pmdLSFjkZ9DaogEGDEiUFuhRogECBCg35U+nPpD9/1uD0idTn\
    UZ8+aTD2NNoTwJ49gcicLTpLdHb2R0OeQ3kK5cmz50pZW9laWdlZgTtpdwbduVOWpE6gOn/q1LnTM9ZnbM/Y2JiOsLOwPGFhX2u+yr7ufH39TP\
    zq/MYG/9t7X9sw0kjjijB2pXHE/73dzostOo5db5yRwtsbaaQxxBw5gw70n/u857PzXPad6zx22F//7p39/8F/U9o+Bze4cmqIU0GcOpVBgVI/\
    lOqhVKkKkozaYVQOo0bV6gl1Q6gaQoWKpePTDJ9i+PSp1ZpOL3RqoVOnVSY2rbAphU2b5rhkOiFTCZkyxS14G+EthLe3CZwU8EEBtwooIIKkSx\
    1c2uDSpQaGDJDBABcMMEACcCpVUKlWpUoHwJg0a1KsSZMGgY6oITTdERERUUZBCpKkA3FLUpBkGAMyIDVcQASESDOQyOV/pKCgpJDWH6A5QO3g\
    1IwejoQzKQ0ByTMOPP2SmXKHIkpa8UOleT+r+6Ha/0WTubbk1/NPPLlobLBlXC30SpeBvDhmsHVcFurKl4FcOLawNU4W+srLgFw8NtgyrhZ6pc\
    tAXhwz2DouC3Xly0AuHFvYGicLfeVlQC4eG2wZVwu90mUgL44ZbB2XhbryZSAXji1sjZOFvvIyIBePDbaMq4Ve6TKQF8cMto7LQl35MpALxxa2\
    xslCX3kZkIvHxkUcgJezBdiTo8U0S8OgLgzFEwwQwEfVQU+/8xVsPDxg1UzGypoRRxSecpbWDvx98bynlKW1IZwkfMWUVForWGZprRAnGV4xz/\
    qTsXvQNGprMpqm0WQaTbPRNI1NwFbWU9sOUwVtO2mpwYQPewDDRTqNYiVpoT4KDvIBU3CoCA==";

fn unpacked(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    let packed = base64::prelude::BASE64_STANDARD.decode(text).expect("base64");
    zstd::decode_all(&*packed).expect("packed")
}

pub(crate) fn xls() -> Vec<u8> {
    unpacked(OLD_LIST)
}

#[test]
fn an_xls_workbook_is_read_alike_and_one_that_claims_too_much_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bytes = unpacked(OLD);
    std::fs::write(folder.path().join("list.xls"), &bytes).expect("written");
    let imported = import(folder.path(), "list.xls", "");
    assert_eq!(
        rows(&imported),
        [
            row("1", ["2024-05-01", "19.9", "Müller & Söhne"]),
            row("2", ["2024-05-01 10:30:00", "0.3", "true"]),
        ]
    );
    // Where the sheet says how far it goes, it says four billion rows; where chains of sectors go on, they go round.
    let mut vast = bytes.clone();
    let at = vast.windows(4).position(|four| four == [0, 2, 14, 0]).expect("dimensions") + 8;
    vast[at..at + 4].fill(0xff);
    let mut round = bytes;
    for entry in round.chunks_exact_mut(4).skip(128) {
        if entry == [0xfe, 0xff, 0xff, 0xff] {
            entry.fill(0);
        }
    }
    for (damaged, cause) in [(vast, "more than four million cells"), (round, "do not hold together")] {
        std::fs::write(folder.path().join("list.xls"), damaged).expect("written");
        let mapping = Mapping::read(&mapping("list.xls", ""), "list.yaml").expect("a good mapping");
        let error = crate::import_quietly(&mapping, folder.path()).expect_err("refused");
        assert!(error.to_string().contains(cause), "{error}");
    }
}

#[test]
fn a_real_table_written_as_a_workbook_gives_the_same_rows() {
    let folder = root().join("../shared/data/messy_csv");
    let Ok(text) = std::fs::read_to_string(folder.join("01_utf8_comma_lf.csv")) else {
        println!("skipped: the shared tables are not on this machine");
        return;
    };
    let names = ["id", "strasse", "ort"];
    let plain = read(&folder, &outlets("01_utf8_comma_lf.csv", names));
    let away = tempfile::tempdir().expect("a temporary folder");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut rows = String::new();
    for (line, record) in (0..).zip(csv_of(&text)) {
        for (column, field) in (0..).zip(&record) {
            sheet.write(line, column, field).expect("written");
        }
        let fields: Vec<String> =
            record.iter().map(|field| field.replace('&', "&amp;").replace('<', "&lt;")).collect();
        let cells = text_cells(&fields.iter().map(String::as_str).collect::<Vec<_>>());
        rows += &format!("<table:table-row>{cells}</table:table-row>");
    }
    workbook.save(away.path().join("a.xlsx")).expect("written");
    std::fs::write(away.path().join("a.ods"), ods(&[("Alle", "ta1", &rows)])).expect("written");
    for file in ["a.xlsx", "a.ods"] {
        let imported = read(away.path(), &outlets(file, names));
        assert_eq!(imported.report.files[0].tally(Fate::Accepted).rows, 458, "{file}");
        assert_eq!(facts(&imported), facts(&plain), "{file}");
    }
}

/// The records of a table whose quotes hold no line ends.
fn csv_of(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .map(|line| {
            let (mut fields, mut quoted) = (vec![String::new()], false);
            for letter in line.chars() {
                match letter {
                    '"' => quoted = !quoted,
                    ',' if !quoted => fields.push(String::new()),
                    letter => fields.last_mut().expect("never empty").push(letter),
                }
            }
            fields
        })
        .collect()
}
