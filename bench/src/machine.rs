//! What the numbers were taken on: never a path, never a host's name.

use std::{
    fmt, fs,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{crew::cores, profiles};

/// The machine, the compiler and the day.
#[derive(Debug)]
pub struct Machine {
    cpu: String,
    load: Option<String>,
    huge_pages: Option<String>,
    defrag: Option<String>,
    day: Day,
}

impl Machine {
    /// Looks at this machine.
    pub fn here() -> Self {
        let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let field = |name| {
            cpuinfo.lines().find_map(|line| {
                let (field, value) = line.split_once(':')?;
                (field.trim() == name).then(|| value.trim())
            })
        };
        // Clouds give many generations one name.
        let cpu = field("model name").map(|name| {
            let numbers = [field("cpu family"), field("model"), field("stepping")];
            let numbers = numbers.map(|number| number.unwrap_or("?")).join("/");
            format!("{name}, family/model/stepping {numbers}")
        });
        let load = fs::read_to_string("/proc/loadavg")
            .ok()
            .and_then(|text| text.split(' ').next().map(str::to_owned));
        let huge_pages = |setting| {
            let path = format!("/sys/kernel/mm/transparent_hugepage/{setting}");
            let text = fs::read_to_string(path).ok()?;
            Some(text.split_once('[')?.1.split_once(']')?.0.to_owned())
        };
        let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        Self {
            cpu: cpu.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            load,
            huge_pages: huge_pages("enabled"),
            defrag: huge_pages("defrag"),
            day: Day::of(since / 86_400),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = "unknown";
        writeln!(
            f,
            "- Machine: {} ({}), {} cores, {}",
            self.cpu,
            std::env::consts::ARCH,
            cores(),
            std::env::consts::OS
        )?;
        writeln!(
            f,
            "- Compiler: {}, {}, no `target-cpu`",
            env!("RUSTC_VERSION"),
            profiles::settings()
        )?;
        writeln!(f, "- Date: {} (UTC)", self.day)?;
        writeln!(
            f,
            "- Transparent huge pages: `{}`, defrag `{}`",
            self.huge_pages.as_deref().unwrap_or(unknown),
            self.defrag.as_deref().unwrap_or(unknown)
        )?;
        writeln!(
            f,
            "- Load of the machine when the run began: {}",
            self.load.as_deref().unwrap_or(unknown)
        )
    }
}

/// A day of the civil calendar.
#[derive(Debug, PartialEq, Eq)]
struct Day {
    year: u64,
    month: u64,
    day: u64,
}

impl Day {
    /// The day that many days after 1970-01-01.
    fn of(mut days: u64) -> Self {
        let mut year = 1970;
        let leap = |year: u64| {
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
        };
        while days >= 365 + u64::from(leap(year)) {
            days -= 365 + u64::from(leap(year));
            year += 1;
        }
        let mut month = 1;
        for length in [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if days < length {
                break;
            }
            days -= length;
            month += 1;
        }
        Self { year, month, day: days + 1 }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The version of a package in this package's lockfile.
pub fn version(package: &str) -> Option<&'static str> {
    let lock = include_str!("../Cargo.lock");
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.lines().any(|line| line == format!("name = \"{package}\"")))?;
    entry.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_through_leap_years() {
        assert_eq!(Day::of(0).to_string(), "1970-01-01");
        assert_eq!(Day::of(11_016).to_string(), "2000-02-29");
        assert_eq!(Day::of(19_782).to_string(), "2024-02-29");
        assert_eq!(Day::of(20_453).to_string(), "2025-12-31");
    }

    #[test]
    fn every_peer_is_in_the_lockfile() {
        for package in [
            "bumpalo",
            "bump-scope",
            "bumpalo-herd",
            "blink-alloc",
            "bitena",
            "rarena-allocator",
            "multitude",
            "typed-arena",
        ] {
            assert!(version(package).is_some(), "{package}");
        }
    }
}
