//! A tour: all that a first program with an arena needs.

use std::thread;

use arena::{AllocError, Arena, ArenaSafe, format_in};

/// The derive proves at compile time that no field needs drop: a `String` here would not compile.
#[derive(ArenaSafe)]
struct Player<'a> {
    name: &'a str,
    level: u32,
    scores: &'a [u32],
}

fn main() -> Result<(), AllocError> {
    // 64 KiB, taken from the system once. An arena never grows and never moves.
    let mut arena = Arena::new(64 * 1024)?;

    // Values, text and slices. Each stays where it is for as long as the arena is borrowed.
    let ada = arena.alloc(Player {
        name: arena.alloc_str("Ada"),
        level: 1,
        scores: arena.alloc_slice_copy(&[310, 280]),
    });
    ada.level += 1;
    println!("{} is on level {} with {:?}", ada.name, ada.level, ada.scores);

    // Threads share it by reference. An allocation is one compare-and-swap, never a lock.
    let names = thread::scope(|threads| {
        let workers = [1, 2, 3].map(|id| {
            let arena = &arena;
            threads.spawn(move || format_in!(arena, "worker {id}"))
        });
        workers.map(|worker| worker.join().expect("the workers do not panic"))
    });
    println!("{names:?}");

    // A thread that allocates a lot takes a `Local`, which needs no atomics. What it makes lives on
    // when both are gone.
    let squares = thread::scope(|threads| {
        let workers = [2, 3, 4].map(|count: u64| {
            let local = arena.local();
            threads.spawn(move || local.alloc_slice_fill_iter((1..=count).map(|n| n * n)))
        });
        workers.map(|worker| worker.join().expect("the workers do not panic"))
    });
    println!("{squares:?}");

    // What does not fit is an error. `alloc` would panic with the same words.
    if let Err(error) = arena.try_alloc_slice_fill_copy(100_000, 0_u8) {
        println!("{error}");
    }
    println!("{} of {} bytes allocated", arena.allocated(), arena.capacity());

    // Frees everything at once, and compiles only because nothing in the arena is used below.
    arena.reset();
    println!("{} after the reset, {} at the peak", arena.allocated(), arena.peak());
    Ok(())
}
