//! Making things by any kind of handle.

use std::{
    alloc::Layout,
    cell::{Cell, RefCell},
    fmt, slice,
};

use arena::{AllocError, Local, LocalScope, Scope};

use crate::{
    blocks::{Block, pattern},
    own::{Alone, Own},
    script::{Act, Hook, How, Make, throw},
    shape::{B1, Value, Visit},
};

/// What a handle's user code has made besides.
pub(crate) type Kept = RefCell<Vec<Block>>;

pub(crate) type Made = Result<Option<Block>, AllocError>;

/// Something to allocate with.
pub(crate) trait Maker {
    /// Makes something of a type, and writes it full by the tag's pattern. `None` if nothing is left of it.
    fn make<T: Value>(&self, make: &Make, tag: u8, kept: &Kept) -> Made;
}

/// The same, of the type that the script names.
pub(crate) fn make_by<M: Maker>(on: &M, make: &Make, tag: u8, kept: &Kept) -> Made {
    struct Making<'m, M>(&'m M, &'m Make, u8, &'m Kept);

    impl<M: Maker> Visit for Making<'_, M> {
        type Output = Made;

        fn of<T: Value>(self) -> Made {
            let Self(on, make, tag, kept) = self;
            on.make::<T>(make, tag, kept)
        }
    }

    make.shape.visit(Making(on, make, tag, kept))
}

/// Everything that a handle can do.
macro_rules! makers {
    ($($handle:ty),*) => {$(
        impl Maker for $handle {
            fn make<T: Value>(&self, make: &Make, tag: u8, kept: &Kept) -> Made {
                let (len, calls) = (make.len, Cell::new(0));
                let call = || make.hook.call(&calls, || {
                    let made = self.try_alloc_slice_fill_with(7, |index| B1::at(!tag, index));
                    kept.borrow_mut().extend(made.map(|bytes| Block::new(bytes, !tag)));
                });
                let value = |index| {
                    call();
                    T::at(tag, index)
                };
                let plain = |index| T::at(tag, index);
                let one = |value: &mut T| Block::new(slice::from_ref(value), tag);
                Ok(Some(match make.how {
                    How::Value => one(self.try_alloc(plain(0))?),
                    How::TryWith { ok } => {
                        let result = || Some(value(0)).filter(|_| ok).ok_or(());
                        let Ok(made) = self.try_alloc_try_with(result)? else { return Ok(None) };
                        one(made)
                    }
                    How::Layout { power } => {
                        let layout = Layout::from_size_align(len, 1 << power).expect("both are small");
                        // SAFETY: the claim is ours.
                        unsafe { Block::write(self.try_alloc_layout(layout)?, layout, tag) }
                    }
                    How::SliceCopy => {
                        let values: Vec<T> = (0..len).map(plain).collect();
                        Block::new(self.try_alloc_slice_copy(&values)?, tag)
                    }
                    How::FillCopy => {
                        let made = self.try_alloc_slice_fill_copy(len, plain(3))?;
                        assert!(made.iter().all(|value| *value == plain(3)));
                        made.iter_mut().enumerate().for_each(|(at, value)| *value = plain(at));
                        Block::new(made, tag)
                    }
                    How::FillWith => Block::new(self.try_alloc_slice_fill_with(len, value)?, tag),
                    How::SliceUninit => {
                        let made = self.try_alloc_slice_uninit::<T>(len)?;
                        made.iter_mut().enumerate().for_each(|(at, slot)| _ = slot.write(plain(at)));
                        Block::new(made, tag)
                    }
                    How::Iter { low, high } => {
                                                let items = (0..len).map(value);
                        let made = self.try_alloc_slice_fill_iter(Lying { items, hint: (low, high) })?;
                        assert_eq!(made.len(), len);
                        Block::new(made, tag)
                    }
                    How::Text => {
                        let made = self.try_alloc_str(&text(tag, 0..len))?;
                        assert_eq!(made.len(), len);
                        Block::new(made.as_bytes(), tag)
                    }
                    How::Format { pieces } => {
                        let pieces = Pieces { tag, len, count: pieces, call: &call };
                        let made = self.try_alloc_fmt(format_args!("{pieces}"))?;
                        assert_eq!(made, text(tag, 0..len));
                        Block::new(made.as_bytes(), tag)
                    }
                    How::Boxed { keep: true } => one(self.try_alloc_box(plain(0))?.leak()),
                    How::Boxed { keep: false } => {
                        let boxed = self.try_alloc_box(text(tag, 0..len))?;
                        call();
                        assert_eq!(boxed.into_inner(), text(tag, 0..len));
                        return Ok(None);
                    }
                    How::Huge(len) => {
                        self.try_alloc_slice_fill_with(len, |_| -> T { unreachable!() })?;
                        unreachable!("{len} elements fit");
                    }
                }))
            }
        }
    )*};
}

makers!(Own, Local<'_>, Scope<'_>, Alone, LocalScope<'_>);

impl Hook {
    fn call(self, calls: &Cell<u8>, claim: impl Fn()) {
        let call = calls.replace(calls.get().wrapping_add(1));
        match self.act {
            Act::Claim if call == self.at => claim(),
            Act::Throw if call == self.at => throw(),
            _ => {}
        }
    }
}

/// The text of a block.
fn text(tag: u8, range: std::ops::Range<usize>) -> String {
    range.map(|index| char::from(pattern(tag, index))).collect()
}

/// An iterator with any hint.
pub(crate) struct Lying<I> {
    pub(crate) items: I,
    pub(crate) hint: (usize, Option<usize>),
}

impl<I: Iterator> Iterator for Lying<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.hint
    }
}

/// A text that is written in pieces.
struct Pieces<'p> {
    tag: u8,
    len: usize,
    count: usize,
    call: &'p dyn Fn(),
}

impl fmt::Display for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.len.div_ceil(self.count).max(1);
        for start in (0..self.len).step_by(size) {
            (self.call)();
            f.write_str(&text(self.tag, start..self.len.min(start + size)))?;
        }
        Ok(())
    }
}
