//! The outline of a country: numbers of many digits, in pairs, in lists.

use std::{fmt::Write as _, sync::LazyLock};

use super::{
    records::{records, types},
    sample::Sample,
};
use crate::random::Random;

/// The document.
pub(crate) struct Coordinates;

impl Sample for Coordinates {
    const NAME: &'static str = "coordinates";

    types!(Collection);

    fn json() -> &'static str {
        static JSON: LazyLock<String> = LazyLock::new(collection);
        &JSON
    }
}

records! {
    Collection<'a> {
        kind: Text<'a> = "type",
        features: List<'a, Feature<'a>> = "features",
    }

    Feature<'a> {
        kind: Text<'a> = "type",
        properties: Properties<'a> = "properties",
        geometry: Geometry<'a> = "geometry",
    }

    Properties<'a> {
        name: Text<'a> = "name",
    }

    Geometry<'a> {
        kind: Text<'a> = "type",
        coordinates: List<'a, List<'a, [f64; 2]>> = "coordinates",
    }
}

/// Rings of the outline, of which few are long and most are short.
const RINGS: usize = 480;
/// Points of all rings.
const POINTS: usize = 55_563;

fn collection() -> String {
    let random = &mut Random(0xCA7ADA);
    let mut json = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Country"},"geometry":{"type":"Polygon","coordinates":["#.to_owned();
    let mut left = POINTS;
    for ring in 0..RINGS {
        let others = RINGS - ring;
        let points = if others == 1 {
            left
        } else {
            4 + (left - 4 * others) / (3 + random.below(2 * others))
        };
        left -= points;
        json.push_str(if ring == 0 { "[" } else { ",[" });
        let (mut x, mut y) = (-60.0 - random.below(80) as f64, 42.0 + random.below(40) as f64);
        for point in 0..points {
            x += (random.below(100_000) as f64 - 50_000.0) / 1e6;
            y += (random.below(100_000) as f64 - 50_000.0) / 1e6;
            let comma = if point == 0 { "" } else { "," };
            let (x_digits, y_digits) = if random.percent(50) { (14, 14) } else { (15, 15) };
            let _ = write!(json, "{comma}[{x:.x_digits$},{y:.y_digits$}]");
        }
        json.push(']');
    }
    json.push_str("]}}]}");
    json
}
