//! Words of real texts.

use std::{cell::Cell, hint::black_box};

use crate::{
    calls::{Call, Items, Rows},
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row,
    },
    peers::{
        bitena, blink, bump_scope, bumpalo, floor, herd, multitude, ours, rarena, system,
        typed_arena,
    },
    subject::{self, Alone, Subject},
    texts::{self, Text},
};

/// Words of texts.
pub const WORDS: Case = Case {
    name: "words",
    question: "What does a word cost, copied by `alloc_str`? (\"Prose\" is Newton's Opticks, book I part I: 26,608 words, 4.5 bytes on average, \
               16 at most; \"text with code\" is this library's README, change log and some of its sources; \"names\" are what is made of letters, \
               digits and `_` in that. 2,000 and 200 words are repeated, until the processor knows their lengths by heart. Text with code and names: \
               their number changes with the sources.)",
    unit: "ns per word",
    lead: "Local",
    rows: || {
        texts::ALL.iter().enumerate().flat_map(|(index, text)| rows(*text, index == 0)).collect()
    },
};

/// Lines of texts.
pub const LINES: Case = Case {
    name: "lines",
    question: "What does a line cost, copied by `alloc_str`? (The same texts in lines, empty ones among them: 59 bytes on average in prose.)",
    unit: "ns per line",
    lead: "Local",
    rows: || texts::LINES.iter().flat_map(|text| rows(*text, false)).collect(),
};

fn rows(text: Text, with_every_peer: bool) -> Vec<Row> {
    // Headers of peers that need such, too.
    let words = text.words().len() * text.cycles;
    let room = 2 * text.bytes() + 4 * words;
    let rows = Rows::new(Words(text), 200_000_usize.div_ceil(words))
        .and_closures()
        .within(text.name)
        .add("Local", Ours, || Alone(ours::locals(room)))
        .add("&Arena", Ours, || Alone(ours::direct(room)))
        .add("bumpalo", Peer, || bumpalo::plain(room))
        .add("bump-scope", Peer, || bump_scope::plain(room))
        .add("blink", Peer, || blink::local(room));
    let rows = if with_every_peer { others(rows, text, room) } else { rows };
    rows.add("system", Peer, || system::owned::<str>(words))
        .add("memcpy", Floor, || floor::stores(room))
        .rows()
}

fn others(rows: Rows<Words>, text: Text, room: usize) -> Rows<Words> {
    let words = text.words().len();
    rows.add("bumpalo-herd", Peer, || Alone(herd::Herds::default()))
        .add("blink sync", Peer, || Alone(blink::sync(room)))
        .add("blink sync.local", Peer, || Alone(blink::sync_local(2 * room)))
        .add("bitena", Peer, || Alone(bitena::shared(room)))
        .add("rarena", Peer, || rarena::local(room))
        .add("multitude", Peer, || multitude::arena(room))
        .add("typed-arena", Peer, || typed_arena::arena::<u8>(text.bytes()))
        .add("system + free", Peer, || system::freeing::<str>(words))
        .add("16 bytes blindly", Floor, || Blind(floor::stores(room)))
}

/// Copies each word of a text.
#[derive(Clone, Copy)]
struct Words(Text);

impl Items for Words {
    type Item = &'static str;

    #[inline(always)]
    fn items(self) -> impl Iterator<Item = &'static str> {
        black_box(self.0.words()).iter().copied()
    }

    fn cycles(self) -> usize {
        self.0.cycles
    }

    fn len(self) -> usize {
        self.0.words().len() * self.0.cycles
    }
}

impl<H: subject::Text> Call<H> for Words {
    #[inline(always)]
    fn call(self, handle: &H, word: &'static str) {
        black_box(handle.text(word));
    }
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

impl subject::Text for BlindHandle {
    #[inline(always)]
    fn text(&self, src: &str) -> *const u8 {
        let at = self.0.get();
        // SAFETY: 16 bytes may be read from every word of the prose, none is longer, and the span has room for twice the text.
        unsafe { at.cast::<u128>().write_unaligned(src.as_ptr().cast::<u128>().read_unaligned()) };
        self.0.set(at.wrapping_add(src.len()));
        at
    }
}
