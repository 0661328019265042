//! An attribute macro by the raw name of one that is built in.

arena::static_arena! {
    #[r#allow(unused)]
    static ARENA: 64;
}

fn main() {}
