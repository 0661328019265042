//! Every bar and goal.

use super::goal::{
    Goal,
    Groups::{self, Each, EveryCore, Of, Way},
    Measure,
};
use crate::{
    calls::{CLOSURE, LOOP},
    cases::{documents, pieces},
    crew,
};

/// One row of ours over the fastest of some others.
const fn over(
    what: &'static str,
    (case, groups): (&'static str, Groups),
    ours: &'static [&'static str],
    theirs: &'static [&'static str],
    (bar, goal): (f64, f64),
) -> Goal {
    Goal { what, case, groups, measure: Measure::Over { ours, theirs }, bar, goal }
}

/// `Local` and `&Arena`, over the fastest of the arenas.
const fn level(
    what: &'static str,
    case: &'static str,
    theirs: &'static [&'static str],
    marks: (f64, f64),
) -> Goal {
    over(what, (case, Each), &["Local", "&Arena"], theirs, marks)
}

/// JSON as values, over the faster of the owned ones.
const fn typed(what: &'static str, group: &'static str, marks: (f64, f64)) -> Goal {
    over(what, ("deserialize", Of(group)), LOCAL, TYPED, marks)
}

/// Something else that is measured.
const fn measured(
    what: &'static str,
    (case, groups): (&'static str, Groups),
    measure: Measure,
    (bar, goal): (f64, f64),
) -> Goal {
    Goal { what, case, groups, measure, bar, goal }
}

const LOCAL: &[&str] = &["Local"];
const ARENA: &[&str] = &["&Arena"];
const POOL: &[&str] = &["Pool"];
const BOX: &[&str] = &["Box"];
const BUMPALO: &[&str] = &["bumpalo", "bumpalo, align 8"];
const BUMP_SCOPE: &[&str] = &["bump-scope", "bump-scope, align 8"];
const BOTH: &[&str] = &["bumpalo", "bumpalo, align 8", "bump-scope", "bump-scope, align 8"];
const HERD: &[&str] = &["bumpalo-herd"];
const SYSTEM: &[&str] = &["system", "system + free"];

const LISTS: &[&str] = &[
    "bumpalo",
    "bumpalo, allocator-api2",
    "bump-scope",
    "bump-scope, MutBumpVec",
    "bump-scope, allocator-api2",
    "multitude",
];
const STRINGS: &[&str] = &["bumpalo", "bump-scope", "bump-scope, MutBumpString", "multitude"];
const MAPS: &[&str] = &["bumpalo", "bump-scope", "multitude"];
const JSON: &[&str] =
    &["bumpalo", "bumpalo, align 8", "bump-scope", "bump-scope, align 8", "multitude"];
const TREES: &[&str] = &["bumpalo-herd", "bump-scope pool", "bitena", "system"];
const SERDE: &[&str] = &["serde_json", "serde_json + free"];

const TYPED: &[&str] = &["serde_json, owned", "serde_json, HashMap"];
const ALONE: (f64, f64) = (0.75, 0.50);
const TOGETHER: (f64, f64) = (0.70, 0.45);

const COMPILED_BY_BUMPALO: &[&str] = &["bumpalo", "bumpalo, names by Interner"];
const COMPILED_BY_HERD: &[&str] = &["bumpalo-herd", "bumpalo-herd, names by Interner"];

const THREADED_RODEO: &[&str] = &["ThreadedRodeo", "ThreadedRodeo, std's hasher"];
const INTERNER: &[&str] = &["Interner"];

/// Every goal.
pub const ALL: &[Goal] = &[
    over(
        "`&Arena` contended on every core, over the system allocator",
        ("contended", EveryCore),
        ARENA,
        SYSTEM,
        (0.90, 0.60),
    ),
    over("same, over bitena", ("contended", EveryCore), ARENA, &["bitena"], (0.20, 0.10)),
    over("same, over blink sync", ("contended", EveryCore), ARENA, &["blink sync"], (0.20, 0.10)),
    measured(
        "same, together, over `&Arena` on one thread",
        ("contended", EveryCore),
        Measure::Scaling("&Arena"),
        (1.20, 1.00),
    ),
    over(
        "a tree built through `&Arena` on every core, over `malloc`",
        ("tree-build", EveryCore),
        ARENA,
        SYSTEM,
        (0.90, 0.50),
    ),
    over(
        "shared path, one thread, over the bare exchange loop",
        ("shared", Each),
        ARENA,
        &["bare exchange"],
        (1.15, 1.05),
    ),
    over(
        "shared path, one thread, over bitena",
        ("shared", Each),
        ARENA,
        &["bitena"],
        (0.90, 0.80),
    ),
    over(
        "shared path, one thread, over blink sync",
        ("shared", Each),
        ARENA,
        &["blink sync"],
        (0.50, 0.40),
    ),
    over(
        "`u64`, handle in a local variable, over bumpalo",
        ("u64", Of(LOOP)),
        LOCAL,
        BUMPALO,
        (0.75, 0.65),
    ),
    over("same, over bump-scope", ("u64", Of(LOOP)), LOCAL, BUMP_SCOPE, (0.75, 0.65)),
    over(
        "same, over the bare store loop",
        ("u64", Of(LOOP)),
        LOCAL,
        &["bare stores"],
        (1.10, 1.02),
    ),
    over(
        "`u64`, handle behind a reference, over bumpalo",
        ("u64-ref", Each),
        LOCAL,
        BUMPALO,
        (1.05, 1.00),
    ),
    over(
        "`u64` by a `LocalArena`, over `Local`",
        ("u64", Each),
        &["LocalArena"],
        LOCAL,
        (1.05, 1.00),
    ),
    over("same, behind a reference", ("u64-ref", Each), &["LocalArena"], LOCAL, (1.05, 1.00)),
    over(
        "a `LocalArena` per document, over bumpalo",
        ("documents", Each),
        &["LocalArena"],
        BUMPALO,
        (1.05, 1.00),
    ),
    over(
        "an `Arena` and a `Local` per document, likewise",
        ("documents", Each),
        &["Arena"],
        BUMPALO,
        (1.05, 1.00),
    ),
    over(
        "a `LocalArena` that is kept and reset, over bumpalo that is",
        ("documents", Each),
        &["LocalArena, kept"],
        &["bumpalo, kept"],
        (1.02, 0.95),
    ),
    measured(
        "an `Arena::mapped` of 64 GiB per document of 23 bytes",
        ("documents", Of(documents::SMALL)),
        Measure::Nanos(&["mapped"]),
        (8_000.0, 3_000.0),
    ),
    over(
        "a program that maps an arena for each of its files, over bumpalo",
        ("compile-files", Each),
        &["mapped", "LocalArena, mapped"],
        &["bumpalo"],
        (1.05, 1.00),
    ),
    over(
        "the same program with an arena that is kept and reset, likewise",
        ("compile-files", Each),
        &["mapped, kept", "LocalArena, mapped and kept"],
        &["bumpalo, kept"],
        (1.05, 1.00),
    ),
    over(
        "a handle for three `u64`s, over bump-scope's pool",
        ("handles", Each),
        LOCAL,
        &["bump-scope pool"],
        (1.05, 0.80),
    ),
    over(
        "same, over bumpalo anew each time",
        ("handles", Each),
        LOCAL,
        &["bumpalo, new each"],
        (1.05, 0.80),
    ),
    over(
        "same on every core, over bump-scope's pool",
        ("handles-all", EveryCore),
        LOCAL,
        &["bump-scope pool"],
        (1.20, 0.80),
    ),
    over(
        "same on every core, over bumpalo anew each time",
        ("handles-all", EveryCore),
        LOCAL,
        &["bumpalo, new each"],
        (1.20, 0.80),
    ),
    over(
        "`alloc_str`, each text, over bumpalo",
        ("words", Way(LOOP)),
        LOCAL,
        &["bumpalo"],
        (0.65, 0.45),
    ),
    over(
        "`alloc_str`, each text, over bump-scope",
        ("words", Way(LOOP)),
        LOCAL,
        &["bump-scope"],
        (0.65, 0.45),
    ),
    over(
        "same, each word in a closure, over bumpalo and bump-scope",
        ("words", Way(CLOSURE)),
        LOCAL,
        BOTH,
        (1.00, 0.80),
    ),
    over(
        "a line by `alloc_str`, over bumpalo and bump-scope",
        ("lines", Each),
        LOCAL,
        BOTH,
        (1.05, 1.00),
    ),
    over(
        "`alloc_slice_copy` of 8 `u32`, over bumpalo",
        ("copy-8", Way(LOOP)),
        LOCAL,
        BUMPALO,
        (0.80, 0.65),
    ),
    over(
        "same, each in a closure, over bumpalo and bump-scope",
        ("copy-8", Way(CLOSURE)),
        LOCAL,
        BOTH,
        (1.00, 0.80),
    ),
    over(
        "`alloc_slice_fill_with` of 16 `u32`, over bumpalo",
        ("fill-with-16", Each),
        LOCAL,
        BUMPALO,
        (1.00, 0.90),
    ),
    over(
        "`alloc_slice_fill_copy` of 16 `u32`, over bumpalo and bump-scope",
        ("fill-copy-16", Each),
        LOCAL,
        BOTH,
        (1.02, 0.95),
    ),
    over(
        "`alloc_slice_fill_iter` of 16 `u32`, likewise",
        ("fill-iter-16", Each),
        LOCAL,
        BOTH,
        (1.02, 0.95),
    ),
    over(
        "4 KiB value by `alloc_with`, over bumpalo",
        ("4k-in-place", Each),
        LOCAL,
        BUMPALO,
        (1.05, 1.00),
    ),
    over(
        "4 KiB value that a loop computes, over bumpalo and bump-scope",
        ("4k-computed", Each),
        LOCAL,
        BOTH,
        (1.02, 0.95),
    ),
    over(
        "code of `Local::alloc(u64)`, over bumpalo's",
        ("code", Of("alloc(u64)")),
        LOCAL,
        &["bumpalo"],
        (1.80, 1.20),
    ),
    over(
        "code of `Local::alloc_str`, over bumpalo's",
        ("code", Of("alloc_str")),
        LOCAL,
        &["bumpalo"],
        (1.80, 1.20),
    ),
    over(
        "an empty `Local::scope`, over bump-scope's `scoped`",
        ("scope-empty", Each),
        &["Local::scope"],
        BUMP_SCOPE,
        (1.20, 0.80),
    ),
    over(
        "an empty `Arena::scope`, likewise",
        ("scope-empty", Each),
        &["Arena::scope"],
        BUMP_SCOPE,
        (1.20, 0.80),
    ),
    over(
        "`Local::scope`, its handle passed on and not used, likewise",
        ("scope-opaque", Each),
        &["Local::scope"],
        BUMP_SCOPE,
        (1.20, 0.80),
    ),
    over(
        "`Arena::scope`, its handle passed on and not used, likewise",
        ("scope-opaque", Each),
        &["Arena::scope"],
        BUMP_SCOPE,
        (1.20, 0.80),
    ),
    over(
        "`LocalArena::scope`, its handle passed on and not used, likewise",
        ("scope-opaque", Each),
        &["LocalArena::scope"],
        BUMP_SCOPE,
        (1.20, 0.80),
    ),
    over(
        "a reset and a `u64`, over bumpalo and bump-scope",
        ("reset", Each),
        ARENA,
        BOTH,
        (1.02, 0.95),
    ),
    level(
        "JSON by one parser, every row of ours over the fastest arena",
        "json",
        JSON,
        (1.02, 0.95),
    ),
    over(
        "JSON by the parser of `examples/json`, over `serde_json::Value`",
        ("json", Each),
        &["Local, examples/json"],
        SERDE,
        (0.60, 0.60),
    ),
    typed("tweets as values, until they are freed, over owned ones", "tweets, 1 thread", ALONE),
    typed("a catalogue, likewise", "catalogue, 1 thread", ALONE),
    typed("coordinates, likewise", "coordinates, 1 thread", ALONE),
    typed("tweets on every core into one arena, likewise", "tweets, every core", TOGETHER),
    typed("a catalogue on every core, likewise", "catalogue, every core", TOGETHER),
    typed("coordinates on every core, likewise", "coordinates, every core", TOGETHER),
    over(
        "a tree built through `Local` on every core, over the fastest peer",
        ("tree-build", EveryCore),
        LOCAL,
        TREES,
        (1.02, 0.95),
    ),
    level(
        "`push` to a `Vec` that grows, every row of ours over the fastest arena",
        "vec-push",
        LISTS,
        (1.05, 1.00),
    ),
    level("`push` to a `Vec` with room, likewise", "vec-push-reserved", LISTS, (1.05, 1.00)),
    level("a `String` of words, likewise", "string-build", STRINGS, (1.05, 1.00)),
    level("a `String` that `write!` fills, likewise", "string-write", STRINGS, (1.05, 1.00)),
    level("a `HashMap` that counts words, likewise", "hashmap-words", MAPS, (1.05, 1.00)),
    over(
        "the words of the prose, interned by one thread, over `ThreadedRodeo`",
        ("intern", Of("prose")),
        INTERNER,
        THREADED_RODEO,
        (0.65, 0.50),
    ),
    over(
        "same, over `Rodeo`",
        ("intern", Of("prose")),
        INTERNER,
        &["Rodeo", "Rodeo, std's hasher"],
        (0.85, 0.70),
    ),
    over("same, over hashbrown", ("intern", Of("prose")), INTERNER, &["hashbrown"], (1.00, 0.85)),
    over(
        "words that are interned, on every core, over `ThreadedRodeo`",
        ("intern-known", EveryCore),
        INTERNER,
        THREADED_RODEO,
        (0.50, 0.30),
    ),
    over(
        "`Local` on every core, together, over bumpalo-herd",
        ("threads", EveryCore),
        LOCAL,
        HERD,
        (1.00, 0.80),
    ),
    over(
        "`Local` on every core, together, over the system allocator",
        ("threads", EveryCore),
        LOCAL,
        SYSTEM,
        (0.25, 0.12),
    ),
    measured(
        "speed-up of `Local` from 1 to every core, over that of bare stores (higher is better)",
        ("threads", EveryCore),
        Measure::SpeedUp,
        (0.90, 0.98),
    ),
    over(
        "a compiler on one thread, over bumpalo",
        ("compile", Of(crew::ONE_THREAD)),
        LOCAL,
        COMPILED_BY_BUMPALO,
        (1.00, 0.90),
    ),
    over(
        "same on every core, over bumpalo-herd",
        ("compile", EveryCore),
        LOCAL,
        COMPILED_BY_HERD,
        (0.95, 0.85),
    ),
    over(
        "same on every core, over `Box` and `Arc`",
        ("compile", EveryCore),
        LOCAL,
        &["Box and Arc"],
        (0.60, 0.40),
    ),
    over(
        "same on every core through `&Arena` alone, over `Local`",
        ("compile", EveryCore),
        ARENA,
        LOCAL,
        (1.25, 1.10),
    ),
    over(
        "its peak memory on one thread, over bumpalo",
        ("compile-memory", Of(crew::ONE_THREAD)),
        LOCAL,
        COMPILED_BY_BUMPALO,
        (1.10, 1.00),
    ),
    over(
        "its peak memory on every core, over bumpalo-herd",
        ("compile-memory", EveryCore),
        LOCAL,
        COMPILED_BY_HERD,
        (1.10, 1.00),
    ),
    over(
        "256 MiB of fresh `[u64; 8]`, mapped, by a `Local`, over bumpalo",
        ("fresh-256m", Each),
        &["Local, mapped"],
        BUMPALO,
        (0.30, 0.15),
    ),
    over(
        "a pool's keys, one thread, over sharded-slab",
        ("pool-keys", Each),
        POOL,
        &["sharded-slab"],
        (0.60, 0.35),
    ),
    over("a pool's owners, one thread, over `Box`", ("pool-owned", Each), POOL, BOX, (0.60, 0.35)),
    over(
        "keys on every core, over sharded-slab",
        ("pool-keys-all", EveryCore),
        POOL,
        &["sharded-slab"],
        (1.00, 0.50),
    ),
    over(
        "owners on every core, over `Box`",
        ("pool-owned-all", EveryCore),
        POOL,
        BOX,
        (1.00, 0.50),
    ),
    over("values that migrate, over `Box`", ("pool-migrate", Each), POOL, BOX, (1.00, 0.50)),
    measured(
        "the slowest kind of call with 100,000 pieces",
        ("pieces", Of(pieces::MANY)),
        Measure::Nanos(pieces::ROWS),
        (5_000.0, 5_000.0),
    ),
    measured(
        "the same over that with 1,000",
        ("pieces", Of(pieces::MANY)),
        Measure::Growth { rows: pieces::ROWS, from: pieces::FEW },
        (2.00, 1.20),
    ),
    measured(
        "a refusal with 100,000 pieces",
        ("pieces", Of(pieces::MANY)),
        Measure::Nanos(pieces::REFUSALS),
        (5_000.0, 1_000.0),
    ),
    measured(
        "the slowest refusal with 64 threads",
        ("refusal-threads", Each),
        Measure::Slowest("&Arena"),
        (5e6, 1e6),
    ),
];
