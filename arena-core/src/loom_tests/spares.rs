//! Runs that handles leave for each other.

use super::{LINE, Model, PREEMPTIONS, WORD, explore, handle, race, scopes::scope, together};
use crate::{run::Run, spare::BLOCK};

/// The least memory in which a handle leaves its run.
const LINES: usize = 512;

/// A handle that keeps nothing of what it writes to, unless it is refused.
fn scratch(model: &Model) {
    assert!(is_given_back(model));
}

/// Whether what such a handle writes to goes back.
fn is_given_back(model: &Model) -> bool {
    let run = Run::new(&model.cursor);
    let Some(block) = model.claim_in(&run, WORD) else { return true };
    // SAFETY: it was just claimed, and nobody refers to it.
    unsafe { run.give_back((block, block.addr().get() + WORD)) }
}

/// A model in which a handle has left its run.
fn with_spare() -> loom::sync::Arc<Model> {
    let model = Model::new(LINES);
    handle(&model);
    assert!(model.cursor.spare.bytes() > 0);
    model
}

/// That so many bytes are kept, and besides only lanes, if threads have met, and less than a line.
fn assert_kept(model: &Model, bytes: usize) {
    let lanes = if model.cursor.lanes().is_some() { 4 * LINE } else { 0 };
    assert!((bytes..bytes + lanes + LINE).contains(&model.cursor.allocated()));
}

/// One handle has what the other has written to and left, or claims a run of its own; and nothing is
/// lost. Fails if `Spare::take` or `leave` is relaxed.
#[test]
fn two_handles() {
    race(with_spare, [scratch, scratch], |model| {
        assert_kept(model, WORD);
        handle(model);
        assert_kept(model, 2 * WORD);
    });
}

/// The first two handles of all.
#[test]
fn two_first_handles() {
    explore(Some(1), || {
        let model = Model::new(LINES);
        together(&model, [handle, handle]);
        assert_kept(&model, 2 * WORD);
    });
}

/// A request that is refused without what a handle may have left takes that, or is refused while the
/// handle has it: and then nothing is missing.
#[test]
fn handle_against_search() {
    fn greedy(model: &Model) {
        let all = model.cursor.remaining() / LINE * LINE;
        _ = model.cursor.claim(super::words(all));
    }
    /// Where the other has taken all but less than a line, a search finds the word.
    fn small(model: &Model) {
        _ = is_given_back(model);
    }
    explore(Some(1), || {
        let model = with_spare();
        let below = model.cursor.remaining_below();
        assert!(model.cursor.claim(super::words(below)).is_some());
        together(&model, [small, greedy]);
        let remaining = model.cursor.remaining();
        assert!(remaining < LINE || remaining > BLOCK / 2, "{remaining}");
        assert_eq!(model.fill(), remaining / LINE);
    });
}

/// In a lane the run is left beside the lane's word.
#[test]
fn two_handles_in_a_lane() {
    explore(Some(PREEMPTIONS), || {
        let model = with_spare();
        model.cursor.open_lanes();
        handle(&model);
        let before = model.cursor.allocated();
        together(&model, [scratch, scratch]);
        assert!(model.cursor.allocated() < before + LINE);
        let own = model.cursor.spare.bytes();
        assert!(own > 0, "that of the cursor is untouched");
        handle(&model);
        assert_eq!(model.cursor.spare.bytes(), own);
    });
}

/// A scope sets the run aside with the pieces, and one that is left inside ends with it.
#[test]
fn spare_in_a_scope() {
    explore(Some(1), || {
        let model = with_spare();
        let before = model.cursor.remaining();
        scope(&model, handle, scratch, |_| ());
        assert_eq!(model.cursor.remaining(), before);
        handle(&model);
        assert!(model.cursor.remaining() > before - LINE - WORD);
    });
}
