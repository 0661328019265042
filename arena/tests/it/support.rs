//! What the tests share: either kind of handle, blocks that know what they hold, caught panics.

use std::{
    alloc::Layout,
    any::Any,
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    ptr::NonNull,
    sync::{Barrier, Once},
    thread,
};

use arena::{AllocError, Arena, ArenaSafe, Local, LocalArena};

/// Runs a case three times: on an arena of a capacity, on the only `Local` of another, and on an arena
/// for one thread.
macro_rules! on_each {
    ($capacity:expr, |$arena:ident, $handle:ident| $case:block) => {{
        {
            let $arena = &arena::Arena::new($capacity).unwrap();
            let $handle = $arena;
            $case
        }
        {
            let $arena = &arena::Arena::new($capacity).unwrap();
            let local = $arena.local();
            let $handle = &local;
            $case
        }
        {
            let $arena = &arena::LocalArena::new($capacity).unwrap();
            let $handle = $arena;
            $case
        }
    }};
}
pub(crate) use on_each;

/// What bytes can be claimed from, of either kind.
pub(crate) trait Handle<'a> {
    fn layout(&self, layout: Layout) -> Result<NonNull<u8>, AllocError>;
}

impl<'a, M> Handle<'a> for &'a Arena<M> {
    fn layout(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        self.try_alloc_layout(layout)
    }
}

impl<'a, M> Handle<'a> for &'a LocalArena<M> {
    fn layout(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        self.try_alloc_layout(layout)
    }
}

impl<'a> Handle<'a> for Local<'a> {
    fn layout(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        self.try_alloc_layout(layout)
    }
}

/// An arena of either kind.
pub(crate) trait Owner {
    fn left(&self) -> usize;

    /// Requests that were refused, if it counts them.
    fn refusals(&self) -> Option<usize>;
}

impl<M> Owner for Arena<M> {
    fn left(&self) -> usize {
        self.remaining()
    }

    fn refusals(&self) -> Option<usize> {
        Some(self.stats().refused)
    }
}

impl<M> Owner for LocalArena<M> {
    fn left(&self) -> usize {
        self.remaining()
    }

    fn refusals(&self) -> Option<usize> {
        None
    }
}

/// Claimed bytes, each of them written once with the block's tag.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    bytes: &'a mut [u8],
    tag: u8,
}

impl<'a> Block<'a> {
    /// Claims a layout, checks its alignment, and writes every byte.
    pub(crate) fn claim(
        handle: &impl Handle<'a>,
        layout: Layout,
        tag: u8,
    ) -> Result<Self, AllocError> {
        let block = handle.layout(layout)?;
        assert_eq!(block.addr().get() % layout.align(), 0, "misaligned for {layout:?}");
        // SAFETY: the claim is ours for `'a`.
        unsafe { block.write_bytes(0, layout.size()) };
        // SAFETY: as above, and the bytes are initialised now.
        let bytes = unsafe { NonNull::slice_from_raw_parts(block, layout.size()).as_mut() };
        Ok(Self::new(bytes, tag))
    }

    /// Writes every byte.
    pub(crate) fn new(bytes: &'a mut [u8], tag: u8) -> Self {
        bytes.fill(tag);
        Self { bytes, tag }
    }

    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes, to be looked at once more, and what each of them is.
    pub(crate) fn raw(&self) -> (NonNull<[u8]>, u8) {
        (NonNull::from(&*self.bytes), self.tag)
    }

    fn addr(&self) -> usize {
        self.bytes.as_ptr().addr()
    }
}

/// Checks that all blocks lie inside the arena, apart from each other, and hold what was written.
pub(crate) fn assert_intact<M>(arena: &Arena<M>, blocks: &mut [Block<'_>]) {
    blocks.sort_by_key(Block::addr);
    for block in &*blocks {
        assert!(block.bytes.iter().all(|byte| *byte == block.tag), "a write was lost");
        for end in [block.bytes.first(), block.bytes.last()].into_iter().flatten() {
            assert!(arena.contains(end), "a block outside the arena");
        }
    }
    for pair in blocks.windows(2) {
        assert!(pair[0].addr() + pair[0].size() <= pair[1].addr(), "two blocks overlap");
    }
}

pub(crate) fn payload(blocks: &[Block<'_>]) -> usize {
    blocks.iter().map(Block::size).sum()
}

/// Claims single bytes until there are none left.
pub(crate) fn drain<'a, M>(arena: &'a Arena<M>, blocks: &mut Vec<Block<'a>>) {
    while let Ok(block) = Block::claim(&arena, Layout::new::<u8>(), 0xDD) {
        blocks.push(block);
    }
}

pub(crate) const THREADS: u8 = 8;

/// Many, but few under Miri, which takes hundreds of times as long.
pub(crate) const fn rounds(many: usize, few: usize) -> usize {
    if cfg!(miri) { few } else { many }
}

/// Runs a worker on each thread, all starting at once, and collects what they return.
pub(crate) fn crew<T: Send>(work: impl Fn(u8) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(THREADS.into());
    thread::scope(|threads| {
        let worker = |thread| {
            let (start, work) = (&start, &work);
            threads.spawn(move || {
                start.wait();
                work(thread)
            })
        };
        let workers: Vec<_> = (1..=THREADS).map(worker).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    })
}

/// A panic: what it said, and the place that it named.
#[derive(Debug)]
pub(crate) struct Panic {
    pub(crate) message: String,
    pub(crate) file: String,
    pub(crate) line: u32,
}

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<(String, u32)> = const { RefCell::new((String::new(), 0)) };
}

/// Runs something that must panic, in silence.
pub(crate) fn panic_of<R>(f: impl FnOnce() -> R) -> Panic {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let inherited = take_hook();
        set_hook(Box::new(move |info| match info.location() {
            Some(place) if CATCHING.get() => {
                PLACE.set((place.file().to_owned(), place.line()));
            }
            _ => inherited(info),
        }));
    });
    let outer = CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(f));
    CATCHING.set(outer);
    let Err(payload) = result else { panic!("expected a panic") };
    let (file, line) = PLACE.take();
    Panic { message: text_of(&*payload), file, line }
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    match (payload.downcast_ref::<String>(), payload.downcast_ref::<&str>()) {
        (Some(text), _) => text.clone(),
        (_, Some(text)) => (*text).to_owned(),
        _ => String::from("not a text"),
    }
}

/// A value that owns nothing and runs a hook whenever it is cloned.
pub(crate) struct Cloned<'h> {
    pub(crate) value: u64,
    pub(crate) hook: &'h dyn Fn(u64),
}

impl ArenaSafe for Cloned<'_> {}

impl Clone for Cloned<'_> {
    fn clone(&self) -> Self {
        (self.hook)(self.value);
        Self { ..*self }
    }
}

/// Bytes at an alignment, for the operations that take a type.
macro_rules! aligned {
    ($($name:ident = $align:literal),* $(,)?) => {
        $(
            #[derive(Clone, Copy, Debug, PartialEq)]
            #[repr(align($align))]
            pub(crate) struct $name(pub(crate) [u8; $align]);

            impl ArenaSafe for $name {}
        )*
    };
}

aligned!(A16 = 16, A64 = 64, A128 = 128, A256 = 256, A4096 = 4096);

/// Checks that both forms of an operation refuse with the same error, that the panic names the line
/// of the call, and that no byte is lost.
macro_rules! refuses {
    ($arena:ident, $error:expr, $fallible:expr, $panicking:expr $(,)?) => {{
        let before = $arena.allocated();
        assert_eq!($fallible.err(), Some($error));
        let panic = panic_of(|| $panicking);
        assert_eq!(panic.message, $error.to_string());
        assert_eq!(panic.file, file!());
        assert!((line!()..line!() + 8).contains(&panic.line), "{panic:?} at {}", line!());
        assert_eq!($arena.allocated(), before, "a refused request took bytes");
    }};
}
pub(crate) use refuses;

pub(crate) fn full(requested: Layout, arena: &impl Owner) -> AllocError {
    AllocError::Full { requested, remaining: arena.left() }
}

pub(crate) fn never<T>() -> T {
    unreachable!("user code must not run before the claim")
}

/// Text of which no part is known before the program runs.
pub(crate) fn opaque(text: &str) -> String {
    std::hint::black_box(text.to_owned())
}

/// Values made by re-entrant code, kept to see later that nothing was written over them.
#[derive(Default)]
pub(crate) struct Kept<'a>(RefCell<Vec<(u64, &'a u64)>>);

impl<'a> Kept<'a> {
    pub(crate) fn keep(&self, value: u64, kept: &'a u64) -> u64 {
        self.0.borrow_mut().push((value, kept));
        value
    }

    pub(crate) fn assert_intact(&self) -> usize {
        assert!(self.0.borrow().iter().all(|(value, kept)| value == *kept));
        self.0.borrow().len()
    }
}

/// An iterator that promises what it likes, and must not be asked again after its end.
pub(crate) struct Liar {
    left: usize,
    hint: (usize, Option<usize>),
    ended: bool,
}

impl Liar {
    pub(crate) fn new(left: usize, hint: (usize, Option<usize>)) -> Self {
        Self { left, hint, ended: false }
    }
}

impl Iterator for Liar {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        assert!(!self.ended, "asked again after the end");
        self.ended = self.left == 0;
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.hint
    }
}
