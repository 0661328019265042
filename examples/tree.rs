//! For a structure that many threads build and one reads later, such as the syntax trees of a
//! program's files.
//!
//! Each thread builds its part with a `Local` of its own. What it makes borrows from the arena and
//! not from the handle, so it outlives handle and thread, and the parts can be linked to one tree.
//! Text and nodes all lie in the same arena.
//!
//! The tree here is an outline of Rust sources by their braces: of the files named as arguments, or
//! of this repository's crates.

use std::{
    env, error, fs, io, iter,
    num::NonZero,
    path::{Path, PathBuf},
    str::Lines,
    thread,
};

use arena::{AllocError, Arena, ArenaSafe, Local};

type Error = Box<dyn error::Error + Send + Sync>;

/// A block of a source, a source, or all of them together.
#[derive(ArenaSafe)]
struct Node<'a> {
    title: &'a str,
    lines: usize,
    children: &'a [Node<'a>],
}

impl<'a> Node<'a> {
    /// This node and everything below it.
    fn walk(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(iter::once(self).chain(self.children.iter().flat_map(Node::walk)))
    }

    /// The titles on the way to the innermost block.
    fn deepest(&self) -> Vec<&'a str> {
        let below = self.children.iter().map(Node::deepest).max_by_key(Vec::len);
        iter::once(self.title).chain(below.into_iter().flatten()).collect()
    }
}

/// Whether a line of formatted source is the first of a block.
fn opens(line: &str) -> bool {
    line.ends_with('{') && !line.trim_start().starts_with("//")
}

/// Reads a block from behind its first line. Returns its last line too, which may open the next
/// block, as `} else {` does.
fn block<'a>(
    title: &'a str,
    depth: usize,
    text: &mut Lines<'a>,
    local: &Local<'a>,
) -> Result<(Node<'a>, &'a str), AllocError> {
    let (mut lines, mut children) = (usize::from(depth > 0), Vec::new());
    let mut last = "";
    while let Some(mut line) = text.next() {
        lines += 1;
        if depth > 0 && line.trim_start().starts_with('}') {
            last = line;
            break;
        }
        while opens(line) {
            let (child, end) = block(line.trim(), depth + 1, text, local)?;
            lines += child.lines - 1;
            children.push(child);
            line = end;
        }
    }
    Ok((Node { title, lines, children: local.try_alloc_slice_fill_iter(children)? }, last))
}

/// Reads a file into the arena and makes its outline there.
fn outline<'a>(path: &Path, local: &Local<'a>) -> Result<Node<'a>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (name, text) = (local.try_alloc_str(&name)?, local.try_alloc_str(&text)?);
    Ok(block(name, 0, &mut text.lines(), local)?.0)
}

/// Makes the outlines on all cores and links them. The threads and their handles are gone when it
/// returns.
fn build<'a>(arena: &'a Arena, paths: &[PathBuf]) -> Result<&'a Node<'a>, Error> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = paths.len().div_ceil(cores).max(1);
    let parts = thread::scope(|threads| {
        let workers: Vec<_> = paths
            .chunks(share)
            .map(|paths| {
                let local = arena.local();
                threads.spawn(move || paths.iter().map(|path| outline(path, &local)).collect())
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("no worker panics"))
            .collect::<Result<Vec<Vec<_>>, Error>>()
    })?;

    let files = arena.try_alloc_slice_fill_iter(parts.into_iter().flatten())?;
    let lines = files.iter().map(|file| file.lines).sum();
    Ok(arena.try_alloc(Node { title: "all files", lines, children: files })?)
}

/// The files named as arguments, or else the sources of this repository's crates.
fn sources() -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        for folder in ["../../arena/src", "../../arena-core/src", "../../arena-derive/src"] {
            for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))? {
                paths.push(entry?.path());
            }
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    }
    Ok(paths)
}

fn main() -> Result<(), Error> {
    let paths = sources()?;
    let arena = Arena::new(16 * 1024 * 1024)?;
    let root = build(&arena, &paths)?;

    let blocks = root.walk().skip(1).count() - paths.len();
    println!("{} files, {} lines, {blocks} blocks, the innermost:", paths.len(), root.lines);
    for (depth, title) in root.deepest().iter().skip(1).enumerate() {
        println!("{:indent$}{title}", "", indent = 2 * (depth + 1));
    }
    println!("{} of {} bytes allocated", arena.allocated(), arena.capacity());

    // Counted again, without a tree.
    let text = paths.iter().map(fs::read_to_string).collect::<Result<String, _>>()?;
    assert_eq!(blocks, text.lines().filter(|line| opens(line)).count());
    Ok(())
}
