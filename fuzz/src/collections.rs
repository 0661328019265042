//! The collections against those of `std`: two lists, texts and maps on one handle.

mod element;
mod lists;
mod maps;
mod pair;
mod steps;
mod texts;
mod world;

use arbitrary::Unstructured;
use arena::Handle;

use self::{
    element::{Element, Touchy, Wide},
    pair::{requested, silence},
    steps::{On, Round, Step, What},
    world::World,
};
use crate::{
    own::{Own, drain, forever},
    script::memory,
};

/// Decodes a script, and runs it.
pub fn run(data: &[u8], show: bool) {
    silence();
    let mut data = Unstructured::new(data);
    let (mut buffer, offset) = memory(&mut data).expect("any bytes say something");
    let rounds: Vec<Round> = (0..4).map_while(|_| Round::decode(&mut data).ok()).collect();
    if show {
        println!("{} bytes from {offset} on: {rounds:#?}", buffer.len() - offset);
    }
    // SAFETY: the arena goes before the buffer, and nobody else uses that.
    let mut own = Own::from_buffer(unsafe { forever(&mut buffer[offset..]) });
    for round in &rounds {
        let before = own.allocated();
        match round.on {
            On::Arena => round.run(&own, Some(&own)),
            On::Local => round.run(&own.local(), Some(&own)),
            On::Scope => own.scope(|scope| round.run(&*scope, None)),
            On::LocalOfScope => own.scope(|scope| round.run(&scope.local(), None)),
            On::ScopeOfLocal => own.local().scope(|inner| round.run(&*inner, None)),
        }
        if let On::Scope | On::LocalOfScope | On::ScopeOfLocal = round.on {
            assert_eq!(own.allocated(), before, "a scope has left something");
        } else if round.reset {
            own.reset();
        }
    }
    drain(&own);
}

impl Round {
    fn run<'a>(&self, handle: impl Handle<'a>, own: Option<&Own>) {
        match self.element {
            0 => World::<(), _>::new(handle).run(&self.steps, own),
            1 => World::<u8, _>::new(handle).run(&self.steps, own),
            2 => World::<[u64; 3], _>::new(handle).run(&self.steps, own),
            3 => World::<Wide, _>::new(handle).run(&self.steps, own),
            _ => World::<Touchy, _>::new(handle).run(&self.steps, own),
        }
    }
}

impl<'a, T: Element, H: Handle<'a>> World<'a, T, H> {
    fn run(mut self, steps: &[Step], own: Option<&Own>) {
        for step in steps {
            match step.what {
                What::List(op) => self.list(op, step),
                What::Text(op) => self.text(op, step),
                What::Map(op) => self.map(op, step),
            }
            self.check();
            if let (Some(requested), Some(own)) = (requested(), own) {
                // The free bytes below everything else lie together.
                let (stats, size) = (own.stats(), requested.size());
                let (free, enough) = (stats.remaining - stats.stash, 2 * requested.align() + 128);
                assert!(size + enough > free, "{requested:?} refused, {free} bytes in one piece");
            }
        }
        let [one, two] = &self.maps;
        assert_eq!(one.ours == two.ours, one.model == two.model);
    }
}
