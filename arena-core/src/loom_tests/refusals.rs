//! What is free at every moment is never refused, whoever moves it meanwhile.

use loom::sync::Arc;

use super::{Block, Model, WORD, explore, race, race_with, race_within, spawn};
use crate::{layout::LINE, run::Run};

/// A free piece of four lines above all that is claimed, which is a block of four lines; and if
/// they are `apart`, a line between them.
fn with_a_piece(apart: bool) -> (Arc<Model>, [Block; 1]) {
    let model = Model::new(8 + usize::from(apart));
    let upper = Block::claim(&model, 4 * LINE);
    if apart {
        model.claim(LINE);
    }
    let lower = Block::claim(&model, 4 * LINE);
    upper.release(&model);
    (model, [lower])
}

fn adjacent() -> (Arc<Model>, [Block; 1]) {
    with_a_piece(false)
}

fn apart() -> (Arc<Model>, [Block; 1]) {
    with_a_piece(true)
}

/// Three pieces, of which the uppermost and the lowest are free and the middle is the block's; below
/// them a line.
fn between() -> (Arc<Model>, [Block; 1]) {
    let model = Model::new(8);
    let [upper, middle, lower, _] = [3, 1, 3, 1].map(|lines| Block::claim(&model, lines * LINE));
    upper.release(&model);
    lower.release(&model);
    (model, [middle])
}

fn release(model: &Model, [block]: [Block; 1]) {
    block.release(model);
}

fn claim(model: &Model, _: [Block; 1]) {
    assert!(model.claim(3 * LINE).is_some());
}

fn claim_in_a_run(model: &Model, _: [Block; 1]) {
    let run = Run::new(&model.cursor);
    assert!(model.claim_in(&run, WORD).is_some());
}

fn claim_large_in_a_run(model: &Model, _: [Block; 1]) {
    let run = Run::new(&model.cursor);
    assert!(model.claim_in(&run, 3 * LINE).is_some());
}

fn claim_in_a_scope(model: &Model, _: [Block; 1]) {
    assert!(model.claim_scoped(&mut Run::new(&model.cursor), 2 * LINE));
}

#[test]
fn claim_against_release() {
    for model in [adjacent, apart, between] {
        race_with(model, claim, release, |_| ());
    }
}

#[test]
fn run_against_release() {
    for model in [adjacent, apart, between] {
        race_with(model, claim_in_a_run, release, |_| ());
    }
}

#[test]
fn large_claim_of_a_run_against_release() {
    for model in [adjacent, apart, between] {
        race_with(model, claim_large_in_a_run, release, |_| ());
    }
}

/// Of all the schedules, which are too many, those with a few preemptions.
#[test]
fn scope_of_a_run_against_release() {
    for model in [adjacent, apart, between] {
        race_within(Some(3), model, claim_in_a_scope, release, |_| ());
    }
}

/// What a handle itself has left counts, together with what is free beside it. Of all the schedules,
/// which are too many, those with a few preemptions.
#[test]
fn run_that_gives_itself_up_against_release() {
    explore(Some(3), || {
        let model = Model::new(16);
        let mut run = Run::new(&model.cursor);
        // The run is what the scope had.
        assert!(model.claim_scoped(&mut run, WORD));
        let upper = Block::claim(&model, model.cursor.remaining_below() - LINE);
        let lower = Block::claim(&model, LINE);
        upper.release(&model);
        let left = model.cursor.capacity() - upper.1 - lower.1;
        let other = model.clone();
        let other = spawn(1, move || lower.release(&other));
        assert!(left > 0 && model.claim_in(&run, upper.1 + left).is_some());
        other.join().expect("a thread of a model panics with it");
    });
}

/// Everything that two threads give up at once can be had in one block. Fails if what lies together
/// is not joined before a request is refused.
#[test]
fn two_releases_join() {
    race_with(
        || {
            let model = Model::new(8);
            let blocks = [(); 2].map(|()| Block::claim(&model, 4 * LINE));
            (model, blocks)
        },
        |model, [upper, _]| upper.release(model),
        |model, [_, lower]| lower.release(model),
        |model| assert!(model.claim(8 * LINE).is_some()),
    );
}

/// The same of two handles that have a scope each.
#[test]
fn two_handles_join() {
    fn handle(model: &Model) {
        assert!(model.claim_scoped(&mut Run::new(&model.cursor), WORD));
    }
    race(
        || Model::new(16),
        [handle, handle],
        |model| {
            assert!(model.claim(16 * LINE).is_some());
        },
    );
}
