struct A<F>(F) where for<'x> F: Fn(&'x u8) -> &'x u8, F: Send;
