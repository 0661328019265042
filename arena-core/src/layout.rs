//! The arithmetic of an arena, on plain integers.
//!
//! Every address and every size that the rest of the crate acts on is computed here, without
//! pointers and without unsafe code. One rule keeps it from overflowing: subtract from `top`, and see
//! that it does not wrap; never add to `floor`.

#![forbid(unsafe_code)]

use core::alloc::Layout;

/// Bytes of a cache line: the alignment of every run's floor, and of the memory that
/// [`Heap`](crate::Heap) takes.
pub(crate) const LINE: usize = 64;

/// Bytes of a huge page on the usual systems. Of one that two threads begin at once, both clear all,
/// and one's work is thrown away: so what a thread takes for itself is as large, where much is free.
pub(crate) const HUGE: usize = 2 * 1024 * 1024;

/// Returns the highest address at or below `top - size` that is a multiple of `align`, or `None` if
/// that lies below `floor`.
///
/// This order is the shortest in machine code: the subtraction sets the flag that is looked at, and
/// the floor is compared in memory.
#[inline(always)]
pub(crate) const fn bump_down(top: usize, floor: usize, layout: Layout) -> Option<usize> {
    debug_assert!(floor <= top);
    let Some(low) = top.checked_sub(layout.size()) else {
        return None;
    };
    let low = low & !(layout.align() - 1);
    if low < floor { None } else { Some(low) }
}

/// Where to cut the free bytes `floor..top`, so that the upper part holds one value at its upper end
/// and below it a run of bytes for others: about `want` bytes together.
///
/// A run begins on a line, and has no more than `want` bytes itself. Where none fits, the cut is where the
/// value begins. Returns `None` if not even that fits.
#[inline]
pub(crate) const fn carve_run(
    top: usize,
    floor: usize,
    layout: Layout,
    want: usize,
) -> Option<usize> {
    let Some(value) = bump_down(top, floor, layout) else {
        return None;
    };
    let low = (top - cap(top, floor, want)).saturating_add(LINE - 1) & !(LINE - 1);
    let low = if low < value { low } else { value & !(LINE - 1) };
    Some(if low < floor || value - low > want { value } else { low })
}

/// Where to cut the free bytes `floor..top`, so that the upper part is a piece of `want` bytes, or
/// of as many as one value needs that stands above a line for the piece's header.
#[inline]
pub(crate) const fn carve_piece(
    top: usize,
    floor: usize,
    layout: Layout,
    want: usize,
) -> Option<usize> {
    let align = if layout.align() > LINE { layout.align() } else { LINE };
    if layout.size() > top - floor {
        return None;
    }
    let value = (top - layout.size()) & !(align - 1);
    if value < floor || value - floor < LINE {
        return None;
    }
    let (base, low) = (value - LINE, (top - cap(top, floor, want)) & !(LINE - 1));
    Some(if floor <= low && low < base { low } else { base })
}

/// Where to cut the free bytes `floor..top` for a chunk, which is a power of two of bytes and does
/// not cross a multiple of that: at the last such border, or if that leaves less than half a chunk
/// at the one before. `None` where less than `least` chunks are free; two must be.
pub(crate) const fn carve_chunk(
    top: usize,
    floor: usize,
    chunk: usize,
    least: usize,
) -> Option<usize> {
    debug_assert!(least >= 2);
    if (top - floor) / chunk < least {
        return None;
    }
    let border = (top - 1) & !(chunk - 1);
    Some(if top - border < chunk / 2 { border - chunk } else { border })
}

/// Where to cut the free bytes `floor..top`, so that the upper part holds one value at its upper end
/// and below it a run that ends at the value and begins at the last multiple of `block`, a power of
/// two. `None` where there is no such run.
pub(crate) const fn carve_block(
    top: usize,
    floor: usize,
    layout: Layout,
    block: usize,
) -> Option<usize> {
    let Some(value) = bump_down(top, floor, layout) else {
        return None;
    };
    let border = value.saturating_sub(1) & !(block - 1);
    if border < floor || border == value { None } else { Some(border) }
}

/// `want`, or what is free if that is less.
const fn cap(top: usize, floor: usize, want: usize) -> usize {
    if want < top - floor { want } else { top - floor }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of `bump_down`, by trying every address.
    fn slow(top: usize, floor: usize, size: usize, align: usize) -> Option<usize> {
        (floor..=top).rev().find(|low| low % align == 0 && top - low >= size)
    }

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).unwrap()
    }

    #[test]
    #[cfg_attr(miri, ignore = "long")]
    fn bump_down_agrees_with_its_definition_on_all_small_integers() {
        for floor in 0..=40 {
            for top in floor..=floor + 40 {
                for size in 0..=48 {
                    for align in [1, 2, 4, 8, 16, 32, 64] {
                        let expected = slow(top, floor, size, align);
                        assert_eq!(bump_down(top, floor, layout(size, align)), expected);
                    }
                }
            }
        }
    }

    #[test]
    fn bump_down_holds_at_the_edges_of_the_address_space() {
        let max = usize::MAX;
        let huge = isize::MAX.unsigned_abs();
        assert_eq!(bump_down(max, 0, layout(huge, 1)), Some(max - huge));
        assert_eq!(bump_down(max, max, layout(0, 1)), Some(max));
        assert_eq!(bump_down(max, max - 7, layout(8, 1)), None);
        assert_eq!(bump_down(max, max - 7, layout(7, 8)), Some(max - 7));
        assert_eq!(bump_down(max, max - 6, layout(1, 8)), None);
        assert_eq!(bump_down(64, 0, layout(huge, 1)), None);
        assert_eq!(bump_down(4095, 1, layout(1, 4096)), None);
        assert_eq!(bump_down(0, 0, layout(0, 4096)), Some(0));
    }

    const FREE: core::ops::Range<usize> = 0..600;

    /// Every small case of free bytes and of a request.
    fn small_cases(mut check: impl FnMut(usize, usize, Layout, usize)) {
        for floor in [0, 1, 63, 64, 65, 127] {
            for free in FREE {
                for size in [1, 7, 8, 60, 64, 65, 200] {
                    for align in [1, 8, 64, 128] {
                        for want in [0, 1, 64, 100, 512, usize::MAX] {
                            check(floor + free, floor, layout(size, align), want);
                        }
                    }
                }
            }
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "long")]
    fn carve_run_keeps_the_value_inside_and_the_run_on_a_line() {
        small_cases(|top, floor, layout, want| {
            let value = slow(top, floor, layout.size(), layout.align());
            let low = carve_run(top, floor, layout, want);
            assert_eq!(low.is_some(), value.is_some());
            let (Some(low), Some(value)) = (low, value) else { return };
            assert!(floor <= low && low <= value);
            assert!(low % LINE == 0 || low == value);
            assert!(value - low <= want);
            // The value is where it would be alone.
            assert_eq!(bump_down(top, low, layout), Some(value));
        });
    }

    #[test]
    #[cfg_attr(miri, ignore = "long")]
    fn carve_piece_leaves_a_line_below_the_value_and_refuses_only_what_cannot_be() {
        small_cases(|top, floor, layout, want| {
            let fits = (floor..=top).any(|base| {
                base % LINE == 0
                    && base + LINE <= top
                    && slow(top, base + LINE, layout.size(), layout.align()).is_some()
            });
            let base = carve_piece(top, floor, layout, want);
            assert_eq!(base.is_some(), fits);
            let Some(base) = base else { return };
            assert!(floor <= base && base % LINE == 0);
            assert!(slow(top, base + LINE, layout.size(), layout.align()).is_some());
            let least = carve_piece(top, floor, layout, 0).expect("it fits");
            assert!(base <= least && (base == least || top - base < want.saturating_add(LINE)));
        });
    }

    #[test]
    fn carve_chunk_stays_between_two_borders() {
        for top in 1000..2200 {
            for floor in [0, 1, 100, 900] {
                for least in [2, 8] {
                    let low = carve_chunk(top, floor, 64, least);
                    assert_eq!(low.is_some(), top - floor >= 64 * least);
                    let Some(low) = low else { continue };
                    assert!(floor <= low && low % 64 == 0 && (32..96).contains(&(top - low)));
                }
            }
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "long")]
    fn carve_block_begins_at_the_last_border_below_the_value() {
        for block in [64, 128] {
            small_cases(|top, floor, layout, _| {
                let value = slow(top, floor, layout.size(), layout.align());
                let border =
                    value.and_then(|value| (floor..value).rev().find(|low| low % block == 0));
                assert_eq!(carve_block(top, floor, layout, block), border);
            });
        }
        assert_eq!(carve_block(8, 0, layout(8, 8), 64), None);
        assert_eq!(carve_block(0, 0, layout(0, 8), 64), None);
    }

    #[test]
    fn a_run_takes_about_what_is_wanted_and_never_more() {
        let word = layout(8, 8);
        let run = |free, want| carve_run(free, 0, word, want).map(|low| free - low);
        assert_eq!(run(1 << 20, 512), Some(512));
        assert_eq!(run(1000, 512), Some(1000 - 512));
        assert_eq!(run(128, 16), Some(8));
        assert_eq!(run(64, 63), Some(64));
        assert_eq!(run(64, 55), Some(8));
        assert_eq!(run(8, 512), Some(8));
    }
}
