//! Checkpoints: what `rewind` frees, and what becomes of the bytes.

use core::alloc::Layout;

use arena_core::{Heap, Region};

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
