//! For threads that share what they find: every distinct word of some texts is stored once, in one
//! arena.
//!
//! The threads share an `Interner`, without locks: it gives every word a number, the same on every
//! thread, and keeps its text. So each thread counts in a list of its own, by number, and the lists are
//! added up without a look at any text.
//!
//! ```text
//! cargo run --release --example wordcount -- --top 10 one.txt another.txt
//! ```

use std::{
    cmp::Reverse,
    error::Error,
    fs,
    io::{self, BufWriter, Read, Write},
    iter,
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use arena::{AllocError, Arena, Interner, Symbol};
use clap::Parser;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use unicode_width::UnicodeWidthStr;

/// What is read if no path is given.
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
/// Bytes of text that a thread takes at a time.
const PIECE: usize = 4096;
/// Bytes of text above which progress is shown.
const LARGE: usize = 4 * 1024 * 1024;
/// Distinct words that there is room for, unless the texts have fewer or the user says so.
const DISTINCT: usize = 1024 * 1024;
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
    /// How many distinct words there is room for [default: a million, or what the texts may have]
    #[arg(long, value_name = "N")]
    distinct: Option<usize>,
    /// How many threads count [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

/// How often each word was seen, by its number.
type Counts = Vec<usize>;

/// What the threads share: the texts that they read, and the words that they have found.
struct Job<'t, 'a> {
    pieces: Vec<&'t str>,
    /// The first piece that nobody has taken yet.
    next: AtomicUsize,
    found: Interner<'a>,
    progress: ProgressBar,
}

impl Job<'_, '_> {
    /// What each thread does: counts the words of one piece after the other, until none is left.
    fn count(&self) -> Result<Counts, AllocError> {
        let (mut counts, mut lower) = (Counts::new(), String::new());
        while let Some(piece) = self.pieces.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            for word in words(piece) {
                let word = lowered(word, &mut lower);
                let number = self.found.try_intern(word).inspect_err(|_| self.stop())?.index();
                if number >= counts.len() {
                    counts.resize(number + 1, 0);
                }
                counts[number] += 1;
            }
            self.progress.inc(piece.len() as u64);
        }
        Ok(counts)
    }

    /// Leaves no piece to any thread.
    fn stop(&self) {
        self.next.store(self.pieces.len(), Ordering::Relaxed);
    }
}

/// The word as it is counted, in the buffer if it has to be changed.
fn lowered<'w>(word: &'w str, buffer: &'w mut String) -> &'w str {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word;
    }
    if word.is_ascii() {
        buffer.clear();
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
    } else {
        *buffer = word.to_lowercase().replace('’', "'");
    }
    buffer
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

/// Counts on that many threads, and adds up what they have counted.
fn count_all(job: &Job<'_, '_>, threads: usize) -> Result<Counts, Box<dyn Error>> {
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, || job.count());
        let workers = (0..threads).map(start).collect::<io::Result<Vec<_>>>()?;
        let mut total = Counts::new();
        for worker in workers {
            let counts = worker.join().expect("no worker panics")?;
            total.resize(total.len().max(counts.len()), 0);
            iter::zip(&mut total, counts).for_each(|(total, count)| *total += count);
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
fn draw(found: &Interner<'_>, counts: &[usize], arena: &Arena, top: usize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if found.is_empty() {
        writeln!(out, "no words to count")?;
        return out.flush();
    }
    let number = |number: usize| HumanCount(number as u64).to_string();

    let counted = |(symbol, word): (Symbol, _)| (Reverse(counts[symbol.index()]), word);
    let mut ranking: Vec<_> = found.iter().map(counted).collect();
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
        (counts.iter().sum(), "words in all"),
        (found.len(), "distinct words, each stored once"),
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
    // Each has a byte and a gap at least.
    let distinct = args.distinct.unwrap_or_else(|| (bytes / 2 + 1).min(DISTINCT));
    // Lower case may be longer, by half at most; the rest is for the table.
    let arena = Arena::new(args.capacity.unwrap_or(bytes + bytes / 2 + 64 * distinct + 64 * 1024))?;
    let found = Interner::try_new_in(distinct, &arena)?;

    let progress = if bytes > LARGE {
        let style = "counting {wide_bar} {bytes} of {total_bytes}, {eta} left";
        ProgressBar::new(bytes as u64).with_style(ProgressStyle::with_template(style)?)
    } else {
        ProgressBar::hidden()
    };
    let job = Job { pieces, next: AtomicUsize::new(0), found, progress };
    let counts = count_all(&job, threads);
    job.progress.finish_and_clear();
    let counts = counts.map_err(|error| {
        let is_full = job.found.len() == distinct;
        if is_full {
            format!("more than {distinct} distinct words: see --distinct").into()
        } else {
            error
        }
    })?;

    match draw(&job.found, &counts, &arena, args.top) {
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
