//! A value that refers to something which is gone before the value is.

use arena::Arena;

fn main() {
    let arena = Arena::new(64).unwrap();
    let _outer = String::from("Ada");
    let kept = {
        let _inner = String::from("Ada");
        arena.alloc(_inner.as_str())
    };
    println!("{kept}");
}
