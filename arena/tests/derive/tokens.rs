//! Types whose tokens mislead: names, fragments of macros, expressions, generics and attributes.

use core::marker::PhantomData;

use arena::ArenaSafe;
use static_assertions::assert_not_impl_any;

use super::is_safe;

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
