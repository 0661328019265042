//! An arena whose free bytes lie in many pieces.

use std::{
    cell::RefCell,
    hint::black_box,
    rc::Rc,
    time::{Duration, Instant},
};

use arena::Arena;

use crate::harness::{Case, Kind::Ours, Row};

/// A few pieces.
pub const FEW: &str = "1,000 pieces";
/// Many pieces.
pub const MANY: &str = "100,000 pieces";

/// What pieces cost others.
pub const PIECES: Case = Case {
    name: "pieces",
    question: "What does a call cost in an arena whose free bytes lie in pieces: as many handles made one byte each, others were claimed between \
               them, and all handles were dropped? (The mean of up to 100 calls, after the first. A refused request is of half the capacity, unless \
               it says something else. Where pieces serve, the cursor is used up.)",
    unit: "ns per call",
    lead: "",
    rows: || {
        [(FEW, 1_000), (MANY, 100_000)]
            .into_iter()
            .flat_map(|(group, pieces)| rows(group, pieces))
            .collect()
    },
};

/// Every row, in each group.
pub const ROWS: &[&str] = &[
    "scope with a Local",
    "refusal, &Arena",
    "refusal, Local",
    "refusal, Local::scope",
    "refusal, above the capacity",
    "u64 of a piece, &Arena",
    "handle of a piece",
];

/// Those that refuse.
pub const REFUSALS: &[&str] =
    &["refusal, &Arena", "refusal, Local", "refusal, Local::scope", "refusal, above the capacity"];

fn rows(group: &'static str, pieces: usize) -> Vec<Row> {
    let arena = Rc::new(RefCell::new(in_pieces(pieces, false)));
    let calls: [fn(&mut Arena) -> f64; 5] = [scope, by_arena, by_local, in_scope, too_large];
    let mut rows: Vec<Row> = ROWS
        .iter()
        .zip(calls)
        .map(|(name, call)| {
            let arena = Rc::clone(&arena);
            Row::counted(*name, Ours, move || call(&mut arena.borrow_mut()))
        })
        .collect();
    let served: [fn(&Arena) -> bool; 2] = [value, handle];
    for (name, serve) in ROWS[calls.len()..].iter().zip(served) {
        let mut arena = in_pieces(pieces, true);
        rows.push(Row::counted(*name, Ours, move || {
            if arena.remaining() < arena.capacity() / 4 {
                arena = in_pieces(pieces, true);
            }
            mean(|| assert!(serve(&arena), "a quarter is free, in pieces"))
        }));
    }
    rows.into_iter().map(|row| row.within(group)).collect()
}

/// An arena with its free bytes in so many pieces and, unless it is `used_up`, at the cursor.
pub(super) fn in_pieces(pieces: usize, used_up: bool) -> Arena {
    // A handle's first run, and what is claimed between two.
    let arena = Arena::new(pieces * 600 + 64 * 1024).expect("the machine has memory");
    let handles: Vec<_> = (0..pieces)
        .map(|_| {
            let handle = arena.local();
            handle.alloc(1_u8);
            arena.alloc(2_u8);
            handle
        })
        .collect();
    if used_up {
        let mut size = arena.remaining();
        while size > 0 {
            if arena.try_alloc_slice_uninit::<u8>(size).is_err() {
                size /= 2;
            }
        }
    }
    drop(handles);
    arena
}

fn scope(arena: &mut Arena) -> f64 {
    mean(|| {
        arena.scope(|scope| {
            black_box(scope.local().alloc(1_u8));
        });
    })
}

fn by_arena(arena: &mut Arena) -> f64 {
    let half = arena.capacity() / 2;
    mean(|| assert!(arena.try_alloc_slice_uninit::<u8>(half).is_err()))
}

fn by_local(arena: &mut Arena) -> f64 {
    let half = arena.capacity() / 2;
    let local = arena.local();
    mean(|| assert!(local.try_alloc_slice_uninit::<u8>(half).is_err()))
}

fn in_scope(arena: &mut Arena) -> f64 {
    let half = arena.capacity() / 2;
    let mut local = arena.local();
    local.scope(|inner| mean(|| assert!(inner.try_alloc_slice_uninit::<u8>(half).is_err())))
}

fn too_large(arena: &mut Arena) -> f64 {
    let twice = 2 * arena.capacity();
    mean(|| assert!(arena.try_alloc_slice_uninit::<u8>(twice).is_err()))
}

fn value(arena: &Arena) -> bool {
    black_box(arena.try_alloc(1_u64)).is_ok()
}

fn handle(arena: &Arena) -> bool {
    black_box(arena.local().try_alloc(1_u64)).is_ok()
}

/// Nanoseconds of a call, after a first one that says how many there is time for.
fn mean(mut call: impl FnMut()) -> f64 {
    const CALLS: u32 = 100;
    const TIME: Duration = Duration::from_millis(10);
    let start = Instant::now();
    call();
    let first = start.elapsed().max(Duration::from_nanos(1));
    let calls = ((TIME.as_nanos() / first.as_nanos()) as u32).clamp(1, CALLS);
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_bytes_lie_in_pieces() {
        let arena = in_pieces(1_000, true);
        assert!(arena.remaining() > arena.capacity() / 2);
        assert!(arena.try_alloc_slice_uninit::<u8>(2_000).is_err());
        assert!(value(&arena) && handle(&arena));
    }
}
