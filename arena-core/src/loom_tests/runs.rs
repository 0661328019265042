//! Handles, their scopes, and what they leave.

use super::{Model, WORD, borrow_line, explore, handle, race, together};
use crate::{layout::LINE, run::Run};

/// Two handles that go at once lose nothing: what they leave is below the cursor or a free piece.
#[test]
fn two_handles_dropped_at_once() {
    race(
        || Model::new(16),
        [handle, handle],
        |model| {
            let lost = model.cursor.allocated() - 2 * WORD;
            assert!(lost < LINE, "{lost} bytes are lost");
        },
    );
}

/// Runs in scopes claim pieces of their own beside others' claims, and give them up with the handle.
/// Fails if a claim or a give-back is relaxed.
#[test]
fn scopes_of_runs_against_claims() {
    fn scoped(model: &Model) {
        let mut run = Run::new(&model.cursor);
        for size in [WORD, LINE] {
            assert!(model.claim_scoped(&mut run, size));
        }
    }
    race(
        || Model::new(16),
        [scoped, borrow_line],
        |model| assert!(model.cursor.allocated() <= LINE),
    );
}

/// Two runs in scopes never have the same piece, not even of the stash. Of all the schedules, which
/// are too many, those with a few preemptions.
#[test]
fn scopes_of_two_runs() {
    fn scoped(model: &Model) {
        model.claim_scoped(&mut Run::new(&model.cursor), LINE);
    }
    explore(Some(3), || {
        let model = Model::new(12);
        model.stash(2);
        together(&model, [scoped, scoped]);
        assert_eq!(model.cursor.allocated(), 0);
    });
}

/// A handle, a scope of one, and a claim given back at once: nobody has the same bytes, and what
/// remains claimed is what was kept.
#[test]
#[ignore = "long"]
fn handle_against_scope_and_give_back() {
    fn scoped(model: &Model) {
        assert!(model.claim_scoped(&mut Run::new(&model.cursor), LINE));
    }
    race(
        || Model::new(24),
        [handle, scoped, borrow_line],
        |model| {
            let lost = model.cursor.allocated() - WORD;
            assert!(lost <= 2 * LINE, "{lost} bytes are lost");
        },
    );
}
