//! Slices of `u32`, short and long, copied and filled. The length is known only at run time, as it mostly is.

use std::hint::black_box;

use crate::{
    calls::{Call, Items, Rows},
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        PAYLOAD, ROOM,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, system, typed_arena,
    },
    subject::{Alone, Copies, FillCopy, Fills},
};

macro_rules! case {
    ($const:ident, $name:literal, $call:ident($len:literal), $rows:ident, $question:literal) => {
        #[doc = $question]
        pub const $const: Case = Case {
            name: $name,
            question: $question,
            unit: "ns per slice",
            lead: "Local",
            rows: || $rows!($call($len)).rows(),
        };
    };
}

case!(
    COPY_8,
    "copy-8",
    Copied(8),
    copies,
    "What does a copy of 8 `u32`s cost (`alloc_slice_copy`)?"
);
case!(
    COPY_1024,
    "copy-1024",
    Copied(1024),
    copies,
    "What does a copy of 1024 `u32`s (4 KiB) cost (`alloc_slice_copy`)?"
);
case!(
    FILL_WITH_16,
    "fill-with-16",
    ByIndex(16),
    fills,
    "What do 16 `u32`s by index cost (`alloc_slice_fill_with`)?"
);
case!(
    FILL_WITH_1024,
    "fill-with-1024",
    ByIndex(1024),
    fills,
    "What do 1024 `u32`s by index cost (`alloc_slice_fill_with`)?"
);
case!(
    FILL_COPY_16,
    "fill-copy-16",
    Equal(16),
    fills_copy,
    "What do 16 equal `u32`s cost (`alloc_slice_fill_copy`)?"
);
case!(
    FILL_COPY_1024,
    "fill-copy-1024",
    Equal(1024),
    fills_copy,
    "What do 1024 equal `u32`s cost (`alloc_slice_fill_copy`)?"
);
case!(
    FILL_ITER_16,
    "fill-iter-16",
    Iterated(16),
    fills,
    "What do 16 `u32`s of an iterator cost (`alloc_slice_fill_iter`)?"
);
case!(
    FILL_ITER_1024,
    "fill-iter-1024",
    Iterated(1024),
    fills,
    "What do 1024 `u32`s of an iterator cost (`alloc_slice_fill_iter`)?"
);

/// The rows of every case here.
macro_rules! every {
    ($call:expr, $floor:literal) => {{
        let slices = $call.len();
        Rows::new($call, 16)
            .and_closures()
            .add("Local", Ours, || Alone(ours::locals(ROOM)))
            .add("&Arena", Ours, || Alone(ours::direct(ROOM)))
            .add("bumpalo", Peer, || bumpalo::plain(ROOM))
            .add("bump-scope", Peer, || bump_scope::plain(ROOM))
            .add("bumpalo-herd", Peer, || Alone(herd::Herds::default()))
            .add("blink", Peer, || blink::local(ROOM))
            .add("blink sync.local", Peer, || Alone(blink::sync_local(2 * ROOM)))
            .add("multitude", Peer, || multitude::arena(ROOM))
            .add("typed-arena", Peer, || typed_arena::arena::<u32>(PAYLOAD / 4))
            .add("system", Peer, || system::owned::<[u32]>(slices))
            .add("system + free", Peer, || system::freeing::<[u32]>(slices))
            .add($floor, Floor, || floor::stores(ROOM))
    }};
}
use every;

macro_rules! fills {
    ($call:expr) => {
        every!($call, "bare stores")
    };
}
use fills;

/// And the row of bitena, which fills with equal values and nothing else.
macro_rules! fills_copy {
    ($call:expr) => {
        fills!($call).add("bitena", Peer, || Alone(bitena::shared(ROOM)))
    };
}
use fills_copy;

/// And the row of blink's shared arena, which copies.
macro_rules! copies {
    ($call:expr) => {
        every!($call, "memcpy").add("blink sync", Peer, || Alone(blink::sync(ROOM)))
    };
}
use copies;

/// Copies of slices of a length.
#[derive(Clone, Copy)]
struct Copied(usize);

/// Slices of a length by index.
#[derive(Clone, Copy)]
struct ByIndex(usize);

/// Slices of a length of equal values.
#[derive(Clone, Copy)]
struct Equal(usize);

/// Slices of a length from iterators.
#[derive(Clone, Copy)]
struct Iterated(usize);

static SOURCE: [u32; 1024] = [7; 1024];

/// As many slices as there is payload, each with what it is made of and its number.
macro_rules! items {
    ($type:ident, $item:ty, |$len:ident| $make:expr) => {
        impl Items for $type {
            type Item = ($item, u32);

            #[inline(always)]
            fn items(self) -> impl Iterator<Item = ($item, u32)> {
                let $len = self.0;
                let item = black_box($make);
                (0..self.len() as u32).map(move |seed| (item, seed))
            }

            fn len(self) -> usize {
                PAYLOAD / 4 / self.0
            }
        }
    };
}

items!(Copied, &'static [u32], |len| &SOURCE[..len]);
items!(ByIndex, usize, |len| len);
items!(Equal, usize, |len| len);
items!(Iterated, &'static [u32], |len| &SOURCE[..len]);

impl<H: Copies> Call<H> for Copied {
    #[inline(always)]
    fn call(self, handle: &H, (source, _): (&'static [u32], u32)) {
        black_box(handle.copy(source));
    }
}

impl<H: Fills> Call<H> for ByIndex {
    #[inline(always)]
    fn call(self, handle: &H, (len, seed): (usize, u32)) {
        black_box(handle.fill_with(len, |i| i as u32 ^ seed));
    }
}

impl<H: FillCopy> Call<H> for Equal {
    #[inline(always)]
    fn call(self, handle: &H, (len, seed): (usize, u32)) {
        black_box(handle.fill_copy(len, seed));
    }
}

impl<H: Fills> Call<H> for Iterated {
    #[inline(always)]
    fn call(self, handle: &H, (source, seed): (&'static [u32], u32)) {
        black_box(handle.fill_iter(source.iter().map(|value| value ^ seed)));
    }
}
