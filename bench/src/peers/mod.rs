//! One file per allocator: its best call for each thing a case asks, and its best settings.

pub mod api2;
pub mod bitena;
pub mod blink;
pub mod bump_scope;
pub mod bumpalo;
pub mod cleared;
pub mod floor;
mod forward;
pub mod herd;
pub mod interners;
pub mod multitude;
pub mod ours;
pub mod rarena;
pub mod sharded_slab;
pub mod slotmap;
pub mod system;
pub mod typed_arena;

/// Peers that were asked for and cannot be measured, each with the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "arena-allocator 0.1.0",
        "does not compile with debug assertions off: field `prev` is unconditional but initialised only under \
         `#[cfg(debug_assertions)]` (E0063)",
    ),
    (
        "lake 0.2.0",
        "does not compile on Rust 1.95: it casts a raw trait object to a longer lifetime, which the compiler now refuses; x86-64 only \
         besides",
    ),
    (
        "arena-b 1.0.0",
        "prints to stderr and captures a backtrace at every chunk it takes or frees, in release builds too: a benchmark would measure \
         `eprintln!`",
    ),
];

/// The settings each peer is measured with.
pub const SETTINGS: &[(&str, &str)] = &[
    ("bumpalo", bumpalo::SETTINGS),
    ("bump-scope", bump_scope::SETTINGS),
    ("bumpalo-herd", herd::SETTINGS),
    ("blink-alloc", blink::SETTINGS),
    ("bitena", bitena::SETTINGS),
    ("rarena-allocator", rarena::SETTINGS),
    ("multitude", multitude::SETTINGS),
    ("interners", interners::SETTINGS),
    ("typed-arena", typed_arena::SETTINGS),
    ("allocator-api2", api2::SETTINGS),
    ("sharded-slab", sharded_slab::SETTINGS),
    ("slotmap", slotmap::SETTINGS),
    (
        "serde_json",
        "`from_slice` to a `Value`, and `from_str` to types with its `Deserialize`, with its default features.",
    ),
    ("system allocator", system::SETTINGS),
    ("floors", floor::SETTINGS),
];
