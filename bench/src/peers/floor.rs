//! The physical floors: what the memory itself costs when nothing is checked.

use std::{
    alloc::Layout,
    cell::Cell,
    ptr::copy_nonoverlapping,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering},
};

use memmap2::MmapMut;

use crate::subject::{Build, Copies, FillCopy, Fills, Plain, Put, Scopes, Shared, Subject, Text};

/// How they are set.
pub const SETTINGS: &str = "\"bare stores\" moves a pointer down and stores, with no test of any kind and no alignment; \"memcpy\" does the \
    same with a `memcpy` call per piece; \"bare exchange\" loads one atomic pointer, exchanges it for a lower one and stores; \"save and \
    restore\" is a scope that puts the pointer back at its end; \"first touch\" is bare stores into memory as the system gives it; a \"cleared\" collection had \
    all it needs before, and keeps it. Every floor hands its pointer to `black_box` as every row does.";

/// Plain memory, aligned to a page.
pub struct Span {
    base: *mut u8,
    layout: Layout,
}

// SAFETY: a span is plain bytes; who may write where is each floor's own rule.
unsafe impl Send for Span {}
// SAFETY: as above.
unsafe impl Sync for Span {}

impl Span {
    /// `bytes` of memory that has been touched.
    pub fn warm(bytes: usize) -> Self {
        let span = Self::fresh(bytes);
        // SAFETY: the span is `bytes` long and nobody else's.
        unsafe { span.base.write_bytes(1, bytes) };
        span
    }

    /// `bytes` of memory as the system gives it.
    pub fn fresh(bytes: usize) -> Self {
        let layout = Layout::from_size_align(bytes, 4096).expect("a sane size");
        // SAFETY: no case asks for zero bytes.
        let base = unsafe { std::alloc::alloc(layout) };
        assert!(!base.is_null(), "the machine has memory");
        Self { base, layout }
    }

    /// The first byte.
    #[inline(always)]
    pub fn base(&self) -> *mut u8 {
        self.base
    }

    /// One past the last byte.
    #[inline(always)]
    pub fn end(&self) -> *mut u8 {
        self.base.wrapping_add(self.layout.size())
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        // SAFETY: allocated in `fresh` with this layout.
        unsafe { std::alloc::dealloc(self.base, self.layout) };
    }
}

/// A pointer that moves down.
pub struct Bare(Cell<*mut u8>);

impl Bare {
    #[inline(always)]
    pub(crate) fn down(&self, bytes: usize) -> *mut u8 {
        let at = self.0.get().wrapping_sub(bytes);
        self.0.set(at);
        at
    }
}

/// Bare stores into warm memory, by one thread.
pub struct Stores(pub Span);

/// Bare stores into `bytes` of warm memory.
pub fn stores(bytes: usize) -> Stores {
    Stores(Span::warm(bytes))
}

impl Subject for Stores {
    type Handle<'a> = Bare;

    #[inline(always)]
    fn open(&mut self) -> Bare {
        Bare(Cell::new(self.0.end()))
    }

    fn reset(&mut self) {}
}

/// Bare stores into pages that nobody has touched, by one thread.
pub struct Pages {
    _map: MmapMut,
    end: *mut u8,
}

impl Pages {
    /// `bytes` of address space whose pages are small.
    pub fn small(bytes: usize) -> Self {
        Self::new(bytes, false)
    }

    /// `bytes` of address space whose pages are huge, where the system gives such.
    pub fn huge(bytes: usize) -> Self {
        Self::new(bytes, true)
    }

    fn new(bytes: usize, huge: bool) -> Self {
        const HUGE: usize = 2 * 1024 * 1024;
        let size = bytes.next_multiple_of(HUGE) + HUGE;
        let mut map = MmapMut::map_anon(size).expect("the machine has memory");
        #[cfg(target_os = "linux")]
        {
            use memmap2::Advice::{HugePage, NoHugePage};
            // What a refusal costs, the numbers show.
            let _ = map.advise(if huge { HugePage } else { NoHugePage });
        }
        #[cfg(not(target_os = "linux"))]
        let _ = huge;
        let end = map.as_mut_ptr().wrapping_add(size);
        // Where a huge page ends, as everything above it would be small ones.
        let end = end.wrapping_sub(end.addr() % HUGE);
        Self { _map: map, end }
    }
}

impl Subject for Pages {
    type Handle<'a> = Bare;

    #[inline(always)]
    fn open(&mut self) -> Bare {
        Bare(Cell::new(self.end))
    }

    fn reset(&mut self) {}
}

impl Scopes for Bare {
    type Inner<'s> = Self;

    #[inline(always)]
    fn scope<R>(&mut self, f: impl for<'s> FnOnce(&mut Self) -> R) -> R {
        let top = self.0.get();
        let result = f(self);
        self.0.set(top);
        result
    }
}

impl<V: Plain> Put<V> for Bare {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        let at = self.down(size_of::<V>()).cast::<V>();
        // SAFETY: every case allocates less than the span; unaligned, since the floor does not align.
        unsafe { at.write_unaligned(value) };
        at
    }
}

impl<V: Plain> Build<V> for Bare {
    #[inline(always)]
    fn build(&self, make: impl FnOnce() -> V) -> *mut V {
        let at = self.down(size_of::<V>()).cast::<V>();
        // SAFETY: as above, and large values are all of the same size, so that they lie aligned.
        unsafe { at.write(make()) };
        at
    }
}

impl Text for Bare {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        let at = self.down(src.len());
        // SAFETY: as above; `src` lies elsewhere.
        unsafe { copy_nonoverlapping(src.as_ptr(), at, src.len()) };
        at
    }
}

impl Copies for Bare {
    #[inline(always)]
    fn copy(&self, src: &[u32]) -> *mut u32 {
        let at = self.down(size_of_val(src)).cast();
        // SAFETY: as above; `src` lies elsewhere.
        unsafe { copy_nonoverlapping(src.as_ptr(), at, src.len()) };
        at
    }
}

impl FillCopy for Bare {
    #[inline(always)]
    fn fill_copy(&self, len: usize, value: u32) -> *mut u32 {
        self.fill_with(len, |_| value)
    }
}

impl Fills for Bare {
    #[inline(always)]
    fn fill_with(&self, len: usize, make: impl Fn(usize) -> u32) -> *mut u32 {
        let at = self.down(len * size_of::<u32>()).cast::<u32>();
        for i in 0..len {
            // SAFETY: as above, within the `len` values just taken.
            unsafe { at.add(i).write(make(i)) };
        }
        at
    }

    #[inline(always)]
    fn fill_iter(&self, iter: impl ExactSizeIterator<Item = u32>) -> *mut u32 {
        let len = iter.len();
        let at = self.down(len * size_of::<u32>()).cast::<u32>();
        for (i, value) in iter.enumerate().take(len) {
            // SAFETY: as above, within the `len` values just taken.
            unsafe { at.add(i).write(value) };
        }
        at
    }
}

/// Bare stores by many threads, each in its own part of one span.
pub struct Parts {
    span: Span,
    part: usize,
    next: AtomicUsize,
}

/// A span of `bytes`, of which each thread gets `part`, from the end down.
pub fn parts(bytes: usize, part: usize) -> Parts {
    Parts { span: Span::warm(bytes), part, next: AtomicUsize::new(0) }
}

impl Shared for Parts {
    type Handle<'a> = Bare;

    #[inline(always)]
    fn open(&self) -> Bare {
        let above = self.next.fetch_add(1, Ordering::Relaxed) * self.part;
        assert!(above + self.part <= self.span.layout.size(), "there is a part for every thread");
        Bare(Cell::new(self.span.end().wrapping_sub(above)))
    }

    fn reset(&mut self) {
        *self.next.get_mut() = 0;
    }
}

/// A pointer that many threads move down, each value by one exchange.
#[repr(align(128))]
pub struct Exchange {
    top: AtomicPtr<u8>,
    span: Span,
}

/// Exchanges over `bytes` of warm memory.
pub fn exchange(bytes: usize) -> Exchange {
    let span = Span::warm(bytes);
    Exchange { top: AtomicPtr::new(span.end()), span }
}

impl Shared for Exchange {
    type Handle<'a> = &'a Self;

    #[inline(always)]
    fn open(&self) -> &Self {
        self
    }

    fn reset(&mut self) {
        *self.top.get_mut() = self.span.end();
    }
}

impl<V: Plain> Put<V> for &Exchange {
    #[inline(always)]
    fn put(&self, value: V) -> *mut V {
        let mut top = self.top.load(Ordering::Relaxed);
        loop {
            let at = top.wrapping_sub(size_of::<V>());
            match self.top.compare_exchange_weak(top, at, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => {
                    let at = at.cast::<V>();
                    // SAFETY: the exchange made these bytes ours; every case allocates less than the span.
                    unsafe { at.write_unaligned(value) };
                    return at;
                }
                Err(now) => top = now,
            }
        }
    }
}
