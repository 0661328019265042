//! What stores a slice.

macro_rules! slices {
    ($vis:vis fn($($this:tt)+) => $source:expr, $life:lifetime, $lives:literal, $setup:literal, $name:literal, $end:literal) => {
        /// Copies a slice into the arena. O(bytes); up to 32 of them without a call.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let numbers = ", $name, ".alloc_slice_copy(&[3, 1, 2]);")]
        /// numbers.sort();
        /// assert_eq!(numbers, [1, 2, 3]);
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_copy<T: Copy>($($this)+, src: &[T]) -> &$life mut [T] {
            or_panic($source, typed::slice_copy(OrPanic($source), src))
        }

        /// [`alloc_slice_copy`](Self::alloc_slice_copy), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_copy(&[1, 2])?, [1, 2]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_copy<T: Copy>(
            $($this)+,
            src: &[T],
        ) -> Result<&$life mut [T], AllocError> {
            or_error($source, typed::slice_copy($source, src))
        }

        /// Clones every element of a slice into the arena, in order. Should a clone panic, the bytes
        /// are given back unless somebody has claimed others since.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let ranges = ", $name, ".alloc_slice_clone(&[0..3, 5..9]);")]
        /// assert_eq!(ranges[1], 5..9);
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_clone<T: ArenaSafe + Clone>($($this)+, src: &[T]) -> &$life mut [T] {
            or_panic($source, typed::slice_with(OrPanic($source), src.len(), |index| src[index].clone()))
        }

        /// [`alloc_slice_clone`](Self::alloc_slice_clone), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_clone(&[0..3])?, [0..3]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_clone<T: ArenaSafe + Clone>(
            $($this)+,
            src: &[T],
        ) -> Result<&$life mut [T], AllocError> {
            or_error($source, typed::slice_with($source, src.len(), |index| src[index].clone()))
        }

        /// Makes a slice of `len` elements, all of them `value`.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".alloc_slice_fill_copy(3, 'a'), ['a', 'a', 'a']);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_fill_copy<T: Copy>($($this)+, len: usize, value: T) -> &$life mut [T] {
            or_panic($source, typed::slice_fill(OrPanic($source), len, value))
        }

        /// [`alloc_slice_fill_copy`](Self::alloc_slice_fill_copy), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if its size overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert!(", $name, ".try_alloc_slice_fill_copy(usize::MAX, 0_u64).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_fill_copy<T: Copy>(
            $($this)+,
            len: usize,
            value: T,
        ) -> Result<&$life mut [T], AllocError> {
            or_error($source, typed::slice_fill($source, len, value))
        }

        /// Makes a slice of `len` elements, each the result of `f` on its index, in order. `f` runs
        /// for each element, also where they have no size. Should `f` panic, the bytes are given back
        /// unless somebody has claimed others since, `f` itself included.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".alloc_slice_fill_with(4, |index| index * index), [0, 1, 4, 9]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_fill_with<T: ArenaSafe>(
            $($this)+,
            len: usize,
            f: impl FnMut(usize) -> T,
        ) -> &$life mut [T] {
            or_panic($source, typed::slice_with(OrPanic($source), len, f))
        }

        /// [`alloc_slice_fill_with`](Self::alloc_slice_fill_with), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if its size overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_fill_with(2, |index| index)?, [0, 1]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_fill_with<T: ArenaSafe>(
            $($this)+,
            len: usize,
            f: impl FnMut(usize) -> T,
        ) -> Result<&$life mut [T], AllocError> {
            or_error($source, typed::slice_with($source, len, f))
        }

        /// Makes a slice of `len` elements, each a `T::default()` of its own, also where they have
        /// no size.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".alloc_slice_fill_default::<u8>(2), [0, 0]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_fill_default<T: ArenaSafe + Default>(
            $($this)+,
            len: usize,
        ) -> &$life mut [T] {
            or_panic($source, typed::slice_with(OrPanic($source), len, |_| T::default()))
        }

        /// [`alloc_slice_fill_default`](Self::alloc_slice_fill_default), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if its size overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_fill_default::<bool>(1)?, [false]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_fill_default<T: ArenaSafe + Default>(
            $($this)+,
            len: usize,
        ) -> Result<&$life mut [T], AllocError> {
            or_error($source, typed::slice_with($source, len, |_| T::default()))
        }

        /// Makes a slice of `len` clones of `value`.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".alloc_slice_fill_clone(2, &(0..3)), [0..3, 0..3]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_fill_clone<T: ArenaSafe + Clone>(
            $($this)+,
            len: usize,
            value: &T,
        ) -> &$life mut [T] {
            or_panic($source, typed::slice_with(OrPanic($source), len, |_| value.clone()))
        }

        /// [`alloc_slice_fill_clone`](Self::alloc_slice_fill_clone), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if its size overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_fill_clone(1, &(0..3))?, [0..3]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_fill_clone<T: ArenaSafe + Clone>(
            $($this)+,
            len: usize,
            value: &T,
        ) -> Result<&$life mut [T], AllocError> {
            or_error($source, typed::slice_with($source, len, |_| value.clone()))
        }

        /// [`alloc_slice_fill_with`](Self::alloc_slice_fill_with), until `f` returns an error: then
        /// the bytes are given back as if it had panicked.
        ///
        /// # Errors
        ///
        /// What `f` returned.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        /// let words = ["1", "x"];
        #[doc = concat!("assert_eq!(", $name, ".alloc_slice_try_fill_with(1, |at| words[at].parse::<u8>())?, [1]);")]
        #[doc = concat!("assert!(", $name, ".alloc_slice_try_fill_with(2, |at| words[at].parse::<u8>()).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_try_fill_with<T: ArenaSafe, E>(
            $($this)+,
            len: usize,
            f: impl FnMut(usize) -> Result<T, E>,
        ) -> Result<&$life mut [T], E> {
            or_panic($source, typed::try_slice_with(OrPanic($source), len, f))
        }

        /// [`alloc_slice_try_fill_with`](Self::alloc_slice_try_fill_with), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// The outer one: [`AllocError::Full`] if the slice does not fit in what remains,
        /// [`AllocError::TooLarge`] if its size overflows; `f` has not run then. The inner one: what
        /// `f` returned.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_try_fill_with(2, u8::try_from)??, [0, 1]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_try_fill_with<T: ArenaSafe, E>(
            $($this)+,
            len: usize,
            f: impl FnMut(usize) -> Result<T, E>,
        ) -> Result<Result<&$life mut [T], E>, AllocError> {
            or_error($source, typed::try_slice_with($source, len, f))
        }

        /// Makes a slice of everything that an iterator yields.
        ///
        /// As many elements as its `size_hint` promises at least are claimed first and written in
        /// place; a promise that does not fit is refused at once. Should there be more, the slice
        /// grows by doubling: in place while nobody else claims bytes, else by a copy to a new
        /// claim. What that abandons is at most twice the result. Should there be fewer, the rest
        /// is given back while nobody else claims bytes.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size promised
        /// [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        /// let even = (0..10).filter(|number| number % 2 == 0);
        #[doc = concat!("assert_eq!(", $name, ".alloc_slice_fill_iter(even), [0, 2, 4, 6, 8]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_fill_iter<T: ArenaSafe>(
            $($this)+,
            iter: impl IntoIterator<Item = T>,
        ) -> &$life mut [T] {
            expect(grow::slice_iter($source, iter))
        }

        /// [`alloc_slice_fill_iter`](Self::alloc_slice_fill_iter), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if the size promised overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert!(", $name, ".try_alloc_slice_fill_iter(0_u64..).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_fill_iter<T: ArenaSafe>(
            $($this)+,
            iter: impl IntoIterator<Item = T>,
        ) -> Result<&$life mut [T], AllocError> {
            grow::slice_iter($source, iter)
        }

        /// [`alloc_slice_fill_iter`](Self::alloc_slice_fill_iter), until the iterator yields an
        /// error: then the bytes are given back, unless somebody has claimed others since.
        ///
        /// # Errors
        ///
        /// What the iterator yielded.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size promised
        /// [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let numbers = ", $name, ".alloc_slice_try_fill_iter(\"1,2\".split(',').map(str::parse::<u8>))?;")]
        /// assert_eq!(numbers, [1, 2]);
        #[doc = concat!("assert!(", $name, ".alloc_slice_try_fill_iter([Ok(1), Err(\"x\")]).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_try_fill_iter<T: ArenaSafe, E>(
            $($this)+,
            iter: impl IntoIterator<Item = Result<T, E>>,
        ) -> Result<&$life mut [T], E> {
            expect(grow::try_slice_iter($source, iter))
        }

        /// [`alloc_slice_try_fill_iter`](Self::alloc_slice_try_fill_iter), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// The outer one: [`AllocError::Full`] if the slice does not fit in what remains,
        /// [`AllocError::TooLarge`] if the size promised overflows. The inner one: what the iterator
        /// yielded.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_slice_try_fill_iter([Ok::<_, ()>(1), Ok(2)])?, Ok(&mut [1, 2][..]));")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_try_fill_iter<T: ArenaSafe, E>(
            $($this)+,
            iter: impl IntoIterator<Item = Result<T, E>>,
        ) -> Result<Result<&$life mut [T], E>, AllocError> {
            grow::try_slice_iter($source, iter)
        }
    };
}
