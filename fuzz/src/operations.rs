//! One thread's operations on an arena; before that on an arena for one thread.

use arbitrary::Unstructured;
use arena::{Arena, Scope};

use crate::{
    alone,
    blocks::Blocks,
    own::{Own, caught, drain, forever},
    script::{Op, memory},
    world::{Next, OTHER, World, on_arena, on_scope},
};

/// Decodes a script, and runs it.
pub fn run(data: &[u8], show: bool) {
    let mut data = Unstructured::new(data);
    let (mut buffer, offset) = memory(&mut data).expect("any bytes say something");
    let ops = Op::decode_all(&mut data);
    if show {
        println!("{} bytes from {offset} on: {ops:#?}", buffer.len() - offset);
    }
    alone::run(&ops, &mut buffer[offset..]);
    let blocks = Blocks::new(&buffer[offset..]);
    // SAFETY: the arena goes before the buffer, and nobody else uses that.
    let mut own = Own::from_buffer(unsafe { forever(&mut buffer[offset..]) });
    let mut other = Arena::new(OTHER).expect("the system has it");
    // SAFETY: the world, which alone uses it, goes first.
    let mut world = World::new(&ops, blocks, unsafe { forever(&mut other) }, true);
    loop {
        // SAFETY: handles go at the end of `on_arena`, and the world lets it go, too.
        world.own = Some(unsafe { forever(&mut own) });
        let next = on_arena(&mut world);
        world.own = None;
        match next {
            Next::Scope => {
                let before = own.allocated();
                caught(|| own.scope(|scope| in_scope(&mut world, 1, scope)));
                assert_eq!(own.allocated(), before, "a scope has left something");
            }
            Next::Reset => {
                world.blocks.end(0);
                own.reset();
                assert_eq!(own.allocated(), 0);
            }
            Next::End => break,
        }
    }
    drain(&own);
    world.blocks.end(0);
}

/// Runs operations until the scope ends.
fn in_scope(world: &mut World<'_>, depth: usize, scope: &mut Scope<'_>) {
    while let Next::Scope = on_scope(world, depth, scope) {
        let before = scope.allocated();
        caught(|| scope.scope(|inner| in_scope(world, depth + 1, inner)));
        assert_eq!(scope.allocated(), before, "a scope has left something");
    }
    world.blocks.end(depth);
}
