//! What every file knows: the items of all files.

use hashbrown::HashMap;

use super::tree::{Def, Name};

/// What the language brings.
pub(super) const BUILTINS: [&str; 6] = ["int", "bool", "text", "print", "length", "push"];

/// The items of a program. They are numbered in the order of the files.
pub(super) struct Globals<N> {
    by_name: HashMap<N, Def>,
    /// The number of the first item of each file.
    firsts: Vec<u32>,
}

impl<N: Name> Globals<N> {
    /// Of names by file. The first of equal names counts.
    pub(super) fn new(builtins: [N; BUILTINS.len()], declared: &mut Vec<(usize, Vec<N>)>) -> Self {
        declared.sort_unstable_by_key(|(file, _)| *file);
        let (mut by_name, mut firsts, mut next) = (HashMap::new(), Vec::new(), 0);
        for (_, names) in declared.drain(..) {
            firsts.push(next);
            for name in names {
                by_name.entry(name).or_insert(Def::Item(next));
                next += 1;
            }
        }
        for (number, name) in (0..).zip(builtins) {
            by_name.entry(name).or_insert(Def::Builtin(number));
        }
        Self { by_name, firsts }
    }

    pub(super) fn find(&self, name: &N) -> Option<Def> {
        self.by_name.get(name).copied()
    }

    pub(super) fn first_of(&self, file: usize) -> u32 {
        self.firsts[file]
    }
}
