//! The handles as allocators: what the contract of `Allocator` asks, and what an arena adds to it.

#[cfg(feature = "collections")]
mod foreign;
mod history;

use std::{
    alloc::Layout,
    ptr::{self, NonNull},
    sync::Barrier,
    thread,
};

use allocator_api2::alloc::{AllocError, Allocator};
use arena::{Arena, static_arena};
use proptest::{collection::vec, prelude::*, test_runner::Config};

/// Runs a case on every kind of handle, each on an arena of its own.
macro_rules! on_every {
    ($capacity:expr, |$handle:ident| $case:expr) => {{
        {
            let arena = arena::Arena::new($capacity).unwrap();
            let $handle = &arena;
            $case;
        }
        {
            let arena = arena::Arena::new($capacity).unwrap();
            let local = arena.local();
            let $handle = &local;
            $case;
        }
        {
            let mut arena = arena::Arena::new($capacity).unwrap();
            arena.scope(|scope| {
                let $handle = &*scope;
                $case;
            });
            assert_eq!(arena.allocated(), 0);
        }
        {
            let mut arena = arena::Arena::new($capacity).unwrap();
            arena.scope(|scope| {
                let local = scope.local();
                let $handle = &local;
                $case;
            });
            assert_eq!(arena.allocated(), 0);
        }
        {
            let arena = arena::Arena::new($capacity).unwrap();
            arena.local().scope(|inner| {
                let $handle = &*inner;
                $case;
            });
        }
        {
            let arena = arena::Arena::new($capacity).unwrap();
            arena.local().scope(|outer| {
                let kept = outer.try_alloc(0x5A5A_u64);
                outer.scope(|inner| {
                    let $handle = &*inner;
                    $case;
                });
                assert!(kept.is_err() || kept == Ok(&mut 0x5A5A));
            });
        }
        {
            let arena = arena::LocalArena::new($capacity).unwrap();
            let $handle = &arena;
            $case;
        }
        {
            let mut arena = arena::LocalArena::new($capacity).unwrap();
            arena.scope(|outer| {
                let kept = outer.try_alloc(0x5A5A_u64);
                outer.scope(|inner| {
                    let $handle = &*inner;
                    $case;
                });
                assert!(kept.is_err() || kept == Ok(&mut 0x5A5A));
            });
            assert_eq!(arena.allocated(), 0);
        }
    }};
}
pub(crate) use on_every;

/// A block and what was written to it.
#[derive(Clone, Copy, Debug)]
struct Held {
    start: NonNull<u8>,
    layout: Layout,
    tag: u8,
}

// SAFETY: a block belongs to whoever holds it, on whatever thread.
unsafe impl Send for Held {}

impl Held {
    /// Checks a block that was claimed, and writes every byte of it.
    fn new(block: NonNull<[u8]>, layout: Layout, tag: u8) -> Self {
        let start = block.cast::<u8>();
        assert_eq!(start.addr().get() % layout.align(), 0, "misaligned for {layout:?}");
        assert!(block.len() >= layout.size(), "{} bytes for {layout:?}", block.len());
        // SAFETY: the block is ours, and that large.
        unsafe { start.write_bytes(0, layout.size()) };
        // SAFETY: the same, and it is initialised now.
        let bytes = unsafe { NonNull::slice_from_raw_parts(start, layout.size()).as_mut() };
        bytes.iter_mut().zip(pattern(tag)).for_each(|(byte, value)| *byte = value);
        Self { start, layout, tag }
    }

    /// The layout, if the block can grow to it.
    fn size_up(&self, layout: Layout) -> Option<Layout> {
        Some(layout).filter(|layout| layout.size() >= self.layout.size())
    }

    fn range(&self) -> std::ops::Range<usize> {
        let start = self.start.addr().get();
        start..start + self.layout.size()
    }

    /// The first `len` bytes, which must be initialised.
    fn bytes(&self, len: usize) -> &[u8] {
        assert!(len <= self.layout.size());
        // SAFETY: the block is ours, and that large.
        unsafe { NonNull::slice_from_raw_parts(self.start, len).as_ref() }
    }

    /// Checks that the first `len` bytes are what was written.
    fn assert_holds(&self, len: usize) {
        let mut bytes = self.bytes(len).iter().zip(pattern(self.tag));
        let lost = bytes.position(|(byte, value)| *byte != value);
        assert_eq!(lost, None, "a write was lost in {self:?}");
    }

    fn free(self, handle: impl Allocator) {
        self.assert_holds(self.layout.size());
        // SAFETY: the block is ours, and this is the last that is heard of it.
        unsafe { handle.deallocate(self.start, self.layout) };
    }

    /// Makes the block larger, or smaller, and checks what it holds then. A refusal changes nothing.
    fn resize(
        &mut self,
        handle: impl Allocator,
        layout: Layout,
        zeroed: bool,
    ) -> Result<(), AllocError> {
        let (old, tag) = (self.layout, self.tag);
        let grows = layout.size() >= old.size();
        let block = if grows && zeroed {
            // SAFETY: the block is ours, and the new size no smaller.
            unsafe { handle.grow_zeroed(self.start, old, layout) }
        } else if grows {
            // SAFETY: the same.
            unsafe { handle.grow(self.start, old, layout) }
        } else {
            // SAFETY: the block is ours, and the new size smaller.
            unsafe { handle.shrink(self.start, old, layout) }
        }?;
        let moved = Self { start: block.cast(), layout, tag };
        moved.assert_holds(old.size().min(layout.size()));
        if grows && zeroed {
            let bytes = moved.bytes(layout.size());
            assert!(bytes[old.size()..].iter().all(|byte| *byte == 0), "not zeroed");
        }
        *self = Self::new(block, layout, tag);
        Ok(())
    }
}

/// Bytes that are never zero.
fn pattern(tag: u8) -> impl Iterator<Item = u8> {
    (0..97).cycle().map(move |step| tag.wrapping_add(step) | 1)
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

#[track_caller]
fn allocate(handle: impl Allocator, layout: Layout, tag: u8) -> Held {
    Held::new(handle.allocate(layout).unwrap(), layout, tag)
}

/// Checks that the blocks lie apart, and hold what was written.
fn assert_intact(blocks: &[Held]) {
    let mut ranges = Vec::new();
    for block in blocks {
        block.assert_holds(block.layout.size());
        ranges.extend(Some(block.range()).filter(|range| !range.is_empty()));
    }
    ranges.sort_by_key(|range| range.start);
    for pair in ranges.windows(2) {
        assert!(pair[0].end <= pair[1].start, "two blocks overlap");
    }
}

#[derive(Clone, Debug)]
enum Op {
    Allocate { layout: Layout, zeroed: bool },
    Grow { which: usize, by: usize, align: usize, zeroed: bool },
    Shrink { which: usize, to: usize, align: usize },
    Free { which: usize },
    FreeLast,
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let align = || prop_oneof![3 => Just(8_usize), 1 => (0..=8_u32).prop_map(|power| 1 << power)];
    let size = || prop_oneof![4 => 0..50_usize, 1 => 0..700_usize];
    // The blocks made last are the interesting ones.
    let which = || prop_oneof![2 => Just(0_usize), 1 => 0..8_usize];
    let op = prop_oneof![
        4 => (size(), align(), any::<bool>())
            .prop_map(|(size, align, zeroed)| Op::Allocate { layout: layout(size, align), zeroed }),
        4 => (which(), size(), align(), any::<bool>())
            .prop_map(|(which, by, align, zeroed)| Op::Grow { which, by, align, zeroed }),
        3 => (which(), 0..200_usize, align())
            .prop_map(|(which, to, align)| Op::Shrink { which, to, align }),
        1 => which().prop_map(|which| Op::Free { which }),
        1 => Just(Op::FreeLast),
    ];
    vec(op, 0..120)
}

/// Runs the operations, and checks everything after each.
fn run(handle: impl Allocator + Copy, ops: &[Op]) {
    let mut blocks: Vec<Held> = Vec::new();
    for (op, tag) in ops.iter().zip((1..=251).cycle()) {
        let nth_last = |which| blocks.len().checked_sub(1 + which);
        match *op {
            Op::Allocate { layout, zeroed } => {
                let block =
                    if zeroed { handle.allocate_zeroed(layout) } else { handle.allocate(layout) };
                assert!(block.is_ok() || layout.size() > 0, "no bytes were refused");
                if let Ok(block) = block {
                    let held = Held { start: block.cast(), layout, tag };
                    assert!(!zeroed || held.bytes(layout.size()).iter().all(|byte| *byte == 0));
                    blocks.push(Held::new(block, layout, tag));
                }
            }
            Op::Grow { which, by, align, zeroed } => {
                let Some(at) = nth_last(which) else { continue };
                let grown = layout(blocks[at].layout.size() + by, align);
                let result = blocks[at].resize(handle, grown, zeroed);
                assert!(result.is_ok() || grown.size() > 0, "no bytes were refused");
            }
            Op::Shrink { which, to, align } => {
                let Some(at) = nth_last(which) else { continue };
                let old = blocks[at].layout;
                if to < old.size() {
                    let result = blocks[at].resize(handle, layout(to, align), false);
                    assert!(result.is_ok() || align > old.align(), "shrinking was refused");
                }
            }
            Op::Free { which } => {
                let Some(at) = nth_last(which) else { continue };
                blocks.remove(at).free(handle);
            }
            Op::FreeLast => blocks.pop().into_iter().for_each(|block| block.free(handle)),
        }
        assert_intact(&blocks);
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 128, ..Config::default() })]

    #[test]
    fn every_handle_keeps_the_contract(
        capacity in prop_oneof![0..300_usize, 0..5000_usize, Just(1 << 20)],
        ops in ops(),
    ) {
        on_every!(capacity, |handle| run(handle, &ops));
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 32, ..Config::default() })]

    /// While the handles are used in turn, on blocks of their own.
    #[test]
    fn handles_to_one_arena_keep_apart(
        capacity in prop_oneof![0..5000_usize, Just(1 << 20)],
        turns in vec(ops(), 4..9),
    ) {
        let arena = Arena::new(capacity).unwrap();
        let (first, second) = (arena.local(), arena.local());
        for (turn, ops) in turns.iter().enumerate() {
            match turn % 4 {
                0 => run(&first, ops),
                1 => run(&arena, ops),
                2 => run(&second, ops),
                _ => arena.local().scope(|inner| run(&*inner, ops)),
            }
        }
    }
}

/// What goes wrong if a block of a scope is handed to the cursor: the run that was lent to the scope
/// and the scope's own pieces would be claimed twice.
#[test]
fn in_the_scope_of_a_handle_nothing_goes_back_to_the_cursor() {
    let arena = Arena::new(1 << 20).unwrap();
    let mut local = arena.local();
    let before = local.alloc([0x11_u8; 100]);
    local.scope(|inner| {
        let inner = &*inner;
        let mut highest = arena.allocated();
        let mut others = Vec::new();
        for size in [8, 400, 600, 5000, 20_000, 64, 100_000] {
            let mut block = allocate(inner, layout(size, 8), 1);
            highest = highest.max(arena.allocated());
            block.resize(inner, layout(size + 64, 8), true).unwrap();
            highest = highest.max(arena.allocated());
            block.resize(inner, layout(size / 2, 8), false).unwrap();
            assert!(arena.allocated() >= highest, "bytes of the scope are free already");
            block.free(inner);
            assert!(arena.allocated() >= highest, "bytes of the scope are free already");
            // Whoever claims now must not get what the scope still has.
            others.push(allocate(&arena, layout(64, 64), 2));
            others.push(allocate(inner, layout(size, 8), 3));
            highest = arena.allocated();
            assert_intact(&others);
        }
    });
    assert_eq!(*before, [0x11; 100]);
}

#[test]
fn the_lowest_block_grows_shrinks_and_goes_in_place() {
    fn case(handle: impl Allocator + Copy, allocated: &dyn Fn() -> Option<usize>) {
        let above = allocate(handle, layout(16, 8), 1);
        let before = allocated();
        let taken = || allocated().zip(before).map(|(now, before)| now - before);
        let mut block = allocate(handle, layout(24, 8), 2);
        let end = block.range().end;
        for (size, align) in [(40, 8), (400, 8), (400, 4), (120, 8), (8, 2), (80, 8), (80, 8)] {
            block.resize(handle, layout(size, align), false).unwrap();
            assert_eq!(block.range().end, end, "moved at {size}");
            assert!(taken().is_none_or(|taken| taken == size));
        }
        block.free(handle);
        assert!(taken().is_none_or(|taken| taken == 0));
        assert_eq!(allocate(handle, layout(24, 8), 3).range().end, end);
        above.assert_holds(16);
    }

    let mut arena = Arena::new(4096).unwrap();
    case(&arena, &|| Some(arena.allocated()));
    arena.reset();
    arena.scope(|scope| case(&*scope, &|| Some(scope.allocated())));
    assert_eq!(arena.allocated(), 0);
    case(&arena.local(), &|| None);
    arena.local().scope(|inner| case(&*inner, &|| None));
}

#[test]
fn a_block_that_must_be_aligned_anew_as_it_shrinks_stays_within_itself_if_it_can() {
    on_every!(8192, |handle| {
        let mut block = allocate(handle, layout(200, 8), 1);
        let below = allocate(handle, layout(8, 8), 2);
        let old = block.range();
        block.resize(handle, layout(50, 64), false).unwrap();
        assert!(old.start <= block.range().start && block.range().end <= old.end);
        assert_intact(&[block, below]);
    });
}

#[test]
fn any_other_block_is_copied_when_it_grows_and_stays_when_it_shrinks_or_goes() {
    on_every!(8192, |handle| {
        let mut block = allocate(handle, layout(64, 8), 1);
        let lowest = allocate(handle, layout(8, 8), 2);
        let start = block.start;
        block.resize(handle, layout(32, 8), false).unwrap();
        assert_eq!(block.start, start);
        block.resize(handle, layout(40, 8), false).unwrap();
        assert_ne!(block.start, start);
        assert_intact(&[block, lowest]);
        // Now that one is the lowest, and the other is not.
        lowest.free(handle);
        assert_eq!(allocate(handle, layout(8, 8), 3).range().end, block.range().start);
        block.assert_holds(40);
    });
}

#[test]
fn a_block_straight_from_the_cursor_is_in_place_while_the_handle_has_an_open_run() {
    let arena = Arena::new(1 << 20).unwrap();
    let local = arena.local();
    let first = local.alloc(1_u8);
    arena.alloc(2_u64); // so that the run cannot grow downward
    let before = arena.allocated();
    let mut block = allocate(&local, layout(4096, 8), 3);
    let end = block.range().end;
    for size in [8192, 4096, 12_000, 16] {
        block.resize(&local, layout(size, 8), false).unwrap();
        assert_eq!((block.range().end, arena.allocated() - before), (end, size));
    }
    block.free(&local);
    assert_eq!(arena.allocated(), before);
    // The run was there all along.
    assert_eq!(ptr::from_mut(local.alloc(4_u8)).addr(), ptr::from_mut(first).addr() - 1);
}

#[test]
fn blocks_freed_in_the_reverse_order_cost_nothing() {
    let arena = Arena::new(4096).unwrap();
    for _ in 0..1000 {
        let blocks = [8, 64, 400, 16].map(|size| allocate(&arena, layout(size, 8), 1));
        blocks.into_iter().rev().for_each(|block| block.free(&arena));
    }
    assert_eq!((arena.allocated(), arena.peak()), (0, 488));
}

#[test]
fn no_bytes_are_never_refused_and_touch_nothing() {
    static_arena! { static FRESH: 64; }
    fn case(handle: impl Allocator + Copy, room: usize) {
        for align in [1, 8, 64, 4096, 1 << (usize::BITS - 1)] {
            let nothing = layout(0, align);
            let mut block = allocate(handle, nothing, 1);
            block.resize(handle, layout(0, 2), true).unwrap();
            block.resize(handle, nothing, false).unwrap();
            block.free(handle);
        }
        if room > 0 {
            let mut block = allocate(handle, layout(0, 1), 1);
            block.resize(handle, layout(room, 1), true).unwrap();
            block.resize(handle, layout(0, 4096), false).unwrap();
            block.free(handle);
        }
    }

    for room in [0, 1, 100] {
        on_every!(room, |handle| case(handle, 0));
        let arena = Arena::new(room).unwrap();
        case(&arena, room);
        assert_eq!((arena.allocated(), arena.peak()), (0, room));
    }
    case(&FRESH, 0);
    assert_eq!(FRESH.peak(), 0);
}

#[test]
fn absurd_layouts_are_refused_at_once_and_lose_nothing() {
    let largest = isize::MAX.unsigned_abs();
    on_every!(1000, |handle| {
        let mut block = allocate(handle, layout(8, 8), 1);
        for absurd in [
            layout(largest, 1),
            layout(largest - 63, 64),
            layout(1, 1 << (usize::BITS - 2)),
            layout(100, 1 << (usize::BITS / 2 + 4)),
        ] {
            assert!(handle.allocate(absurd).is_err());
            assert!(handle.allocate_zeroed(absurd).is_err());
            assert!(
                block.size_up(absurd).is_none_or(|up| block.resize(handle, up, false).is_err())
            );
            assert_intact(&[block]);
        }
    });
}

#[test]
fn blocks_of_many_threads_are_never_written_by_two() {
    const THREADS: u8 = 4;
    let arena = Arena::new(2 << 20).unwrap();
    let start = Barrier::new(THREADS.into());
    let work = |thread: u8| {
        let mut state = u32::from(thread);
        let mut random = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below
        };
        let mut blocks: Vec<Held> = Vec::new();
        start.wait();
        for _ in 0..3000 {
            let wanted = layout(random(120), 1 << random(7));
            match (random(4), blocks.len()) {
                (0, _) | (_, 0) => {
                    let block = (&arena).allocate(wanted);
                    blocks.extend(block.map(|block| Held::new(block, wanted, thread)));
                }
                (1 | 2, len) => _ = blocks[len - 1].resize(&arena, wanted, true),
                _ => blocks.pop().into_iter().for_each(|block| block.free(&arena)),
            }
            if blocks.len() > 20 {
                blocks.drain(..10).for_each(|block| block.free(&arena));
            }
        }
        blocks
    };
    let blocks: Vec<Held> = thread::scope(|threads| {
        let work = &work;
        let workers: Vec<_> =
            (1..=THREADS).map(|thread| threads.spawn(move || work(thread))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_intact(&blocks);
    assert!(blocks.iter().all(|block| arena.contains(block.start.as_ptr())));
}
