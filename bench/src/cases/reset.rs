//! Reset, and the first allocation after it.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    harness::{
        Case,
        Kind::{self, Floor, Ours, Peer},
        ROOM, Row,
    },
    peers::{bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, rarena},
    subject::{Put, Reset, Shared},
};

const TIMES: usize = 64 * 1024;

/// Reset and one value.
pub const RESET: Case = Case {
    name: "reset",
    question: "What does a reset cost, with the first `u64` after it? (typed-arena and `malloc` have no reset.)",
    unit: "ns per reset",
    lead: "&Arena",
    rows: || {
        vec![
            shared("&Arena", Ours, ours::direct(ROOM)),
            shared("Local", Ours, ours::locals(ROOM)),
            owned("bumpalo", bumpalo::plain(ROOM).0),
            owned("bump-scope", bump_scope::plain(ROOM).0),
            shared("bumpalo-herd", Peer, herd::Herds::default()),
            owned("blink", blink::local(ROOM).0),
            shared("blink sync", Peer, blink::sync(ROOM)),
            owned("multitude", multitude::arena(ROOM).0),
            shared("bitena", Peer, bitena::shared(ROOM)),
            owned("rarena", rarena::local(ROOM).0),
            shared("bare exchange", Floor, floor::exchange(ROOM)),
        ]
    },
};

fn shared<S: Shared>(name: &str, kind: Kind, mut subject: S) -> Row
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    Row::new(name, kind, TIMES, move || shared_pass(&mut subject))
}

fn owned<T: Reset + Put<u64>>(name: &str, peer: Option<T>) -> Row {
    let mut peer = peer.expect("just made");
    Row::new(name, Peer, TIMES, move || owned_pass(&mut peer))
}

#[inline(never)]
fn shared_pass<S: Shared>(subject: &mut S) -> Duration
where
    for<'a> S::Handle<'a>: Put<u64>,
{
    let start = Instant::now();
    for i in 0..TIMES {
        subject.reset();
        let handle = subject.open();
        black_box(handle.put(i as u64));
        S::close(handle);
    }
    start.elapsed()
}

#[inline(never)]
fn owned_pass<T: Reset + Put<u64>>(peer: &mut T) -> Duration {
    let start = Instant::now();
    for i in 0..TIMES {
        peer.reset();
        black_box(peer.put(i as u64));
    }
    start.elapsed()
}
