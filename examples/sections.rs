//! For a tree that threads build, link and read, one after the other, such as a syntax tree whose nodes
//! know what they lie in: a `Link` is a reference that is set later, by any thread.
//!
//! A node is made before the one above it, which owns the slice that it is in. So the way up is a
//! `Link`: empty at first, and set when everything is in its place. A `Cell` would do for one thread, as
//! in `plain_data`, but threads could not share the tree.
//!
//! The tree here is the sections of Markdown texts, and the question in which of them a word comes up:
//!
//! ```text
//! cargo run --release --example sections -- lock README.md CHANGELOG.md
//! ```

use std::{
    env, error, fs, iter,
    num::NonZero,
    path::{Path, PathBuf},
    str::Lines,
    thread,
};

use arena::{AllocError, Arena, ArenaSafe, Link, Local};

type Error = Box<dyn error::Error + Send + Sync>;

/// A section of a text, a text, or all of them together.
#[derive(ArenaSafe)]
struct Section<'a> {
    title: &'a str,
    /// What stands before the first section inside this one.
    lines: &'a [&'a str],
    parent: Link<'a, Section<'a>>,
    children: &'a [Section<'a>],
}

impl<'a> Section<'a> {
    /// Tells every section below where it lies.
    fn link(&'a self) {
        for child in self.children {
            child.parent.set(Some(self));
            child.link();
        }
    }

    /// This section and everything below it.
    fn walk(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(iter::once(self).chain(self.children.iter().flat_map(Section::walk)))
    }

    /// The titles on the way to this section.
    fn path(&'a self) -> String {
        let up = iter::successors(Some(self), |section| section.parent.get());
        let mut titles: Vec<_> = up.map(|section| section.title).collect();
        titles.reverse();
        titles.join(" > ")
    }

    /// How often a word comes up in the lines of this section.
    fn count(&self, word: &str) -> usize {
        self.lines.iter().map(|line| line.to_lowercase().matches(word).count()).sum()
    }
}

/// The level and the title of a section.
type Heading<'a> = (usize, &'a str);

fn heading(line: &str) -> Option<Heading<'_>> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    Some((level, title.strip_prefix(' ')?.trim())).filter(|_| level > 0)
}

/// Reads a section from behind its heading. Returns the next heading too, which is not inside it.
fn section<'a>(
    (level, title): Heading<'a>,
    text: &mut Lines<'a>,
    local: &Local<'a>,
) -> Result<(Section<'a>, Option<Heading<'a>>), AllocError> {
    let (mut lines, mut children, mut next) = (Vec::new(), Vec::new(), None);
    let mut is_code = false;
    for line in text.by_ref() {
        is_code ^= line.starts_with("```");
        next = if is_code { None } else { heading(line) };
        if next.is_some() {
            break;
        }
        lines.push(line);
    }
    while let Some(inner) = next.filter(|inner| inner.0 > level) {
        let child;
        (child, next) = section(inner, text, local)?;
        children.push(child);
    }
    let lines = local.try_alloc_slice_copy(&lines)?;
    let children = local.try_alloc_slice_fill_iter(children)?;
    Ok((Section { title, lines, parent: Link::default(), children }, next))
}

/// Reads a file into the arena, and makes the tree of its sections there.
fn read<'a>(path: &Path, local: &Local<'a>) -> Result<Section<'a>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (name, text) = (local.try_alloc_str(&name)?, local.try_alloc_str(&text)?);
    Ok(section((0, name), &mut text.lines(), local)?.0)
}

/// Does something with each item, a part of them on each core.
fn on_threads<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(cores).max(1);
    thread::scope(|threads| {
        let mut workers = Vec::new();
        for part in items.chunks(share) {
            workers.push(threads.spawn(|| part.iter().map(&work).collect::<Vec<_>>()));
        }
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    })
}

fn main() -> Result<(), Error> {
    let mut args = env::args().skip(1);
    let word = args.next().unwrap_or("lock".into()).to_lowercase();
    let mut paths: Vec<PathBuf> = args.map(PathBuf::from).collect();
    if paths.is_empty() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        paths = ["README.md", "CHANGELOG.md", "SECURITY.md"].map(|name| here.join(name)).into();
    }
    let arena = Arena::new(64 << 20)?;

    let texts = on_threads(&paths, |path| read(path, &arena.local()));
    let texts = texts.into_iter().collect::<Result<Vec<_>, _>>()?;
    let texts: &[Section<'_>] = arena.try_alloc_slice_fill_iter(texts)?;

    // Every section is where it stays, so that others may know it.
    on_threads(texts, Section::link);

    let found = on_threads(texts, |text| {
        let counts = text.walk().map(|section| (section.count(&word), section));
        counts.filter(|(count, _)| *count > 0).map(|(count, at)| (count, at.path())).collect()
    });
    let found: Vec<(usize, String)> = found.into_iter().flat_map(|found: Vec<_>| found).collect();
    for (count, path) in &found {
        println!("{count:>4}  {path}");
    }
    let sections = texts.iter().flat_map(Section::walk).count();
    println!("{word:?} comes up in {} of {sections} sections", found.len());
    Ok(())
}
