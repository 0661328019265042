//! Links: what is got was written before it was set.

use core::ptr;

use loom::sync::Arc;

use super::{Block, Model, WORD, explore, spawn};
use crate::{link::Link, sync::modelled};

/// A link to words of a model, of which nothing but the addresses matters.
struct Linked {
    link: Link<'static, u64>,
    model: Arc<Model>,
    /// The words.
    blocks: [Block; 2],
}

impl Linked {
    fn new() -> Arc<Self> {
        let model = Model::new(8);
        let blocks = [(); 2].map(|()| Block::claim(&model, WORD));
        Arc::new(Self { link: Link::new(None), model, blocks })
    }

    /// A word, which was written just now.
    fn written(&self, index: usize) -> &'static u64 {
        let Block(word, size) = self.blocks[index];
        self.model.touch(word, size);
        // SAFETY: the model keeps the memory, which begins as zeros, until the threads have ended.
        unsafe { word.cast().as_ref() }
    }
}

fn read(target: &u64) {
    modelled::look(ptr::from_ref(target).addr(), WORD);
}

fn race(one: fn(&Linked), other: fn(&Linked), after: fn(&Linked)) {
    explore(None, move || {
        let linked = Linked::new();
        let second = linked.clone();
        let second = spawn(1, move || other(&second));
        one(&linked);
        second.join().expect("a thread of a model panics with it");
        after(&linked);
    });
}

/// Who gets a link sees what was written before it was set.
#[test]
fn get_against_set() {
    race(
        |linked| linked.link.set(Some(linked.written(0))),
        |linked| linked.link.get().into_iter().for_each(read),
        |linked| assert!(linked.link.get().is_some()),
    );
}

/// Of two threads one sets it, and the other sees what that has written; so does who gets it.
#[test]
fn two_that_set_it_once() {
    fn set<const INDEX: usize>(linked: &Linked) {
        if let Err(other) = linked.link.set_once(linked.written(INDEX)) {
            read(other);
        }
        linked.link.get().into_iter().for_each(read);
    }
    race(set::<0>, set::<1>, |linked| assert!(linked.link.get().is_some()));
}

/// Who comes too late to set it sees what was written before it was set in the other way.
#[test]
fn set_once_against_set() {
    race(
        |linked| linked.link.set(Some(linked.written(0))),
        |linked| {
            if let Err(other) = linked.link.set_once(linked.written(1)) {
                read(other);
            }
        },
        |linked| assert!(linked.link.get().is_some()),
    );
}
