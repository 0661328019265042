//! Models of every pair of operations that may race, for loom.
//!
//! `RUSTFLAGS="--cfg loom" cargo test --release -p arena-core --lib loom_tests -- --nocapture`
//!
//! Each says how many schedules it tried: all there are, in two threads. Those of three threads, and
//! two threads' that are too many, are only run with `--include-ignored`, as `ARENA_LONG=1 bash .ci/run` does; of
//! the schedules of three threads it is those in which a thread is stopped against its will at most
//! twice.
//!
//! loom sees its own atomics and cells only, not the bytes of an arena. So a model keeps one loom
//! cell for each word of its memory and [touches](Model::touch) those of a claim where a user would
//! write to it: two threads that touch a word without a happens-before between them fail the model,
//! and so do two claims that overlap. The headers of free pieces touch the words that they lie in, too.
//!
//! # What each ordering is for
//!
//! Each was weakened to `Relaxed` in turn, and the models run. Of those that then fail, some:
//!
//! | ordering | models that then fail |
//! |---|---|
//! | `Top::take`, `Acquire` | `claims::claim_against_give_back`, `claim_against_two_give_backs`, `lanes::give_back_against_claim`, `give_back_against_gather` |
//! | `Top::give_back`, `Release` | the same |
//! | `Spare::take`, `Acquire`; `leave`, `Release` | `spares::two_handles` |
//! | `Top::install`, `Acquire` | `lanes::refill_over_bytes_given_back` |
//! | `Top::install`, `Release` | the same, `lanes::chunk_of_bytes_given_back` |
//! | `Cursor::lanes`, `Acquire` | `lanes::opening_against_claim`, `lanes_in_a_scope` |
//! | `Cursor::open_lanes`, `Release` | the same |
//! | `Stash::push_fresh`, `Release` | `stash::two_puts_while_the_tree_is_out`, `put_against_take` |
//! | `Held::enter_fresh`, `Acquire` | the same |
//! | `Stash::hold`, `Acquire` | `stash::two_takers`, `put_against_take`, `lanes::gather_against_claim` |
//! | `Held::drop`, `Release` | the same |
//! | `Held::drop`, `Acquire` | `write_off::late_holder_against_second`, `search_against_late_holder` |
//! | `Held::borrow`, `Acquire` | `write_off::lending_to_two_holders` |
//! | `Held::borrow`, `Release` | the same |
//! | `Slots::take`, `Acquire` | `slots::two_owners_of_one_slot`, `free_against_search`, `get_against_remove_and_insert` |
//! | `Slots::free`, `Release` | the same |
//! | `Slots::publish`, `Release` | `slots::publish_against_get`, `publish_against_remove` |
//! | `Slots::enter`, `Acquire` | `slots::publish_against_get` |
//! | `Slots::leave`, `Release` | `slots::get_against_remove`, `two_entries_of_a_removed_value` |
//! | `Slots::leave`, `Acquire` | `slots::two_entries_of_a_removed_value` |
//! | `Slots::remove`, `Acquire` | `slots::get_against_remove`, `publish_against_remove` |
//! | `Table::look`, `Acquire` | `table::one_new_text`, `enter_against_find`, `two_texts_in_one_slot`, `last_place` |
//! | `Table::text`, `Acquire` | `table::enter_against_a_walk` |
//! | `Table::look_closely`, `Acquire` | `table::one_new_text`, `two_texts_in_one_slot`, `enter_against_a_walk` |
//! | `Table::go_over`, `Acquire` | `table::one_new_text`, `enter_against_find`, `last_place`, `loser_gives_back` |
//! | `Table::enter_new`, exchange, `Release` | the same |
//! | `Table::enter_new`, count, `Release` | `table::another_text_after_it`, `enter_against_a_walk`, `loser_gives_back` |
//! | `Table::give_slot`, `Release` | `table::another_text_after_it`, `enter_against_find`, `last_place` |
//! | `Link::get`, `Acquire` | `link::get_against_set` |
//! | `Link::set`, `Release` | the same, `link::set_once_against_set` |
//! | `Link::set_once`, `Release` | `link::two_that_set_it_once` |
//! | `Link::set_once`, `Acquire` | the same, `link::set_once_against_set` |
//!
//! That of `Acquire` in `Table::give_slot` takes three threads to miss: `table::slot_that_another_has_filled`
//! is for it, and was not seen to fail in five minutes, nor to end.
//!
//! What is `Relaxed` is a guess that an exchange verifies, a hint, a figure, or stands between an
//! `Acquire` and a `Release` of the same holder. [`Stash::write_off`](crate::stash::Stash) is too:
//! it leaves an empty tree, with no headers to see, and an exchange does not end the release sequence
//! of who put a tree there before.
//!
//! And steps were left out in turn:
//!
//! | step | models that then fail |
//! |---|---|
//! | `search` holds the stash while it sums | `refusals::claim_against_release`, `lanes::search_against_refill` |
//! | `are_free` does | `refusals::run_that_gives_itself_up_against_release` |
//! | `search` looks at the lanes for less than a line | `lanes::two_gather` |
//! | it gathers the lanes | `lanes::search_against_refill`, `gather_against_claim` |
//! | it moves what lies lowest to the cursor | `refusals::two_releases_join` |
//! | it looks at the cursor after that | the same, `refusals::claim_against_release` |
//! | who fills a lane holds the stash | `lanes::search_against_refill` |
//! | a chunk comes in only where none has come | `lanes::two_refills`, `give_back_against_refill` |
//! | what a lane had left is put | `lanes::refill_over_bytes_given_back` |
//! | a lane used up to its floor is null | `lanes::gather_against_claim` |
//! | what crosses a border does not go back to a lane | `lanes::give_back_at_a_border` |
//! | who opens lanes holds the stash | `lanes::two_openings` |
//! | lanes are opened by an exchange | none: it is for who opens lanes while his hold is written off |
//! | a piece that could not be given back is put again | `lanes::search_against_refill` |
//! | a late holder joins what he finds | `write_off::late_holder_against_second` |
//! | he puts his tree in the place of a mark that is another's | the same |
//! | who finds nothing to lend leaves it alone | `write_off::lending_to_two_holders` |
//! | what is lent is remembered | `scopes::pieces_lent_in_a_scope` |
//! | what is lent counts less, by the header | the same |
//! | pieces are lent above their headers | the same |
//! | `rewind` brings back the lanes | `lanes::lanes_in_a_scope` |
//! | `rewind` brings back the word of the spare run | `spares::spare_in_a_scope` |
//! | `rewind` brings back the stash | `scopes::pieces_lent_in_a_scope` |
//! | `rewind` stores the top | `scopes::two_threads_in_a_scope` |
//! | `search` takes what handles have left | `spares::handle_against_search` |
//! | what is put while nobody has the tree is entered | `stash::exhaustion_with_bytes_in_the_stash` |
//! | a holder enters what others have left | `stash::two_puts_while_the_tree_is_out` |
//! | a slot is taken by an exchange | `slots::two_takers`, `two_owners_of_one_slot` |
//! | a slot that was shown gets another generation | `slots::stale_removal_against_insert`, `reservation_given_up_against_get` |
//! | `enter` and `remove` look at the generation | the same |
//! | a slot without generations retires | `slots::retirement_against_take` |
//! | `remove` leaves a value to its entries | `slots::get_against_remove`, `two_entries_of_a_removed_value` |
//! | the last who leaves has the slot | the same |
//! | `search` looks at every word where one must be free | `slots::free_against_search` |
//! | one thread alone writes to its part of a tally | `slots::two_frees`, `two_takers` |
//! | who goes over new texts gives them their slots | `table::another_text_after_it`, `two_texts_in_one_slot` |
//! | he compares them with his own | `table::one_new_text`, `enter_against_a_walk`, `loser_gives_back` |
//! | he looks again by hash when he has the count | the same |
//! | the count is stored after the slot | the same |
//! | who finds no slot looks for texts without one | `table::enter_against_a_walk` |
//! | who enters a text gives it its slot | the same, `table::another_text_after_it`, `last_place` |
//! | only who loses gives back | `table::another_text_after_it`, `enter_against_find`, `last_place` |
//!
//! Some steps are there to save time only, and no model misses them: `search` looks at the cursor
//! before the lanes, and `open_lanes` looks whether there are lanes; who frees a slot opens its group,
//! and who closes a group looks at it again.

extern crate alloc;
extern crate std;

use alloc::{sync::Arc as Count, vec, vec::Vec};
use core::{
    alloc::Layout,
    iter,
    ptr::NonNull,
    sync::atomic::{AtomicUsize, Ordering},
};
use std::{println, time::Instant};

use loom::{model::Builder, sync::Arc, thread};

use crate::{
    cursor::Cursor,
    frame::Frame,
    layout::{LINE, bump_down},
    run::Run,
    sync::modelled,
};

mod claims;
mod lanes;
mod link;
mod refusals;
mod runs;
mod scopes;
mod slots;
mod spares;
mod stash;
mod table;
mod write_off;

const WORD: usize = size_of::<u64>();
/// What the memory is aligned to, so that every schedule sees the same borders of lines and chunks.
const ALIGN: usize = 8192;
/// How many of its lines have cells, the uppermost: no model's claim comes below.
const WATCHED: usize = 128;

/// A cursor, its memory, and a loom cell for each word of it.
struct Model {
    cursor: Cursor,
    _memory: Vec<u8>,
}

impl Model {
    fn new(lines: usize) -> Arc<Self> {
        let size = lines * LINE;
        let mut memory = vec![0_u8; size + ALIGN];
        let start = NonNull::from(&mut memory[..]).cast::<u8>();
        let base = start.map_addr(|address| {
            address.checked_add(address.get().wrapping_neg() % ALIGN).expect("an address")
        });
        // SAFETY: the memory is as old as the model, and nobody else uses it.
        let cursor = unsafe { Cursor::new(base, size) };
        let watched = lines.min(WATCHED) * LINE;
        modelled::watch(base.addr().get() + size - watched, watched);
        Arc::new(Self { cursor, _memory: memory })
    }

    /// Stands for a write to every byte of a block.
    fn touch(&self, block: NonNull<u8>, size: usize) {
        assert!(self.cursor.contains(block.as_ptr()));
        modelled::touch(block.addr().get(), size);
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

    /// Claims in a scope of a handle.
    fn claim_scoped(&self, run: &mut Run<'_>, size: usize) -> bool {
        let mut frame = Frame::new();
        // SAFETY: the scope is dropped.
        let mut scope = unsafe { run.scoped(&mut frame) };
        self.claim_in(&scope.run(), size).is_some()
    }

    /// Takes so many bytes of a free piece, if nobody has the pieces out, and writes to them.
    fn take_piece(&self, size: usize) -> Option<NonNull<u8>> {
        let mut held = self.cursor.stash.hold(self.cursor.ground())?;
        let (block, end) = held.take(size, usize::MAX, &exact(size))?;
        drop(held);
        self.touch(block, end - block.addr().get());
        Some(block)
    }

    /// Writes to a block for the last time, and gives it back.
    fn give_back(&self, block: NonNull<u8>, size: usize) -> bool {
        self.touch(block, size);
        // SAFETY: the models give back what they have claimed, once.
        unsafe { self.cursor.give_back((block, block.addr().get() + size)) }
    }

    /// Writes to a block for the last time, and gives it up as a run does.
    fn release(&self, block: NonNull<u8>, size: usize) {
        self.touch(block, size);
        // SAFETY: the models release what they have claimed, once; whole lines, from a cursor that
        // began on one.
        unsafe { self.cursor.release((block, block.addr().get() + size)) };
    }

    /// Claims whole lines and makes a free piece of them, as a run's leftover.
    fn stash(&self, lines: usize) {
        let block = self.cursor.claim(words(lines * LINE)).expect("the model has room");
        let below = self.cursor.claim(words(WORD)).expect("the model has room");
        self.release(block, lines * LINE);
        self.give_back(below, WORD);
    }

    /// Claims lines until it is refused, and says how many.
    fn fill(&self) -> usize {
        iter::from_fn(|| self.claim(LINE)).count()
    }
}

/// A block, which a model may hand from one thread to another.
#[derive(Clone, Copy)]
struct Block(NonNull<u8>, usize);

// SAFETY: bytes, which the models may touch from any thread.
unsafe impl Send for Block {}
// SAFETY: the same.
unsafe impl Sync for Block {}

impl Block {
    fn claim(model: &Model, size: usize) -> Self {
        Self(model.claim(size).expect("the model has room"), size)
    }

    /// Claims several, each below the last.
    fn lines<const COUNT: usize>(model: &Model) -> [Self; COUNT] {
        [(); COUNT].map(|()| Self::claim(model, LINE))
    }

    fn release(self, model: &Model) {
        model.release(self.0, self.1);
    }

    fn give_back(self, model: &Model) -> bool {
        model.give_back(self.0, self.1)
    }
}

fn words(size: usize) -> Layout {
    Layout::from_size_align(size, WORD).expect("a small size")
}

/// Where so many bytes begin at the upper end of free ones.
fn exact(size: usize) -> impl Fn(usize, usize) -> Option<usize> {
    move |top, floor| bump_down(top, floor, words(size))
}

/// How often a thread is stopped against its will where loom looks closely.
const PREEMPTIONS: usize = 2;

/// Tries all schedules that loom knows of, or those with at most so many preemptions, and then those
/// with few that it [overlooks](modelled); and says how many they were.
fn explore(preemptions: Option<usize>, model: impl Fn() + Send + Sync + 'static) {
    let model = Count::new(model);
    let few = preemptions.map_or(PREEMPTIONS, |most| most.min(PREEMPTIONS));
    let bounds = [(preemptions, false), (Some(few), true)];
    let [all, close] = bounds.map(|(preemptions, is_close)| {
        let schedules = Count::new(AtomicUsize::new(0));
        let (count, model) = (schedules.clone(), model.clone());
        let mut builder = Builder::new();
        builder.preemption_bound = preemptions;
        builder.max_branches = 10_000;
        modelled::look_closely(is_close);
        let start = Instant::now();
        builder.check(move || {
            // Relaxed: a figure.
            count.fetch_add(1, Ordering::Relaxed);
            model();
        });
        (schedules.load(Ordering::Relaxed), start.elapsed())
    });
    let test = std::thread::current();
    let name = test.name().unwrap_or("?");
    println!("{name}: {} schedules in {:.1?}, {} in {:.1?}", all.0, all.1, close.0, close.1);
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

/// Runs two threads on a model and on blocks that it has, and then looks at it.
fn race_with<const BLOCKS: usize>(
    model: fn() -> (Arc<Model>, [Block; BLOCKS]),
    one: fn(&Model, [Block; BLOCKS]),
    other: fn(&Model, [Block; BLOCKS]),
    after: fn(&Model),
) {
    race_within(None, model, one, other, after);
}

/// The same, with at most so many preemptions.
fn race_within<const BLOCKS: usize>(
    preemptions: Option<usize>,
    model: fn() -> (Arc<Model>, [Block; BLOCKS]),
    one: fn(&Model, [Block; BLOCKS]),
    other: fn(&Model, [Block; BLOCKS]),
    after: fn(&Model),
) {
    explore(preemptions, move || {
        let (model, blocks) = model();
        let second = model.clone();
        let second = spawn(1, move || other(&second, blocks));
        one(&model, blocks);
        second.join().expect("a thread of a model panics with it");
        after(&model);
    });
}

/// Runs threads on a model, to their ends. The last of them is this one.
fn together<const THREADS: usize>(model: &Arc<Model>, threads: [fn(&Model); THREADS]) {
    let [others @ .., last] = &threads[..] else { return };
    let spawned = (1..).zip(others).map(|(number, &work)| {
        let model = model.clone();
        spawn(number, move || work(&model))
    });
    let others: Vec<_> = spawned.collect();
    last(model);
    for other in others {
        other.join().expect("a thread of a model panics with it");
    }
}

/// Starts a thread, which has a number.
fn spawn<R: 'static>(number: usize, work: impl FnOnce() -> R + 'static) -> thread::JoinHandle<R> {
    thread::spawn(move || {
        modelled::number(number);
        work()
    })
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

fn stash_line(model: &Model) {
    model.stash(1);
}
