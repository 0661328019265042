//! This program as the system sees it, once more, and cargo's to start.

use std::{env, fs, process::Command};

/// Cargo, with a command on this package.
pub fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([command, "--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")]);
    cargo
}

/// This program, once more.
pub fn ourselves() -> Command {
    Command::new(env::current_exe().expect("the system tells where this program is"))
}

/// In KiB, what Linux tells of this program in that line, such as `VmRSS:`.
pub fn kibibytes(line: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|found| found.strip_prefix(line))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
