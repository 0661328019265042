struct A<const N: usize = 3, T = [u8; N]>([T; { N + 1 }]);
