//! What a `LocalArena` promises: it packs to the last byte, takes back what lies lowest, and its scopes
//! leave everything as it was.

use std::{
    alloc::Layout,
    cell::RefCell,
    mem::{self, MaybeUninit},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, mpsc},
    thread,
};

use arena::{AllocError, Borrowed, LocalArena};

use crate::support::{Block, full, panic_of, rounds};

#[test]
fn it_fills_memory_of_any_capacity_and_place_to_the_last_byte() {
    let mut buffer = vec![MaybeUninit::uninit(); 700];
    for start in (0..64).step_by(rounds(1, 13)) {
        for length in (0..150).step_by(rounds(1, 7)).chain([500, 600]) {
            let memory = &mut buffer[start..start + length];
            let base = memory.as_ptr().addr();
            let mut arena = LocalArena::from_buffer(memory);
            for align in [1, 8, 64] {
                let layout = Layout::from_size_align(align, align).unwrap();
                let mut blocks = Vec::new();
                while let Ok(block) = Block::claim(&&arena, layout, 7) {
                    blocks.push(block);
                }
                let end = base + length;
                let expected = (end / align * align).saturating_sub(base) / align;
                assert_eq!(blocks.len(), expected, "{length} from {start}, aligned to {align}");
                let lost = if expected == 0 { 0 } else { end % align };
                assert_eq!(arena.allocated(), expected * align + lost);
                arena.reset();
                assert_eq!((arena.allocated(), arena.remaining()), (0, length));
            }
        }
    }
}

#[test]
fn what_lies_lowest_comes_back_and_the_peak_has_seen_it() {
    let mut arena = LocalArena::new(4096).unwrap();
    arena.alloc_try_with(|| Err::<[u8; 1000], _>(())).unwrap_err();
    assert_eq!((arena.allocated(), arena.peak()), (0, 1000));
    let numbers = arena.alloc_slice_fill_iter((0..100_u64).filter(|number| number % 2 == 0));
    assert_eq!(numbers.iter().sum::<u64>(), 2450);
    assert_eq!(arena.allocated(), 50 * 8, "growth has left something behind");
    arena.scope(|scope| {
        scope.scope(|inner| _ = inner.alloc([0_u8; 2000]));
        scope.alloc([0_u8; 100]);
    });
    assert_eq!((arena.allocated(), arena.peak()), (400, 2400));
    arena.reset();
    assert_eq!((arena.allocated(), arena.peak()), (0, 2400));
    arena.alloc([0_u8; 3000]);
    assert_eq!(arena.peak(), 3000);
}

#[test]
fn what_does_not_lie_lowest_stays() {
    let arena = LocalArena::new(4096).unwrap();
    let mut kept = None;
    let failed = arena.alloc_try_with(|| {
        kept = Some(arena.alloc(7_u64));
        Err::<[u8; 1000], _>(())
    });
    failed.unwrap_err();
    assert_eq!(arena.allocated(), 1008);
    arena.alloc_slice_fill_copy(1000, 0xFF_u8);
    assert_eq!(kept, Some(&mut 7));
}

#[test]
fn a_refusal_has_the_text_of_an_arena_and_takes_nothing() {
    let mut arena = LocalArena::new(64).unwrap();
    arena.alloc(1_u32);
    let error = full(Layout::new::<[u64; 8]>(), &arena);
    let align = align_of::<u64>();
    let text = format!("arena full: 64 bytes (align {align}) requested, 60 remaining");
    assert_eq!(error.to_string(), text);
    assert_eq!(arena.try_alloc([0_u64; 8]), Err(error));
    let panic = panic_of(|| arena.alloc([0_u64; 8]));
    assert_eq!((panic.message, panic.file.as_str()), (error.to_string(), file!()));
    assert_eq!(arena.try_alloc_slice_uninit::<u64>(usize::MAX).err(), Some(AllocError::TooLarge));
    arena.scope(|scope| {
        scope.alloc(1_u32);
        let error = AllocError::Full { requested: Layout::new::<[u64; 8]>(), remaining: 56 };
        assert_eq!(scope.try_alloc([0_u64; 8]), Err(error));
        assert_eq!(panic_of(|| scope.alloc([0_u64; 8])).message, error.to_string());
    });
    assert_eq!(arena.allocated(), 4);
}

#[test]
fn scopes_nest_and_leave_what_was_there() {
    fn nest(scope: &mut arena::LocalScope<'_>, depth: u64) -> u64 {
        let before = scope.allocated();
        let (first, last) = (scope.alloc(depth), scope.alloc_slice_fill_copy(9, depth));
        let held = scope.allocated();
        let deepest = if depth == 20 { depth } else { scope.scope(|inner| nest(inner, depth + 1)) };
        assert_eq!(scope.allocated(), held);
        let next = scope.alloc(depth);
        assert_eq!((*first, &*last, *next), (depth, &[depth; 9][..], depth));
        assert!(scope.allocated() > before && scope.contains(next));
        deepest
    }
    let mut arena = LocalArena::new(64 * 1024).unwrap();
    arena.alloc(1_u8);
    for _ in 0..3 {
        assert_eq!(arena.scope(|scope| nest(scope, 0)), 20);
        assert_eq!(arena.allocated(), 1);
    }
}

#[test]
fn values_of_a_scope_may_borrow_from_outside_it() {
    let text = String::from("outside");
    let mut arena = LocalArena::new(4096).unwrap();
    let length = arena.scope(|outer| {
        let one = outer.alloc(&text);
        outer.scope(|inner| {
            let both: &mut (&String, &str) = inner.alloc((*one, inner.alloc_str("inside")));
            both.0.len() + both.1.len()
        })
    });
    assert_eq!(length, 13);
}

#[test]
fn a_panic_ends_the_scopes_that_it_passes() {
    let mut arena = LocalArena::new(4096).unwrap();
    arena.alloc(1_u8);
    for _ in 0..3 {
        let thrown = catch_unwind(AssertUnwindSafe(|| {
            arena.scope(|a| {
                a.alloc([1_u8; 500]);
                a.scope(|b| {
                    b.alloc([2_u8; 500]);
                    b.alloc_with(|| -> u8 { std::panic::resume_unwind(Box::new("thrown")) });
                });
            });
        }));
        thrown.unwrap_err();
        assert_eq!(arena.allocated(), 1);
        assert!(arena.peak() >= 1002);
    }
}

#[test]
fn an_arena_that_moves_takes_its_memory_along() {
    let mut one = LocalArena::new(1000).unwrap();
    let mut other = Box::new(LocalArena::new(2000).unwrap());
    for round in 0..10 {
        one.alloc(round);
        mem::swap(&mut one, &mut other);
        one.scope(|scope| {
            // The other one's memory is its own, in a scope of this one too.
            scope.alloc_slice_fill_copy(100, 1_u8);
            other.alloc_slice_fill_copy(100, 2_u8);
            other.reset();
        });
    }
    let pair = [one.capacity(), other.capacity()];
    assert_eq!(pair, [1000, 2000]);

    let (to, from) = mpsc::channel::<LocalArena>();
    let (back, results) = mpsc::channel();
    let worker = thread::spawn(move || {
        for mut arena in from {
            arena.reset();
            let sum = arena.alloc_slice_fill_iter(0..100_u64).iter().sum::<u64>();
            back.send((arena, sum)).unwrap();
        }
    });
    let mut arena = *other;
    for _ in 0..20 {
        arena.alloc_str("made here, and freed there");
        to.send(arena).unwrap();
        let sum;
        (arena, sum) = results.recv().unwrap();
        assert_eq!(sum, 4950);
    }
    drop(to);
    worker.join().unwrap();
}

#[test]
fn a_scope_may_be_used_on_another_thread() {
    let mut arena = LocalArena::new(4096).unwrap();
    let text = arena.scope(|scope| {
        let made = thread::scope(|threads| {
            let scope = &mut *scope;
            threads.spawn(move || scope.alloc_str("made there")).join().unwrap()
        });
        made.len() + scope.alloc_str("and here").len()
    });
    assert_eq!(text, 18);
}

#[test]
fn a_constant_may_be_one() {
    static EMPTY: Mutex<LocalArena<Borrowed<'static>>> =
        Mutex::new(LocalArena::from_buffer(&mut []));
    thread_local! {
        static SCRATCH: RefCell<LocalArena<Borrowed<'static>>> =
            const { RefCell::new(LocalArena::from_buffer(&mut [])) };
    }
    assert!(EMPTY.lock().unwrap().try_alloc(1_u8).is_err());
    EMPTY.lock().unwrap().alloc(());
    arena::static_arena! { static MEMORY: 100; }
    SCRATCH.replace(LocalArena::from_buffer(MEMORY.alloc_slice_uninit(100)));
    SCRATCH.with_borrow_mut(|arena| {
        assert_eq!(arena.scope(|scope| scope.alloc_str("scratch").len()), 7);
        assert_eq!(arena.alloc_slice_fill_copy(100, 1_u8), [1; 100]);
    });
}

#[test]
fn what_owns_one_lends_it_out() {
    struct Scratch {
        arena: LocalArena,
        rounds: usize,
    }
    impl Scratch {
        fn sorted(&mut self, numbers: &[u32]) -> &[u32] {
            self.arena.reset();
            self.rounds += 1;
            let copy = self.arena.alloc_slice_copy(numbers);
            copy.sort_unstable();
            copy
        }
    }
    let mut scratch = Scratch { arena: LocalArena::new(64).unwrap(), rounds: 0 };
    for _ in 0..10 {
        assert_eq!(scratch.sorted(&[3, 1, 2]), [1, 2, 3]);
    }
    assert_eq!(scratch.rounds, 10);
}

#[cfg(feature = "allocator-api2")]
#[test]
fn the_last_collection_grows_in_place_and_gives_its_bytes_back() {
    use allocator_api2::vec::Vec as List;

    let mut arena = LocalArena::new(32 * 1024).unwrap();
    let mut list = List::new_in(&arena);
    list.extend(0..1000_u64);
    assert!(arena.allocated() <= 1024 * 8, "a copy was left behind");
    list.shrink_to_fit();
    assert_eq!(arena.allocated(), 8000);
    let above = arena.alloc(7_u8);
    list.push(1);
    assert!(list.iter().copied().eq((0..1000).chain([1])));
    drop(list);
    assert!(arena.allocated() < 8000 + 16, "the copy that lay lowest has come back");
    assert_eq!(*above, 7);
    arena.reset();
    arena.scope(|scope| {
        let mut list = List::new_in(&*scope);
        list.extend(0..1000_u64);
        drop(list);
        assert_eq!(scope.allocated(), 0);
    });
}
