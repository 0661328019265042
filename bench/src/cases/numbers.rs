//! Single `u64`s, through a handle in a local variable and through one behind a reference.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    calls::{Call, Items, Rows},
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        PAYLOAD, ROOM, Row, Work,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, rarena, system,
        typed_arena,
    },
    subject::{Alone, Put, Subject},
};

/// `u64`s, the handle in a local variable.
pub const U64: Case = Case {
    name: "u64",
    question: "What does a `u64` cost, with the handle in a local variable of the loop, and by a boxed closure that is called for each?",
    unit: "ns per value",
    lead: "Local",
    rows: || {
        let rows = Rows::new(Numbers(PAYLOAD / 8), 8).and_closures();
        rows.add("Local", Ours, || Alone(ours::locals(ROOM)))
            .add("LocalArena", Ours, || ours::alone(ROOM))
            .add("&Arena", Ours, || Alone(ours::direct(ROOM)))
            .add("bumpalo", Peer, || bumpalo::plain(ROOM))
            .add("bumpalo, align 8", Peer, || bumpalo::aligned(ROOM))
            .add("bump-scope", Peer, || bump_scope::plain(ROOM))
            .add("bump-scope, align 8", Peer, || bump_scope::aligned(ROOM))
            .add("bumpalo-herd", Peer, || Alone(herd::Herds::default()))
            .add("blink", Peer, || blink::local(ROOM))
            .add("blink sync", Peer, || Alone(blink::sync(ROOM)))
            .add("blink sync.local", Peer, || Alone(blink::sync_local(2 * ROOM)))
            .add("bitena", Peer, || Alone(bitena::shared(ROOM)))
            .add("rarena", Peer, || rarena::local(ROOM))
            .add("rarena sync", Peer, || Alone(rarena::shared(ROOM)))
            .add("multitude", Peer, || multitude::arena(ROOM))
            .add("typed-arena", Peer, || typed_arena::arena::<u64>(PAYLOAD / 8))
            .add("system", Peer, || system::owned::<u64>(PAYLOAD / 8))
            .add("system + free", Peer, || system::freeing::<u64>(PAYLOAD / 8))
            .add("bare stores", Floor, || floor::stores(ROOM))
            .add("bare exchange", Floor, || Alone(floor::exchange(ROOM)))
            .rows()
    },
};

/// `u64`s, the handle behind a reference.
pub const U64_REF: Case = Case {
    name: "u64-ref",
    question: "What does a `u64` cost when the handle is behind a reference that the loop was given?",
    unit: "ns per value",
    lead: "Local",
    rows: || numbers!(u64s_by_reference),
};

/// `u64`s, the pointer consumed in a register.
pub const U64_REGISTER: Case = Case {
    name: "u64-register",
    question: "The same as `u64`, where the pointer is consumed in a register: `black_box` stores it to the stack, which hides part of every \
               row's cost, the floor's too. No bar is taken here.",
    unit: "ns per value",
    lead: "Local",
    rows: || numbers!(u64s_in_register),
};

/// The rows of the other cases that store `u64`s on one thread.
macro_rules! numbers {
    ($pass:ident) => {{
        let work = Work { values: PAYLOAD / 8, passes: 8 };
        vec![
            Row::of("Local", Ours, Alone(ours::locals(ROOM)), work, $pass),
            Row::of("LocalArena", Ours, ours::alone(ROOM), work, $pass),
            Row::of("&Arena", Ours, Alone(ours::direct(ROOM)), work, $pass),
            Row::of("bumpalo", Peer, bumpalo::plain(ROOM), work, $pass),
            Row::of("bumpalo, align 8", Peer, bumpalo::aligned(ROOM), work, $pass),
            Row::of("bump-scope", Peer, bump_scope::plain(ROOM), work, $pass),
            Row::of("bump-scope, align 8", Peer, bump_scope::aligned(ROOM), work, $pass),
            Row::of("bumpalo-herd", Peer, Alone(herd::Herds::default()), work, $pass),
            Row::of("blink", Peer, blink::local(ROOM), work, $pass),
            Row::of("blink sync", Peer, Alone(blink::sync(ROOM)), work, $pass),
            Row::of("blink sync.local", Peer, Alone(blink::sync_local(2 * ROOM)), work, $pass),
            Row::of("bitena", Peer, Alone(bitena::shared(ROOM)), work, $pass),
            Row::of("rarena", Peer, rarena::local(ROOM), work, $pass),
            Row::of("rarena sync", Peer, Alone(rarena::shared(ROOM)), work, $pass),
            Row::of("multitude", Peer, multitude::arena(ROOM), work, $pass),
            Row::of("typed-arena", Peer, typed_arena::arena::<u64>(work.values), work, $pass),
            Row::of("system", Peer, system::owned::<u64>(work.values), work, $pass),
            Row::of("system + free", Peer, system::freeing::<u64>(work.values), work, $pass),
            Row::of("bare stores", Floor, floor::stores(ROOM), work, $pass),
            Row::of("bare exchange", Floor, Alone(floor::exchange(ROOM)), work, $pass),
        ]
    }};
}
use numbers;

/// Stores so many `u64`s.
#[derive(Clone, Copy)]
struct Numbers(usize);

impl Items for Numbers {
    type Item = u64;

    #[inline(always)]
    fn items(self) -> impl Iterator<Item = u64> {
        0..self.0 as u64
    }

    fn len(self) -> usize {
        self.0
    }
}

impl<H: Put<u64>> Call<H> for Numbers {
    #[inline(always)]
    fn call(self, handle: &H, value: u64) {
        black_box(handle.put(value));
    }
}

#[inline(never)]
fn u64s_by_reference<S: Subject>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    let start = Instant::now();
    let handle = subject.open();
    through(black_box(&handle), values);
    S::close(handle);
    start.elapsed()
}

/// A function of a user's program that was given the handle.
#[inline(never)]
fn through(handle: &impl Put<u64>, values: usize) {
    for i in 0..values {
        black_box(handle.put(i as u64));
    }
}

#[inline(never)]
fn u64s_in_register<S: Subject>(subject: &mut S, values: usize) -> Duration
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    let start = Instant::now();
    let handle = subject.open();
    for i in 0..values {
        consume(handle.put(i as u64));
    }
    S::close(handle);
    start.elapsed()
}

/// Makes the optimiser believe that `pointer` and what it points to are used, at no cost.
#[inline(always)]
fn consume<T>(pointer: *mut T) {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    // SAFETY: no instruction at all.
    unsafe {
        std::arch::asm!("/* {0} */", in(reg) pointer, options(nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    black_box(pointer);
}
