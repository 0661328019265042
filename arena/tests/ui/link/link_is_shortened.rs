//! A link to what lives for good, set to what dies before it.

use arena::Link;

fn main() {
    let link: Link<'static, i32> = Link::new(Some(&1));
    let local = 2;
    link.set(Some(&local));
    println!("{:?} {local}", link.get());
}
