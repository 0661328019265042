//! One call, made in a loop and made by a closure.
//!
//! In a loop the handle is a local variable, and what surrounds the call is the loop alone. A boxed closure that is called for
//! each item is what the call is in most programs: a part of a function that begins and ends, with the handle behind a reference.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    harness::{Kind, Row},
    subject::Subject,
};

/// The group of rows that make their calls in a loop.
pub const LOOP: &str = "in a loop";
/// The group of rows that make each call in a boxed closure.
pub const CLOSURE: &str = "in a closure";

/// What is done with each item.
pub trait Call<H>: Items {
    /// Makes the call.
    fn call(self, handle: &H, item: Self::Item);
}

/// What the calls of a pass are made with.
pub trait Items: Copy + 'static {
    /// One of them.
    type Item: 'static;
    /// Some or all of them.
    fn items(self) -> impl Iterator<Item = Self::Item>;
    /// How many times over a pass goes through the items.
    fn cycles(self) -> usize {
        1
    }
    /// How many they are, all times together.
    fn len(self) -> usize;
    /// Whether there are none.
    fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// The rows of a case that makes one call.
pub struct Rows<C> {
    call: C,
    passes: usize,
    group: String,
    closures: bool,
    rows: Vec<Row>,
}

impl<C: Items> Rows<C> {
    /// Rows that make `call` for each of its items, so many times over in a sample, in a loop.
    pub fn new(call: C, passes: usize) -> Self {
        Self { call, passes, group: String::new(), closures: false, rows: Vec::new() }
    }

    /// The same in a closure too.
    #[must_use]
    pub fn and_closures(mut self) -> Self {
        self.closures = true;
        self
    }

    /// Names the groups of the rows.
    #[must_use]
    pub fn within(mut self, group: &str) -> Self {
        group.clone_into(&mut self.group);
        self
    }

    /// Adds the rows of an allocator.
    #[must_use]
    pub fn add<S: Subject>(mut self, name: &str, kind: Kind, make: impl Fn() -> S) -> Self
    where
        for<'a> C: Call<S::Handle<'a>>,
    {
        let by_loop = self.row(name, kind, make(), looped::<S, C>);
        if self.closures {
            let by_closure = self.row(name, kind, make(), closed::<S, C>);
            self.rows.push(by_closure.within(self.name(CLOSURE)));
            self.rows.push(by_loop.within(self.name(LOOP)));
        } else {
            self.rows.push(by_loop.within(self.group.clone()));
        }
        self
    }

    fn name(&self, way: &str) -> String {
        if self.group.is_empty() { way.to_owned() } else { format!("{}, {way}", self.group) }
    }

    fn row<S: Subject>(
        &self,
        name: &str,
        kind: Kind,
        mut subject: S,
        pass: fn(&mut S, C) -> Duration,
    ) -> Row {
        let (call, passes) = (self.call, self.passes);
        Row::new(name, kind, call.len() * passes, move || {
            let mut total = Duration::ZERO;
            for _ in 0..passes {
                total += pass(&mut subject, call);
                subject.reset();
            }
            total
        })
    }

    /// All of them: those in a loop first.
    pub fn rows(self) -> Vec<Row> {
        let (loops, closures): (Vec<Row>, Vec<Row>) =
            self.rows.into_iter().partition(|row| !row.group().ends_with(CLOSURE));
        loops.into_iter().chain(closures).collect()
    }
}

#[inline(never)]
fn looped<S: Subject, C>(subject: &mut S, call: C) -> Duration
where
    for<'a> C: Call<S::Handle<'a>>,
{
    let start = Instant::now();
    let handle = subject.open();
    for _ in 0..call.cycles() {
        for item in call.items() {
            call.call(&handle, item);
        }
    }
    S::close(handle);
    start.elapsed()
}

#[inline(never)]
fn closed<S: Subject, C>(subject: &mut S, call: C) -> Duration
where
    for<'a> C: Call<S::Handle<'a>>,
{
    let start = Instant::now();
    let handle = subject.open();
    {
        let each: Box<dyn Fn(C::Item) + '_> = Box::new(|item| call.call(&handle, item));
        let each = black_box(each);
        for _ in 0..call.cycles() {
            for item in call.items() {
                each(item);
            }
        }
    }
    S::close(handle);
    start.elapsed()
}
