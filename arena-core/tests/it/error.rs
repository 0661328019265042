//! What a person reads of an error.

use core::alloc::Layout;

use arena_core::AllocError;

#[test]
fn every_error_says_what_was_asked_for_and_why_it_was_refused() {
    let requested = Layout::from_size_align(4096, 8).unwrap();
    let error = AllocError::Full { requested, remaining: 112 };
    assert_eq!(error.to_string(), "arena full: 4096 bytes (align 8) requested, 112 remaining");
    let too_large = format!("allocation too large: its size exceeds {} bytes", isize::MAX);
    assert_eq!(AllocError::TooLarge.to_string(), too_large);
    let error = AllocError::OutOfMemory { capacity: 5 };
    assert_eq!(error.to_string(), "out of memory: the system refused 5 bytes for an arena");
}
