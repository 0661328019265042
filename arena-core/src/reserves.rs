//! What a cursor has beside the bytes below it: lanes and free pieces.
//!
//! Here is where lanes are opened and filled, and where a request that is about to be refused is
//! looked for everywhere. That is done in an order in which free bytes that another thread moves
//! meanwhile cannot be missed: first at the cursor, from where lanes are filled; then in the lanes,
//! from where bytes come to the stash; then in the stash, from where they come to the cursor; and
//! there again. The stash is held all the while, and who fills a lane holds it too.

use core::{alloc::Layout, iter, ptr, ptr::NonNull};

use crate::{
    cursor::Cursor,
    held::{Held, SOON},
    lanes::{Lane, Lanes},
    layout::{bump_down, carve_block, carve_chunk},
    piece::{Span, size},
    poison,
    spare::{self, Spare},
    sync::Ordering,
};

/// Free pieces to look at before the cursor is asked.
const FEW: usize = 16;
/// The place of the run that handles leave beside the cursor; those below are of lanes.
const OWN: usize = 31;
/// Claims that must have met another before lanes are opened: a few by chance are cheaper than that.
const COLLISIONS: usize = if cfg!(all(test, loom)) { 0 } else { 128 };

impl Cursor {
    /// A claim where others collide with ours, or where the cursor has not the bytes.
    #[inline(never)]
    pub(crate) fn claim_shared(&self, layout: Layout) -> Option<Span> {
        self.claim_in_lane(layout).or_else(|| self.claim_anywhere(layout))
    }

    /// The same, for a caller who would panic.
    #[inline(never)]
    #[track_caller]
    pub(crate) fn claim_shared_or_panic(&self, layout: Layout) -> Span {
        match self.claim_in_lane(layout) {
            Some(span) => span,
            None => self.claim_anywhere_or_panic(layout),
        }
    }

    /// What is done where threads collide: an exchange tried once, and no call, since what a call saves
    /// on the stack has to be in memory before the exchange.
    #[inline(always)]
    fn claim_in_lane(&self, layout: Layout) -> Option<Span> {
        let room = layout.size().saturating_add(layout.align());
        let span = self.lanes_for(room)?.try_take(|top, floor| bump_down(top, floor, layout))?;
        poison::claimed(span.0.as_ptr(), layout.size());
        Some(span)
    }

    #[cold]
    #[inline(never)]
    #[track_caller]
    fn claim_anywhere_or_panic(&self, layout: Layout) -> Span {
        match self.claim_anywhere(layout) {
            Some(span) => span,
            None => self.refuse(layout),
        }
    }

    #[cold]
    #[inline(never)]
    fn claim_anywhere(&self, layout: Layout) -> Option<Span> {
        let cut = |top, floor| bump_down(top, floor, layout);
        let room = layout.size().saturating_add(layout.align());
        let span = if let Some(span) = self.take_from_lane(room, cut) {
            span
        } else if let Some((span, _)) = self.lower_alone(cut) {
            // There was room when it was first tried.
            self.meet();
            span
        } else {
            self.search(layout.size(), cut)?
        };
        poison::claimed(span.0.as_ptr(), layout.size());
        Some(span)
    }

    /// Takes what `cut` says, or `cut_piece` of free pieces, for values of `size` bytes: of a lane if
    /// `room` bytes, in which it always says something, are a small part of a chunk; of a free piece of
    /// `most` bytes at most; of the cursor; or else of any free piece. Does not look everywhere.
    ///
    /// Where most of what is free lies in pieces, any of them comes first: the cursor is kept for when
    /// another thread has the stash.
    pub(crate) fn claim_part(
        &self,
        size: usize,
        room: usize,
        most: usize,
        cut: impl Fn(usize, usize) -> Option<usize>,
        cut_piece: impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Span> {
        let of_piece = |most, attempts| {
            let small = |end, base| if end - base <= most { cut_piece(end, base) } else { None };
            self.stash.hold_for(self.ground(), size, attempts)?.take(size, FEW, &small)
        };
        if self.stash.is_empty() && self.lanes().is_none() {
            // As it mostly is.
            if let Some(span) = self.lower(&cut) {
                return Some(span);
            }
        }
        let most = if self.is_mostly_pieces() { usize::MAX } else { most };
        let of_lane = || self.take_from_lane(room, &cut);
        // A lane is faster, but who never looks at the pieces uses the cursor up: where there are many,
        // they come first, and are worth a few looks if another thread has them.
        let first = if self.stash.bytes() < self.remaining_below() / 8 {
            of_lane().or_else(|| of_piece(most, 1))
        } else {
            of_piece(most, SOON).or_else(of_lane)
        };
        first.or_else(|| self.lower(&cut)).or_else(|| of_piece(usize::MAX, SOON))
    }

    /// Whether most of what is free lies in pieces.
    fn is_mostly_pieces(&self) -> bool {
        self.stash.bytes() / 4 > self.remaining_below()
    }

    /// Takes what `cut` says from wherever it can be had, for a caller who is refused otherwise.
    #[cold]
    #[inline(never)]
    pub(crate) fn search(
        &self,
        size: usize,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Span> {
        // However much is free, and whatever others do.
        cut(self.end(), self.floor())?;
        // No figure may decide whether there is enough: its parts are read one after another, and bytes
        // may move from one that was read late to one that was read early. It only says whether it is
        // worth waiting for another thread. The order is the one that the module's docs speak of.
        let mut held = if size > self.remaining() {
            self.stash.hold_within(self.ground(), SOON)?
        } else {
            self.stash.insist(self.ground())
        };
        if let Some(span) = self.lower(&cut) {
            return Some(span);
        }
        if let Some(lanes) = self.lanes() {
            if let Some(span) = lanes.take_any(&cut) {
                return Some(span);
            }
        }
        // Who is refused again and again holds the stash for no longer than he must.
        let of_spare = |spare: &Spare| {
            self.stash.expect(spare::BLOCK);
            let span = spare.take_part(&cut);
            self.stash.forget(spare::BLOCK);
            span
        };
        if let Some(span) = self.spares().filter(|spare| spare.bytes() > 0).find_map(of_spare) {
            return Some(span);
        }
        self.tidy(&mut held);
        self.lower(&cut).or_else(|| held.take_any(size, &cut))
    }

    /// The run that a handle has left for this thread, if no other has it: its top, null if there is
    /// none, and its place. The caller [leaves](Self::leave_spare) it, or another one, or none.
    pub(crate) fn take_spare(&self) -> Option<(*mut u8, usize)> {
        let lanes = self.lanes();
        let place = lanes.map_or(OWN, Lanes::my_number);
        match self.spare_at(lanes, place)?.take() {
            Ok(top) => Some((top, place)),
            Err(met) => {
                if met && lanes.is_none() {
                    self.meet();
                }
                None
            }
        }
    }

    /// Claims one value, and a run below it that can be left.
    pub(crate) fn claim_spare(&self, layout: Layout) -> Option<Span> {
        if self.remaining_below() / 8 < spare::BLOCK {
            return None;
        }
        let cut = |top, floor| carve_block(top, floor, layout, spare::BLOCK);
        let room = layout.size().saturating_add(layout.align()).max(spare::BLOCK);
        self.claim_part(layout.size(), room, usize::MAX, cut, cut)
    }

    /// Leaves a run in the place of one that was taken: `floor..top`, or none.
    ///
    /// # Safety
    ///
    /// - The caller has taken the one of this place, and owns the run and refers to it no longer.
    pub(crate) unsafe fn leave_spare(&self, place: usize, top: *mut u8) {
        if let Some(spare) = self.spare_at(self.lanes(), place) {
            // SAFETY: the caller's promise.
            unsafe { spare.leave(top) };
        }
    }

    /// The cursor has one, and so has each of the first lanes.
    #[inline(always)]
    fn spare_at<'c>(&'c self, lanes: Option<Lanes<'c>>, place: usize) -> Option<&'c Spare> {
        match place {
            OWN => Some(&self.spare),
            0..OWN => Some(lanes?.spare(place)),
            _ => None,
        }
    }

    /// Notes that two claims have met.
    #[cold]
    #[inline(never)]
    pub(crate) fn meet(&self) {
        // Relaxed: a hint.
        if !self.shape.has_lanes() || !self.lanes.load(Ordering::Relaxed).is_null() {
            return;
        }
        // Relaxed: a figure.
        let before = self.collisions.fetch_add(1, Ordering::Relaxed);
        if before + 1 > COLLISIONS {
            self.open_lanes();
        }
    }

    /// Opens lanes, if the memory is large enough and they are not open. Threads that collide call it,
    /// and tests, which cannot wait for that.
    #[doc(hidden)]
    pub fn open_lanes(&self) {
        if !self.shape.has_lanes() {
            return;
        }
        // Who is about to be refused holds the stash, so that a block that is claimed twice and given
        // back is not missed.
        let Some(_held) = self.stash.hold(self.ground()) else { return };
        // Relaxed: who opened lanes before us held the stash before us.
        if !self.lanes.load(Ordering::Relaxed).is_null() {
            return;
        }
        let Ok(layout) = Layout::array::<Lane>(self.shape.lanes()) else { return };
        let cut = |top, floor| bump_down(top, floor, layout);
        let Some(((block, end), _)) = self.lower_alone(cut) else { return };
        poison::claimed(block.as_ptr(), layout.size());
        // SAFETY: the bytes are ours, and as the layout says.
        unsafe { Lanes::write(block.cast(), self.shape) };
        // Release: pairs with the Acquire in `lanes`. C4.
        let (success, failure) = (Ordering::Release, Ordering::Relaxed);
        let (null, first) = (ptr::null_mut(), block.cast().as_ptr());
        if self.lanes.compare_exchange(null, first, success, failure).is_err() {
            // Another thread was faster, which our hold was written off for.
            // SAFETY: nobody has seen our lanes; they begin on a line.
            unsafe { self.release((block, end)) };
        }
    }

    /// The lanes, if they are open and `room` bytes are a small part of a chunk.
    #[inline(always)]
    fn lanes_for(&self, room: usize) -> Option<Lanes<'_>> {
        self.lanes().filter(|_| room <= self.shape.chunk() / 4)
    }

    /// Takes from this thread's lane what `cut` says, if `room` bytes are a small part of a chunk.
    fn take_from_lane(
        &self,
        room: usize,
        cut: impl Fn(usize, usize) -> Option<usize>,
    ) -> Option<Span> {
        let lanes = self.lanes_for(room)?;
        let chunk = self.shape.chunk();
        loop {
            let (lane, seen) = match lanes.take(&cut) {
                Ok(span) => return Some(span),
                Err(empty) => empty,
            };
            // Who is about to be refused holds the stash, so that no chunk is on its way meanwhile.
            let mut held = self.stash.hold_within(self.ground(), SOON)?;
            self.stash.expect(2 * chunk);
            let is_refilled = self.refill(lanes, lane, seen, &mut held);
            self.stash.forget(2 * chunk);
            is_refilled?;
        }
    }

    /// Claims a chunk for a lane. What the lane had left, or the chunk if another thread was faster,
    /// comes to the stash.
    fn refill(
        &self,
        lanes: Lanes<'_>,
        lane: &Lane,
        seen: *mut u8,
        held: &mut Held<'_>,
    ) -> Option<()> {
        let chunk = self.shape.chunk();
        let of_piece = |held: &mut Held<'_>| {
            held.take(2 * chunk, FEW, &|end, base| carve_chunk(end, base, chunk, 2))
        };
        let taken = if self.is_mostly_pieces() { of_piece(held) } else { None };
        // Near its end the cursor is left for others, and for what is larger.
        let taken = taken.or_else(|| self.lower(|top, floor| carve_chunk(top, floor, chunk, 8)));
        let (base, end) = taken.or_else(|| of_piece(held))?;
        // Of the last chunk of the address space it is not known.
        let border = base.addr().get().saturating_add(chunk);
        if border < end {
            let above = NonNull::new(base.as_ptr().with_addr(border))?;
            // SAFETY: the bytes are ours, and a border is on a line.
            unsafe { held.put((above, end)) };
        }
        // SAFETY: the chunk is ours, and lies between two borders.
        if let Some(left) = unsafe { lanes.refill(lane, seen, (base, border.min(end))) } {
            // SAFETY: so do the bytes that come back, which are ours.
            unsafe { held.put(left) };
        }
        Some(())
    }

    /// Moves what is now the lowest claimed from the stash to the cursor, so that free bytes that
    /// lie together become one again.
    #[cold]
    #[inline(never)]
    pub(crate) fn heal(&self) {
        if let Some(mut held) = self.stash.hold(self.ground()) {
            self.sink(&mut held);
        }
    }

    /// Moves the piece that lies below all claimed ones to the cursor.
    fn sink(&self, held: &mut Held<'_>) {
        loop {
            let top = self.word().load();
            let Some(piece) = held.take_at(top.addr()) else { return };
            // C3: the piece was nobody's.
            if self.word().give_back(top, top.with_addr(piece.1)) {
                self.stash.forget(size(piece));
            } else {
                // SAFETY: it was just handed over.
                unsafe { held.insert(piece) };
            }
        }
    }

    /// Brings what lanes have left to the stash, but for less than a line, and what now lies lowest
    /// to the cursor.
    fn tidy(&self, held: &mut Held<'_>) {
        if let Some(lanes) = self.lanes() {
            self.stash.expect(self.shape.chunk());
            // SAFETY: L2, what lanes have left is nobody's, and begins on a line.
            lanes.gather(|left| unsafe { held.put(left) });
            self.stash.forget(self.shape.chunk());
        }
        self.stash.expect(spare::BLOCK);
        // SAFETY: what handles have left is nobody's, and begins on a line.
        self.spares().filter_map(Spare::gather).for_each(|left| unsafe { held.put(left) });
        self.stash.forget(spare::BLOCK);
        self.sink(held);
    }

    /// The words of all runs that handles have left.
    fn spares(&self) -> impl Iterator<Item = &Spare> {
        iter::once(&self.spare).chain(self.lanes().into_iter().flat_map(Lanes::spares))
    }

    /// Whether so many bytes are free, if not in one place. Misses none that others move meanwhile.
    pub(crate) fn are_free(&self, bytes: usize) -> bool {
        bytes <= self.remaining() || {
            // As in `search`.
            let _held = self.stash.insist(self.ground());
            bytes <= self.remaining()
        }
    }

    /// Looks at everything that is free, so that what lies together is one.
    #[cold]
    #[inline(never)]
    pub(crate) fn gather(&self) {
        self.tidy(&mut self.stash.insist(self.ground()));
    }
}
