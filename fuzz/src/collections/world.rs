//! All that stands on one handle.

use std::collections::BTreeMap;

use arena::{
    Handle,
    collections::{HashMap, String as Text, Vec as List},
};

use super::{
    element::{Element, Mixer},
    pair::Pair,
};

pub(super) type Map<T, H> = HashMap<u8, T, H, Mixer>;

/// The collections, in pairs, and what has become slices.
pub(super) struct World<'a, T, H: Handle<'a>> {
    pub(super) handle: H,
    pub(super) lists: [Pair<List<T, H>, Vec<T>>; 2],
    pub(super) texts: [Pair<Text<H>, String>; 2],
    pub(super) maps: [Pair<Map<T, H>, BTreeMap<u8, T>>; 2],
    pub(super) slices: Vec<(&'a mut [T], Vec<T>)>,
    pub(super) strs: Vec<(&'a str, String)>,
}

/// One of two, and the other.
pub(super) fn pick<P>([one, two]: &mut [P; 2], second: bool) -> (&mut P, &mut P) {
    if second { (two, one) } else { (one, two) }
}

impl<'a, T: Element, H: Handle<'a>> World<'a, T, H> {
    pub(super) fn new(handle: H) -> Self {
        let map = || Map::with_hasher_in(Mixer::default(), handle);
        Self {
            handle,
            lists: [(); 2].map(|()| Pair { ours: List::new_in(handle), model: Vec::new() }),
            texts: [(); 2].map(|()| Pair { ours: Text::new_in(handle), model: String::new() }),
            maps: [(); 2].map(|()| Pair { ours: map(), model: BTreeMap::new() }),
            slices: Vec::new(),
            strs: Vec::new(),
        }
    }

    /// Compares all with what it must hold.
    pub(super) fn check(&self) {
        for Pair { ours, model } in &self.lists {
            assert_eq!(*ours, model[..]);
            assert!(ours.capacity() >= ours.len() && ours.as_ptr().is_aligned());
        }
        for Pair { ours, model } in &self.texts {
            assert_eq!(ours.as_bytes(), model.as_bytes());
            assert!(ours.capacity() >= ours.len());
        }
        for Pair { ours, model } in &self.maps {
            assert_eq!((ours.len(), ours.iter().count()), (model.len(), model.len()));
            assert!(model.iter().all(|(key, value)| ours.get(key) == Some(value)));
            assert!(ours.capacity() >= ours.len());
        }
        assert!(self.slices.iter().all(|(slice, expected)| slice == expected));
        assert!(self.strs.iter().all(|(text, expected)| text == expected));
    }
}
