//! Every memory that needs no allocator, in a program that has none. It exits with 0 if all is well.
//!
//! `cargo build` here builds it; there is no `alloc` in it, so whatever asked for one would not
//! link. The C library is there for its start-up code alone.

#![no_std]
#![no_main]

use core::{mem::MaybeUninit, panic::PanicInfo};

use arena::{Arena, Interner, Local, Pool};

arena::static_arena! {
    /// Recycled by scopes.
    static SCRATCH: 16 * 1024;
}

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    // SAFETY: `abort` has no precondition.
    unsafe { abort() }
}

/// The ready-made `core` names it; nothing unwinds here.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

fn squares<'a>(local: &Local<'a>, count: u64) -> &'a [u64] {
    local.alloc_slice_fill_iter((0..count).map(|number| number * number))
}

fn in_statics() -> u64 {
    let mut sum = 0;
    for _ in 0..1000 {
        sum = SCRATCH.local().scope(|scratch| {
            let text = scratch.alloc_fmt(format_args!("{}-{}", 12, 34));
            squares(scratch, 10).iter().sum::<u64>() + text.len() as u64
        });
    }
    sum
}

fn in_a_buffer() -> u64 {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut arena = Arena::from_buffer(&mut buffer);
    let sum = arena.scope(|scope| squares(&scope.local(), 10).iter().sum::<u64>());
    let refused = arena.try_alloc([0_u8; 5000]).is_err();
    arena.reset();
    sum + u64::from(refused) + arena.stats().refused as u64
}

fn in_a_pool() -> u64 {
    SCRATCH.local().scope(|scratch| {
        let pool = Pool::new_in(10, &*scratch);
        let mut sum = 0;
        for number in 0..100 {
            let Ok(key) = pool.insert(number) else { continue };
            sum += pool.get(key).map_or(0, |entry| *entry);
            if number >= 5 {
                pool.remove(key);
            }
        }
        sum + pool.len() as u64
    })
}

fn interned() -> usize {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let arena = Arena::from_buffer(&mut buffer);
    let names = Interner::new_in(10, &arena);
    let symbols = ["one", "two", "one"].map(|name| names.intern(name));
    symbols.iter().map(|symbol| 10 * symbol.index() + names.resolve(*symbol).len()).sum()
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let sums = [in_statics(), in_a_buffer(), in_a_pool(), interned() as u64];
    i32::from(sums != [285 + 5, 285 + 2, 4950 + 5, 19] || SCRATCH.allocated() != 0)
}
