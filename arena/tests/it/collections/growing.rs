//! What growing costs: the figures of the table in the docs of `collections`.

use arena::{Arena, Handle, collections::Vec as List};

/// What lists take that the arena makes itself, and what they take by a handle that is gone: the
/// same.
macro_rules! bytes_of {
    (|$on:ident| $lists:expr) => {{
        let [mut shared, lone] = [(); 2].map(|()| Arena::new(1 << 19).unwrap());
        {
            let $on = &mut shared;
            $lists;
        }
        {
            let $on = &mut lone.local();
            $lists;
        }
        assert_eq!(shared.allocated(), lone.allocated());
        shared.allocated()
    }};
}

/// Pushes so many bytes, one at a time.
fn push<'a, H: Handle<'a>>(list: &mut List<u8, H>, count: usize) {
    (0..count).for_each(|_| list.push(1));
}

fn grown<'a, H: Handle<'a>>(mut list: List<u8, H>, count: usize) -> List<u8, H> {
    push(&mut list, count);
    list
}

fn in_turn<'a, H: Handle<'a>>(mut lists: [List<u8, H>; 2], count: usize) {
    for _ in 0..count {
        for list in &mut lists {
            list.push(1);
        }
    }
}

/// With a comma for thousands.
fn figure(bytes: usize) -> String {
    match (bytes / 1000, bytes % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}

#[test]
#[cfg_attr(miri, ignore = "long")]
fn the_table_in_the_docs_has_these_figures() {
    let one = bytes_of!(|on| grown(List::new_in(&*on), 40_000));
    let one_reserved = bytes_of!(|on| grown(List::with_capacity_in(40_000, &*on), 40_000));
    let one_slice = bytes_of!(|on| _ = grown(List::new_in(&*on), 40_000).into_slice());
    let two = bytes_of!(|on| in_turn([(); 2].map(|()| List::new_in(&*on)), 40_000));
    let two_reserved =
        bytes_of!(|on| in_turn([(); 2].map(|()| List::with_capacity_in(40_000, &*on)), 40_000));
    let two_slices = bytes_of!(|on| for _ in 0..2 {
        grown(List::new_in(&*on), 40_000).into_slice();
    });
    let hundred = bytes_of!(|on| for _ in 0..100 {
        grown(List::new_in(&*on), 4000);
    });
    let hundred_reserved = bytes_of!(|on| for _ in 0..100 {
        grown(List::with_capacity_in(4000, &*on), 4000);
    });
    let hundred_cleared = bytes_of!(|on| {
        let mut list = List::new_in(&*on);
        for _ in 0..100 {
            list.clear();
            push(&mut list, 4000);
        }
    });
    let hundred_in_scopes = bytes_of!(|on| for _ in 0..100 {
        on.scope(|scope| _ = grown(List::new_in(&*scope), 4000));
    });

    let rows = [
        ["one of 40,000", &figure(one), "`with_capacity_in`", &figure(one_reserved)],
        ["", "", "[`into_slice`](Vec::into_slice) when it is complete", &figure(one_slice)],
        [
            "two of 40,000 in turn",
            &figure(two),
            "`with_capacity_in` for both",
            &figure(two_reserved),
        ],
        ["", "", "one after the other, with `into_slice`", &figure(two_slices)],
        [
            "a hundred of 4,000, used one after the other",
            &figure(hundred),
            "`with_capacity_in` for each",
            &figure(hundred_reserved),
        ],
        ["", "", "one list, with `clear` in between", &figure(hundred_cleared)],
        ["", "", "each in a scope", &figure(hundred_in_scopes)],
    ];
    let docs = include_str!("../../../src/collections/mod.rs");
    let (mut lines, first) = (docs.lines(), "//! |---|---|---|---|");
    lines.find(|line| *line == first);
    let table = rows.map(|row| format!("//! | {} |", row.join(" | ")).replace("|  |  |", "| | |"));
    assert!(lines.take(table.len()).eq(&table), "the docs should have:\n{}", table.join("\n"));
}

#[test]
#[cfg_attr(miri, ignore = "long")]
fn four_times_what_lists_hold_is_enough() {
    // One more, and the room is doubled for it.
    for count in [33, 65, 1025, 32_769] {
        let taken = bytes_of!(|on| in_turn([(); 2].map(|()| List::new_in(&*on)), count));
        assert!(taken <= 4 * 2 * count, "{taken} for {count}");
    }
}
