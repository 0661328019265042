//! Programs with one mistake each, which must not compile, and their twins without it, which must.
//!
//! `ui/TOPIC/NAME.rs` is a mistake, `NAME.stderr` is what the compiler says of it, and
//! `pass/NAME.rs` is the twin, which differs in one line. Compilers word their messages anew with
//! every release, so the texts are compared only by the one in `ui/rustc`. To renew them, write its
//! version there and run `TRYBUILD=overwrite cargo test -p arena --test ui`, without and with the
//! features `collections`, `interner` and `serde`: types of the first bear names of `std`, and every
//! message says then which is meant. So the texts in `ui/collections`, `ui/interner` and
//! `ui/deserialize` are compared with all three, and all others without.
#![cfg(all(feature = "derive", not(miri)))]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trybuild::TestCases;

/// The compiler that made the texts.
const RUSTC: &str = include_str!("ui/rustc");
const WITH_COLLECTIONS: bool = cfg!(feature = "collections");
const WITH_INTERNER: bool = cfg!(feature = "interner");
const WITH_SERDE: bool = cfg!(feature = "serde");

#[test]
fn mistakes_do_not_compile() {
    let topics = topics().into_iter().filter(|topic| !is_of_net(topic));
    refuses("mistakes_do_not_compile", topics.collect(), false);
}

#[test]
fn mistakes_that_pass_a_check_do_not_build() {
    let topics = topics().into_iter().filter(|topic| is_of_net(topic));
    refuses("mistakes_that_pass_a_check_do_not_build", topics.collect(), true);
}

/// Looks whether no mistake of the topics compiles; for the test that is named so.
fn refuses(test: &str, topics: Vec<PathBuf>, build: bool) {
    let fail = |topics: Vec<PathBuf>| {
        let cases = TestCases::new();
        if build {
            // trybuild only checks, unless there is something to run.
            cases.pass("tests/ui/net/pass/*.rs");
        }
        for topic in topics {
            cases.compile_fail(topic.join("*.rs"));
        }
    };
    if let Some(copy) = env::var_os("ARENA_UI_COPY") {
        return fail(entries(Path::new(&copy)));
    }
    let same_compiler = this_rustc().trim() == RUSTC.trim();
    let has_texts = |topic: &PathBuf| {
        let is_of_feature =
            is_of_collections(topic) || is_of_interner(topic) || is_of_deserialize(topic);
        let has_features = if is_of_feature { WITH_INTERNER && WITH_SERDE } else { !WITH_INTERNER };
        same_compiler && has_features && is_of_feature == WITH_COLLECTIONS
    };
    let (with_texts, without): (Vec<_>, Vec<_>) = topics.into_iter().partition(has_texts);
    if !with_texts.is_empty() {
        fail(with_texts);
    }
    if !without.is_empty() {
        // trybuild takes whatever message comes, and writes it down, if its variable says so when
        // it starts. It shows them all, which nobody wants to see unless a mistake compiles.
        let copy = copy_of_mistakes(test, &without);
        let mut again = Command::new(env::current_exe().unwrap());
        again.args(["--exact", test, "--nocapture"]);
        again.env("TRYBUILD", "overwrite").env("ARENA_UI_COPY", copy);
        let output = again.output().unwrap();
        let shown = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "a mistake compiles:\n{shown}");
    }
}

/// They are one package without our dev-dependencies, for the sake of time, and all but those of
/// `ui/static` one program, which runs each: macros that are crates or have names in a crate's root
/// need a program of their own.
#[test]
fn twins_compile() {
    let package = empty_directory("twins");
    let source = package.join("src");
    fs::create_dir_all(source.join("bin")).unwrap();
    let mut names = Vec::new();
    for mistake in mistakes(&topics()) {
        let path = mistake.strip_prefix("tests/ui").unwrap().with_extension("");
        let name = path.to_str().unwrap().replace(std::path::MAIN_SEPARATOR, "_");
        let text = read(&twin_of(&mistake));
        if mistake.parent().unwrap().ends_with("static") {
            fs::write(source.join("bin").join(name).with_extension("rs"), text).unwrap();
            continue;
        }
        let text = text.replace("\nfn main()", "\npub fn main()");
        fs::write(source.join(&name).with_extension("rs"), text).unwrap();
        names.push(name);
    }
    let (modules, calls) = (names.join(";\nmod "), names.join("::main();\n    "));
    let program = format!("mod {modules};\n\nfn main() {{\n    {calls}::main();\n}}\n");
    fs::write(source.join("main.rs"), format!("#![allow(warnings)]\n{program}")).unwrap();

    let features = [
        (WITH_COLLECTIONS, "'collections',"),
        (WITH_INTERNER, "'interner',"),
        (WITH_SERDE, "'serde',"),
    ];
    let features: String =
        features.into_iter().filter(|(with, _)| *with).map(|(_, name)| name).collect();
    let here = env!("CARGO_MANIFEST_DIR");
    let manifest = format!(
        "[package]\nname = 'twins'\nedition = '2024'\ndefault-run = 'twins'\n\n[workspace]\n\n[dependencies]\n\
         arena = {{ path = '{here}', features = [{features}] }}\n\
         arena-test-add-field = {{ path = '{here}/tests/support/add-field' }}\n\
         arena-test-evaluate-again = {{ path = '{here}/tests/support/evaluate-again' }}\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    let _ = fs::copy("../Cargo.lock", package.join("Cargo.lock"));
    for command in ["build", "run"] {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args([command, "--quiet", "--offline"]).current_dir(&package);
        cargo.env("CARGO_TARGET_DIR", package.with_extension("target"));
        let output = cargo.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn twins_differ_in_one_line() {
    for mistake in mistakes(&topics()) {
        let twin = twin_of(&mistake);
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

/// The topics of the features that are enabled.
fn topics() -> Vec<PathBuf> {
    let has_feature = |topic: &PathBuf| {
        (WITH_COLLECTIONS || !is_of_collections(topic))
            && (WITH_INTERNER || !is_of_interner(topic))
            && (WITH_SERDE || !is_of_deserialize(topic))
    };
    let topics = entries(Path::new("tests/ui")).into_iter();
    topics.filter(|topic| topic.is_dir() && has_feature(topic)).collect()
}

fn is_of_collections(topic: &Path) -> bool {
    topic.ends_with("collections")
}

fn is_of_interner(topic: &Path) -> bool {
    topic.ends_with("interner")
}

fn is_of_deserialize(topic: &Path) -> bool {
    topic.ends_with("deserialize")
}

/// What the net under wrong impls of `ArenaSafe` catches, which is hung up when a program is built.
fn is_of_net(topic: &Path) -> bool {
    topic.ends_with("net")
}

/// The source files right below the topics, without the twins.
fn mistakes(topics: &[PathBuf]) -> Vec<PathBuf> {
    let files = topics.iter().flat_map(|topic| entries(topic));
    files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn twin_of(mistake: &Path) -> PathBuf {
    mistake.parent().unwrap().join("pass").join(mistake.file_name().unwrap())
}

/// Copies the mistakes, but not their messages, to a new directory for a test.
fn copy_of_mistakes(test: &str, topics: &[PathBuf]) -> PathBuf {
    let copy = empty_directory(test);
    for mistake in mistakes(topics) {
        let target = copy.join(mistake.strip_prefix("tests/ui").unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(mistake, target).unwrap();
    }
    copy
}

fn empty_directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
