//! Real threads until the arena is full: every byte is checked.

use std::{alloc::Layout, mem::MaybeUninit, thread, time::Duration};

use arena::Arena;

use crate::support::{Block, Handle, assert_intact, crew, drain, payload, rounds};

/// A thread's layouts: sizes to 300, alignments to 256, in an order of its own.
struct Layouts(u64);

impl Layouts {
    fn new(seed: usize, thread: u8) -> Self {
        Self((seed as u64) << 8 | u64::from(thread) | 1 << 60)
    }

    fn number(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn next(&mut self) -> Layout {
        let size = match self.number(8) {
            0 => self.number(300) + 1,
            1..4 => self.number(64) + 1,
            _ => self.number(16) + 1,
        };
        let align = if self.number(4) == 0 { 1 << self.number(9) } else { 1 << self.number(4) };
        Layout::from_size_align(size, align).unwrap()
    }
}

/// Claims until a layout is refused, which is returned.
fn fill<'a>(
    handle: &impl Handle<'a>,
    layouts: &mut Layouts,
    tag: u8,
    blocks: &mut Vec<Block<'a>>,
) -> Layout {
    loop {
        let layout = layouts.next();
        let claim = || Block::claim(handle, layout, tag);
        // A thread that has free bytes in hand may lose its core for longer than a request waits.
        let again = |_| {
            thread::sleep(Duration::from_millis(10));
            claim()
        };
        match claim().or_else(again) {
            Ok(block) => blocks.push(block),
            Err(_) => return layout,
        }
    }
}

#[test]
fn eight_threads_fill_an_arena_through_the_shared_path() {
    let mut buffer = vec![MaybeUninit::uninit(); 2_000_000];
    let capacities = [0, 1, 100, 1000, 1001, 10_000, 65_536, 300_001, 2_000_000];
    for capacity in capacities.into_iter().take(rounds(9, 6)) {
        let repeats = if capacity > 100_000 { 2 } else { 20 };
        for repeat in (0..repeats).take(rounds(20, 1)) {
            let arena = Arena::from_buffer(&mut buffer[..capacity]);
            let results = crew(|tag| {
                let (mut blocks, mut layouts) = (Vec::new(), Layouts::new(repeat, tag));
                let refused = fill(&&arena, &mut layouts, tag, &mut blocks);
                (blocks, refused)
            });
            let (mut blocks, mut refused) = (Vec::new(), Vec::new());
            for (theirs, layout) in results {
                blocks.extend(theirs);
                refused.push(layout);
            }
            // Nobody is inside a claim now.
            for layout in refused {
                assert!(arena.try_alloc_layout(layout).is_err(), "{layout:?} fits in {arena:?}");
                assert!(arena.local().try_alloc_layout(layout).is_err());
            }
            assert!(arena.allocated() >= payload(&blocks));
            drain(&arena, &mut blocks);
            assert_eq!(arena.allocated(), capacity);
            assert_intact(&arena, &mut blocks);
        }
    }
}

#[test]
fn single_bytes_of_eight_threads_are_exactly_the_capacity() {
    for capacity in [0, 1, 63, 500, 20_000] {
        let arena = Arena::new(capacity).unwrap();
        let counts = crew(|_| std::iter::from_fn(|| arena.try_alloc(1_u8).ok()).count());
        assert_eq!(counts.iter().sum::<usize>(), capacity);
    }
}

/// Claims through handles that come and go, and through the shared path, until both refuse a byte.
fn mix<'a, M>(arena: &'a Arena<M>, layouts: &mut Layouts, tag: u8) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut local = arena.local();
    for refusals in 0..30 {
        for _ in 0..layouts.number(40) {
            blocks.extend(Block::claim(&local, layouts.next(), tag));
            if layouts.number(4) == 0 {
                blocks.extend(Block::claim(&arena, layouts.next(), tag));
            }
            if layouts.number(6) == 0 {
                local = arena.local();
            }
        }
        if refusals % 3 == 0 {
            fill(&local, layouts, tag, &mut blocks);
        } else {
            fill(&arena, layouts, tag, &mut blocks);
        }
    }
    blocks
}

#[test]
fn eight_threads_mix_locals_and_the_shared_path_until_full() {
    let mut buffer = vec![MaybeUninit::uninit(); 1_000_000];
    let capacities = [0, 100, 1000, 4001, 20_000, 65_537, 250_000, 1_000_000];
    for capacity in capacities.into_iter().take(rounds(8, 5)) {
        let repeats = if capacity > 100_000 { 2 } else { 10 };
        for repeat in (0..repeats).take(rounds(10, 1)) {
            let arena = Arena::from_buffer(&mut buffer[..capacity]);
            let results = crew(|tag| mix(&arena, &mut Layouts::new(repeat, tag), tag));
            let mut blocks: Vec<_> = results.into_iter().flatten().collect();
            // Nobody is inside a claim now, and all handles are gone: whatever is counted as free
            // can be had.
            let mut layouts = Layouts::new(repeat, 0);
            for _ in 0..20 {
                let refused = fill(&&arena, &mut layouts, 0x7F, &mut blocks);
                assert!(arena.try_alloc_layout(refused).is_err(), "{refused:?} fits in {arena:?}");
                assert!(arena.local().try_alloc_layout(refused).is_err());
            }
            while let Ok(block) = Block::claim(&&arena, Layout::new::<[u8; 64]>(), 0x7E) {
                blocks.push(block);
            }
            assert!(arena.remaining() < 64, "every piece has 64 bytes: {arena:?}");
            assert!(arena.allocated() >= payload(&blocks));
            drain(&arena, &mut blocks);
            assert_eq!((arena.allocated(), arena.remaining()), (capacity, 0));
            assert_intact(&arena, &mut blocks);
        }
    }
}

#[test]
fn a_request_refused_while_all_handles_stay_open_still_does_not_fit() {
    for capacity in [1000, 10_000, 100_000, 1_000_000] {
        let arena = Arena::new(capacity).unwrap();
        let work = |tag| {
            let (local, mut blocks) = (arena.local(), Vec::new());
            let refused = fill(&local, &mut Layouts::new(capacity, tag), tag, &mut blocks);
            (local, refused, blocks)
        };
        let mut blocks = Vec::new();
        let mut open = Vec::new();
        for (local, refused, theirs) in crew(work) {
            // What another handle left after the refusal may serve it now, until that is used up.
            while let Ok(block) = Block::claim(&local, refused, 0x70) {
                blocks.push(block);
            }
            blocks.extend(theirs);
            open.push((local, refused));
        }
        for (local, refused) in &open {
            assert!(local.try_alloc_layout(*refused).is_err(), "{refused:?} fits in {arena:?}");
            assert!(arena.try_alloc_layout(*refused).is_err(), "{refused:?} fits in {arena:?}");
        }
        drop(open);
        drain(&arena, &mut blocks);
        assert_eq!(arena.remaining(), 0);
        assert_intact(&arena, &mut blocks);
    }
}

#[test]
fn bytes_that_go_back_and_forth_are_never_written_by_two() {
    // Most of it is spare: what others have claimed below in between does not go back.
    let arena = Arena::new(2_000_000).unwrap();
    let results = crew(|tag| {
        let mut blocks = Vec::new();
        for round in 0..rounds(400, 20) {
            let local = arena.local();
            for _ in 0..round % 5 {
                _ = local.alloc_try_with(|| Err::<[u8; 48], _>([tag; 48]));
                _ = arena.alloc_try_with(|| Err::<[u8; 80], _>([tag; 80]));
                _ = arena.try_alloc_slice_fill_iter((0..round).filter(|n| n % 50 == 0));
            }
            blocks.extend(Block::claim(&local, Layout::new::<[u64; 3]>(), tag));
        }
        blocks
    });
    let mut blocks: Vec<_> = results.into_iter().flatten().collect();
    assert!(blocks.len() > rounds(400, 20));
    if !cfg!(miri) {
        drain(&arena, &mut blocks);
    }
    assert_intact(&arena, &mut blocks);
}

#[test]
fn growing_text_of_eight_threads_is_whole() {
    let arena = Arena::new(4 << 20).unwrap();
    let texts = crew(|tag| {
        let local = arena.local();
        let text = |round: usize| {
            let pieces: Vec<_> = (0..round % 40).collect();
            let shared = arena.alloc_fmt(format_args!("{tag}: {pieces:?}"));
            let ours = local.alloc_fmt(format_args!("{tag}: {pieces:?}"));
            let numbers = arena.alloc_slice_fill_iter(pieces.iter().copied().filter(|_| true));
            (format!("{tag}: {pieces:?}"), shared, ours, numbers, pieces)
        };
        (0..rounds(400, 20)).map(text).collect::<Vec<_>>()
    });
    for (expected, shared, ours, numbers, pieces) in texts.into_iter().flatten() {
        assert_eq!((shared, ours), (&*expected, &*expected));
        assert_eq!(numbers, pieces);
    }
}

#[test]
fn figures_never_panic_and_stay_in_bounds_while_others_allocate() {
    let arena = Arena::new(100_000).unwrap();
    crew(|tag| {
        if tag <= 2 {
            for _ in 0..5000 {
                let (allocated, remaining) = (arena.allocated(), arena.remaining());
                assert!(allocated <= 100_000 && remaining <= 100_000 && arena.peak() <= 100_000);
            }
        } else {
            mix(&arena, &mut Layouts::new(1, tag), tag);
        }
    });
}
