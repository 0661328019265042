//! The questions, a file per family.

pub mod code;
pub mod collections;
pub mod compile;
pub mod compile_files;
pub mod deserialize;
pub mod documents;
pub mod fresh;
pub mod handles;
pub mod intern;
pub mod json;
pub mod numbers;
pub mod pieces;
pub mod pool;
pub mod refusals;
pub mod reset;
pub mod scope;
pub mod shared;
pub mod slices;
pub mod threads;
pub mod tree;
pub mod values;
pub mod words;

use crate::harness::Case;

/// Cases that ask about the same thing.
pub struct Part {
    /// What it is.
    pub name: &'static str,
    /// The cases, in the order of the report.
    pub cases: &'static [&'static Case],
}

/// Every case.
pub const PARTS: &[Part] = &[
    Part {
        name: "Values",
        cases: &[
            &numbers::U64,
            &numbers::U64_REF,
            &numbers::U64_REGISTER,
            &values::MIXED,
            &values::BYTES_200,
            &values::IN_PLACE,
            &values::COMPUTED,
            &code::CODE,
        ],
    },
    Part {
        name: "Text and slices",
        cases: &[
            &words::WORDS,
            &words::LINES,
            &slices::COPY_8,
            &slices::COPY_1024,
            &slices::FILL_WITH_16,
            &slices::FILL_WITH_1024,
            &slices::FILL_COPY_16,
            &slices::FILL_COPY_1024,
            &slices::FILL_ITER_16,
            &slices::FILL_ITER_1024,
        ],
    },
    Part {
        name: "Collections and trees",
        cases: &[
            &collections::PUSH,
            &collections::PUSH_RESERVED,
            &collections::BUILD,
            &collections::WRITE,
            &collections::MAP,
            &intern::INTERN,
            &json::PARSE,
            &deserialize::DESERIALIZE,
        ],
    },
    Part {
        name: "Whole arenas",
        cases: &[
            &reset::RESET,
            &scope::EMPTY,
            &scope::OPAQUE,
            &scope::ONE,
            &fresh::FRESH,
            &fresh::FRESH_LARGE,
            &documents::DOCUMENTS,
            &pieces::PIECES,
        ],
    },
    Part {
        name: "Pools",
        cases: &[&pool::OWNED, &pool::OWNED_ALL, &pool::KEYS, &pool::KEYS_ALL, &pool::MIGRATE],
    },
    Part {
        name: "Whole programs",
        cases: &[
            &compile::COMPILE,
            &compile::AGAIN,
            &compile_files::FILES,
            &compile::MEMORY,
            &compile::ALLOCATIONS,
        ],
    },
    Part {
        name: "Threads",
        cases: &[
            &shared::SHARED,
            &shared::CONTENDED,
            &threads::THREADS,
            &threads::SHORT,
            &handles::HANDLES,
            &handles::HANDLES_ALL,
            &intern::KNOWN,
            &intern::ALL,
            &tree::BUILD,
            &tree::WALK,
            &refusals::REFUSALS,
        ],
    },
];

/// Every case, in the order of the report.
pub fn all() -> impl Iterator<Item = &'static Case> {
    PARTS.iter().flat_map(|part| part.cases.iter().copied())
}

/// The cases that are measured in cargo's plain profile too.
pub const HOT: &[&str] = &[
    "u64",
    "u64-ref",
    "code",
    "words",
    "lines",
    "copy-8",
    "fill-with-16",
    "fill-copy-16",
    "fill-iter-16",
    "json",
    "deserialize",
    "scope-opaque",
    "shared",
    "handles",
    "tree-build",
    "compile",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hot_case_is_a_case() {
        assert!(HOT.iter().all(|hot| all().any(|case| case.name == *hot)));
    }
}
