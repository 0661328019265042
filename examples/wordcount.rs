//! For threads that share what they find: every distinct word of some texts is stored once, in one
//! arena.
//!
//! Each thread stores through a `Local` of its own, without atomics. What it gets is a `&'a str`
//! that lives as long as the arena, so it can hand the word to all the others at once, through a
//! table of what is stored. No text is ever copied again, or freed one by one.
//!
//! ```text
//! cargo run --release --example wordcount -- --top 10 one.txt another.txt
//! ```

use std::{
    array,
    cmp::Reverse,
    collections::{HashMap, HashSet},
    error::Error,
    fs,
    hash::{BuildHasher, RandomState},
    io::{self, BufWriter, Read, Write},
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use arena::{AllocError, Arena, Local};
use clap::Parser;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use unicode_width::UnicodeWidthStr;

/// What is read if no path is given.
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
/// Bytes of text that a thread takes at a time.
const PIECE: usize = 4096;
/// Bytes of text above which progress is shown.
const LARGE: usize = 4 * 1024 * 1024;
/// Parts of the shared table, so that threads seldom wait for each other.
const SHARDS: usize = 64;
/// Columns of the longest bar.
const BAR: usize = 40;
/// Columns of the longest word that is shown whole.
const WORD: usize = 24;

/// Counts the words of texts on several threads, and draws the most frequent ones
#[derive(Parser)]
struct Args {
    /// Files to read, `-` for standard input [default: this repository's README.md]
    paths: Vec<PathBuf>,
    /// How many words to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Size of the arena [default: what the texts may need at most]
    #[arg(long, value_name = "BYTES")]
    capacity: Option<usize>,
    /// How many threads count [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

/// How often each word was seen.
type Counts<'a> = HashMap<&'a str, usize>;

/// What the threads share: the texts that they read, and the words that are in the arena.
struct Job<'t, 'a> {
    pieces: Vec<&'t str>,
    /// The first piece that nobody has taken yet.
    next: AtomicUsize,
    stored: [Mutex<HashSet<&'a str>>; SHARDS],
    hasher: RandomState,
    progress: ProgressBar,
}

impl<'a> Job<'_, 'a> {
    /// What each thread does: counts the words of one piece after the other, until none is left.
    fn count(&self, local: &Local<'a>) -> Result<Counts<'a>, AllocError> {
        let mut counts = Counts::new();
        while let Some(piece) = self.pieces.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            for word in words(piece) {
                let lower;
                let word = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    word
                } else {
                    lower = word.to_lowercase().replace('’', "'");
                    &lower
                };
                if let Some(count) = counts.get_mut(word) {
                    *count += 1;
                } else {
                    // New to this thread, though perhaps not to the others.
                    let word = self.store(word, local).inspect_err(|_| self.stop())?;
                    counts.insert(word, 1);
                }
            }
            self.progress.inc(piece.len() as u64);
        }
        Ok(counts)
    }

    /// Finds a word in the arena, or puts it there.
    fn store(&self, word: &str, local: &Local<'a>) -> Result<&'a str, AllocError> {
        let [byte, ..] = self.hasher.hash_one(word).to_ne_bytes();
        let shard = &self.stored[usize::from(byte) % SHARDS];
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stored) = shard.get(word) {
            return Ok(stored);
        }
        let stored = local.try_alloc_str(word)?;
        shard.insert(stored);
        Ok(stored)
    }

    /// Leaves no piece to any thread.
    fn stop(&self) {
        self.next.store(self.pieces.len(), Ordering::Relaxed);
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_gap(c: char) -> bool {
    !c.is_alphanumeric() && !is_apostrophe(c)
}

/// The words of a text: letters and digits, and apostrophes between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_gap).map(|word| word.trim_matches(is_apostrophe)).filter(|word| !word.is_empty())
}

/// Cuts a text into pieces of [`PIECE`] bytes or a little more, never inside a word.
fn cut(mut text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    while !text.is_empty() {
        let start = (PIECE..text.len()).find(|&at| text.is_char_boundary(at));
        let gap = start.and_then(|at| Some(at + text[at..].find(is_gap)?));
        let (piece, rest) = text.split_at(gap.unwrap_or(text.len()));
        pieces.push(piece);
        text = rest;
    }
    pieces
}

/// Reads a whole file as text. What is no UTF-8 becomes `U+FFFD`, which is in no word.
fn read(path: &PathBuf) -> Result<String, String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Counts on that many threads, and adds up what they have counted. Their handles are gone when it
/// returns.
fn count_all<'a>(
    job: &Job<'_, 'a>,
    arena: &'a Arena,
    threads: usize,
) -> Result<Counts<'a>, Box<dyn Error>> {
    thread::scope(|scope| {
        let work = || job.count(&arena.local());
        let start = |_| thread::Builder::new().spawn_scoped(scope, work);
        let workers = (0..threads).map(start).collect::<io::Result<Vec<_>>>()?;
        let mut total = Counts::new();
        for worker in workers {
            for (word, count) in worker.join().expect("no worker panics")? {
                *total.entry(word).or_default() += count;
            }
        }
        Ok(total)
    })
}

/// A word, or as much of it as fits into its column.
fn shorten(word: &str) -> String {
    let mut short = String::from(word);
    if word.width() > WORD {
        let fits = |&(at, c): &(usize, char)| word[..at + c.len_utf8()].width() < WORD;
        short = word.char_indices().take_while(fits).map(|(_, c)| c).collect();
        short.push('…');
    }
    short
}

/// A bar as long as `count` is to `most`.
fn bar(count: usize, most: usize) -> String {
    let eighths = (count * BAR * 8).div_ceil(most);
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    "█".repeat(eighths / 8) + rest
}

/// Prints the `top` words as a chart, and the arena's figures.
fn draw(counts: &Counts<'_>, arena: &Arena, top: usize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if counts.is_empty() {
        writeln!(out, "no words to count")?;
        return out.flush();
    }
    let number = |number: usize| HumanCount(number as u64).to_string();

    let mut ranking: Vec<_> = counts.iter().map(|(&word, &count)| (Reverse(count), word)).collect();
    ranking.sort_unstable();
    ranking.truncate(top);
    let most = ranking.first().map_or(1, |(count, _)| count.0);
    let column = ranking.iter().map(|(_, word)| shorten(word).width()).max().unwrap_or(0);
    let digits = number(most).len();
    for &(Reverse(count), word) in &ranking {
        let (word, bar, count) = (shorten(word), bar(count, most), number(count));
        let gap = column - word.width();
        writeln!(out, "{word}{:gap$}  {count:>digits$}  {bar}", "")?;
    }

    writeln!(out)?;
    for (figure, what) in [
        (counts.values().sum(), "words in all"),
        (counts.len(), "distinct words, each stored once"),
        (arena.capacity(), "bytes capacity"),
        (arena.allocated(), "bytes allocated"),
        (arena.remaining(), "bytes remaining"),
        (arena.peak(), "bytes at the peak"),
    ] {
        writeln!(out, "{:>15}  {what}", number(figure))?;
    }
    out.flush()
}

fn run(mut args: Args) -> Result<(), Box<dyn Error>> {
    if args.paths.is_empty() {
        args.paths.push(README.into());
    }
    let texts = args.paths.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let bytes = texts.iter().map(String::len).sum::<usize>();

    let pieces: Vec<_> = texts.iter().flat_map(|text| cut(text)).collect();
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let threads = args.threads.map_or_else(cores, NonZero::get).min(pieces.len());
    // Lower case may be longer, by half at most. A thread's handle may keep as much as 64 KiB to
    // itself.
    let arena = Arena::new(args.capacity.unwrap_or(bytes + bytes / 2 + threads * 64 * 1024))?;

    let progress = if bytes > LARGE {
        let style = "counting {wide_bar} {bytes} of {total_bytes}, {eta} left";
        ProgressBar::new(bytes as u64).with_style(ProgressStyle::with_template(style)?)
    } else {
        ProgressBar::hidden()
    };
    let stored = array::from_fn(|_| Mutex::default());
    let job =
        Job { pieces, next: AtomicUsize::new(0), stored, hasher: RandomState::new(), progress };
    let counts = count_all(&job, &arena, threads);
    job.progress.finish_and_clear();
    let counts = counts?;

    match draw(&counts, &arena, args.top) {
        // Whoever reads the chart has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        drawn => Ok(drawn?),
    }
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
