//! What stores text.

macro_rules! text {
    ($vis:vis fn($($this:tt)+) => $source:expr, $life:lifetime, $lives:literal, $setup:literal, $name:literal, $end:literal) => {
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
