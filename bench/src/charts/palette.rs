//! Who has which colour, in every chart, on a light page and on a dark one.

use std::fmt::Write as _;

use crate::harness::{Kind, Outcome};

/// The class of a row's mark, and what a legend calls it. The names of a family of rows begin alike; the last stands for all others.
const PEERS: &[(&str, &str, &str, &str)] = &[
    // Begins with, class, light, dark.
    ("bumpalo-herd", "herd", "#d6409f", "#f778ba"),
    ("bumpalo", "bumpalo", "#d55e00", "#ff8f4c"),
    ("bump-scope", "scope", "#d9a400", "#f0c52e"),
    ("blink", "blink", "#8250df", "#b392f0"),
    ("bitena", "bitena", "#8a5a2b", "#c69c6d"),
    ("multitude", "multitude", "#00858a", "#2cc7cb"),
    ("system", "system", "#57606a", "#9aa4ae"),
    ("", "other", "#afb8c1", "#59636e"),
];

/// Everything that is not a peer's: class, property, light, dark.
const OTHERS: &[(&str, &str, &str, &str)] = &[
    ("paper", "fill", "#ffffff", "#0d1117"),
    ("title", "fill", "#1f2328", "#f0f6fc"),
    ("ink", "fill", "#1f2328", "#f0f6fc"),
    ("quiet", "fill", "#59636e", "#9198a1"),
    ("own", "fill", "#0969da", "#58a6ff"),
    ("ours", "fill", "#0969da", "#58a6ff"),
    ("hollow", "stroke", "#0969da", "#58a6ff"),
    ("zero", "stroke", "#0969da", "#58a6ff"),
    ("rule", "stroke", "#d1d9e0", "#3d444d"),
    ("cut", "fill", "#ffffff", "#0d1117"),
    ("floor", "fill", "#1a7f37", "#3fb950"),
    ("exchange", "stroke", "#1a7f37", "#3fb950"),
    ("left", "fill", "#fff4e8", "#211a12"),
    ("right", "fill", "#eef5ff", "#101a2b"),
];

/// The lengths and fonts of the sheet, which are the same on every page.
const SHAPES: &str =
    "text { font: 12px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }
.title { font-size: 15px; font-weight: 600; }
.own, .strong { font-weight: 600; }
.rule { stroke-width: 1; }
.zero { stroke-width: 2; }
.hollow, .exchange { fill: none; stroke-width: 2; }
";

/// The sheet of every chart.
pub(super) fn sheet() -> String {
    let mut sheet = SHAPES.to_owned();
    rules(&mut sheet, |light, _| light);
    sheet.push_str("@media (prefers-color-scheme: dark) {\n");
    rules(&mut sheet, |_, dark| dark);
    sheet.push_str("}\n");
    sheet
}

fn rules(sheet: &mut String, colour: impl Fn(&'static str, &'static str) -> &'static str) {
    for (class, property, light, dark) in OTHERS {
        let _ = writeln!(sheet, ".{class} {{ {property}: {}; }}", colour(light, dark));
    }
    for (_, class, light, dark) in PEERS {
        let _ = writeln!(sheet, ".{class} {{ fill: {}; }}", colour(light, dark));
    }
}

/// The class of a row's mark.
pub(super) fn class(row: &Outcome) -> &'static str {
    match row.kind {
        Kind::Ours => "ours",
        Kind::Floor if row.name == "bare exchange" => "exchange",
        Kind::Floor => "floor",
        Kind::Peer => {
            PEERS.iter().find(|peer| row.name.starts_with(peer.0)).map_or("other", |peer| peer.1)
        }
    }
}

/// What a class is called in a legend, in the order of the legend.
pub(super) const LEGEND: &[(&str, &str)] = &[
    ("bumpalo", "bumpalo"),
    ("scope", "bump-scope"),
    ("blink", "blink"),
    ("herd", "bumpalo-herd"),
    ("multitude", "multitude"),
    ("bitena", "bitena"),
    ("system", "system (malloc)"),
    ("other", "others"),
    ("hollow", "ours, another way"),
    ("floor", "floor: the bare operation"),
    ("exchange", "floor: a bare exchange"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_has_one_colour_and_a_longer_name_comes_first() {
        let peer = |name: &str| {
            let samples = Vec::new();
            class(&Outcome { group: String::new(), name: name.into(), kind: Kind::Peer, samples })
        };
        assert_eq!(peer("bumpalo"), peer("bumpalo, align 8"));
        assert_eq!(peer("blink"), peer("blink sync.local"));
        assert_ne!(peer("bumpalo"), peer("bumpalo-herd"));
        assert_eq!(peer("rarena"), "other");
    }
}
