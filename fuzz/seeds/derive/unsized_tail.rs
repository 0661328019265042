struct A<T: ?Sized> { a: u8, b: T }
