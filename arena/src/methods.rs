//! The public methods of every type that allocates, with their documentation.
//!
//! They are written once, here, and stamped onto `Arena`, `Local` and `Scope`, onto `LocalArena` and
//! `LocalScope`, and onto `Handle`, for generic code. What each does is in `typed.rs`.

/// Stamps every operation.
///
/// - `fn($this) => $source`: the receiver, and what the bytes are claimed from, a `Claim`.
/// - `$life`: how long the results live, and `$lives` in words.
/// - `$setup`, `$name`, `$end`: for the examples, a line that makes a handle, what it is called,
///   and a last line.
macro_rules! operations {
    ($vis:vis fn($($this:tt)+) => $source:expr, $life:lifetime, $lives:literal, $setup:literal, $name:literal, $end:literal) => {
        #[doc = concat!("Moves `value` into the arena. The reference lives ", $lives, ".")]
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let point = ", $name, ".alloc((1.0, 2.0));")]
        /// point.0 += 1.0;
        /// assert_eq!(*point, (2.0, 2.0));
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc<T: ArenaSafe>($($this)+, value: T) -> &$life mut T {
            or_panic($source, typed::value(OrPanic($source), || value))
        }

        /// [`alloc`](Self::alloc), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the value does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc(7_u64)?, &7);")]
        #[doc = concat!("assert!(", $name, ".try_alloc([0_u8; 5000]).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc<T: ArenaSafe>($($this)+, value: T) -> Result<&$life mut T, AllocError> {
            or_error($source, typed::value($source, || value))
        }

        /// Builds a value in place: `f` runs after the claim, and its result need not be moved
        /// there.
        ///
        /// Worth its longer name for values of some hundred bytes and more. Should `f` panic, its bytes
        /// are given back unless somebody has claimed others since, `f` itself included.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let table = ", $name, ".alloc_with(|| [0_u32; 256]);")]
        /// table[7] = 1;
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_with<T: ArenaSafe>($($this)+, f: impl FnOnce() -> T) -> &$life mut T {
            or_panic($source, typed::value(OrPanic($source), f))
        }

        /// [`alloc_with`](Self::alloc_with), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the value does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_with(|| [1_u8; 3])?, &[1, 1, 1]);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_with<T: ArenaSafe>(
            $($this)+,
            f: impl FnOnce() -> T,
        ) -> Result<&$life mut T, AllocError> {
            or_error($source, typed::value($source, f))
        }

        /// Builds a value in place, or gives its bytes back if `f` returns an error or panics: unless
        /// somebody has claimed others since, `f` itself included.
        ///
        /// # Errors
        ///
        /// What `f` returned.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let number = ", $name, ".alloc_try_with(|| \"12\".parse::<u32>())?;")]
        /// assert_eq!(*number, 12);
        #[doc = concat!("assert!(", $name, ".alloc_try_with(|| \"x\".parse::<u32>()).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_try_with<T: ArenaSafe, E>(
            $($this)+,
            f: impl FnOnce() -> Result<T, E>,
        ) -> Result<&$life mut T, E> {
            or_panic($source, typed::try_value(OrPanic($source), f))
        }

        /// [`alloc_try_with`](Self::alloc_try_with), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// The outer one: [`AllocError::Full`] if the value does not fit in what remains; `f` has
        /// not run then. The inner one: what `f` returned.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let number = ", $name, ".try_alloc_try_with(|| \"12\".parse::<u32>())??;")]
        /// assert_eq!(*number, 12);
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_try_with<T: ArenaSafe, E>(
            $($this)+,
            f: impl FnOnce() -> Result<T, E>,
        ) -> Result<Result<&$life mut T, E>, AllocError> {
            or_error($source, typed::try_value($source, f))
        }

        /// Copies a value into the arena.
        ///
        /// For `Copy` types of other crates, which cannot derive [`ArenaSafe`]: nothing that is
        /// `Copy` needs drop.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        /// #[derive(Clone, Copy, PartialEq, Debug)]
        /// struct Foreign(u32);
        #[doc = concat!("assert_eq!(*", $name, ".alloc_copy(Foreign(7)), Foreign(7));")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_copy<T: Copy>($($this)+, value: T) -> &$life mut T {
            or_panic($source, typed::value_copy(OrPanic($source), value))
        }

        /// [`alloc_copy`](Self::alloc_copy), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the value does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_copy('x')?, &'x');")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_copy<T: Copy>($($this)+, value: T) -> Result<&$life mut T, AllocError> {
            or_error($source, typed::value_copy($source, value))
        }

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

        /// Copies text into the arena. O(bytes); up to 32 of them without a call.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let name: &str = ", $name, ".alloc_str(\"Ada\");")]
        /// assert_eq!(name, "Ada");
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_str($($this)+, src: &str) -> &$life str {
            &*or_panic($source, typed::text(OrPanic($source), src))
        }

        /// [`alloc_str`](Self::alloc_str), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the text does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_str(\"Ada\")?, \"Ada\");")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_str($($this)+, src: &str) -> Result<&$life str, AllocError> {
            or_error($source, typed::text($source, src)).map(|text| &*text)
        }

        /// [`alloc_str`](Self::alloc_str), to change in place.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let name = ", $name, ".alloc_str_mut(\"Ada\");")]
        /// name.make_ascii_uppercase();
        /// assert_eq!(name, "ADA");
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_str_mut($($this)+, src: &str) -> &$life mut str {
            or_panic($source, typed::text(OrPanic($source), src))
        }

        /// [`alloc_str_mut`](Self::alloc_str_mut), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the text does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_str_mut(\"Ada\")?, \"Ada\");")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_str_mut($($this)+, src: &str) -> Result<&$life mut str, AllocError> {
            or_error($source, typed::text($source, src))
        }

        /// Formats text into the arena; [`format_in!`](crate::format_in) is the short form.
        ///
        /// It grows as [`alloc_slice_fill_iter`](Self::alloc_slice_fill_iter) does.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or a `Display` returns an error of its own, as
        /// `format!` does.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".alloc_fmt(format_args!(\"{} + {}\", 1, 2)), \"1 + 2\");")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_fmt($($this)+, args: fmt::Arguments<'_>) -> &$life str {
            expect(grow::text_fmt($source, args))
        }

        /// [`alloc_fmt`](Self::alloc_fmt), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the text does not fit in what remains.
        ///
        /// # Panics
        ///
        /// If a `Display` returns an error of its own, as `format!` does.
        ///
        /// ```
        #[doc = $setup]
        /// let width = 5000;
        #[doc = concat!("assert!(", $name, ".try_alloc_fmt(format_args!(\"{:width$}\", 1)).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn try_alloc_fmt(
            $($this)+,
            args: fmt::Arguments<'_>,
        ) -> Result<&$life str, AllocError> {
            grow::text_fmt($source, args)
        }

        /// Claims the bytes of a `T` and leaves them as they are.
        ///
        /// Whether `T` needs drop is not looked at: whoever initialises it takes that over.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".alloc_uninit().write(5), &5);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_uninit<T>($($this)+) -> &$life mut MaybeUninit<T> {
            or_panic($source, typed::uninit(OrPanic($source)))
        }

        /// [`alloc_uninit`](Self::alloc_uninit), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the value does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(", $name, ".try_alloc_uninit()?.write(5), &5);")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_uninit<T>($($this)+) -> Result<&$life mut MaybeUninit<T>, AllocError> {
            or_error($source, typed::uninit($source))
        }

        /// Claims the bytes of `len` elements and leaves them as they are.
        ///
        /// Whether `T` needs drop is not looked at: whoever initialises them takes that over.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let buffer = ", $name, ".alloc_slice_uninit::<u8>(64);")]
        /// assert_eq!(buffer.len(), 64);
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_slice_uninit<T>($($this)+, len: usize) -> &$life mut [MaybeUninit<T>] {
            or_panic($source, typed::slice_uninit(OrPanic($source), len))
        }

        /// [`alloc_slice_uninit`](Self::alloc_slice_uninit), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if its size overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert!(", $name, ".try_alloc_slice_uninit::<u64>(usize::MAX).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_slice_uninit<T>(
            $($this)+,
            len: usize,
        ) -> Result<&$life mut [MaybeUninit<T>], AllocError> {
            or_error($source, typed::slice_uninit($source, len))
        }

        /// Claims bytes of any layout and leaves them as they are.
        ///
        #[doc = concat!("The pointer is valid ", $lives, ". Bytes of no size are a dangling, aligned pointer.")]
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let page = ", $name, ".alloc_layout(std::alloc::Layout::from_size_align(64, 1024)?);")]
        /// assert!(page.addr().get() % 1024 == 0);
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_layout($($this)+, layout: Layout) -> NonNull<u8> {
            or_panic($source, typed::claim(OrPanic($source), layout)).0
        }

        /// [`alloc_layout`](Self::alloc_layout), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the layout does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert!(", $name, ".try_alloc_layout(std::alloc::Layout::new::<[u8; 5000]>()).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_layout($($this)+, layout: Layout) -> Result<NonNull<u8>, AllocError> {
            or_error($source, typed::claim($source, layout)).map(|(start, _)| start)
        }

        /// Moves `value`, of any type, into the arena and returns its owner, which drops it.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let mut names = ", $name, ".alloc_box(vec![\"Ada\"]);")]
        /// names.push("Grace"); // its elements are on the heap, and freed when `names` goes
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_box<T>($($this)+, value: T) -> Box<$life, T> {
            or_panic($source, typed::value_boxed(OrPanic($source), value))
        }

        /// [`alloc_box`](Self::alloc_box), but a refusal is a value; `value` is dropped then.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the value does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(*", $name, ".try_alloc_box('x')?, 'x');")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_box<T>($($this)+, value: T) -> Result<Box<$life, T>, AllocError> {
            or_error($source, typed::value_boxed($source, value))
        }

        /// Moves everything that an iterator yields, of any type, into the arena and returns the
        /// owner of the slice, which drops it.
        ///
        /// It grows as [`alloc_slice_fill_iter`](Self::alloc_slice_fill_iter) does. Should the
        /// iterator panic, or the arena be full midway, what there was is dropped.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full), or the size promised
        /// [overflows](AllocError::TooLarge).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let words = ", $name, ".alloc_box_slice(\"one two\".split(' ').map(String::from));")]
        /// assert_eq!(*words, ["one", "two"]); // freed when `words` goes
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_box_slice<T>(
            $($this)+,
            iter: impl IntoIterator<Item = T>,
        ) -> Box<$life, [T]> {
            expect(grow::slice_boxed($source, iter))
        }

        /// [`alloc_box_slice`](Self::alloc_box_slice), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the slice does not fit in what remains, [`AllocError::TooLarge`]
        /// if the size promised overflows.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert!(", $name, ".try_alloc_box_slice((0..).map(|n| vec![n])).is_err());")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_box_slice<T>(
            $($this)+,
            iter: impl IntoIterator<Item = T>,
        ) -> Result<Box<$life, [T]>, AllocError> {
            grow::slice_boxed($source, iter)
        }

        /// Copies text into the arena and returns its owner. O(bytes); up to 32 of them without a
        /// call.
        ///
        /// Nothing of it needs drop: [`alloc_str`](Self::alloc_str) does the same for a reference.
        ///
        /// # Panics
        ///
        /// If the arena is [full](AllocError::Full).
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("let mut name = ", $name, ".alloc_box_str(\"Ada\");")]
        /// name.make_ascii_uppercase();
        /// assert_eq!(&*name, "ADA");
        #[doc = $end]
        /// ```
        #[inline(always)]
        #[track_caller]
        $vis fn alloc_box_str($($this)+, src: &str) -> Box<$life, str> {
            or_panic($source, typed::text_boxed(OrPanic($source), src))
        }

        /// [`alloc_box_str`](Self::alloc_box_str), but a refusal is a value.
        ///
        /// # Errors
        ///
        /// [`AllocError::Full`] if the text does not fit in what remains.
        ///
        /// ```
        #[doc = $setup]
        #[doc = concat!("assert_eq!(&*", $name, ".try_alloc_box_str(\"Ada\")?, \"Ada\");")]
        #[doc = $end]
        /// ```
        #[inline(always)]
        $vis fn try_alloc_box_str($($this)+, src: &str) -> Result<Box<$life, str>, AllocError> {
            or_error($source, typed::text_boxed($source, src))
        }
    };
}

/// Formats text into an arena: short for [`alloc_fmt`](crate::Arena::alloc_fmt).
///
/// The first argument is whatever has that method, the others are those of `format!`.
///
/// # Panics
///
/// As `alloc_fmt` does.
///
/// ```
/// let arena = arena::Arena::new(1024)?;
/// let text: &str = arena::format_in!(arena, "{} is {:>4}", "pi", 3.14);
/// assert_eq!(text, "pi is 3.14");
/// # Ok::<(), arena::AllocError>(())
/// ```
#[macro_export]
macro_rules! format_in {
    ($arena:expr, $($args:tt)+) => {
        $arena.alloc_fmt(::core::format_args!($($args)+))
    };
}
