//! Many handles that live for three values each.

use std::hint::black_box;

use bumpalo::Bump;

use crate::{
    crew::thread_counts,
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row, Work,
    },
    peers::{blink, bump_scope, floor, herd, ours, system},
    subject::{Put, Shared},
};

/// Short-lived handles on one thread.
pub const HANDLES: Case = Case {
    name: "handles",
    question: "What does a handle cost that is opened, makes three `u64`s and is dropped?",
    unit: "ns per handle",
    lead: "Local",
    rows: || {
        rows(1, Work { values: 4096, passes: 4 }).into_iter().map(|row| row.within("")).collect()
    },
};

/// Short-lived handles on many threads.
pub const HANDLES_ALL: Case = Case {
    name: "handles-all",
    question: "The same on 1, 2, 4, ... threads at once. (All threads together.)",
    unit: "ns per handle, together",
    lead: "Local",
    rows: || {
        let work = Work { values: 2048, passes: 2 };
        thread_counts().into_iter().flat_map(|threads| rows(threads, work)).collect()
    },
};

fn rows(threads: usize, work: Work) -> Vec<Row> {
    // blink's proxies return nothing when they are dropped, so that its shared arena needs room for a chunk each.
    let room = 1024 * work.values * threads;
    let blink = blink::sync_local(room);
    vec![
        Row::on_threads("Local", Ours, ours::locals(room), threads, work, three_each),
        Row::on_threads("bumpalo-herd", Peer, herd::Herds::default(), threads, work, three_each),
        Row::on_threads("bumpalo, new each", Peer, NewEach, threads, work, three_each),
        Row::on_threads(
            "bump-scope pool",
            Peer,
            bump_scope::Pool::default(),
            threads,
            work,
            three_each,
        ),
        Row::on_threads("blink sync.local", Peer, blink, threads, work, three_each),
        Row::on_threads(
            "system",
            Peer,
            system::per_thread::<u64>(3 * work.values, false),
            threads,
            work,
            three_of_one,
        ),
        Row::on_threads("bare exchange", Floor, floor::exchange(room), threads, work, three_each),
    ]
}

/// A `Bump` per handle, whose values die with it: what one does without a herd.
struct NewEach;

impl Shared for NewEach {
    type Handle<'a> = Bump;

    #[inline(always)]
    fn open(&self) -> Bump {
        Bump::with_capacity(64)
    }

    fn reset(&mut self) {}
}

#[inline(never)]
fn three_each<S: Shared>(subject: &S, handles: usize)
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    for i in 0..handles {
        let handle = subject.open();
        for k in 0..3 {
            black_box(handle.put((i ^ k) as u64));
        }
        S::close(handle);
    }
}

/// `malloc` has no handle to open.
#[inline(never)]
fn three_of_one<S: Shared>(subject: &S, handles: usize)
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    let handle = subject.open();
    for i in 0..handles {
        for k in 0..3 {
            black_box(handle.put((i ^ k) as u64));
        }
    }
    S::close(handle);
}
