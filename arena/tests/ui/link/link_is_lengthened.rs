//! What a link leads to, used for longer than it lives.

use arena::Link;

fn lengthen<'a>(link: &Link<'a, i32>) -> Option<&'static i32> {
    link.get()
}

fn main() {
    println!("{:?}", lengthen(&Link::new(Some(&1))));
}
