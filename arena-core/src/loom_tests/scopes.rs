//! Scopes of an arena, in which threads claim, and what is set aside meanwhile.

use loom::sync::Arc;

use super::{Model, explore, handle, together};
use crate::layout::LINE;

/// A scope of a model, in which two threads work, and then this one does.
pub(super) fn scope(model: &Arc<Model>, one: fn(&Model), other: fn(&Model), last: fn(&Model)) {
    // SAFETY: this is the only thread.
    let mark = unsafe { model.cursor.mark() };
    together(model, [one, other]);
    last(model);
    // SAFETY: this is the only thread again, the mark is fresh, and nobody keeps what was claimed.
    unsafe { model.cursor.rewind(mark) };
}

fn claim_two(model: &Model) {
    for size in [16, LINE] {
        assert!(model.claim(size).is_some());
    }
}

/// What two threads claimed in a scope is free at its end, and comes after them. Fails if they are
/// not joined, or if the rewind leaves the top or the stash.
#[test]
fn two_threads_in_a_scope() {
    explore(None, || {
        let model = Model::new(16);
        model.claim(8);
        scope(&model, handle, claim_two, |_| ());
        assert_eq!(model.cursor.allocated(), 8);
        assert!(model.claim(15 * LINE).is_some(), "all of it, in one block");
    });
}

/// A claim after a scope, on another thread, comes after those in it. Fails if the worker is not
/// joined.
#[test]
fn claim_after_a_scope() {
    explore(None, || {
        let model = Model::new(2);
        scope(&model, |model| _ = model.claim(LINE), |_| (), |_| ());
        together(&model, [|model| assert!(model.claim(LINE).is_some()); 2]);
        assert_eq!(model.cursor.remaining(), 0);
    });
}

/// Pieces set aside lend their bytes to both threads of a scope, lose none, and are whole afterwards.
/// Fails if they are lent with their headers, or are not brought back.
#[test]
fn pieces_lent_in_a_scope() {
    fn lent(model: &Model) {
        assert!(model.claim(LINE).is_some());
    }
    fn fill(model: &Model) {
        model.fill();
        assert_eq!(model.cursor.remaining(), 0);
    }
    explore(None, || {
        let model = Model::new(4);
        model.stash(3);
        model.claim(LINE);
        let before = (model.cursor.remaining(), model.cursor.stashed());
        scope(&model, lent, lent, fill);
        assert_eq!((model.cursor.remaining(), model.cursor.stashed()), before);
        assert!(model.take_piece(3 * LINE).is_some(), "the piece is whole");
    });
}

/// Two threads of a scope are lent a piece each, of two that were set aside.
#[test]
fn two_pieces_lent_in_a_scope() {
    fn lent(model: &Model) {
        assert!(model.claim(LINE).is_some());
    }
    explore(None, || {
        let model = Model::new(6);
        let [upper, _, lower, _] =
            [2 * LINE, LINE, 2 * LINE, LINE].map(|size| super::Block::claim(&model, size));
        upper.release(&model);
        lower.release(&model);
        let before = (model.cursor.remaining(), model.cursor.stashed());
        scope(&model, lent, lent, |_| ());
        assert_eq!((model.cursor.remaining(), model.cursor.stashed()), before);
        for _ in 0..2 {
            assert!(model.take_piece(2 * LINE).is_some(), "both are whole");
        }
    });
}

/// In a scope's scope, what was set aside before is lent as well, to both threads.
#[test]
fn pieces_lent_in_two_scopes() {
    fn lent(model: &Model) {
        assert!(model.claim(LINE).is_some());
    }
    explore(None, || {
        let model = Model::new(7);
        model.stash(6);
        model.claim(LINE);
        let before = (model.cursor.remaining(), model.cursor.stashed());
        // SAFETY: this is the only thread.
        let mark = unsafe { model.cursor.mark() };
        lent(&model);
        let inside = (model.cursor.remaining(), model.cursor.stashed());
        scope(&model, lent, lent, |_| ());
        assert_eq!((model.cursor.remaining(), model.cursor.stashed()), inside);
        lent(&model);
        // SAFETY: this is the only thread, the mark is fresh, and nobody keeps what was claimed.
        unsafe { model.cursor.rewind(mark) };
        assert_eq!((model.cursor.remaining(), model.cursor.stashed()), before);
        assert!(model.take_piece(6 * LINE).is_some(), "the piece is whole");
    });
}
