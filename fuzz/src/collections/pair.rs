//! Two collections to which the same is done, whatever becomes of it.

use std::{
    alloc::Layout,
    cell::Cell,
    fmt::Debug,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

use arena::AllocError;

use crate::script::{Thrown, throw};

/// As good as never: the call of user code that throws.
pub(super) const NEVER: u32 = u32::MAX;

thread_local! {
    /// Calls of user code before the one that throws.
    static CALLS: Cell<u32> = const { Cell::new(NEVER) };
    /// Whether a panic is expected, and is silent.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
    /// The last request that was refused as a value.
    static REQUESTED: Cell<Option<Layout>> = const { Cell::new(None) };
}

/// Silences the panics that are expected, though `libFuzzer` ends at every other.
pub(super) fn silence() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |panic| {
            if !EXPECTED.get() {
                loud(panic);
            }
        }));
    });
}

/// The last request that was refused as a value since the last call.
pub(super) fn requested() -> Option<Layout> {
    REQUESTED.take()
}

/// Counts a call of user code, which may throw.
pub(super) fn called() {
    CALLS.set(CALLS.get().checked_sub(1).unwrap_or_else(|| throw()));
}

/// What becomes of an operation.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome<R> {
    Done(R),
    /// User code has thrown.
    Thrown,
    /// An index or a length is out of bounds.
    Refused,
    /// The arena is full.
    Full,
}

/// Runs an operation, and counts the calls of user code.
pub(super) fn attempt<R>(
    throw: u32,
    f: impl FnOnce() -> Result<R, AllocError>,
) -> (Outcome<R>, u32) {
    CALLS.set(throw);
    EXPECTED.set(true);
    let result = catch_unwind(AssertUnwindSafe(f));
    EXPECTED.set(false);
    let outcome = match result {
        Ok(Ok(value)) => Outcome::Done(value),
        Ok(Err(AllocError::Full { requested, .. })) => {
            REQUESTED.set(Some(requested));
            Outcome::Full
        }
        Ok(Err(_)) => Outcome::Refused,
        Err(panic) if panic.is::<Thrown>() => Outcome::Thrown,
        Err(panic) => match panic.downcast_ref::<String>() {
            Some(text) if text.starts_with("arena full: ") => Outcome::Full,
            _ => Outcome::Refused,
        },
    };
    (outcome, throw - CALLS.replace(NEVER))
}

/// A collection, and what it must hold.
pub(super) struct Pair<O, M> {
    pub(super) ours: O,
    pub(super) model: M,
}

impl<O, M> Pair<O, M> {
    /// Does the same to both. Where the arena is full, user code of the model throws.
    pub(super) fn both<R: Debug + PartialEq>(
        &mut self,
        throw: u32,
        ours: impl FnOnce(&mut O) -> Result<R, AllocError>,
        model: impl FnOnce(&mut M) -> R,
    ) {
        let (outcome, calls) = attempt(throw, || ours(&mut self.ours));
        let (outcome, throw) = match (outcome, calls) {
            (Outcome::Full, 0) => return,
            (Outcome::Full, calls) => (Outcome::Thrown, calls - 1),
            (outcome, _) => (outcome, throw),
        };
        let (expected, _) = attempt(throw, || Ok(model(&mut self.model)));
        assert_eq!(outcome, expected, "not as `std`");
    }

    /// Replaces both.
    pub(super) fn replace(
        &mut self,
        throw: u32,
        ours: impl FnOnce() -> O,
        model: impl FnOnce() -> M,
    ) {
        let ours = |place: &mut O| {
            *place = ours();
            Ok(())
        };
        self.both(throw, ours, |place| *place = model());
    }
}

/// Does the same to both.
macro_rules! same {
    ($pair:ident, $step:ident, |$it:ident| $does:expr) => {
        $pair.both($step.throw, |$it| Ok($does), |$it| $does)
    };
}
pub(super) use same;

/// Makes room in both, as a value or by a panic where there is none.
macro_rules! reserve {
    ($pair:ident, $step:ident, $additional:expr, $model:expr) => {{
        let additional = $additional;
        $pair.both(
            $step.throw,
            |ours| {
                if $step.tried {
                    ours.try_reserve(additional)?;
                } else {
                    ours.reserve(additional);
                }
                assert!(ours.capacity() - ours.len() >= additional);
                Ok(())
            },
            $model,
        );
    }};
}
pub(super) use reserve;
