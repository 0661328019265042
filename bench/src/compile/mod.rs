//! A compiler's front: it reads files of a small language, finds what each name means, and folds constants.
//!
//! It is written once for every way in which the nodes of a tree hold on to each other ([`Links`]), every place where they may
//! lie ([`Memory`]), and every kind of name ([`Names`]). Threads share the files; all trees are kept until every file is
//! compiled.
//!
//! ```text
//! item       = "fn" NAME "(" [ field { "," field } ] ")" [ "->" type ] block
//!            | "struct" NAME "{" { field "," } "}"
//!            | "const" NAME "=" expression ";"
//! field      = NAME ":" type
//! type       = NAME | "[" type "]"
//! block      = "{" { statement } "}"
//! statement  = "let" NAME [ ":" type ] "=" expression ";"
//!            | expression [ "=" expression ] ";"
//!            | "if" expression block [ "else" ( block | if ) ]
//!            | "while" expression block
//!            | "return" [ expression ] ";"
//! expression = prefix { "||" "&&" "==" "!=" "<" "<=" ">" ">=" "+" "-" "*" "/" "%" prefix }
//! prefix     = { "-" | "!" } primary { "." NAME | "(" [ arguments ] ")" | "[" expression "]" }
//! primary    = INTEGER | TEXT | "true" | "false" | NAME | "(" expression ")" | "[" [ arguments ] "]"
//!            | "new" NAME "{" { NAME ":" expression "," } "}"
//! arguments  = expression { "," expression }
//! ```

pub mod corpus;
mod digest;
mod fold;
mod globals;
mod lexer;
pub mod memory;
pub mod names;
mod parser;
mod resolve;
mod scratch;
pub mod tree;
mod words;

use std::sync::{
    Barrier, Mutex, OnceLock,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

pub use parser::Error;

use self::{
    fold::Folder,
    globals::Globals,
    memory::Memory,
    names::Names,
    parser::Parser,
    resolve::Resolver,
    tree::{Links, Name},
};

/// What the threads that compile a program share.
pub struct Program<'s, N> {
    sources: &'s [String],
    /// The first file that nobody has taken.
    next: AtomicUsize,
    /// The names of each file's items.
    declared: Mutex<Vec<(usize, Vec<N>)>>,
    globals: OnceLock<Globals<N>>,
    /// Where the threads wait for each other.
    gate: Barrier,
}

/// What came of the files that one thread compiled, or all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// A sum over the files: the same for every memory, every kind of name, every number of threads.
    pub digest: u64,
    /// Names that mean nothing.
    pub unknown: usize,
}

impl std::iter::Sum for Compiled {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |all, part| Self {
            digest: all.digest.wrapping_add(part.digest),
            unknown: all.unknown + part.unknown,
        })
    }
}

impl<'s, N: Name> Program<'s, N> {
    /// A program of these files, to be compiled by so many threads.
    pub fn new(sources: &'s [String], threads: usize) -> Self {
        Self {
            sources,
            next: AtomicUsize::new(0),
            declared: Mutex::default(),
            globals: OnceLock::new(),
            gate: Barrier::new(threads),
        }
    }

    /// What each of the threads does.
    ///
    /// # Errors
    ///
    /// The first place in a file that the parser does not understand, if there is one alone: others would wait for this thread.
    pub fn compile<'a, L, M, T>(&self, memory: &M, names: &mut T) -> Result<Compiled, Error>
    where
        L: Links<'a, Name = N>,
        M: Memory<'a, L>,
        T: Names<Name = N>,
    {
        let builtins = globals::BUILTINS.map(|name| names.name(name));
        let mut parser = Parser::new(memory, names);
        let mut modules = Vec::new();
        while let Some((file, source)) = self.take() {
            modules.push((file, parser.module(source)?));
        }
        let mine = modules.iter().map(|(file, module)| (*file, module.names()));
        self.declared.lock().expect("no thread panics").extend(mine);
        self.gate.wait();
        let globals = self.globals.get_or_init(|| {
            Globals::new(builtins, &mut self.declared.lock().expect("no thread panics"))
        });
        let mut resolver = Resolver::new(globals);
        for (file, module) in &mut modules {
            resolver.module(*file, module);
        }
        let mut folder = Folder::new(memory);
        let folded: Vec<_> = modules
            .iter()
            .map(|(file, module)| folder.module(globals.first_of(*file), module))
            .collect();
        let digest = folded.iter().map(digest::of).fold(0, u64::wrapping_add);
        self.gate.wait();
        Ok(Compiled { digest, unknown: resolver.unknown() })
    }

    fn take(&self) -> Option<(usize, &'s str)> {
        // Relaxed: the files were there before the threads.
        let file = self.next.fetch_add(1, Relaxed);
        self.sources.get(file).map(|source| (file, source.as_str()))
    }
}
