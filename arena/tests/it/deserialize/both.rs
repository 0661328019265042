//! A type read as both: into an arena, and by serde's own derive. It is part of a fuzz target too.

use std::fmt::Debug;

use arena::{Arena, ArenaSafe, DeserializeIn};
use serde::{Serialize, de::DeserializeOwned};

use super::types::{ours, theirs};

/// Calls a function for both forms of each type.
macro_rules! each {
    // What is read as it comes.
    (@streamed $call:ident $arguments:tt) => {
        each!(@call $call $arguments
            Named<'_>, Strict<'_>, Defaults<'_>, Lower, Upper, Pascal, Snake, Screaming, Kebab,
            ScreamingKebab, Tuple<'_>, Newtype<'_>, Unit, Nothing, Empty, Transparent<'_>, Node<'_>,
            Generic<'_, u8>, Maps<'_>, Values<'_>, External<'_>, Renamed, Other, Camel, Newtypes<'_>,
            Page<'_>, Catalogue<'_>, Coordinates<'_>
        )
    };
    // What may have to be kept until it is known what it is.
    (@kept $call:ident $arguments:tt) => {
        each!(@call $call $arguments Internal<'_>, Adjacent<'_>, AdjacentStrict, Untagged<'_>)
    };
    (@call $call:ident $arguments:tt $($name:ident $(<$($argument:tt),*>)?),*) => {
        [$((
            stringify!($name),
            $call::<ours::$name $(<$($argument),*>)?, theirs::$name $(<$($argument),*>)?> $arguments,
        )),*]
    };
}

#[allow(unused_imports, reason = "a fuzz target does not call it")]
pub(crate) use each;

/// Reads a document as both.
fn same_json<'j, O, T>(json: &'j str, arena: &'j Arena, is_streamed: bool) -> bool
where
    O: DeserializeIn<'j, 'j> + ArenaSafe + Debug + Serialize + 'j,
    T: DeserializeOwned + Debug + Serialize,
{
    let from = &mut serde_json::Deserializer::from_str(json);
    let ours = arena.local().deserialize::<O, _>(&mut *from);
    let ours = ours.and_then(|value| from.end().map(|()| value));
    let theirs = serde_json::from_str::<T>(json);
    let name = std::any::type_name::<T>();
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "{json}");
            let written = [serde_json::to_string(ours), serde_json::to_string(theirs)];
            assert_eq!(written[0].as_ref().unwrap(), written[1].as_ref().unwrap());
        }
        (Err(ours), Err(theirs)) if is_streamed => {
            assert_eq!(ours.to_string(), theirs.to_string(), "{name} of {json}");
        }
        // Of several mistakes, the one that is found first may be another.
        (Err(_), Err(_)) => {}
        _ => panic!("{name} of {json}:\n{ours:?}\n{theirs:?}"),
    }
    ours.is_ok()
}

/// Reads a document as each type, and returns the names of those that it is.
pub(crate) fn as_each_type(json: &str) -> Vec<&'static str> {
    let arena = Arena::new(1 << 20).unwrap();
    let streamed = each!(@streamed same_json(json, &arena, true));
    let kept = each!(@kept same_json(json, &arena, false));
    let all = streamed.into_iter().chain(kept);
    all.filter(|(_, is_it)| *is_it).map(|(name, _)| name).collect()
}

/// Reads bytes as both.
fn same_postcard<'j, O, T>(bytes: &'j [u8], arena: &'j Arena) -> bool
where
    O: DeserializeIn<'j, 'j> + ArenaSafe + Debug + 'j,
    T: DeserializeOwned + Debug,
{
    let ours = arena.local().deserialize::<O, _>(&mut postcard::Deserializer::from_bytes(bytes));
    match (ours, postcard::from_bytes::<T>(bytes)) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "{bytes:?}");
            true
        }
        (Err(ours), Err(theirs)) => {
            assert_eq!(ours, theirs, "{} of {bytes:?}", std::any::type_name::<T>());
            false
        }
        (ours, theirs) => panic!("{bytes:?}: {ours:?}\n{theirs:?}"),
    }
}

/// Reads bytes as each type, and returns the names of those that they are.
pub(crate) fn as_each_type_of_postcard(bytes: &[u8]) -> Vec<&'static str> {
    let arena = Arena::new(1 << 20).unwrap();
    let streamed = each!(@streamed same_postcard(bytes, &arena));
    let kept = each!(@kept same_postcard(bytes, &arena));
    let all = streamed.into_iter().chain(kept);
    all.filter(|(_, is_it)| *is_it).map(|(name, _)| name).collect()
}
