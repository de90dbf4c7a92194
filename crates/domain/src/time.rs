//! Instants as the machines see them: milliseconds since 1970-01-01 UTC.
//!
//! Only the edges read a clock; here an instant is an argument. It must never
//! know a time zone: opening hours live in the calendar. Arithmetic saturates,
//! so that no clock jump can panic a machine.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant `span_ms` milliseconds later.
    #[must_use]
    pub fn plus_ms(self, span_ms: u64) -> Self {
        Self(self.0.saturating_add(i64::try_from(span_ms).unwrap_or(i64::MAX)))
    }

    /// Milliseconds from `earlier` to this instant; 0 when the clock went back.
    #[must_use]
    pub fn since_ms(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_saturates_at_both_ends() {
        assert_eq!(Timestamp(i64::MAX - 1).plus_ms(u64::MAX), Timestamp(i64::MAX));
        assert_eq!(Timestamp(5).since_ms(Timestamp(9)), 0);
        assert_eq!(Timestamp(i64::MAX).since_ms(Timestamp(i64::MIN)), i64::MAX as u64);
        assert_eq!(Timestamp(9).since_ms(Timestamp(5)), 4);
    }
}
