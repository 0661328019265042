//! What an arena over address space costs, in a process of its own so that nothing else moves the
//! figures.
#![cfg(all(feature = "mmap", not(miri)))]
#![expect(clippy::std_instead_of_core, reason = "tests have `std`")]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::{alloc::Layout, fs, ptr, thread};

use arena::{AllocError, Arena, Mapped};

const MIB: usize = 1 << 20;

/// Bytes of this process that are in memory, where the system tells.
fn resident() -> Option<usize> {
    status("VmRSS:")
}

/// Bytes of address space that it has, likewise.
fn space() -> Option<usize> {
    status("VmSize:")
}

fn status(name: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<usize>().ok()? * 1024)
}

#[test]
fn address_space_costs_what_is_touched() {
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    if std::env::var_os(LIMITED).is_some() {
        return in_a_limited_space();
    }
    what_is_kept();
    capacities_at_the_edges();
    small_arenas_have_small_pages();
    a_large_arena_asks_for_huge_pages_but_at_its_upper_end();
    what_the_system_does_not_give_is_halved();
    a_large_reservation_is_cheap();
    trim_gives_memory_back();
    trim_keeps_what_is_alive();
    trim_keeps_what_lanes_have_handed_out();
}

fn capacities_at_the_edges() {
    let mut none = Arena::mapped(0).unwrap();
    assert!(none.try_alloc(1_u8).is_err());
    none.alloc(());
    none.trim();
    for capacity in [usize::MAX, isize::MAX.unsigned_abs(), isize::MAX.unsigned_abs() - 4 * MIB + 1]
    {
        assert_eq!(Arena::mapped(capacity).unwrap_err(), AllocError::TooLarge);
    }
    let largest = isize::MAX.unsigned_abs() - 4 * MIB;
    for capacity in (40..usize::BITS - 1).map(|power| 1 << power).chain([largest]) {
        match Arena::mapped(capacity) {
            Ok(arena) => assert_eq!(arena.alloc_str("there"), "there"),
            Err(error) => assert_eq!(error, AllocError::OutOfMemory { capacity }),
        }
    }
    for capacity in [1, 4095, 4096, 4097, 2 * MIB - 1, 2 * MIB, 4 * MIB - 1, 4 * MIB, 6 * MIB + 1] {
        let mut arena = Arena::mapped(capacity).unwrap();
        for _ in 0..3 {
            let bytes = arena.alloc_slice_fill_copy(capacity, 1_u8);
            assert_eq!(bytes.as_ptr().addr() % 4096, 0);
            assert!(arena.try_alloc(1_u8).is_err());
            arena.reset();
            arena.trim();
        }
    }
}

/// Bytes that became resident while `f` ran, where the system tells.
fn grown<R>(f: impl FnOnce() -> R) -> (R, Option<usize>) {
    let before = resident();
    let result = f();
    (result, before.zip(resident()).map(|(before, after)| after.saturating_sub(before)))
}

/// Allocates so many bytes, and writes to each.
fn touch(arena: &Arena<Mapped>, size: usize) {
    let block = arena.alloc_layout(Layout::from_size_align(size, 8).unwrap());
    // SAFETY: the claim is ours.
    unsafe { block.write_bytes(1, size) };
}

/// And large ones of little content.
fn small_arenas_have_small_pages() {
    for capacity in [64 * 1024, 3 * MIB, 64 * MIB, 1 << 30] {
        let (arenas, grown) = grown(|| {
            let make = |_| {
                let arena = Arena::mapped(capacity).unwrap();
                arena.alloc_slice_fill_copy(60 * 1024, 1_u8);
                arena
            };
            (0..50).map(make).collect::<Vec<_>>()
        });
        assert!(grown.is_none_or(|grown| grown < 8 * MIB), "{grown:?} bytes for {capacity}");
        drop(arenas);
    }
}

/// Eight maps at most, each with the pages at its upper end, for the next of that size.
fn what_is_kept() {
    const GIB: usize = 1 << 30;
    let highest = |arena: &Arena<_>| ptr::from_ref(&arena.alloc_slice_copy(b"high")[0]).addr();

    let before = space();
    let ((), grown) = grown(|| {
        for (capacity, size) in [(GIB, MIB), (2 * GIB, 8 * MIB), (2 * GIB, MIB)] {
            let arenas: Vec<_> = (0..20).map(|_| Arena::mapped(capacity).unwrap()).collect();
            for arena in &arenas {
                touch(arena, size);
            }
        }
    });
    assert!(grown.is_none_or(|grown| grown < 8 * 3 * MIB), "{grown:?} bytes are resident");
    let Some((before, after)) = before.zip(space()) else { return };
    assert!(after.saturating_sub(before) < 25 * GIB, "{after} bytes of address space");

    // It serves the same size, if the system was not slow to clear it, and no other.
    let again = |capacity| {
        let place = highest(&Arena::mapped(capacity).unwrap());
        highest(&Arena::mapped(capacity).unwrap()) == place
    };
    assert!((0..1000).any(|_| again(3 * GIB)));
    let large: Vec<_> = (0..9).map(|_| Arena::mapped(3 * GIB).unwrap()).collect();
    let places: Vec<_> = large.iter().map(highest).collect();
    drop(large);
    let small: Vec<_> = (0..20).map(|_| Arena::mapped(MIB).unwrap()).collect();
    assert!(small.iter().all(|arena| !places.contains(&highest(arena))));
}

/// The flags of the map that a pointer points into, where the system tells.
fn flags<T>(pointer: *const T) -> Option<String> {
    let maps = fs::read_to_string("/proc/self/smaps").ok()?;
    let mut lines = maps.lines().skip_while(|line| {
        let range = line.split(' ').next().and_then(|range| range.split_once('-'));
        let bound = |digits| usize::from_str_radix(digits, 16).ok();
        !range
            .and_then(|(low, high)| Some(bound(low)?..bound(high)?))
            .is_some_and(|range| range.contains(&pointer.addr()))
    });
    lines.find_map(|line| line.strip_prefix("VmFlags:")).map(str::to_string)
}

fn a_large_arena_asks_for_huge_pages_but_at_its_upper_end() {
    let (small, large) = (Arena::mapped(3 * MIB).unwrap(), Arena::mapped(64 * MIB).unwrap());
    let asks = |pointer: *const u8| flags(pointer).map(|flags| flags.contains(" hg"));
    let (highest, lowest) = (large.alloc(1_u8), &large.alloc_slice_uninit::<u8>(255 * 1024)[0]);
    let beyond = &large.alloc_slice_uninit::<u8>(2 * MIB)[0];
    let rest = &large.alloc_slice_uninit::<u8>(large.remaining() - MIB)[0];
    if asks(highest).is_some() && cfg!(target_os = "linux") {
        assert_eq!((asks(highest), asks(lowest.as_ptr())), (Some(false), Some(false)));
        assert_eq!((asks(beyond.as_ptr()), asks(rest.as_ptr())), (Some(true), Some(true)));
        assert_eq!(asks(small.alloc(1_u8)), Some(false));
        assert_eq!(asks(small.alloc_slice_uninit::<u8>(2 * MIB)[0].as_ptr()), Some(false));
    }
}

/// Set in the process whose address space is limited.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
const LIMITED: &str = "ARENA_TEST_LIMITED";

/// Runs this test again with 2 GiB of address space, where it does what `LIMITED` says.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn what_the_system_does_not_give_is_halved() {
    let child = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 2097152 && exec \"$0\""])
        .arg(std::env::current_exe().unwrap())
        .env(LIMITED, "")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{text}{}", String::from_utf8_lossy(&child.stderr));
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn what_the_system_does_not_give_is_halved() {}

/// With 2 GiB of address space, less what the process has.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn in_a_limited_space() {
    const GIB: usize = 1 << 30;
    assert_eq!(Arena::mapped(8 * GIB).unwrap_err(), AllocError::OutOfMemory { capacity: 8 * GIB });
    for asked in [8 * GIB, 5 * GIB + 12_345, usize::MAX] {
        let arena = Arena::mapped_at_most(asked).unwrap();
        let capacity = arena.capacity();
        assert!((128 * MIB..2 * GIB).contains(&capacity), "{capacity} of {asked}");
        assert!(Arena::mapped(capacity).is_err() || capacity < GIB);
        assert_eq!(arena.alloc_slice_fill_copy(MIB, 7_u8)[MIB - 1], 7);
    }
    // What was dropped is the system's again at once.
    drop(Arena::mapped(GIB).unwrap());
    assert!(Vec::<u8>::new().try_reserve_exact(GIB + 256 * MIB).is_ok());
    let whole = Arena::mapped_at_most(64 * MIB).unwrap();
    assert_eq!(whole.capacity(), 64 * MIB);
    let mut all = Vec::with_capacity(1 << 20);
    let last = loop {
        match Arena::mapped_at_most(64 * MIB) {
            Ok(arena) => all.push(arena),
            Err(error) => break error,
        }
    };
    assert_eq!(last, AllocError::OutOfMemory { capacity: 64 * MIB });
    assert!(all.iter().all(|arena| arena.capacity() >= 64 * 1024));
}

fn a_large_reservation_is_cheap() {
    let before = resident();
    let arena = Arena::mapped(1 << (30 + 6 * (usize::BITS / 64))).unwrap();
    let local = arena.local();
    for number in 0..500_u64 {
        assert_eq!((*arena.alloc(number), *local.alloc(number)), (number, number));
    }
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before);
        assert!(grown < 64 * MIB, "{grown} bytes more are resident");
    }
}

fn trim_gives_memory_back() {
    let mut arena = Arena::mapped(1 << 30).unwrap();
    for _ in 0..2 {
        touch(&arena, 256 * MIB);
        arena.reset();
        let full = resident();
        arena.trim();
        if let (Some(full), Some(trimmed)) = (full, resident()) {
            let fallen = full.saturating_sub(trimmed);
            assert!(fallen >= 200 * MIB, "resident memory fell by {fallen} bytes");
        }
        assert_eq!(arena.alloc_slice_fill_copy(1000, 7_u8), [7; 1000], "usable at once");
        arena.reset();
    }
}

/// Values right above the cursor, wherever in a page it stands; and those of a set-aside stash.
fn trim_keeps_what_is_alive() {
    let mut arena = Arena::mapped(64 * MIB).unwrap();
    for size in [1, 63, 4095, 4096, 4097, 65_535, 65_536, 65_537, 3 * MIB + 17] {
        let kept = {
            let [mut large, above, below] = [(); 3].map(|()| arena.local());
            large.scope(|inner| _ = inner.alloc_slice_uninit::<u8>(MIB));
            let layout = Layout::from_size_align(size, 1).unwrap();
            let blocks = [above.alloc_layout(layout), below.alloc_layout(layout)];
            below.alloc(1_u8);
            drop((large, above)); // what they leave goes to the stash
            drop(below);
            blocks.into_iter().chain([arena.alloc_layout(layout)]).collect::<Vec<_>>()
        };
        for block in &kept {
            // SAFETY: the claim is ours until the reset.
            unsafe { block.write_bytes(0xA5, size) };
        }
        let stats = arena.stats();
        arena.scope(|scope| _ = scope.alloc_slice_fill_copy(5 * MIB, 1_u8));
        arena.local().scope(|inner| _ = inner.alloc_slice_fill_copy(MIB, 1_u8));
        arena.trim();
        assert_eq!(arena.stats().allocated, stats.allocated);
        // The stash's headers have survived, and all free bytes can be had.
        while arena.try_alloc([1_u8; 64]).is_ok() && arena.remaining() > 60 * MIB {}
        for block in &kept {
            for offset in 0..size {
                // SAFETY: inside the claim.
                let byte = unsafe { block.add(offset) };
                // SAFETY: written above, and ours still.
                assert_eq!(unsafe { byte.read() }, 0xA5, "byte {offset} of {size}");
            }
        }
        while arena.try_alloc_slice_uninit::<u8>(4096).is_ok() {}
        arena.trim();
        arena.reset();
        arena.trim();
    }
}

/// Values of many threads; what their lanes have left is trimmed with the rest.
fn trim_keeps_what_lanes_have_handed_out() {
    let mut arena = Arena::mapped(64 * MIB).unwrap();
    for _ in 0..2 {
        arena.open_lanes();
        let words: Vec<*const u64> = thread::scope(|threads| {
            let work = || {
                let word = |index| ptr::from_ref(&*arena.alloc(index));
                (0..20_000_u64).map(|index| word(index).addr()).collect::<Vec<_>>()
            };
            let workers = [(); 4].map(|()| threads.spawn(work));
            let addresses = workers.map(|worker| worker.join().unwrap()).concat();
            let base = ptr::from_ref(&*arena.alloc(0_u64));
            addresses.into_iter().map(|address| base.with_addr(address)).collect()
        });
        let allocated = arena.allocated();
        arena.trim();
        assert_eq!(arena.allocated(), allocated);
        arena.alloc_slice_fill_copy(10 * MIB, 0xFF_u8);
        for (word, index) in words.into_iter().zip((0..20_000_u64).cycle()) {
            // SAFETY: the arena has not been reset since.
            assert_eq!(unsafe { word.read() }, index);
        }
        arena.reset();
        arena.trim();
        assert_eq!(arena.remaining(), 64 * MIB);
    }
}
