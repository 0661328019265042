//! Words of a real text.

use std::{
    cell::Cell,
    hint::black_box,
    sync::LazyLock,
    time::{Duration, Instant},
};

use crate::{
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row, Work,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, rarena, system,
        typed_arena,
    },
    subject::{Alone, Subject, Text},
};

/// Newton, *Opticks*, fourth edition (1730), the first book, part I: in the public domain, as the Distributed Proofreaders typed it.
const TEXT: &str = include_str!("../../text/opticks.txt");

/// Its words, each followed by at least 16 bytes that may be read.
pub static WORD_LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let padded: &'static str = String::leak(format!("{TEXT}{:16}", ""));
    padded.split_whitespace().collect()
});

/// Words of a text.
pub const WORDS: Case = Case {
    name: "words",
    question: "What does a word of a text cost, copied by `alloc_str`? (Newton's Opticks, book I part I: 26,608 words, 4.5 bytes on average, \
               16 at most.)",
    unit: "ns per word",
    lead: "Local",
    rows: || {
        let work = Work { values: WORD_LIST.len(), passes: 8 };
        let room = 2 * TEXT.len();
        vec![
            Row::of("Local", Ours, Alone(ours::locals(room)), work, words),
            Row::of("&Arena", Ours, Alone(ours::direct(room)), work, words),
            Row::of("bumpalo", Peer, bumpalo::plain(room), work, words),
            Row::of("bump-scope", Peer, bump_scope::plain(room), work, words),
            Row::of("bumpalo-herd", Peer, Alone(herd::Herds::default()), work, words),
            Row::of("blink", Peer, blink::local(room), work, words),
            Row::of("blink sync", Peer, Alone(blink::sync(room)), work, words),
            Row::of("blink sync.local", Peer, Alone(blink::sync_local(2 * room)), work, words),
            Row::of("bitena", Peer, Alone(bitena::shared(room)), work, words),
            Row::of("rarena", Peer, rarena::local(room), work, words),
            Row::of("multitude", Peer, multitude::arena(room), work, words),
            Row::of("typed-arena", Peer, typed_arena::arena::<u8>(TEXT.len()), work, words),
            Row::of("system", Peer, system::owned::<str>(work.values), work, words),
            Row::of("system + free", Peer, system::freeing::<str>(work.values), work, words),
            Row::of("memcpy", Floor, floor::stores(room), work, words),
            Row::of("16 bytes blindly", Floor, Blind(floor::stores(room)), work, words),
        ]
    },
};

#[inline(never)]
fn words<S: Subject>(subject: &mut S, _: usize) -> Duration
where
    for<'a> S::Handle<'a>: Text,
{
    let list: &[&str] = black_box(&WORD_LIST);
    let start = Instant::now();
    let handle = subject.open();
    for word in list {
        black_box(handle.text(word));
    }
    S::close(handle);
    start.elapsed()
}

/// Moves 16 bytes for every word, whatever its length, and lets the next word cover the rest: no branch and no call.
struct Blind(floor::Stores);

/// A pointer that moves up.
struct BlindHandle(Cell<*mut u8>);

impl Subject for Blind {
    type Handle<'a> = BlindHandle;

    #[inline(always)]
    fn open(&mut self) -> BlindHandle {
        BlindHandle(Cell::new(self.0.0.base()))
    }

    fn reset(&mut self) {}
}

impl Text for BlindHandle {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        let at = self.0.get();
        // SAFETY: 16 bytes may be read from every word of the list, none is longer, and the span has room for twice the text.
        unsafe { at.cast::<u128>().write_unaligned(src.as_ptr().cast::<u128>().read_unaligned()) };
        self.0.set(at.wrapping_add(src.len()));
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_the_question_says() {
        assert_eq!(WORD_LIST.len(), 26_608);
        assert_eq!(WORD_LIST.iter().map(|word| word.len()).max(), Some(16));
        let bytes: usize = WORD_LIST.iter().map(|word| word.len()).sum();
        assert_eq!((bytes * 10).div_ceil(WORD_LIST.len()), 45, "4.5 bytes on average");
    }
}
