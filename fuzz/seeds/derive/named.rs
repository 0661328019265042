pub struct A<'a, T: Copy + 'a> where T: Ord { a: &'a T, pub(crate) b: [u8; 4], r#type: (u8, u16) }
