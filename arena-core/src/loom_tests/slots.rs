//! Slots: two that take, look, remove and give back.

use super::{explore, spawn};
use crate::{place::Place, slots::Slots};

use core::ptr::NonNull;
use std::{vec, vec::Vec};

use loom::{cell::UnsafeCell, sync::Arc};

/// Slots, their memory, and a loom cell for what lies in each.
struct Model {
    slots: Slots<'static>,
    values: [UnsafeCell<usize>; 2],
    _memory: Vec<u8>,
}

impl Model {
    fn new(capacity: usize) -> Self {
        let layout = Slots::layout(capacity).expect("a small number");
        let mut memory = vec![0_u8; layout.size() + layout.align()];
        let start = NonNull::from(&mut memory[..]).cast::<u8>();
        // SAFETY: there is so much room before the next such address.
        let block = unsafe { start.add(start.align_offset(layout.align())) };
        // SAFETY: the memory is as old as the model, which hands out no reference to it.
        let slots = unsafe { Slots::write(block, capacity) };
        Self { slots, values: [0, 0].map(UnsafeCell::new), _memory: memory }
    }

    /// Stands for writing a value, or dropping it.
    fn write(&self, place: Place) {
        // SAFETY: loom says if another thread is here too.
        self.values[place.index()].with_mut(|value| unsafe { *value += 1 });
    }

    fn read(&self, place: Place) {
        // SAFETY: as in `write`.
        self.values[place.index()].with(|value| unsafe { value.read() });
    }

    /// What `Pool::alloc` does.
    fn alloc(&self) -> Option<Place> {
        let place = self.slots.take(true)?;
        self.write(place);
        Some(place)
    }

    /// What `Pool::insert` does.
    fn insert(&self) -> Option<Place> {
        let place = self.alloc()?;
        self.slots.publish(place);
        Some(place)
    }

    /// What dropping an owner does.
    fn free(&self, place: Place) {
        self.write(place);
        self.slots.free(place, false);
    }

    /// Drops a value that keys found.
    fn discard(&self, place: Place) {
        self.write(place);
        self.slots.free(place, true);
    }

    /// What `Pool::get` does, and dropping what it gives.
    fn get(&self, place: Place) -> bool {
        let found = self.slots.enter(place);
        if found {
            self.read(place);
            self.leave(place);
        }
        found
    }

    fn leave(&self, place: Place) {
        if self.slots.leave(place) {
            self.discard(place);
        }
    }

    /// What `Pool::remove` does.
    fn remove(&self, place: Place) -> bool {
        let removed = self.slots.remove(place);
        if removed == Some(true) {
            self.discard(place);
        }
        removed.is_some()
    }

    /// Looks at the end: so many are used, the others can be taken, and then no more.
    fn end(&self, used: usize) {
        assert_eq!(self.slots.len(), used);
        for _ in used..self.slots.capacity() {
            assert!(self.alloc().is_some(), "what is free is found");
        }
        assert!(self.alloc().is_none());
    }
}

/// Runs a thread beside this one, and says what both found.
fn race<T: Copy + 'static, A: 'static, B: 'static>(
    capacity: usize,
    before: fn(&mut Model) -> T,
    one: fn(&Model, T) -> A,
    other: fn(&Model, T) -> B,
    after: fn(&Model, A, B),
) {
    explore(None, move || {
        let mut model = Model::new(capacity);
        let given = before(&mut model);
        let model = Arc::new(model);
        let second = model.clone();
        let second = spawn(1, move || other(&second, given));
        let first = one(&model, given);
        let second = second.join().expect("a thread of a model panics with it");
        after(&model, first, second);
    });
}

fn nothing(_: &mut Model) {}

fn inserted(model: &mut Model) -> Place {
    model.insert().expect("there is room")
}

/// Two never take the same slot, and both find one.
#[test]
fn two_takers() {
    fn alloc(model: &Model, (): ()) -> Place {
        model.alloc().expect("there is room for both")
    }
    race(2, nothing, alloc, alloc, |model, one, other| {
        assert_ne!(one, other);
        model.end(2);
    });
}

/// Of two that want the last slot, one is refused at most; and what both gave back is there. Fails if
/// take or free is relaxed.
#[test]
#[ignore = "long"]
fn two_owners_of_one_slot() {
    fn use_it(model: &Model, (): ()) -> bool {
        model.alloc().map(|place| model.free(place)).is_some()
    }
    // So that one thread owns the tally already.
    fn used(model: &mut Model) {
        use_it(model, ());
    }
    race(1, used, use_it, use_it, |model, one, other| {
        assert!(one || other);
        model.end(0);
    });
}

/// What is freed while another finds all taken, and says so in the advice, is found afterwards. Fails if
/// nobody looks at all words.
#[test]
fn free_against_search() {
    fn full(model: &mut Model) -> [Place; 2] {
        [(); 2].map(|()| model.alloc().expect("there is room"))
    }
    race(
        2,
        full,
        |model, [first, second]| {
            model.free(first);
            second
        },
        |model, _| model.alloc().is_some(),
        |model, second, taken| {
            // Not where the free one is.
            model.slots.advise(second.index());
            model.end(1 + usize::from(taken));
        },
    );
}

/// The same of two that are freed.
#[test]
fn two_frees() {
    fn full(model: &mut Model) -> [Place; 2] {
        [(); 2].map(|()| model.alloc().expect("there is room"))
    }
    race(
        2,
        full,
        |model, [first, _]| model.free(first),
        |model, [_, second]| model.free(second),
        |model, (), ()| model.end(0),
    );
}

/// A key that is known before its value finds it as a whole, or not at all. Fails if `publish` or
/// `enter` is relaxed.
#[test]
fn publish_against_get() {
    race(
        1,
        |model| model.slots.take(false).expect("there is room"),
        |model, place| {
            model.write(place);
            model.slots.publish(place);
        },
        |model, place| model.get(place),
        |model, (), _| model.end(1),
    );
}

/// The same, by who removes it. Fails if `publish` or `remove` is relaxed.
#[test]
fn publish_against_remove() {
    race(
        1,
        |model| model.slots.take(false).expect("there is room"),
        |model, place| {
            model.write(place);
            model.slots.publish(place);
        },
        |model, place| model.remove(place),
        |model, (), removed| model.end(usize::from(!removed)),
    );
}

/// A reservation that is given up: its key finds nothing, then or later.
#[test]
fn reservation_given_up_against_get() {
    race(
        1,
        |model| model.slots.take(false).expect("there is room"),
        |model, place| model.slots.free(place, true),
        |model, place| {
            assert!(!model.get(place));
            model.insert();
            assert!(!model.get(place) && !model.remove(place));
        },
        |_, (), ()| (),
    );
}

/// A value is dropped once, by who removes it or by who looks at it. Fails if `leave` or `remove` is
/// relaxed.
#[test]
fn get_against_remove() {
    race(
        1,
        inserted,
        |model, place| model.get(place),
        |model, place| model.remove(place),
        |model, _, removed| {
            assert!(removed);
            model.end(0);
        },
    );
}

/// Of two that remove a value, one does.
#[test]
fn two_removals() {
    fn remove(model: &Model, place: Place) -> bool {
        model.remove(place)
    }
    race(1, inserted, remove, remove, |model, one, other| {
        assert!(one != other);
        model.end(0);
    });
}

/// Two look at a value that is removed: the last one drops it, after the other's last look. Fails if
/// either ordering of `leave` is relaxed.
#[test]
fn two_entries_of_a_removed_value() {
    fn leave(model: &Model, place: Place) {
        model.read(place);
        model.leave(place);
    }
    race(
        1,
        |model| {
            let place = inserted(model);
            assert!(model.slots.enter(place) && model.slots.enter(place));
            assert!(model.remove(place));
            place
        },
        leave,
        leave,
        |model, (), ()| model.end(0),
    );
}

/// A value that one looks at, while another removes it and puts one in its place.
#[test]
fn get_against_remove_and_insert() {
    race(
        1,
        inserted,
        |model, place| model.get(place),
        |model, place| {
            assert!(model.remove(place));
            model.insert()
        },
        |model, _, new| {
            if let Some(new) = new {
                assert!(model.get(new));
            }
            model.end(usize::from(new.is_some()));
        },
    );
}

/// A stale key removes nothing of the slot's next value.
#[test]
fn stale_removal_against_insert() {
    race(
        1,
        |model| {
            let place = inserted(model);
            assert!(model.remove(place));
            place
        },
        |model, _| model.insert(),
        |model, place| model.remove(place) || model.get(place),
        |model, new, found| {
            assert!(new.is_some() && !found);
            model.end(1);
        },
    );
}

/// What an owner makes a key of, another finds, while a third slot comes and goes.
#[test]
fn into_key_against_alloc() {
    race(
        2,
        |model| model.alloc().expect("there is room"),
        |model, place| model.slots.publish(place),
        |model, place| {
            let own = model.alloc().expect("there is room");
            let found = model.get(place);
            model.free(own);
            found
        },
        |model, (), _| model.end(1),
    );
}

/// A slot whose generations are used up retires, though another looks for one.
#[test]
fn retirement_against_take() {
    fn alloc(model: &Model, (): ()) -> Option<Place> {
        model.alloc()
    }
    fn worn(model: &mut Model) {
        model.slots.wear_out(0);
    }
    race(
        2,
        worn,
        |model, ()| {
            let place = model.insert().expect("there is room for both");
            assert!(model.remove(place));
            place
        },
        alloc,
        |model, gone, taken| {
            assert!(taken.is_some(), "there is room for both");
            assert_eq!(model.slots.len(), 1);
            assert_eq!(model.alloc().is_none(), gone.index() == 0);
        },
    );
}
