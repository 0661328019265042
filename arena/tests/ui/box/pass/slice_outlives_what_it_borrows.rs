//! A boxed slice of values that see something dead when they are dropped.

use arena::Arena;

struct Reads<'t>(&'t str);

impl Drop for Reads<'_> {
    fn drop(&mut self) {
        assert!(!self.0.is_empty());
    }
}

fn main() {
    let arena = Arena::new(64).unwrap();
    let (outer, slice);
    let inner = String::from("text");
    outer = String::from("text");
    slice = arena.alloc_box_slice([Reads(&outer)]);
    assert_eq!((slice.len(), inner.len(), outer.len()), (1, 4, 4));
}
