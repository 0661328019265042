//! Free pieces: what is put, taken, left on the chain meanwhile, and moved to the cursor.

use super::{Block, Model, exact, race, race_with, stash_line};
use crate::layout::LINE;

use loom::sync::Arc;

/// Four lines, of which the highest is a free piece.
fn with_a_free_line() -> Arc<Model> {
    let model = Model::new(4);
    model.stash(1);
    model
}

/// What one thread puts, another takes only after its last access. Fails if put or take is
/// relaxed.
#[test]
fn put_against_take() {
    fn take(model: &Model) {
        for _ in 0..2 {
            model.take_piece(8);
        }
    }
    race(|| Model::new(3), [stash_line, take], |_| ());
}

/// Two takers never get the same piece, and what they leave is whole. Fails if what is put back is
/// relaxed, or dropped.
#[test]
fn two_takers() {
    fn take(model: &Model) {
        model.take_piece(2 * LINE);
    }
    fn with_two_pieces() -> Arc<Model> {
        let model = Model::new(5);
        let [large, _, small, _] = [2 * LINE, LINE, LINE, 8].map(|size| Block::claim(&model, size));
        large.release(&model);
        small.release(&model);
        model
    }
    race(with_two_pieces, [take, take], |model| {
        let taken = 2 * LINE + LINE + 8;
        assert_eq!(model.cursor.allocated(), taken);
        assert!(model.claim(LINE).is_some(), "the other piece is still there");
    });
}

/// A piece put while another thread has the tree out is not lost.
#[test]
fn put_while_the_tree_is_out() {
    fn take(model: &Model) {
        model.take_piece(3 * LINE);
    }
    race(with_a_free_line, [take, stash_line], |model| {
        // Both together, or with a line between them.
        let pieces = core::iter::from_fn(|| model.take_piece(LINE));
        assert_eq!(pieces.count(), 2);
    });
}

/// Two pieces put while the tree is out are both on the chain, and the next holder has both.
#[test]
fn two_puts_while_the_tree_is_out() {
    fn put([_, low]: [Block; 2], model: &Model) {
        low.release(model);
    }
    race_with(
        || {
            let model = Model::new(4);
            let [upper, _, lower, _] = Block::lines(&model);
            (model, [upper, lower])
        },
        |model, [upper, _]| {
            let held = model.cursor.stash.hold(model.cursor.ground());
            upper.release(model);
            drop(held);
        },
        |model, blocks| put(blocks, model),
        |model| assert_eq!(model.fill(), 2),
    );
}

/// An arena whose cursor is at its floor still serves what the stash holds: exactly one of two such
/// requests.
#[test]
fn exhaustion_with_bytes_in_the_stash() {
    fn last(model: &Model) {
        model.claim(LINE);
    }
    fn full() -> Arc<Model> {
        let model = Model::new(3);
        let upper = Block::claim(&model, LINE);
        model.claim(2 * LINE);
        upper.release(&model);
        model
    }
    race(full, [last, last], |model| {
        assert_eq!(model.cursor.remaining(), 0);
        assert!(model.claim(8).is_none());
    });
}

/// Who moves pieces to the cursor owns what it takes out. Fails if the take or the give-back is
/// relaxed, or if a piece that could not be given back is not put again.
#[test]
fn heal_against_put_and_claim() {
    race_with(
        || {
            let model = Model::new(3);
            let [upper, middle, lowest] = Block::lines(&model);
            upper.release(&model);
            (model, [middle, lowest])
        },
        |model, [middle, _]| {
            middle.release(model);
            model.claim(LINE);
        },
        |model, [_, lowest]| lowest.release(model),
        |model| {
            let left = model.fill();
            assert!(left >= 2, "{left} lines can be had");
        },
    );
}

/// Who comes for a piece while another thread has the tree out goes on without it, and harms nothing.
#[test]
fn part_against_put() {
    fn part(model: &Model) {
        let span = model.cursor.claim_part(LINE, LINE, usize::MAX, exact(LINE), exact(LINE));
        let (block, end) = span.expect("three lines are free");
        model.touch(block, end - block.addr().get());
    }
    race(with_a_free_line, [part, stash_line], |model| {
        // The word below what was put may be kept.
        let taken = model.cursor.allocated() / LINE;
        assert!(matches!(taken + model.fill(), 3 | 4));
    });
}

/// Bytes given up by one thread while two others take are a piece or taken, and never by both.
#[test]
#[ignore = "long"]
fn two_takers_against_put() {
    fn take(model: &Model) {
        model.take_piece(LINE);
    }
    race(with_a_free_line, [take, stash_line, take], |model| {
        let taken = model.cursor.allocated() / LINE;
        assert_eq!(taken + model.fill(), 4);
    });
}
