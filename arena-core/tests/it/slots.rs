//! Slots, as what stands on them uses them.

use core::{iter, panic::AssertUnwindSafe};
use std::panic::catch_unwind;

use arena_core::{Heap, Place, Region, Slots, State};

/// Runs a case on so many slots.
fn with_slots(capacity: usize, case: impl FnOnce(Slots<'_>)) {
    let region = Region::new(Heap::new(1 << 20).expect("the machine has memory"));
    let layout = Slots::layout(capacity).expect("they are few");
    let block = region.cursor().claim(layout).expect("there is room");
    // SAFETY: the claim has that layout, and nobody else has it.
    case(unsafe { Slots::write(block, capacity) });
}

#[test]
fn a_slot_goes_through_its_states() {
    with_slots(1, |mut slots| {
        assert_eq!((slots.state(0), slots.state(1)), (None, None));
        let place = slots.take(false).unwrap();
        assert_eq!(slots.state(0), Some((place, State::Reserved)));
        assert!(!slots.enter(place) && slots.remove(place).is_none());
        slots.publish(place);
        assert!(slots.enter(place) && slots.enter(place));
        assert_eq!(slots.state(0), Some((place, State::Live)));
        assert_eq!(slots.remove(place), Some(false));
        assert_eq!(slots.state(0), Some((place, State::Hidden)));
        assert!(slots.remove(place).is_none() && !slots.enter(place));
        assert!(!slots.leave(place) && slots.leave(place));
        assert!(slots.take(true).is_none());
        slots.free(place, true);
        assert_eq!((slots.state(0), slots.len()), (None, 0));
        let next = slots.take(true).unwrap();
        assert!(next > place && next.index() == 0);
        assert_eq!(slots.state(0), Some((next, State::Hidden)));
        slots.free(next, false);
        assert_eq!(slots.take(true), Some(next), "it was not shown");
    });
}

#[test]
fn a_place_is_a_number_and_back() {
    with_slots(3, |slots| {
        let places = [(); 3].map(|()| slots.take(true).unwrap());
        for place in places {
            assert_eq!(Place::from_bits(place.to_bits()), Some(place));
        }
        assert_eq!(Place::from_bits(u64::from(u32::MAX)), None);
    });
}

#[test]
fn every_slot_is_taken_once_whatever_their_number() {
    for capacity in [0, 1, 63, 64, 65, 127, 128, 1000, 4096, 5000] {
        with_slots(capacity, |mut slots| {
            let mut found: Vec<_> = iter::from_fn(|| slots.take(true)).collect();
            found.sort_unstable();
            assert!(found.iter().map(|place| place.index()).eq(0..capacity));
            assert_eq!(slots.len(), capacity);
            // The last ones in groups that are closed.
            for place in found.iter().step_by(7) {
                slots.free(*place, true);
            }
            let again = iter::from_fn(|| slots.take(true)).count();
            assert_eq!(again, capacity.div_ceil(7));
            assert!((0..capacity).all(|index| slots.state(index).is_some()));
        });
    }
    assert!(Slots::layout(usize::MAX).is_none());
}

#[test]
fn another_pools_slots_begin_with_another_generation() {
    let mut first = Vec::new();
    for _ in 0..100 {
        with_slots(1, |slots| first.push(slots.take(true).unwrap().to_bits() >> 32));
    }
    assert!(first.iter().all(|&generation| generation <= 1 << 31), "the upper half is for use");
    first.sort_unstable();
    first.dedup();
    assert_eq!(first.len(), 100);
}

/// Takes a second where the compiler optimises, and many where it does not.
#[test]
#[cfg_attr(any(debug_assertions, miri), ignore = "long")]
fn the_last_entry_that_can_be_counted() {
    with_slots(1, |slots| {
        let place = slots.take(true).unwrap();
        slots.publish(place);
        for _ in 1..1 << 27 {
            assert!(slots.enter(place));
        }
        let enter = AssertUnwindSafe(|| slots.enter(place));
        assert!(catch_unwind(enter).is_err());
        assert_eq!(slots.remove(place), Some(false));
    });
}
