//! The code that the derive writes means the same in every crate, and is silent under every lint.
#![cfg(feature = "derive")]
#![forbid(unsafe_code, deprecated, clippy::all)]
#![deny(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unfulfilled_lint_expectations,
    unused,
    unused_qualifications
)]
#![deny(single_use_lifetimes, elided_lifetimes_in_paths, clippy::pedantic, clippy::nursery)]
#![allow(dead_code, reason = "the types are there to be derived for, not to be used")]
#![allow(clippy::redundant_pub_crate, reason = "contradicts `unreachable_pub`")]

use core::mem::needs_drop;

/// What is said of any one type: it has the mark, and it has a right to it.
const fn is_safe<T: arena::ArenaSafe + ?Sized>() {
    assert!(!needs_drop::<T>());
}

/// Every name that the derive could mean is taken by something else, and there is no prelude.
mod shadowed {
    #![no_implicit_prelude]
    #![allow(non_upper_case_globals, reason = "the constants have the names of locals")]

    mod alloc {}
    mod arena {}
    mod arena_core {}
    mod core {}
    mod std {}

    trait ArenaSafe {}
    trait Copy {}
    trait Drop {}
    trait MustNotImplDrop {}
    trait Sized {}

    struct Option;

    const field: u8 = 0;
    const field_0: u8 = 0;
    const __field0: u8 = 0;
    const __field_0: u8 = 0;
    const this: u8 = 0;
    const __this: u8 = 0;
    static value: u8 = 0;

    #[derive(::arena::ArenaSafe)]
    pub(super) struct Struct<'a, T: ?::core::marker::Sized> {
        field: &'a u8,
        this: Option,
        #[arena(copy)]
        value: ::core::time::Duration,
        tail: T,
    }

    #[derive(::arena::ArenaSafe)]
    pub(super) enum Enum<T> {
        Some(T, u8),
        None { field: T, this: fn(&u8) },
        Ok,
        Err,
    }

    impl ::arena::ArenaSafe for Option {}
}

#[test]
fn names_of_the_user_do_not_matter() {
    is_safe::<shadowed::Struct<'_, [char]>>();
    is_safe::<shadowed::Enum<u8>>();
}

/// The crate under a path of the user's own.
mod reexport {
    pub(crate) mod inner {
        pub(crate) use arena as runtime;
    }

    #[derive(arena::ArenaSafe)]
    #[arena(crate = self::inner::runtime)]
    pub(crate) struct Near<T>(T);
}

/// Looks like the crate, and is not: the types that name it get its trait, and no other.
mod impostor {
    pub(crate) trait ArenaSafe {}

    pub(crate) mod __private {
        pub(crate) use super::ArenaSafe;
        pub(crate) use arena::__private::{AnyPlace, Place, field_is_arena_safe, type_is_not_drop};
    }
}

#[derive(arena::ArenaSafe)]
#[arena(crate = crate::reexport::inner::runtime, bound = "T: Copy")]
enum Far<T> {
    Value(#[arena(copy)] T),
}

#[derive(arena::ArenaSafe)]
#[arena(crate = impostor)]
struct Elsewhere(u8);

#[test]
fn the_option_crate_takes_the_place_of_the_default_path() {
    const fn is_safe_elsewhere<T: impostor::ArenaSafe>() {}

    is_safe::<reexport::Near<u8>>();
    is_safe::<Far<u8>>();
    is_safe_elsewhere::<Elsewhere>();
    static_assertions::assert_not_impl_any!(Elsewhere: arena::ArenaSafe);
}

arena_test_renamed::safe_struct!(Made { text: &'static str, count: u8 });

#[test]
fn a_crate_may_know_arena_by_another_name() {
    is_safe::<arena_test_renamed::Struct<'_, u8>>();
    is_safe::<arena_test_renamed::Enum<u8>>();
    is_safe::<Made>();
}

/// Types made by macros of other editions, with names of this one and of theirs.
mod editions {
    pub(super) mod of_2015 {
        arena_test_edition_2015::types!(Made, r#gen);
    }
    pub(super) mod of_2018 {
        arena_test_edition_2018::types!(Made, r#async);
    }
    pub(super) mod of_2021 {
        arena_test_edition_2021::types!(Made, r#dyn);
    }
}

#[test]
fn editions_do_not_matter() {
    is_safe::<arena_test_edition_2015::r#try<'_, '_, u8, 2>>();
    is_safe::<arena_test_edition_2015::r#gen<'_, u8>>();
    is_safe::<arena_test_edition_2015::r#async>();
    is_safe::<arena_test_edition_2018::r#gen<'_, u8>>();
    is_safe::<arena_test_edition_2018::Generation<1>>();
    is_safe::<arena_test_edition_2021::r#gen<'_, u8>>();
    is_safe::<arena_test_edition_2021::Generation<1>>();
    is_safe::<editions::of_2015::Made<'_, u8, 2>>();
    is_safe::<editions::of_2018::Made<'_, u8>>();
    is_safe::<editions::of_2021::Made<'_, u8>>();
}

/// The lints of this file look at these.
mod linted {
    use arena::ArenaSafe;

    #[derive(Debug, ArenaSafe)]
    pub(super) struct Lifetimes<'a, 'b, T: ?Sized> {
        pub(super) first: &'a &'b str,
        pub(super) second: T,
    }

    #[derive(Debug, ArenaSafe)]
    pub(super) struct Bounds<T, const N: usize>
    where
        T: Clone + Into<Self>,
    {
        pub(super) values: [T; N],
        pub(super) callback: Option<fn(&mut Self)>,
    }

    #[derive(ArenaSafe)]
    pub(super) struct Unread {
        #[expect(dead_code, reason = "the derive does not count as a reader")]
        field: u8,
    }

    #[derive(ArenaSafe)]
    #[expect(dead_code, reason = "the derive does not count as a reader")]
    pub(super) struct AllUnread(u8, u8);

    pub(super) const fn made() -> (Unread, AllUnread) {
        (Unread { field: 1 }, AllUnread(1, 2))
    }

    #[derive(ArenaSafe)]
    #[allow(unused_qualifications, reason = "the derive has to repeat the bound")]
    pub(super) struct Allowed<T: core::clone::Clone>(T);

    #[derive(ArenaSafe)]
    #[expect(clippy::type_repetition_in_bounds, reason = "the derive has to repeat the bounds")]
    #[expect(unused_qualifications, reason = "the derive has to repeat the bound")]
    pub(super) struct Expected<T>(T)
    where
        T: core::clone::Clone,
        T: Copy;

    #[deprecated = "the derive has to name it all the same"]
    #[derive(ArenaSafe)]
    pub(super) struct Old(u8);

    #[derive(ArenaSafe)]
    pub(super) enum HasOld {
        New(u8),
        #[deprecated = "the derive has to name it all the same"]
        Old {
            field: u8,
        },
    }

    #[derive(ArenaSafe)]
    #[non_exhaustive]
    pub(super) struct HasOldField {
        #[deprecated = "the derive has to name it all the same"]
        field: u8,
        _unused: u8,
    }

    #[derive(ArenaSafe)]
    #[allow(nonstandard_style, reason = "the derive has to repeat these names")]
    pub(super) struct lower<'LIFETIME, parameter, const size: usize>(&'LIFETIME [parameter; size]);
}

#[test]
fn lints_do_not_matter() {
    let _ = linted::made();
    is_safe::<linted::Lifetimes<'_, '_, str>>();
    is_safe::<linted::HasOld>();
    is_safe::<linted::HasOldField>();
    is_safe::<linted::lower<'_, u8, 2>>();
}
