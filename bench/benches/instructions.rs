//! Instructions of the hot calls, counted by callgrind: they do not depend on how busy the machine is.
//!
//! Each benchmark makes 10,000 calls, the loop and `black_box` included; `bare` is the loop with nothing but a store.
//! `cargo run --release -- --instructions` runs this and writes the numbers per call into `INSTRUCTIONS.md`.
#![allow(missing_docs, reason = "made by macros")]

#[cfg(target_os = "linux")]
use gungraun::{Callgrind, LibraryBenchmarkConfig, main};

#[cfg(target_os = "linux")]
mod counted {
    use std::hint::black_box;

    use arena_bench::{
        peers::{bitena, blink, bump_scope, bumpalo, floor, multitude, ours, typed_arena},
        subject::{Alone, Build, Copies, Fills, Owned, Put, Subject, Text},
    };
    use gungraun::{library_benchmark, library_benchmark_group};

    const CALLS: usize = 10_000;
    /// Room for every row's headers and padding.
    const ROOM: usize = 2 * CALLS * 200;

    type Local = Alone<ours::Locals>;
    type Direct = Alone<ours::Direct>;
    type Bumpalo = Owned<::bumpalo::Bump>;
    type BumpScope = Owned<bump_scope::FastBump<1>>;
    type Blink = Owned<blink_alloc::Blink>;
    type BlinkSync = Alone<blink::Sync>;
    type Multitude = Owned<::multitude::Arena>;
    type Bitena = Alone<bitena::Bits>;
    type Typed = Owned<typed_arena::Typed<u64>>;
    type Bare = floor::Stores;

    /// Makes the rows' memory, outside of what is counted.
    mod make {
        use super::*;

        macro_rules! maker {
            ($($name:ident: $type:ty = $make:expr;)*) => {
                $(pub(super) fn $name(room: usize) -> $type {
                    $make(room)
                })*
            };
        }

        maker! {
            local: Local = |room| Alone(ours::locals(room));
            arena: Direct = |room| Alone(ours::direct(room));
            bumpalo: Bumpalo = bumpalo::plain;
            bump_scope: BumpScope = bump_scope::plain;
            blink: Blink = blink::local;
            blink_sync: BlinkSync = |room| Alone(blink::sync(room));
            bitena: Bitena = |room| Alone(bitena::shared(room));
            multitude: Multitude = multitude::arena;
            typed_arena: Typed = |_| typed_arena::arena(CALLS);
            bare: Bare = floor::stores;
        }
    }

    /// A group of benchmarks of one body, one per row.
    macro_rules! group {
        ($name:ident, $body:path, $room:expr; $($row:ident: $type:ty = $make:path),* $(,)?) => {
            pub(crate) mod $name {
                use super::*;

                $(
                    #[library_benchmark]
                    #[bench::calls($make($room))]
                    fn $row(subject: $type) -> $type {
                        $body(subject)
                    }
                )*

                library_benchmark_group!(name = $name, benchmarks = [$($row),*]);
            }
        };
    }

    /// The rows that every group has.
    macro_rules! rows {
        ($name:ident, $body:path, $room:expr; $($more:tt)*) => {
            group!($name, $body, $room;
                local: Local = make::local,
                arena: Direct = make::arena,
                bumpalo: Bumpalo = make::bumpalo,
                bump_scope: BumpScope = make::bump_scope,
                blink: Blink = make::blink,
                multitude: Multitude = make::multitude,
                bare: Bare = make::bare,
                $($more)*
            );
        };
    }

    rows!(u64_local_variable, numbers, ROOM;
        blink_sync: BlinkSync = make::blink_sync,
        bitena: Bitena = make::bitena,
        typed_arena: Typed = make::typed_arena,
    );
    rows!(u64_by_reference, numbers_by_reference, ROOM;);
    rows!(word_of_5_bytes, words, ROOM; bitena: Bitena = make::bitena,);
    rows!(copy_of_8_u32, copies, ROOM;);
    rows!(fill_with_16_u32, fills, ROOM;);
    rows!(page_in_place, pages, 2 * CALLS * 4096;);

    fn numbers<S: Subject>(mut subject: S) -> S
    where
        for<'a> S::Handle<'a>: Put<u64>,
    {
        let handle = subject.open();
        for i in 0..CALLS {
            black_box(handle.put(i as u64));
        }
        S::close(handle);
        subject
    }

    fn numbers_by_reference<S: Subject>(mut subject: S) -> S
    where
        for<'a> S::Handle<'a>: Put<u64>,
    {
        let handle = subject.open();
        through(black_box(&handle));
        S::close(handle);
        subject
    }

    #[inline(never)]
    fn through(handle: &impl Put<u64>) {
        for i in 0..CALLS {
            black_box(handle.put(i as u64));
        }
    }

    fn words<S: Subject>(mut subject: S) -> S
    where
        for<'a> S::Handle<'a>: Text,
    {
        let word = black_box("light");
        let handle = subject.open();
        for _ in 0..CALLS {
            black_box(handle.text(word));
        }
        S::close(handle);
        subject
    }

    fn copies<S: Subject>(mut subject: S) -> S
    where
        for<'a> S::Handle<'a>: Copies,
    {
        let source: &[u32] = black_box(&[7; 8]);
        let handle = subject.open();
        for _ in 0..CALLS {
            black_box(handle.copy(source));
        }
        S::close(handle);
        subject
    }

    fn fills<S: Subject>(mut subject: S) -> S
    where
        for<'a> S::Handle<'a>: Fills,
    {
        let len = black_box(16);
        let handle = subject.open();
        for seed in 0..CALLS {
            black_box(handle.fill_with(len, |i| (i ^ seed) as u32));
        }
        S::close(handle);
        subject
    }

    fn pages<S: Subject>(mut subject: S) -> S
    where
        for<'a> S::Handle<'a>: Build<[u8; 4096]>,
    {
        let handle = subject.open();
        for i in 0..CALLS {
            black_box(handle.build(|| [i as u8; 4096]));
        }
        S::close(handle);
        subject
    }
}

#[cfg(target_os = "linux")]
use counted::{
    copy_of_8_u32::copy_of_8_u32, fill_with_16_u32::fill_with_16_u32, page_in_place::page_in_place,
    u64_by_reference::u64_by_reference, u64_local_variable::u64_local_variable,
    word_of_5_bytes::word_of_5_bytes,
};
#[cfg(target_os = "linux")]
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"])),
    library_benchmark_groups = [
        u64_local_variable,
        u64_by_reference,
        word_of_5_bytes,
        copy_of_8_u32,
        fill_with_16_u32,
        page_in_place
    ]
);

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("callgrind needs Linux");
}
