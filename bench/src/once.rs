//! Compiles the corpus of the case `compile` once, and says what that took: allocations, and resident bytes at the peak, where
//! the system tells.
//!
//! It is a program of its own, since what one row leaves in the heap would be there for the next, and since an allocator that
//! counts its calls makes them slower.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    error::Error,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use arena_bench::{cases::compile, compile::corpus, process::kibibytes};

/// The system allocator, which counts its calls.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static CALLS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call is passed on to the system allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(at, layout) }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (group, name) = (arguments.next(), arguments.next());
    let (Some(group), Some(name)) = (group, name) else {
        return Err("which group, and which row?".into());
    };
    let sources = &*corpus::FILES;
    let (calls, before) = (CALLS.load(Relaxed), kibibytes("VmRSS:"));
    compile::once(&group, &name, sources).ok_or("no such row")?;
    let calls = CALLS.load(Relaxed) - calls;
    let peak = kibibytes("VmHWM:").zip(before).map(|(peak, before)| peak.saturating_sub(before));
    println!("{calls} {}", peak.unwrap_or(0) * 1024);
    Ok(())
}
