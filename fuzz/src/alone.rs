//! The same script on an arena for one thread, which is its own handle.

use std::mem::MaybeUninit;

use arena::{Arena, LocalScope};

use crate::{
    blocks::Blocks,
    own::{Alone, caught, forever},
    script::{Op, throw},
    world::{DEEPEST, Next, World},
};

/// Runs a script. Scopes of handles are scopes of the arena.
pub(crate) fn run(ops: &[Op], memory: &mut [MaybeUninit<u8>]) {
    let blocks = Blocks::new(memory);
    // SAFETY: the arena goes before the memory, and nobody else uses that.
    let mut arena = Alone::from_buffer(unsafe { forever(memory) });
    let mut none = Arena::new(0).expect("it needs no memory");
    // SAFETY: the world, which alone uses it, goes first.
    let mut world = World::new(ops, blocks, unsafe { forever(&mut none) }, true);
    loop {
        let next = on_arena(&mut world, &arena);
        let (before, peak) = (arena.allocated(), arena.peak());
        match next {
            Next::Scope => {
                caught(|| arena.scope(|scope| in_scope(&mut world, 1, scope)));
                assert_eq!(arena.allocated(), before, "a scope has left something");
            }
            Next::Reset => {
                world.blocks.end(0);
                arena.reset();
                assert_eq!(arena.allocated(), 0);
            }
            Next::End => break,
        }
        assert!(arena.peak() >= peak && peak >= before, "the peak has fallen");
    }
    while arena.try_alloc(0xFF_u8).is_ok() {}
    assert_eq!(arena.remaining(), 0, "bytes are lost");
    world.blocks.end(0);
}

/// Runs operations until something needs the arena for itself.
fn on_arena(world: &mut World<'_>, arena: &Alone) -> Next {
    while let Some(op) = world.ops.next() {
        match op {
            Op::Make { make, .. } => {
                world.make(arena, 0, make);
                world.figures(arena.capacity(), arena.allocated(), arena.remaining());
            }
            Op::Scope | Op::LocalScope(_) => return Next::Scope,
            Op::Reset => return Next::Reset,
            _ => {}
        }
    }
    Next::End
}

/// Runs operations until the scope ends.
fn in_scope(world: &mut World<'_>, depth: usize, scope: &mut LocalScope<'_>) {
    while let Some(op) = world.ops.next() {
        match op {
            Op::Make { make, .. } => {
                world.make(&*scope, depth, make);
                world.figures(scope.capacity(), scope.allocated(), scope.remaining());
            }
            Op::Scope | Op::LocalScope(_) if depth < DEEPEST => {
                let before = scope.allocated();
                caught(|| scope.scope(|inner| in_scope(world, depth + 1, inner)));
                assert_eq!(scope.allocated(), before, "a scope has left something");
            }
            Op::Throw => {
                world.blocks.end(depth);
                throw();
            }
            Op::End => break,
            _ => {}
        }
    }
    world.blocks.end(depth);
}
