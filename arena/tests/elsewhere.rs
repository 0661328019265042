//! That reading into an arena allocates nothing elsewhere: in a program of its own, which counts what
//! it asks of the global allocator.
#![cfg(all(feature = "derive", feature = "serde"))]
#![expect(clippy::std_instead_of_core, reason = "tests have `std`")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use arena::{
    Arena, ArenaSafe, DeserializeIn,
    deserialize::{Bytes, Pairs},
};

struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: it is the system's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.set(CALLS.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(ArenaSafe, DeserializeIn, Debug)]
struct Record<'a> {
    name: &'a str,
    numbers: &'a [f64],
    by_name: Pairs<'a, &'a str, Option<&'a Record<'a>>>,
    bytes: Bytes<'a>,
    shapes: &'a [Shape<'a>],
    others: &'a [Other<'a>],
}

#[derive(ArenaSafe, DeserializeIn, Debug)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Shape<'a> {
    Circle { radius: f64 },
    Named(Name<'a>),
}

#[derive(ArenaSafe, DeserializeIn, Debug)]
struct Name<'a> {
    #[serde(alias = "title")]
    name: &'a str,
}

#[derive(ArenaSafe, DeserializeIn, Debug)]
#[serde(untagged)]
enum Other<'a> {
    Number(u64),
    Pair(u64, &'a str),
    Text(&'a str),
}

const JSON: &str = r#"{"name":"all of it","numbers":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18],
    "by_name":{"a":null,"b":{"name":"","numbers":[],"by_name":{},"bytes":[7],"shapes":[],"others":[]}},
    "bytes":[1,2,3],"shapes":[{"type":"circle","radius":1},{"radius":2,"more":{"a":[1]},"type":"circle"},
    {"title":"a","type":"named"}],"others":[1,[2,"two"],"three"]}"#;

#[test]
fn nothing_is_allocated_elsewhere() {
    let arena = Arena::new(1 << 16).unwrap();
    let before = CALLS.get();
    let record = {
        let from = &mut serde_json::Deserializer::from_str(JSON);
        arena.local().deserialize::<Record<'_>, _>(from).unwrap()
    };
    assert_eq!(CALLS.get() - before, 0);
    assert!(before > 0, "the arena itself is counted");
    assert_eq!((record.numbers.len(), record.shapes.len(), record.others.len()), (18, 3, 3));
    assert!(matches!(record.shapes[2], Shape::Named(Name { name: "a" })));
    assert!(matches!(record.shapes[1], Shape::Circle { radius: 2.0 }));
    assert!(matches!(
        record.others,
        [Other::Number(1), Other::Pair(2, "two"), Other::Text("three")]
    ));
    assert_eq!(
        (record.name, record.bytes.0, record.by_name.len()),
        ("all of it", &[1, 2, 3][..], 2)
    );
}

#[cfg(all(feature = "mmap", not(miri)))]
#[test]
fn a_mapped_arena_allocates_nothing() -> Result<(), arena::AllocError> {
    let before = CALLS.get();
    for capacity in [1 << 16, 1 << 24, 1 << 30].repeat(3) {
        let arena = Arena::mapped(capacity)?;
        assert_eq!(arena.alloc_str("there"), "there");
    }
    assert_eq!(CALLS.get() - before, 1, "what repeats the capacities");
    Ok(())
}
