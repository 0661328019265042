struct A(m!{ a }, <u8 as B<u16>>::C, dyn D + 'static, impl E, _);
