//! What the tests share: examples started as a person would start them, and files for them to read.

#![allow(dead_code, reason = "not every test needs files")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// An example, which Cargo builds before its test and beside it.
pub(crate) fn example(name: &str, args: &[&str]) -> Command {
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let example = profile.join("examples").join(name).with_extension(env::consts::EXE_EXTENSION);
    assert!(example.exists(), "not built yet: cargo build -p arena-examples --examples");
    let mut command = Command::new(example);
    command.args(args).stdin(Stdio::null());
    command
}

/// Writes a file for an example to read, and returns its path.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.into_os_string().into_string().unwrap()
}
