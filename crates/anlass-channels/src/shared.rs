//! Test data that is not shipped: read from beside the checkout where it lies there, otherwise the test is skipped.

use std::path::PathBuf;

/// A zstd file below `data`, unpacked; `None` says itself why.
pub(crate) fn data(path: &str) -> Option<Vec<u8>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let file = PathBuf::from(option_env!("ANLASS_SHARED").unwrap_or(beside)).join("data").join(path);
    match std::fs::read(file) {
        Ok(bytes) => Some(zstd::decode_all(&*bytes).unwrap()),
        Err(_) => {
            println!("skipped: ../shared/data/{path} is not beside the checkout");
            None
        }
    }
}
