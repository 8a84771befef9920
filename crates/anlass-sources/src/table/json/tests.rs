//! Records of JSON: what they look like, and what a broken one takes along.

use super::*;

fn open(text: &'static [u8], rows: Option<&str>, mark: Mark) -> Result<Objects, Error> {
    Objects::open(Path::new("test.json"), Box::new(text), text, rows, mark)
}

/// The names of the columns, and each row with its number or the reason against it.
type Told = (Vec<String>, Vec<(u64, Result<Vec<String>, Reason>)>);

fn rows_at(text: &'static str, rows: Option<&str>) -> Told {
    let mut objects = open(text.as_bytes(), rows, Mark::Point).expect("columns");
    let mut record = Record::new();
    let mut read = Vec::new();
    loop {
        let row = match objects.next(&mut record).expect("memory is readable") {
            Raw::End => break,
            Raw::Unusable(reason) => Err(reason),
            Raw::Record { bytes, fields } => {
                let fields = super::super::Fields::new(&record.bytes[..bytes], &record.ends[..fields]);
                let fields = fields.expect("UTF-8");
                Ok((0..fields.ends.len()).map(|index| fields.get(index).to_owned()).collect())
            }
        };
        read.push((objects.row().expect("its number"), row));
    }
    let (_, names) = read.remove(0);
    (names.expect("names"), read)
}

fn rows(text: &'static str) -> Told {
    rows_at(text, None)
}

fn good(number: u64, fields: &[&str]) -> (u64, Result<Vec<String>, Reason>) {
    (number, Ok(fields.iter().map(|field| (*field).to_owned()).collect()))
}

#[test]
fn objects_one_a_line_one_after_the_other_or_in_a_list_are_the_same_rows() {
    let expected = vec![good(1, &["1", "x"]), good(2, &["2", ""]), good(3, &["", "y"])];
    for text in [
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n{\"b\":\"y\"}\n",
        "\u{feff}[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":null},{\"b\":\"y\"}]",
        "[\n  {\n    \"a\": 1,\n    \"b\": \"x\"\n  },\n  {\n    \"a\": 2\n  },\n  {\n    \"b\": \"y\"\n  }\n]\n",
        "{\n \"a\": 1,\n \"b\": \"x\"\n}\n{\n \"a\": 2\n}\n{\n \"b\": \"y\"\n}",
    ] {
        assert_eq!(rows(text), (vec!["a".to_owned(), "b".to_owned()], expected.clone()), "{text}");
    }
}

#[test]
fn what_is_nested_becomes_columns_by_paths() {
    let (names, read) = rows(
        "{\"id\":1.50,\"at\":{\"town\":\"Köln\",\"geo\":{\"x\":-7e2}},\"tags\":[\"a\",1,true],\"no\":[]}\n{\"id\":2,\"at\":null,\"tags\":null}\n",
    );
    assert_eq!(names, ["id", "at.town", "at.geo.x", "tags", "no"]);
    assert_eq!(read, [good(1, &["1.50", "Köln", "-7e2", "a|1|true", ""]), good(2, &["2", "", "", "", ""])]);
}

#[test]
fn numbers_are_written_with_the_decimal_mark_of_the_mapping() {
    let mut objects = open(b"{\"a\":1234.5}", None, Mark::Comma).expect("columns");
    let mut record = Record::new();
    let _names = objects.next(&mut record).expect("memory is readable");
    let _row = objects.next(&mut record).expect("memory is readable");
    assert_eq!(&record.bytes[..6], b"1234,5");
}

#[test]
fn an_order_and_its_lines_become_one_row_a_line() {
    let text = "[{\"no\":\"7\",\"lines\":[{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":2}],\"by\":{\"mail\":\"x@example.org\"}},\
                {\"no\":\"8\",\"lines\":[],\"by\":{\"mail\":\"y@example.org\"}}]";
    let (names, read) = rows(text);
    assert_eq!(names, ["no", "by.mail", "lines.sku", "lines.n"]);
    assert_eq!(
        read,
        [
            good(1, &["7", "x@example.org", "a", "1"]),
            good(1, &["7", "x@example.org", "b", "2"]),
            good(2, &["8", "y@example.org", "", ""]),
        ]
    );
}

#[test]
fn of_several_lists_the_mapping_names_the_one_whose_elements_are_rows() {
    let text = "{\"no\":1,\"lines\":[{\"sku\":\"a\"}],\"paid\":[{\"by\":\"card\"},{\"by\":\"\\\"bar\\\"\"}]}";
    let (names, read) = rows(text);
    assert_eq!(names, ["no", "lines", "paid"]);
    assert_eq!(read, [good(1, &["1", "[{\"sku\":\"a\"}]", "[{\"by\":\"card\"},{\"by\":\"\\\"bar\\\"\"}]"])]);
    let (names, read) = rows_at(text, Some("paid"));
    assert_eq!(names, ["no", "lines", "paid.by"]);
    assert_eq!(read.len(), 2);
    assert_eq!(rows_at("{\"no\":1,\"lines\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]}", Some("")).1.len(), 1);
    let error = open(text.as_bytes(), Some("items"), Mark::Point).err().expect("no such list");
    assert!(error.to_string().contains("no list of objects \"items\""), "{error}");
    assert_eq!(error.hint(), "name one of \"lines\", \"paid\"");
}

#[test]
fn broken_objects_are_told_apart_and_take_only_themselves_along() {
    let deep = |depth| format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
    let lines = format!(
        "{{\"a\":1}}\n{{\"a\":1,}}\n{{\"a\":1,\"a\":2}}\nnull\n{{\"a\":\"\n\n{}\n{}\n{{\"a\":2}}",
        deep(31),
        deep(32)
    );
    let lines: &'static str = lines.leak();
    let reasons = |read: Told| read.1.into_iter().map(|(at, row)| (at, row.err())).collect::<Vec<_>>();
    let (not_json, twice) = (Some(Reason::NotJson), Some(Reason::RepeatedName));
    let expected = [
        (1, None),
        (2, not_json),
        (3, twice),
        (4, not_json),
        (5, not_json),
        (7, None),
        (8, Some(Reason::TooDeep)),
        (9, None),
    ];
    assert_eq!(reasons(rows(lines)), expected);
    for (text, broken) in [
        ("[{\"a\":1},{\"a\":2,{\"a\":3}]", not_json),
        ("[{\"a\":1},{\"a\":[2},{\"a\":3}]", not_json),
        ("[{\"a\":1},17,{\"a\":3}]", not_json),
        ("[{\"a\":1},{\"a\":{\"b\":1,\"b\":2}},{\"a\":3}]", twice),
        ("[\n{\"a\":1},\n{\"a\":\"2},\n{\"a\":3}\n]", not_json),
        ("[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": \"2\n  },\n  {\n    \"a\": 3\n  }\n]", not_json),
    ] {
        assert_eq!(reasons(rows(text)), [(1, None), (2, broken), (3, None)], "{text}");
    }
    assert_eq!(reasons(rows("[{\"a\":1},{\"a\":2]")), [(1, None), (2, not_json)]);
}

#[test]
fn a_list_that_does_not_end_must_not_look_complete() {
    for text in ["[{\"a\":1},", "[{\"a\":1},{\"a\"", "[{\"a\":1}"] {
        let error = open(text.as_bytes(), None, Mark::Point).err().expect("cut off");
        assert_eq!(error.code(), "import_file_unreadable");
    }
    let error = open(b"[]", None, Mark::Point).err().expect("nothing in it");
    assert!(error.to_string().contains("the file is empty"), "{error}");
    let error = open(b"{\"a\" 1}", None, Mark::Point).err().expect("no object in it");
    assert!(error.to_string().contains("no object of its beginning"), "{error}");
}

#[test]
fn a_giant_object_is_skipped_in_bounded_memory() {
    let giant = io::repeat(b'x').take(50 << 20);
    let head: &[u8] = b"[{\"a\":1},{\"a\":\"";
    let tail: &[u8] = b"\"},{\"a\":3}]";
    let input = Box::new(head.chain(giant).chain(tail));
    let mut objects = Objects::open(Path::new("test.json"), input, head, None, Mark::Point).expect("columns");
    let mut record = Record::new();
    let mut found = Vec::new();
    loop {
        match objects.next(&mut record).expect("memory is readable") {
            Raw::End => break,
            Raw::Unusable(reason) => found.push(Err(reason)),
            Raw::Record { .. } => found.push(Ok(())),
        }
    }
    assert_eq!(found, [Ok(()), Ok(()), Err(Reason::RecordTooLong), Ok(())]);
}

#[test]
fn too_many_columns_are_told() {
    let wide = (0..2_000).map(|at| format!("{{\"f{at}\":1}}\n")).collect::<String>();
    let error = open(wide.leak().as_bytes(), None, Mark::Point).err().expect("too wide");
    assert!(error.to_string().contains("1,024 different fields"), "{error}");
}
