//! For parsers: documents become trees in one arena, on several threads, and are freed in one step.
//!
//! Each thread parses with a `Local` of its own. What it makes borrows from the arena, so that the
//! trees outlive handles, threads and texts. A document that does not fit is refused with the
//! arena's own words.
//!
//! ```text
//! cargo run --release --example json -- one.json another.json
//! echo '[1, {"two": 3}]' | cargo run --release --example json -- --write -
//! ```

mod error;
mod parser;
mod value;
mod writer;

use std::{
    fmt::{self, Write as _},
    fs,
    io::{self, Read, Write},
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use arena::Arena;
use clap::Parser;
use indicatif::HumanCount;

use crate::{
    error::Error,
    value::{Number, Value},
};

/// What is parsed if no path is given.
const SAMPLE: &[u8] = include_bytes!("sample.json");
/// Bytes of the arena for a byte of text, at most: the shortest value is a digit and a comma.
const GROWTH: usize = size_of::<Value<'_>>() / 2;

/// Parses JSON on several threads, says what it is made of, and writes it back
#[derive(Parser)]
struct Args {
    /// Files to read, `-` for standard input [default: a sample that is built in]
    paths: Vec<PathBuf>,
    /// Size of the arena [default: what the texts may need at most]
    #[arg(long, value_name = "MIB")]
    arena: Option<usize>,
    /// Write each document to standard output, one a line, and what is said to standard error
    #[arg(long)]
    write: bool,
}

/// A text, and where it is from.
struct Text {
    name: String,
    json: Vec<u8>,
}

impl Text {
    fn read(path: &PathBuf) -> Result<Self, String> {
        let json = if path == Path::new("-") {
            let mut json = Vec::new();
            io::stdin().read_to_end(&mut json).map(|_| json)
        } else {
            fs::read(path)
        };
        let name = path.display().to_string();
        let json = json.map_err(|error| format!("cannot read {name}: {error}"))?;
        Ok(Self { name, json })
    }
}

/// What a text has become.
struct Document<'a> {
    name: String,
    size: usize,
    root: error::Result<Value<'a>>,
    time: Duration,
}

/// What a document is made of.
#[derive(Default)]
struct Summary {
    objects: usize,
    lists: usize,
    texts: usize,
    numbers: usize,
    others: usize,
    /// Lists and objects that are in each other, at most.
    depth: usize,
    /// Bytes of slices and text in the arena.
    bytes: usize,
}

impl Summary {
    /// Counts a value that is in `depth - 1` others, and all that is in it.
    fn add(&mut self, value: &Value<'_>, depth: usize) {
        match *value {
            Value::Null | Value::Bool(_) => self.others += 1,
            Value::Number(number) => {
                self.numbers += 1;
                if let Number::Text(digits) = number {
                    self.bytes += digits.len();
                }
            }
            Value::Text(text) => {
                self.texts += 1;
                self.bytes += text.len();
            }
            Value::List(items) => {
                self.lists += 1;
                self.depth = self.depth.max(depth);
                self.bytes += size_of_val(items);
                for item in items {
                    self.add(item, depth + 1);
                }
            }
            Value::Object(members) => {
                self.objects += 1;
                self.depth = self.depth.max(depth);
                self.bytes += size_of_val(members);
                for (name, value) in members {
                    self.bytes += name.len();
                    self.add(value, depth + 1);
                }
            }
        }
    }
}

/// Parses all texts, each thread the next one that nobody has taken. The documents are in the order
/// of the texts.
fn parse_all<'a>(texts: &[Text], arena: &'a Arena, threads: usize) -> Vec<Document<'a>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let local = arena.local();
        let mut documents = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(Text { name, json }) = texts.get(index) else { return documents };
            let start = Instant::now();
            let root = parser::parse(json, &local);
            let (name, time) = (name.clone(), start.elapsed());
            documents.push((index, Document { name, size: json.len(), root, time }));
        }
    };
    let mut documents: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let join = |worker: ScopedJoinHandle<'_, _>| worker.join().expect("no worker panics");
        workers.into_iter().flat_map(join).collect()
    });
    documents.sort_unstable_by_key(|(index, _)| *index);
    documents.into_iter().map(|(_, document)| document).collect()
}

/// Says what is in a document that was written back in so many bytes.
fn describe(root: &Value<'_>, written: usize, report: &mut String) -> fmt::Result {
    let mut summary = Summary::default();
    summary.add(root, 1);
    let Summary { objects, lists, texts, numbers, others, depth, bytes } = summary;
    for (count, what) in [
        (objects, "objects"),
        (lists, "lists"),
        (texts, "texts"),
        (numbers, "numbers"),
        (others, "others: true, false and null"),
        (depth, "levels of objects and lists"),
        (bytes, "bytes in the arena"),
        (written, "bytes written back"),
    ] {
        writeln!(report, "{:>12}  {what}", number(count))?;
    }
    Ok(())
}

/// A number with commas.
fn number(number: usize) -> String {
    HumanCount(number as u64).to_string()
}

/// Returns whether there is a tree of every text.
fn run(args: &Args) -> Result<bool, Box<dyn std::error::Error>> {
    let mut texts = args.paths.iter().map(Text::read).collect::<Result<Vec<_>, _>>()?;
    if texts.is_empty() {
        texts.push(Text { name: "sample.json".into(), json: SAMPLE.into() });
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(texts.len());
    // A thread's handle may keep as much as 64 KiB to itself.
    let most = texts.iter().map(|text| text.json.len() * GROWTH).sum::<usize>() + threads * 65536;
    let arena = Arena::new(args.arena.map_or(most, |mib| mib.saturating_mul(1024 * 1024)))?;
    let documents = parse_all(&texts, &arena, threads);
    drop(texts);

    let (mut out, mut report, mut all) = (Vec::new(), String::new(), true);
    for Document { name, size, root, time } in documents {
        match root {
            Ok(root) => {
                let start = out.len();
                writer::write(&root, &mut out)?;
                writeln!(report, "{name}: {} bytes parsed in {time:.0?}", number(size))?;
                describe(&root, out.len() - start, &mut report)?;
                out.push(b'\n');
            }
            Err(error) => {
                // Without a gap before line and column, as editors know it from compilers.
                let gap = if let Error::Arena(_) = *error { " " } else { "" };
                eprintln!("{name}:{gap}{error}");
                all = false;
            }
        }
    }
    let (allocated, capacity) = (number(arena.allocated()), number(arena.capacity()));
    writeln!(report, "{allocated} of {capacity} bytes of the arena allocated")?;

    if args.write {
        eprint!("{report}");
    } else {
        out = report.into_bytes();
    }
    match io::stdout().write_all(&out) {
        // Whoever reads it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(all),
        written => Ok(written.map(|()| all)?),
    }
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
