struct A(for<'x> unsafe extern "C" fn(&'x u8, ...) -> !, Option<fn()>, (fn()));
