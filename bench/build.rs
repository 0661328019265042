//! Remembers the compiler's version and the profile for the report.

use std::{env, path::PathBuf, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=RUSTC");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc)
        .arg("--version")
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok());
    println!(
        "cargo::rustc-env=RUSTC_VERSION={}",
        version.as_deref().unwrap_or("rustc, version unknown").trim()
    );
    // Cargo names no custom profile, but the folder of its outputs: target/PROFILE/build/PACKAGE/out.
    let out: PathBuf = env::var_os("OUT_DIR").expect("cargo sets it").into();
    let folder = out.ancestors().nth(3).expect("cargo's folders are this deep");
    let profile = folder.file_name().expect("a profile has a name").to_string_lossy();
    println!("cargo::rustc-env=BENCH_PROFILE={profile}");
    println!("cargo::rustc-env=BENCH_TARGET={}", folder.display());
}
