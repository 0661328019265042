//! Runs the example `wordcount` as a person would.

#![cfg(not(miri))] // which cannot start a process
#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod support;

use std::{
    collections::HashMap,
    io::Write,
    process::{Command, Output, Stdio},
};

use crate::support::file;

fn wordcount(args: &[&str]) -> Command {
    support::example("wordcount", args)
}

#[track_caller]
fn stdout(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The one line on stderr of a run that failed.
#[track_caller]
fn refusal(output: Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message.lines().count(), 1, "{message}");
    message
}

/// The words of a chart, and the figures under it by the words behind them.
fn table(printed: &str) -> (HashMap<String, usize>, HashMap<String, usize>) {
    let number = |digits: &str| digits.replace(',', "").parse::<usize>().unwrap();
    let (chart, figures) = printed.split_once("\n\n").unwrap();
    let chart = chart.lines().map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        (fields[0].to_owned(), number(fields[1]))
    });
    let figures = figures.lines().map(|line| {
        let (figure, what) = line.trim().split_once("  ").unwrap();
        (what.to_owned(), number(figure))
    });
    (chart.collect(), figures.collect())
}

/// The same count, letter by letter on one thread.
fn simple_count(text: &str) -> HashMap<String, usize> {
    let (mut counts, mut word) = (HashMap::new(), String::new());
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '\'' {
            word.push(c);
        } else {
            let inner = word.trim_matches('\'').to_lowercase();
            if !inner.is_empty() {
                *counts.entry(inner).or_default() += 1;
            }
            word.clear();
        }
    }
    counts
}

/// Some hundred kilobytes, with words that many threads meet and words that few do.
fn text(seed: usize) -> String {
    let common = ["the", "Arena", "don't", "'quoted'", "über", "ΟΔΟΣ", "光学", "naïve—and", "x"];
    let word =
        |i: usize| format!("{} W{}{}", common[(i * i + seed) % 9], i % 5003, [" ", ",\n"][i % 2]);
    (0..30_000).map(word).collect()
}

#[test]
fn several_inputs_on_many_threads_are_counted_exactly() {
    let texts = [text(1), text(5), text(7)];
    let files = [file("one", &texts[0]), file("two", &texts[1])];
    let mut child = wordcount(&[
        &files[0],
        &files[1],
        "-",
        "--top",
        "100000",
        "--threads",
        "8",
        "--distinct",
        "6000",
    ])
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    child.stdin.take().unwrap().write_all(texts[2].as_bytes()).unwrap();
    let (counts, figures) = table(&stdout(child.wait_with_output().unwrap()));

    let expected = simple_count(&texts.join("\n"));
    assert_eq!(counts, expected);
    assert_eq!(figures["words in all"], expected.values().sum());
    assert_eq!(figures["distinct words, each stored once"], expected.len());
    assert_eq!(figures["bytes capacity"], figures["bytes allocated"] + figures["bytes remaining"]);
    // Had each thread stored its words for itself, there would be several times as many bytes.
    let bytes = expected.keys().map(|word| (12 + word.len()).next_multiple_of(4)).sum::<usize>();
    let table = 64 + 6000 * size_of::<usize>() + 32 * 1024 * 4;
    let allocated = figures["bytes allocated"] - table;
    assert!((bytes..2 * bytes).contains(&allocated), "{bytes} in {figures:?}");
}

#[test]
fn without_arguments_the_readme_is_counted() {
    let (counts, figures) = table(&stdout(wordcount(&[]).output().unwrap()));
    assert_eq!(counts.len(), 20);
    assert!(figures["words in all"] > 100);
}

#[test]
fn invalid_utf8_is_counted_and_not_refused() {
    let path = file("invalid", b"ok \xff caf\xe9 OK \xf0\x9f");
    let (counts, _) = table(&stdout(wordcount(&[&path]).output().unwrap()));
    assert_eq!(counts, HashMap::from([("ok".into(), 2), ("caf".into(), 1)]));
}

#[test]
fn a_path_that_cannot_be_read_is_one_line() {
    let path = file("readable", "text");
    let message = refusal(wordcount(&[&path, "no/such/file"]).output().unwrap());
    assert!(message.contains("no/such/file"), "{message}");
}

#[test]
fn a_full_arena_says_so() {
    let path = file("large", text(0));
    let message = refusal(wordcount(&[&path, "--capacity", "1000"]).output().unwrap());
    assert!(message.contains("arena full: "), "{message}");
    let message =
        refusal(wordcount(&[&path, "--distinct", "1000", "--capacity", "30000"]).output().unwrap());
    assert!(message.contains("arena full: "), "{message}");
}

#[test]
fn more_words_than_there_is_room_for_say_so() {
    let path = file("many", text(0));
    let message = refusal(wordcount(&[&path, "--distinct", "1000"]).output().unwrap());
    assert!(message.contains("more than 1000 distinct words"), "{message}");
}

#[test]
fn an_empty_input_says_so() {
    let path = file("empty", "");
    assert_eq!(stdout(wordcount(&[&path]).output().unwrap()), "no words to count\n");
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let path = file("chart", text(0));
    let mut command = wordcount(&[&path, "--top", "100000"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(stdout(child.wait_with_output().unwrap()), "");
}
