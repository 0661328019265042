//! Keeps the layers of both crates: a module uses only modules listed above it, atomics come from
//! one file, and unsafe code is where it is known to be.

mod circles;
mod source;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use source::{paths, without_comments, without_inner_modules, words};

/// The rules of a crate.
struct House {
    name: &'static str,
    /// The modules, in order. A folder is one module.
    order: &'static [&'static str],
    /// Files that are no layer: the list of modules, and the models of several at once.
    beside: &'static [&'static str],
    /// The files that name core's atomics.
    atomics: &'static [&'static str],
    /// The files that have unsafe code.
    unsafe_code: &'static [&'static str],
    /// The files that may be longer than 400 lines, by their paths.
    long: &'static [&'static str],
}

const CORE: House = House {
    name: "arena-core",
    order: &[
        "layout",
        "error",
        "sync",
        "thread",
        "poison",
        "safe",
        "link",
        "figures",
        "piece",
        "subtree",
        "tree",
        "stash",
        "held",
        "top",
        "spare",
        "lanes",
        "cursor",
        "lowest",
        "reserves",
        "mark",
        "frame",
        "refill",
        "run",
        "memory",
        "map",
        "mapped",
        "region",
        "bump",
        "local_region",
        "fill",
        "place",
        "tally",
        "slots",
        "entry",
        "table",
    ],
    beside: &["lib", "loom_tests"],
    // `safe` lists those that users may store.
    atomics: &["sync", "safe"],
    // In `safe` it is only the types of unsafe functions.
    unsafe_code: &[
        "sync",
        "poison",
        "safe",
        "link",
        "piece",
        "subtree",
        "tree",
        "stash",
        "held",
        "top",
        "spare",
        "lanes",
        "cursor",
        "lowest",
        "reserves",
        "mark",
        "frame",
        "refill",
        "run",
        "memory",
        "map",
        "mapped",
        "region",
        "bump",
        "local_region",
        "fill",
        "slots",
        "entry",
        "table",
    ],
    long: &[],
};

const FACADE: House = House {
    name: "arena",
    order: &[
        "copy",
        "boxed",
        "forward",
        "plain",
        "claim",
        "typed",
        "hasher",
        "grow",
        "methods",
        "handle",
        "stats",
        "local",
        "scope",
        "arena",
        "shared",
        "local_scope",
        "local_arena",
        "statics",
        "pool",
        "interner",
        "allocator",
        "collections",
        "parallel",
        "deserialize",
        "guide",
    ],
    beside: &["lib"],
    atomics: &[],
    unsafe_code: &[
        "copy",
        "boxed",
        "claim",
        "typed",
        "grow",
        "local",
        "scope",
        "arena",
        "statics",
        "pool",
        "allocator",
        "collections",
        "parallel",
    ],
    // All that makes an arena; the crate's page.
    long: &["arena.rs", "lib.rs"],
};

const HOUSES: [House; 2] = [CORE, FACADE];

#[test]
fn every_file_is_in_the_list() {
    for house in HOUSES {
        let files = fs::read_dir(house.path("")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let found: BTreeSet<String> =
            names.map(|name| name.trim_end_matches(".rs").to_owned()).collect();
        assert_eq!(found, house.modules().map(str::to_owned).collect());
    }
}

#[test]
fn imports_point_up_the_list() {
    for house in HOUSES {
        for (rank, module) in house.order.iter().enumerate() {
            let code = house.code(module);
            for path in code
                .match_indices("crate::")
                // A path in a macro's output starts at the root wherever it stands.
                .filter(|&(at, _)| !code[..at].ends_with('$'))
                .flat_map(|(at, word)| paths(&code[at + word.len()..]))
            {
                let name = path[0];
                let above = house.order[..rank].contains(&name);
                assert!(above, "`{module}` uses `{name}`, which is not above it");
            }
            // In a module inside the file, and in a folder's files, `super` is the module.
            let is_file = house.path(module).with_extension("rs").exists();
            let looks_up = is_file && without_inner_modules(&code).contains("super::");
            assert!(!looks_up, "`{module}` looks up at the root");
            assert!(!code.contains("super::super"), "`{module}` looks up at the root");
        }
    }
}

#[test]
fn atomics_come_from_one_file() {
    for house in HOUSES {
        assert_eq!(
            // What a processor has may be asked for anywhere.
            house.which(|code| {
                let code = code.lines().filter(|line| !line.contains("target_has_atomic"));
                code.flat_map(words).any(|word| word.ends_with("atomic"))
            }),
            house.atomics
        );
    }
}

#[test]
fn unsafe_code_is_where_it_is_known_to_be() {
    for house in HOUSES {
        assert_eq!(house.which(|code| words(code).any(|word| word == "unsafe")), house.unsafe_code);
    }
}

#[test]
fn no_file_is_long() {
    for house in HOUSES {
        let root = house.path("");
        for path in files(&root) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            let may = house.long.iter().any(|name| path == root.join(name));
            assert!(lines <= 400 || may, "{} has {lines} lines", path.display());
        }
    }
}

/// Tests and benchmarks may be longer than what they are of.
#[test]
fn no_other_file_is_very_long() {
    for package in ["arena", "arena-core", "arena-derive", "bench", "examples", "fuzz"] {
        let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", package].iter().collect();
        for path in files(&root) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 600, "{} has {lines} lines", path.display());
        }
    }
}

impl House {
    fn path(&self, module: &str) -> PathBuf {
        [env!("CARGO_MANIFEST_DIR"), "..", self.name, "src", module].iter().collect()
    }

    fn modules(&self) -> impl Iterator<Item = &'static str> {
        self.order.iter().chain(self.beside).copied()
    }

    /// The source of a file, or of all files of a folder.
    fn source(&self, module: &str) -> String {
        let path = self.path(module);
        fs::read_to_string(path.with_extension("rs")).unwrap_or_else(|_| {
            files(&path).into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
        })
    }

    /// The source without its comments.
    fn code(&self, module: &str) -> String {
        without_comments(&self.source(module))
    }

    /// The modules whose code `has` something.
    fn which(&self, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
        self.modules().filter(|module| *module != "loom_tests" && has(&self.code(module))).collect()
    }
}

/// The sources in a folder and in the folders in it, but for what is built there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let found = paths.filter(|path| !path.ends_with("target")).flat_map(|path| {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if is_source { vec![path] } else { files(&path) }
    });
    found.collect()
}
