//! Numbers that look random, the same ones from the same seed.

/// A generator (Marsaglia's xorshift of 64 bits). The seed is not 0.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// Any number but 0.
    #[expect(clippy::should_implement_trait, reason = "it never ends")]
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit
    }

    /// Whether something happens that does so once in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Whether something happens that does so `times` times of a hundred.
    pub fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// Small numbers far more often than large ones: the n-th about n times less often than the first.
    pub fn rank(&mut self, limit: usize) -> usize {
        let powers = limit.ilog2() as usize + 1;
        let power = 1 << self.below(powers);
        (power - 1 + self.below(power)) % limit
    }

    /// One of some, the first far more often than the last.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.rank(from.len())]
    }

    /// Mostly short, sometimes some tens of thousands.
    pub fn length(&mut self) -> usize {
        let power = self.below(6).max(self.below(400).saturating_sub(383));
        self.below(2 << power)
    }
}
