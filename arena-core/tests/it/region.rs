//! What a claim takes, what `rewind` frees, and what becomes of the bytes.

use core::{alloc::Layout, ptr::NonNull};
use std::sync::LazyLock;

use arena_core::{Buffer, Frame, Heap, Memory, Region, Run, Static};

#[test]
fn rewind_frees_what_came_after_the_checkpoint_and_nothing_else() {
    let region = Region::new(Heap::new(256).unwrap());
    let kept = region.cursor().claim(Layout::new::<u64>()).unwrap().cast::<u64>();
    // SAFETY: the claim is for a `u64`.
    unsafe { kept.write(0x0123_4567_89AB_CDEF) };
    let checkpoint = region.checkpoint();
    let scratch = region.cursor().claim(Layout::new::<[u64; 8]>()).unwrap();
    // SAFETY: the claim is for 64 bytes.
    unsafe { scratch.write_bytes(0x55, 64) };

    // SAFETY: nobody uses `scratch`, and this is the only thread.
    unsafe { region.rewind(checkpoint) };
    assert_eq!(region.cursor().allocated(), 8);
    assert_eq!(region.cursor().peak(), 72);
    // SAFETY: it was claimed before the checkpoint.
    assert_eq!(unsafe { kept.read() }, 0x0123_4567_89AB_CDEF);
    assert_eq!(region.cursor().claim(Layout::new::<[u64; 8]>()), Some(scratch));
    #[cfg(all(feature = "poison", not(arena_asan)))]
    {
        // SAFETY: claimed again, and initialised before.
        let bytes = unsafe { scratch.cast::<[u8; 64]>().read() };
        assert_eq!(bytes, [0xD7; 64], "rewind overwrites what it frees");
    }
}

#[test]
fn a_claim_of_no_size_is_aligned_and_takes_no_bytes() {
    let region = Region::new(Heap::new(64).unwrap());
    let run = Run::new(region.cursor());
    for align in [1, 8, 4096] {
        let layout = Layout::from_size_align(0, align).unwrap();
        for span in [region.cursor().claim_span(layout), run.claim_span(layout)] {
            let (start, end) = span.unwrap();
            assert_eq!((start.addr().get() % align, end - start.addr().get()), (0, 0));
        }
        assert_eq!(run.claim(layout), region.cursor().claim(layout));
    }
    assert_eq!(region.cursor().allocated(), 0);
}

#[test]
fn a_block_that_grows_takes_no_more_than_its_lines() {
    let region = Region::new(Heap::new(1 << 14).unwrap());
    let run = Run::new(region.cursor());
    let layout = |size| Layout::from_size_align(size, 4).unwrap();
    let blocks = [(); 5].map(|()| run.claim_span(layout(100)).unwrap());
    assert_eq!(region.cursor().allocated(), 512);
    // SAFETY: the last block is ours, and becomes larger.
    let low = unsafe { run.extend(blocks[4], layout(200)) }.unwrap();
    assert_eq!(low.addr().get(), blocks[4].1 - 200);
    assert_eq!(region.cursor().allocated(), 600_usize.next_multiple_of(64));
}

#[test]
fn the_lowest_block_is_the_last_of_the_run_or_of_the_cursor() {
    let region = Region::new(Heap::new(1 << 14).unwrap());
    let (mut run, word) = (Run::new(region.cursor()), Layout::new::<u64>());
    let [above, last] = [(); 2].map(|()| run.claim(word).unwrap());
    let beside = region.cursor().claim(word).unwrap();
    assert_eq!([above, last, beside].map(|block| run.is_lowest(block)), [false, true, true]);
    let lowest = [above, last, beside].map(|block| region.cursor().is_lowest(block));
    assert_eq!(lowest, [false, false, true]);
    let mut frame = Frame::new();
    // SAFETY: the scope is dropped.
    let mut scope = unsafe { run.scoped(&mut frame) };
    assert!(!scope.run().is_lowest(beside), "in a scope nothing goes back to the cursor");
}

#[test]
fn a_region_of_a_static_is_made_at_run_time_as_in_a_constant() {
    static FIXED: Buffer<256> = Buffer::new();
    // SAFETY: nothing else uses the buffer.
    static CONSTANT: Region<Static> = unsafe { Region::from_static(&FIXED) };
    static MADE: LazyLock<Buffer<256>> = LazyLock::new(Buffer::new);
    // SAFETY: the same.
    let made = unsafe { Region::from_static(&*MADE) };
    for (region, buffer) in [(&CONSTANT, &FIXED), (&made, &*MADE)] {
        let (span, capacity) = (region.memory().span(), region.cursor().capacity());
        assert_eq!((span.cast(), span.len(), capacity), (NonNull::from(buffer), 256, 256));
        assert_eq!(region.cursor().claim(Layout::new::<[u8; 256]>()), Some(span.cast()));
    }
}

#[test]
fn a_frame_by_default_is_a_new_one() {
    assert_eq!(format!("{:?}", Frame::default()), format!("{:?}", Frame::new()));
}

#[test]
fn a_second_run_of_a_scope_has_the_pieces_of_the_first() {
    let region = Region::new(Heap::new(1 << 20).unwrap());
    let (mut run, mut frame) = (Run::new(region.cursor()), Frame::new());
    // SAFETY: the scope is dropped.
    let mut scope = unsafe { run.scoped(&mut frame) };
    let mut claimed = || {
        assert!(scope.run().claim(Layout::new::<[u8; 1000]>()).is_some());
        region.cursor().allocated()
    };
    let first = claimed();
    assert!((0..100).all(|_| claimed() == first));
    drop(scope.run()); // nor are they lost by one that needs none
    drop(scope);
    drop(run);
    assert_eq!(region.cursor().allocated(), 0);
}

#[test]
fn a_run_whose_only_block_grows_leaves_one_for_the_next() {
    let region = Region::new(Heap::new(1 << 18).unwrap());
    let layout = |size| Layout::from_size_align(size, 64).unwrap();
    let run = Run::new(region.cursor());
    let block = run.claim_span(layout(64)).unwrap();
    // SAFETY: the block is ours, and becomes larger than what handles leave for each other.
    let low = unsafe { run.extend(block, layout(2048)) }.unwrap();
    assert_eq!(block.1 - low.addr().get(), 2048);
    drop(run);
    assert_eq!(region.cursor().allocated(), 2048);
    let next = Run::new(region.cursor());
    next.claim(layout(64)).unwrap();
    drop(next);
    assert!(region.cursor().stashed() > 0);
    assert_eq!(region.cursor().allocated(), 2048 + 64);
}

#[test]
fn rewind_keeps_the_run_that_lies_above_the_checkpoint() {
    let region = Region::new(Heap::new(1 << 18).unwrap());
    let word = Layout::new::<u64>();
    for round in 1..=1000 {
        Run::new(region.cursor()).claim(word).unwrap();
        let checkpoint = region.checkpoint();
        region.cursor().claim(word).unwrap();
        // SAFETY: nobody uses what was claimed, and this is the only thread.
        unsafe { region.rewind(checkpoint) };
        assert_eq!(region.cursor().allocated(), 8 * round);
    }
    let checkpoint = region.checkpoint();
    let run = Run::new(region.cursor());
    while region.checkpoint() == checkpoint {
        run.claim(word).unwrap();
    }
    // The word may be all that such a run has, by where the memory begins.
    while region.cursor().stashed() == 0 {
        Run::new(region.cursor()).claim(word).unwrap();
    }
    drop(run);
    // SAFETY: the same.
    unsafe { region.rewind(checkpoint) };
    assert_eq!(region.cursor().stashed(), 0, "one that lies below is free with all that does");
}
