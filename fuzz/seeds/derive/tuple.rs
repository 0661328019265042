struct A(u8, #[arena(copy)] Foreign, fn(&str) -> u8);
