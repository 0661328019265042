//! Words of real texts, each kept once.

use std::{
    collections::HashSet,
    hash::RandomState as StdState,
    hint::black_box,
    time::{Duration, Instant},
};

use foldhash::fast::RandomState;

use crate::{
    crew::thread_counts,
    harness::{
        Case,
        Kind::{Floor, Ours, Peer},
        Row, Work,
    },
    peers::interners::{self as peers, Fresh, Intern, InternShared, Together},
    subject::{Shared, Subject},
    texts::{self, PROSE, Text},
};

/// Words, new and known, on one thread.
pub const INTERN: Case = Case {
    name: "intern",
    question: "What does a word cost, where the words of a text (see `words`) are interned into a fresh table, which is made in the timed part? \
               (Most words come again: prose has 3,300 distinct ones.)",
    unit: "ns per word",
    lead: "Interner",
    rows: || texts::ALL.iter().flat_map(|text| alone(*text)).collect(),
};

/// Known words, on threads.
pub const KNOWN: Case = Case {
    name: "intern-known",
    question: "What does a word cost that is interned already, when 1, 2, 4, ... threads go through the prose? (All threads together.)",
    unit: "ns per word, together",
    lead: "Interner",
    rows: || thread_counts().into_iter().flat_map(|threads| together(threads, true)).collect(),
};

/// New words, on threads.
pub const ALL: Case = Case {
    name: "intern-all",
    question: "The same where the table is fresh, and all threads come with the same words. (It is made untimed.)",
    unit: "ns per word, together",
    lead: "Interner",
    rows: || thread_counts().into_iter().flat_map(|threads| together(threads, false)).collect(),
};

/// How many distinct words there are, and their bytes.
fn distinct(words: &[&str]) -> (usize, usize) {
    let words: HashSet<_> = words.iter().collect();
    (words.len(), words.iter().map(|word| word.len()).sum())
}

fn alone(text: Text) -> Vec<Row> {
    let (texts, bytes) = distinct(text.words());
    let rows = Alone { text, texts, rows: Vec::new() };
    rows.add("Interner", Ours, peers::in_arena(texts, bytes))
        .fresh("ThreadedRodeo", Peer, peers::threaded_rodeo::<RandomState>)
        .fresh("ThreadedRodeo, std's hasher", Peer, peers::threaded_rodeo::<StdState>)
        .fresh("Rodeo", Peer, peers::rodeo::<RandomState>)
        .fresh("Rodeo, std's hasher", Peer, peers::rodeo::<StdState>)
        .fresh("symbol_table", Peer, peers::symbol_table)
        .fresh("string-interner", Peer, peers::strings)
        .fresh("hashbrown", Peer, peers::map)
        .fresh("hash alone", Floor, peers::hash)
        .rows
}

/// The rows of a text.
struct Alone {
    text: Text,
    texts: usize,
    rows: Vec<Row>,
}

impl Alone {
    fn add<S: Subject>(mut self, name: &str, kind: crate::harness::Kind, mut subject: S) -> Self
    where
        for<'a> S::Handle<'a>: Intern,
    {
        let text = self.text;
        let words = text.words().len() * text.cycles;
        let row = Row::new(name, kind, words, move || {
            let elapsed = pass(&mut subject, text);
            subject.reset();
            elapsed
        });
        self.rows.push(row.within(text.name));
        self
    }

    fn fresh<T: Intern + 'static>(
        self,
        name: &str,
        kind: crate::harness::Kind,
        make: fn(usize) -> T,
    ) -> Self {
        let texts = self.texts;
        self.add(name, kind, Fresh::new(make, texts))
    }
}

#[inline(never)]
fn pass<S: Subject>(subject: &mut S, text: Text) -> Duration
where
    for<'a> S::Handle<'a>: Intern,
{
    let words = black_box(text.words());
    let start = Instant::now();
    let mut table = subject.open();
    for _ in 0..text.cycles {
        for word in words {
            black_box(table.intern(word));
        }
    }
    S::close(table);
    start.elapsed()
}

fn together(threads: usize, known: bool) -> Vec<Row> {
    fn row<T: InternShared + Sync + 'static>(
        name: &str,
        kind: crate::harness::Kind,
        (threads, known): (usize, bool),
        make: impl Fn() -> T + Sync + 'static,
    ) -> Row {
        let work = Work { values: PROSE.len(), passes: 1 };
        let subject = if known { Together::known(make, &PROSE) } else { Together::fresh(make) };
        Row::on_threads(name, kind, subject, threads, work, words)
    }
    let (texts, bytes) = distinct(&PROSE);
    let how = (threads, known);
    vec![
        row("Interner", Ours, how, move || peers::owning(texts, bytes)),
        row("ThreadedRodeo", Peer, how, move || peers::threaded_rodeo::<RandomState>(texts)),
        row("ThreadedRodeo, std's hasher", Peer, how, move || {
            peers::threaded_rodeo::<StdState>(texts)
        }),
        row("symbol_table", Peer, how, move || peers::symbol_table(texts)),
        row("hash alone", Floor, how, move || peers::hash(texts)),
    ]
}

#[inline(never)]
fn words<S: Shared>(subject: &S, _: usize)
where
    for<'a> S::Handle<'a>: Lookup,
{
    let table = subject.open();
    let words: &[&str] = black_box(&PROSE);
    for word in words {
        black_box(table.look_up(word));
    }
    S::close(table);
}

/// What a thread's handle does.
trait Lookup {
    fn look_up(&self, word: &str) -> u32;
}

impl<T: InternShared> Lookup for &T {
    #[inline(always)]
    fn look_up(&self, word: &str) -> u32 {
        self.intern(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prose_has_as_many_words_as_the_question_says() {
        let (texts, _) = distinct(&PROSE);
        assert_eq!(texts / 100, 33);
    }
}
