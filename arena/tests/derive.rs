//! What the derive accepts: every shape of type, with the bounds it puts on the impl.
#![cfg(feature = "derive")]
#![allow(dead_code, reason = "the fields are there to be checked, not to be read")]

#[path = "derive/copy.rs"]
mod copy;
#[path = "derive/tokens.rs"]
mod tokens;

use core::convert::Infallible;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, needs_drop};

use arena::ArenaSafe;
use static_assertions::assert_not_impl_any;

/// What is said of any one type: it has the mark, and it has a right to it.
const fn is_safe<T: ArenaSafe + ?Sized>() {
    assert!(!needs_drop::<T>());
}

/// Stands for a `Copy` type of another crate.
#[derive(Clone, Copy)]
struct Foreign(f32);

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
