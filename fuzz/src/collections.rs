//! The collections against those of `std`: two lists, texts and maps on one handle.

mod element;
mod lists;
mod maps;
mod pair;
mod texts;

use std::{collections::BTreeMap, iter};

use arbitrary::{Result, Unstructured};
use arena::{
    Handle,
    collections::{HashMap, String as Text, Vec as List},
};

use self::{
    element::{Element, Mixer, Touchy, Wide},
    pair::{NEVER, Pair, called, requested, silence},
};
use crate::{
    make::Lying,
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

/// Lists of the names of operations.
macro_rules! choices {
    ($($name:ident: $($choice:ident)*;)*) => {$(
        #[derive(Clone, Copy, Debug)]
        enum $name {
            $($choice),*
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$choice),*];
        }
    )*};
}

choices! {
    On: Arena Local Scope LocalOfScope ScopeOfLocal;
    ListOp: Push Pop Insert Remove SwapRemove Truncate Clear Set Extend ExtendFromSlice Copy
        Resize Retain Dedup Drain Append Reserve ShrinkToFit Clone Collect FromElem WithCapacity
        IntoIter IntoSlice;
    TextOp: Push PushStr Pop Insert InsertStr Remove Truncate Clear Write AddAssign ExtendChars
        ExtendStrs Upper Reserve ShrinkToFit Clone Collect FromStr Bytes IntoStr;
    MapOp: Insert Extend Entry Vacate Set SetAll Remove RemoveEntry Retain Drain Clear Reserve
        WithCapacity Clone Collect IntoIter Hash;
}

/// What is done on one handle.
#[derive(Debug)]
struct Round {
    on: On,
    element: u8,
    reset: bool,
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
enum What {
    List(ListOp),
    Text(TextOp),
    Map(MapOp),
}

/// One operation on one of two collections.
#[derive(Debug)]
struct Step {
    what: What,
    second: bool,
    /// Whether a refusal shall be a value, an iterator tells its length, or a drain is forgotten.
    tried: bool,
    at: usize,
    len: usize,
    seed: u8,
    /// The call of user code that throws.
    throw: u32,
}

impl Round {
    fn decode(u: &mut Unstructured<'_>) -> Result<Self> {
        let (on, element, reset) = (*u.choose(On::ALL)?, u.int_in_range(0..=4)?, u.arbitrary()?);
        let mut steps = Vec::new();
        // Until an operation is none.
        while let (false, flags @ 0..250) = (u.is_empty(), u.arbitrary::<u8>()?) {
            steps.push(Step::decode(flags, u)?);
        }
        Ok(Self { on, element, reset, steps })
    }

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

impl Step {
    fn decode(flags: u8, u: &mut Unstructured<'_>) -> Result<Self> {
        let what = match flags % 4 {
            0 | 1 => What::List(*u.choose(ListOp::ALL)?),
            2 => What::Text(*u.choose(TextOp::ALL)?),
            _ => What::Map(*u.choose(MapOp::ALL)?),
        };
        let len = match usize::from(u.arbitrary::<u8>()?) {
            255 => usize::MAX,
            len @ 240.. => (len - 239) * 4,
            len => len % 20,
        };
        Ok(Self {
            what,
            second: flags & 4 > 0,
            tried: flags & 8 > 0,
            at: u.arbitrary::<u8>()?.into(),
            len,
            seed: u.arbitrary()?,
            throw: Some(u.arbitrary::<u8>()?).filter(|at| *at < 16).map_or(NEVER, u32::from),
        })
    }

    /// A length that there is memory for.
    fn few(&self) -> usize {
        self.len.min(64)
    }

    /// An iterator of `make`'s values that says or hides how many there are.
    fn items<R>(&self, make: impl Fn(u8) -> R) -> impl Iterator<Item = R> {
        let (len, seed) = (self.few(), self.seed);
        let seeds = iter::successors(Some(seed), |seed| Some(seed.wrapping_add(1)));
        // Each twice, so that there are equal ones side by side.
        let items = seeds.flat_map(|seed| [seed, seed]).take(len).map(move |seed| {
            called();
            make(seed)
        });
        let hint = if self.tried { (len, Some(len)) } else { (self.at, None) };
        Lying { items, hint }
    }
}

type Map<T, H> = HashMap<u8, T, H, Mixer>;

/// All that stands on one handle.
struct World<'a, T, H: Handle<'a>> {
    handle: H,
    lists: [Pair<List<T, H>, Vec<T>>; 2],
    texts: [Pair<Text<H>, String>; 2],
    maps: [Pair<Map<T, H>, BTreeMap<u8, T>>; 2],
    slices: Vec<(&'a mut [T], Vec<T>)>,
    strs: Vec<(&'a str, String)>,
}

/// One of two, and the other.
fn pick<P>([one, two]: &mut [P; 2], second: bool) -> (&mut P, &mut P) {
    if second { (two, one) } else { (one, two) }
}

impl<'a, T: Element, H: Handle<'a>> World<'a, T, H> {
    fn new(handle: H) -> Self {
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

    fn check(&self) {
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
