//! Two or three threads on one arena, or on one scope of it.

use std::{sync::Barrier, thread};

use arbitrary::{Result, Unstructured};
use arena::{Arena, Scope};

use crate::{
    blocks::Blocks,
    own::{Own, caught, drain, forever},
    script::{Op, memory},
    world::{Next, OTHER, World, on_arena, on_scope},
};

/// What the threads do at the same time.
#[derive(Debug)]
struct Round {
    in_scope: bool,
    reset: bool,
    ops: [Vec<Op>; 3],
}

impl Round {
    fn decode(u: &mut Unstructured<'_>) -> Result<Self> {
        let (in_scope, reset, mut ops) =
            (u.arbitrary()?, u.arbitrary()?, <[Vec<Op>; 3]>::default());
        // Each operation after its thread, until one is of none.
        while let (false, at @ 0..250) = (u.is_empty(), u.arbitrary::<u8>()?) {
            ops[usize::from(at) % 3].push(Op::decode(u)?);
        }
        Ok(Self { in_scope, reset, ops })
    }
}

/// Decodes a script, and runs it.
pub fn run(data: &[u8], show: bool) {
    let mut data = Unstructured::new(data);
    let (mut buffer, offset) = memory(&mut data).expect("any bytes say something");
    let rounds: Vec<Round> = (0..4).map_while(|_| Round::decode(&mut data).ok()).collect();
    if show {
        println!("{} bytes from {offset} on: {rounds:#?}", buffer.len() - offset);
    }
    let mut blocks = Blocks::new(&buffer[offset..]);
    // SAFETY: the arena goes before the buffer, and nobody else uses that.
    let mut own = Own::from_buffer(unsafe { forever(&mut buffer[offset..]) });
    let mut other = Arena::new(OTHER).expect("the system has it");
    // SAFETY: the threads, which alone use it, go first.
    let other: &Arena = unsafe { forever(&mut other) };
    for round in &rounds {
        if round.in_scope {
            let before = own.allocated();
            own.scope(|scope| {
                together(round, &mut blocks, other, Place::Scope(scope));
                blocks.end(1);
            });
            assert_eq!(own.allocated(), before, "a scope has left something");
        } else {
            // SAFETY: the threads end with the call.
            together(round, &mut blocks, other, Place::Arena(unsafe { forever(&mut own) }));
        }
        if round.reset {
            blocks.end(0);
            own.reset();
        }
    }
    drain(&own);
    blocks.end(0);
}

/// Where the threads allocate.
#[derive(Clone, Copy)]
enum Place<'p> {
    Arena(&'static Own),
    Scope(&'p Scope<'p>),
}

/// Runs each list in a thread of its own, and gathers what they have made.
fn together(round: &Round, blocks: &mut Blocks, other: &'static Arena, place: Place<'_>) {
    let lists: Vec<&Vec<Op>> = round.ops.iter().filter(|ops| !ops.is_empty()).collect();
    let gate = Barrier::new(lists.len());
    thread::scope(|threads| {
        let spawn = |(ops, made)| {
            let (mut world, gate) = (World::new(ops, made, other, false), &gate);
            threads.spawn(move || {
                gate.wait();
                caught(|| while !matches!(step(&mut world, place), Next::End) {});
                world.blocks
            })
        };
        let made = lists.iter().enumerate().map(|(index, ops)| (&***ops, blocks.fresh(index)));
        let threads: Vec<_> = made.map(spawn).collect();
        for thread in threads {
            blocks.append(thread.join().expect("an assertion of the thread failed"));
        }
    });
}

fn step(world: &mut World<'_>, place: Place<'_>) -> Next {
    match place {
        Place::Arena(own) => {
            world.own = Some(own);
            on_arena(world)
        }
        Place::Scope(scope) => on_scope(world, 1, scope),
    }
}
