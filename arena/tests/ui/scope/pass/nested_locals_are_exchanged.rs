//! The handle of an inner scope, exchanged for that of another arena's scope which lasts longer.

use arena::Arena;

fn main() {
    let (one, two) = (Arena::new(1024).unwrap(), Arena::new(1024).unwrap());
    one.local().scope(|one| {
        two.local().scope(|two| {
            one.alloc(*two.alloc(1));
        });
    });
}
