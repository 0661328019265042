//! What claims bytes and leaves them as they are.

macro_rules! raw {
    ($vis:vis fn($($this:tt)+) => $source:expr, $life:lifetime, $lives:literal, $setup:literal, $name:literal, $end:literal) => {
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
    };
}
