//! A handle that outlives its arena.

use arena::Arena;

fn main() {
    let _outer = Arena::new(64).unwrap();
    let local = {
        let _inner = Arena::new(64).unwrap();
        _outer.local()
    };
    local.alloc(1);
}
