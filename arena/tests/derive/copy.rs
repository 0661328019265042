//! Fields that are `Copy`, and what the derive asks of them.

use arena::ArenaSafe;
use static_assertions::assert_not_impl_any;

use super::{Foreign, is_safe};

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
