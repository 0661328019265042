//! A loop of scopes on four threads reaches a steady state.

use std::{
    alloc::Layout,
    mem,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use arena::{Arena, Local};

use super::{Live, MIB, OTHER, Thrown, thrown};

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// One round's use of a handle, and whether the arena had the bytes.
type Round = fn(&mut Local<'_>, &mut Random) -> bool;

/// Claims a block, writes all of it, and looks at it later.
fn block(handle: &Local<'_>, size: usize, tag: u8) -> Option<Live> {
    let at = handle.try_alloc_layout(Layout::from_size_align(size, 8).unwrap()).ok()?;
    // SAFETY: the claim is ours.
    unsafe { at.write_bytes(tag, size) };
    Some(Live { at, size, tag })
}

/// Fills `bytes` with blocks of at most `limit`, and checks them when all are there.
fn blocks(handle: &Local<'_>, random: &mut Random, mut bytes: usize, limit: usize) -> bool {
    let mut live = Vec::new();
    while bytes > 0 {
        let size = (random.below(limit) + 1).min(bytes);
        let Some(block) = block(handle, size, size.to_le_bytes()[0]) else { return false };
        live.push(block);
        bytes -= size;
    }
    // One byte in many: all of them would take minutes without optimisation.
    for Live { at, size, tag } in live {
        for offset in [0, size / 2, size - 1] {
            // SAFETY: inside the claim, which lasts.
            let byte = unsafe { at.add(offset) };
            // SAFETY: all of the claim was written.
            assert_eq!(unsafe { byte.read() }, tag, "something wrote to a live value");
        }
    }
    true
}

const ROUNDS: [(&str, Round); 7] = [
    ("one block", |local, _| local.scope(|inner| block(inner, MIB, 1).is_some())),
    ("equal blocks", |local, random| {
        local.scope(|inner| (0..256).all(|_| blocks(inner, random, 4096, 4096)))
    }),
    ("random blocks", |local, random| {
        let limit = 1 << (8 + random.below(13));
        local.scope(|inner| blocks(inner, random, MIB, limit))
    }),
    ("one block of a random size", |local, random| {
        let size = random.below(MIB) + 1;
        local.scope(|inner| block(inner, size, 1).is_some())
    }),
    ("nested", |local, random| {
        let limit = 1 << (8 + random.below(10));
        local.scope(|inner| {
            let outer = block(inner, MIB / 8, 7);
            let before = blocks(inner, random, MIB / 8, limit);
            let nested = (0..2).all(|_| {
                inner.scope(|inner| {
                    let deep = |inner: &mut Local<'_>| blocks(inner, random, MIB / 4, limit);
                    inner.scope(deep) && blocks(inner, random, MIB / 2, limit)
                })
            });
            let after = blocks(inner, random, MIB / 4, limit);
            outer.is_some_and(|outer| {
                outer.assert_intact();
                before && nested && after
            })
        })
    }),
    ("panicking", |local, random| {
        let limit = 1 << (8 + random.below(13));
        let mut fits = false;
        thrown(|| {
            local.scope(|inner| {
                fits = blocks(inner, random, MIB / 2, limit);
                thrown(|| {
                    inner.scope(|inner| {
                        fits &= blocks(inner, random, MIB / 2, limit);
                        resume_unwind(Box::new(Thrown));
                    });
                });
                resume_unwind(Box::new(Thrown));
            });
        });
        fits
    }),
    ("exchanged", |local, random| {
        local.scope(|inner| {
            let mine = mem::replace(inner, OTHER.local());
            let fits = blocks(&mine, random, MIB / 2, 4096);
            drop(mem::replace(inner, mine));
            fits && blocks(inner, random, MIB / 2, 4096)
        })
    }),
];

/// Four threads at once: rounds that were refused, and the figures after some rounds and after all.
fn steady(capacity: usize, anew: bool, round: Round) -> (usize, [arena::Stats; 2]) {
    let arena = Arena::new(capacity).unwrap();
    let (gate, refused) = (Barrier::new(5), AtomicUsize::new(0));
    let stats = thread::scope(|threads| {
        for seed in 1..=4 {
            let (arena, gate, refused) = (&arena, &gate, &refused);
            threads.spawn(move || {
                let (mut kept, mut random) = (arena.local(), Random(seed << 40 | 0x9E37_79B9));
                for rounds in [100, 900] {
                    for _ in 0..rounds {
                        let handle = if anew { &mut arena.local() } else { &mut kept };
                        // A thread that panics would leave the others waiting.
                        let fits = catch_unwind(AssertUnwindSafe(|| {
                            // While bytes are on their way from one thread to another, a third may be
                            // refused: so a refusal counts if it is repeated, though others run between.
                            (0..20).any(|tries| {
                                thread::sleep(Duration::from_millis(5 * tries.min(1)));
                                round(handle, &mut random)
                            })
                        }));
                        if !fits.unwrap_or(false) {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    gate.wait();
                    gate.wait();
                }
            });
        }
        [(); 2].map(|()| {
            gate.wait();
            let stats = arena.stats();
            gate.wait();
            stats
        })
    });
    (refused.into_inner(), stats)
}

/// Rounds in a steady state: none is refused, and after the first hundred nothing more is claimed.
fn assert_steady(names: &[&str], capacity: usize, anew: bool) {
    for (name, round) in ROUNDS.iter().filter(|(name, _)| names.contains(name)) {
        let (refused, [early, late]) = steady(capacity, anew, *round);
        assert_eq!(refused, 0, "{name}: rounds refused in {capacity} bytes");
        if anew {
            // Where threads have collided often, there are lanes.
            let is_free = |stats: arena::Stats| [0, 64 * 128].contains(&stats.allocated);
            assert!(is_free(early) && is_free(late), "{name}: bytes are lost: {early:?}, {late:?}");
        } else {
            assert_eq!(early.allocated, late.allocated, "{name}: scopes claim ever more");
        }
    }
}

#[test]
fn equal_scopes_on_four_threads_reach_a_steady_state() {
    assert_steady(&["one block", "equal blocks"], 64 * MIB, false);
    assert_steady(&["one block", "equal blocks"], 8 * MIB, false);
}

#[test]
fn scopes_of_changing_sizes_on_four_threads_reach_a_steady_state() {
    assert_steady(&["random blocks", "one block of a random size"], 64 * MIB, false);
}

#[test]
fn scopes_of_changing_sizes_in_a_tight_arena_are_not_refused() {
    assert_steady(&["random blocks", "one block of a random size"], 24 * MIB, false);
}

#[test]
fn nested_scopes_on_four_threads_reach_a_steady_state() {
    assert_steady(&["nested"], 64 * MIB, false);
}

#[test]
fn scopes_that_panic_on_four_threads_reach_a_steady_state() {
    assert_steady(&["panicking"], 64 * MIB, false);
}

#[test]
fn scopes_that_exchange_their_handles_reach_a_steady_state() {
    assert_steady(&["exchanged"], 64 * MIB, false);
}

#[test]
fn handles_opened_anew_for_each_scope_lose_nothing() {
    let names = ROUNDS.map(|(name, _)| name);
    assert_steady(&names, 64 * MIB, true);
    assert_steady(&names, 24 * MIB, true);
}
