//! What the derive accepts: every shape of type, with the bounds it puts on the impl.
#![cfg(feature = "derive")]
#![allow(dead_code, reason = "the fields are there to be checked, not to be read")]

use core::convert::Infallible;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, needs_drop};

use arena::ArenaSafe;
use static_assertions::assert_not_impl_any;

/// What is said of any one type: it has the mark, and it has a right to it.
const fn is_safe<T: ArenaSafe + ?Sized>() {
    assert!(!needs_drop::<T>());
}

#[test]
fn structs() {
    #[derive(ArenaSafe)]
    struct Unit;

    #[derive(ArenaSafe)]
    struct Tuple(u8, &'static str, [Option<char>; 4]);

    #[derive(ArenaSafe)]
    struct NoFields {}

    #[derive(ArenaSafe)]
    struct Named {
        unit: Unit,
        tuple: Tuple,
        callback: fn(&str) -> &str,
        foreign: Option<unsafe extern "C" fn(*const u8) -> i32>,
    }

    is_safe::<Unit>();
    is_safe::<NoFields>();
    is_safe::<Named>();
}

#[test]
fn enums() {
    #[derive(ArenaSafe)]
    enum Token<'a> {
        End,
        Number(u64, u8),
        Name { text: &'a str, line: u32 },
        Impossible(Infallible),
        Nothing {},
        Nought(),
    }

    #[derive(ArenaSafe)]
    enum Empty {}

    #[derive(ArenaSafe)]
    #[repr(u8)]
    enum Numbered {
        One = 1,
        Two = 2,
    }

    is_safe::<Token<'_>>();
    is_safe::<Empty>();
    is_safe::<Numbered>();
}

#[test]
fn lifetimes() {
    #[derive(ArenaSafe)]
    struct Owned<'a, 'b: 'a> {
        text: &'a &'b str,
        text_mut: &'a mut String,
        list: &'a mut [Vec<u8>],
    }

    /// Asks for `T: 'a` without saying so.
    #[derive(ArenaSafe)]
    struct Implied<'a, T>(&'a T);

    #[derive(ArenaSafe)]
    enum Either<'a, T: ?Sized, U>
    where
        U: Iterator<Item = &'a T>,
        T: 'a,
    {
        Left(&'a T),
        Right(U),
    }

    #[derive(ArenaSafe)]
    struct Names<'a>(&'a [&'a str]);

    impl<'a> Iterator for Names<'a> {
        type Item = &'a str;
        fn next(&mut self) -> Option<&'a str> {
            None
        }
    }

    is_safe::<Owned<'_, '_>>();
    is_safe::<Implied<'_, u8>>();
    is_safe::<Either<'_, str, Names<'_>>>();
}

#[test]
fn type_parameters_must_be_safe() {
    #[derive(ArenaSafe)]
    struct Pair<A, B: Clone = u8>(A, Option<B>);

    #[derive(ArenaSafe)]
    struct Marked<T>(PhantomData<T>);

    impl<A: Copy> Clone for Pair<A> {
        fn clone(&self) -> Self {
            Self(self.0, self.1)
        }
    }

    is_safe::<Pair<u8>>();
    is_safe::<Pair<&String, Pair<char, u8>>>();
    assert_not_impl_any!(Pair<String>: ArenaSafe);
    assert_not_impl_any!(Pair<u8, String>: ArenaSafe);
    // By default even of a parameter that the type does not own.
    assert_not_impl_any!(Marked<String>: ArenaSafe);
}

#[test]
fn the_option_bound_takes_the_place_of_the_default_bounds() {
    #[derive(ArenaSafe)]
    #[arena(bound = "")]
    struct Id<T> {
        index: u32,
        of: PhantomData<T>,
    }

    #[derive(ArenaSafe)]
    #[arena(bound = "I: ArenaSafe, I::Item: ArenaSafe,")]
    struct Peeked<I: Iterator> {
        iter: I,
        next: Option<I::Item>,
    }

    #[derive(ArenaSafe)]
    #[arena(bound = "T: Copy")]
    struct Vector<T>(#[arena(copy)] T, #[arena(copy)] [T; 2]);

    #[derive(ArenaSafe)]
    struct Counter(u8);

    impl Iterator for Counter {
        type Item = &'static str;
        fn next(&mut self) -> Option<&'static str> {
            None
        }
    }

    is_safe::<Id<String>>();
    is_safe::<Peeked<Counter>>();
    is_safe::<Vector<Foreign>>();
    assert_not_impl_any!(Peeked<core::array::IntoIter<u8, 2>>: ArenaSafe);
    assert_not_impl_any!(Vector<String>: ArenaSafe);
}

#[test]
fn bounds_of_the_type_itself_suffice() {
    #[derive(ArenaSafe)]
    struct Parser<I>
    where
        I: Iterator,
        I::Item: ArenaSafe,
    {
        iter: I,
        next: Option<I::Item>,
    }

    trait Shape: ArenaSafe {}

    #[derive(ArenaSafe)]
    #[arena(bound = "")]
    struct Drawing<S: Shape>(S);

    impl Shape for u8 {}

    is_safe::<Drawing<u8>>();
}

#[test]
fn const_parameters() {
    #[derive(ArenaSafe)]
    struct Grid<T, const W: usize, const H: usize = 2>([[T; W]; H]);

    is_safe::<Grid<u8, 3>>();
    is_safe::<Grid<&str, 3, 4>>();
}

#[test]
fn unsized_tails() {
    #[derive(ArenaSafe)]
    struct Text {
        line: u32,
        text: str,
    }

    #[derive(ArenaSafe)]
    struct Tail<T: ?Sized> {
        len: usize,
        tail: T,
    }

    #[derive(ArenaSafe)]
    struct Slice<T>(u8, [T]);

    is_safe::<Text>();
    is_safe::<Tail<u8>>();
    is_safe::<Tail<[Tail<char>]>>();
    is_safe::<Slice<u8>>();
    assert_not_impl_any!(Tail<[String]>: ArenaSafe);
    assert_not_impl_any!(Tail<dyn Send>: ArenaSafe);
}

#[test]
fn layouts() {
    #[derive(ArenaSafe)]
    #[repr(C, packed)]
    struct Packed<T> {
        tag: u8,
        number: u64,
        value: T,
    }

    #[derive(ArenaSafe)]
    #[repr(Rust, packed(2))]
    struct PackedTuple(u8, u64);

    #[derive(ArenaSafe)]
    #[repr(align(64))]
    struct Aligned(u8);

    #[derive(ArenaSafe)]
    #[repr(transparent)]
    struct Wrapped(Aligned);

    is_safe::<Packed<[u32; 2]>>();
    is_safe::<PackedTuple>();
    is_safe::<Wrapped>();
    assert_not_impl_any!(Packed<String>: ArenaSafe);
}

#[test]
fn recursion() {
    #[derive(ArenaSafe)]
    enum Tree<'a, T> {
        Leaf(T),
        Node(&'a Self, &'a mut Tree<'a, T>),
    }

    /// Is safe only if its `T` is, unlike a reference.
    #[derive(ArenaSafe)]
    struct Link<'a, T>(&'a mut T);

    #[derive(ArenaSafe)]
    struct List<'a, T> {
        next: Option<Link<'a, List<'a, T>>>,
        value: T,
    }

    is_safe::<Tree<'_, u8>>();
    is_safe::<List<'_, u8>>();
    assert_not_impl_any!(List<'static, String>: ArenaSafe);
}

#[test]
fn raw_identifiers() {
    #[derive(ArenaSafe)]
    #[allow(non_camel_case_types, reason = "keywords are lower case")]
    struct r#struct<r#type> {
        r#fn: r#type,
        r#match: u8,
    }

    #[derive(ArenaSafe)]
    #[allow(non_camel_case_types, reason = "keywords are lower case")]
    enum r#enum {
        r#impl { r#where: u8 },
    }

    #[derive(ArenaSafe)]
    struct Lifetime<'r#async>(&'r#async u8);

    is_safe::<r#struct<u8>>();
    is_safe::<r#enum>();
    is_safe::<Lifetime<'_>>();
}

#[test]
fn types_made_by_macros() {
    macro_rules! make {
        ($name:ident, $parameter:ident: $bound:path, $field:ident: $type:ty, $text:literal) => {
            #[derive(ArenaSafe)]
            #[arena(bound = $text)]
            struct $name<$parameter: $bound> {
                $field: $type,
                inner: $parameter,
                __arena_this: u8,
                callback: $type,
            }
        };
    }

    make!(Made, T: Clone, field: fn(&str), "T: ArenaSafe");

    macro_rules! make_enum {
        ($($name:ident($type:ty)),*) => {
            #[derive(ArenaSafe)]
            enum Variants { $($name($type, $type)),* }
        };
    }

    make_enum!(One(u8), Two((char, [u8; 2])), Three(Option<&'static str>));

    is_safe::<Made<u8>>();
    is_safe::<Variants>();
}

/// Types and variants that take the names of core's, and of what fields are checked with.
#[test]
#[allow(non_camel_case_types, reason = "the names are core's")]
fn names_of_core() {
    mod taken {
        use arena::ArenaSafe;

        #[derive(ArenaSafe)]
        pub(super) struct u8(pub(super) ::core::primitive::u8);
        #[derive(ArenaSafe)]
        pub(super) struct str(u8);
        #[derive(ArenaSafe)]
        pub(super) struct Copy(str, self::core);
        #[derive(ArenaSafe)]
        pub(super) struct core(usize);
        #[derive(ArenaSafe)]
        pub(super) enum Option<Place, AnyPlace> {
            None,
            Some { check: Place, __arena_field: AnyPlace },
        }
        #[derive(ArenaSafe)]
        pub(super) struct Box<'a, Option: ?Sized>(&'a Option);
    }

    is_safe::<taken::Copy>();
    is_safe::<taken::Option<taken::u8, taken::Box<'_, char>>>();
    assert_not_impl_any!(taken::Option<u8, String>: ArenaSafe);
}

/// A fragment is a group of tokens without delimiters, wherever it stands.
#[test]
fn fragments_of_every_kind() {
    macro_rules! make {
        ($name:ident, $life:lifetime, $argument:path, $length:block, $number:literal, $vis:vis) => {
            #[derive(ArenaSafe)]
            struct $name<$life, T: $argument> {
                $vis whole: Option<T>,
                length: [u8; $length],
                number: ([u8; $number], &$life T),
                $vis path: PhantomData<dyn $argument>,
            }
        };
    }

    make!(Made, 'made, core::any::Any, { if true { 1 } else { 2 } }, 0x3, pub(in crate));

    macro_rules! enumerate {
        ($($name:ident $(($type:ty))? $(= $value:expr)?),*) => {
            #[derive(ArenaSafe)]
            #[repr(u8)]
            enum Valued { $($name $(($type))? $(= $value)?),* }
        };
    }

    enumerate!(A(u8) = 1 + 2, B = 4 << 1, C((u8, Option<u8>)) = (1 > 2) as u8, D);

    is_safe::<Made<'_, u8>>();
    is_safe::<Valued>();
}

/// Stands for a `Copy` type of another crate.
#[derive(Clone, Copy)]
struct Foreign(f32);

#[test]
fn a_field_may_be_copy_or_safe() {
    type Callback = fn(&mut Foreign) -> &Foreign;

    #[derive(ArenaSafe)]
    struct Vertex<'a> {
        position: Foreign,
        normals: [Foreign; 3],
        pair: (Option<Foreign>, &'a Foreign),
        callback: Callback,
        callbacks: Option<[Callback; 2]>,
        external: unsafe extern "C" fn(*const Foreign, ...),
        system: extern "system" fn(&u8) -> &u8,
    }

    /// `Copy` in some cases, and safe in others.
    #[derive(Clone, Copy, ArenaSafe)]
    struct Either<T>(T);

    #[derive(ArenaSafe)]
    struct Generic<'a, T: ?Sized, U: Copy, I: Iterator<Item = Foreign>> {
        copy_foreign: Either<Foreign>,
        safe: Either<&'a mut u8>,
        item: I::Item,
        iter: I,
        copy: Either<U>,
        cell: core::cell::Cell<U>,
        tail: T,
    }

    #[derive(ArenaSafe)]
    enum Shape {
        Point(Foreign),
        Line { from: u8, to: Foreign },
    }

    is_safe::<Vertex<'_>>();
    is_safe::<Shape>();
    is_safe::<Generic<'_, [char], u8, core::iter::Empty<Foreign>>>();
    // A type parameter keeps its bound.
    assert_not_impl_any!(Either<Foreign>: ArenaSafe);
    assert_not_impl_any!(Either<String>: ArenaSafe);
}

#[test]
fn the_option_copy_asks_a_parameter_for_copy() {
    #[derive(ArenaSafe)]
    struct Held<T: Copy>(#[arena(copy)] T);

    #[derive(ArenaSafe)]
    struct Buffer<T, U, const N: usize>
    where
        T: Copy,
    {
        #[arena(copy)]
        values: [Option<T>; N],
        #[arena(copy)]
        last: (T, u8),
        other: U,
    }

    #[derive(ArenaSafe)]
    enum Slot<T: Copy> {
        Empty,
        Full(#[arena(copy)] T),
        Twice {
            #[arena(copy)]
            one: T,
            next: &'static Slot<u8>,
        },
    }

    /// Has a field without the option too.
    #[derive(ArenaSafe)]
    struct Partly<T: Copy>(#[arena(copy)] T, core::cell::Cell<T>);

    /// Does not say that it is `Copy`.
    #[derive(ArenaSafe)]
    struct Unbounded<T>(#[arena(copy)] T, #[arena(copy)] Option<[T; 2]>);

    is_safe::<Held<Foreign>>();
    is_safe::<Buffer<Foreign, u8, 2>>();
    is_safe::<Slot<Foreign>>();
    is_safe::<Unbounded<Foreign>>();
    assert_not_impl_any!(Unbounded<String>: ArenaSafe);
    is_safe::<Partly<u8>>();
    assert_not_impl_any!(Buffer<Foreign, String, 2>: ArenaSafe);
    assert_not_impl_any!(Partly<Foreign>: ArenaSafe);
}

/// What means something in an impl only.
#[test]
fn bounds_may_name_the_type_itself() {
    trait Visit<V> {}
    trait Family {
        type Member;
        const SIZE: usize = 1;
    }

    #[derive(ArenaSafe)]
    struct Node<V>(V)
    where
        Self: Visit<V>;

    #[derive(ArenaSafe)]
    struct Into2<'a, T: Into<Self> + 'a, U = u8>
    where
        U: From<Self> + PartialEq<Option<&'a Self>>,
        for<'b> &'b Self: Into<Option<U>>,
    {
        value: T,
        other: U,
        owner: PhantomData<Self>,
        next: Option<&'a Self>,
    }

    #[derive(ArenaSafe)]
    #[arena(bound = "Self: Family, <Self as Family>::Member: ArenaSafe, T: Family")]
    struct Given<T>
    where
        Self: Family,
    {
        member: <Self as Family>::Member,
        owner: PhantomData<T>,
    }

    #[derive(ArenaSafe)]
    #[arena(bound = "<Self as Family>::Member: ArenaSafe")]
    enum Either<T: Family + 'static>
    where
        Self: Family,
        [<Self as Family>::Member; if true { 1 } else { 2 }]: Clone,
    {
        One(<Self as Family>::Member, PhantomData<T>),
        Two(&'static Self),
    }

    impl<V> Visit<V> for Node<V> {}
    impl Family for u8 {
        type Member = char;
    }
    impl<T> Family for Given<T> {
        type Member = u8;
    }
    impl Family for Either<u8> {
        type Member = &'static str;
    }

    is_safe::<Node<u8>>();
    is_safe::<Given<u8>>();
    is_safe::<Either<u8>>();
    assert_not_impl_any!(Given<String>: ArenaSafe);
}

/// Expressions are not looked into, in any place where a type or a variant may have one.
#[test]
#[allow(clippy::all, clippy::pedantic, reason = "the expressions are of every kind, not of sense")]
fn expressions() {
    const SIZES: [usize; 3] = [1, 2, 3];
    #[derive(Clone, Copy)]
    struct Wide<const N: usize, const FLAG: bool = true>;
    const fn size<A, B, C>() -> usize {
        size_of::<A>() + size_of::<B>() + size_of::<C>()
    }

    #[derive(ArenaSafe)]
    struct Lengths<'a, T, const N: usize = { if SIZES[0] > 0 { 1 } else { 2 } }> {
        by_if: [u8; if cfg!(debug_assertions) { 16 } else { 8 }],
        by_match: [T; match SIZES[1] {
            0 | 1 => 1,
            n if n < 2 => 2,
            _ => 3,
        }],
        by_block: &'a [u8; {
                let mut sum = 0;
                while sum < 3 {
                    sum += 1;
                }
                sum
            }],
        by_index: Option<[u8; SIZES[2] << 1]>,
        by_call: [u8; size::<u8, Option<u8>, fn(u8) -> u8>() & 7],
        // SAFETY: the sum is 3.
        by_unsafe: [u8; unsafe { 2_usize.unchecked_add(1) }],
        by_closure: [u8; {
            let _closure = |a: u8, b: u8| -> bool { a < b };
            1
        }],
        argument: Wide<{ 1 + SIZES[0] }, { 1 > 2 }>,
        negative: [Wide<7>; !0 & 1],
        function: fn([u8; if true { 1 } else { 2 }]) -> Wide<{ 2 - 1 }>,
        parameter: [Wide<N>; 1],
    }

    #[derive(ArenaSafe)]
    struct Nameless(
        [u8; if true { 1 } else { 2 }],
        pub  [u8; loop {
            break 1;
        }],
        pub(crate) (u8, Wide<{ 2 - 1 }>),
        pub(crate) <[u8; 2] as core::ops::Index<core::ops::Range<usize>>>::Output,
    );

    #[derive(ArenaSafe)]
    #[repr(u16)]
    enum Discriminants {
        Shifted = 1 << 3,
        Less = (1 < 2) as u16 + 4,
        Generic(u8) = size::<u8, u64, Option<u8>>() as u16,
        Qualified {
            field: u8,
        } = <u8 as Two<u8, u16>>::NUMBER,
        Block = {
            const fn inner(a: u16, b: u16) -> u16 {
                if a > b { a } else { b }
            }
            inner(101, 1)
        },
        Both = 1 << <u8 as Two<u8, u16>>::NUMBER >> 1 << 3,
        Last,
    }

    trait Two<A, B> {
        const NUMBER: u16;
    }
    impl<A, B> Two<A, B> for u8 {
        const NUMBER: u16 = 7;
    }

    is_safe::<Lengths<'_, u8>>();
    is_safe::<Nameless>();
    is_safe::<Discriminants>();
    assert_not_impl_any!(Lengths<'static, String, 1>: ArenaSafe);
}

/// Where commas, colons, equal signs and angle brackets mislead.
#[test]
fn generics_of_every_kind() {
    use core::fmt::Debug;

    #[derive(ArenaSafe)]
    struct Arrows<F: Fn(u8) -> Option<Option<u8>>, G>(F, G, fn(u8, u8) -> Option<u8>, u8)
    where
        G: Fn() -> Vec<Vec<u8>>;

    #[rustfmt::skip]
    #[derive(ArenaSafe)]
    struct Closed<T: Into<Option<Option<u8>>>= Option<u8>, const N: i32 = -1, const C: char = ','>(T);

    #[derive(ArenaSafe)]
    #[allow(redundant_lifetimes, reason = "each kind of bound is there")]
    struct Higher<'a, 'b: 'a, 'c: 'a + 'b, F: ?Sized>(
        &'a F,
        &'b u8,
        &'c (dyn Fn(&F) -> &F + 'a),
        for<'x, 'y> fn(&'x u8, &'y mut u8) -> &'x u8,
    )
    where
        for<'x> F: Fn(&'x u8, u8) -> &'x u8,
        for<'x, 'y> &'x &'y u8: Copy,
        F: 'c;

    #[derive(ArenaSafe)]
    struct Iter<T = u8, U: Iterator<Item = T> = core::iter::Empty<T>>(T, U)
    where
        T: Debug,
        [(); if true { 1 } else { 2 }]: Sized;

    #[derive(ArenaSafe)]
    struct UnitWhere
    where
        u8: Copy;

    #[derive(ArenaSafe)]
    struct Nothing();

    #[derive(ArenaSafe)]
    struct SizeOfItself([u8; Self::SIZE], PhantomData<fn(Self) -> Self>);

    impl SizeOfItself {
        const SIZE: usize = 2;
    }

    #[derive(ArenaSafe)]
    #[arena(bound = r#"'a: 'b, [T; { 1 }]: ArenaSafe, T: ::core::marker::Copy,
        T: Into<Self>, for<'x> &'x Self: Into<Option<T>>, <T as Iterator>::Item: ArenaSafe,"#)]
    struct Given<'a, 'b, T: Iterator>(&'b &'a T, T, T::Item);

    macro_rules! make {
        ($name:ident, $life:lifetime, $parameter:ident: $bound:path, $type:ty, $length:expr, $number:literal) => {
            #[derive(ArenaSafe)]
            struct $name<$life, $parameter: $bound + 'static, const N: usize = $number>
            where
                $type: $bound,
            {
                first: $type,
                second: &$life [$parameter; $length],
                third: [[$type; $number]; N],
            }
        };
    }

    make!(Made, 'made, Value: Debug, Option<fn(u8, u8) -> u8>, if true { 1 } else { 2 }, 3);

    is_safe::<Closed>();
    is_safe::<Iter>();
    is_safe::<UnitWhere>();
    is_safe::<Nothing>();
    is_safe::<SizeOfItself>();
    is_safe::<Made<'_, u8>>();
    is_safe::<Arrows<fn(u8) -> Option<Option<u8>>, fn() -> Vec<Vec<u8>>>>();
}

#[test]
fn attributes_and_visibilities() {
    mod inner {
        #[derive(arena::ArenaSafe)]
        #[doc = "text"]
        #[cfg_attr(all(), arena(bound = "T: arena::ArenaSafe"))]
        pub(super) struct Named<
            #[cfg(any())] const N: usize,
            #[allow(unused, reason = "attributes of parameters are of no concern")] T,
        > {
            #[allow(unused, reason = "one of several")]
            #[arena(copy)]
            pub(super) first: u8,
            #[cfg(any())]
            gone: String,
            pub(crate) second: T,
        }
    }

    #[derive(ArenaSafe)]
    struct Restricted(pub(crate) u8, pub (u8, u8), pub(self) (u8, u8), pub (crate::Foreign,));

    macro_rules! make {
        ($(#[$meta:meta])* $item:vis struct { $($(#[$inner:meta])* $vis:vis $field:ident: $type:ty = $size:expr),* }) => {
            $(#[$meta])*
            $item struct Made<const N: usize = 3> { $($(#[$inner])* $vis $field: [$type; $size]),* }
            $(#[$meta])*
            $item struct MadeTuple($($(#[$inner])* $vis [$type; $size], $(#[$inner])* $vis $type),*);
        };
    }

    make! {
        #[derive(ArenaSafe)]
        #[arena(crate = arena)]
        pub(crate) struct {
            #[arena(copy)] pub first: (u8, u8) = if true { 1 } else { 2 },
            second: core::cell::Cell<u8> = 1 + 2,
            pub(self) third: fn(&u8) -> u8 = match 1 { 1 => 2, _ => 3 }
        }
    }

    macro_rules! item {
        ($item:item) => {
            #[derive(ArenaSafe)]
            $item
        };
    }

    item!(
        enum Whole<'a, T: Copy> {
            One(&'a T),
        }
    );

    is_safe::<inner::Named<u8>>();
    is_safe::<Made>();
    is_safe::<MadeTuple>();
    is_safe::<Whole<'_, u8>>();
    is_safe::<Restricted>();
}

#[test]
fn the_option_copy_takes_copy_for_proof() {
    #[derive(ArenaSafe)]
    struct Vertex {
        #[arena(copy)]
        position: Foreign,
        #[arena(copy)]
        normals: [Foreign; 3],
        #[arena(copy)]
        shade: Option<fn(&Foreign) -> &Foreign>,
        color: u32,
    }

    #[derive(ArenaSafe)]
    enum Shape {
        Point(#[arena(copy)] Foreign),
        Line {
            from: u8,
            #[arena(copy)]
            to: Foreign,
        },
    }

    assert_not_impl_any!(Foreign: ArenaSafe);
    is_safe::<Vertex>();
    is_safe::<Shape>();
}

#[test]
fn a_field_may_be_safe_by_an_impl_written_by_hand() {
    union Word {
        bits: u32,
        float: f32,
    }
    impl ArenaSafe for Word {}

    /// Says that it may leak.
    struct Leaks(ManuallyDrop<String>);
    impl ArenaSafe for Leaks {}

    #[derive(ArenaSafe)]
    struct Both(Word, Leaks);

    is_safe::<Both>();
}
