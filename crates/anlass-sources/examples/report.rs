//! `cargo run -p anlass-sources --example report -- MAPPING FOLDER`: imports and prints the report.

use anlass_model::id::VaultId;
use anlass_sources::{Mapping, import};
use std::io::Write;
use std::path::Path;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("usage: report MAPPING FOLDER");
    };
    let text = std::fs::read_to_string(&file).expect("the mapping is readable");
    let result = Mapping::read(&text, &file)
        .and_then(|mapping| import(&mapping, Path::new(&folder), VaultId(1), &mut |_| {}));
    let mut out = std::io::stdout();
    let written = match result {
        Ok(imported) => write!(out, "{}", imported.report),
        Err(error) => writeln!(out, "{error}\n  {}", error.hint()),
    };
    written.expect("stdout is open");
}
