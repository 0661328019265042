//! User code that allocates, and panics, wherever an arena runs it.

use std::{
    cell::{Cell, RefCell},
    fmt,
    hash::{Hash, Hasher},
    iter,
    panic::{AssertUnwindSafe, catch_unwind},
};

use arena::{
    Arena, ArenaSafe, Local, LocalArena, LocalScope,
    collections::{CollectIn, HashMap, String, Vec as List},
};

use super::Watched;

/// Calls back into an arena wherever a value's code runs, and panics at the `fuse`-th time.
#[derive(Clone, Copy)]
struct Caller<'a, 'w> {
    claim: &'w dyn Fn(&mut Watched<'a>),
    watched: &'w RefCell<Watched<'a>>,
    fuse: &'w Cell<u32>,
}

/// A closure for blocks of one arena.
fn of_one_life<'a, F: Fn(&mut Watched<'a>)>(claim: F) -> F {
    claim
}

impl Caller<'_, '_> {
    fn call(&self) -> u32 {
        (self.claim)(&mut self.watched.borrow_mut());
        let left = self.fuse.get();
        self.fuse.set(left.wrapping_sub(1));
        assert!(left != 0, "the fuse has burnt down");
        left
    }
}

impl ArenaSafe for Caller<'_, '_> {}

impl fmt::Display for Caller<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.call())?;
        write!(f, "{}", self.call())
    }
}

struct Cloned<'a, 'w>(Caller<'a, 'w>);

impl ArenaSafe for Cloned<'_, '_> {}

impl Clone for Cloned<'_, '_> {
    fn clone(&self) -> Self {
        self.0.call();
        Self(self.0)
    }
}

impl Hash for Cloned<'_, '_> {
    /// Another one every time.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.0.call());
    }
}

impl PartialEq for Cloned<'_, '_> {
    fn eq(&self, _: &Self) -> bool {
        self.0.call() % 2 == 0
    }
}

impl Eq for Cloned<'_, '_> {}

/// Every operation that runs a user's code, on handles of either type.
macro_rules! callbacks {
    ($name:ident, $arena:ty, $local:ty) => {
fn $name<'a>(arena: $arena, local: $local, caller: Caller<'a, '_>, which: usize) {
    let cloned = Cloned(caller);
    let texts = || iter::repeat_with(|| if caller.call() % 2 == 0 { "even" } else { "o" }).take(9);
    match which {
        0 => _ = arena.alloc_with(|| caller.call()),
        1 => _ = local.alloc_with(|| caller.call()),
        2 => _ = arena.alloc_try_with(|| Err::<u64, _>(caller.call())),
        3 => _ = local.alloc_try_with(|| Err::<u64, _>(caller.call())),
        4 => _ = arena.alloc_slice_fill_with(9, |_| caller.call()),
        5 => _ = local.alloc_slice_fill_iter(iter::repeat_with(|| caller.call()).take(50)),
        6 => _ = local.alloc_slice_clone(&[cloned.clone(), cloned]),
        7 => _ = arena::format_in!(arena, "{caller}{caller}"),
        8 => _ = arena::format_in!(local, "{caller}{caller}"),
        9 => _ = arena.alloc_box_slice(texts().map(str::to_owned)),
        10 => List::new_in(local).extend(texts()),
        11 => List::from_iter_in(0..9, arena).retain(|_| caller.call() % 2 == 0),
        12 => _ = arena::vec![in local; cloned; 5].clone(),
        13 => String::new_in(local).extend(texts()),
        14 => {
            let mut map = HashMap::new_in(local);
            for number in 0..20 {
                map.insert(Cloned(caller), number);
            }
            map.retain(|_, _| caller.call() % 2 == 0);
            map.remove(&cloned);
            _ = map.clone();
        }
        15 => _ = texts().zip(0..).collect_in::<HashMap<_, i32, _>, _>(local),
        _ => unreachable!("there is no such operation"),
    }
}
    };
}

callbacks!(callbacks, &'a Arena, &Local<'a>);
callbacks!(callbacks_alone, &'a LocalArena, &'a LocalArena);
callbacks!(callbacks_inside, &LocalScope<'a>, &LocalScope<'a>);

#[test]
fn callbacks_may_allocate_and_panic_at_any_time() {
    for which in 0..16 {
        for fuse in (0..12).chain([u32::MAX]) {
            let arena = Arena::new(1 << 18).unwrap();
            let (watched, fuse) = (RefCell::default(), Cell::new(fuse));
            let claim = of_one_life(|watched| {
                watched.add(arena.alloc_slice_fill_copy(5, 0));
                watched.add(arena.local().alloc_slice_fill_copy(3, 0));
            });
            let caller = Caller { claim: &claim, watched: &watched, fuse: &fuse };
            let local = arena.local();
            for _ in 0..2 {
                watched.borrow_mut().add(local.alloc_slice_fill_copy(9, 0));
                let run = || callbacks(&arena, &local, caller, which);
                _ = catch_unwind(AssertUnwindSafe(run));
                watched.borrow_mut().add(local.alloc_slice_fill_copy(9, 0));
                watched.borrow().check();
            }
        }
    }
}

#[test]
fn callbacks_may_allocate_and_panic_in_an_arena_for_one_thread_too() {
    let mut arena = LocalArena::new(1 << 18).unwrap();
    for which in 0..16 {
        for left in (0..12).chain([u32::MAX]) {
            {
                let (watched, fuse) = (RefCell::default(), Cell::new(left));
                let claim = of_one_life(|watched| watched.add(arena.alloc_slice_fill_copy(5, 0)));
                let caller = Caller { claim: &claim, watched: &watched, fuse: &fuse };
                for _ in 0..2 {
                    watched.borrow_mut().add(arena.alloc_slice_fill_copy(9, 0));
                    let run = || callbacks_alone(&arena, &arena, caller, which);
                    _ = catch_unwind(AssertUnwindSafe(run));
                    watched.borrow_mut().add(arena.alloc_slice_fill_copy(9, 0));
                    watched.borrow().check();
                }
            }
            arena.scope(|outer| {
                let (watched, fuse) = (RefCell::<Watched<'_>>::default(), Cell::new(left));
                watched.borrow_mut().add(outer.alloc_slice_fill_copy(9, 0));
                // A panic that ends the scope, and one that is caught in it.
                for _ in 0..2 {
                    let run = || {
                        outer.scope(|inner| {
                            let inside = RefCell::<Watched<'_>>::default();
                            let claim = of_one_life(|watched| {
                                watched.add(inner.alloc_slice_fill_copy(5, 0));
                            });
                            let caller = Caller { claim: &claim, watched: &inside, fuse: &fuse };
                            inside.borrow_mut().add(inner.alloc_slice_fill_copy(9, 0));
                            let run = || callbacks_inside(inner, inner, caller, which);
                            _ = catch_unwind(AssertUnwindSafe(run));
                            inside.borrow().check();
                            fuse.set(left);
                            callbacks_inside(inner, inner, caller, which);
                        });
                    };
                    _ = catch_unwind(AssertUnwindSafe(run));
                    watched.borrow_mut().add(outer.alloc_slice_fill_copy(9, 0));
                    watched.borrow().check();
                }
            });
            arena.reset();
        }
    }
}
