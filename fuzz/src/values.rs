//! `DeserializeIn` against serde's own derive: any bytes as JSON and as postcard, read as every type of
//! the tests.
//!
//! They must accept the same, and give the same value; and the same error, unless it lies in what is
//! kept before it is read.

#[path = "../../arena/tests/it/deserialize/both.rs"]
mod both;
#[path = "../../arena/tests/it/deserialize/types.rs"]
mod types;

/// Longer texts take long.
const LONGEST: usize = 4000;

/// Takes the bytes for a document in both formats.
pub fn run(data: &[u8], show: bool) {
    if data.len() > LONGEST {
        return;
    }
    let are = both::as_each_type_of_postcard(data);
    if show {
        println!("{}\nas postcard: {are:?}", data.escape_ascii());
    }
    // By this name `serde_json` knows its own numbers.
    let special = data.windows(11).any(|bytes| bytes == b"$serde_json");
    if let (Ok(json), false) = (str::from_utf8(data), special) {
        let are = both::as_each_type(json);
        if show {
            println!("as JSON: {are:?}");
        }
    }
}
