//! A trait object said to be `Send`, of a value that is not.

use std::{fmt::Debug, rc::Rc, sync::Arc};

use arena::{Arena, unsize_box};

fn main() {
    let (arena, _, _) = (Arena::new(64).unwrap(), Rc::new(1), Arc::new(1));
    let shared = Arc::new(1);
    let shown = unsize_box!(arena.alloc_box(shared) => dyn Debug + Send);
    assert_eq!(format!("{shown:?}"), "1");
}
