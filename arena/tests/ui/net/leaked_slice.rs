//! A boxed slice that is leaked, though its values need drop, and a wrong impl says otherwise.

use arena::{Arena, ArenaSafe};

struct Text(String);

impl ArenaSafe for Text {}

fn main() {
    let arena = Arena::new(1024).unwrap();
    let text = || Text(String::new());
    let kept = arena.alloc_box_slice([text(), text()]);
    let kept = kept.leak();
    assert_eq!(kept.len(), 2);
}
