//! What hands out owners.

macro_rules! owners {
    ($vis:vis fn($($this:tt)+) => $source:expr, $life:lifetime, $lives:literal, $setup:literal, $name:literal, $end:literal) => {
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
