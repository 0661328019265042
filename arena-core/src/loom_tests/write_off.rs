//! A tree whose holder was stopped: others begin another, and he joins both when he goes on.
//!
//! Here nobody waits, and nobody is stopped: a thread takes another's mark away at once, whatever
//! that one is doing.

use loom::sync::Arc;

use super::{Block, Model, exact, explore, race_with, spawn};
use crate::{held::Held, layout::LINE};

fn hold(model: &Model) -> Option<Held<'_>> {
    model.cursor.stash.hold(model.cursor.ground())
}

fn write_off(model: &Model) {
    model.cursor.stash.write_off();
}

/// Takes a line of what is held, and writes to it.
fn take(model: &Model, held: &mut Held<'_>) -> bool {
    let Some((block, end)) = held.take(LINE, usize::MAX, &exact(LINE)) else { return false };
    model.touch(block, end - block.addr().get());
    true
}

/// Six lines: every other one is a free piece but the last of those, and the lines between are
/// blocks.
fn pieces() -> (Arc<Model>, [Block; 2]) {
    let model = Model::new(6);
    let [first, one, second, other, _, _] = Block::lines(&model);
    first.release(&model);
    second.release(&model);
    (model, [one, other])
}

/// What the models have not taken is a free piece, in the end.
fn all_is_there(model: &Model) {
    let taken = model.cursor.allocated() / LINE;
    assert_eq!(taken + model.fill(), 6);
}

/// A write-off while the tree is out or not: nothing is lost, and nobody has the same bytes.
#[test]
fn write_off_against_holder() {
    race_with(
        pieces,
        |model, _| {
            if let Some(mut held) = hold(model) {
                take(model, &mut held);
            }
        },
        |model, [block, _]| {
            write_off(model);
            block.release(model);
            model.take_piece(LINE);
        },
        all_is_there,
    );
}

/// Who comes back late against the one who holds the tree that was begun meanwhile: both are joined,
/// whoever puts his back first.
#[test]
fn late_holder_against_second() {
    explore(None, || {
        let (model, [_, other]) = pieces();
        let mut late = hold(&model).expect("nobody has it");
        write_off(&model);
        let second = model.clone();
        let second = spawn(1, move || {
            if let Some(mut held) = hold(&second) {
                // SAFETY: the block is ours, a line, and nobody refers to it.
                unsafe { held.put((other.0, other.0.addr().get() + LINE)) };
                take(&second, &mut held);
            }
        });
        take(&model, &mut late);
        drop(late);
        second.join().expect("a thread of a model panics with it");
        all_is_there(&model);
    });
}

/// A write-off that meets the second holder: two are late.
#[test]
fn write_off_against_second_holder() {
    explore(None, || {
        let (model, _) = pieces();
        let late = hold(&model).expect("nobody has it");
        write_off(&model);
        let second = model.clone();
        let second = spawn(1, move || _ = second.take_piece(LINE));
        write_off(&model);
        drop(late);
        second.join().expect("a thread of a model panics with it");
        all_is_there(&model);
    });
}

/// A request that would be refused holds a tree that was begun while another is out: what the two
/// move they move once.
#[test]
fn search_against_late_holder() {
    explore(None, || {
        let (model, [one, _]) = pieces();
        let mut late = hold(&model).expect("nobody has it");
        write_off(&model);
        let second = model.clone();
        let second = spawn(1, move || {
            one.release(&second);
            assert!(second.claim(LINE).is_some());
        });
        take(&model, &mut late);
        drop(late);
        second.join().expect("a thread of a model panics with it");
        all_is_there(&model);
    });
}

/// Two holders of a scope's trees are lent different pieces of what was set aside, or one of them
/// none; at the scope's end all of it is whole. Fails if who finds nothing to lend leaves nothing.
#[test]
fn lending_to_two_holders() {
    explore(None, || {
        let model = Model::new(6);
        let [upper, _, lower, _] = [2, 1, 2, 1].map(|lines| Block::claim(&model, lines * LINE));
        upper.release(&model);
        lower.release(&model);
        let before = model.cursor.stashed();
        // SAFETY: this is the only thread.
        let mark = unsafe { model.cursor.mark() };
        let lend = |model: &Model, held: &mut Held<'_>| {
            if let Some((block, end)) = held.take_any(LINE, &exact(LINE)) {
                model.touch(block, end - block.addr().get());
            }
        };
        let mut late = hold(&model).expect("nobody has it");
        write_off(&model);
        let second = model.clone();
        let second = spawn(1, move || {
            if let Some(mut held) = hold(&second) {
                lend(&second, &mut held);
            }
        });
        lend(&model, &mut late);
        drop(late);
        second.join().expect("a thread of a model panics with it");
        // A second request finds what the first two have left.
        let served = model.claim(LINE).is_some();
        // SAFETY: this is the only thread again, the mark is fresh, and nobody keeps what was
        // claimed.
        unsafe { model.cursor.rewind(mark) };
        assert_eq!(model.cursor.stashed(), before);
        for _ in 0..2 {
            assert!(model.take_piece(2 * LINE).is_some(), "both are whole ({served})");
        }
    });
}
