//! Values read into an arena, beside what serde's own derive makes of the same input.
#![cfg(feature = "derive")]

use arena::{Arena, ArenaSafe, DeserializeIn};

#[derive(ArenaSafe, DeserializeIn, Debug, PartialEq)]
struct Named<'a> {
    a: &'a str,
    #[serde(default)]
    b: Option<&'a Named<'a>>,
    c: &'a [(u8, f64)],
}
#[derive(ArenaSafe, DeserializeIn, Debug, PartialEq)]
enum E<'a, T> {
    A,
    B(T),
    C(u8, &'a str),
    D {
        x: u8,
        #[serde(skip)]
        y: u16,
    },
}

#[test]
fn values_are_read_into_the_arena() {
    let arena = Arena::new(4096).unwrap();
    let json = r#"{"a":"x","b":{"a":"y","c":[]},"c":[[1,2.0]]}"#;
    let from = &mut serde_json::Deserializer::from_str(json);
    let value: &mut Named<'_> = arena.local().deserialize(from).unwrap();
    let inner = Named { a: "y", b: None, c: &[] };
    assert_eq!(*value, Named { a: "x", b: Some(&inner), c: &[(1, 2.0)] });
    let json = r#"["A",{"B":7},{"C":[1,"z"]},{"D":{"x":1}}]"#;
    let from = &mut serde_json::Deserializer::from_str(json);
    let value: &mut &[E<'_, u8>] = arena.local().deserialize(from).unwrap();
    assert_eq!(**value, [E::A, E::B(7), E::C(1, "z"), E::D { x: 1, y: 0 }]);
}
