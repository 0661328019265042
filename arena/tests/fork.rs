//! A process that was forked while another thread had the arena's free pieces, which stayed behind.
//!
//! In a binary of its own, so that no other test's threads are copied.
#![cfg(all(unix, feature = "std", not(miri), not(arena_asan)))]
#![expect(clippy::std_instead_of_core, reason = "tests have `std`")]

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use arena::Arena;

unsafe extern "C" {
    safe fn fork() -> i32;
    fn waitpid(pid: i32, status: *mut i32, options: i32) -> i32;
    safe fn _exit(code: i32) -> !;
    safe fn alarm(seconds: u32) -> u32;
}

const KIB: usize = 1 << 10;
/// What a child says that had too little left.
const STAYED: i32 = 3;

/// Opens two handles, makes something, drops them out of order, and is refused.
fn put_and_be_refused(arena: &Arena) {
    let [mut upper, mut lower] = [(); 2].map(|()| arena.local());
    for local in [&mut upper, &mut lower] {
        _ = local.scope(|inner| inner.try_alloc_slice_fill_copy(300, 1_u8).is_ok());
    }
    drop((upper, lower));
    assert!(arena.try_alloc_slice_uninit::<u8>(arena.capacity() - 8).is_err());
}

/// What the child does. Says what was wrong.
fn child(arena: &Arena) -> i32 {
    // If each of these waited, it would be for longer than the alarm.
    for _ in 0..1000 {
        if arena.try_alloc_slice_uninit::<u8>(arena.capacity() - 8).is_ok() {
            return 1;
        }
    }
    // And what is put away now is found again, unless most of what is free has stayed behind.
    let [upper, lower] = [(); 2].map(|()| arena.local());
    if upper.try_alloc(1_u64).is_err() || lower.try_alloc(1_u64).is_err() {
        return STAYED;
    }
    drop((upper, lower));
    while arena.try_alloc_slice_uninit::<u8>(512).is_ok() {}
    match arena.try_alloc_slice_fill_copy(400, 7_u8) {
        Ok(bytes) if *bytes == [7; 400] => 0,
        Ok(_) => 2,
        Err(_) => STAYED,
    }
}

#[test]
fn a_forked_process_waits_once_and_reuses_what_it_puts_away() {
    let (arena, done) = (Arena::new(256 * KIB).unwrap(), AtomicBool::new(false));
    arena.alloc([1_u8; 9]); // so that nothing else of that size fits
    thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    put_and_be_refused(&arena);
                }
            });
        }
        let forked: Vec<i32> = (0..60)
            .map(|_| {
                let pid = fork();
                if pid == 0 {
                    alarm(20);
                    _exit(child(&arena));
                }
                let mut status = -1;
                // SAFETY: the pointer is to a variable.
                let waited = unsafe { waitpid(pid, &raw mut status, 0) };
                assert_eq!(waited, pid);
                status
            })
            // The code is in the second byte.
            .take_while(|status| [0, STAYED << 8].contains(status))
            .collect();
        done.store(true, Ordering::Relaxed);
        assert_eq!(forked.len(), 60, "a child has failed, or waited for too long");
        assert!(forked.iter().filter(|status| **status == 0).count() > 10, "{forked:?}");
    });
}
