//! What the fuzz targets do, apart from libFuzzer.
//!
//! Each target is a function over bytes. `cargo fuzz` finds the bytes; built without it, a target
//! is a program that runs the files it is given, and `cargo test` runs the files in `seeds/`.

mod alone;
mod blocks;
pub mod collections;
pub mod derive;
mod grammar;
pub mod json;
mod make;
pub mod operations;
mod own;
pub mod pool;
mod script;
mod shape;
pub mod threads;
pub mod values;
mod world;

#[path = "../../arena-derive/src/attributes.rs"]
mod attributes;
#[path = "../../arena-derive/src/case.rs"]
mod case;
#[path = "../../arena-derive/src/deserialize.rs"]
mod deserialize;
#[path = "../../arena-derive/src/expand.rs"]
mod expand;
#[path = "../../arena-derive/src/item.rs"]
mod item;
#[path = "../../arena-derive/src/model.rs"]
mod model;
#[path = "../../arena-derive/src/reading.rs"]
mod reading;

use std::{env, fs};

/// The program of a target.
#[macro_export]
macro_rules! target {
    ($run:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $run(data, false));

        #[cfg(not(fuzzing))]
        fn main() {
            $crate::replay($run);
        }
    };
}

/// Runs a target on each of the files named as arguments, and prints what they say.
pub fn replay(run: fn(&[u8], bool)) {
    for path in env::args_os().skip(1) {
        let data = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        run(&data, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs every file in a folder of seeds.
    fn run_seeds(target: &str, run: fn(&[u8], bool)) {
        let folder = format!("{}/seeds/{target}", env!("CARGO_MANIFEST_DIR"));
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let count = files.map(|file| run(&fs::read(file).unwrap(), false)).count();
        assert!(count >= 10, "{count} seeds of {target}");
    }

    #[test]
    fn operations_run_as_their_seeds_say() {
        run_seeds("operations", operations::run);
    }

    #[test]
    fn threads_run_as_their_seeds_say() {
        run_seeds("threads", threads::run);
    }

    #[test]
    fn collections_do_as_their_seeds_say() {
        run_seeds("collections", collections::run);
    }

    #[test]
    fn documents_are_read_as_by_serde_json() {
        run_seeds("json", json::run);
    }

    #[test]
    fn the_derive_takes_its_seeds() {
        run_seeds("derive", derive::run);
    }

    #[test]
    fn pools_do_as_their_seeds_say() {
        run_seeds("pool", pool::run);
    }

    #[test]
    fn values_are_read_as_by_serde() {
        run_seeds("values", values::run);
    }
}
