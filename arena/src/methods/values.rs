//! What stores one value.

macro_rules! values {
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
    };
}
