//! Random programs of scopes and handles, against the model.

use std::{mem, panic::resume_unwind, ptr::NonNull};

use arena::{Arena, Local, Scope};
use proptest::{collection::vec, prelude::*, test_runner::Config};

use super::{Live, Model, OTHER, Thrown, thrown};

/// What a random program does with a scope or a handle.
#[derive(Clone, Debug)]
enum Op {
    Claim {
        size: usize,
        power: u32,
        by: usize,
    },
    /// Builds a value, or fails to.
    Try {
        ok: bool,
        by: usize,
    },
    /// Writes text of unknown length.
    Grow {
        len: usize,
        by: usize,
    },
    Open,
    Close {
        by: usize,
    },
    /// Exchanges a handle for another, and makes the old one that of this number's variant.
    Exchange {
        variant: usize,
    },
    Within {
        ops: Vec<Op>,
        by: usize,
        panics: bool,
    },
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let leaf = prop_oneof![
        6 => (0..300_usize, 0..9_u32, 0..4_usize)
            .prop_map(|(size, power, by)| Op::Claim { size, power, by }),
        1 => (1000..4000_usize, 0..4_usize)
            .prop_map(|(size, by)| Op::Claim { size, power: 0, by }),
        1 => (any::<bool>(), 0..4_usize).prop_map(|(ok, by)| Op::Try { ok, by }),
        1 => (0..500_usize, 0..4_usize).prop_map(|(len, by)| Op::Grow { len, by }),
        2 => Just(Op::Open),
        1 => (0..4_usize).prop_map(|by| Op::Close { by }),
        1 => (0..4_usize).prop_map(|variant| Op::Exchange { variant }),
    ];
    let op = leaf.prop_recursive(4, 60, 12, |op| {
        (vec(op, 0..12), 0..4_usize, any::<bool>()).prop_map(|(ops, by, panics)| Op::Within {
            ops,
            by,
            panics,
        })
    });
    vec(op, 0..24)
}

/// Does what a handle of either kind can do.
macro_rules! step {
    ($handle:expr, $op:expr, $model:expr) => {
        match *$op {
            Op::Claim { size, power, .. } => _ = $model.claim($handle, size, 1 << power),
            Op::Try { ok, .. } => {
                let word = $handle.try_alloc_try_with(|| ok.then_some([7_u8; 48]).ok_or(()));
                if let Ok(Ok(bytes)) = word {
                    let at = NonNull::from(bytes).cast();
                    $model.live.push(Live { at, size: 48, tag: 7 });
                }
            }
            Op::Grow { len, .. } => {
                let text = (0..len).map(|_| b'x').filter(|_| true);
                if let Ok(bytes) = $handle.try_alloc_slice_fill_iter(text) {
                    let at = NonNull::from(&mut *bytes).cast();
                    $model.live.push(Live { at, size: bytes.len(), tag: b'x' });
                }
            }
            _ => unreachable!("the caller does those"),
        }
    };
}

/// Ends a scope by a panic, if it is told to.
fn end(panics: bool) {
    if panics {
        resume_unwind(Box::new(Thrown));
    }
}

fn within(model: &mut Model, panics: bool, f: impl FnOnce(&mut Model)) {
    if panics { thrown(|| model.within(f)) } else { model.within(f) }
}

fn run_local(local: &mut Local<'_>, ops: &[Op], model: &mut Model) {
    let mut others = Vec::new();
    for op in ops {
        match op {
            Op::Exchange { variant: 0 } => others.push(mem::replace(local, OTHER.local())),
            Op::Exchange { variant: 1 } => others.push(OTHER.local()),
            Op::Exchange { variant: 2 } => _ = others.pop(),
            Op::Exchange { .. } => {
                if let Some(other) = others.last_mut() {
                    mem::swap(local, other);
                }
            }
            Op::Within { ops, by, panics } => {
                let target = others.get_mut(*by).unwrap_or(local);
                within(model, *panics, |model| {
                    target.scope(|inner| {
                        run_local(inner, ops, model);
                        end(*panics);
                    });
                });
            }
            Op::Open => {}
            Op::Close { by } => others.truncate(*by),
            Op::Claim { by, .. } | Op::Try { by, .. } | Op::Grow { by, .. } => {
                step!(others.get(*by).unwrap_or(local), op, model);
            }
        }
    }
}

fn run_scope(scope: &mut Scope<'_>, ops: &[Op], model: &mut Model) {
    // A scope inside a scope stands at the beginning of a part: no handles are open then.
    for part in ops.chunk_by(|_, next| !matches!(next, Op::Within { by: 3, .. })) {
        let mut locals = Vec::new();
        let mut rest = part;
        if let [Op::Within { ops, by: 3, panics }, after @ ..] = part {
            rest = after;
            let before = (scope.allocated(), scope.remaining());
            within(model, *panics, |model| {
                scope.scope(|inner| {
                    run_scope(inner, ops, model);
                    end(*panics);
                });
            });
            assert_eq!((scope.allocated(), scope.remaining()), before);
        }
        for op in rest {
            match op {
                Op::Open => locals.push(scope.local()),
                Op::Close { by } if *by < locals.len() => _ = locals.swap_remove(*by),
                Op::Close { .. } | Op::Exchange { .. } => {}
                Op::Within { ops, by, panics } => {
                    let mut opened = scope.local();
                    let target = locals.get_mut(*by).unwrap_or(&mut opened);
                    within(model, *panics, |model| {
                        target.scope(|inner| {
                            run_local(inner, ops, model);
                            end(*panics);
                        });
                    });
                }
                Op::Claim { by, .. } | Op::Try { by, .. } | Op::Grow { by, .. } => {
                    match locals.get(*by) {
                        Some(local) => step!(local, op, model),
                        None => step!(&*scope, op, model),
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 100, ..Config::default() })]

    #[test]
    fn scopes_agree_with_the_model(
        capacity in prop_oneof![0..3000_usize, 3000..40_000_usize],
        start in 0..64_usize,
        before in ops(),
        inside in vec(ops(), 1..4),
    ) {
        let mut buffer = vec![mem::MaybeUninit::uninit(); start + capacity];
        let mut arena = Arena::from_buffer(&mut buffer[start..]);
        let mut model = Model::default();
        // Values that outlive all scopes, and a stash.
        {
            let mut locals: Vec<_> = (0..4).map(|_| arena.local()).collect();
            for (local, ops) in locals.iter_mut().zip(before.chunks(8)) {
                run_local(local, ops, &mut model);
            }
            locals.into_iter().for_each(drop);
        }
        for ops in &inside {
            let figures = arena.stats();
            model.within(|model| arena.scope(|scope| run_scope(scope, ops, model)));
            let after = arena.stats();
            prop_assert_eq!(after.allocated, figures.allocated);
            prop_assert_eq!(after.stash, figures.stash);
            model.within(|model| arena.local().scope(|inner| run_local(inner, ops, model)));
            prop_assert_eq!(arena.allocated(), figures.allocated);
        }
        // Whatever is counted as free can be had, and is nobody's.
        while arena.try_alloc(0_u8).is_ok() {}
        prop_assert_eq!(arena.remaining(), 0);
        model.assert_intact();
    }
}
