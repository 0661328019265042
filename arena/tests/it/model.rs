//! Random operations against a slow model: aligned, inside, disjoint, and unchanged until reset.

use std::{alloc::Layout, mem::MaybeUninit, ops::Range, slice};

use arena::{AllocError, Arena, Local, LocalArena, LocalScope};
use proptest::{collection::vec, prelude::*, test_runner::Config};

use crate::support::{A16, A64, A128, A256};

/// What makes a value or a slice.
#[derive(Clone, Debug)]
enum Make {
    Bytes { size: usize, align: usize },
    Word,
    Aligned { align: usize },
    SliceCopy(usize),
    SliceClone(usize),
    FillWith(usize),
    FillDefault(usize),
    Iter { len: usize, low: usize },
    Text(usize),
    Format(Vec<usize>),
    TryWord { ok: bool },
    TryAligned { ok: bool },
}

#[derive(Clone, Debug)]
enum Op {
    /// By the shared path, or by the open handle of that number, if there is one.
    Make {
        by: usize,
        make: Make,
    },
    Open,
    Close {
        handle: usize,
    },
    /// A scope of an open handle, in which these are made.
    Scope {
        handle: usize,
        makes: Vec<Make>,
    },
}

impl Make {
    /// What the result needs.
    fn layout(&self) -> Layout {
        let (size, align) = match *self {
            Self::Bytes { size, align } => (size, align),
            Self::Word | Self::TryWord { .. } => (8, align_of::<u64>()),
            Self::Aligned { align } => (align, align),
            Self::SliceCopy(len) | Self::SliceClone(len) => (4 * len, 4),
            Self::FillWith(len) => (2 * len, 2),
            Self::FillDefault(len) | Self::Iter { len, .. } => (8 * len, align_of::<u64>()),
            Self::Text(len) => (len, 1),
            Self::Format(ref pieces) => (pieces.iter().sum(), 1),
            Self::TryAligned { .. } => (64, 64),
        };
        Layout::from_size_align(size, align).unwrap()
    }

    /// Whether a single claim decides between success and refusal.
    fn claims_once(&self) -> bool {
        !matches!(self, Self::Iter { .. } | Self::Format(_))
    }

    fn fails(&self) -> bool {
        matches!(self, Self::TryWord { ok: false } | Self::TryAligned { ok: false })
    }
}

/// What an operation made, and what it held then.
#[derive(Debug)]
struct Made<'a> {
    bytes: &'a [u8],
    expected: Vec<u8>,
}

impl<'a> Made<'a> {
    fn new<T: Copy>(values: &'a [T]) -> Self {
        // SAFETY: no type of this test has padding, and the bytes are borrowed like the values.
        let bytes =
            unsafe { slice::from_raw_parts(values.as_ptr().cast::<u8>(), size_of_val(values)) };
        Self { bytes, expected: bytes.to_vec() }
    }

    fn one<T: Copy>(value: &'a mut T) -> Self {
        Self::new(slice::from_ref(value))
    }

    fn addr(&self) -> usize {
        self.bytes.as_ptr().addr()
    }
}

/// Makes something, every byte of which depends on `tag`. `None` if a closure failed, as told.
trait Maker<'a> {
    fn make(&self, make: &Make, tag: u8) -> Result<Option<Made<'a>>, AllocError>;
}

macro_rules! maker {
    ($handle:ty) => {
        fn make(&self, make: &Make, tag: u8) -> Result<Option<Made<'a>>, AllocError> {
            let on: $handle = self;
            let wide = u32::from(tag) * 0x0101_0101;
            let word = u64::from(wide) << 32 | u64::from(wide);
            let text = |len| String::from(char::from(b'a' + tag % 26)).repeat(len);
            Ok(Some(match *make {
                Make::Bytes { size, align } => {
                    let block =
                        on.try_alloc_layout(Layout::from_size_align(size, align).unwrap())?;
                    // SAFETY: the claim is ours for `'a`.
                    unsafe { block.write_bytes(tag, size) };
                    // SAFETY: as above, and it was written.
                    Made::new(unsafe { slice::from_raw_parts(block.as_ptr(), size) })
                }
                Make::Word => Made::one(on.try_alloc(word)?),
                Make::Aligned { align: 16 } => Made::one(on.try_alloc_copy(A16([tag; 16]))?),
                Make::Aligned { align: 128 } => Made::one(on.try_alloc(A128([tag; 128]))?),
                Make::Aligned { .. } => Made::one(on.try_alloc_with(|| A256([tag; 256]))?),
                Make::SliceCopy(len) => Made::new(on.try_alloc_slice_copy(&vec![wide; len])?),
                Make::SliceClone(len) => Made::new(on.try_alloc_slice_clone(&vec![wide; len])?),
                Make::FillWith(len) => {
                    let value =
                        |index: usize| u16::try_from(index).unwrap().wrapping_mul(tag.into());
                    let slice = on.try_alloc_slice_fill_with(len, value)?;
                    assert!(slice.iter().copied().eq((0..len).map(value)));
                    Made::new(slice)
                }
                Make::FillDefault(len) => {
                    let slice = on.try_alloc_slice_fill_default::<u64>(len)?;
                    assert!(slice.iter().all(|number| *number == 0));
                    slice.fill(word);
                    Made::new(slice)
                }
                Make::Iter { len, low } => {
                    let value = |index: usize| word ^ index as u64;
                    let exact = (0..low).map(value);
                    let unknown = (low..len).map(value).filter(|_| true);
                    let slice = on.try_alloc_slice_fill_iter(exact.chain(unknown))?;
                    assert!(slice.iter().copied().eq((0..len).map(value)));
                    Made::new(slice)
                }
                Make::Text(len) => {
                    let made = on.try_alloc_str(&text(len))?;
                    assert_eq!(made, text(len));
                    Made::new(made.as_bytes())
                }
                Make::Format(ref pieces) => {
                    let expected: String = pieces.iter().map(|len| text(*len)).collect();
                    let made = on.try_alloc_fmt(format_args!("{}", Pieces(pieces, &text)))?;
                    assert_eq!(made, expected);
                    Made::new(made.as_bytes())
                }
                Make::TryWord { ok } => {
                    match on.try_alloc_try_with(|| ok.then_some(word).ok_or(()))? {
                        Ok(made) => Made::one(made),
                        Err(()) => return Ok(None),
                    }
                }
                Make::TryAligned { ok } => {
                    match on.try_alloc_try_with(|| ok.then_some(A64([tag; 64])).ok_or(()))? {
                        Ok(made) => Made::one(made),
                        Err(()) => return Ok(None),
                    }
                }
            }))
        }
    };
}

impl<'a, M> Maker<'a> for &'a Arena<M> {
    maker!(&'a Arena<M>);
}

impl<'a> Maker<'a> for Local<'a> {
    maker!(&Local<'a>);
}

impl<'a, M> Maker<'a> for &'a LocalArena<M> {
    maker!(&'a LocalArena<M>);
}

impl<'a> Maker<'a> for LocalScope<'a> {
    maker!(&LocalScope<'a>);
}

/// Writes its pieces one by one.
struct Pieces<'p>(&'p [usize], &'p dyn Fn(usize) -> String);

impl std::fmt::Display for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|len| f.write_str(&(self.1)(*len)))
    }
}

/// Where a lone cursor must put a layout, found by trying every address.
fn slow(base: usize, top: usize, layout: Layout) -> Option<usize> {
    (base..=top).rev().find(|low| low % layout.align() == 0 && top - low >= layout.size())
}

/// Runs the operations between two resets.
fn run<M>(arena: &Arena<M>, base: usize, ops: &[Op]) {
    let capacity = arena.capacity();
    let mut made: Vec<Made<'_>> = Vec::new();
    let mut locals: Vec<Local<'_>> = Vec::new();
    let (mut lone, mut payload) = (true, 0);
    for (op, tag) in ops.iter().zip((1..=251).cycle()) {
        let before = arena.allocated();
        match op {
            Op::Open if locals.len() < 4 => {
                locals.push(arena.local());
                lone = false;
            }
            Op::Open => {}
            Op::Close { handle } if locals.is_empty() => _ = handle,
            Op::Close { handle } => drop(locals.swap_remove(handle % locals.len())),
            Op::Scope { handle, makes } => {
                let count = locals.len();
                if let Some(local) = locals.get_mut(handle % count.max(1)) {
                    local.scope(|inner| run_inside(arena, inner, makes, tag));
                }
            }
            Op::Make { by, make } => {
                let result = match locals.get(*by) {
                    Some(local) => local.make(make, tag),
                    None => arena.make_shared(make, tag),
                };
                if make.claims_once() && result.is_err() {
                    if *by < locals.len() {
                        // It has kept nothing that could have served the request.
                        locals.remove(*by);
                    }
                    check_refusal(arena, &result, 0);
                }
                if lone {
                    check_lone(base..base + capacity, before, arena.allocated(), make, &result);
                }
                if make.layout().size() == 0 {
                    assert!(result.is_ok() && arena.allocated() == before);
                }
                if let Ok(Some(one)) = result {
                    let layout = make.layout();
                    assert_eq!(one.addr() % layout.align(), 0);
                    assert_eq!(one.bytes.len(), layout.size());
                    payload += layout.size();
                    made.push(one);
                }
            }
        }
        assert!(arena.allocated() >= payload);
        assert_eq!(arena.allocated() + arena.remaining(), capacity);
        assert!(arena.peak() >= arena.allocated());
    }
    drop(locals);
    // Without handles, whatever is counted as free can be had.
    for size in [256, 1] {
        while let Ok(Some(one)) = arena.make_shared(&Make::Bytes { size, align: 1 }, 0xFF) {
            made.push(one);
        }
    }
    assert_eq!(arena.remaining(), 0);
    assert_apart(&mut made, &(base..base + capacity));
}

/// Makes something in a scope, and checks at its end that nobody has written to it.
fn run_inside<M>(arena: &Arena<M>, inner: &Local<'_>, makes: &[Make], tag: u8) {
    let mut made = Vec::new();
    for make in makes {
        let result = inner.make(make, tag);
        if make.claims_once() {
            check_refusal(arena, &result, 64);
        }
        made.extend(result.ok().flatten());
    }
    assert!(made.iter().all(|one| one.bytes == one.expected), "something wrote to a live value");
}

/// What a handle refuses, though it had scopes before, the arena has not. In a scope it needs a line
/// besides.
fn check_refusal<M>(arena: &Arena<M>, result: &Result<Option<Made<'_>>, AllocError>, line: usize) {
    if let Err(AllocError::Full { requested, .. }) = result {
        let align = requested.align().max(line);
        let size = requested.size() + if line == 0 { 0 } else { align };
        let layout = Layout::from_size_align(size, align).unwrap();
        assert!(arena.try_alloc_layout(layout).is_err(), "{requested:?} fits, {:?}", arena.stats());
    }
}

/// Nobody else has ever claimed: what bumps must do exactly what the model does. It had allocated so
/// many bytes before and after.
fn check_lone(
    memory: Range<usize>,
    before: usize,
    after: usize,
    make: &Make,
    result: &Result<Option<Made<'_>>, AllocError>,
) {
    let (layout, base, capacity) = (make.layout(), memory.start, memory.len());
    if layout.size() == 0 {
        return;
    }
    let expected = slow(base, base + capacity - before, layout);
    match (result, expected) {
        (Ok(Some(one)), Some(low)) => {
            assert_eq!(one.addr(), low);
            assert_eq!(after, base + capacity - low);
        }
        (Ok(None), Some(_)) => assert!(make.fails() && after - before < layout.align()),
        (Err(AllocError::Full { requested, remaining }), None) => {
            assert!(requested.size() <= layout.size() && requested.align() == layout.align());
            assert!(*remaining <= capacity - before);
            assert!(after - before < layout.align());
        }
        _ => panic!("{result:?} where the model has {expected:?}"),
    }
}

/// Runs the operations on an arena for one thread, those of handles in scopes.
fn run_alone<M>(arena: &mut LocalArena<M>, memory: &Range<usize>, ops: &[Op]) {
    let ours = &*arena;
    let mut made = Vec::new();
    for (op, tag) in ops.iter().zip((1..=251).cycle()) {
        if let Op::Make { make, .. } = op {
            make_alone(&ours, || ours.allocated(), memory, make, tag, &mut made);
        }
    }
    assert_apart(&mut made, memory);
    let (allocated, peak) = (ours.allocated(), ours.peak());
    assert!(peak >= allocated);
    arena.scope(|scope| run_in_scopes(scope, memory, ops, 0));
    assert_eq!(arena.allocated(), allocated);
    assert!(arena.peak() >= peak);
}

/// The same in a scope, with scopes in it.
fn run_in_scopes(scope: &mut LocalScope<'_>, memory: &Range<usize>, ops: &[Op], depth: usize) {
    let mut made = Vec::new();
    for (op, tag) in ops.iter().zip((1..=251).cycle()) {
        match op {
            Op::Make { make, .. } => {
                make_alone(scope, || scope.allocated(), memory, make, tag, &mut made);
            }
            Op::Scope { handle: by, makes } if depth < 4 => {
                let inside = makes.iter().map(|make| Op::Make { by: *by, make: make.clone() });
                let deeper = Op::Scope { handle: *by, makes: makes.clone() };
                let ops: Vec<_> = inside.chain((*by > 1).then_some(deeper)).collect();
                let before = scope.allocated();
                scope.scope(|inner| run_in_scopes(inner, memory, &ops, depth + 1));
                assert_eq!(scope.allocated(), before);
            }
            _ => {}
        }
    }
    assert_apart(&mut made, memory);
}

/// Makes something, and compares it with the model.
fn make_alone<'a>(
    on: &impl Maker<'a>,
    allocated: impl Fn() -> usize,
    memory: &Range<usize>,
    make: &Make,
    tag: u8,
    all: &mut Vec<Made<'a>>,
) {
    let before = allocated();
    let result = on.make(make, tag);
    check_lone(memory.clone(), before, allocated(), make, &result);
    if matches!(result, Ok(None)) {
        assert_eq!(allocated(), before, "what failed came back, its padding too");
    }
    all.extend(result.ok().flatten());
}

/// Nobody has written to the values, which lie in the memory and apart.
fn assert_apart(made: &mut Vec<Made<'_>>, memory: &Range<usize>) {
    made.retain(|one| !one.bytes.is_empty());
    made.sort_by_key(Made::addr);
    for one in &*made {
        assert!(one.bytes == one.expected, "something wrote to a live value");
        assert!(memory.start <= one.addr() && one.addr() + one.bytes.len() <= memory.end);
    }
    for pair in made.windows(2) {
        assert!(pair[0].addr() + pair[0].bytes.len() <= pair[1].addr(), "two values overlap");
    }
}

trait Shared {
    fn make_shared(&self, make: &Make, tag: u8) -> Result<Option<Made<'_>>, AllocError>;
}

impl<M> Shared for Arena<M> {
    fn make_shared(&self, make: &Make, tag: u8) -> Result<Option<Made<'_>>, AllocError> {
        (&self).make(make, tag)
    }
}

fn makes() -> impl Strategy<Value = Make> {
    let len = || prop_oneof![4 => 0..12_usize, 1 => 0..100_usize];
    prop_oneof![
        4 => (0..200_usize, 0..=8_u32)
            .prop_map(|(size, power)| Make::Bytes { size, align: 1 << power }),
        1 => (0..3000_usize).prop_map(|size| Make::Bytes { size, align: 1 }),
        2 => Just(Make::Word),
        1 => prop::sample::select(vec![16, 128, 256]).prop_map(|align| Make::Aligned { align }),
        1 => len().prop_map(Make::SliceCopy),
        1 => len().prop_map(Make::SliceClone),
        1 => len().prop_map(Make::FillWith),
        1 => len().prop_map(Make::FillDefault),
        2 => (len(), 0..100_usize).prop_map(|(len, low)| Make::Iter { len, low: low.min(len) }),
        2 => len().prop_map(Make::Text),
        2 => vec(0..40_usize, 0..8).prop_map(Make::Format),
        1 => any::<bool>().prop_map(|ok| Make::TryWord { ok }),
        1 => any::<bool>().prop_map(|ok| Make::TryAligned { ok }),
    ]
}

fn ops(with_locals: bool) -> impl Strategy<Value = Vec<Op>> {
    let handles = u32::from(with_locals);
    let op = prop_oneof![
        12 => (0..6_usize, makes()).prop_map(|(by, make)| Op::Make { by, make }),
        2 * handles => Just(Op::Open),
        handles => (0..4_usize).prop_map(|handle| Op::Close { handle }),
        2 * handles => (0..4_usize, vec(makes(), 0..6))
            .prop_map(|(handle, makes)| Op::Scope { handle, makes }),
    ];
    vec(op, 0..150)
}

fn capacities() -> impl Strategy<Value = usize> {
    // In the largest, handles leave their runs for each other.
    prop_oneof![
        1 => 0..200_usize,
        3 => 0..3000_usize,
        1 => 0..30_000_usize,
        1 => 1 << 18..(1 << 18) + 200_usize,
    ]
}

/// Runs each list of operations, with a reset after each.
fn run_all<M>(mut arena: Arena<M>, epochs: &[Vec<Op>]) {
    let base = arena.alloc_slice_uninit::<u8>(arena.capacity()).as_ptr().addr();
    arena.reset();
    for ops in epochs {
        run(&arena, base, ops);
        arena.reset();
        assert_eq!((arena.allocated(), arena.remaining()), (0, arena.capacity()));
    }
}

fn config() -> Config {
    Config { failure_persistence: None, cases: 256, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_arena_of_its_own_memory_agrees_with_the_model(
        capacity in capacities(),
        alone in ops(false),
        epochs in vec(ops(true), 1..3),
    ) {
        let arena = Arena::new(capacity).unwrap();
        run_all(arena, &[&[alone], &epochs[..]].concat());
    }

    #[test]
    fn an_arena_of_lent_memory_agrees_with_the_model(
        capacity in capacities(),
        start in 0..128_usize,
        alone in ops(false),
        epochs in vec(ops(true), 1..3),
    ) {
        let mut buffer = vec![MaybeUninit::uninit(); start + capacity];
        let arena = Arena::from_buffer(&mut buffer[start..]);
        run_all(arena, &[&[alone], &epochs[..]].concat());
    }
    #[test]
    fn an_arena_for_one_thread_agrees_with_the_model(
        capacity in capacities(),
        start in 0..128_usize,
        epochs in vec(ops(true), 1..3),
    ) {
        let mut buffer = vec![MaybeUninit::uninit(); start + capacity];
        let buffer = &mut buffer[start..];
        let base = buffer.as_ptr().addr();
        let mut arena = LocalArena::from_buffer(buffer);
        for ops in &epochs {
            run_alone(&mut arena, &(base..base + capacity), ops);
            arena.reset();
            assert_eq!((arena.allocated(), arena.remaining()), (0, capacity));
        }
    }
}
