//! A link that is lent as one to what lives shorter.

use arena::Link;

fn set<'a>(link: &Link<'a, i32>, target: &'a i32) {
    link.set(Some(target));
}

fn lend<'a>(link: &'a Link<'static, i32>, target: &'static i32) {
    set(link, target);
}

fn main() {
    lend(&Link::default(), &1);
}
