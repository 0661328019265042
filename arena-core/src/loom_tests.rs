//! Models of every pair of operations that may race, for loom.
//!
//! `RUSTFLAGS="--cfg loom" cargo test --release -p arena-core --lib loom_tests -- --nocapture`
//!
//! Each says how many schedules it tried: all there are, in two threads. Those of three threads are
//! only run with `--include-ignored`, as `ARENA_LONG=1 bash .ci/run` does; of their schedules it is
//! those in which a thread is stopped against its will at most twice.
//!
//! loom sees its own atomics and cells only, not the bytes of an arena. So a model keeps one loom
//! cell for each word of its memory and [touches](Model::touch) those of a claim where a user would
//! write to it: two threads that touch a word without a happens-before between them fail the model,
//! and so do two claims that overlap. The headers of stashed pieces are loom cells themselves.
//!
//! # What each ordering is for
//!
//! Each was weakened to `Relaxed` in turn, and the models run:
//!
//! | ordering | models that then fail |
//! |---|---|
//! | `Cursor::claim`, `Acquire` | `claim_against_give_back`, `claim_against_two_give_backs`, `extend_against_give_back` |
//! | `Cursor::move_down`, `Acquire` | `extend_against_give_back`, `refill_against_give_back` |
//! | `Cursor::give_back`, `Release` | the four above |
//! | `Stash::with_chain`, `Acquire` | `stash_put_against_take`, `two_takers`, `put_while_the_chain_is_out` |
//! | `Stash::push`, `Release` | `stash_put_against_take`, `put_while_the_chain_is_out` |
//! | `Stash::restore`, `Release` | `two_takers` |
//!
//! And steps were left out in turn:
//!
//! | step | models that then fail |
//! |---|---|
//! | `Stash::restore` puts a chain under newer pieces | `put_while_the_chain_is_out` |
//! | a piece that could not be given back is put again | `heal_against_put_and_claim` |
//! | threads are joined before a scope ends | `claim_after_a_scope`, `stash_used_in_a_scope`, `two_threads_in_a_scope` |
//! | pieces are lent above their headers | `stash_used_in_a_scope` |
//! | who comes second to lend puts back what the first has lent | `stash_used_in_a_scope` |
//! | what is lent is counted once | `stash_used_in_a_scope` |
//! | `Cursor::rewind` brings the stash back | `stash_used_in_a_scope`, `two_threads_in_a_scope` |
//! | `Cursor::rewind` stores the top | `claim_after_a_scope`, `two_threads_in_a_scope` |

extern crate std;

use std::{
    println,
    sync::{
        Arc as StdArc,
        atomic::{AtomicUsize, Ordering},
    },
    vec,
    vec::Vec,
};

use core::{alloc::Layout, ptr::NonNull};

use loom::{cell::UnsafeCell, model::Builder, sync::Arc, thread};

use crate::{cursor::Cursor, frame::Frame, layout::LINE, run::Run};

const WORD: usize = size_of::<u64>();

/// Memory aligned to a line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([u8; LINE]);

/// A cursor, its memory, and a loom cell for each word of it.
struct Model {
    cursor: Cursor,
    base: usize,
    words: Vec<UnsafeCell<()>>,
    _memory: Vec<Line>,
}

// SAFETY: the cells are what loom watches; it fails the model where two threads touch one at once.
unsafe impl Send for Model {}
// SAFETY: the same.
unsafe impl Sync for Model {}

impl Model {
    fn new(lines: usize) -> Arc<Self> {
        let mut memory = vec![Line([0; LINE]); lines];
        let size = size_of_val(&memory[..]);
        let base = NonNull::from(&mut memory[..]).cast::<u8>();
        // SAFETY: the memory is as old as the model, and nobody else uses it.
        let cursor = unsafe { Cursor::new(base, size) };
        let words = (0..size / WORD).map(|_| UnsafeCell::new(())).collect();
        Arc::new(Self { cursor, base: base.addr().get(), words, _memory: memory })
    }

    /// Stands for a write to every byte of a block.
    fn touch(&self, block: NonNull<u8>, size: usize) {
        let first = (block.addr().get() - self.base) / WORD;
        for word in &self.words[first..first + size / WORD] {
            word.with_mut(|_| ());
        }
    }

    /// Claims through the cursor, and writes to the block.
    fn claim(&self, size: usize) -> Option<NonNull<u8>> {
        let block = self.cursor.claim(words(size))?;
        self.touch(block, size);
        Some(block)
    }

    /// Claims through a run, and writes to the block.
    fn claim_in(&self, run: &Run<'_>, size: usize) -> Option<NonNull<u8>> {
        let block = run.claim(words(size))?;
        self.touch(block, size);
        Some(block)
    }

    /// Writes to a block for the last time, and gives it back.
    fn give_back(&self, block: NonNull<u8>, size: usize) -> bool {
        self.touch(block, size);
        // SAFETY: the models give back what they have claimed, once.
        unsafe { self.cursor.give_back((block, block.addr().get() + size)) }
    }

    /// Claims whole lines and puts them on the stash, as a run's leftover.
    fn stash(&self, lines: usize) {
        let block = self.cursor.claim(words(lines * LINE)).expect("the model has room");
        let below = self.cursor.claim(words(WORD)).expect("the model has room");
        self.release(block, lines * LINE);
        self.give_back(below, WORD);
    }

    /// Writes to a block for the last time, and gives it up as a run does.
    fn release(&self, block: NonNull<u8>, size: usize) {
        self.touch(block, size);
        // SAFETY: the models release what they have claimed, once; whole lines, from a cursor that
        // began on one.
        unsafe { self.cursor.release((block, block.addr().get() + size)) };
    }
}

fn words(size: usize) -> Layout {
    Layout::from_size_align(size, WORD).unwrap()
}

/// Tries all schedules, or those with at most so many preemptions, and says how many they were.
fn explore(preemptions: Option<usize>, model: impl Fn() + Send + Sync + 'static) {
    let schedules = StdArc::new(AtomicUsize::new(0));
    let count = schedules.clone();
    let mut builder = Builder::new();
    builder.preemption_bound = preemptions;
    builder.check(move || {
        // Relaxed: a figure.
        count.fetch_add(1, Ordering::Relaxed);
        model();
    });
    let test = std::thread::current();
    println!("{}: {} schedules", test.name().unwrap_or("?"), schedules.load(Ordering::Relaxed));
}

/// Runs threads on a model, and then looks at it.
fn race<const THREADS: usize>(
    model: impl Fn() -> Arc<Model> + Send + Sync + 'static,
    threads: [fn(&Model); THREADS],
    after: fn(&Model),
) {
    explore((THREADS > 2).then_some(2), move || {
        let model = model();
        together(&model, threads);
        after(&model);
    });
}

/// Runs threads on a model, to their ends.
fn together<const THREADS: usize>(model: &Arc<Model>, threads: [fn(&Model); THREADS]) {
    let threads = threads.map(|work| {
        let model = model.clone();
        thread::spawn(move || work(&model))
    });
    for thread in threads {
        thread.join().unwrap();
    }
}

/// A handle that makes one value.
fn handle(model: &Model) {
    let run = Run::new(&model.cursor);
    assert!(model.claim_in(&run, WORD).is_some());
}

/// Claims a line, and gives it back.
fn borrow_line(model: &Model) {
    if let Some(block) = model.claim(LINE) {
        model.give_back(block, LINE);
    }
}

/// Claims in a scope of a handle.
fn claim_scoped(model: &Model, run: &mut Run<'_>, size: usize) -> bool {
    let mut frame = Frame::new();
    // SAFETY: the scope is dropped.
    let mut scope = unsafe { run.scoped(&mut frame) };
    model.claim_in(&scope.run(), size).is_some()
}

fn stash_line(model: &Model) {
    model.stash(1);
}

/// Four lines, of which the highest is stashed.
fn with_a_stashed_line() -> Arc<Model> {
    let model = Model::new(4);
    model.stash(1);
    model
}

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
        // SAFETY: the block is ours, and becomes larger.
        if let Some(low) =
            unsafe { model.cursor.extend((block, block.addr().get() + 16), words(32)) }
        {
            model.touch(low, 32);
        }
    }
    race(|| Model::new(1), [borrow, grow], |_| ());
}

/// What one thread stashes, another takes only after its last access. Fails if put or take is
/// relaxed.
#[test]
fn stash_put_against_take() {
    fn take(model: &Model) {
        for _ in 0..2 {
            if let Some((base, end)) = model.cursor.claim_any_piece(words(8), usize::MAX) {
                model.touch(base, end - base.addr().get());
            }
        }
    }
    race(|| Model::new(3), [stash_line, take], |_| ());
}

/// Two takers never get the same piece, and what they leave is whole. Fails if what is put back is
/// relaxed, or dropped.
#[test]
fn two_takers() {
    fn take(model: &Model) {
        // The second piece only, so that the first is put back under it.
        if let Some((base, end)) = model.cursor.claim_any_piece(words(2 * LINE), usize::MAX) {
            model.touch(base, end - base.addr().get());
        }
    }
    fn stashed() -> Arc<Model> {
        let model = Model::new(4);
        let (large, small) = (model.claim(2 * LINE).unwrap(), model.claim(LINE).unwrap());
        model.claim(8);
        model.release(large, 2 * LINE);
        model.release(small, LINE);
        model
    }
    race(stashed, [take, take], |model| {
        let taken = 2 * LINE + 8;
        assert_eq!(model.cursor.allocated(), taken);
        assert!(model.claim(LINE).is_some(), "the first piece is still there");
    });
}

/// A piece put while another thread has the chain out is not lost.
#[test]
fn put_while_the_chain_is_out() {
    fn take(model: &Model) {
        model.cursor.claim_piece(1, words(2 * LINE), usize::MAX, usize::MAX);
    }
    race(with_a_stashed_line, [take, stash_line], |model| {
        let pieces = core::iter::from_fn(|| {
            model.cursor.claim_piece(1, words(LINE), usize::MAX, usize::MAX)
        });
        assert_eq!(pieces.count(), 2);
    });
}

/// Two handles that go at once lose nothing: what they leave is on the cursor or the stash.
#[test]
fn two_handles_dropped_at_once() {
    race(
        || Model::new(16),
        [handle, handle],
        |model| {
            let lost = model.cursor.allocated() - 16;
            assert!(lost < LINE, "{lost} bytes are lost");
        },
    );
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

/// An arena whose cursor is at its floor still serves what the stash holds: exactly one of two such
/// requests.
#[test]
fn exhaustion_with_bytes_in_the_stash() {
    fn last(model: &Model) {
        model.claim(LINE);
    }
    fn full() -> Arc<Model> {
        let model = Model::new(3);
        let upper = model.claim(LINE).unwrap();
        model.claim(2 * LINE);
        model.release(upper, LINE);
        model
    }
    race(full, [last, last], |model| {
        assert_eq!(model.cursor.remaining(), 0);
        assert!(model.claim(8).is_none());
    });
}

/// A scope of a model, in which two threads work, and then this one does.
fn scope(model: &Arc<Model>, one: fn(&Model), other: fn(&Model), last: fn(&Model)) {
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
        model.claim(WORD);
        scope(&model, handle, claim_two, |_| ());
        assert_eq!(model.cursor.allocated(), WORD);
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
        let other = model.clone();
        let other = thread::spawn(move || model_claims(&other, LINE));
        model_claims(&model, LINE);
        other.join().unwrap();
        assert_eq!(model.cursor.remaining(), 0);
    });
}

fn model_claims(model: &Model, size: usize) {
    assert!(model.claim(size).is_some());
}

/// A stash set aside lends its bytes to both threads of a scope, loses none, and is whole
/// afterwards. Fails if the pieces are lent with their headers, are lost when both lend them at once,
/// or are not brought back.
#[test]
fn stash_used_in_a_scope() {
    fn lent(model: &Model) {
        // Refused if the other thread has the chain out just now.
        model.claim(LINE);
    }
    fn fill(model: &Model) {
        while model.claim(LINE).is_some() {}
        assert_eq!(model.cursor.remaining(), 0);
    }
    explore(None, || {
        let model = Model::new(4);
        model.stash(3);
        model.claim(LINE);
        let before = (model.cursor.remaining(), model.cursor.stashed());
        scope(&model, lent, lent, fill);
        assert_eq!((model.cursor.remaining(), model.cursor.stashed()), before);
        let (base, end) = model
            .cursor
            .claim_piece(1, words(3 * LINE), usize::MAX, usize::MAX)
            .expect("the piece is whole");
        model.touch(base, end - base.addr().get());
    });
}

/// Runs in scopes claim pieces of their own beside others' claims, and give them up with the handle.
/// Fails if a claim or a give-back is relaxed.
#[test]
fn scopes_of_runs_against_claims() {
    fn scoped(model: &Model) {
        let mut run = Run::new(&model.cursor);
        for size in [WORD, LINE] {
            assert!(claim_scoped(model, &mut run, size));
        }
    }
    race(
        || Model::new(16),
        [scoped, borrow_line],
        |model| assert!(model.cursor.allocated() <= LINE),
    );
}

/// Two runs in scopes never have the same piece, not even of the stash.
#[test]
fn scopes_of_two_runs() {
    fn scoped(model: &Model) {
        claim_scoped(model, &mut Run::new(&model.cursor), LINE);
    }
    fn stashed() -> Arc<Model> {
        let model = Model::new(12);
        model.stash(2);
        model
    }
    race(stashed, [scoped, scoped], |model| assert_eq!(model.cursor.allocated(), 0));
}

/// What heals the stash owns what it takes out. Fails if the take or the give-back is relaxed, or if
/// a piece that could not be given back is not put again.
#[test]
fn heal_against_put_and_claim() {
    struct Block(NonNull<u8>);
    // SAFETY: bytes, which the models may touch from any thread.
    unsafe impl Send for Block {}
    impl Block {
        fn release(self, model: &Model) {
            model.release(self.0, LINE);
        }
    }
    explore(None, || {
        let model = Model::new(3);
        let [upper, middle, lowest] = [(); 3].map(|()| Block(model.claim(LINE).unwrap()));
        upper.release(&model);
        let other = model.clone();
        let other = thread::spawn(move || lowest.release(&other));
        middle.release(&model);
        model.claim(LINE);
        other.join().unwrap();
        let left = core::iter::from_fn(|| model.cursor.claim(words(LINE))).count();
        assert!(left >= 2, "{left} lines can be had");
    });
}

/// Bytes given up by one thread while two others take are on the stash or taken, and never by both.
#[test]
#[ignore = "long"]
fn two_takers_against_put() {
    fn take(model: &Model) {
        if let Some((base, end)) = model.cursor.claim_any_piece(words(LINE), LINE) {
            model.touch(base, end - base.addr().get());
        }
    }
    race(with_a_stashed_line, [take, stash_line, take], |model| {
        let left = core::iter::from_fn(|| model.claim(LINE)).count();
        assert!(
            left <= 3 && left * LINE + model.cursor.allocated() >= 3 * LINE,
            "{left} lines left"
        );
    });
}

/// A handle, a scope of one, and a claim given back at once: nobody has the same bytes, and what
/// remains claimed is what was kept.
#[test]
#[ignore = "long"]
fn handle_against_scope_and_give_back() {
    fn scoped(model: &Model) {
        assert!(claim_scoped(model, &mut Run::new(&model.cursor), LINE));
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
