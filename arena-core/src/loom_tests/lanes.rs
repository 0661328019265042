//! Lanes: claims in one, its chunks, what is given back to it, and how they are opened.

use core::ptr::NonNull;

use loom::sync::Arc;

use super::{Block, Model, WORD, explore, race, race_with, scopes::scope, words};
use crate::{
    lanes::{Lane, Lanes},
    layout::LINE,
    run::Run,
};

/// Bytes of the models' chunks.
const CHUNK: usize = 128;
/// Bytes of their only lane.
const LANE: usize = size_of::<Lane>();

/// Memory that may have lanes, but has none yet.
fn without_lanes() -> Arc<Model> {
    Model::new(32)
}

/// The same with a lane, which is empty.
fn with_a_lane() -> Arc<Model> {
    let model = without_lanes();
    model.cursor.meet();
    model
}

/// The same with a chunk, of which two words are claimed.
fn with_a_chunk() -> Arc<Model> {
    let model = with_a_lane();
    model.claim(2 * WORD).expect("the model has room");
    model
}

/// The same with so many bytes left of the chunk.
fn with_bytes_left(left: usize) -> Arc<Model> {
    let model = with_a_chunk();
    for _ in 0..(CHUNK - 2 * WORD - left) / WORD {
        model.claim(WORD).expect("the model has room");
    }
    model
}

fn claim_word(model: &Model) {
    assert!(model.claim(WORD).is_some());
}

fn allocated(model: &Model) -> usize {
    model.cursor.allocated() - LANE
}

/// Two claims in a lane never overlap, and come from one chunk. Fails if a claim keeps the top it
/// has read.
#[test]
fn claims_in_a_lane() {
    fn two(model: &Model) {
        for size in [WORD, 2 * WORD] {
            assert!(model.claim(size).is_some());
        }
    }
    race(with_a_chunk, [two, two], |model| {
        assert_eq!(allocated(model), 8 * WORD);
        assert_eq!(model.cursor.lanes().map(Lanes::bytes), Some(CHUNK - 8 * WORD));
    });
}

/// Who claims what a lane has left and who finds it too little never have the same bytes. Fails if a
/// chunk is put over what the lane has since.
#[test]
fn claim_against_refill() {
    fn refill(model: &Model) {
        assert!(model.claim(3 * WORD).is_some());
    }
    race(
        || with_bytes_left(2 * WORD),
        [claim_word, refill],
        |model| {
            // Of the two words that the first chunk had left, those not claimed are let go.
            let others = allocated(model) - CHUNK - 3 * WORD;
            assert!(matches!(others / WORD, 0 | 1));
        },
    );
}

/// Two threads that find a lane empty fill it once, or one of them does without it.
#[test]
fn two_refills() {
    race(with_a_lane, [claim_word, claim_word], |model| {
        assert_eq!(allocated(model), 2 * WORD);
        assert!(model.claim(1024 + 512).is_some());
    });
}

/// Bytes given back to a lane while another thread fills it: the new chunk or the bytes are in the
/// lane, and the others are a free piece. Fails if what the lane had left is lost.
#[test]
fn give_back_against_refill() {
    fn with_a_line_lowest() -> (Arc<Model>, [Block; 1]) {
        let model = with_bytes_left(10 * WORD);
        let lowest = [(); 9].map(|()| Block::claim(&model, WORD))[8];
        (model, [Block(lowest.0, 9 * WORD)])
    }
    fn refill(model: &Model, _: [Block; 1]) {
        assert!(model.claim(3 * WORD).is_some());
    }
    fn give_back(model: &Model, [block]: [Block; 1]) {
        if !block.give_back(model) {
            // Noted for the check at the end only.
            model.cursor.note_refusal();
        }
    }
    race_with(with_a_line_lowest, refill, give_back, |model| {
        let kept = if model.cursor.refused() > 0 { 9 * WORD } else { 0 };
        let lost = allocated(model) - (6 + 3) * WORD - kept;
        // What a lane has left is let go where it is less than a line.
        assert!(lost == 0 || lost == WORD, "{lost} bytes are lost");
    });
}

/// What a lane had left when another chunk came is a free piece, and comes to its next owner after the
/// last. Fails if what comes out is taken relaxed, or lost.
#[test]
fn refill_over_bytes_given_back() {
    fn with_a_word_left() -> (Arc<Model>, [Block; 1]) {
        let model = Model::new(384);
        model.cursor.meet();
        let sizes = [504, 504, 504, 272, 2 * LINE];
        let blocks = sizes.map(|size| Block::claim(&model, size));
        (model, [blocks[4]])
    }
    race_with(
        with_a_word_left,
        |model, [block]| assert!(block.give_back(model) || model.cursor.lanes().is_some()),
        |model, _| {
            assert!(model.claim(3 * LINE).is_some());
            model.take_piece(2 * LINE);
        },
        |model| {
            let all = 504 * 3 + 272 + 3 * LINE;
            let kept = allocated(model) - all;
            assert!(matches!(kept, 0 | WORD) || (2 * LINE..=2 * LINE + WORD).contains(&kept));
        },
    );
}

/// The next owner of a lane's bytes comes after the last. Fails if the claim or the give-back is
/// relaxed.
#[test]
fn give_back_against_claim() {
    fn borrow(model: &Model) {
        let block = Block::claim(model, 2 * WORD);
        block.give_back(model);
    }
    race(with_a_chunk, [borrow, borrow], |model| {
        assert!(matches!(allocated(model) / WORD, 2 | 4));
    });
}

/// A block that begins where a full chunk ends belongs to the chunk above. Fails if the lane of the
/// lower one takes it back, and forgets its own bytes.
#[test]
fn give_back_at_a_border() {
    fn with_two_chunks() -> (Arc<Model>, [Block; 2]) {
        let model = with_bytes_left(WORD);
        let blocks = [(); 2].map(|()| Block::claim(&model, WORD));
        (model, blocks)
    }
    race_with(
        with_two_chunks,
        |model, [last_of_one, _]| assert!(!last_of_one.give_back(model)),
        |model, [_, first_of_other]| assert!(first_of_other.give_back(model)),
        |model| assert_eq!(allocated(model), CHUNK),
    );
}

/// A block in a lane grows over bytes that another thread gave back there. Fails if either is
/// relaxed.
#[test]
fn extend_against_give_back() {
    fn borrow(model: &Model) {
        let block = Block::claim(model, 2 * WORD);
        block.give_back(model);
    }
    fn grow(model: &Model) {
        let Block(block, size) = Block::claim(model, 2 * WORD);
        // SAFETY: the block is ours, and becomes larger.
        let low =
            unsafe { model.cursor.extend((block, block.addr().get() + size), words(2 * size)) };
        if let Some(low) = low {
            model.touch(low, 2 * size);
        }
    }
    race(with_a_chunk, [borrow, grow], |_| ());
}

/// The bytes of a chunk come after the last owner that they had before they were in a lane. Fails if
/// the chunk is put there relaxed.
#[test]
fn chunk_of_bytes_given_back() {
    fn whole() -> (Arc<Model>, [Block; 1]) {
        let model = with_a_lane();
        let block = Block::claim(&model, CHUNK);
        (model, [block])
    }
    race_with(
        whole,
        |model, [block]| {
            block.give_back(model);
            claim_word(model);
        },
        |model, _| claim_word(model),
        |_| (),
    );
}

/// Bytes that were given back to a lane and gathered come after their last owner. Fails if either is
/// relaxed.
#[test]
fn give_back_against_gather() {
    fn full() -> (Arc<Model>, [Block; 1]) {
        let model = with_bytes_left(9 * WORD);
        let block = [(); 8].map(|()| Block::claim(&model, WORD))[7];
        model.claim(model.cursor.remaining_below()).expect("all of it");
        (model, [Block(block.0, 8 * WORD)])
    }
    race_with(
        full,
        |model, [block]| _ = block.give_back(model),
        |model, _| {
            model.cursor.gather();
            model.take_piece(LINE);
        },
        |_| (),
    );
}

/// A request that only what lanes have can serve, and a claim in the lane that is gathered for it:
/// both are served, and never by the same bytes. Fails if lanes are gathered last, or not at all.
#[test]
fn gather_against_claim() {
    fn full() -> Arc<Model> {
        let model = with_a_chunk();
        let below = Block::claim(&model, 2 * LINE);
        model.claim(model.cursor.remaining_below()).expect("all of it");
        below.release(&model);
        model
    }
    // Of the lines below the chunk and the chunk together.
    fn large(model: &Model) {
        assert!(model.claim(CHUNK + WORD).is_some());
    }
    race(full, [claim_word, large], |model| {
        assert_eq!(model.cursor.remaining(), 2 * LINE - 4 * WORD);
    });
}

/// Two requests that only what lanes have can serve.
#[test]
fn two_gather() {
    fn full() -> Arc<Model> {
        let model = with_a_chunk();
        model.claim(model.cursor.remaining_below()).expect("all of it");
        model
    }
    fn large(model: &Model) {
        assert!(model.claim(6 * WORD).is_some());
    }
    race(full, [large, large], |model| assert_eq!(model.cursor.remaining(), 2 * WORD));
}

/// A request for what another thread fills a lane with is refused only if that thread's word came
/// between the chunk and what lies below it, on its way back to there.
#[test]
fn search_against_refill() {
    fn nearly_full() -> Arc<Model> {
        let model = with_a_lane();
        model.claim(model.cursor.remaining_below() - 8 * CHUNK).expect("the model has room");
        model
    }
    fn large(model: &Model) {
        if model.claim(8 * CHUNK - 2 * WORD).is_none() {
            model.cursor.note_refusal();
        }
    }
    race(nearly_full, [claim_word, large], |model| {
        let left = if model.cursor.refused() == 0 { WORD } else { 8 * CHUNK - WORD };
        assert_eq!(model.cursor.remaining(), left);
        assert!(left == WORD || model.cursor.remaining_below() == 7 * CHUNK - WORD);
    });
}

/// Lanes that two threads open at once are opened once. Fails if the second takes the place of the
/// first, or if either is seen before it is written.
#[test]
fn two_openings() {
    race(without_lanes, [|model| model.cursor.meet(); 2], |model| {
        assert_eq!(allocated(model), 0, "there is no second block");
        assert!(model.claim(model.cursor.remaining()).is_some());
    });
}

/// Lanes are seen as they were written, by who sees them.
#[test]
fn opening_against_claim() {
    fn two(model: &Model) {
        for _ in 0..2 {
            claim_word(model);
        }
    }
    race(without_lanes, [|model| model.cursor.meet(), two], |model| {
        // Lanes begin on lines of their own.
        assert!(allocated(model) <= 2 * WORD + LANE);
    });
}

/// Claims that meet open lanes by themselves, and go there.
#[test]
fn claims_that_open_lanes() {
    fn two(model: &Model) {
        for _ in 0..2 {
            claim_word(model);
        }
    }
    race(without_lanes, [two, two], |model| {
        let lanes = if model.cursor.lanes().is_some() { LANE } else { 0 };
        // Lanes begin on lines of their own.
        assert!(model.cursor.allocated() - 4 * WORD <= lanes + LANE);
    });
}

/// What a run took from a lane goes back there, or is a free piece. Fails if it is lost.
#[test]
fn run_in_a_lane() {
    fn large() -> Arc<Model> {
        let model = Model::new(384);
        model.cursor.meet();
        claim_word(&model);
        model
    }
    fn run(model: &Model) {
        let run = Run::new(&model.cursor);
        assert!(model.claim_in(&run, WORD).is_some());
    }
    race(large, [run, claim_word], |model| {
        let lost = allocated(model) - 3 * WORD;
        assert!(lost < LINE, "{lost} bytes are lost");
    });
}

/// A scope closes the lanes and may open others, and at its end there are those from before.
#[test]
fn lanes_in_a_scope() {
    fn open(model: &Model) {
        model.cursor.meet();
        claim_word(model);
    }
    explore(None, || {
        let model = with_a_chunk();
        let before = model.cursor.lanes.load(loom::sync::atomic::Ordering::Relaxed);
        scope(&model, open, claim_word, |_| ());
        let after = model.cursor.lanes.load(loom::sync::atomic::Ordering::Relaxed);
        assert_eq!(before, after);
        assert_eq!(allocated(&model), 2 * WORD);
        claim_word(&model);
        assert!(NonNull::new(after).is_some());
    });
}

/// Two claims and a request that gathers what they claim from: nobody has the same bytes.
#[test]
#[ignore = "long"]
fn two_claims_against_gather() {
    fn gather(model: &Model) {
        model.cursor.gather();
    }
    race(with_a_chunk, [claim_word, gather, claim_word], |model| {
        assert_eq!(allocated(model), 4 * WORD);
    });
}
