//! Programs with one mistake each, which must not compile, and their twins without it, which must.
//!
//! `ui/TOPIC/NAME.rs` is a mistake, `NAME.stderr` is what the compiler says of it, and
//! `pass/NAME.rs` is the twin, which differs in one line. Compilers word their messages anew with
//! every release, so the texts are compared only by the one in `ui/rustc`. To renew them, write its
//! version there and run `TRYBUILD=overwrite cargo test -p arena --test ui`.
#![cfg(all(feature = "derive", not(miri)))]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trybuild::TestCases;

/// The compiler that made the texts.
const RUSTC: &str = include_str!("ui/rustc");

#[test]
fn mistakes_do_not_compile() {
    if this_rustc().trim() == RUSTC.trim() {
        TestCases::new().compile_fail("tests/ui/*/*.rs");
    } else if let Some(copy) = env::var_os("ARENA_UI_COPY") {
        TestCases::new().compile_fail(Path::new(&copy).join("*/*.rs"));
    } else {
        // trybuild takes whatever message comes, and writes it down, if its variable says so when
        // it starts.
        let copy = copy_of_mistakes();
        let mut again = Command::new(env::current_exe().unwrap());
        again.args(["--exact", "mistakes_do_not_compile", "--nocapture"]);
        again.env("TRYBUILD", "overwrite").env("ARENA_UI_COPY", copy);
        assert!(again.status().unwrap().success(), "a mistake compiles");
    }
}

#[test]
fn twins_compile() {
    TestCases::new().pass("tests/ui/*/pass/*.rs");
}

#[test]
fn twins_differ_in_one_line() {
    for mistake in mistakes() {
        let twin = mistake.parent().unwrap().join("pass").join(mistake.file_name().unwrap());
        let (mistake_text, twin_text) = (read(&mistake), read(&twin));
        let pairs = || mistake_text.lines().zip(twin_text.lines());
        let differing = pairs().filter(|(line, twin_line)| line != twin_line).count();
        assert_eq!(differing, 1, "lines of {} that differ from its twin", mistake.display());
        assert_eq!(
            mistake_text.lines().count(),
            twin_text.lines().count(),
            "{}",
            mistake.display()
        );
    }
}

fn this_rustc() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The source files right below the topics, without the twins.
fn mistakes() -> Vec<PathBuf> {
    let topics = entries(Path::new("tests/ui")).into_iter().filter(|topic| topic.is_dir());
    let files = topics.flat_map(|topic| entries(&topic));
    files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Copies the mistakes, but not their messages, to a new directory.
fn copy_of_mistakes() -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    let _ = fs::remove_dir_all(&copy);
    for mistake in mistakes() {
        let target = copy.join(mistake.strip_prefix("tests/ui").unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(mistake, target).unwrap();
    }
    copy
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
