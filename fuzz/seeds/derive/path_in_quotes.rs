#[arena(crate = "a::b")] struct A;
