//! A whole program: the front of a compiler.

use std::{
    hint::black_box,
    process::Command,
    rc::Rc,
    sync::{Arc, LazyLock, Mutex, OnceLock},
    time::{Duration, Instant},
};

use arena::{Arena, Interner, LocalArena, Mapped};
use bumpalo::Bump;
use bumpalo_herd::Herd;
use foldhash::fast::RandomState;
use lasso::{Rodeo, Spur, ThreadedRodeo};

use crate::{
    compile::{
        self, Compiled, Program, corpus,
        memory::{Boxes, Typed},
        names::Counted,
        tree::{Borrowed, Name, Owned},
    },
    crew::{self, cores, together},
    harness::{
        Case,
        Kind::{self, Ours, Peer},
        Row,
    },
    peers::interners,
    process::{cargo, ourselves},
};

/// Address space for whatever comes.
pub(super) const SPACE: usize = 1 << 36;

/// Room for so many names. The corpus has fewer.
const NAMES: usize = 1 << 17;

/// Compiling.
pub const COMPILE: Case = Case {
    name: "compile",
    question: "What does a byte of source cost that is lexed, parsed, resolved and folded (20 MiB of a small language in a thousand files, by one compiler \
               for every memory), from nothing to the end of the teardown? (Each sample is a process of its own, which compiles once: it makes its memory and its \
               table of names, keeps all trees until every file is compiled, and frees everything. Arenas of ours are mapped, one for all threads, with 64 GiB \
               of address space.)",
    unit: "ns per byte",
    lead: "Local",
    rows: || rows(|group, _, way| way.row(group)),
};

/// Compiling again.
pub const AGAIN: Case = Case {
    name: "compile-again",
    question: "What does the same cost in a process that goes on compiling, and keeps what it can: arenas are reset, the allocator keeps what was freed? (Tables of \
               names, and the arenas of `typed-arena`, are made anew.)",
    unit: "ns per byte",
    lead: "Local",
    rows: || {
        let kept = [AGAIN_ALONE, AGAIN_TOGETHER];
        let groups = groups().into_iter().zip(kept);
        let rows = |((group, threads, all), kept): ((_, _, &'static [Way]), &'static [Way])| {
            let anew = all.iter().filter(|way| ANEW.contains(&way.name));
            kept.iter().chain(anew).map(move |way| way.row_again(threads).within(group))
        };
        groups.flat_map(rows).collect()
    },
};

/// The memory that takes.
pub const MEMORY: Case = Case {
    name: "compile-memory",
    question: "How much memory does `compile` take: bytes that are resident at the peak, without the sources, for each byte of source? (Each row compiles once, in \
               a process of its own.)",
    unit: MEMORY_UNIT,
    lead: "Local",
    rows: || rows(|group, _, way| way.figure(group, |took| took.peak / corpus_bytes() as f64)),
};

/// The allocations that takes.
pub const ALLOCATIONS: Case = Case {
    name: "compile-allocations",
    question: "How often does `compile` call the system allocator, for each file? (A call that maps memory is none. Where all arenas are alike, it is the compiler's own \
               tables and stacks.)",
    unit: ALLOCATIONS_UNIT,
    lead: "Local",
    rows: || {
        rows(|group, _, way| way.figure(group, |took| took.calls / corpus::FILES.len() as f64))
    },
};

/// The unit of memory at the peak.
pub const MEMORY_UNIT: &str = "bytes per byte";
/// The unit of what is counted.
pub const ALLOCATIONS_UNIT: &str = "calls per file";

/// The groups: how many threads there are, and which ways they have.
fn groups() -> [(&'static str, usize, &'static [Way]); 2] {
    [(crew::ONE_THREAD, 1, ALONE), (crew::EVERY_CORE, cores(), TOGETHER)]
}

fn rows(row: fn(&'static str, usize, &'static Way) -> Row) -> Vec<Row> {
    let groups = groups().into_iter();
    groups
        .flat_map(|(group, threads, ways)| ways.iter().map(move |way| row(group, threads, way)))
        .collect()
}

pub(super) fn corpus_bytes() -> usize {
    corpus::FILES.iter().map(String::len).sum()
}

/// Compiles in the way that a row of `compile` does, and says how long that took. Returns `None` if there is no such row.
pub fn once(group: &str, name: &str, sources: &[String]) -> Option<(Duration, Compiled)> {
    let (_, threads, ways) = groups().into_iter().find(|(found, ..)| *found == group)?;
    let way = ways.iter().find(|way| way.name == name)?;
    Some(way.time(sources, threads))
}

/// Every row does the same.
fn same(compiled: Compiled) {
    static FIRST: OnceLock<Compiled> = OnceLock::new();
    assert_eq!(compiled, *FIRST.get_or_init(|| compiled));
}

/// What a process of its own prints.
fn numbers<const N: usize>(mut process: Command) -> [u64; N] {
    let output = process.output().expect("it can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<u64> = text.split_whitespace().map_while(|word| word.parse().ok()).collect();
    numbers.try_into().unwrap_or_else(|_| {
        panic!("{process:?}: no figures: {}", String::from_utf8_lossy(&output.stderr))
    })
}

/// A way to compile: what the trees lie in, and what names are.
struct Way {
    name: &'static str,
    kind: Kind,
    compile: fn(&[String], usize) -> Compiled,
}

impl Way {
    fn time(&self, sources: &[String], threads: usize) -> (Duration, Compiled) {
        let start = Instant::now();
        let compiled = (self.compile)(black_box(sources), threads);
        (start.elapsed(), compiled)
    }

    /// A row whose every sample is a process of its own: in one that goes on, a heap keeps what rows before have freed.
    fn row(&'static self, group: &'static str) -> Row {
        Row::counted(self.name, self.kind, move || {
            let mut process = ourselves();
            process.args(["once", group, self.name]);
            let [nanoseconds, digest, unknown] = numbers(process);
            same(Compiled { digest, unknown: unknown as usize });
            nanoseconds as f64 / corpus_bytes() as f64
        })
        .within(group)
    }

    /// A row in this process.
    fn row_again(&'static self, threads: usize) -> Row {
        Row::new(self.name, self.kind, corpus_bytes(), move || {
            let (elapsed, compiled) = self.time(&corpus::FILES, threads);
            same(compiled);
            elapsed
        })
    }

    /// A row of what a process of its own takes, which is asked once.
    fn figure(&'static self, group: &'static str, of: fn(Took) -> f64) -> Row {
        let mut found = None;
        Row::counted(self.name, self.kind, move || {
            *found.get_or_insert_with(|| of(Took::of(group, self.name)))
        })
        .within(group)
    }
}

/// What a process took.
#[derive(Clone, Copy)]
struct Took {
    /// Allocations.
    calls: f64,
    /// Bytes at the peak.
    peak: f64,
}

impl Took {
    /// Runs one. It is of cargo's plain profile, which is built soonest; what is counted is the same.
    fn of(group: &str, name: &str) -> Self {
        let mut process = cargo("run");
        process.args(["--quiet", "--profile", "plain", "--bin", "arena-bench-once"]);
        process.args(["--", group, name]);
        let [calls, peak] = numbers(process);
        Self { calls: calls as f64, peak: peak as f64 }
    }
}

/// On one thread.
const ALONE: &[Way] = &[
    Way { name: "Local", kind: Ours, compile: |sources, _| local_alone(sources, &mapped()) },
    Way {
        name: "&Arena",
        kind: Ours,
        compile: |sources, _| {
            let arena = mapped();
            let names = interner(&arena);
            alone(sources, |program| program.compile::<Borrowed<_>, _, _>(&&arena, &mut &names))
        },
    },
    Way {
        name: "LocalArena",
        kind: Ours,
        compile: |sources, _| {
            let arena = LocalArena::mapped(SPACE).expect("the machine has address space");
            let place = mapped();
            let names = interner(&place);
            alone(sources, |program| program.compile::<Borrowed<_>, _, _>(&&arena, &mut &names))
        },
    },
    Way {
        name: "Local, names by lasso",
        kind: Ours,
        compile: |sources, _| {
            let (arena, mut names) = (mapped(), rodeo());
            alone(sources, |program| {
                program.compile::<Borrowed<_>, _, _>(&arena.local(), &mut names)
            })
        },
    },
    Way { name: "bumpalo", kind: Peer, compile: |sources, _| bump_alone(sources, &Bump::new()) },
    Way {
        name: "bumpalo, names by Interner",
        kind: Peer,
        compile: |sources, _| {
            let (bump, place) = (Bump::new(), mapped());
            let names = interner(&place);
            alone(sources, |program| program.compile::<Borrowed<_>, _, _>(&&bump, &mut &names))
        },
    },
    Way {
        name: "typed-arena",
        kind: Peer,
        compile: |sources, _| {
            let (typed, mut names) = (Typed::default(), rodeo());
            alone(sources, |program| program.compile::<Borrowed<_>, _, _>(&&typed, &mut names))
        },
    },
    Way {
        name: "Box and Rc",
        kind: Peer,
        compile: |sources, _| {
            let mut names = Counted::<Rc<str>>::default();
            alone(sources, |program| program.compile::<Owned<_>, _, _>(&Boxes, &mut names))
        },
    },
    Way {
        name: "Box, names by lasso",
        kind: Peer,
        compile: |sources, _| {
            let mut names = rodeo();
            alone(sources, |program| program.compile::<Owned<_>, _, _>(&Boxes, &mut names))
        },
    },
];

/// On threads that start together.
const TOGETHER: &[Way] = &[
    Way {
        name: "Local",
        kind: Ours,
        compile: |sources, threads| local(sources, threads, &mapped()),
    },
    Way {
        name: "&Arena",
        kind: Ours,
        compile: |sources, threads| shared(sources, threads, &mapped()),
    },
    Way {
        name: "Local, names by lasso",
        kind: Ours,
        compile: |sources, threads| {
            let (arena, names) = (mapped(), threaded_rodeo());
            all(sources, threads, |program| {
                program.compile::<Borrowed<_>, _, _>(&arena.local(), &mut &names)
            })
        },
    },
    Way {
        name: "bumpalo-herd",
        kind: Peer,
        compile: |sources, threads| herd(sources, threads, &Herd::new()),
    },
    Way {
        name: "bumpalo-herd, names by Interner",
        kind: Peer,
        compile: |sources, threads| {
            let (herd, place) = (Herd::new(), mapped());
            let names = interner(&place);
            all(sources, threads, |program| {
                program.compile::<Borrowed<_>, _, _>(&herd.get(), &mut &names)
            })
        },
    },
    Way {
        name: "typed-arena, a set a thread",
        kind: Peer,
        compile: |sources, threads| {
            let names = threaded_rodeo();
            all(sources, threads, |program| {
                let typed = Typed::default();
                program.compile::<Borrowed<_>, _, _>(&&typed, &mut &names)
            })
        },
    },
    Way {
        name: "Box and Arc",
        kind: Peer,
        compile: |sources, threads| {
            all(sources, threads, |program| {
                let mut names = Counted::<Arc<str>>::default();
                program.compile::<Owned<_>, _, _>(&Boxes, &mut names)
            })
        },
    },
    Way {
        name: "Box, names by lasso",
        kind: Peer,
        compile: |sources, threads| {
            let names = threaded_rodeo();
            all(sources, threads, |program| program.compile::<Owned<_>, _, _>(&Boxes, &mut &names))
        },
    },
];

/// What keeps nothing but what its allocator does.
const ANEW: [&str; 3] = ["typed-arena", "typed-arena, a set a thread", "Box, names by lasso"];

/// On one thread, in memory that is kept.
const AGAIN_ALONE: &[Way] = &[
    Way {
        name: "Local",
        kind: Ours,
        compile: |sources, _| again(&ARENA, Arena::reset, |arena| local_alone(sources, arena)),
    },
    Way {
        name: "bumpalo",
        kind: Peer,
        compile: |sources, _| again(&BUMP, Bump::reset, |bump| bump_alone(sources, bump)),
    },
];

/// On threads that start together, in memory that is kept.
const AGAIN_TOGETHER: &[Way] = &[
    Way {
        name: "Local",
        kind: Ours,
        compile: |sources, threads| {
            again(&ARENA, Arena::reset, |arena| local(sources, threads, arena))
        },
    },
    Way {
        name: "&Arena",
        kind: Ours,
        compile: |sources, threads| {
            again(&ARENA, Arena::reset, |arena| shared(sources, threads, arena))
        },
    },
    Way {
        name: "bumpalo-herd",
        kind: Peer,
        compile: |sources, threads| again(&HERD, Herd::reset, |kept| herd(sources, threads, kept)),
    },
];

static ARENA: LazyLock<Mutex<Arena<Mapped>>> = LazyLock::new(|| Mutex::new(mapped()));
static BUMP: LazyLock<Mutex<Bump>> = LazyLock::new(Mutex::default);
static HERD: LazyLock<Mutex<Herd>> = LazyLock::new(Mutex::default);

/// Compiles in memory that is kept, and resets it.
fn again<M>(kept: &Mutex<M>, reset: fn(&mut M), compile: impl FnOnce(&M) -> Compiled) -> Compiled {
    let mut memory = kept.lock().expect("no row panics");
    let compiled = compile(&memory);
    reset(&mut memory);
    compiled
}

fn local_alone(sources: &[String], arena: &Arena<Mapped>) -> Compiled {
    let names = interner(arena);
    alone(sources, |program| program.compile::<Borrowed<_>, _, _>(&arena.local(), &mut &names))
}

fn bump_alone(sources: &[String], bump: &Bump) -> Compiled {
    let mut names = rodeo();
    alone(sources, |program| program.compile::<Borrowed<_>, _, _>(&bump, &mut names))
}

fn local(sources: &[String], threads: usize, arena: &Arena<Mapped>) -> Compiled {
    let names = interner(arena);
    all(sources, threads, |program| {
        program.compile::<Borrowed<_>, _, _>(&arena.local(), &mut &names)
    })
}

fn shared(sources: &[String], threads: usize, arena: &Arena<Mapped>) -> Compiled {
    let names = interner(arena);
    all(sources, threads, |program| program.compile::<Borrowed<_>, _, _>(&arena, &mut &names))
}

fn herd(sources: &[String], threads: usize, herd: &Herd) -> Compiled {
    let names = threaded_rodeo();
    all(sources, threads, |program| program.compile::<Borrowed<_>, _, _>(&herd.get(), &mut &names))
}

fn mapped() -> Arena<Mapped> {
    Arena::mapped(SPACE).expect("the machine has address space")
}

fn interner(arena: &Arena<Mapped>) -> Interner<'_> {
    Interner::new_in(NAMES, arena)
}

pub(super) fn rodeo() -> Rodeo<Spur, RandomState> {
    interners::rodeo(NAMES)
}

fn threaded_rodeo() -> ThreadedRodeo<Spur, RandomState> {
    interners::threaded_rodeo(NAMES)
}

/// What one thread makes of a program.
type Part = Result<Compiled, compile::Error>;

/// Compiles on this thread.
pub(super) fn alone<N: Name>(
    sources: &[String],
    compile: impl FnOnce(&Program<'_, N>) -> Part,
) -> Compiled {
    compile(&Program::new(sources, 1)).expect("the corpus is of the language")
}

/// Compiles on so many threads.
fn all<N: Name + Send + Sync>(
    sources: &[String],
    threads: usize,
    compile: impl Fn(&Program<'_, N>) -> Part + Sync,
) -> Compiled {
    let program = Program::new(sources, threads);
    let (_, parts) = together(threads, |_| compile(&program));
    parts.into_iter().map(|part| part.expect("the corpus is of the language")).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_comes_to_the_same() {
        let files = corpus::files(512 * 1024);
        let first = (ALONE[0].compile)(&files, 1);
        assert_eq!(first.unknown, 0);
        for threads in [1, 2, 5] {
            let ways = if threads == 1 { [ALONE, AGAIN_ALONE] } else { [TOGETHER, AGAIN_TOGETHER] };
            for way in ways.into_iter().flatten() {
                assert_eq!((way.compile)(&files, threads), first, "{} on {threads}", way.name);
            }
        }
    }
}
