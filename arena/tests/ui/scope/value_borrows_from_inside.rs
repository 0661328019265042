//! A value in a scope that refers to something which is gone before the value is.

use arena::Arena;

fn main() {
    let mut arena = Arena::new(1024).unwrap();
    arena.scope(|scope| {
        let _outer = String::from("Ada");
        let kept = {
            let _inner = String::from("Ada");
            scope.alloc(_inner.as_str())
        };
        assert_eq!(*kept, "Ada");
    });
}
