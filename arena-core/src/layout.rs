//! The arithmetic of an arena, on plain integers.
//!
//! Every address and every size that the rest of the crate acts on is computed here, without
//! pointers and without unsafe code. Two rules keep it from overflowing: subtract from `top`, never
//! add to `floor`; and compare a size with `top - floor`, which cannot wrap, before subtracting it.

#![forbid(unsafe_code)]

use core::alloc::Layout;

/// Bytes of a cache line: the alignment of every run's floor, and of the memory that
/// [`Heap`](crate::Heap) takes.
pub(crate) const LINE: usize = 64;

/// Returns the highest address at or below `top - size` that is a multiple of `align`, or `None` if
/// that lies below `floor`.
///
/// `FLOOR_ALIGN` is an alignment that `floor` is known to have (1 if none). For a smaller `align`
/// the last comparison is implied, since the floor itself is then a candidate, and it folds away.
#[inline(always)]
pub(crate) const fn bump_down<const FLOOR_ALIGN: usize>(
    top: usize,
    floor: usize,
    layout: Layout,
) -> Option<usize> {
    debug_assert!(floor <= top && floor & (FLOOR_ALIGN - 1) == 0);
    if layout.size() > top - floor {
        return None;
    }
    let low = (top - layout.size()) & !(layout.align() - 1);
    if layout.align() > FLOOR_ALIGN && low < floor {
        return None;
    }
    Some(low)
}

/// A place for one value and, below it, the run that was claimed with it.
///
/// `floor..value` is the run. `floor` is a multiple of [`LINE`], unless the run is empty and `floor
/// == value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Carved {
    pub(crate) value: usize,
    pub(crate) floor: usize,
}

/// Places one value at the upper end of the free bytes `floor..top`, and a run below it, so that
/// both together take about `want` bytes, at most an eighth of what is free, and at least what the
/// value needs.
///
/// Where no run fits below the value, only the value's own bytes are carved. Returns `None` if
/// those do not fit either.
#[inline]
pub(crate) const fn carve(top: usize, floor: usize, layout: Layout, want: usize) -> Option<Carved> {
    let Some(value) = bump_down::<1>(top, floor, layout) else {
        return None;
    };
    let free = top - floor;
    let want = if want < free / 8 { want } else { free / 8 };
    let low = if value < top - want { value } else { top - want };
    let low = low & !(LINE - 1);
    Some(Carved { value, floor: if low < floor { value } else { low } })
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
    fn bump_down_agrees_with_its_definition_on_all_small_integers() {
        for floor in 0..=40 {
            for top in floor..=floor + 40 {
                for size in 0..=48 {
                    for align in [1, 2, 4, 8, 16, 32, 64] {
                        let expected = slow(top, floor, size, align);
                        let layout = layout(size, align);
                        assert_eq!(bump_down::<1>(top, floor, layout), expected);
                        if floor % 8 == 0 {
                            assert_eq!(bump_down::<8>(top, floor, layout), expected);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn bump_down_holds_at_the_edges_of_the_address_space() {
        let max = usize::MAX;
        let huge = isize::MAX.unsigned_abs();
        assert_eq!(bump_down::<1>(max, 0, layout(huge, 1)), Some(max - huge));
        assert_eq!(bump_down::<1>(max, max, layout(0, 1)), Some(max));
        assert_eq!(bump_down::<1>(max, max - 7, layout(8, 1)), None);
        assert_eq!(bump_down::<1>(max, max - 7, layout(7, 8)), Some(max - 7));
        assert_eq!(bump_down::<1>(max, max - 6, layout(1, 8)), None);
        assert_eq!(bump_down::<1>(64, 0, layout(huge, 1)), None);
        assert_eq!(bump_down::<1>(4095, 1, layout(1, 4096)), None);
        assert_eq!(bump_down::<1>(0, 0, layout(0, 4096)), Some(0));
    }

    #[test]
    fn carve_keeps_the_value_inside_and_the_run_on_a_line() {
        for floor in [0, 1, 63, 64, 65, 127] {
            for free in 0..600 {
                let top = floor + free;
                for size in [1, 7, 8, 60, 64, 65, 200] {
                    for align in [1, 8, 64, 128] {
                        for want in [0, 1, 64, 100, 512, usize::MAX] {
                            let value = slow(top, floor, size, align);
                            let carved = carve(top, floor, layout(size, align), want);
                            assert_eq!(carved.map(|carved| carved.value), value);
                            let Some(Carved { value, floor: low }) = carved else { continue };
                            assert!(floor <= low && low <= value);
                            assert!(low % LINE == 0 || low == value);
                            assert!(value - low < LINE || top - low < free.min(want) + LINE);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_run_takes_about_what_is_wanted_and_at_most_an_eighth() {
        let word = layout(8, 8);
        let run = |free, want| carve(free, 0, word, want).map(|carved| free - carved.floor);
        assert_eq!(run(1 << 20, 512), Some(512));
        assert_eq!(run(1 << 20, 1 << 18), Some(1 << 17));
        assert_eq!(run(128, 512), Some(64));
        assert_eq!(run(64, 512), Some(64));
        assert_eq!(run(8, 512), Some(8));
    }
}
