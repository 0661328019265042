union A { a: u8, b: u16 }
