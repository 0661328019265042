//! What scopes promise: a loop reaches a steady state, nothing that is alive is touched, everything
//! comes back, and a handle may be exchanged for any other.

mod random;
mod steady;

use std::{
    alloc::Layout,
    mem::{self, ManuallyDrop},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    ptr::NonNull,
    thread,
};

use arena::{AllocError, Arena, Local, Scope};

use crate::support::{Handle, rounds};

arena::static_arena! {
    static OTHER: 4 << 20;
}

impl<'s> Handle<'s> for Scope<'s> {
    fn layout(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        self.try_alloc_layout(layout)
    }
}

/// Bytes that were claimed and written.
struct Live {
    at: NonNull<u8>,
    size: usize,
    tag: u8,
}

// SAFETY: bytes, which whoever has the `Live` may read from any thread.
unsafe impl Send for Live {}

impl Live {
    fn assert_intact(&self) {
        // SAFETY: whoever keeps the `Live` sees to it that the claim lasts as long.
        let bytes = unsafe { NonNull::slice_from_raw_parts(self.at, self.size).as_ref() };
        assert!(bytes.iter().all(|byte| *byte == self.tag), "something wrote to a live value");
    }
}

/// Everything that is alive, of scopes inside scopes the innermost last.
#[derive(Default)]
struct Model {
    live: Vec<Live>,
    tag: u8,
}

impl Model {
    /// Claims, checks the place, and writes every byte.
    fn claim<'a>(&mut self, handle: &impl Handle<'a>, size: usize, align: usize) -> bool {
        let Ok(at) = handle.layout(Layout::from_size_align(size, align).unwrap()) else {
            return false;
        };
        self.tag = self.tag % 251 + 1;
        let (low, high) = (at.addr().get(), at.addr().get() + size);
        assert_eq!(low % align, 0);
        for live in &self.live {
            let start = live.at.addr().get();
            let apart = high <= start || start + live.size <= low;
            assert!(apart || size == 0 || live.size == 0, "two live values overlap");
        }
        // SAFETY: the claim is ours.
        unsafe { at.write_bytes(self.tag, size) };
        self.live.push(Live { at, size, tag: self.tag });
        true
    }

    fn assert_intact(&self) {
        self.live.iter().for_each(Live::assert_intact);
    }

    /// Forgets what `f` has claimed, since its scope ends. Passes a panic on.
    fn within<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let outside = self.live.len();
        let result = catch_unwind(AssertUnwindSafe(|| f(self)));
        self.live.truncate(outside);
        self.assert_intact();
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// Runs `f` and catches the one panic that tests throw, in silence.
fn thrown(f: impl FnOnce()) {
    let panic = catch_unwind(AssertUnwindSafe(f)).unwrap_err();
    assert!(panic.is::<Thrown>(), "another panic than expected");
}

struct Thrown;

const MIB: usize = 1 << 20;

#[test]
fn scopes_that_grow_slowly_need_no_more_than_a_few_times_the_largest() {
    let arena = Arena::new(16 * MIB).unwrap();
    let mut local = arena.local();
    for size in (1024..MIB).step_by(1024) {
        let fits = local.scope(|inner| inner.try_alloc_slice_uninit::<u8>(size).is_ok());
        assert!(fits, "{size} bytes refused, {} of 16 MiB allocated", arena.allocated());
    }
}

#[test]
fn a_scope_that_only_opens_another_keeps_what_that_claimed() {
    let arena = Arena::new(MIB).unwrap();
    let mut local = arena.local();
    for _ in 0..100 {
        let fits = local.scope(|outer| {
            outer.scope(|inner| inner.try_alloc_slice_uninit::<u8>(100_000).is_ok())
        });
        assert!(fits, "{:?}", arena.stats());
    }
    drop(local);
    assert_eq!(arena.allocated(), 0);
}

#[test]
fn a_new_piece_is_at_least_half_of_what_lies_around() {
    let arena = Arena::new(32 * MIB).unwrap();
    let claimed_by = |f: &mut dyn FnMut()| {
        let before = arena.allocated();
        f();
        arena.allocated() - before
    };
    let is_half = |claimed| (MIB / 2..MIB).contains(&claimed);
    let mut local = arena.local();
    local.scope(|outer| {
        outer.alloc_slice_uninit::<u8>(MIB);
        let claimed = claimed_by(&mut || _ = outer.scope(|inner| inner.alloc([0_u8; 1000])[0]));
        assert!(is_half(claimed), "{claimed} bytes, in a scope in one of 1 MiB");
    });
    // The largest piece is the handle's run now.
    local = arena.local();
    local.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(MIB));
    let claimed = claimed_by(&mut || {
        local.scope(|inner| {
            inner.alloc_slice_uninit::<u8>(MIB);
            inner.alloc([0_u8; 1000]);
        });
    });
    assert!(is_half(claimed), "{claimed} bytes, beyond a run of 1 MiB");
}

#[test]
fn a_scope_takes_a_piece_of_up_to_four_times_its_need_before_new_bytes() {
    let arena = Arena::new(MIB).unwrap();
    let [mut large, mut small] = [(); 2].map(|()| arena.local());
    large.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(1984)); // and a header: 2048 bytes
    small.scope(|inner| _ = inner.alloc(0_u64));
    arena.alloc(0_u64); // so that both leave pieces
    drop(large);
    drop(small); // the first piece
    let below = || arena.remaining() - arena.stats().stash;
    let before = below();
    arena.local().scope(|inner| {
        inner.alloc([0_u8; 1000]);
        assert_eq!(below(), before, "{:?}", arena.stats());
    });
}

#[test]
fn a_scope_asks_for_as_much_as_its_handle_would() {
    let arena = Arena::new(16 * MIB).unwrap();
    let mut local = arena.local();
    for number in 0..50_000_u64 {
        local.alloc(number); // the runs become larger
    }
    let before = arena.allocated();
    local.scope(|inner| {
        while arena.allocated() == before {
            inner.alloc(0_u64);
        }
    });
    assert!(arena.allocated() - before >= 32 * 1024, "{:?}", arena.stats());
}

#[test]
fn a_scope_gives_nothing_of_its_handle_to_the_arena() {
    let arena = Arena::new(1 << 16).unwrap();
    let [mut above, mut local] = [(); 2].map(|()| arena.local());
    above.scope(|inner| _ = inner.alloc([0_u8; 1000]));
    local.alloc(0_u64); // in a run of 512 bytes, the lowest
    drop(above); // leaves a piece
    local.scope(|inner| {
        let failed = inner.alloc_try_with(|| {
            inner.alloc([0_u8; 600]); // in the piece
            Err::<[u8; 504], _>(())
        });
        assert_eq!(failed, Err(()));
    });
    let (mine, theirs) = (local.alloc([1_u8; 504]), arena.alloc([2_u8; 504]));
    assert_eq!((*mine, *theirs), ([1; 504], [2; 504]));
}

#[test]
fn a_handle_uses_all_that_its_scopes_have_left_before_new_bytes() {
    let arena = Arena::new(MIB).unwrap();
    let mut local = arena.local();
    local.alloc(0_u64);
    local.scope(|inner| {
        inner.alloc_slice_uninit::<u8>(5000);
        arena.alloc(0_u64); // so that the pieces lie apart
        inner.alloc_slice_uninit::<u8>(20_000);
    });
    let before = arena.allocated();
    for size in [15_000, 4000] {
        local.alloc_slice_uninit::<u8>(size);
        assert!(arena.allocated() <= before, "{size} bytes: {:?}", arena.stats());
    }
}

#[test]
fn every_alignment_is_kept_and_served_in_a_scope_of_a_handle() {
    let arena = Arena::new(MIB).unwrap();
    arena.local().scope(|inner| {
        for align in [128, 1024, 4096, 8192].into_iter().cycle().take(16) {
            arena.alloc([0_u8; 100]); // so that each begins somewhere else
            let layout = Layout::from_size_align(align, align).unwrap();
            assert_eq!(inner.try_alloc_layout(layout).unwrap().addr().get() % align, 0);
        }
    });
}

#[test]
fn a_large_value_in_a_scope_leaves_the_run_open() {
    let arena = Arena::new(MIB).unwrap();
    arena.local().scope(|inner| {
        let first = core::ptr::from_ref(inner.alloc(0_u8));
        inner.alloc_slice_uninit::<u8>(5000);
        assert_eq!(first.addr() - inner.alloc([0_u8; 100]).as_ptr().addr(), 100);
    });
}

#[test]
fn a_small_scope_does_not_keep_a_large_piece_from_others() {
    let arena = Arena::new(16 * MIB).unwrap();
    let mut large = arena.local();
    let (mut small, mut lowest) = (arena.local(), arena.local());
    large.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(10 * MIB));
    small.alloc(1_u8);
    lowest.alloc(1_u8);
    drop(large); // what it leaves lies above
    small.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(4096));
    lowest.scope(|inner| {
        assert!(inner.try_alloc_slice_uninit::<u8>(10 * MIB).is_ok(), "{:?}", arena.stats());
    });
}

/// What a scope's handle can become, with values of every owner alive beside each other.
#[test]
fn exchanged_handles_harm_nothing() {
    let arena = Arena::new(4 * MIB).unwrap();
    let mut model = Model::default();
    let claim = |model: &mut Model, handle: &Local<'_>| {
        for size in [1, 40, 300, 5000, 64] {
            assert!(model.claim(handle, size, 1 << (size % 8)));
        }
    };
    let mut outer = arena.local();
    claim(&mut model, &outer);
    for round in 0..60 {
        model.within(|model| {
            outer.scope(|inner| {
                claim(model, inner);
                let mut taken = mem::replace(inner, OTHER.local());
                claim(model, &taken);
                model.within(|model| inner.scope(|other| claim(model, other)));
                claim(model, inner);
                // The handle that was taken has scopes of its own, whose handle is exchanged too.
                model.within(|model| {
                    taken.scope(|deeper| {
                        claim(model, deeper);
                        let mine = mem::replace(deeper, OTHER.local());
                        claim(model, deeper);
                        claim(model, &mine);
                        if round % 2 == 0 {
                            drop(mine);
                        } else {
                            *deeper = mine;
                        }
                        claim(model, deeper);
                    });
                });
                claim(model, &taken);
                match round % 6 {
                    0 => drop(taken),
                    1 => *inner = taken,
                    2 => _ = ManuallyDrop::new(taken),
                    3 => drop(mem::replace(inner, taken)),
                    4 => mem::swap(inner, &mut taken),
                    _ => thread::scope(|threads| {
                        threads.spawn(|| {
                            let mut moved = taken;
                            claim(model, &moved);
                            model.within(|model| moved.scope(|inner| claim(model, inner)));
                        });
                    }),
                }
                claim(model, inner);
            });
        });
        if round % 10 == 0 {
            claim(&mut model, &outer);
        }
    }
    drop(outer);
    model.assert_intact();
    let payload: usize = model.live.iter().map(|live| live.size).sum();
    assert!((payload..payload * 2).contains(&arena.allocated()), "{payload} of {arena:?}");
}

#[test]
fn a_handle_over_a_static_arena_may_take_the_place_of_its_own_scopes() {
    arena::static_arena! { static SCRATCH: 1 << 16; }
    for round in 0..1000 {
        SCRATCH.local().scope(|inner| {
            inner.alloc([1_u8; 700]);
            *inner = SCRATCH.local(); // on the same arena, outside the scope
            inner.scope(|deeper| {
                let kept = deeper.alloc([round; 100]);
                *deeper = SCRATCH.local();
                deeper.scope(|deepest| _ = deepest.alloc([1_u8; 700]));
                assert!(kept.iter().all(|word| *word == round));
            });
        });
    }
    assert_eq!(SCRATCH.allocated(), 0);
}

#[test]
fn values_in_every_kind_of_scope_may_borrow_from_outside() {
    let name = String::from("outside");
    let mut arena = Arena::new(4096).unwrap();
    let length = arena.scope(|scope| {
        let a = scope.alloc(name.as_str());
        let inside = String::from("inside");
        let b: usize = scope.scope(|inner| {
            let list = inner.alloc_slice_copy(&[name.as_str(), inside.as_str(), *a]);
            list.iter().map(|text| text.len()).sum()
        });
        let c = scope.local().scope(|inner| inner.alloc((&name, &inside)).0.len());
        a.len() + b + c
    });
    assert_eq!(length, 7 + 20 + 7);
    let length = arena.local().scope(|inner| {
        let outer = inner.alloc_slice_fill_with(3, |_| name.as_str());
        outer.len() + inner.scope(|deeper| deeper.alloc((&name, &*outer)).1[2].len())
    });
    assert_eq!(length, 10);
}

/// Closes handles in an order that fills the stash.
fn fill_stash(handles: Vec<Local<'_>>, model: &mut Model) {
    for (at, local) in handles.iter().enumerate() {
        model.claim(local, 8 + at, 8);
    }
    handles.into_iter().for_each(drop);
}

#[test]
fn a_scope_of_an_arena_brings_everything_back() {
    let mut arena = Arena::new(1 << 13).unwrap();
    let mut model = Model::default();
    fill_stash((0..6).map(|_| arena.local()).collect(), &mut model);
    let before = arena.stats();
    assert!(before.stash > 1000);
    for round in 0..20 {
        model.within(|model| {
            arena.scope(|scope| {
                // More than the cursor has, so that what was set aside is used.
                let mut bytes = 0;
                for size in (1..).map(|at| at * 37 % 200 + 1) {
                    if !model.claim(scope, size, 1 << (size % 7)) {
                        break;
                    }
                    bytes += size;
                }
                if round % 2 == 0 {
                    assert!(bytes > 6000);
                }
                fill_stash((0..4).map(|_| scope.local()).collect(), &mut Model::default());
            });
        });
        let after = arena.stats();
        assert_eq!((after.allocated, after.stash), (before.allocated, before.stash));
    }
    // Every piece is as large as before: all that is free can be had.
    while arena.local().try_alloc(0_u16).is_ok() {}
    while arena.try_alloc(0_u8).is_ok() {}
    assert_eq!(arena.remaining(), 0);
    model.assert_intact();
}

#[test]
fn scopes_of_an_arena_nest_fifty_deep() {
    fn deeper(scope: &mut Scope<'_>, model: &mut Model, depth: usize) {
        fill_stash((0..3).map(|_| scope.local()).collect(), model);
        let before = (scope.allocated(), scope.remaining());
        if depth > 0 {
            for panics in [false, true] {
                let nested = |model: &mut Model| {
                    scope.scope(|inner| {
                        assert!(model.claim(inner, depth, 1));
                        if depth % 10 == 0 || !panics {
                            deeper(inner, model, depth - 1);
                        }
                        if panics {
                            resume_unwind(Box::new(Thrown));
                        }
                    });
                };
                if panics {
                    thrown(|| model.within(nested));
                } else {
                    model.within(nested);
                }
                assert_eq!((scope.allocated(), scope.remaining()), before);
            }
        }
        assert!(model.claim(scope, 3, 1));
    }
    let mut arena = Arena::new(1 << 18).unwrap();
    let mut model = Model::default();
    fill_stash((0..5).map(|_| arena.local()).collect(), &mut model);
    let before = arena.stats();
    for _ in 0..3 {
        model.within(|model| arena.scope(|scope| deeper(scope, model, 50)));
        let after = arena.stats();
        assert_eq!((after.allocated, after.stash), (before.allocated, before.stash));
    }
}

#[test]
fn many_threads_allocate_in_a_scope_of_an_arena() {
    let mut arena = Arena::new(2 * MIB).unwrap();
    let mut model = Model::default();
    fill_stash((0..8).map(|_| arena.local()).collect(), &mut model);
    let before = arena.stats();
    for _ in 0..rounds(30, 2) {
        arena.scope(|scope| {
            let scope = &*scope;
            let work = |model: &mut Model| {
                for size in 1..60 {
                    assert!(model.claim(scope, size, 8));
                    let mut local = scope.local();
                    assert!(model.claim(&local, size * 3, 16));
                    model.within(|model| local.scope(|inner| assert!(model.claim(inner, 900, 64))));
                    assert!(model.claim(&local, size, 1));
                }
            };
            let mut live: Vec<(usize, usize)> = thread::scope(|threads| {
                let workers = [(); 4].map(|()| {
                    threads.spawn(|| {
                        let mut model = Model::default();
                        work(&mut model);
                        model.assert_intact();
                        let span = |live: &Live| (live.at.addr().get(), live.size);
                        model.live.iter().map(span).collect::<Vec<_>>()
                    })
                });
                workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
            });
            live.sort_unstable();
            assert!(live.windows(2).all(|pair| pair[0].0 + pair[0].1 <= pair[1].0));
        });
        let after = arena.stats();
        assert_eq!((after.allocated, after.stash), (before.allocated, before.stash));
        model.assert_intact();
    }
}
