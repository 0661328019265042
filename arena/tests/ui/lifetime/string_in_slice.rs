//! A slice of `String`s in an arena.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let local = arena.local();
    let names = ["Ada", "Grace"];
    local.alloc_slice_fill_iter(names.iter().map(|name| name.to_string()));
}
