//! Operations on an arena, its handles and its scopes, against the model.

use std::{
    alloc::Layout,
    mem::{self, ManuallyDrop},
    slice,
};

use arena::{AllocError, Arena, Local, Scope};

use crate::{
    blocks::Blocks,
    make::{self, Kept, Maker},
    own::{Own, caught},
    script::{Make, Op, throw},
};

/// Scopes inside scopes, at most.
pub(crate) const DEEPEST: usize = 6;
/// Bytes of the arena that strange handles come from.
pub(crate) const OTHER: usize = 32 << 10;

/// Handles opened at one depth, at most.
const HANDLES: usize = 6;
/// Why the handles of an arena or a scope are dropped.
pub(crate) enum Next {
    Scope,
    Reset,
    End,
}

/// What a run works with.
pub(crate) struct World<'o> {
    pub(crate) ops: slice::Iter<'o, Op>,
    pub(crate) blocks: Blocks,
    /// The arena that is looked at, unless it is in a scope.
    pub(crate) own: Option<&'static Own>,
    pub(crate) other: &'static Arena,
    /// Whether nobody else uses the arenas.
    pub(crate) alone: bool,
    /// What was refused last, if that was one claim.
    refused: Option<Layout>,
    peak: usize,
}

impl<'o> World<'o> {
    pub(crate) fn new(ops: &'o [Op], blocks: Blocks, other: &'static Arena, alone: bool) -> Self {
        Self { ops: ops.iter(), blocks, own: None, other, alone, refused: None, peak: 0 }
    }

    pub(crate) fn make<H: Maker>(&mut self, on: &H, depth: usize, make: &Make) {
        let (tag, kept) = (self.blocks.next_tag(), Kept::default());
        let mut result = Ok(None);
        caught(|| result = make::make_by(on, make, tag, &kept));
        for block in kept.into_inner() {
            self.blocks.add(block, depth, self.other);
        }
        match result {
            Ok(Some(block)) => self.blocks.add(block, depth, self.other),
            Ok(None) | Err(AllocError::TooLarge) => {}
            Err(AllocError::Full { requested, .. }) => {
                assert!(requested.size() > 0, "bytes of no size refused");
                if let Some(own) = self.own.filter(|_| self.alone && make.claims_once()) {
                    // A scope's piece begins on a line, with a header of a line, or as large as the
                    // value's alignment.
                    let align = requested.align().max(64);
                    let layout = Layout::from_size_align(requested.size(), align).ok();
                    let layout = layout.and_then(|layout| {
                        Layout::from_size_align(layout.size().checked_add(align)?, align).ok()
                    });
                    // What the handle's scopes have left is the arena's now.
                    if let Some(layout) = layout {
                        refused_by(own, self.other, layout);
                    }
                    self.refused = Some(requested);
                }
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Checks the figures.
    pub(crate) fn figures(&mut self, capacity: usize, allocated: usize, remaining: usize) {
        assert!(allocated <= capacity && remaining <= capacity);
        if self.alone {
            assert_eq!(allocated + remaining, capacity);
            assert!(self.blocks.payload() <= allocated, "live bytes count as free");
        }
        if let Some(peak) = self.own.filter(|_| self.alone).map(Arena::peak) {
            assert!(allocated.max(self.peak) <= peak, "the peak has fallen");
            self.peak = peak;
        }
    }
}

/// Checks that one of the arenas has not what was refused, whichever it was refused by.
fn refused_by(own: &Own, other: &Arena, layout: Layout) {
    let fits = own.try_alloc_layout(layout).is_ok() && other.try_alloc_layout(layout).is_ok();
    assert!(!fits, "{layout:?} fits: {:?}", own.stats());
}

/// A handle that may be put into any scope, of the other arena if that is wanted or needed.
fn stranger(own: Option<&'static Own>, other: &'static Arena, strange: bool) -> Local<'static> {
    own.filter(|_| !strange).map_or_else(|| other.local(), Arena::local)
}

/// Runs operations until something needs the arena for itself.
pub(crate) fn on_arena(world: &mut World<'_>) -> Next {
    let (own, other) = (world.own.expect("no scope is open"), world.other);
    let open = |strange| if strange { other.local() } else { own.local() };
    let shared = |world: &mut World<'_>, _, make: &Make| {
        world.make(own, 0, make);
        world.figures(own.capacity(), own.allocated(), own.remaining());
    };
    level(world, 0, None, &open, &shared)
}

/// Runs operations until the scope ends, or something needs it for itself.
pub(crate) fn on_scope(world: &mut World<'_>, depth: usize, scope: &Scope<'_>) -> Next {
    let other = world.other;
    let open = |strange| if strange { other.local() } else { scope.local() };
    let shared = |world: &mut World<'_>, _, make: &Make| {
        world.make(scope, depth, make);
        world.figures(scope.capacity(), scope.allocated(), scope.remaining());
    };
    level(world, depth, None, &open, &shared)
}

/// Runs operations with the handles of one depth: the scope's own, `inner`, and those it opens.
/// `outside` allocates by those further out.
fn level<'h>(
    world: &mut World<'_>,
    depth: usize,
    mut inner: Option<&mut Local<'h>>,
    open: &dyn Fn(bool) -> Local<'h>,
    outside: Outside<'_>,
) -> Next {
    let (mut opened, alone) = (Vec::new(), inner.is_none());
    while let Some(op) = world.ops.next() {
        let count = opened.len();
        let mut all: Vec<&mut Local<'h>> =
            inner.as_deref_mut().into_iter().chain(&mut opened).collect();
        let by = |number: u8, count: usize| usize::from(number) % count;
        match *op {
            Op::Make { by, ref make } => {
                let by = usize::from(by);
                make_by(world, &all, by, depth, make, outside);
                let handle = all.get_mut(by % (count + 1)).filter(|_| depth == 0);
                if let (Some(layout), Some(handle)) = (world.refused.take(), handle) {
                    // Nor had the handle kept anything that would have served it.
                    **handle = open(false);
                    if let Some(own) = world.own {
                        refused_by(own, world.other, layout);
                    }
                }
            }
            Op::Open { strange } if count < HANDLES => opened.push(open(strange)),
            Op::Close(number) if count > 0 => {
                drop(opened.swap_remove(by(number, count)));
            }
            Op::Forget(number) if count > 0 => {
                _ = ManuallyDrop::new(opened.swap_remove(by(number, count)));
            }
            Op::Exchange(one, two) if !all.is_empty() => {
                let one = all.swap_remove(by(one, all.len()));
                let rest = all.len();
                if rest > 0 {
                    mem::swap(one, all[by(two, rest)]);
                }
            }
            Op::LocalScope(number) if !all.is_empty() && depth < DEEPEST => {
                let local = all.swap_remove(by(number, all.len()));
                let further = |world: &mut World<'_>, number: usize, make: &Make| {
                    make_by(world, &all, number, depth, make, outside);
                };
                let (own, other) = (world.own, world.other);
                caught(|| {
                    local.scope(|inner| {
                        level(
                            world,
                            depth + 1,
                            Some(inner),
                            &|strange| stranger(own, other, strange),
                            &further,
                        );
                        world.blocks.end(depth + 1);
                    });
                });
            }
            Op::Throw if depth > 0 => {
                world.blocks.end(depth);
                throw();
            }
            Op::End if depth > 0 => break,
            Op::Scope if alone && depth < DEEPEST => return Next::Scope,
            Op::Reset if depth == 0 => return Next::Reset,
            _ => {}
        }
    }
    Next::End
}

type Outside<'f> = &'f dyn Fn(&mut World<'_>, usize, &Make);

/// Makes something by one of the handles, or by one further out.
fn make_by(
    world: &mut World<'_>,
    handles: &[&mut Local<'_>],
    number: usize,
    depth: usize,
    make: &Make,
    outside: Outside<'_>,
) {
    match handles.get(number % (handles.len() + 1)) {
        Some(local) => world.make::<Local<'_>>(local, depth, make),
        None => outside(world, number / (handles.len() + 1), make),
    }
}
