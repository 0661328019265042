//! Claims of the cursor's word against each other, and against what goes back to it.

use super::{Model, borrow_line, race, words};
use crate::layout::LINE;
use crate::run::Run;

/// Two claims never overlap and neither is refused while there is room. Fails if a claim keeps the
/// top it has read.
#[test]
fn claim_against_claim() {
    fn two(model: &Model) {
        assert!(model.claim(8).is_some());
        assert!(model.claim(16).is_some());
    }
    race(|| Model::new(1), [two, two], |model| assert_eq!(model.cursor.allocated(), 48));
}

/// The next owner of a block comes after the last. Fails if the claim or the give-back is relaxed.
#[test]
fn claim_against_give_back() {
    fn borrow(model: &Model) {
        let block = model.claim(32).expect("two blocks fit");
        model.give_back(block, 32);
    }
    race(
        || Model::new(1),
        [borrow, borrow],
        |model| {
            // Who gave back first may have been above the other, and was then refused.
            assert!(matches!(model.cursor.allocated(), 0 | 32));
        },
    );
}

/// A block that is given back by a chain of owners comes to the next one after all of them.
#[test]
fn claim_against_two_give_backs() {
    fn nested(model: &Model) {
        let upper = model.claim(24).expect("one pair fits");
        if let Some(lower) = model.claim(24) {
            model.give_back(lower, 24);
        }
        model.give_back(upper, 24);
    }
    fn once(model: &Model) {
        model.claim(16);
    }
    race(|| Model::new(1), [nested, once], |_| ());
}

/// A block grows over bytes that somebody else gave back, and only if it is still the lowest.
#[test]
fn extend_against_give_back() {
    fn borrow(model: &Model) {
        if let Some(block) = model.claim(16) {
            model.give_back(block, 16);
        }
    }
    fn grow(model: &Model) {
        let block = model.claim(16).expect("two blocks fit");
        let span = (block, block.addr().get() + 16);
        // SAFETY: the block is ours, and becomes larger.
        if let Some(low) = unsafe { model.cursor.extend(span, words(32)) } {
            model.touch(low, 32);
        }
    }
    race(|| Model::new(1), [borrow, grow], |_| ());
}

/// A handle that refills while another thread claims and gives back owns its run alone.
#[test]
fn refill_against_give_back() {
    fn handle(model: &Model) {
        let run = Run::new(&model.cursor);
        for _ in 0..2 {
            assert!(model.claim_in(&run, LINE).is_some());
        }
    }
    race(|| Model::new(8), [handle, borrow_line], |_| ());
}
