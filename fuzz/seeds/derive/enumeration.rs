enum A<T> { A, B(T), C { a: u8, b: Option<T> } = 7, __arena }
