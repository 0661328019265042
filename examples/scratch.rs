//! For work that needs memory for each item and only while it lasts: a scope per item.
//!
//! What is allocated in a scope is free again at its end, and the next scope gets the same bytes.
//! So a loop soon claims nothing more from the arena, whatever its items need and however many
//! there are. Results leave a scope as values that borrow nothing from it.
//!
//! Here the items are misspelt words, and the working memory of each is what the search for the
//! nearest word of a dictionary needs.

use std::thread;

use arena::{AllocError, Arena, Local};

const DICTIONARY: &str = "allocate arena atomic borrow buffer capacity chunk closure cursor drop exchange field floor \
     handle heap layout lifetime local memory ordering page pointer region request reset scope \
     slice stack static thread value";

const MISSPELT: [&str; 8] =
    ["arenna", "rest", "lifetme", "slcie", "pionter", "clousure", "capacitty", "bufer"];

/// The least number of letters to insert, delete or exchange that makes one word the other.
fn distance(one: &[char], other: &str, scratch: &mut Local<'_>) -> usize {
    // A scope in the scope: what is for this pair of words only.
    scratch.scope(|scratch| {
        let other = scratch.alloc_slice_fill_iter(other.chars());
        let mut above = scratch.alloc_slice_fill_with(other.len() + 1, |column| column);
        let mut row = scratch.alloc_slice_fill_default(other.len() + 1);
        for (index, a) in one.iter().enumerate() {
            row[0] = index + 1;
            for (column, b) in other.iter().enumerate() {
                let exchanged = above[column] + usize::from(a != b);
                row[column + 1] = exchanged.min(above[column + 1] + 1).min(row[column] + 1);
            }
            (above, row) = (row, above);
        }
        above[other.len()]
    })
}

/// Finds the nearest word. The result borrows from the dictionary, which lies outside.
fn nearest<'d>(word: &str, dictionary: &[&'d str], scratch: &mut Local<'_>) -> (usize, &'d str) {
    scratch.scope(|scratch| {
        let letters = scratch.alloc_slice_fill_iter(word.chars());
        let ranking = scratch.alloc_slice_fill_copy(dictionary.len(), (0, ""));
        for (entry, candidate) in ranking.iter_mut().zip(dictionary) {
            *entry = (distance(letters, candidate, scratch), *candidate);
        }
        ranking.iter().min().copied().unwrap_or_default()
    })
}

fn main() -> Result<(), AllocError> {
    let dictionary: Vec<_> = DICTIONARY.split_whitespace().collect();
    let mut arena = Arena::new(64 * 1024)?;

    // One thread: scopes of its handle, which need no atomics.
    let mut local = arena.local();
    let mut corrected = MISSPELT.map(|word| nearest(word, &dictionary, &mut local));
    let before = arena.allocated();
    for _ in 0..200 {
        corrected = MISSPELT.map(|word| nearest(word, &dictionary, &mut local));
    }
    println!("{before} bytes allocated after the first round, {} after 200", arena.allocated());
    assert_eq!(before, arena.allocated(), "the rounds all use the same bytes");
    drop(local);
    for (word, (distance, nearest)) in MISSPELT.iter().zip(corrected) {
        println!("  {word:<10} {nearest:<10} {distance} off");
    }
    println!("{}\n", arena.stats());

    // Many threads: a scope of the arena for each item, in which each thread opens a handle. What
    // they find lives until the scope ends, so that they may pass it on.
    let before = arena.allocated();
    let mut again = Vec::new();
    for word in MISSPELT {
        again.push(arena.scope(|scope| {
            let scope = &*scope;
            let best = thread::scope(|threads| {
                let workers = dictionary.chunks(8).map(|part| {
                    threads.spawn(move || scope.alloc_copy(nearest(word, part, &mut scope.local())))
                });
                let workers: Vec<_> = workers.collect();
                let found =
                    workers.into_iter().map(|worker| worker.join().expect("no worker panics"));
                found.min()
            });
            best.map_or((0, ""), |best| *best)
        }));
    }
    println!("{before} bytes allocated before the scopes, {} after", arena.allocated());
    assert_eq!(before, arena.allocated(), "each scope gives back what was allocated in it");
    assert_eq!(again, corrected);
    println!("{}", arena.stats());
    Ok(())
}
