//! Tables: texts that are entered and found at once, and their numbers.

use alloc::vec::Vec;
use core::iter;

use loom::sync::Arc;

use super::{LINE, Model, WORD, explore, spawn};
use crate::{error::AllocError, table::Table};

/// A table, and the model whose memory it is in.
struct Tables {
    table: Table<'static>,
    model: Arc<Model>,
}

impl Tables {
    fn new(capacity: usize) -> Arc<Self> {
        let model = Model::new(64);
        // SAFETY: the model keeps the cursor where it is, and goes after the table.
        let cursor = unsafe { &*&raw const model.cursor };
        let table = Table::new(capacity, cursor).expect("the model has room");
        Arc::new(Self { table, model })
    }

    /// Enters a text, and looks whether its number leads to it.
    fn enter(&self, text: &str) -> Result<u32, AllocError> {
        let number = self.table.enter(0, text)?;
        assert_eq!(self.table.text(number), Some(text));
        assert!(self.table.len() > number as usize);
        Ok(number)
    }

    fn number(&self, text: &str) -> u32 {
        self.enter(text).expect("there is room")
    }

    /// The texts, by their numbers.
    fn texts(&self) -> Vec<&'static str> {
        (0..).map_while(|number| self.table.text(number)).collect()
    }
}

const ONE: &str = "one text";
const TWO: &str = "another!";

/// Runs two threads on a table of which all texts begin in one slot, and then looks at it.
fn race(
    preemptions: Option<usize>,
    (capacity, before): (usize, &'static [&'static str]),
    one: fn(&Tables),
    other: fn(&Tables),
    after: fn(&Tables),
) {
    explore(preemptions, move || {
        let tables = Tables::new(capacity);
        for text in before {
            tables.number(text);
        }
        let second = tables.clone();
        let second = spawn(1, move || other(&second));
        one(&tables);
        second.join().expect("a thread of a model panics with it");
        after(&tables);
    });
}

fn one(tables: &Tables) {
    tables.number(ONE);
}

fn two(tables: &Tables) {
    tables.number(TWO);
}

/// Two threads that come with one new text get one number.
#[test]
fn one_new_text() {
    race(None, (2, &[]), one, one, |tables| {
        assert_eq!(tables.texts(), [ONE]);
        assert_eq!(tables.table.find(0, ONE), Some(0));
        assert_eq!(tables.table.len(), 1);
    });
}

/// Two texts whose search begins in one slot get two numbers, without gaps.
#[test]
fn two_texts_in_one_slot() {
    race(Some(3), (2, &[]), one, two, |tables| {
        let mut numbers = [ONE, TWO].map(|text| tables.table.find(0, text));
        numbers.sort_unstable();
        assert_eq!(numbers, [Some(0), Some(1)]);
        assert_eq!(tables.texts().len(), 2);
    });
}

/// A text that is entered twice comes in once, also if another text comes after it meanwhile. Fails if
/// who enters that one does not give the first its slot.
#[test]
fn another_text_after_it() {
    fn both(tables: &Tables) {
        assert_ne!(tables.number(TWO), tables.number(ONE));
    }
    race(Some(3), (3, &[]), one, both, |tables| {
        assert_eq!(tables.texts().len(), 2);
        for number in 0..2 {
            let text = tables.table.text(number).expect("there are two");
            assert_eq!(tables.table.find(0, text), Some(number));
        }
    });
}

/// What a thread has seen done by another, it passes on to a third: so that one, which comes with the
/// first text and is told of the second, finds it.
#[test]
#[ignore = "long"]
fn slot_that_another_has_filled() {
    fn enter(tables: &Tables, text: &str) {
        assert!(tables.table.enter(0, text).is_ok());
    }
    explore(Some(2), || {
        let tables = Tables::new(3);
        let threads = [(1, ONE), (2, TWO)].map(|(thread, text)| {
            let tables = tables.clone();
            spawn(thread, move || enter(&tables, text))
        });
        enter(&tables, ONE);
        for thread in threads {
            thread.join().expect("a thread of a model panics with it");
        }
        assert_eq!(tables.texts().len(), 2);
    });
}

/// A text that is found while it is entered has the number that it has in the end, and is there by
/// that number.
#[test]
fn enter_against_find() {
    fn find(tables: &Tables) {
        if let Some(number) = tables.table.find(0, TWO) {
            assert_eq!((number, tables.table.text(1)), (1, Some(TWO)));
            assert_eq!(tables.table.len(), 2);
        }
    }
    race(None, (2, &[ONE]), two, find, |tables| assert_eq!(tables.texts(), [ONE, TWO]));
}

/// Whoever goes through the texts sees each as it was written, and finds it from then on.
#[test]
fn enter_against_a_walk() {
    fn walk(tables: &Tables) {
        for (number, text) in iter::zip(0.., tables.texts()) {
            assert_eq!(tables.table.find(0, text), Some(number));
        }
    }
    race(None, (2, &[]), one, walk, |tables| assert_eq!(tables.texts(), [ONE]));
}

/// Of two texts that come to the last place one gets it, and the other never has a number.
#[test]
fn last_place() {
    fn refusable(tables: &Tables, text: &'static str) {
        match tables.enter(text) {
            Ok(number) => assert_eq!(number, 0),
            Err(error) => {
                assert!(matches!(error, AllocError::Full { remaining: 0, .. }));
                assert_eq!(tables.table.find(0, text), None);
            }
        }
    }
    race(
        None,
        (1, &[]),
        |tables| refusable(tables, ONE),
        |tables| refusable(tables, TWO),
        |tables| {
            let [text] = tables.texts()[..] else { panic!("one has the place") };
            let other = if text == ONE { TWO } else { ONE };
            assert_eq!((tables.number(text), tables.table.len()), (0, 1));
            assert!(tables.enter(other).is_err());
            assert_eq!(tables.table.find(0, other), None);
        },
    );
}

/// What the loser of a race has written goes back, if nothing was claimed below, and comes to its
/// next owner after him. Fails if he gives back what others have.
#[test]
fn loser_gives_back() {
    fn one_and_a_claim(tables: &Tables) {
        tables.number(ONE);
        assert!(tables.model.claim(WORD).is_some());
    }
    race(Some(3), (2, &[]), one, one_and_a_claim, |tables| {
        assert_eq!(tables.texts(), [ONE]);
        assert!(tables.model.claim(LINE).is_some());
    });
}
