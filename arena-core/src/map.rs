//! Maps of address space: how one is laid out, and which are kept for the next.
//!
//! # Pages, small and huge
//!
//! The first touch of fresh memory is most of what a large arena costs, and with huge pages a sixth
//! of that. But to clear a single one takes longer than all of a small arena. So the upper end, where
//! an arena begins, keeps small pages, and a small arena has no others; huge ones are asked for
//! below, where an arena comes that has shown that it is large. Where the system gives them without
//! being asked, the upper end says that it wants none.
//!
//! Nothing is cut off to align what is handed out, since that is two calls more: it lies in the map so
//! that a border of huge pages is where it should be.
//!
//! # What is kept
//!
//! Three calls and the first touch of every page: a program that takes an arena for each of its files
//! pays far more for that than for one whose memory is `malloc`'s, which keeps what is freed. So a few
//! maps are kept as well, with what was touched at their upper ends and nothing below, for the next of
//! the same size. A larger one would be lost to a small arena that lives long.
//!
//! They are not where addresses are few or limited, where a reservation counts as memory, or where
//! somebody looks for uses of what was freed.

use core::{str, time::Duration};
use std::{
    fs::File,
    io::Read,
    sync::{LazyLock, Mutex, MutexGuard},
    time::Instant,
};

use memmap2::{MmapOptions, MmapRaw};

use crate::layout::HUGE;

/// A multiple of every system's page size, but for huge pages.
pub(crate) const PAGES: usize = 64 * 1024;
/// Bytes at the upper end that have small pages: about as dear as a huge one, all together.
const SMALL: usize = 256 * 1024;
/// From so many bytes on there are huge pages below them.
const LARGE: usize = 2 * HUGE;

/// The maps that are kept. Nobody waits for a lock: what is locked is passed by.
static KEPT: [Mutex<Option<Map>>; 8] = [const { Mutex::new(None) }; 8];
/// Bytes at the upper end of a map that stay when it is kept: the small pages and a huge one.
const KEEP: usize = SMALL + HUGE;
/// A larger map is not kept: all together shall leave the most of the addresses.
#[cfg(target_pointer_width = "64")]
const LARGEST: usize = 1 << 40;
#[cfg(not(target_pointer_width = "64"))]
const LARGEST: usize = 0;
/// Bytes of a table of huge pages. The system goes through one entry by entry if it has any.
const TABLE: usize = 1 << 30;
/// What takes longer to clear is not kept, since a new map is made sooner: its page tables are large.
const LONG: Duration = Duration::from_micros(20);

/// Whether maps are kept. Nothing is allocated to find out: the allocator may stand on a map.
static KEEPS: LazyLock<bool> = LazyLock::new(|| {
    const ALLOWED: bool =
        cfg!(target_os = "linux") && !cfg!(any(miri, arena_asan, feature = "poison"));
    ALLOWED && reservations_are_free().unwrap_or(false)
});

/// Whether nobody counts reservations, neither for this process nor for all of them.
fn reservations_are_free() -> Option<bool> {
    fn read<'b>(path: &str, buffer: &'b mut [u8]) -> Option<&'b str> {
        let len = File::open(path).ok()?.read(buffer).ok()?;
        str::from_utf8(buffer.get(..len)?).ok()
    }
    let mut buffer = [0; 4096];
    let limits = read("/proc/self/limits", &mut buffer)?;
    let limit =
        |name| limits.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next());
    let unlimited = ["Max address space", "Max data size"].map(limit) == [Some("unlimited"); 2];
    let overcommit = read("/proc/sys/vm/overcommit_memory", &mut buffer)?;
    Some(unlimited && overcommit.trim() != "2")
}

/// The places of maps that are kept, but for those that another thread has locked.
fn unlocked() -> impl Iterator<Item = MutexGuard<'static, Option<Map>>> {
    KEPT.iter().filter_map(|slot| slot.try_lock().ok())
}

/// A map with one owner. References to its bytes are what the owner hands out.
#[derive(Debug)]
pub(crate) struct Map {
    /// Raw, so that nothing ever makes a reference to bytes that are somebody's.
    raw: MmapRaw,
    /// Bytes that are handed out.
    room: usize,
    /// Bytes below them.
    below: usize,
}

impl Map {
    /// A map of so many bytes, a multiple of [`PAGES`]: one that was kept, or a new one.
    pub(crate) fn of(room: usize) -> Option<Self> {
        Self::kept(room).or_else(|| Self::new(room)).or_else(|| {
            // There may be room where those are that nobody uses.
            let unmapped = unlocked().filter_map(|mut kept| kept.take()).count();
            if unmapped > 0 { Self::new(room) } else { None }
        })
    }

    fn new(room: usize) -> Option<Self> {
        let has_huge = cfg!(target_os = "linux") && room >= LARGE;
        // By so much may the end be moved: to where huge pages begin; or, of a large map that may be kept,
        // to where a table of them does, so that what is cleared below has none.
        let step = if !has_huge {
            0
        } else if (TABLE..=LARGEST).contains(&room) && *KEEPS {
            TABLE
        } else {
            HUGE
        };
        // Never whole huge pages in all, as some systems put such a map away from others, whose page tables
        // it could share.
        let size = room + step;
        let size = if size % HUGE == 0 { size + PAGES } else { size };
        let mut options = MmapOptions::new();
        options.len(size).no_reserve_swap();
        // There it means no more than that nobody wants huge pages, until they are asked for.
        #[cfg(target_os = "linux")]
        options.stack();
        let raw = options.map_anon().map(MmapRaw::from).ok()?;
        let mut below = 0;
        if has_huge {
            let low = raw.as_ptr().addr();
            let end = (low + size - KEEP) / step * step + KEEP - low;
            below = end - room;
            // Only advice: without it everything works, and is slower.
            #[cfg(target_os = "linux")]
            let _ = raw.advise_range(memmap2::Advice::HugePage, 0, end - SMALL);
        }
        Some(Self { raw, room, below })
    }

    /// One that was kept.
    fn kept(room: usize) -> Option<Self> {
        unlocked().find_map(|mut kept| kept.take_if(|map| map.room == room))
    }

    /// Keeps a map for the next, instead of another if there are too many. Or it is unmapped.
    pub(crate) fn keep(self) {
        /// Whose turn it is to go.
        static TURN: Mutex<usize> = Mutex::new(0);

        if self.room > LARGEST || !*KEEPS {
            return;
        }
        let begun = Instant::now();
        // SAFETY: the map is ours, and so nobody refers to its bytes.
        let is_clear = unsafe { self.clear(self.room.saturating_sub(KEEP)) };
        if !is_clear || begun.elapsed() > LONG {
            return;
        }
        let place = unlocked().find(|kept| kept.is_none()).or_else(|| {
            let mut turn = TURN.try_lock().ok()?;
            *turn = (*turn + 1) % KEPT.len();
            unlocked().nth(*turn)
        });
        if let Some(mut place) = place {
            *place = Some(self);
        }
    }

    /// The first byte that is handed out.
    pub(crate) fn start(&self) -> *mut u8 {
        self.raw.as_mut_ptr().wrapping_add(self.below)
    }

    /// Gives the pages back to the system that lie whole in the first `size` bytes of what is handed
    /// out. They read as zero afterwards, if they are read.
    ///
    /// # Safety
    ///
    /// - Nobody uses them.
    pub(crate) unsafe fn trim(&self, size: usize) {
        // The system rounds up, which would take a page that is in use.
        let size = size / PAGES * PAGES;
        // SAFETY: the caller's promise. A refusal leaves the pages where they are.
        let _ = unsafe { self.clear(size) };
    }

    /// Gives the first `size` bytes of what is handed out back to the system, and says whether it has
    /// taken them.
    ///
    /// # Safety
    ///
    /// - Nobody uses those bytes. They are no more than there are, and whole pages.
    unsafe fn clear(&self, size: usize) -> bool {
        if size == 0 {
            return true;
        }
        #[cfg(unix)]
        {
            let advice = memmap2::UncheckedAdvice::DontNeed;
            // SAFETY: the caller's promise: dropping their content changes nothing for anybody.
            unsafe { self.raw.unchecked_advise_range(advice, self.below, size) }.is_ok()
        }
        #[cfg(not(unix))]
        false
    }
}
