#[arena(copy)] enum A { #[arena(copy)] A(#[arena(bound = "")] u8), B(#[arena = "copy"] u8) }
