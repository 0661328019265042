//! A slice that refers to what dies before it, collected in a handle.

use arena::{Arena, collections::CollectIn};

fn main() {
    let arena = Arena::new(1024).unwrap();
    let names: &mut [&str] = {
        let name = String::from("Ada");
        let local = arena.local();
        [name.as_str()].into_iter().collect_in(&local)
    };
    assert_eq!(names.len(), 1);
}
