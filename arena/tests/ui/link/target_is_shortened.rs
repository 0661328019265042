//! A link to a reference, lent as one to a shorter reference.

use arena::Link;

fn lend<'l, 'a, 'b>(link: &'l Link<'a, &'static str>) -> &'l Link<'a, &'b str> {
    link
}

fn main() {
    println!("{:?}", lend(&Link::new(Some(&"one"))).get());
}
