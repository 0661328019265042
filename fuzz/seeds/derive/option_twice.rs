#[arena(crate = a)] #[arena(crate = b, bound = "", bound = "")] struct A;
